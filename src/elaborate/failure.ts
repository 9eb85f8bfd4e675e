// The one exception the elaborator throws at itself: a diagnostic about a place of the source.
// UNTRUSTED. Caught per declaration or per step, never shown raw.
import type { Diagnostic } from '../report/diagnostic.js'
import type { Span } from '../syntax/ast.js'

export class ElaborationError extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.name = 'ElaborationError'
  }
}

/** Throws an error diagnostic at `span`. */
export function fail(code: string, message: string, span: Span, extra: Partial<Omit<Diagnostic, 'code' | 'message' | 'span'>> = {}): never {
  throw new ElaborationError({ code, severity: 'error', message, span, ...extra })
}
