// The structural signs: what must be proved, what must not be, and that a proof is a proof of the goal from the facts.
import test from 'ava'
import { positivity } from '../../src/engine/structural.js'
import { alphaEqual } from '../../src/kernel/term.js'
import { assume } from '../../src/kernel/theorem.js'
import { attack, proves, refuses } from './checking.js'
import { read } from './reading.js'

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['0 <= 3'], ['0 < 3/4'], ['0 != 2'], ['0 <= x*x'], ['0 <= x^4'], ['0 < exp(x)'], ['0 <= sqrt(x)'], ['0 <= abs(x)'], ['0 <= n'],
  ['0 < a*b', 'a > 0', 'b > 0'], ['0 < a*b', 'a < 0', 'b < 0'], ['a*b <= 0', 'a >= 0', 'b <= 0'], ['0 <= a/b', 'a >= 0', 'b > 0'],
  ['0 < inv(a)', 'a > 0'], ['0 <= inv(a)', 'a >= 0'], ['a/b != 0', 'a != 0', 'b != 0'], ['0 < a^2', 'a != 0'], ['0 < a^3', 'a > 0'],
  ['a^3 < 0', 'a < 0'], ['0 < a^n', 'a > 0'], ['0 <= a^(2*n)'], ['0 < n', 'n >= 1'], ['0 < n*exp(-x)/(1+n)', 'n >= 1'],
  ['0 <= max(a, b)', 'b >= 0'], ['0 < max(a, b)', 'a > 1'], ['0 < min(a, b)', 'a > 1', 'b > 2'], ['min(a,b) <= 0', 'a <= 0'],
  ['0 <= log(x)', 'x >= 1'], ['0 < log(2*n)', 'n >= 1'], ['log(x) <= 0', 'x <= 1'], ['log(x) < 0', '0 < x', 'x < 1'],
  ['0 < abs(a)', 'a != 0'], ['0 < sqrt(a*b)', 'a > 0', 'b > 0'], ['0 < a - b', 'b < a'], ['a - b <= 0', 'a <= b'],
  ['0 < 1 - a', 'a <= 1/2'],
  ['0 < rpow(a, b)'], ['exp(x) + 1 > 0'], ['-exp(x) < 0'], ['8^4*k >= 0'], ['4*k*exp(-n*e^2/(8^4*k)) >= 0'],
  ['a > 0 -> b > 0 -> a + b > 0'], ['forall a, a >= 1 -> a^2 - 0 > 0'], ['0 < f(a)', 'forall x, 0 < f(x)'],
  ['0 < f(a)', 'forall x, x > 0 -> f(x) >= 1', 'a >= 2'], ['0 < a & 0 < b', 'a > 1', 'b > a'],
]

for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, positivity, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['0 <= x'], ['0 < x*x'], ['0 < x^2', 'x >= 0'], ['0 < n'], ['0 < sqrt(x)', 'x >= 0'], ['0 <= a*b', 'a >= 0'],
  ['0 < a/b', 'a > 0', 'b >= 0'],
  ['0 <= a^3'], ['0 <= log(x)', 'x > 0'], ['log(x) < 0', 'x < 1'], ['0 < inv(a)', 'a >= 0'],
  ['0 < f(a)', 'forall x, x > 0 -> f(x) >= 1', 'a >= 0'],
  ['0 < a - b', 'b <= a'], ['max(a, b) <= 0', 'a <= 0'], ['0 < abs(a)'], ['0 <= -(3/4)'], ['0 < a^0 - 1'],
]

for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, positivity, goal, facts) })

test('a false sign is refuted at an exact point', (t) => {
  t.is(attack(positivity, read('0 < x^2'), [assume(read('x >= 0'))]).kind, 'refuted')
})

test('a failure names the signs that were missing', (t) => {
  const outcome = attack(positivity, read('0 < exp(x)*f(y)'), [])
  t.is(outcome.kind, 'unknown')
  if (outcome.kind === 'unknown') t.true(outcome.missing?.some((p) => alphaEqual(p, read('0 < f(y)'))))
})
