// `whp tighten NAME`: re-solves the free constants of a theorem and prints the best that still check. UNTRUSTED; loaded when needed.
// The statements of other lemmas are taken as they stand: `whp check` is what proves them.
import { elaborateAll } from '../../checker/run.js'
import type { TheoryFile } from '../../checker/imports.js'
import { tighten, toMaximise, type Tightened } from '../../checker/tighten.js'
import { TightenProblem } from '../../checker/tighten-problem.js'
import { nearest } from '../../elaborate/nearest.js'
import type { FreeLemma } from '../../elaborate/theory.js'
import type { Objective } from '../../syntax/ast.js'
import { formatExpr } from '../../syntax/format.js'
import { parseTheory } from '../../syntax/parser.js'
import type { PrintOptions } from '../../syntax/term-printer.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { nodeHost } from '../node-host.js'
import { print } from '../output.js'
import { libraries } from '../paths.js'
import { printOptions } from '../printing.js'
import { declaredNames, searchPaths } from '../theories.js'
import { failingLines, printAnswers } from './tighten-report.js'

export interface TightenOptions {
  readonly objective: string | undefined
  readonly digits: number
  readonly runs: number
  readonly paths: readonly string[]
  readonly debug: boolean
}

/** Prints the tightened statement, the values, and the room of each step. Exits 1 when there is no optimum to be had. */
export function tightenCommand(name: string, options: TightenOptions): ExitCode {
  const { lemma, file, printing } = freeLemmaNamed(name, options)
  const title = `${lemma.decl.kind} ${qualified(lemma, file)}  -- ${file.source.path}:${String(file.index.lineOf(lemma.decl.span.start))}`
  const problem = solvable(lemma, file, title)
  const objectives = options.objective === undefined ? problem.objectives : readObjectives(options.objective, problem)
  requireObjectives(objectives, problem)
  const result = tighten(problem, objectives, { digits: options.digits, runs: options.runs })
  print([title, ...report(result, problem, file, options, printing)].join('\n'))
  const best = result.kind === 'solved' && result.answers.every((a) => a.multipliers !== undefined && a.loose.length === 0)
  return best ? EXIT.ok : EXIT.failed
}

function report(result: Tightened, problem: TightenProblem, file: TheoryFile, options: TightenOptions,
  print: PrintOptions): readonly string[] {
  switch (result.kind) {
    case 'infeasible':
      return ['its proof fails at the values it has, so there is nothing to start from', ...failingLines(result.failing, file)]
    case 'gave-up': return [`gave up after checking the proof at ${String(result.runs)} points; --runs allows more`]
    case 'unbounded': {
      const what = `${result.objective.sense} ${formatExpr(result.objective.expr)} has no optimum`
      return [`${what}: every step still checks at ${[...result.point].map(([n, v]) => `${n} = ${String(v)}`).join(', ')}`]
    }
    case 'solved': return printAnswers(result, problem, file, options.digits, print)
  }
}

interface Found {
  readonly lemma: FreeLemma
  readonly file: TheoryFile
}

interface Printed extends Found {
  readonly printing: PrintOptions
}

function qualified(lemma: FreeLemma, file: TheoryFile): string {
  const theory = file.parsed.theory.name?.text
  return theory === undefined ? lemma.decl.name.text : `${theory}.${lemma.decl.name.text}`
}

/** The lemma of that name, plain or with its theory in front, among those with free constants. */
function freeLemmaNamed(name: string, options: TightenOptions): Printed {
  const known = new Set<string>()
  const free: Found[] = []
  const wanted = (file: TheoryFile): boolean => {
    const names = declaredNames(file)
    for (const each of names) known.add(each)
    return names.includes(name)
  }
  const all = elaborateAll({
    paths: searchPaths(options.paths), libraries: libraries(), wanted, debug: options.debug, statementsOnly: true,
    onFree: (lemma, file) => free.push({ lemma, file }),
  }, nodeHost)
  const [first] = all.diagnostics
  if (first !== undefined) throw new CommandError(first.message, EXIT.usage, first.hints)
  const found = free.find((f) => f.lemma.decl.name.text === name || qualified(f.lemma, f.file) === name)
  if (found !== undefined) return { ...found, printing: printOptions(all.runs.find((run) => run.file === found.file)) }
  if (known.has(name)) {
    throw new CommandError(`${name} has no free constants`, EXIT.usage,
      ['a theorem names them in its statement: `let a := 1/8` and `free a`'])
  }
  throw new CommandError(`nothing is called ${name}`, EXIT.usage, nearest(name, known))
}

/** The problem, unless the statement itself cannot be read: then its message ends the command. */
function solvable(lemma: FreeLemma, file: TheoryFile, title: string): TightenProblem {
  const problem = new TightenProblem(lemma)
  const checked = lemma.recheck(undefined, new Map())
  if (checked.declaration.open !== undefined) return problem
  const lines = checked.diagnostics.map((d) => `${file.source.path}:${String(file.index.lineOf(d.span.start))}: ${d.message}`)
  throw new CommandError(`the statement of ${title.split(' ')[1] ?? ''} could not be read`, EXIT.failed, lines)
}

/** `--objective "maximizing r, minimizing K"`, read as in a `free` line. */
function readObjectives(text: string, problem: TightenProblem): readonly Objective[] {
  const source = `lemma objective\n  free ${problem.names.join(', ')} ${text.replace(/\s+/gu, ' ')}\n  show True\n`
  const { theory, diagnostics } = parseTheory(source)
  const [item] = theory.items
  const objectives = item?.kind === 'lemma' ? item.statement.free?.objectives : undefined
  const [problemAt] = diagnostics
  if (objectives === undefined || problemAt !== undefined || objectives.length === 0) {
    throw new CommandError(`the objective cannot be read${problemAt === undefined ? '' : `: ${problemAt.message}`}`, EXIT.usage,
      ['write it as in --objective "maximizing a, minimizing b + 2 * c"'])
  }
  return objectives
}

function requireObjectives(objectives: readonly Objective[], problem: TightenProblem): void {
  const names = problem.names.join(', ')
  if (objectives.length === 0) {
    throw new CommandError('what is best? the theorem names no objective', EXIT.usage,
      [`--objective "minimizing …" with an expression in ${names}, or \`free ${names} minimizing …\` in the file`])
  }
  for (const objective of objectives) {
    const form = toMaximise(problem, objective)
    const text = formatExpr(objective.expr)
    if (form === undefined) throw new CommandError(`${text} is not linear in ${names}`, EXIT.usage)
    if (form.terms.size === 0) throw new CommandError(`${text} does not depend on ${names}`, EXIT.usage)
  }
}
