// Transcripts of the real command line, compared with tests/cli/golden.
// UPDATE_GOLDEN=1 writes them anew; read the difference before committing.
import test from 'ava'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle, project, removeBundle, transcript, type Files } from './harness.js'

test.before(bundle)
test.after.always(removeBundle)

function golden(name: string, files: Files, commands: readonly (readonly string[])[]): void {
  test(`golden: ${name}`, (t) => {
    t.timeout(90_000)
    const path = fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url))
    const text = transcript(project(files), commands)
    if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(path)) writeFileSync(path, text)
    t.is(text, readFileSync(path, 'utf8'))
  })
}

const good = `theory Good

--- Twice a number above another is above it.
lemma double  "a source"
  fix x y : ℝ
  where low: 0 ≤ x, x ≤ y
  show x ≤ 2 * y
  by linear
`.replace('low: ', '')

const mixed = `theory Mixed

lemma good
  fix x y : ℝ
  where x ≤ y
  show x ≤ y + 1
  by linear

lemma wrong
  fix x y : ℝ
  assume a: 0 ≤ x
  show 3 * x ≤ 2 * x
proof
  step: 2 * x ≤ 2 * x by linear
  thus ?goal by linear from a, step
qed

lemma unknown_lemma
  fix x : ℝ
  show x ≤ x + 1
  by god

lemma mistyped
  fix n : ℕ, f : ℕ → ℝ
  show f (n + 1/2) = 0
  by algebra

lemma open
  fix x : ℝ
  assume h: 0 ≤ x
  show 0 ≤ x^3
  by ?
`

golden('check-good', { 'proofs/good.whp': good }, [
  ['check', '--no-numeric'], ['check', 'proofs/good.whp', '--no-numeric', '--format', 'github'],
])
golden('check-mixed', { 'mixed.whp': mixed }, [['check', 'mixed.whp', '--no-numeric']])
golden('check-json', { 'proofs/good.whp': good }, [['check', '--no-numeric', '--format', 'json']])
golden('check-junit', { 'mixed.whp': mixed }, [['check', 'mixed.whp', '--no-numeric', '--format', 'junit']])
golden('check-sarif', { 'mixed.whp': mixed }, [['check', 'mixed.whp', '--no-numeric', '--format', 'sarif']])

golden('syntax', {
  'a.whp': 'theory A\nlemma l\n  fix x : ℝ\n  show (x + 1) * ≤ 2\n  by linear\nlemma m\n  show 2 2 = 4\n  by algebra\n',
}, [['check', 'a.whp']])

golden('imports', {
  'p/a.whp': 'theory A\nimport B\n', 'p/b.whp': 'theory B\nimport A\n', 'p/c.whp': 'theory C\nimport Good.Thing\n',
  'p/good.whp': 'theory Good.Things\n',
}, [['check', 'p']])

const context = `theory Sample
context Numbers
  type Ω
  fix X : Ω → ℝ, c : ℝ  where 0 < c
  define scaled ω := c * X ω
  lemma linear_in_c
    fix ω : Ω
    where 0 ≤ X ω
    show 0 ≤ scaled ω
  proof
    unfold scaled
    thus ?goal by nonlinear
  qed
end
axiom far_away
  fix x : ℝ
  show x ≤ exp x
  cite "Book, Theorem 7"
lemma uses
  show (1 : ℝ) ≤ exp 1
  by far_away
`
golden('show', { 'proofs/s.whp': context }, [
  ['show', 'linear_in_c', '-p', 'proofs'], ['show', 'linear_in_c', '--unfold', '-p', 'proofs'], ['show', 'Sample.uses', '-p', 'proofs'],
  ['show', 'scaled', '-p', 'proofs'], ['show', 'exp_add'], ['show', 'linear_in_d', '-p', 'proofs'],
])
golden('axioms', { 'proofs/s.whp': context }, [
  ['axioms', 'uses', '-p', 'proofs'], ['axioms', 'linear_in_c', '-p', 'proofs'], ['axioms', '-p', 'proofs'],
])
golden('find', { 'proofs/s.whp': context }, [
  ['find', '_ ≤ exp _', '-p', 'proofs'], ['find', 'exp (_ + _)', '-p', 'proofs'], ['find', 'log (log _)', '-p', 'proofs'],
  ['find', '_ ≤', '-p', 'proofs'],
])
golden('explain', { 'mixed.whp': mixed }, [
  ['explain', 'mixed.whp:7'], ['explain', 'mixed.whp:14'], ['explain', 'mixed.whp:15'], ['explain', 'mixed.whp:1'],
  ['explain', 'mixed.whp'],
])
const script = '(set-logic QF_NRA)\n(declare-fun x () Real)\n(assert (> x 1.0))\n(assert (not (> (* x x) x)))\n(check-sat)\n'
golden('prove', { 'a.smt2': script, 'b.smt2': script.replace('(* x x)', '3.0'), 'c.smt2': '(assert (< (bvadd 1 2) 3))' }, [
  ['prove', 'x + y ≤ 3 → x ≤ 3 - y'], ['prove', 'x ≤ 2 → 2 * x ≤ 3', '--by', 'linear'], ['prove', 'x ≤'], ['prove', 'f x = 0'],
  ['prove', '1 / x ≤ 1'], ['prove', 'a.smt2'], ['prove', 'a.smt2', 'b.smt2', '--jobs', '2'], ['prove', 'b.smt2', '--model'], ['prove',
    'c.smt2'],
  ['prove', 'none.smt2'], ['prove', 'x = x', '--import', 'No.Such'], ['prove', 'x = x', '--by', 'magic'],
])
const tail = `theory Tail
import Std.Expectation

lemma tail {Ω : Type}  "Markov"
  fix E : (Ω → ℝ) → ℝ, X : Ω → ℝ, t a : ℝ, n : ℕ
  where t > 0, n ≥ 1, a * log n ≤ 7
  assume law: expectation E, fine: bounded X, sign: ∀ ω, 0 ≤ X ω
  show P[X ≥ t] ≤ E[X] / t
  by markov using law, fine, sign
`
golden('eval-probability', { 'proofs/t.whp': tail }, [
  ['eval', 'tail', 'with', 'E[X]', ':=', '1/2,', 't', ':=', '10..20,', 'a', ':=', '1,', 'n', ':=', '2'],
  ['eval', 'tail', 'with E[X] := 2, t := 1, n := 1000, a := 1..2'], ['eval', 'tail', 'with E[X] := √2, t := 1/2..1, n := 10^3, a := 1'],
])
const counted = `theory Counted

lemma counted {I : Type}
  fix F : Set I, s : ℝ, n : ℕ
  where finite F, n ≥ 2
  assume size: 0 ≤ |F|, wide: s > 0
  show 0 ≤ |F| * s ∧ s - s^2 ≤ 1/4 + 0 * s * n
proof
  one: 0 ≤ |F| * s by nonlinear from size, wide
  square: 0 ≤ (s - 1/2)^2 by positivity
  two: s - s^2 ≤ 1/4 + 0 * s * n by linear from square
  thus ?goal by auto from one, two
qed
lemma open_end
  fix x y : ℝ  where 0 ≤ x, x ≤ y
  show x ≤ 2 * y
  by ?
lemma nothing
  fix p : Prop
  show p → p
  by auto
define half x := x / 2
`
golden('eval', { 'proofs/c.whp': counted }, [
  ['eval', 'counted', 'with |F| := 10..100, n := 2, s := 1/4..1', '--digits', '3'], ['eval', 'counted', 'with n := 3, |F| := n^2, s := √2'],
  ['eval', 'counted', 'with |F| := 5, n := 2, s := 0'], ['eval', 'counted', 'with |F| := 5, n := 2, s := -1..1'],
  ['eval', 'counted'], ['eval', 'counted', 'with s := 1'], ['eval', 'counted', 'with F := 1'],
  ['eval', 'counted', 'with |F| := 5, s := 2, s := 3'], ['eval', 'counted', 'with |F| := t, s := 2'],
  ['eval', 'counted', 'with s := 3..2, |F| := 1'],
  ['eval', 'counted', 'with s := 1/0, |F| := 1'], ['eval', 'counted', 'with s'], ['eval', 'counted', 'with s := ('],
  ['eval', 'counted', 'with n := 1.5'], ['eval', 'counted', 'with n := 1..2.5'], ['eval', 'counted', 'at s := 1'],
  ['eval', 'open_end', 'with x := 1'], ['eval', 'nothing'], ['eval', 'half'], ['eval', 'cuonted'],
])
const split = `theory Split
import Std.Expectation

lemma rare {Ω : Type}
  fix E : (Ω → ℝ) → ℝ, X : Ω → ℝ, δ : ℝ
  where 0 < δ
  assume law: expectation E, fine: bounded X, sign: ∀ ω, 0 ≤ X ω, mean: E[X] ≤ 1
  show P[X ≥ 3 / δ] ≤ δ/3
proof
  size: 3 / δ > 0 by positivity
  tail: P[X ≥ 3 / δ] ≤ E[X] / (3 / δ) by markov using law, fine, sign, size
  value: 1 / (3 / δ) = δ/3 by algebra
  order: E[X] / (3 / δ) ≤ 1 / (3 / δ)
  proof
    inverse: 1 / (3 / δ) > 0 by positivity
    thus ?goal by nonlinear from mean, inverse
  qed
  thus ?goal by linear from tail, value, order
qed

theorem both {Ω : Type}  "Example"
  fix E : (Ω → ℝ) → ℝ, X Y : Ω → ℝ, δ : ℝ
  where 0 < δ
  assume law: expectation E, fine: bounded X, sign: ∀ ω, 0 ≤ X ω, mean: E[X] ≤ 1
  assume fine': bounded Y, sign': ∀ ω, 0 ≤ Y ω, mean': E[Y] ≤ 1
  show with probability at least 1 - δ, X < 3 / δ ∧ Y < 3 / δ
proof
  unused: P[Y ≥ 3 / δ] ≤ 1 by prob_le_one
  one: P[X ≥ 3 / δ] ≤ δ/3 by rare using law, fine, sign, mean
  two: P[Y ≥ 3 / δ] ≤ δ/3 by rare using law, fine', sign', mean'
  either: P[X ≥ 3 / δ ∨ Y ≥ 3 / δ] ≤ P[X ≥ 3 / δ] + P[Y ≥ 3 / δ] by prob_or_le
  none: P[¬ (X ≥ 3 / δ ∨ Y ≥ 3 / δ)] = 1 - P[X ≥ 3 / δ ∨ Y ≥ 3 / δ] by prob_not
  good: pointwise ω
    assume calm: ¬ (X ω ≥ 3 / δ ∨ Y ω ≥ 3 / δ)
    show X ω < 3 / δ ∧ Y ω < 3 / δ
    thus ?goal by auto from calm
  order: P[¬ (X ≥ 3 / δ ∨ Y ≥ 3 / δ)] ≤ P[X < 3 / δ ∧ Y < 3 / δ] by prob_mono using good
  room: δ > 0 by linear
  thus ?goal by linear from one, two, either, none, order, room
qed

lemma plain
  fix x : ℝ
  show x ≤ x + 1
  by linear
`
golden('ledger', { 'split.whp': split }, [
  ['check', 'split.whp', '--no-numeric', '--ledger', 'both'], ['check', 'split.whp', '--no-numeric', '--ledger', 'plain'],
  ['check', 'split.whp', '--no-numeric', '--ledger', 'bth'],
])
const pieces = `theory Pieces

theorem pieces
  fix ε x y z : ℝ
  where ε > 0
  let a := 1/4, b := 1/4, c := 1 - a - b
  free a, b maximizing c where a > 0, b ≥ 1/10
  assume first: x ≥ a * ε, second: y ≥ b * ε, all: x + y + z ≤ ε
  show z ≤ c * ε ∧ ε / 64 ≤ a^2 * ε
  by linear

lemma plain
  show 1 < 2

lemma too_much
  fix x : ℝ
  where x ≥ 0
  let a := 1/3
  free a minimizing a
  show x ≤ 2 * a * x
  by linear

lemma any
  fix x : ℝ
  let a := 1, b := 1
  free a, b where a > 0
  show 0 ≤ a^2 * x^2 + b^2
  by positivity

lemma product
  fix x : ℝ
  where x ≥ 0
  let a := 1, b := 1
  free a, b minimizing a + b where a > 0, b > 0
  show x / 4 ≤ a * b * x
  by linear
`
golden('tighten', { 'proofs/pieces.whp': pieces }, [
  ['tighten', 'pieces', '-p', 'proofs'], ['tighten', 'Pieces.pieces', '-p', 'proofs', '--objective', 'minimizing a', '--digits', '2'],
  ['tighten', 'piece', '-p', 'proofs'], ['tighten', 'plain', '-p', 'proofs'], ['tighten', 'too_much', '-p', 'proofs'],
  ['tighten', 'any', '-p', 'proofs'], ['tighten', 'any', '-p', 'proofs', '--objective', 'maximizing a'],
  ['tighten', 'any', '-p', 'proofs', '--objective', 'minimizing a * b'], ['tighten', 'any', '-p', 'proofs', '--objective', 'best a'],
  ['tighten', 'product', '-p', 'proofs'], ['tighten', 'pieces', '-p', 'proofs', '--runs', '3'],
])
golden('lock', { 'proofs/good.whp': good }, [['check', '--locked'], ['lock'], ['check', '--locked', '--no-numeric'], ['lock']])
golden('init', {}, [['init', 'new'], ['check', 'new/proofs', '--no-numeric'], ['init', 'new']])
golden('format', { 'a.whp': 'theory   A\nlemma l\n    fix x:ℝ\n    show x<=x+1\n    by linear\n' }, [
  ['format', 'a.whp', '--check'], ['format', 'a.whp'], ['format', 'a.whp', '--write'], ['format', 'a.whp', '--check'],
  ['format', 'a.whp', '--check', '--write'],
])
golden('usage', {}, [
  ['--version'], ['chek'], ['check', '--format', 'xml'], ['check', '--seed', '-1'], ['check', 'nowhere'], ['check'],
  ['show'], ['check', '--nonsense'],
])
