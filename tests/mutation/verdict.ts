// What became of an edited claim: refused, with the message that says so, or accepted, with the reason why that is right.
// The judge of truth is the numeric backend, which shares nothing with the checker but the terms: it looks for a confirmed
// counterexample of the statement the edited text makes.
import { alphaEqual } from '../../src/kernel/term.js'
import { sampleDeclaration } from '../../src/numeric/sample.js'
import type { NumericStatus } from '../../src/numeric/types.js'
import { parseTheory } from '../../src/syntax/parser.js'
import type { Diagnostic } from '../../src/report/diagnostic.js'
import type { TheoryResult } from '../../src/elaborate/result.js'
import { applied, claimOf, type Edit } from './edits.js'
import { accepted, checkClaim, type Target } from './targets.js'

/** Assignments tried for each edited statement. */
const SAMPLES = 200

export type Outcome =
  /** Does not parse, or its formulas have no meaning: nothing is claimed. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly message: Diagnostic; readonly snippet: string; readonly truth: NumericStatus }
  /** The claim is word for word the old one: another proof of it. */
  | { readonly kind: 'other-proof' }
  | { readonly kind: 'same-statement' }
  | { readonly kind: 'accepted'; readonly truth: NumericStatus; readonly counterexample: string | undefined }

/** Checks one edited claim. */
export function judge(target: Target, edit: Edit): Outcome {
  const parsed = parseTheory(applied(target.text, edit))
  const claim = claimOf(parsed.theory.items)
  if (claim === undefined || parsed.diagnostics.length > 0) return { kind: 'unreadable' }
  const result = checkClaim(claim, target)
  const [declaration] = result.declarations
  if (declaration?.open === undefined) return { kind: 'unreadable' }
  const same = alphaEqual(declaration.statement, target.declaration.statement)
  if (accepted(result)) {
    if (same) return edit.region === 'proof' ? { kind: 'other-proof' } : { kind: 'same-statement' }
    return { kind: 'accepted', ...truthOf(result) }
  }
  const message = result.diagnostics.find((d) => d.severity === 'error')
  if (message === undefined) throw new Error(`${target.name}: refused without a message`)
  return { kind: 'refused', message, snippet: parsed.text, truth: edit.region === 'proof' ? 'not-applicable' : truthOf(result).truth }
}

/** The evaluator's word on what the edited text states. */
function truthOf(result: TheoryResult): { readonly truth: NumericStatus; readonly counterexample: string | undefined } {
  const [declaration] = result.declarations
  if (declaration === undefined) return { truth: 'not-applicable', counterexample: undefined }
  const verdict = sampleDeclaration({ ...declaration, steps: [] }, [], { seed: 1, samples: SAMPLES })
  const at = verdict.counterexample?.assignment.map((a) => `${a.name} = ${a.value}`).join(', ')
  return { truth: verdict.status, counterexample: at }
}
