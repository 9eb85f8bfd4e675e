// UNTRUSTED. A claim on a range by Taylor's formula from one end: bounds of the derivatives at that end and of the next one on the whole
// range give a polynomial below f, and Bernstein's form shows that it is not negative. Part of analysis.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { REAL } from '../kernel/type.js'
import { core, freeVars, mkApp, mkVar, type FVar, type Term } from '../kernel/term.js'
import { mkAdd, mkLe, mkLt, mkMul, mkNeg, mkPow, mkSub, nat } from '../kernel/signature.js'
import { assume, generalise, intro, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { ascend, halfOpen, opened, type Side } from './ascent.js'
import { closedEnclosure, dyadicNear, replaceVar, zero, type Box, type Claim, type Plan, type Range } from './box.js'
import { byProducts, type Product } from './derived.js'
import { enclosure, ring } from './rules.js'
import { slopeOf, type Slope } from './slopes.js'
import type { Budget } from './types.js'
import { rationalTerm } from './view.js'
import { congArg, iffMpr } from './logic.js'

/** What a plan needs from the search: plans for claims without Taylor's formula, and for conditions. */
export interface Helper {
  readonly budget: Budget
  /** A lower bound of the values of t on the box, in floating point; NaN when unknown. */
  least(t: Term, box: Box): number
  /** Interval evaluation only. */
  leaf(claim: Claim, box: Box): Plan | undefined
  condition(p: Term, box: Box): Plan | undefined
  /** Whether t is exactly 0, for a t without variables of the box. */
  vanishes(t: Term): Plan | undefined
}

const T = mkVar('t·', REAL)
const Y = mkVar('y·', REAL)

/** `Σ_{i≥j} cᵢ t^(i-j)/(i-j)!`; undefined when it is 0. */
export function polynomialTerm(c: readonly Rational[], j: number, t: Term): Term | undefined {
  let sum: Term | undefined
  for (let i = j; i < c.length; i++) {
    const value = Q.div(c[i] as Rational, factorial(i - j))
    if (Q.isZero(value)) continue
    const term = i === j ? rationalTerm(value) : mkMul(rationalTerm(value), i === j + 1 ? t : mkPow(t, nat(BigInt(i - j))))
    sum = sum === undefined ? term : mkAdd(sum, term)
  }
  return sum
}

function factorial(n: number): Rational {
  let product = 1n
  for (let i = 2; i <= n; i++) product *= BigInt(i)
  return Q.rational(product)
}

/** The coefficients of `Σ p_i t^i` on [0, w] in Bernstein's basis of the same degree. */
export function bernstein(p: readonly Rational[], w: Rational): Rational[] {
  const n = p.length - 1
  const binomial = (a: number, b: number): Rational => Q.div(factorial(a), Q.mul(factorial(b), factorial(a - b)))
  return p.map((_, j) => p.slice(0, j + 1).reduce((acc, c, i) =>
    Q.add(acc, Q.mul(Q.mul(c, Q.pow(w, BigInt(i))), Q.div(binomial(j, i), binomial(n, i)))), Q.ZERO))
}

/**
 * `0 ≤ y - p(t) → 0 ≤ t → t ≤ w → 0 ≤ y` (`0 < y` from `0 < t` if strict) for the polynomial with derivatives c at 0; w undefined for no
 * bound. Undefined when Bernstein's form does not show it.
 */
export function polynomialStep(c: readonly Rational[], w: Rational | undefined, strict: boolean, open: boolean): Theorem | undefined {
  const p = c.map((q, i) => Q.div(q, factorial(i)))
  while (p.length > 1 && Q.isZero(p[p.length - 1] as Rational)) p.pop()
  const order = p.findIndex((q) => !Q.isZero(q))
  if (order < 0 && strict) return undefined
  if (strict && order > 0 && !open) return undefined
  const rest = order < 0 ? [Q.ZERO] : p.slice(order)
  const products = w === undefined ? onHalfLine(rest, strict) : onInterval(rest, w, strict)
  if (products === undefined) return undefined
  const below = polynomialTerm(c, 0, T)
  const facts = [mkLe(zero, below === undefined ? Y : mkSub(Y, below)), (open ? mkLt : mkLe)(zero, T),
    ...(w === undefined ? [] : [mkLe(T, rationalTerm(w))])]
  const power = Array.from({ length: Math.max(order, 0) }, () => 1)
  const goal = (strict ? mkLt : mkLe)(zero, Y)
  const th = byProducts(goal, facts.map(assume), [{ facts: [0] }, { facts: [facts.length] },
    ...products.map((q) => ({ ...q, facts: [...power, ...(q.facts ?? [])] }))])
  return generalise(Y, generalise(T, facts.reduceRight((acc, f) => intro(f, acc), th)))
}

function onHalfLine(p: readonly Rational[], strict: boolean): readonly Product[] | undefined {
  if (p.some((q) => Q.sign(q) < 0) || (strict && Q.sign(p[0] as Rational) <= 0)) return undefined
  return p.flatMap((coefficient, i) => (Q.isZero(coefficient) ? [] : [{ coefficient, facts: Array.from({ length: i }, () => 1) }]))
}

function onInterval(p: readonly Rational[], w: Rational, strict: boolean): readonly Product[] | undefined {
  const b = bernstein(p, w)
  if (b.some((q) => Q.sign(q) < 0) || (strict && b.some((q) => Q.sign(q) <= 0))) return undefined
  const n = b.length - 1
  const least = strict ? b.reduce((m, q) => Q.min(m, q)) : Q.ZERO
  const scale = Q.pow(w, BigInt(n))
  const binomial = (i: number): Rational => Q.div(factorial(n), Q.mul(factorial(i), factorial(n - i)))
  const terms = b.map((q, i) => ({ coefficient: Q.div(Q.mul(Q.sub(q, least), binomial(i)), scale),
    facts: [...Array.from({ length: i }, () => 1), ...Array.from({ length: n - i }, () => 2)] }))
  // The bound t ≤ w enters as a factor w - t, which the kernel reads off the fact.
  return [...(strict ? [{ coefficient: least }] : []), ...terms.filter((q) => !Q.isZero(q.coefficient))]
}

/** A value at the base that is to be proved by other means, and how. */
export interface Start { readonly needed: Rational; readonly prove: (claim: Claim) => Plan | undefined }

/** The claim on the box by the formula of order k from an end of v; undefined when the numbers do not suffice. */
export function taylor(claim: Claim, v: FVar, box: Box, from: Side, k: number, tight: boolean, help: Helper,
  given?: Start): Plan | undefined {
  const range = box.get(v)
  const base = range?.[from]
  if (range === undefined || base === undefined) return undefined
  const far = range[from === 'low' ? 'high' : 'low']
  const negative = (j: number): boolean => from === 'high' && j % 2 === 1
  const levels = derivatives(claim.f, v, k, help.budget)
  if (levels === undefined) return undefined
  const face = new Map([...box].filter(([w]) => w !== v))
  const whole = signedTerm(levels.terms[k] as Term, negative(k))
  const inside: Box = new Map([...box, [v, opened(range)]])
  const top = help.least(whole, inside)
  if (!Number.isFinite(top) || (far === undefined && top < 0)) return undefined
  const c: Rational[] = []
  const starts: ((less: Term | undefined) => Theorem)[] = []
  for (let j = 0; j < k; j++) {
    const value = replaceVar(signedTerm(levels.terms[j] as Term, negative(j)), v, base.term)
    const found = given === undefined ? startValue(value, face, tight, far === undefined, help) : startGiven(value, given)
    if (found === undefined) return undefined
    c.push(found.bound)
    starts.push(found.start)
  }
  c.push(far === undefined && top === 0 ? Q.ZERO : dyadicNear(top - Math.abs(top) * 1e-9, 30, false))
  const width = far === undefined ? undefined : widthOf(range)
  const open = base.strict
  const step = polynomialStep(c, width, claim.strict, open)
  if (step === undefined) return undefined
  const conditions = conditionPlans(levels.slopes, v, box, from, help)
  const last = conditions === undefined ? undefined : help.leaf({ f: lessConstant(whole, c[k] as Rational), strict: false }, inside)
  if (conditions === undefined || last === undefined) return undefined
  return () => {
    const t = from === 'low' ? mkSub(v, base.term) : mkSub(base.term, v)
    let inner = last()
    for (let j = k - 1; j >= 0; j--) {
      const less = polynomialTerm(c, j, t)
      const next = polynomialTerm(c, j + 1, t)
      const bound = (s: Term): Term => {
        const u = negative(j + 1) ? mkNeg(s) : s
        return next === undefined ? u : mkSub(u, next)
      }
      const { continuity, smoothness } = conditions[j] as { readonly continuity: Plan; readonly smoothness: Plan }
      inner = ascend({ f: levels.terms[j] as Term, negated: negative(j), less, v, range, from, slope: levels.slopes[j] as Slope,
        start: (starts[j] as (less: Term | undefined) => Theorem)(less === undefined ? undefined : replaceVar(less, v, base.term)),
        inner, bound, continuity: continuity(), smoothness: smoothness() })
    }
    return concluded(step, claim, v, range, from, t, inner, width)
  }
}

const signedTerm = (t: Term, negative: boolean): Term => (negative ? mkNeg(t) : t)
const lessConstant = (t: Term, c: Rational): Term => (Q.isZero(c) ? t : mkSub(t, rationalTerm(c)))

/** f, f', …, f^(k) and the slopes between them. */
function derivatives(f: Term, v: FVar, k: number, budget: Budget):
{ readonly terms: readonly Term[]; readonly slopes: readonly Slope[] } | undefined {
  const terms: Term[] = [f]
  const slopes: Slope[] = []
  for (let j = 0; j < k; j++) {
    const slope = slopeOf(terms[j] as Term, v, budget)
    if (slope === undefined) return undefined
    slopes.push(slope)
    terms.push(slope.value)
  }
  return { terms, slopes }
}

/** What floating point may be wrong by in a value of ordinary size. */
const ROUNDING = 4e-16

interface StartValue { readonly bound: Rational; readonly start: (less: Term | undefined) => Theorem }

/** A lower bound of a derivative at the base, and how to prove `0 ≤ value - less` there, less being a polynomial with that constant. */
function startValue(value: Term, face: Box, tight: boolean, nonnegative: boolean,
  help: Helper): StartValue | undefined {
  const least = help.least(value, face)
  if (Number.isNaN(least)) return undefined
  const small = Math.abs(least) < (tight ? 1e-9 : 1e-13)
  const exact = small ? help.vanishes(value) : undefined
  const bound = exact !== undefined ? Q.ZERO : dyadicNear(least - Math.abs(least) * 1e-9 - ROUNDING, 30, false)
  if (nonnegative && Q.sign(bound) < 0) return undefined
  const claim = { f: lessConstant(value, bound), strict: false }
  const leaf = exact ?? (freeVars(value).length === 0 ? () => closedEnclosure(claim) : help.leaf(claim, face))
  return leaf === undefined ? undefined : startFrom(value, bound, leaf)
}

function startGiven(value: Term, { needed, prove }: Start): StartValue | undefined {
  const plan = prove({ f: lessConstant(value, needed), strict: false })
  return plan === undefined ? undefined : startFrom(value, needed, plan)
}

/** From `0 ≤ value - bound`. */
function startFrom(value: Term, bound: Rational, leaf: Plan): StartValue {
  const start = (less: Term | undefined): Theorem => {
    const th = leaf()
    if (less === undefined) return th
    const goal = mkSub(value, less)
    const now = lessConstant(value, bound)
    if (core(now) === core(goal)) return th
    // value - less = value - bound, the rest of the polynomial being 0 at the base
    const equation = sameAtBase(less, bound, value, Q.isZero(bound))
    return iffMpr(congArg(mkApp(mkLeZero, zero), equation), th)
  }
  return { bound, start }
}

const mkLeZero = ((): Term => {
  const order = mkLe(zero, zero)
  if (order.kind !== 'app' || order.fn.kind !== 'app') throw new Error('≤ is a constant of two arguments')
  return order.fn.fn
})()

/** `⊢ value - less = value - bound` (or `= value` when the bound is 0). */
function sameAtBase(less: Term, bound: Rational, value: Term, plain: boolean): Theorem {
  const eq = generalise(Y, ring(mkSub(Y, less), plain ? Y : mkSub(Y, rationalTerm(bound))))
  return specialise(eq, value)
}

/** The width of a range with both ends, rounded up. */
function widthOf({ low, high }: Range): Rational | undefined {
  if (low === undefined || high === undefined) return undefined
  return dyadicNear((high.value - low.value) * (1 + 1e-9), 30, true)
}

interface Conditions { readonly continuity: Plan; readonly smoothness: Plan }

export function conditionPlans(slopes: readonly Slope[], v: FVar, box: Box, from: Side, help: Helper): readonly Conditions[] | undefined {
  const range = box.get(v) as Range
  const [closed, inside]: readonly [Box, Box] = [new Map([...box, [v, halfOpen(range, from)]]), new Map([...box, [v, opened(range)]])]
  const out: Conditions[] = []
  for (const slope of slopes) {
    const continuity = help.condition(slope.continuity, closed)
    const smoothness = continuity === undefined ? undefined : help.condition(slope.smoothness, inside)
    if (continuity === undefined || smoothness === undefined) return undefined
    out.push({ continuity, smoothness })
  }
  return out
}

/** The claim from `0 ≤ f - p(t)`. */
function concluded(step: Theorem, claim: Claim, v: FVar, range: Range, from: Side, t: Term, inner: Theorem,
  width: Rational | undefined): Theorem {
  const base = range[from] as NonNullable<Range[Side]>
  const formula = (from === 'low' ? (base.strict ? mkLt : mkLe)(base.term, v) : (base.strict ? mkLt : mkLe)(v, base.term))
  const positive = byProducts((base.strict ? mkLt : mkLe)(zero, t), [assume(formula)], [{ facts: [0] }, { facts: [1] }])
  let th = mp(mp(specialise(specialise(step, claim.f), t), inner), positive)
  if (width !== undefined) {
    const far = range[from === 'low' ? 'high' : 'low'] as NonNullable<Range[Side]>
    const [low, high] = from === 'low' ? [base, far] : [far, base]
    const room = enclosure(mkLe(mkSub(high.term, low.term), rationalTerm(width)), [], 64)
    const end = from === 'low' ? mkLt(v, far.term) : mkLt(far.term, v)
    th = mp(th, byProducts(mkLe(t, rationalTerm(width)), [room, assume(end)], [{ facts: [0] }, { facts: [1] }, { facts: [2] }]))
  }
  return th
}
