// The report of a run: statuses, exit codes, axioms, imports that fail, and that a status is never above the kernel's word.
import test from 'ava'
import { check, exitCodeOf, type CheckSettings } from '../../src/checker/check.js'
import { isProved } from '../../src/checker/data.js'
import type { Declaration } from '../../src/elaborate/result.js'
import { mkEq, real } from '../../src/kernel/signature.js'
import { assume, axiom, refl, type Theorem } from '../../src/kernel/theorem.js'
import type { Term } from '../../src/kernel/term.js'
import { memoryHost } from './memory-host.js'

async function run(files: Record<string, string>, settings: Partial<CheckSettings> = {}) {
  const { report } = await check({ paths: ['p'], libraries: ['lib'], toolVersion: '0', ...settings }, memoryHost(files))
  return { report, code: exitCodeOf(report), codes: report.diagnostics.map((d) => `${d.place.file}:${d.place.line} ${d.code}`) }
}

const lemma = (name: string, show: string, by = 'linear') => `lemma ${name}\n  fix x y : ℝ\n  where x ≤ y\n  show ${show}\n  by ${by}\n`

test('everything proved is exit code 0', async (t) => {
  const { report, code } = await run({ 'p/a.whp': `theory A\n${lemma('one', 'x ≤ y + 1')}${lemma('two', 'x - y ≤ 0')}` })
  t.is(code, 0)
  t.deepEqual(report.summary, {
    files: 1, theorems: 2, proved: 2, failed: 0, incomplete: 0, refuted: 0, gaveUp: 0, axioms: 0, inputErrors: 0,
  })
  const [first] = report.theorems
  t.like(first, { name: 'one', theory: 'A', kind: 'lemma', status: 'proved', steps: 1, place: { file: 'p/a.whp', line: 2 } })
  t.true(first!.axioms.every((a) => a.kind === 'base'))
  t.regex(first!.digest, /^[0-9a-f]{64}$/u)
})

test('a failed step is exit code 1, a hole alone 3, a hole beside a failure 1', async (t) => {
  t.is((await run({ 'p/a.whp': `theory A\n${lemma('bad', 'y ≤ x')}` })).code, 1)
  const open = await run({ 'p/a.whp': `theory A\n${lemma('open', 'y ≤ x', '?')}` })
  t.is(open.code, 3)
  t.is(open.report.theorems[0]?.status, 'incomplete')
  t.is((await run({ 'p/a.whp': `theory A\n${lemma('open', 'y ≤ x', '?')}${lemma('bad', 'y ≤ x')}` })).code, 1)
})

test('a syntax error is exit code 2 even when other lemmas fail, and hides none of them', async (t) => {
  const { report, code } = await run({ 'p/a.whp': `theory A\nlemma broken\n  show ((\n${lemma('bad', 'y ≤ x')}${lemma('good', 'x ≤ y')}` })
  t.is(code, 2)
  t.like(report.summary, { proved: 1, inputErrors: 1 })
})

test('a refutation counts as refuted', async (t) => {
  const { report, code } = await run({ 'p/a.whp': 'theory A\nrefute "too strong" claim\n  fix x : ℝ\n  show x ≤ 1\n  witness x := 2\n' })
  t.is(code, 0)
  t.like(report.summary, { refuted: 1, proved: 0 })
})

test('examples are named by their line', async (t) => {
  const { report } = await run({ 'p/a.whp': 'theory A\n\nexample 1 ≤ 2 by linear\n' })
  t.is(report.theorems[0]?.name, 'example at line 3')
})

const axiomFile = 'theory A\naxiom volume\n  fix x : ℝ\n  show x ≤ x + 1\n  cite "Book, Theorem 1"\n'

test('declared axioms are counted, shown with a theorem that uses them, and can be forbidden', async (t) => {
  const text = `${axiomFile}lemma uses\n  show (0 : ℝ) ≤ 0 + 1\n  by volume\n`
  const { report, code } = await run({ 'p/a.whp': text })
  t.is(code, 0)
  t.like(report.axioms[0], { name: 'volume', citation: 'Book, Theorem 1' })
  t.true(report.theorems[0]!.axioms.some((a) => a.name === 'volume' && a.kind === 'cited'))
  t.is((await run({ 'p/a.whp': text }, { allowedAxioms: new Set(['volume']) })).code, 0)
  const forbidden = await run({ 'p/a.whp': text }, { allowedAxioms: new Set(['other']) })
  t.is(forbidden.code, 1)
  t.deepEqual(forbidden.codes, ['p/a.whp:2 axiom-not-allowed'])
})

test('a theory that is only imported and does not check is one message at the import', async (t) => {
  const files = {
    'p/a.whp': `theory A\nimport L\n${lemma('fine', 'x ≤ y')}`,
    'lib/l.whp': `theory L\n${lemma('bad', 'y ≤ x')}${lemma('worse', 'y ≤ x - 1')}`,
  }
  const { report, code, codes } = await run(files)
  t.is(code, 1)
  t.deepEqual(codes, ['p/a.whp:2 import-failed'])
  t.is(report.diagnostics[0]?.related[0]?.place.file, 'lib/l.whp')
  t.is(report.summary.theorems, 1)
})

test('a lemma that rests on one that failed is not proved', async (t) => {
  const uses = 'lemma uses\n  show (1 : ℝ) ≤ 0\n  by bad with x := 0, y := 1\n'
  const { report } = await run({ 'p/a.whp': `theory A\n${lemma('bad', 'y ≤ x')}${uses}` })
  t.not(report.theorems.find((d) => d.name === 'uses')?.status, 'proved')
})

test('a name that another theory declares comes with the import to add', async (t) => {
  const user = 'theory A\nlemma uses\n  fix x : ℝ\n  show x ≤ x + 1\n  by helper\nlemma other\n  show half 2 = 1\n  by algebra\n'
  const library = `theory Lib.Basics\ndefine half (x : ℝ) : ℝ := x / 2\n${lemma('helper', 'x ≤ y')}`
  const { report } = await run({ 'p/a.whp': user, 'lib/l.whp': library })
  t.deepEqual(report.diagnostics.map((d) => d.hints[0]), Array(2).fill('Lib.Basics declares it: import Lib.Basics'))
})

test('files behind a missing import are listed as not checked', async (t) => {
  const { report, code } = await run({ 'p/a.whp': `theory A\nimport Nowhere\n${lemma('one', 'x ≤ y')}` })
  t.is(code, 2)
  t.is(report.files[0]?.checked, false)
  t.deepEqual(report.theorems, [])
})

test('the same input gives the same report but for times', async (t) => {
  const files = { 'p/b.whp': `theory B\nimport A\n${lemma('bad', 'y ≤ x')}`, 'p/a.whp': `theory A\n${lemma('one', 'x ≤ y + 1')}` }
  const text = async () => JSON.stringify((await run(files)).report, (key, value: unknown) => (key === 'ms' ? 0 : value))
  t.is(await text(), await text())
})

test('progress reaches its total', async (t) => {
  const seen: string[] = []
  await run({ 'p/a.whp': `theory A\n${lemma('one', 'x ≤ y + 1')}` }, { onProgress: (p) => seen.push(`${p.done}/${p.total}`) })
  t.is(seen.at(-1), '1/1')
})

// ── trust ──
const zero = mkEq(real(0n), real(0n))
const declaration = (statement: Term, theorem: Theorem | undefined): Declaration => ({
  name: 'd', kind: 'lemma', span: { start: 0, end: 0 }, status: 'proved', statement, theorem, constant: undefined, open: undefined,
  steps: [], source: undefined, citation: undefined, doc: undefined, wellDefinedAssumed: undefined,
})

test('only a closed theorem of the statement itself counts as proved', (t) => {
  t.true(isProved(declaration(zero, refl(real(0n)))))
  t.false(isProved(declaration(zero, undefined)))
  t.false(isProved(declaration(mkEq(real(0n), real(1n)), refl(real(0n)))))
  t.false(isProved(declaration(zero, assume(zero))))
  t.false(isProved(declaration(zero, axiom('somewhere else', 'import', zero, ''))))
  t.true(isProved(declaration(zero, axiom('a book', 'cited', zero, 'Book'))))
})
