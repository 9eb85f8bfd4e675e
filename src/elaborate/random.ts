// `E[…]`, `P[…]` and `with probability at least …`: finding the law and lifting random variables.
// UNTRUSTED; used by the elaborator only.
import { GE, apply } from '../kernel/signature.js'
import { core, mkAbs, mkApp, mkConst, type FVar, type Term } from '../kernel/term.js'
import { PROP, REAL, domainOf, isFun, type Type } from '../kernel/type.js'
import { etaContracted } from '../engine/conversion.js'
import type { Expr, Span } from '../syntax/ast.js'
import { fail } from './failure.js'
import { Inference } from './inference.js'
import { applyNamed } from './names.js'
import { freshVariable, withVariable, type Scope } from './scope.js'
import { check, infer, type Elaborator } from './terms.js'
import { showType } from './types.js'

/** `(Ω → ℝ) → ℝ` gives Ω. */
export function sampleSpace(type: Type): Type | undefined {
  if (!isFun(type) || type.args[1] !== REAL) return undefined
  const variables = domainOf(type)
  return isFun(variables) && variables.args[1] === REAL ? domainOf(variables) : undefined
}

/** Whether `expectation v` is among the assumptions in force. */
function isExpectation(scope: Scope, v: FVar): boolean {
  const space = sampleSpace(v.type)
  const constant = scope.constants.get('expectation')?.info.constant
  if (space === undefined || constant?.typeParams.length !== 1) return false
  return scope.assumed.has(core(mkApp(mkConst(constant, [space]), v)))
}

/** The law meant by an unnamed `E[…]`: the only variable assumed to be an expectation. */
function lawInScope(e: Elaborator, span: Span): Term {
  const laws = [...e.scope.variables].filter(([, v]) => isExpectation(e.scope, v))
  const [only, second] = laws
  if (only === undefined) {
    return fail('no-law', 'no law is in scope here', span, {
      hints: ['fix E : (Ω → ℝ) → ℝ where expectation E', 'a functional that is not assumed to be an expectation is named: E_M[…]'],
    })
  }
  if (second !== undefined) {
    const names = laws.map(([name]) => name).join(', ')
    return fail('which-law', `several laws are in scope (${names}); name the one meant, as in E_${only[0]}[…]`, span)
  }
  return e.inference.zonkVar(only[1])
}

function law(e: Elaborator, expr: Expr | undefined, span: Span): { readonly functional: Term; readonly omega: Type } {
  const functional = expr === undefined ? lawInScope(e, span) : e.inference.zonk(infer({ ...e, lifting: undefined }, expr))
  const omega = sampleSpace(e.inference.resolve(functional.type))
  if (omega === undefined) return fail('not-a-law', `a law has type (Ω → ℝ) → ℝ, and this has type ${showType(functional.type)}`, span)
  return { functional, omega }
}

/** `λω. body` with random variables applied to ω. */
function overOutcomes(e: Elaborator, omega: Type, body: Expr, type: Type): Term {
  const variable = freshVariable(e.scope, 'ω', omega)
  const inner: Elaborator = { ...e, scope: withVariable(e.scope, ' ω', variable), lifting: { omega: variable } }
  const value = check(inner, body, type)
  // η-contracted, so that E[X] of a random variable X is the law applied to X itself.
  return etaContracted(mkAbs(e.inference.zonkVar(variable), e.inference.zonk(value)))
}

/** `E[e]` is the law applied to `λω. e`; `P[φ]` is `prob` of the law and the event. */
export function expectation(e: Elaborator, expr: Extract<Expr, { kind: 'expect' | 'prob' }>): Term {
  const { functional, omega } = law(e, expr.law, expr.span)
  if (expr.kind === 'expect') return mkApp(functional, overOutcomes(e, omega, expr.body, REAL))
  return applyNamed(e, 'prob', [functional, overOutcomes(e, omega, expr.body, PROP)], expr.span)
}

/** `with probability at least 1 - δ, φ` is `P[φ] ≥ 1 - δ`. */
export function withProbability(e: Elaborator, expr: Extract<Expr, { kind: 'with-probability' }>): Term {
  const { functional, omega } = law(e, undefined, expr.span)
  const level = check(e, expr.level, REAL)
  const event = overOutcomes(e, omega, expr.body, PROP)
  return apply(mkConst(GE), applyNamed(e, 'prob', [functional, event], expr.span), level)
}

/** The sample space of the unnamed law in scope. */
export function sampleSpaceOf(scope: Scope, span: Span): Type {
  const e = { scope, inference: new Inference(), lifting: undefined }
  return law(e, undefined, span).omega
}

/** `λω. φ` for an event defined without naming its outcome. */
export function eventOverOutcomes(e: Elaborator, body: Expr, span: Span): Term {
  return overOutcomes(e, law(e, undefined, span).omega, body, PROP)
}
