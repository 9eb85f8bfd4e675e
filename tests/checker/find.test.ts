// Search by shape: what a pattern matches, as pairs of pattern and formula.
import test from 'ava'
import { matchesSomewhere } from '../../src/checker/find.js'
import type { Expr } from '../../src/syntax/ast.js'
import { parseFormula } from '../../src/syntax/parser.js'

const constants = new Set(['exp', 'log', 'sqrt', 'bounded', 'max', 'min'])

function read(text: string): Expr {
  const parsed = parseFormula(text)
  if (parsed.expr === undefined) throw new Error(`${text}: ${parsed.diagnostics[0]?.message ?? ''}`)
  return parsed.expr
}

function pair(pattern: string, formula: string, expected: boolean) {
  test(`${pattern} ${expected ? 'matches' : 'does not match'} ${formula}`, (t) => {
    t.is(matchesSomewhere(read(pattern), read(formula), (name) => constants.has(name)), expected)
  })
}

pair('_ ≤ exp _', 'P[X ≥ t] ≤ exp(-t)', true)
pair('P[_ ≥ _] ≤ exp _', 'P[X ≥ t] ≤ exp(-t)', true)
pair('P[_ ≥ _] ≤ exp _', 'P[t ≤ X] ≤ exp(-t)', true)
pair('P[_ ≥ _] ≤ exp _', 'exp(-t) ≥ P[t ≤ X]', true)
pair('P[_ ≥ _] ≤ exp _', 'P[X ≥ t] ≤ 2 * exp(-t)', false)
pair('P[_ ≥ _] ≤ _ * exp _', 'P[X ≥ t] ≤ exp(-t) * 2', true)
pair('P[_ ≥ _] ≤ log _', 'P[X ≥ t] ≤ exp(-t)', false)
pair('P[_] ≤ _', 'P_M[X ≥ t] ≤ 1', true)
pair('E[x * y] = E[x] * E[y]', 'E[f X * g Y] = E[f X] * E[g Y]', true)
pair('E[x * y] = E[x] * E[y]', 'E[f X * g Y] = E[f X] * E[f X]', false)
pair('x ≤ x', 'a + b ≤ b + a', false)
pair('exp _', 'bounded (fun ω ↦ exp (X ω))', true)
pair('_ ∈ _', '∀ f ∈ F, f u ≤ 1', false)
pair('Σ i in 1..n, _', '(Σ i in 1..m, a i) / m', true)
pair('Σ k ∈ S, (_ + _)', 'Σ i ∈ T, (f i + g i)', true)
pair('Σ k ∈ S, f k', 'Σ i ∈ T, (f i + g i)', false)
pair('_ < _', 'a ≤ b < c', true)
pair('a < c', 'a ≤ b < c', true)
pair('√_', 'sqrt(x) ≥ 0', true)
pair('_', 'anything', true)
pair('max _ _ ≤ _', 'max(a, b) ≤ c', true)
