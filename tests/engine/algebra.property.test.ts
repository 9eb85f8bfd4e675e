// TEST. Algebra on random identities: products multiplied out, quotients brought together, and random changes that must be noticed.
import test from 'ava'
import fc from 'fast-check'
import { algebra } from '../../src/engine/algebra.js'
import { problem } from './helpers.js'

const atom = fc.constantFrom('x', 'y', 'z', 'exp(x)', 'f(y)', '2', '3')
const term: fc.Memo<string> = fc.memo((n) => (n <= 1 ? atom : fc.oneof(
  atom,
  fc.tuple(term(n - 1), fc.constantFrom('+', '-', '*'), term(n - 1)).map(([a, op, b]) => `(${a} ${op} ${b})`),
  term(n - 1).map((a) => `(${a})^2`),
)))

test('a product of sums is its expansion', (t) => {
  fc.assert(fc.property(term(3), term(3), term(3), (a, b, c) => {
    t.is(algebra(problem(`(${a}) * (${b} + ${c}) = (${c}) * (${a}) + (${b}) * (${a})`)).kind, 'proved')
  }), { numRuns: 80, seed: 21 })
})

test('quotients with positive denominators add up', (t) => {
  fc.assert(fc.property(term(2), term(2), fc.constantFrom('x', 'x + 1', 'x + y'), fc.constantFrom('y', 'y + 2', '2 * x + y'),
    (a, b, p, q) => {
    const goal = `(${a})/(${p}) + (${b})/(${q}) = ((${a})*(${q}) + (${b})*(${p}))/((${p})*(${q}))`
    t.is(algebra(problem(goal, ['x > 0', 'y > 0'])).kind, 'proved')
  }), { numRuns: 40, seed: 22 })
})

test('an equation that is off by one is not proved', (t) => {
  fc.assert(fc.property(term(3), (a) => {
    t.not(algebra(problem(`${a} = ${a} + 1`)).kind, 'proved')
  }), { numRuns: 40, seed: 23 })
})
