// What checking one declaration accumulates: step records, diagnostics, budgets, and the services proofs need.
// UNTRUSTED; used by the elaborator only.
import { mkForall } from '../kernel/signature.js'
import { alphaEqual, freeVars, type Term } from '../kernel/term.js'
import { axiom, specialise, type Theorem } from '../kernel/theorem.js'
import { PROP, type Type } from '../kernel/type.js'
import { hypothesesWithin } from '../engine/logic.js'
import { Budget, unknown, type Explanation, type Library, type Outcome } from '../engine/types.js'
import { run } from '../engine/portfolio.js'
import type { Method, Expr, Span } from '../syntax/ast.js'
import type { Diagnostic } from '../report/diagnostic.js'
import type { StepRecord } from './result.js'
import { Inference } from './inference.js'
import { lemmaTheorem, type Scope } from './scope.js'
import { elaborateTop } from './terms.js'

/** Looks for a point at which the hypotheses hold and the goal fails, confirmed exactly; untrusted, only for messages. */
export type Refuter = (hypotheses: readonly Term[], goal: Term) => readonly { readonly name: string; readonly value: string }[] | undefined

export class Session {
  readonly steps: StepRecord[] = []
  readonly diagnostics: Diagnostic[] = []
  failed = false
  holes = 0
  gaveUp = false

  /** `memo` remembers what the engine answered: many runs of one proof at values that leave most of its steps alone. */
  constructor(readonly units: number, readonly refuter?: Refuter, readonly memo?: Map<string, Outcome>) {}

  /** Elaborates a formula of a proof step in `scope`; `?goal` stands for `goal`. */
  formula(scope: Scope, expr: Expr, goal: Term | undefined): Term {
    if (expr.kind === 'goal' && goal !== undefined) return goal
    return this.term(scope, expr, PROP)
  }

  term(scope: Scope, expr: Expr, type: Type): Term {
    return elaborateTop({ scope, inference: new Inference(), lifting: undefined }, expr, type)
  }

  /** Elaborates a term whose type is not given. */
  inferred(scope: Scope, expr: Expr): Term {
    const inference = new Inference()
    return elaborateTop({ scope, inference, lifting: undefined }, expr, inference.fresh())
  }

  /** Runs the engine on `goal` from `facts`. */
  run(method: Method, goal: Term, facts: readonly Theorem[], scope: Scope, units = this.units): Outcome {
    if (this.memo === undefined) return this.#search(method, goal, facts, scope, units)
    const key = `${method} ${String(units)} ${String(goal.id)} ${facts.map(factKey).join(' ')}`
    const known = this.memo.get(key) ?? this.#search(method, goal, facts, scope, units)
    this.memo.set(key, known)
    return known
  }

  #search(method: Method, goal: Term, facts: readonly Theorem[], scope: Scope, units: number): Outcome {
    const outcome = run(method, { goal, facts, library: libraryOf(scope), budget: new Budget(units) })
    if (outcome.kind !== 'proved') return outcome
    const answers = alphaEqual(outcome.theorem.concl, goal) && hypothesesWithin(outcome.theorem, facts.flatMap((f) => f.hyps))
    return answers ? outcome : unknown('the theorem found is not the one asked for')
  }

  record(span: Span, name: string | undefined, formula: Term, explanation: Explanation | undefined): void {
    this.steps.push({ span, name, formula, explanation, status: 'proved' })
  }

  /**
   * Notes a failed step and answers its formula as if proved, so that later steps can still be checked. The theorem carries an
   * axiom that marks everything resting on it as not proved.
   */
  giveUpOn(diagnostic: Diagnostic, name: string | undefined, formula: Term, kind: 'failed' | 'hole' | 'gave-up'): Theorem {
    this.diagnostics.push(diagnostic)
    if (kind === 'hole') this.holes++
    else if (kind === 'gave-up') this.gaveUp = true
    else this.failed = true
    this.steps.push({ span: diagnostic.span, name, formula, explanation: undefined, status: kind })
    const vars = freeVars(formula)
    const closed = vars.reduceRight((acc, v) => mkForall(v, acc), formula)
    return vars.reduce<Theorem>((th, v) => specialise(th, v), axiom(name ?? 'a step', 'import', closed, UNPROVED))
  }
}

/** Facts of the same key are the same to the engine: terms are shared, and an id stands for one term. */
function factKey(th: Theorem): string {
  return `${String(th.concl.id)}:${th.hyps.map((h) => String(h.id)).join(',')}`
}

/** Marks statements used although their own proof failed; whatever rests on one is not proved either. */
export const UNPROVED = 'not proved in this run'

/** The engine's view of the names in scope. */
export function libraryOf(scope: Scope): Library {
  return {
    lemma: (name) => {
      const entry = scope.lemmas.get(name)
      return entry === undefined ? undefined : lemmaTheorem(scope, { ...entry, inContext: undefined })
    },
    constant: (name) => scope.constants.get(name)?.info.constant,
  }
}
