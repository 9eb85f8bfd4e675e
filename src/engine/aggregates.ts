// UNTRUSTED. Inequalities between sums over one set, or between expectations, by comparing what is summed: `high - low` becomes one sum
// or expectation whose terms are shown to be nonnegative. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import { REAL } from '../kernel/type.js'
import { core, mkAbs, mkApp, mkConst, occurs, type Term } from '../kernel/term.js'
import {
  CARD, RANGE, SUM, argsOf, asBinary, asOrder, mkAdd, mkCoe, mkEq, mkLe, mkMul, mkSub, real,
} from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { algebra } from './algebra.js'
import { applied, betaNormalForm, withFresh } from './conversion.js'
import { byProducts } from './derived.js'
import type { Known } from './known.js'
import { attempt, byLemma } from './leaves.js'
import { Normaliser } from './normaliser.js'
import type { Problem } from './types.js'

const zero = real(0n)

/** A sum over a set or an expectation: `head f` is the value at f. */
interface Aggregate {
  readonly head: Term
  /** The set of a sum. */
  readonly over: Term | undefined
}

/** The aggregate and its function when `t` is a sum or an expectation that is known. */
function asAggregate(t: Term, known: Known): { readonly aggregate: Aggregate; readonly fn: Term } | undefined {
  const sum = asBinary(t, SUM)
  if (sum !== undefined) return { aggregate: { head: (t as App).fn, over: sum[0] }, fn: sum[1] }
  const constant = known.library.constant('expectation')
  if (t.kind !== 'app' || t.type !== REAL || t.fn.kind === 'const' || constant?.typeParams.length !== 1) return undefined
  const [space, value] = t.arg.type.args
  if (space === undefined || value !== REAL || t.arg.type.args.length !== 2) return undefined
  return known.find(mkApp(mkConst(constant, [space]), t.fn)) === undefined
    ? undefined : { aggregate: { head: t.fn, over: undefined }, fn: t.arg }
}

type App = Extract<Term, { kind: 'app' }>

/** The number of terms of a sum, as it occurs in polynomials: `|S|`, or n for a sum over 1..n. */
function sizeOf(over: Term): Term {
  const ends = argsOf(over, RANGE, 2)
  const [low, high] = ends ?? []
  if (low?.kind === 'num' && low.value === 1n && high !== undefined) return mkCoe(high)
  return mkApp(mkConst(CARD, [over.type.args[0] as Term['type']]), over)
}

/** What is summed at `v`, with the parts of the polynomial that are constants; undefined when something else is left. */
function bodyAt(p: Polynomial, a: Aggregate, v: Term, n: Normaliser): Term | undefined {
  const size = a.over === undefined ? undefined : n.view.atomOf(sizeOf(a.over))
  let body: Term | undefined
  const add = (t: Term): void => { body = body === undefined ? t : mkAdd(body, t) }
  for (const m of p.terms) {
    const own = m.factors.filter((f) => f.exponent === 1n && sameAggregate(n.view.term(f.atom), a, n.known))
    const [atom, ...others] = own
    if (others.length > 0) return undefined
    const taken = atom?.atom ?? (a.over === undefined ? undefined : size)
    if (a.over !== undefined && taken === undefined) return undefined
    const factor = m.factors.find((f) => f.atom === taken)
    if (a.over !== undefined && factor === undefined) return undefined
    const rest = P.fromTerms([{ coefficient: m.coefficient, factors: remove(m.factors, taken) }])
    const value = atom === undefined ? undefined : applied((n.view.term(atom.atom) as App).arg, v)
    add(value === undefined ? n.view.reify(rest) : mkMul(n.view.reify(rest), value))
  }
  return body
}

function remove(factors: P.Monomial['factors'], atom: number | undefined): P.Monomial['factors'] {
  return factors.flatMap((f) => (f.atom !== atom ? [f] : f.exponent > 1n ? [{ atom: f.atom, exponent: f.exponent - 1n }] : []))
}

function sameAggregate(t: Term, a: Aggregate, known: Known): boolean {
  const found = asAggregate(t, known)
  return found !== undefined && core(found.aggregate.head) === core(a.head)
}

/** `0 ≤ F (λv. body)` by the library's lemma, its pointwise premise proved by `solve`. */
function nonnegative(goal: Term, a: Aggregate, known: Known, solve: (p: Term) => Theorem | undefined): Theorem | undefined {
  const name = a.over === undefined ? 'expect_nonneg' : 'sum_nonneg'
  return byLemma(name, goal, known, (premise) => {
    const th = solve(premise)
    return th === undefined ? undefined : { theorem: th, why: { text: 'at every point' } }
  })?.theorem
}

/** The order relation `goal` through what its sums or expectations range over. `solve` proves the pointwise claim and side conditions. */
export function byAggregates(problem: Problem, known: Known, solve: (p: Term) => Theorem | undefined): Theorem | undefined {
  const { goal } = problem
  const order = asOrder(goal)
  if (order === undefined || order.strict) return undefined
  const n = new Normaliser(known)
  const difference = n.normal(mkSub(order.high, order.low))
  const p = n.view.polynomial(difference === undefined ? mkSub(order.high, order.low) : (difference.concl as App).arg)
  const tried = new Set<Term>()
  for (const m of p.terms) {
    for (const f of m.factors) {
      const found = asAggregate(n.view.term(f.atom), known)
      if (found === undefined || tried.has(core(found.aggregate.head))) continue
      tried.add(core(found.aggregate.head))
      const th = attempt(() => through(problem, order, p, found.aggregate, n, known, solve))
      if (th !== undefined) return th
    }
  }
  return undefined
}

function through(problem: Problem, order: { readonly low: Term; readonly high: Term }, p: Polynomial, a: Aggregate, n: Normaliser,
  known: Known, solve: (q: Term) => Theorem | undefined): Theorem | undefined {
  const domain = a.over === undefined ? a.head.type.args[0]?.args[0] : a.over.type.args[0]
  if (domain === undefined) return undefined
  return withFresh('i', domain, (v) => {
    const body = bodyAt(p, a, v, n)
    if (body === undefined || !occurs(v, body)) return undefined
    const whole = betaNormalForm(mkApp(a.head, mkAbs(v, body)))
    const up = nonnegative(mkLe(zero, whole), a, known, solve)
    if (up === undefined) return undefined
    const equation = algebra({ ...problem, goal: mkEq(mkSub(order.high, order.low), whole) })
    if (equation.kind !== 'proved') return undefined
    return byProducts(problem.goal, [up, equation.theorem], [{ facts: [0] }, { facts: [2] }], [[1, real(1n)]])
  })
}

