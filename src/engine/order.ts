// UNTRUSTED. The order of ℝ as derived rules, and `normalise`: one spelling for relations, membership and negation.
// Everything is proved from the base axioms. Anyone above the kernel may use it.
import { KernelError } from '../kernel/type.js'
import type { Constant, Term } from '../kernel/term.js'
import {
  EMPTY, GE, GT, INSERT, INTER, MEM, RANGE, SUBSET, UNION, asOrder, mkAnd, mkExists, mkForall, mkImp, mkLe, mkLt, mkNot,
} from '../kernel/signature.js'
import {
  andIntro, andLeft, andRight, assume, beta, exFalso, iffIntro, intro, mp, orLeft, orRight, specialise, type Theorem,
} from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { ONE } from '../arith/rational.js'
import { positivstellensatz } from './rules.js'
import { etaArgument, everywhere, orElse, rewritten, withFresh, type Conversion } from './conversion.js'
import {
  asAnd, asExists, asForall, asImp, asNot, asOr, atTerm, byCases, byContradiction, byExists, contradiction, doubleNegate, doubleNegation,
  iffMpr, notExists, notForall, notIntro, opened, specialiseAll, unfoldHead,
} from './logic.js'

// ── order facts ──

/** `⊢ a ≤ b ∨ b < a` */
export function leOrLt(a: Term, b: Term): Theorem {
  return specialiseAll(base.le_total, [a, b])
}

/** `¬(a ≤ b)` gives `b < a`. */
export function ltOfNotLe(th: Theorem): Theorem {
  const [a, b] = negatedOrder(th, false)
  const goal = mkLt(b, a)
  return byCases(leOrLt(a, b), (h) => exFalso(contradiction(readable(th), h), goal), (h) => h)
}

/** `¬(a < b)` gives `b ≤ a`. */
export function leOfNotLt(th: Theorem): Theorem {
  const [a, b] = negatedOrder(th, true)
  const goal = mkLe(b, a)
  return byCases(leOrLt(b, a), (h) => h, (h) => exFalso(contradiction(readable(th), h), goal))
}

/** `a ≥ b` as `b ≤ a`, `a > b` as `b < a`; `≤` and `<` unchanged. */
export function readOrder(th: Theorem): Theorem {
  const head = th.concl.kind === 'app' && th.concl.fn.kind === 'app' ? th.concl.fn.fn : undefined
  if (head?.kind !== 'const' || (head.constant !== GE && head.constant !== GT)) return th
  return opened(th)
}

/** A proof of `a ≥ b` (or `>`) from one of `b ≤ a`; a proof of anything else is returned as it is. */
export function writeOrder(goal: Term, th: Theorem): Theorem {
  const head = goal.kind === 'app' && goal.fn.kind === 'app' ? goal.fn.fn : undefined
  if (head?.kind !== 'const' || (head.constant !== GE && head.constant !== GT)) return th
  const eq = unfoldHead(goal)
  return eq === undefined ? th : iffMpr(eq, th)
}

/** `a ≤ b` and `b ≤ a` give `a = b`. */
export function antisymmetry(le: Theorem, ge: Theorem): Theorem {
  const order = asOrder(le.concl)
  if (order === undefined) throw new KernelError('antisymmetry', 'expected a ≤ b')
  return mp(mp(specialiseAll(base.le_antisymm, [order.low, order.high]), readOrder(le)), readOrder(ge))
}

/** From `¬goal ⊢ False`, given as a function of the theorem read off `¬goal`, the order relation `goal`. */
export function byNegatedOrder(goal: Term, refute: (negation: Theorem) => Theorem): Theorem {
  const order = asOrder(goal)
  if (order === undefined) throw new KernelError('byNegatedOrder', 'expected an order relation')
  const plain = order.strict ? mkLt(order.low, order.high) : mkLe(order.low, order.high)
  const either = order.strict ? leOrLt(order.high, order.low) : leOrLt(order.low, order.high)
  const fromNegation = (h: Theorem): Theorem => exFalso(refute(h), plain)
  const th = order.strict ? byCases(either, fromNegation, (h) => h) : byCases(either, (h) => h, fromNegation)
  return writeOrder(goal, th)
}

/** The relation a proof of the goal may assume instead of its negation: `b < a` for `a ≤ b`, `b ≤ a` for `a < b`. */
export function negatedGoal(goal: Term): Term | undefined {
  const order = asOrder(goal)
  if (order === undefined) return undefined
  return order.strict ? mkLe(order.high, order.low) : mkLt(order.high, order.low)
}

function negatedOrder(th: Theorem, strict: boolean): readonly [Term, Term] {
  const inner = asNot(th.concl)
  const order = inner === undefined ? undefined : asOrder(inner)
  if (order === undefined || order.strict !== strict) throw new KernelError('negatedOrder', 'expected the negation of an order relation')
  return [order.low, order.high]
}

/** `¬(a ≥ b)` with the relation inside read as `≤`. */
function readable(th: Theorem): Theorem {
  const inner = asNot(th.concl)
  if (inner === undefined) return th
  const eq = unfoldRelation(inner)
  if (eq === undefined) return th
  const plain = asOrder(inner)
  if (plain === undefined) return th
  const p = plain.strict ? mkLt(plain.low, plain.high) : mkLe(plain.low, plain.high)
  return notIntro(p, contradiction(th, iffMpr(eq, assume(p))))
}

// ── one spelling ──

const relations: ReadonlyMap<Constant, number> = new Map([
  [GE, 2], [GT, 2], [MEM, 2], [RANGE, 3], [INSERT, 3], [UNION, 3], [INTER, 3], [EMPTY, 1], [SUBSET, 2],
])

function headOf(t: Term): { readonly constant: Constant | undefined; readonly count: number } {
  let count = 0
  let head = t
  while (head.kind === 'app') {
    head = head.fn
    count++
  }
  return { constant: head.kind === 'const' ? head.constant : undefined, count }
}

/** Opens `≥ > ∈ ⊆` and membership in `a..b`, `∪`, `∩`, `∅`, `{a, …}`. */
const unfoldRelation: Conversion = (t) => {
  if (t.kind !== 'app') return undefined
  const { constant, count } = headOf(t)
  if (constant === undefined || relations.get(constant) !== count) return undefined
  return unfoldHead(t)
}

/** `⊢ ¬p = q` from rules for both directions. */
function negation(p: Term, q: Term, there: (h: Theorem) => Theorem, back: (h: Theorem) => Theorem): Theorem {
  const not = mkNot(p)
  return iffIntro(intro(not, there(assume(not))), intro(q, back(assume(q))))
}

const contradict = (p: Term, h: (assumed: Theorem) => Theorem): Theorem => notIntro(p, h(assume(p)))

/** Moves a negation inwards: over orders, `¬`, `∧` (`¬(p ∧ q)` is `p → ¬q`), `∨`, `→`, `∀`, `∃`. */
const pushNegation: Conversion = (t) => {
  const p = asNot(t)
  if (p === undefined) return undefined
  const order = asOrder(p)
  if (order !== undefined) return negatedOrderEquation(p, order)
  const not = asNot(p)
  if (not !== undefined) return negation(p, not, doubleNegation, doubleNegate)
  return negatedConnective(p) ?? negatedQuantifier(p)
}

function negatedOrderEquation(p: Term, order: { readonly strict: boolean; readonly low: Term; readonly high: Term }): Theorem {
  const { strict, low, high } = order
  const q = strict ? mkLe(high, low) : mkLt(high, low)
  return negation(p, q, strict ? leOfNotLt : ltOfNotLe, (h) => contradict(p, (other) => refuteOrders(h, readOrder(other))))
}

function negatedConnective(p: Term): Theorem | undefined {
  const and = asAnd(p)
  if (and !== undefined) {
    const q = mkImp(and[0], mkNot(and[1]))
    return negation(p, q, (h) => intro(and[0], contradict(and[1], (b) => contradiction(h, andIntro(assume(and[0]), b)))),
      (h) => contradict(p, (both) => contradiction(mp(h, andLeft(both)), andRight(both))))
  }
  const or = asOr(p)
  if (or !== undefined) {
    const q = mkAnd(mkNot(or[0]), mkNot(or[1]))
    return negation(p, q, (h) => andIntro(contradict(or[0], (a) => contradiction(h, orLeft(a, or[1]))),
      contradict(or[1], (b) => contradiction(h, orRight(or[0], b)))), (h) => contradict(p, (either) => byCases(either,
      (a) => contradiction(andLeft(h), a), (b) => contradiction(andRight(h), b))))
  }
  const imp = asImp(p)
  if (imp === undefined) return undefined
  const q = mkAnd(imp[0], mkNot(imp[1]))
  return negation(p, q, (h) => andIntro(
    byContradiction(imp[0], contradiction(h, intro(imp[0], exFalso(contradiction(assume(mkNot(imp[0])), assume(imp[0])), imp[1])))),
    contradict(imp[1], (b) => contradiction(h, intro(imp[0], b)))),
  (h) => contradict(p, (i) => contradiction(andRight(h), mp(i, andLeft(h)))))
}

function negatedQuantifier(p: Term): Theorem | undefined {
  const predicate = asExists(p) ?? asForall(p)
  if (predicate === undefined || predicate.kind !== 'abs') return undefined
  const exists = asExists(p) !== undefined
  return withFresh(predicate.hint, predicate.domain, (x) => {
    const body = atTerm(predicate, x)
    const q = exists ? mkForall(x, mkNot(body)) : mkExists(x, mkNot(body))
    const there = (h: Theorem): Theorem => (exists ? notExists(h, x) : notForall(h, x))
    const back = (h: Theorem): Theorem => contradict(p, (other) => (exists
      ? byExists(other, x, (at) => contradiction(specialise(h, x), at))
      : byExists(h, x, (at) => contradiction(at, specialise(other, x)))))
    return negation(p, q, there, back)
  })
}

/** `a ≤ b` and `b < a`, in either order, give False. */
export function refuteOrders(one: Theorem, other: Theorem): Theorem {
  const product = (fact: number): { coefficient: typeof ONE; facts: readonly number[]; squares: readonly Term[] } =>
    ({ coefficient: ONE, facts: [fact], squares: [] })
  return positivstellensatz([one, other], { products: [product(0), product(1)], equalities: [] })
}

/**
 * One spelling everywhere in a term: `≥ >` as `≤ <`, membership in ranges, insertions, unions, intersections and set-builders opened,
 * `x ∈ S` as `S x`, negations pushed inwards, β- and η-redexes contracted (`Σ i ∈ S, f i` is `sum S f`).
 */
export const normalise: Conversion = everywhere(orElse(
  (t) => (t.kind === 'app' && t.fn.kind === 'abs' ? beta(t) : undefined), etaArgument, unfoldRelation, pushNegation,
))

/** `th` with its conclusion normalised. */
export function normalised(th: Theorem): Theorem {
  return rewritten(th, normalise)
}
