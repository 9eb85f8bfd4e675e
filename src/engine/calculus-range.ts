// UNTRUSTED. The mean value rule on ranges as calculus meets them: half-open, closed or unbounded, to both sides of a base point; a closed
// far end is reached through the mirrored rule from that end. Part of calculus.
import { REAL } from '../kernel/type.js'
import { instantiateBody, mkAbs, mkVar, type Abs, type Term } from '../kernel/term.js'
import { mkAdd, mkDiv, mkLe, mkLt, mkSub, real } from '../kernel/signature.js'
import {
  andIntro, andLeft, andRight, assume, beta, generalise, intro, mp, specialise, sym, trans, type Theorem,
} from '../kernel/theorem.js'
import { mkApp, type FVar } from '../kernel/term.js'
import { meanValueFormulas, type MeanValueRange } from '../kernel/derivative.js'
import { withFresh } from './conversion.js'
import { byProducts } from './derived.js'
import { asAnd, asForall, asImp, atTerm, byCases, congArg, restate, sides } from './logic.js'
import { antisymmetry, leOrLt } from './order.js'
import { meanValue } from './rules.js'

export interface End { readonly bound: Term; readonly strict: boolean }
export interface Range { readonly low: End | undefined; readonly high: End | undefined }
export type Side = 'right' | 'left'

/** What it means to be in the range. */
export function rangeFacts(x: Term, { low, high }: Range): readonly Term[] {
  const out: Term[] = []
  if (low !== undefined) out.push((low.strict ? mkLt : mkLe)(low.bound, x))
  if (high !== undefined) out.push((high.strict ? mkLt : mkLe)(x, high.bound))
  return out
}

/** Proves a formula about a new variable from facts about it; hypotheses of the answer are among the facts and what is in force. */
export type Obligation = (v: FVar, facts: readonly Term[], goal: Term) => Theorem | undefined

/** Proves `∀ y, guards → body` by proving body from the guards. */
function guarded(formula: Term, prove: Obligation): Theorem | undefined {
  const predicate = asForall(formula)
  if (predicate === undefined || predicate.kind !== 'abs') return undefined
  return withFresh(predicate.hint, REAL, (y) => {
    const guards: Term[] = []
    let body = atTerm(predicate, y)
    for (let imp = asImp(body); imp !== undefined; imp = asImp(body)) {
      guards.push(imp[0])
      body = imp[1]
    }
    const th = prove(y, guards, body)
    if (th === undefined) return undefined
    return restate(generalise(y, guards.reduceRight((acc, p) => intro(p, acc), th)), formula)
  })
}

/**
 * `0 ≤ g x` for a free x, from the hypotheses that x lies between the base and the far end (if any): `start` is `0 ≤ g base`,
 * `condition` proves continuity where it is needed, `slope` proves `S y ∧ 0 ≤ D y` (to the left `S y ∧ D y ≤ 0`) strictly inside.
 */
export function along(g: Abs, base: Term, side: Side, far: End | undefined, x: FVar, start: Theorem, condition: Obligation,
  slope: Obligation): Theorem | undefined {
  const range: MeanValueRange = { base, limit: far?.bound, direction: side }
  const formulas = meanValueFormulas(g, range)
  const derivative = guarded(formulas.derivative, slope)
  const continuity = derivative === undefined ? undefined : guarded(formulas.continuity, condition)
  if (derivative === undefined || continuity === undefined) return undefined
  const inside = meanValue(g, range, restate(start, formulas.start), continuity, derivative)
  if (far === undefined || far.strict) return inRange(inside, x)
  const back = closing(g, base, side, far.bound, condition, derivative)
  return back === undefined ? undefined : atClosedEnd(g, base, side, far.bound, x, start, inside, back)
}

/** `∀ x, guards → p` at x, with the guards as hypotheses. */
function inRange(all: Theorem, x: Term): Theorem {
  let th = specialise(all, x)
  for (let imp = asImp(th.concl); imp !== undefined; imp = asImp(th.concl)) th = mp(th, assume(imp[0]))
  return th
}

/** The mirrored rule from the far end for `λy. g far - g y`: g is largest there. */
function closing(g: Abs, base: Term, side: Side, far: Term, condition: Obligation, slopes: Theorem): Theorem | undefined {
  const y = mkVar(g.hint, REAL)
  const gap = mkAbs(y, mkSub(instantiateBody(g, far), instantiateBody(g, y))) as Abs
  const range: MeanValueRange = { base: far, limit: base, direction: side === 'right' ? 'left' : 'right' }
  const formulas = meanValueFormulas(gap, range)
  const start = byProducts(formulas.start, [], [{ facts: [0] }])
  const continuity = guarded(formulas.continuity, condition)
  const derivative = guarded(formulas.derivative, (v, _guards, goal) => {
    const parts = asAnd(goal)
    if (parts === undefined) return undefined
    const known = inRange(slopes, v)
    return andIntro(restate(andLeft(known), parts[0]), byProducts(parts[1], [andRight(known)], [{ facts: [0] }, { facts: [1] }]))
  })
  return continuity === undefined || derivative === undefined ? undefined : meanValue(gap, range, start, continuity, derivative)
}

/** `0 ≤ g v` from `0 ≤ g u` and `v = u`. */
function moved(g: Abs, th: Theorem, eq: Theorem): Theorem {
  const [v, u] = sides(eq)
  const values = trans(trans(sym(beta(mkApp(g, v))), congArg(g, eq)), beta(mkApp(g, u)))
  return byProducts(mkLe(real(0n), instantiateBody(g, v)), [th, values], [{ facts: [0] }, { facts: [2] }], [[1, real(1n)]])
}

/** Puts the half-open range and its far end together; `back` compares g inside with g at the far end. */
function atClosedEnd(g: Abs, base: Term, side: Side, far: Term, x: FVar, start: Theorem, inside: Theorem, back: Theorem): Theorem {
  const right = side === 'right'
  const between = (u: Term, v: Term): Term => (right ? mkLe(u, v) : mkLe(v, u))
  const nearEnd = assume(between(base, x))
  const farEnd = assume(between(x, far))
  /** Facts `u ≤ v` and `v ≤ u` in the direction of the range as an equation. */
  const equal = (one: Theorem, other: Theorem): Theorem => (right ? antisymmetry(one, other) : antisymmetry(other, one))
  const split = (u: Term, v: Term): Theorem => (right ? leOrLt(u, v) : leOrLt(v, u))
  const midpoint = mkDiv(mkAdd(base, far), real(2n))
  const atFar = (): Theorem => byCases(split(far, base), (h) => {
    const all = [h, nearEnd, farEnd]
    const le = byProducts(between(base, far), all.slice(1), [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    return moved(g, start, equal(h, le))
  }, (apart) => {
    const strictly = (u: Term, v: Term): Term => (right ? mkLt(u, v) : mkLt(v, u))
    const half = (goal: Term): Theorem => byProducts(goal, [apart], [{ facts: [0] }, { facts: [1] }, { facts: [1] }])
    const [near, beyond] = [half(strictly(base, midpoint)), half(strictly(midpoint, far))]
    const weak = (th: Theorem, goal: Term): Theorem => byProducts(goal, [th], [{ facts: [0] }, { facts: [1] }])
    const low = apply(inside, midpoint, [weak(near, between(base, midpoint)), beyond])
    const high = apply(back, midpoint, [near, weak(beyond, between(midpoint, far))])
    return byProducts(mkLe(real(0n), instantiateBody(g, far)), [low, high], [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
  })
  return byCases(split(far, x), (h) => moved(g, atFar(), equal(farEnd, h)), (h) => apply(inside, x, [nearEnd, h]))
}

/** A guarded theorem at a point, each guard proved by the one of the facts that states it. */
function apply(all: Theorem, t: Term, facts: readonly Theorem[]): Theorem {
  let th = specialise(all, t)
  for (let imp = asImp(th.concl); imp !== undefined; imp = asImp(th.concl)) {
    const guard = imp[0]
    const fact = facts.find((f) => f.concl === guard) ?? facts[0]
    th = mp(th, restate(fact as Theorem, guard))
  }
  return th
}
