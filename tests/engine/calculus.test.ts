// Claims in one variable: the acceptance examples, relatives of them, and false claims that must be refused or refuted exactly.
import test from 'ava'
import { calculus } from '../../src/engine/calculus.js'
import { assume } from '../../src/kernel/theorem.js'
import { attack, proves, refuses } from './checking.js'
import { read } from './reading.js'

const acceptance: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['forall u, exp(u) <= u + exp(u^2)'], ['log(1 - q + q*exp(h)) <= q*h + h^2/8', '0 <= q', 'q <= 1'],
  ['(exp(x) + exp(-x))/2 <= exp(x^2/2)'],
  ['(1+a)/(1-a) <= exp(4*a)', '0 <= a', 'a <= 1/2'], ['1 + x <= exp(x)'], ['log(x) <= x - 1', 'x > 0'], ['log(1 + x) <= x', 'x > -1'],
  ['1 + 16*x <= 60*x', 'x >= 1/44'],
]
for (const [goal, ...facts] of acceptance) test(`acceptance: ${[...facts, goal].join(', ')}`, (t) => { proves(t, calculus, goal, facts) })

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(x) <= 1 + x + x^2', 'x <= 1'], ['exp(-x) <= 1 - x + x^2/2', 'x >= 0'], ['exp(-2*x) <= 1 - x', '0 <= x', 'x <= 1/2'],
  ['log(1+x) >= x - x^2/2', 'x >= 0'], ['log(1+x) >= x/(1+x)', 'x > -1'], ['(1+u)*log(1+u) - u >= u^2/(2*(1+u/3))', 'u >= 0'],
  ['log(x) - log(y) <= (x-y)/y', 'x > 0', 'y > 0'], ['exp(x) >= exp(1)*x'], ['log(x) <= sqrt(x)', 'x >= 1'],
  ['x^3 - 3*x + 2 >= 0', 'x >= 0'],
  ['x*log(x/y) + (1-x)*log((1-x)/(1-y)) >= 2*(x-y)^2', '0 < x', 'x < 1', '0 < y', 'y < 1'], ['(exp(x)-exp(-x))/2 >= x', 'x >= 0'],
  ['exp(x) - 1 - x <= x^2/(2*(1-x/3))', '0 <= x', 'x < 3'], ['exp(a*x) <= 1 + x*(exp(a) - 1)', '0 <= x', 'x <= 1'],
  ['log(1+exp(x)) <= log(2) + x/2 + x^2/8'], ['x*log(x) >= -4/10', 'x > 0'], ['sqrt(x^2+y^2) <= x + y', 'x >= 0', 'y >= 0'],
  ['exp(-n*x) <= 1/(1+n*x)', 'x >= 0'], ['(1+x)^n >= 1 + n*x', 'x >= 0'], ['log(n+1) <= n'], ['1 + x < exp(x)', 'x > 0'],
  ['log(1+x) < x', 'x > 0'],
  ['1 + f(a) <= exp(f(a))'], ['exp(-x) > exp(-2*x)/2', 'x >= 0'], ['x*exp(-x) <= 37/100'], ['log((1+x)/(1-x)) >= 2*x', '0 <= x', 'x < 1'],
  ['-log(1-x) <= x + x^2', '0 <= x', 'x <= 1/2'], ['exp(x) - exp(y) >= (x-y)*exp(y)'], ['exp(u) <= 3', '2*u <= 1 + u', 'u >= -5'],
]
for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, calculus, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(x) <= 1 + x'], ['log(x) <= x - 1 - 1/1000', 'x > 0'], ['exp(x) <= 1 + x + x^2'], ['log(1 + x) <= x'],
  ['(exp(x) + exp(-x))/2 <= exp(x^2/3)'],
  ['log(1 - q + q*exp(h)) <= q*h + h^2/9', '0 <= q', 'q <= 1'], ['x*exp(-x) <= 36/100'], ['sqrt(x) <= x', 'x >= 0'],
  ['f(x) <= exp(f(x)) - 2'],
  ['log(x) <= sqrt(x) - 7/10', 'x >= 1'], ['1/x >= 1', 'x <= 1'],
]
for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, calculus, goal, facts) })

test('a false claim is refuted at an exact point', (t) => {
  const outcome = attack(calculus, read('exp(x) <= 1 + x + x^2/2'), [assume(read('x >= 0'))])
  t.is(outcome.kind, 'refuted')
  if (outcome.kind === 'refuted') t.true(outcome.model.every((v) => v.value.num >= 0n))
})

test('a failure says what the samples leave open', (t) => {
  const outcome = attack(calculus, read('log(x) < x'), [])
  t.is(outcome.kind, 'unknown')
  if (outcome.kind === 'unknown') t.regex(outcome.reason, /sample points/)
})

test('facts about other variables do not get in the way', (t) => {
  const others = ['0 < e', 'e < 1', 'n >= 1', 'k >= 1', 's^2 >= e', 'L^2*c <= 1/2', 'f(a) <= f(b)', '8^4*k*log(8*k/e) <= n*e^2',
    'forall x, f(x) <= 1']
  proves(t, calculus, 'log(1 - q + q*exp(h)) <= q*h + h^2/8', ['0 <= q', 'q <= 1', ...others])
})
