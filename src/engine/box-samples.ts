// UNTRUSTED. What samples of a claim on a box say: whether it may hold, how large its values are, where it seems to touch 0, and so where
// to cut the box. Nothing here proves anything. Part of analysis.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { freeVars, type FVar, type Term } from '../kernel/term.js'
import { dyadicNear, spanOf, spansOf, type Box, type Claim, type Range } from './box.js'
import { known } from './float-interval.js'
import { slopeOf } from './slopes.js'
import { tapeOf, valueOn } from './tape.js'
import type { Budget } from './types.js'

/** The ranges of the variables of t. */
export function restricted(box: Box, t: Term): Box {
  const own = new Set(freeVars(t))
  return box.size === own.size && [...box.keys()].every((v) => own.has(v)) ? box : new Map([...box].filter(([v]) => own.has(v)))
}

const inner = ({ low, high }: Range, share: number): number => {
  const [l, h] = [low?.value ?? -Infinity, high?.value ?? Infinity]
  if (Number.isFinite(l) && Number.isFinite(h)) return l + (h - l) * share
  const far = share / (1 - share)
  if (Number.isFinite(l)) return l + far
  return Number.isFinite(h) ? h - far : Math.log(far)
}

const SHARES = [0.5, 0.001, 0.999, 0.03, 0.97, 0.2, 0.8, 0.35, 0.65, 0.1, 0.9, 0.27, 0.73] as const
const pointAt = (box: Box, share: number, turn: number): Map<FVar, number> =>
  new Map([...box].map(([v, range], i) => [v, inner(range, SHARES[(i * turn + SHARES.indexOf(share as 0.5)) % SHARES.length] as number)]))
export const middleOf = (box: Box): Map<FVar, number> => new Map([...box].map(([v, range]) => [v, inner(range, 0.5)]))

const samplesOf = (box: Box): Map<FVar, number>[] =>
  SHARES.flatMap((share) => (box.size === 1 ? [0] : [0, 3, 5]).map((turn) => pointAt(box, share, turn)))

/** Whether no sample contradicts the claim clearly. */
export function plausible(claim: Claim, box: Box): boolean {
  return samplesOf(box).every((at) => !(valueOn(claim.f, at) < -1e-9))
}

/** What counts as a value of ordinary size. */
export function scaleOf(f: Term, box: Box): number {
  const values = samplesOf(box).map((at) => Math.abs(valueOn(f, at))).filter((v) => Number.isFinite(v)).sort((a, b) => a - b)
  return Math.min(1, Math.max(1e-6, values[Math.floor(values.length / 2)] ?? 1))
}

/** A rational with a small denominator very close to v, if there is one. */
function simpleNear(v: number, within: number): Rational | undefined {
  for (let d = 1; d <= 64; d++) {
    const n = Math.round(v * d)
    if (Math.abs(v - n / d) <= within) return Q.rational(BigInt(n), BigInt(d))
  }
  return undefined
}

/** Where the range of v is cut: at a zero inside if there seems to be one, else the middle, or further and further out. */
export function cutPoint(claim: Claim, v: FVar, box: Box, turn: number): Rational | undefined {
  const range = box.get(v) as Range
  const [l, h] = [range.low?.value, range.high?.value]
  const touched = box.size === 1 ? insideZero(claim.f, v, range) : undefined
  if (touched !== undefined) return touched
  if (l !== undefined && h !== undefined) {
    if (!(h - l > 1e-7 * Math.max(1e-3, Math.abs(l), Math.abs(h)))) return undefined
    return between(l, h, (l + h) / 2)
  }
  const at = l !== undefined ? (turn === 0 && l < 1 ? 1 : l + Math.max(1, Math.abs(l))) : h !== undefined
    ? (turn === 0 && h > -1 ? -1 : h - Math.max(1, Math.abs(h))) : 0
  return Math.abs(at) > 1e6 ? undefined : dyadicNear(at, 12, false)
}

/** A short dyadic number strictly between l and h, near the middle. */
function between(l: number, h: number, middle: number): Rational {
  for (let bits = 3; bits <= 52; bits++) {
    const q = dyadicNear(middle, bits, false)
    const value = Number(q.num) / Number(q.den)
    if (value > l + (h - l) / 4 && value < h - (h - l) / 4) return q
  }
  return dyadicNear(middle, 52, false)
}

/** A simple point strictly inside at which f seems to be 0. */
function insideZero(f: Term, v: FVar, range: Range): Rational | undefined {
  const at = (u: number): number => valueOn(f, new Map([[v, u]]))
  const n = 48
  let [share, least] = [NaN, Infinity]
  for (let i = 1; i < n; i++) {
    const value = at(inner(range, i / n))
    if (value < least) [share, least] = [i / n, value]
  }
  if (Number.isNaN(share)) return undefined
  const [from, to] = [inner(range, Math.max(share - 1 / n, 1e-9)), inner(range, Math.min(share + 1 / n, 1 - 1e-9))]
  let best = inner(range, share)
  let step = (to - from) / 4
  for (let i = 0; i < 200 && step > 1e-13 * Math.max(1, Math.abs(best)); i++) {
    const [a, b] = [at(best - step), at(best + step)]
    if (best - step > from && a < least) [best, least] = [best - step, a]
    else if (best + step < to && b < least) [best, least] = [best + step, b]
    else step /= 2
  }
  if (!(Math.abs(least) < 1e-7) || !(at(from) > 1e-7) || !(at(to) > 1e-7) || !(Math.abs(best) < 1e4)) return undefined
  const guess = simpleNear(best, 1e-4 * Math.max(1e-3, to - from))
  if (guess === undefined) return undefined
  const value = Number(guess.num) / Number(guess.den)
  const within = value > (range.low?.value ?? -Infinity) && value < (range.high?.value ?? Infinity)
  return within && Math.abs(at(value)) < 1e-12 ? guess : undefined
}

/** The variable whose range matters most. */
export function widest(claim: Claim, box: Box, budget: Budget): FVar {
  let best: FVar | undefined
  let most = -1
  for (const [v, range] of box) {
    const { lo, hi } = spanOf(range)
    const slope = slopeOf(claim.f, v, budget)
    const s = slope === undefined ? undefined : tapeOf(slope.value)?.run(spansOf(box), [])
    const steep = s === undefined || !known(s) ? 1e6 : Math.max(Math.abs(s.lo), Math.abs(s.hi))
    const w = hi - lo
    const influence = w === Infinity ? Infinity : w * Math.min(steep, 1e12)
    if (influence > most && w > 1e-9) [best, most] = [v, influence]
  }
  return best ?? ([...box.keys()][0] as FVar)
}
