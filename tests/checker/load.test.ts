// Finding and reading files: order, duplicates, and one message for each way a file can be unreadable.
import test from 'ava'
import { MAX_FILE_BYTES, loadPaths } from '../../src/checker/load.js'
import { memoryHost } from './memory-host.js'

const codes = (loaded: ReturnType<typeof loadPaths>) => loaded.diagnostics.map((d) => d.code)

test('directories are read recursively, sorted, without hidden ones and node_modules', (t) => {
  const host = memoryHost({
    'p/z.whp': 'z', 'p/a.whp': 'a', 'p/b/c.whp': 'c', 'p/notes.txt': '', 'p/.git/x.whp': '', 'p/node_modules/y.whp': '', 'p/B.whp': 'B',
  })
  const loaded = loadPaths(['p'], host)
  t.deepEqual(loaded.files.map((f) => f.path), ['p/B.whp', 'p/a.whp', 'p/b/c.whp', 'p/z.whp'])
  t.deepEqual(loaded.diagnostics, [])
})

test('a file named twice, or by two paths, is read once', (t) => {
  const host = memoryHost({ 'real/a.whp': 'a', 'link/a.whp': 'a' })
  t.is(loadPaths(['real/a.whp', 'real', 'link/a.whp'], host).files.length, 1)
})

test('what is not there, empty or unreadable is one message each', (t) => {
  const host = memoryHost({ 'empty/x.txt': '', 'secret.whp': undefined })
  const loaded = loadPaths(['nowhere', 'empty', 'secret.whp'], host)
  t.deepEqual(codes(loaded), ['no-such-file', 'no-files', 'unreadable'])
  t.is(loaded.diagnostics[2]?.message, 'secret.whp cannot be read: permission denied')
})

test('bytes that are not UTF-8 are pointed at', (t) => {
  const bytes = new Uint8Array([...new TextEncoder().encode('theory A\nℝ'), 0xff, 0x41])
  const [d] = loadPaths(['a.whp'], memoryHost({ 'a.whp': bytes })).diagnostics
  t.like(d, { code: 'not-utf8', place: { line: 2, column: 2 } })
  const cut = new TextEncoder().encode('theory A ℝ').slice(0, -1)
  t.like(loadPaths(['a.whp'], memoryHost({ 'a.whp': cut })).diagnostics[0], { code: 'not-utf8', place: { line: 1, column: 10 } })
})

test('NUL bytes are one message, however many there are', (t) => {
  const loaded = loadPaths(['a.whp'], memoryHost({ 'a.whp': 'theory A\n\0\0\0\0' }))
  t.deepEqual(codes(loaded), ['nul-byte'])
  t.like(loaded.diagnostics[0], { place: { line: 2, column: 1 } })
})

test('a file above the limit is refused, one at the limit is not', (t) => {
  t.deepEqual(codes(loadPaths(['a.whp'], memoryHost({ 'a.whp': new Uint8Array(MAX_FILE_BYTES + 1).fill(32) }))), ['too-large'])
  t.is(loadPaths(['a.whp'], memoryHost({ 'a.whp': new Uint8Array(MAX_FILE_BYTES).fill(32) })).files.length, 1)
})

test('a byte-order mark is not part of the text', (t) => {
  t.is(loadPaths(['a.whp'], memoryHost({ 'a.whp': '\uFEFFtheory A' })).files[0]?.text, 'theory A')
})
