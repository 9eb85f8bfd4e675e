// UNTRUSTED. Writes a polynomial as a sum of multiples of the differences of given equations, the multipliers sought among monomials that
// can match; an exact linear system. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Theorem } from '../kernel/theorem.js'
import { Columns } from './columns.js'
import { asEq } from './logic.js'
import { solve } from './simplex.js'
import { Ledger } from './combination.js'
import type { Budget } from './types.js'
import { factorsKey, type EngineView, type Factors } from './view.js'

const MAX_COLUMNS = 400

/** `m / d` for monomials, when d divides m. */
function divide(m: Factors, d: Factors): Factors | undefined {
  const out: { atom: number; exponent: bigint }[] = []
  for (const f of d) if ((m.find((g) => g.atom === f.atom)?.exponent ?? 0n) < f.exponent) return undefined
  for (const f of m) {
    const exponent = f.exponent - (d.find((g) => g.atom === f.atom)?.exponent ?? 0n)
    if (exponent > 0n) out.push({ atom: f.atom, exponent })
  }
  return out
}

interface Candidate {
  readonly equation: Theorem
  readonly cofactor: Polynomial
  /** The multiple of the difference, reduced; `own` holds the equations the reduction used. */
  readonly product: Polynomial
  readonly own: Ledger
}

/** Rewrites a polynomial, entering the equations used. */
export type Reduction = (p: Polynomial, ledger: Ledger) => Polynomial

/** Enters multiples of the equations that add up to `p` in the ledger; false if none are found. */
export function amongEquations(p: Polynomial, equations: readonly Theorem[], view: EngineView, ledger: Ledger, budget: Budget,
  reduce: Reduction): boolean {
  if (p.terms.length === 0) return true
  const candidates: Candidate[] = []
  const seen = new Set<string>()
  const read = equations.map((th) => {
    const eq = asEq(th.concl)
    return eq === undefined ? P.ZERO : view.difference(eq[0], eq[1])
  })
  const add = (i: number, factors: Factors): void => {
    const key = `${String(i)}:${factorsKey(factors)}`
    if (seen.has(key) || candidates.length >= MAX_COLUMNS) return
    seen.add(key)
    const cofactor = P.fromTerms([{ coefficient: Q.ONE, factors }])
    const own = new Ledger(view)
    candidates.push({ equation: equations[i] as Theorem, cofactor, product: reduce(P.mul(cofactor, read[i] as Polynomial), own), own })
  }
  let frontier: readonly Polynomial[] = [p]
  for (let round = 0; round < 3 && frontier.length > 0; round++) {
    const before = candidates.length
    for (const f of frontier) {
      for (const m of f.terms) {
        read.forEach((e, i) => {
          for (const d of e.terms) {
            const left = d.factors.length === 0 ? (m.factors.length === 0 ? [] : undefined) : divide(m.factors, d.factors)
            if (left !== undefined) add(i, left)
          }
        })
      }
    }
    budget.spend(1 + candidates.length)
    const found = multipliers(p, candidates, budget)
    if (found !== undefined) {
      found.forEach((q, i) => {
        const c = candidates[i] as Candidate
        if (Q.isZero(q)) return
        ledger.add(c.equation, P.scale(c.cofactor, q))
        c.own.transfer(ledger, P.constant(Q.neg(q)))
      })
      return true
    }
    frontier = candidates.slice(before).map((c) => c.product)
  }
  return false
}

/** The rational multipliers with `Σ qᵢ productᵢ = p`. */
function multipliers(p: Polynomial, candidates: readonly Candidate[], budget: Budget): readonly Rational[] | undefined {
  const lp = new Columns()
  const columns = candidates.flatMap((c) => [lp.of(c.product), lp.of(P.neg(c.product))])
  const right = lp.of(p)
  const solution = solve({ rows: lp.rows, columns, right }, budget)
  if (solution.kind !== 'optimal') return undefined
  return candidates.map((_, i) => Q.sub(solution.x[2 * i] ?? Q.ZERO, solution.x[2 * i + 1] ?? Q.ZERO))
}
