// UNTRUSTED. Derivatives with respect to one variable in a form that evaluates well, with the equation to what the kernel's rule gives,
// and the conditions of that rule. Kept by function and variable within one call. Part of analysis.
import * as P from '../arith/polynomial.js'
import { instantiateBody, core, mkAbs, type FVar, type Term } from '../kernel/term.js'
import { real } from '../kernel/signature.js'
import { differentiate } from '../kernel/derivative.js'
import { assume, trans, type Theorem } from '../kernel/theorem.js'
import { Known } from './known.js'
import { attempt } from './leaves.js'
import { conjuncts, hypothesesWithin, isTrue, sides } from './logic.js'
import { Normaliser } from './normaliser.js'
import { ring } from './rules.js'
import { discharge } from './side.js'
import { writtenSize } from './size.js'
import { tapeOf } from './tape.js'
import { Budget, EMPTY_LIBRARY } from './types.js'
import { EngineView } from './view.js'

/**
 * The derivative of f in x: as the kernel states it, in the form to work with, and `raw = value` if they differ, which may rest on the
 * conditions that `smoothness` joins.
 */
export interface Slope {
  readonly raw: Term
  readonly value: Term
  readonly equation: Theorem | undefined
  readonly continuity: Term
  readonly smoothness: Term
}

/** Polynomials with more terms than this are left as the rule of the kernel gives them. */
const MAX_TERMS = 120
/** Derivatives larger than this, written out, are not worked with. */
const MAX_WRITTEN = 150_000
/** So many nodes of a derivative are read for a unit of work. */
const NODES_A_UNIT = 8

/** Slopes of one call, which pays for them: what other calls made must not decide how far this one gets. */
const calls = new WeakMap<Budget, Map<string, Slope | undefined>>()

/** The derivative of f in v; undefined where the kernel has no rule for it, and when it is too large to be of use. */
export function slopeOf(f: Term, v: FVar, budget: Budget): Slope | undefined {
  const known = calls.get(budget.root) ?? new Map<string, Slope | undefined>()
  calls.set(budget.root, known)
  const key = `${String(f.id)}/${String(v.id)}`
  if (known.has(key)) return known.get(key)
  const made = attempt(() => derive(f, v, budget))
  known.set(key, made)
  return made
}

function derive(f: Term, v: FVar, budget: Budget): Slope | undefined {
  const d = differentiate(mkAbs(v, f))
  const [raw, continuity, smoothness] = [d.derivative, d.continuity, d.differentiability].map((g) => instantiateBody(g, v)) as
    [Term, Term, Term]
  const written = writtenSize(raw)
  if (written > MAX_WRITTEN) return undefined
  budget.spend(Math.ceil(written / NODES_A_UNIT))
  const plain = ordered(raw)
  const value = plain?.value ?? raw
  const simpler = isTrue(smoothness) ? undefined : simplified(value, smoothness, budget)
  if (simpler === undefined) return { raw, value, equation: plain?.equation, continuity, smoothness }
  const equation = plain === undefined ? simpler : trans(plain.equation, simpler)
  return { raw, value: sides(simpler)[1], equation, continuity, smoothness }
}

/** The work for one simplification, which the caller pays. */
const SHARE = 1_500

/** `⊢ t = t'` with `u * inv u`, `√u * √u` and the like simplified, from the conditions under which t is the derivative. */
function simplified(t: Term, smoothness: Term, whole: Budget): Theorem | undefined {
  const conditions = conjuncts(assume(smoothness)).map((th) => assume(th.concl))
  const used = new Budget(2 * SHARE)
  const th = attempt(() => used.within(SHARE, (budget) => {
    const known = Known.of({ goal: smoothness, facts: conditions, library: EMPTY_LIBRARY, budget }, discharge)
    return new Normaliser(known).normal(t)
  }))
  whole.spend(Math.min(SHARE, used.total - used.left))
  if (th === undefined || !hypothesesWithin(th, conditions.map((c) => c.concl))) return undefined
  const [before, after] = sides(th).map((u) => tapeOf(u)?.size ?? Infinity) as [number, number]
  return after < before ? th : undefined
}

/** `⊢ t = t'` with t' an ordered polynomial in its atoms, when that is not much larger. */
export function ordered(t: Term): { readonly value: Term; readonly equation: Theorem } | undefined {
  return attempt(() => {
    const view = new EngineView()
    const p = view.polynomial(t)
    if (p.terms.length > MAX_TERMS) return undefined
    const value = P.isZero(p) ? real(0n) : view.reify(p)
    if (core(value) === core(t)) return undefined
    const [before, after] = [tapeOf(t)?.size ?? Infinity, tapeOf(value)?.size ?? Infinity]
    return before < Infinity && after > 3 * before + 20 ? undefined : { value, equation: ring(t, value) }
  })
}
