// `by LEMMA`: what is found without being said, and what is said when it does not apply. Messages are compared word for word.
import test, { type ExecutionContext } from 'ava'
import { checkText, errorCodes } from './theories.js'

const LEMMAS = `theory T
import Std.Expectation
lemma le_of_sq
  fix a b : ℝ
  assume sign: 0 ≤ b, squares: a^2 ≤ b^2
  show a ≤ b
  by nonlinear
lemma at_most {A : Type}
  fix f : A → ℝ, S : Set A, c : ℝ
  assume every: ∀ u ∈ S, f u ≤ c, some: ∃ u, u ∈ S
  show ∃ u ∈ S, f u ≤ c
proof
  obtain u where inside: u ∈ S from some
  choose u := u
  below: f u ≤ c by every using inside
  thus ?goal from inside, below
qed
`

const use = (statement: string, by: string): string => `${LEMMAS}lemma use {Ω : Type}\n  ${statement}\n  by ${by}\n`

function applies(t: ExecutionContext, statement: string, by: string): void {
  const checked = checkText(use(statement, by))
  t.deepEqual(errorCodes(checked), [], checked.diagnostics.map((d) => d.message).join('\n'))
}

function says(t: ExecutionContext, statement: string, by: string, code: string, message: string, ...hints: readonly string[]): void {
  const found = checkText(use(statement, by)).diagnostics.find((d) => d.severity === 'error')
  t.is(found?.code, code)
  t.is(found?.message, message)
  for (const hint of hints) t.true(found?.hints?.some((h) => h === hint), `${hint}\nnot in\n${(found?.hints ?? []).join('\n')}`)
}

test('variables are found from the goal', (t) => {
  applies(t, 'fix x y : ℝ assume s: 0 ≤ y, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq')
  applies(t, 'fix x y : ℝ assume s: 0 ≤ y, q: x^2 ≤ y^2 show y ≥ x', 'le_of_sq')
})

test('functions under binders are found too', (t) => {
  applies(t, 'fix g : ℝ → ℝ, S : Set ℝ assume e: ∀ v ∈ S, (g v)^2 + v ≤ 7, s: ∃ v, v ∈ S show ∃ v ∈ S, (g v)^2 + v ≤ 7', 'at_most')
  applies(t, 'fix E : (Ω → ℝ) → ℝ, X Y : Ω → ℝ where expectation E, bounded X, bounded Y show E[X * Y + Y] = E[X * Y] + E[Y]', 'expect_add')
})

test('what is said overrides what could be found', (t) => {
  applies(t, 'fix x y : ℝ assume s: 0 ≤ y, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq with a := x, b := y')
  applies(t, 'fix x y : ℝ assume s: 0 ≤ y, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq with b := y using s, q')
  says(t, 'fix x y : ℝ assume s: 0 ≤ y, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq with a := y, b := x', 'premise-not-proved',
    'le_of_sq needs a condition that was not proved: 0 ≤ x: it fails at x = -1, y = 1')
})

test('the conclusion may be stronger by a definition or a direction', (t) => {
  applies(t, 'fix S T : Set ℝ, x : ℝ assume sub: S ⊆ T, s: x ∈ S show x ∈ T', 'sub using s')
  applies(t, 'fix S T : Set ℝ assume sub: ∀ x, x ∈ S → x ∈ T show S ⊆ T', 'sub')
  applies(t, 'fix R : ℝ → Prop, x : ℝ assume h: ∀ u, R u ∧ u > 0 show R x', 'h')
})

test('a conclusion of another shape', (t) => {
  says(t, 'fix x y : ℝ show x < y', 'le_of_sq', 'lemma-does-not-apply',
    'le_of_sq does not apply: its conclusion does not have the shape of the goal',
    'say what it is applied to: by le_of_sq with a := …')
})

test('a premise that is not there', (t) => {
  says(t, 'fix x y : ℝ assume q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq', 'premise-not-proved',
    'le_of_sq needs a condition that was not proved: 0 ≤ y: it fails at y = -1, x = 0')
  says(t, 'fix P : ℝ → Prop, x : ℝ assume go: ∀ u, P u → u ≤ 1 show x ≤ 1', 'go', 'premise-not-proved',
    'go needs a condition that was not proved: P x', 'prove it first, or add `where P x by …`')
})

test('a variable that nothing tells', (t) => {
  says(t, 'fix R : ℝ → ℝ → Prop, u v : ℝ assume go: ∀ x y z, R x y → R y z → R x z show R u v', 'go', 'cannot-infer',
    'go applies, but y cannot be told from the goal or the facts', 'add `with y := …`')
})

test('a name that is not there', (t) => {
  says(t, 'fix x y : ℝ show x ≤ y', 'le_of_square', 'unknown-lemma', 'no fact or lemma is called le_of_square', 'did you mean le_of_sq?')
  says(t, 'fix x y : ℝ show x ≤ y', 'le_of_sq with z := x', 'unknown-parameter', 'le_of_sq has no variable z; it has a, b')
  says(t, 'fix x y : ℝ show x ≤ y', 'le_of_sq using nothing', 'unknown-lemma', 'no fact or lemma is called nothing')
})

test('a value of the wrong type', (t) => {
  const checked = checkText(use('fix x y : ℝ, f : ℝ → ℝ assume s: 0 ≤ y, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq with a := f'))
  t.deepEqual(errorCodes(checked), ['type-mismatch'])
})

test('side conditions proved on the spot must follow', (t) => {
  applies(t, 'fix x y : ℝ assume a: y > 3, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq where 0 ≤ y by linear from a')
  const checked = checkText(use('fix x y : ℝ assume a: y > -3, q: x^2 ≤ y^2 show x ≤ y', 'le_of_sq where 0 ≤ y by linear from a'))
  t.deepEqual(errorCodes(checked), ['step-false'])
})
