// The result of a run as plain data: what every output format shows and what the exit code is computed from.
// UNTRUSTED display data; statuses are set by the checker from kernel theorems. Imported by the checker, renderers and command line.
import type { Diagnostic, Severity, ShownFact } from './diagnostic.js'
import type { SyntaxDiagnostic } from '../syntax/diagnostic.js'
import type { LineIndex, Place } from './place.js'

/** Version of the JSON report; raised when a field changes its meaning or goes away. */
export const REPORT_VERSION = 1

/** A diagnostic with its place in a file. */
export interface LocatedDiagnostic {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly place: Place
  readonly goal: string | undefined
  readonly facts: readonly ShownFact[]
  readonly hints: readonly string[]
  readonly related: readonly { readonly place: Place; readonly message: string }[]
}

export type TheoremKind = 'lemma' | 'theorem' | 'corollary' | 'example' | 'refute'
export type TheoremStatus = 'proved' | 'failed' | 'incomplete' | 'refuted' | 'gave-up'

/** An axiom under a theorem: `base` ones are real analysis, `cited` ones a fact of a proof file with its source. */
export interface UsedAxiom {
  readonly name: string
  readonly kind: 'base' | 'cited' | 'import'
  readonly citation: string
}

/** One checked claim. */
export interface TheoremReport {
  /** The name as declared; unique within its theory. */
  readonly name: string
  readonly theory: string
  readonly kind: TheoremKind
  readonly place: Place
  readonly status: TheoremStatus
  /** The axioms the proof rests on, in order of declaration; empty unless proved or refuted. */
  readonly axioms: readonly UsedAxiom[]
  /** SHA-256 of the closed statement with definitions unfolded, in hexadecimal. */
  readonly digest: string
  /** Justified steps of the proof. */
  readonly steps: number
  readonly ms: number
  /** Reason given with `assuming well_defined`. */
  readonly wellDefinedAssumed: string | undefined
  /** The numeric backend's verdict as it returned it; undefined when it did not run. */
  readonly numeric: NumericSummary | undefined
}

/** What the renderers read of a numeric verdict; the rest goes into the JSON report untouched. */
export interface NumericSummary {
  readonly status: string
  readonly reason: string | undefined
  readonly counts: { readonly samples: number; readonly satisfied: number; readonly nonVacuous: number }
  readonly counterexample: {
    readonly assignment: readonly { readonly name: string; readonly value: string }[]
    readonly left: string | undefined
    readonly right: string | undefined
    readonly confirmed: string
  } | undefined
  readonly warnings: readonly string[]
}

/** An `axiom` of a checked file. */
export interface DeclaredAxiom {
  readonly name: string
  readonly place: Place
  readonly citation: string | undefined
}

/** How a theorem's failure probability is spent: one entry for each event its proof bounds. Formulas are as the language writes them. */
export interface LedgerReport {
  readonly theorem: string
  readonly total: string
  readonly entries: readonly LedgerEntry[]
  /** The total less what is spent; `0` when nothing is left. */
  readonly left: string
  /** Cases of the proof; the ledger is that of one of them when there are several. */
  readonly cases: number
  /** Events whose probability the ledger could not follow; empty when it is complete. */
  readonly open: readonly string[]
}

export interface LedgerEntry {
  readonly event: string
  /** Other events the step splits off from this one and leaves to their own entries. */
  readonly besides: readonly string[]
  readonly amount: string
  /** What later steps bound the amount by, the last one counted. */
  readonly bounds: readonly { readonly amount: string; readonly step: LedgerStep }[]
  readonly step: LedgerStep
  /** Lemmas the amount comes from, the one applied in the step first. */
  readonly lemmas: readonly string[]
  /** The ledger inside the first of these lemmas that splits further, in its own variables. */
  readonly within: LedgerReport | undefined
}

export interface LedgerStep {
  readonly name: string | undefined
  readonly file: string
  readonly line: number
}

export interface Summary {
  readonly files: number
  readonly theorems: number
  readonly proved: number
  readonly failed: number
  readonly incomplete: number
  readonly refuted: number
  /** Theorems whose prover ran out of budget; not counted as failed. */
  readonly gaveUp: number
  /** Axioms the checked files declare. */
  readonly axioms: number
  /** Errors of reading: files, syntax, imports. */
  readonly inputErrors: number
}

/** One checked file. */
export interface FileReport {
  readonly path: string
  readonly theory: string | undefined
  /** False when its imports could not be found or ordered, so that nothing of it was checked. */
  readonly checked: boolean
  /** Checked by an earlier run, and unchanged since with all it imports. */
  readonly cached?: boolean
  readonly ms: number
}

export interface Report {
  readonly version: typeof REPORT_VERSION
  readonly toolVersion: string
  readonly summary: Summary
  readonly files: readonly FileReport[]
  readonly theorems: readonly TheoremReport[]
  readonly axioms: readonly DeclaredAxiom[]
  readonly diagnostics: readonly LocatedDiagnostic[]
  /** Ledgers asked for. */
  readonly ledgers?: readonly LedgerReport[]
  /** Seed of the numeric run; undefined when there was none. */
  readonly seed: number | undefined
  readonly ms: number
}

/** Places a diagnostic of a theory in its source. */
export function locate(diagnostic: Diagnostic, index: LineIndex): LocatedDiagnostic {
  return {
    code: diagnostic.code, severity: diagnostic.severity, message: diagnostic.message, place: index.place(diagnostic.span),
    goal: diagnostic.goal, facts: diagnostic.facts ?? [], hints: diagnostic.hints ?? [],
    related: (diagnostic.related ?? []).map((r) => ({ place: index.place(r.span), message: r.message })),
  }
}

/** A message of the parser. */
export function syntaxMessage(d: SyntaxDiagnostic, index: LineIndex): LocatedDiagnostic {
  return message(d.code, d.message, index.place(d.span), d.hint === undefined ? [] : [d.hint])
}

/** A diagnostic about a place, with nothing more to say. */
export function message(
  code: string, text: string, place: Place, hints: readonly string[] = [], severity: Severity = 'error',
): LocatedDiagnostic {
  return { code, severity, message: text, place, goal: undefined, facts: [], hints, related: [] }
}

/** Counts of a list of theorems. */
export function summarise(files: number, theorems: readonly TheoremReport[], axioms: number, inputErrors: number): Summary {
  const count = (status: TheoremStatus): number => theorems.filter((t) => t.status === status).length
  return {
    files, theorems: theorems.length, proved: count('proved'), failed: count('failed'), incomplete: count('incomplete'),
    refuted: count('refuted'), gaveUp: count('gave-up'), axioms, inputErrors,
  }
}
