// UNTRUSTED. Tools for stating and proving derived rules once: closed theorems `∀ …, premises → conclusion`, kept by name, and
// proofs of order relations by an explicit Positivstellensatz certificate. Used by the rule tables of the structural procedures.
import { type FVar, type Term } from '../kernel/term.js'
import { assume, mp, type Theorem } from '../kernel/theorem.js'
import { ONE, type Rational } from '../arith/rational.js'
import { discharge, generaliseAll, specialiseAll } from './logic.js'
import { byNegatedOrder, readOrder } from './order.js'
import { positivstellensatz } from './rules.js'

/** `∀ vars, hyps₁ → … → conclusion`, with `prove` given the premises as theorems. */
export function derive(vars: readonly FVar[], hyps: readonly Term[], prove: (h: readonly Theorem[]) => Theorem): Theorem {
  return generaliseAll(vars, discharge(hyps, prove(hyps.map(assume))))
}

/** A closed rule at the given terms, with its premises proved. */
export function use(rule: Theorem, terms: readonly Term[], premises: readonly Theorem[]): Theorem {
  return premises.reduce(mp, specialiseAll(rule, terms))
}

/** A table of rules proved on first use. */
export class RuleTable {
  readonly #proofs = new Map<string, Theorem>()

  get(name: string, prove: () => Theorem): Theorem {
    const old = this.#proofs.get(name)
    if (old !== undefined) return old
    const made = prove()
    this.#proofs.set(name, made)
    return made
  }
}

/** A product of a certificate: which facts are multiplied, which terms are squared. */
export interface Product {
  readonly facts?: readonly number[]
  readonly squares?: readonly Term[]
  readonly coefficient?: Rational
}

/**
 * Proves the order relation `goal` from `facts`: the products and the multiples of equations, together with the negated goal
 * (which is fact number `facts.length`), must add up to a contradiction.
 */
export function byProducts(goal: Term, facts: readonly Theorem[], products: readonly Product[],
  equalities: readonly (readonly [fact: number, cofactor: Term])[] = []): Theorem {
  return byNegatedOrder(goal, (negation) => refuteBy([...facts, negation], products, equalities))
}

/** `False` from `facts` by an explicit certificate. */
export function refuteBy(facts: readonly Theorem[], products: readonly Product[],
  equalities: readonly (readonly [fact: number, cofactor: Term])[] = []): Theorem {
  return positivstellensatz(facts.map(readOrder), {
    products: products.map((p) => ({ coefficient: p.coefficient ?? ONE, facts: p.facts ?? [], squares: p.squares ?? [] })),
    equalities: equalities.map(([fact, cofactor]) => ({ fact, cofactor })),
  })
}
