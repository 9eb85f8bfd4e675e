// UNTRUSTED. Claims about one real variable, the others being parameters: `0 ≤ f` on a range by the mean value rule from a base point,
// the sign of the derivative by recursion, by arithmetic, or by tangents of exp. portfolio.ts is the way in.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { REAL } from '../kernel/type.js'
import { core, freeVars, occurs, type FVar, type Term } from '../kernel/term.js'
import {
  DIV, EXP, INV, LOG, NPOW, RPOW, SQRT, asOrder, mkAdd, mkDiv, mkPow, mkSub, nat, real,
} from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { withVariables } from './abstraction.js'
import { canonical } from './canonical.js'
import { order, scalings, unscale } from './calculus-leaves.js'
import { rangeFacts, type End, type Range } from './calculus-range.js'
import { leastOn, plausibleOn } from './calculus-samples.js'
import { inside, nonnegative, type Setting } from './calculus-search.js'
import { byProducts } from './derived.js'
import { Known, because, type Proof } from './known.js'
import { attempt, byArithmetic } from './leaves.js'
import { proveHyp } from './logic.js'
import { sign } from './positivity.js'
import { claim } from './positivity-rules.js'
import { valueAt, type Point } from './evaluation.js'
import { counterexample, numericVariables, pointOf, samples } from './sample.js'
import { discharge } from './side.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { unknown, type Outcome, type Problem } from './types.js'
import { EngineView, rationalTerm } from './view.js'

const MAX_DEPTH = 6

/** Claims with elementary functions, goals with connectives and quantifiers included. */
export function calculus(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, attack))(problem))
}

function attack(problem: Problem): Outcome {
  const order = asOrder(problem.goal)
  if (order === undefined) return unknown('calculus proves order relations between real numbers')
  const known = Known.of(problem, discharge)
  const model = counterexample(problem.goal, known.parts.map((th) => th.concl))
  if (model !== undefined) return { kind: 'refuted', model }
  const found = narrowly(problem.goal, known) ?? inSomeVariable(problem.goal, known)
  if (found !== undefined) return { kind: 'proved', theorem: found.theorem, certificate: found.why }
  return unknown(variablesToTry(problem.goal).length === 0
    ? 'no real variable of the goal occurs under a function that calculus knows'
    : `no base point was found from which the derivatives have a provable sign${roomText(order.low, order.high, known)}`)
}

/** From the facts that speak of nothing but the variables of the goal, on half of the budget; undefined when these are all. */
function narrowly(goal: Term, known: Known): Proof | undefined {
  const own = new Set(freeVars(goal))
  const narrow = known.without((th) => freeVars(th.concl).some((v) => !own.has(v)))
  if (narrow.parts.length === known.parts.length) return undefined
  return known.budget.within(Math.ceil(known.budget.left / 2), (budget) => inSomeVariable(goal, narrow.under(budget).sampled(goal)))
}

function inSomeVariable(goal: Term, known: Known): Proof | undefined {
  for (const naturals of [false, true]) {
    const found = attempt(() => withVariables(goal, known, naturals, (g, now) => relation(g, now, MAX_DEPTH)))
    if (found !== undefined) return found
  }
  return undefined
}

/** What the samples say about a relation that was neither proved nor refuted. */
function roomText(low: Term, high: Term, known: Known): string {
  let least = NaN
  for (const point of known.points) {
    const value = valueAt(high, point) - valueAt(low, point)
    if (Number.isFinite(value) && !(value >= least)) least = value
  }
  const size = `the right side minus the left is at least ${least.toPrecision(3)}`
  return Number.isNaN(least) ? '' : `; on ${String(known.points.length)} sample points ${size}`
}

/** `s ≤ t` or `s < t` by calculus in one of its variables. */
function relation(goal: Term, known: Known, depth: number): Proof | undefined {
  const order = asOrder(goal)
  if (order === undefined || depth <= 0) return undefined
  const zeroLow = order.low.kind === 'num' && order.low.value === 0n
  const difference = zeroLow ? order.high : mkSub(order.high, order.low)
  for (const x of variablesToTry(difference)) {
    const found = inVariable(difference, order.strict, x, known, depth)
    if (found === undefined) continue
    if (zeroLow) return found
    return because(byProducts(goal, [found.theorem], [{ facts: [0] }, { facts: [1] }]), found.why.text, found)
  }
  return undefined
}

/** Real variables, those inside exp, log, √, powers and divisors first. */
function variablesToTry(t: Term): readonly FVar[] {
  const counts = new Map<FVar, number>()
  const heads: ReadonlySet<object> = new Set([EXP, LOG, SQRT, NPOW, RPOW, INV, DIV])
  const go = (u: Term, inside: boolean): void => {
    if (u.kind === 'fvar' && u.type === REAL) counts.set(u, (counts.get(u) ?? 0) + (inside ? 100 : 1))
    if (u.kind !== 'app') return
    let head: Term = u
    while (head.kind === 'app') head = head.fn
    const deeper = inside || (head.kind === 'const' && heads.has(head.constant))
    let rest: Term = u
    while (rest.kind === 'app') {
      go(rest.arg, deeper)
      rest = rest.fn
    }
  }
  go(t, false)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([v]) => v)
}

/** Bounds on x that facts give: order relations linear in x with a rational coefficient, the other terms free of x. */
function boundsOn(x: FVar, known: Known): { readonly low: End[]; readonly high: End[] } {
  const low: End[] = []
  const high: End[] = []
  for (const th of known.arithmetic()) {
    const order = asOrder(th.concl)
    if (order === undefined || !occurs(x, th.concl)) continue
    if (order.low === x && !occurs(x, order.high)) { high.push({ bound: order.high, strict: order.strict }); continue }
    if (order.high === x && !occurs(x, order.low)) { low.push({ bound: order.low, strict: order.strict }); continue }
    const bound = solved(order.high, order.low, x)
    if (bound !== undefined) (bound.lower ? low : high).push({ bound: bound.term, strict: order.strict })
  }
  return { low, high }
}

/** `high - low ≥ 0` solved for x. */
function solved(high: Term, low: Term, x: FVar): { readonly lower: boolean; readonly term: Term } | undefined {
  return attempt(() => {
    const view = new EngineView()
    const p = view.difference(high, low)
    const atom = view.polynomial(x).terms[0]?.factors[0]?.atom
    const own = p.terms.filter((m) => m.factors.length === 1 && m.factors.every((f) => f.atom === atom && f.exponent === 1n))
    const rest = P.fromTerms(p.terms.filter((m) => !own.includes(m)))
    const c = own[0]?.coefficient
    if (own.length !== 1 || c === undefined || rest.terms.some((m) => m.factors.some((f) => occurs(x, view.term(f.atom))))) return undefined
    return { lower: Q.sign(c) > 0, term: view.reify(P.scale(rest, Q.neg(Q.inv(c)))) }
  })
}

/** `0 ≤ t` or `0 < t` by calculus in x. */
function inVariable(t: Term, strict: boolean, x: FVar, known: Known, depth: number): Proof | undefined {
  const { low, high } = boundsOn(x, known)
  const rest = known.without((th) => occurs(x, th.concl))
  const envs = environments([t, ...known.parts.map((th) => th.concl)], x, known)
  const ends = (list: readonly End[]): readonly (End | undefined)[] => (list.length === 0 ? [undefined] : list)
  const ranges = ends(low).flatMap((l) => ends(high).map((h) => ({ low: l, high: h })))
  for (const range of ranges.slice(0, 4)) {
    const setting: Setting = {
      x, known: rest, envs, bases: parameters(t, x), memo: new Map(),
      constant: (goal, now) => relation(goal, now, Math.min(depth - 3, 2)),
    }
    for (let d = 0; d <= depth; d++) {
      const inner = strict ? positive(t, range, setting, d) : nonnegative(t, range, setting, d)
      if (inner !== undefined) return inRange(inner, x, range, known)
    }
  }
  return undefined
}

/** The range facts of a proof replaced by proofs of them. */
function inRange(proof: Proof, x: FVar, range: Range, known: Known): Proof | undefined {
  let theorem: Theorem = proof.theorem
  for (const p of rangeFacts(x, range)) {
    const fact = known.find(p) ?? byArithmetic(p, known)?.theorem
    if (fact === undefined) return undefined
    theorem = proveHyp(theorem, fact)
  }
  return { theorem, why: proof.why }
}

/** Strictly positive: after taking away a small constant, or a small multiple of a power of the distance to an open end. */
function positive(t: Term, range: Range, s: Setting, depth: number): Proof | undefined {
  const here = inside(range, s)
  const direct = order(claim('>', t), here)
  if (direct !== undefined) return direct
  const view = new EngineView()
  for (const scaled of scalings(t, view, here)) {
    const inner = withRoom(scaled.term, range, s, depth)
    const whole = inner === undefined ? undefined : unscale(t, scaled, view, here, inner, '>')
    if (whole !== undefined) return whole
  }
  return undefined
}

function withRoom(t: Term, range: Range, s: Setting, depth: number): Proof | undefined {
  for (const margin of margins(t, range, s)) {
    const inner = nonnegative(mkSub(t, margin.term), range, s, depth)
    if (inner !== undefined) {
      return because(byProducts(claim('>', t), [inner.theorem, margin.positive], [{ facts: [0] }, { facts: [1] }, { facts: [2] }]),
        'with room to spare', inner)
    }
  }
  return undefined
}

/** Positive terms that the samples allow to be taken away from t. */
function margins(t: Term, range: Range, s: Setting): readonly { readonly term: Term; readonly positive: Theorem }[] {
  const out: { term: Term; positive: Theorem }[] = []
  const here = inside(range, s)
  const add = (term: Term): void => {
    if (out.length >= 3 || !plausibleOn(mkSub(t, term), s.x, range, s.envs)) return
    const found = attempt(() => sign('>', term, here))
    if (found !== undefined) out.push({ term, positive: found.theorem })
  }
  const least = leastOn(t, s.x, range, s.envs)
  if (least > 1e-9) add(rationalTerm(Q.rational(1n, BigInt(Math.ceil(2 / least)))))
  for (const end of [range.low, range.high]) {
    if (end?.strict !== true) continue
    const distance = end === range.low ? mkSub(s.x, end.bound) : mkSub(end.bound, s.x)
    for (const k of [1n, 2n, 3n]) {
      const power = mkPow(distance, nat(k))
      for (const c of [4n, 16n]) {
        add(mkDiv(power, real(c)))
        add(mkDiv(mkDiv(power, real(c)), mkPow(mkAdd(real(1n), distance), nat(k))))
      }
    }
  }
  return out
}

/** Sample values of the numeric variables other than x at which the facts hold. */
function environments(formulas: readonly Term[], x: FVar, known: Known): readonly Point[] {
  const variables = numericVariables(formulas)
  const facts = known.arithmetic().map((th) => th.concl)
  const found = samples(variables, facts, 6).map((a) => {
    const point = pointOf(a)
    point.delete(core(x))
    return point
  })
  return found
}

/** Terms that may serve as base points: the other real variables, and naturals as reals. */
function parameters(t: Term, x: FVar): readonly Term[] {
  return freeVars(t).filter((v) => v !== x && v.type === REAL)
}
