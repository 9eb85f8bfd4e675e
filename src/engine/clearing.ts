// UNTRUSTED. Inequalities without denominators: the goal and the facts multiplied by the positive terms they divide by, so that
// arithmetic sees polynomials; the proof of the new goal is turned back. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { INV, asOrder, asUnary, mkLe, mkLt, mkNeg, real } from '../kernel/signature.js'
import type { Term } from '../kernel/term.js'
import { mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { REAL } from '../kernel/type.js'
import { nonzero, positive } from './algebra-context.js'
import { byPowers } from './columns.js'
import { Ledger, combination } from './combination.js'
import { byProducts, use } from './derived.js'
import { attempt } from './leaves.js'
import { asEq } from './logic.js'
import { clearlyFails } from './evaluation.js'
import { isArithmetic } from './gather.js'
import type { Normaliser } from './normaliser.js'
import { invRule, nonzeroRule } from './positivity-rules.js'
import { sums } from './sums.js'

const zero = real(0n)

/** A denominator: its inverse atom, the proof that it is positive, `d * inv d = 1`. */
interface Divisor {
  readonly atom: number
  readonly term: Term
  readonly polynomial: Polynomial
  /** `0 < d` and `0 < inv d`, or `0 < -d` and `0 < -inv d`. */
  readonly up: Theorem
  readonly inverseUp: Theorem
  readonly negative: boolean
  readonly equation: Theorem
}

/** The outermost inverse in `p` whose argument is known to be positive. */
function divisorIn(p: Polynomial, n: Normaliser, refused: Set<number>): Divisor | undefined {
  let best: { readonly atom: number; readonly term: Term } | undefined
  for (const m of p.terms) {
    for (const { atom } of m.factors) {
      const term = asUnary(n.view.term(atom), INV)
      if (term !== undefined && !refused.has(atom) && (best === undefined || term.depth > best.term.depth)) best = { atom, term }
    }
  }
  if (best === undefined) return undefined
  const found = signed(best.atom, best.term, n)
  if (found !== undefined) return found
  refused.add(best.atom)
  return divisorIn(p, n, refused)
}

/** Work for finding the sign of one divisor by a sum of squares. */
const SIGN_BUDGET = 3000

/** `0 < t` by a certificate over the facts, when the structure of t does not show it. */
function positiveBySearch(t: Term, n: Normaliser): Theorem | undefined {
  if (clearlyFails(zero, t, true, n.known.points)) return undefined
  return n.known.budget.within(SIGN_BUDGET, (budget) => {
    const goal = mkLt(zero, t)
    const facts = n.known.parts.filter((th) => isArithmetic(th.concl))
    const outcome = attempt(() => sums({ goal, facts, library: n.known.library, budget }))
    return outcome?.kind === 'proved' ? outcome.theorem : undefined
  })
}

function signed(atom: number, term: Term, n: Normaliser): Divisor | undefined {
  const plain = positive(term, n)
  const opposite = plain === undefined ? positive(mkNeg(term), n) : undefined
  const up = plain ?? (opposite === undefined ? positiveBySearch(term, n) : undefined)
  const down = up === undefined ? opposite ?? positiveBySearch(mkNeg(term), n) : undefined
  const sign = up ?? down
  if (sign === undefined) return undefined
  const t = up === undefined ? mkNeg(term) : term
  const inverse = use(invRule('>'), [t], [sign])
  const ne = up === undefined ? negatedNonzero(term, sign) : use(nonzeroRule('>'), [term], [up])
  return {
    atom, term, up: sign, inverseUp: inverse, negative: up === undefined, polynomial: n.view.polynomial(term),
    equation: mp(specialise(base.inv, term), ne),
  }
}

/** `t ≠ 0` from `0 < -t`. */
function negatedNonzero(t: Term, up: Theorem): Theorem {
  return use(nonzeroRule('<'), [t], [byProducts(mkLt(t, zero), [up], [{ facts: [0] }, { facts: [1] }])])
}

interface Cleared {
  /** `divided = ledger + units · rest`, units the product of the inverses taken out. */
  readonly rest: Polynomial
  readonly ledger: Ledger
  /** The divisors with how often each was taken out. */
  readonly divisors: readonly { readonly divisor: Divisor; readonly times: number }[]
}

/** The sign of the product of the divisors: `rest` has to be read with it. */
function signOf(divisors: Cleared['divisors']): Rational {
  const flips = divisors.filter((d) => d.divisor.negative && d.times % 2 === 1).length
  return flips % 2 === 1 ? Q.neg(Q.ONE) : Q.ONE
}

/** Takes the inverses out of a polynomial, one after the other. */
function clear(p: Polynomial, n: Normaliser): Cleared {
  const ledger = new Ledger(n.view)
  const divisors: { divisor: Divisor; times: number }[] = []
  const refused = new Set<number>()
  let scale = P.ONE
  let now = p
  for (let round = 0; round < 8; round++) {
    const own = new Ledger(n.view)
    now = n.reduce(now, own)
    own.transfer(ledger, scale)
    const divisor = divisorIn(now, n, refused)
    if (divisor === undefined) break
    n.known.budget.spend(4 + now.terms.length)
    const u = P.atom(divisor.atom)
    const ud = P.mul(u, divisor.polynomial)
    const parts = byPowers(now, divisor.atom)
    const e = parts.length - 1
    let [rest, a, geometric] = [P.ZERO, P.ZERO, P.ZERO]
    parts.forEach((part, j) => {
      const raised = P.mul(part, P.pow(divisor.polynomial, BigInt(e - j)))
      rest = P.add(rest, raised)
      a = P.add(a, P.mul(raised, geometric))
      if (j < e) geometric = P.add(geometric, P.pow(ud, BigInt(j)))
    })
    const units = P.pow(u, BigInt(e))
    ledger.add(divisor.equation, P.mul(scale, P.sub(P.mul(units, a), P.mul(geometric, now))))
    divisors.push({ divisor, times: e })
    scale = P.mul(scale, units)
    now = rest
  }
  return { rest: now, ledger, divisors }
}

/** The equations of a ledger with their multipliers negated or not, numbered from `start`. */
function equalities(ledger: Ledger, start: number, negate: boolean,
  n: Normaliser): { readonly facts: Theorem[]; readonly entries: [number, Term][] } {
  const facts: Theorem[] = []
  const entries: [number, Term][] = []
  ledger.entries().forEach((cofactor, equation) => {
    entries.push([start + facts.length, n.view.reify(negate ? P.neg(cofactor) : cofactor)])
    facts.push(equation)
  })
  return { facts, entries }
}

/** A goal `low ≤ high` without denominators, and the way back from its proof; undefined when it has none. */
export function clearedGoal(goal: Term, n: Normaliser): { readonly goal: Term; readonly back: (th: Theorem) => Theorem } | undefined {
  const order = asOrder(goal)
  if (order === undefined) return undefined
  const p = n.view.difference(order.high, order.low)
  const { rest, ledger, divisors } = clear(p, n)
  if (divisors.length === 0) return undefined
  const restTerm = n.view.reify(P.scale(rest, signOf(divisors)))
  const next = order.strict ? mkLt(zero, restTerm) : mkLe(zero, restTerm)
  const back = (th: Theorem): Theorem => {
    const ups = divisors.map((d) => d.divisor.inverseUp)
    const eqs = equalities(ledger, 1 + ups.length, false, n)
    const product = [0, ...divisors.flatMap((d, i) => Array.from({ length: d.times }, () => 1 + i))]
    const negation = 1 + ups.length + eqs.facts.length
    // -(high - low) + Σ ledger + units · rest = 0
    return byProducts(goal, [th, ...ups, ...eqs.facts], [{ facts: [negation] }, { facts: product }], eqs.entries)
  }
  return { goal: next, back }
}

/** A fact `low ≤ high` without denominators. */
export function clearedFact(fact: Theorem, n: Normaliser): Theorem | undefined {
  const order = asOrder(fact.concl)
  if (order === undefined) return undefined
  const { rest, ledger, divisors } = clear(n.view.difference(order.high, order.low), n)
  if (divisors.length === 0) return undefined
  const restTerm = n.view.reify(P.scale(rest, signOf(divisors)))
  const goal = order.strict ? mkLt(zero, restTerm) : mkLe(zero, restTerm)
  return attempt(() => {
    // Multiply high - low = Σ ledger + units · rest by the divisors; divisors · units - 1 telescopes over d · inv d - 1.
    const own = new Ledger(n.view)
    const multiplier = divisors.reduce((acc, d) => P.mul(acc, P.pow(d.divisor.polynomial, BigInt(d.times))), P.ONE)
    const sign = P.constant(signOf(divisors))
    ledger.transfer(own, P.mul(sign, multiplier))
    let before = P.ONE
    for (const { divisor, times } of divisors) {
      const ud = P.mul(P.atom(divisor.atom), divisor.polynomial)
      let geometric = P.ZERO
      for (let i = 0; i < times; i++) geometric = P.add(geometric, P.pow(ud, BigInt(i)))
      own.add(divisor.equation, P.mul(sign, P.mul(P.mul(before, geometric), rest)))
      before = P.mul(before, P.pow(ud, BigInt(times)))
    }
    const ups = divisors.map((d) => d.divisor.up)
    const eqs = equalities(own, 1 + ups.length, true, n)
    const product = [0, ...divisors.flatMap((d, i) => Array.from({ length: d.times }, () => 1 + i))]
    const negation = 1 + ups.length + eqs.facts.length
    return byProducts(goal, [fact, ...ups, ...eqs.facts], [{ facts: [negation] }, { facts: product }], eqs.entries)
  })
}

/** A fact `a = b` between reals without denominators that are known not to be 0, as `rest = 0`. */
export function clearedEquation(fact: Theorem, n: Normaliser): Theorem | undefined {
  const eq = asEq(fact.concl)
  if (eq === undefined || eq[0].type !== REAL) return undefined
  const found: Divisor['equation'][] = []
  const own = new Ledger(n.view)
  let now = n.view.difference(eq[0], eq[1])
  // rest = multiplier · (a - b) modulo the equations d · inv d = 1, which the ledger records with their cofactors.
  let multiplier = P.ONE
  const refused = new Set<number>()
  for (let round = 0; round < 8; round++) {
    const next = nonzeroDivisor(now, n, refused)
    if (next === undefined) break
    n.known.budget.spend(4 + now.terms.length)
    const d = n.view.polynomial(next.term)
    const ud = P.mul(P.atom(next.atom), d)
    const parts = byPowers(now, next.atom)
    const e = parts.length - 1
    // dᵉ · now = Σ dᵉ⁻ʲ (u d)ʲ partⱼ = rest + (u d - 1) Σ dᵉ⁻ʲ partⱼ (1 + … + (u d)ʲ⁻¹)
    let [rest, cofactor, geometric] = [P.ZERO, P.ZERO, P.ZERO]
    parts.forEach((part, j) => {
      const raised = P.mul(part, P.pow(d, BigInt(e - j)))
      rest = P.add(rest, raised)
      cofactor = P.add(cofactor, P.mul(raised, geometric))
      geometric = P.add(geometric, P.pow(ud, BigInt(j)))
    })
    const scaled = new Ledger(n.view)
    own.transfer(scaled, P.pow(d, BigInt(e)))
    scaled.add(next.equation, P.neg(cofactor))
    own.clear()
    scaled.transfer(own, P.ONE)
    multiplier = P.mul(multiplier, P.pow(d, BigInt(e)))
    now = rest
    found.push(next.equation)
  }
  if (found.length === 0) return undefined
  own.add(fact, multiplier)
  return attempt(() => combination(n.view.reify(now), zero, own.multiples()))
}

/** An inverse in `p` whose argument is known not to be 0, outermost first. */
function nonzeroDivisor(p: Polynomial, n: Normaliser,
  refused: Set<number>): { readonly atom: number; readonly term: Term; readonly equation: Theorem } | undefined {
  const atoms = new Set(p.terms.flatMap((m) => m.factors.map((f) => f.atom)))
  const candidates = [...atoms].flatMap((atom) => {
    const term = asUnary(n.view.term(atom), INV)
    return term === undefined || refused.has(atom) ? [] : [{ atom, term }]
  }).sort((a, b) => b.term.depth - a.term.depth)
  for (const { atom, term } of candidates) {
    const ne = nonzero(term, n)
    if (ne !== undefined) return { atom, term, equation: mp(specialise(base.inv, term), ne) }
    refused.add(atom)
  }
  return undefined
}
