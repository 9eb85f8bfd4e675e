// UNTRUSTED. What calculus looks at before it proves anything: values of a function at sample points of its range, for several values of
// the parameters. Floating point; it only says which claims and base points are worth trying. Part of calculus.
import { core, type FVar, type Term } from '../kernel/term.js'
import type { Range, Side } from './calculus-range.js'
import { plausible, valueAt, type Point } from './sample.js'

const OUTWARD = [0.003, 0.03, 0.1, 0.3, 0.5, 1, 1.5, 2, 3, 5, 10, 30]
const INWARD = [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999]

/** Points of the range, its ends included when they belong to it. */
export function pointsOf(range: Range, env: Point): readonly number[] {
  const low = range.low === undefined ? -Infinity : valueAt(range.low.bound, env)
  const high = range.high === undefined ? Infinity : valueAt(range.high.bound, env)
  if (Number.isNaN(low) || Number.isNaN(high) || low > high) return []
  const ends = [...(range.low?.strict === false ? [low] : []), ...(range.high?.strict === false ? [high] : [])]
  if (low > -Infinity && high < Infinity) return low === high ? ends : [...ends, ...INWARD.map((s) => low + s * (high - low))]
  if (low > -Infinity) return [...ends, ...OUTWARD.map((s) => low + s)]
  if (high < Infinity) return [...ends, ...OUTWARD.map((s) => high - s)]
  return [0, ...OUTWARD, ...OUTWARD.map((s) => -s)]
}

/** The point with a value for x. */
export function withValue(env: Point, x: FVar, value: number): Point {
  return new Map([...env, [core(x), value]])
}

/** No sample of the range, for any of the parameter values, shows `t < 0`. */
export function plausibleOn(t: Term, x: FVar, range: Range, envs: readonly Point[]): boolean {
  return envs.every((env) => pointsOf(range, env).every((v) => plausible(t, withValue(env, x, v))))
}

/** The least value of t over the samples, relative to the rest of it; NaN when there is none. */
export function leastOn(t: Term, x: FVar, range: Range, envs: readonly Point[]): number {
  let lowest = NaN
  for (const env of envs) {
    for (const v of pointsOf(range, env)) {
      const value = valueAt(t, withValue(env, x, v))
      if (Number.isFinite(value) && !(value >= lowest)) lowest = value
    }
  }
  return lowest
}

/** The part of a range to one side of a point, the point itself left out. */
export function beyond(range: Range, base: Term, side: Side): Range {
  const end = { bound: base, strict: true }
  const open = (e: Range['low']): Range['low'] => (e === undefined ? undefined : { bound: e.bound, strict: true })
  return side === 'right' ? { low: end, high: open(range.high) } : { low: open(range.low), high: end }
}

/** A simple fraction near the place where t is least on the range. */
export function placeOfLeast(t: Term, x: FVar, range: Range, env: Point): readonly [bigint, bigint] | undefined {
  const place = least(t, x, range, env)
  return place === undefined ? undefined : fraction(place)
}

/** The place where t is least on the range, about. */
function least(t: Term, x: FVar, range: Range, env: Point): number | undefined {
  const points = pointsOf(range, env)
  let best: number | undefined
  let lowest = Infinity
  for (const v of points) {
    const value = valueAt(t, withValue(env, x, v))
    if (value < lowest) [best, lowest] = [v, value]
  }
  return best === undefined ? undefined : goldenSection((v) => valueAt(t, withValue(env, x, v)), best, points)
}

/** Fractions on both sides of the place where t is least, inside the range; undefined when that place is at an end. */
export function around(t: Term, x: FVar, range: Range, env: Point): readonly [readonly [bigint, bigint], readonly [bigint, bigint]] | undefined {
  const at = least(t, x, range, env)
  if (at === undefined) return undefined
  const low = range.low === undefined ? -Infinity : valueAt(range.low.bound, env)
  const high = range.high === undefined ? Infinity : valueAt(range.high.bound, env)
  const room = Math.min(at - low, high - at, Math.max(1, Math.abs(at)))
  if (!(room > 1e-3)) return undefined
  const scale = 2 ** Math.ceil(5 - Math.log2(room))
  return [[BigInt(Math.floor((at - room / 8) * scale)), BigInt(scale)], [BigInt(Math.ceil((at + room / 8) * scale)), BigInt(scale)]]
}

function goldenSection(f: (v: number) => number, best: number, points: readonly number[]): number {
  const sorted = [...points].sort((a, b) => a - b)
  const i = sorted.indexOf(best)
  let [low, high] = [sorted[Math.max(0, i - 1)] ?? best, sorted[Math.min(sorted.length - 1, i + 1)] ?? best]
  for (let k = 0; k < 60; k++) {
    const [u, v] = [low + (high - low) * 0.382, low + (high - low) * 0.618]
    if (f(u) <= f(v)) high = v
    else low = u
  }
  return (low + high) / 2
}

/** The fraction with the smallest denominator close to a number. */
export function fraction(value: number, closeness = 1e-4): readonly [bigint, bigint] | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > 1e6) return undefined
  for (let d = 1; d <= 64; d++) {
    const n = Math.round(value * d)
    if (Math.abs(value - n / d) < closeness * Math.max(1, Math.abs(value))) return [BigInt(n), BigInt(d)]
  }
  return undefined
}
