// Contexts: what a lemma says once its context is closed, how contexts extend and reopen, what their definitions take along.
import test from 'ava'
import { axiomsOf } from '../../src/kernel/theorem.js'
import { printTerm } from '../../src/syntax/term-printer.js'
import { checkText, declared, errorCodes, type Checked } from './theories.js'

const says = (checked: Checked, name: string): string => printTerm(declared(checked, name).statement)

test('on leaving a context a lemma keeps exactly the parameters and assumptions it uses', (t) => {
  const c = checkText(`theory T
context C
  fix x y : ℝ where x > 0
  fix n : ℕ
  assume big: y > 1, nonzero: n ≥ 1
lemma none
  show 1 = 1
  by algebra
lemma one
  show y > 0
  by linear from big
lemma both
  fix z : ℝ
  assume h: z > y
  show x + z > 1
  by linear
`)
  t.deepEqual(errorCodes(c), [])
  t.is(says(c, 'none'), '1 = 1')
  t.is(says(c, 'one'), '∀ y > 1, y > 0')
  t.is(says(c, 'both'), '∀ x y : ℝ, x > 0 → y > 1 → ∀ z > y, x + z > 1')
})

test('an open context is not a hypothesis: its lemmas are used as they stand', (t) => {
  const c = checkText(`theory T
context C
  fix x : ℝ
  assume pos: x > 0
lemma first
  show x ≥ 0
  by linear from pos
lemma second
  show x + 1 ≥ 1
proof
  a: x ≥ 0 by first
  thus ?goal by linear from a
qed
`)
  t.deepEqual(errorCodes(c), [])
  t.is(says(c, 'second'), '∀ x > 0, x + 1 ≥ 1')
})

test('a closed context leaves hypotheses to prove', (t) => {
  const text = (hypothesis: string): string => `theory T
context C
  fix x : ℝ
  assume pos: x > 0
lemma first
  show x ≥ 0
  by linear from pos
end
lemma use
  fix x : ℝ
  assume h: ${hypothesis}
  show x ≥ 0
  by first
`
  t.deepEqual(errorCodes(checkText(text('x > 0'))), [])
  t.deepEqual(errorCodes(checkText(text('x > 7'))), [])
  t.deepEqual(errorCodes(checkText(text('x > -1'))), ['premise-not-proved'])
})

test('a context extends others; a lemma may reopen one', (t) => {
  const c = checkText(`theory T
context A
  fix x : ℝ
  assume pos: x > 0
end
context B
  fix y : ℝ
  assume neg: y < 0
end
context C extends A, B
  assume sum: x + y = 0
  lemma together
    show x * y < 0
    by nonlinear from pos, neg
end
lemma again in C
  show x = -y
  by linear from sum
lemma only_a in A
  show x ≠ 0
  by linear from pos
`)
  t.deepEqual(errorCodes(c), [])
  t.is(says(c, 'together'), '∀ x y : ℝ, x > 0 → y < 0 → x * y < 0')
  t.is(says(c, 'again'), '∀ x y : ℝ, x + y = 0 → x = -y')
  t.is(says(c, 'only_a'), '∀ x > 0, x ≠ 0')
})

test('a definition takes the parameters it uses, and hides them while its context is open', (t) => {
  const c = checkText(`theory T
context C
  fix c d : ℝ
  define shift (x : ℝ) := x + c
  define twice (x : ℝ) := shift (shift x)
  lemma inside
    show twice 1 = 1 + 2 * c
    by unfold twice, shift
end
lemma outside
  fix u : ℝ
  show shift u 1 = 1 + u
  by unfold shift
`)
  t.deepEqual(errorCodes(c), [])
  t.is(says(c, 'inside'), '∀ c : ℝ, twice c 1 = 1 + 2 * c')
  t.is(says(c, 'outside'), '∀ u : ℝ, shift u 1 = 1 + u')
})

test('a definition keeps the assumptions its meaning rests on', (t) => {
  const text = (argument: string): string => `theory T
context C
  fix c : ℝ where c > 0
  fix d : ℝ where d > 0
  define ratio (x : ℝ) := x / c
end
lemma outside
  show ratio ${argument} 1 = ratio ${argument} 1
  by algebra
`
  t.deepEqual(errorCodes(checkText(text('2'))), [])
  t.deepEqual(errorCodes(checkText(text('0'))), ['not-well-defined'])
})

test('types of a context are generalised with the rest', (t) => {
  const c = checkText(`theory T
context C
  type A
  fix f : A → A, a : A
  assume fixed: f a = a
  lemma again
    show f (f a) = a
    by simplify from fixed
end
lemma at_numbers
  fix g : ℝ → ℝ
  assume h: g 3 = 3
  show g (g 3) = 3
  by again using h
lemma at_sets
  fix g : Set ℕ → Set ℕ, S : Set ℕ
  assume h: g S = S
  show g (g S) = S
  by again using h
`)
  t.deepEqual(errorCodes(c), [])
})

test('a name fixed twice is refused wherever the two could be confused', (t) => {
  const twice = (body: string): readonly string[] => errorCodes(checkText(`theory T\n${body}`))
  t.deepEqual(twice('lemma a\n  fix x : ℝ\n  fix x : ℝ\n  show x = x\n  by algebra\n'), ['duplicate-name'])
  t.deepEqual(twice('context C\n  fix x : ℝ\nlemma a\n  fix x : ℝ\n  show x = x\n  by algebra\n'), ['duplicate-name'])
  t.deepEqual(twice('context C\n  fix x : ℝ\nend\nlemma a\n  fix x : ℝ\n  show x = x\n  by algebra\n'), [])
  t.deepEqual(twice('lemma a\n  fix x : ℝ\n  show ∀ x : ℝ, x = x\n  by auto\n'), [])
})

test('what a lemma rests on is known, contexts or not', (t) => {
  const c = checkText(`theory T
context C
  fix x : ℝ
  assume pos: x > 0
axiom magic
  show x > 1
  cite "nowhere"
lemma plain
  show x ≥ 0
  by linear from pos
lemma from_magic
  show x > 0
proof
  more: x > 1 by magic
  thus ?goal by linear from more
qed
`)
  t.deepEqual(errorCodes(c), [])
  const cited = (name: string): readonly string[] =>
    axiomsOf(declared(c, name).theorem!).filter((a) => a.kind !== 'base').map((a) => a.name)
  t.deepEqual(cited('plain'), [])
  t.deepEqual(cited('from_magic'), ['magic'])
  t.is(says(c, 'magic'), '∀ x > 0, x > 1')
})

test('a context reopened has the names it was written with, also where an earlier one has hidden parameters of the same name', (t) => {
  const c = checkText(`theory T
context First
  fix n : ℕ where n ≥ 1
  define share x := x / n
end
context Second
  fix n : ℕ where n ≥ 2
end
lemma late in Second
  fix m : ℕ where m ≤ n
  show n + m ≥ 2
  by linear
`)
  t.deepEqual(errorCodes(c), [])
  t.is(says(c, 'late'), "∀ n' : ℕ, n' ≥ 2 → ∀ m : ℕ, m ≤ n' → n' + m ≥ 2")
})
