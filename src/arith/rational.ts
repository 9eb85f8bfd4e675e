// TRUSTED. Exact rational numbers on BigInt, always in lowest terms with a positive denominator.
// A value is frozen and carries a private brand: every function here reads its arguments through private fields, so an
// object that merely looks like a Rational, or a proxy of one, is a TypeError. Sizes are capped (LimitExceeded).
// Importers write `import * as Q from '../arith/rational.js'`. Any layer may import this file.
import { BIT_LIMIT, DomainError, LimitExceeded, bitLength, ceilDivide, checkSize, floorDivide, signOf } from './errors.js'

const KEY = {}
let numOf: (q: Rational) => bigint
let denOf: (q: Rational) => bigint

/** A rational number. Made only by the functions of this file. */
export class Rational {
  readonly #num: bigint
  readonly #den: bigint

  static {
    numOf = (q) => q.#num
    denOf = (q) => q.#den
  }

  /** Not for use outside this file: the key is never exported. `num` and `den` are already in lowest terms, `den` > 0. */
  constructor(key: object, num: bigint, den: bigint) {
    if (key !== KEY) throw new TypeError('a Rational is made by rational(num, den)')
    this.#num = num
    this.#den = den
    Object.freeze(this)
  }

  static is(value: unknown): value is Rational {
    return typeof value === 'object' && value !== null && #num in value
  }

  get num(): bigint {
    return this.#num
  }

  get den(): bigint {
    return this.#den
  }

  /** `3/7`, `-2`. */
  toString(): string {
    return this.#den === 1n ? `${this.#num}` : `${this.#num}/${this.#den}`
  }
}
Object.freeze(Rational)
Object.freeze(Rational.prototype)

/** Greatest common divisor of |a| and b > 0. */
function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b
  while (x !== 0n) {
    const rest = y % x
    y = x
    x = rest
  }
  return y
}

/** num/den in lowest terms, for den > 0. */
function reduce(num: bigint, den: bigint): Rational {
  if (den === 1n) return new Rational(KEY, checkSize(num), 1n)
  // Sums and products of admissible numbers stay below four times the limit, so this work is bounded.
  const common = gcd(num, den)
  return new Rational(KEY, checkSize(num / common), checkSize(den / common))
}

/** num/den. Throws DomainError for den = 0, TypeError for anything but bigints. */
export function rational(num: bigint, den: bigint = 1n): Rational {
  if (typeof num !== 'bigint' || typeof den !== 'bigint') throw new TypeError('rational() takes bigints')
  if (den === 0n) throw new DomainError('a fraction with denominator 0')
  checkSize(num)
  checkSize(den)
  return den < 0n ? reduce(-num, -den) : reduce(num, den)
}

export const ZERO: Rational = rational(0n)
export const ONE: Rational = rational(1n)

/** Whether `value` was made by this file. */
export const isRational = (value: unknown): value is Rational => Rational.is(value)

export function add(a: Rational, b: Rational): Rational {
  if (denOf(a) === denOf(b)) return reduce(numOf(a) + numOf(b), denOf(a))
  return reduce(numOf(a) * denOf(b) + numOf(b) * denOf(a), denOf(a) * denOf(b))
}

export const sub = (a: Rational, b: Rational): Rational => add(a, neg(b))
export const mul = (a: Rational, b: Rational): Rational => reduce(numOf(a) * numOf(b), denOf(a) * denOf(b))

/** a / b. Throws DomainError for b = 0. */
export const div = (a: Rational, b: Rational): Rational => mul(a, inv(b))
export const neg = (a: Rational): Rational => new Rational(KEY, -numOf(a), denOf(a))

/** 1 / a. Throws DomainError for a = 0. */
export function inv(a: Rational): Rational {
  const n = numOf(a)
  if (n === 0n) throw new DomainError('division by 0')
  return n < 0n ? new Rational(KEY, -denOf(a), -n) : new Rational(KEY, denOf(a), n)
}

export const abs = (a: Rational): Rational => numOf(a) < 0n ? neg(a) : a
export const sign = (a: Rational): -1 | 0 | 1 => signOf(numOf(a))
export const isZero = (a: Rational): boolean => numOf(a) === 0n
export const isInteger = (a: Rational): boolean => denOf(a) === 1n

/** -1, 0 or 1 as a < b, a = b, a > b. */
export const cmp = (a: Rational, b: Rational): -1 | 0 | 1 => signOf(numOf(a) * denOf(b) - numOf(b) * denOf(a))
export const eq = (a: Rational, b: Rational): boolean => numOf(a) === numOf(b) && denOf(a) === denOf(b)
export const lt = (a: Rational, b: Rational): boolean => cmp(a, b) < 0
export const le = (a: Rational, b: Rational): boolean => cmp(a, b) <= 0
export const min = (a: Rational, b: Rational): Rational => le(a, b) ? a : b
export const max = (a: Rational, b: Rational): Rational => le(a, b) ? b : a

/** Largest integer ≤ a. */
export const floor = (a: Rational): bigint => floorDivide(numOf(a), denOf(a))
/** Smallest integer ≥ a. */
export const ceil = (a: Rational): bigint => ceilDivide(numOf(a), denOf(a))

/** n^k for k ≥ 0, refused before anything is computed if the result cannot fit: |n|^k ≥ 2^((bits-1)·k). */
function integerPower(n: bigint, k: bigint): bigint {
  if (BigInt(bitLength(n) - 1) * k >= BigInt(BIT_LIMIT)) {
    throw new LimitExceeded(`a power needs more than ${BIT_LIMIT} bits`)
  }
  return checkSize(n ** k)
}

/** a^exponent with a^0 = 1 (also for a = 0). Throws DomainError for a negative power of 0, LimitExceeded before computing. */
export function pow(a: Rational, exponent: bigint): Rational {
  if (typeof exponent !== 'bigint') throw new TypeError('an exponent is a bigint')
  if (exponent < 0n) return pow(inv(a), -exponent)
  // Powers of coprime numbers are coprime: no reduction is needed.
  return new Rational(KEY, integerPower(numOf(a), exponent), integerPower(denOf(a), exponent))
}

/** Reads `12`, `-0.05`; `3.` is refused. Throws RangeError for other text, LimitExceeded for too many digits. */
export function parseDecimal(text: string): Rational {
  // 2^(3n) < 10^n, so longer texts exceed the limit for certain, leading zeros aside.
  if (text.length * 3 > BIT_LIMIT) throw new LimitExceeded('a decimal numeral has too many digits')
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text)
  if (match === null) throw new RangeError('a decimal numeral looks like 12 or -0.05')
  const fraction = match[3] ?? ''
  const magnitude = rational(BigInt(`${match[2] ?? ''}${fraction}`), 10n ** BigInt(fraction.length))
  return match[1] === '-' ? neg(magnitude) : magnitude
}
