// Input meant to hurt: nesting, length, repetition, damaged text. Each ends in few diagnostics, without an exception, in bounded time.
import test from 'ava'
import fc from 'fast-check'
import { maxNesting } from '../../src/syntax/diagnostic.js'
import { formatSource } from '../../src/syntax/format-theory.js'
import { ItemParser } from '../../src/syntax/parser-items.js'
import { parseFormula, parseTheory } from '../../src/syntax/parser.js'
import { theory } from './arbitrary-theory.js'
import { printTheory } from '../../src/syntax/format-theory.js'

test('the grammar itself is free of ambiguity and left recursion', (t) => {
  t.notThrows(() => new ItemParser(true))
})

const nested: readonly (readonly [string, string, string])[] = [
  ['parentheses', '(', ')'], ['bars', '|', '|'], ['norms', '‖', '‖'], ['expectations', 'E[', ']'], ['braces', '{', '}'],
    ['angles', '⟨a, ', '⟩'],
  ['calls', 'f (1 + ', ')'], ['negations', '¬', ''], ['minus signs', '- ', ''], ['roots', '√', ''], ['quantifiers', '∀ x, ', ''],
  ['functions', 'fun x ↦ ', ''], ['sums', 'Σ i in 1..n, ', ''], ['maxima', 'max i in 1..n, ', ''],
    ['conditionals', 'if a then b else ', ''],
  ['probabilities', 'with probability at least 1, ', ''],
]

for (const [what, open, close] of nested) {
  test(`${what} may nest up to the limit and no deeper`, (t) => {
    const text = (n: number) => open.repeat(n) + 'x' + close.repeat(n)
    t.deepEqual(parseFormula(text(maxNesting)).diagnostics ?? [], [])
    const beyond = parseFormula(text(maxNesting + 1)).diagnostics ?? []
    t.deepEqual(beyond.map((each) => each.code), ['syntax-too-deep'])
    const far = parseFormula(text(20_000)).diagnostics ?? []
    t.is(far.length, 1)
  })
}

test('types, justifications and blocks nest up to a limit too', (t) => {
  const codes = (source: string) => parseTheory(source).diagnostics.map((each) => each.code)
  const type = (n: number) => `lemma L\n  fix x : ${'Set '.repeat(n)}A\n  show x = x`
  t.deepEqual(codes(type(200)), [])
  t.deepEqual(codes(type(300)), ['syntax-too-deep'])
  const reason = (n: number) => `lemma L\n  show x by ${'(L where x by '.repeat(n)}linear${')'.repeat(n)}`
  t.deepEqual(codes(reason(100)), [])
  t.deepEqual(codes(reason(10_000)), ['syntax-too-deep'])
  const proofs = (n: number) => `lemma L\n  show x\n${'proof\nhave x\n'.repeat(n)}${'qed\n'.repeat(n)}`
  t.deepEqual(codes(proofs(50)), [])
  t.true(codes(proofs(5_000)).includes('syntax-too-deep'))
})

test('long runs of operators end in one diagnostic, or are read', (t) => {
  const run = (op: string, n: number) => parseFormula(Array.from({ length: n }, () => 'a').join(op)).diagnostics?.map((each) => each.code)
  for (const op of [' + ', ' → ', ' ^ ', ' ∧ ', ' ∪ ', ' * ']) {
    t.is(run(op, 500), undefined)
    t.deepEqual(run(op, 5_000), ['syntax-too-deep'])
    t.deepEqual(run(op, 20_000), ['syntax-too-long'])
  }
  t.is(run(' = ', 900), undefined)
})

const floods: readonly (readonly [string, string, number])[] = [
  ['(', '(', 1_000_000], ['[(', '[(', 500_000], ['¬', '¬', 300_000], ['|', '|', 300_000], ['a ', 'a ', 300_000], [',', ',', 300_000],
  ['lemma ', 'lemma ', 100_000], ['proof ', 'proof ', 100_000], ['case ', 'case ', 100_000], ['/-', '/-', 1_000_000], ['"', '"', 300_000],
  ['/--/', '/--/', 200_000], ['-- x', '-- x', 500_000], ['odd letters', '\u{1D400}a', 100_000], ['Cyrillic', 'а', 300_000],
  ['a: b\n', 'a: b\n', 50_000], ['context C ', 'context C ', 50_000], ['lone surrogates', '\uD800', 100_000],
]

for (const [what, piece, times] of floods) {
  test(`a flood of ${JSON.stringify(what)} is refused in bounded time`, (t) => {
    const started = process.hrtime.bigint()
    const parsed = parseTheory(piece.repeat(times))
    const seconds = Number(process.hrtime.bigint() - started) / 1e9
    t.true(parsed.diagnostics.length <= 200)
    // Generous: the point is that nothing is quadratic.
    t.true(seconds < 20, `${seconds} s`)
  })
}

test('an oversized file is refused before it is read', (t) => {
  t.deepEqual(parseTheory('a'.repeat(5_000_000)).diagnostics.map((each) => each.code), ['syntax-too-long'])
})

test('truncated and damaged theories never throw', (t) => {
  const pieces = ['(', ')', '|', '{', '}', ':', ':=', ',', 'proof', 'qed', 'by', '\n', '  ', 'case x', 'lemma', '∀', 'Σ', '-- c\n', '/-',
    '"', '\0', '\u202E', 'а']
  fc.assert(fc.property(theory, fc.nat(), fc.nat(), fc.constantFrom(...pieces), (each, cut, at, piece) => {
    const text = printTheory(each)
    const from = text.length === 0 ? 0 : at % text.length
    const damaged = text.slice(0, from) + piece + text.slice(from + cut % 20)
    const parsed = parseTheory(damaged)
    for (const { span } of parsed.diagnostics) {
      t.true(span.start >= 0 && span.end >= span.start && span.end <= parsed.text.length, JSON.stringify({ damaged, span }))
    }
    formatSource(damaged)
  }), { numRuns: 300, seed: 17 })
  t.pass()
})
