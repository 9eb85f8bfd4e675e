// UNTRUSTED. Squares completed: for a polynomial quadratic in its variables, the linear forms whose squares it would be a sum of.
// Used by nonlinear as candidates; the linear program decides their multipliers. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'

const MAX_ATOMS = 6

/** `p = a x² + b x + c` with a rational a ≠ 0: the pair (a, b). */
function quadraticIn(p: Polynomial, atom: number): { readonly a: Q.Rational; readonly b: Polynomial } | undefined {
  let a = Q.ZERO
  const linear: P.Monomial[] = []
  for (const m of p.terms) {
    const own = m.factors.find((f) => f.atom === atom)
    if (own === undefined) continue
    const others = m.factors.filter((f) => f.atom !== atom)
    if (own.exponent === 2n && others.length === 0) a = m.coefficient
    else if (own.exponent === 1n) linear.push({ coefficient: m.coefficient, factors: others })
    else return undefined
  }
  return Q.isZero(a) ? undefined : { a, b: P.fromTerms(linear) }
}

/**
 * The forms `x + b/(2a)` met when squares are completed one variable after the other, in the order of the atoms and in the reverse order.
 * A quadratic form without negative directions is a nonnegative combination of the squares of one of the two lists.
 */
export function completedSquares(p: Polynomial): readonly Polynomial[] {
  const atoms = [...new Set(p.terms.flatMap((m) => m.factors.map((f) => f.atom)))]
  if (atoms.length > MAX_ATOMS) return []
  const out: Polynomial[] = []
  for (const order of [atoms, [...atoms].reverse()]) {
    let now = p
    for (const atom of order) {
      const found = quadraticIn(now, atom)
      if (found === undefined) continue
      const form = P.add(P.atom(atom), P.scale(found.b, Q.inv(Q.mul(Q.rational(2n), found.a))))
      if (!out.some((q) => P.equal(q, form))) out.push(form)
      now = P.sub(now, P.scale(P.pow(form, 2n), found.a))
    }
  }
  return out
}
