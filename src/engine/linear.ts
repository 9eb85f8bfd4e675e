// UNTRUSTED. Linear arithmetic over ℝ, naturals read as reals with their integrality, everything non-linear opaque. Finds Farkas
// multipliers with an exact simplex; when there are none, the best constant and a point. Engine files; portfolio.ts is the way in.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { NAT } from '../kernel/type.js'
import type { Term } from '../kernel/term.js'
import { asOrder, falsity, mkCoe, mkEq, mkLe } from '../kernel/signature.js'
import { assume, exFalso, mp, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { bestConstant } from './best.js'
import { canonical } from './canonical.js'
import { isNumeric, refute, singles, type Generator, type Row, type Share } from './farkas.js'
import { gather, type Gathered } from './gather.js'
import { asEq, isFalse, specialiseAll } from './logic.js'
import { antisymmetry, byNegatedOrder, negatedGoal } from './order.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { proved, unknown, type Budget, type Explanation, type ModelValue, type Outcome, type Problem } from './types.js'
import { degreeOf, factorsKey, type EngineView, type Factors } from './view.js'

/** What a refutation says in words: how often each fact is added. */
export function explainShares(rows: readonly Row[], shares: readonly Share[]): Explanation {
  const parts = shares.map(({ generator: g, multiplier }): Explanation => {
    if (g.kind === 'equation') return { text: `${String(multiplier)} times the equation`, formulas: [(rows[g.fact] as Row).theorem.concl] }
    const squares = g.squares.length === 0 ? '' : ' times a square'
    const formulas = [...g.facts.map((i) => (rows[i] as Row).theorem.concl), ...g.squares]
    const what = g.facts.length > 1 ? 'the product' : g.facts.length === 1 ? 'the fact' : '1'
    return { text: `${String(multiplier)} times ${what}${squares}`, formulas }
  })
  return { text: 'the negated goal and these facts add up to a contradiction', parts }
}

/** The squares of monomials that occur to even powers, as generators. */
export function evenSquares(rows: readonly Row[], view: EngineView): Generator[] {
  const out = new Map<string, Generator>()
  for (const row of rows) {
    for (const m of row.polynomial.terms) {
      if (m.factors.length === 0 || !m.factors.every((f) => f.exponent % 2n === 0n) || out.has(factorsKey(m.factors))) continue
      const root = view.monomialTerm(m.factors.map((f) => ({ atom: f.atom, exponent: f.exponent / 2n })))
      out.set(factorsKey(m.factors), { kind: 'product', facts: [], squares: [root], polynomial: view.square(root), strict: false })
    }
  }
  return [...out.values()]
}

interface Attempt {
  readonly theorem: Theorem | undefined
  readonly explanation: Explanation | undefined
  readonly gathered: Gathered
}

/** `False` from the facts by a linear combination. */
export function refuteLinearly(facts: readonly Theorem[], budget: Budget): Attempt {
  const gathered = gather(facts, budget)
  const { rows, view } = gathered
  const found = refute(rows, [...singles(rows), ...evenSquares(rows, view)], budget)
  if (found.kind === 'open') return { theorem: undefined, explanation: undefined, gathered }
  return { theorem: found.theorem, explanation: explainShares(rows, found.shares), gathered }
}

/** A point of the atoms at which the facts, read linearly, hold; only for small systems, and not if products contradict their factors. */
function counterpoint(gathered: Gathered, budget: Budget): { readonly values: readonly ModelValue[]; readonly exact: boolean } | undefined {
  const { rows, view } = gathered
  if (rows.length > 80) return undefined
  const found = refute(rows, [...singles(rows), ...evenSquares(rows, view)], budget, true)
  if (found.kind !== 'open') return undefined
  const values = new Map<string, ModelValue>()
  let exact = gathered.complete && gathered.given === rows.length
  for (const row of rows) {
    for (const { factors } of row.polynomial.terms) {
      const key = factorsKey(factors)
      if (factors.length === 0 || values.has(key)) continue
      const term = view.monomialTerm(factors)
      const value = found.point.get(key) ?? Q.ZERO
      if (degreeOf(factors) !== 1n) {
        const product = productOf(factors, found.point)
        if (product !== undefined && !Q.eq(product, value)) return undefined
        exact = false
      } else if (term.kind !== 'fvar') exact = false
      values.set(key, { term, value })
    }
  }
  return { values: [...values.values()], exact }
}

/** The value of a product from those of its factors, where all are known. */
function productOf(factors: Factors, point: ReadonlyMap<string, Rational>): Rational | undefined {
  let product = Q.ONE
  for (const f of factors) {
    const value = point.get(factorsKey([{ atom: f.atom, exponent: 1n }]))
    if (value === undefined) return undefined
    product = Q.mul(product, Q.pow(value, f.exponent))
  }
  return product
}

function attackOrder(problem: Problem, hints: boolean): Outcome {
  const { goal, facts, budget } = problem
  const negation = negatedGoal(goal) as Term
  const attempt = refuteLinearly([...facts, assume(negation)], budget)
  if (attempt.theorem !== undefined) {
    const th = attempt.theorem
    return { kind: 'proved', theorem: byNegatedOrder(goal, () => th), certificate: attempt.explanation as Explanation }
  }
  if (!hints) return unknown(NOT_LINEAR)
  const point = budget.within(POINT_BUDGET, (part) => counterpoint(attempt.gathered, part))
  if (point?.exact === true) return { kind: 'refuted', model: point.values }
  const best = budget.within(POINT_BUDGET, (part) => bestConstant(goal, facts, part))
  return { ...unknown(NOT_LINEAR), ...(point === undefined ? {} : { point: point.values }), ...(best === undefined ? {} : { best }) }
}

const NOT_LINEAR = 'it does not follow by linear arithmetic from these facts'
const POINT_BUDGET = 20_000

/** An equation between numbers by two inequalities. */
function attackEquation(problem: Problem, [a, b]: readonly [Term, Term], hints: boolean): Outcome {
  if (a.type === NAT) {
    const real = attackEquation({ ...problem, goal: mkEq(mkCoe(a), mkCoe(b)) }, [mkCoe(a), mkCoe(b)], hints)
    return real.kind === 'proved' ? { ...real, theorem: mp(specialiseAll(base.coe_inj, [a, b]), real.theorem) } : real
  }
  const low = attackOrder({ ...problem, goal: mkLe(a, b) }, hints)
  if (low.kind !== 'proved') return low
  const high = attackOrder({ ...problem, goal: mkLe(b, a) }, hints)
  if (high.kind !== 'proved') return high
  return proved(antisymmetry(low.theorem, high.theorem), 'both inequalities hold', [low.certificate, high.certificate])
}

/** A goal without connectives; `hints` asks for a point and the best constant when it fails. */
export function attackLinear(problem: Problem, hints = true): Outcome {
  const { goal } = problem
  if (asOrder(goal) !== undefined) return attackOrder(problem, hints)
  const eq = asEq(goal)
  if (eq !== undefined && isNumeric(eq[0])) return attackEquation(problem, eq, hints)
  const attempt = refuteLinearly(problem.facts, problem.budget)
  if (attempt.theorem === undefined) {
    return unknown(isFalse(goal) ? 'these facts do not contradict each other by linear arithmetic' : 'the goal is not a linear relation')
  }
  const theorem = isFalse(goal) ? attempt.theorem : exFalso(attempt.theorem, goal)
  return { kind: 'proved', theorem, certificate: attempt.explanation as Explanation }
}

/** Decides what follows linearly from the facts; atoms are opaque. */
export function linear(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, (q) => attackLinear(q)))(problem))
}

/** `goal` by linear arithmetic from exactly these facts and what is known of atoms; undefined if it does not follow. */
export function linearly(goal: Term, facts: readonly Theorem[], budget: Budget): Theorem | undefined {
  const outcome = linear({ goal, facts, budget, library: { lemma: () => undefined, constant: () => undefined } })
  return outcome.kind === 'proved' ? outcome.theorem : undefined
}

/** `False` by linear arithmetic. */
export function linearContradiction(facts: readonly Theorem[], budget: Budget): Theorem | undefined {
  return linearly(falsity, facts, budget)
}
