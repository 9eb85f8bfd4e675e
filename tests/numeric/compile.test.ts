// TEST. Compiled terms against the meaning of each constant, in all three arithmetics.
import test from 'ava'
import fc from 'fast-check'
import { finiteDomain } from '../../src/numeric/domain.js'
import { Estimate } from '../../src/numeric/float.js'
import type * as Q from '../../src/arith/rational.js'
import { FALSE, NotEvaluable, SEEMS_TRUE, TRUE } from '../../src/numeric/value.js'
import {
  ATAN, COS, FST, MAX, NSUB, PI, SIN, PAIR, RPOW, SND, SUBSET, UNION, mkAdd, mkAnd, mkCoe, mkDiv, mkEq, mkExists, mkExp, mkForall, mkImp,
  mkInv, mkIte, mkLe, mkLog, mkLt, mkMul, mkNeg, mkNot, mkPow, mkSqrt, mkSub, real,
} from './signature.js'
import {
  EMPTY, FINITE, NAT, PROP, REAL, abs, apply, card, coe, evaluate, funType, ge, mem, mkAbs, mkAbs2, mkApp, mkConst, mkInsert, mkVar, nat,
  prodOver, range, sumOver, sumTo, typeVar,
} from './terms.js'

const i = mkVar('i', NAT)
const n = mkVar('n', NAT)
const x = mkVar('x', REAL)
const y = mkVar('y', REAL)
const third = mkDiv(real(1n), real(3n))

test('arithmetic and its conventions outside the domains', (t) => {
  t.is(evaluate(mkAdd(real(2n), mkMul(real(3n), mkNeg(real(4n))))), -10)
  t.is(evaluate(mkInv(real(0n))), 0)
  t.is(evaluate(mkLog(mkNeg(real(1n)))), 0)
  t.is(evaluate(mkSqrt(mkNeg(real(4n)))), 0)
  t.is(evaluate(apply(mkConst(RPOW), real(0n), real(5n))), 1)
  t.is(evaluate(coe(apply(mkConst(NSUB), nat(2n), nat(5n)))), 0)
  t.is(evaluate(mkPow(real(0n), nat(0n))), 1)
  t.is(evaluate(abs(mkSub(real(1n), real(3n)))), 2)
  t.is(evaluate(apply(mkConst(MAX), real(1n), real(3n))), 3)
})

test('exact arithmetic stays rational where it can and encloses elsewhere', (t) => {
  t.is(String(evaluate(mkAdd(third, third), 'exact')), '2/3')
  t.is(String(evaluate(mkSqrt(mkDiv(real(4n), real(9n))), 'exact')), '2/3')
  t.is(evaluate(mkEq(mkMul(third, real(3n)), real(1n)), 'exact'), TRUE)
  t.is(evaluate(mkLt(mkPow(mkSqrt(real(2n)), nat(2n)), real(3n)), 'exact'), TRUE)
  t.is(evaluate(mkEq(mkPow(mkSqrt(real(2n)), nat(2n)), real(2n)), 'exact'), SEEMS_TRUE)
  t.is(evaluate(mkLt(mkExp(real(1n)), mkDiv(real(2718281828459045n), real(1000000000000000n))), 'exact'), FALSE)
  t.is(evaluate(mkEq(mkExp(real(0n)), real(1n)), 'exact'), TRUE)
})

test('64 digits see a difference that doubles do not', (t) => {
  const tiny = mkInv(mkPow(real(10n), nat(40n)))
  const claim = mkLe(mkAdd(real(1n), tiny), real(1n))
  t.is(evaluate(claim, 'float'), TRUE)
  t.is(evaluate(claim, 'big'), FALSE)
  t.is(evaluate(claim, 'exact'), FALSE)
})

test('sums and products over ranges and listed sets', (t) => {
  t.is(evaluate(sumTo(nat(10n), i, mkCoe(i))), 55)
  t.is(evaluate(sumTo(nat(0n), i, mkCoe(i))), 0)
  t.is(evaluate(prodOver(range(nat(1n), nat(5n)), i, mkCoe(i))), 120)
  const set = mkInsert(nat(3n), mkInsert(nat(4n), mkInsert(nat(3n), mkConst(EMPTY, [NAT]))))
  t.is(evaluate(sumOver(set, i, mkCoe(i))), 7)
  t.is(evaluate(card(set, NAT)), 2)
  t.is(evaluate(card(apply(mkConst(UNION, [NAT]), set, range(nat(1n), nat(3n))), NAT)), 4)
  t.is(evaluate(apply(mkConst(SUBSET, [NAT]), set, range(nat(1n), nat(4n)))), TRUE)
  t.is(evaluate(mkApp(mkConst(FINITE, [NAT]), set)), TRUE)
})

test('comprehensions and images list their elements', (t) => {
  const even = mkAbs(i, mkAnd(mem(i, range(nat(1n), nat(6n))), mkLe(coe(i), real(4n))))
  t.is(evaluate(card(even, NAT)), 4)
  // {j | ∃ i, i ∈ 1..6 ∧ j = i - 3} has 0, 1, 2, 3
  const j = mkVar('j', NAT)
  const image = mkAbs(j, mkExists(i, mkAnd(mem(i, range(nat(1n), nat(6n))), mkEq(j, apply(mkConst(NSUB), i, nat(3n))))))
  t.is(evaluate(card(image, NAT)), 4)
  t.is(evaluate(sumOver(image, j, mkCoe(j))), 6)
})

test('quantifiers over ranges are exact, over the reals they only seem to hold', (t) => {
  t.is(evaluate(mkForall(i, mkImp(mem(i, range(nat(1n), nat(5n))), mkLe(coe(i), real(5n))))), TRUE)
  t.is(evaluate(mkForall(i, mkImp(mem(i, range(nat(1n), nat(5n))), mkLe(coe(i), real(4n))))), FALSE)
  t.is(evaluate(mkExists(i, mkAnd(mkLe(coe(i), real(7n)), mkEq(mkMul(coe(i), coe(i)), real(49n))))), TRUE)
  t.is(evaluate(mkForall(x, mkLe(real(0n), mkMul(x, x)))), SEEMS_TRUE)
  t.is(evaluate(mkForall(x, mkLe(x, mkMul(x, x)))), FALSE)
  t.is(evaluate(mkForall(mkVar('p', PROP), mkImp(mkVar('p', PROP), mkVar('p', PROP)))), TRUE)
})

test('what cannot be evaluated is refused, not guessed', (t) => {
  t.throws(() => evaluate(x), { instanceOf: NotEvaluable })
  t.throws(() => evaluate(card(mkAbs(i, mkLe(real(3n), coe(i))), NAT)), { instanceOf: NotEvaluable })
  const a = typeVar('T')
  t.throws(() => evaluate(mkForall(mkVar('a', a), mkEq(mkVar('a', a), mkVar('a', a)))), { instanceOf: NotEvaluable })
})

test('listed types make quantifiers over them and over their events exact', (t) => {
  const omega = typeVar('Ω')
  const w = mkVar('ω', omega)
  const event = mkVar('A', funType(omega, PROP))
  const types = [[omega, finiteDomain(3)]] as const
  t.is(evaluate(mkForall(event, mkForall(w, mkImp(mkApp(event, w), mkApp(event, w)))), 'float', [], types), TRUE)
  // Some event holds at exactly two of three outcomes.
  const size = card(event, omega)
  t.is(evaluate(mkExists(event, mkEq(size, real(2n))), 'float', [], types), TRUE)
  t.is(evaluate(mkExists(event, mkEq(size, real(4n))), 'float', [], types), FALSE)
})

test('closures keep the values they were made with', (t) => {
  // Σ i in 1..3, (λk. Σ j in 1..k, i * j) 2 = (1+2) * (1+2+3)
  const j = mkVar('j', NAT)
  const k = mkVar('k', NAT)
  const inner = mkAbs(k, sumTo(k, j, mkMul(coe(i), coe(j))))
  t.is(evaluate(sumTo(nat(3n), i, mkApp(inner, nat(2n)))), 18)
  // A functional that calls its argument inside its argument.
  const F = mkVar('F', funType(funType(REAL, REAL), REAL))
  const apply3 = (f: unknown): unknown => Number((f as (v: number) => number)(1)) + Number((f as (v: number) => number)(2))
  const nested = mkApp(F, mkAbs(x, mkApp(F, mkAbs(y, mkMul(x, y)))))
  t.is(evaluate(nested, 'float', [[F, apply3]]), 9)
})

test('pairs, conditionals and redexes', (t) => {
  const pair = apply(mkConst(PAIR, [REAL, REAL]), real(2n), real(5n))
  const first = mkApp(mkConst(FST, [REAL, REAL]), pair)
  const second = mkApp(mkConst(SND, [REAL, REAL]), pair)
  t.is(evaluate(mkSub(second, first)), 3)
  t.is(evaluate(mkIte(mkLe(first, second), real(1n), real(0n))), 1)
  t.is(evaluate(apply(mkAbs2(x, y, mkSub(x, y)), real(7n), real(2n))), 5)
  t.is(evaluate(mkNot(mkEq(real(1n), real(2n)))), TRUE)
})

test('an undecided condition yields both values', (t) => {
  const value = evaluate(mkIte(mkLe(x, real(0n)), real(1n), real(0n)), 'float', [[x, new Estimate(-1, 1, 0.5, true)]])
  t.true(value instanceof Estimate)
  t.deepEqual([(value as Estimate).low, (value as Estimate).high], [0, 1])
  const bounded = mkForall(x, mkLe(abs(mkSub(apply(mkConst(MAX), real(0n), x), apply(mkConst(MAX), real(0n), x))), real(0n)))
  t.is(evaluate(ge(mkInv(x), real(1n)), 'float', [[x, new Estimate(0.25, 0.5, 0.3, true)]]), TRUE)
  t.is(evaluate(bounded), SEEMS_TRUE)
})

test('the three arithmetics agree on random polynomials', (t) => {
  const term = fc.letrec<{ t: { make: () => ReturnType<typeof real>, value: number } }>((tie) => ({
    t: fc.oneof({ maxDepth: 4 },
      fc.integer({ min: 0, max: 9 }).map((k) => ({ make: () => real(BigInt(k)), value: k })),
      fc.tuple(tie('t'), tie('t')).map(([a, b]) => ({ make: () => mkAdd(a.make(), b.make()), value: a.value + b.value })),
      fc.tuple(tie('t'), tie('t')).map(([a, b]) => ({ make: () => mkMul(a.make(), b.make()), value: a.value * b.value })),
      tie('t').map((a) => ({ make: () => mkNeg(a.make()), value: -a.value }))),
  })).t
  t.notThrows(() => {
    fc.assert(fc.property(term, ({ make, value }) => {
      const exact = evaluate(make(), 'exact') as Q.Rational
      return Number(exact.num) === value && evaluate(make(), 'float') === value && Number(evaluate(make(), 'big')) === value
    }), { numRuns: 60, seed: 7 })
  })
})

test('a sum too long to run is refused', (t) => {
  t.throws(() => evaluate(sumTo(mkVar('n', NAT), i, mkCoe(i)), 'float', [[n, 1e12]]), { instanceOf: NotEvaluable })
})

test('trigonometric functions and π', (t) => {
  const pi = mkConst(PI)
  t.is(evaluate(mkLt(real(3n), pi), 'exact'), TRUE)
  t.is(evaluate(mkLe(abs(mkApp(mkConst(SIN), pi)), mkInv(mkPow(real(10n), nat(30n)))), 'exact'), TRUE)
  t.is(evaluate(mkLe(mkApp(mkConst(COS), pi), mkNeg(real(1n))), 'float'), TRUE)
  t.is(evaluate(mkLt(mkApp(mkConst(ATAN), real(1n)), mkDiv(pi, real(4n))), 'big'), FALSE)
})
