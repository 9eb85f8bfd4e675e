// The lexical layer of SMT-LIB 2.6: text to s-expressions. UNTRUSTED. Without recursion, so nesting is limited by memory alone.
// Source: the SMT-LIB standard 2.6, section 3.1. Imported by the other files of smtlib.
import type { Span } from '../syntax/ast.js'
import { SmtError } from './failure.js'

export interface Atom {
  readonly kind: 'symbol' | 'numeral' | 'decimal' | 'string' | 'keyword' | 'bits'
  /** Without quotes and bars. */
  readonly text: string
  readonly span: Span
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly Sexpr[]
  readonly span: Span
}

export type Sexpr = Atom | List

/** Longest script accepted, in UTF-16 units. */
const MAX_LENGTH = 16_000_000

const TOKEN = /[\s\uFEFF]+|;[^\n\r]*|([()])|"((?:[^"]|"")*)"|\|([^|\\]*)\||(#b[01]+|#x[0-9a-fA-F]+)|([^\s()";|#]+)/uy
const SIMPLE = /^[A-Za-z~!@$%^&*_\-+=<>.?/][A-Za-z0-9~!@$%^&*_\-+=<>.?/]*$/u

/** All expressions of a text. Throws SmtError. */
export function readExpressions(text: string): readonly Sexpr[] {
  if (text.length > MAX_LENGTH) throw new SmtError('smt-too-large', `the script is longer than ${MAX_LENGTH} characters`, { start: 0, end:
    0 })
  const top: Sexpr[] = []
  const open: { readonly items: Sexpr[]; readonly start: number }[] = []
  let items = top
  for (let at = 0; at < text.length;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) throw new SmtError('smt-syntax', 'this is no token of SMT-LIB', { start: at, end: at + 1 })
    const span = { start: at, end: TOKEN.lastIndex }
    at = span.end
    const [, bracket, string, quoted, bits, plain] = match
    if (bracket === '(') {
      items = []
      open.push({ items, start: span.start })
    } else if (bracket === ')') {
      const done = open.pop()
      if (done === undefined) throw new SmtError('smt-syntax', 'a closing bracket without an opening one', span)
      items = open.at(-1)?.items ?? top
      items.push({ kind: 'list', items: done.items, span: { start: done.start, end: span.end } })
    } else if (string !== undefined) items.push({ kind: 'string', text: string.replaceAll('""', '"'), span })
    else if (quoted !== undefined) items.push({ kind: 'symbol', text: quoted, span })
    else if (bits !== undefined) items.push({ kind: 'bits', text: bits, span })
    else if (plain !== undefined) items.push(plainAtom(plain, span))
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined) throw new SmtError('smt-syntax', 'this bracket is never closed', { start: unclosed.start, end:
    unclosed.start + 1 })
  return top
}

function plainAtom(text: string, span: Span): Atom {
  if (/^[0-9]+$/u.test(text)) return { kind: 'numeral', text, span }
  if (/^[0-9]+\.[0-9]+$/u.test(text)) return { kind: 'decimal', text, span }
  if (text.startsWith(':') && SIMPLE.test(text.slice(1))) return { kind: 'keyword', text, span }
  if (!SIMPLE.test(text)) throw new SmtError('smt-syntax', 'this is neither a symbol nor a number', span)
  return { kind: 'symbol', text, span }
}

/** The expression in one line, cut when it is long; for messages. */
export function shown(e: Sexpr, text: string): string {
  const raw = text.slice(e.span.start, Math.min(e.span.end, e.span.start + 60)).replace(/\s+/gu, ' ')
  return e.span.end - e.span.start > 60 ? `${raw} …` : raw
}
