// Polynomials: ring laws, canonical form, evaluation as oracle, size limits.
import test from 'ava'
import fc from 'fast-check'
import { LimitExceeded } from '../../src/arith/errors.js'
import type { Monomial, Polynomial } from '../../src/arith/polynomial.js'
import * as P from '../../src/arith/polynomial.js'
import type { Rational } from '../../src/arith/rational.js'
import * as Q from '../../src/arith/rational.js'
import { modest } from './generators.js'

const ATOMS = 4
const monomials: fc.Arbitrary<Monomial> = fc.record({
  coefficient: fc.oneof(modest, fc.constantFrom(Q.ONE, Q.neg(Q.ONE), Q.ZERO)),
  factors: fc.array(fc.record({ atom: fc.nat(ATOMS - 1), exponent: fc.bigInt({ min: 0n, max: 3n }) }), { maxLength: 4 }),
})
const lists = fc.array(monomials, { maxLength: 7 })
const polynomials = lists.map((terms) => P.fromTerms(terms))
const points = fc.array(modest, { minLength: ATOMS, maxLength: ATOMS })

function evaluate(terms: readonly Monomial[], point: readonly Rational[]): Rational {
  let sum = Q.ZERO
  for (const { coefficient, factors } of terms) {
    let product = coefficient
    for (const { atom, exponent } of factors) product = Q.mul(product, Q.pow(point[atom]!, exponent))
    sum = Q.add(sum, product)
  }
  return sum
}

const value = (p: Polynomial, point: readonly Rational[]) => evaluate(p.terms, point)

/** Exponent vector, for the order of the terms. */
const vector = (term: Monomial) => Array.from({ length: ATOMS }, (_, i) => term.factors.find((f) => f.atom === i)?.exponent ?? 0n)

function isCanonical(p: Polynomial): boolean {
  const decreasing = (a: Monomial, b: Monomial) => {
    const [x, y] = [vector(a), vector(b)]
    const i = x.findIndex((e, k) => e !== y[k])
    return i >= 0 && x[i]! > y[i]!
  }
  return p.terms.every((term, i) => !Q.isZero(term.coefficient)
    && term.factors.every((f, j) => f.exponent > 0n && (j === 0 || term.factors[j - 1]!.atom < f.atom))
    && (i === 0 || decreasing(p.terms[i - 1]!, term)))
}

test('operations agree with evaluation and stay canonical', (t) => {
  fc.assert(fc.property(lists, polynomials, modest, fc.bigInt({ min: 0n, max: 4n }), points, (terms, b, q, k, point) => {
    const a = P.fromTerms(terms)
    const [x, y] = [evaluate(terms, point), value(b, point)]
    t.true(Q.eq(value(a, point), x))
    for (const [result, expected] of [
      [P.add(a, b), Q.add(x, y)], [P.sub(a, b), Q.sub(x, y)], [P.mul(a, b), Q.mul(x, y)], [P.neg(a), Q.neg(x)],
      [P.scale(a, q), Q.mul(x, q)], [P.pow(a, k), Q.pow(x, k)],
    ] as const) {
      t.true(isCanonical(result))
      t.true(Q.eq(value(result, point), expected))
    }
  }))
})

test('ring laws hold as identities of canonical forms', (t) => {
  fc.assert(fc.property(polynomials, polynomials, polynomials, (a, b, c) => {
    const same = (p: Polynomial, r: Polynomial) => P.equal(p, r) && JSON.stringify(p.terms, text) === JSON.stringify(r.terms, text)
    t.true(same(P.add(a, P.add(b, c)), P.add(P.add(a, b), c)))
    t.true(same(P.mul(a, P.mul(b, c)), P.mul(P.mul(a, b), c)))
    t.true(same(P.add(a, b), P.add(b, a)) && same(P.mul(a, b), P.mul(b, a)))
    t.true(same(P.mul(a, P.add(b, c)), P.add(P.mul(a, b), P.mul(a, c))))
    t.true(same(P.add(a, P.ZERO), a) && same(P.mul(a, P.ONE), a) && P.isZero(P.mul(a, P.ZERO)) && P.isZero(P.sub(a, a)))
    t.true(same(P.pow(a, 3n), P.mul(a, P.mul(a, a))))
    t.is(P.equal(a, b), P.isZero(P.sub(a, b)))
  }))
  function text(_key: string, value: unknown): unknown {
    return typeof value === 'bigint' || Q.isRational(value) ? `${value}` : value
  }
})

test('constants, atoms and zero', (t) => {
  t.true(Q.eq(P.asConstant(P.ZERO)!, Q.ZERO))
  t.true(Q.eq(P.asConstant(P.constant(Q.rational(2n, 3n)))!, Q.rational(2n, 3n)))
  t.is(P.asConstant(P.atom(0)), undefined)
  t.is(P.asConstant(P.add(P.atom(0), P.ONE)), undefined)
  t.true(P.isZero(P.constant(Q.ZERO)))
  t.true(P.equal(P.pow(P.ZERO, 0n), P.ONE))
  t.true(P.isZero(P.pow(P.ZERO, 5n)))
  t.false(P.equal(P.atom(0), P.atom(1)))
  t.true(P.equal(P.atom(9007199254740991), P.atom(9007199254740991)))
  for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) t.throws(() => P.atom(bad), { instanceOf: RangeError })
  t.throws(() => P.pow(P.atom(0), -1n), { instanceOf: RangeError })
})

test('the binomial theorem', (t) => {
  const n = 40n
  const expected: Monomial[] = []
  let binomial = 1n
  for (let k = 0n; k <= n; k++) {
    expected.push({ coefficient: Q.rational(binomial), factors: [{ atom: 0, exponent: k }, { atom: 1, exponent: n - k }] })
    binomial = binomial * (n - k) / (k + 1n)
  }
  t.true(P.equal(P.pow(P.add(P.atom(0), P.atom(1)), n), P.fromTerms(expected)))
})

test('sizes beyond the limits are refused', (t) => {
  const x = P.atom(0)
  const y = P.add(x, P.ONE)
  // None of these could be computed.
  for (const k of [10n ** 9n, 10n ** 30n]) {
    t.throws(() => P.pow(x, k), { instanceOf: LimitExceeded })
    t.throws(() => P.pow(y, k), { instanceOf: LimitExceeded })
    t.throws(() => P.pow(P.constant(Q.rational(2n)), k), { instanceOf: LimitExceeded })
    t.throws(() => P.fromTerms([{ coefficient: Q.ONE, factors: [{ atom: 0, exponent: k }] }]), { instanceOf: LimitExceeded })
  }
  t.is(P.pow(x, 1n << 20n).terms[0]?.factors[0]?.exponent, 1n << 20n)
  t.throws(() => P.mul(P.pow(x, 1n << 20n), x), { instanceOf: LimitExceeded })
  let many = P.ZERO
  for (let i = 0; i < 600; i++) many = P.add(many, P.atom(i))
  t.throws(() => P.mul(many, many), { instanceOf: LimitExceeded })
})
