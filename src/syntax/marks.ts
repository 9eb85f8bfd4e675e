// Decides by position what a token is, inside one statement: which bars open and close, whether `max` takes a range, where a
// calculation goes on; and refuses statements nested too deep to parse. UNTRUSTED. Imported by the layout pass and the parsers.
import type { IToken, TokenType } from 'chevrotain'
import type { SyntaxDiagnostic } from './diagnostic.js'
import { diagnostic, maxNesting, maxStatementTokens } from './diagnostic.js'
import { endOf, nameText, retag, tooDeep } from './lexer.js'
import * as T from './tokens.js'

const openers = new Set<TokenType>([T.LParen, T.LBracket, T.LBrace, T.LAngle])
const closers = new Set<TokenType>([T.RParen, T.RBracket, T.RBrace, T.RAngle])
const nesting = new Set<TokenType>([T.Forall, T.Exists, T.Fun, T.If, T.Sum, T.Prod, T.Avg, T.BigName, T.WithProbability, T.Where,
  T.SetWord, T.Sqrt])
const operandEnds = new Set<TokenType>([
  T.Ident, T.Numeral, T.Superscript, T.RParen, T.RBracket, T.RBrace, T.RAngle, T.BarClose, T.NormClose, T.Goal, T.Wildcard, T.Infinity,
  T.EmptySet, T.RealType, T.NatType, T.PropWord,
])

/** Whether a formula may be complete after this token. */
export function endsOperand(token: IToken | undefined): boolean {
  return token !== undefined && operandEnds.has(token.tokenType)
}

/** Whether a token begins its line; `previous` is the token before it. */
export function leadsLine(token: IToken, previous: IToken | undefined): boolean {
  return previous === undefined || (token.startLine ?? 0) > (previous.endLine ?? 0)
}

/** The statement's tokens with every position-dependent one decided; a problem means they must not be parsed. */
export function markTokens(tokens: readonly IToken[]): { tokens: IToken[], problem: SyntaxDiagnostic | undefined } {
  const first = tokens[0]
  if (first !== undefined && tokens.length > maxStatementTokens) {
    const message = `this statement has ${tokens.length} tokens, more than the ${maxStatementTokens} accepted`
    return { tokens: [], problem: diagnostic('syntax-too-long', message, spanOf(first), 'name its parts with `define` or `let`') }
  }
  const marked = joinWords(tokens)
  for (let i = 0; i < marked.length; i += 1) decideName(marked, i)
  return { tokens: marked, problem: decideBars(marked) }
}

function spanOf(token: IToken): { start: number, end: number } {
  return { start: token.startOffset, end: endOf(token) }
}

/** `with probability at least` becomes one token. */
function joinWords(tokens: readonly IToken[]): IToken[] {
  const joined: IToken[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]
    if (token === undefined) continue
    const last = tokens[i + 3]
    const phrase = token.tokenType === T.With && tokens[i + 1]?.image === 'probability' && tokens[i + 2]?.tokenType === T.At
    if (phrase && last?.image === 'least') {
      const whole: IToken = { ...token, image: 'with probability at least' }
      retag(whole, T.WithProbability)
      if (last.endOffset !== undefined) whole.endOffset = last.endOffset
      if (last.endLine !== undefined) whole.endLine = last.endLine
      joined.push(whole)
      i += 3
    } else {
      joined.push(token)
    }
  }
  return joined
}

const expectation = /^[EP](?:_[^.]+)?$/

/** Names and `_` whose role the tokens after them decide. */
function decideName(tokens: readonly IToken[], i: number): void {
  const token = tokens[i]
  const next = tokens[i + 1]
  if (token === undefined || next === undefined) return
  if (token.tokenType === T.Wildcard) {
    const relation = next.tokenType.CATEGORIES?.includes(T.Relation) ?? false
    if (i > 0 && leadsLine(token, tokens[i - 1]) && relation) retag(token, T.CalcNext)
  } else if (token.tokenType === T.Numeral) {
    if (token.image === '1' && next.tokenType === T.LBracket && next.startOffset === endOf(token)) retag(token, T.IndicatorOne)
  } else if (token.tokenType === T.Ident) {
    const text = nameText(token)
    if (next.tokenType === T.LBracket && expectation.test(text)) retag(token, T.ExpectName)
    else if (next.tokenType === T.LParen && (text === 'E_' || text === 'P_')) retag(token, T.ExpectOpenLaw)
    else if ((text === 'max' || text === 'min' || text === 'sup') && rangeFollows(tokens, i + 1)) retag(token, T.BigName)
  }
}

/** Names, then `in` or `∈`: a binder. */
function rangeFollows(tokens: readonly IToken[], from: number): boolean {
  let at = from
  while (tokens[at]?.tokenType === T.Ident) at += 1
  const after = tokens[at]?.tokenType
  return at > from && (after === T.InWord || after === T.Elem)
}

interface Level {
  readonly opener: TokenType
  /** Binders since the bracket opened: each one nests. */
  binders: number
  /** In braces: the `|` between head and condition has been met. */
  separated: boolean
}

/**
 * A bar where an operand is expected opens; after an operand it closes the bar that is open at this bracket level, or
 * separates `{x ∈ S | φ}`, or else opens an argument, as in `log |F|`.
 */
function decideBars(tokens: readonly IToken[]): SyntaxDiagnostic | undefined {
  const stack: Level[] = []
  let depth = 0
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]
    if (token === undefined) continue
    const type = token.tokenType
    const top = stack.at(-1)
    if (openers.has(type)) {
      stack.push({ opener: type, binders: 0, separated: false })
      depth += 1
    } else if (closers.has(type)) {
      depth -= closeBracket(stack)
    } else if (type === T.Bar || type === T.NormBar) {
      depth += decideBar(token, endsOperand(tokens[i - 1]), stack)
    } else if (nesting.has(type) || (isPrefix(token) && !endsOperand(tokens[i - 1]))) {
      if (top !== undefined) top.binders += 1
      depth += 1
    }
    if (depth > maxNesting) return tooDeep(spanOf(token))
  }
  return undefined
}

function isPrefix(token: IToken): boolean {
  return token.tokenType === T.Not || token.tokenType === T.Minus
}

/** Retags one bar and returns the change of depth. */
function decideBar(token: IToken, afterOperand: boolean, stack: Level[]): number {
  const norm = token.tokenType === T.NormBar
  const opener = norm ? T.NormOpen : T.BarOpen
  const top = stack.at(-1)
  if (afterOperand && top?.opener === opener) {
    retag(token, norm ? T.NormClose : T.BarClose)
    stack.pop()
    return -1 - top.binders
  }
  if (!norm && afterOperand && top?.opener === T.LBrace && !top.separated) {
    retag(token, T.BarSuchThat)
    top.separated = true
    return 0
  }
  retag(token, opener)
  stack.push({ opener, binders: 0, separated: false })
  return 1
}

/** Leaves the innermost bracket, with any bar left open in it; returns how many levels that closes. */
function closeBracket(stack: Level[]): number {
  let closed = 0
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    closed += 1 + top.binders
    if (openers.has(top.opener)) break
  }
  return closed
}
