// Claims with elementary functions on bounded and unbounded ranges: tight at an end, inside, or at infinity; roots given by equations;
// several variables. What is false, or too tight, is not proved.
import test from 'ava'
import { analysis } from '../../src/engine/analysis.js'
import { bernstein, polynomialStep } from '../../src/engine/taylor.js'
import * as Q from '../../src/arith/rational.js'
import { proves, refuses } from './checking.js'

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(1) < 3'], ['log(x) <= x - 1', '0 < x'], ['1 - 1/x < log(x)', '1 < x'], ['exp(x) <= 1/(1-x)', 'x < 1'],
  ['(1 + x/3)^3 <= exp(x)', '0 <= x'], ['sin(x) <= x', '0 <= x'], ['x - x^3/6 <= sin(x)', '0 <= x', 'x <= 3'],
  ['1 - x^2/2 <= cos(x)', '0 <= x'], ['log(1 + 1/x) < 1/x', '1 <= x'], ['log(x) <= 2*(sqrt(x) - 1)', '0 < x', 'x <= 1000'],
  ['exp(x) < 1 + x*exp(x)', '0 < x'], ['tanh(2*x) <= 2*tanh(x)', '0 <= x', 'x <= 9'], ['tanh(x) < 1', '-3 < x', 'x < 3'],
  ['abs(exp(x) - 1) <= 2*abs(x)', '-1 <= x', 'x <= 1'], ['log(1+x) <= x/y', '0 <= x', 'x <= 5', '0 <= y', 'y^2 = 1 + x'],
  ['exp(x+y) <= exp(x)*exp(y) + 1/10', '0 <= x', 'x <= 1', '0 <= y', 'y <= 1'], ['x*y <= 13/10', '0 <= x', '0 <= y', 'x + y <= 2'],
  ['x - x^3/3 <= atan(x)', '0 <= x', 'x <= 4'], ['exp(-x) < 1/100', '5 <= x'],
]
for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, analysis, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(x) <= 1 + x', '0 <= x', 'x <= 1'], ['sin(x) < x', '0 <= x', 'x <= 1'], ['log(x) <= x - 1'], ['1/x <= 5', '0 <= x', 'x <= 1'],
  ['exp(x) <= 1/(1-x)', 'x < 2'], ['x*log(x) >= 0', '0 < x', 'x <= 1'],
]
for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, analysis, goal, facts) })

test('the Bernstein coefficients of a polynomial', (t) => {
  const q = (n: number, d = 1): Q.Rational => Q.rational(BigInt(n), BigInt(d))
  // 1 - 2t + t² on [0, 2]: 1, -1, 1
  t.deepEqual(bernstein([q(1), q(-2), q(1)], q(2)).map(String), ['1', '-1', '1'])
  t.is(polynomialStep([q(1), q(-3)], q(1), false, false), undefined)
  t.not(polynomialStep([q(0), q(1)], undefined, true, true), undefined)
  t.is(polynomialStep([q(0), q(1)], undefined, true, false), undefined)
})
