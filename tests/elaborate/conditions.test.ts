// Well-definedness: which conditions a statement raises, from what they may be proved, and what is recorded when they are waived.
// Then vacuity: contradictory hypotheses and hypotheses never used.
import test, { type ExecutionContext } from 'ava'
import { checkText, declared, errorCodes, type Checked } from './theories.js'

/** The conditions not proved, in order. */
function missing(checked: Checked): readonly string[] {
  return checked.diagnostics.filter((d) => d.code === 'not-well-defined').map((d) => d.goal ?? '')
}

function lemma(prelude: string, formula: string, imports = 'Std.Expectation'): Checked {
  return checkText(`theory T\nimport ${imports}\nlemma it {Ω : Type}\n  ${prelude}\n  show ${formula}\n  by ?\n`)
}

function raises(t: ExecutionContext, prelude: string, formula: string, ...goals: readonly string[]): void {
  t.deepEqual(missing(lemma(prelude, formula)), goals, `${prelude} · ${formula}`)
}

const X = 'fix x y : ℝ, n : ℕ, a : ℕ → ℝ, S : Set ℝ, f : ℝ → ℝ'
const E = 'fix E : (Ω → ℝ) → ℝ, X : Ω → ℝ, t : ℝ where expectation E'

test('each partial operation', (t) => {
  raises(t, X, 'x / y = 1', 'y ≠ 0')
  raises(t, X, 'x / 2 = 1')
  raises(t, X, 'x / 0 = 1', '0 ≠ 0')
  raises(t, X, 'log x = 1', '0 < x')
  raises(t, X, 'log 2 = 1')
  raises(t, X, '√x = 1', '0 ≤ x')
  raises(t, X, '√(x^2) = 1')
  raises(t, X, 'x^y = 1', '0 < x')
  raises(t, X, 'x^n = 1')
  raises(t, X, 'a (n - 1) = 1', '1 ≤ n')
  raises(t, X, '|S| = 1', 'finite S')
  raises(t, X, 'Σ i in 1..n, a i = 1')
  raises(t, X, 'Σ u ∈ S, u = 1', 'finite S')
  raises(t, X, 'Π u ∈ S, u = 1', 'finite S')
  raises(t, E, 'E[X] = t', 'bounded X')
  raises(t, E, 'P[X ≥ t] = t')
})

test('inside other things', (t) => {
  raises(t, X, 'f (1/x) = f (1/y)', 'x ≠ 0', 'y ≠ 0')
  raises(t, X, 'exp (log x) = x', '0 < x')
  raises(t, X, '1/(1/x) = x', '1/x ≠ 0', 'x ≠ 0')
  raises(t, X, '(fun u ↦ 1/u) = f', 'u ≠ 0')
  raises(t, X, 'f = log', '∀ any0 : ℝ, 0 < any0')
  raises(t, X, '1/x ∈ S', 'x ≠ 0')
  raises(t, X, '{u | 1/u > x} ⊆ S', 'u ≠ 0')
  raises(t, E, 'P[1/X ≥ t] = t', 'X ω ≠ 0')
})

test('guards to the left count, to the right they do not', (t) => {
  raises(t, X, 'x > 0 → 1/x > 0')
  raises(t, X, 'x > 0 ∧ 1/x > 0')
  raises(t, X, '1/x > 0 ∧ x > 0', 'x ≠ 0')
  raises(t, X, 'x = 0 ∨ 1/x = 1/x')
  raises(t, X, 'x ≠ 0 ∨ 1/x = 1/x', 'x ≠ 0')
  raises(t, X, '(if x > 0 then 1/x else 0) = 1')
  raises(t, X, '(if x > 0 then 0 else 1/x) = 1', 'x ≠ 0')
  raises(t, X, '∀ u > 0, 1/u > 0')
  raises(t, X, '∃ u ≥ 0, 1/u > 0', 'u ≠ 0')
  raises(t, X, 'Σ i in 1..n, 1/i = x')
  raises(t, X, 'Σ i in 0..n, 1/i = x', '(i : ℝ) ≠ 0')
  raises(t, X, '{u ∈ [1, 2] | 1/u > x} = S'.replace('[1, 2]', 'S'), 'u ≠ 0')
})

test('hypotheses count in their order', (t) => {
  raises(t, `${X}\n  assume pos: x > 0, some: 1/x > 2`, 'x > 0')
  raises(t, `${X}\n  assume some: 1/x > 2, pos: x > 0`, 'x > 0', 'x ≠ 0')
  raises(t, `${E}\n  assume fine: bounded X`, 'E[X - E[X]] = 0')
  raises(t, `${E}\n  assume range: ∀ ω, |X ω| ≤ t`, 'E[X] ≤ t')
})

test('definitions, their preconditions, and what they pass on', (t) => {
  const use = (definition: string, argument: string): Checked =>
    checkText(`theory T\ndefine q (x : ℝ) := ${definition}\nlemma it\n  show q ${argument} = q ${argument}\n  by algebra\n`)
  t.deepEqual(missing(use('1/x', '2')), ['x ≠ 0'])
  t.deepEqual(missing(use('1/x where x ≠ 0', '2')), [])
  t.deepEqual(missing(use('1/x where x ≠ 0', '0')), ['0 ≠ 0'])
  t.deepEqual(missing(use('1/x where x ≠ 0', '(2 - 2)')), ['2 - 2 ≠ 0'])
  t.deepEqual(missing(use('x where 1/x > 0', '2')), ['x ≠ 0'])
})

test('everything that states something is looked at', (t) => {
  t.deepEqual(errorCodes(checkText('theory T\naxiom a\n  fix x : ℝ\n  show 1/x = 1/x\n  cite "B"\n')), ['not-well-defined'])
  t.deepEqual(errorCodes(checkText('theory T\nrefute "r" a\n  fix x : ℝ\n  show x * (1/x) = 1\n  witness x := 0\n')), ['not-well-defined'])
  t.deepEqual(errorCodes(checkText('theory T\nexample fix x : ℝ show 1/x = 1/x by algebra\n')), ['not-well-defined'])
  t.deepEqual(errorCodes(checkText('theory T\ncontext C\n  fix x : ℝ\n  assume a: 1/x > 0\n')), ['not-well-defined'])
  t.deepEqual(errorCodes(checkText('theory T\nlemma a\n  fix x : ℝ\n  let y := 1/x\n  show y = y\n  by algebra\n')), ['not-well-defined'])
})

test('the way past is recorded', (t) => {
  const c = checkText('theory T\nlemma a assuming well_defined "0/0 is 0 here"\n  fix x : ℝ\n  show x / x = x * (1/x)\n  by algebra\n')
  t.deepEqual(errorCodes(c), [])
  t.is(declared(c, 'a').wellDefinedAssumed, '0/0 is 0 here')
})

test('a condition that fails says where', (t) => {
  const [d] = lemma(X, 'x / (y - 1) = 1').diagnostics.filter((e) => e.code === 'not-well-defined')
  t.is(d?.message, 'x / (y - 1) has no meaning here unless y - 1 ≠ 0')
  t.true(d?.hints?.some((h) => h.includes('y - 1 ≠ 0')))
})

test('vacuity', (t) => {
  const warnings = (assume: string, show: string): readonly string[] =>
    checkText(`theory T\nlemma a\n  fix x y : ℝ\n  assume ${assume}\n  show ${show}\n  by linear\n`).diagnostics.map((d) => d.code)
  t.deepEqual(warnings('a: x > 0, b: x < 0', 'x < 1'), ['contradictory-hypotheses'])
  t.deepEqual(warnings('a: x > y, b: y > x + 1', 'x < 1'), ['contradictory-hypotheses'])
  t.deepEqual(warnings('a: x > 0, b: x < 1', 'x < 1 ∧ x > 0'), [])
  t.deepEqual(warnings('a: x > y, b: y > 1, c: x + y > -5', 'x > 1'), ['unused-hypothesis'])
})

test('a bounded function of points ℕ → ℝ is no law, although it has the type of one', (t) => {
  const points = 'fix f : (ℕ → ℝ) → ℝ, x : ℕ → ℝ'
  raises(t, points, 'f x = 0', 'bounded x')
  raises(t, `${points} where bounded f`, 'f x = 0')
  raises(t, 'fix x : ℕ → ℝ', '∀ f : (ℕ → ℝ) → ℝ, bounded f → f x = f x')
})
