// `whp sample NAME`: the numeric backend on one statement. UNTRUSTED; loaded by the command line when needed.
import { sampleDeclaration } from '../../numeric/sample.js'
import type { NumericVerdict } from '../../numeric/types.js'
import { qualifiedName } from '../../checker/run.js'
import { EXIT, type ExitCode } from '../exit.js'
import { print } from '../output.js'
import { findDeclarations } from '../theories.js'

export interface SampleCommandOptions {
  readonly seed: number
  readonly samples: number
  readonly paths: readonly string[]
  readonly debug: boolean
}

/** Prints the verdict; exits 1 when the statement is violated. */
export function sampleCommand(name: string, options: SampleCommandOptions): ExitCode {
  const { found, all } = findDeclarations(name, options.paths, options.debug)
  const instances = all.runs.flatMap((r) => r.result.instances)
  let violated = false
  for (const { run, declaration } of found) {
    const qualified = qualifiedName(run, declaration)
    const task = { name: qualified, open: declaration.open, steps: declaration.steps }
    const verdict = sampleDeclaration(task, instances, { seed: options.seed, samples: options.samples })
    violated ||= verdict.status === 'violated'
    print([`${qualified}: ${verdict.status}`, ...lines(verdict), `  seed ${options.seed}`].join('\n'))
  }
  return violated ? EXIT.failed : EXIT.ok
}

function lines(v: NumericVerdict): readonly string[] {
  const out: string[] = []
  if (v.reason !== undefined) out.push(v.reason)
  const c = v.counts
  const exercised = `${c.satisfied} satisfied the hypotheses, ${c.nonVacuous} with a bound that is not trivial`
  if (c.samples > 0) out.push(`${c.samples} samples, ${exercised}`)
  if (c.instances > 0) out.push(`${c.instances} instances`)
  if (v.counterexample !== undefined) {
    const at = v.counterexample.assignment.map((a) => `${a.name} = ${a.value}`).join(', ')
    out.push(`counterexample (${v.counterexample.confirmed}): ${at}`)
    if (v.counterexample.left !== undefined) out.push(`left side ${v.counterexample.left}, right side ${v.counterexample.right ?? '?'}`)
  }
  if (v.interval !== undefined) out.push(`estimated probability in [${v.interval.low}, ${v.interval.high}], bound ${v.interval.bound}`)
  if (v.slack !== undefined) out.push(`slack of the conclusion: ${slack(v.slack)}`)
  for (const s of v.steps) out.push(`slack of ${s.name ?? 'a step'}: ${slack(s.slack)}`)
  return [...out, ...v.warnings].map((l) => `  ${l}`)
}

function slack(s: { readonly min: number; readonly median: number; readonly samples: number }): string {
  return `smallest ratio ${s.min.toPrecision(4)}, median ${s.median.toPrecision(4)} over ${s.samples} samples`
}
