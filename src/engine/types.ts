// UNTRUSTED. What a procedure of the engine is given and what it answers. A `proved` outcome is believed only because its theorem
// comes from the kernel. Everyone above the engine may import these types.
import type { Rational } from '../arith/rational.js'
import type { Constant, Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'

/** The names a proof file may write after `by`. */
export type Method =
  | 'algebra' | 'linear' | 'nonlinear' | 'positivity' | 'monotone' | 'interval' | 'calculus' | 'simplify' | 'auto' | 'bounds' | 'loglinear'

/** Facts proved in proof files, by name: the engine has no other way to know them. */
export interface Library {
  lemma(name: string): Theorem | undefined
  constant(name: string): Constant | undefined
}

export const EMPTY_LIBRARY: Library = { lemma: () => undefined, constant: () => undefined }

/** The work allowed is used up. */
export class OutOfBudget extends Error {
  constructor() {
    super('the engine used up its budget')
    this.name = 'OutOfBudget'
  }
}

/** Work units, so that a proof that passes on one machine passes on every one. One unit is about one small rule application. */
export class Budget {
  #left: number
  readonly total: number
  /** The budget of the whole call this is a part of; itself when it is no part. What is remembered for one call is kept by it. */
  readonly root: Budget
  constructor(units: number, whole?: Budget) {
    this.total = units
    this.#left = units
    this.root = whole ?? this
  }

  get left(): number {
    return this.#left
  }

  /** Takes `units` of work; throws OutOfBudget when there is not so much left. */
  spend(units: number): void {
    this.#left -= units
    if (this.#left < 0) throw new OutOfBudget()
  }

  /** Runs `use` on a part of what is left; what it spends is taken from here too. Undefined when that part runs out. */
  within<T>(units: number, use: (part: Budget) => T): T | undefined {
    const part = new Budget(Math.max(0, Math.min(units, this.#left)), this.root)
    try {
      return use(part)
    } catch (error) {
      if (error instanceof OutOfBudget) return undefined
      throw error
    } finally {
      this.#left -= Math.min(part.total, part.total - part.left)
    }
  }
}

export const DEFAULT_BUDGET = 200_000

export interface Problem {
  readonly goal: Term
  readonly facts: readonly Theorem[]
  readonly library: Library
  readonly budget: Budget
}

/** Why a step holds, as a small tree: a sentence, the formulas it speaks of, and the parts it rests on. */
export interface Explanation {
  readonly text: string
  readonly formulas?: readonly Term[]
  /** Certificate data worth showing: multipliers and the facts they belong to, say. */
  readonly parts?: readonly Explanation[]
}

/** One coordinate of an exact point at which facts hold and the goal fails. */
export interface ModelValue {
  readonly term: Term
  readonly value: Rational
}

/** The step with `given` replaced by `best` would hold, and with nothing better. */
export interface BestConstant {
  readonly given: Rational
  readonly best: Rational
  /** What the constant is: `constant` stands alone, `coefficient` multiplies `of`. */
  readonly role: 'constant' | 'coefficient'
  readonly of: Term | undefined
}

export interface Proved {
  readonly kind: 'proved'
  readonly theorem: Theorem
  readonly certificate: Explanation
}

export interface Refuted {
  readonly kind: 'refuted'
  readonly model: readonly ModelValue[]
}

export interface Unknown {
  readonly kind: 'unknown'
  readonly reason: string
  readonly best?: BestConstant
  /** A point of the atoms satisfying the facts as linear statements and not the goal: a hint, not a counterexample. */
  readonly point?: readonly ModelValue[]
  /** Conditions that were needed on the way and not found, the simplest first. */
  readonly missing?: readonly Term[]
  /** True when the answer might change with a larger budget. */
  readonly gaveUp?: boolean
}

export type Outcome = Proved | Refuted | Unknown

export type Procedure = (problem: Problem) => Outcome

export const proved = (theorem: Theorem, text: string, parts?: readonly Explanation[], formulas?: readonly Term[]): Proved => ({
  kind: 'proved', theorem, certificate: { text, ...(parts === undefined ? {} : { parts }),
    ...(formulas === undefined ? {} : { formulas }) },
})

export const unknown = (reason: string): Unknown => ({ kind: 'unknown', reason })
