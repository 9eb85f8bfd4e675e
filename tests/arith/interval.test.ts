// Dyadics and intervals: directed rounding against exact rationals, containment of exact values, tightness on its own.
import test from 'ava'
import fc from 'fast-check'
import * as D from '../../src/arith/dyadic.js'
import { DomainError, LimitExceeded } from '../../src/arith/errors.js'
import type { Interval } from '../../src/arith/interval.js'
import * as I from '../../src/arith/interval.js'
import type { Rational } from '../../src/arith/rational.js'
import * as Q from '../../src/arith/rational.js'
import { nonzero, precisions, rationals, samples } from './generators.js'

const dyadics = fc.tuple(fc.bigInt({ min: -(1n << 90n), max: 1n << 90n }), fc.integer({ min: -200, max: 200 }))
  .map(([m, e]) => D.dyadic(m, e))

/** down ≤ exact ≤ up, and up - down ≤ 2^(1-p)·|exact|: no two neighbouring p-bit numbers are further apart. */
function isRounding(exact: Rational, p: number, down: D.Dyadic | null, up: D.Dyadic | null): boolean {
  if (down === null || up === null) return false
  const low = D.toRational(down)
  const high = D.toRational(up)
  const gap = Q.mul(Q.sub(high, low), Q.rational(1n << BigInt(p - 1)))
  return Q.le(low, exact) && Q.le(exact, high) && Q.le(gap, Q.abs(exact))
}

test('dyadic operations round in the stated direction, to the nearest number on that side', (t) => {
  fc.assert(fc.property(dyadics, dyadics, rationals, precisions, (a, b, q, p) => {
    const x = D.toRational(a)
    const y = D.toRational(b)
    t.true(isRounding(Q.add(x, y), p, D.add(a, b, p, 'down'), D.add(a, b, p, 'up')))
    t.true(isRounding(Q.mul(x, y), p, D.mul(a, b, p, 'down'), D.mul(a, b, p, 'up')))
    t.true(isRounding(q, p, D.fromRational(q, p, 'down'), D.fromRational(q, p, 'up')))
    if (D.sign(b) !== 0) t.true(isRounding(Q.div(x, y), p, D.div(a, b, p, 'down'), D.div(a, b, p, 'up')))
    t.is(D.cmp(a, b), Q.cmp(x, y))
    t.true(Q.eq(D.toRational(D.neg(a)), Q.neg(x)))
    t.is(D.sign(a), Q.sign(x))
  }))
})

test('dyadic square roots lie on the right sides of the exact one', (t) => {
  fc.assert(fc.property(dyadics, precisions, (a, p) => {
    if (D.sign(a) < 0) return void t.throws(() => D.sqrt(a, p, 'down'), { instanceOf: DomainError })
    const low = D.toRational(D.sqrt(a, p, 'down')!)
    const high = D.toRational(D.sqrt(a, p, 'up')!)
    const square = D.toRational(a)
    t.true(Q.sign(low) >= 0 && Q.le(Q.mul(low, low), square) && Q.le(square, Q.mul(high, high)))
    t.true(Q.le(Q.mul(Q.sub(high, low), Q.rational(1n << BigInt(p - 1))), high))
  }))
  t.true(Q.eq(D.toRational(D.sqrt(D.dyadic(9n, 4), 64, 'up')!), Q.rational(12n)))
})

test('dyadic magnitudes outside 2^±32768 become safe bounds', (t) => {
  const huge = D.dyadic(1n, 32_767)
  const tiny = D.dyadic(1n, -32_768)
  t.is(D.mul(huge, huge, 64, 'up'), null)
  t.is(D.mul(huge, D.neg(huge), 64, 'down'), null)
  t.is(D.cmp(D.mul(huge, huge, 64, 'down')!, huge), 0)
  t.is(D.cmp(D.mul(huge, D.neg(huge), 64, 'up')!, D.neg(huge)), 0)
  t.is(D.sign(D.mul(tiny, tiny, 64, 'down')!), 0)
  t.is(D.cmp(D.mul(tiny, tiny, 64, 'up')!, tiny), 0)
  t.is(D.cmp(D.mul(tiny, D.neg(tiny), 64, 'down')!, D.neg(tiny)), 0)
  t.is(D.sign(D.mul(tiny, D.neg(tiny), 64, 'up')!), 0)
  t.throws(() => D.dyadic(1n, 40_000), { instanceOf: LimitExceeded })
  t.throws(() => D.dyadic(1n << 20_000n, -20_000), { instanceOf: LimitExceeded })
  for (const p of [1, 0, -3, 2.5, NaN, Infinity, 1 << 15]) t.throws(() => D.mul(huge, tiny, p, 'up'), { instanceOf: RangeError })
})

test('interval operations contain the exact results', (t) => {
  fc.assert(fc.property(samples, samples, fc.bigInt({ min: 0n, max: 7n }), precisions, (a, b, n, p) => {
    const [X, x, Y, y] = [a.interval, a.point, b.interval, b.point]
    t.true(I.contains(X, x))
    t.true(I.contains(I.add(X, Y, p), Q.add(x, y)))
    t.true(I.contains(I.sub(X, Y, p), Q.sub(x, y)))
    t.true(I.contains(I.mul(X, Y, p), Q.mul(x, y)))
    t.true(I.contains(I.pow(X, n, p), Q.pow(x, n)))
    t.true(I.contains(I.neg(X), Q.neg(x)))
    t.true(I.contains(I.abs(X), Q.abs(x)))
    t.true(I.contains(I.min(X, Y), Q.min(x, y)))
    t.true(I.contains(I.max(X, Y), Q.max(x, y)))
    t.true(I.contains(I.hull(X, Y), x) && I.contains(I.hull(X, Y), y))
    t.true(I.subset(X, I.hull(X, Y)) && I.subset(X, I.round(X, p)))
    const common = I.intersect(X, Y)
    if (I.contains(Y, x)) t.true(common !== undefined && I.contains(common, x))
    if (I.containsZero(Y)) {
      t.throws(() => I.div(X, Y, p), { instanceOf: DomainError })
      t.throws(() => I.inv(Y, p), { instanceOf: DomainError })
    } else {
      t.true(I.contains(I.div(X, Y, p), Q.div(x, y)))
      t.true(I.contains(I.inv(Y, p), Q.inv(y)))
    }
  }), { numRuns: 500 })
})

test('interval square roots contain the root of every point', (t) => {
  fc.assert(fc.property(samples, precisions, ({ interval, point }, p) => {
    const low = I.lower(interval)
    if (low === null || Q.sign(low) < 0) return void t.throws(() => I.sqrt(interval, p), { instanceOf: DomainError })
    const root = I.sqrt(interval, p)
    const [from, to] = [I.lower(root)!, I.upper(root)]
    t.true(Q.sign(from) >= 0 && Q.le(Q.mul(from, from), point) && (to === null || Q.le(point, Q.mul(to, to))))
    t.true(I.contains(I.mul(root, root, p), point))
  }))
})

test('points are enclosed tightly', (t) => {
  fc.assert(fc.property(rationals, nonzero, precisions, (x, y, p) => {
    // Exact inputs, so that only the operation itself rounds.
    const X = I.fromRational(Q.rational(x.num % (1n << 60n)), 64)
    const Y = I.fromRational(Q.rational(y.num % (1n << 60n) | 1n), 64)
    const exact = (z: Interval) => I.lower(z)!
    for (const [value, result] of [
      [Q.add(exact(X), exact(Y)), I.add(X, Y, p)], [Q.mul(exact(X), exact(Y)), I.mul(X, Y, p)], [Q.div(exact(X), exact(Y)), I.div(X, Y, p)],
      [Q.pow(exact(X), 5n), I.pow(X, 5n, p)],
    ] as const) {
      // Two units in the last place: the power rounds twice.
      t.true(Q.le(Q.mul(I.width(result)!, Q.rational(1n << BigInt(p - 2))), Q.abs(value)))
    }
  }))
})

test('signs, zero and infinity', (t) => {
  const bound = (n: bigint | null) => n === null ? null : Q.rational(n)
  const box = (lo: bigint | null, hi: bigint | null) => I.between(bound(lo), bound(hi), 64)
  const text = (x: Interval) => `${x}`
  t.is(text(I.mul(box(-2n, 3n), box(-5n, 7n), 64)), '[-15, 21]')
  t.is(text(I.mul(box(0n, 0n), I.WHOLE, 64)), '[0, 0]')
  t.is(text(I.mul(box(0n, null), box(null, 0n), 64)), '[-∞, 0]')
  t.is(text(I.mul(box(2n, null), box(3n, null), 64)), '[6, +∞]')
  t.is(text(I.mul(box(null, -2n), box(null, -3n), 64)), '[6, +∞]')
  t.is(text(I.div(box(1n, 6n), box(2n, null), 64)), '[0, 3]')
  t.is(text(I.div(box(1n, null), box(2n, null), 64)), '[0, +∞]')
  t.is(text(I.div(box(-6n, 6n), box(-3n, -2n), 64)), '[-3, 3]')
  t.is(text(I.div(box(null, 1n), box(null, -2n), 64)), '[-1/2, +∞]')
  t.is(text(I.inv(box(null, -4n), 64)), '[-1/4, 0]')
  t.is(text(I.pow(box(-3n, 2n), 2n, 64)), '[0, 9]')
  t.is(text(I.pow(box(-3n, 2n), 3n, 64)), '[-27, 8]')
  t.is(text(I.pow(box(null, -2n), 4n, 64)), '[16, +∞]')
  t.is(text(I.pow(box(null, -2n), 3n, 64)), '[-∞, -8]')
  t.is(text(I.pow(I.WHOLE, 0n, 64)), '[1, 1]')
  t.is(text(I.abs(box(-5n, 3n))), '[0, 5]')
  t.is(text(I.abs(box(null, -3n))), '[3, +∞]')
  t.is(text(I.sqrt(box(4n, null), 64)), '[2, +∞]')
  t.is(I.intersect(box(0n, 1n), box(2n, 3n)), undefined)
  t.is(text(I.intersect(box(0n, 2n), box(2n, null))!), '[2, 2]')
  t.throws(() => I.div(box(1n, 1n), box(0n, 1n), 64), { instanceOf: DomainError })
  t.throws(() => I.sqrt(box(null, 4n), 64), { instanceOf: DomainError })
  t.throws(() => I.between(Q.ONE, Q.ZERO, 64), { instanceOf: RangeError })
  t.throws(() => I.interval(D.ONE, D.ZERO), { instanceOf: RangeError })
})

test('powers with enormous exponents end at once', (t) => {
  const two = I.fromRational(Q.rational(2n), 64)
  const half = I.fromRational(Q.rational(1n, 2n), 64)
  const n = 10n ** 100n
  const large = I.pow(two, n, 64)
  t.is(I.upper(large), null)
  t.true(Q.le(Q.pow(Q.rational(2n), 32_767n), I.lower(large)!))
  const small = I.pow(half, n, 64)
  t.true(Q.isZero(I.lower(small)!) && Q.le(I.upper(small)!, Q.pow(Q.rational(1n, 2n), 32_768n)))
  t.is(`${I.pow(I.fromRational(Q.ONE, 64), n, 64)}`, '[1, 1]')
  t.throws(() => I.pow(two, 1n << 2000n, 64), { instanceOf: LimitExceeded })
  t.throws(() => I.pow(two, -1n, 64), { instanceOf: RangeError })
})
