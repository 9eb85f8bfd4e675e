// UNTRUSTED. Order relations with elementary functions on ranges of their variables, bounded or not: facts become ranges, equations are
// solved for a variable, absolute values are split, and box-search.ts does the rest. portfolio.ts is the way in.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { REAL } from '../kernel/type.js'
import { core, freeVars, occurs, type Constant, type FVar, type Term } from '../kernel/term.js'
import {
  ATAN, COS, COSH, DIV, ERF, EXP, ITE, LOG, PI, RPOW, SIN, SINH, SQRT, TAN, TANH,
  asBinary, asOrder, mkEq, mkLe, mkLt, mkNeg, mkSub, real, x, y,
} from '../kernel/signature.js'
import { assume, exFalso, orElim, sym, type Theorem } from '../kernel/theorem.js'
import { algebra } from './algebra.js'
import { squareBounds } from './square-bounds.js'
import { BoxSearch } from './box-search.js'
import {
  boxFormulas, highFormula, lowFormula, replaceVar, transport, zero, type Claim, type Contradiction, type End,
  type Range,
} from './box.js'
import { undecided } from './choices.js'
import { andThen, bottomUp, rewritten, type Conversion } from './conversion.js'
import { RuleTable, byProducts, derive, refuteBy, use } from './derived.js'
import { rootOf } from './equations.js'
import { attempt } from './leaves.js'
import { asEq, asNot, asOr, byCases, conjuncts, contradiction, iffMpr, isFalse, proveHyp, unfoldHead } from './logic.js'
import { antisymmetry, leOrLt, normalise, normalised, refuteOrders } from './order.js'
import { enclosure, ring } from './rules.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { counterexample } from './sample.js'
import { valueOn } from './tape.js'
import { EMPTY_LIBRARY, unknown, type Budget, type Outcome, type Problem } from './types.js'
import { EngineView, rationalTerm } from './view.js'
import * as P from '../arith/polynomial.js'

const ANALYTIC: ReadonlySet<Constant> = new Set([EXP, LOG, SQRT, SIN, COS, TAN, ATAN, SINH, COSH, TANH, ERF, PI, RPOW])

/** Whether a formula speaks of an elementary function that is not arithmetic. */
export function isAnalytic(t: Term): boolean {
  if (t.kind === 'const') return ANALYTIC.has(t.constant)
  return t.kind === 'app' && (isAnalytic(t.fn) || isAnalytic(t.arg))
}

const hasChoice = (t: Term): boolean => t.kind === 'const' ? t.constant === ITE : t.kind === 'app' && (hasChoice(t.fn) || hasChoice(t.arg))

/** `a / b` as `a * inv b`, unless both are numerals. */
const withoutQuotients: Conversion = bottomUp((t) => {
  const parts = asBinary(t, DIV)
  return parts === undefined || (parts[0].kind === 'num' && parts[1].kind === 'num') ? undefined : unfoldHead(t)
})
const spelled: Conversion = andThen(normalise, withoutQuotients)

/** Goals with connectives included; the facts may be order relations, equations, disjunctions of these. */
export function analysis(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(spelled, (p) => byStructure(p, attack))(problem))
}

interface State {
  readonly budget: Budget
  boxes: number
  splits: number
}

const MAX_SPLITS = 24
/** Work for one goal. */
const MOST = 60_000
const FAILED = 'no bound by intervals, Taylor expansions or monotonicity was found'

/** Goals from the same facts that failed in one call, with the work they were given: the portfolio may ask twice. Kept by the call's
 * budget, for what another call did must not decide this one. */
const failures = new WeakMap<Budget, Map<string, number>>()

function triedIn(call: Budget): Map<string, number> {
  const old = failures.get(call)
  if (old !== undefined) return old
  const made = new Map<string, number>()
  failures.set(call, made)
  return made
}

const minusOne = mkNeg(real(1n))

function attack(problem: Problem): Outcome {
  const { goal, budget } = problem
  const eq = asEq(goal)
  const readable = asOrder(goal) !== undefined || isFalse(goal) || eq?.[0].type === REAL
  if (!readable) return unknown('analysis proves relations between real numbers')
  // What is still open in a partial function's value says nothing here.
  const facts = problem.facts.flatMap((th) => conjuncts(normalised(th))).filter((th) => !hasChoice(th.concl))
    .map((th) => rewritten(th, withoutQuotients))
  const model = counterexample(goal, facts.map((th) => th.concl))
  if (model !== undefined) return { kind: 'refuted', model }
  const key = [goal, ...facts.map((th) => th.concl)].map((p) => core(p).id).join()
  const tried = triedIn(budget.root)
  if ((tried.get(key) ?? 0) >= Math.min(budget.left, MOST) / 2) return unknown(FAILED)
  tried.set(key, Math.min(budget.left, MOST))
  const run = (part: Budget): { readonly state: State; readonly theorem: Theorem | undefined } => {
    const state: State = { budget: part, boxes: 0, splits: 0 }
    return { state, theorem: attempt(() => prove(goal, facts, state)) }
  }
  const { state, theorem } = budget.within(MOST, run) ?? {}
  if (theorem === undefined || state === undefined) return unknown(FAILED)
  return { kind: 'proved', theorem, certificate: { text: `by bounds on ${String(state.boxes)} boxes` } }
}

/** One step of preparation, or the search when there is none left. */
function prove(goal: Term, facts: readonly Theorem[], state: State): Theorem | undefined {
  const eq = asEq(goal)
  if (eq !== undefined && asOrder(goal) === undefined) {
    const le = prove(mkLe(eq[0], eq[1]), facts, state)
    const ge = le === undefined ? undefined : prove(mkLe(eq[1], eq[0]), facts, state)
    return le === undefined || ge === undefined ? undefined : antisymmetry(le, ge)
  }
  const found = bySolving(goal, facts, state)
  if (found !== NONE) return found
  const cases = byCaseSplit(goal, facts, state)
  return cases === NONE ? onBoxes(goal, facts, state) : cases
}

/** There is nothing to do of this kind. */
const NONE = 'none'

/** Replaces a variable that an equation determines. */
function bySolving(goal: Term, facts: readonly Theorem[], state: State): Theorem | undefined | typeof NONE {
  for (const th of facts) {
    const solution = solved(th, facts)
    if (solution === undefined) continue
    const [v, value] = asEq(solution.concl) as [FVar, Term]
    const others = facts.filter((f) => f !== th).map((f) => (occurs(v, f.concl) ? transport(v, f.concl, solution, f) : f))
    const inner = prove(replaceVar(goal, v, value), others.filter((f) => !trivial(f)), state)
    return inner === undefined ? undefined : transport(v, goal, sym(solution), inner)
  }
  return NONE
}

const trivial = (th: Theorem): boolean => {
  const eq = asEq(th.concl)
  return eq !== undefined && core(eq[0]) === core(eq[1])
}

/** `v = t` with v not in t, from an equation. */
function solved(th: Theorem, facts: readonly Theorem[]): Theorem | undefined {
  const eq = asEq(th.concl)
  if (eq === undefined || eq[0].type !== REAL) return undefined
  for (const [a, b, flip] of [[eq[0], eq[1], false], [eq[1], eq[0], true]] as const) {
    if (a.kind === 'fvar' && !occurs(a, b)) return flip ? sym(th) : th
  }
  return rootOf(th, facts) ?? linearly(th, eq)
}

/** A variable that occurs linearly with a rational coefficient. */
function linearly(th: Theorem, [a, b]: readonly [Term, Term]): Theorem | undefined {
  const view = new EngineView()
  const p = attempt(() => view.difference(a, b))
  if (p === undefined) return undefined
  for (const v of freeVars(th.concl)) {
    const lone = loneTerm(p, v, view)
    if (lone === undefined) continue
    const rest = view.reify(P.scale(lone.rest, Q.neg(Q.inv(lone.coefficient))))
    const cofactor = rationalTerm(Q.inv(lone.coefficient))
    const half = (goal: Term, sign: Term): Theorem => byProducts(goal, [th], [{ facts: [1] }], [[0, sign]])
    const minus = rationalTerm(Q.neg(Q.inv(lone.coefficient)))
    return attempt(() => antisymmetry(half(mkLe(v, rest), minus), half(mkLe(rest, v), cofactor)))
  }
  return undefined
}

/** `p = coefficient · v + rest` with rest free of v. */
function loneTerm(p: P.Polynomial, v: FVar, view: EngineView): { readonly coefficient: Rational; readonly rest: P.Polynomial } | undefined {
  const own = p.terms.filter((m) => m.factors.some((f) => occurs(v, view.term(f.atom))))
  const [m] = own
  const [f] = m?.factors ?? []
  if (own.length !== 1 || m?.factors.length !== 1 || f?.exponent !== 1n || core(view.term(f.atom)) !== core(v)) return undefined
  return { coefficient: m.coefficient, rest: P.fromTerms(p.terms.filter((t) => t !== m)) }
}

/** Disjunctions, absolute values, maxima and minima, and points that are left out of a range. */
function byCaseSplit(goal: Term, facts: readonly Theorem[], state: State): Theorem | undefined | typeof NONE {
  if (state.splits >= MAX_SPLITS) return NONE
  const or = facts.find((th) => asOr(th.concl) !== undefined)
  if (or !== undefined) {
    const rest = facts.filter((th) => th !== or)
    return split(or, state, (h) => prove(goal, [...conjuncts(normalised(h)), ...rest], state))
  }
  const choice = undecided([goal, ...facts.map((th) => th.concl)], [])
  if (choice !== undefined) {
    return split(choice.either, state, (h) => {
      const values = choice.values(h)
      const [value] = values
      if (value === undefined) return undefined
      const put = replacing(value)
      const now = put(goal)
      const inner = prove(now === undefined ? goal : (asEq(now.concl) as readonly [Term, Term])[1],
        [...conjuncts(normalised(h)), ...facts].map((f) => rewritten(f, put)), state)
      return inner === undefined || now === undefined ? inner : iffMpr(now, inner)
    })
  }
  const gap = facts.find((th) => gapOf(th) !== undefined)
  const sides = gap === undefined ? undefined : gapOf(gap)
  if (gap === undefined || sides === undefined) return NONE
  const rest = facts.filter((th) => th !== gap)
  return split(leOrLt(sides[0], sides[1]), state, (h) => {
    const strict = asOrder(h.concl)?.strict === true ? h : apart(gap, h)
    return prove(goal, [strict, ...rest], state)
  })
}

const replacing = (value: Theorem): Conversion => {
  const [from] = asEq(value.concl) as readonly [Term, Term]
  return bottomUp((t) => (core(t) === core(from) ? value : undefined))
}

function split(either: Theorem, state: State, prover: (h: Theorem) => Theorem | undefined): Theorem | undefined {
  state.splits++
  const [p, q] = asOr(either.concl) as readonly [Term, Term]
  const left = prover(assume(p))
  const right = left === undefined ? undefined : prover(assume(q))
  return left === undefined || right === undefined ? undefined : orElim(either, left, right)
}

/** x and c for a fact `¬(x = c)` with x a variable and c closed. */
function gapOf(th: Theorem): readonly [Term, Term] | undefined {
  const not = asNot(th.concl)
  const eq = not === undefined ? undefined : asEq(not)
  if (eq === undefined || eq[0].type !== REAL) return undefined
  if (eq[0].kind === 'fvar' && freeVars(eq[1]).length === 0) return eq
  return eq[1].kind === 'fvar' && freeVars(eq[0]).length === 0 ? [eq[1], eq[0]] : undefined
}

/** `a < b` from `a ≤ b` and `¬(x = c)` between the same terms. */
function apart(gap: Theorem, le: Theorem): Theorem {
  const order = asOrder(le.concl) as { readonly low: Term; readonly high: Term }
  const goal = mkLt(order.low, order.high)
  return byCases(leOrLt(order.high, order.low), (ge) => {
    const equal = antisymmetry(le, ge)
    const [left] = asEq(asNot(gap.concl) as Term) as readonly [Term, Term]
    return exFalso(contradiction(gap, left === order.low ? equal : sym(equal)), goal)
  }, (lt) => lt)
}

// ── the box ──

/** The goal, or falsity, from facts that are order relations and equations. */
function onBoxes(goal: Term, facts: readonly Theorem[], state: State): Theorem | undefined {
  const variables = [...new Set([goal, ...facts.map((th) => th.concl)].flatMap((p) => freeVars(p)))].filter((v) => v.type === REAL)
  const box = new Map<FVar, Range>()
  const reasons = new Map<Term, Theorem>()
  const used = new Set<Theorem>()
  for (const v of variables) {
    const direct = rangeOf(v, facts, reasons, used)
    const more = direct.low === undefined || direct.high === undefined ? facts.flatMap((th) => squareBounds(th, v)) : []
    box.set(v, more.length === 0 ? direct : rangeOf(v, [...facts, ...more], reasons, used))
  }
  const contradictions = facts.filter((th) => !used.has(th)).flatMap(contradictionsOf)
  const mentioned = isFalse(goal) ? variables : freeVars(goal)
  const wanted = relevant(mentioned, contradictions)
  const search = new BoxSearch(state.budget, vanishing(state.budget), contradictions)
  const order = asOrder(goal)
  const claim: Claim = order === undefined ? { f: minusOne, strict: false } : { f: difference(order.low, order.high), strict: order.strict }
  const plan = search.prove(claim, new Map([...box].filter(([v]) => wanted.has(v))), { cuts: 40, slopes: 4, discard: true })
  state.boxes += search.boxes
  if (plan === undefined) return undefined
  let th = plan()
  for (const p of boxFormulas(box)) {
    const reason = reasons.get(core(p))
    if (reason !== undefined && th.hyps.some((h) => core(h) === core(p))) th = proveHyp(th, reason)
  }
  if (order === undefined) return exFalso(refuteOrders(th, enclosure(mkLt(minusOne, zero), [], 64)), goal)
  if (order.low === zero) return th
  return order.high === zero ? use(fromNegated(order.strict), [order.low], [th])
    : use(fromDifference(order.strict), [order.low, order.high], [th])
}

const difference = (low: Term, high: Term): Term => (low === zero ? high : high === zero ? mkNeg(low) : mkSub(high, low))

const table = new RuleTable()
/** `0 ≤ y - x → x ≤ y`, or strictly; the difference as `difference` writes it. */
const fromDifference = (strict: boolean): Theorem => table.get(`from difference ${String(strict)}`, () => {
  const rel = strict ? mkLt : mkLe
  return derive([x, y], [rel(zero, mkSub(y, x))], (h) => byProducts(rel(x, y), h, [{ facts: [0] }, { facts: [1] }]))
})

/** `0 ≤ -x → x ≤ 0`, or strictly. */
const fromNegated = (strict: boolean): Theorem => table.get(`from negated ${String(strict)}`, () => {
  const rel = strict ? mkLt : mkLe
  return derive([x], [rel(zero, mkNeg(x))], (h) => byProducts(rel(x, zero), h, [{ facts: [0] }, { facts: [1] }]))
})

/** The variables that the goal's depend on through the facts. */
function relevant(start: readonly FVar[], contradictions: readonly Contradiction[]): ReadonlySet<FVar> {
  const out = new Set(start)
  for (let grown = true; grown;) {
    grown = false
    for (const { claim } of contradictions) {
      const own = freeVars(claim.f)
      if (!own.some((v) => out.has(v))) continue
      for (const v of own) if (!out.has(v)) { out.add(v); grown = true }
    }
  }
  return out
}

/** The closed bounds that facts give for v; what they say exactly is recorded with its reason. */
function rangeOf(v: FVar, facts: readonly Theorem[], reasons: Map<Term, Theorem>, used: Set<Theorem>): Range {
  let low: End | undefined
  let high: End | undefined
  for (const th of facts) {
    const found = boundIn(th, v)
    if (found === undefined) continue
    used.add(th)
    const { end, above, theorem } = found
    if (!above && (low === undefined || end.value > low.value || (end.value === low.value && end.strict))) {
      low = end
      reasons.set(core(lowFormula(v, end)), theorem)
    }
    if (above && (high === undefined || end.value < high.value || (end.value === high.value && end.strict))) {
      high = end
      reasons.set(core(highFormula(v, end)), theorem)
    }
  }
  return { low, high }
}

/** A relation linear in v, with nothing else but closed terms, as a bound. */
function boundIn(th: Theorem, v: FVar): { readonly end: End; readonly above: boolean; readonly theorem: Theorem } | undefined {
  const order = asOrder(th.concl)
  const own = freeVars(th.concl)
  if (order === undefined || own.length !== 1 || own[0] !== v) return undefined
  const { strict, low, high } = order
  if (low === v || high === v) {
    const term = low === v ? high : low
    const value = valueOn(term, new Map())
    return occurs(v, term) || !Number.isFinite(value) ? undefined : { end: { term, value, strict }, above: low === v, theorem: th }
  }
  return attempt(() => {
    const view = new EngineView()
    const lone = loneTerm(view.difference(high, low), v, view)
    if (lone === undefined) return undefined
    const term = view.reify(P.scale(lone.rest, Q.neg(Q.inv(lone.coefficient))))
    const value = valueOn(term, new Map())
    const above = Q.sign(lone.coefficient) < 0
    const end = { term, value, strict }
    const coefficient = Q.inv(Q.abs(lone.coefficient))
    const theorem = byProducts(above ? highFormula(v, end) : lowFormula(v, end), [th], [{ facts: [0], coefficient }, { facts: [1] }])
    return Number.isFinite(value) ? { end, above, theorem } : undefined
  })
}

/** What contradicts a fact: the opposite of a relation, either strict comparison for an equation. */
function contradictionsOf(th: Theorem): readonly Contradiction[] {
  const order = asOrder(th.concl)
  if (order !== undefined) {
    const claim = { f: difference(order.high, order.low), strict: !order.strict }
    return [{ claim, refute: (other) => refuteBy([th, other], [{ facts: [0] }, { facts: [1] }]) }]
  }
  const eq = asEq(th.concl)
  if (eq === undefined || eq[0].type !== REAL) return []
  return [[eq[0], eq[1], -1n], [eq[1], eq[0], 1n]].map(([a, b, sign]) => ({
    claim: { f: difference(a as Term, b as Term), strict: true },
    refute: (other: Theorem) => refuteBy([th, other], [{ facts: [1] }], [[0, rationalTerm(Q.rational(sign as bigint))]]),
  }))
}

/** Whether a closed term is 0 by algebra. */
const vanishing = (budget: Budget) => (t: Term): Theorem | undefined => {
  const direct = attempt(() => ring(t, zero))
  const eq = direct ?? attempt(() => budget.within(3_000, (part) => {
    const outcome = algebra({ goal: mkEq(t, zero), facts: [], library: EMPTY_LIBRARY, budget: part })
    return outcome.kind === 'proved' ? outcome.theorem : undefined
  }))
  return eq === undefined ? undefined : byProducts(mkLe(zero, t), [eq], [{ facts: [1] }], [[0, real(1n)]])
}
