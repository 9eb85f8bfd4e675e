// What the numeric backend takes and gives: declarations, options, verdicts. Data only.
// UNTRUSTED: a verdict here is shown beside a proof's and never becomes one. Imported by numeric, checker and cli.
import type { FVar, Term } from '../kernel/term.js'
import type { InstanceDecl, Span } from '../syntax/ast.js'

/** The open form of a statement: variables and hypotheses before generalising. */
export interface SampledStatement {
  readonly variables: readonly FVar[]
  readonly hypotheses: readonly { readonly name: string | undefined; readonly formula: Term }[]
  readonly goal: Term
  readonly contexts: readonly string[]
}

/** The part of a declaration that is sampled; the elaborator's `Declaration` has this shape. */
export interface SampledDeclaration {
  readonly name: string
  readonly open: SampledStatement | undefined
  readonly steps: readonly SampledStep[]
}

export interface SampledStep {
  readonly span: Span
  readonly name: string | undefined
  readonly formula: Term
}

/** A context as an instance sees it: what must be given values, and what must then hold. */
export interface SampledContext {
  readonly name: string
  readonly variables: readonly FVar[]
  readonly assumptions: readonly { readonly name: string | undefined; readonly formula: Term }[]
}

export interface SampleOptions {
  /** Any integer; the same seed gives the same verdicts on every machine. */
  readonly seed: number
  /** Assignments tried for a statement; twice as many outcomes are drawn per estimated probability. At least 1. */
  readonly samples: number
}

export const DEFAULT_OPTIONS: SampleOptions = { seed: 1, samples: 1000 }

/**
 * `consistent`: exercised, no violation. `violated`: a confirmed counterexample. `vacuous`: every bound met was trivial.
 * `not-exercised`: no sample satisfied the hypotheses. `not-applicable`: the statement is not one that can be sampled.
 */
export type NumericStatus = 'consistent' | 'violated' | 'vacuous' | 'not-exercised' | 'not-applicable'

export interface Counts {
  /** Assignments or instances tried. */
  readonly samples: number
  /** Those that satisfied every hypothesis. */
  readonly satisfied: number
  /** Of those, the ones whose bound says something. */
  readonly nonVacuous: number
  /** Of those, the ones whose interval is too wide, or whose conclusion is quantified too widely, to decide. */
  readonly undecided: number
  /** Those where some subterm has no value here. */
  readonly notEvaluable: number
  readonly instances: number
}

/** Ratio of the larger claimed side to the smaller over the samples: at least 1 where the relation holds, 1 where it is tight. */
export interface Slack {
  readonly min: number
  readonly median: number
  readonly samples: number
}

export interface StepSlack {
  readonly span: Span
  readonly name: string | undefined
  readonly slack: Slack
}

export interface Counterexample {
  readonly assignment: readonly { readonly name: string; readonly value: string }[]
  /** The two sides of the conclusion at the assignment, when it is a relation of reals. */
  readonly left: string | undefined
  readonly right: string | undefined
  readonly confirmed: 'exact' | 'statistical'
}

export interface ProbabilityInterval {
  readonly low: number
  readonly high: number
  readonly bound: number
}

export interface NumericVerdict {
  readonly status: NumericStatus
  readonly method: 'real' | 'finite-law' | 'monte-carlo' | 'none'
  /** For `not-applicable` and `not-exercised`: why, in one clause. */
  readonly reason: string | undefined
  readonly counts: Counts
  /** The estimated probability that is largest in proportion to its bound. */
  readonly interval: ProbabilityInterval | undefined
  readonly slack: Slack | undefined
  readonly steps: readonly StepSlack[]
  readonly counterexample: Counterexample | undefined
  readonly warnings: readonly string[]
}

export type SearchResult =
  | {
      readonly kind: 'counterexample'
      readonly assignment: readonly { readonly name: string; readonly value: string }[]
      readonly left: string | undefined
      readonly right: string | undefined
    }
  | { readonly kind: 'none'; readonly samples: number; readonly satisfied: number; readonly slack: Slack | undefined }

/** A declaration with the instances in sight of it. */
export interface SampleJob {
  readonly declaration: SampledDeclaration
  readonly instances: readonly InstanceDecl[]
}
