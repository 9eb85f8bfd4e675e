// How formulas read: a table of precedence and notation, one of mistakes, and the spans of nodes.
import test from 'ava'
import { parseFormula } from '../../src/syntax/parser.js'
import { mistakes, readings } from './formulas.js'
import { reading } from './helpers.js'

for (const [text, expected] of readings) {
  test(`reads ${JSON.stringify(text)}`, (t) => {
    t.is(reading(text), expected)
  })
}

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
