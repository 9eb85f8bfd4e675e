// What checking one theory found, as plain data: it crosses threads, and the report is made from it whoever checked the theory.
// UNTRUSTED; a claim is `proved` here only with a kernel theorem behind it in the thread that made the data. Imported by the checker.
import { baseAxioms } from '../kernel/axioms.js'
import { alphaEqual } from '../kernel/term.js'
import { axiomsOf, type Axiom } from '../kernel/theorem.js'
import { IMPORTED } from '../elaborate/lemma.js'
import type { ContextUse, Declaration, DeclarationKind, Status, TheoryResult } from '../elaborate/result.js'
import type { Diagnostic } from '../report/diagnostic.js'
import type { NumericSummary, UsedAxiom } from '../report/model.js'
import type { Span } from '../syntax/ast.js'
import { statementDigest } from './digest.js'

export interface ClaimData {
  readonly name: string
  readonly kind: DeclarationKind
  readonly span: Span
  readonly status: Status
  /** Digest of the closed statement. */
  readonly digest: string
  /** Digests of the statements the kernel has theorems of: the closed one, and the one closed over what the proof used. */
  readonly proves: readonly string[]
  /** Base and cited axioms of the proof. */
  readonly axioms: readonly UsedAxiom[]
  /** Digests of imported statements the proof rests on, each to be discharged by a claim that proves it in the same run. */
  readonly tags: readonly string[]
  readonly steps: number
  readonly ms: number
  readonly citation: string | undefined
  readonly wellDefinedAssumed: string | undefined
  readonly contextUse: ContextUse | undefined
}

export interface TheoryData {
  readonly name: string
  readonly claims: readonly ClaimData[]
  readonly diagnostics: readonly Diagnostic[]
  readonly ms: number
  /** Numeric verdicts by name of claim, where they were asked for. */
  readonly verdicts: readonly (readonly [string, NumericSummary])[]
  /** Found by an earlier run (cache.ts). */
  readonly cached?: true
}

/** The data of a checked theory. `ms` gives times of declarations by name. */
export function dataOf(result: TheoryResult, ms: ReadonlyMap<string, number>, total: number,
  verdicts: readonly (readonly [string, NumericSummary])[] = []): TheoryData {
  return {
    name: result.name, diagnostics: result.diagnostics, ms: total, verdicts,
    claims: result.declarations.map((d) => claimOf(d, ms.get(d.name) ?? 0)),
  }
}

function claimOf(d: Declaration, ms: number): ClaimData {
  const all = d.theorem === undefined ? [] : axiomsOf(d.theorem)
  const ground = all.filter((a) => a.kind !== 'import')
  return {
    name: d.name, kind: d.kind, span: d.span, status: d.status, digest: statementDigest(d.statement), proves: provenDigests(d),
    axioms: ground.map((a) => ({ name: a.name, kind: a.kind, citation: a.citation })),
    tags: all.filter((a) => a.kind === 'import').map((a) => statementDigest(a.statement)),
    steps: d.steps.length, ms, citation: d.citation, wellDefinedAssumed: d.wellDefinedAssumed, contextUse: d.contextUse,
  }
}

function provenDigests(d: Declaration): readonly string[] {
  if (d.kind === 'axiom' || d.kind === 'definition' || !isProved(d, true)) return []
  const own = statementDigest(d.statement)
  if (d.minimal === undefined || d.minimal.hyps.length > 0) return [own]
  return [...new Set([own, statementDigest(d.minimal.concl)])]
}

/**
 * Whether the declaration carries a theorem of its own closed statement that rests on no unproved statement; with `awaiting`,
 * statements whose proofs are checked elsewhere in the run are accepted, and must be discharged there.
 */
export function isProved(d: Declaration, awaiting = false): boolean {
  const th = d.theorem
  const settled = (a: Axiom): boolean => a.kind !== 'import' || (awaiting && a.citation === IMPORTED)
  return th !== undefined && th.hyps.length === 0 && alphaEqual(th.concl, d.statement) && axiomsOf(th).every(settled)
}

const baseOrder: ReadonlyMap<string, number> = new Map(baseAxioms.flatMap((th) => axiomsOf(th)).map((a, i) => [a.name, i]))

/** Where an axiom stands in a list of axioms: the base ones first. */
export function axiomRank(a: UsedAxiom, citedOrder: ReadonlyMap<string, number>): number {
  return a.kind === 'base' ? baseOrder.get(a.name) ?? 0 : baseOrder.size + (citedOrder.get(a.name) ?? 0)
}
