// How formulas read: a table of precedence and notation, one of mistakes, and the spans of nodes.
import test from 'ava'
import { parseFormula } from '../../src/syntax/parser.js'
import { reading } from './helpers.js'

const readings: readonly (readonly [string, string])[] = [
  // precedence
  ['a + b * c', '(a + (b * c))'],
  ['a - b - c', '((a - b) - c)'],
  ['a / b / c', '((a / b) / c)'],
  ['a / b * c', '((a / b) * c)'],
  ['a ^ b ^ c', '(a ^ (b ^ c))'],
  ['-x^2', '(- (x ^ 2))'],
  ['-a * b', '((- a) * b)'],
  ['a * -b', '(a * (- b))'],
  ['a^-b', '(a ^ (- b))'],
  ['2^-x^2', '(2 ^ (- (x ^ 2)))'],
  ['a - -b', '(a - (- b))'],
  ['f x^2', '((f x) ^ 2)'],
  ['f x y + g z', '((f x y) + (g z))'],
  ['σ²', '(σ ^ 2)'],
  ['x¹⁰ * y', '((x ^ 10) * y)'],
  ['‖x‖²', '((norm x) ^ 2)'],
  ['a → b → c', '(a → (b → c))'],
  ['a ∧ b ∨ c ∧ d', '((a ∧ b) ∨ (c ∧ d))'],
  ['a ∧ b ∧ c', '(a ∧ (b ∧ c))'],
  ['a ∨ b → c ↔ d', '(((a ∨ b) → c) ↔ d)'],
  ['¬ a = b', '(¬ (a = b))'],
  ['¬a ∧ b', '((¬ a) ∧ b)'],
  ['¬¬a', '(¬ (¬ a))'],
  ['0 ≤ a < b + 1', '(0 ≤ a < (b + 1))'],
  ['a = b ∧ c = d', '((a = b) ∧ (c = d))'],
  ['S ∪ T ∩ U ⊆ V', '(((S ∪ T) ∩ U) ⊆ V)'],
  ['a ∪ b + c', '(a ∪ (b + c))'],
  // binders
  ['∀ x, p x → q', '(forall [x] ((p x) → q))'],
  ['a ∧ ∀ x, b → c', '(a ∧ (forall [x] (b → c)))'],
  ['∀ f ∈ F, ∀ u, f u ∈ [0, 1]', '(forall [f ∈ F] (forall [u] ((f u) ∈ (interval cc 0 1))))'],
  ['∀ i in 1..n, a i > 0', '(forall [i in 1..n] ((a i) > 0))'],
  ['∀ i ∈ 1..n, a', '(forall [i in 1..n] a)'],
  ['∀ ε > 0, a', '(forall [ε > 0] a)'],
  ['∀ x y : ℝ → ℕ, a', '(forall [x y : ℝ → ℕ] a)'],
  ['∀ (x : ℝ) (y z : ℕ), a', '(forall [x : ℝ; y z : ℕ] a)'],
  ['∃ x y, a', '(exists [x y] a)'],
  ['fun x ↦ x + 1', '(lambda [x] (x + 1))'],
  ['f (fun i ↦ e)', '(f (lambda [i] e))'],
  ['fun (x : ℝ) y ↦ x', '(lambda [x : ℝ; y] x)'],
  ['λ * x', '(λ * x)'],
  ['if c then a else b + 1', '(if c a (b + 1))'],
  ['with probability at least 1 - δ, a ≤ b', '(whp (1 - δ) (a ≤ b))'],
  // big operators
  ['Σ i in 1..n, a i * b i + c', '((Σ [i in 1..n] ((a i) * (b i))) + c)'],
  ['2 * Σ i in 1..n, a i * b', '(2 * (Σ [i in 1..n] ((a i) * b)))'],
  ['Σ i in 1..n, (a i)^2 - m = c', '(((Σ [i in 1..n] ((a i) ^ 2)) - m) = c)'],
  ['Σ i in 1..n, -x i * y', '(Σ [i in 1..n] ((- (x i)) * y))'],
  ['Σ f ∈ F, P[A f] ≤ 1', '((Σ [f ∈ F] (prob (A f))) ≤ 1)'],
  ['Σ i in 1..n, Σ j in 1..i - 1, a i j', '(Σ [i in 1..n] (Σ [j in 1..(i - 1)] (a i j)))'],
  ['avg i in 1..n, x i', '(avg [i in 1..n] (x i))'],
  ['max i in 1..n, f i', '(max [i in 1..n] (f i))'],
  ['sup x ∈ S, f x', '(sup [x ∈ S] (f x))'],
  ['max a b + min(a, b)', '((max a b) + (min a b))'],
  ['max(a, b, c)', '(max <a, <b, c>>)'],
  ['f (a, b)', '(f <a, b>)'],
  ['-Σ i in 1..n, a', '(- (Σ [i in 1..n] a))'],
  // brackets
  ['||x| - |y||', '(abs ((abs x) - (abs y)))'],
  ['|x| |y|', '! a value is followed by a factor; products are always written out'],
  ['(|x|) y', '((abs x) y)'],
  ['min |x| |y|', '(min (abs x) (abs y))'],
  ['log |F| * 2', '((log (abs F)) * 2)'],
  ['√|x|', '(sqrt (abs x))'],
  ['√n * a', '((sqrt n) * a)'],
  ['√(a*b) / 2', '((sqrt (a * b)) / 2)'],
  ['f √x y', '(f (sqrt x) y)'],
  ['P[ |X| ≥ t ]', '(prob ((abs X) ≥ t))'],
  ['{x ∈ S | |x| ≤ 1}', '{x ∈ S | ((abs x) ≤ 1)}'],
  ['{|x| | x ∈ S}', '{image (abs x) | x ∈ S}'],
  ['‖ |x| • ‖', '! the character `•` (U+2022) has no meaning in a theory'],
  ['⟨x, y⟩ / ‖x‖', '((inner x y) / (norm x))'],
  ['norm(x) + inner(x, y)', '((norm x) + (inner x y))'],
  ['E[X] + P[A] * E_M[Y] - P_M[B]', '(((expect X) + ((prob A) * (expect @M Y))) - (prob @M B))'],
  ['E_(M ℓ)[f x]', '(expect @(M ℓ) (f x))'],
  ['E X', '(E X)'],
  ['expectation E', '(expectation E)'],
  ['1[A] * x', '((indicator A) * x)'],
  // sets
  ['x ∈ (0, 1] ∪ S', '(x ∈ ((interval oc 0 1) ∪ S))'],
  ['x ∈ (0, ∞)', '(x ∈ (interval oo 0 ∞))'],
  ['x ∈ (S ∪ T)', '(x ∈ (S ∪ T))'],
  ['x ∈ [0, 1) ∧ y', '((x ∈ (interval co 0 1)) ∧ y)'],
  ['i in 1..n - 1', '(i ∈ (1 .. (n - 1)))'],
  ['x ∈ ℝ^d', '(x ∈ (ℝ d))'],
  ['A ∈ ℝ^(m × d)', '(A ∈ (ℝ m d))'],
  ['x ∈ ℝ²', '(x ∈ (ℝ 2))'],
  ['{}', '{}'],
  ['∅ ⊆ {a, b}', '({} ⊆ {a, b})'],
  ['{x | x ∈ S}', '{x | (x ∈ S)}'],
  ['{x : ℝ | x > 0}', '{x : ℝ | (x > 0)}'],
  ['{f x | x ∈ S, x > 0}', '{image (f x) | x ∈ S, (x > 0)}'],
  ['(a, b, c)', '<a, <b, c>>'],
  ['(x : Set ℝ)', '(x : Set ℝ)'],
  ['P[_ ≥ _] ≤ exp _', '((prob (_ ≥ _)) ≤ (exp _))'],
  // other spellings
  ['forall x, exists y, x <= y /\\ not y = 0 -> x != y <-> a \\/ b', '(forall [x] (exists [y] ((((x ≤ y) ∧ (¬ (y = 0))) → (x ≠ y)) ↔ (a ∨ b))))'],
  ['fun x |-> sigma^2 * eps + lambda', '(lambda [x] (((σ ^ 2) * ε) + λ))'],
  ['sum i in 1..n, x_i · y', '(Σ [i in 1..n] (x_i * y))'],
  ['prod i in 1..n, x', '(Π [i in 1..n] x)'],
  ['x in S \\cup T /\\ y notin S', '((x ∈ (S ∪ T)) ∧ (y ∉ S))'],
  ['eps1 + sigma_x + delta\' + delta_bound + Omega', "((((ε1 + σ_x) + δ') + delta_bound) + Ω)"],
  ['ϵ + µ + \u2126 + ϕ', '(((ε + μ) + Ω) + φ)'],
  ['x − y', '(x - y)'],
  ['\uFEFFa\r\n  + b', '(a + b)'],
  ['𝔼[X] ≥ ℙ[A]', '((expect X) ≥ (prob A))'],
]

for (const [text, expected] of readings) {
  test(`reads ${JSON.stringify(text)}`, (t) => {
    t.is(reading(text), expected)
  })
}

const mistakes: readonly (readonly [string, string, string | undefined])[] = [
  ['2 n', 'a number is followed by a factor; products are always written out', 'write `2 * n`'],
  ['a + ', 'expected a formula, found the end of the statement', undefined],
  ['(a + b', 'expected `)`, found the end of the statement', undefined],
  ['|x', 'expected a closing `|`, found the end of the statement', undefined],
  ['a ≤ ≤ b', 'expected a formula, found `≤`', undefined],
  ['f[x]', 'expected the end of the statement, found `[`', 'an interval stands only after `∈`; a function is applied as `f x`'],
  ['a + ¬b', '`¬` stands to the right of an operator that binds tighter', 'put the negation in parentheses'],
  ['∀ , x', 'expected a name to bind, found `,`', undefined],
  ['∀ x p', 'expected `,` after the bound names, found the end of the statement', undefined],
  ['fun x, x', 'expected `↦`, found `,`', undefined],
  ['fun x ∈ S ↦ x', 'a function binds names, with types if need be, and no range', 'write `fun x : τ ↦ …`'],
  ['Σ i > 0, x', 'a sum or maximum ranges over `a..b` or a set', 'write `Σ i in 1..n, …` or `Σ x ∈ S, …`'],
  ['1..2..3', 'a range has two ends, `a..b`', 'put one of the ranges in parentheses'],
  ['x : ℝ', 'expected the end of the statement, found `:`', undefined],
  ['x ∈ ℝ', 'expected `^` and a dimension, found the end of the statement', undefined],
  ['а + b', 'the letter `а` (U+0430) belongs to another script and looks like the Latin `a`', 'type the Latin letter `a`'],
  ['Α + b', 'the letter `Α` (U+0391) belongs to another script and looks like the Latin `A`', 'type the Latin letter `A`'],
  ['a – b', 'the character `–` (U+2013) has no meaning in a theory', 'write `-`'],
  ['a\u202Eb', 'the text contains a bidirectional control character (U+202E)', 'it makes text read differently from what is checked; delete it'],
  ['a\u200Bb', 'the text contains an invisible character (U+200B)', 'delete it and type the text around it again'],
  ['a\0b', 'the text contains a NUL byte (U+0000)', 'the file looks binary or damaged; save it again as UTF-8 text'],
  ['a \uFFFD b', 'the text contains bytes that are not valid UTF-8 (U+FFFD)', 'save the file again as UTF-8'],
  ['a \uD800 b', 'the text contains bytes that are not valid UTF-8 (U+D800)', 'save the file again as UTF-8'],
  ['', 'expected a formula, found nothing', undefined],
]

for (const [text, message, hint] of mistakes) {
  test(`explains ${JSON.stringify(text)}`, (t) => {
    const parsed = parseFormula(text)
    t.is(parsed.expr, undefined)
    t.is(parsed.diagnostics?.length, 1)
    t.is(parsed.diagnostics?.[0]?.message, message)
    t.is(parsed.diagnostics?.[0]?.hint, hint)
  })
}

test('spans cover the text of each node, parentheses included where they belong to it', (t) => {
  const text = '(a + b) * |c| ≤ Σ i in 1..n, f (x i) ^ 2'
  const expr = parseFormula(text).expr
  const at = (span: { start: number, end: number } | undefined) => text.slice(span?.start, span?.end)
  t.is(at(expr?.span), text)
  if (expr?.kind !== 'chain' || expr.first.kind !== 'binary') return t.fail()
  t.is(at(expr.first.span), '(a + b) * |c|')
  t.is(at(expr.first.left.span), 'a + b')
  t.is(at(expr.first.right.span), '|c|')
  const sum = expr.links[0]?.right
  t.is(at(expr.links[0]?.span), '≤ Σ i in 1..n, f (x i) ^ 2')
  if (sum?.kind !== 'big' || sum.body.kind !== 'binary') return t.fail()
  t.is(at(sum.binder.span), 'i in 1..n')
  t.is(at(sum.body.left.span), 'f (x i)')
})

test('a mistake is marked at the word it is about', (t) => {
  const span = (text: string) => parseFormula(text).diagnostics?.[0]?.span
  t.deepEqual(span('a + ) b'), { start: 4, end: 5 })
  t.deepEqual(span('a b ='), { start: 4, end: 5 })
})
