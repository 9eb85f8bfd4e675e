// The cache of verdicts, through the command line: what is unchanged is not checked again, what is changed is, and nothing that an entry
// does not stand for is taken from it.
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { bundle, project, removeBundle, whp, type Run } from './harness.js'

test.before(bundle)
test.after.always(removeBundle)

/** Enough text that threads, and with them the cache, are used. */
const PADDING = `${'-- '.padEnd(100, 'x')}\n`.repeat(350)
const BASE = `${PADDING}theory Base\nlemma step\n  fix x : ℝ\n  show x + 1 ≤ exp x\n  by calculus\n`
const USER = 'theory User\nimport Base\nlemma twice\n  fix x : ℝ\n  show 2 * x ≤ 2 * exp x\nproof\n  a: x + 1 ≤ exp x by step\n'
  + '  thus ?goal by linear from a\nqed\n'

interface Setting {
  readonly directory: string
  readonly cache: string
  readonly check: (...args: readonly string[]) => Run
}

function setting(): Setting {
  const directory = project({ 'p/base.whp': BASE, 'p/user.whp': USER })
  const cache = mkdtempSync(join(tmpdir(), 'whp-cache-'))
  return { directory, cache, check: (...args) => whp(directory, ['check', 'p', '--no-numeric', ...args], { WHP_CACHE: cache }) }
}

const unchanged = (run: Run): number => Number(/^(\d+) files? unchanged/mu.exec(run.stdout)?.[1] ?? 0)

test('a second run takes everything from the first, and says so', (t) => {
  const { check, cache } = setting()
  const first = check()
  t.is(first.code, 0)
  t.is(unchanged(first), 0)
  t.is(readdirSync(cache).length, 2)
  const second = check()
  t.is(second.code, 0)
  t.is(unchanged(second), 2)
  const verdicts = (run: Run): string => run.stdout.split('\n').filter((line) => /^(ok|FAIL| *\d+ files?, )/u.test(line)).join('\n')
  t.is(verdicts(second), verdicts(first))
})

test('--no-cache reads nothing and keeps nothing', (t) => {
  const { check, cache } = setting()
  t.is(check('--no-cache').code, 0)
  t.is(readdirSync(cache).length, 0)
  check()
  t.is(unchanged(check('--no-cache')), 0)
})

test('--cache names the directory', (t) => {
  const { check, cache } = setting()
  const other = mkdtempSync(join(tmpdir(), 'whp-cache-'))
  check('--cache', other)
  t.is(readdirSync(cache).length, 0)
  t.is(readdirSync(other).length, 2)
})

test('a change in an imported theory reaches those that import it', (t) => {
  const { check, directory } = setting()
  check()
  writeFileSync(join(directory, 'p/base.whp'), BASE.replace('x + 1 ≤', 'x + 1/2 ≤'))
  const run = check()
  t.is(unchanged(run), 0)
  t.is(run.code, 1)
  t.regex(run.stdout, /user\.whp: 0 proved, twice failed/u)
})

test('a failure is remembered as a failure', (t) => {
  const { check, directory } = setting()
  writeFileSync(join(directory, 'p/user.whp'), USER.replace('2 * exp x', 'exp x'))
  const first = check()
  const second = check()
  t.deepEqual([first.code, second.code], [1, 1])
  t.is(unchanged(second), 2)
  t.regex(second.stdout, /goal {4}/u)
})

test('another budget is another question', (t) => {
  const { check } = setting()
  check()
  t.is(unchanged(check('--budget', '1000')), 0)
})

test('entries that are cut short, or stand under another key, are none', (t) => {
  const { check, cache } = setting()
  check()
  const paths = readdirSync(cache).sort().map((name) => join(cache, name))
  const texts = paths.map((path) => readFileSync(path, 'utf8'))
  writeFileSync(paths[0]!, texts[0]!.slice(0, texts[0]!.length / 2))
  writeFileSync(paths[1]!, texts[0]!)
  const run = check()
  t.is(run.code, 0)
  t.is(unchanged(run), 0)
})

test('an entry does not vouch for what it did not prove', (t) => {
  const { check, cache } = setting()
  check()
  // The base theory's entry without its proof: the importer's rests on it, so all is checked again by one thread.
  for (const name of readdirSync(cache)) {
    const path = join(cache, name)
    const text = readFileSync(path, 'utf8')
    if (text.includes('"name":"Base"')) writeFileSync(path, text.replace(/"proves":\["[0-9a-f]+"/u, '"proves":["0"'))
  }
  const run = check()
  t.is(run.code, 0)
  t.is(unchanged(run), 0)
})

test('a cache that cannot be written is no cache', (t) => {
  const { directory } = setting()
  const run = whp(directory, ['check', 'p', '--no-numeric', '--cache', join(directory, 'p/base.whp')])
  t.is(run.code, 0)
})
