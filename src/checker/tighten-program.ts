// The linear side of `tighten`: exact optimisation over the conditions and bounds known so far, and the multipliers that prove that no
// other choice within them is better. UNTRUSTED search with exact answers; used by tighten.ts only.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { solve, type Column } from '../engine/simplex.js'
import { Budget } from '../engine/types.js'
import { valueAt, type Affine, type Point } from './tighten-problem.js'

/** `form ≤ 0`, or `form = 0`. */
export interface Constraint {
  readonly form: Affine
  readonly equation: boolean
}

/** A constraint with the factor it takes in a proof of optimality. */
export interface Multiplier<C extends Constraint> {
  readonly constraint: C
  readonly factor: Rational
}

/** Work units of one linear programme; each has a handful of rows. */
const UNITS = 1_000_000

/** Deviations from `from` as pairs of non-negative columns, and a slack for each inequality: rows `form(from) + Σ c (p - q) + s = 0`. */
function rows(names: readonly string[], constraints: readonly Constraint[], from: Point):
  { readonly columns: Column[]; readonly right: Column } {
  const columns: Map<number, Rational>[] = names.flatMap(() => [new Map(), new Map()])
  const right = new Map<number, Rational>()
  constraints.forEach(({ form, equation }, row) => {
    names.forEach((name, i) => {
      const c = form.terms.get(name)
      if (c === undefined) return
      columns[2 * i]?.set(row, c)
      columns[2 * i + 1]?.set(row, Q.neg(c))
    })
    if (!equation) columns.push(new Map([[row, Q.ONE]]))
    right.set(row, Q.neg(valueAt(form, from)))
  })
  return { columns, right }
}

/** The point with the largest value of `objective` within the constraints, the one nearest to `from` of several. Bounded by assumption. */
export function largest(names: readonly string[], objective: Affine, constraints: readonly Constraint[], from: Point): Point | undefined {
  const best = optimum(names, constraints, from, (name) => objective.terms.get(name) ?? Q.ZERO, undefined)
  if (best === undefined) return undefined
  const value = valueAt(objective, best)
  const kept: Affine = { constant: Q.sub(objective.constant, value), terms: objective.terms }
  return optimum(names, [...constraints, { form: kept, equation: true }], from, () => Q.ZERO, Q.ONE) ?? best
}

function optimum(names: readonly string[], constraints: readonly Constraint[], from: Point, gain: (name: string) => Rational,
  distance: Rational | undefined): Point | undefined {
  const { columns, right } = rows(names, constraints, from)
  const penalty = distance ?? Q.ZERO
  const cost = columns.map((_, j) => {
    const name = names[j >> 1]
    if (name === undefined) return Q.ZERO
    return Q.add(penalty, j % 2 === 0 ? Q.neg(gain(name)) : gain(name))
  })
  const solution = solve({ rows: constraints.length, columns, right, cost }, new Budget(UNITS))
  if (solution.kind !== 'optimal') return undefined
  const at = (j: number): Rational => solution.x[j] ?? Q.ZERO
  return new Map(names.map((name, i) => [name, Q.add(from.get(name) ?? Q.ZERO, Q.sub(at(2 * i), at(2 * i + 1)))]))
}

/** Factors λ with `objective = value + Σ λ · (-form)` up to terms that are 0: λ ≥ 0 on inequalities. Undefined when there are none. */
export function certificate<C extends Constraint>(names: readonly string[], objective: Affine, constraints: readonly C[]):
  readonly Multiplier<C>[] | undefined {
  const signed = constraints.flatMap((constraint) => (constraint.equation
    ? [{ constraint, sign: Q.ONE }, { constraint, sign: Q.neg(Q.ONE) }] : [{ constraint, sign: Q.ONE }]))
  const columns = signed.map(({ constraint, sign }): Column => new Map(names.flatMap((name, row) => {
    const c = constraint.form.terms.get(name)
    return c === undefined ? [] : [[row, Q.mul(c, sign)] as const]
  })))
  const right: Column = new Map(names.map((name, row) => [row, objective.terms.get(name) ?? Q.ZERO]))
  const cost = signed.map(({ constraint, sign }) => Q.neg(Q.mul(constraint.form.constant, sign)))
  const solution = solve({ rows: names.length, columns, right, cost }, new Budget(UNITS))
  if (solution.kind !== 'optimal') return undefined
  return signed.flatMap(({ constraint, sign }, j) => {
    const factor = solution.x[j] ?? Q.ZERO
    return Q.isZero(factor) ? [] : [{ constraint, factor: Q.mul(factor, sign) }]
  })
}
