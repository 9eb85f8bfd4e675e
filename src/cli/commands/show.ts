// `whp show` and `whp axioms`: what a theorem says and what it rests on. UNTRUSTED; loaded by the command line when needed.
import { axiomsUnder } from '../../checker/check.js'
import { qualifiedName } from '../../checker/run.js'
import { base } from '../../kernel/axioms.js'
import { axiomsOf } from '../../kernel/theorem.js'
import { assumedLaws, printDefinition, printStatement } from '../../syntax/term-printer-statement.js'
import { EXIT, type ExitCode } from '../exit.js'
import { print } from '../output.js'
import { PAGE_WIDTH, definitionLines, printOptions } from '../printing.js'
import { elaborateWanted, findDeclarations, searchPaths, type Found } from '../theories.js'

export interface ShowOptions {
  readonly unfold: boolean
  readonly paths: readonly string[]
  readonly debug: boolean
}

/** Prints the closed statement, every context hypothesis included, and with `--unfold` the definitions under it. */
export function showCommand(name: string, options: ShowOptions): ExitCode {
  const axiom = baseAxiom(name)
  if (axiom !== undefined) {
    print([`axiom ${name}  -- ${axiom.citation}`, ...printStatement(axiom.statement).map(indented)].join('\n'))
    return EXIT.ok
  }
  const { found, all } = findDeclarations(name, options.paths, options.debug)
  print(found.map((one) => {
    const print = { ...printOptions(one.run), width: PAGE_WIDTH }
    const lines = [heading(one), ...body(one, print)]
    if (options.unfold) {
      const definitions = definitionLines(one.declaration.statement, all, { ...print, laws: assumedLaws(one.declaration.statement, print) })
      if (definitions.length > 0) lines.push('', 'with the definitions', ...definitions.map(indented))
    }
    return lines.join('\n')
  }).join('\n\n'))
  return EXIT.ok
}

function body(one: Found, options: ReturnType<typeof printOptions>): readonly string[] {
  const d = one.declaration
  if (d.status === 'failed' && d.open === undefined) return ['  -- its statement could not be read']
  if (d.constant !== undefined) return [indented(printDefinition(d.constant, d.name, options) ?? d.name)]
  return printStatement(d.statement, options).map(indented)
}

function indented(entry: string): string {
  return entry.replace(/^/gmu, '  ')
}

function heading(one: Found): string {
  const d = one.declaration
  const place = one.run.file.index.place(d.span)
  const source = d.source === undefined ? '' : `  "${d.source}"`
  const status = d.kind === 'axiom' || d.kind === 'definition' ? '' : `, ${d.status === 'gave-up' ? 'gave up' : d.status}`
  return `${d.kind} ${qualifiedName(one.run, d)}${source}  -- ${place.file}:${place.line}${status}`
}

function baseAxiom(name: string): ReturnType<typeof axiomsOf>[number] | undefined {
  const theorem = Object.hasOwn(base, name) ? base[name as keyof typeof base] : undefined
  return theorem === undefined ? undefined : axiomsOf(theorem)[0]
}

/** Prints the axioms under one theorem, or under every theorem of the paths. */
export function axiomsCommand(name: string | undefined, options: ShowOptions): ExitCode {
  if (name === undefined) {
    const { runs } = elaborateWanted(searchPaths(options.paths), () => true, options.debug)
    const all = runs.flatMap((run) => run.result.declarations.filter(isClaim).map((declaration) => ({ run, declaration })))
    print(all.map((one) => `${qualifiedName(one.run, one.declaration)}: ${briefly(one)}`).join('\n'))
    return EXIT.ok
  }
  const { found } = findDeclarations(name, options.paths, options.debug)
  print(found.map(inFull).join('\n\n'))
  return EXIT.ok
}

function isClaim(d: Found['declaration']): boolean {
  return d.kind !== 'axiom' && d.kind !== 'definition' && d.kind !== 'example'
}

/** One line: the cited axioms by name, the base ones counted. */
function briefly(one: Found): string {
  const d = one.declaration
  if (d.status !== 'proved' && d.status !== 'refuted') return `${d.status}, no theorem`
  const axioms = axiomsUnder(d)
  const parts = axioms.filter((a) => a.kind !== 'base').map((a) => a.name)
  const ground = axioms.filter((a) => a.kind === 'base').length
  if (ground > 0) parts.push(`${ground} of real analysis`)
  if (d.wellDefinedAssumed !== undefined) parts.push('well-definedness assumed')
  return parts.length === 0 ? 'pure logic' : parts.join(', ')
}

function inFull(one: Found): string {
  const d = one.declaration
  const name = qualifiedName(one.run, d)
  if (d.theorem === undefined) return `${name} is not proved, so it rests on nothing yet`
  const axioms = axiomsUnder(d)
  const lines = [`${name} rests on ${axioms.length === 0 ? 'logic alone' : `${axioms.length} axiom${axioms.length === 1 ? '' : 's'}`}`]
  const width = Math.max(0, ...axioms.map((a) => a.name.length))
  for (const a of axioms) lines.push(`  ${a.name.padEnd(width)}  ${a.citation}`)
  if (axioms.every((a) => a.kind === 'base')) lines.push('no cited axiom: real analysis, arithmetic and logic only')
  if (d.wellDefinedAssumed !== undefined) lines.push(`  its well-definedness is assumed: ${d.wellDefinedAssumed}`)
  return lines.join('\n')
}
