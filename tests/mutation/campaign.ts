// A seeded sample of edits over the whole proof library, judged one by one. Split into shards so that two processes share the work.
import { setImmediate } from 'node:timers/promises'
import type { ExecutionContext, TestFn } from 'ava'
import { editsOf, shownEdit, type Edit, type EditKind } from './edits.js'
import { Library, type Target } from './targets.js'
import { judge, type Outcome } from './verdict.js'

/** Edits of the statement tried for each claim, fewer for one with a long proof, and of the proof. */
const STATEMENT_EDITS = { short: 3, long: 1 } as const
const PROOF_EDITS = 1
/** Claims of a theory in one shard, the first ones: the library has grown faster than the time for its tests. */
const CLAIMS_PER_THEORY = 5
/**
 * Accepted statements of a shard that the evaluator cannot try and that do not follow from the old ones by a search: each is proved
 * by the kernel, but nothing independent says that it is true. More than a few would mean that the judge is blind.
 */
const UNJUDGED = 3
/** Characters from which a claim with its proof counts as long. */
const LONG = 700
const SEED = 20

/** What a shard must have seen for its silence to mean something. */
interface Least {
  /** Edited statements the evaluator shows to be false, all refused. */
  readonly falseStatements: number
  /** Edited proofs that no longer prove what they should. */
  readonly brokenProofs: number
  /** Claims that check within the campaign's budget. */
  readonly claims: number
}

interface Counts {
  claims: number
  falseAndRefused: number
  proofsRefused: number
  otherProofs: number
  sameStatement: number
  stillTrue: number
  refusedThoughTrue: number
  refusedUnjudged: number
  unreadable: number
  readonly unjudged: string[]
}

/** Registers a test for each theory and one on the whole: nothing false is accepted, every refusal says where. */
export function campaign(test: TestFn, shard: number, shards: number, least: Least): void {
  const library = new Library()
  const counts: Counts = {
    claims: 0, falseAndRefused: 0, proofsRefused: 0, otherProofs: 0, sameStatement: 0, stillTrue: 0, refusedThoughTrue: 0,
    refusedUnjudged: 0, unreadable: 0, unjudged: [],
  }
  for (const theory of library.theories()) {
    test.serial(`no false edit of ${theory} is accepted`, async (t) => {
      t.timeout(300_000)
      await setImmediate() // lets the timeout be known before the work begins
      for (const target of library.targetsOf(theory).filter((_, i) => i % shards === shard).slice(0, CLAIMS_PER_THEORY)) {
        counts.claims++
        judgeAll(t, target, counts)
        await setImmediate()
      }
      t.pass()
    })
  }
  test.serial('enough was tried', (t) => {
    t.log(`${JSON.stringify(counts)}; left out: ${String(library.skipped.length)}`)
    t.true(counts.unjudged.length <= UNJUDGED, `accepted, and nothing else says that they are true:\n${counts.unjudged.join('\n')}`)
    t.true(counts.claims >= least.claims, `only ${String(counts.claims)} claims; left out: ${library.skipped.join(', ')}`)
    t.true(counts.falseAndRefused >= least.falseStatements, `only ${String(counts.falseAndRefused)} false statements`)
    t.true(counts.proofsRefused >= least.brokenProofs, `only ${String(counts.proofsRefused)} broken proofs`)
  })
}

function judgeAll(t: ExecutionContext, target: Target, counts: Counts): void {
  for (const edit of sampleOf(target)) {
    const outcome = judge(target, edit)
    tally(counts, edit, outcome)
    const where = `${target.name}: ${shownEdit(target.text, edit)}`
    if (outcome.kind === 'refused') namesTheStep(t, outcome, where)
    if (outcome.kind !== 'accepted') continue
    t.not(outcome.truth, 'false', `accepted, and false at ${outcome.counterexample ?? '?'}\n${where}`)
    if (outcome.truth === 'unknown') counts.unjudged.push(where)
  }
}

/** The message stands inside the edited text, at something, and says something. */
function namesTheStep(t: ExecutionContext, outcome: Extract<Outcome, { kind: 'refused' }>, where: string): void {
  const { span, message, code } = outcome.message
  const marked = outcome.snippet.slice(span.start, span.end)
  t.true(marked.trim() !== '' && message !== '' && code !== '', `the message marks no step: [${code}] ${message}\n${where}`)
  t.not(code, 'internal-error', where)
}

function tally(counts: Counts, edit: Edit, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'unreadable': counts.unreadable++; return
    case 'other-proof': counts.otherProofs++; return
    case 'same-statement': counts.sameStatement++; return
    case 'accepted': counts.stillTrue++; return
    case 'refused':
      if (edit.region === 'proof') counts.proofsRefused++
      else if (outcome.truth === 'false') counts.falseAndRefused++
      else if (outcome.truth === 'true') counts.refusedThoughTrue++
      else counts.refusedUnjudged++
  }
}

/** The claim's edits in the sample: kinds in turn, so that common ones do not crowd out the rest. */
function sampleOf(target: Target): readonly Edit[] {
  const random = seeded(`${target.name} ${String(SEED)}`)
  const all = editsOf(target.text, target.claim, [...target.before.exports.lemmas.keys()])
  const count = target.text.length < LONG ? STATEMENT_EDITS.short : STATEMENT_EDITS.long
  return [...chosen(all.filter((e) => e.region === 'statement'), count, random),
    ...chosen(all.filter((e) => e.region === 'proof'), PROOF_EDITS, random)]
}

function chosen(edits: readonly Edit[], count: number, random: () => number): readonly Edit[] {
  const left = new Map<EditKind, Edit[]>()
  for (const e of edits) left.set(e.kind, [...(left.get(e.kind) ?? []), e])
  const out: Edit[] = []
  let kinds: EditKind[] = []
  while (out.length < count && left.size > 0) {
    if (kinds.length === 0) kinds = [...left.keys()]
    const [kind] = kinds.splice(Math.floor(random() * kinds.length), 1)
    const list = kind === undefined ? undefined : left.get(kind)
    if (kind === undefined || list === undefined) continue
    const [edit] = list.splice(Math.floor(random() * list.length), 1)
    if (edit !== undefined) out.push(edit)
    if (list.length === 0) left.delete(kind)
  }
  return out
}

/** Numbers in [0, 1) from a text: the same on every machine (mulberry32 over an FNV-1a hash). */
function seeded(text: string): () => number {
  let state = 2166136261
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619)
  return () => {
    state = (state + 0x6D2B79F5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
}
