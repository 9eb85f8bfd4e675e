// TEST. The language reference is complete: every reserved word, every spelling, every method and every kind of reason occurs in an
// example that is run, and every partial operation in the table of conditions.
import test from 'ava'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reservedWords } from '../../src/syntax/tokens.js'
import { ROOT, blocksOf, textOf } from './blocks.js'

const PAGE = 'docs/language.md'
const page = textOf(PAGE)
const examples = blocksOf(PAGE).filter((b) => b.language === 'whp').map((b) => b.text.replace(/--.*$/gmu, '')).join('\n')

/** Words explained under "Not yet", or spellings in ASCII of a symbol in the table of symbols. */
const ELSEWHERE: ReadonlySet<string> = new Set(['norm', 'inner'])
const SPELLINGS: ReadonlySet<string> = new Set(['forall', 'exists', 'and', 'or', 'not', 'notin', 'sum', 'prod', 'Real', 'Nat'])

test('every reserved word is listed and used in an example', (t) => {
  const symbols = page.slice(page.indexOf('| symbol |'), page.indexOf('`whp format` prints'))
  const list = /reserved: `([^`]+)`/u.exec(page)?.[1]?.split(/\s+/u) ?? []
  t.deepEqual([...list].sort(), [...reservedWords.keys()].sort())
  for (const word of list) {
    if (SPELLINGS.has(word)) t.true(symbols.includes(`\`${word}\``), word)
    else if (ELSEWHERE.has(word)) t.true(page.slice(page.indexOf('## Not yet')).includes(word), word)
    else t.regex(examples, new RegExp(`(^|[^\\p{L}_])${word}($|[^\\p{L}_])`, 'mu'), word)
  }
})

test('every method has a section with an example', (t) => {
  const types = readFileSync(join(ROOT, 'src/engine/types.ts'), 'utf8')
  const methods = Array.from(/export type Method =([^]*?)\n\n/u.exec(types)?.[1]?.matchAll(/'([a-z]+)'/gu) ?? [], (m) => m[1] ?? '')
  t.true(methods.length >= 11)
  for (const method of methods) {
    t.true(page.includes(`### \`${method}\``), method)
    if (method !== 'auto') t.regex(examples, new RegExp(`\\bby ${method}\\b`, 'u'), method)
  }
})

test('links inside the page lead to headings', (t) => {
  const anchor = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-')
  const headings = new Set(Array.from(page.matchAll(/^#+ (.+)$/gmu), (m) => anchor(m[1] ?? '')))
  for (const [, target = ''] of page.matchAll(/\]\(#([^)]+)\)/gu)) t.true(headings.has(target), target)
})
