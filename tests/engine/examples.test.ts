// TEST. The engine through the elaborator: one-step proofs over the standard library that must succeed, and false claims that must not.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { elaborate } from './theory.js'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

test('every example is proved', (t) => {
  const { declarations } = elaborate(read('examples.whp'))
  t.true(declarations.length > 40)
  t.deepEqual(declarations.filter((d) => d.kind === 'lemma' && d.status !== 'proved').map((d) => `${d.name}: ${d.status}`), [])
})

test('no false claim is proved', (t) => {
  const { declarations } = elaborate(read('false.whp'))
  t.true(declarations.length > 15)
  t.deepEqual(declarations.filter((d) => d.kind === 'lemma' && d.status === 'proved').map((d) => d.name), [])
})
