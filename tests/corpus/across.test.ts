// Several theories at once: what one file declares cannot change what another has proved, and a statement checked elsewhere counts
// only when it was proved there.
import test, { type ExecutionContext } from 'ava'
import { alphaEqual } from '../../src/kernel/term.js'
import { axiomsOf, unfold } from '../../src/kernel/theorem.js'
import { discharge, type FileData } from '../../src/checker/discharge.js'
import { dataOf, type ClaimData } from '../../src/checker/data.js'
import { elaborateTheory } from '../../src/elaborate/theory.js'
import type { TheoryResult } from '../../src/elaborate/result.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { checkText, declared, errorCodes, isBacked, type Checked } from '../elaborate/theories.js'

const ONE = `theory One
define f (x : ℝ) := x + 1
lemma at_one
  show f 1 = 2
  by unfold f
`

const fine = (t: ExecutionContext, text: string, others: readonly TheoryResult[] = []): Checked => {
  const checked = checkText(text, {}, others)
  t.deepEqual(errorCodes(checked), [])
  return checked
}

test('a definition of the same name in another file is another constant', (t) => {
  const one = fine(t, ONE)
  const theorem = declared(one, 'at_one').theorem!
  const two = fine(t, 'theory Two\ndefine f (x : ℝ) := x + 5\nlemma at_one_too\n  show f 1 = 6\n  by unfold f\n')
  const [f, g] = [declared(one, 'f').constant!, declared(two, 'f').constant!]
  t.not(f, g)
  t.true(alphaEqual(theorem.concl, declared(one, 'at_one').statement))
  t.false(alphaEqual(unfold(f, []).concl, unfold(g, []).concl))
})

test('two imports that mean different things by a name are an error at the import', (t) => {
  const one = fine(t, ONE)
  const two = fine(t, 'theory Two\ndefine f (x : ℝ) := x + 5\n')
  const both = checkText('theory Both\nimport One, Two\nlemma confused\n  show f 1 = 2\n  by at_one\n', {}, [one.result, two.result])
  t.true(errorCodes(both).includes('ambiguous-name'))
})

test('one theory by two ways is one theory', (t) => {
  const one = fine(t, ONE)
  const left = fine(t, 'theory Left\nimport One\nlemma left\n  show f 2 = 3\n  by unfold f\n', [one.result])
  const right = fine(t, 'theory Right\nimport One\nlemma right\n  show f 3 = 4\n  by unfold f\n', [one.result])
  fine(t, 'theory Both\nimport Left, Right\nlemma both\n  show f 2 + f 3 = 7\n  by linear from left, right\n', [left.result, right.result])
})

test('an imported definition is not declared again', (t) => {
  const one = fine(t, ONE)
  const again = checkText('theory Again\nimport One\ndefine f (x : ℝ) := x + 5\n', {}, [one.result])
  t.deepEqual(errorCodes(again), ['duplicate-name'])
  const lemma = checkText('theory Again\nimport One\nlemma at_one\n  show 1 = 1\n  by algebra\n', {}, [one.result])
  t.deepEqual(errorCodes(lemma), ['duplicate-name'])
})

test('a lemma that failed in its file proves nothing in another', (t) => {
  const bad = checkText('theory Bad\nlemma wrong\n  show 1 = 2\n  by algebra\n')
  const user = checkText('theory User\nimport Bad\nlemma absurd\n  show 2 = 1\n  by linear from wrong\n', {}, [bad.result])
  t.deepEqual(errorCodes(user), ['rests-on-unproved'])
  t.false(isBacked(declared(user, 'absurd')))
})

// ── statements checked in another thread ──

const GOOD = 'theory Good\nlemma step\n  fix x : ℝ\n  show x ≤ x + 1\n  by linear\n'
const USER = 'theory User\nimport Good\nlemma user\n  show 3 ≤ 3 + 1\n  by step\n'

/** The data of `user`, checked against the bare statements of `imported`. */
function against(imported: string, user: string): ReturnType<typeof dataOf> {
  const statements = elaborateTheory(parseTheory(imported).theory, [], { statementsOnly: true })
  return dataOf(elaborateTheory(parseTheory(user).theory, [statements]), new Map(), 0)
}

const whole = (text: string): ReturnType<typeof dataOf> => dataOf(elaborateTheory(parseTheory(text).theory, []), new Map(), 0)
const claim = (list: readonly ClaimData[], name: string): ClaimData => list.find((c) => c.name === name)!

test('a proof that rests on a statement of another file is settled only by a proof of that statement', (t) => {
  const user = against(GOOD, USER)
  t.is(claim(user.claims, 'user').tags.length, 1)
  const settle = (imported: string): readonly unknown[] | undefined => {
    const files: readonly FileData[] = [{ data: whole(imported), imports: [] }, { data: user, imports: [0] }]
    return discharge(files)
  }
  t.not(settle(GOOD), undefined)
  t.is(settle('theory Good\nlemma step\n  fix x : ℝ\n  show x ≤ x + 1\n  by algebra from nothing\n'), undefined, 'the proof failed')
  t.is(settle('theory Good\nlemma step\n  fix x : ℝ\n  show x ≤ x + 1\n  by ?\n'), undefined, 'the proof is a hole')
  t.is(settle('theory Good\nlemma step\n  fix x : ℝ\n  show x ≤ x + 2\n  by linear\n'), undefined, 'another statement was proved')
  t.is(settle('theory Good\n'), undefined, 'nothing was proved')
})

test('a file does not settle itself, nor one it imports', (t) => {
  const user = against(GOOD, USER)
  const self = against(GOOD, 'theory Self\nimport Good\nlemma again\n  fix x : ℝ\n  show x ≤ x + 1\n  by step\n')
  t.is(discharge([{ data: self, imports: [] }]), undefined)
  t.is(discharge([{ data: user, imports: [] }, { data: whole(GOOD), imports: [0] }]), undefined)
})

test('an axiom settles nothing as a proof, and is counted through threads', (t) => {
  const statement = '  fix x : ℝ\n  show x ≤ x + 1\n'
  const cited = `theory Good\naxiom magic\n${statement}  cite "nowhere"\nlemma step\n${statement}  by magic\n`
  const user = against(cited, USER)
  const settled = discharge([{ data: whole(cited), imports: [] }, { data: user, imports: [0] }])
  t.true(claim(settled![1]!.claims, 'user').axioms.some((a) => a.name === 'magic' && a.kind === 'cited'))
  const base = elaborateTheory(parseTheory(GOOD).theory, [])
  t.true(axiomsOf(base.declarations[0]!.theorem!).every((a) => a.kind === 'base'))
})
