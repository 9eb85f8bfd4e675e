// UNTRUSTED. Facts made homogeneous by an equation L = k with L homogeneous and k a number: where a fact has terms of lower degree,
// these are
// multiplied by powers of L/k. Symmetric problems with a normalisation like a + b + c = 3 become much smaller so. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { mkLe, mkLt, real } from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { combination } from './combination.js'
import { byProducts } from './derived.js'
import type { Row } from './farkas.js'
import { attempt } from './leaves.js'
import { asEq } from './logic.js'
import { degreeOf, type EngineView } from './view.js'

const degree = (p: Polynomial): number => p.terms.reduce((d, m) => Math.max(d, Number(degreeOf(m.factors))), 0)

export const isHomogeneous = (p: Polynomial): boolean => p.terms.every((m) => Number(degreeOf(m.factors)) === degree(p))

/** An equation read as L/k = 1. */
interface Unit {
  readonly theorem: Theorem
  readonly degree: number
  /** L/k. */
  readonly form: Polynomial
  /** a - b = scale · (L/k - 1) for the sides of the equation. */
  readonly scale: Q.Rational
}

function unitOf(row: Row): Unit | undefined {
  if (row.kind !== '=') return undefined
  const constant = row.polynomial.terms.find((m) => m.factors.length === 0)
  if (constant === undefined) return undefined
  const rest = P.sub(row.polynomial, P.constant(constant.coefficient))
  const d = degree(rest)
  if (d === 0 || !isHomogeneous(rest)) return undefined
  const k = Q.neg(constant.coefficient)
  return { theorem: row.theorem, degree: d, form: P.scale(rest, Q.inv(k)), scale: k }
}

const MAX_POWER = 12

/** The homogeneous polynomial and the cofactor c with `homogeneous = p + c · (L/k - 1)`; undefined when the degrees do not fit. */
function lifted(p: Polynomial, unit: Unit): { readonly polynomial: Polynomial; readonly cofactor: Polynomial } | undefined {
  const top = degree(p)
  let [polynomial, cofactor] = [P.ZERO, P.ZERO]
  for (const m of p.terms) {
    const gap = top - Number(degreeOf(m.factors))
    if (gap % unit.degree !== 0 || gap / unit.degree > MAX_POWER) return undefined
    const term = P.fromTerms([m])
    let power = P.ONE
    for (let e = 0; e < gap / unit.degree; e++) {
      cofactor = P.add(cofactor, P.mul(term, power))
      power = P.mul(power, unit.form)
    }
    polynomial = P.add(polynomial, P.mul(term, power))
  }
  return { polynomial, cofactor }
}

/** The rows in homogeneous form, the equation left out, with the place of the target among them; undefined when nothing is gained. */
export function homogenised(rows: readonly Row[], target: number,
  view: EngineView): { readonly rows: readonly Row[]; readonly target: number } | undefined {
  const goal = rows[target]
  if (goal === undefined || isHomogeneous(goal.polynomial)) return undefined
  for (const row of rows) {
    const unit = unitOf(row)
    const first = unit === undefined ? undefined : asHomogeneous(goal, unit, view)
    if (unit === undefined || first === undefined) continue
    const others = rows.filter((r) => r !== row && r !== goal && r.theorem !== row.theorem)
      .flatMap((r) => (isHomogeneous(r.polynomial) ? [r] : asHomogeneous(r, unit, view) ?? []))
    return { rows: [...others, first], target: others.length }
  }
  return undefined
}

function asHomogeneous(row: Row, unit: Unit, view: EngineView): Row | undefined {
  const made = lifted(row.polynomial, unit)
  if (made === undefined || made.polynomial.terms.length === 0) return undefined
  const zero = real(0n)
  const term = view.reify(made.polynomial)
  const theorem = attempt(() => {
    const share = P.scale(made.cofactor, Q.inv(unit.scale))
    if (row.kind === '=') {
      const sides = asEq(row.theorem.concl)
      if (sides === undefined) return undefined
      return combination(term, zero, [{ equation: row.theorem, cofactor: real(1n) }, { equation: unit.theorem, cofactor:
        view.reify(share) }])
    }
    const goal = row.kind === '>' ? mkLt(zero, term) : mkLe(zero, term)
    // With the negated goal, -term: row + share · (a - b) - term = 0.
    return byProducts(goal, [row.theorem, unit.theorem], [{ facts: [0] }, { facts: [2] }], [[1, view.reify(share)]])
  })
  return theorem === undefined ? undefined : { theorem, kind: row.kind, polynomial: made.polynomial }
}

