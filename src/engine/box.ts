// UNTRUSTED. Boxes of real variables, claims about them, and the plans from which theorems are made once a search in floating point has
// succeeded: interval evaluation, cuts, ends put back. The files of `analysis` build on this one.
import { LimitExceeded } from '../arith/errors.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { core, mkAbs, mkApp, substitute, type FVar, type Term } from '../kernel/term.js'
import { mkInv, mkLe, mkLt, mkNeg, mkSub, real, x, y } from '../kernel/signature.js'
import { assume, beta, eqMp, mp, specialise, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { RuleTable, byProducts, derive, use } from './derived.js'
import type { Span } from './float-interval.js'
import { congArg, proveHyp, sides } from './logic.js'
import { attempt } from './leaves.js'
import { invRule, nonzeroRule } from './positivity-rules.js'
import { enclosure } from './rules.js'
import { rationalTerm } from './view.js'

/** An end of the values of a variable: a closed term and about where it is. */
export interface End { readonly term: Term; readonly value: number; readonly strict: boolean }
export interface Range { readonly low: End | undefined; readonly high: End | undefined }
export type Box = ReadonlyMap<FVar, Range>
/** `0 ≤ f`, or `0 < f` if strict. */
export interface Claim { readonly f: Term; readonly strict: boolean }
/** Makes the theorem: its conclusion is the claim, its hypotheses are formulas of the box. Throws where the kernel refuses. */
export type Plan = () => Theorem

/** How much of each kind of step may still be nested. */
export interface Depth {
  readonly cuts: number
  readonly slopes: number
  /** Whether facts about the variables may discard a box: not below the mean value rule, which speaks of all their values. */
  readonly discard?: boolean
}

/** A claim that contradicts a fact, and the contradiction. */
export interface Contradiction { readonly claim: Claim; readonly refute: (th: Theorem) => Theorem }

export const zero = real(0n)
export const formulaOf = ({ f, strict }: Claim): Term => (strict ? mkLt : mkLe)(zero, f)
const table = new RuleTable()

export const lowFormula = (v: Term, e: End): Term => (e.strict ? mkLt : mkLe)(e.term, v)
export const highFormula = (v: Term, e: End): Term => (e.strict ? mkLt : mkLe)(v, e.term)

/** What it means to be in the range. */
export function rangeFormulas(v: Term, { low, high }: Range): Term[] {
  const out: Term[] = []
  if (low !== undefined) out.push(lowFormula(v, low))
  if (high !== undefined) out.push(highFormula(v, high))
  return out
}

export const boxFormulas = (box: Box): Term[] => [...box].flatMap(([v, range]) => rangeFormulas(v, range))
export const spanOf = ({ low, high }: Range): Span => ({ lo: low?.value ?? -Infinity, hi: high?.value ?? Infinity })

export function spansOf(box: Box): Map<FVar, Span> {
  const out = new Map<FVar, Span>()
  box.forEach((range, v) => { out.set(v, spanOf(range)) })
  return out
}

export const endAt = (q: Rational, strict: boolean): End => ({ term: rationalTerm(q), value: Number(q.num) / Number(q.den), strict })

/** A rational near a floating-point number, with at most `bits` binary digits, not above it (`up`: not below it). */
export function dyadicNear(v: number, bits: number, up: boolean): Rational {
  if (!Number.isFinite(v)) throw new LimitExceeded('not a finite number')
  if (Math.abs(v) < 1e-250) return v === 0 || (v < 0) === up ? Q.ZERO : Q.rational(up ? 1n : -1n, 1n << 800n)
  const shift = bits - 1 - Math.floor(Math.log2(Math.abs(v)))
  const n = BigInt((up ? Math.ceil : Math.floor)(v * 2 ** shift))
  return shift >= 0 ? Q.rational(n, 1n << BigInt(shift)) : Q.rational(n << BigInt(-shift))
}

/** The box with another range for v. */
export const withRange = (box: Box, v: FVar, range: Range): Box => new Map([...box, [v, range]])

export function withoutVariable(box: Box, v: FVar): Box {
  const out = new Map(box)
  out.delete(v)
  return out
}

export const replaceVar = (t: Term, v: FVar, by: Term): Term => substitute(t, new Map(), new Map([[v, by]]))

/** A claim without variables by interval evaluation, with more bits if needed. */
export function closedEnclosure(claim: Claim): Theorem {
  const goal = formulaOf(claim)
  return attempt(() => enclosure(goal, [], 64)) ?? enclosure(goal, [], 240)
}

// ── rules ──

/** `x < y → x ≤ y` */
export const weaken = (th: Theorem, low: Term, high: Term): Theorem =>
  use(table.get('weaken', () => derive([x, y], [mkLt(x, y)], (h) => byProducts(mkLe(x, y), h, [{ facts: [0] }, { facts: [1] }]))),
    [low, high], [th])

/** `0 < x → x ≤ y → inv y ≤ inv x` */
export const invAntitone = (): Theorem => table.get('inv antitone', () => derive([x, y], [mkLt(zero, x), mkLe(x, y)], (h) => {
  const up = byProducts(mkLt(zero, y), h, [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
  const [px, py] = [use(invRule('>'), [x], [h[0] as Theorem]), use(invRule('>'), [y], [up])]
  const ex = mp(specialise(base.inv, x), use(nonzeroRule('>'), [x], [h[0] as Theorem]))
  const ey = mp(specialise(base.inv, y), use(nonzeroRule('>'), [y], [up]))
  // inv x - inv y = inv x · inv y · (y - x)
  return byProducts(mkLe(mkInv(y), mkInv(x)), [h[1] as Theorem, px, py, ex, ey], [{ facts: [0, 1, 2] }, { facts: [5] }],
    [[3, mkInv(y)], [4, mkNeg(mkInv(x))]])
}))
/** `0 ≤ x - y → 0 < y → 0 < x` */
export const aboveMargin = (): Theorem => table.get('above a margin', () => derive([x, y], [mkLe(zero, mkSub(x, y)), mkLt(zero, y)], (h) =>
  byProducts(mkLt(zero, x), h, [{ facts: [0] }, { facts: [1] }, { facts: [2] }])))
/** `0 < -x → ¬(x = 0)` */
export const nonzeroOfNegative = (): Theorem => table.get('nonzero of negative', () => derive([x], [mkLt(zero, mkNeg(x))], (h) =>
  use(nonzeroRule('<'), [x], [byProducts(mkLt(x, zero), h, [{ facts: [0] }, { facts: [1] }])])))

/** `φ[b]` from `φ[a]` and `a = b`, for φ = λv. body. */
export function transport(v: FVar, body: Term, eq: Theorem, th: Theorem): Theorem {
  const [a, b] = sides(eq)
  const predicate = mkAbs(v, body)
  const there = trans(trans(sym(beta(mkApp(predicate, a))), congArg(predicate, eq)), beta(mkApp(predicate, b)))
  return eqMp(there, th)
}

/** `th` with the formulas of `range` about v as hypotheses in place of weaker ones. */
export function strengthened(th: Theorem, v: Term, range: Range): Theorem {
  let now = th
  const { low, high } = range
  if (low?.strict === true) now = cut(now, mkLe(low.term, v), () => weaken(assume(mkLt(low.term, v)), low.term, v))
  if (high?.strict === true) now = cut(now, mkLe(v, high.term), () => weaken(assume(mkLt(v, high.term)), v, high.term))
  return now
}

function cut(th: Theorem, hypothesis: Term, proof: () => Theorem): Theorem {
  return th.hyps.some((h) => core(h) === core(hypothesis)) ? proveHyp(th, proof()) : th
}
