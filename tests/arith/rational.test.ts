// Rationals: field and order laws, canonical form, a naive oracle of unreduced fractions, decimals, size limits.
import test from 'ava'
import fc from 'fast-check'
import { BIT_LIMIT, DomainError, LimitExceeded, bitLength, ceilDivide, ceilShift, floorDivide } from '../../src/arith/errors.js'
import type { Rational } from '../../src/arith/rational.js'
import * as Q from '../../src/arith/rational.js'
import { integers, nonzero, positives, rationals } from './generators.js'

/** The oracle: a fraction never reduced, compared by cross-multiplication. */
type Fraction = readonly [bigint, bigint]
const same = (q: Rational, [n, d]: Fraction) => q.num * d === n * q.den

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b)
}

test('results agree with unreduced fractions and are canonical', (t) => {
  fc.assert(fc.property(integers, positives, integers, positives, (a, b, c, d) => {
    const x = Q.rational(a, b)
    const y = Q.rational(c, d)
    const results: (readonly [Rational, Fraction])[] = [
      [Q.add(x, y), [a * d + c * b, b * d]], [Q.sub(x, y), [a * d - c * b, b * d]], [Q.mul(x, y), [a * c, b * d]],
      [Q.neg(x), [-a, b]], [Q.abs(x), [a < 0n ? -a : a, b]],
    ]
    if (c !== 0n) results.push([Q.div(x, y), [a * d, b * c]], [Q.inv(y), [d, c]])
    for (const [value, expected] of results) {
      t.true(same(value, expected))
      t.true(value.den > 0n && gcd(value.num, value.den) === 1n)
    }
    t.is(Q.cmp(x, y), a * d < c * b ? -1 : a * d === c * b ? 0 : 1)
    t.is(Q.sign(x), a < 0n ? -1 : a === 0n ? 0 : 1)
    t.is(Q.eq(x, y), a * d === c * b)
    t.is(Q.lt(x, y), a * d < c * b)
    t.is(Q.le(x, y), a * d <= c * b)
  }))
})

test('field laws', (t) => {
  fc.assert(fc.property(rationals, rationals, rationals, nonzero, (a, b, c, d) => {
    t.true(Q.eq(Q.add(a, Q.add(b, c)), Q.add(Q.add(a, b), c)))
    t.true(Q.eq(Q.mul(a, Q.mul(b, c)), Q.mul(Q.mul(a, b), c)))
    t.true(Q.eq(Q.add(a, b), Q.add(b, a)) && Q.eq(Q.mul(a, b), Q.mul(b, a)))
    t.true(Q.eq(Q.mul(a, Q.add(b, c)), Q.add(Q.mul(a, b), Q.mul(a, c))))
    t.true(Q.eq(Q.add(a, Q.ZERO), a) && Q.eq(Q.mul(a, Q.ONE), a))
    t.true(Q.isZero(Q.sub(a, a)) && Q.eq(Q.mul(d, Q.inv(d)), Q.ONE) && Q.eq(Q.mul(Q.div(a, d), d), a))
  }))
})

test('order laws, floor and ceiling', (t) => {
  fc.assert(fc.property(rationals, rationals, rationals, (a, b, c) => {
    if (Q.le(a, b)) t.true(Q.le(Q.add(a, c), Q.add(b, c)))
    if (Q.le(a, b) && Q.sign(c) >= 0) t.true(Q.le(Q.mul(a, c), Q.mul(b, c)))
    t.true(Q.le(Q.min(a, b), a) && Q.le(a, Q.max(a, b)) && Q.eq(Q.add(Q.min(a, b), Q.max(a, b)), Q.add(a, b)))
    const low = Q.rational(Q.floor(a))
    const high = Q.rational(Q.ceil(a))
    t.true(Q.le(low, a) && Q.lt(a, Q.add(low, Q.ONE)))
    t.true(Q.le(a, high) && Q.lt(Q.sub(high, Q.ONE), a))
    t.is(Q.isInteger(a), Q.eq(low, high))
  }))
})

test('powers are repeated products', (t) => {
  fc.assert(fc.property(nonzero, fc.integer({ min: 0, max: 12 }), (a, k) => {
    let expected = Q.ONE
    for (let i = 0; i < k; i++) expected = Q.mul(expected, a)
    t.true(Q.eq(Q.pow(a, BigInt(k)), expected))
    t.true(Q.eq(Q.pow(a, BigInt(-k)), Q.inv(expected)))
  }))
  t.true(Q.eq(Q.pow(Q.ZERO, 0n), Q.ONE))
  t.true(Q.isZero(Q.pow(Q.ZERO, 10n ** 30n)))
  t.true(Q.eq(Q.pow(Q.rational(-1n), 10n ** 30n), Q.ONE))
  t.true(Q.eq(Q.pow(Q.rational(-1n), 10n ** 30n + 1n), Q.rational(-1n)))
  t.true(Q.eq(Q.pow(Q.ONE, -(10n ** 30n)), Q.ONE))
})

test('decimals', (t) => {
  t.is(`${Q.parseDecimal('0.05')}`, '1/20')
  t.is(`${Q.parseDecimal('-12.50')}`, '-25/2')
  t.is(`${Q.parseDecimal('007')}`, '7')
  t.is(`${Q.parseDecimal('-0')}`, '0')
  fc.assert(fc.property(fc.boolean(), fc.stringMatching(/^[0-9]{1,30}$/), fc.stringMatching(/^[0-9]{0,30}$/), (minus, whole, part) => {
    const text = `${minus ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`
    let expected = 0n
    for (const digit of whole + part) expected = expected * 10n + BigInt(digit.charCodeAt(0) - 48)
    t.true(same(Q.parseDecimal(text), [minus ? -expected : expected, 10n ** BigInt(part.length)]))
  }))
  for (const bad of ['', '.', '1.', '.5', '+1', '1e3', '0x10', ' 1', '1 ', '1\n', '--1', '1.2.3', '١', '½', 'NaN', '1_000']) {
    t.throws(() => Q.parseDecimal(bad), { instanceOf: RangeError }, bad)
  }
})

test('texts', (t) => {
  t.is(Q.rational(6n, -14n).toString(), '-3/7')
  t.is(Q.rational(0n, -5n).toString(), '0')
  t.is(Q.rational(-4n, 2n).toString(), '-2')
})

test('division by zero is a DomainError', (t) => {
  t.throws(() => Q.rational(1n, 0n), { instanceOf: DomainError })
  t.throws(() => Q.inv(Q.ZERO), { instanceOf: DomainError })
  t.throws(() => Q.div(Q.ONE, Q.ZERO), { instanceOf: DomainError })
  t.throws(() => Q.pow(Q.ZERO, -1n), { instanceOf: DomainError })
})

test('numbers beyond the limit are refused, powers before they are computed', (t) => {
  const limit = 1n << BigInt(BIT_LIMIT)
  t.throws(() => Q.rational(limit), { instanceOf: LimitExceeded })
  t.throws(() => Q.rational(-limit), { instanceOf: LimitExceeded })
  t.throws(() => Q.rational(1n, limit), { instanceOf: LimitExceeded })
  t.is(Q.rational(limit - 1n).num, limit - 1n)
  const half = Q.rational(1n << BigInt(BIT_LIMIT / 2))
  t.throws(() => Q.mul(half, half), { instanceOf: LimitExceeded })
  t.throws(() => Q.add(Q.rational(limit - 1n), Q.ONE), { instanceOf: LimitExceeded })
  // These would fill any memory if they were computed at all.
  for (const exponent of [10n ** 9n, 10n ** 30n, -(10n ** 30n), 1n << 5000n]) {
    for (const base of [Q.rational(2n), Q.rational(-3n), Q.rational(1n, 2n), Q.rational(7n, 5n)]) {
      t.throws(() => Q.pow(base, exponent), { instanceOf: LimitExceeded })
    }
  }
  t.is(bitLength(Q.pow(Q.rational(2n), BigInt(BIT_LIMIT - 1)).num), BIT_LIMIT)
  t.throws(() => Q.pow(Q.rational(2n), BigInt(BIT_LIMIT)), { instanceOf: LimitExceeded })
  t.throws(() => Q.parseDecimal('1'.repeat(100_000)), { instanceOf: LimitExceeded })
})

test('integer helpers', (t) => {
  fc.assert(fc.property(integers, positives, fc.integer({ min: 0, max: 90 }), (n, d, k) => {
    const low = floorDivide(n, d)
    t.true(low * d <= n && n < (low + 1n) * d)
    const high = ceilDivide(n, d)
    t.true(high * d >= n && n > (high - 1n) * d)
    t.is(ceilShift(n, BigInt(k)), ceilDivide(n, 1n << BigInt(k)))
    t.is(bitLength(n), n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length)
  }))
  for (const k of [0, 1, 2, 63, 64, 511, 512, 513, 1023, 1024, 1025, 5000]) {
    t.is(bitLength(1n << BigInt(k)), k + 1)
    t.is(bitLength((1n << BigInt(k)) - 1n), k)
    t.is(bitLength(-(1n << BigInt(k))), k + 1)
  }
})
