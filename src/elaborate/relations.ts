// Chains of relations `a ≤ b < c`, membership and inclusion. UNTRUSTED; used by the elaborator only.
import { EMPTY, GE, GT, LE, LT, MEM, SUBSET, apply, mkAnd, mkEq, mkLe, mkLt, mkNot } from '../kernel/signature.js'
import { mkConst, type Constant, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL, domainOf, funType, isFun, type Type } from '../kernel/type.js'
import type { ChainLink, Expr, RelationOp } from '../syntax/ast.js'
import { isLiteral } from './arithmetic.js'
import { fail } from './failure.js'
import { isTypeMeta } from './inference.js'
import { elaborateEuclidean } from './names.js'
import { check, coerce, inferLifted, lifted, type Elaborator } from './terms.js'
import { showType } from './types.js'

type ChainExpr = Extract<Expr, { kind: 'chain' }>
const ORDER: Readonly<Partial<Record<RelationOp, Constant>>> = { '<': LT, '≤': LE, '>': GT, '≥': GE }

/** The conjunction of the links of a chain. */
export function elaborateChain(e: Elaborator, expr: ChainExpr): Term {
  let left = expr.first
  let result: Term | undefined
  for (const link of expr.links) {
    const formula = elaborateRelation(e, left, link)
    result = result === undefined ? formula : mkAnd(e.inference.zonk(result), e.inference.zonk(formula))
    left = link.right
  }
  return result ?? check(e, expr.first, PROP)
}

/** One link `left op right`. */
export function elaborateRelation(e: Elaborator, left: Expr, link: ChainLink): Term {
  const order = ORDER[link.op]
  if (order !== undefined) return apply(mkConst(order), check(e, left, REAL), check(e, link.right, REAL))
  switch (link.op) {
    case '=': return equation(e, left, link.right)
    case '≠': return mkNot(equation(e, left, link.right))
    case '∈': return elaborateMembership(e, left, link.right)
    case '∉': return mkNot(elaborateMembership(e, left, link.right))
    default: return inclusion(e, left, link.right)
  }
}

function equation(e: Elaborator, left: Expr, right: Expr): Term {
  if (isLiteral(left) && !isLiteral(right)) {
    const r = inferLifted(e, right)
    const type = e.inference.resolve(r.type)
    const l = check(e, left, type === NAT ? NAT : REAL)
    return mkEq(e.inference.zonk(l), coerce(e, r, l.type, right))
  }
  const l = inferLifted(e, left)
  const type = e.inference.resolve(l.type)
  if (type === NAT && !isLiteral(right)) {
    const r = inferLifted(e, right)
    const other = e.inference.resolve(r.type) === REAL ? REAL : NAT
    return mkEq(coerce(e, l, other, left), coerce(e, r, other, right))
  }
  // A value whose type is still unknown is real unless the other side says otherwise.
  const r = isTypeMeta(type) ? inferLifted(e, right) : check(e, right, type)
  if (isTypeMeta(type)) e.inference.unify(type, r.type)
  return mkEq(coerce(e, l, r.type, left), e.inference.zonk(r))
}

/** `element ∈ set`; intervals, ranges and ℝ^d have forms of their own. */
export function elaborateMembership(e: Elaborator, element: Expr, set: Expr): Term {
  if (set.kind === 'interval') {
    const x = check(e, element, REAL)
    const unbounded = (b: Expr): boolean => b.kind === 'name' && b.name === '∞'
      || (b.kind === 'negate' && b.arg.kind === 'name' && b.arg.name === '∞')
    const low = unbounded(set.low) ? undefined : check(e, set.low, REAL)
    const high = unbounded(set.high) ? undefined : check(e, set.high, REAL)
    const parts: Term[] = []
    if (low !== undefined) parts.push(set.leftOpen ? mkLt(low, x) : mkLe(low, x))
    if (high !== undefined) parts.push(set.rightOpen ? mkLt(x, high) : mkLe(x, high))
    const [first, second] = parts
    if (first === undefined) return fail('empty-statement', 'membership in (-∞, ∞) says nothing', set.span)
    return second === undefined ? first : mkAnd(first, second)
  }
  if (set.kind === 'euclidean') return elaborateEuclidean(e, element, set)
  if (set.kind === 'range-set') {
    const s = check(e, set, funType(NAT, PROP))
    return apply(mkConst(MEM, [NAT]), check(e, element, NAT), s)
  }
  if (set.kind === 'set-enum') {
    // Numerals in the set take the type of the element, not the other way round.
    const x = isLiteral(element) ? check(e, element, REAL) : inferLifted(e, element)
    const members = check(e, set, funType(e.inference.resolve(x.type), PROP))
    return apply(mkConst(MEM, [domainOf(members.type)]), e.inference.zonk(x), members)
  }
  const s = e.inference.zonk(setOf(e, set))
  return apply(mkConst(MEM, [domainOf(s.type)]), check(e, element, domainOf(s.type)), e.inference.zonk(s))
}

/** `expr` as a set: of type `A → Prop`, applied to ω when it is a random set. */
export function setOf(e: Elaborator, expr: Expr): Term {
  if (expr.kind === 'name' && expr.name === '∅') return mkConst(EMPTY, [e.inference.fresh()])
  let t = check(e, expr, e.inference.fresh())
  let type = e.inference.resolve(t.type)
  if (isTypeMeta(type)) {
    e.inference.unify(type, funType(e.inference.fresh(), PROP))
    type = e.inference.resolve(type)
  }
  if (isFun(type) && e.inference.resolve(type).args[1] !== PROP) {
    t = lifted(e, t)
    type = e.inference.resolve(t.type)
  }
  if (!isFun(type) || type.args[1] !== PROP) return fail('type-mismatch', `a set is expected here, and this has type ${showType(type)}`,
    expr.span)
  return e.inference.zonk(t)
}

function inclusion(e: Elaborator, left: Expr, right: Expr): Term {
  const l = setOf(e, left)
  const type: Type = e.inference.resolve(l.type)
  const r = check(e, right, type)
  const set = e.inference.resolve(r.type)
  return apply(mkConst(SUBSET, [domainOf(set)]), e.inference.zonk(l), r)
}
