// TEST. The portfolio: the acceptance examples of the engine, logic around them, and claims it must not prove.
import test from 'ava'
import { alphaEqual, mkVar } from '../../src/kernel/term.js'
import { REAL } from '../../src/kernel/type.js'
import { mkExists, mkForall } from '../../src/kernel/signature.js'
import { assume, type Theorem } from '../../src/kernel/theorem.js'
import { hypothesesWithin } from '../../src/engine/logic.js'
import { run } from '../../src/engine/portfolio.js'
import type { Method, Problem } from '../../src/engine/types.js'
import { problem, read } from './helpers.js'

const all = (name: string, text: string): Theorem => assume(mkForall(mkVar(name, REAL), read(text)))
const some = (name: string, text: string): Theorem => assume(mkExists(mkVar(name, REAL), read(text)))

function proves(method: Method, p: Problem): string | undefined {
  const outcome = run(method, p)
  if (outcome.kind !== 'proved') return outcome.kind === 'unknown' ? outcome.reason : outcome.kind
  if (!alphaEqual(outcome.theorem.concl, p.goal)) return 'another conclusion'
  return hypothesesWithin(outcome.theorem, p.facts.flatMap((f) => f.hyps)) ? undefined : 'a foreign hypothesis'
}

const holds: readonly (readonly [string, ...(string | Theorem)[]])[] = [
  // acceptance examples
  ['exp(u) ≤ u + exp(u^2)'],
  ['log(1 - t + t * exp(h)) ≤ t * h + h^2 / 8', '0 ≤ t', 't ≤ 1'],
  ['(exp(x) + exp(-x)) / 2 ≤ exp(x^2 / 2)'],
  ['(1 + a) / (1 - a) ≤ exp(4 * a)', '0 ≤ a', 'a ≤ 1/2'],
  ['x ≤ 3', all('q', 'q > 1 → x ≤ q + 2')],
  ['v^k ≤ v', '0 ≤ v', 'v ≤ 1', 'k ≥ 1'],
  ['l^2 * c ≤ 1/2 ∨ l^2 * c ≥ 1/2'],
  ['4*k*exp(-n*e^2/(8^4*k)) ≤ d/2', '8^4*k*log(8*k/d) ≤ n*e^2', 'k > 0', 'd > 0'],
  ['1 + 16 * x ≤ 60 * x', 'x ≥ 1/44'],
  // logic
  ['x ≤ 1', 'x ≤ 0 ∨ x ≤ 1/2'],
  ['f(x) ≤ 1', all('u', 'u ≥ 0 → f(u) ≤ 1'), 'x > 2'],
  ['x ≤ 2', some('u', 'x ≤ u ∧ u ≤ 1')],
  ['x > 0 → x ≠ 0'],
  ['x ≤ y', 'x < y → z > 0', '¬(z > 0)', 'x ≤ y ∨ x < y'],
  ['f(a) ≤ f(b)', 'a = b'],
  ['g(a, x) = g(b, x)', 'a = b'],
  ['f(x) ≤ 5', all('u', 'f(u) ≤ u + 1'), 'x ≤ 4'],
  // arithmetic
  ['abs(x + y) ≤ abs(x) + abs(y)'],
  ['max(x, y) ≤ z', 'x ≤ z', 'y ≤ z'],
  ['sqrt(x * y) ≤ (x + y) / 2', '0 ≤ x', '0 ≤ y'],
  ['1/x + 1/y ≥ 4/(x + y)', 'x > 0', 'y > 0'],
  ['n * t ≤ s', 't ≤ (1/n) * s', 'n ≥ 1'],
  ['y ≤ 3 * (1 - x)^2', 'y / (1 - x)^2 ≤ 3', 'x < 1'],
  ['1/(x - 1) ≥ 1/(y - 1)', 'x < y', 'y < 1'],
  ['x ≤ 3', 'x * x ≤ 9'],
  ['exp(x) * (1 - x) ≤ 1'],
  ['1 + n * x ≤ (1 + x)^n', 'x ≥ 0'],
]

for (const [goal, ...facts] of holds) {
  test(`auto: ${facts.map((f) => (typeof f === 'string' ? f : 'a quantified fact')).join(', ')} ⊢ ${goal}`, (t) => {
    t.is(proves('auto', problem(goal, facts)), undefined)
  })
}

test('auto finds a witness an equation gives', (t) => {
  const goal = mkExists(mkVar('u', REAL), read('u = x + 1 ∧ x < u'))
  t.is(proves('auto', problem(goal)), undefined)
})

const fails: readonly (readonly [string, ...string[]])[] = [
  ['x ≤ y'], ['x * y ≤ 1', 'x ≤ 1', 'y ≤ 1'], ['1/x ≤ 1/y', 'y ≤ x'], ['x * (1/x) = 1'], ['x^2 ≤ x', '0 ≤ x'],
  ['f(x) ≤ f(y)', 'x ≤ y'], ['1/(x - 1) ≥ 1/(y - 1)', 'y < x', 'x < 1'], ['False', 'x ≤ y ∨ y ≤ x'], ['log(x * y) = log(x) + log(y)'],
]
for (const [goal, ...facts] of fails) {
  test(`auto does not prove: ${facts.join(', ')} ⊢ ${goal}`, (t) => {
    t.not(run('auto', problem(goal, facts)).kind, 'proved')
  })
}

test('the same input spends the same work and gives the same certificate', (t) => {
  const outcomes = [1, 2].map(() => {
    const p = problem('1/x + 1/y ≥ 4/(x + y)', ['x > 0', 'y > 0'])
    const outcome = run('auto', p)
    return [p.budget.left, outcome.kind === 'proved' ? outcome.certificate.text : outcome.kind]
  })
  t.deepEqual(outcomes[0], outcomes[1])
})

test('without work to spend the answer is that it gave up', (t) => {
  const outcome = run('auto', problem('1/x + 1/y ≥ 4/(x + y)', ['x > 0', 'y > 0'], undefined, 20))
  t.is(outcome.kind, 'unknown')
})
