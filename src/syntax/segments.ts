// Cuts the token stream into statements by layout, and runs one grammar rule on one statement. Whatever goes wrong inside a
// statement stays there: it costs one diagnostic and its neighbours are read as if nothing had happened.
// UNTRUSTED. Imported by layout.ts, layout-proof.ts and parser.ts.
import { createTokenInstance } from 'chevrotain'
import type { IToken, TokenType } from 'chevrotain'
import type { Name, Proof, Span } from './ast.js'
import type { SyntaxDiagnostic } from './diagnostic.js'
import { diagnostic, maxDiagnostics, maxExprDepth } from './diagnostic.js'
import { endOf, nameText } from './lexer.js'
import type { Comment, Lexed } from './lexer.js'
import { endsOperand, leadsLine, markTokens } from './marks.js'
import { ItemParser } from './parser-items.js'
import * as T from './tokens.js'

/** Keywords that begin a statement wherever they stand, with the exceptions of `startsStatement`. */
const leading = new Set<TokenType>([
  T.Theory, T.Import, T.Context, T.End, T.Type, T.Fix, T.Take, T.Assume, T.Define, T.Event, T.Axiom, T.Lemma, T.Theorem, T.Corollary,
  T.Refute, T.Witness, T.Example, T.Instance, T.Assuming, T.Free, T.Show, T.ProofWord, T.Qed, T.Have, T.Thus, T.Calc, T.Obtain, T.Choose,
  T.Let, T.Cases, T.Case, T.Induction, T.Base, T.StepWord, T.Suppose, T.Contradiction, T.Suffices, T.Unfold, T.Pointwise,
])

/** Keywords only declarations begin with; they end any open proof. */
export const declarationStarts: ReadonlySet<TokenType> = new Set<TokenType>([
  T.Theory, T.Import, T.Context, T.Type, T.Define, T.Event, T.Axiom, T.Lemma, T.Theorem, T.Corollary, T.Refute, T.Example, T.Instance,
])

/** Statements a nested proof may belong to; after any other, `proof` begins something of its own. */
const justified = new Set<TokenType>([
  T.Ident, T.Have, T.Thus, T.Show, T.Calc, T.Obtain, T.Cases, T.Case, T.Contradiction, T.Suffices, T.Example,
])

/** Heads of declarations, which a `where` does not continue: it is a line of its own under them. */
const heads = new Set<TokenType>([T.Axiom, T.Lemma, T.Theorem, T.Corollary, T.Refute, T.Example])

/** Tokens that carry a statement on even at the left margin. */
const continuing = new Set<TokenType>([
  T.By, T.From, T.Using, T.With, T.As, T.At, T.Cite, T.Comma, T.RParen, T.RBracket, T.RBrace, T.RAngle, T.Wildcard, T.Then, T.Else,
])

/** Tokens after which `name:` belongs to the statement rather than beginning the next one. */
const beforeLabel = new Set<TokenType>([
  T.Comma, T.LParen, T.LBrace, T.Where, T.Assume, T.Have, T.Suppose, T.Fix, T.Take, T.Obtain, T.Show, T.Calc, T.Case, T.Suffices,
  T.Forall, T.Exists, T.Fun,
])

let sharedParser: ItemParser | undefined

/** Built on first use, without checking the grammar: a test does that. */
function grammar(): ItemParser {
  sharedParser ??= new ItemParser(false)
  return sharedParser
}

/** One statement's tokens; a nested `proof … qed` is one token of it. */
export interface Statement {
  readonly tokens: readonly IToken[]
  readonly start: number
  readonly end: number
  readonly column: number
}

/** A place in the token stream, and everything found on the way. */
export class Cursor {
  readonly diagnostics: SyntaxDiagnostic[]
  readonly #tokens: readonly IToken[]
  readonly #badOffsets: readonly number[]
  readonly #docs: readonly Comment[]
  readonly #textLength: number
  #at = 0

  constructor(lexed: Lexed) {
    this.#tokens = lexed.tokens
    this.diagnostics = [...lexed.diagnostics]
    this.#badOffsets = lexed.diagnostics.map((each) => each.span.start).sort((a, b) => a - b)
    this.#docs = lexed.comments.filter((each) => each.kind === 'doc')
    this.#textLength = lexed.text.length
  }

  peek(offset = 0): IToken | undefined {
    return this.#tokens[this.#at + offset]
  }

  is(type: TokenType): boolean {
    return this.peek()?.tokenType === type
  }

  column(): number {
    return this.peek()?.startColumn ?? 0
  }

  /** Where the next token starts, or the text ends. */
  offset(): number {
    return this.peek()?.startOffset ?? this.#textLength
  }

  /** Where the last token ended. */
  lastEnd(): number {
    const last = this.#tokens[this.#at - 1]
    return last === undefined ? 0 : endOf(last)
  }

  next(): IToken | undefined {
    const token = this.#tokens[this.#at]
    this.#at += 1
    return token
  }

  report(code: string, message: string, span: Span, hint?: string): void {
    if (this.diagnostics.length < maxDiagnostics) this.diagnostics.push(diagnostic(code, message, span, hint))
  }

  /** Documentation comments on the lines directly before the next token. */
  doc(): string | undefined {
    const token = this.peek()
    if (token === undefined) return undefined
    const previousEnd = this.lastEnd()
    const lines: string[] = []
    let at = upperBound(this.#docs, token.startOffset)
    for (at -= 1; at >= 0; at -= 1) {
      const comment = this.#docs[at]
      if (comment === undefined || comment.start < previousEnd || !comment.own) break
      lines.unshift(comment.text.slice(3).replace(/^ /, '').trimEnd())
    }
    return lines.length === 0 ? undefined : lines.join('\n')
  }

  /**
   * Reads the tokens of one statement. A nested proof is read by `block` and stands in the statement as one token.
   */
  statement(block: (cursor: Cursor) => Proof): Statement {
    const first = this.next()
    if (first === undefined) throw new Error('no statement at the end of the text')
    const column = first.startColumn ?? 1
    const tokens: IToken[] = [first]
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.tokenType === T.ProofWord && !justified.has(first.tokenType)) break
      if (token.tokenType === T.ProofWord || (token.tokenType === T.Pointwise && tokens.at(-1)?.tokenType === T.By)) {
        tokens.push(blockToken(token, block(this), this.lastEnd()))
      } else if (this.startsStatement(tokens.at(-1), first)) {
        break
      } else {
        tokens.push(token)
        this.next()
      }
    }
    return { tokens, start: first.startOffset, end: this.lastEnd(), column }
  }

  /** Whether the next token begins a new statement, seen from a statement that began with `first`. */
  private startsStatement(previous: IToken | undefined, first: IToken): boolean {
    const token = this.peek()
    if (token === undefined || previous === undefined) return true
    const before = previous.tokenType
    if (leading.has(token.tokenType)) return !continuesClaim(token.tokenType, before)
    if (token.tokenType === T.Where && heads.has(first.tokenType)) return true
    if (!leadsLine(token, previous)) return false
    const outdented = (token.startColumn ?? 1) <= (first.startColumn ?? 1)
    if (token.tokenType === T.Where) return outdented
    if (token.tokenType === T.Ident && this.peek(1)?.tokenType === T.Colon) return outdented || !beforeLabel.has(before)
    const goesOn = continuing.has(token.tokenType) || (token.tokenType.CATEGORIES ?? []).includes(T.Infix)
    return outdented && !goesOn
  }

  /**
   * Parses a statement with one rule. Undefined when it is broken, which has then been reported exactly once; a problem the
   * lexer already reported inside the statement is not reported again.
   */
  parse<R>(statement: Statement, rule: (grammar: ItemParser) => R): R | undefined {
    if (this.diagnostics.length >= maxDiagnostics || this.#hasBadCharacter(statement)) return undefined
    const marked = markTokens(statement.tokens)
    if (marked.problem !== undefined) {
      this.#add(marked.problem)
      return undefined
    }
    const parser = grammar()
    parser.begin(marked.tokens)
    let result: R | undefined
    try {
      result = rule(parser)
    } catch (failure) {
      // The caller left too little stack for nesting that is within the limit.
      if (!(failure instanceof RangeError)) throw failure
      this.report('syntax-too-deep', 'this statement nests too deep', { start: statement.start, end: statement.end })
      return undefined
    }
    const error = parser.errors[0]
    const problem = error === undefined ? parser.problems[0] : this.#explain(error.message, error.token, statement, marked.tokens)
    if (problem !== undefined) {
      this.#add(problem)
      return undefined
    }
    if (!deeper(result, maxExprDepth)) return result
    const span = { start: statement.start, end: statement.end }
    this.report('syntax-too-deep', `this statement nests more than ${maxExprDepth} levels deep`, span,
      'name its parts with `define` or `let`')
    return undefined
  }

  #add(problem: SyntaxDiagnostic): void {
    if (this.diagnostics.length < maxDiagnostics) this.diagnostics.push(problem)
  }

  #hasBadCharacter(statement: Statement): boolean {
    let low = 0
    let high = this.#badOffsets.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#badOffsets[middle] ?? 0) < statement.start) low = middle + 1
      else high = middle
    }
    const end = Math.max(statement.end, this.offset() - 1)
    for (let next = this.#badOffsets[low]; next !== undefined && next <= end; low += 1, next = this.#badOffsets[low]) {
      const bad = next
      // What a nested proof contains was reported for the nested proof.
      if (!statement.tokens.some((token) => token.tokenType === T.ProofBlock && token.startOffset <= bad && bad < endOf(token))) return true
    }
    return false
  }

  #explain(message: string, token: IToken, statement: Statement, tokens: readonly IToken[]): SyntaxDiagnostic {
    const atEnd = Number.isNaN(token.startOffset)
    const span = atEnd ? { start: Math.max(statement.start, statement.end - 1), end: statement.end }
      : { start: token.startOffset, end: endOf(token) }
    const next = this.peek()
    const said = atEnd && next !== undefined ? message.replace('found the end of the statement', `found \`${next.image}\``) : message
    return diagnostic('syntax-expected', said, span, hintFor(token, tokens))
  }
}

/** `calc`, `unfold` and `pointwise` may also stand inside a step. */
function continuesClaim(type: TokenType, before: TokenType): boolean {
  if (type === T.Calc) return before === T.Thus || before === T.Show || before === T.Have || before === T.Colon
  if (type === T.Unfold) return before === T.By || before === T.LParen
  return type === T.Pointwise && (before === T.Have || before === T.Colon)
}

/** What would help at a token the grammar did not want. */
function hintFor(token: IToken, tokens: readonly IToken[]): string | undefined {
  const at = tokens.indexOf(token)
  const previous = tokens[at - 1]
  const type = token.tokenType
  if (type === T.LBracket) return 'an interval stands only after `∈`; a function is applied as `f x`'
  if (type === T.RealType || type === T.NatType) return 'a type stands after `:`, as in `x : ℝ`; `ℝ^d` only after `∈`'
  if (type === T.Wildcard && previous !== undefined && leadsLine(token, previous)) return 'a calculation goes on with `_` and a relation'
  const starts = type === T.Ident || type === T.Numeral || type === T.LParen
  if (starts && endsOperand(previous)) {
    return 'products are written out, `a * b`; a new step begins on its own line with `name:` or a keyword'
  }
  if (type === T.Times) return 'multiplication is written `*`'
  return undefined
}

function blockToken(first: IToken, proof: Proof, end: number): IToken {
  const token = createTokenInstance(
    T.ProofBlock, 'proof', first.startOffset, end - 1, first.startLine ?? 1, first.endLine ?? 1, first.startColumn ?? 1,
      first.endColumn ?? 1,
  )
  token.payload = proof
  return token
}

/** The name a statement would declare: the first name in it. */
export function declaredName(statement: Statement): Name | undefined {
  const token = statement.tokens.find((each) => each.tokenType === T.Ident)
  return token === undefined ? undefined : { text: nameText(token), span: { start: token.startOffset, end: endOf(token) } }
}

/** First index whose comment begins at or after the offset. */
function upperBound(comments: readonly Comment[], offset: number): number {
  let low = 0
  let high = comments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether some path of AST nodes is longer than `limit`; does not recurse, so that it can be asked of anything. */
function deeper(root: unknown, limit: number): boolean {
  const stack: { value: unknown, depth: number }[] = [{ value: root, depth: 0 }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, depth } = top
    if (typeof value !== 'object' || value === null) continue
    if (depth > limit) return true
    const node = value as { readonly kind?: unknown }
    // A nested proof was measured when it was read.
    if (node.kind === 'block') continue
    const below = typeof node.kind === 'string' ? depth + 1 : depth
    for (const child of Object.values(value)) {
      if (typeof child === 'object' && child !== null) stack.push({ value: child, depth: below })
    }
  }
  return false
}
