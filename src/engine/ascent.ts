// UNTRUSTED. One use of the kernel's mean value rule on a box: `0 ≤ ±f - T` from its value at one end of a variable's range and from a
// bound on the slope of f inside. Part of analysis; the plans of taylor.ts and box-search.ts are made of it.
import { REAL } from '../kernel/type.js'
import { core, instantiateBody, mkAbs, mkVar, type FVar, type Term } from '../kernel/term.js'
import { mkLe, mkLt, mkNeg, mkSub } from '../kernel/signature.js'
import { differentiate } from '../kernel/derivative.js'
import { andIntro, assume, generalise, intro, meanValue, mp, specialise, sym, type Theorem } from '../kernel/theorem.js'
import { formulaOf, highFormula, lowFormula, rangeFormulas, strengthened, transport, zero, type Claim, type Range } from './box.js'
import { byProducts } from './derived.js'
import { byCases, conjuncts, proveHyp, restate } from './logic.js'
import { antisymmetry, leOrLt } from './order.js'
import type { Slope } from './slopes.js'
import { alphaEqual } from '../kernel/term.js'
import { alpha, eqMp } from '../kernel/theorem.js'

export type Side = 'low' | 'high'

/** The range without its ends, and with the end `from` only. */
export function opened({ low, high }: Range): Range {
  return { low: low === undefined ? undefined : { ...low, strict: true }, high: high === undefined ? undefined : { ...high, strict: true } }
}

export function halfOpen(range: Range, from: Side): Range {
  const { low, high } = opened(range)
  if (from === 'low') return { low: low === undefined ? undefined : { ...low, strict: false }, high }
  return { low, high: high === undefined ? undefined : { ...high, strict: false } }
}

export interface Ascent {
  readonly f: Term
  readonly negated: boolean
  /** What is subtracted: a polynomial in v and terms free of v. */
  readonly less: Term | undefined
  readonly v: FVar
  readonly range: Range
  readonly from: Side
  readonly slope: Slope
  /** `0 ≤ (±f - less)` at the end it starts from. */
  readonly start: Theorem
  /** `0 ≤ bound slope`, from formulas of the range. */
  readonly inner: Theorem
  /** What `inner` says, for any value in place of the slope. */
  readonly bound: (slope: Term) => Term
  /** The conditions of the rule, from the formulas of the half-open and of the open range. */
  readonly continuity: Theorem
  readonly smoothness: Theorem
}

const SLOPE = mkVar('slope·', REAL)

/** `0 ≤ ±f - less` on the range that contains the end it starts from and not the other. */
export function ascend(a: Ascent): Theorem {
  const { v, range, from } = a
  const signed = a.negated ? mkNeg(a.f) : a.f
  const g = mkAbs(v, a.less === undefined ? signed : mkSub(signed, a.less))
  const [open, half] = [opened(range), halfOpen(range, from)]
  const quantified = (th: Theorem, on: Range): Theorem =>
    generalise(v, rangeFormulas(v, on).reduceRight((acc, p) => intro(p, acc), strengthened(th, v, on)))
  const slope = andIntro(strengthened(a.smoothness, v, open), strengthened(slopeSign(a), v, open))
  const base = from === 'low' ? range.low : range.high
  const limit = from === 'low' ? range.high : range.low
  if (base === undefined) throw new Error('an ascent needs an end to start from')
  const all = meanValue(g, { base: base.term, limit: limit?.term, direction: from === 'low' ? 'right' : 'left' }, a.start,
    quantified(a.continuity, half), quantified(slope, open))
  const at = rangeFormulas(v, half).reduce((th, p) => mp(th, restateAs(assume(p), th)), specialise(all, v))
  return base.strict ? strengthened(at, v, from === 'low' ? { low: base, high: undefined } : { low: undefined, high: base }) : at
}

/** The assumption in the spelling of the premise. */
function restateAs(th: Theorem, implication: Theorem): Theorem {
  const premise = implication.concl.kind === 'app' && implication.concl.fn.kind === 'app' ? implication.concl.fn.arg : th.concl
  return alphaEqual(premise, th.concl) && premise !== th.concl ? eqMp(alpha(th.concl, premise), th) : th
}

/** `0 ≤ D` (towards higher values) or `D ≤ 0` for the derivative D of `±f - less` as the kernel states it. */
function slopeSign(a: Ascent): Theorem {
  const { slope, v } = a
  const less = a.less === undefined ? zero : instantiateBody(differentiate(mkAbs(v, a.less)).derivative, v)
  const main = slope.raw === zero ? zero : a.negated ? mkNeg(SLOPE) : SLOPE
  const d = less === zero ? main : main === zero ? mkNeg(less) : mkSub(main, less)
  const goal = a.from === 'low' ? mkLe(zero, d) : mkLe(d, zero)
  const given = mkLe(zero, a.bound(SLOPE))
  const step = intro(given, byProducts(goal, [assume(given)], [{ facts: [0] }, { facts: [1] }]))
  const th = mp(specialise(generalise(SLOPE, step), slope.value), a.inner)
  if (slope.equation === undefined) return th
  const moved = transport(SLOPE, goal, sym(slope.equation), th)
  if (slope.equation.hyps.length === 0) return moved
  return conjuncts(a.smoothness).reduce((now, c) => (now.hyps.some((h) => core(h) === core(c.concl)) ? proveHyp(now, c) : now), moved)
}

/** The claim with the end `side` of the range included, from the claim without it and the claim at that end. */
export function withEnd(claim: Claim, v: FVar, range: Range, side: Side, inside: Theorem, atEnd: Theorem): Theorem {
  const end = range[side]
  if (end === undefined) throw new Error('there is no such end')
  const closed = { ...end, strict: false }
  const formula = side === 'low' ? lowFormula(v, closed) : highFormula(v, closed)
  const strictly = side === 'low' ? mkLt(end.term, v) : mkLt(v, end.term)
  const either = side === 'low' ? leOrLt(v, end.term) : leOrLt(end.term, v)
  return byCases(either, (h) => {
    // h: v ≤ end (low side) or end ≤ v
    const equal = side === 'low' ? antisymmetry(assume(formula), h) : antisymmetry(h, assume(formula))
    return transport(v, formulaOf(claim), equal, atEnd)
  }, (h) => proveHyp(inside, restate(h, strictly)))
}
