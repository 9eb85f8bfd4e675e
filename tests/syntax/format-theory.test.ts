// The theory formatter: random theories read back as themselves; comments survive; formatting twice changes nothing.
import test from 'ava'
import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { formatSource, printTheory } from '../../src/syntax/format-theory.js'
import { tokenise } from '../../src/syntax/lexer.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { withoutSpans } from './arbitrary.js'
import { theory } from './arbitrary-theory.js'

test('a printed theory reads back as itself', (t) => {
  fc.assert(fc.property(theory, (each) => {
    const text = printTheory(each)
    const read = parseTheory(text)
    t.deepEqual(read.diagnostics, [], text)
    t.deepEqual(withoutSpans(read.theory), withoutSpans(each), text)
  }), { numRuns: 600, seed: 5 })
  t.pass()
})

test('formatting a formatted theory changes nothing', (t) => {
  fc.assert(fc.property(theory, (each) => {
    const once = formatSource(printTheory(each)).text
    t.is(formatSource(once ?? '').text, once)
  }), { numRuns: 200, seed: 13 })
  t.pass()
})

test('comments stay where they stood', (t) => {
  const source = `-- about the file
theory T   -- name
import A

--- Documentation
--- in two lines.
lemma L      /- inline -/ "source"
  -- why x
  fix x : ℝ   -- a number

  show x = x
-- before the proof
proof
  -- first
  one:  x = x   by algebra  -- easy
  -- between

  -- after a gap
  calc x = x  by algebra -- link one
     _ = x    -- link two
  thus ?goal
  -- last
qed
-- end
`
  t.is(formatSource(source).text, `-- about the file
theory T  -- name
import A

--- Documentation
--- in two lines.
lemma L "source"  /- inline -/
  -- why x
  fix x : ℝ  -- a number
  show x = x
-- before the proof
proof
  -- first
  one: x = x by algebra  -- easy
  -- between

  -- after a gap
  calc x = x by algebra  -- link one
       _ = x  -- link two
  thus ?goal
  -- last
qed
-- end
`)
})

test('every proof file keeps its meaning and its comments', (t) => {
  const root = new URL('../../proofs/', import.meta.url)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.whp'))
  for (const file of files) {
    const source = readFileSync(new URL(file, root), 'utf8')
    const before = parseTheory(source)
    if (before.diagnostics.length > 0) continue
    const formatted = formatSource(source).text ?? ''
    const words = (text: string) => tokenise(text).comments.map((comment) => comment.text.replace(/^-+/, '').trim()).sort()
    t.deepEqual(withoutSpans(parseTheory(formatted).theory), withoutSpans(before.theory), file)
    t.deepEqual(words(formatted), words(source), file)
    t.is(formatSource(formatted).text, formatted, file)
  }
  t.true(files.length > 0)
})
