// UNTRUSTED. What the rewriting of algebra shares: the facts, one view of polynomials, questions about signs, and instances of equations
// from the library and from quantified facts. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { REAL } from '../kernel/type.js'
import { core, type Term } from '../kernel/term.js'
import { mkEq, mkLe, mkLt, mkNot, real } from '../kernel/signature.js'
import { assume, trans, type Theorem } from '../kernel/theorem.js'
import { canonicalFact } from './canonical.js'
import { combination } from './combination.js'
import { use } from './derived.js'
import type { Conversion } from './conversion.js'
import { applyRule, because, completions, matchConclusion, type Known, type Rule } from './known.js'
import { attempt, rulesOfLemma } from './leaves.js'
import { asEq, asNot, contradiction, notIntro, sides } from './logic.js'
import { EMPTY_MATCHING, match } from './match.js'
import { normalise } from './order.js'
import { nonlinear } from './nonlinear.js'
import { nonzeroRule } from './positivity-rules.js'
import { sign } from './positivity.js'
import { rationalTerm, type EngineView } from './view.js'

const zero = real(0n)

/** Facts used as rewrite rules from left to right, beside the built-in identities. */
export interface Rewrites {
  readonly ground: ReadonlyMap<Term, Theorem>
  readonly patterns: readonly Rule[]
}

export const NO_REWRITES: Rewrites = { ground: new Map(), patterns: [] }

/** The state of one normalisation. */
export interface Context {
  readonly known: Known
  readonly view: EngineView
  readonly rewrites: Rewrites
  /** `⊢ t = t'` with t' the normal form; undefined when t is normal. */
  readonly normal: Conversion
  /** The same with more facts, under a binder say. */
  readonly extended: (facts: readonly Theorem[]) => Context
}

/** `t ≠ 0` by its sign, because `t` is a multiple of `a - b` for a fact `a ≠ b`, or by products of facts. */
export function nonzero(t: Term, c: Context): Theorem | undefined {
  return attempt(() => sign('≠', t, c.known)?.theorem) ?? fromApartness(t, c) ?? byProductsOfFacts(t, c)
}

const SEARCH_UNITS = 3_000

/** The sign of a polynomial that structure does not show, on a small budget. */
function byProductsOfFacts(t: Term, c: Context): Theorem | undefined {
  if (c.view.polynomial(t).terms.length < 2) return undefined
  const key = `nonzero ${String(core(t).id)}`
  const old = c.known.memo.get(key)
  if (c.known.memo.has(key)) return old?.theorem
  const facts = c.known.arithmetic()
  const found = facts.length > 12 ? undefined : c.known.budget.within(SEARCH_UNITS, (budget) => attempt(() => {
    for (const [goal, rule] of [[mkLt(zero, t), '>'], [mkLt(t, zero), '<']] as const) {
      const outcome = nonlinear({ goal, facts, library: c.known.library, budget })
      if (outcome.kind === 'proved') return use(nonzeroRule(rule), [t], [outcome.theorem])
    }
    return undefined
  }))
  c.known.memo.set(key, found === undefined ? undefined : because(found, 'products of facts'))
  return found
}

export const nonneg = (t: Term, c: Context): Theorem | undefined => attempt(() => sign('≥', t, c.known)?.theorem)
export const nonpos = (t: Term, c: Context): Theorem | undefined => attempt(() => sign('≤', t, c.known)?.theorem)
export const positive = (t: Term, c: Context): Theorem | undefined => attempt(() => sign('>', t, c.known)?.theorem)

function fromApartness(t: Term, c: Context): Theorem | undefined {
  const p = c.view.polynomial(t)
  const lead = p.terms[0]
  for (const th of c.known.parts) {
    const inner = asNot(th.concl)
    const eq = inner === undefined ? undefined : asEq(inner)
    if (eq === undefined || eq[0].type !== REAL || lead === undefined) continue
    const d = c.view.difference(eq[0], eq[1])
    const first = d.terms[0]
    if (first === undefined || d.terms.length !== p.terms.length) continue
    const scale = Q.div(first.coefficient, lead.coefficient)
    if (!P.equal(P.scale(p, scale), d)) continue
    const zeroEq = mkEq(t, zero)
    const same = combination(eq[0], eq[1], [{ equation: assume(zeroEq), cofactor: rationalTerm(scale) }])
    return notIntro(zeroEq, contradiction(th, same))
  }
  return undefined
}

/** `t` in one spelling. */
export function spelled(t: Term): Term {
  const eq = normalise(t)
  return eq === undefined ? t : sides(eq)[1]
}

/** `⊢ t = u` whose left side is the spelling of `t` used by `th : t' = u`. */
export function startingAt(t: Term, th: Theorem): Theorem | undefined {
  const left = sides(th)[0]
  if (core(left) === core(t)) return th
  const eq = normalise(t)
  return eq !== undefined && core(sides(eq)[1]) === core(left) ? trans(eq, th) : undefined
}

/** `⊢ t = u` by the named lemma `… → l = u`; its premises are side conditions, those that `own` answers excepted. */
export function byEquation(name: string, t: Term, c: Context,
  own: (premise: Term) => Theorem | undefined = () => undefined): Theorem | undefined {
  for (const rule of rulesOfLemma(name, c.known)) {
    const th = rewriteWith(rule, t, c, own)
    if (th !== undefined) return th
  }
  return undefined
}

/** `⊢ t = u` by a rule whose conclusion is an equation with a left side matching `t`. */
export function rewriteWith(rule: Rule, t: Term, c: Context,
  own: (premise: Term) => Theorem | undefined = () => undefined): Theorem | undefined {
  const eq = asEq(rule.conclusion)
  if (eq === undefined) return undefined
  c.known.budget.spend(1)
  const found = match(eq[0], t, rule.variables, rule.freeTypes, EMPTY_MATCHING)
  if (found === undefined) return undefined
  return attempt(() => completions(rule, found, c.known, 4, (m) => {
    const th = applyRule(rule, m, (p) => own(p) ?? c.known.prove(p)?.theorem)
    return th === undefined ? undefined : startingAt(t, canonicalEquation(th))
  }))
}

/** A lemma whose whole conclusion is matched: for equations known on both sides. */
export function provedByLemma(name: string, goal: Term, c: Context,
  own: (premise: Term) => Theorem | undefined = () => undefined): Theorem | undefined {
  for (const rule of rulesOfLemma(name, c.known)) {
    const found = matchConclusion(rule, goal)
    if (found === undefined) continue
    const th = attempt(() => completions(rule, found, c.known, 4, (m) => applyRule(rule, m, (p) => own(p) ?? c.known.prove(p)?.theorem)))
    if (th !== undefined) return th
  }
  return undefined
}

const canonicalEquation = (th: Theorem): Theorem => {
  const eq = normalise(th.concl)
  return eq === undefined ? th : canonicalFact(th)
}

/** Whether two polynomials of the context are one. */
export const isZero = (p: Polynomial): boolean => p.terms.length === 0

export const nonzeroClaim = (t: Term): Term => mkNot(mkEq(t, zero))
export const nonnegClaim = (t: Term): Term => mkLe(zero, t)
export const positiveClaim = (t: Term): Term => mkLt(zero, t)
