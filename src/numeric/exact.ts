// Exact reals: rationals as long as they stay rational and small, intervals with outward rounding beyond. What this
// arithmetic calls true or false is true or false. UNTRUSTED as a whole (it proves nothing), but it alone confirms counterexamples.
import type { Algebra } from './algebra.js'
import { FALSE, NotEvaluable, SEEMS_FALSE, SEEMS_TRUE, TRUE, type Truth, type Value } from './value.js'
import { LimitExceeded } from '../arith/errors.js'
import * as E from '../arith/elementary.js'
import * as I from '../arith/interval.js'
import type { Interval } from '../arith/interval.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'

const PRECISION = 192
/** Rationals beyond this many decimal digits are continued as intervals. */
const DIGITS = 10n ** 2000n

export type Exact = Rational | Interval

const isExact = (a: Exact): a is Rational => Q.isRational(a)
const asInterval = (a: Exact): Interval => (isExact(a) ? I.fromRational(a, PRECISION) : a)
const real = (a: Value): Exact => a as Exact

function guarded(compute: () => Exact): Exact {
  try {
    return compute()
  } catch (error) {
    if (error instanceof LimitExceeded) throw new NotEvaluable('a number too large for exact arithmetic')
    throw error
  }
}

function tooLong(a: Rational): boolean {
  return a.den > DIGITS || a.num > DIGITS || a.num < -DIGITS
}

type Binary<T> = (x: T, y: T) => T

function binary(a: Value, b: Value, rational: Binary<Rational>, interval: Binary<Interval>): Exact {
  const [x, y] = [real(a), real(b)]
  return guarded(() => {
    if (isExact(x) && isExact(y)) {
      const z = rational(x, y)
      return tooLong(z) ? I.fromRational(z, PRECISION) : z
    }
    return interval(asInterval(x), asInterval(y))
  })
}

/** A single point as a rational, otherwise the interval itself. */
function settle(x: Interval): Exact {
  const low = I.lower(x)
  const high = I.upper(x)
  return low !== null && high !== null && Q.eq(low, high) ? low : x
}

/** Sign of every point: 1, -1, 0, or undefined when the interval meets both sides of 0. */
function signOf(a: Exact): -1 | 0 | 1 | undefined {
  if (isExact(a)) return Q.sign(a)
  const low = I.lower(a)
  const high = I.upper(a)
  if (low !== null && Q.sign(low) > 0) return 1
  if (high !== null && Q.sign(high) < 0) return -1
  return undefined
}

function integerRoot(n: bigint): bigint | undefined {
  if (n < 2n) return n
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) break
    root = next
  }
  return root * root === n ? root : undefined
}

function squareRoot(a: Exact): Exact {
  const sign = signOf(a)
  if (sign === 0 || sign === -1) return Q.ZERO
  if (isExact(a)) {
    const [p, q] = [integerRoot(a.num), integerRoot(a.den)]
    if (p !== undefined && q !== undefined) return Q.rational(p, q)
  }
  const x = asInterval(a)
  // √ is 0 to the left of 0, so only the part to the right counts.
  return I.sqrt(sign === 1 ? x : I.max(x, I.fromRational(Q.ZERO, PRECISION)), PRECISION)
}

function power(a: Exact, k: number): Exact {
  if (!isExact(a)) return I.pow(a, BigInt(k), PRECISION)
  const digits = a.num.toString().length + a.den.toString().length
  return digits * k > 4000 ? I.pow(asInterval(a), BigInt(k), PRECISION) : Q.pow(a, BigInt(k))
}

function midpoint(a: Exact): number {
  if (isExact(a)) return toDouble(a)
  const [low, high] = [I.lower(a), I.upper(a)]
  if (low === null) return high === null ? 0 : -Infinity
  return high === null ? Infinity : (toDouble(low) + toDouble(high)) / 2
}

/** Nearest double up to a few units in the last place; enough to show and to guess with. */
export function toDouble(a: Rational): number {
  const direct = Number(a.num) / Number(a.den)
  if (Number.isFinite(direct) && direct !== 0) return direct
  if (a.num === 0n) return 0
  // Numerator or denominator overflow a double: drop common binary digits first.
  const excess = Math.max(a.num.toString(2).length, a.den.toString(2).length) - 1000
  const shift = BigInt(Math.max(excess, 0))
  return Number(a.num >> shift) / Number(a.den >> shift)
}

function order(a: Value, b: Value, strict: boolean): Truth {
  const [x, y] = [real(a), real(b)]
  if (isExact(x) && isExact(y)) return (strict ? Q.lt(x, y) : Q.le(x, y)) ? TRUE : FALSE
  const [p, q] = [asInterval(x), asInterval(y)]
  const [pl, ph, ql, qh] = [I.lower(p), I.upper(p), I.lower(q), I.upper(q)]
  if (ph !== null && ql !== null && (strict ? Q.lt(ph, ql) : Q.le(ph, ql))) return TRUE
  if (pl !== null && qh !== null && (strict ? Q.le(qh, pl) : Q.lt(qh, pl))) return FALSE
  const [m, n] = [midpoint(x), midpoint(y)]
  return (strict ? m < n : m <= n) ? SEEMS_TRUE : SEEMS_FALSE
}

function equal(a: Value, b: Value): Truth {
  const [x, y] = [real(a), real(b)]
  if (isExact(x) && isExact(y)) return Q.eq(x, y) ? TRUE : FALSE
  return I.intersect(asInterval(x), asInterval(y)) === undefined ? FALSE : SEEMS_TRUE
}

/** A double as the rational it is. */
export function exactDouble(x: number): Rational {
  if (!Number.isFinite(x)) throw new NotEvaluable('a number out of range')
  let exponent = 0
  let m = x
  while (!Number.isInteger(m)) {
    m *= 2
    exponent++
  }
  return Q.rational(BigInt(m), 1n << BigInt(exponent))
}

function show(a: Exact): string {
  if (isExact(a)) {
    const text = a.toString()
    return text.length <= 40 ? text : `${Number(toDouble(a).toPrecision(12))}`
  }
  return `${Number(midpoint(a).toPrecision(12))}`
}

/** Order of exact numbers of which at least one is an interval: the interval that contains the minimum (maximum). */
export const exactAlgebra: Algebra = {
  name: 'exact',
  numeral: (text) => Q.rational(BigInt(text)),
  fromNumber: exactDouble,
  fromRatio: (p, q) => Q.rational(BigInt(p), BigInt(q)),
  toNumber: (a) => midpoint(real(a)),
  show: (a) => show(real(a)),
  add: (a, b) => binary(a, b, Q.add, (x, y) => I.add(x, y, PRECISION)),
  mul: (a, b) => binary(a, b, Q.mul, (x, y) => I.mul(x, y, PRECISION)),
  neg: (a) => {
    const x = real(a)
    return isExact(x) ? Q.neg(x) : I.neg(x)
  },
  inv: (a) => {
    const x = real(a)
    const sign = signOf(x)
    if (sign === 0) return Q.ZERO
    if (sign === undefined) throw new NotEvaluable('a divisor that may be 0')
    return isExact(x) ? Q.inv(x) : I.inv(x, PRECISION)
  },
  npow: (a, k) => guarded(() => power(real(a), k)),
  exp: (a) => {
    const x = real(a)
    if (isExact(x) && Q.isZero(x)) return Q.ONE
    return guarded(() => E.exp(asInterval(x), PRECISION))
  },
  log: (a) => {
    const x = real(a)
    const sign = signOf(x)
    if (sign === undefined) throw new NotEvaluable('a logarithm of a number that may be 0')
    if (sign <= 0 || (isExact(x) && Q.eq(x, Q.ONE))) return Q.ZERO
    return guarded(() => E.log(asInterval(x), PRECISION))
  },
  sin: (a) => guarded(() => E.sin(asInterval(real(a)), PRECISION)),
  cos: (a) => guarded(() => E.cos(asInterval(real(a)), PRECISION)),
  atan: (a) => guarded(() => E.atan(asInterval(real(a)), PRECISION)),
  pi: () => E.pi(PRECISION),
  sqrt: (a) => guarded(() => squareRoot(real(a))),
  abs: (a) => {
    const x = real(a)
    return isExact(x) ? Q.abs(x) : I.abs(x)
  },
  min: (a, b) => binary(a, b, Q.min, (x, y) => I.min(x, y)),
  max: (a, b) => binary(a, b, Q.max, (x, y) => I.max(x, y)),
  le: (a, b) => order(a, b, false),
  lt: (a, b) => order(a, b, true),
  eq: equal,
  hull: (a, b) => (a === b ? a : settle(I.hull(asInterval(real(a)), asInterval(real(b))))),
}
