// Formulas of the surface language to kernel terms: bidirectional type inference with two coercions, ℕ → ℝ and the
// lifting of random variables inside E[…] and P[…]. UNTRUSTED: what it builds is shown back to the reader by the printer.
import { freeVars, mkAbs, mkApp, mkConst, mkNum, mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import {
  ABS, CARD, EQ, EXISTS, FORALL, INTER, NEG, PAIR, UNION, apply, mkAnd, mkCoe, mkDiv, mkImp, mkIte, mkNot, mkOr,
} from '../kernel/signature.js'
import { NAT, PROP, REAL, codomainOf, domainOf, funType, isFun, type Type } from '../kernel/type.js'
import type { BinaryOp, Binder, Expr, Span } from '../syntax/ast.js'
import { ElaborationError, fail } from './failure.js'
import type { Inference} from './inference.js'
import { isTypeMeta } from './inference.js'
import { bigOperator, membership, setForm } from './sets.js'
import { elaborateArithmetic, power } from './arithmetic.js'
import { elaborateChain } from './relations.js'
import { literalTerm } from './literals.js'
import { elaborateName } from './names.js'
import { expectation, withProbability } from './random.js'
import { requireBindable } from './reserved.js'
import { freshVariable, withVariable, withAssumed, type Scope } from './scope.js'
import { elaborateType, showType } from './types.js'

/** Inside `E[…]`: subterms of type `Ω → A` are applied to `omega`. */
export interface Lifting {
  readonly omega: FVar
}

/** One elaboration: the names in scope, the inference state, and what is being lifted. */
export interface Elaborator {
  readonly scope: Scope
  readonly inference: Inference
  readonly lifting: Lifting | undefined
}

/** A bound variable on its way into a quantifier or a big operator. */
export interface Bound {
  /** As the author wrote it. */
  readonly name: string
  readonly variable: FVar
  /** `x ∈ S`, `ε > 0`, `a ≤ i ≤ b` as a formula, if the binder has a range. */
  readonly guard: Term | undefined
  /** The set of `x ∈ S` or `i in a..b`. */
  readonly set: Term | undefined
}

/** Elaborates and requires the given type, inserting coercions. */
export function check(e: Elaborator, expr: Expr, type: Type): Term {
  const want = e.inference.resolve(type)
  switch (expr.kind) {
    case 'lambda':
      return lambda(e, expr.binders, expr.body, want)
    case 'numeral':
      if (want === NAT || want === REAL) return numeral(expr.text, want, expr.span)
      break
    case 'name': {
      const value = want === NAT && !e.scope.variables.has(expr.name) ? e.scope.literals.get(expr.name) : undefined
      const natural = value === undefined ? undefined : literalTerm(value, NAT)
      if (natural !== undefined) return natural
      break
    }
    case 'binary':
      if (expr.op === '^' || '+-*/'.includes(expr.op)) return coerce(e, elaborateArithmetic(e, expr, want), want, expr)
      break
    case 'ite':
      return mkIte(check(e, expr.condition, PROP), check(e, expr.then, want), check(e, expr.otherwise, want))
    case 'negate':
      if (want === REAL) return mkApp(mkConst(NEG), check(e, expr.arg, REAL))
      break
    case 'set-enum':
    case 'comprehension':
    case 'image':
    case 'range-set':
      return coerce(e, setForm(e, expr, want), want, expr)
    default:
  }
  return coerce(e, infer(e, expr), want, expr)
}

/** Elaborates without a required type; inside a lifting the result is never a random variable but its value. */
export function inferLifted(e: Elaborator, expr: Expr): Term {
  return lifted(e, infer(e, expr))
}

/** `t ω` when `t` is a random variable of the lifting in force. */
export function lifted(e: Elaborator, t: Term): Term {
  const type = e.inference.resolve(t.type)
  if (e.lifting === undefined || !isFun(type)) return t
  const omega = e.inference.zonkVar(e.lifting.omega)
  return e.inference.resolve(domainOf(type)) === omega.type ? mkApp(e.inference.zonk(t), omega) : t
}

/** Inserts ℕ → ℝ or a lifting so that `t` has type `want`, or fails with `type-mismatch`. */
export function coerce(e: Elaborator, t: Term, want: Type, expr: Expr): Term {
  const target = e.inference.resolve(want)
  let term = e.inference.zonk(t)
  if (e.lifting !== undefined && isFun(term.type)) {
    const saved = e.inference.snapshot()
    if (isFun(target) && e.inference.unify(term.type, target)) return e.inference.zonk(term)
    e.inference.restore(saved)
    term = lifted(e, term)
  }
  if (target === REAL && term.type === NAT) {
    // Into the leaves, so that a sum reads the same wherever its type becomes known.
    return expr.kind === 'binary' && expr.op !== '^' ? check(e, expr, REAL) : mkCoe(term)
  }
  if (e.inference.unify(term.type, target)) return e.inference.zonk(term)
  const found = showType(e.inference.resolve(term.type))
  return fail('type-mismatch', `this has type ${found}, but ${showType(e.inference.resolve(target))} is expected here`, expr.span)
}

export function numeral(text: string, type: Type, span: Span): Term {
  const dot = text.indexOf('.')
  if (dot < 0) return mkNum(BigInt(text), type)
  if (type === NAT) return fail('type-mismatch', `${text} is not a natural number`, span)
  return decimal(text.slice(0, dot), text.slice(dot + 1))
}

/** `0.05` is the quotient 1 / 20. */
function decimal(whole: string, fraction: string): Term {
  let num = BigInt(whole + fraction)
  let den = 10n ** BigInt(fraction.length)
  let [a, b] = [num, den]
  while (b !== 0n) [a, b] = [b, a % b]
  num /= a
  den /= a
  return den === 1n ? mkNum(num, REAL) : mkDiv(mkNum(num, REAL), mkNum(den, REAL))
}

/** Elaborates without a required type. */
export function infer(e: Elaborator, expr: Expr): Term {
  switch (expr.kind) {
    case 'numeral': return numeral(expr.text, REAL, expr.span)
    case 'name': return elaborateName(e, expr.name, expr.span)
    case 'wildcard': return fail('wildcard', '`_` can stand only where the left side of the previous calc step is meant', expr.span)
    case 'goal': return fail('goal-outside-proof', '`?goal` has a meaning only after `thus`, `show` or `suffices` in a proof', expr.span)
    case 'app': return application(e, infer(e, expr.fn), expr.fn, expr.args)
    case 'binary': return binary(e, expr.op, expr)
    case 'negate': {
      const arg = inferLifted(e, expr.arg)
      return mkApp(mkConst(NEG), coerce(e, arg, REAL, expr.arg))
    }
    case 'not': return mkNot(check(e, expr.arg, PROP))
    case 'chain': return elaborateChain(e, expr)
    case 'forall':
    case 'exists': return quantifier(e, expr.kind, expr.binders, expr.body)
    case 'lambda': return lambda(e, expr.binders, expr.body, e.inference.fresh())
    case 'big': return bigOperator(e, expr)
    case 'abs': {
      const arg = inferLifted(e, expr.arg)
      const type = e.inference.resolve(arg.type)
      if (isFun(type) && e.inference.resolve(codomainOf(type)) === PROP) return mkApp(mkConst(CARD, [domainOf(type)]),
        e.inference.zonk(arg))
      return mkApp(mkConst(ABS), coerce(e, arg, REAL, expr.arg))
    }
    case 'norm':
    case 'inner': return elaborateName(e, expr.kind, expr.span)
    case 'expect':
    case 'prob': return expectation(e, expr)
    case 'with-probability': return withProbability(e, expr)
    case 'ite': {
      const then = inferLifted(e, expr.then)
      const type = e.inference.resolve(then.type) === NAT ? REAL : e.inference.resolve(then.type)
      return mkIte(check(e, expr.condition, PROP), coerce(e, then, type, expr.then), check(e, expr.otherwise, type))
    }
    case 'interval':
    case 'euclidean': return fail('set-position', 'this form may stand only on the right of ∈', expr.span)
    case 'range-set':
    case 'set-enum':
    case 'comprehension':
    case 'image': return setForm(e, expr, funType(e.inference.fresh(), PROP))
    case 'tuple': {
      const left = inferLifted(e, expr.left)
      const right = inferLifted(e, expr.right)
      return apply(mkConst(PAIR, [e.inference.resolve(left.type), e.inference.resolve(right.type)]), e.inference.zonk(left),
        e.inference.zonk(right))
    }
    case 'typed': return check(e, expr.arg, elaborateType(expr.type, e.scope))
  }
}

/** `head a₁ … aₙ`, where `head` is elaborated already. */
export function application(e: Elaborator, head: Term, headExpr: Expr, args: readonly Expr[]): Term {
  let fn = head
  for (const arg of args) {
    let type = e.inference.resolve(fn.type)
    if (isTypeMeta(type)) {
      type = funType(e.inference.fresh(), e.inference.fresh())
      e.inference.unify(fn.type, type)
    }
    if (!isFun(type)) fail('not-a-function', `this has type ${showType(type)} and takes no argument`, headExpr.span)
    const value = check(e, arg, domainOf(type))
    fn = mkApp(e.inference.zonk(fn), e.inference.zonk(value))
  }
  return fn
}

function binary(e: Elaborator, op: BinaryOp, expr: Extract<Expr, { kind: 'binary' }>): Term {
  switch (op) {
    case '∧': return mkAnd(check(e, expr.left, PROP), check(e, expr.right, PROP))
    case '∨': return mkOr(check(e, expr.left, PROP), check(e, expr.right, PROP))
    case '→': {
      const premise = check(e, expr.left, PROP)
      return mkImp(premise, check({ ...e, scope: withAssumed(e.scope, e.inference.zonk(premise)) }, expr.right, PROP))
    }
    case '↔': return apply(mkConst(EQ, [PROP]), check(e, expr.left, PROP), check(e, expr.right, PROP))
    case '∪':
    case '∩': {
      const left = inferLifted(e, expr.left)
      const right = check(e, expr.right, left.type)
      const type = e.inference.resolve(right.type)
      if (!isFun(type)) return fail('type-mismatch', `${op} combines sets, and this has type ${showType(type)}`, expr.left.span)
      return apply(mkConst(op === '∪' ? UNION : INTER, [domainOf(type)]), e.inference.zonk(left), right)
    }
    case '^': return power(e, expr, undefined)
    default: return elaborateArithmetic(e, expr, undefined)
  }
}

/** Binds the names of a binder; the ranges are elaborated in the scope before each name. */
export function bind(e: Elaborator, binder: Binder): { readonly inner: Elaborator; readonly bounds: readonly Bound[] } {
  let inner = e
  const bounds: Bound[] = []
  const declared = binder.type === undefined ? undefined : elaborateType(binder.type, e.scope)
  for (const name of binder.names) {
    requireBindable(name)
    const type = declared ?? (binder.range?.kind === 'interval-range' ? NAT : e.inference.fresh())
    const variable = freshVariable(inner.scope, name.text, type)
    const set = binder.range === undefined ? undefined : membership(e, binder.range, variable)
    inner = { ...inner, scope: withVariable(inner.scope, name.text, e.inference.zonkVar(variable)) }
    const guard = binder.range?.kind === 'relation'
      ? elaborateChain(inner, {
        kind: 'chain', first: { kind: 'name', name: name.text, span: name.span },
        links: [{ op: binder.range.op, right: binder.range.bound, span: binder.span }], span: binder.span,
      })
      : set?.guard
    bounds.push({ name: name.text, variable: e.inference.zonkVar(variable), guard, set: set?.set })
  }
  return { inner, bounds }
}

/** `λname. body` for the variable standing for `name`; keeps the author's name unless that would capture a variable of it. */
export function abstractAs(name: string, variable: FVar, body: Term): Term {
  const plain = mkVar(name, variable.type)
  if (plain === variable || freeVars(body).includes(plain)) return mkAbs(variable, body)
  return mkAbs(plain, substitute(body, new Map(), new Map([[variable, plain]])))
}

/** Closes `body` over the bound variables, innermost last, with the types known by now. */
export function close(e: Elaborator, bounds: readonly Bound[], body: Term, wrap: (bound: Bound, body: Term) => Term): Term {
  let term = e.inference.zonk(body)
  for (let i = bounds.length - 1; i >= 0; i--) {
    const bound = bounds[i]
    if (bound === undefined) continue
    const variable = e.inference.zonkVar(bound.variable)
    const guard = bound.guard === undefined ? undefined : e.inference.zonk(bound.guard)
    const set = bound.set === undefined ? undefined : e.inference.zonk(bound.set)
    term = wrap({ name: bound.name, variable, guard, set }, e.inference.zonk(term))
  }
  return term
}

function quantifier(e: Elaborator, kind: 'forall' | 'exists', binders: readonly Binder[], body: Expr): Term {
  const [first, ...rest] = binders
  if (first === undefined) return check(e, body, PROP)
  const { inner, bounds } = bind(e, first)
  const innerBody = quantifier(inner, kind, rest, body)
  return close(e, bounds, innerBody, (bound, p) => {
    const guarded = bound.guard === undefined ? p : kind === 'forall' ? mkImp(bound.guard, p) : mkAnd(bound.guard, p)
    return mkApp(mkConst(kind === 'forall' ? FORALL : EXISTS, [bound.variable.type]), abstractAs(bound.name, bound.variable, guarded))
  })
}

function lambda(e: Elaborator, binders: readonly Binder[], body: Expr, want: Type): Term {
  const names = binders.flatMap((b) => b.names.map((name) => ({ name, binder: b })))
  const go = (inner: Elaborator, index: number, expected: Type): Term => {
    const entry = names[index]
    if (entry === undefined) {
      const type = e.inference.resolve(expected)
      return isTypeMeta(type) ? coerce(inner, inferLifted(inner, body), type, body) : check(inner, body, type)
    }
    const { name, binder } = entry
    requireBindable(name)
    if (binder.range !== undefined) fail('ranged-lambda', 'a function takes its argument from a whole type, not from a range', binder.span)
    const domain = binder.type === undefined ? e.inference.fresh() : elaborateType(binder.type, e.scope)
    const codomain = e.inference.fresh()
    if (!e.inference.unify(expected, funType(domain, codomain))) {
      fail('type-mismatch', `a function is not expected here, but ${showType(e.inference.resolve(expected))}`, binder.span)
    }
    const variable = freshVariable(inner.scope, name.text, e.inference.resolve(domain))
    const scope = withVariable(inner.scope, name.text, variable)
    const value = go({ ...inner, scope }, index + 1, codomain)
    return abstractAs(name.text, e.inference.zonkVar(variable), e.inference.zonk(value))
  }
  return go(e, 0, want)
}

/** Elaborates a whole formula or term: every type must be known at the end. */
export function elaborateTop(e: Elaborator, expr: Expr, type: Type): Term {
  const term = e.inference.zonk(check(e, expr, type))
  requireKnownTypes(e, term, expr)
  return term
}

/** Fails if a type metavariable is left anywhere in `term`. */
export function requireKnownTypes(e: Elaborator, term: Term, expr: Expr): void {
  const seen = new Set<Term>()
  const go = (t: Term): void => {
    if (seen.has(t) || !t.open) return
    seen.add(t)
    if (e.inference.unsolved(t.type).length > 0 || (t.kind === 'const' && t.typeArgs.some((a) => e.inference.unsolved(a).length > 0))) {
      const what = t.kind === 'fvar' ? t.name : t.kind === 'const' ? t.constant.name : 'this'
      fail('unknown-type-of', `the type of ${what} cannot be told; write it, as in (x : ℝ)`, expr.span)
    }
    if (t.kind === 'app') { go(t.fn); go(t.arg) } else if (t.kind === 'abs') go(t.body)
  }
  go(term)
}

/** Runs `attempt`; on an elaboration failure restores the inference state and answers undefined. */
export function attempt<T>(e: Elaborator, run: () => T): T | undefined {
  const saved = e.inference.snapshot()
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ElaborationError)) throw error
    e.inference.restore(saved)
    return undefined
  }
}

