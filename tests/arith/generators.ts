// Shared generators for the arithmetic tests: rationals of mixed sizes, points inside an interval, and exact oracles.
import fc from 'fast-check'
import type { Interval } from '../../src/arith/interval.js'
import * as I from '../../src/arith/interval.js'
import type { Rational } from '../../src/arith/rational.js'
import * as Q from '../../src/arith/rational.js'

/** Small, large and lopsided integers, zero often. */
export const integers: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -12n, max: 12n }), fc.bigInt({ min: -(1n << 64n), max: 1n << 64n }), fc.bigInt({ min: -(1n << 300n), max: 1n << 300n }),
)

export const positives: fc.Arbitrary<bigint> = integers.map((n) => (n < 0n ? -n : n) + 1n)

export const rationals: fc.Arbitrary<Rational> = fc.tuple(integers, positives).map(([n, d]) => Q.rational(n, d))

export const nonzero: fc.Arbitrary<Rational> = rationals.filter((q) => !Q.isZero(q))

/** Rationals of modest size, for functions that grow. */
export const modest: fc.Arbitrary<Rational> = fc.tuple(fc.bigInt({ min: -5000n, max: 5000n }), fc.bigInt({ min: 1n, max: 997n }))
  .map(([n, d]) => Q.rational(n, d))

export const precisions: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constantFrom(53, 64, 100))

/** Bounds, some of them absent. */
export const bounds: fc.Arbitrary<readonly [Rational | null, Rational | null]> = fc
  .tuple(rationals, rationals, fc.integer({ min: 0, max: 9 }))
  .map(([a, b, k]) => [k === 0 || k === 2 ? null : Q.min(a, b), k === 1 || k === 2 ? null : Q.max(a, b)] as const)

/** A point with lo ≤ point ≤ hi, both bounds included now and then. */
export function pointIn(lo: Rational | null, hi: Rational | null): fc.Arbitrary<Rational> {
  const inside = fc.tuple(fc.bigInt({ min: 0n, max: 1000n }), positives).map(([k, far]) => {
    if (lo !== null && hi !== null) return Q.add(lo, Q.mul(Q.sub(hi, lo), Q.rational(k, 1000n)))
    if (lo !== null) return Q.add(lo, Q.rational(far * k, 7n))
    if (hi !== null) return Q.sub(hi, Q.rational(far * k, 7n))
    return Q.rational(k % 2n === 0n ? far : -far, k + 1n)
  })
  return inside
}

/** An interval together with a rational point of it. */
export interface Sample {
  readonly interval: Interval
  readonly point: Rational
}

export const samples: fc.Arbitrary<Sample> = fc.tuple(bounds, precisions).chain(([[lo, hi], p]) =>
  pointIn(lo, hi).map((point) => ({ interval: I.between(lo, hi, p), point })))

/** Whether the enclosure holds all of [lo, hi]. */
export function holds(x: Interval, lo: Rational, hi: Rational): boolean {
  return I.contains(x, lo) && I.contains(x, hi)
}
