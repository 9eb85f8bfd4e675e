// UNTRUSTED. Shows that assertions contradict each other, as a solver does: conditions of partial functions settled first, the assertion
// most worth refuting taken as a negated goal, then the portfolio. The answer `unsat` carries the closed theorem. Used by the command line.
import { asOrder, falsity, mkForall, mkImp } from '../kernel/signature.js'
import { freeVars, type FVar, type Term } from '../kernel/term.js'
import { assume, generalise, intro, type Theorem } from '../kernel/theorem.js'
import { LimitExceeded } from '../arith/errors.js'
import { KernelError } from '../kernel/type.js'
import { partsOf } from './gather.js'
import { asNot, contradiction } from './logic.js'
import { modelOf } from './models.js'
import { negatedGoal, refuteOrders } from './order.js'
import { run } from './portfolio.js'
import { specified } from './specified.js'
import { Budget, EMPTY_LIBRARY, OutOfBudget, type Explanation, type ModelValue, type Outcome, type Problem } from './types.js'

export type Verdict =
  /** `theorem` is closed: ∀ variables, A₁ → … → Aₙ → False, without hypotheses. */
  | { readonly kind: 'unsat'; readonly theorem: Theorem; readonly certificate: Explanation }
  /** Values of all numeric variables at which every assertion holds. */
  | { readonly kind: 'sat'; readonly model: readonly ModelValue[] }
  | { readonly kind: 'unknown'; readonly reason: string; readonly gaveUp: boolean }

export interface Answer {
  readonly verdict: Verdict
  /** Work units spent. */
  readonly work: number
}

/** Sample points tried before and after the proof search. */
const FIRST_TRIES = 30
const LAST_TRIES = 400

/** The formula an `unsat` answer proves. */
export function closedStatement(assertions: readonly Term[]): Term {
  const body = assertions.reduceRight<Term>((acc, p) => mkImp(p, acc), falsity)
  return freeVars(body).reduceRight<Term>((acc, v) => mkForall(v, acc), body)
}

/** Decides whether the assertions can hold together, within the work allowed. */
export function refutation(assertions: readonly Term[], units: number): Answer {
  const budget = new Budget(units)
  const verdict = decide(assertions, budget)
  return { verdict, work: units - Math.max(0, budget.left) }
}

function decide(assertions: readonly Term[], budget: Budget): Verdict {
  const facts = assertions.map(assume)
  const problem: Problem = { goal: falsity, facts, library: EMPTY_LIBRARY, budget }
  try {
    const parts = facts.flatMap(partsOf)
    const early = modelOf(assertions, parts.map((th) => th.concl), FIRST_TRIES)
    if (early !== undefined) return { kind: 'sat', model: early }
    const settled = specified(parts, problem, 0.2).flatMap(partsOf)
    const found = attackAll({ ...problem, facts: settled })
    if (found.kind === 'proved') return { kind: 'unsat', theorem: closing(assertions, found.theorem), certificate: found.certificate }
    const late = modelOf(assertions, settled.map((th) => th.concl), LAST_TRIES)
    if (late !== undefined) return { kind: 'sat', model: late }
    return { kind: 'unknown', reason: found.kind === 'unknown' ? found.reason : 'no contradiction was found',
      gaveUp: found.kind === 'unknown' && found.gaveUp === true }
  } catch (error) {
    if (error instanceof OutOfBudget) return { kind: 'unknown', reason: 'the work allowed is used up', gaveUp: true }
    if (error instanceof LimitExceeded || error instanceof KernelError) return { kind: 'unknown', reason: error.message, gaveUp: false }
    throw error
  }
}

/** `⊢ ∀ variables, A₁ → … → Aₙ → False` from a proof of False. */
function closing(assertions: readonly Term[], th: Theorem): Theorem {
  const body = assertions.reduceRight((acc, p) => intro(p, acc), th)
  return freeVars(body.concl).reduceRight<Theorem>((acc, v: FVar) => generalise(v, acc), body)
}

/** What is to be refuted: facts that can be negated to a goal, the last one first, which is where scripts put the conclusion. */
function targets(facts: readonly Theorem[]): readonly Theorem[] {
  return facts.filter((th) => asOrder(th.concl) !== undefined || asNot(th.concl) !== undefined).reverse()
}

function goalOf(target: Theorem): Term | undefined {
  return negatedGoal(target.concl) ?? asNot(target.concl)
}

const SHARE = 0.6

function attackAll(problem: Problem): Outcome {
  const list = targets(problem.facts)
  let last: Outcome = { kind: 'unknown', reason: 'nothing is asserted' }
  const [first] = list
  if (first !== undefined) {
    const goal = goalOf(first) as Term
    const facts = problem.facts.filter((th) => th !== first)
    const units = Math.ceil(problem.budget.left * SHARE)
    const outcome = problem.budget.within(units, (budget) => run('auto', { ...problem, goal, facts, budget }))
    if (outcome?.kind === 'proved') return { ...outcome, theorem: contradicting(first, outcome.theorem) }
    if (outcome !== undefined) last = outcome
  }
  const direct = run('auto', problem)
  return direct.kind === 'proved' || first === undefined ? direct : last
}

/** False from a fact and its negation as a goal proved. */
function contradicting(target: Theorem, proof: Theorem): Theorem {
  if (asOrder(target.concl) !== undefined) return refuteOrders(target, proof)
  return contradiction(target, proof)
}

