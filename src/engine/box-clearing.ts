// UNTRUSTED. A claim without the denominators whose signs are known on a box: the engine's own clearing, given those signs as facts.
// Part of analysis.
import * as P from '../arith/polynomial.js'
import { freeVars, occurs, type FVar, type Term } from '../kernel/term.js'
import { INV, asOrder, asUnary, mkInv, mkLt, mkNeg } from '../kernel/signature.js'
import { assume, generalise, intro, mp, specialise, sym, type Theorem } from '../kernel/theorem.js'
import {
  boxFormulas, formulaOf, invAntitone, lowFormula, rangeFormulas, replaceVar, transport, weaken, zero, type Box, type Claim, type End,
  type Range,
} from './box.js'
import { byProducts, use } from './derived.js'
import { invRule } from './positivity-rules.js'
import { enclosure, ring } from './rules.js'
import { orderedEverywhere } from './canonical.js'
import { sides } from './logic.js'
import { EngineView } from './view.js'
import { clearedGoal } from './clearing.js'
import { Known } from './known.js'
import { attempt } from './leaves.js'
import { Normaliser } from './normaliser.js'
import { discharge } from './side.js'
import { Budget, EMPTY_LIBRARY } from './types.js'

const SHARE = 4_000

export interface ClearedClaim { readonly claim: Claim; readonly back: (th: Theorem) => Theorem }

/** The arguments of the inverses in t that speak of variables, outside other functions. */
function divisors(t: Term): readonly Term[] {
  const out = new Set<Term>()
  const go = (u: Term): void => {
    const d = asUnary(u, INV)
    if (d !== undefined && freeVars(d).length > 0) out.add(d)
    if (u.kind === 'app') { go(u.fn); go(u.arg) }
  }
  go(t)
  return [...out]
}

/** The claim multiplied by its denominators; `positive` proves `0 < u` from the formulas of the box. */
export function clearedClaim(claim: Claim, box: Box, positive: (u: Term) => Theorem | undefined): ClearedClaim | undefined {
  const own = divisors(claim.f)
  if (own.length === 0) return undefined
  const signs = own.map((u) => positive(u) ?? positive(mkNeg(u)))
  if (signs.some((s) => s === undefined)) return undefined
  return new Budget(2 * SHARE).within(SHARE, (budget) => attempt(() => {
    const facts = [...boxFormulas(box).map((p) => assume(p)), ...(signs as Theorem[])]
    const goal = formulaOf(claim)
    const known = Known.of({ goal, facts, library: EMPTY_LIBRARY, budget }, discharge)
    const next = clearedGoal(goal, new Normaliser(known))
    const order = next === undefined ? undefined : asOrder(next.goal)
    if (next === undefined || order === undefined) return undefined
    return { claim: { f: order.high, strict: order.strict }, back: next.back }
  }))
}

/** Factors that all monomials share, what is left, and the claim from the signs of the factors and the claim about the rest. */
export interface Factored {
  readonly factors: readonly Term[]
  readonly rest: Term
  readonly join: (claim: Claim, signs: readonly Theorem[], rest: Theorem) => Theorem
}

export function commonFactors(f: Term): Factored | undefined {
  return attempt(() => {
    const view = new EngineView()
    const p = view.polynomial(f)
    const [first, ...others] = p.terms
    if (first === undefined || p.terms.length > 80) return undefined
    const shared = first.factors.flatMap(({ atom, exponent }) => {
      const least = others.reduce((e, m) => {
        const own = m.factors.find((g) => g.atom === atom)?.exponent ?? 0n
        return own < e ? own : e
      }, exponent)
      return least > 0n && freeVars(view.term(atom)).length > 0 ? [{ atom, exponent: least }] : []
    })
    if (shared.length === 0 || (others.length === 0 && first.factors.length === 1 && first.factors[0]?.exponent === 1n)) return undefined
    const left = P.fromTerms(p.terms.map((m) => ({ coefficient: m.coefficient, factors: m.factors.flatMap(({ atom, exponent }) => {
      const e = exponent - (shared.find((g) => g.atom === atom)?.exponent ?? 0n)
      return e > 0n ? [{ atom, exponent: e }] : []
    }) })))
    const factors = shared.flatMap(({ atom, exponent }) => Array.from({ length: Number(exponent) }, () => view.term(atom)))
    const join = (claim: Claim, signs: readonly Theorem[], rest: Theorem): Theorem => byProducts(formulaOf(claim), [...signs, rest],
      [{ facts: [...signs.map((_, i) => i), signs.length] }, { facts: [signs.length + 1] }])
    return { factors, rest: view.reify(left), join }
  })
}

/** How many inverses in t speak of v. */
export function quotientsIn(t: Term, v: FVar): number {
  return divisors(t).filter((d) => occurs(v, d)).length
}

/** A claim on [a, ∞), 0 < a, as one about t = 1/v on (0, 1/a], the variable called v again. */
export interface Inverted {
  readonly claim: Claim
  readonly range: Range
  readonly quotients: number
  readonly back: (th: Theorem) => Theorem
}

export function inverted(claim: Claim, v: FVar, low: End): Inverted | undefined {
  return attempt(() => {
    const raw = replaceVar(claim.f, v, mkInv(v))
    const tidy = orderedEverywhere(raw)
    const f = tidy === undefined ? raw : sides(tidy)[1]
    const end = { term: mkInv(low.term), value: 1 / low.value, strict: false }
    const range: Range = { low: { term: zero, value: 0, strict: true }, high: end }
    const back = (th: Theorem): Theorem => {
      const spelled = tidy === undefined ? th : transport(v, formulaOf({ f: v, strict: claim.strict }), sym(tidy), th)
      const all = generalise(v, rangeFormulas(v, range).reduceRight((acc, p) => intro(p, acc), spelled))
      const above = assume(lowFormula(v, low))
      const weak = low.strict ? weaken(above, low.term, v) : above
      const base = enclosure(mkLt(zero, low.term), [], 64)
      const positive = byProducts(mkLt(zero, v), [base, weak], [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
      const at = mp(mp(specialise(all, mkInv(v)), use(invRule('>'), [v], [positive])), use(invAntitone(), [low.term, v], [base, weak]))
      return transport(v, formulaOf({ f: claim.f, strict: claim.strict }), ring(mkInv(mkInv(v)), v), at)
    }
    return { claim: { f, strict: claim.strict }, range, quotients: quotientsIn(f, v), back }
  })
}
