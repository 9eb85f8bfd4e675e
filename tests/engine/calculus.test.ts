// Claims in one variable: the acceptance examples, relatives of them, and false claims that must be refused or refuted.
import test from 'ava'
import { calculus } from '../../src/engine/calculus.js'
import { proves, refuses } from './checking.js'

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['1 + x <= exp(x)'], ['log(x) <= x - 1', 'x > 0'], ['log(1 + x) <= x', 'x > -1'], ['exp(u) <= u + exp(u^2)'],
  ['(exp(x) + exp(-x))/2 <= exp(x^2/2)'], ['(1+a)/(1-a) <= exp(4*a)', '0 <= a', 'a <= 1/2'], ['1 + 16*x <= 60*x', 'x >= 1/44'],
  ['log(1 - q + q*exp(h)) <= q*h + h^2/8', '0 <= q', 'q <= 1'],
]
for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, calculus, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(x) <= 1 + x'], ['log(x) <= x - 1 - 1/1000', 'x > 0'],
]
for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, calculus, goal, facts) })
