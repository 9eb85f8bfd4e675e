// What became of an edited claim: refused, with the message that says so, or accepted, with the reason why that is right.
// The judge of truth is the numeric backend, which shares nothing with the checker but the terms: it looks for a confirmed
// counterexample of the statement the edited text makes. Where it cannot try the statement at all, the statement must follow from the
// old one: same conclusion, hypotheses that imply the old hypotheses.
import { alphaEqual, type Term } from '../../src/kernel/term.js'
import { assume, type Theorem } from '../../src/kernel/theorem.js'
import { run } from '../../src/engine/portfolio.js'
import { Budget } from '../../src/engine/types.js'
import { scopeOf } from '../../src/elaborate/formula.js'
import { libraryOf } from '../../src/elaborate/session.js'
import type { Declaration, TheoryResult } from '../../src/elaborate/result.js'
import { sampleDeclaration } from '../../src/numeric/sample.js'
import type { NumericStatus, NumericVerdict } from '../../src/numeric/types.js'
import type { Diagnostic } from '../../src/report/diagnostic.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { applied, claimOf, type Edit } from './edits.js'
import { UNITS, accepted, checkClaim, type Target } from './targets.js'

/** Assignments tried for each edited statement, and for one accepted that these did not exercise. */
const SAMPLES = 50
const MORE_SAMPLES = 2000

export type Outcome =
  /** Does not parse, or its formulas have no meaning: nothing is claimed. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly message: Diagnostic; readonly snippet: string; readonly truth: Truth }
  /** The claim is word for word the old one: another proof of it. */
  | { readonly kind: 'other-proof' }
  | { readonly kind: 'same-statement' }
  | { readonly kind: 'accepted'; readonly truth: Truth; readonly counterexample: string | undefined }

/** `true`: tried on samples without a counterexample, or implied by the old claim. `unknown`: neither. */
export type Truth = 'true' | 'false' | 'unknown'

/** Checks one edited claim. What a `refute` claims is what it disproves. */
export function judge(target: Target, edit: Edit): Outcome {
  const parsed = parseTheory(applied(target.text, edit))
  const claim = claimOf(parsed.theory.items)
  if (claim === undefined || parsed.diagnostics.length > 0) return { kind: 'unreadable' }
  const result = checkClaim(claim, target)
  const [declaration] = result.declarations
  if (declaration?.open === undefined) return { kind: 'unreadable' }
  if (accepted(result)) {
    if (alphaEqual(declaration.statement, target.declaration.statement)) {
      return edit.region === 'proof' ? { kind: 'other-proof' } : { kind: 'same-statement' }
    }
    const found = truthOf(declaration, MORE_SAMPLES)
    const implied = found.truth === 'unknown' && follows(target, declaration, result)
    return { kind: 'accepted', ...found, truth: implied ? 'true' : found.truth }
  }
  const message = result.diagnostics.find((d) => d.severity === 'error')
  if (message === undefined) throw new Error(`${target.name}: refused without a message`)
  const truth = edit.region === 'proof' ? 'unknown' : truthOf(declaration, SAMPLES).truth
  return { kind: 'refused', message, snippet: parsed.text, truth }
}

const TRUTH: Readonly<Record<NumericStatus, Truth>> = {
  'consistent': 'true', 'vacuous': 'true', 'violated': 'false', 'not-exercised': 'unknown', 'not-applicable': 'unknown',
}

/** The evaluator's word on what the edited text states; a second, longer try when the first met no case. */
function truthOf(declaration: Declaration, most: number): { readonly truth: Truth; readonly counterexample: string | undefined } {
  const bare = { ...declaration, steps: [] }
  const word = (samples: number): NumericVerdict => sampleDeclaration(bare, [], { seed: 1, samples })
  const first = word(SAMPLES)
  const verdict = first.status === 'not-exercised' && most > SAMPLES ? word(most) : first
  const at = verdict.counterexample?.assignment.map((a) => `${a.name} = ${a.value}`).join(', ')
  const truth = TRUTH[verdict.status]
  return { truth: declaration.kind === 'refute' ? negated(truth) : truth, counterexample: at }
}

/** A refutation is right when the claim is false; samples without a counterexample say nothing against a witness. */
function negated(truth: Truth): Truth {
  return truth === 'false' ? 'true' : 'unknown'
}

/**
 * Whether the new claim follows from the old one: the engine derives each old hypothesis from the new ones, and the new conclusion
 * from these and the old conclusion. A refutation of the old claim refutes every claim that implies it: the other way round.
 */
function follows(target: Target, declaration: Declaration, result: TheoryResult): boolean {
  const [old, edited] = [target.declaration.open, declaration.open]
  if (old === undefined || edited === undefined) return false
  const [from, to] = declaration.kind === 'refute' ? [edited, old] : [old, edited]
  const library = libraryOf(scopeOf([result]))
  const facts = to.hypotheses.map((h) => assume(h.formula))
  const derived = (goal: Term, given: readonly Theorem[]): boolean => given.some((f) => alphaEqual(f.concl, goal))
    || METHODS.some((method) => run(method, { goal, facts: given, library, budget: new Budget(UNITS) }).kind === 'proved')
  return from.hypotheses.every((h) => derived(h.formula, facts)) && derived(to.goal, [assume(from.goal), ...facts])
}

const METHODS = ['auto', 'monotone'] as const
