// TEST. Sums of squares: inequalities that need faces, products, symmetry, homogeneity or square factors are proved by kernel theorems;
// near misses are not; and the exact part of the search agrees with what it claims.
import test from 'ava'
import * as Q from '../../src/arith/rational.js'
import { squaresOf } from '../../src/engine/gram.js'
import { modelOf } from '../../src/engine/models.js'
import { centreOf, eigen } from '../../src/engine/semidefinite.js'
import { sums } from '../../src/engine/sums.js'
import { squarePart } from '../../src/engine/univariate.js'
import * as P from '../../src/arith/polynomial.js'
import { Budget } from '../../src/engine/types.js'
import { proves, refuses } from './checking.js'
import { read } from './reading.js'


const holds: readonly (readonly [string, ...string[]])[] = [
  ['x^2 + y^2 >= 2 * x * y'],
  ['x^4 + y^4 + z^4 + 1 >= 4 * x * y * z'],
  ['a^2 + b^2 + c^2 >= a * b + b * c + c * a'],
  ['a^3 + b^3 + c^3 >= 3 * a * b * c', 'a > 0', 'b > 0', 'c > 0'],
  ['x^4 - 2 * x^2 + 1 >= 0'],
  ['x^4 - 4 * x^2 + 4 >= 0'],
  ['x^4 * y^2 + x^2 * y^4 + 1 >= 3 * x^2 * y^2'],
  ['b^2 >= 4 * a * c', 'a * x^2 + b * x + c = 0'],
  ['x * (1 - x) <= 1/4'],
  ['x^3 >= 0', 'x >= 0'],
  ['a * b * c <= 1', 'a > 0', 'b > 0', 'c > 0', 'a + b + c = 3'],
  ['x^6 > 0', 'x^2 > 0'],
]
for (const [goal, ...facts] of holds) test(`${facts.join(', ')} ⊢ ${goal}`, (t) => { proves(t, sums, goal, facts) })

const fails: readonly (readonly [string, ...string[]])[] = [
  ['x^2 + y^2 >= 201/100 * x * y'],
  ['x^4 + y^4 + z^4 + 99/100 >= 4 * x * y * z'],
  ['x^4 - 4 * x^2 + 399/100 >= 0'],
  ['a^3 + b^3 + c^3 >= 3 * a * b * c'],
  ['a * b * c <= 99/100', 'a > 0', 'b > 0', 'c > 0', 'a + b + c = 3'],
  ['x^2 > 0'],
  ['4 * a * c >= b^2', 'a * x^2 + b * x + c = 0'],
  ['1 <= log(0)'],
  ['0 < 0'],
]
for (const [goal, ...facts] of fails) test(`not: ${facts.join(', ')} ⊢ ${goal}`, (t) => { refuses(t, sums, goal, facts) })

test('a rational matrix is positive semidefinite exactly when it is a sum of squares of forms', (t) => {
  const q = (n: number): Q.Rational => Q.rational(BigInt(n))
  t.is(squaresOf([[q(1)], [q(2), q(3)]]), undefined)
  t.is(squaresOf([[q(0)], [q(1), q(3)]]), undefined)
  t.is(squaresOf([[q(-1)]]), undefined)
  t.deepEqual(squaresOf([[q(2)], [q(2), q(2)]])?.map((s) => [String(s.weight), s.form.map(String)]), [['2', ['1', '1']]])
})

test('the centre of an inequality between matrices, and none when there is none', (t) => {
  // [[1, y], [y, 1]] is positive definite for |y| < 1, most so at 0.
  const entry = (i: number, j: number, value: number): { block: number; i: number; j: number; value: number } => ({ block: 0, i, j, value })
  const pencil = { sizes: [2], base: [entry(0, 0, 1), entry(1, 1, 1)], directions: [[entry(1, 0, 1)]] }
  const centre = centreOf(pencil, new Budget(10_000))
  t.true(centre !== undefined && centre.margin > 0 && Math.abs(centre.y[0]!) < 1)
  t.is(centreOf({ ...pencil, base: [entry(0, 0, -1), entry(1, 1, 1)] }, new Budget(10_000)), undefined)
  const values = eigen(Float64Array.from([2, 1, 1, 2]), 2).map((e) => e.value)
  t.true(Math.abs(values[0]! - 1) < 1e-9 && Math.abs(values[1]! - 3) < 1e-9)
})

test('the square that divides a polynomial', (t) => {
  const x = P.atom(0)
  const one = P.ONE
  const p = P.mul(P.pow(P.sub(P.pow(x, 2n), P.constant(Q.rational(2n))), 4n), P.mul(P.pow(P.add(x, one), 3n), P.add(P.pow(x, 2n), one)))
  t.true(P.equal(squarePart(p, 0), P.mul(P.pow(P.sub(P.pow(x, 2n), P.constant(Q.rational(2n))), 2n), P.add(x, one))))
  t.true(P.equal(squarePart(P.sub(x, one), 0), P.ONE))
})

test('points come from the numerals of the formulas', (t) => {
  const formulas = ['x > 1234567/1000', 'x < 1234568/1000', 'y * y >= x', 'y <= 40'].map((f) => read(f))
  const model = modelOf(formulas, formulas, 200)
  t.is(model?.length, 2)
})
