// TEST. Algebra: rings, fields with side conditions from facts, exp, log, √, |·|, equations among the facts.
import test from 'ava'
import { alphaEqual } from '../../src/kernel/term.js'
import { algebra } from '../../src/engine/algebra.js'
import { hypothesesWithin } from '../../src/engine/logic.js'
import { problem } from './helpers.js'

const holds: readonly (readonly [string, ...string[]])[] = [
  ['(a + b)^2 = a^2 + 2*a*b + b^2'],
  ['x * (1/x) = 1', 'x ≠ 0'],
  ['a/b + c/d = (a*d + c*b)/(b*d)', 'b > 0', 'd > 0'],
  ['1/(x + 1) + 1/(x - 1) = 2*x/(x^2 - 1)', 'x > 1'],
  ['1/x - 1/(x + 1) = 1/(x*(x + 1))', 'x > 0'],
  ['exp(a + b) = exp(a) * exp(b)'],
  ['exp(a) * exp(-a) = 1'],
  ['exp(2 * a) = exp(a)^2'],
  ['exp(n * a) = exp(a)^n'],
  ['1/exp(a) = exp(-a)'],
  ['exp(x/2)^2 = exp(x)'],
  ['log(x * y) = log(x) + log(y)', 'x > 0', 'y > 0'],
  ['log(x / y) = log(x) - log(y)', 'x > 0', 'y > 0'],
  ['log(x^n) = n * log(x)', 'x > 0'],
  ['log(exp(x)) = x'],
  ['exp(log(x)) = x', 'x > 0'],
  ['exp(2 * log(x) + y) = x^2 * exp(y)', 'x > 0'],
  ['exp(-log(x)) = 1/x', 'x > 0'],
  ['log(8) = 3 * log(2)'],
  ['log(1) = 0'],
  ['sqrt(x) * sqrt(x) = x', 'x ≥ 0'],
  ['sqrt(x)^4 = x^2', 'x ≥ 0'],
  ['sqrt(4) = 2'],
  ['sqrt(x * y) = sqrt(x) * sqrt(y)', 'x ≥ 0', 'y ≥ 0'],
  ['x / sqrt(x) = sqrt(x)', 'x > 0'],
  ['sqrt(x^2) = x', 'x ≥ 0'],
  ['sqrt(x^2) = abs(x)'],
  ['abs(x) = x', 'x ≥ 0'],
  ['abs(2 * x) = 2 * abs(x)'],
  ['abs(x - y) = abs(y - x)'],
  ['abs(x)^2 = x^2'],
  ['x = 3 * z', 'x = y + z', 'y = 2 * z'],
  ['f(a) = f(b)', 'a = b'],
  ['a * c = b * c', 'a = b'],
  ['f(x + 1) = 5', 'x + 1 = y', 'f(y) = 5'],
  ['n * m = s', 'm = (1/n) * s', 'n > 0'],
  ['x^n * (1/x)^n = 1', 'x > 0'],
  ['k * m = m * k'],
  ['(x^2 - 1)/(x - 1) = x + 1', 'x ≠ 1'],
  ['max(x, y) = y', 'x ≤ y'],
]

for (const [goal, ...facts] of holds) {
  test(`algebra: ${facts.join(', ')} ⊢ ${goal}`, (t) => {
    const p = problem(goal, facts)
    const outcome = algebra(p)
    if (outcome.kind !== 'proved') return t.fail(outcome.kind === 'unknown' ? outcome.reason : outcome.kind)
    t.true(alphaEqual(outcome.theorem.concl, p.goal))
    t.true(hypothesesWithin(outcome.theorem, p.facts.flatMap((f) => f.hyps)))
  })
}

for (const [goal, ...facts] of [['x * (1/x) = 1'], ['sqrt(x) * sqrt(x) = x'], ['log(x * y) = log(x) + log(y)'], ['sqrt(x^2) = x'],
  ['x = y', 'x ≤ y']] as const) {
  test(`algebra does not prove: ${goal}`, (t) => {
    t.not(algebra(problem(goal, facts)).kind, 'proved')
  })
}
