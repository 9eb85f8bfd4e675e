// Resolving imports: order, libraries, and one message for cycles, duplicates and unknown theories.
import test from 'ava'
import { loadPaths } from '../../src/checker/load.js'
import { planRun } from '../../src/checker/imports.js'
import { memoryHost } from './memory-host.js'

function plan(files: Record<string, string>, paths: readonly string[], libraries: readonly string[] = []) {
  const host = memoryHost(files)
  const made = planRun(loadPaths(paths, host).files, libraries, host)
  const all = [...new Set([...made.order, ...made.blocked])]
  return {
    order: made.order.filter((f) => !f.blocked).map((f) => f.parsed.theory.name?.text),
    blocked: made.blocked.map((f) => f.source.path).sort(),
    messages: [...made.diagnostics, ...all.flatMap((f) => f.diagnostics)]
      .map((d) => `${d.place.file}:${d.place.line}: ${d.code}: ${d.message}`),
    requested: made.order.filter((f) => f.requested).map((f) => f.parsed.theory.name?.text),
  }
}

const theory = (name: string, ...imports: string[]) => `theory ${name}\n${imports.length === 0 ? '' : `import ${imports.join(', ')}\n`}`

test('imports come before importers, ties by path', (t) => {
  const files = { 'p/c.whp': theory('C', 'B', 'A'), 'p/b.whp': theory('B', 'A'), 'p/a.whp': theory('A'), 'p/d.whp': theory('D') }
  const { order, messages } = plan(files, ['p'])
  t.deepEqual(order, ['A', 'D', 'B', 'C'])
  t.deepEqual(messages, [])
})

test('theories that are not named are found in the libraries, the first one first', (t) => {
  const files = {
    'a.whp': theory('A', 'Std.X'), 'proofs/deep/x.whp': theory('Std.X', 'Std.Y'), 'bundled/x.whp': theory('Std.X'),
    'bundled/y.whp': theory('Std.Y'),
  }
  const { order, requested, messages } = plan(files, ['a.whp'], ['proofs', 'bundled'])
  t.deepEqual(order, ['Std.Y', 'Std.X', 'A'])
  t.deepEqual(requested, ['A'])
  t.deepEqual(messages, [])
})

test('a library file that is also named on the command line is one file', (t) => {
  const { order } = plan({ 'proofs/a.whp': theory('A', 'B'), 'proofs/b.whp': theory('B') }, ['proofs'], ['proofs'])
  t.deepEqual(order, ['B', 'A'])
})

test('a cycle is one message that lists it; what lies behind it is blocked with its own', (t) => {
  const cycle = { 'p/a.whp': theory('A', 'B'), 'p/b.whp': theory('B', 'C'), 'p/c.whp': theory('C', 'A') }
  t.deepEqual(plan(cycle, ['p']).messages, ['p/a.whp:2: import-cycle: the imports go round in a circle: A → B → C → A'])
  const behind = plan({ ...cycle, 'p/d.whp': theory('D', 'A'), 'p/e.whp': theory('E') }, ['p'])
  t.deepEqual(behind.order, ['E'])
  t.deepEqual(behind.blocked, ['p/a.whp', 'p/b.whp', 'p/c.whp', 'p/d.whp'])
  t.deepEqual(behind.messages.slice(1), ['p/d.whp:2: import-not-checked: A, imported here, could not be checked'])
})

test('a theory that imports itself is a cycle of one', (t) => {
  t.deepEqual(plan({ 'a.whp': theory('A', 'A') }, ['a.whp']).messages, ['a.whp:2: import-cycle: the imports go round in a circle: A → A'])
})

test('two separate cycles are two messages', (t) => {
  const files = { 'p/a.whp': theory('A', 'B'), 'p/b.whp': theory('B', 'A'), 'p/c.whp': theory('C', 'D'), 'p/d.whp': theory('D', 'C') }
  t.is(plan(files, ['p']).messages.length, 2)
})

test('a cycle of ten thousand theories is one short message, found without deep recursion', (t) => {
  const files: Record<string, string> = {}
  for (let i = 0; i < 10_000; i++) files[`p/t${i}.whp`] = theory(`T${i}`, `T${(i + 1) % 10_000}`)
  const { messages } = plan(files, ['p'])
  t.is(messages.length, 1)
  t.true(messages[0]!.length < 300)
})

test('an unknown theory suggests near ones', (t) => {
  const host = memoryHost({ 'a.whp': theory('A', 'Std.Expectaton'), 'lib/e.whp': theory('Std.Expectation') })
  const made = planRun(loadPaths(['a.whp'], host).files, ['lib'], host)
  t.like(made.blocked[0]?.diagnostics[0], { code: 'unknown-import', hints: ['did you mean Std.Expectation?'] })
})

test('two files of one theory: the second is refused and says where the first is', (t) => {
  const { messages, order } = plan({ 'p/a.whp': theory('A'), 'p/b.whp': theory('A') }, ['p'])
  t.deepEqual(messages, ['p/b.whp:1: duplicate-theory: the theory A is in p/a.whp already'])
  t.deepEqual(order, ['A'])
})
