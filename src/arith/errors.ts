// TRUSTED. The two ways exact arithmetic may refuse, the limit on the size of a number, and integer helpers.
// Imported by every file of src/arith and, for telling refusals apart, by the layers above. Imports nothing.

/** Arithmetic would exceed a fixed size limit. Nothing was computed beyond it; the caller may report and go on. */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded'
}

/** The operation is undefined there: division by zero, a logarithm at or below 0, a divisor interval that contains 0. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
}

/**
 * Largest admissible bit length of an integer: about 39,000 decimal digits. Low enough that the quadratic greatest
 * common divisor of two numbers at the limit takes a fraction of a second, far above what a proof by hand contains.
 */
export const BIT_LIMIT = 1 << 17

const BOUND = 1n << BigInt(BIT_LIMIT)

/** `n` itself, or LimitExceeded. Comparing integers of different lengths takes constant time, so the check is free. */
export function checkSize(n: bigint): bigint {
  if (n >= BOUND || n <= -BOUND) throw new LimitExceeded(`a number needs more than ${BIT_LIMIT} bits`)
  return n
}

const TABLE_BITS = 512
const POWERS: bigint[] = []
for (let i = 0; i <= TABLE_BITS; i++) POWERS[i] = 1n << BigInt(i)

function powerOfTwo(k: number): bigint {
  return POWERS[k] ?? 1n << BigInt(k)
}

/** Number of binary digits of |n|; 0 for 0. Binary search by comparison: no text, no floating point. */
export function bitLength(n: bigint): number {
  const a = n < 0n ? -n : n
  let high = TABLE_BITS
  while (a >= powerOfTwo(high)) high *= 2
  let low = 0
  // Throughout, a < 2^high and no k < low has a < 2^k.
  while (low < high) {
    const middle = (low + high) >> 1
    if (a >= powerOfTwo(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** -1, 0 or 1, the sign of n. */
export const signOf = (n: bigint): -1 | 0 | 1 => n < 0n ? -1 : n === 0n ? 0 : 1

/** ⌊n / d⌋ for d > 0; BigInt division truncates towards 0. */
export function floorDivide(n: bigint, d: bigint): bigint {
  const q = n / d
  return n < 0n && q * d !== n ? q - 1n : q
}

/** ⌈n / d⌉ for d > 0. */
export const ceilDivide = (n: bigint, d: bigint): bigint => -floorDivide(-n, d)
/** ⌈n / 2^k⌉; the shift itself rounds down, for negative n as well. */
export const ceilShift = (n: bigint, k: bigint): bigint => -(-n >> k)
