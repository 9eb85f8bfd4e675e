// Diagnostics as data: what went wrong, where, and what would help. Words are rendered elsewhere; nothing here decides a proof.
// Imported by syntax consumers, elaborate, checker and every tool above them.
import type { Span } from '../syntax/ast.js'

export type Severity = 'error' | 'warning' | 'info'

/** A fact or goal shown with a message, already printed in the reader's notation. */
export interface ShownFact {
  readonly name: string | undefined
  readonly formula: string
}

/** One message about one place of one file. `code` is stable (documented in docs/errors.md). */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  /** One sentence in the reader's terms. */
  readonly message: string
  readonly span: Span
  readonly goal?: string
  readonly facts?: readonly ShownFact[]
  /** What would help, most useful first: a counterexample, the best constant, near names, a missing condition. */
  readonly hints?: readonly string[]
  readonly related?: readonly { readonly span: Span; readonly message: string }[]
}
