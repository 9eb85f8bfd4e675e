// TEST. Every code block of the documentation does what its fence says; see blocks.ts. With UPDATE_DOCS=1 the `message` blocks are
// rewritten to what whp prints now, to be read before they are committed.
import test from 'ava'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, blocksOf, formulaComplaints, list, pages, place, runBlock, standsIn, textOf, type Block } from './blocks.js'

const update = process.env['UPDATE_DOCS'] === '1'

/** Replaces the text of the block that starts on `line` of a page. */
function rewrite(block: Block, text: string): void {
  const fences = '```'
  const lines = textOf(block.page).split('\n')
  const at = lines.findIndex((line, i) => i >= block.line - 1 && line.trim() === `${fences}message`)
  let end = at + 1
  while ((lines[end] ?? fences).trim() !== fences) end++
  writeFileSync(join(ROOT, block.page), [...lines.slice(0, at + 1), ...text.split('\n'), ...lines.slice(end)].join('\n'))
}

/** Which counterexample a search happens on first is no promise of a page. */
const withoutPoints = (printed: string): string => printed.replace(/(?<=it fails at )[^[\n]*/gu, '…')

for (const page of pages()) {
  const blocks = blocksOf(page)
  // From the last to the first, so that rewriting one does not move those still to come.
  for (const [i, block] of [...blocks.entries()].reverse()) {
    if (block.language !== 'whp') continue
    test(`${place(block)} is as announced`, (t) => {
      const file = block.attributes.get('file')
      if (block.attributes.has('formulas')) {
        t.deepEqual(formulaComplaints(block), [])
        return
      }
      if (file !== undefined) {
        t.true(standsIn(file, block.text), `this does not stand in ${file}`)
        return
      }
      const outcome = runBlock(block)
      t.deepEqual(outcome.codes, list(block.attributes.get('expect')), outcome.printed)
      const next = blocks[i + 1]
      if (next?.language !== 'message') return
      if (update && next.text !== outcome.printed) rewrite(next, outcome.printed)
      else t.is(withoutPoints(next.text), withoutPoints(outcome.printed))
    })
  }
}

test('a message block follows the block it speaks of', (t) => {
  for (const page of pages()) {
    for (const [i, block] of blocksOf(page).entries()) {
      if (block.language === 'message') t.is(blocksOf(page)[i - 1]?.language, 'whp', place(block))
    }
  }
})

test('links between pages and into the repository lead somewhere', (t) => {
  for (const page of pages()) {
    for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/gu)) {
      if (/^[a-z]+:/u.test(target)) continue
      const path = new URL(target, `file://${join(ROOT, page)}`)
      t.notThrows(() => { try { readFileSync(path) } catch (error) { if ((error as { code?: string }).code !== 'EISDIR') throw error } },
        `${page} links to ${target}`)
    }
  }
})

test('commands named in the pages exist', (t) => {
  const known = new Set(Array.from(readFileSync(join(ROOT, 'src/cli/program.ts'), 'utf8').matchAll(/\.command\('([a-z]+)'\)/gu),
    (match) => match[1]))
  for (const page of pages()) {
    for (const [, command = ''] of textOf(page).matchAll(/\bnpx whp ([a-z]+)/gu)) t.true(known.has(command), `${page}: whp ${command}`)
  }
})

/** Files that a page names in backticks, `src/engine/linear.ts` or `engine/linear.ts` in short. */
function filesNamed(page: string): readonly string[] {
  const folders = [...readdirSync(ROOT), ...readdirSync(join(ROOT, 'src'))]
  return Array.from(textOf(page).matchAll(/`([a-z]+\/[\w./-]+)`/gu), (match) => match[1] ?? '')
    .filter((path) => folders.includes(path.split('/')[0] ?? '') && !/[A-Z]{4,}/u.test(path))
}

test('files named in the pages exist', (t) => {
  // The tutorial speaks of the reader's own files.
  for (const page of pages().filter((p) => p !== 'docs/tutorial.md')) {
    for (const path of filesNamed(page)) t.true(existsSync(join(ROOT, path)) || existsSync(join(ROOT, 'src', path)), `${page}: ${path}`)
  }
})
