// The exponential form of a term has the value of the term; square roots of polynomials are recognised exactly.
import test from 'ava'
import fc from 'fast-check'
import * as P from '../../src/arith/polynomial.js'
import * as Q from '../../src/arith/rational.js'
import { core, mkVar } from '../../src/kernel/term.js'
import { REAL } from '../../src/kernel/type.js'
import { commonExponent, divisorOf, expForm, squareRoot, termOf } from '../../src/engine/exponential-form.js'
import { valueAt } from '../../src/engine/evaluation.js'
import { EngineView } from '../../src/engine/view.js'
import { read } from './reading.js'

const point = new Map([['x', 0.7], ['a', -1.3], ['q', 0.4]].map(([name, v]) => [core(mkVar(name as string, REAL)), v as number]))

for (const text of ['exp(x)*(1 + exp(-x)) - x', 'x/(1 + exp(x)) + exp(2*x)', '1/(1-q+q*exp(x))^2 - q*exp(x)/(1-q+q*exp(x))',
  '(1+a)/(2-a)/exp(x)',
  '(exp(x) - exp(-x))^2/4', 'a^2*exp(a*x) - 3/(1 + 1/x)']) {
  test(`the form of ${text} has its value`, (t) => {
    const view = new EngineView()
    const u = read(text)
    const form = expForm(u, view)!
    const value = valueAt(termOf(form.terms, view), point) / valueAt(divisorOf(form), point)
    t.true(Math.abs(value - valueAt(u, point)) < 1e-9)
  })
}

test('exponents that are multiples of one are found', (t) => {
  const view = new EngineView()
  const form = expForm(read('exp(2*x) + 3*exp(3*x) + 1'), view)!
  t.deepEqual([...commonExponent(form.terms)!.exponents].sort(), [0n, 2n, 3n])
  t.is(commonExponent(expForm(read('exp(x) + exp(x^2)'), view)!.terms), undefined)
})

const polynomial = fc.array(fc.record({ c: fc.integer({ min: -5, max: 5 }), i: fc.nat(2), j: fc.nat(2) }), { maxLength: 4 }).map((terms) =>
  P.fromTerms(terms.map(({ c, i, j }) => ({
    coefficient: Q.rational(BigInt(c), 2n),
    factors: [{ atom: 0, exponent: BigInt(i) }, { atom: 1, exponent: BigInt(j) }].filter((f) => f.exponent > 0n),
  }))))

test('a square has a root, and a root squares to the polynomial', (t) => {
  fc.assert(fc.property(polynomial, polynomial, (p, r) => {
    const square = P.mul(p, p)
    const root = squareRoot(square)
    t.truthy(root)
    t.true(P.equal(P.mul(root!, root!), square))
    const other = squareRoot(P.add(square, r))
    if (other !== undefined) t.true(P.equal(P.mul(other, other), P.add(square, r)))
  }), { numRuns: 200, seed: 4 })
  t.pass()
})
