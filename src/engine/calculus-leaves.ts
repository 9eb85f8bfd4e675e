// UNTRUSTED. How calculus closes a claim `0 ≤ t` without differentiating: signs, polynomial arithmetic, tangents of exp, and the equation
// that ties t to its exponential form. Part of calculus.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import { freeVars, type Term } from '../kernel/term.js'
import { EXP, LOG, SQRT, asOrder, asUnary, mkEq, mkExp, mkMul, mkNeg, real } from '../kernel/signature.js'
import { andIntro, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { algebra } from './algebra.js'
import { byProducts, use } from './derived.js'
import { expPos, logTangent, oneAddLeExp } from './elementary-rules.js'
import { commonExponent, divisorOf, expForm, shifted, squareRoot, termOf, type ExpForm, type ExpTerm } from './exponential-form.js'
import { because, type Known, type Proof } from './known.js'
import { attempt, byArithmetic } from './leaves.js'
import { asAnd, asEq, asNot } from './logic.js'
import { nonlinear } from './nonlinear.js'
import { sign } from './positivity.js'
import { claim, nonzeroRule, squareNonneg } from './positivity-rules.js'
import { enclosure } from './rules.js'
import { relaxationFails } from './calculus-samples.js'
import { clearlyFails } from './evaluation.js'
import type { Budget, Outcome, Procedure } from './types.js'
import type { EngineView } from './view.js'

const zero = real(0n)
const SHARE = 3_000

/** Runs another procedure on a part of the budget. */
function through(procedure: Procedure, goal: Term, known: Known, text: string): Proof | undefined {
  const run = (budget: Budget): Outcome => procedure({ goal, facts: known.parts, library: known.library, budget })
  const outcome = attempt(() => known.budget.within(SHARE, run))
  return outcome?.kind === 'proved' ? because(outcome.theorem, text) : undefined
}

/** `a = b` by algebra under what is known. */
export const equal = (a: Term, b: Term, known: Known): Proof | undefined => through(algebra, mkEq(a, b), known, 'algebra')

/** An order relation by signs, linear arithmetic, or products of facts; without calculus. */
export function order(goal: Term, known: Known, tangents = true): Proof | undefined {
  const key = `order ${String(tangents)}${String(goal.id)}`
  if (known.memo.has(key)) return known.memo.get(key)
  const text = 'products of facts and squares'
  const parts = asOrder(goal)
  const free = parts !== undefined && relaxationFails(parts.low, parts.high, known, false)
  const held = parts !== undefined && tangents && relaxationFails(parts.low, parts.high, known, true)
  const found = known.budget.within(SHARE, (budget) => simpleOrder(goal, known.under(budget))) ?? closedOrder(goal)
    ?? (free ? undefined : through(nonlinear, goal, known, text))
    ?? (tangents && !held ? withTangents(goal, known, (more) => through(nonlinear, goal, more, text)) : undefined)
  known.memo.set(key, found)
  return found
}

/** By the sign of one side, or linear arithmetic. */
function simpleOrder(goal: Term, known: Known): Proof | undefined {
  const parts = asOrder(goal)
  if (parts === undefined) return undefined
  if (parts.low === zero) return attempt(() => sign(parts.strict ? '>' : '≥', parts.high, known))
  if (parts.high === zero) return attempt(() => sign(parts.strict ? '<' : '≤', parts.low, known))
  return attempt(() => byArithmetic(goal, known))
}

/** A closed relation by interval evaluation. */
export function closedOrder(goal: Term): Proof | undefined {
  if (freeVars(goal).length > 0 || asOrder(goal) === undefined) return undefined
  return attempt(() => because(enclosure(goal, [], 80), 'interval evaluation'))
}

/** With `1 + u ≤ exp u`, `log u + 1 ≤ u` and `√u * √u = u` for what occurs in the goal. */
function withTangents(goal: Term, known: Known, prove: (more: Known) => Proof | undefined): Proof | undefined {
  const extra: Theorem[] = []
  const seen = new Set<Term>()
  const go = (t: Term): void => {
    if (t.kind !== 'app' || seen.has(t)) return
    seen.add(t)
    go(t.fn)
    go(t.arg)
    const [e, l, r] = [asUnary(t, EXP), asUnary(t, LOG), asUnary(t, SQRT)]
    const positive = l === undefined ? undefined : attempt(() => sign('>', l, known))
    const nonneg = r === undefined ? undefined : attempt(() => sign('≥', r, known))
    if (e !== undefined) extra.push(oneAddLeExp(e))
    if (l !== undefined && positive !== undefined) extra.push(use(logTangent(), [l], [positive.theorem]))
    if (r !== undefined && nonneg !== undefined) extra.push(mp(specialise(base.sqrt_sq, r), nonneg.theorem))
  }
  go(goal)
  return extra.length === 0 ? undefined : prove(known.with(extra))
}

/** A side condition of the mean value rule: order relations, `≠ 0`, and conjunctions of these. */
export function condition(p: Term, known: Known): Theorem | undefined {
  const parts = asAnd(p)
  if (parts !== undefined) {
    const left = condition(parts[0], known)
    const right = left === undefined ? undefined : condition(parts[1], known)
    return left === undefined || right === undefined ? undefined : andIntro(left, right)
  }
  if (asOrder(p) !== undefined) return order(p, known)?.theorem
  const direct = attempt(() => known.prove(p))
  const eq = asNot(p) === undefined ? undefined : asEq(asNot(p) as Term)
  if (direct !== undefined || eq === undefined || eq[1] !== zero) return direct?.theorem
  const positive = signed(eq[0], known)
  return positive === undefined ? undefined : use(nonzeroRule(positive.sign), [eq[0]], [positive.proof.theorem])
}

/** Whether a term is positive or negative. */
export function signed(t: Term, known: Known): { readonly sign: '>' | '<'; readonly proof: Proof } | undefined {
  for (const s of ['>', '<'] as const) {
    const proof = attempt(() => sign(s, t, known))
    if (proof !== undefined) return { sign: s, proof }
  }
  for (const s of ['>', '<'] as const) {
    const proof = order(claim(s, t), known)
    if (proof !== undefined) return { sign: s, proof }
  }
  return undefined
}

/** `0 ≤ p` for a polynomial in atoms about which only facts and their signs are known. */
export function polynomialNonneg(p: Polynomial, view: EngineView, known: Known): Proof | undefined {
  const t = view.reify(p)
  if (clearlyFails(zero, t, false, known.points)) return undefined
  const root = squareRoot(p)
  if (root !== undefined) return because(squareNonneg(t, view.reify(root)), 'a square')
  return order(claim('≥', t), known, false)
}

/** A function with the sign of t: `t * divisor = exp scale * term`, the divisor positive. */
export interface Scaled {
  readonly terms: readonly ExpTerm[]
  readonly term: Term
  readonly divisor: Term
  readonly positive: Proof | undefined
  /** The signs of its factors. */
  readonly signs: readonly Theorem[]
  readonly scale: Polynomial
  /** Whether this is another function than t itself. */
  readonly changed: boolean
}

/** t with its denominators cleared, as it stands and divided by each of its exponentials. */
export function scalings(t: Term, view: EngineView, known: Known): readonly Scaled[] {
  const read = attempt(() => expForm(t, view))
  if (read === undefined) return []
  const cleared = positiveDivisor(read, known)
  if (cleared === undefined) return []
  const { form, divisor, positive, signs } = cleared
  const scales: Polynomial[] = [P.ZERO, ...form.terms.map((g) => g.exponent).filter((q) => !P.isZero(q))]
  return scales.map((scale) => {
    const terms = shifted(form.terms, scale)
    const changed = positive !== undefined || !P.isZero(scale)
    return { terms, term: termOf(terms, view), divisor, positive, signs, scale, changed }
  })
}

interface Cleared {
  readonly form: ExpForm
  readonly divisor: Term
  readonly positive: Proof | undefined
  readonly signs: readonly Theorem[]
}

/** The divisor made positive: with its sign changed when it is negative. */
function positiveDivisor(form: ExpForm, known: Known): Cleared | undefined {
  if (form.divisors.length === 0) return { form, divisor: real(1n), positive: undefined, signs: [] }
  const divisor = divisorOf(form)
  const each: Theorem[] = []
  for (const { term } of form.divisors) {
    const one = signed(term, known)
    if (one === undefined) return undefined
    each.push(one.proof.theorem)
  }
  const found = signed(divisor, known.with(each))
  if (found === undefined) return undefined
  if (found.sign === '>') return { form, divisor, positive: found.proof, signs: each }
  const flipped = mkNeg(divisor)
  const positive = because(byProducts(claim('>', flipped), [found.proof.theorem], [{ facts: [0] }, { facts: [1] }]), 'an opposite',
    found.proof)
  const terms = form.terms.map((g) => ({ coefficient: P.neg(g.coefficient), exponent: g.exponent }))
  return { form: { divisors: form.divisors, terms }, divisor: flipped, positive, signs: each }
}

/** `0 ≤ t` from `0 ≤ scaled.term`, or strictly. */
export function unscale(t: Term, s: Scaled, view: EngineView, known: Known, inner: Proof, goal: '≥' | '>' = '≥'): Proof | undefined {
  const exponential = mkExp(view.reify(s.scale))
  const unit = P.isZero(s.scale)
  const whole = unit ? s.term : mkMul(exponential, s.term)
  const facts = s.positive === undefined ? known : known.with([s.positive.theorem, ...s.signs])
  const link = equal(mkMul(t, s.divisor), whole, facts)
  if (link === undefined) return undefined
  const positive = s.positive?.theorem ?? byProducts(claim('>', s.divisor), [], [{ facts: [0] }, {}])
  const scale = unit ? byProducts(claim('>', real(1n)), [], [{ facts: [0] }, {}]) : specialise(expPos(), view.reify(s.scale))
  const th = byProducts(claim(goal, t), [positive, scale, inner.theorem, link.theorem], [{ facts: [0, 4] }, { facts: [1, 2] }],
    [[3, real(1n)]])
  return because(th, 'after multiplying by what is positive', inner)
}

/** `0 ≤ Σ A exp q` from `0 ≤ Σ A (1 + q)`, or with the polynomial part alone when it is a single exponential. */
export function byTangents(s: Scaled, view: EngineView, known: Known): Proof | undefined {
  let bound = P.ZERO
  const facts: Theorem[] = []
  const products: { facts: number[] }[] = []
  const goal = claim('≥', s.term)
  const single = s.terms.length === 1
  for (const g of s.terms) {
    if (P.isZero(g.exponent)) { bound = P.add(bound, g.coefficient); continue }
    const argument = view.reify(g.exponent)
    const coefficient = polynomialNonneg(g.coefficient, view, known)
    if (coefficient === undefined) return undefined
    facts.push(coefficient.theorem, single ? specialise(expPos(), argument) : oneAddLeExp(argument))
    products.push({ facts: [facts.length - 2, facts.length - 1] })
    if (!single) bound = P.add(bound, P.mul(g.coefficient, P.add(P.ONE, g.exponent)))
  }
  const rest = polynomialNonneg(bound, view, known)
  if (rest === undefined) return undefined
  facts.push(rest.theorem)
  const th = attempt(() => byProducts(goal, facts, [...products, { facts: [facts.length - 1] }, { facts: [facts.length] }]))
  return th === undefined ? undefined : because(th, facts.length > 1 ? 'tangents of exp' : 'arithmetic', rest)
}

/** The same function as a polynomial in one exponential, when all exponents are multiples of one. */
export function inOneExponential(s: Scaled, view: EngineView): { readonly scaled: Scaled; readonly polynomial: Polynomial } | undefined {
  const powers = commonExponent(s.terms)
  if (powers === undefined) return undefined
  const exponential = view.polynomial(mkExp(view.reify(powers.unit)))
  const polynomial = s.terms.reduce((sum, g, i) => P.add(sum, P.mul(g.coefficient, P.pow(exponential, powers.exponents[i] as bigint))),
    P.ZERO)
  return { scaled: { ...s, term: view.reify(polynomial) }, polynomial }
}
