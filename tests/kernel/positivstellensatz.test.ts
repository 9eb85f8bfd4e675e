// TEST. `positivstellensatz`: certificates that must pass, tampered ones, hostile data, and random mutations judged by an
// independent evaluation of the claimed identity at rational points.
import test from 'ava'
import fc from 'fast-check'
import * as Q from '../../src/arith/rational.js'
import type { Rational } from '../../src/arith/rational.js'
import { mkConst, type FVar, type Term } from '../../src/kernel/term.js'
import {
  GE, GT, apply, asOrder, falsity, mkAdd, mkCoe, mkEq, mkImp, mkLe, mkLt, mkMul, mkPow, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import type { PositivstellensatzCertificate } from '../../src/kernel/positivstellensatz.js'
import { assume, axiom, axiomsOf, instantiate, mp, positivstellensatz, type Theorem } from '../../src/kernel/theorem.js'
import { evaluate, m, n, p, proves, refuses, x, y, z } from './helpers.js'

type Certificate = PositivstellensatzCertificate
type Product = Certificate['products'][number]
const [zero, one] = [real(0n), real(1n)]
const ge = (a: Term, b: Term): Term => apply(mkConst(GE), a, b)
const gt = (a: Term, b: Term): Term => apply(mkConst(GT), a, b)
const product = (used: readonly number[], coefficient: Rational = Q.ONE, squares: readonly Term[] = []): Product =>
  ({ coefficient, facts: used, squares })
const only = (...products: readonly Product[]): Certificate => ({ products, equalities: [] })
const facts = (...formulas: readonly Term[]): Theorem[] => formulas.map(assume)

interface Example { readonly formulas: readonly Term[]; readonly certificate: Certificate }
const examples: Record<string, Example> = {
  'x < y ≤ x': { formulas: [mkLt(x, y), mkLe(y, x)], certificate: only(product([0]), product([1])) },
  'a weak sum that is negative': { formulas: [mkLe(x, y), mkLe(mkAdd(y, one), x)], certificate: only(product([0]), product([1])) },
  'read from ≥ and >': { formulas: [ge(x, y), gt(y, x)], certificate: only(product([0]), product([1])) },
  'rational multipliers': {
    formulas: [mkLe(mkMul(real(3n), x), one), mkLt(one, mkMul(real(2n), x))],
    certificate: only(product([0], Q.rational(1n, 3n)), product([1], Q.rational(1n, 2n))),
  },
  'a product of strict facts': {
    formulas: [mkLt(zero, x), mkLt(zero, y), mkLe(mkMul(x, y), zero)], certificate: only(product([0, 1]), product([2])),
  },
  'a fact used twice': { formulas: [mkLt(zero, x), mkLe(mkMul(x, x), zero)], certificate: only(product([0, 0]), product([1])) },
  'a square': { formulas: [mkLt(mkMul(x, x), zero)], certificate: only(product([0]), product([], Q.ONE, [x])) },
  'a square times a fact': {
    formulas: [mkLe(zero, y), mkLe(mkMul(y, mkMul(x, x)), mkSub(zero, one))], certificate: only(product([0], Q.ONE, [x]), product([1])),
  },
  'an equation': {
    formulas: [mkEq(x, y), mkLt(x, y)], certificate: { products: [product([1])], equalities: [{ fact: 0, cofactor: one }] },
  },
  'an equation with a polynomial cofactor': {
    formulas: [mkEq(mkMul(x, y), one), mkEq(y, zero)],
    certificate: { products: [product([])], equalities: [{ fact: 0, cofactor: one }, { fact: 1, cofactor: mkSub(zero, x) }] },
  },
  'an equation of naturals': {
    formulas: [mkEq(m, n), mkLt(mkCoe(m), mkCoe(n))], certificate: { products: [product([1])], equalities: [{ fact: 0, cofactor: one }] },
  },
  'no facts but one': { formulas: [mkLt(one, zero)], certificate: only(product([0])) },
}

test('certificates that hold', (t) => {
  for (const [name, { formulas, certificate }] of Object.entries(examples)) {
    t.notThrows(() => { proves(t, positivstellensatz(facts(...formulas), certificate), formulas, falsity) }, name)
  }
})

test('hypotheses and axioms of every fact are kept', (t) => {
  const named = axiom('sum', 'cited', mkLe(one, zero), 'nowhere')
  const conditional = mp(assume(mkImp(p, mkLt(x, x))), assume(p))
  const th = positivstellensatz([conditional, named], only(product([0])))
  t.is(th.hyps.length, 2)
  t.deepEqual(axiomsOf(th).map((a) => a.name), ['sum'])
  t.is(instantiate(th, new Map(), new Map([[x, y]])).hyps.length, 2)
})

const nothing: Record<string, Example> = {
  'weak facts do not contradict each other': { formulas: [mkLe(x, y), mkLe(y, x)], certificate: only(product([0]), product([1])) },
  'a zero sum whose strict fact is multiplied by a weak one': {
    formulas: [mkLt(zero, x), mkLe(zero, y), mkLe(mkMul(x, y), zero)], certificate: only(product([0, 1]), product([2])),
  },
  'a zero sum whose strict fact is multiplied by a square': {
    formulas: [mkLt(zero, x), mkLe(mkMul(x, mkMul(y, y)), zero)], certificate: only(product([0], Q.ONE, [y]), product([1])),
  },
  'nothing at all': { formulas: [], certificate: only() },
  'a positive constant': { formulas: [], certificate: only(product([])) },
  'a square alone': { formulas: [], certificate: only(product([], Q.ONE, [zero])) },
  'a sum that is not constant': { formulas: [mkLt(x, y)], certificate: only(product([0])) },
  'a fact with the wrong sign': { formulas: [mkLt(zero, one)], certificate: only(product([0])) },
  'division is not cancelled': {
    formulas: [mkEq(mkMul(x, y), one)], certificate: { products: [], equalities: [{ fact: 0, cofactor: one }] },
  },
}

test('certificates that prove nothing', (t) => {
  for (const [name, { formulas, certificate }] of Object.entries(nothing)) {
    t.log(name)
    refuses(t, 'positivstellensatz', 'no contradiction', () => positivstellensatz(facts(...formulas), certificate))
  }
})

test('coefficients are positive rationals made by arith', (t) => {
  const attempt = (coefficient: unknown) => () => positivstellensatz(facts(mkLt(zero, one)), only(product([0], coefficient as Rational)))
  for (const bad of [Q.rational(-1n), Q.ZERO, { num: -1n, den: 1n }, -1, '−1', -1n, null, new Proxy(Q.ONE, {}), Object.create(Q.ONE)]) {
    refuses(t, 'positivstellensatz', 'positive rational', attempt(bad))
  }
})

test('indices stay within the facts', (t) => {
  const attempt = (index: unknown) => () => positivstellensatz(facts(mkLt(one, zero)), only(product([index as number])))
  for (const bad of [-1, 1, 0.5, NaN, Infinity, '0', 0n, 'length', undefined, null, [0], { valueOf: () => 0 }]) {
    refuses(t, 'positivstellensatz', 'no such fact', attempt(bad))
  }
  t.notThrows(attempt(-0))
  const sparse = new Array<number>(1)
  refuses(t, 'positivstellensatz', 'no such fact', () => positivstellensatz(facts(mkLt(one, zero)), only(product(sparse))))
})

test('equations are no factors, order relations have no cofactor', (t) => {
  refuses(t, 'positivstellensatz', 'no such fact', () => positivstellensatz(facts(mkEq(x, y)), only(product([0]))))
  const swapped = { products: [], equalities: [{ fact: 0, cofactor: mkSub(zero, one) }] }
  refuses(t, 'positivstellensatz', 'no such fact', () => positivstellensatz(facts(mkLt(zero, one)), swapped))
})

test('facts are theorems, squares and cofactors are numeric kernel terms', (t) => {
  const fake = { concl: mkLt(one, zero), hyps: [], axioms: 0n } as unknown as Theorem
  refuses(t, 'theorem', 'expected a theorem', () => positivstellensatz([fake], only(product([0]))))
  refuses(t, 'theorem', 'expected a theorem', () => positivstellensatz(new Array<Theorem>(1), only(product([0]))))
  refuses(t, 'positivstellensatz', 'neither an order', () => positivstellensatz(facts(p), only(product([0]))))
  refuses(t, 'polynomial', 'type ℝ or ℕ', () => positivstellensatz(facts(mkEq(p, p)), only(product([]))))
  refuses(t, 'polynomial', 'type ℝ or ℕ', () => positivstellensatz([], only(product([], Q.ONE, [p]))))
  refuses(t, 'polynomial', 'expected a kernel term', () => positivstellensatz([], only(product([], Q.ONE, [{ ...x }]))))
  const cofactor = { products: [], equalities: [{ fact: 0, cofactor: { kind: 'num', value: -1n } as unknown as Term }] }
  refuses(t, 'polynomial', 'expected a kernel term', () => positivstellensatz(facts(mkEq(one, zero)), cofactor))
})

test('a list that changes between readings is read once', (t) => {
  let reads = 0
  const honest = assume(mkLt(one, zero))
  const late = axiom('late', 'cited', mkLt(one, zero), 'late')
  const list = new Proxy([honest], { get: (target, key) => key === '0' && reads++ > 0 ? late : Reflect.get(target, key) as unknown })
  const th = positivstellensatz(list, only(product([0])))
  proves(t, th, [honest.concl], falsity)
  t.deepEqual(axiomsOf(th), [])
  // A coefficient that is positive when tested and negative when used.
  let asked = 0
  const shifty = { get coefficient() { return asked++ === 0 ? Q.ONE : Q.rational(-1n) }, facts: [0], squares: [] }
  refuses(t, 'positivstellensatz', 'no contradiction', () => positivstellensatz(facts(mkLt(zero, one)), only(shifty)))
  t.is(asked, 1)
})

test('limits fail cleanly', (t) => {
  const huge = mkPow(mkMul(x, y), nat(10n ** 9n))
  refuses(t, 'positivstellensatz', 'exponent', () => positivstellensatz([], only(product([], Q.ONE, [huge]))))
})

/** The claimed sum at a point, from the formulas and the certificate alone. */
function valueAt({ formulas, certificate }: Example, at: ReadonlyMap<FVar, Rational>): Rational {
  const value = (u: Term): Rational => evaluate(u, at)!
  const difference = (i: number): Rational => {
    const order = asOrder(formulas[i]!)
    if (order !== undefined) return Q.sub(value(order.high), value(order.low))
    const equation = formulas[i]!
    return equation.kind === 'app' && equation.fn.kind === 'app' ? Q.sub(value(equation.fn.arg), value(equation.arg)) : Q.ZERO
  }
  let sum = Q.ZERO
  for (const { coefficient, facts: used, squares } of certificate.products) {
    const parts = [coefficient, ...used.map(difference), ...squares.map((s) => Q.mul(value(s), value(s)))]
    sum = Q.add(sum, parts.reduce(Q.mul))
  }
  for (const { fact, cofactor } of certificate.equalities) sum = Q.add(sum, Q.mul(value(cofactor), difference(fact)))
  return sum
}

const small = fc.bigInt({ min: -4n, max: 4n }).map((i) => Q.rational(i, 3n))
const points = fc.array(fc.tuple(small, small, small, fc.nat(4), fc.nat(4)).map(([a, b, c, i, j]) => new Map<FVar, Rational>([
  [x, a], [y, b], [z, c], [m, Q.rational(BigInt(i))], [n, Q.rational(BigInt(j))]])), { minLength: 6, maxLength: 6 })

/** One change to a certificate: a coefficient, an index, a square, a cofactor, or a summand dropped or doubled. */
function mutate({ formulas, certificate }: Example, kind: number, i: number, j: number): Example {
  const products = [...certificate.products]
  const equalities = [...certificate.equalities]
  const at = i % Math.max(1, products.length)
  const one_ = products[at]
  switch (kind % 7) {
    case 0: if (one_) products[at] = { ...one_, coefficient: Q.add(one_.coefficient, Q.rational(BigInt(j - 2), 2n)) }; break
    case 1: if (one_) products[at] = { ...one_, facts: [...one_.facts, j % Math.max(1, formulas.length)] }; break
    case 2: if (one_) products[at] = { ...one_, facts: one_.facts.slice(1) }; break
    case 3: if (one_) products[at] = { ...one_, squares: [...one_.squares, [x, y, one, zero][j % 4]!] }; break
    case 4: products.splice(at, 1); break
    case 5: if (one_) products.push(one_); break
    default: if (equalities[0]) equalities[0] = { ...equalities[0], cofactor: [x, zero, mkSub(zero, one), y][j % 4]! }
  }
  return { formulas, certificate: { products, equalities } }
}

test('mutated certificates are refused, unless the sum is still a contradiction at every point tried', (t) => {
  const all = Object.values(examples)
  let refusedCount = 0
  fc.assert(fc.property(fc.nat(all.length - 1), fc.nat(6), fc.nat(5), fc.nat(5), points, (which, kind, i, j, at) => {
    const mutant = mutate(all[which]!, kind, i, j)
    try {
      positivstellensatz(facts(...mutant.formulas), mutant.certificate)
    } catch {
      refusedCount++
      return
    }
    // Accepted: then the sum is one constant, not positive, and 0 only beside a product of strict facts.
    const values = at.map((point) => valueAt(mutant, point))
    for (const value of values) t.true(Q.eq(value, values[0]!) && Q.sign(value) <= 0)
    const strict = mutant.certificate.products.some(({ facts: used, squares }) =>
      squares.length === 0 && used.every((f) => asOrder(mutant.formulas[f]!)!.strict))
    t.true(Q.sign(values[0]!) < 0 || strict)
    for (const { coefficient } of mutant.certificate.products) t.is(Q.sign(coefficient), 1)
  }), { numRuns: 2000, seed: 3 })
  t.true(refusedCount > 500, `only ${refusedCount} mutants were refused`)
})
