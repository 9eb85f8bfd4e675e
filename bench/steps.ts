// Cost of checking as proofs grow: generated proofs of 100 to 10,000 steps, the terms the kernel makes for each and the time taken.
// Run with `npm run bench`. Time is shown for orientation; the count of terms is what must grow linearly, and is the same everywhere.
import { internedTerms } from '../src/kernel/term.js'
import { elaborateTheory } from '../src/elaborate/theory.js'
import { parseTheory } from '../src/syntax/parser.js'

/** A proof of `a ≤ count` whose k-th step follows from the one before. */
export function generatedProof(count: number): string {
  const steps = Array.from({ length: count }, (_, k) => `  s${String(k + 1)}: a ≤ ${String(k + 1)} by linear from s${String(k)}`)
  return ['theory Bench', 'lemma chain', '  fix a : ℝ', '  where a ≤ 0', `  show a ≤ ${String(count)}`, 'proof', '  s0: a ≤ 0 by linear',
    ...steps, `  thus ?goal by linear from s${String(count)}`, 'qed'].join('\n')
}

export interface Measurement {
  readonly steps: number
  readonly proved: boolean
  /** Kernel terms made while checking. */
  readonly terms: number
  readonly ms: number
}

/** Checks one generated proof. */
export function measure(steps: number): Measurement {
  const { theory } = parseTheory(generatedProof(steps))
  const [terms, begin] = [internedTerms(), performance.now()]
  const result = elaborateTheory(theory, [])
  const proved = result.declarations.every((d) => d.status === 'proved')
  return { steps, proved, terms: internedTerms() - terms, ms: performance.now() - begin }
}

function main(): void {
  measure(100)
  console.log('steps   proved  terms     terms/step  ms       µs/step')
  for (const steps of [100, 1000, 10_000]) {
    const m = measure(steps)
    const row = [String(steps).padEnd(7), String(m.proved).padEnd(7), String(m.terms).padEnd(9), (m.terms / steps).toFixed(1).padEnd(11),
      m.ms.toFixed(0).padEnd(8), ((1000 * m.ms) / steps).toFixed(0)]
    console.log(row.join(' '))
  }
}

if (process.argv[1]?.endsWith('steps.ts') === true) main()
