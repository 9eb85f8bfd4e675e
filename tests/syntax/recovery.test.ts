// One broken step must not hide the others: each mistake is reported once, everything around it is still read.
import test from 'ava'
import type { Item, LemmaDecl, Step } from '../../src/syntax/ast.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { complaints } from './helpers.js'

function lemmas(items: readonly Item[]): LemmaDecl[] {
  return items.flatMap((item) => item.kind === 'context' ? lemmas(item.items)
    : item.kind === 'lemma' || item.kind === 'theorem' || item.kind === 'corollary' ? [item] : [])
}

function steps(source: string): readonly Step[] {
  const proof = lemmas(parseTheory(source).theory.items)[0]?.proof
  return proof?.kind === 'steps' ? proof.steps : []
}

const proof = (body: string) => `lemma L\n  show p\nproof\n${body}\nqed\nlemma After\n  show q by linear\n`

test('several broken steps are each reported once, and the rest survive', (t) => {
  const source = proof(`  one: a ≤ b by linear
  two: a ≤ by linear
  three: c = d
  four: (a + b ≤ c by algebra
  have x y ) z
  five: |a ≤ b
  six: 2 n ≤ 3
  thus ?goal by linear from one`)
  t.deepEqual(complaints(source), [
    '5:12 expected a formula, found `by`',
    '7:20 expected `)`, found `by`',
    '8:12 expected the end of the statement, found `)`',
    '9:14 expected a closing `|`, found `six`',
    '10:8 a number is followed by a factor; products are always written out',
  ])
  t.deepEqual(steps(source).map((step) => step.kind), ['have', 'broken', 'have', 'broken', 'broken', 'broken', 'broken', 'thus'])
  t.deepEqual(lemmas(parseTheory(source).theory.items).map((each) => each.name.text), ['L', 'After'])
})

test('a broken step keeps its nested proof apart', (t) => {
  const source = proof(`  one: a ≤ ≤ b
  proof
    inner: x = y by linear
    bad: = y
  qed
  two: a = b`)
  t.deepEqual(complaints(source), ['4:12 expected a formula, found `≤`', '7:10 expected a formula, found `=`'])
  t.deepEqual(steps(source).map((step) => step.kind), ['broken', 'have'])
})

test('a missing `qed` is reported at its `proof`, and the next declaration is read', (t) => {
  const source = 'lemma L\n  show p\nproof\n  one: a = b\n\nlemma M\n  show q\n'
  t.deepEqual(complaints(source), ['3:1 expected `qed` to close this proof, found `lemma`'])
  t.deepEqual(lemmas(parseTheory(source).theory.items).map((each) => each.name.text), ['L', 'M'])
})

test('a declaration that does not parse leaves its name behind', (t) => {
  const parsed = parseTheory('lemma L {\n  show p\n\nlemma M\n  fix x :\n  show q\nlemma N\n  show r\n')
  t.is(parsed.diagnostics.length, 2)
  t.deepEqual(parsed.theory.items.map((item) => [item.kind, item.kind === 'broken' || item.kind === 'lemma' ? item.name?.text : '']),
    [['broken', 'L'], ['broken', 'M'], ['lemma', 'N']])
})

test('broken branches, blocks and calculations are reported once each', (t) => {
  const source = proof(`  cases a ≤ b ∨ by linear
    case one: a ≤ b
      thus ?goal
    case two b ≤
      thus ?goal by
  calc a ≤ b by linear
       _ ≤ by linear
       _ ≤ c
  induction on n
    base
      thus 0 =
  incl: pointwise ω
    assume a: A ω
  suppose neg: ¬
    bad: False
  contradiction
  end
  last: x = y`)
  t.deepEqual(complaints(source), [
    '4:17 expected a formula, found `by`',
    '7:16 expected a formula, found `thus`',
    '8:19 expected a method or the name of a lemma, found `calc`',
    '10:12 expected a formula, found `by`',
    '12:3 this induction has no `step`',
    '14:14 expected a formula, found `incl`',
    '15:3 expected `show φ` under `pointwise`',
    '17:16 expected a formula, found `bad`',
    '20:3 expected a step, found `end`',
  ])
  t.deepEqual(steps(source).map((step) => step.kind), ['broken', 'broken', 'broken', 'broken', 'broken', 'broken', 'have'])
})

test('stray text between declarations is reported once and skipped', (t) => {
  const source = 'foo bar\nlemma L\n  show p\nqed\nassume x > 0\nfix y : ℝ\nlemma M\n  show q\nend\nimport Late\n'
  t.deepEqual(complaints(source), [
    '1:1 expected a declaration, found `foo`',
    '4:1 expected a declaration, found `qed`',
    '5:1 `assume` stands outside any context or lemma',
    '6:1 `fix` stands outside any context or lemma',
    '9:1 there is no open context for this `end` to close',
    '10:1 `import` stands before all declarations',
  ])
  t.is(lemmas(parseTheory(source).theory.items).length, 2)
})

test('a character that means nothing is reported once, not again as a broken step', (t) => {
  const source = proof('  one: a ≤ $b\n  two: а = b\n  three: a = b')
  t.deepEqual(complaints(source), [
    '4:12 LaTeX between dollar signs is not read here',
    '5:8 the letter `а` (U+0430) belongs to another script and looks like the Latin `a`',
  ])
  t.deepEqual(steps(source).map((step) => step.kind), ['broken', 'broken', 'have'])
})

test('an unclosed comment and an unclosed string are named', (t) => {
  t.deepEqual(complaints('lemma L "source\n  show p\n'), ['1:9 this string is not closed on its line'])
  t.deepEqual(complaints('lemma L\n  show p\n/- lost\nlemma M\n'), ['3:1 the comment that opens here is never closed'])
})

test('a line at the margin of a step does not spoil the step above it', (t) => {
  const source = proof('  one: a = b by linear\n  stray words here\n  two: a = b')
  t.deepEqual(complaints(source), ['5:3 expected a step, found `stray`'])
  t.deepEqual(steps(source).map((step) => step.kind), ['have', 'broken', 'have'])
})
