// TRUSTED. Dyadic numbers m·2^e, the end points of intervals, with every operation rounded in a stated direction.
// `down` never exceeds the exact result, `up` never falls below it. Magnitudes are kept within 2^±32768: beyond that the
// result is the nearest bound that is still on the safe side, and `null` stands for the infinity on the rounding side.
// Values are frozen and branded as in rational.ts. Importers write `import * as D from '../arith/dyadic.js'`.
import { DomainError, LimitExceeded, bitLength, ceilDivide, ceilShift, floorDivide, signOf } from './errors.js'
import type { Rational } from './rational.js'
import { isRational, rational } from './rational.js'

export type Direction = 'down' | 'up'

/** Largest precision, in bits, of a rounded result. */
export const MAX_PRECISION = 1 << 14
/** Nonzero magnitudes lie in [2^-32768, 2^32768]; with the limit on precision every dyadic is an admissible Rational. */
const RANGE = 1 << 15

const KEY = {}
let mantissaOf: (d: Dyadic) => bigint
let exponentOf: (d: Dyadic) => number

/** m·2^e. The pair is not unique; compare with cmp. */
export class Dyadic {
  readonly #m: bigint
  readonly #e: number

  static {
    mantissaOf = (d) => d.#m
    exponentOf = (d) => d.#e
  }

  /** Not for use outside this file: the key is never exported. */
  constructor(key: object, m: bigint, e: number) {
    if (key !== KEY || typeof m !== 'bigint' || e % 1 !== 0) throw new TypeError('a Dyadic is made by dyadic(bigint, integer)')
    this.#m = m
    this.#e = m === 0n ? 0 : e
    Object.freeze(this)
  }

  get mantissa(): bigint {
    return this.#m
  }

  get exponent(): number {
    return this.#e
  }

  toString(): string {
    return `${toRational(this)}`
  }
}
Object.freeze(Dyadic)
Object.freeze(Dyadic.prototype)

/** Exactly m·2^e. Throws LimitExceeded outside the admissible range. */
export function dyadic(m: bigint, e: number = 0): Dyadic {
  const top = bitLength(m) + e
  if (top - e > MAX_PRECISION || (m !== 0n && (top > RANGE || top < -RANGE))) throw new LimitExceeded('a dyadic number out of range')
  return new Dyadic(KEY, m, e)
}

export const ZERO: Dyadic = dyadic(0n)
export const ONE: Dyadic = dyadic(1n)

/** m·2^e to `precision` bits (2 … 16384). Null on overflow towards the rounding side; RangeError for a bad precision. */
export function round(m: bigint, e: number, precision: number, direction: Direction): Dyadic | null {
  if (!(precision >= 2 && precision <= MAX_PRECISION && precision % 1 === 0)) {
    throw new RangeError(`a precision is an integer from 2 to ${MAX_PRECISION}`)
  }
  if (m === 0n) return ZERO
  const bits = bitLength(m)
  const top = bits + e
  // 2^(top-1) ≤ |m·2^e| < 2^top
  if (top > RANGE) return m > 0n === (direction === 'down') ? new Dyadic(KEY, m > 0n ? 1n : -1n, RANGE - 1) : null
  if (top < -RANGE) return m > 0n === (direction === 'down') ? ZERO : new Dyadic(KEY, m > 0n ? 1n : -1n, -RANGE)
  if (bits <= precision) return new Dyadic(KEY, m, e)
  const excess = bits - precision
  const k = BigInt(excess)
  return new Dyadic(KEY, direction === 'down' ? m >> k : ceilShift(m, k), e + excess)
}

/** n·2^e / d for d ≠ 0. The integer quotient keeps more than `precision` bits and is rounded the same way first. */
function quotient(n: bigint, d: bigint, e: number, precision: number, direction: Direction): Dyadic | null {
  const missing = precision + 2 + bitLength(d) - bitLength(n)
  const shift = missing > 0 ? missing : 0
  const dividend = (d < 0n ? -n : n) << BigInt(shift)
  const divisor = d < 0n ? -d : d
  return round(direction === 'down' ? floorDivide(dividend, divisor) : ceilDivide(dividend, divisor), e - shift, precision, direction)
}

/** ⌊√n⌋ for n ≥ 0: Newton's iteration from above decreases until it has the answer. */
function integerSqrt(n: bigint): bigint {
  if (n < 2n) return n
  let root = 1n << BigInt((bitLength(n) + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

export function fromRational(q: Rational, precision: number, direction: Direction): Dyadic | null {
  if (!isRational(q)) throw new TypeError('fromRational() takes a Rational')
  return quotient(q.num, q.den, 0, precision, direction)
}

export function add(a: Dyadic, b: Dyadic, precision: number, direction: Direction): Dyadic | null {
  const { x, y, e } = aligned(a, b)
  return round(x + y, e, precision, direction)
}

export function mul(a: Dyadic, b: Dyadic, precision: number, direction: Direction): Dyadic | null {
  return round(mantissaOf(a) * mantissaOf(b), exponentOf(a) + exponentOf(b), precision, direction)
}

/** a / b. Throws DomainError for b = 0. */
export function div(a: Dyadic, b: Dyadic, precision: number, direction: Direction): Dyadic | null {
  if (mantissaOf(b) === 0n) throw new DomainError('division by 0')
  return quotient(mantissaOf(a), mantissaOf(b), exponentOf(a) - exponentOf(b), precision, direction)
}

/** √a. Throws DomainError for a < 0. */
export function sqrt(a: Dyadic, precision: number, direction: Direction): Dyadic | null {
  const m = mantissaOf(a)
  if (m < 0n) throw new DomainError('the square root of a negative number')
  const missing = 2 * precision + 4 - bitLength(m)
  const least = missing > 0 ? missing : 0
  // The exponent that is left must be even.
  const shift = least + ((exponentOf(a) - least) & 1)
  const n = m << BigInt(shift)
  const root = integerSqrt(n)
  return round(direction === 'down' || root * root === n ? root : root + 1n, (exponentOf(a) - shift) / 2, precision, direction)
}

export const neg = (a: Dyadic): Dyadic => new Dyadic(KEY, -mantissaOf(a), exponentOf(a))
export const sign = (a: Dyadic): -1 | 0 | 1 => signOf(mantissaOf(a))

/** -1, 0 or 1 as a < b, a = b, a > b. */
export function cmp(a: Dyadic, b: Dyadic): -1 | 0 | 1 {
  const { x, y } = aligned(a, b)
  return signOf(x - y)
}

/** Exactly a. */
export function toRational(a: Dyadic): Rational {
  const e = exponentOf(a)
  return e >= 0 ? rational(mantissaOf(a) << BigInt(e)) : rational(mantissaOf(a), 1n << BigInt(-e))
}

/** Both mantissas over the smaller of the two exponents. */
function aligned(a: Dyadic, b: Dyadic): { readonly x: bigint; readonly y: bigint; readonly e: number } {
  const x = mantissaOf(a)
  const y = mantissaOf(b)
  const gap = exponentOf(a) - exponentOf(b)
  return gap > 0
    ? { x: x << BigInt(gap), y, e: exponentOf(b) }
    : { x, y: y << BigInt(-gap), e: exponentOf(a) }
}
