// `whp explain FILE:LINE`: the certificates of the steps on a line, in words. UNTRUSTED; loaded by the command line when needed.
import type { StepRecord } from '../../elaborate/result.js'
import type { TheoryRun } from '../../checker/run.js'
import { printTerm } from '../../syntax/term-printer.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { nodeHost } from '../node-host.js'
import { print } from '../output.js'
import { printOptions } from '../printing.js'
import { elaborateWanted } from '../theories.js'
import { explanationLines } from './prove.js'

/** Splits `FILE:LINE`. */
export function parseTarget(target: string): { readonly path: string; readonly line: number } {
  const match = /^(.+):(\d+)(?::\d+)?$/u.exec(target)
  const [, path, line] = match ?? []
  if (path === undefined || line === undefined) {
    throw new CommandError(`${target} is not FILE:LINE`, EXIT.usage, ['for example proofs/example.whp:12'])
  }
  return { path, line: Number(line) }
}

export function explainCommand(target: string, debug: boolean): ExitCode {
  const { path, line } = parseTarget(target)
  const canonical = nodeHost.canonical(path)
  const { runs, plan } = elaborateWanted([path], (file) => file.source.canonical === canonical, debug)
  const run = runs.find((r) => r.file.source.canonical === canonical)
  if (run === undefined) {
    const reason = plan.blocked.flatMap((f) => f.diagnostics)[0]?.message ?? 'it holds no theory'
    throw new CommandError(`${path} was not checked: ${reason}`)
  }
  const steps = stepsAt(run, line)
  if (steps.length === 0) throw new CommandError(`no step of a proof stands on line ${line} of ${path}`, EXIT.usage, nearby(run, line))
  print(steps.map((s) => explained(run, s)).join('\n\n'))
  return EXIT.ok
}

/** The steps that start on the line; else the smallest ones that reach over it. */
function stepsAt(run: TheoryRun, line: number): readonly StepRecord[] {
  const all = run.result.declarations.flatMap((d) => d.steps)
  const starting = all.filter((s) => run.file.index.lineOf(s.span.start) === line)
  if (starting.length > 0) return starting
  const over = all.filter((s) => run.file.index.lineOf(s.span.start) < line && run.file.index.lineOf(s.span.end) >= line)
  const smallest = Math.min(...over.map((s) => s.span.end - s.span.start))
  return over.filter((s) => s.span.end - s.span.start === smallest)
}

function nearby(run: TheoryRun, line: number): readonly string[] {
  const lines = run.result.declarations.flatMap((d) => d.steps.map((s) => run.file.index.lineOf(s.span.start)))
  const nearest = [...new Set(lines)].sort((a, b) => Math.abs(a - line) - Math.abs(b - line)).slice(0, 3).sort((a, b) => a - b)
  return nearest.length === 0 ? [] : [`steps stand on lines ${nearest.join(', ')}`]
}

const unproved = { 'hole': 'left open', 'gave-up': 'gave up', 'failed': 'not proved' } as const

function explained(run: TheoryRun, step: StepRecord): string {
  const place = run.file.index.place(step.span)
  const label = step.name === undefined ? '' : `${step.name}: `
  const head = `${place.file}:${place.line}: ${label}${printTerm(step.formula, printOptions(run))}`
  if (step.status !== 'proved') return `${head}\n  ${unproved[step.status]}`
  return [head, ...(step.explanation === undefined ? ['  it holds as it stands'] : explanationLines(step.explanation, 1))].join('\n')
}
