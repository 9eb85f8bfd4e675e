// The lock: what may change without a word, what is reported as stronger, and what fails.
import test from 'ava'
import { DRIFT_CODES, compareLock } from '../../src/checker/drift.js'
import { buildLock, lockable, parseLock, renderLock, type LockFile } from '../../src/checker/lock.js'
import { elaborateAll } from '../../src/checker/run.js'
import { memoryHost } from './memory-host.js'

function runs(text: string) {
  return elaborateAll({ paths: ['a.whp'], libraries: [] }, memoryHost({ 'a.whp': text })).runs
}

const lockOf = (text: string): LockFile => buildLock(lockable(runs(text)))

/** Codes and sentences of comparing the lock of one text with another text. */
function drift(before: string, after: string) {
  const found = compareLock(lockOf(before), runs(after), 'whp.lock')
  const codes = found.map((d) => d.code)
  return { codes, fails: codes.some((code) => DRIFT_CODES.has(code)), text: found.map((d) => d.message).join('\n') }
}

const define = 'define clipped (x : ℝ) : ℝ := min(x, 1)\n'
const lemma = (where: string, show: string) => `theory A\nlemma l\n  fix x y : ℝ\n  where ${where}\n  show ${show}\n  by linear\n`

test('an unchanged file does not drift; a lock reads back as itself', (t) => {
  const text = lemma('x ≤ y', 'x ≤ y + 1')
  t.deepEqual(drift(text, text).codes, [])
  const lock = lockOf(text)
  t.deepEqual(parseLock(renderLock(lock)), lock)
  t.is(lock.theorems['A.l']?.statement, '∀ x y : ℝ, x ≤ y → x ≤ y + 1')
})

test('renaming bound variables or moving the lemma is no drift', (t) => {
  const after = 'theory A\nlemma other\n  show 1 ≤ 2\n  by linear\nlemma l\n  fix u v : ℝ\n  where u ≤ v\n  show u ≤ v + 1\n  by linear\n'
  t.deepEqual(drift(lemma('x ≤ y', 'x ≤ y + 1'), after).codes, ['lock-new'])
})

test('a theorem that vanished, or is not proved any more, fails', (t) => {
  const gone = drift(lemma('x ≤ y', 'x ≤ y + 1'), 'theory A\nlemma k\n  show 1 ≤ 2\n  by linear\n')
  t.deepEqual(gone.codes, ['lock-vanished', 'lock-new'])
  t.true(gone.fails)
  t.deepEqual(drift(lemma('x ≤ y', 'x ≤ y + 1'), lemma('x ≤ y', 'x ≤ y - 1')).codes, ['lock-vanished'])
})

// Nothing the engine could prove by itself: the lemma follows from an axiom only.
const bound = (constant: string, where = '') => `theory A
axiom source
  fix x : ℝ
  show exp(exp x) ≤ log(x^2 + 1)
  cite "Book"
lemma l
  fix x : ℝ${where}
  show exp(exp x) ≤ log(x^2 + 1) + ${constant}
proof
  known: exp(exp x) ≤ log(x^2 + 1) by source
  thus ?goal by linear from known
qed
`

test('a loosened constant fails', (t) => {
  const { codes, fails } = drift(bound('1'), bound('2'))
  t.deepEqual(codes, ['lock-changed'])
  t.true(fails)
})

test('a tightened constant is reported as stronger and does not fail', (t) => {
  const { codes, fails } = drift(bound('2'), bound('1'))
  t.deepEqual(codes, ['lock-stronger'])
  t.false(fails)
})

test('a loosened constant fails even when the old statement is within reach of the engine', (t) => {
  t.deepEqual(drift(lemma('x ≤ y', 'x ≤ y + 1'), lemma('x ≤ y', 'x ≤ y + 2')).codes, ['lock-changed'])
  t.deepEqual(drift(lemma('x ≤ y', 'x ≤ y + 1'), lemma('x ≤ y', '1 ≤ 2')).codes, ['lock-changed'])
})

test('a new hypothesis fails and is named', (t) => {
  const { codes, text } = drift(lemma('x ≤ y', 'x ≤ y + 1'), lemma('x ≤ y, 0 ≤ x', 'x ≤ y + 1'))
  t.deepEqual(codes, ['lock-hypothesis'])
  t.is(text, 'A.l gained the hypothesis 0 ≤ x')
})

test('a dropped hypothesis is stronger', (t) => {
  t.deepEqual(drift(lemma('x ≤ y, 0 ≤ x', 'x ≤ y + 1'), lemma('x ≤ y', 'x ≤ y + 1')).codes, ['lock-stronger'])
})

test('a changed definition fails though the statement reads the same', (t) => {
  const proof = 'lemma l\n  fix x : ℝ\n  show half x ≤ half x\n  by linear\n'
  const text = (body: string) => `theory A\ndefine half (x : ℝ) : ℝ := ${body}\n${proof}`
  const { codes, text: said } = drift(text('x / 2'), text('x / 3'))
  t.deepEqual(codes, ['lock-changed'])
  t.true(said.includes('a definition it uses has changed'))
})

test('a statement changed together with a definition never passes as stronger', (t) => {
  const text = (least: string) => `theory A
define big (x : ℝ) := x ≥ ${least}
lemma l
  fix x : ℝ
  where x ≥ ${least}
  show big x
  by unfold big
`
  const { codes } = drift(text('2'), text('1'))
  t.deepEqual(codes, ['lock-changed'])
})

test('a renamed definition changes nothing', (t) => {
  const after = define.replace('clipped', 'cut')
  const use = (name: string) => `lemma l\n  fix x : ℝ\n  show ${name} x = ${name} x\n  by algebra\n`
  t.deepEqual(drift(`theory A\n${define}${use('clipped')}`, `theory A\n${after}${use('cut')}`).codes, [])
})

const withAxiom = (axiom: string, show: string, by: string) => `theory A
axiom source
  fix x : ℝ
  show ${axiom}
  cite "Book"
lemma l
  show ${show}
  by ${by}
`

test('an axiom gained or restated fails', (t) => {
  const without = withAxiom('x ≤ x + 1', '(0 : ℝ) ≤ 0 + 1', 'linear')
  const using = withAxiom('x ≤ x + 1', '(0 : ℝ) ≤ 0 + 1', 'source with x := 0')
  t.deepEqual(drift(without, using).codes, ['lock-axiom'])
  t.deepEqual(drift(using, without).codes, [])
  const other = withAxiom('x ≤ x + 2', '(0 : ℝ) ≤ 0 + 2', 'source with x := 0')
  const restated = drift(using, other)
  t.true(restated.text.includes('rests on source, which says something else than when it was locked'))
  t.true(restated.fails)
})

test('examples and failed lemmas are not locked', (t) => {
  t.deepEqual(Object.keys(lockOf(`theory A\nexample 1 ≤ 2 by linear\nlemma bad\n  show 2 ≤ 1\n  by linear\n`).theorems), [])
})

test('a damaged lock file is refused with the reason', (t) => {
  t.is(parseLock('{'), 'it is not JSON')
  t.is(parseLock('[]'), 'it is not an object')
  t.is(parseLock('{"version":7}'), 'its version is 7, and this tool reads version 1')
  t.is(parseLock('{"version":1}'), 'it lists no theorems')
  t.is(parseLock('{"version":1,"theorems":{"a":{"statement":1}}}'), 'its entry for a is not complete')
})
