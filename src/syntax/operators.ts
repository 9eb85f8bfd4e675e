// Precedence of the formula language: turns a flat run of operands and operators into a tree.
// UNTRUSTED. Imported by the document parser; the printer reads the same table. grammar/formula.ne states the same, as rules.
import type { BinaryOp, ChainLink, Expr, RelationOp, Span } from './ast.js'

/** An expression with the extent of its text, parentheses included. */
export interface Operand {
  readonly expr: Expr
  readonly start: number
  readonly end: number
}

export type InfixOp = BinaryOp | RelationOp | '..'
export type PrefixOp = '¬' | '-'

export type RunItem =
  | { readonly kind: 'operand', readonly operand: Operand }
  | { readonly kind: 'infix', readonly op: InfixOp, readonly span: Span }
  | { readonly kind: 'prefix', readonly op: PrefixOp, readonly span: Span }

/** Binding strength, loosest first. Binders are looser than 1, application is tighter than `power`. */
export const strength = {
  iff: 1, arrow: 2, or: 3, and: 4, not: 5, relation: 6, range: 7, set: 8, sum: 9, product: 10, negate: 11, power: 12,
} as const

const strengths: ReadonlyMap<InfixOp, number> = new Map<InfixOp, number>([
  ['↔', strength.iff], ['→', strength.arrow], ['∨', strength.or], ['∧', strength.and],
  ['=', strength.relation], ['≠', strength.relation], ['<', strength.relation], ['≤', strength.relation], ['>', strength.relation],
  ['≥', strength.relation], ['∈', strength.relation], ['∉', strength.relation], ['⊆', strength.relation],
  ['..', strength.range], ['∪', strength.set], ['∩', strength.set], ['+', strength.sum], ['-', strength.sum],
  ['*', strength.product], ['/', strength.product], ['^', strength.power],
])

/** Strength of an infix operator. */
export function strengthOf(op: InfixOp): number {
  return strengths.get(op) ?? strength.power
}

/** `↔ → ∨ ∧ ^` group to the right, the others to the left. */
export function groupsRight(op: InfixOp): boolean {
  return op === '↔' || op === '→' || op === '∨' || op === '∧' || op === '^'
}

const relations: ReadonlySet<string> = new Set(['=', '≠', '<', '≤', '>', '≥', '∈', '∉', '⊆'])

function isRelation(op: InfixOp): op is RelationOp {
  return relations.has(op)
}

/** Heads that cannot be applied unless parentheses say that it is meant: `2 n` is a forgotten product. */
export const neverFunctions: ReadonlySet<Expr['kind']> = new Set(['numeral', 'abs', 'norm', 'inner', 'expect', 'prob', 'interval'] as const)

/** Told of a prefix operator that is too loose for its place, as the `¬` of `a + ¬b`, or of a second `..`. */
export type Complain = (span: Span, message: string, hint: string) => void

/** Groups a run of operators no looser than `least`; it has at least one operand and alternates as the grammar says. */
export function groupRun(items: readonly RunItem[], complain: Complain, least: number): Operand {
  return new Grouping(items, complain).group(least)
}

class Grouping {
  #at = 0
  readonly #items: readonly RunItem[]
  readonly #complain: Complain

  constructor(items: readonly RunItem[], complain: Complain) {
    this.#items = items
    this.#complain = complain
  }

  /** Reads as much as operators of at least this strength hold together. */
  group(least: number): Operand {
    let left = this.#prefixed(least)
    for (let item = this.#items[this.#at]; item?.kind === 'infix'; item = this.#items[this.#at]) {
      const power = strengthOf(item.op)
      if (power < least) break
      if (isRelation(item.op)) {
        left = this.#chain(left)
        continue
      }
      this.#at += 1
      left = this.#binary(left, item.op, item.span, power)
    }
    return left
  }

  #binary(left: Operand, op: BinaryOp | '..', at: Span, power: number): Operand {
    const right = this.group(op === '^' ? strength.negate : groupsRight(op) ? power : power + 1)
    const span = { start: left.start, end: right.end }
    if (op !== '..') return { expr: { kind: 'binary', op, left: left.expr, right: right.expr, span }, ...span }
    if (this.#nextIsRange()) this.#complain(at, 'a range has two ends, `a..b`', 'put one of the ranges in parentheses')
    return { expr: { kind: 'range-set', low: left.expr, high: right.expr, span }, ...span }
  }

  #nextIsRange(): boolean {
    const next = this.#items[this.#at]
    return next?.kind === 'infix' && next.op === '..'
  }

  #chain(first: Operand): Operand {
    const links: ChainLink[] = []
    let end = first.end
    for (let item = this.#items[this.#at]; item?.kind === 'infix' && isRelation(item.op); item = this.#items[this.#at]) {
      this.#at += 1
      const right = this.group(strength.range)
      links.push({ op: item.op, right: right.expr, span: { start: item.span.start, end: right.end } })
      end = right.end
    }
    const span = { start: first.start, end }
    return { expr: { kind: 'chain', first: first.expr, links, span }, ...span }
  }

  #prefixed(least: number): Operand {
    const item = this.#items[this.#at]
    this.#at += 1
    if (item === undefined || item.kind === 'infix') throw new Error('a run of operators does not alternate')
    if (item.kind === 'operand') return item.operand
    if (item.op === '¬' && least > strength.not) {
      this.#complain(item.span, '`¬` stands to the right of an operator that binds tighter', 'put the negation in parentheses')
    }
    const arg = this.group(item.op === '¬' ? strength.not : strength.negate)
    const span = { start: item.span.start, end: arg.end }
    return { expr: { kind: item.op === '¬' ? 'not' : 'negate', arg: arg.expr, span }, ...span }
  }
}
