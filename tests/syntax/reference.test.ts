// Two parsers, one language: the reference grammar reads every printed formula in exactly one way, the way the document parser does.
import test from 'ava'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { compiledGrammar } from '../../grammar/build.mjs'
import { formatExpr } from '../../src/syntax/format.js'
import { parseFormula } from '../../src/syntax/parser.js'
import { referenceReadings } from '../../src/syntax/reference-parser.js'
import { expr, withoutSpans } from './arbitrary.js'
import { mistakes, readings } from './formulas.js'

test('random formulas have one reading, the same for both parsers', (t) => {
  fc.assert(fc.property(expr, (e) => {
    const text = formatExpr(e)
    const found = referenceReadings(text)
    t.is(found.length, 1, text)
    t.deepEqual(withoutSpans(found[0]), withoutSpans(parseFormula(text).expr), text)
  }), { numRuns: 600, seed: 23 })
  t.pass()
})

test('the table of readings holds for the reference grammar too', (t) => {
  for (const [text] of readings) {
    const expected = parseFormula(text).expr
    const found = referenceReadings(text)
    t.is(found.length, expected === undefined ? 0 : 1, text)
    t.deepEqual(withoutSpans(found[0] ?? null), withoutSpans(expected ?? null), text)
  }
})

test('what the document parser refuses, the reference grammar refuses', (t) => {
  for (const [text] of mistakes) t.is(referenceReadings(text).length, 0, text)
})

test('token soup is read alike by both, or refused by both', (t) => {
  const words = ['x', 'f', '2', '(', ')', '+', '-', '*', '^', '=', '≤', '∈', '[', ']', ',', '∀', 'y', '∧', '¬', '→', '|', '{', '}', 'Σ',
    'i', 'in', '..', '√', '²',
    'fun', '↦', 'E[', 'max', '‖', ':', 'ℝ', '_', '→', 'if', 'then', 'else']
  let accepted = 0
  fc.assert(fc.property(fc.array(fc.constantFrom(...words), { maxLength: 7 }), (soup) => {
    const text = soup.join(' ')
    const parsed = parseFormula(text)
    const found = referenceReadings(text)
    if (parsed.expr !== undefined) accepted += 1
    t.is(found.length, parsed.expr === undefined ? 0 : 1, text)
    t.deepEqual(withoutSpans(found[0] ?? null), withoutSpans(parsed.expr ?? null), text)
  }), { numRuns: 20_000, seed: 29 })
  t.true(accepted > 100, `only ${accepted} accepted`)
})

test('the compiled grammar is the one in grammar/formula.ne', (t) => {
  t.is(readFileSync(new URL('../../grammar/formula.generated.js', import.meta.url), 'utf8'), compiledGrammar())
})
