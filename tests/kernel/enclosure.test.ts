// TEST. `enclosure`: what intervals decide, what has to be refused (poles, domains, unbounded subterms), and random containment
// against exact rational values.
import test from 'ava'
import fc from 'fast-check'
import { all, create, type BigNumber, type FactoryFunctionMap } from 'mathjs'
import * as Q from '../../src/arith/rational.js'
import type { Rational } from '../../src/arith/rational.js'
import { REAL } from '../../src/kernel/type.js'
import { mkAbs, mkApp, mkConst, mkVar, type Constant, type FVar, type Term } from '../../src/kernel/term.js'
import {
  ABS, ATAN, COS, COSH, ERF, GE, MAX, MIN, NADD, PI, RPOW, SIN, SINH, SUM, TAN, TANH, apply, arrows, mkAdd, mkCoe, mkDiv, mkEq, mkExp,
  mkInv, mkIte, mkLe, mkLog, mkLt, mkMul, mkNeg, mkPow, mkSqrt, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import { assume, axiomsOf, enclosure, positivstellensatz, type Theorem } from '../../src/kernel/theorem.js'
import { base } from '../../src/kernel/axioms.js'
import { evaluate, m, n, p, proves, refuses, x, y } from './helpers.js'

const un = (c: Constant) => (a: Term): Term => mkApp(mkConst(c), a)
const bin = (c: Constant) => (a: Term, b: Term): Term => apply(mkConst(c), a, b)
const [abs, sin, cos, tan, atan] = [un(ABS), un(SIN), un(COS), un(TAN), un(ATAN)]
const [sinh, cosh, tanh, erf] = [un(SINH), un(COSH), un(TANH), un(ERF)]
const [min, max, rpow, ge] = [bin(MIN), bin(MAX), bin(RPOW), bin(GE)]
const [zero, one, two] = [real(0n), real(1n), real(2n)]
const q = (a: bigint, b: bigint): Term => mkDiv(real(a), real(b))
const pi = mkConst(PI)
const within = (low: Term, t: Term, high: Term): Theorem[] => [assume(mkLe(low, t)), assume(mkLe(t, high))]

const decided: readonly Term[] = [
  mkLt(q(271828n, 100000n), mkExp(one)), mkLt(mkExp(one), q(271829n, 100000n)), mkLt(mkLog(two), q(69315n, 100000n)),
  mkLt(q(141421n, 100000n), mkSqrt(two)), mkLt(q(314159n, 100000n), pi), mkLt(sin(one), q(8415n, 10000n)), mkLt(q(54n, 100n), cos(one)),
  mkLt(mkMul(real(4n), atan(one)), q(31416n, 10000n)), mkLt(q(155n, 100n), tan(one)), ge(rpow(two, q(1n, 2n)), q(141n, 100n)),
  mkLt(mkNeg(two), min(mkNeg(one), two)), mkLe(abs(mkNeg(two)), max(two, one)), mkLe(zero, mkPow(mkSub(one, two), nat(4n))),
  mkLe(mkCoe(apply(mkConst(NADD), nat(2n), nat(3n))), real(5n)), mkLe(mkInv(two), q(1n, 2n)), mkLe(zero, sin(zero)), mkLe(mkExp(zero), one),
]

test('closed relations', (t) => {
  for (const goal of decided) proves(t, enclosure(goal, [], 64), [], goal)
})

/** Fifty digits: mathjs in 60-digit arithmetic, and for erf the tables of DLMF 7 as other computer algebra systems print them. */
const math = create(all as FactoryFunctionMap, { number: 'BigNumber', precision: 60 })
const independent: Record<string, (a: Term) => Term> = { exp: mkExp, log: mkLog, sqrt: mkSqrt, sin, cos, tan, atan, sinh, cosh, tanh }
const published: readonly (readonly [Term, string])[] = [
  [erf(q(1n, 2n)), '0.52049987781304653768274665389196452873645157575796'],
  [erf(two), '0.99532226501895273416206925636725292861089179704006'],
  [erf(one), '0.84270079294971486934122063508260925929606699796630'], [pi, '3.14159265358979323846264338327950288419716939937510'],
]
/** ⊢ digits - 10⁻⁴⁸ < t < digits + 10⁻⁴⁸, and neither half as wide on the wrong side. */
const agrees = (t: Term, digits: Rational): boolean => {
  const off = (num: bigint, den: bigint): Term => term0(Q.add(digits, Q.rational(num, den)))
  const decides = (goal: Term): boolean => { try { enclosure(goal, [], 220); return true } catch { return false } }
  const e = 10n ** 48n
  return decides(mkLt(off(-1n, e), t)) && decides(mkLt(t, off(1n, e))) && !decides(mkLt(off(1n, e), t)) && !decides(mkLt(t, off(-1n, e)))
}
const exactly = (value: string): Rational => {
  const [digits, exponent] = value.split('e')
  return Q.mul(Q.parseDecimal(digits!), Q.pow(Q.rational(10n), BigInt(exponent ?? 0)))
}

test('every function agrees with independent values to fifty digits', (t) => {
  for (const [n, d] of [[1n, 3n], [7n, 5n], [22n, 7n], [1n, 1000n], [41n, 2n]] as const) {
    for (const [name, f] of Object.entries(independent)) {
      const value = math.evaluate(`${name}(${n} / ${d})`) as BigNumber
      // Nearer to 0 or far from it there are fewer digits after the point: relative to the size.
      const size = value.abs().gt(1) ? Q.pow(Q.rational(10n), BigInt(value.abs().e + 1)) : Q.ONE
      t.true(agrees(mkDiv(f(q(n, d)), term0(size)), Q.div(exactly(value.toString()), size)), `${name} ${n}/${d}`)
    }
  }
  for (const [u, digits] of published) t.true(agrees(u, exactly(digits)), digits)
  t.true(agrees(rpow(two, q(1n, 3n)), exactly((math.evaluate('cbrt(2)') as BigNumber).toString())))
})

test('bounds on variables are used and their hypotheses kept', (t) => {
  const bounds = within(zero, x, one)
  proves(t, enclosure(mkLt(mkExp(x), real(3n)), bounds, 32), bounds.map((b) => b.concl), mkLt(mkExp(x), real(3n)))
  proves(t, enclosure(mkLe(one, mkExp(x)), [bounds[0]!], 32), [mkLe(zero, x)], mkLe(one, mkExp(x)))
  const product = mkLe(mkMul(x, y), two)
  proves(t, enclosure(product, [...bounds, assume(mkEq(y, two))], 32), [...bounds.map((b) => b.concl), mkEq(y, two)], product)
  t.notThrows(() => enclosure(mkLe(sin(x), one), within(mkNeg(two), x, real(100n)), 32))
  // A bound that is not needed still counts as used.
  t.is(enclosure(mkLe(zero, one), [assume(mkLe(zero, x))], 32).hyps.length, 1)
})

test('bounds may be strict, computed, reversed, or equations', (t) => {
  const bounds = [assume(ge(x, mkLog(two))), assume(mkLt(x, mkSqrt(two)))]
  t.notThrows(() => enclosure(mkLt(mkMul(x, x), q(201n, 100n)), bounds, 64))
  t.notThrows(() => enclosure(mkLe(x, one), [assume(mkEq(q(1n, 2n), x))], 64))
  t.notThrows(() => enclosure(mkLe(zero, mkCoe(n)), [assume(mkEq(n, nat(3n)))], 64))
  t.notThrows(() => enclosure(mkLe(mkCoe(n), real(9n)), [assume(mkLe(mkCoe(n), real(9n)))], 64))
})

test('an opaque subterm may have bounds of its own', (t) => {
  const f = mkApp(mkVar('f', arrows(REAL, REAL)), x)
  t.notThrows(() => enclosure(mkLe(mkMul(f, f), one), within(mkNeg(one), f, one), 32))
  const choice = mkIte(p, x, y)
  t.notThrows(() => enclosure(mkLe(choice, two), within(zero, choice, one), 32))
  const w = mkVar('w', REAL)
  const sum = (v: FVar): Term => apply(mkConst(SUM, [REAL]), mkVar('S', arrows(REAL, p.type)), mkAbs(v, v))
  t.notThrows(() => enclosure(mkLe(sum(w), two), within(zero, sum(x), one), 32))
})

const opaque: readonly Term[] = [
  x, mkApp(mkVar('f', arrows(REAL, REAL)), one), mkIte(p, one, two), mkCoe(n),
  apply(mkConst(SUM, [REAL]), mkVar('S', arrows(REAL, p.type)), mkAbs(x, one)),
  mkMul(zero, x), mkSub(x, x), mkPow(two, n), mkApp(mkAbs(x, x), one),
]

test('a subterm without bounds is refused, whatever is done with it', (t) => {
  for (const u of opaque) refuses(t, 'enclosure', 'bounds of its own', () => enclosure(mkLe(u, mkAdd(u, one)), [], 32))
  refuses(t, 'enclosure', 'bounds of its own', () => enclosure(mkLe(y, one), within(zero, x, one), 32))
})

test('one-sided bounds do not decide the other side', (t) => {
  refuses(t, 'enclosure', 'do not decide', () => enclosure(mkLe(x, real(10n ** 9n)), [assume(mkLe(zero, x))], 32))
  refuses(t, 'enclosure', 'do not decide', () => enclosure(mkLe(mkNeg(x), real(10n ** 9n)), [assume(mkLe(x, zero))], 32))
})

test('poles and domains are refused', (t) => {
  const around = within(mkNeg(one), x, one)
  const at = within(zero, x, one)
  const refusals: readonly (readonly [string, Term, readonly Theorem[]])[] = [
    ['0', mkInv(zero), []], ['0', mkDiv(one, mkSub(one, one)), []], ['0', mkInv(x), around], ['0', mkInv(x), at], ['0', mkDiv(x, x), at],
    ['logarithm', mkLog(zero), []], ['logarithm', mkLog(mkNeg(one)), []], ['logarithm', mkLog(x), at], ['logarithm', rpow(x, two), at],
    ['logarithm', rpow(mkNeg(one), two), []], ['square root', mkSqrt(mkNeg(one)), []], ['square root', mkSqrt(x), around],
    ['pole', tan(mkDiv(pi, two)), []], ['pole', tan(mkMul(two, x)), at],
  ]
  for (const [fragment, u, bounds] of refusals) refuses(t, 'enclosure', fragment, () => enclosure(mkLe(u, real(10n ** 9n)), bounds, 64))
  t.notThrows(() => enclosure(mkLe(zero, mkSqrt(x)), at, 64))
  // With log 0 = 0 an enclosure at 0 would be right by convention only; the axiom says it instead.
  t.deepEqual(axiomsOf(base.log_of_nonpos).map((a) => a.name), ['log_of_nonpos'])
})

test('false relations are refused', (t) => {
  const wrong = [
    mkLt(one, one), mkLt(mkExp(one), real(2n)), mkLe(pi, real(3n)), mkLe(two, sin(two)),
    mkLe(mkAdd(mkSqrt(two), q(1n, 10n ** 9n)), mkSqrt(two)),
  ]
  for (const goal of wrong) refuses(t, 'enclosure', 'do not decide', () => enclosure(goal, [], 64))
})

test('what is a bound, a goal, a precision', (t) => {
  const goal = mkLe(x, two)
  refuses(t, 'enclosure', 'not an order relation', () => enclosure(mkEq(one, one), [], 32))
  refuses(t, 'formula', 'type Prop', () => enclosure(one, [], 32))
  refuses(t, 'enclosure', 'compares nothing', () => enclosure(goal, [assume(mkLe(x, y))], 32))
  refuses(t, 'enclosure', 'compares nothing', () => enclosure(goal, [assume(p)], 32))
  refuses(t, 'enclosure', 'compares nothing', () => enclosure(goal, [assume(mkEq(mkAbs(x, x), mkAbs(y, y)))], 32))
  refuses(t, 'enclosure', 'compares nothing', () => enclosure(goal, [assume(mkLe(x, mkInv(zero)))], 32))
  refuses(t, 'enclosure', 'contradict each other', () => enclosure(goal, within(two, x, one), 32))
  refuses(t, 'theorem', 'expected a theorem', () => enclosure(goal, [{ concl: mkLe(x, one) } as unknown as Theorem], 32))
  for (const bad of ['64', 64n, NaN, Infinity, 1, -5, 1.5, 1e9, undefined, null, [64], { valueOf: () => 64 }]) {
    refuses(t, 'enclosure', 'whole number of bits', () => enclosure(mkLe(zero, one), [], bad as number))
  }
})

test('bounds on a partially applied function are no bounds', (t) => {
  const f = mkVar('f', arrows(REAL, REAL))
  const partial = assume(mkEq(mkApp(mkConst(MIN), zero), f))
  refuses(t, 'enclosure', 'compares nothing', () => enclosure(mkLe(mkApp(f, one), one), [partial], 32))
})

const [atX, atY] = [fc.bigInt({ min: -20n, max: 20n }), fc.bigInt({ min: -20n, max: 20n })]
const { term } = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof({ maxDepth: 4 }, fc.constantFrom<Term>(x, y, zero, one, two, mkCoe(m)),
    fc.tuple(fc.constantFrom(mkAdd, mkMul, mkSub, mkDiv), tie('term'), tie('term')).map(([f, a, b]) => f(a, b)),
    fc.tuple(fc.constantFrom(mkNeg, mkInv), tie('term')).map(([f, a]) => f(a)),
    fc.tuple(tie('term'), fc.bigInt({ min: 0n, max: 4n })).map(([a, e]) => mkPow(a, nat(e)))),
}))
const term0 = (v: Rational): Term => v.num < 0n ? mkNeg(mkDiv(real(-v.num), real(v.den))) : mkDiv(real(v.num), real(v.den))

test('no relation is accepted that an exact point within the bounds violates', (t) => {
  let accepted = 0
  fc.assert(fc.property(term, atX, atY, fc.nat(3), fc.bigInt({ min: 0n, max: 3n }), (u, a, b, i, slack) => {
    const point = new Map<FVar, Rational>([[x, Q.rational(a, 7n)], [y, Q.rational(b, 5n)], [m, Q.rational(BigInt(i))]])
    const exact = evaluate(u, point)!
    const around = [x, y].flatMap((v) =>
      within(term0(Q.sub(point.get(v)!, Q.rational(slack, 9n))), v, term0(Q.add(point.get(v)!, Q.rational(slack, 8n)))))
    const bounds = [...around, assume(mkEq(m, nat(BigInt(i))))]
    for (const bound of [Q.sub(exact, Q.rational(1n, 1000n)), Q.add(exact, Q.rational(1n, 1000n)), Q.ZERO]) {
      for (const [goal, holds] of [[mkLe(u, term0(bound)), Q.le(exact, bound)], [mkLt(term0(bound), u), Q.lt(bound, exact)]] as const) {
        try {
          enclosure(goal, bounds, 40)
        } catch {
          continue
        }
        accepted++
        t.true(holds)
      }
    }
  }), { numRuns: 700, seed: 5 })
  t.true(accepted > 200, `only ${accepted} relations were accepted`)
})

test('more bits decide more', (t) => {
  const tight = mkLt(mkExp(one), mkAdd(mkExp(one), q(1n, 2n ** 200n)))
  refuses(t, 'enclosure', 'do not decide', () => enclosure(tight, [], 100))
  const narrow = mkLt(q(2718281828459045235360287471352662497757247093n, 10n ** 45n), mkExp(one))
  refuses(t, 'enclosure', 'do not decide', () => enclosure(narrow, [], 64))
  t.notThrows(() => enclosure(narrow, [], 256))
})

test('an enclosure and a refutation agree', (t) => {
  const goal = mkLt(mkExp(one), real(3n))
  const contrary = assume(mkLe(real(3n), mkExp(one)))
  const product = (fact: number) => ({ coefficient: Q.ONE, facts: [fact], squares: [] })
  const certificate = { products: [product(0), product(1)], equalities: [] }
  t.is(positivstellensatz([enclosure(goal, [], 64), contrary], certificate).hyps.length, 1)
})
