// `whp recheck`: certificates through the second checker, which shares no code with the kernel. Loaded by the command line when needed.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { recheck, type Claim, type Verdict } from '../../rechecked/recheck.js'
import { linesOf } from '../certificates.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { reasonOf } from '../node-host.js'
import { print, printError } from '../output.js'
import { printable } from '../../report/text.js'

export interface RecheckOptions {
  readonly quiet: boolean
  readonly definitions: boolean
  readonly work: number | undefined
}

/** Exit code 0 when every certificate is accepted, 1 when one is not, 2 when one cannot be read. */
export function recheckCommand(paths: readonly string[], options: RecheckOptions): ExitCode {
  const files = paths.flatMap(certificatesIn)
  if (files.length === 0) throw new CommandError('there is no certificate to check')
  let code: ExitCode = EXIT.ok
  for (const path of files) {
    const one = recheckFile(path, options)
    code = one > code ? one : code
  }
  return code
}

/** The path itself, or the files ending in `.cert` below a directory. */
function certificatesIn(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cert'))
    return names.sort().map((name) => join(path, name))
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}`)
  }
}

function recheckFile(path: string, options: RecheckOptions): ExitCode {
  let verdict: Verdict
  try {
    verdict = recheck(linesOf(path), options.work)
  } catch (error) {
    printError(`whp: ${path} cannot be read: ${reasonOf(error)}`)
    return EXIT.usage
  }
  if (!verdict.accepted) {
    print(`${path}: rejected at line ${String(verdict.line)}: ${inLine(verdict.reason)}`)
    return EXIT.failed
  }
  const { claims, steps } = verdict
  print(`${path}: accepted, ${String(claims.length)} ${claims.length === 1 ? 'theorem' : 'theorems'}, ${String(steps)} steps`)
  if (!options.quiet) for (const claim of claims) print(shown(claim, options.definitions).join('\n'))
  return EXIT.ok
}

/** On one line, so that a name in the file cannot look like a line of this report. */
const inLine = (text: string): string => printable(text.replaceAll('\n', '�'))
/** A plain name, or the name in quotes: `a: False` is a name too. */
const named = (name: string): string => /^[\p{L}\p{N}_.'-]+(?: [0-9]+)?$/u.test(name) ? name : inLine(JSON.stringify(name))

function shown(claim: Claim, definitions: boolean): readonly string[] {
  const base = claim.axioms.filter((a) => a.kind === 'base').map((a) => a.name)
  const others = claim.axioms.filter((a) => a.kind === 'cited')
  return [
    `${named(claim.name)}: ${claim.statement}`,
    `  base axioms: ${base.length === 0 ? 'none' : base.join(', ')}`,
    ...others.map((a) => `  cited axiom ${named(a.name)} (${named(a.citation)}): ${a.statement}`),
    ...(definitions ? claim.definitions.map((d) => `  where ${d}`) : []),
  ]
}
