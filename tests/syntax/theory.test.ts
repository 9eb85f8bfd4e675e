// How a file's layout reads: contexts, statements, blocks, continuation lines, documentation, and the spans of steps.
import test from 'ava'
import type { Item, Step } from '../../src/syntax/ast.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { complaints, grouped } from './helpers.js'

/** Items as nested lists of kinds and names. */
function outline(items: readonly Item[]): unknown[] {
  return items.map((item) => {
    const name = 'name' in item && item.name !== undefined ? ` ${item.name.text}` : ''
    return item.kind === 'context' ? [`context${name}`, ...outline(item.items)] : `${item.kind}${name}`
  })
}

function stepsOf(body: string): readonly Step[] {
  const source = `lemma L\n  show p\nproof\n${body}\nqed\n`
  const { theory, diagnostics } = parseTheory(source)
  const [item] = theory.items
  if (diagnostics.length > 0 || item?.kind !== 'lemma' || item.proof.kind !== 'steps') throw new Error(complaints(source).join('\n'))
  return item.proof.steps
}

test('a context at the margin holds what follows, one inside another what is indented', (t) => {
  const source = `define before := 1
context A
  fix x : ℝ
define inside := x
lemma also_inside
  show p
context B extends A
  context C
    fix y : ℝ
    lemma in_c
      show p
  lemma in_b
    show p
lemma in_b_too
  show p
end B
lemma outside
  show p
`
  t.deepEqual(complaints(source), [])
  t.deepEqual(outline(parseTheory(source).theory.items), [
    'define before',
    ['context A', 'fix', 'define inside', 'lemma also_inside'],
    ['context B', ['context C', 'fix', 'lemma in_c'], 'lemma in_b', 'lemma in_b_too'],
    'lemma outside',
  ])
})

test('an `end` that names another context is reported', (t) => {
  t.deepEqual(complaints('context A\nend B\n'), ['2:5 this `end` names `B`, but the open context is `A`'])
})

test('a definition indented under a statement is a line of it, one at its margin is not', (t) => {
  const inner = parseTheory('lemma L\n  define k := 1\n  show k = 1\n')
  t.deepEqual(outline(inner.theory.items), ['lemma L'])
  const [lemma] = inner.theory.items
  t.is(lemma?.kind === 'lemma' ? lemma.statement.prelude.length : 0, 1)
  t.deepEqual(complaints('lemma L\ndefine k := 1\n'), ['1:1 this statement has no `show φ`'])
})

test('documentation goes to the declaration below it, other comments do not matter', (t) => {
  const source = '--- First.\n-- aside\n--- Second.\nlemma L\n  show p  --- not for M\nlemma M\n  show p\n'
  t.deepEqual(parseTheory(source).theory.items.map((item) => 'doc' in item ? item.doc : ''), ['First.\nSecond.', undefined])
})

test('a statement goes on over lines, and a label begins the next one', (t) => {
  const steps = stepsOf(`  one: a
     = b
     by L with
       x := t,
       y := s
     where 0 < n by linear,
       p
  two: b
  fix x : ℝ,
      y : ℕ
  assume h: x = 1,
    g: y = 2
  three: c`)
  t.deepEqual(steps.map((step) => step.kind), ['have', 'have', 'fix', 'assume', 'assume', 'have'])
  const [one] = steps
  if (one?.kind !== 'have' || one.by.kind !== 'lemma') return t.fail()
  t.is(one.by.withs.length, 2)
  t.is(one.by.sideProofs.length, 2)
})

test('a named step with several reasons is a calculation; with one reason it is a chain', (t) => {
  const [chain, calc, mixed] = stepsOf(`  one: a = b ≤ c by linear
  two: a = b by algebra
     ≤ c by L with x := t
     < d
  three: a ≤ b
     _ ≤ c by linear`)
  t.is(chain?.kind, 'have')
  if (calc?.kind !== 'calc' || mixed?.kind !== 'calc') return t.fail()
  t.deepEqual(calc.links.map((link) => `${link.op} ${grouped(link.right)} ${link.by.kind}`), ['= b method', '≤ c lemma', '< d method'])
  t.deepEqual(mixed.links.map((link) => link.by.kind === 'method' && link.by.implicit), [true, false])
})

test('branches belong to the `cases` they are indented under', (t) => {
  const [outer] = stepsOf(`  cases by linear
    case one: a
      cases by linear
        case x: b
          thus c
        case y: d by linear
      thus e
    case two: f
  end`)
  if (outer?.kind !== 'cases') return t.fail()
  t.deepEqual(outer.branches.map((branch) => branch.steps.map((step) => step.kind)), [['cases', 'thus'], []])
  const inner = outer.branches[0]?.steps[0]
  t.deepEqual(inner?.kind === 'cases' ? inner.branches.map((branch) => branch.steps.length) : [], [1, 1])
})

test('`suppose` ends at its `contradiction`, indented or not', (t) => {
  for (const [indent, close] of [['    ', '    '], ['    ', '  '], ['  ', '  ']]) {
    const steps = stepsOf(`  suppose n: a\n${indent}bad: b\n${close}contradiction from bad\n  after: c`)
    t.deepEqual(steps.map((step) => step.kind), ['suppose', 'have'])
    t.deepEqual(steps[0]?.kind === 'suppose' ? steps[0].steps.map((step) => step.kind) : [], ['have', 'contradiction'])
  }
})

test('spans of steps and justifications cover their text', (t) => {
  const source = 'lemma L\n  show p\nproof\n  one: a = b by linear from x, y\n  calc a ≤ b by L\n    _ ≤ c\nqed\n'
  const [lemma] = parseTheory(source).theory.items
  if (lemma?.kind !== 'lemma' || lemma.proof.kind !== 'steps') return t.fail()
  const at = (span: { start: number, end: number }) => source.slice(span.start, span.end)
  const [one, calc] = lemma.proof.steps
  if (one?.kind !== 'have' || calc?.kind !== 'calc') return t.fail()
  t.is(at(one.span), 'one: a = b by linear from x, y')
  t.is(at(one.by.span), 'linear from x, y')
  t.is(at(calc.span), 'calc a ≤ b by L\n    _ ≤ c')
  t.deepEqual(calc.links.map((link) => at(link.span)), ['≤ b by L', '_ ≤ c'])
  t.is(at(lemma.proof.end), 'qed')
  t.is(at(lemma.span), source.trimEnd())
})

test('reserved words that are also good names stay names where they can', (t) => {
  const steps = stepsOf(`  base: sum = prod
  step: norm x = free by linear from base, avg
  free: event ≤ instance from step`)
  t.deepEqual(steps.map((step) => step.kind === 'have' ? step.name?.text : ''), ['base', 'step', 'free'])
})

test('ten thousand steps take about ten times as long as a thousand', (t) => {
  const theory = (n: number) => `lemma L\n  show p\nproof\n${Array.from({ length: n }, (_, i) =>
    `  s${i}: ∀ f ∈ F, P[|risk f - E[risk f]| ≥ t + ${i}] ≤ 2 * exp(-2 * n * t^2) by linear from s${i}\n`).join('')}qed\n`
  const time = (n: number) => {
    const source = theory(n)
    const started = process.hrtime.bigint()
    t.deepEqual(parseTheory(source).diagnostics, [])
    return Number(process.hrtime.bigint() - started) / 1e6
  }
  time(500)
  const small = Math.min(time(1000), time(1000))
  t.true(time(10_000) < 40 * small + 1000)
})
