// TEST. Linear arithmetic: what follows is proved with a kernel theorem, what does not is refuted by a point or met with the best constant.
import test from 'ava'
import { alphaEqual } from '../../src/kernel/term.js'
import { linear } from '../../src/engine/linear.js'
import { hypothesesWithin } from '../../src/engine/logic.js'
import { problem } from './helpers.js'

const holds: readonly (readonly [string, ...string[]])[] = [
  ['x ≤ z', 'x ≤ y', 'y ≤ z'],
  ['x < z', 'x ≤ y', 'y < z'],
  ['x > 1', 'x ≥ 2'],
  ['x = 3', 'x + y = 5', 'x - y = 1'],
  ['x * y ≤ z', 'y * x ≤ z'],
  ['exp(a + b) ≤ 2 * c', 'exp(b + a) ≤ c', 'c ≥ 0'],
  ['0 < exp(x)'],
  ['x ≤ 3', 'abs(x) ≤ 3'],
  ['-3 ≤ x ∧ x ≤ 3', 'abs(x) ≤ 3'],
  ['i + 1 ≤ n', 'i < n'],
  ['n ≥ 1', '0 < n'],
  ['n ≥ 1', 'n > 0', 'm > 0'],
  ['x ≠ 0', 'x > 0'],
  ['x ≤ y → x ≤ y + 1'],
  ['False', 'x < y', 'y < x'],
  ['x ≤ y ∨ y ≤ x'],
  ['x = y', 'x ≤ y', '¬(x < y)'],
  ['x^2 ≥ 0'],
  ['x ≤ 1/3', '3 * x ≤ 1'],
  ['f(x + y) ≤ 1', 'f(y + x) ≤ 1 ∧ x ≥ 0'],
  ['max(x, y) ≥ x'],
  ['a / 2 + a / 2 = a'],
]

for (const [goal, ...facts] of holds) {
  test(`linear: ${facts.join(', ')} ⊢ ${goal}`, (t) => {
    const p = problem(goal, facts)
    const outcome = linear(p)
    if (outcome.kind !== 'proved') return t.fail(JSON.stringify(outcome,
      (_, v: unknown) => (typeof v === 'object' && v !== null && 'num' in v ? String(v) : v)).slice(0, 300))
    t.true(alphaEqual(outcome.theorem.concl, p.goal))
    t.true(hypothesesWithin(outcome.theorem, p.facts.flatMap((f) => f.hyps)))
  })
}

test('linear: a false claim about independent variables is refuted by a point', (t) => {
  const outcome = linear(problem('x ≤ y', ['x ≤ 5', 'y ≤ 5']))
  t.is(outcome.kind, 'refuted')
})

test('linear: the best constant', (t) => {
  const other = linear(problem('f(x) ≤ 1/4 * y', ['3 * f(x) ≤ y', 'f(y) ≤ y', '0 ≤ y']))
  if (other.kind !== 'unknown') return t.fail(other.kind)
  t.is(String(other.best?.given), '1/4')
  t.is(String(other.best?.best), '1/3')
  const constant = linear(problem('f(x) + 2 ≤ 4', ['f(x) ≤ 3']))
  if (constant.kind !== 'unknown') return t.fail(constant.kind)
  t.is(String(constant.best?.best), '5')
})
