// UNTRUSTED. Equations between real terms from other equations: `lhs - rhs` is a sum of multiples of `a - b`, checked by `ring`.
// Used by algebra and by the rules it is built on.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import { core, mkConst, type Term } from '../kernel/term.js'
import { ADD, MUL, SUB, mkAdd, mkMul, mkSub } from '../kernel/signature.js'
import { congApp, refl, trans, type Theorem } from '../kernel/theorem.js'
import { congArgs, sides } from './logic.js'
import { ring } from './rules.js'
import type { EngineView } from './view.js'

/** An equation and the term its difference is multiplied by. */
export interface Multiple {
  readonly equation: Theorem
  readonly cofactor: Term
}

/**
 * `⊢ lhs = rhs` when `lhs = Σ cofactor · (a - b) + rhs` as polynomials, for the equations `a = b`; the result has their hypotheses.
 * KernelError when the identity fails.
 */
export function combination(lhs: Term, rhs: Term, multiples: readonly Multiple[]): Theorem {
  if (multiples.length === 0) return core(lhs) === core(rhs) ? refl(lhs) : ring(lhs, rhs)
  let before = rhs
  let after = refl(rhs)
  for (const { equation, cofactor } of multiples) {
    const [a, b] = sides(equation)
    before = mkAdd(mkMul(cofactor, mkSub(a, b)), before)
    const difference = congArgs(mkConst(SUB), [equation, refl(b)])
    after = congApp(congApp(refl(mkConst(ADD)), congArgs(mkConst(MUL), [refl(cofactor), difference])), after)
  }
  return trans(trans(ring(lhs, before), after), ring(sides(after)[1], rhs))
}

/** Steps of a polynomial reduction, collected by equation. */
export class Ledger {
  readonly #entries = new Map<Theorem, Polynomial>()
  constructor(readonly view: EngineView) {}

  add(equation: Theorem, cofactor: Polynomial): void {
    const old = this.#entries.get(equation)
    this.#entries.set(equation, old === undefined ? cofactor : P.add(old, cofactor))
  }

  /** Enters everything, multiplied by `scale`, in another ledger. */
  transfer(into: Ledger, scale: Polynomial): void {
    this.#entries.forEach((p, equation) => { into.add(equation, P.mul(scale, p)) })
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear()
  }

  entries(): ReadonlyMap<Theorem, Polynomial> {
    return this.#entries
  }

  get empty(): boolean {
    return this.#entries.size === 0
  }

  multiples(): Multiple[] {
    return [...this.#entries].map(([equation, p]) => ({ equation, cofactor: this.view.reify(p) }))
  }
}
