// UNTRUSTED. Refutes a list of order relations and equations by an exact linear program over their monomials, and turns the multipliers
// into a Positivstellensatz certificate. When there is no refutation, the program's dual is a point. Engine files only.
import type { Polynomial } from '../arith/polynomial.js'
import { LimitExceeded } from '../arith/errors.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { NAT, REAL } from '../kernel/type.js'
import type { Term } from '../kernel/term.js'
import { asOrder, mkMul } from '../kernel/signature.js'
import { assume, type Theorem } from '../kernel/theorem.js'
import { asEq } from './logic.js'
import { byNegatedOrder, negatedGoal } from './order.js'
import { positivstellensatz } from './rules.js'
import { solve, type Column } from './simplex.js'
import type { Budget } from './types.js'
import { EngineView, factorsKey, rationalTerm } from './view.js'

/** A fact read as a polynomial that is ≥ 0, > 0 or = 0. */
export interface Row {
  readonly theorem: Theorem
  readonly kind: '≥' | '>' | '='
  readonly polynomial: Polynomial
}

/** A term of a certificate whose multiplier is sought: a product of facts and squares, or an equation times a real term. */
export type Generator =
  | {
    readonly kind: 'product'
    readonly facts: readonly number[]
    readonly squares: readonly Term[]
    readonly polynomial: Polynomial
    readonly strict: boolean
  }
  | { readonly kind: 'equation'; readonly fact: number; readonly cofactor: Term; readonly polynomial: Polynomial }

export interface Share {
  readonly generator: Generator
  /** Positive for products, any sign for equations. */
  readonly multiplier: Rational
}

export type Refutation =
  | { readonly kind: 'refuted'; readonly theorem: Theorem; readonly shares: readonly Share[] }
  /** Values of monomials, by key, at which every generator holds. */
  | { readonly kind: 'open'; readonly point: ReadonlyMap<string, Rational> }

/** The polynomial a fact says is ≥, > or = 0; undefined if it is no arithmetic relation. */
export function readRow(theorem: Theorem, view: EngineView): Row | undefined {
  const order = asOrder(theorem.concl)
  if (order !== undefined) return { theorem, kind: order.strict ? '>' : '≥', polynomial: view.difference(order.high, order.low) }
  const eq = asEq(theorem.concl)
  if (eq === undefined || !isNumeric(eq[0])) return undefined
  return { theorem, kind: '=', polynomial: view.difference(eq[0], eq[1]) }
}

export function isNumeric(t: Term): boolean {
  return t.type === REAL || t.type === NAT
}

/** The generators of degree one: every fact by itself. */
export function singles(rows: readonly Row[]): Generator[] {
  return rows.map((row, i) => (row.kind === '='
    ? { kind: 'equation', fact: i, cofactor: rationalTerm(Q.ONE), polynomial: row.polynomial }
    : { kind: 'product', facts: [i], squares: [], polynomial: row.polynomial, strict: row.kind === '>' }))
}

/** Drops generators that cannot take part: a monomial that all others have with one sign never cancels. */
function prune(generators: readonly Generator[]): readonly Generator[] {
  let alive = generators
  for (;;) {
    const signs = new Map<string, number>()
    for (const g of alive) {
      for (const { coefficient, factors } of g.polynomial.terms) {
        if (factors.length === 0) continue
        const key = factorsKey(factors)
        signs.set(key, (signs.get(key) ?? 0) | (g.kind === 'equation' ? 3 : Q.sign(coefficient) > 0 ? 1 : 2))
      }
    }
    const appears = new Map<string, number>()
    for (const g of alive) for (const m of g.polynomial.terms) appears.set(factorsKey(m.factors),
      (appears.get(factorsKey(m.factors)) ?? 0) + 1)
    const kept = alive.filter((g) => g.polynomial.terms.every(({ factors }) => factors.length === 0
      || (signs.get(factorsKey(factors)) === 3 && (appears.get(factorsKey(factors)) ?? 0) > 1)))
    if (kept.length === alive.length) return alive
    alive = kept
  }
}

const CONSTANT = 0
const SCALE = 1

/** Looks for multipliers that make the generators add up to a contradiction. */
export function search(generators: readonly Generator[], budget: Budget, wantPoint: boolean): readonly Share[] | ReadonlyMap<string,
  Rational> {
  const used = wantPoint ? generators : prune(generators)
  const rowOf = new Map<string, number>()
  const columns: Column[] = []
  const meaning: { readonly generator: Generator; readonly sign: Rational }[] = []
  const add = (generator: Generator, sign: Rational): void => {
    const column = new Map<number, Rational>()
    for (const { coefficient, factors } of generator.polynomial.terms) {
      const key = factorsKey(factors)
      const row = factors.length === 0 ? CONSTANT : rowOf.get(key) ?? rowOf.size + 2
      if (factors.length > 0) rowOf.set(key, row)
      column.set(row, Q.mul(sign, coefficient))
    }
    if (generator.kind === 'product' && generator.strict) column.set(SCALE, Q.ONE)
    columns.push(column)
    meaning.push({ generator, sign })
  }
  for (const g of used) {
    add(g, Q.ONE)
    if (g.kind === 'equation') add(g, Q.neg(Q.ONE))
    budget.spend(1 + (g.polynomial.terms.length >> 2))
  }
  columns.push(new Map([[CONSTANT, Q.ONE], [SCALE, Q.ONE]]))
  const solution = solve({ rows: rowOf.size + 2, columns, right: new Map([[SCALE, Q.ONE]]) }, budget)
  if (solution.kind === 'infeasible') {
    const scale = solution.y[CONSTANT] ?? Q.ONE
    const point = new Map<string, Rational>()
    rowOf.forEach((row, key) => point.set(key, Q.div(solution.y[row] ?? Q.ZERO, scale)))
    return point
  }
  const shares = new Map<Generator, Rational>()
  meaning.forEach(({ generator, sign }, j) => {
    const value = Q.mul(sign, solution.x[j] ?? Q.ZERO)
    if (!Q.isZero(value)) shares.set(generator, Q.add(shares.get(generator) ?? Q.ZERO, value))
  })
  return [...shares].filter(([, q]) => !Q.isZero(q)).map(([generator, multiplier]) => ({ generator, multiplier }))
}

/** The kernel theorem `False` of a certificate; only the facts used contribute hypotheses. */
export function replay(rows: readonly Row[], shares: readonly Share[]): Theorem {
  const index = new Map<number, number>()
  const facts: Theorem[] = []
  const number = (i: number): number => {
    const old = index.get(i)
    if (old !== undefined) return old
    index.set(i, facts.length)
    facts.push((rows[i] as Row).theorem)
    return facts.length - 1
  }
  const products: { coefficient: Rational; facts: number[]; squares: readonly Term[] }[] = []
  const equalities: { fact: number; cofactor: Term }[] = []
  for (const { generator: g, multiplier } of shares) {
    if (g.kind === 'product') products.push({ coefficient: multiplier, facts: g.facts.map(number), squares: g.squares })
    else equalities.push({ fact: number(g.fact), cofactor: timesRational(multiplier, g.cofactor) })
  }
  return positivstellensatz(facts, { products, equalities })
}

function timesRational(q: Rational, t: Term): Term {
  if (t.kind === 'num' && t.value === 1n) return rationalTerm(q)
  return Q.eq(q, Q.ONE) ? t : mkMul(rationalTerm(q), t)
}

/** Searches and replays. */
export function refute(rows: readonly Row[], generators: readonly Generator[], budget: Budget, wantPoint = false): Refutation {
  const found = search(generators, budget, wantPoint)
  if (found instanceof Map) return { kind: 'open', point: found }
  const shares = found as readonly Share[]
  return { kind: 'refuted', theorem: replay(rows, shares), shares }
}

/** A fact too large to be multiplied out takes no part. */
function readIfSmall(th: Theorem, view: EngineView): Row | undefined {
  try {
    return readRow(th, view)
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined
    throw error
  }
}

/** The rows of all facts that are order relations or equations. */
export function readRows(facts: readonly Theorem[], view: EngineView): Row[] {
  const rows: Row[] = []
  for (const th of facts) {
    const row = readIfSmall(th, view)
    if (row !== undefined && (row.polynomial.terms.length > 0 || row.kind === '>')) rows.push(row)
  }
  return rows
}

/** `goal`, an order relation, by a linear combination of exactly these facts and the negated goal; undefined if there is none. */
export function combine(goal: Term, facts: readonly Theorem[], budget: Budget): Theorem | undefined {
  const negation = negatedGoal(goal)
  if (negation === undefined) return undefined
  const view = new EngineView()
  const rows = readRows([...facts, assume(negation)], view)
  const found = refute(rows, singles(rows), budget)
  return found.kind === 'open' ? undefined : byNegatedOrder(goal, () => found.theorem)
}
