// The second checker's exact numbers: rationals on BigInt, with ±1/0 for the infinite ends of intervals; and the meter that bounds the work
// done on a hostile certificate. Nothing here comes from the first checker. Imported by the other files of this folder.
import { refuse } from './terms.js'

/** num/den in lowest terms, den ≥ 0; den = 0 only for ±1/0. */
export interface Q { readonly num: bigint; readonly den: bigint }
export const size = (n: bigint): bigint => n < 0n ? -n : n
/** At least the number of binary digits of n, and at most 3 more. */
export const bits = (n: bigint): number => size(n).toString(16).length * 4
export function floorDiv(a: bigint, b: bigint): bigint { return a % b !== 0n && (a < 0n) !== (b < 0n) ? a / b - 1n : a / b }
export function q(num: bigint, den = 1n): Q {
  if (den === 1n) return { num, den }
  let [g, rest] = [size(num), size(den)]
  while (rest !== 0n) [g, rest] = [rest, g % rest]
  if (g === 0n) return refuse('a number is 0/0')
  const unit = den < 0n ? -g : g
  return { num: num / unit, den: den / unit }
}
export const ZERO = q(0n), ONE = q(1n), TWO = q(2n), HALF = q(1n, 2n), INFINITY = q(1n, 0n)
export const finite = (a: Q): boolean => a.den !== 0n
export const sign = (a: Q): -1 | 0 | 1 => a.num > 0n ? 1 : a.num < 0n ? -1 : 0
export const neg = (a: Q): Q => ({ num: -a.num, den: a.den })
export const add = (a: Q, b: Q): Q => !finite(a) ? a : !finite(b) ? b : q(a.num * b.den + b.num * a.den, a.den * b.den)
export const sub = (a: Q, b: Q): Q => add(a, neg(b))
/** 0·∞ is 0: right for the corners of intervals, whose points are finite. */
export const mul = (a: Q, b: Q): Q => a.num === 0n || b.num === 0n ? ZERO : q(a.num * b.num, a.den * b.den)
/** For a ≠ 0; 1/∞ is 0. */
export const inv = (a: Q): Q => a.num === 0n ? refuse('division by 0') : q(a.den, a.num)
export const less = (a: Q, b: Q): boolean => finite(a) || finite(b) ? a.num * b.den < b.num * a.den : a.num < b.num
export const smaller = (a: Q, b: Q): Q => less(b, a) ? b : a
export const larger = (a: Q, b: Q): Q => less(a, b) ? b : a
export const floor = (a: Q): bigint => floorDiv(a.num, a.den)
/** a^n for n ≥ 0, refused beyond a million bits. */
export function pow(a: Q, n: bigint): Q {
  if (size(a.num) <= 1n && a.den === 1n) return n === 0n ? ONE : q(n % 2n === 0n ? size(a.num) : a.num)
  return BigInt(bits(a.num) + bits(a.den)) * n > 1n << 20n ? refuse('a power is too large') : { num: a.num ** n, den: a.den ** n }
}
/** Counts units of work, and refuses beyond a limit. */
export class Meter {
  constructor(public left: number) {}
  spend(units: number): void {
    this.left -= units
    if (this.left < 0) refuse('checking takes more work than the limit allows')
  }
}
