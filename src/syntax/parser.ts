// Entry points of the syntax layer: source text to AST, with every diagnostic. UNTRUSTED.
// Imported by elaborate, checker and the tools.
import type { Expr, Theory } from './ast.js'
import type { SyntaxDiagnostic } from './diagnostic.js'
import { diagnostic } from './diagnostic.js'
import { tokenise } from './lexer.js'
import { TheoryLayout } from './layout.js'
import { Cursor } from './segments.js'

export type { SyntaxDiagnostic } from './diagnostic.js'

export interface ParsedTheory {
  readonly theory: Theory
  /** In the order of the text; empty exactly when the whole text was understood. */
  readonly diagnostics: readonly SyntaxDiagnostic[]
  /** The normalised text that every span refers to. */
  readonly text: string
}

export type ParsedFormula =
  | { readonly expr: Expr, readonly diagnostics?: undefined, readonly text: string }
  | { readonly expr?: undefined, readonly diagnostics: readonly SyntaxDiagnostic[], readonly text: string }

/** Reads a `.whp` file. Never throws; what does not parse is left out or marked broken, and reported. */
export function parseTheory(source: string): ParsedTheory {
  const lexed = tokenise(source)
  const cursor = new Cursor(lexed)
  const theory = new TheoryLayout(cursor).theory()
  const diagnostics = [...cursor.diagnostics].sort((a, b) => a.span.start - b.span.start)
  return { theory: { ...theory, span: { start: 0, end: lexed.text.length } }, diagnostics, text: lexed.text }
}

/** Reads one formula, as given on a command line. Never throws. */
export function parseFormula(source: string): ParsedFormula {
  const lexed = tokenise(source)
  const text = lexed.text
  if (lexed.diagnostics.length > 0) return { diagnostics: lexed.diagnostics, text }
  if (lexed.tokens.length === 0) {
    return { diagnostics: [diagnostic('syntax-expected', 'expected a formula, found nothing', { start: 0, end: text.length })], text }
  }
  const cursor = new Cursor({ ...lexed, tokens: [] })
  const statement = { tokens: lexed.tokens, start: 0, end: text.length, column: 1 }
  const expr = cursor.parse(statement, (grammar) => grammar.expr())
  return expr === undefined ? { diagnostics: cursor.diagnostics, text } : { expr, text }
}
