// The examples in grammar/document.ebnf are files the parser reads without complaint, and formats without changing their meaning.
import test from 'ava'
import { readFileSync } from 'node:fs'
import { formatSource } from '../../src/syntax/format-theory.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { withoutSpans } from './arbitrary.js'
import { complaints } from './helpers.js'

const grammar = readFileSync(new URL('../../grammar/document.ebnf', import.meta.url), 'utf8')
const examples = Array.from(grammar.matchAll(/\(\* Example\n([^]*?)\n\*\)/g), (match) => match[1] ?? '')

test('the grammar has its examples', (t) => {
  t.is(examples.length, 6)
})

for (const [i, example] of examples.entries()) {
  test(`example ${i + 1} of the document grammar is read`, (t) => {
    t.deepEqual(complaints(example), [])
    const formatted = formatSource(example).text ?? ''
    t.deepEqual(withoutSpans(parseTheory(formatted).theory), withoutSpans(parseTheory(example).theory))
  })
}
