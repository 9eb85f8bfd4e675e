// UNTRUSTED. The search of calculus: a claim `0 ≤ t` for x in a range is closed at once, or t (possibly scaled by something positive) is
// differentiated and compared with its value at a base point. Samples decide what is tried, the kernel what is proved. Part of calculus.
import { core, freeVars, instantiateBody, mkAbs, occurs, type Abs, type FVar, type Term } from '../kernel/term.js'
import { mkLe, mkNeg, real } from '../kernel/signature.js'
import { andIntro, assume, generalise, intro, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { differentiate } from '../kernel/derivative.js'
import { around, beyond, leastOn, placeOfLeast, plausibleOn, pointsOf, withValue } from './calculus-samples.js'
import {
  byTangents, closedOrder, condition, equal, inOneExponential, order, polynomialNonneg, scalings, unscale, type Scaled,
} from './calculus-leaves.js'
import { along as moveAlong } from './case-rules.js'
import { along, rangeFacts, type End, type Obligation, type Range, type Side } from './calculus-range.js'
import { simplified } from './calculus-simplify.js'
import { byProducts } from './derived.js'
import { byBoxes } from './interval.js'
import { difficulty, expForm } from './exponential-form.js'
import { because, type Known, type Proof } from './known.js'
import { attempt, byArithmetic } from './leaves.js'
import { asAnd, byCases, proveHyp, restate, sides } from './logic.js'
import { leOrLt } from './order.js'
import { claim } from './positivity-rules.js'
import { sign } from './positivity.js'
import { plausible, valueAt, type Point } from './evaluation.js'
import { EngineView, rationalTerm } from './view.js'
import * as Q from '../arith/rational.js'

/** What stays the same during one search. */
export interface Setting {
  readonly x: FVar
  /** Facts that do not speak of x. */
  readonly known: Known
  /** Sample values of everything but x. */
  readonly envs: readonly Point[]
  /** Parameters that may serve as base points. */
  readonly bases: readonly Term[]
  /** Proves a claim without x, by calculus in another variable if need be. */
  readonly constant: (goal: Term, known: Known) => Proof | undefined
  readonly memo: Map<string, { readonly depth: number; readonly proof: Proof | undefined }>
}

const endKey = (e: End | undefined): string => (e === undefined ? '' : `${String(core(e.bound).id)}${String(e.strict)}`)
const keyOf = (t: Term, { low, high }: Range): string => `${String(core(t).id)}|${endKey(low)}|${endKey(high)}`

/** `0 ≤ t` from the facts and `rangeFacts(x, range)` as hypotheses. */
export function nonnegative(t: Term, range: Range, s: Setting, depth: number): Proof | undefined {
  const key = keyOf(t, range)
  const old = s.memo.get(key)
  if (old !== undefined && (old.proof !== undefined || old.depth >= depth)) return old.proof
  s.known.budget.spend(5)
  const hopeless = old === undefined && !plausibleOn(t, s.x, range, s.envs)
  const simpler = hopeless ? undefined : simplified(t, inside(range, s))
  if (simpler !== undefined && core(sides(simpler)[1]) !== core(t)) {
    const inner = nonnegative(sides(simpler)[1], range, s, depth)
    const whole = inner === undefined ? undefined : { theorem: moveAlong('≥', simpler, inner.theorem), why: inner.why }
    s.memo.set(key, { depth, proof: whole })
    return whole
  }
  const briefly = (): Proof | undefined => s.known.budget.within(LEAF, (budget) => leaf(t, range, { ...s, known: s.known.under(budget) }))
  const closed = old === undefined && !hopeless ? briefly() : undefined
  const proof = closed ?? (depth > 0 && !hopeless ? byDerivative(t, range, s, depth) : undefined)
  s.memo.set(key, { depth: hopeless ? Infinity : depth, proof })
  return proof
}

/** What is known at a point of the range, with samples of it. */
export function inside(range: Range, s: Setting): Known {
  const points = s.envs.flatMap((env) => pointsOf(range, env).map((v) => withValue(env, s.x, v)))
  return s.known.at(points).assuming(rangeFacts(s.x, range))
}

// ── closing a claim at once ──

/** The work one claim is worth before it is differentiated. */
const LEAF = 4_000

function leaf(t: Term, range: Range, s: Setting): Proof | undefined {
  const here = inside(range, s)
  const plain = attempt(() => sign('≥', t, here))
  if (plain !== undefined) return plain
  const view = new EngineView()
  for (const scaled of scalings(t, view, here)) {
    if (!plausibleOn(scaled.term, s.x, range, s.envs)) continue
    const powers = attempt(() => inOneExponential(scaled, view))
    const sum = powers === undefined ? undefined : attempt(() => polynomialNonneg(powers.polynomial, view, here))
    const first = powers === undefined || sum === undefined ? undefined : unscale(t, powers.scaled, view, here, sum)
    if (first !== undefined) return first
    const inner = attempt(() => byTangents(scaled, view, here))
    const whole = inner === undefined ? undefined : unscale(t, scaled, view, here, inner)
    if (whole !== undefined) return whole
  }
  return order(claim('≥', t), here) ?? boxes(t, range, s, here)
}

/** Branch and bound, where the samples leave room and everything has closed bounds. */
function boxes(t: Term, range: Range, s: Setting, here: Known): Proof | undefined {
  if (range.low === undefined || range.high === undefined || !(leastOn(t, s.x, range, s.envs) > 1e-4)) return undefined
  const found = byBoxes(claim('≥', t), here, 60)
  return 'theorem' in found ? found : undefined
}

// ── by the derivative ──

interface Option {
  readonly g: Term
  readonly scaled: Scaled | undefined
  readonly view: EngineView
  readonly slope: Term
  readonly cost: number
}

/** Functions with the sign of t, those with the simplest derivatives first. */
function options(t: Term, range: Range, s: Setting): readonly Option[] {
  const view = new EngineView()
  const here = inside(range, s)
  const found = new Map<Term, Option>()
  const add = (g: Term, scaled: Scaled | undefined): void => {
    if (found.has(core(g)) || !occurs(s.x, g)) return
    const slope = attempt(() => instantiateBody(differentiate(mkAbs(s.x, g)).derivative, s.x))
    if (slope === undefined) return
    const reading = new EngineView()
    const form = attempt(() => expForm(slope, reading))
    if (form !== undefined) found.set(core(g), { g, scaled, view, slope,
      cost: difficulty(form, s.x, reading) + (scaled === undefined ? 0 : 1) })
  }
  add(t, undefined)
  for (const scaled of scalings(t, view, here)) if (scaled.changed) add(scaled.term, scaled)
  return [...found.values()].sort((a, b) => a.cost - b.cost)
}

function byDerivative(t: Term, range: Range, s: Setting, depth: number): Proof | undefined {
  for (const option of options(t, range, s)) {
    for (const base of basePoints(option, range, s)) {
      s.known.budget.spend(3)
      const inner = fromBase(option, base, range, s, depth)
      if (inner === undefined) continue
      const here = inside(range, s)
      const whole = option.scaled === undefined ? inner : unscale(t, option.scaled, option.view, here, inner)
      if (whole !== undefined) return whole
    }
  }
  return inPieces(t, range, s, depth)
}

/**
 * With numbers only: the range cut on both sides of the place where t is least, so that the middle piece can be left to interval
 * evaluation and the slope has a clear sign on the others.
 */
function inPieces(t: Term, range: Range, s: Setting, depth: number): Proof | undefined {
  const [env] = s.envs
  if (env === undefined || freeVars(t).some((v) => v !== s.x) || !(leastOn(t, s.x, range, [env]) > 1e-4)) return undefined
  const cuts = around(t, s.x, range, env)
  if (cuts === undefined) return undefined
  const [p, q] = cuts.map((c) => rationalTerm(Q.rational(...c))) as [Term, Term]
  const pieces: readonly Range[] = [{ low: range.low, high: { bound: p, strict: false } },
    { low: { bound: p, strict: false }, high: { bound: q, strict: false } }, { low: { bound: q, strict: true }, high: range.high }]
  const proofs: Proof[] = []
  for (const i of [1, 0, 2]) {
    const found = nonnegative(t, pieces[i] as Range, s, depth - 1)
    if (found === undefined) return undefined
    proofs[i] = found
  }
  const [below, middle, above] = proofs.map((part) => part.theorem) as [Theorem, Theorem, Theorem]
  const weak = (h: Theorem): Theorem => byProducts(mkLe(p, s.x), [h], [{ facts: [0] }, { facts: [1] }])
  const th = byCases(leOrLt(s.x, p), (h) => proveHyp(below, h), (h) =>
    byCases(leOrLt(s.x, q), (k) => proveHyp(proveHyp(middle, weak(h)), k), (k) => proveHyp(above, k)))
  return because(th, 'in three pieces', ...proofs)
}

/** A base point; a special one (an end, a parameter, the place of the least value) is worth more work. */
interface Base { readonly term: Term; readonly special: boolean }

const NUMBERS: readonly (readonly [bigint, bigint])[] = [[0n, 1n], [1n, 1n], [-1n, 1n], [1n, 2n], [2n, 1n]]

/** Where the function may be compared with its value: the samples show no change of sign of the slope elsewhere. */
function basePoints(option: Option, range: Range, s: Setting): readonly Base[] {
  const [env] = s.envs
  const place = env === undefined ? undefined : placeOfLeast(option.g, s.x, range, env)
  const numbers = place === undefined ? NUMBERS : [place, ...NUMBERS]
  const ends = [range.low?.bound, range.high?.bound].filter((e) => e !== undefined)
  const all = [...ends, ...numbers.map(([n, d]) => rationalTerm(Q.rational(n, d))), ...s.bases]
  const unique = [...new Map(all.map((b) => [core(b), b])).values()]
  const special = new Set([...ends, ...s.bases, ...(place === undefined ? [] : [rationalTerm(Q.rational(...place))])].map(core))
  const ordered = [...unique.filter((b) => special.has(core(b))), ...unique.filter((b) => !special.has(core(b)))]
  return ordered.map((b) => ({ term: b, special: special.has(core(b)) })).filter(({ term: b }) =>
    s.envs.every((env2) => suits(option, b, range, s, env2)))
}

function suits(option: Option, base: Term, range: Range, s: Setting, env: Point): boolean {
  const at = valueAt(base, env)
  const atBase = withValue(env, s.x, at)
  if (!Number.isFinite(at) || !Number.isFinite(valueAt(option.g, atBase)) || !plausible(option.g, atBase)) return false
  return pointsOf(range, env).every((v) => {
    const there = withValue(env, s.x, v)
    return v === at || plausible(v > at ? option.slope : mkNeg(option.slope), there)
  })
}

/** `0 ≤ g` on the range from the value at the base and the sign of the slope on both sides. */
function fromBase(option: Option, { term: base, special }: Base, range: Range, s: Setting, depth: number): Proof | undefined {
  const start = startAt(option.g, base, special, s)
  if (start === undefined) return undefined
  const here = inside(range, s)
  const above = byArithmetic(mkLe(base, s.x), here)
  const below = above === undefined ? byArithmetic(mkLe(s.x, base), here) : undefined
  const right = below === undefined ? oneSide(option, base, 'right', range, s, depth, start) : undefined
  if (below === undefined && right === undefined) return undefined
  const left = above === undefined ? oneSide(option, base, 'left', range, s, depth, start) : undefined
  if (above === undefined && left === undefined) return undefined
  const parts = [start, ...[right, left].filter((p) => p !== undefined)]
  const why = { text: 'by the mean value theorem, from the base point', parts: parts.map((p) => p.why) }
  const done = (th: Theorem): Proof => ({ theorem: th, why: { ...why, formulas: [th.concl, base] } })
  if (right !== undefined && above !== undefined) return done(proveHyp(right.theorem, above.theorem))
  if (left !== undefined && below !== undefined) return done(proveHyp(left.theorem, below.theorem))
  if (right === undefined || left === undefined) return undefined
  return done(byCases(leOrLt(base, s.x), (h) => proveHyp(right.theorem, h), (h) =>
    proveHyp(left.theorem, byProducts(mkLe(s.x, base), [h], [{ facts: [0] }, { facts: [1] }]))))
}

/** `0 ≤ g base`. */
function startAt(g: Term, base: Term, special: boolean, s: Setting): Proof | undefined {
  const value = instantiateBody(mkAbs(s.x, g), base)
  const goal = claim('≥', value)
  const tiny = s.envs.every((env) => Math.abs(valueAt(value, env)) < 1e-9)
  const vanishes = tiny ? equal(value, real(0n), s.known) : undefined
  if (vanishes !== undefined) {
    return because(byProducts(goal, [vanishes.theorem], [{ facts: [1] }], [[0, real(1n)]]), 'zero at the base point', vanishes)
  }
  return order(goal, s.known) ?? closedOrder(goal) ?? (special ? s.constant(goal, s.known) : undefined)
}

function oneSide(option: Option, base: Term, side: Side, range: Range, s: Setting, depth: number, start: Proof): Proof | undefined {
  const g = mkAbs(s.x, option.g)
  const part = beyond(range, base, side)
  const rising = side === 'right' ? option.slope : mkNeg(option.slope)
  const inner = nonnegative(rising, part, s, depth - 1)
  if (inner === undefined) return undefined
  const everywhere = generalise(s.x, rangeFacts(s.x, part).reduceRight((acc, p) => intro(p, acc), inner.theorem))
  const continuity: Obligation = (_v, facts, goal) => condition(goal, s.known.assuming(facts))
  const slope: Obligation = (v, facts, goal) => {
    const parts = asAnd(goal)
    const smooth = parts === undefined ? undefined : condition(parts[0], s.known.assuming(facts))
    if (parts === undefined || smooth === undefined) return undefined
    const here = rangeFacts(v, part).reduce((th, p) => mp(th, restate(assume(p), p)), specialise(everywhere, v))
    return andIntro(smooth, byProducts(parts[1], [here], [{ facts: [0] }, { facts: [1] }]))
  }
  const far = side === 'right' ? range.high : range.low
  const th = attempt(() => along(g as Abs, base, side, far, s.x, start.theorem, continuity, slope))
  return th === undefined ? undefined : because(th, side === 'right' ? 'to the right' : 'to the left', inner)
}
