// Hostile input to the real command line: one diagnostic, the right exit code, bounded time and memory, never a stack trace.
import test from 'ava'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, project, removeBundle, whp, type Files, type Run } from './harness.js'

test.before(bundle)
test.after.always(removeBundle)

/** Heap of the child, in megabytes, and the longest a run may take on a busy machine. */
const HEAP = 768
const LIMIT_MS = 40_000

const diagnostics = (run: Run): string[] => run.stdout.split('\n').filter((line) => /^.*:\d+:\d+: (error|warning|note): /u.test(line))

function hostile(name: string, files: Files, args: readonly string[], code: number, expected: RegExp): void {
  test(`one diagnostic: ${name}`, (t) => {
    t.timeout(100_000)
    const run = whp(project(files), ['check', '--no-numeric', ...args], { NODE_OPTIONS: `--max-old-space-size=${HEAP}` })
    t.is(run.code, code, run.stdout.slice(0, 2000) + run.stderr.slice(0, 2000))
    t.is(diagnostics(run).length, 1, run.stdout.slice(0, 2000))
    t.regex(diagnostics(run)[0]!, expected)
    t.notRegex(run.stdout + run.stderr, /^\s+at .+\(?.+:\d+:\d+\)?$/mu)
    t.true(run.stdout.length < 5000)
    t.true(run.ms < LIMIT_MS, `${run.ms} ms`)
  })
}

const lemma = (show: string): string => `theory A\nlemma l\n  fix x : ℝ\n  show ${show}\n  by auto\n`

hostile('a megabyte of (', { 'a.whp': '('.repeat(1_000_000) }, ['a.whp'], 2, /syntax-too-deep/u)
hostile('a megabyte of ( in a formula', { 'a.whp': lemma('('.repeat(1_000_000)) }, ['a.whp'], 2, /syntax-too-deep/u)
const nested = `${'('.repeat(1_000_000)}x${')'.repeat(1_000_000)} = x`
hostile('a million nested parentheses', { 'a.whp': lemma(nested) }, ['a.whp'], 2, /syntax-too-deep/u)
hostile('a million negations', { 'a.whp': lemma(`${'¬'.repeat(1_000_000)} x = x`) }, ['a.whp'], 2, /syntax-too-(long|deep)/u)
hostile('a huge exponent', { 'a.whp': lemma('2^(10^9) = x') }, ['a.whp'], 1, /step|gave-up|kernel-refused/u)
hostile('a huge numeral', { 'a.whp': lemma(`${'9'.repeat(1_000_000)} = x`) }, ['a.whp'], 1, /kernel-refused|too-(long|large)/u)
hostile('imports in a circle', { 'p/a.whp': 'theory A\nimport B\n', 'p/b.whp': 'theory B\nimport A\n' }, ['p'], 2, /import-cycle/u)
hostile('a theory that imports itself', { 'a.whp': 'theory A\nimport A\n' }, ['a.whp'], 2, /import-cycle/u)
hostile('NUL bytes', { 'a.whp': new Uint8Array(100_000) }, ['a.whp'], 2, /nul-byte/u)
const cut = new TextEncoder().encode('theory A -- ℝ').slice(0, -1)
hostile('truncated UTF-8', { 'a.whp': cut }, ['a.whp'], 2, /not-utf8/u)
hostile('a file of five megabytes', { 'a.whp': new Uint8Array(5_000_000).fill(32) }, ['a.whp'], 2, /too-large/u)
hostile('a missing file', {}, ['missing.whp'], 2, /no-such-file/u)
hostile('a directory without proofs', { 'empty/readme.txt': 'nothing' }, ['empty'], 2, /no-files/u)
hostile('a directory named like a file', { 'a.whp/readme.txt': 'nothing' }, ['a.whp'], 2, /no-files/u)
hostile('a device', {}, ['/dev/null'], 2, /no-such-file/u)
hostile('a comment that never ends', { 'a.whp': `theory A\n${'/-'.repeat(300_000)}` }, ['a.whp'], 2, /syntax-open-comment/u)
hostile('a file name that drives the terminal', {}, ['\u001b[2Jx.whp'], 2, /^�\[2Jx\.whp:1:1: error: /u)

test('one diagnostic: an unreadable file', (t) => {
  const directory = project({ 'a.whp': 'theory A\n' })
  chmodSync(join(directory, 'a.whp'), 0)
  // The superuser reads everything, whatever its mode: to them a file is unreadable when it fails on reading.
  const file = process.getuid?.() === 0 ? '/proc/self/mem' : 'a.whp'
  const run = whp(directory, ['check', file, '--no-numeric'])
  t.is(run.code, 2)
  t.is(diagnostics(run).length, 1)
  t.regex(diagnostics(run)[0]!, /unreadable/u)
})
