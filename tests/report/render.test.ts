// The report formats: exact text for people, valid documents for machines.
import test from 'ava'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { renderGithub } from '../../src/report/github.js'
import { renderDiagnostic, renderHuman } from '../../src/report/human.js'
import { reportToJson, renderJson } from '../../src/report/json.js'
import { renderJunit } from '../../src/report/junit.js'
import { message } from '../../src/report/model.js'
import { LineIndex } from '../../src/report/place.js'
import { renderSarif } from '../../src/report/sarif.js'
import { clipped, displayWidth, excerpt, printable } from '../../src/report/text.js'
import { failedStep, report, unreadable } from './sample.js'

test('a message shows place, sentence, line, goal, facts, hints in this order', (t) => {
  t.is(renderDiagnostic(failedStep, { color: false }), [
    'proofs/a,b.whp:5:6: error: this step does not follow by linear [step-failed]',
    '  5 |   by linear',
    '    |      ^^^^^^',
    '  goal    x ≤ y',
    '  facts   h: 0 ≤ x',
    '          x < 1',
    '  hint    fails with 1/3; holds with 2/7, the best possible from these facts',
    '          a second hint',
    '  see     proofs/a,b.whp:3:3: the variables',
  ].join('\n'))
})

test('a message about a file has no source line', (t) => {
  t.is(renderDiagnostic(unreadable, { color: false }), 'other.whp:1:1: error: other.whp cannot be read: permission denied [unreadable]')
})

test('the human report ends with counts, axioms and the numeric check', (t) => {
  const text = renderHuman(report, { color: false, time: true })
  t.true(text.endsWith([
    '1 file, 3 theorems: 1 proved, 1 failed, 1 incomplete',
    'the files declare 1 axiom: ball_volume (Book, Theorem 1)',
    'numeric check (seed 1): 0 consistent, 1 violated, 0 not tested',
    '0.05 s', '',
  ].join('\n')))
  t.true(text.includes('FAIL proofs/a,b.whp: 1 proved, bad failed, open incomplete'))
  t.true(text.includes('violated bad at x = 1, y = 0: 1 against 0 (exact)'))
})

test('colour is used only when asked for', (t) => {
  const escape = String.fromCharCode(27)
  t.false(renderHuman(report, { color: false, time: false }).includes(escape))
  t.true(renderHuman(report, { color: true, time: false }).includes(escape))
})

test('control characters of names and messages never reach the terminal', (t) => {
  const escape = String.fromCharCode(27)
  const place = { file: `a${escape}]0;x`, line: 1, column: 1, endLine: 1, endColumn: 1, lineText: `${escape}c` }
  const d = message('no-such-file', `no file ${escape}[2J`, place)
  t.false(renderDiagnostic(d, { color: false }).includes(escape))
  t.is(printable('a\u202Eb'), 'a�b')
})

test('long and wide lines are cut around the place', (t) => {
  const line = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`
  const shown = excerpt(new LineIndex({ path: 'f', text: line }).place({ start: 500, end: 504 }))!
  t.true(shown.line.length <= 102)
  t.is(shown.line.slice(shown.marks.indexOf('^'), shown.marks.lastIndexOf('^') + 1), 'HERE')
  const huge = excerpt(new LineIndex({ path: 'f', text: '('.repeat(1_000_000) }).place({ start: 700_000, end: 700_001 }))!
  t.true(huge.line.length <= 102)
  t.is(huge.marks.trim(), '^')
  t.is(displayWidth('ℝ中e\u0301'), 4)
  t.is(clipped('abcdef', 4), 'abc…')
})

test('a place over several lines is marked to the end of the first', (t) => {
  const shown = excerpt(new LineIndex({ path: 'f', text: 'ab cd\nef' }).place({ start: 3, end: 8 }))!
  t.deepEqual(shown, { line: 'ab cd', marks: '   ^^' })
})

test('columns count code points', (t) => {
  const index = new LineIndex({ path: 'f', text: 'a\n𝒳ℝx' })
  t.like(index.place({ start: 5, end: 6 }), { line: 2, column: 3, endColumn: 4 })
  t.like(index.place({ start: 99, end: 120 }), { line: 2, column: 4 })
  t.like(index.place({ start: -5, end: 0 }), { line: 1, column: 1 })
})

const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object

test('the JSON report is valid against the published schema', (t) => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema)
  const parsed = JSON.parse(renderJson(report)) as object
  t.true(validate(parsed), JSON.stringify(validate.errors))
  t.false(validate({ ...parsed, version: 2 }))
  t.false(validate({ ...parsed, surprise: 1 }))
  t.deepEqual(Object.keys(JSON.parse(JSON.stringify(reportToJson(report))) as object).slice(0, 3), ['version', 'tool', 'summary'])
})

test('GitHub annotations escape what would end a field', (t) => {
  const [first, second, last] = renderGithub(report).trimEnd().split('\n')
  t.is(first, '::error file=other.whp,line=1,endLine=1,col=1,endColumn=1,title=whp unreadable::other.whp cannot be read: permission denied')
  const fields = 'file=proofs/a%2Cb.whp,line=5,endLine=5,col=6,endColumn=12,title=whp step-failed'
  t.true(second!.startsWith(`::error ${fields}::this step does not follow by linear%0A`))
  t.is(last, '1 file, 3 theorems: 1 proved, 1 failed, 1 incomplete')
})

test('SARIF names rules and regions', (t) => {
  const log = JSON.parse(renderSarif(report)) as any
  t.is(log.version, '2.1.0')
  const [run] = log.runs
  t.deepEqual(run.tool.driver.rules, [{ id: 'step-failed' }, { id: 'unreadable' }])
  t.is(run.results[1].ruleId, 'step-failed')
  t.is(run.results[1].ruleIndex, 0)
  t.deepEqual(run.results[1].locations[0].physicalLocation, {
    artifactLocation: { uri: 'proofs/a%2Cb.whp' }, region: { startLine: 5, startColumn: 6, endLine: 5, endColumn: 12 },
  })
  t.is(run.results[0].locations[0].physicalLocation.region, undefined)
})

test('JUnit counts cases, failures and skipped ones, and escapes', (t) => {
  const xml = renderJunit(report)
  t.true(xml.includes('<testsuites name="whp" tests="4" failures="2" skipped="1" time="0.046">'))
  t.true(xml.includes('<testcase classname="proofs/a,b.whp" name="good" time="0.013"/>'))
  t.true(xml.includes('<failure type="failed" message="this step does not follow by linear">'))
  t.true(xml.includes('<skipped message="the proof has holes"/>'))
  t.true(xml.includes('x &lt; 1'))
  t.false(/<failure[^>]*>[^<]*x < 1/u.test(xml))
})
