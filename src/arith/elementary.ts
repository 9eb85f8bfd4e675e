// TRUSTED. Enclosures of elementary functions over intervals. Each is computed at the ends from an exact argument reduction
// and a power series in integers scaled by 2^w, the truncated tail bounded by the geometric series; then rounded outward.
// Every function takes (x, precision) with precision an integer from 2 to 4096 bits and returns an interval that contains
// f(t) for all t in x. Importers write `import * as E from '../arith/elementary.js'`; the square root is in interval.ts.
import { DomainError, bitLength, ceilDivide, ceilShift, floorDivide } from './errors.js'
import * as Q from './rational.js'
import type { Dyadic } from './dyadic.js'
import * as D from './dyadic.js'
import type { Interval } from './interval.js'
import * as I from './interval.js'

const MAX_PRECISION = 4096

/** The numbers t with lo ≤ t·2^w ≤ hi, for a scale w that the context fixes. */
interface Scaled {
  readonly lo: bigint
  readonly hi: bigint
}

const exactly = (n: bigint): Scaled => ({ lo: n, hi: n })
const negate = (x: Scaled): Scaled => ({ lo: -x.hi, hi: -x.lo })
const plus = (x: Scaled, y: Scaled): Scaled => ({ lo: x.lo + y.lo, hi: x.hi + y.hi })
const times = (x: Scaled, n: bigint): Scaled => n < 0n ? { lo: x.hi * n, hi: x.lo * n } : { lo: x.lo * n, hi: x.hi * n }
const over = (n: bigint, d: bigint, w: number): Scaled => ({ lo: floorDivide(n << BigInt(w), d), hi: ceilDivide(n << BigInt(w), d) })
const product = (x: Scaled, y: Scaled, w: number): Scaled => ({ lo: (x.lo * y.lo) >> BigInt(w), hi: ceilShift(x.hi * y.hi, BigInt(w)) })
const toInterval = (x: Scaled, w: number, p: number): Interval => I.interval(D.round(x.lo, -w, p, 'down'), D.round(x.hi, -w, p, 'up'))

/** m·2^e at scale w. */
function scaled(m: bigint, e: number, w: number): Scaled {
  const k = BigInt(e + w)
  return k >= 0n ? exactly(m << k) : { lo: m >> -k, hi: ceilShift(m, -k) }
}

/**
 * Σ_{j≥0} s^j·t_j / divisor(j), s = ±1, for t_0 = first ≥ 0 and t_{j+1} = t_j·q / step(j), q ≥ 0; step and divisor are
 * at least 1 and never decrease. It stops once the later ratios q/step are at most 1/2 and the term is below 2^-w: then
 * the rest is at most t_{j+1}·(1 + 1/2 + 1/4 + …) = 2·t_{j+1} in absolute value, and not negative if s = 1.
 */
function series(first: Scaled, q: Scaled, w: number, s: 1 | -1, step: (j: bigint) => bigint, divisor?: (j: bigint) => bigint): Scaled {
  let sum = exactly(0n)
  let term = first
  for (let j = 0n; ; j++) {
    const d = divisor === undefined ? 1n : divisor(j)
    const summand: Scaled = { lo: term.lo / d, hi: ceilDivide(term.hi, d) }
    sum = plus(sum, s < 0 && j % 2n === 1n ? negate(summand) : summand)
    const next = product(term, q, w)
    term = { lo: next.lo / step(j), hi: ceilDivide(next.hi, step(j)) }
    if (term.hi <= 1n && 2n * q.hi <= step(j + 1n) << BigInt(w)) break
  }
  return plus(sum, { lo: s < 0 ? -2n * term.hi : 0n, hi: 2n * term.hi })
}

/** atan (s = -1) or atanh (s = 1) of n/d for |n/d| ≤ 1/2: Σ s^j·z^(2j+1)/(2j+1). */
function arctangent(n: bigint, d: bigint, s: 1 | -1, w: number): Scaled {
  if (n < 0n) return negate(arctangent(-n, d, s, w))
  const z = over(n, d, w)
  return series(z, product(z, z, w), w, s, () => 1n, (j) => 2n * j + 1n)
}

/** π = 16·atan(1/5) - 4·atan(1/239) (Machin). */
const piScaled = (w: number): Scaled => plus(times(arctangent(1n, 5n, -1, w), 16n), times(arctangent(1n, 239n, -1, w), -4n))

/** Extra bits that keep the relative precision of a function that vanishes with x, for |x| < 2^top. */
const extra = (top: number): number => top >= 0 ? 0 : top < -MAX_PRECISION ? MAX_PRECISION : -top
/** |x| < 2^topOf(x) */
const topOf = (x: Dyadic): number => bitLength(x.mantissa) + x.exponent
const ONE = I.interval(D.ONE, D.ONE)
const HALF = I.interval(D.dyadic(1n, -1), D.dyadic(1n, -1))
const UNIT = I.interval(D.neg(D.ONE), D.ONE)

/** The precision, after refusing a bad one and (by reading x) what is not an Interval. */
function checked(p: number, x: Interval = I.WHOLE): number {
  I.containsZero(x)
  if (!(p >= 2 && p <= MAX_PRECISION && p % 1 === 0)) throw new RangeError(`a precision is an integer from 2 to ${MAX_PRECISION}`)
  return p
}

/** An enclosure of the value at a point. Inside this file the precision may exceed the public limit. */
type AtPoint = (x: Dyadic, p: number) => Interval

/** An increasing function from its enclosures at points; `range` contains all its values, and is their hull if x may be unbounded. */
function increasing(f: AtPoint, x: Interval, p: number, range: Interval): Interval {
  const low = x.lo === null ? range : f(x.lo, p)
  const high = x.hi === null ? range : x.lo !== null && D.cmp(x.lo, x.hi) === 0 ? low : f(x.hi, p)
  const result = I.interval(low.lo, high.hi)
  return I.intersect(result, range) ?? result
}

/** f(-x) = -f(x). */
const odd = (f: AtPoint): AtPoint => (x, p) => D.sign(x) < 0 ? I.neg(f(D.neg(x), p)) : f(x, p)

/** e^x = (e^(x/2^k))^(2^k) with x/2^k small; e^(-x) = 1/e^x; e^x ≥ 2^x where the result would be too large. */
function expAt(x: Dyadic, p: number): Interval {
  if (D.sign(x) < 0) return I.inv(expAt(D.neg(x), p + 2), p)
  const top = topOf(x)
  if (top > 15) return I.interval(D.dyadic(1n, (1 << 15) - 1), null)
  const small = bitLength(BigInt(p))
  const k = D.sign(x) > 0 && top + small > 0 ? top + small : 0
  const w = p + 2 * k + 16
  const power = series(exactly(1n << BigInt(w)), scaled(x.mantissa, x.exponent - k, w), w, 1, (j) => j + 1n)
  return I.pow(toInterval(power, w, w), 1n << BigInt(k), p)
}
const expOn = (x: Interval, p: number): Interval => increasing(expAt, x, p, I.interval(D.ZERO, null))

/** log(2^n·y) = n·log 2 + 2·atanh((y-1)/(y+1)) for 3/4 ≤ y < 3/2, where the last argument lies in [-1/7, 1/5]. */
function logAt(x: Dyadic, p: number): Interval {
  const bits = bitLength(x.mantissa)
  const scale = 4n * x.mantissa < 3n << BigInt(bits) ? bits - 1 : bits
  const n = scale + x.exponent
  const d = 1n << BigInt(scale)
  const z = x.mantissa - d
  const w = p + 32 + (n === 0 ? extra(bitLength(z) - bits) : 0)
  const multiple = n === 0 ? exactly(0n) : times(arctangent(1n, 3n, 1, w), 2n * BigInt(n))
  return toInterval(plus(multiple, times(arctangent(z, x.mantissa + d, 1, w), 2n)), w, p)
}

/** atan of n/d ≥ 0: π/2 - atan(d/n) beyond 1, and atan(1/2) + atan((2n-d)/(n+2d)) between 1/2 and 1. */
function atanScaled(n: bigint, d: bigint, w: number): Scaled {
  if (2n * n <= d) return arctangent(n, d, -1, w)
  if (n <= d) return plus(arctangent(1n, 2n, -1, w), arctangent(2n * n - d, n + 2n * d, -1, w))
  const pi = piScaled(w)
  return plus({ lo: pi.lo >> 1n, hi: ceilShift(pi.hi, 1n) }, negate(atanScaled(d, n, w)))
}

function atanAt(x: Dyadic, p: number): Interval {
  const w = p + 16 + extra(topOf(x))
  const { num, den } = D.toRational(x)
  return toInterval(atanScaled(num, den, w), w, p)
}

/** sin(x + quarter·π/2): with r = x - k·π/2 for a nearby integer k it is ±sin r or ±cos r, and those change no faster than r. */
function sineAt(x: Dyadic, quarter: bigint, p: number): Interval {
  const top = topOf(x)
  if (top > 512) return UNIT
  const w = p + 16 + extra(top) + (top > 0 ? top : 0)
  const pi = piScaled(w)
  const point = scaled(x.mantissa, x.exponent, w)
  const k = floorDivide(4n * point.lo + pi.lo, 2n * pi.lo)
  // 2r, so that π need not be halved; |r| is at most π/4 and a little, so the terms of both series shrink fast enough.
  const twice = plus(times(point, 2n), times(pi, -k))
  const r = twice.lo >> 1n
  const slack = ceilShift(twice.hi, 1n) - r
  const size = exactly(r < 0n ? -r : r)
  const square = product(size, size, w)
  const turn = BigInt.asUintN(2, k + quarter)
  const value = turn % 2n === 1n
    ? series(exactly(1n << BigInt(w)), square, w, -1, (j) => (2n * j + 1n) * (2n * j + 2n))
    : times(series(size, square, w, -1, (j) => (2n * j + 2n) * (2n * j + 3n)), r < 0n ? -1n : 1n)
  const near = toInterval(plus(turn >= 2n ? negate(value) : value, { lo: -slack, hi: slack }), w, p)
  return I.intersect(near, UNIT) ?? near
}

/** Whether x may contain a point (quarter + period·n)·π/2 for an integer n; `false` is certain. */
function mayMeet(x: Interval, quarter: bigint, period: bigint, p: number): boolean {
  if (x.lo === null || x.hi === null || topOf(x.lo) > 512 || topOf(x.hi) > 512) return true
  const top = topOf(x.lo) > topOf(x.hi) ? topOf(x.lo) : topOf(x.hi)
  const w = p + 16 + (top > 0 ? top : 0)
  const steps = I.div(x, I.mul(toInterval(piScaled(w), w, w), HALF, w), w)
  const from = I.lower(steps)
  const to = I.upper(steps)
  return from === null || to === null || ceilDivide(Q.ceil(from) - quarter, period) <= floorDivide(Q.floor(to) - quarter, period)
}

/** sin(x + quarter·π/2): extreme at an end, unless x meets a crest or a trough. */
function sine(x: Interval, quarter: bigint, p: number): Interval {
  if (x.lo === null || x.hi === null) return UNIT
  const ends = I.hull(sineAt(x.lo, quarter, p), sineAt(x.hi, quarter, p))
  return I.interval(mayMeet(x, 3n - quarter, 4n, p) ? UNIT.lo : ends.lo, mayMeet(x, 1n - quarter, 4n, p) ? UNIT.hi : ends.hi)
}

/** (e^x ± e^(-x))/2 for x ≥ 0. A small x cancels as many bits as extra() adds. */
const hyperbolic = (combine: (a: Interval, b: Interval, p: number) => Interval): AtPoint => (x, p) => {
  const w = p + 8 + extra(topOf(x))
  const e = expAt(x, w)
  return I.mul(combine(e, I.inv(e, w), w), HALF, p)
}

/** tanh x = 1 - 2/(e^(2x)+1). */
function tanhAt(x: Dyadic, p: number): Interval {
  const w = p + 8 + extra(topOf(x))
  const point = I.interval(x, x)
  const e = expOn(I.add(point, point, w), w)
  return I.sub(ONE, I.inv(I.mul(I.add(e, ONE, w), HALF, w), w), p)
}

/** erf x = 2/√π · e^(-x²) · Σ x·(2x²)^j/(1·3·…·(2j+1)) for x ≥ 0, and 0 ≤ 1 - erf x ≤ e^(-x²). */
function erfAt(x: Dyadic, p: number): Interval {
  const w = p + 16 + extra(topOf(x))
  const point = I.interval(x, x)
  const square = I.mul(point, point, w)
  // Beyond x² = w the distance from 1 is below 2^-w.
  const far = square.lo === null || D.cmp(square.lo, D.dyadic(BigInt(w))) >= 0
  if (far) return I.interval(D.add(D.ONE, D.dyadic(-1n, -w), p, 'down'), D.ONE)
  const first = scaled(x.mantissa, x.exponent, w)
  const sum = series(first, times(product(first, first, w), 2n), w, 1, (j) => 2n * j + 3n)
  const scale = I.div(expOn(I.neg(square), w), I.mul(I.sqrt(toInterval(piScaled(w), w, w), w), HALF, w), w)
  return I.mul(toInterval(sum, w, w), scale, p)
}

/** π. */
export const pi = (p: number): Interval => toInterval(piScaled(checked(p) + 8), p + 8, p)
export const exp = (x: Interval, p: number): Interval => expOn(x, checked(p, x))
export const sin = (x: Interval, p: number): Interval => sine(x, 0n, checked(p, x))
export const cos = (x: Interval, p: number): Interval => sine(x, 1n, checked(p, x))
/** Hyperbolic functions, and erf x = 2/√π·∫₀ˣ e^(-t²) dt. */
export const sinh = (x: Interval, p: number): Interval => increasing(odd(hyperbolic(I.sub)), x, checked(p, x), I.WHOLE)
export const cosh = (x: Interval, p: number): Interval => increasing(hyperbolic(I.add), I.abs(x), checked(p, x), I.interval(D.ONE, null))
export const tanh = (x: Interval, p: number): Interval => increasing(odd(tanhAt), x, checked(p, x), UNIT)
export const erf = (x: Interval, p: number): Interval => increasing(odd(erfAt), x, checked(p, x), UNIT)

export function atan(x: Interval, p: number): Interval {
  const right = I.mul(pi(checked(p, x)), HALF, p)
  return increasing(odd(atanAt), x, p, I.hull(I.neg(right), right))
}

/** Throws DomainError if x meets (-∞, 0]. */
export function log(x: Interval, p: number): Interval {
  checked(p, x)
  if (x.lo === null || D.sign(x.lo) <= 0) throw new DomainError('the logarithm of an interval that meets (-∞, 0]')
  return increasing(logAt, x, p, I.WHOLE)
}

/** Throws DomainError if x may contain a pole. */
export function tan(x: Interval, p: number): Interval {
  if (mayMeet(x, 1n, 2n, checked(p, x))) throw new DomainError('the tangent of an interval that may contain a pole')
  return increasing((point) => I.div(sineAt(point, 0n, p + 8), sineAt(point, 1n, p + 8), p), x, p, I.WHOLE)
}
