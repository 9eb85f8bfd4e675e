// UNTRUSTED. Bounds of a variable from an equation or inequality that bounds a sum of squares with positive coefficients, one of which is
// its own: `s^2 + c^2 = 1` gives `-1 ≤ s ≤ 1`. Part of analysis.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { core, type FVar, type Term } from '../kernel/term.js'
import { asOrder, mkLe, real } from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { byProducts, type Product } from './derived.js'
import { attempt } from './leaves.js'
import { asEq } from './logic.js'
import { EngineView, rationalTerm } from './view.js'

/** `-b ≤ v` and `v ≤ b`, if the fact gives them. */
export function squareBounds(th: Theorem, v: FVar): readonly Theorem[] {
  const eq = asEq(th.concl)
  const order = asOrder(th.concl)
  const pair = eq ?? (order === undefined ? undefined : [order.low, order.high] as const)
  if (pair === undefined) return []
  return attempt(() => fromSides(th, pair, eq !== undefined, v)) ?? []
}

function fromSides(th: Theorem, [a, b]: readonly [Term, Term], equation: boolean, v: FVar): readonly Theorem[] | undefined {
  for (const sign of equation ? [1n, -1n] : [1n]) {
    const view = new EngineView()
    const p = P.scale(view.difference(a, b), Q.rational(sign))
    const read = squares(p, v, view)
    if (read === undefined) continue
    const { own, limit, others } = read
    const b2 = Q.rational(ceilRoot(Q.div(limit, own)))
    const bound = rationalTerm(b2)
    const rest = Q.sub(Q.mul(own, Q.mul(b2, b2)), limit)
    const twice = Q.mul(Q.rational(2n), Q.mul(b2, own))
    const linear = [{ facts: [1], coefficient: twice }, { coefficient: rest }].filter((q) => Q.sign(q.coefficient) > 0)
    const products: Product[] = [{ facts: [1, 1], coefficient: own }, ...linear, ...others, ...(equation ? [] : [{ facts: [0] }])]
    const equalities: readonly (readonly [number, Term])[] = equation ? [[0, rationalTerm(Q.rational(-sign))]] : []
    const negative = rationalTerm(Q.neg(b2))
    return [byProducts(mkLe(v, bound), [th], products, equalities), byProducts(mkLe(negative, v), [th], products, equalities)]
  }
  return undefined
}

/** p as `own · v² + Σ positive squares - limit`. */
function squares(p: P.Polynomial, v: FVar,
  view: EngineView): { readonly own: Rational; readonly limit: Rational; readonly others: readonly Product[] } | undefined {
  let own: Rational | undefined
  let limit = Q.ZERO
  const others: Product[] = []
  for (const { coefficient, factors } of p.terms) {
    if (factors.length === 0) { limit = Q.neg(coefficient); continue }
    if (Q.sign(coefficient) < 0 || factors.some((f) => f.exponent % 2n !== 0n)) return undefined
    const [f] = factors
    if (factors.length === 1 && f?.exponent === 2n && core(view.term(f.atom)) === core(v)) own = coefficient
    else if (factors.some((g) => core(view.term(g.atom)) === core(v))) return undefined
    else {
      const root = factors.map((g) => ({ atom: g.atom, exponent: g.exponent / 2n }))
      others.push({ squares: [root.length === 0 ? real(1n) : view.monomialTerm(root)], coefficient })
    }
  }
  return own === undefined || Q.sign(limit) < 0 ? undefined : { own, limit, others }
}

/** The least whole number whose square is at least q, up to a limit that matters to nobody. */
function ceilRoot(q: Rational): bigint {
  let n = 1n
  while (Q.lt(Q.rational(n * n), q)) n *= 2n
  while (n > 1n && Q.le(q, Q.rational((n - 1n) * (n - 1n)))) n--
  return n
}
