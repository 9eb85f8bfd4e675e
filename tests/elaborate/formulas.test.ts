// How formulas are read: each line of a table writes one formula twice, as an author would and in full, and both must be the same term.
import test, { type ExecutionContext } from 'ava'
import { alphaEqual, type Term } from '../../src/kernel/term.js'
import { printTerm } from '../../src/syntax/term-printer.js'
import { checkText } from './theories.js'

const REALS = 'fix x y z t : ℝ, m n : ℕ, a : ℕ → ℝ, f : ℝ → ℝ, S T : Set ℝ, N : Set ℕ'
const LAWS = 'fix E : (Ω → ℝ) → ℝ, M : ℕ → (A → ℝ) → ℝ, X Y : Ω → ℝ, Z : ℕ → Ω → ℝ, W : Ω → A, g : A → ℝ, F : Set (A → ℝ), '
  + 'h : (Ω → ℝ) → ℝ, C : Set A, t δ : ℝ, n k : ℕ, B D : Ω → Prop\n  assume law: expectation E, laws: ∀ i, expectation (M i)'

/** The open goal of `show formula` after the prelude, or the code of the first error. */
function read(prelude: string, formula: string): Term | string {
  const types = prelude.includes('Ω') ? ' {Ω A : Type}' : ''
  const imports = prelude.includes('Ω') ? 'import Std.Expectation\n' : ''
  const statement = `lemma it${types} assuming well_defined "only read"\n  ${prelude}\n  show ${formula}\n  by ?\n`
  const checked = checkText(`theory T\n${imports}${statement}`)
  const declaration = checked.result.declarations.find((d) => d.name === 'it')
  return declaration?.open?.goal ?? checked.diagnostics.find((d) => d.severity === 'error')?.code ?? 'nothing'
}

function same(t: ExecutionContext, prelude: string, short: string, full: string): void {
  const [a, b] = [read(prelude, short), read(prelude, full)]
  if (typeof a === 'string' || typeof b === 'string') t.fail(`${short} / ${full}: ${String(a)} / ${String(b)}`)
  else t.true(alphaEqual(a, b), `${short} is ${printTerm(a, { lift: 'show' })}\n${full} is ${printTerm(b, { lift: 'show' })}`)
}

function different(t: ExecutionContext, prelude: string, one: string, other: string): void {
  const [a, b] = [read(prelude, one), read(prelude, other)]
  if (typeof a === 'string' || typeof b === 'string') t.fail(`${one} / ${other}: ${String(a)} / ${String(b)}`)
  else t.false(alphaEqual(a, b), `${one} and ${other} are both ${printTerm(a, { lift: 'show' })}`)
}

test('ℕ is read into ℝ where ℝ is meant, and only there', (t) => {
  same(t, REALS, 'n ≤ x', 'real n ≤ x')
  same(t, REALS, 'm ≤ n', 'real m ≤ real n')
  same(t, REALS, 'n = x', 'real n = x')
  same(t, REALS, 'x = n', 'x = real n')
  same(t, REALS, 'm + n ≤ x', 'real m + real n ≤ x')
  same(t, REALS, '2 * n ≤ x', '2 * real n ≤ x')
  same(t, REALS, 'n - 1 ≤ x', 'real n - 1 ≤ x')
  same(t, REALS, 'n - m = 0', 'real n - real m = 0')
  same(t, REALS, '1/n ≤ x', '1/(real n) ≤ x')
  same(t, REALS, 'x * n + m = y', 'x * real n + real m = y')
  same(t, REALS, 'f n = n', 'f (real n) = real n')
  same(t, REALS, '|n| ≤ x', '|real n| ≤ x')
  different(t, REALS, 'm = n', '(m : ℝ) = n')
  different(t, REALS, 'a (n + 1) = 0', 'a (n + 2) = 0')
})

test('natural arguments stay natural', (t) => {
  same(t, REALS, 'a (2 * n + 1) = x', 'a ((2 : ℕ) * n + (1 : ℕ)) = x')
  same(t, REALS, 'x^n = y', 'x^(n : ℕ) = y')
  same(t, REALS, 'x^2 = x * x', 'x^(2 : ℕ) = x * x')
  different(t, REALS, 'x^2 = y', 'x^(2 : ℝ) = y')
  t.is(read(REALS, 'a x = 0'), 'type-mismatch')
  t.is(read(REALS, 'a (n/2) = 0'), 'type-mismatch')
  t.is(read(REALS, 'a 0.5 = 0'), 'type-mismatch')
})

test('numbers', (t) => {
  same(t, REALS, 'x = 0.05', 'x = 1/20')
  same(t, REALS, 'x = 2.50', 'x = 5/2')
  same(t, REALS, 'x = 2.0', 'x = 2')
  same(t, REALS, 'x = -2^2', 'x = -(2^2)')
  different(t, REALS, 'x = -2^2', 'x = (-2)^2')
})

test('chains', (t) => {
  same(t, REALS, '0 ≤ x < 1', '0 ≤ x ∧ x < 1')
  same(t, REALS, 'x = y = z', 'x = y ∧ y = z')
  same(t, REALS, 'm ≤ n ≤ x ≠ y', '(m ≤ n ∧ n ≤ x) ∧ x ≠ y')
  same(t, REALS, 'x ≠ y', '¬(x = y)')
  same(t, REALS, 'x ∉ S', '¬(x ∈ S)')
  same(t, REALS, 'x ∈ [y, z)', 'y ≤ x ∧ x < z')
  same(t, REALS, 'x ∈ (y, z]', 'y < x ∧ x ≤ z')
  same(t, REALS, 'x ∈ [0, ∞)', '0 ≤ x')
})

test('ranges of binders', (t) => {
  same(t, REALS, '∀ u > 0, f u = 0', '∀ u : ℝ, u > 0 → f u = 0')
  same(t, REALS, '∃ u > 0, f u = 0', '∃ u : ℝ, u > 0 ∧ f u = 0')
  same(t, REALS, '∀ u ∈ S, f u = 0', '∀ u : ℝ, u ∈ S → f u = 0')
  same(t, REALS, '∃ u ∈ S, f u = 0', '∃ u : ℝ, u ∈ S ∧ f u = 0')
  same(t, REALS, '∀ i in 1..n, a i = 0', '∀ i : ℕ, i ∈ (1..n) → a i = 0')
  same(t, REALS, '∀ u v > 0, u = v', '∀ u : ℝ, u > 0 → ∀ v : ℝ, v > 0 → u = v')
  same(t, REALS, '∀ u, u ∈ S → u > 0', '∀ u : ℝ, u ∈ S → u > 0')
  same(t, REALS, '∀ i, a i = 0', '∀ i : ℕ, a i = 0')
})

test('sets and sums', (t) => {
  same(t, REALS, 'avg i in 1..n, a i = 0', '(1/n) * Σ i in 1..n, a i = 0')
  same(t, REALS, 'avg i in 0..n, a i = 0', '(1/|(0..n)|) * Σ i in 0..n, a i = 0')
  same(t, REALS, 'x ∈ {y, z}', 'x ∈ insert y (insert z ∅)')
  same(t, REALS, '{u ∈ S | f u = 0} ⊆ T', '{u | u ∈ S ∧ f u = 0} ⊆ T')
  same(t, REALS, '{f u | u ∈ S} ⊆ T', '{v | ∃ u, u ∈ S ∧ v = f u} ⊆ T')
  same(t, REALS, 'S ∪ T ∩ S ⊆ T', '((S ∪ T) ∩ S) ⊆ T')
  same(t, REALS, 'Σ i in 1..n, a i * x = y', 'Σ i in 1..n, (a i * x) = y')
  different(t, REALS, 'Σ i in 1..n, a i + x = y', 'Σ i in 1..n, (a i + x) = y')
  same(t, REALS, '|N| = |x|', 'card N = abs x')
})

test('a binder does not capture', (t) => {
  same(t, REALS, '∀ x : ℝ, f x = y', '∀ u : ℝ, f u = y')
  same(t, REALS, '∀ u : ℝ, (∃ u : ℝ, f u = 0) → f u = 0', '∀ u : ℝ, (∃ v : ℝ, f v = 0) → f u = 0')
  same(t, REALS, '∀ u : ℝ, ∀ u : ℝ, ∀ u : ℝ, f u = x', '∀ u v w : ℝ, f w = x')
  same(t, REALS, 'Σ x in 1..n, a x = y', 'Σ i in 1..n, a i = y')
})

test('random variables are applied to the outcome inside E and P', (t) => {
  same(t, LAWS, 'E[X] = t', 'E X = t')
  same(t, LAWS, 'E[X + Y] = t', 'E (fun ω ↦ X ω + Y ω) = t')
  same(t, LAWS, 'E[X^2 * t] = t', 'E (fun ω ↦ (X ω)^2 * t) = t')
  same(t, LAWS, 'E[g W] = t', 'E (fun ω ↦ g (W ω)) = t')
  same(t, LAWS, 'E[Z n] = t', 'E (Z n) = t')
  same(t, LAWS, 'E[Σ i in 1..n, Z i] = t', 'E (fun ω ↦ Σ i in 1..n, Z i ω) = t')
  same(t, LAWS, 'P[X ≥ t] ≤ δ', 'prob E (fun ω ↦ X ω ≥ t) ≤ δ')
  same(t, LAWS, 'P[X = Y] ≤ δ', 'prob E (fun ω ↦ X ω = Y ω) ≤ δ')
  same(t, LAWS, 'P[W ∈ C] ≤ δ', 'prob E (fun ω ↦ W ω ∈ C) ≤ δ')
  same(t, LAWS, 'P[B ∨ ¬D] ≤ δ', 'prob E (fun ω ↦ B ω ∨ ¬D ω) ≤ δ')
  same(t, LAWS, 'P[∃ f ∈ F, f W ≥ t] ≤ δ', 'prob E (fun ω ↦ ∃ f ∈ F, f (W ω) ≥ t) ≤ δ')
  same(t, LAWS, 'P[if B then X ≥ t else D] ≤ δ', 'prob E (fun ω ↦ if B ω then X ω ≥ t else D ω) ≤ δ')
  same(t, LAWS, 'P[0 ≤ X < t] ≤ δ', 'prob E (fun ω ↦ 0 ≤ X ω ∧ X ω < t) ≤ δ')
  same(t, LAWS, 'with probability at least 1 - δ, X ≤ t', 'prob E (fun ω ↦ X ω ≤ t) ≥ 1 - δ')
})

test('an argument that is to be a random variable is not applied', (t) => {
  same(t, LAWS, 'E[h X * Y] = t', 'E (fun ω ↦ h X * Y ω) = t')
  same(t, LAWS, 'E[X - E[X]] = 0', 'E (fun ω ↦ X ω - E X) = 0')
  same(t, LAWS, 'E[X * E[Y * E[Z n]]] = t', 'E (fun ω ↦ X ω * E (fun v ↦ Y v * E (Z n))) = t')
  same(t, LAWS, 'P[|X - E[X]| ≥ t] ≤ δ', 'prob E (fun ω ↦ |X ω - E X| ≥ t) ≤ δ')
})

test('laws with a name', (t) => {
  same(t, LAWS, 'E_(M k)[g] = t', 'M k g = t')
  same(t, LAWS, 'E_(M 1)[g^2] = t', 'M 1 (fun u ↦ (g u)^2) = t')
  same(t, LAWS, 'P_(M k)[g ≥ t] ≤ δ', 'prob (M k) (fun u ↦ g u ≥ t) ≤ δ')
  same(t, LAWS, 'E[X * E_(M k)[g]] = t', 'E (fun ω ↦ X ω * M k g) = t')
  t.is(read(LAWS, 'E_t[X] = t'), 'not-a-law')
  t.is(read(REALS, 'E[x] = x'), 'no-law')
})

test('which law', (t) => {
  const two = 'fix M N : (Ω → ℝ) → ℝ, X : Ω → ℝ, Q : A → ℝ assume m: expectation M, n: expectation N'
  t.is(read(two, 'E[X] = 0'), 'which-law')
  same(t, two, 'E_N[X] = E_M[X]', 'N X = M X')
  const none = 'fix M : (Ω → ℝ) → ℝ, X : Ω → ℝ, Q : A → ℝ'
  t.is(read(none, 'E[X] = 0'), 'no-law')
  const one = 'fix M : (Ω → ℝ) → ℝ, s : (Ω → ℝ) → ℝ, X : Ω → ℝ, Q : A → ℝ assume m: expectation M'
  same(t, one, 'E[X] = s X', 'M X = s X')
})

test('formulas that mean nothing are refused by name', (t) => {
  const table: readonly (readonly [string, string])[] = [
    ['w = 0', 'unknown-name'], ['x y = 0', 'not-a-function'], ['x ∧ y', 'type-mismatch'], ['S + T = S', 'type-mismatch'],
    ['x = S', 'type-mismatch'], ['n ∈ S ∧ S = N', 'type-mismatch'], ['f = x', 'type-mismatch'], ['∀ u, u = u', 'unknown-type-of'],
    ['(fun u > 0 ↦ u) x = x', 'syntax-binder'], ['x ∈ (-∞, ∞)', 'empty-statement'], ['(if x then y else z) = 0', 'type-mismatch'],
    ['∀ f > 0, f x = x', 'not-a-function'], ['¬x', 'type-mismatch'], ['Σ i > 0, a i = 0', 'syntax-binder'],
  ]
  t.deepEqual(table.map(([formula]) => [formula, read(REALS, formula)]), table)
})
