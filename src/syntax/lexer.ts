// Source text to tokens: normalises, refuses over-deep bracket nesting before anything recurses, splits off comments,
// explains characters the language does not use. UNTRUSTED. Imported by the parser entry points and the formatter.
import { Lexer } from 'chevrotain'
import type { IToken, TokenType } from 'chevrotain'
import type { SyntaxDiagnostic } from './diagnostic.js'
import { diagnostic, maxDiagnostics, maxNesting } from './diagnostic.js'
import { codePoint, normaliseSource } from './normalise.js'
import * as T from './tokens.js'

/** A comment with its place: `own` when nothing but space stands before it on its line. */
export interface Comment {
  readonly kind: 'line' | 'block' | 'doc'
  readonly text: string
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  readonly own: boolean
}

export interface Lexed {
  readonly text: string
  readonly tokens: readonly IToken[]
  readonly comments: readonly Comment[]
  readonly diagnostics: readonly SyntaxDiagnostic[]
}

let shared: Lexer | undefined

/** Built on first use: the command line starts without it. */
function lexer(): Lexer {
  shared ??= new Lexer(T.lexedTokens, { positionTracking: 'full', skipValidations: true })
  return shared
}

/** Reads source text into tokens. Never throws; a text too deep or too long has no tokens and one diagnostic. */
export function tokenise(source: string): Lexed {
  const normalised = normaliseSource(source)
  const text = normalised.text
  const diagnostics = [...normalised.diagnostics]
  const tooDeep = nestingProblem(text)
  if (tooDeep !== undefined) return { text, tokens: [], comments: [], diagnostics: [...diagnostics, tooDeep] }
  const result = lexer().tokenize(text)
  for (const error of result.errors) {
    if (diagnostics.length >= maxDiagnostics) break
    diagnostics.push(strangeText(text, error.offset, error.length))
  }
  const tokens = result.tokens
  for (let i = 0; i < tokens.length; i += 1) classify(tokens, i)
  const comments = (result.groups['comments'] ?? []).map((token: IToken) => comment(text, token))
  for (const found of comments) {
    if (found.kind !== 'block' || T.isClosedComment(found.text)) continue
    const span = { start: found.start, end: found.start + 2 }
    diagnostics.push(diagnostic('syntax-open-comment', 'the comment that opens here is never closed', span,
      'close it with `-/`; for a division by a negative number write `/ -`'))
  }
  return { text, tokens, comments, diagnostics }
}

/** Exclusive end of a token. */
export function endOf(token: IToken): number {
  return (token.endOffset ?? token.startOffset) + 1
}

/** Name a token stands for: Greek words as letters, primes as `'`. */
export function nameText(token: IToken): string {
  return typeof token.payload === 'string' ? token.payload : token.image
}

/** Gives a token another type; the parser looks at nothing else. */
export function retag(token: IToken, type: TokenType): void {
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0
}

/** Turns reserved words into their tokens and gives names their canonical spelling. */
function classify(tokens: IToken[], i: number): void {
  const token = tokens[i]
  if (token?.tokenType !== T.Ident) return
  const reserved = T.reservedWords.get(token.image)
  if (reserved === undefined) {
    const canonical = canonicalName(token.image)
    if (canonical !== token.image) token.payload = canonical
    return
  }
  if (T.contextualWords.has(reserved)) {
    const previous = tokens[i - 1]
    const leads = previous === undefined || (previous.endLine ?? 0) < (token.startLine ?? 0)
    if (!leads || previous?.tokenType === T.Comma || asName(tokens[i + 1])) return
  }
  const next = tokens[i + 1]
  if (T.bracketWords.has(reserved) && !(next?.tokenType === T.LParen && next.startOffset === endOf(token))) return
  if (T.binderWords.has(reserved) && (next?.tokenType !== T.Ident || T.reservedWords.has(next.image))) return
  retag(token, reserved)
}

/** Whether the token after a contextual word shows that the word is a name. */
function asName(next: IToken | undefined): boolean {
  const type = next?.tokenType
  return type === T.Colon || type === T.Assign || (type?.CATEGORIES?.includes(T.Infix) ?? false)
}

const greek: ReadonlyMap<string, string> = new Map(Object.entries({
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', eps: 'ε', epsilon: 'ε', zeta: 'ζ', eta: 'η', theta: 'θ', kappa: 'κ', lambda: 'λ', mu: 'μ',
  nu: 'ν', xi: 'ξ', pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω', Gamma: 'Γ', Delta: 'Δ',
  Theta: 'Θ', Lambda: 'Λ', Xi: 'Ξ', Phi: 'Φ', Psi: 'Ψ', Omega: 'Ω', ell: 'ℓ',
}))

const greekWord = /^([A-Za-z]+)((?:_?[0-9₀-₉]+|_[A-Za-z])?'*)$/

/** `eps1` is `ε1`, `sigma_x` is `σ_x`; longer names that merely begin with a Greek word are left alone. */
export function canonicalName(image: string): string {
  const plain = image.includes('′') ? image.replaceAll('′', "'") : image
  const parts = greekWord.exec(plain)
  const letter = parts === null ? undefined : greek.get(parts[1] ?? '')
  return letter === undefined ? plain : letter + (parts?.[2] ?? '')
}

function comment(text: string, token: IToken): Comment {
  const kind = token.tokenType === T.DocComment ? 'doc' : token.tokenType === T.LineComment ? 'line' : 'block'
  let before = token.startOffset - 1
  while (before >= 0 && text[before] !== '\n' && text[before]?.trim() === '') before -= 1
  const own = before < 0 || text[before] === '\n'
  return { kind, text: token.image, start: token.startOffset, end: endOf(token), line: token.startLine ?? 1,
    column: token.startColumn ?? 1, own }
}

/** One linear scan for bracket depth, outside comments and strings, before any token exists. */
function nestingProblem(text: string): SyntaxDiagnostic | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    if (c === 0x22) i = skipString(text, i)
    else if (c === 0x2d && text.charCodeAt(i + 1) === 0x2d) i = lineEnd(text, i)
    else if (c === 0x2f && text.charCodeAt(i + 1) === 0x2d) i = skipBlock(text, i)
    else if (c === 0x28 || c === 0x5b || c === 0x7b || c === 0x27e8) depth += 1
    else if (c === 0x29 || c === 0x5d || c === 0x7d || c === 0x27e9) depth = Math.max(0, depth - 1)
    if (depth > maxNesting) return tooDeep({ start: i, end: i + 1 })
  }
  return undefined
}

/** The diagnostic for nesting beyond the limit. */
export function tooDeep(span: { start: number, end: number }): SyntaxDiagnostic {
  return diagnostic('syntax-too-deep', `the text nests more than ${maxNesting} levels deep here`, span,
    'name the inner parts with `define` or `let`')
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function skipString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += 1
  return at
}

function skipBlock(text: string, from: number): number {
  let depth = 1
  let at = from + 2
  for (; at < text.length && depth > 0; at += 1) {
    const pair = text.startsWith('/-', at) ? 1 : text.startsWith('-/', at) ? -1 : 0
    depth += pair
    if (pair !== 0) at += 1
  }
  return at - 1
}

/** Letters of other scripts that look like Latin ones, with the letter meant. */
const lookalikes: ReadonlyMap<string, string> = new Map([
  ...zip('АВЕЅІЈКМНОРСТУХЬаеѕіјоԁһрсухԛԝ', 'ABESIJKMHOPCTYXbaesijodhpcyxqw'),
  ...zip('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ', 'ABEZHIKMNOPTYXocj'),
  ...zip('ɑɡıⅼⅽⅾⅿⅰⅴⅹ', 'agilcdmivx'),
])

const otherSpellings: ReadonlyMap<string, string> = new Map([
  ['–', '-'], ['—', '-'], ['‐', '-'], ['‑', '-'], ['∣', '|'], ['∥', '‖'], ['∗', '*'], ['∕', '/'], ['⁄', '/'], ['“', '"'], ['”', '"'],
  ['’', "'"], ['‘', "'"], ['⇒', '→'], ['⟶', '→'], ['⇔', '↔'], ['⩽', '≤'], ['⩾', '≥'], ['⊂', '⊆'], ['…', '..'], ['⁻', '1/x'], ['ϖ', 'π'],
  ['ς', 'σ'], ['：', ':'], ['，', ','], ['（', '('], ['）', ')'], ['Σ', 'Σ'],
])

function zip(from: string, to: string): [string, string][] {
  return Array.from(from, (letter, i) => [letter, to[i] ?? ''])
}

/** Says what is wrong with characters no token begins with. */
function strangeText(text: string, start: number, length: number): SyntaxDiagnostic {
  const first = String.fromCodePoint(text.codePointAt(start) ?? 0)
  const span = { start, end: start + Math.max(length, first.length) }
  const latin = lookalikes.get(first)
  if (latin !== undefined) {
    const message = `the letter \`${first}\` (${codePoint(first)}) belongs to another script and looks like the Latin \`${latin}\``
    return diagnostic('syntax-lookalike', message, span, `type the Latin letter \`${latin}\``)
  }
  if (first === '"') return diagnostic('syntax-open-string', 'this string is not closed on its line', span, 'close it with `"`')
  if (first === '$') return diagnostic('syntax-character', 'LaTeX between dollar signs is not read here', span,
    'write the formula in the language of whp')
  if (first === '.') return diagnostic('syntax-character', 'a single `.` stands only inside a name or a number', span,
    'a range is written `a..b`')
  const meant = otherSpellings.get(first)
  const message = `the character \`${first}\` (${codePoint(first)}) has no meaning in a theory`
  return diagnostic('syntax-character', message, span, meant === undefined ? undefined : `write \`${meant}\``)
}
