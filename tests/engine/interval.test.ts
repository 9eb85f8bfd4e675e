// Relations over boxes: closed, in one and several variables, with opaque subterms; tight or false ones are not proved.
import test from 'ava'
import { interval } from '../../src/engine/interval.js'
import { attack, proves, refuses } from './checking.js'
import { read } from './reading.js'
import { assume } from '../../src/kernel/theorem.js'

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(1) < 3'], ['27/10 < exp(1)'], ['log(3) <= 11/10'], ['sqrt(2) < 3/2'], ['1/3 < exp(-1)'], ['exp(1/4) <= 13/10'],
  ['exp(x) <= 3', '0 <= x', 'x <= 1'], ['x*(1-x) <= 26/100', '0 <= x', 'x <= 1'], ['x*log(x) >= -4/10', 'x >= 1/100', 'x <= 1'],
  ['exp(x) + exp(y) <= 1 + exp(x+y) + 1/10', '0 <= x', 'x <= 1', '0 <= y', 'y <= 1'],
  ['x^3 - x + 1 > 0', '-1 <= x', 'x <= 1'], ['abs(x - y) <= 1', '0 <= x', 'x <= 1', '0 <= y', 'y <= 1'],
  ['exp(-f(a)) <= 1/2', '1 <= f(a)', 'f(a) <= 5'], ['exp(-x) <= 1/2', 'x >= 1'],
  ['x*y <= 13/10', '0 <= x', '0 <= y', 'x <= 2', 'y <= 2', 'x + y <= 2'],
  ['max(x, 1 - x) >= 1/2 - 1/100', '0 <= x', 'x <= 1'], ['1/(1+x) <= 1', '0 <= x', 'x <= 10'], ['0 <= x -> x <= 1 -> exp(x) < 3'],
]
for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, interval, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(1) < 27/10'], ['exp(x) <= 27/10', '0 <= x', 'x <= 1'], ['x*(1-x) <= 24/100', '0 <= x', 'x <= 1'], ['x <= y'],
  ['log(x) <= 0', 'x <= 1/2'],
  ['1/x <= 5', '0 <= x', 'x <= 1'],
]
for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, interval, goal, facts) })

test('a false claim comes with an exact point', (t) => {
  const outcome = attack(interval, read('x^2 <= x/2'), ['0 <= x', 'x <= 1'].map((f) => assume(read(f))))
  t.is(outcome.kind, 'refuted')
  if (outcome.kind === 'refuted') t.deepEqual(outcome.model.map((v) => v.value.toString()).length, 1)
})
