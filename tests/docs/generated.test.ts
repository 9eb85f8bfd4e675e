// TEST. The generated pages are what a check of the proofs gives now, and the table of axioms in the README is what the kernel says.
// The numeric column is left as it is here: sampling everything takes its time, and `npm run docs` does it.
import test from 'ava'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crewOf } from '../../src/checker/crew.js'
import { check } from '../../src/checker/check.js'
import { docCommand } from '../../src/cli/commands/doc.js'
import { base } from '../../src/kernel/axioms.js'
import { nodeHost } from '../../src/cli/node-host.js'
import { parseClaims, verdictOf, type Answered, type ClaimForm } from '../../src/report/claims.js'
import { coveragePage, numericCellsOf } from '../../src/report/pages.js'
import type { TheoremReport, TheoremStatus } from '../../src/report/model.js'
import { ROOT } from './blocks.js'

const MINUTES = 60_000

test.serial('the pages are up to date', async (t) => {
  t.timeout(10 * MINUTES)
  const written: string[] = []
  const options = { claims: 'scripts/claims.json', check: true, numeric: false, jobs: 2, debug: false }
  const code = await docCommand(options, (line) => written.push(line))
  t.is(code, 0, `${written.join('\n')}\n`)
})

test.serial('the README lists the axioms under the universal law: of the cited ones exactly those, of the base ones no less', async (t) => {
  t.timeout(10 * MINUTES)
  const settings = { paths: ['proofs/robustness/UniversalLaw.whp'], libraries: ['proofs'], toolVersion: 'test' }
  const { report } = await check(settings, nodeHost, { crew: crewOf(2) })
  const law = report.theorems.find((theorem) => theorem.name === 'universal_law')!
  t.is(law.status, 'proved')
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const [, table = ''] = /\| axioms under `universal_law` .*\n\|[-|]+\n((?:\|.*\n)+)/u.exec(readme) ?? []
  const rows = table.trim().split('\n').map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/gu, '')))
  const named = rows.flatMap(([names = '']) => Array.from(names.matchAll(/`(\w+)`/gu), (m) => m[1]!))
  const under = (kind: string): readonly string[] => law.axioms.filter((a) => a.kind === kind).map((a) => a.name).sort()
  t.deepEqual(named.filter((name) => !Object.hasOwn(base, name)).sort(), under('cited'))
  // Which base axioms a search happens to use may change with the engine.
  t.deepEqual(under('base').filter((name) => !named.includes(name)), [])
  for (const [names, source = '', reason = ''] of rows) {
    t.true(reason.length > 10, names)
    const cited = law.axioms.filter((a) => a.kind === 'cited').some((a) => names!.includes(`\`${a.name}\``))
    t.is(source.startsWith('cited: '), cited, names)
  }
})

const place = { file: 'proofs/a.whp', line: 1, column: 1, endLine: 1, endColumn: 1 } as TheoremReport['place']
const report = (name: string, status: TheoremStatus): TheoremReport => ({
  name, theory: 'A', kind: status === 'refuted' ? 'refute' : 'lemma', place, status, axioms: [], digest: '', steps: 1, ms: 1,
  wellDefinedAssumed: undefined, numeric: undefined,
})
const answered = (form: ClaimForm, ...statuses: readonly TheoremStatus[]): Answered => ({
  claim: { id: 'X', paper: 'P', says: 'a | b', theorems: statuses.map((_, i) => `A.t${i}`), form, missing: 'the rest' },
  found: statuses.map((status, i) => report(`t${i}`, status)), definitions: [],
})

test('a verdict needs every theorem of the claim', (t) => {
  t.is(verdictOf(answered('printed', 'proved')), 'proved as printed')
  t.is(verdictOf(answered('printed', 'proved', 'failed')), '**open**: `t1` failed')
  t.is(verdictOf(answered('printed', 'incomplete')), '**open**: `t0` incomplete')
  t.is(verdictOf(answered('repaired', 'proved', 'refuted')), 'printed form refuted; proved after repair')
  t.is(verdictOf(answered('repaired', 'refuted')), 'refuted as printed')
  t.is(verdictOf(answered('part', 'proved')), 'proved in part')
  t.is(verdictOf(answered('none')), 'not yet')
})

test('claims files are read with care', (t) => {
  const rest = { papers: { P: { title: 'T', version: 'v' } }, pages: { coverage: 'c', errata: 'e' } }
  const file = (claims: unknown): string => JSON.stringify({ ...rest, claims })
  const claim = { id: 'X', paper: 'P', says: 's', theorems: ['A.b'], form: 'printed' }
  t.is(typeof parseClaims(file([claim])), 'object')
  for (const [claims, complaint] of [
    [[claim, claim], 'twice'], [[{ ...claim, form: 'maybe' }], 'form'], [[{ ...claim, paper: 'Q' }], 'paper'],
    [[{ ...claim, theorems: [] }], 'none'],
    [[{ ...claim, form: 'part' }], 'missing'], [[{ id: 'X' }], 'lacks'], [{}, 'list'],
  ] as const) t.true(String(parseClaims(file(claims))).includes(complaint), complaint)
  t.is(typeof parseClaims('{'), 'string')
})

test('numeric cells survive a page written without sampling', (t) => {
  const file = parseClaims(JSON.stringify({
    papers: { P: { title: 'T', version: 'v' } }, pages: { coverage: 'docs/c.md', errata: 'e' },
    claims: [answered('printed', 'proved').claim],
  }))
  if (typeof file === 'string') return t.fail(file)
  const page = coveragePage(file, [answered('printed', 'proved')], () => '3 consistent')
  t.is(numericCellsOf(page).get('X'), '3 consistent')
})
