// Thousands of certificates tampered with, seeded, each tried on both checkers. A checker catches one by rejecting it or by reporting a
// claim with another statement, other definitions or other axioms (docs/certificates.md). What is left must be harmless: both checkers
// accept it and report the original claim, which is proved anyway, so that nothing false or new was let through.
import test from 'ava'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { replay, type Replayed } from '../../src/certificate/replay.js'
import type { Constant, Term } from '../../src/kernel/term.js'
import type { Type } from '../../src/kernel/type.js'
import { recheck, type Claim } from '../../src/rechecked/recheck.js'
import { MUTATIONS, sealed } from './mutations.js'
import { formulaSamples, librarySamples, type Sample } from './samples.js'

const ROUNDS = 10

/** What the second checker reports, without the names that readers gave to binders and claims. */
function reported(claims: readonly Claim[]): string {
  const plain = (text: string): string => text.replace(/[λ∀∃][^ :]+:/gu, (binder) => `${binder[0] ?? ''}:`)
  return JSON.stringify(claims.map((c) => ({ ...c, name: '', definitions: c.definitions.length })), (_, v: unknown) =>
    typeof v === 'string' ? plain(v) : v)
}

/** The same of the kernel's theorems: terms with de Bruijn indices, defined constants followed by their bodies. */
function proved(claims: readonly Replayed[]): string {
  const seen = new Map<Constant, number>()
  const type = (t: Type): string => t.args.length === 0 ? t.name : `(${t.name} ${t.args.map(type).join(' ')})`
  const constant = (c: Constant): string => {
    const known = seen.get(c)
    seen.set(c, known ?? seen.size)
    return known !== undefined ? `#${known}` : `${c.name}${c.body === undefined ? '' : `=${term(c.body)}`}`
  }
  const term = (t: Term): string => {
    switch (t.kind) {
      case 'fvar': return `?${t.name}:${type(t.type)}`
      case 'bvar': return `.${t.index}`
      case 'num': return `${t.value}${type(t.type)}`
      case 'const': return `${constant(t.constant)}[${t.typeArgs.map(type).join()}]`
      case 'app': return `(${term(t.fn)} ${term(t.arg)})`
      case 'abs': return `(λ${type(t.domain)} ${term(t.body)})`
    }
  }
  return claims.map(({ theorem, axioms }) =>
    [term(theorem.concl), ...axioms.map((a) => `${a.name} ${a.kind} ${a.citation} ${term(a.statement)}`)].join('\n')).join('\n\n')
}

type Outcome = 'rejected' | 'different' | 'same'
const count = (): Record<Outcome, number> => ({ rejected: 0, different: 0, same: 0 })

function bySecond(lines: readonly string[], original: string): Outcome {
  const verdict = recheck(lines, 20_000_000)
  return !verdict.accepted ? 'rejected' : reported(verdict.claims) === original ? 'same' : 'different'
}
function byKernel(lines: readonly string[], original: string): Outcome {
  const result = replay(lines)
  return !result.accepted ? 'rejected' : proved(result.claims) === original ? 'same' : 'different'
}

const samples: readonly Sample[] = [...formulaSamples(), ...librarySamples([
  { path: 'proofs/std/Sets.whp', longest: 150, count: 6 }, { path: 'proofs/std/Clip.whp', longest: 400, count: 3 },
])]

test('the samples are accepted by both checkers', (t) => {
  for (const { name, lines } of samples) {
    const verdict = recheck(lines)
    t.true(verdict.accepted, `${name}: ${verdict.accepted ? '' : `${verdict.line}: ${verdict.reason}`}`)
    t.true(replay(lines).accepted, name)
  }
  const rules = new Set(samples.flatMap((s) => s.lines.map((line) => line.split(' ')[0])))
  const expected = ['enclosure', 'meanValue', 'positivstellensatz', 'ring', 'instantiate', 'orElim', 'def', 'axiom']
  t.deepEqual(expected.filter((rule) => !rules.has(rule)), [])
})

test('tampered certificates are caught by both checkers', (t) => {
  const [second, kernel] = [count(), count()]
  const harmless = new Map<string, number>()
  const disputed: string[] = []
  let tried = 0
  for (const [k, { name, lines }] of samples.entries()) {
    const verdict = recheck(lines)
    const result = replay(lines)
    if (!verdict.accepted || !result.accepted) throw new Error(`${name} is not accepted`)
    const [asReported, asProved] = [reported(verdict.claims), proved(result.claims)]
    for (const [m, [kind, mutate]] of Object.entries(MUTATIONS).entries()) {
      for (let round = 0; round < ROUNDS; round++) {
        const random = xoroshiro128plus(1_000_000 * k + 1000 * m + round)
        const changed = mutate(lines, (n) => uniformInt(random, 0, n - 1))
        if (changed === undefined || changed.join('\n') === lines.join('\n')) continue
        const candidate = kind === 'bit flip' || kind === 'cut short' ? changed : sealed(changed)
        tried++
        const [one, two] = [bySecond(candidate, asReported), byKernel(candidate, asProved)]
        second[one]++
        kernel[two]++
        if (one === 'same' || two === 'same') harmless.set(kind, (harmless.get(kind) ?? 0) + 1)
        // The second checker's intervals are finer, so it may accept what the kernel's decide at no precision stated.
        const agree = one === two || (two === 'rejected' && candidate.some((line) => line.startsWith('enclosure')))
        if (!agree) disputed.push(`${name}, ${kind}, round ${round}: ${one} by the second checker, ${two} by the kernel`)
      }
    }
  }
  t.log(`${tried} tampered certificates of ${samples.length}`)
  t.log(`second checker: ${second.rejected} rejected, ${second.different} prove and report something else, ${second.same} harmless`)
  t.log(`kernel: ${kernel.rejected} rejected, ${kernel.different} prove and report something else, ${kernel.same} harmless`)
  t.log(`harmless: ${[...harmless].map(([kind, n]) => `${n} of ${kind}`).join(', ')}`)
  t.deepEqual(disputed, [])
  t.true(second.rejected >= 2000 && kernel.rejected >= 2000)
})
