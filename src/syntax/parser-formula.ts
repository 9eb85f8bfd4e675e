// The formula grammar on chevrotain: flat runs of operators grouped by operators.ts, application, binders.
// UNTRUSTED. Extended by parser-proof.ts. grammar/formula.ne is the normative statement of the same language.
import type { IToken, TokenType } from 'chevrotain'
import type { BigOp, Binder, Expr, Name, RelationOp, TypeExpr } from './ast.js'
import { maxExprDepth } from './diagnostic.js'
import { endOf, nameText } from './lexer.js'
import { leadsLine } from './marks.js'
import { groupRun, neverFunctions, strength, strengthOf } from './operators.js'
import type { InfixOp, Operand, RunItem } from './operators.js'
import { AtomParser, bare, isBare, memberRange, whole } from './parser-atom.js'
import type { Rule } from './parser-types.js'
import * as T from './tokens.js'

const infixOps: ReadonlyMap<TokenType, InfixOp> = new Map<TokenType, InfixOp>([
  [T.Iff, '↔'], [T.Arrow, '→'], [T.Or, '∨'], [T.And, '∧'], [T.Equal, '='], [T.NotEqual, '≠'], [T.Less, '<'], [T.LessEqual, '≤'],
  [T.Greater, '>'], [T.GreaterEqual, '≥'], [T.Elem, '∈'], [T.InWord, '∈'], [T.NotElem, '∉'], [T.Subset, '⊆'], [T.Union, '∪'],
  [T.Inter, '∩'], [T.Plus, '+'], [T.Minus, '-'], [T.Star, '*'], [T.Slash, '/'], [T.Caret, '^'], [T.DotDot, '..'],
])

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Relation a token stands for; only for tokens of the category. */
export function relationOf(token: IToken): RelationOp {
  return (infixOps.get(token.tokenType) ?? '=') as RelationOp
}

/** Whether intervals, ranges and `ℝ^d` may follow the token. */
export function isSetRelation(op: InfixOp | undefined): boolean {
  return op === '∈' || op === '∉' || op === '⊆'
}

export abstract class FormulaParser extends AtomParser {
  /** Bracket depth at which a relation that begins a line ends the formula, as after `with x := …` in a calculation. */
  protected relationStop = -1

  override begin(tokens: IToken[]): void {
    super.begin(tokens)
    this.relationStop = -1
  }

  /** A whole formula. */
  formula: Rule<Operand> = this.RULE('formula', () => this.SUBRULE(this.run, whole))

  /** What binds tighter than relations: bounds of binders, sides of a calculation. `afterSet` as for atoms. */
  term: Rule<Operand, [boolean]> = this.RULE('term', (afterSet) => this.SUBRULE(this.run, { ARGS: [strength.range, afterSet] }))

  /** A formula as an expression, for callers that need no extent. */
  expr: Rule<Expr> = this.RULE('expr', () => {
    const operand = this.SUBRULE(this.run, whole)
    return this.ACTION(() => operand.expr)
  })

  /** Formulas separated by commas. */
  exprs: Rule<Expr[]> = this.RULE('exprs', () => {
    const all = [this.SUBRULE(this.expr)]
    this.MANY(() => {
      this.CONSUME(T.Comma)
      all.push(this.SUBRULE2(this.expr))
    })
    return all
  })

  /** Operands and operators at least as strong as `least`. Few rules deep on purpose: nesting costs stack in each of them. */
  run: Rule<Operand, [number, boolean]> = this.RULE('run', (least, afterSet) => {
    const items: RunItem[] = []
    this.unit(1, items, afterSet)
    this.MANY({
      GATE: () => this.continues(least),
      DEF: () => {
        const token = this.CONSUME(T.Infix)
        const op = infixOps.get(token.tokenType)
        this.ACTION(() => op !== undefined && items.push({ kind: 'infix', op, span: { start: token.startOffset, end: endOf(token) } }))
        this.unit(2, items, isSetRelation(op))
      },
    })
    return this.ACTION(() => {
      const only = items[0]
      return items.length === 1 && only?.kind === 'operand' ? only.operand : this.grouped(items, least)
    })
  })

  private continues(least: number): boolean {
    const token = this.LA(1)
    const op = infixOps.get(token.tokenType)
    if (op === undefined || strengthOf(op) < least) return false
    return !(this.relationStop === this.depth && strengthOf(op) === strength.relation && leadsLine(token, this.LA(0)))
  }

  private grouped(items: readonly RunItem[], least: number): Operand {
    const first = items.find((item) => item.kind === 'operand')
    if (items.length > 2 * maxExprDepth && first !== undefined) {
      this.complain('syntax-too-deep', `this formula has more than ${maxExprDepth} operators in a row`, first.operand.expr.span,
        'name its parts with `define` or `let`')
      return first.operand
    }
    return groupRun(items, (span, message, hint) => this.complain('syntax-operator', message, span, hint), least)
  }

  /**
   * Prefix operators, then a binder form or an application with its superscripts; pushes onto the run. Not a rule of its own:
   * `k` tells the two places in `run` apart.
   */
  private unit(k: 1 | 2, items: RunItem[], afterSet: boolean): void {
    let interval = afterSet
    this.many(k + 1, () => {
      const token = this.or(k + 2, [{ ALT: () => this.consume(k, T.Not) }, { ALT: () => this.consume(k, T.Minus) }])
      interval = false
      this.ACTION(() => items.push({
        kind: 'prefix', op: token.tokenType === T.Not ? '¬' : '-', span: { start: token.startOffset, end: endOf(token) },
      }))
    })
    const operand: Operand = this.or(k, { ERR_MSG: 'a formula', DEF: [
      { GATE: () => interval, ALT: () => this.subrule(k, this.squareInterval) },
      { GATE: () => interval, ALT: () => this.subrule(k, this.euclidean) },
      { ALT: () => this.subrule(k, this.binding) },
      { ALT: () => this.subrule(k, this.conditional) },
      { ALT: () => this.subrule(k, this.big) },
      { ALT: () => this.application(k, interval) },
    ] })
    let raised = operand
    this.many(k + 3, () => {
      const token = this.consume(k, T.Superscript)
      this.ACTION(() => {
        raised = toThe(raised, token)
      })
    })
    this.ACTION(() => items.push({ kind: 'operand', operand: raised }))
  }

  /** An atom and its arguments. */
  private application(k: 1 | 2, afterSet: boolean): Operand {
    const head = this.subrule(k, this.atom, { ARGS: [afterSet] })
    let args: Operand[] | undefined
    this.many(k + 5, () => {
      const arg = this.subrule(k + 2, this.atom, { ARGS: [false] })
      if (args === undefined) args = [arg]
      else args.push(arg)
    })
    return this.ACTION(() => args === undefined ? head : this.applied(head, args))
  }

  private applied(head: Operand, args: readonly Operand[]): Operand {
    const first = args[0]
    const last = args.at(-1)
    if (first === undefined || last === undefined) return head
    const span = { start: head.start, end: last.end }
    const fn = head.expr
    if (isBare(head) && neverFunctions.has(fn.kind)) {
      const left = fn.kind === 'numeral' ? fn.text : '…'
      const right = first.expr.kind === 'name' ? first.expr.name : '…'
      const what = fn.kind === 'numeral' ? 'a number' : 'a value'
      this.complain('syntax-implicit-product', `${what} is followed by a factor; products are always written out`, span,
        `write \`${left} * ${right}\``)
    }
    const arg = first.expr
    const binary = fn.kind === 'name' && (fn.name === 'max' || fn.name === 'min') && args.length === 1
    if (binary && arg.kind === 'tuple' && arg.right.kind !== 'tuple' && arg.span.start === first.start) {
      return bare({ kind: 'app', fn, args: [arg.left, arg.right], span })
    }
    return bare({ kind: 'app', fn, args: args.map((each) => each.expr), span })
  }

  /** `[a, b]`, `[a, b)` */
  private squareInterval: Rule<Operand> = this.RULE('squareInterval', () => {
    const open = this.open(this.CONSUME(T.LBracket))
    const low = this.SUBRULE(this.run, whole)
    this.CONSUME(T.Comma)
    const high = this.SUBRULE2(this.run, whole)
    let rightOpen = false
    this.OR({ ERR_MSG: '`]` or `)`', DEF: [
      { ALT: () => this.CONSUME(T.RBracket) },
      { ALT: () => {
        this.CONSUME(T.RParen)
        rightOpen = true
      } },
    ] })
    return this.ACTION(() => this.close(open, (span) =>
      bare({ kind: 'interval', low: low.expr, high: high.expr, leftOpen: false, rightOpen, span })))
  })

  /** `ℝ^d`, `ℝ^(m × d)`, `ℝ²` */
  private euclidean: Rule<Operand> = this.RULE('euclidean', () => {
    const real = this.CONSUME(T.RealType)
    let rows: Operand | undefined
    const dimension = this.OR({ ERR_MSG: '`^` and a dimension', DEF: [
      { ALT: () => {
        const token = this.CONSUME(T.Superscript)
        return this.leaf(token, (_, span) => ({ kind: 'numeral', text: superscriptText(token), span }))
      } },
      { ALT: () => {
        this.CONSUME(T.Caret)
        return this.OR2({ ERR_MSG: 'a dimension', DEF: [
          { ALT: () => this.leaf(this.CONSUME(T.Ident), (token, span) => ({ kind: 'name', name: nameText(token), span })) },
          { ALT: () => this.leaf(this.CONSUME(T.Numeral), (token, span) => ({ kind: 'numeral', text: token.image, span })) },
          { ALT: () => {
            this.open(this.CONSUME(T.LParen))
            let inner = this.SUBRULE(this.run, { ARGS: [strength.range, false] })
            this.OPTION(() => {
              this.CONSUME(T.Times)
              rows = inner
              inner = this.SUBRULE2(this.run, { ARGS: [strength.range, false] })
            })
            this.CONSUME(T.RParen)
            this.ACTION(() => {
              this.depth -= 1
            })
            return inner
          } },
        ] })
      } },
    ] })
    return this.ACTION(() => bare({ kind: 'euclidean', rows: rows?.expr, dimension: dimension.expr, span: this.spanFrom(real) }))
  })

  /** `∀ …, φ`, `∃ …, φ`, `fun … ↦ e` */
  private binding: Rule<Operand> = this.RULE('binding', () => {
    const token = this.OR([
      { ALT: () => this.CONSUME(T.Forall) }, { ALT: () => this.CONSUME(T.Exists) }, { ALT: () => this.CONSUME(T.Fun) },
    ])
    const lambda = this.ACTION(() => token.tokenType === T.Fun)
    const binders = this.SUBRULE(this.binders, { ARGS: [lambda] })
    this.OR2({ ERR_MSG: lambda ? '`↦`' : '`,` after the bound names', DEF: [
      { GATE: () => !lambda, ALT: () => this.CONSUME(T.Comma) }, { GATE: () => lambda, ALT: () => this.CONSUME(T.MapsTo) },
    ] })
    const body = this.SUBRULE(this.run, whole)
    return this.ACTION(() => {
      const kind = lambda ? 'lambda' : token.tokenType === T.Forall ? 'forall' : 'exists'
      return bare({ kind, binders, body: body.expr, span: { start: token.startOffset, end: body.end } })
    })
  })

  /** `x y`, `x y : τ`, `(x : ℝ) (y : ℕ)`, `x ∈ S`, `i in a..b`, `ε > 0` */
  binders: Rule<Binder[], [boolean]> = this.RULE('binders', (lambda) => {
    const groups: Binder[] = []
    let names: Name[] = []
    this.AT_LEAST_ONE({ ERR_MSG: 'a name to bind', DEF: () => this.OR([
      { ALT: () => names.push(this.SUBRULE(this.name)) },
      { ALT: () => {
        const group = this.SUBRULE(this.typedGroup)
        this.ACTION(() => {
          if (names.length > 0) groups.push(this.binder(names, undefined, undefined))
          names = []
          groups.push(group)
        })
      } },
    ]) })
    let suffix: Binder | undefined
    this.OPTION({ GATE: () => names.length > 0, DEF: () => {
      suffix = this.SUBRULE(this.binderSuffix, { ARGS: [names] })
    } })
    return this.ACTION(() => {
      if (suffix !== undefined) groups.push(suffix)
      else if (names.length > 0) groups.push(this.binder(names, undefined, undefined))
      if (lambda && suffix?.range !== undefined) {
        this.complain('syntax-binder', 'a function binds names, with types if need be, and no range', suffix.span, 'write `fun x : τ ↦ …`')
      }
      return groups
    })
  })

  /** What follows the names: `: τ`, `∈ S`, `in a..b`, `> 0`. */
  binderSuffix: Rule<Binder, [readonly Name[]]> = this.RULE('binderSuffix', (names) => {
    let type: TypeExpr | undefined
    let range: Binder['range']
    this.OR({ ERR_MSG: '`:`, `∈` or a relation', DEF: [
      { ALT: () => {
        this.CONSUME(T.Colon)
        type = this.SUBRULE(this.type)
      } },
      { ALT: () => {
        const token = this.CONSUME(T.Relation)
        const op = this.ACTION(() => relationOf(token))
        const bound = this.SUBRULE(this.term, { ARGS: [isSetRelation(op)] })
        this.ACTION(() => {
          range = op === '∈' ? memberRange(bound.expr) : { kind: 'relation', op, bound: bound.expr }
        })
      } },
    ] })
    return this.ACTION(() => this.binder(names, type, range))
  })

  rangeBinder: Rule<Binder> = this.RULE('rangeBinder', () => {
    const names = this.SUBRULE(this.names)
    return this.SUBRULE(this.binderSuffix, { ARGS: [names] })
  })

  /** A binder from its first name to the last token consumed. */
  protected binder(names: readonly Name[], type: TypeExpr | undefined, range: Binder['range']): Binder {
    const start = names[0]?.span.start ?? 0
    const end = type === undefined && range === undefined ? names.at(-1)?.span.end ?? start : endOf(this.LA(0))
    return { names, type, range, span: { start, end } }
  }

  /** `if c then a else b`, `with probability at least 1 - δ, φ` */
  private conditional: Rule<Operand> = this.RULE('conditional', () => this.OR([
    { ALT: () => {
      const token = this.CONSUME(T.If)
      const condition = this.SUBRULE(this.run, whole)
      this.CONSUME(T.Then)
      const then = this.SUBRULE2(this.run, whole)
      this.CONSUME(T.Else)
      const otherwise = this.SUBRULE3(this.run, whole)
      return this.ACTION(() => bare({
        kind: 'ite', condition: condition.expr, then: then.expr, otherwise: otherwise.expr,
        span: { start: token.startOffset, end: otherwise.end },
      }))
    } },
    { ALT: () => {
      const token = this.CONSUME(T.WithProbability)
      const level = this.SUBRULE5(this.run, { ARGS: [strength.range, false] })
      this.CONSUME(T.Comma)
      const body = this.SUBRULE4(this.run, whole)
      return this.ACTION(() => bare({
        kind: 'with-probability', level: level.expr, body: body.expr, span: { start: token.startOffset, end: body.end },
      }))
    } },
  ]))

  /** `Σ i in 1..n, e`: the body is one product. */
  private big: Rule<Operand> = this.RULE('big', () => {
    const token = this.OR([
      { ALT: () => this.CONSUME(T.Sum) }, { ALT: () => this.CONSUME(T.Prod) }, { ALT: () => this.CONSUME(T.Avg) },
      { ALT: () => this.CONSUME(T.BigName) },
    ])
    const binder = this.SUBRULE(this.rangeBinder)
    this.CONSUME(T.Comma)
    const body = this.SUBRULE(this.run, { ARGS: [strength.product, false] })
    return this.ACTION(() => {
      if (binder.range === undefined || binder.range.kind === 'relation') {
        this.complain('syntax-binder', 'a sum or maximum ranges over `a..b` or a set', binder.span,
          'write `Σ i in 1..n, …` or `Σ x ∈ S, …`')
      }
      return bare({ kind: 'big', op: bigOpOf(token), binder, body: body.expr, span: { start: token.startOffset, end: body.end } })
    })
  })
}

/** `x²` is `x ^ 2`, and `x²^3` is `(x ^ 2) ^ 3`. */
function toThe(base: Operand, token: IToken): Operand {
  const right: Expr = { kind: 'numeral', text: superscriptText(token), span: { start: token.startOffset, end: endOf(token) } }
  return bare({ kind: 'binary', op: '^', left: base.expr, right, span: { start: base.start, end: endOf(token) } })
}

function superscriptText(token: IToken): string {
  return Array.from(token.image, (digit) => superscripts.indexOf(digit)).join('')
}

function bigOpOf(token: IToken): BigOp {
  if (token.tokenType === T.Sum) return 'Σ'
  if (token.tokenType === T.Prod) return 'Π'
  if (token.tokenType === T.Avg) return 'avg'
  return token.image as BigOp
}
