// Checking on several threads: the same report as one thread, and `proved` only when every imported statement is proved in its own file.
import test from 'ava'
import { check, type CheckSettings } from '../../src/checker/check.js'
import { crewOf } from '../../src/checker/crew.js'
import type { ClaimData, TheoryData } from '../../src/checker/data.js'
import { discharge } from '../../src/checker/discharge.js'
import { ProofWorker, type CrewTask } from '../../src/checker/proof-worker.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { memoryHost } from './memory-host.js'

// ── discharge ──
const claim = (name: string, proves: readonly string[], tags: readonly string[], axioms: readonly string[] = []): ClaimData => ({
  name, kind: 'lemma', span: { start: 0, end: 0 }, status: 'proved', digest: proves[0] ?? name, proves, tags,
  axioms: axioms.map((a) => ({ name: a, kind: a.startsWith('c') ? 'cited' : 'base', citation: '' })), steps: 1, ms: 0, citation: undefined,
  wellDefinedAssumed: undefined, contextUse: undefined,
})
const theory = (...claims: readonly ClaimData[]): TheoryData => ({ name: 'T', claims, diagnostics: [], ms: 0, verdicts: [] })

test('an imported statement is discharged by its proof, and its axioms come along', (t) => {
  const settled = discharge([
    { data: theory(claim('a', ['A'], [], ['exp_add'])), imports: [] },
    { data: theory(claim('b', ['B'], ['A'], ['inv'])), imports: [0] },
    { data: theory(claim('c', ['C'], ['B'], ['le_total'])), imports: [1] },
  ])
  t.deepEqual(settled?.[2]?.claims[0]?.axioms.map((a) => a.name), ['le_total', 'inv', 'exp_add'])
  t.deepEqual(settled?.[2]?.claims[0]?.tags, [])
})

test('a statement nobody proves is not discharged', (t) => {
  t.is(discharge([{ data: theory(), imports: [] }, { data: theory(claim('b', ['B'], ['A'])), imports: [0] }]), undefined)
})

test('a claim that failed proves nothing for others', (t) => {
  const failed = { ...claim('a', [], []), status: 'failed' as const, digest: 'A' }
  t.is(discharge([{ data: theory(failed), imports: [] }, { data: theory(claim('b', ['B'], ['A'])), imports: [0] }]), undefined)
})

test('a proof in a file that is not imported does not count', (t) => {
  const files = [{ data: theory(claim('a', ['A'], [])), imports: [] }, { data: theory(claim('b', ['B'], ['A'])), imports: [] }]
  t.is(discharge(files), undefined)
})

test('a proof of the same statement that comes later does not count: it may rest on this one', (t) => {
  const files = [
    { data: theory(), imports: [] },
    { data: theory(claim('b', ['B'], ['A'])), imports: [0] },
    { data: theory(claim('a', ['A'], ['B'])), imports: [1] },
  ]
  t.is(discharge(files), undefined)
})

test('a claim cannot discharge a statement for its own file', (t) => {
  t.is(discharge([{ data: theory(claim('a', ['A'], []), claim('b', ['B'], ['A'])), imports: [] }]), undefined)
})

// ── one thread's work ──
const base = `theory Base
define half (x : ℝ) : ℝ := x / 2
lemma half_le
  fix x : ℝ
  where 0 ≤ x
  show half x ≤ x
proof
  unfold half
  thus ?goal by linear
qed
context Positive
  fix c d : ℝ
  assume c_pos: 0 < c, d_pos: 0 < d
  lemma needs_c
    show 0 ≤ 2 * c
    by linear from c_pos
end
`
const user = `theory User
import Base
lemma quarter_le
  fix x : ℝ
  where 0 ≤ x
  show half x ≤ x + 1
proof
  step: half x ≤ x by half_le
  thus ?goal by linear from step
qed
lemma reopens in Positive
  show 0 ≤ 2 * c + 1
proof
  step: 0 ≤ 2 * c by needs_c
  thus ?goal by linear from step
qed
lemma outside
  fix e : ℝ
  where e > 0
  show 0 ≤ 2 * e
  by needs_c with c := e
`
const task = (...texts: readonly string[]): CrewTask => ({
  files: texts.map((text, i) => ({ theory: parseTheory(text).theory, imports: i === 0 ? [] : [i - 1], requested: true })),
  instances: [], budget: undefined, debug: false, numeric: undefined,
})
const quiet = (): void => undefined

test('a thread proves a file against the statements of its imports, and says which it used', (t) => {
  const worker = new ProofWorker(task(base, user), undefined, () => 0)
  const first = worker.check({ file: 0, uses: [] }, quiet)
  t.deepEqual(first.claims.map((c) => `${c.name} ${c.status}`), ['half proved', 'half_le proved', 'needs_c proved'])
  const uses = first.claims.flatMap((c) => (c.contextUse === undefined ? [] : [[c.name, c.contextUse] as const]))
  t.deepEqual(uses, [['needs_c', { closedOver: [0], provedFrom: [0] }]])
  const second = worker.check({ file: 1, uses: [[0, uses]] }, quiet)
  const found = second.claims.map((c) => `${c.name} ${c.status} ${c.tags.length}`)
  t.deepEqual(found, ['quarter_le proved 1', 'reopens proved 1', 'outside proved 1'])
  t.true(second.claims.every((c) => c.tags.every((tag) => first.claims.some((d) => d.proves.includes(tag)))))
  t.truthy(discharge([{ data: first, imports: [] }, { data: second, imports: [0] }]))
})

test('the statements of a failed proof can be used by a thread, and are never discharged', (t) => {
  const bad = base.replace('show half x ≤ x\n', 'show half x ≤ x - 1\n')
  const worker = new ProofWorker(task(bad, user.replace('step: half x ≤ x by', 'step: half x ≤ x - 1 by')), undefined, () => 0)
  const first = worker.check({ file: 0, uses: [] }, quiet)
  t.is(first.claims.find((c) => c.name === 'half_le')?.status, 'failed')
  const second = worker.check({ file: 1, uses: [] }, quiet)
  t.is(second.claims.find((c) => c.name === 'quarter_le')?.status, 'proved', 'proved from the statement, as far as this thread can tell')
  t.is(discharge([{ data: first, imports: [] }, { data: second, imports: [0] }]), undefined)
})

// ── whole runs ──
/** Enough text to be worth threads. */
const padding = `\n-- ${'padding '.repeat(1200)}\n`

function files(change: (text: string) => string = (text) => text): Record<string, string> {
  const out: Record<string, string> = { 'p/base.whp': base + padding, 'p/user.whp': change(user) + padding }
  for (const name of ['One', 'Two', 'Three']) {
    const lemma = `lemma in_${name} in Positive\n  show 0 ≤ 2 * c + 2\n  by linear from reopens\n`
    out[`p/${name}.whp`] = `theory ${name}\nimport User\n${lemma}${padding}`
  }
  return out
}

async function report(text: Record<string, string>, threads: number, settings: Partial<CheckSettings> = {}) {
  const all = { paths: ['p'], libraries: [], toolVersion: '0', ...settings }
  const { report: made, runs } = await check(all, memoryHost(text), threads > 1 ? { crew: crewOf(threads) } : {})
  const shown = JSON.stringify(made, (key, value: unknown) => (key === 'ms' ? 0 : value), 1)
  return { text: shown, statuses: made.theorems.map((d) => d.status), runs }
}

test('two threads give the report of one', async (t) => {
  t.timeout(60_000)
  const [one, two] = [await report(files(), 1), await report(files(), 2)]
  t.is(two.runs.length, 0, 'the threads did the work')
  t.is(two.text, one.text)
  t.true(one.statuses.every((s) => s === 'proved'))
})

test('a failed lemma that others use: one thread settles what is said about them', async (t) => {
  t.timeout(60_000)
  const broken = files((text) => text.replace('show 0 ≤ 2 * c + 1', 'show 0 ≤ c - 1'))
  const [one, two] = [await report(broken, 1), await report(broken, 2)]
  t.is(two.text, one.text)
  t.true(one.statuses.includes('failed'))
})

test('failures nobody rests on stay with the threads', async (t) => {
  t.timeout(60_000)
  const broken = { ...files(), 'p/Three.whp': `theory Three\nlemma bad\n  show 2 ≤ 1\n  by linear\n${padding}` }
  const [one, two] = [await report(broken, 1), await report(broken, 2)]
  t.is(two.runs.length, 0)
  t.is(two.text, one.text)
})

test('a small run is not worth threads', async (t) => {
  const { runs } = await report({ 'p/a.whp': base, 'p/b.whp': user }, 2)
  t.is(runs.length, 2)
})

