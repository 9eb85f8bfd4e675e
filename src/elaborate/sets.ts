// Set forms and the operators that range over sets: Σ, Π, avg, comprehension, image, enumeration, a..b.
// UNTRUSTED; used by the elaborator only.
import {
  EMPTY, MEM, PROD, RANGE, SUM, apply, mkAnd, mkCoe, mkDiv, mkEq, mkExists, mkInsert, mkMul, real,
} from '../kernel/signature.js'
import { CARD } from '../kernel/signature.js'
import { mkAbs, mkApp, mkConst, type FVar, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL, domainOf, funType, isFun, type Type } from '../kernel/type.js'
import type { BinderRange, Expr } from '../syntax/ast.js'
import { fail } from './failure.js'
import { elaborateMembership, setOf } from './relations.js'
import { abstractAs, bind, check, coerce, inferLifted, type Bound, type Elaborator } from './terms.js'
import { applyNamed } from './names.js'
import { freshVariable } from './scope.js'

type SetForm = Extract<Expr, { kind: 'set-enum' | 'comprehension' | 'image' | 'range-set' }>

/** The set `a..b` and, for a binder's variable, its membership formula; undefined for `ε > 0`. */
export function membership(e: Elaborator, range: BinderRange,
  variable: FVar): { readonly guard: Term; readonly set: Term | undefined } | undefined {
  if (range.kind === 'relation') return undefined
  if (range.kind === 'interval-range') {
    const set = rangeSet(e, range.low, range.high)
    e.inference.unify(variable.type, NAT)
    return { guard: apply(mkConst(MEM, [NAT]), e.inference.zonk(variable), set), set }
  }
  if (range.set.kind === 'interval' || range.set.kind === 'euclidean') {
    const name = { kind: 'name', name: variable.name, span: range.set.span } as const
    const inner = { ...e, scope: { ...e.scope, variables: new Map([...e.scope.variables, [variable.name, variable]]) } }
    return { guard: elaborateMembership(inner, name, range.set), set: undefined }
  }
  const set = setOf(e, range.set)
  e.inference.unify(variable.type, domainOf(set.type))
  return { guard: apply(mkConst(MEM, [domainOf(set.type)]), e.inference.zonk(variable), set), set }
}

function rangeSet(e: Elaborator, low: Expr, high: Expr): Term {
  return apply(mkConst(RANGE), check(e, low, NAT), check(e, high, NAT))
}

/** `Σ`, `Π`, `avg` over a set; `max`, `min`, `sup` through the library's constants of those names. */
export function bigOperator(e: Elaborator, expr: Extract<Expr, { kind: 'big' }>): Term {
  const { inner, bounds } = bind(e, expr.binder)
  const [bound, extra] = bounds
  if (bound === undefined || extra !== undefined) return fail('one-variable', `${expr.op} takes one variable at a time`, expr.binder.span)
  if (bound.set === undefined) return fail('range-expected', `${expr.op} needs a finite range, as in ${expr.op} i in 1..n, …`,
    expr.binder.span)
  const body = check(inner, expr.body, REAL)
  const set = e.inference.zonk(bound.set)
  const variable = e.inference.zonkVar(bound.variable)
  const f = abstractAs(bound.name, variable, e.inference.zonk(body))
  const type = variable.type
  switch (expr.op) {
    case 'Σ': return apply(mkConst(SUM, [type]), set, f)
    case 'Π': return apply(mkConst(PROD, [type]), set, f)
    case 'avg': return average(expr, set, apply(mkConst(SUM, [type]), set, f), type)
    default: return applyNamed(e, `${expr.op}_over`, [set, f], expr.span)
  }
}

/** `(1/n) * Σ i in 1..n, …`; over another set the factor is one over its size. */
function average(expr: Extract<Expr, { kind: 'big' }>, set: Term, sum: Term, type: Type): Term {
  const range = expr.binder.range
  const fromOne = range?.kind === 'interval-range' && range.low.kind === 'numeral' && range.low.text === '1'
  const size = fromOne && set.kind === 'app' ? mkCoe(set.arg) : mkApp(mkConst(CARD, [type]), set)
  return mkMul(mkDiv(real(1n), size), sum)
}

/** A set written out; `want` is its type, possibly with metavariables. */
export function setForm(e: Elaborator, expr: SetForm, want: Type): Term {
  if (expr.kind === 'range-set') return rangeSet(e, expr.low, expr.high)
  if (expr.kind === 'comprehension') {
    unifySet(e, want, expr)
    const { inner, bounds } = bind(e, expr.binder)
    const [bound] = bounds
    if (bound === undefined || bounds.length > 1) return fail('one-variable', 'a set comprehension binds one variable', expr.span)
    const condition = check(inner, expr.condition, PROP)
    return closeSet(e, bound, condition, want)
  }
  if (expr.kind === 'image') return image(e, expr)
  const element = unifySet(e, want, expr)
  let type = element
  const members = expr.elements.map((m, i) => {
    if (i > 0 || !isFun(type)) return check(e, m, type)
    return check(e, m, type)
  })
  type = e.inference.resolve(element)
  const empty: Term = mkConst(EMPTY, [type])
  return members.reduceRight((set, m) => mkInsert(coerce(e, m, type, expr), set), empty)
}

/** Makes `want` a set type and answers its element type. */
function unifySet(e: Elaborator, want: Type, expr: Expr): Type {
  const element = e.inference.fresh()
  if (!e.inference.unify(want, funType(element, PROP))) fail('type-mismatch', 'a set is not expected here', expr.span)
  return e.inference.resolve(element)
}

function closeSet(e: Elaborator, bound: Bound, condition: Term, want: Type): Term {
  const type = e.inference.resolve(want)
  if (isFun(type)) e.inference.unify(bound.variable.type, domainOf(type))
  const guard = bound.guard === undefined ? undefined : e.inference.zonk(bound.guard)
  const body = e.inference.zonk(condition)
  return abstractAs(bound.name, e.inference.zonkVar(bound.variable), guard === undefined ? body : mkAnd(guard, body))
}

/** `{f x | x ∈ S, φ}` is `{y | ∃ x, (x ∈ S ∧ φ) ∧ y = f x}`. */
function image(e: Elaborator, expr: Extract<Expr, { kind: 'image' }>): Term {
  const { inner, bounds } = bind(e, expr.binder)
  const [bound] = bounds
  if (bound === undefined || bounds.length > 1) return fail('one-variable', 'an image binds one variable', expr.span)
  const condition = expr.condition === undefined ? undefined : check(inner, expr.condition, PROP)
  const value = e.inference.zonk(inferLifted(inner, expr.body))
  const guard = bound.guard === undefined ? undefined : e.inference.zonk(bound.guard)
  const range = guard === undefined ? condition : condition === undefined ? guard : mkAnd(guard, e.inference.zonk(condition))
  const y = freshVariable(inner.scope, 'y', value.type, [value])
  const equation = mkEq(y, value)
  const x = e.inference.zonkVar(bound.variable)
  return mkAbs(y, mkExists(x, range === undefined ? equation : mkAnd(e.inference.zonk(range), equation)))
}
