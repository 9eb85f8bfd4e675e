// UNTRUSTED. The normal form of algebra: `⊢ t = t'` with arithmetic as ordered polynomials over atoms that no rule simplifies further.
// Side conditions come from the facts, which become hypotheses of the theorem. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import { NAT, PROP, REAL } from '../kernel/type.js'
import { core, type Term } from '../kernel/term.js'
import { trans, type Theorem } from '../kernel/theorem.js'
import { NO_REWRITES, rewriteWith, type Context, type Rewrites } from './algebra-context.js'
import { stepAtAtom } from './algebra-functions.js'
import { quotient, replacement } from './algebra-monomials.js'
import { stepAtSum } from './algebra-sums.js'
import { insideAtoms, ordered } from './canonical.js'
import { Ledger, combination } from './combination.js'
import { follow, onParts, underBinder } from './conversion.js'
import type { Known } from './known.js'
import { attempt } from './leaves.js'
import { sides } from './logic.js'
import { normalise } from './order.js'
import { simplifiedProp } from './prop-rules.js'
import { ring } from './rules.js'
import { EngineView, isAtom } from './view.js'

/** How often facts may rewrite in one normalisation. */
const MAX_REWRITES = 200

/** A normaliser for the given facts, rewriting also with `rewrites`. */
export class Normaliser implements Context {
  readonly #memo = new Map<Term, Theorem | false>()
  constructor(readonly known: Known, readonly rewrites: Rewrites = NO_REWRITES, readonly view = new EngineView()) {}

  readonly normal = (t: Term): Theorem | undefined => {
    const old = this.#memo.get(t)
    if (old !== undefined) return old === false ? undefined : old
    // Met again while being worked on: left as it is, so that every chain of steps ends.
    this.#memo.set(t, false)
    const th = follow(normalise(t), t, (u) => this.#step(u))
    this.#memo.set(t, th ?? false)
    return th
  }

  readonly extended = (facts: readonly Theorem[]): Context => new Normaliser(this.known.with(facts), this.rewrites, this.view)

  #step(t: Term): Theorem | undefined {
    this.known.budget.spend(1)
    if (t.kind === 'abs') {
      const whole = this.#rewrite(t)
      return whole === undefined ? underBinder(t, this.normal) : follow(whole, t, this.normal)
    }
    if (t.type !== REAL && t.type !== NAT) return this.#atom(t)
    return isAtom(t) ? this.#atom(t) : this.#operation(t)
  }

  /** Parts first, then one rule at the head, and again. */
  #atom(t: Term): Theorem | undefined {
    const inside = onParts(this.normal)(t)
    // A function replaced by an abstraction leaves a redex.
    const parts = inside === undefined ? undefined : follow(inside, t, normalise)
    const now = parts === undefined ? t : sides(parts)[1]
    const step = this.#rewrite(now) ?? attempt(() => (now.type === PROP ? simplifiedProp(now) : stepAtAtom(now, this)
      ?? stepAtSum(now, this)))
    if (step === undefined || core(sides(step)[1]) === core(now)) return parts
    const here = parts === undefined ? step : trans(parts, step)
    return follow(here, t, this.normal)
  }

  /** Facts may rewrite in circles; a bound on their use ends that. */
  #rewrites = 0

  #rewrite(t: Term): Theorem | undefined {
    if (this.#rewrites >= MAX_REWRITES) return undefined
    const th = this.#rewriteOnce(t)
    if (th !== undefined) this.#rewrites++
    return th
  }

  #rewriteOnce(t: Term): Theorem | undefined {
    const ground = this.rewrites.ground.get(core(t))
    if (ground !== undefined) return ground
    for (const rule of this.rewrites.patterns) {
      const th = rewriteWith(rule, t, this)
      if (th !== undefined) return th
    }
    return undefined
  }

  #operation(t: Term): Theorem | undefined {
    const inside = insideAtoms(t, this.normal)
    const now = inside === undefined ? t : sides(inside)[1]
    const tidy = now.type === NAT ? ordered(now) : this.#reduced(now)
    if (tidy === undefined) return inside
    const both = inside === undefined ? tidy : trans(inside, tidy)
    // The order of a new polynomial may join what was apart; atoms in it are normal already.
    return both
  }

  #reduced(t: Term): Theorem | undefined {
    const ledger = new Ledger(this.view)
    const p = this.reduce(this.view.polynomial(t), ledger)
    const target = this.view.reify(p)
    if (core(target) === core(t)) return undefined
    const multiples = ledger.multiples()
    this.known.budget.spend(4 + p.terms.length + 8 * multiples.length)
    return ledger.empty ? ring(t, target) : combination(t, target, multiples)
  }

  /** The polynomial with its monomials rewritten; the equations used are entered with their cofactors. */
  reduce(p: Polynomial, ledger: Ledger): Polynomial {
    let now = p
    const settled = new Set<string>()
    for (;;) {
      const next = this.#reduceOnce(now, ledger, settled)
      if (next === undefined) return now
      now = next
    }
  }

  #reduceOnce(p: Polynomial, ledger: Ledger, settled: Set<string>): Polynomial | undefined {
    for (const m of p.terms) {
      if (m.factors.length === 0) continue
      const key = m.factors.map((f) => `${String(f.atom)}^${String(f.exponent)}`).join('.')
      if (settled.has(key)) continue
      this.known.budget.spend(1)
      const found = replacement(m.factors, this)
      if (found === undefined) {
        settled.add(key)
        continue
      }
      const cofactor = P.scale(quotient(m.factors, found.replaces), m.coefficient)
      const [left, right] = sides(found.equation)
      ledger.add(found.equation, cofactor)
      const change = P.sub(this.view.polynomial(left), this.view.polynomial(right))
      return P.sub(p, P.mul(cofactor, change))
    }
    return undefined
  }
}
