// Diagnostics of the syntax layer and the limits that keep hostile input bounded.
// UNTRUSTED data. Imported by every file of syntax and by the tools that print diagnostics.
import type { Span } from './ast.js'

/** One thing wrong with the text; `span` is in the normalised source, `message` one sentence in the reader's terms. */
export interface SyntaxDiagnostic {
  readonly code: string
  readonly message: string
  readonly span: Span
  readonly hint?: string
}

/** Longest source accepted, in UTF-16 units. */
export const maxSourceLength = 4_000_000

/** Deepest nesting of brackets, bars, binders and prefix operators. */
export const maxNesting = 256

/** Deepest expression tree and longest run of operators in one formula; later passes recurse on the tree. */
export const maxExprDepth = 1000

/** Longest statement or step, in tokens. */
export const maxStatementTokens = 20_000

/** Deepest nesting of `proof … qed` and indented blocks. */
export const maxBlockNesting = 100

/** Most diagnostics reported for one file; more help nobody. */
export const maxDiagnostics = 200

/** Builds a diagnostic; a missing hint leaves no field behind. */
export function diagnostic(code: string, message: string, span: Span, hint?: string): SyntaxDiagnostic {
  return hint === undefined ? { code, message, span } : { code, message, span, hint }
}
