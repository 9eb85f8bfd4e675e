// The command line as data for commander: commands, options, help. Each command loads its own code when it runs.
// UNTRUSTED. Imported by main.ts.
import { availableParallelism } from 'node:os'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Format } from './commands/check.js'
import type { Method } from '../engine/types.js'
import { CommandError, EXIT, type ExitCode } from './exit.js'
import { printError } from './output.js'
import { VERSION } from './version.js'

const FORMATS: readonly Format[] = ['human', 'json', 'sarif', 'junit', 'github']
const METHODS: readonly Method[] = [
  'auto', 'algebra', 'linear', 'nonlinear', 'positivity', 'monotone', 'interval', 'calculus', 'simplify', 'bounds', 'loglinear',
]
const DEFAULT_UNITS = 200_000
const LOCK_FILE = 'whp.lock'
const CLAIMS_FILE = 'scripts/claims.json'

/** Runs the command line; never throws. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const program = buildProgram((result) => { code = result })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return failure(error, args.includes('--debug'))
  }
}

function failure(error: unknown, debug: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  if (error instanceof CommandError) {
    printError([`whp: ${error.sentence}`, ...error.hints.map((h) => `  ${h}`)].join('\n'))
    return error.code
  }
  const told = error instanceof Error ? error.message : String(error)
  printError(`whp: internal error: ${told}`)
  printError(debug && error instanceof Error ? error.stack ?? '' : '  run again with --debug and report this')
  return EXIT.usage
}

type Done = (code: ExitCode) => void

function buildProgram(done: Done): Command {
  const program = new Command('whp').description('a proof checker for with-high-probability bounds').version(VERSION, '-V, --version')
    .exitOverride().showSuggestionAfterError().configureHelp({ showGlobalOptions: true })
    .option('--debug', 'print stack traces of internal errors')
  addCheck(program, done)
  addQueries(program, done)
  addEval(program, done)
  addProject(program, done)
  return program
}

function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^[0-9]{1,15}$/u.test(text) || value < least) throw new InvalidArgumentError(`a whole number, at least ${least}, is expected`)
    return value
  }
}

function formats(text: string, before: readonly Format[] | undefined): readonly Format[] {
  const list = text.split(',').map((part) => {
    const found = FORMATS.find((f) => f === part.trim())
    if (found === undefined) throw new InvalidArgumentError(`choose from ${FORMATS.join(', ')}`)
    return found
  })
  return [...new Set([...(before ?? []), ...list])]
}

const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text]

const debugOf = (command: Command): boolean => command.optsWithGlobals<{ debug?: boolean }>().debug === true

/** More threads than this spend their time on reading the same statements. */
const MAX_DEFAULT_JOBS = 8

function defaultJobs(): number {
  return Math.min(MAX_DEFAULT_JOBS, availableParallelism())
}

interface CheckFlags {
  readonly format?: readonly Format[]
  readonly output?: string
  readonly numeric: boolean
  readonly seed: number
  readonly samples: number
  readonly budget?: number
  readonly jobs?: number
  readonly allowAxioms?: string
  readonly ledger?: readonly string[]
  readonly locked?: boolean
  readonly lockFile: string
  readonly cache: string | boolean
  readonly certificates?: string
}

interface RecheckFlags {
  readonly quiet?: boolean
  readonly definitions?: boolean
  readonly work?: number
}

function addCheck(program: Command, done: Done): void {
  program.command('check').description('check proofs and report').argument('[PATHS...]', 'files and directories (default: proofs)')
    .option('--format <formats>', `${FORMATS.join(', ')}; several with commas (default: human)`, formats)
    .option('--output <file>', 'write the report to a file')
    .option('--no-numeric', 'skip the numeric sanity check')
    .option('--seed <n>', 'seed of the numeric check', integer(0), 1)
    .option('--samples <n>', 'samples per statement in the numeric check', integer(1), 1000)
    .option('--budget <n>', 'engine work units per step', integer(1))
    .option('--jobs <n>', 'threads (default: one for each processor, at most 8)', integer(1))
    .option('--allow-axioms <file>', 'file of axiom names; any other axiom is an error')
    .addOption(new Option('--ledger <name>', 'how a theorem spends its failure probability; may be repeated').argParser(collect))
    .option('--locked', 'compare with the lock file')
    .option('--lock-file <file>', 'the lock file', LOCK_FILE)
    .option('--cache <dir>', 'where verdicts of unchanged theories are kept (default: the user\'s cache directory)')
    .option('--no-cache', 'check everything again, and keep nothing')
    .option('--certificates <directory>', 'write a certificate of each theory')
    .action(async (paths: readonly string[], flags: CheckFlags, command: Command) => {
      const { checkCommand } = await import('./commands/check.js')
      done(await checkCommand(paths, {
        format: flags.format ?? ['human'], output: flags.output, numeric: flags.numeric, seed: flags.seed, samples: flags.samples,
        budget: flags.budget, jobs: flags.jobs ?? defaultJobs(), allowAxioms: flags.allowAxioms, locked: flags.locked === true,
        lockFile: flags.lockFile, cache: flags.cache === true ? undefined : flags.cache, certificates: flags.certificates,
        ledgers: flags.ledger ?? [], debug: debugOf(command),
      }))
    })
  program.command('recheck').description('check certificates again, with the second checker').argument('<CERTIFICATES...>')
    .option('--quiet', 'one line for each file').option('--definitions', 'also print the definitions under each statement')
    .option('--work <n>', 'units of work for each file', integer(1))
    .action(async (paths: readonly string[], flags: RecheckFlags) => {
      const { recheckCommand } = await import('./commands/recheck.js')
      done(recheckCommand(paths, { quiet: flags.quiet === true, definitions: flags.definitions === true, work: flags.work }))
    })
  program.command('lock').description('record what every theorem says').argument('[PATHS...]', 'files and directories (default: proofs)')
    .option('--lock-file <file>', 'the lock file', LOCK_FILE)
    .action(async (paths: readonly string[], flags: { readonly lockFile: string }, command: Command) => {
      const { lockCommand } = await import('./commands/lock.js')
      done(await lockCommand(paths, flags.lockFile, debugOf(command)))
    })
}

interface QueryFlags {
  readonly path?: readonly string[]
  readonly unfold?: boolean
}

interface TightenFlags extends QueryFlags {
  readonly objective?: string
  readonly digits: number
  readonly runs: number
}

const pathOption = (): Option => new Option('-p, --path <path>', 'where to look (default: proofs and the library)').argParser(collect)

function addQueries(program: Command, done: Done): void {
  program.command('show').description('the full closed statement of a theorem').argument('<NAME>')
    .option('--unfold', 'also the definitions it rests on').addOption(pathOption())
    .action(async (name: string, flags: QueryFlags, command: Command) => {
      const { showCommand } = await import('./commands/show.js')
      done(showCommand(name, { unfold: flags.unfold === true, paths: flags.path ?? [], debug: debugOf(command) }))
    })
  program.command('axioms').description('the axioms each theorem rests on').argument('[NAME]').addOption(pathOption())
    .action(async (name: string | undefined, flags: QueryFlags, command: Command) => {
      const { axiomsCommand } = await import('./commands/show.js')
      done(axiomsCommand(name, { unfold: false, paths: flags.path ?? [], debug: debugOf(command) }))
    })
  program.command('find').description('lemmas by shape, as in "P[_ ≥ _] ≤ exp _"').argument('<PATTERN>').addOption(pathOption())
    .action(async (pattern: string, flags: QueryFlags) => {
      const { findCommand } = await import('./commands/find.js')
      done(findCommand(pattern, flags.path ?? []))
    })
  program.command('explain').description('the certificates of the steps on a line, in words').argument('<FILE:LINE>')
    .action(async (target: string, _flags: unknown, command: Command) => {
      const { explainCommand } = await import('./commands/explain.js')
      done(explainCommand(target, debugOf(command)))
    })
  program.command('prove').description('the engine alone: on a formula, or on SMT-LIB files')
    .argument('<FORMULA|FILE.smt2...>', 'a formula whose unknown names are real variables, or files')
    .addOption(new Option('--by <method>', 'the method to use on a formula').choices(METHODS).default('auto'))
    .addOption(new Option('--import <theory>', 'a theory whose definitions and lemmas a formula may use').argParser(collect))
    .option('--budget <n>', 'engine work units', integer(1), DEFAULT_UNITS)
    .option('--stats', 'print work and time of every file').option('--model', 'print the values behind sat')
    .option('--jobs <n>', 'threads for several files (default: 1)', integer(1), 1)
    .option('--certificate <file>', 'write the proof found; {name} in it stands for the name of the input')
    .action(async (inputs: readonly string[], flags: ProveFlags) => { done(await prove(inputs, flags)) })
  program.command('tighten').description('the best values of the constants a theorem marks as free').argument('<NAME>')
    .option('--objective <list>', 'as in "maximizing r, minimizing K" (default: what the theorem says)')
    .option('--digits <n>', 'decimals of limits that are no short fractions', integer(1), 6)
    .option('--runs <n>', 'check the proof at no more than this many points', integer(1), 3000).addOption(pathOption())
    .action(async (name: string, flags: TightenFlags, command: Command) => {
      const { tightenCommand } = await import('./commands/tighten.js')
      const { objective, digits, runs, path } = flags
      done(tightenCommand(name, { objective, digits, runs, paths: path ?? [], debug: debugOf(command) }))
    })
  program.command('sample').description('the numeric check of one statement').argument('<NAME>')
    .option('--seed <n>', 'seed', integer(0), 1).option('--samples <n>', 'samples', integer(1), 1000).addOption(pathOption())
    .action(async (name: string, flags: QueryFlags & { readonly seed: number; readonly samples: number }, command: Command) => {
      const { sampleCommand } = await import('./commands/sample.js')
      done(sampleCommand(name, { seed: flags.seed, samples: flags.samples, paths: flags.path ?? [], debug: debugOf(command) }))
    })
}

interface ProveFlags {
  readonly by: Method
  readonly import?: readonly string[]
  readonly budget: number
  readonly stats?: boolean
  readonly model?: boolean
  readonly certificate?: string
  readonly jobs: number
}

async function prove(inputs: readonly string[], flags: ProveFlags): Promise<ExitCode> {
  if (inputs.every((path) => path.endsWith('.smt2'))) {
    const { proveFiles } = await import('./commands/prove-smt.js')
    if (inputs.length > 1 && flags.certificate?.includes('{name}') === false) {
      throw new CommandError('several certificates cannot go to one file', EXIT.usage, ['put {name} into the file name, as in {name}.cert'])
    }
    const { budget, jobs, certificate } = flags
    return proveFiles(inputs, { budget, stats: flags.stats === true, model: flags.model === true, jobs, certificate })
  }
  const [formula, another] = inputs
  if (formula === undefined || another !== undefined) throw new CommandError('prove takes one formula, in quotes, or files ending in .smt2')
  const { proveCommand } = await import('./commands/prove.js')
  return proveCommand(formula, { method: flags.by, imports: flags.import ?? [], budget: flags.budget, certificate: flags.certificate })
}

function addEval(program: Command, done: Done): void {
  program.command('eval').description('a proved bound at numbers, as rigorous enclosures')
    .argument('<NAME>').argument('[with...]', 'with n := 60000, d := 15..150, …')
    .option('--digits <n>', 'significant digits shown', integer(2), 6).addOption(pathOption())
    .action(async (name: string, words: readonly string[], flags: QueryFlags & { readonly digits: number }, command: Command) => {
      const { evalCommand } = await import('./commands/eval.js')
      done(evalCommand(name, words, { digits: flags.digits, paths: flags.path ?? [], debug: debugOf(command) }))
    })
}

interface DocFlags {
  readonly claims: string
  readonly check?: boolean
  readonly numeric: boolean
  readonly jobs?: number
}

function addProject(program: Command, done: Done): void {
  program.command('format').description('the canonical text of files').argument('<PATHS...>')
    .option('--check', 'list files that would change, and exit 1 if there are any').option('--write', 'replace the files')
    .action(async (paths: readonly string[], flags: { readonly check?: boolean; readonly write?: boolean }) => {
      const { formatCommand } = await import('./commands/format.js')
      done(formatCommand(paths, { check: flags.check === true, write: flags.write === true }))
    })
  program.command('doc').description('write the pages on what became of a paper\'s claims')
    .option('--claims <file>', 'the claims and the theorems that answer them', CLAIMS_FILE)
    .option('--check', 'write nothing; exit 1 if a page is stale').option('--no-numeric', 'keep the numeric column as it is')
    .option('--jobs <n>', 'threads', integer(1))
    .action(async (flags: DocFlags, command: Command) => {
      const { docCommand } = await import('./commands/doc.js')
      done(await docCommand({
        claims: flags.claims, check: flags.check === true, numeric: flags.numeric, jobs: flags.jobs ?? defaultJobs(),
        debug: debugOf(command),
      }))
    })
  program.command('init').description('a starter project: one proof, one CI file').argument('[DIRECTORY]', 'where', '.')
    .action(async (directory: string) => {
      const { initCommand } = await import('./commands/init.js')
      done(initCommand(directory))
    })
}
