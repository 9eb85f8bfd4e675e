// The formula printer: parse(format(e)) = e for random formulas, and a table of what the text should look like.
import test from 'ava'
import fc from 'fast-check'
import { formatExpr, formatType } from '../../src/syntax/format.js'
import { parseFormula } from '../../src/syntax/parser.js'
import { expr, type, withoutSpans } from './arbitrary.js'

test('a printed formula reads back as itself', (t) => {
  fc.assert(fc.property(expr, (e) => {
    const text = formatExpr(e)
    const read = parseFormula(text)
    t.deepEqual(read.diagnostics ?? [], [], text)
    t.deepEqual(withoutSpans(read.expr), withoutSpans(e), text)
  }), { numRuns: 3000, seed: 7 })
  t.pass()
})

test('a formula broken into lines reads back as itself', (t) => {
  fc.assert(fc.property(expr, (e) => {
    const text = formatExpr(e, { width: 20 })
    t.deepEqual(withoutSpans(parseFormula(text).expr), withoutSpans(e), text)
  }), { numRuns: 1000, seed: 11 })
  t.pass()
})

test('a printed type reads back as itself', (t) => {
  fc.assert(fc.property(type, (each) => {
    const read = parseFormula(`(x : ${formatType(each)})`)
    t.deepEqual(withoutSpans(read.expr), withoutSpans({ kind: 'typed', arg: { kind: 'name', name: 'x' }, type: each }))
  }), { numRuns: 500, seed: 3 })
  t.pass()
})
