// What elaborating one theory yields: its declarations with their theorems, and everything said on the way.
// UNTRUSTED bookkeeping: a status is believed only because `theorem` is a kernel theorem of `statement`.
import type { Constant, FVar, Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import type { Type } from '../kernel/type.js'
import type { Diagnostic } from '../report/diagnostic.js'
import type { Explanation } from '../engine/types.js'
import type { ConstantEntry, LemmaEntry } from './scope.js'
import type { InstanceDecl, Span } from '../syntax/ast.js'

export type DeclarationKind = 'lemma' | 'theorem' | 'corollary' | 'example' | 'refute' | 'axiom' | 'definition'

/** `gave-up`: an engine ran out of budget. `incomplete`: the proof has holes and everything else checks. */
export type Status = 'proved' | 'failed' | 'incomplete' | 'refuted' | 'gave-up' | 'assumed'

/** One justified step of a proof, for `explain`, slack reports and step counts. */
export interface StepRecord {
  readonly span: Span
  readonly name: string | undefined
  /** The formula proved, in the context of the proof (free variables are those of the lemma). */
  readonly formula: Term
  readonly explanation: Explanation | undefined
  readonly status: 'proved' | 'failed' | 'hole' | 'gave-up'
}

/** The open form of a statement, for the numeric backend: variables and hypotheses before generalising. */
export interface OpenStatement {
  readonly variables: readonly FVar[]
  readonly hypotheses: readonly { readonly name: string | undefined; readonly formula: Term }[]
  readonly goal: Term
  /** Dotted path of the context it stands in, outermost first. */
  readonly contexts: readonly string[]
}

/** How a lemma proved inside a context depends on what the context assumes, by position in the list of its assumptions. */
export interface ContextUse {
  /** Hypotheses of the closed statement. */
  readonly closedOver: readonly number[]
  /** What the proof itself used: hypotheses of the lemma inside the context. */
  readonly provedFrom: readonly number[]
}

export interface Declaration {
  readonly name: string
  readonly kind: DeclarationKind
  readonly span: Span
  readonly status: Status
  /** Closed statement (every context parameter and hypothesis included); a definition's equation. */
  readonly statement: Term
  readonly theorem: Theorem | undefined
  readonly constant: Constant | undefined
  readonly open: OpenStatement | undefined
  readonly steps: readonly StepRecord[]
  readonly source: string | undefined
  readonly citation: string | undefined
  readonly doc: string | undefined
  /** Reason given with `assuming well_defined`. */
  readonly wellDefinedAssumed: string | undefined
  /** For a lemma inside a context: enough to state it elsewhere without its proof. */
  readonly contextUse?: ContextUse
  /** For a proved lemma inside a context: closed over exactly what the proof used. */
  readonly minimal?: Theorem
}

/** What a theory offers to those that import it. */
export interface Exports {
  readonly lemmas: ReadonlyMap<string, LemmaEntry>
  readonly constants: ReadonlyMap<string, ConstantEntry>
  readonly contexts: ReadonlyMap<string, ContextInfo>
}

/** A defined constant: how many leading arguments are context parameters, and which. */
export interface ConstantInfo {
  readonly constant: Constant
  /** Context parameters passed first and hidden by the printer while the context is open. */
  readonly hidden: readonly FVar[]
  /** Preconditions as λ-abstractions over all arguments (hidden ones first) to Prop. */
  readonly preconditions: readonly Term[]
  readonly event: boolean
}

export interface ContextInfo {
  readonly name: string
  readonly types: readonly Type[]
  readonly variables: readonly FVar[]
  /** What each parameter is called; the variable itself may bear another name, to be told from a hidden one. */
  readonly names: ReadonlyMap<FVar, string>
  /** The context each parameter was fixed in. */
  readonly origins: ReadonlyMap<FVar, string>
  readonly assumptions: readonly { readonly name: string | undefined; readonly formula: Term }[]
}

export interface TheoryResult {
  readonly name: string
  readonly declarations: readonly Declaration[]
  readonly instances: readonly InstanceDecl[]
  readonly diagnostics: readonly Diagnostic[]
  readonly exports: Exports
}
