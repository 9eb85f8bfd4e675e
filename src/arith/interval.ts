// TRUSTED. Closed real intervals with dyadic or infinite ends, rounded outward at an explicit precision (bits, 2 … 16384).
// An operation returns an interval that contains f(x, y) for all real x, y in its arguments; an undefined point among them
// is a DomainError, never a convention. An interval is never empty. Values are frozen and branded as in rational.ts.
// Importers write `import * as I from '../arith/interval.js'`.
import { DomainError, LimitExceeded, bitLength } from './errors.js'
import type { Rational } from './rational.js'
import * as Q from './rational.js'
import type { Direction, Dyadic } from './dyadic.js'
import * as D from './dyadic.js'

/** An end point: a dyadic number, or -1 for -∞, 1 for +∞. */
type End = Dyadic | -1 | 1

const KEY = {}
let lowOf: (x: Interval) => End
let highOf: (x: Interval) => End

/** [lo, hi]; `lo` is null for -∞, `hi` for +∞. */
export class Interval {
  readonly #low: End
  readonly #high: End

  static {
    lowOf = (x) => x.#low
    highOf = (x) => x.#high
  }

  /** Not for use outside this file: the key is never exported. */
  constructor(key: object, low: End, high: End) {
    if (key !== KEY) throw new TypeError('an Interval is made by interval(lo, hi)')
    if (low === 1 || high === -1 || compare(low, high) > 0) throw new RangeError('an interval needs lo ≤ hi')
    this.#low = low
    this.#high = high
    Object.freeze(this)
  }

  get lo(): Dyadic | null {
    return typeof this.#low === 'number' ? null : this.#low
  }

  get hi(): Dyadic | null {
    return typeof this.#high === 'number' ? null : this.#high
  }

  toString(): string {
    return `[${this.lo ?? '-∞'}, ${this.hi ?? '+∞'}]`
  }
}
Object.freeze(Interval)
Object.freeze(Interval.prototype)

const signOf = (x: End): -1 | 0 | 1 => typeof x === 'number' ? x : D.sign(x)

function compare(x: End, y: End): -1 | 0 | 1 {
  if (typeof x === 'number') return x === y ? 0 : x
  if (typeof y === 'number') return y === 1 ? -1 : 1
  return D.cmp(x, y)
}

const smaller = (x: End, y: End): End => compare(x, y) <= 0 ? x : y
const larger = (x: End, y: End): End => compare(x, y) <= 0 ? y : x
const negated = (x: End): End => typeof x !== 'number' ? D.neg(x) : x === 1 ? -1 : 1
const infinity = (direction: Direction): End => direction === 'down' ? -1 : 1

/** [lo, hi], null for an infinite end. Throws RangeError if lo > hi. */
export function interval(lo: Dyadic | null, hi: Dyadic | null): Interval {
  // D.sign refuses what is not a Dyadic.
  if (lo !== null) D.sign(lo)
  if (hi !== null) D.sign(hi)
  return new Interval(KEY, lo ?? -1, hi ?? 1)
}

export const WHOLE: Interval = interval(null, null)

/** The narrowest interval of this precision around q. */
export const fromRational = (q: Rational, precision: number): Interval => between(q, q, precision)

/** Encloses {x | lo ≤ x ≤ hi}, null for no bound. Throws RangeError if lo > hi. */
export function between(lo: Rational | null, hi: Rational | null, precision: number): Interval {
  if (lo !== null && hi !== null && Q.lt(hi, lo)) throw new RangeError('an interval needs lo ≤ hi')
  return interval(lo && D.fromRational(lo, precision, 'down'), hi && D.fromRational(hi, precision, 'up'))
}

const exact = (x: End): Rational | null => typeof x === 'number' ? null : D.toRational(x)
/** The lower end as an exact number, null for -∞. */
export const lower = (x: Interval): Rational | null => exact(lowOf(x))
/** The upper end as an exact number, null for +∞. */
export const upper = (x: Interval): Rational | null => exact(highOf(x))

/** hi - lo exactly, null if an end is infinite. */
export const width = (x: Interval): Rational | null =>
  x.lo === null || x.hi === null ? null : Q.sub(D.toRational(x.hi), D.toRational(x.lo))

export function contains(x: Interval, q: Rational): boolean {
  const low = lower(x)
  const high = upper(x)
  return (low === null || Q.le(low, q)) && (high === null || Q.le(q, high))
}

export const containsZero = (x: Interval): boolean => signOf(lowOf(x)) <= 0 && signOf(highOf(x)) >= 0

/** Whether every point of x lies in y. */
export const subset = (x: Interval, y: Interval): boolean =>
  compare(lowOf(y), lowOf(x)) <= 0 && compare(highOf(x), highOf(y)) <= 0

/** The smallest interval around both. */
export const hull = (x: Interval, y: Interval): Interval =>
  new Interval(KEY, smaller(lowOf(x), lowOf(y)), larger(highOf(x), highOf(y)))

/** The common points, undefined if there are none. */
export function intersect(x: Interval, y: Interval): Interval | undefined {
  const low = larger(lowOf(x), lowOf(y))
  const high = smaller(highOf(x), highOf(y))
  return compare(low, high) > 0 ? undefined : new Interval(KEY, low, high)
}

/** x with its ends rounded outward. */
export const round = (x: Interval, precision: number): Interval => add(x, interval(D.ZERO, D.ZERO), precision)
export const neg = (x: Interval): Interval => new Interval(KEY, negated(highOf(x)), negated(lowOf(x)))

/** Sum of two ends of the same side: an infinite one stays. */
function sumEnd(x: End, y: End, precision: number, direction: Direction): End {
  return (typeof x === 'number' || typeof y === 'number' ? null : D.add(x, y, precision, direction)) ?? infinity(direction)
}

export const add = (x: Interval, y: Interval, precision: number): Interval =>
  new Interval(KEY, sumEnd(lowOf(x), lowOf(y), precision, 'down'), sumEnd(highOf(x), highOf(y), precision, 'up'))
export const sub = (x: Interval, y: Interval, precision: number): Interval => add(x, neg(y), precision)

type EndOperation = (x: End, y: End, precision: number, direction: Direction) => End

/** 0 · ∞ is 0 here: the points near an infinite end are finite, and their products with 0 are 0. */
function productEnd(x: End, y: End, precision: number, direction: Direction): End {
  const s = signOf(x) * signOf(y)
  if (s === 0) return D.ZERO
  if (typeof x === 'number' || typeof y === 'number') return s < 0 ? -1 : 1
  return D.mul(x, y, precision, direction) ?? infinity(direction)
}

/** For y ≠ 0. A quotient by a growing divisor tends to 0; where the dividend grows too, the other corners cover the limits. */
function quotientEnd(x: End, y: End, precision: number, direction: Direction): End {
  if (typeof y === 'number') return D.ZERO
  if (typeof x === 'number') return signOf(y) < 0 ? negated(x) : x
  return D.div(x, y, precision, direction) ?? infinity(direction)
}

/** The hull of the operation at the four corners: right for an operation that is monotone in each argument on the box. */
function corners(operation: EndOperation, x: Interval, y: Interval, precision: number): Interval {
  const a = lowOf(x)
  const b = highOf(x)
  const c = lowOf(y)
  const d = highOf(y)
  const onePoint = compare(a, b) === 0 || compare(c, d) === 0
  const side = (direction: Direction, pick: (p: End, q: End) => End): End => {
    const first = operation(a, c, precision, direction)
    const second = operation(b, d, precision, direction)
    if (onePoint) return pick(first, second)
    return pick(pick(first, second), pick(operation(a, d, precision, direction), operation(b, c, precision, direction)))
  }
  return new Interval(KEY, side('down', smaller), side('up', larger))
}

export const mul = (x: Interval, y: Interval, precision: number): Interval => corners(productEnd, x, y, precision)

/** x / y. Throws DomainError if y contains 0, end points included. */
export function div(x: Interval, y: Interval, precision: number): Interval {
  if (containsZero(y)) throw new DomainError('division by an interval that contains 0')
  return corners(quotientEnd, x, y, precision)
}

/** 1 / x. Throws DomainError if x contains 0. */
export const inv = (x: Interval, precision: number): Interval => div(interval(D.ONE, D.ONE), x, precision)

export const min = (x: Interval, y: Interval): Interval =>
  new Interval(KEY, smaller(lowOf(x), lowOf(y)), smaller(highOf(x), highOf(y)))
export const max = (x: Interval, y: Interval): Interval =>
  new Interval(KEY, larger(lowOf(x), lowOf(y)), larger(highOf(x), highOf(y)))

export function abs(x: Interval): Interval {
  const folded = max(x, neg(x))
  return new Interval(KEY, larger(lowOf(folded), D.ZERO), highOf(folded))
}

/** √x. Throws DomainError if x contains a negative number. */
export function sqrt(x: Interval, precision: number): Interval {
  const low = lowOf(x)
  const high = highOf(x)
  if (signOf(low) < 0 || typeof low === 'number') throw new DomainError('the square root of an interval that meets (-∞, 0)')
  const top = typeof high === 'number' ? high : D.sqrt(high, precision, 'up') ?? 1
  return new Interval(KEY, D.sqrt(low, precision, 'down') ?? D.ZERO, top)
}

/** x^n for an end x ≥ 0 and n ≥ 1, by squaring from the leading bit; each rounding goes the same way, so the result does. */
function powerEnd(x: End, n: bigint, precision: number, direction: Direction): End {
  let result = x
  for (let i = bitLength(n) - 2; i >= 0; i--) {
    result = productEnd(result, result, precision, direction)
    if ((n >> BigInt(i)) & 1n) result = productEnd(result, x, precision, direction)
  }
  return result
}

/** x^n for n ≥ 0 with x^0 = 1; an even power is never negative. Throws LimitExceeded for an exponent beyond 2^1024. */
export function pow(x: Interval, n: bigint, precision: number): Interval {
  if (typeof n !== 'bigint' || n < 0n) throw new RangeError('an exponent is a bigint ≥ 0')
  const size = bitLength(n)
  if (size > 1024) throw new LimitExceeded('an exponent beyond 2^1024')
  if (n === 0n) return interval(D.ONE, D.ONE)
  const base = (n & 1n) === 0n ? abs(x) : x
  const working = precision + 2 * size <= D.MAX_PRECISION ? precision + 2 * size : precision
  // An odd power keeps the sign of an end; away from 0 for |end| is down for a negative one.
  const end = (e: End, direction: Direction): End => signOf(e) >= 0
    ? powerEnd(e, n, working, direction)
    : negated(powerEnd(negated(e), n, working, direction === 'down' ? 'up' : 'down'))
  return round(new Interval(KEY, end(lowOf(base), 'down'), end(highOf(base), 'up')), precision)
}
