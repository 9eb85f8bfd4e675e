// UNTRUSTED. Clears the inverses of sums from a polynomial that should vanish: multiplies by the denominators that are known not to be
// zero, and records the multiples of `d · d⁻¹ = 1` this takes. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import { INV, asUnary } from '../kernel/signature.js'
import { mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import type { Term } from '../kernel/term.js'
import { nonzero } from './algebra-context.js'
import { byPowers } from './columns.js'
import { Ledger } from './combination.js'
import type { Normaliser } from './normaliser.js'

/** The inverse of a sum to remove first: an outermost one. */
function outermost(p: Polynomial, n: Normaliser): { readonly atom: number; readonly divisor: Term } | undefined {
  let best: { readonly atom: number; readonly divisor: Term } | undefined
  for (const m of p.terms) {
    for (const { atom } of m.factors) {
      const divisor = asUnary(n.view.term(atom), INV)
      if (divisor === undefined || n.view.polynomial(divisor).terms.length < 2) continue
      if (best === undefined || divisor.depth > best.divisor.depth
        || (divisor.depth === best.divisor.depth && atom < best.atom)) best = { atom, divisor }
    }
  }
  return best
}

const power = (p: Polynomial, k: number): Polynomial => P.pow(p, BigInt(k))

/**
 * What is left of `p` once denominators are cleared and the result reduced: `p = Σ ledger + units · rest` where units is a product of
 * inverses. A zero rest shows that p vanishes.
 */
export function clearDenominators(p: Polynomial, n: Normaliser, ledger: Ledger,
  scale: Polynomial = P.ONE): { readonly rest: Polynomial; readonly units: Polynomial } {
  const own = new Ledger(n.view)
  const reduced = n.reduce(p, own)
  own.transfer(ledger, scale)
  const found = outermost(reduced, n)
  const ne = found === undefined ? undefined : nonzero(found.divisor, n)
  if (found === undefined || ne === undefined) return { rest: reduced, units: scale }
  n.known.budget.spend(4 + reduced.terms.length)
  const equation: Theorem = mp(specialise(base.inv, found.divisor), ne)
  const d = n.view.polynomial(found.divisor)
  const u = P.atom(found.atom)
  const parts = byPowers(reduced, found.atom)
  const e = parts.length - 1
  const ud = P.mul(u, d)
  let rest = P.ZERO
  let a = P.ZERO
  let geometric = P.ZERO
  for (let j = 0; j <= e; j++) {
    const raised = P.mul(parts[j] ?? P.ZERO, power(d, e - j))
    rest = P.add(rest, raised)
    a = P.add(a, P.mul(raised, geometric))
    if (j < e) geometric = P.add(geometric, power(ud, j))
  }
  // reduced = (d u - 1)(uᵉ a - (1 + … + (ud)ᵉ⁻¹) reduced) + uᵉ rest
  const units = power(u, e)
  ledger.add(equation, P.mul(scale, P.sub(P.mul(units, a), P.mul(geometric, reduced))))
  return clearDenominators(rest, n, ledger, P.mul(scale, units))
}
