// TEST. Certificates to test the checkers with: formulas proved by the engine, and theorems of the library with their definitions.
import { run } from '../../src/engine/portfolio.js'
import { Budget, EMPTY_LIBRARY } from '../../src/engine/types.js'
import { elaborateAll } from '../../src/checker/run.js'
import { nodeHost } from '../../src/cli/node-host.js'
import { writeCertificate, type NamedTheorem } from '../../src/certificate/write.js'
import { freeVars, type Term } from '../../src/kernel/term.js'
import { generalise, recordTraces, type Theorem } from '../../src/kernel/theorem.js'
import { read } from '../engine/helpers.js'

export interface Sample { readonly name: string; readonly lines: readonly string[] }

/** Chosen so that every computational rule and most rules of logic occur. */
const FORMULAS = [
  'exp(x) ≥ 1 + x', '2*x*y ≤ x^2 + y^2', 'x ≥ 2 → x^2 > 3', '0 ≤ x → x ≤ 1 → x^3 ≤ x', 'exp(1) < 3', 'log(2) > 69/100 ∧ log(2) < 7/10',
  'x ≥ 1 → log(x) ≤ x - 1', '1 ≤ x → x ≤ 2 → exp(-x) + sqrt(x) < 2', 'x ≤ y → y ≤ z → f(x) = 2 → x - z ≤ 0 ∧ f(x) + 1 = 3',
  'x > 0 → x + 1/x ≥ 2', 'x ≥ 0 → exp(x) ≥ 1 + x + x^2/2',
]

export function lines(claims: readonly NamedTheorem[]): string[] {
  const out: string[] = []
  writeCertificate(claims, (line) => { out.push(line) })
  return out
}

function closed(th: Theorem): Theorem {
  return freeVars(th.concl).reduceRight((acc, v) => generalise(v, acc), th)
}

/** The formula's proof, or an error: a sample that is not proved is no sample. */
export function proved(goal: Term, units = 200_000): Theorem {
  recordTraces(true)
  const outcome = run('auto', { goal, facts: [], library: EMPTY_LIBRARY, budget: new Budget(units) })
  if (outcome.kind !== 'proved') throw new Error(`not proved: ${JSON.stringify(outcome.kind)}`)
  return closed(outcome.theorem)
}

export function formulaSamples(): readonly Sample[] {
  return FORMULAS.map((text) => ({ name: text, lines: lines([{ name: text, theorem: proved(read(text)) }]) }))
}

/** The first theorems of each file whose certificates have so many lines at most. */
export function librarySamples(
  files: readonly { readonly path: string; readonly longest: number; readonly count: number }[],
): readonly Sample[] {
  recordTraces(true)
  const { runs } = elaborateAll({ paths: files.map((f) => f.path), libraries: ['proofs'] }, nodeHost)
  return files.flatMap(({ path, longest, count }) => {
    const declarations = runs.find((r) => r.file.source.path === path)?.result.declarations ?? []
    return declarations.flatMap(({ name, theorem, kind }) =>
      theorem === undefined || kind === 'axiom' ? [] : [{ name, lines: lines([{ name, theorem }]) }])
      .filter((s) => s.lines.length <= longest).slice(0, count)
  })
}
