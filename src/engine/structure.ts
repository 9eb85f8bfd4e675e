// UNTRUSTED. Takes a goal apart by its logical form (∧ → ∀ ¬ ↔ ∨) down to formulas a procedure can attack, and puts the proofs together.
// Engine files only.
import { KernelError, PROP } from '../kernel/type.js'
import { alphaEqual, core, type Term } from '../kernel/term.js'
import { falsity, mkNot } from '../kernel/signature.js'
import { alpha, andIntro, assume, generalise, iffIntro, intro, orLeft, orRight, type Theorem } from '../kernel/theorem.js'
import { proveRewritten, withFresh, type Conversion } from './conversion.js'
import { asAnd, asEq, asForall, asImp, asNot, asOr, atTerm, caseSplit, isTrue, notIntro, restate, truth } from './logic.js'
import type { Explanation, Outcome, Problem, Proved, Unknown } from './types.js'

/** Attacks an atomic goal, given the facts in force. */
export type Attack = (problem: Problem) => Outcome

const merge = (a: Explanation, b: Explanation): Explanation => ({ text: 'both parts', parts: [a, b] })

function both(left: Outcome, right: () => Outcome, join: (l: Theorem, r: Theorem) => Theorem): Outcome {
  if (left.kind !== 'proved') return left
  const other = right()
  if (other.kind !== 'proved') return other
  return { kind: 'proved', theorem: join(left.theorem, other.theorem), certificate: merge(left.certificate, other.certificate) }
}

/** The outcome with its theorem changed by `f`. */
export function mapProof(outcome: Outcome, f: (th: Theorem) => Theorem): Outcome {
  return outcome.kind === 'proved' ? { ...outcome, theorem: f(outcome.theorem) } : outcome
}

/** A proof under an assumption, discharged by `f`; a counterexample under an assumption is only a hint. */
function under(problem: Problem, assumption: Term, goal: Term, attack: Attack,
  f: (th: Theorem) => Theorem): Outcome {
  return mapProof(byStructure({ ...problem, goal, facts: [...problem.facts, assume(assumption)] }, attack), f)
}

/** Reduces the goal by its logical form and attacks the atomic goals that remain. */
export function byStructure(problem: Problem, attack: Attack): Outcome {
  const { goal } = problem
  const at = (g: Term): Outcome => byStructure({ ...problem, goal: g }, attack)
  if (isTrue(goal)) return { kind: 'proved', theorem: truth(), certificate: { text: 'trivially true' } }
  const and = asAnd(goal)
  if (and !== undefined) return both(at(and[0]), () => at(and[1]), andIntro)
  const imp = asImp(goal)
  if (imp !== undefined) return under(problem, imp[0], imp[1], attack, (th) => intro(imp[0], th))
  const predicate = asForall(goal)
  if (predicate !== undefined) return forEvery(problem, predicate, attack)
  const iff = asEq(goal)
  if (iff !== undefined && core(iff[0]) === core(iff[1])) {
    return { kind: 'proved', theorem: alpha(iff[0], iff[1]), certificate: { text: 'both sides are the same' } }
  }
  if (iff !== undefined && iff[0].type === PROP) {
    const there = under(problem, iff[0], iff[1], attack, (th) => intro(iff[0], th))
    return both(there, () => under(problem, iff[1], iff[0], attack, (th) => intro(iff[1], th)), iffIntro)
  }
  const negated = asNot(goal)
  if (negated !== undefined) return under(problem, negated, falsity, attack, (th) => notIntro(negated, th))
  const or = asOr(goal)
  return or === undefined ? attack(problem) : either(problem, or, attack)
}

function forEvery(problem: Problem, predicate: Term, attack: Attack): Outcome {
  if (predicate.kind !== 'abs') return attack(problem)
  return withFresh(predicate.hint, predicate.domain, (v) => {
    const outcome = byStructure({ ...problem, goal: atTerm(predicate, v) }, attack)
    return mapProof(outcome, (th) => restate(generalise(v, th), problem.goal))
  })
}

/** `p ∨ q`: the goal as it stands, else one side given that the other fails. */
function either(problem: Problem, [p, q]: readonly [Term, Term], attack: Attack): Outcome {
  return under(problem, mkNot(p), q, attack, (th) => caseSplit(p, (h) => orLeft(h, q), () => orRight(p, th)))
}

/** Puts the goal in the form of `conv` first, and back at the end. */
export function rewriting(conv: Conversion, attack: Attack): Attack {
  return (problem) => {
    let outcome: Outcome = { kind: 'unknown', reason: '' } satisfies Unknown
    const theorem = proveRewritten(problem.goal, conv, (goal) => {
      outcome = attack({ ...problem, goal })
      return outcome.kind === 'proved' ? outcome.theorem : undefined
    })
    return theorem === undefined ? outcome : { ...(outcome as Outcome as Proved), theorem }
  }
}

/** Checks that a proof proves what was asked, spelled as it was asked. */
export function exactly(goal: Term, outcome: Outcome): Outcome {
  if (outcome.kind !== 'proved') return outcome
  if (!alphaEqual(goal, outcome.theorem.concl)) throw new KernelError('engine', 'a procedure proved another formula')
  return { ...outcome, theorem: restate(outcome.theorem, goal) }
}
