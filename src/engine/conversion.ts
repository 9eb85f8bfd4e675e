// UNTRUSTED. Conversions: functions from a term t to a theorem ⊢ t = t' (undefined when nothing changes), and the ways to
// apply them inside a term, under binders included. Anyone above the kernel may use them.
import type { Type } from '../kernel/type.js'
import { alphaEqual, instantiateBody, mkApp, mkVar, type Abs, type Constant, type FVar, type Term } from '../kernel/term.js'
import { beta, congAbs, congApp, eqMp, generalise, instantiate, mp, refl, specialise, trans, unfold,
  type Theorem } from '../kernel/theorem.js'
import { A, B, EXISTS, FORALL } from '../kernel/signature.js'
import { base } from '../kernel/axioms.js'
import { applyEquation, iffMpr, isTrivial, sides } from './logic.js'

/** `⊢ t = t'`, possibly under hypotheses; undefined when the conversion does not apply. */
export type Conversion = (t: Term) => Theorem | undefined

let depth = 0

/**
 * Runs `use` with a variable that occurs in nothing made before: its name carries the number of such calls in progress, so a
 * theorem about an outer one is never mistaken for one about an inner. Printers drop what follows the `·`.
 */
export function withFresh<T>(hint: string, type: Type, use: (v: FVar) => T): T {
  const name = `${hint.replace(/·.*$/, '')}·${String(depth)}`
  depth++
  try {
    return use(mkVar(name, type))
  } finally {
    depth--
  }
}

/** First `a`, and if it does not apply `b`. */
export function orElse(...all: readonly Conversion[]): Conversion {
  return (t) => {
    for (const c of all) {
      const th = c(t)
      if (th !== undefined) return th
    }
    return undefined
  }
}

/** `th : a = b` followed by `conv` at `b`. */
export function follow(th: Theorem | undefined, t: Term, conv: Conversion): Theorem | undefined {
  if (th === undefined) return conv(t)
  const next = conv(sides(th)[1])
  return next === undefined ? th : trans(th, next)
}

/** `a` and then `b`; applies when either does. */
export function andThen(a: Conversion, b: Conversion): Conversion {
  return (t) => follow(a(t), t, b)
}

/** Applies `conv` to the parts of `t`: function and argument, or the body of an abstraction. */
export function onParts(conv: Conversion): Conversion {
  return (t) => {
    if (t.kind === 'app') {
      const fn = conv(t.fn)
      const arg = conv(t.arg)
      if (fn === undefined && arg === undefined) return undefined
      return congApp(fn ?? refl(t.fn), arg ?? refl(t.arg))
    }
    return t.kind === 'abs' ? underBinder(t, conv) : undefined
  }
}

/** Applies `conv` to the body of an abstraction. The binder of the result keeps the hint, with the number of `withFresh` after it. */
export function underBinder(t: Abs, conv: Conversion): Theorem | undefined {
  return withFresh(t.hint, t.domain, (v) => {
    const th = conv(instantiateBody(t, v))
    return th === undefined ? undefined : congAbs(v, th)
  })
}

/** A conversion that remembers its answers for the terms it has met. */
export function remembering(conv: Conversion): Conversion {
  const memo = new WeakMap<Term, Theorem | false>()
  return (t) => {
    const old = memo.get(t)
    if (old !== undefined) return old === false ? undefined : old
    const th = conv(t)
    memo.set(t, th ?? false)
    return th
  }
}

/** Rewrites everywhere, parts first, until nothing applies; `conv` must not go on for ever. */
export function everywhere(conv: Conversion): Conversion {
  const go: Conversion = remembering((t) => {
    const inside = onParts(go)(t)
    const here = follow(inside, t, conv)
    if (here === undefined || here === inside) return inside
    return follow(here, t, go)
  })
  return go
}

/** One pass, parts first: what `conv` produces is not visited again. */
export function bottomUp(conv: Conversion): Conversion {
  const go: Conversion = remembering((t) => follow(onParts(go)(t), t, conv))
  return go
}

/** One pass from the top: where `conv` applies, its result is not visited. */
export function topDown(conv: Conversion): Conversion {
  const go: Conversion = remembering((t) => conv(t) ?? onParts(go)(t))
  return go
}

// ── β and η ──

const betaHead: Conversion = (t) => (t.kind === 'app' && t.fn.kind === 'abs' ? beta(t) : undefined)

/** Terms known to be in β-normal form. Sound to keep for ever: terms are immutable. */
const normalTerms = new WeakSet<Term>()

function isBetaNormal(t: Term): boolean {
  if (t.kind !== 'app' && t.kind !== 'abs') return true
  if (normalTerms.has(t)) return true
  const normal = t.kind === 'app' ? t.fn.kind !== 'abs' && isBetaNormal(t.fn) && isBetaNormal(t.arg) : isBetaNormal(t.body)
  if (normal) normalTerms.add(t)
  return normal
}

const betaStep: Conversion = (t) => {
  if (isBetaNormal(t)) return undefined
  if (t.kind === 'abs') return underBinder(t, betaStep)
  if (t.kind !== 'app') return undefined
  const fn = betaStep(t.fn)
  const here = fn === undefined ? undefined : congApp(fn, refl(t.arg))
  const now = here === undefined ? t : sides(here)[1]
  const redex = betaHead(now)
  if (redex !== undefined) return follow(here === undefined ? redex : trans(here, redex), t, betaStep)
  if (now.kind !== 'app') return here
  const arg = betaStep(now.arg)
  if (arg === undefined) return here
  const both = congApp(refl(now.fn), arg)
  return here === undefined ? both : trans(here, both)
}

/** `⊢ t = t'` with t' in β-normal form. */
export function betaNormal(t: Term): Theorem {
  return betaStep(t) ?? refl(t)
}

/** The β-normal form alone. */
export function betaNormalForm(t: Term): Term {
  const th = betaStep(t)
  return th === undefined ? t : sides(th)[1]
}

/** `th` with its conclusion in β-normal form. */
export function betaReduced(th: Theorem): Theorem {
  const eq = betaStep(th.concl)
  return eq === undefined ? th : eqMp(eq, th)
}

/** The function f when `t` is `λx. f x` with x not in f; otherwise `t`. */
export function etaContracted(t: Term): Term {
  if (t.kind !== 'abs' || t.body.kind !== 'app') return t
  const arg = t.body.arg
  if (arg.kind !== 'bvar' || arg.index !== 0 || t.body.fn.loose !== 0) return t
  return t.body.fn
}

const etaStep: Conversion = (t) => {
  const f = etaContracted(t)
  if (f === t || t.kind !== 'abs') return undefined
  const types = new Map([[A, t.domain], [B, t.body.type]])
  const axiom = specialise(specialise(instantiate(base.funext, types, new Map()), t), f)
  return withFresh(t.hint, t.domain, (v) => mp(axiom, generalise(v, beta(mkApp(t, v)))))
}

/** `⊢ (λx y. f x y) = f` for an argument of a function; the predicate of a quantifier keeps its variable. */
export const etaArgument: Conversion = (t) => {
  if (t.kind !== 'app' || t.arg.kind !== 'abs') return undefined
  if (t.fn.kind === 'const' && (t.fn.constant === FORALL || t.fn.constant === EXISTS)) return undefined
  const eq = etaDeep(t.arg)
  return eq === undefined ? undefined : congApp(refl(t.fn), eq)
}

const etaDeep: Conversion = (t) => {
  if (t.kind !== 'abs') return undefined
  return follow(t.body.kind === 'abs' ? underBinder(t, etaDeep) : undefined, t, etaStep)
}

// ── definitions and rewriting with equations ──

/** Opens applied constants of the given set, and contracts the redexes made. */
export function unfoldConstants(constants: ReadonlySet<Constant>): Conversion {
  return everywhere((t) => {
    const args: Term[] = []
    let head = t
    while (head.kind === 'app') {
      args.unshift(head.arg)
      head = head.fn
    }
    if (head.kind !== 'const' || head.constant.body === undefined || !constants.has(head.constant)) return undefined
    return applyEquation(unfold(head.constant, head.typeArgs), args)
  })
}

/** Replaces terms α-equal to the left side of the equation by its right side. */
export function replaceBy(equation: Theorem): Conversion {
  const [from] = sides(equation)
  return (t) => (alphaEqual(t, from) ? equation : undefined)
}

/** Rewrites `th` with `conv`; `th` itself when nothing applies. */
export function rewritten(th: Theorem, conv: Conversion): Theorem {
  const eq = conv(th.concl)
  return eq === undefined || isTrivial(eq) ? th : eqMp(eq, th)
}

/** From a proof of the rewritten `goal`, a proof of `goal`. */
export function proveRewritten(goal: Term, conv: Conversion, prove: (t: Term) => Theorem | undefined): Theorem | undefined {
  const eq = conv(goal)
  if (eq === undefined) return prove(goal)
  const th = prove(sides(eq)[1])
  return th === undefined ? undefined : iffMpr(eq, th)
}

/** `⊢ t = t'` with every `conv`-convertible subterm replaced, from the top, once. */
export function rewriteTerm(t: Term, conv: Conversion): Theorem {
  return topDown(conv)(t) ?? refl(t)
}

/** `f a` as a term, β-reduced when f is an abstraction. */
export function applied(fn: Term, arg: Term): Term {
  return fn.kind === 'abs' ? instantiateBody(fn, arg) : mkApp(fn, arg)
}
