// UNTRUSTED. The search of analysis: a claim on a box by interval evaluation, Taylor's formula, monotone reduction to a face, cleared
// denominators and cuts, in floating point first; the plan it returns makes the theorem. Part of analysis.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { core, freeVars, type FVar, type Term } from '../kernel/term.js'
import { EXP, INV, LOG, MUL, NPOW, SQRT, asOrder, mkLe, mkLt, mkNeg, mkSub, operation } from '../kernel/signature.js'
import { andIntro, assume, exFalso, specialise, type Theorem } from '../kernel/theorem.js'
import { ascend, opened, withEnd, type Side } from './ascent.js'
import {
  aboveMargin, boxFormulas, closedEnclosure, dyadicNear, endAt, formulaOf, invAntitone, lowFormula, nonzeroOfNegative, replaceVar, spanOf,
  spansOf, withRange, withoutVariable, zero, type Box,
  type Claim, type Contradiction, type Depth, type Plan, type Range,
} from './box.js'
import { cutPoint, middleOf, plausible, restricted, scaleOf, widest } from './box-samples.js'
import { clearedClaim, commonFactors, inverted, quotientsIn } from './box-clearing.js'
import { use } from './derived.js'
import { expPos, logMono, sqrtPos } from './elementary-rules.js'
import { known } from './float-interval.js'
import { asAnd, asEq, asNot, byCases, isTrue, proveHyp, truth } from './logic.js'
import { attempt } from './leaves.js'
import { leOrLt } from './order.js'
import { invRule, mulRule, nonzeroRule, powRule } from './positivity-rules.js'
import { enclosure } from './rules.js'
import { slopeOf } from './slopes.js'
import { tapeOf, valueOn, type Edge } from './tape.js'
import { conditionPlans, taylor, type Helper } from './taylor.js'
import { rationalTerm } from './view.js'
import type { Budget } from './types.js'

const PRECISIONS = [64, 200] as const
/** Orders of Taylor's formula that are tried everywhere, at an end where the claim is tight, and on a half-line. */
const ORDERS = 5
const TIGHT_ORDERS = 12
const MAX_CUTS = 60
/** Boxes for a hard step with nothing nested in it. */
const HARD_STEP = 40

export class BoxSearch implements Helper {
  /** Boxes looked at. */
  boxes = 0
  constructor(readonly budget: Budget, readonly zeroTest: (t: Term) => Theorem | undefined,
    readonly contradictions: readonly Contradiction[] = []) {}

  #limit = Infinity

  /** A search that may look at so many boxes. */
  #limited(boxes: number, run: () => Plan | undefined): Plan | undefined {
    const before = this.#limit
    this.#limit = Math.min(before, this.boxes + boxes)
    const found = run()
    this.#limit = before
    return found
  }

  prove(claim: Claim, box: Box, depth: Depth): Plan | undefined {
    if (this.boxes >= this.#limit) return undefined
    this.boxes++
    this.budget.spend(4 + Math.ceil((tapeOf(claim.f)?.size ?? 40) / 8))
    const discarding = depth.discard === true && this.contradictions.length > 0
    const own = discarding ? box : restricted(box, claim.f)
    const direct = this.leaf(claim, own) ?? (discarding ? this.#discarded(claim, box) : undefined)
    const [v] = own.keys()
    if (v === undefined) return direct
    if (direct !== undefined) return this.#safely(direct, claim, v, own, depth)
    if (!discarding && !plausible(claim, own)) return undefined
    return own.size === 1 ? this.onLine(claim, own, depth) : this.onFaces(claim, own, depth)
  }

  /** The plan, or a cut of the box when the kernel refuses what floating point had promised. */
  #safely(plan: Plan, claim: Claim, v: FVar, box: Box, depth: Depth): Plan {
    return () => {
      const th = attempt(plan)
      if (th !== undefined) return th
      const instead = this.#cut(claim, v, box, { ...depth, cuts: Math.min(depth.cuts, 4) })
      return instead === undefined ? plan() : instead()
    }
  }

  /** No point of the box satisfies the facts. */
  #discarded(claim: Claim, box: Box): Plan | undefined {
    for (const { claim: other, refute } of this.contradictions) {
      const plan = this.leaf(other, box)
      if (plan !== undefined) return () => exFalso(refute(plan()), formulaOf(claim))
    }
    return undefined
  }

  // ── at once ──

  least(t: Term, box: Box): number {
    const tape = tapeOf(t)
    if (tape === undefined) return NaN
    return tape.run(spansOf(box), []).lo
  }

  /** Without variables: by enclosure, or because it is exactly 0. */
  closed(claim: Claim): Plan | undefined {
    const value = valueOn(claim.f, new Map())
    if (value > 1e-8) return () => closedEnclosure(claim)
    if (value < -1e-8) return undefined
    for (const p of PRECISIONS) {
      const th = attempt(() => enclosure(formulaOf(claim), [], p))
      if (th !== undefined) return () => th
    }
    return claim.strict ? undefined : this.vanishes(claim.f)
  }

  vanishes(t: Term): Plan | undefined {
    if (freeVars(t).length > 0) return undefined
    const th = attempt(() => enclosure(mkLe(zero, t), [], PRECISIONS[0])) ?? this.zeroTest(t)
    return th === undefined ? undefined : () => th
  }

  /** By interval evaluation on the whole box. */
  leaf(claim: Claim, box: Box): Plan | undefined {
    const own = restricted(box, claim.f)
    if (own.size === 0) return this.closed(claim)
    const tape = tapeOf(claim.f)
    if (tape === undefined) return undefined
    const edges: Edge[] = []
    const span = tape.run(spansOf(own), edges)
    if (!(claim.strict ? span.lo > 0 : span.lo >= 0)) return undefined
    const facts = edges.map((e) => this.#edge(e, own))
    if (facts.some((f) => f === undefined)) return undefined
    return () => {
      const bounds = [...boxFormulas(own).map((p) => assume(p)), ...facts.map((f) => (f as Plan)())]
      const goal = formulaOf(claim)
      return attempt(() => enclosure(goal, bounds, PRECISIONS[0])) ?? enclosure(goal, bounds, PRECISIONS[1])
    }
  }

  /** What is known of `inv u` or `log u` for u between 0 and its other end. */
  #edge({ term, argument, span }: Edge, box: Box): Plan | undefined {
    const negative = span.lo < 0
    const u = negative ? mkNeg(argument) : argument
    const sign = this.#positive(u, box)
    if (sign === undefined) return undefined
    const far = negative ? -span.lo : span.hi
    if (operation(term).head === LOG) {
      if (negative || far === Infinity) return negative ? undefined : () => sign()
      return () => {
        const { h, le } = this.#below(argument, far, box)
        return use(logMono(false), [argument, h], [sign(), le])
      }
    }
    if (negative) return undefined
    if (far === Infinity) return () => use(invRule('>'), [u], [sign()])
    return () => {
      const { h, le } = this.#below(u, far, box)
      return use(invAntitone(), [u, h], [sign(), le])
    }
  }

  /** `u ≤ h` for a number h at `far`, or a little above when that is not exact. */
  #below(u: Term, far: number, box: Box): { readonly h: Term; readonly le: Theorem } {
    const bounds = boxFormulas(restricted(box, u)).map((p) => assume(p))
    const to = (h: Term): { readonly h: Term; readonly le: Theorem } => ({ h, le: enclosure(mkLe(u, h), bounds, PRECISIONS[0]) })
    return attempt(() => to(rationalTerm(dyadicNear(far, 60, true)))) ?? to(rationalTerm(dyadicNear(far * (1 + 1e-12), 50, true)))
  }

  /** `0 < u` by structure, else by a search of its own. */
  #positive(u: Term, box: Box, depth: Depth = { cuts: 6, slopes: 1 }): Plan | undefined {
    const stated = u.kind === 'fvar' ? box.get(u) : undefined
    if (u.kind === 'fvar' && stated?.low?.strict === true && core(stated.low.term) === core(zero)) {
      return () => assume(lowFormula(u, stated.low as NonNullable<Range['low']>))
    }
    const { head, u: a, v: b } = operation(u)
    const rule = head === EXP ? () => specialise(expPos(), a) : undefined
    if (rule !== undefined) return rule
    const inner = head === SQRT || head === INV || (head === NPOW && b.kind === 'num') ? this.#positive(a, box, depth) : undefined
    if (inner !== undefined && head === SQRT) return () => use(sqrtPos(), [a], [inner()])
    if (inner !== undefined && head === INV) return () => use(invRule('>'), [a], [inner()])
    if (inner !== undefined && head === NPOW) return () => specialise(use(powRule('>'), [a], [inner()]), b)
    const product = head === MUL ? [this.#positive(a, box, depth), this.#positive(b, box, depth)] as const : undefined
    const [p, q] = product ?? []
    if (p !== undefined && q !== undefined) return () => use(mulRule('>', '>', '>'), [a, b], [p(), q()])
    if (depth.slopes < 0) return undefined
    return this.prove({ f: u, strict: true }, box, { cuts: depth.cuts, slopes: depth.slopes - 1 })
  }

  readonly #conditions = new Map<string, Plan | undefined>()

  /** A condition of the mean value rule on the box. */
  condition(p: Term, box: Box): Plan | undefined {
    if (isTrue(p)) return truth
    const own = restricted(box, p)
    const key = `${String(core(p).id)}|${boxFormulas(own).map((q) => core(q).id).join()}`
    if (!this.#conditions.has(key)) this.#conditions.set(key, this.#conditionOn(p, own))
    return this.#conditions.get(key)
  }

  #conditionOn(p: Term, box: Box): Plan | undefined {
    const and = asAnd(p)
    if (and !== undefined) {
      const left = this.condition(and[0], box)
      const right = left === undefined ? undefined : this.condition(and[1], box)
      return left === undefined || right === undefined ? undefined : () => andIntro(left(), right())
    }
    const not = asNot(p)
    const eq = not === undefined ? undefined : asEq(not)
    if (eq !== undefined) return this.#nonzero(eq[0], box)
    const order = asOrder(p)
    return order?.strict !== true ? undefined : this.#positive(order.high, box)
  }

  #nonzero(u: Term, box: Box): Plan | undefined {
    const span = tapeOf(u)?.run(spansOf(restricted(box, u)), [])
    const middle = span === undefined || !known(span) ? valueOn(u, middleOf(box)) : span.lo + span.hi
    const negative = middle < 0
    const t = negative ? mkNeg(u) : u
    const sign = this.#positive(t, box)
    if (sign === undefined) return undefined
    if (!negative) return () => use(nonzeroRule('>'), [u], [sign()])
    return () => use(nonzeroOfNegative(), [u], [sign()])
  }

  // ── one variable ──

  onLine(claim: Claim, box: Box, depth: Depth): Plan | undefined {
    const [v, range] = [...box][0] as [FVar, Range]
    const ends = (['low', 'high'] as const).filter((side) => range[side] !== undefined)
    const values = new Map(ends.map((side) => [side, valueOn(claim.f, new Map([[v, (range[side] as { value: number }).value]]))]))
    const scale = scaleOf(claim.f, box)
    const tight = (side: Side): boolean => Math.abs(values.get(side) ?? NaN) <= 1e-9 * scale
    const bounded = ends.length === 2
    for (const side of ends) {
      const value = values.get(side) ?? NaN
      if (Number.isNaN(value)) continue
      const most = tight(side) ? TIGHT_ORDERS : bounded ? ORDERS : TIGHT_ORDERS
      const found = this.#taylor(claim, v, range, side, most, tight(side))
      if (found !== undefined) return this.#safely(found, claim, v, box, depth)
    }
    const parts = this.#factors(claim, box, depth)
    if (parts !== undefined) return parts
    if (depth.slopes > 0 && ends.some(tight)) {
      const less = { ...depth, slopes: depth.slopes - 1 }
      const cleared = this.#limited(HARD_STEP * 2 ** less.slopes, () => this.#cleared(claim, box, less))
      if (cleared !== undefined) return cleared
    }
    const singular = ends.some((side) => Number.isNaN(values.get(side)))
    if ((singular || !bounded) && depth.slopes > 0) {
      const found = this.#byHardStep(claim, v, box, depth)
      if (found !== undefined) return found
    }
    return this.#cut(claim, v, box, depth)
  }

  #taylor(claim: Claim, v: FVar, range: Range, side: Side, most: number, tight: boolean): Plan | undefined {
    const box: Box = new Map([[v, range]])
    for (let k = 1; k <= most; k++) {
      this.budget.spend(k * Math.ceil((tapeOf(claim.f)?.size ?? 40) / 10))
      const inner = taylor(claim, v, box, side, k, tight, this)
      if (inner === undefined) continue
      const far = side === 'low' ? 'high' : 'low'
      return this.#withFarEnd(claim, v, box, far, inner)
    }
    return undefined
  }

  /** The plan of a half-open range, with the other end if the range has it. */
  #withFarEnd(claim: Claim, v: FVar, box: Box, far: Side, inner: Plan): Plan | undefined {
    const range = box.get(v) as Range
    const end = range[far]
    if (end === undefined || end.strict) return inner
    const at = this.prove({ f: replaceVar(claim.f, v, end.term), strict: claim.strict }, withoutVariable(box, v), { cuts: 0, slopes: 0 })
    return at === undefined ? undefined : () => withEnd(claim, v, range, far, inner(), at())
  }

  /** Where cutting alone cannot end: by the sign of the slope, or without denominators. */
  #byHardStep(claim: Claim, v: FVar, box: Box, depth: Depth): Plan | undefined {
    const less = { cuts: depth.cuts, slopes: depth.slopes - 1 }
    const share = HARD_STEP * 2 ** less.slopes
    return this.#limited(share, () => this.#fromInfinity(claim, v, box, less, true))
      ?? this.#limited(share, () => this.#cleared(claim, box, less))
      ?? this.#limited(share, () => this.#monotone(claim, v, box, less))
      ?? this.#limited(share, () => this.#fromInfinity(claim, v, box, less, false))
  }

  /** On [a, ∞) with 0 < a: by t = 1/v on (0, 1/a]. With `simpler` only if that leaves fewer quotients. */
  #fromInfinity(claim: Claim, v: FVar, box: Box, depth: Depth, simpler: boolean): Plan | undefined {
    const { low, high } = box.get(v) as Range
    if (box.size !== 1 || high !== undefined || low === undefined || !(low.value > 0)) return undefined
    const found = inverted(claim, v, low)
    if (found === undefined || (simpler && found.quotients >= quotientsIn(claim.f, v))) return undefined
    const plan = this.prove(found.claim, new Map([[v, found.range]]), depth)
    return plan === undefined ? undefined : () => found.back(plan())
  }

  /** `0 ≤ m · q` for a product m of factors whose signs are known. */
  #factors(claim: Claim, box: Box, depth: Depth): Plan | undefined {
    if (depth.slopes < 0) return undefined
    const found = commonFactors(claim.f)
    if (found === undefined) return undefined
    const signs = found.factors.map((m) => this.#positive(m, box, { cuts: 4, slopes: 0 }))
    if (signs.some((plan) => plan === undefined)) return undefined
    const rest = this.prove({ f: found.rest, strict: claim.strict }, box, depth)
    return rest === undefined ? undefined : () => found.join(claim, signs.map((plan) => (plan as Plan)()), rest())
  }

  #cleared(claim: Claim, box: Box, depth: Depth): Plan | undefined {
    this.budget.spend(150)
    const next = clearedClaim(claim, box, (u) => {
      const plan = this.#positive(u, box, { cuts: 8, slopes: Math.min(depth.slopes, 1) })
      return plan === undefined ? undefined : attempt(plan)
    })
    if (next === undefined || core(next.claim.f) === core(claim.f)) return undefined
    const inner = this.prove(next.claim, box, depth)
    return inner === undefined ? undefined : () => next.back(inner())
  }

  /** From the value at an end, the slope having one sign. */
  #monotone(claim: Claim, v: FVar, box: Box, depth: Depth): Plan | undefined {
    const range = box.get(v) as Range
    const slope = slopeOf(claim.f, v, this.budget)
    if (slope === undefined) return undefined
    for (const from of ['low', 'high'] as const) {
      const end = range[from]
      if (end === undefined) continue
      const f = replaceVar(claim.f, v, end.term)
      const face = withoutVariable(box, v)
      const at = this.least(f, face)
      if (Number.isNaN(at) || at < -1e-9) continue
      const margin = claim.strict ? dyadicNear(at / 2, 20, false) : Q.ZERO
      if (claim.strict && Q.sign(margin) <= 0) continue
      const rising = from === 'low' ? slope.value : mkNeg(slope.value)
      const inside = withRange(box, v, opened(range))
      if (!plausible({ f: rising, strict: false }, inside)) continue
      const start = this.prove({ f: Q.isZero(margin) ? f : mkSub(f, rationalTerm(margin)), strict: false }, face, depth)
      const conditions = start === undefined ? undefined : conditionPlans([slope], v, box, from, this)?.[0]
      const inner = conditions === undefined ? undefined : this.prove({ f: rising, strict: false }, inside, depth)
      if (start === undefined || conditions === undefined || inner === undefined) continue
      const plan = (): Theorem => {
        const th = ascend({ f: claim.f, negated: false, less: Q.isZero(margin) ? undefined : rationalTerm(margin), v, range, from, slope,
          start: start(), inner: inner(), bound: (s) => (from === 'low' ? s : mkNeg(s)), continuity: conditions.continuity(),
          smoothness: conditions.smoothness() })
        return Q.isZero(margin) ? th : use(aboveMargin(), [claim.f, rationalTerm(margin)], [th, positiveNumber(margin)])
      }
      const far = from === 'low' ? 'high' : 'low'
      const end2 = range[far]
      if (end2 === undefined || end2.strict) return plan
      const atFar = this.prove({ f: replaceVar(claim.f, v, end2.term), strict: claim.strict }, face, depth)
      if (atFar !== undefined) return () => withEnd(claim, v, range, far, plan(), atFar())
    }
    return undefined
  }

  // ── cuts ──

  #cut(claim: Claim, v: FVar, box: Box, depth: Depth): Plan | undefined {
    const range = box.get(v) as Range
    if (depth.cuts <= 0) return undefined
    const at = cutPoint(claim, v, box, MAX_CUTS - depth.cuts)
    if (at === undefined) return undefined
    const less = { ...depth, cuts: depth.cuts - 1 }
    const [below, above]: readonly [Range, Range] = [{ low: range.low, high: endAt(at, true) }, { low: endAt(at, false), high: range.high }]
    const left = this.prove(claim, withRange(box, v, below), less)
    const right = left === undefined ? undefined : this.prove(claim, withRange(box, v, above), less)
    if (left === undefined || right === undefined) return undefined
    return () => byCases(leOrLt(rationalTerm(at), v), (h) => proveHyp(right(), h), (h) => proveHyp(left(), h))
  }

  // ── several variables ──

  onFaces(claim: Claim, box: Box, depth: Depth): Plan | undefined {
    return this.#peeled(claim, box, depth) ?? this.#cut(claim, widest(claim, box, this.budget), box, depth)
  }

  /** By the value on a face and a bound on the slope away from it, one variable after the other. */
  #peeled(claim: Claim, box: Box, depth: Depth): Plan | undefined {
    for (const [v, range] of box) {
      const slope = slopeOf(claim.f, v, this.budget)
      const s = slope === undefined ? undefined : tapeOf(slope.value)?.run(spansOf(withRange(box, v, opened(range))), [])
      if (slope === undefined || s === undefined || !known(s)) continue
      const from: Side = s.lo + s.hi >= 0 || range.high === undefined ? 'low' : 'high'
      const found = this.#peel(claim, v, box, from, from === 'low' ? s.lo : -s.hi, depth)
      if (found !== undefined) return found
    }
    return undefined
  }

  #peel(claim: Claim, v: FVar, box: Box, from: Side, least: number, depth: Depth): Plan | undefined {
    const range = box.get(v) as Range
    const end = range[from]
    if (end === undefined || !Number.isFinite(least)) return undefined
    const { lo, hi } = spanOf(range)
    const flat = least >= 0
    if (!flat && !Number.isFinite(hi - lo)) return undefined
    const margin = claim.strict ? Q.rational(1n, 1n << 40n) : Q.ZERO
    const drop = flat ? Q.ZERO : dyadicNear(-least * (1 + 1e-8) * (hi - lo) * (1 + 1e-8), 30, true)
    const needed = Q.add(drop, margin)
    const face = withoutVariable(box, v)
    const prove = (start: Claim): Plan | undefined =>
      this.prove(start, face, flat ? { cuts: depth.cuts, slopes: depth.slopes } : { cuts: 0, slopes: 0 })
    const inner = taylor(claim, v, box, from, 1, false, this, { needed, prove })
    return inner === undefined ? undefined : this.#withFarEnd(claim, v, box, from === 'low' ? 'high' : 'low', inner)
  }
}

const positiveNumber = (q: Rational): Theorem => enclosure(mkLt(zero, rationalTerm(q)), [], 64)
