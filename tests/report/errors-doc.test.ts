// docs/errors.md and the sources agree: every code a message can carry is documented, and every documented code exists.
import test from 'ava'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const layers = ['syntax', 'smtlib', 'elaborate', 'checker']

/** Codes as the sources write them: `fail('code'`, `message('code'`, `code: 'code'`, and the parser's `'syntax-…'`. */
function codesInSources(): ReadonlySet<string> {
  const found = new Set<string>()
  const pattern = /(?:fail|message)\(\s*'([a-z][a-z0-9]*(?:-[a-z0-9]+)*)'|code: '([a-z][a-z0-9-]*)'|'(syntax-[a-z-]+|smt-[a-z-]+)'/gu
  for (const layer of layers) {
    for (const name of readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const text = readFileSync(join(root, 'src', layer, name), 'utf8')
      for (const match of text.matchAll(pattern)) found.add(match.slice(1).find((g) => g !== undefined)!)
    }
  }
  return found
}

/** Codes in the first column of the tables. */
function codesInDocs(): ReadonlySet<string> {
  const text = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')
  const cells = text.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|')[1]!)
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([a-z0-9-]+)`/gu)].map((m) => m[1]!)))
}

test('every code is documented', (t) => {
  const documented = codesInDocs()
  t.deepEqual([...codesInSources()].filter((code) => !documented.has(code)).sort(), [])
})

test('every documented code exists', (t) => {
  const used = codesInSources()
  // Chosen between two codes at the place where they are used.
  const chosen = new Set(['gave-up', 'step-failed', 'axiom-violated', 'numeric-contradiction'])
  t.deepEqual([...codesInDocs()].filter((code) => !used.has(code) && !chosen.has(code)).sort(), [])
})
