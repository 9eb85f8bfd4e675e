// TEST helper: random formulas, restricted to those the grammar can express, and comparison up to spans.
import fc from 'fast-check'
import type { Binder, ChainLink, Expr, Name, RelationOp, TypeExpr } from '../../src/syntax/ast.js'

const span = { start: 0, end: 0 }

/** The same value without spans; `undefined` fields are dropped, as JSON does. */
export function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) =>
    key === 'span' || key === 'baseSpan' || key === 'stepSpan' || (key === 'end' && typeof part === 'object') ? undefined : part) ?? 'null')
}

const words = ['x', 'y', 'f', 'n', 'E', 'P', 'max', 'min', 'sup', 'sqrt', 'exp', 'λ', 'σ2', "x'", 'Std.a_b', 'x₁', 'ℓ', 'True', 'draw',
  'E_M']
export const nameText = fc.constantFrom(...words)
export const name: fc.Arbitrary<Name> = nameText.map((text) => ({ text, span }))
/** Bound names: `max x ∈` would begin a maximum. */
const names = fc.array(name.filter((each) => !['max', 'min', 'sup'].includes(each.text)), { minLength: 1, maxLength: 2 })

export const type: fc.Arbitrary<TypeExpr> = fc.letrec<{ type: TypeExpr }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('ℝ', 'ℕ', 'Prop', 'Ω', 'Z').map((text): TypeExpr => ({ kind: 'type-name', name: text, span })),
    fc.record({ domain: tie('type'), codomain: tie('type') }).map((each): TypeExpr => ({ kind: 'type-fun', ...each, span })),
    fc.record({ left: tie('type'), right: tie('type') }).map((each): TypeExpr => ({ kind: 'type-prod', ...each, span })),
    tie('type').map((element): TypeExpr => ({ kind: 'type-set', element, span })),
  ),
})).type

// A type alias, not an interface: the library asks for an index signature.
type Ties = {
  readonly expr: Expr
  /** What may stand directly after `∈`. */
  readonly set: Expr
  readonly range: Binder['range']
  readonly binder: Binder
  readonly binders: readonly Binder[]
  readonly link: ChainLink
}

const setRelations: readonly RelationOp[] = ['∈', '∉', '⊆']
const plainRelations: readonly RelationOp[] = ['=', '≠', '<', '≤', '>', '≥']

function plain(names: readonly Name[], type: TypeExpr | undefined, range: Binder['range']): Binder {
  return { names, type, range, span }
}

const ties = fc.letrec<Ties>((tie) => {
  const expr = tie('expr')
  const optional = fc.option(expr, { nil: undefined })
  const binaryOps = fc.constantFrom('+', '-', '*', '/', '^', '∧', '∨', '→', '↔', '∪', '∩' as const)
  const leaves = fc.oneof(
    nameText.map((text): Expr => ({ kind: 'name', name: text, span })),
    fc.constantFrom('0', '1', '12', '0.05').map((text): Expr => ({ kind: 'numeral', text, span })),
    fc.constantFrom('wildcard', 'goal').map((kind): Expr => ({ kind: kind as 'goal', span })),
  )
  const grown = [
    fc.record({ fn: expr, args: fc.array(expr, { minLength: 1, maxLength: 3 }) }).map((each): Expr => ({ kind: 'app', ...each, span })),
    fc.record({ op: binaryOps, left: expr, right: expr }).map((each): Expr => ({ kind: 'binary', ...each, span })),
    fc.record({ op: binaryOps, left: expr, right: expr }).map((each): Expr => ({ kind: 'binary', ...each, span })),
    expr.map((arg): Expr => ({ kind: 'negate', arg, span })),
    expr.map((arg): Expr => ({ kind: 'not', arg, span })),
    fc.record({ first: expr, links: fc.array(tie('link'), { minLength: 1, maxLength: 2 }) }).map((each): Expr =>
      ({ kind: 'chain', ...each, span })),
    fc.record({ kind: fc.constantFrom('forall', 'exists' as const), binders: tie('binders'), body: expr }).map((each): Expr =>
      ({ ...each, span })),
    fc.record({ binders: tie('binders'), body: expr }).map(({ binders, body }): Expr =>
      ({ kind: 'lambda', binders: binders.map((each) => plain(each.names, each.type, undefined)).filter(apart), body, span })),
    fc.record({ op: fc.constantFrom('Σ', 'Π', 'avg', 'max', 'min', 'sup' as const), names, range: tie('range'), body: expr })
      .map(({ op, names, range, body }): Expr => ({ kind: 'big', op, binder: plain(names, undefined, range), body, span })),
    expr.map((arg): Expr => ({ kind: 'abs', arg, span })),
    expr.map((arg): Expr => ({ kind: 'norm', arg, span })),
    fc.record({ left: expr, right: expr }).map((each): Expr => ({ kind: 'inner', ...each, span })),
    fc.record({ kind: fc.constantFrom('expect', 'prob' as const), law: optional, body: expr }).map((each): Expr => ({ ...each, span })),
    fc.record({ level: expr, body: expr }).map((each): Expr => ({ kind: 'with-probability', ...each, span })),
    fc.record({ condition: expr, then: expr, otherwise: expr }).map((each): Expr => ({ kind: 'ite', ...each, span })),
    fc.array(expr, { maxLength: 3 }).map((elements): Expr => ({ kind: 'set-enum', elements, span })),
    fc.record({ binder: tie('binder'), condition: expr }).map(({ binder, condition }): Expr =>
      ({ kind: 'comprehension', binder: { ...binder, names: binder.names.slice(0, 1) }, condition, span })),
    fc.record({ body: expr, binder: tie('binder').filter((each) => each.range !== undefined || each.type !== undefined),
      condition: optional })
      .map((each): Expr => ({ kind: 'image', ...each, span })),
    fc.record({ left: expr, right: expr }).map((each): Expr => ({ kind: 'tuple', ...each, span })),
    fc.record({ arg: expr, type }).map((each): Expr => ({ kind: 'typed', ...each, span })),
    fc.record({ low: expr, high: expr }).map((each): Expr => ({ kind: 'range-set', ...each, span })),
  ]
  const interval = fc.record({ low: expr, high: expr, leftOpen: fc.boolean(), rightOpen: fc.boolean() })
    .map((each): Expr => ({ kind: 'interval', ...each, span }))
  const euclidean = fc.record({ rows: optional, dimension: expr }).map((each): Expr => ({ kind: 'euclidean', ...each, span }))
  const member = tie('set').filter((set) => set.kind !== 'range-set').map((set): Binder['range'] => ({ kind: 'member', set }))
  const range = fc.oneof(
    member, fc.record({ low: expr, high: expr }).map((each): Binder['range'] => ({ kind: 'interval-range', ...each })),
  )
  const relation = fc.oneof(
    fc.record({ op: fc.constantFrom(...plainRelations), bound: expr }),
      fc.record({ op: fc.constantFrom('∉', '⊆' as const), bound: tie('set') }),
  ).map((each): Binder['range'] => ({ kind: 'relation', ...each }))
  return {
    expr: fc.oneof({ maxDepth: 4, depthIdentifier: 'expr', withCrossShrink: true }, leaves, ...grown),
    set: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expr' }, leaves, interval, euclidean, expr,
      fc.record({ op: fc.constantFrom('∪', '∩' as const), left: interval, right: expr }).map((each): Expr =>
        ({ kind: 'binary', ...each, span })),
    ),
    range,
    binder: fc.oneof(
      name.map((one) => plain([one], undefined, undefined)),
      fc.record({ names, type }).map(({ names, type }) => plain(names, type, undefined)),
      fc.record({ names, range }).map(({ names, range }) => plain(names, undefined, range)),
    ),
    binders: fc.oneof(
      fc.record({ names, range: fc.option(fc.oneof(range, relation), { nil: undefined }) }).map(({ names, range }) =>
        [plain(names, undefined, range)]),
      fc.array(fc.record({ names, type }).map(({ names, type }) => plain(names, type, undefined)), { minLength: 1, maxLength: 2 }),
      fc.record({ first: names, type, last: names, range }).map(({ first, type, last, range }) =>
        [plain(first, type, undefined), plain(last, undefined, range)]),
      fc.record({ first: names, type, last: names }).map(({ first, type, last }) =>
        [plain(first, undefined, undefined), plain(last, type, undefined)]),
    ),
    link: fc.oneof(
      fc.record({ op: fc.constantFrom(...plainRelations), right: expr }),
        fc.record({ op: fc.constantFrom(...setRelations), right: tie('set') }),
    ).map((each): ChainLink => ({ ...each, span })),
  }
})

/** Two groups of bare names side by side would read as one. */
function apart(binder: Binder, i: number, all: readonly Binder[]): boolean {
  const before = all[i - 1]
  return before === undefined || before.type !== undefined || binder.type !== undefined
}

export const expr: fc.Arbitrary<Expr> = ties.expr
