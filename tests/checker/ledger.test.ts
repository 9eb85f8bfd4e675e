// TEST. The failure-probability ledger: read off the proof that made the theorem, so that it changes when the proof does, counts what
// was used and not what was offered, and says when it cannot follow.
import test from 'ava'
import { Ajv } from 'ajv'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { elaborateAll } from '../../src/checker/run.js'
import { ledgerOf } from '../../src/checker/ledger.js'
import { ledgerReport } from '../../src/checker/ledger-report.js'
import { lemmaTheorems } from '../../src/checker/trail.js'
import { recordTraces } from '../../src/kernel/theorem.js'
import { ledgerText } from '../../src/report/ledger.js'
import { nodeHost } from '../../src/cli/node-host.js'
import type { LedgerReport } from '../../src/report/model.js'

function ledgers(text: string, names: readonly string[]): readonly (LedgerReport | string)[] {
  recordTraces(true)
  try {
    const path = join(mkdtempSync(join(tmpdir(), 'whp-ledger-')), 'test.whp')
    writeFileSync(path, text)
    const { runs, diagnostics, plan } = elaborateAll({ paths: [path], libraries: ['proofs'] }, nodeHost)
    const unread = [...diagnostics, ...plan.blocked.flatMap((f) => f.diagnostics)]
    if (unread.length > 0) throw new Error(JSON.stringify(unread))
    const lemmas = lemmaTheorems(runs)
    return names.map((name) => {
      const run = runs.find((r) => r.result.declarations.some((d) => d.name === name))!
      const declaration = run.result.declarations.find((d) => d.name === name)!
      if (declaration.status !== 'proved') return `${declaration.status}: ${JSON.stringify(run.result.diagnostics.map((d) => d.message))}`
      const ledger = ledgerOf({ run, declaration }, lemmas)
      return typeof ledger === 'string' ? ledger : ledgerReport(ledger, () => ({}))
    })
  } finally {
    recordTraces(false)
  }
}

const law = `
  fix E : (Ω → ℝ) → ℝ, A B C : Ω → Prop, δ : ℝ
  assume law: expectation E, room: 0 < δ`

const theory = `theory Test
import Std.Expectation

theorem split {Ω : Type}${law}
  assume a: P[A] ≤ δ/4, b: P[B] ≤ δ/2, c: P[C] ≤ δ/8
  show P[A ∨ B] ≤ δ
proof
  offered: P[C] ≤ δ/8 by c
  one: P[A] ≤ δ/4 by a
  two: P[B] ≤ δ/2 by b
  either: P[A ∨ B] ≤ P[A] + P[B] by prob_or_le
  thus ?goal by linear from one, two, either, offered, room
qed

theorem chained {Ω : Type}${law}
  assume a: P[A] ≤ δ/4, b: P[B] ≤ δ/2, few: δ/4 ≤ 1/100
  assume next: ∀ ω, C ω → A ω ∨ B ω
  show P[C] ≤ 1/100 + δ/2
proof
  calc P[C] ≤ P[A ∨ B] by prob_mono using next
     _ ≤ P[A] + P[B] by prob_or_le
     _ ≤ 1/100 + δ/2
  proof
    x: P[A] ≤ δ/4 by a
    y: P[B] ≤ δ/2 by b
    price: δ/4 ≤ 1/100 by few
    thus ?goal by linear from x, y, price
  qed
qed

theorem complement {Ω : Type}${law}
  assume a: P[A] ≥ 1 - δ
  assume next: ∀ ω, A ω → B ω
  show P[B] ≥ 1 - 2 * δ
proof
  base_bound: P[A] ≥ 1 - δ by a
  order: P[A] ≤ P[B] by prob_mono using next
  thus ?goal by linear from base_bound, order, room
qed

theorem by_cases {Ω : Type}${law}
  assume a: P[A] ≤ δ/4, b: P[B] ≤ δ/2
  show P[A ∨ B] ≤ δ
proof
  cases δ ≥ 1 ∨ δ ≤ 1 by linear
    case large: δ ≥ 1
      all: P[A ∨ B] ≤ 1 by prob_le_one
      thus ?goal by linear from all, large
    case small: δ ≤ 1
      one: P[A] ≤ δ/4 by a
      two: P[B] ≤ δ/2 by b
      either: P[A ∨ B] ≤ P[A] + P[B] by prob_or_le
      thus ?goal by linear from one, two, either, room
  end
qed

theorem no_event {Ω : Type}${law}
  show δ / 2 ≤ δ
  by linear

theorem through {Ω : Type}${law}
  assume a: P[A] ≤ δ/4, b: P[B] ≤ δ/2, c: P[C] ≤ δ/8
  show P[A ∨ B] ≤ δ + 1
proof
  lemma_bound: P[A ∨ B] ≤ δ by split using law, room, a, b, c
  thus ?goal by linear from lemma_bound
qed
`

const all = ledgers(theory, ['split', 'chained', 'complement', 'by_cases', 'no_event', 'through'])
const ledger = (index: number): LedgerReport => {
  const found = all[index]!
  if (typeof found === 'string') throw new Error(found)
  return found
}
const spends = (l: LedgerReport): readonly string[] =>
  l.entries.map((e) => `${e.event}: ${e.bounds.at(-1)?.amount ?? e.amount} at ${e.step.name ?? '?'}`)

test('a union bound: who spends what, where, and what is left', (t) => {
  const l = ledger(0)
  t.deepEqual(spends(l), ['P[A]: δ/4 at one', 'P[B]: δ/2 at two'])
  t.is(l.total, 'δ')
  t.is(l.left, '(1/4) * δ')
  t.deepEqual(l.open, [])
  // `offered` was named in `from` and is not needed.
  t.false(ledgerText(l).includes('offered'))
})

test('a calculation, and an amount that a later step bounds', (t) => {
  const l = ledger(1)
  t.deepEqual(spends(l), ['P[A]: 1/100 at x', 'P[B]: δ/2 at y'])
  t.is(l.entries[0]!.amount, 'δ/4')
  t.is(l.entries[0]!.bounds[0]!.step.name, 'price')
  t.is(l.left, '0')
})

test('a lower bound spends on the complement', (t) => {
  const l = ledger(2)
  t.deepEqual(spends(l), ['P[¬A]: δ at base_bound'])
  t.is(l.total, '2 * δ')
  t.is(l.left, 'δ')
})

test('of a proof by cases, the case that splits is shown', (t) => {
  const l = ledger(3)
  t.is(l.cases, 2)
  t.deepEqual(spends(l), ['P[A]: δ/4 at one', 'P[B]: δ/2 at two'])
  t.true(ledgerText(l).includes('one of 2 cases'))
})

test('a statement about no event has none', (t) => {
  t.is(all[4], 'it bounds the probability of no event')
})

test('the ledger of a lemma stands inside', (t) => {
  const l = ledger(5)
  t.deepEqual(l.entries[0]!.lemmas, ['Test.split'])
  t.deepEqual(spends(l.entries[0]!.within!), ['P[A]: δ/4 at one', 'P[B]: δ/2 at two'])
  t.is(l.left, '1')
})

test('it follows the proof: another split, another ledger', (t) => {
  const [other] = ledgers(theory.replace('a: P[A] ≤ δ/4, b: P[B] ≤ δ/2, c: P[C]', 'a: P[A] ≤ δ/3, b: P[B] ≤ 2 * δ / 3, c: P[C]')
    .replace('one: P[A] ≤ δ/4', 'one: P[A] ≤ δ/3').replace('two: P[B] ≤ δ/2', 'two: P[B] ≤ 2 * δ / 3'), ['split'])
  if (typeof other === 'string') return t.fail(other)
  t.deepEqual(spends(other!), ['P[A]: δ/3 at one', 'P[B]: 2 * δ / 3 at two'])
  t.is(other!.left, '0')
})

test('ledgers are part of the published schema', (t) => {
  const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as { definitions: object }
  const validate = new Ajv({ strict: true, allErrors: true })
    .compile({ $ref: '#/definitions/ledger', definitions: schema.definitions })
  for (const l of all) if (typeof l !== 'string') t.true(validate(JSON.parse(JSON.stringify(l))), JSON.stringify(validate.errors))
})
