// What is wrong with an SMT-LIB text: a code, one sentence, and the place. UNTRUSTED data.
// Thrown by every file of smtlib and turned into a message by the command line.
import type { Span } from '../syntax/ast.js'

export type SmtCode = 'smt-syntax' | 'smt-unsupported' | 'smt-unknown-name' | 'smt-sort' | 'smt-too-large'

/** Ends the reading of a script. The message is one sentence in the reader's terms, the span in the text as given. */
export class SmtError extends Error {
  constructor(readonly code: SmtCode, message: string, readonly span: Span, readonly hint?: string) {
    super(message)
    this.name = 'SmtError'
  }
}
