// Rationals as short decimals rounded outward, so that a printed interval contains the exact one. UNTRUSTED display of exact numbers;
// computes with BigInt only. Imported by the command line and by the generated pages.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { ends, type Enclosed } from './enclose.js'

/** From this power of ten on, and below its inverse, a number is written with an exponent. */
const PLAIN_UP_TO = 9
const PLAIN_DOWN_TO = -4

/** The power of ten of the leading digit of a positive number: 10^k ≤ q < 10^(k+1). */
function leading(q: Rational): number {
  let k = q.num.toString().length - q.den.toString().length
  if (Q.lt(q, Q.pow(Q.rational(10n), BigInt(k)))) k--
  return k
}

/** `q` to `digits` significant digits, rounded towards -∞ (`down`) or +∞ (`up`). Exact when it fits. */
export function decimal(q: Rational, digits: number, direction: 'down' | 'up'): string {
  if (Q.isZero(q)) return '0'
  const negative = Q.sign(q) < 0
  const size = Q.abs(q)
  const awayFromZero = negative === (direction === 'down')
  let k = leading(size)
  const scaled = Q.mul(size, Q.pow(Q.rational(10n), BigInt(digits - 1 - k)))
  let mantissa = awayFromZero ? Q.ceil(scaled) : Q.floor(scaled)
  if (mantissa === 10n ** BigInt(digits)) {
    mantissa /= 10n
    k++
  }
  return `${negative ? '-' : ''}${placed(mantissa.toString(), k)}`
}

/** Digits whose first stands for 10^k. */
function placed(digits: string, k: number): string {
  const bare = digits.replace(/0+$/u, '')
  if (k >= PLAIN_UP_TO || k < PLAIN_DOWN_TO) {
    return `${bare.slice(0, 1)}${bare.length > 1 ? `.${bare.slice(1)}` : ''}e${k}`
  }
  if (k < 0) return `0.${'0'.repeat(-k - 1)}${bare}`
  const padded = bare.padEnd(k + 1, '0')
  return padded.length === k + 1 ? padded : `${padded.slice(0, k + 1)}.${padded.slice(k + 1)}`
}

/** A rational by itself where it is short: whole, a short decimal, or a short fraction. */
export function exactText(q: Rational): string | undefined {
  const text = decimal(q, 12, 'down')
  if (text === decimal(q, 12, 'up')) return text
  return q.toString().length <= 12 ? q.toString() : undefined
}

/** An enclosure as text: one exact number, or `[a, b]` with ends rounded outward to `digits` digits. */
export function enclosureText(value: Enclosed, digits = 6): string {
  const { low, high } = ends(value)
  if (low !== null && high !== null && Q.eq(low, high)) {
    const exact = exactText(low)
    if (exact !== undefined) return exact
  }
  return `[${low === null ? '-∞' : decimal(low, digits, 'down')}, ${high === null ? '+∞' : decimal(high, digits, 'up')}]`
}
