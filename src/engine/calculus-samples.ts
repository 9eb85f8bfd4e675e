// UNTRUSTED. What calculus looks at before it proves anything: values of a function at sample points of its range, for several values of
// the parameters. Floating point; it only says which claims and base points are worth trying. Part of calculus.
import { core, type FVar, type Term } from '../kernel/term.js'
import { EXP, LOG, asUnary } from '../kernel/signature.js'
import type { Range, Side } from './calculus-range.js'
import type { Known } from './known.js'
import { attempt } from './leaves.js'
import { plausible, valueAt, type Point } from './evaluation.js'
import { toNumber } from './sample.js'
import { EngineView } from './view.js'

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

type Fraction = readonly [numerator: bigint, denominator: bigint]

/** Fractions on both sides of the place where t is least, inside the range; undefined when that place is at an end. */
export function around(t: Term, x: FVar, range: Range, env: Point): readonly [Fraction, Fraction] | undefined {
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

/** Factors by which an exponential is taken to be larger than its tangent, or than nothing in particular. */
const STRETCH = [1, 1.2, 3, 20] as const

/**
 * Whether `low ≤ high` fails when each `exp u` is only known to be positive, or with `tangents` at least `1 + u` (and `log u` at most
 * `u - 1`): then arithmetic that knows no more cannot prove it. The arguments keep their values at the sample points.
 */
export function relaxationFails(low: Term, high: Term, known: Known, tangents: boolean): boolean {
  const view = new EngineView()
  const p = attempt(() => view.difference(high, low))
  if (p === undefined) return false
  const atoms = [...view.atoms()].filter(([, t]) => p.terms.some((m) => m.factors.some((f) => view.term(f.atom) === t)))
  if (!atoms.some(([, t]) => asUnary(t, EXP) !== undefined || asUnary(t, LOG) !== undefined)) return false
  return known.points.some((point) => STRETCH.some((stretch) => {
    const values = new Map(atoms.map(([id, t]) => [id, relaxedValue(t, point, stretch, tangents)]))
    let total = 0
    let size = 0
    for (const m of p.terms) {
      const term = m.factors.reduce((v, f) => v * (values.get(f.atom) ?? NaN) ** Number(f.exponent), toNumber(m.coefficient))
      total += term
      size += Math.abs(term)
    }
    return Number.isFinite(total) && total < -1e-9 * (1 + size)
  }))
}

function relaxedValue(t: Term, point: Point, stretch: number, tangents: boolean): number {
  const exponent = asUnary(t, EXP)
  if (exponent !== undefined) return tangents ? Math.max(1 + valueAt(exponent, point), 0.01) * stretch : stretch - 0.9
  const argument = asUnary(t, LOG)
  if (argument !== undefined) return tangents ? valueAt(argument, point) - stretch : 4 - 2 * stretch
  return valueAt(t, point)
}
