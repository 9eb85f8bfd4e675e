// The bottom of the chevrotain parser: wording of errors, names, types and binder groups of types.
// UNTRUSTED. Extended by parser-formula.ts; nothing else imports it but the layers above in this folder.
import { EmbeddedActionsParser, EOF } from 'chevrotain'
import type { IParserErrorMessageProvider, IToken, ParserMethod, TokenType } from 'chevrotain'
import type { Binder, Name, Span, TypeExpr } from './ast.js'
import type { SyntaxDiagnostic } from './diagnostic.js'
import { diagnostic } from './diagnostic.js'
import { endOf, nameText } from './lexer.js'
import * as T from './tokens.js'

/** A grammar rule that returns `R`. */
export type Rule<R, A extends unknown[] = []> = ParserMethod<A, R>

/** How a message names a token that was found. */
export function describeToken(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the statement'
  const text = token.tokenType === T.ProofBlock ? 'proof' : token.image
  return `\`${text.length > 30 ? `${text.slice(0, 30)}…` : text}\``
}

function labelOf(type: TokenType): string {
  return type.LABEL ?? type.name
}

/** All wording is ours: the library's own sentences never reach a reader. */
const messages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${labelOf(expected)}, found ${describeToken(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `expected the end of the statement, found ${describeToken(firstRedundant)}`,
  buildNoViableAltMessage: ({ actual, customUserDescription }) =>
    `expected ${customUserDescription ?? 'something else'}, found ${actual[0] === undefined ? 'nothing' : describeToken(actual[0])}`,
  buildEarlyExitMessage: ({ actual, customUserDescription }) =>
    `expected ${customUserDescription ?? 'something else'}, found ${actual[0] === undefined ? 'nothing' : describeToken(actual[0])}`,
}

/** Names and types. Subclasses add formulas, proofs and declarations; the last one runs the self-analysis. */
export class TypeParser extends EmbeddedActionsParser {
  /** Mistakes the grammar itself lets through; the first one makes the statement broken. */
  readonly problems: SyntaxDiagnostic[] = []
  /** Brackets open around the current token. */
  protected depth = 0

  constructor(validate: boolean) {
    super(T.vocabulary, { maxLookahead: 2, errorMessageProvider: messages, skipValidations: !validate })
  }

  /** Forgets everything about the statement before. */
  begin(tokens: IToken[]): void {
    this.input = tokens
    this.problems.length = 0
    this.depth = 0
  }

  protected complain(code: string, message: string, span: Span, hint?: string): void {
    this.problems.push(diagnostic(code, message, span, hint))
  }

  /** From a token to the last one consumed. */
  protected spanFrom(first: IToken): Span {
    return this.ACTION(() => ({ start: first.startOffset, end: endOf(this.LA(0)) }))
  }

  protected is(offset: number, type: TokenType): boolean {
    return this.LA(offset).tokenType === type
  }

  /** The name a token stands for, as an AST node. */
  protected toName(token: IToken): Name {
    return this.ACTION(() => ({ text: nameText(token), span: { start: token.startOffset, end: endOf(token) } }))
  }

  name: Rule<Name> = this.RULE('name', () => {
    const token = this.CONSUME(T.Ident)
    return this.ACTION(() => this.toName(token))
  })

  /** `a b c` */
  names: Rule<Name[]> = this.RULE('names', () => {
    const names: Name[] = []
    this.AT_LEAST_ONE({ ERR_MSG: 'a name', DEF: () => names.push(this.SUBRULE(this.name)) })
    return names
  })

  /** `A → B → C`, to the right. */
  type: Rule<TypeExpr> = this.RULE('type', () => {
    const parts: { type: TypeExpr, start: number }[] = []
    const start = this.LA(1).startOffset
    const head = this.SUBRULE(this.productType)
    this.ACTION(() => parts.push({ type: head, start }))
    this.MANY(() => {
      this.CONSUME(T.Arrow)
      const at = this.LA(1).startOffset
      const part = this.SUBRULE2(this.productType)
      this.ACTION(() => parts.push({ type: part, start: at }))
    })
    return this.ACTION(() => foldRight(parts, endOf(this.LA(0)),
      (domain, codomain, span) => ({ kind: 'type-fun', domain, codomain, span })))
  })

  /** `A × B × C`, to the right. */
  productType: Rule<TypeExpr> = this.RULE('productType', () => {
    const parts: { type: TypeExpr, start: number }[] = []
    const start = this.LA(1).startOffset
    const head = this.SUBRULE(this.atomType)
    this.ACTION(() => parts.push({ type: head, start }))
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(T.Times) }, { ALT: () => this.CONSUME(T.Star) }])
      const at = this.LA(1).startOffset
      const part = this.SUBRULE2(this.atomType)
      this.ACTION(() => parts.push({ type: part, start: at }))
    })
    return this.ACTION(() => foldRight(parts, endOf(this.LA(0)), (left, right, span) => ({ kind: 'type-prod', left, right, span })))
  })

  atomType: Rule<TypeExpr> = this.RULE('atomType', () => this.OR({
    ERR_MSG: 'a type',
    DEF: [
      { ALT: () => this.typeConstant(this.CONSUME(T.RealType), 'ℝ') },
      { ALT: () => this.typeConstant(this.CONSUME(T.NatType), 'ℕ') },
      { ALT: () => this.typeConstant(this.CONSUME(T.PropWord), 'Prop') },
      { ALT: () => {
        const name = this.SUBRULE(this.name)
        return this.ACTION((): TypeExpr => ({ kind: 'type-name', name: name.text, span: name.span }))
      } },
      { ALT: () => {
        const word = this.CONSUME(T.SetWord)
        const element = this.SUBRULE(this.atomType)
        return this.ACTION((): TypeExpr => ({ kind: 'type-set', element, span: this.spanFrom(word) }))
      } },
      { ALT: () => {
        this.CONSUME(T.LParen)
        const type = this.SUBRULE(this.type)
        this.CONSUME(T.RParen)
        return type
      } },
    ],
  }))

  /** `(x y : τ)` */
  typedGroup: Rule<Binder> = this.RULE('typedGroup', () => {
    const open = this.CONSUME(T.LParen)
    const names = this.SUBRULE(this.names)
    this.CONSUME(T.Colon)
    const type = this.SUBRULE(this.type)
    this.CONSUME(T.RParen)
    return this.ACTION(() => ({ names, type, range: undefined, span: this.spanFrom(open) }))
  })

  private typeConstant(token: IToken, name: string): TypeExpr {
    return this.ACTION(() => ({ kind: 'type-name', name, span: { start: token.startOffset, end: endOf(token) } }))
  }
}

/** Joins `parts` to the right; each node spans from its own first part to the end of the last. */
function foldRight(
  parts: readonly { type: TypeExpr, start: number }[], end: number, join: (left: TypeExpr, right: TypeExpr, span: Span) => TypeExpr,
): TypeExpr {
  let result: TypeExpr | undefined
  for (let i = parts.length - 1; i >= 0; i -= 1) {
    const part = parts[i]
    if (part !== undefined) result = result === undefined ? part.type : join(part.type, result, { start: part.start, end })
  }
  if (result === undefined) throw new Error('a type has at least one part')
  return result
}
