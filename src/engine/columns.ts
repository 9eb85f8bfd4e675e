// UNTRUSTED. Polynomials taken apart: as columns of a linear program, a row for every monomial met, and by the powers of one atom.
// Engine files only.
import { fromTerms, type Monomial, type Polynomial } from '../arith/polynomial.js'
import type { Column } from './simplex.js'
import { factorsKey } from './view.js'

/** Numbers monomials as rows in order of their first appearance. */
export class Columns {
  readonly #rowOf = new Map<string, number>()

  get rows(): number {
    return this.#rowOf.size
  }

  of(p: Polynomial): Column {
    return new Map(p.terms.map(({ coefficient, factors }) => {
      const key = factorsKey(factors)
      const row = this.#rowOf.get(key) ?? this.#rowOf.size
      this.#rowOf.set(key, row)
      return [row, coefficient]
    }))
  }
}

/** The coefficients of the powers of an atom, the constant one first. */
export function byPowers(p: Polynomial, atom: number): Polynomial[] {
  const out: Monomial[][] = []
  for (const m of p.terms) {
    const e = Number(m.factors.find((f) => f.atom === atom)?.exponent ?? 0n)
    while (out.length <= e) out.push([])
    out[e]?.push({ coefficient: m.coefficient, factors: m.factors.filter((f) => f.atom !== atom) })
  }
  return out.map((terms) => fromTerms(terms))
}
