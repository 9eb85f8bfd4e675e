// What a name means: a variable, a constant of the theory, or a function of the signature.
// UNTRUSTED; used by the elaborator only.
import {
  ABS, ATAN, CARD, COS, COSH, EMPTY, ERF, EXP, FALSE, FINITE, FST, INSERT, LOG, MAX, MIN, PAIR, SIN, SINH, SND, SQRT, TAN, TANH, TRUE, COE,
} from '../kernel/signature.js'
import { mkApp, mkConst, substitute, type Constant, type Term } from '../kernel/term.js'
import { NAT, REAL, domainOf, isFun, typeVar, type Type } from '../kernel/type.js'
import type { Expr, Span } from '../syntax/ast.js'
import { fail } from './failure.js'
import { literalTerm } from './literals.js'
import { nearest } from './nearest.js'
import type { ConstantEntry } from './scope.js'
import { check, type Elaborator } from './terms.js'
import { showType } from './types.js'

/** Functions of the signature by their names in the language. */
export const builtins: ReadonlyMap<string, Constant> = new Map([
  ['exp', EXP], ['log', LOG], ['sqrt', SQRT], ['√', SQRT], ['abs', ABS], ['min', MIN], ['max', MAX], ['finite', FINITE],
  ['insert', INSERT], ['pair', PAIR], ['fst', FST], ['snd', SND], ['card', CARD], ['∅', EMPTY], ['True', TRUE], ['False', FALSE],
  ['real', COE], ['sin', SIN], ['cos', COS], ['tan', TAN], ['atan', ATAN], ['sinh', SINH], ['cosh', COSH], ['tanh', TANH], ['erf', ERF],
])

/** The term a name stands for; fails with `unknown-name` and near names. */
export function elaborateName(e: Elaborator, name: string, span: Span): Term {
  const variable = e.scope.variables.get(name)
  if (variable !== undefined) return e.inference.zonkVar(variable)
  const value = e.scope.literals.get(name)
  const literal = value === undefined ? undefined : literalTerm(value, REAL)
  if (literal !== undefined) return literal
  const entry = e.scope.constants.get(name)
  if (entry !== undefined) return constantTerm(e, entry)
  const builtin = builtins.get(name)
  if (builtin !== undefined) return mkConst(builtin, builtin.typeParams.map(() => e.inference.fresh()))
  const known = [...e.scope.variables.keys(), ...e.scope.literals.keys(), ...e.scope.constants.keys(), ...builtins.keys()]
  return fail('unknown-name', `${name} is not known here`, span, { hints: nearest(name, known) })
}

/** A constant with fresh type arguments, applied to its context's parameters when those are in scope. */
export function constantTerm(e: Elaborator, entry: ConstantEntry): Term {
  const { info, fixedTypes } = entry
  const local = contextIsOpen(e, entry)
  const args = info.constant.typeParams.map((p) => (local && fixedTypes.has(p) ? p : e.inference.fresh()))
  const head: Term = mkConst(info.constant, args)
  return local ? info.hidden.reduce<Term>((fn, h) => mkApp(fn, h), head) : head
}

function contextIsOpen(e: Elaborator, entry: ConstantEntry): boolean {
  if (entry.info.hidden.length === 0) return [...entry.fixedTypes].every((t) => e.scope.types.get(t.name) === t)
  return entry.info.hidden.every((h) => e.scope.open.has(h))
}

/** The library constant `name` applied to terms, its type arguments found by unification. */
export function applyNamed(e: Elaborator, name: string, args: readonly Term[], span: Span): Term {
  const entry = e.scope.constants.get(name)
  if (entry === undefined) return fail('missing-import', `this notation needs ${name}, which no imported theory defines`, span)
  let fn = constantTerm(e, entry)
  for (const arg of args) {
    const type = e.inference.resolve(fn.type)
    if (!isFun(type) || !e.inference.unify(domainOf(type), arg.type)) {
      return fail('type-mismatch', `${name} does not apply to a value of type ${showType(e.inference.resolve(arg.type))}`, span)
    }
    fn = mkApp(e.inference.zonk(fn), e.inference.zonk(arg))
  }
  return fn
}

/** `x ∈ ℝ^d` is `supported d x`; `A ∈ ℝ^(m × d)` is `matrix m d A` (library definitions). */
export function elaborateEuclidean(e: Elaborator, element: Expr, set: Extract<Expr, { kind: 'euclidean' }>): Term {
  const dims = (set.rows === undefined ? [set.dimension] : [set.rows, set.dimension]).map((d) => check(e, d, NAT))
  const name = set.rows === undefined ? 'supported' : 'matrix'
  const value = check(e, element, e.inference.fresh())
  return applyNamed(e, name, [...dims, value], set.span)
}

/** The type parameters of a constant replaced by the given arguments in `t`. */
export function atTypes(constant: Constant, args: readonly Type[], t: Term): Term {
  return substitute(t, new Map(constant.typeParams.map((p, i) => [p, args[i] ?? typeVar(p.name)])), new Map())
}
