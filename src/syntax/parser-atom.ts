// Atoms of the formula grammar: names, numbers, brackets of every kind, sets, expectations.
// UNTRUSTED. Extended by parser-formula.ts, which supplies whole formulas.
import type { IToken } from 'chevrotain'
import type { Binder, Expr, Name, Span, TypeExpr } from './ast.js'
import { endOf, nameText } from './lexer.js'
import { strength } from './operators.js'
import type { Operand } from './operators.js'
import { TypeParser } from './parser-types.js'
import type { Rule } from './parser-types.js'
import * as T from './tokens.js'

/** Arguments of `run` that read a whole formula. */
export const whole = { ARGS: [strength.iff, false] as [number, boolean] }

/** An operand that covers exactly its own text. */
export function bare(expr: Expr): Operand {
  return { expr, start: expr.span.start, end: expr.span.end }
}

/** Whether the operand's text is its expression alone, without parentheses around it. */
export function isBare(operand: Operand): boolean {
  return operand.start === operand.expr.span.start && operand.end === operand.expr.span.end
}

export abstract class AtomParser extends TypeParser {
  /** Operands and operators at least as strong as the first argument; the second is `afterSet` below. */
  abstract run: Rule<Operand, [number, boolean]>
  /** `x ∈ S`, `i in a..b`, `x : τ` */
  abstract rangeBinder: Rule<Binder>

  /** `afterSet`: the token before is `∈` or the like, where intervals may stand. */
  atom: Rule<Operand, [boolean]> = this.RULE('atom', (afterSet) => this.OR({
    ERR_MSG: 'a formula',
    DEF: [
      { ALT: () => this.leaf(this.CONSUME(T.Ident), (token, span) => ({ kind: 'name', name: nameText(token), span })) },
      { ALT: () => this.leaf(this.CONSUME(T.Numeral), (token, span) => ({ kind: 'numeral', text: token.image, span })) },
      { ALT: () => this.leaf(this.CONSUME(T.Infinity), (_, span) => ({ kind: 'name', name: '∞', span })) },
      { ALT: () => this.leaf(this.CONSUME(T.EmptySet), (_, span) => ({ kind: 'set-enum', elements: [], span })) },
      { ALT: () => this.leaf(this.CONSUME(T.Wildcard), (_, span) => ({ kind: 'wildcard', span })) },
      { ALT: () => this.leaf(this.CONSUME(T.Goal), (_, span) => ({ kind: 'goal', span })) },
      { ALT: () => this.SUBRULE(this.parens, { ARGS: [afterSet] }) },
      { ALT: () => this.SUBRULE(this.bars) },
      { ALT: () => this.SUBRULE(this.angles) },
      { ALT: () => this.SUBRULE(this.braces) },
      { ALT: () => this.SUBRULE(this.expectation) },
      { ALT: () => this.SUBRULE(this.wordBrackets) },
      { ALT: () => {
        const root = this.CONSUME(T.Sqrt)
        const arg = this.SUBRULE2(this.atom, { ARGS: [false] })
        return this.ACTION(() => this.rooted(root, arg))
      } },
    ],
  }))

  /** `(φ)`, `(e : τ)`, `(a, b, …)`; after `∈` also the intervals `(a, b)` and `(a, b]`. */
  parens: Rule<Operand, [boolean]> = this.RULE('parens', (afterSet) => {
    const open = this.open(this.CONSUME(T.LParen))
    const parts = [this.SUBRULE(this.run, whole)]
    let type: TypeExpr | undefined
    let closed = true
    this.OR({ ERR_MSG: '`)`', DEF: [
      { ALT: () => {
        this.CONSUME(T.Colon)
        type = this.SUBRULE(this.type)
        this.CONSUME(T.RParen)
      } },
      { ALT: () => {
        this.MANY(() => {
          this.CONSUME(T.Comma)
          parts.push(this.SUBRULE2(this.run, whole))
        })
        this.OR2({ ERR_MSG: '`)`', DEF: [
          { ALT: () => this.CONSUME2(T.RParen) },
          { GATE: () => afterSet && parts.length === 2, ALT: () => {
            this.CONSUME(T.RBracket)
            closed = false
          } },
        ] })
      } },
    ] })
    return this.ACTION(() => this.close(open, (span) => parenthesised(parts, type, span, afterSet, !closed)))
  })

  bars: Rule<Operand> = this.RULE('bars', () => this.OR({ ERR_MSG: 'a formula', DEF: [
    { ALT: () => {
      const open = this.open(this.CONSUME(T.BarOpen))
      const arg = this.SUBRULE(this.run, whole)
      this.CONSUME(T.BarClose)
      return this.ACTION(() => this.close(open, (span) => bare({ kind: 'abs', arg: arg.expr, span })))
    } },
    { ALT: () => {
      const open = this.open(this.CONSUME(T.NormOpen))
      const arg = this.SUBRULE2(this.run, whole)
      this.CONSUME(T.NormClose)
      return this.ACTION(() => this.close(open, (span) => bare({ kind: 'norm', arg: arg.expr, span })))
    } },
  ] }))

  /** `⟨x, y⟩` */
  angles: Rule<Operand> = this.RULE('angles', () => {
    const open = this.open(this.CONSUME(T.LAngle))
    const left = this.SUBRULE(this.run, whole)
    this.CONSUME(T.Comma)
    const right = this.SUBRULE2(this.run, whole)
    this.CONSUME(T.RAngle)
    return this.ACTION(() => this.close(open, (span) => bare({ kind: 'inner', left: left.expr, right: right.expr, span })))
  })

  /** `norm(x)`, `inner(x, y)`, `1[A]`: spellings of `‖x‖`, `⟨x, y⟩`, `indicator A`. */
  wordBrackets: Rule<Operand> = this.RULE('wordBrackets', () => this.OR({ ERR_MSG: 'a formula', DEF: [
    { ALT: () => {
      const open = this.CONSUME(T.NormWord)
      this.open(this.CONSUME(T.LParen))
      const arg = this.SUBRULE(this.run, whole)
      this.CONSUME(T.RParen)
      return this.ACTION(() => this.close(open, (span) => bare({ kind: 'norm', arg: arg.expr, span })))
    } },
    { ALT: () => {
      const open = this.CONSUME(T.InnerWord)
      this.open(this.CONSUME2(T.LParen))
      const left = this.SUBRULE2(this.run, whole)
      this.CONSUME(T.Comma)
      const right = this.SUBRULE3(this.run, whole)
      this.CONSUME2(T.RParen)
      return this.ACTION(() => this.close(open, (span) => bare({ kind: 'inner', left: left.expr, right: right.expr, span })))
    } },
    { ALT: () => {
      const open = this.CONSUME(T.IndicatorOne)
      this.open(this.CONSUME(T.LBracket))
      const arg = this.SUBRULE4(this.run, whole)
      this.CONSUME(T.RBracket)
      return this.ACTION(() => this.close(open, (span) => {
        const fn: Expr = { kind: 'name', name: 'indicator', span: { start: span.start, end: span.start + 1 } }
        return bare({ kind: 'app', fn, args: [arg.expr], span })
      }))
    } },
  ] }))

  /** `E[e]`, `P_M[φ]`, `E_(M ℓ)[e]` */
  expectation: Rule<Operand> = this.RULE('expectation', () => {
    let law: Operand | undefined
    const head = this.OR({ ERR_MSG: 'a formula', DEF: [
      { ALT: () => {
        const token = this.CONSUME(T.ExpectName)
        this.ACTION(() => {
          const text = nameText(token)
          if (text.length > 1) law = bare({ kind: 'name', name: text.slice(2), span: { start: token.startOffset + 2, end: endOf(token) } })
        })
        return token
      } },
      { ALT: () => {
        const token = this.CONSUME(T.ExpectOpenLaw)
        this.open(this.CONSUME(T.LParen))
        law = this.SUBRULE(this.run, whole)
        this.CONSUME(T.RParen)
        this.ACTION(() => {
          this.depth -= 1
        })
        return token
      } },
    ] })
    this.open(this.CONSUME(T.LBracket))
    const body = this.SUBRULE2(this.run, whole)
    this.CONSUME(T.RBracket)
    return this.ACTION(() => this.close(head, (span) => {
      const kind = head.image.startsWith('E') ? 'expect' : 'prob'
      return bare({ kind, law: law?.expr, body: body.expr, span })
    }))
  })

  /** `{}`, `{a, b}`, `{x ∈ S | φ}`, `{x | φ}`, `{x : τ | φ}`, `{e | x ∈ S, φ}` */
  braces: Rule<Operand> = this.RULE('braces', () => {
    const open = this.open(this.CONSUME(T.LBrace))
    const build = this.OR<(span: Span) => Expr>({ ERR_MSG: 'a formula or `}`', DEF: [
      { GATE: () => this.is(1, T.Ident) && this.is(2, T.Colon), ALT: () => {
        const name = this.SUBRULE(this.name)
        this.CONSUME(T.Colon)
        const type = this.SUBRULE(this.type)
        const end = this.LA(0)
        this.CONSUME(T.BarSuchThat)
        const condition = this.SUBRULE(this.run, whole)
        return this.ACTION(() => {
          const binder = { names: [name], type, range: undefined, span: { start: name.span.start, end: endOf(end) } }
          return (span: Span): Expr => ({ kind: 'comprehension', binder, condition: condition.expr, span })
        })
      } },
      { ALT: () => this.SUBRULE(this.braceBody) },
      { GATE: () => this.is(1, T.RBrace), ALT: () => this.ACTION(() => (span: Span): Expr => ({ kind: 'set-enum', elements: [], span })) },
    ], IGNORE_AMBIGUITIES: true })
    this.CONSUME(T.RBrace)
    return this.ACTION(() => this.close(open, (span) => bare(build(span))))
  })

  private braceBody: Rule<(span: Span) => Expr> = this.RULE('braceBody', () => {
    const first = this.SUBRULE(this.run, whole)
    const head = this.ACTION(() => comprehensionHead(first))
    return this.OR<(span: Span) => Expr>({ ERR_MSG: '`,`, `|` or `}`', DEF: [
      { GATE: () => head !== undefined, ALT: () => {
        this.CONSUME(T.BarSuchThat)
        const condition = this.SUBRULE2(this.run, whole)
        return this.ACTION(() => (span: Span): Expr => ({ kind: 'comprehension', binder: head as Binder, condition: condition.expr, span }))
      } },
      { ALT: () => {
        this.CONSUME2(T.BarSuchThat)
        const binder = this.SUBRULE(this.rangeBinder)
        let condition: Operand | undefined
        this.OPTION(() => {
          this.CONSUME(T.Comma)
          condition = this.SUBRULE3(this.run, whole)
        })
        return this.ACTION(() => (span: Span): Expr => ({ kind: 'image', body: first.expr, binder, condition: condition?.expr, span }))
      } },
      { ALT: () => {
        const elements = [first]
        this.MANY(() => {
          this.CONSUME2(T.Comma)
          elements.push(this.SUBRULE4(this.run, whole))
        })
        return this.ACTION(() => (span: Span): Expr => ({ kind: 'set-enum', elements: elements.map((element) => element.expr), span }))
      } },
    ], IGNORE_AMBIGUITIES: true })
  })

  /** Enters a bracket. */
  protected open(token: IToken): IToken {
    this.ACTION(() => {
      this.depth += 1
    })
    return token
  }

  /** Leaves the bracket that `open` began; the operand covers both ends. */
  protected close(open: IToken, build: (span: Span) => Operand): Operand {
    this.depth -= 1
    return build(this.spanFrom(open))
  }

  protected leaf(token: IToken, build: (token: IToken, span: Span) => Expr): Operand {
    return this.ACTION(() => bare(build(token, { start: token.startOffset, end: endOf(token) })))
  }

  private rooted(root: IToken, arg: Operand): Operand {
    const fn: Expr = { kind: 'name', name: 'sqrt', span: { start: root.startOffset, end: endOf(root) } }
    return bare({ kind: 'app', fn, args: [arg.expr], span: { start: root.startOffset, end: arg.end } })
  }
}

/** What stands between two parentheses. */
function parenthesised(
  parts: readonly Operand[], type: TypeExpr | undefined, span: Span, afterSet: boolean, rightClosed: boolean,
): Operand {
  const [first, second] = parts
  if (first === undefined) throw new Error('parentheses hold at least one formula')
  if (type !== undefined) return bare({ kind: 'typed', arg: first.expr, type, span })
  if (second === undefined) return { expr: first.expr, start: span.start, end: span.end }
  if (afterSet && parts.length === 2) {
    return bare({ kind: 'interval', low: first.expr, high: second.expr, leftOpen: true, rightOpen: !rightClosed, span })
  }
  let right = parts.at(-1)?.expr ?? second.expr
  const end = parts.at(-1)?.end ?? span.end
  for (let i = parts.length - 2; i >= 1; i -= 1) {
    const left = parts[i]
    if (left !== undefined) right = { kind: 'tuple', left: left.expr, right, span: { start: left.start, end } }
  }
  return bare({ kind: 'tuple', left: first.expr, right, span })
}

/** `x` or `x ∈ S` in front of the bar of a comprehension; anything else is the body of an image. */
function comprehensionHead(first: Operand): Binder | undefined {
  const expr = first.expr
  if (!isBare(first)) return undefined
  const nameOf = (name: Expr): Name | undefined => name.kind === 'name' ? { text: name.name, span: name.span } : undefined
  const alone = nameOf(expr)
  if (alone !== undefined) return { names: [alone], type: undefined, range: undefined, span: expr.span }
  if (expr.kind !== 'chain' || expr.links.length !== 1 || expr.first.span.start !== expr.span.start) return undefined
  const link = expr.links[0]
  const name = nameOf(expr.first)
  if (link?.op !== '∈' || name === undefined) return undefined
  return { names: [name], type: undefined, range: memberRange(link.right), span: expr.span }
}

/** `x ∈ a..b` is the range `a..b`. */
export function memberRange(set: Expr): Binder['range'] {
  return set.kind === 'range-set' ? { kind: 'interval-range', low: set.low, high: set.high } : { kind: 'member', set }
}
