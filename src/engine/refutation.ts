// UNTRUSTED. Shows that assertions contradict each other, as a solver does: conditions of partial functions settled first, the assertion
// most worth refuting taken as a negated goal, then the portfolio. The answer `unsat` carries the closed theorem. Used by the command line.
import * as Q from '../arith/rational.js'
import { asOrder, falsity, mkForall, mkImp, mkLe, mkLt, mkNot, mkPow, mkSub, nat, real } from '../kernel/signature.js'
import { freeVars, type FVar, type Term } from '../kernel/term.js'
import { assume, exFalso, generalise, intro, mp, orElim, orLeft, orRight, specialise, type Theorem } from '../kernel/theorem.js'
import { LimitExceeded } from '../arith/errors.js'
import { KernelError, REAL } from '../kernel/type.js'
import { analysis, isAnalytic } from './analysis.js'
import { byProducts } from './derived.js'
import { isArithmetic, partsOf } from './gather.js'
import { asEq, asForall, asImp, asNot, asOr, byCases, caseSplit, contradiction } from './logic.js'
import { attempt } from './leaves.js'
import { modelOf } from './models.js'
import { antisymmetry, leOfNotLt, ltOfNotLe, negatedGoal, refuteOrders } from './order.js'
import { run } from './portfolio.js'
import { specified } from './specified.js'
import { rationalTerm } from './view.js'
import { Budget, EMPTY_LIBRARY, OutOfBudget, proved, type Explanation, type ModelValue, type Outcome, type Problem } from './types.js'

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

/** Sample points tried before and after the proof search, for small formulas; larger ones get fewer. */
const FIRST_TRIES = 30
const LAST_TRIES = 400
const SMALL = 100
const LEAST_TRIES = 5

/** The tries that formulas of this size allow. */
function triesFor(formulas: readonly Term[], most: number): number {
  let size = 0
  const go = (t: Term): void => {
    if (t.kind === 'app' && size < 100 * SMALL) { go(t.fn); go(t.arg) } else size++
  }
  formulas.forEach(go)
  return Math.max(LEAST_TRIES, Math.min(most, Math.floor(most * SMALL / Math.max(1, size))))
}

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
    const early = modelOf(assertions, facts.flatMap(partsOf).map((th) => th.concl), triesFor(assertions, FIRST_TRIES))
    if (early !== undefined) return { kind: 'sat', model: early }
    const settled = specified(facts, problem, 0.2)
    const found = byCasesOf({ ...problem, facts: settled })
    if (found.kind === 'proved') return { kind: 'unsat', theorem: closing(assertions, found.theorem), certificate: found.certificate }
    const late = modelOf(assertions, settled.flatMap(partsOf).map((th) => th.concl), triesFor(assertions, LAST_TRIES))
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

/** A fact whose negation is the goal to prove: the last one written as a negation or an order relation,
  where scripts put the conclusion. */
function targetOf(facts: readonly Theorem[]): { readonly target: Theorem; readonly goal: Term } | undefined {
  for (const target of [...facts].reverse()) {
    const goal = asOrder(target.concl) === undefined ? asNot(target.concl) : negatedGoal(target.concl)
    if (goal !== undefined) return { target, goal }
  }
  return undefined
}

const FAILED: Outcome = { kind: 'unknown', reason: 'no contradiction was found' }

/** The portfolio on the negation of the most promising fact, then on the contradiction as such with more facts. */
function attackOnce(problem: Problem): Outcome {
  const found = targetOf(problem.facts)
  const more = [...apartness(problem.facts), ...instancesAtNumbers(problem.facts)]
  if (found === undefined) return run('auto', { ...problem, facts: [...problem.facts, ...more] })
  const facts = problem.facts.filter((th) => th !== found.target)
  const early = isAnalytic(found.goal)
    ? part(problem, 0.5, (budget) => attempt(() => analysis({ ...problem, goal: found.goal, facts, budget }))) : undefined
  if (early?.kind === 'proved') return { ...early, theorem: contradicting(found.target, early.theorem) }
  const alone = more.length === 0 && asOrder(found.goal) !== undefined
  const outcome = part(problem, alone ? 1 : 0.6, (budget) => run('auto', { ...problem, goal: found.goal, facts, budget }))
  if (outcome?.kind === 'proved') return { ...outcome, theorem: contradicting(found.target, outcome.theorem) }
  if (alone) return outcome ?? FAILED
  const all = [...problem.facts.flatMap(partsOf), ...more]
  const direct = part(problem, 1, (budget) => run('auto', { ...problem, facts: all, budget }))
  return direct?.kind === 'proved' ? direct : outcome ?? FAILED
}

const part = <T>(problem: Problem, share: number, use: (budget: Budget) => T): T | undefined =>
  problem.budget.within(Math.ceil(problem.budget.left * share), use)

/** `0 < (a - b)^2` for every `a ≠ b` between reals. */
function apartness(facts: readonly Theorem[]): readonly Theorem[] {
  return facts.flatMap(partsOf).flatMap((fact) => {
    const choice = inequation(fact)
    if (choice === undefined) return []
    const [a, b] = asEq(asNot(fact.concl) as Term) as readonly [Term, Term]
    const square = mkLt(real(0n), mkPow(mkSub(a, b), nat(2n)))
    const positive = (h: Theorem): Theorem => byProducts(square, [h], [{ facts: [0, 0] }, { facts: [1] }])
    return [byCases(choice.either, positive, positive)]
  })
}

/** Values at which facts about all real numbers are taken. */
const NUMBERS: readonly Term[] = [[0n, 1n], [1n, 1n], [-1n, 1n], [2n, 1n], [-2n, 1n], [1n, 2n], [-1n, 2n], [3n, 1n], [-3n, 1n]]
  .map(([n, d]) => rationalTerm(Q.rational(n as bigint, d as bigint)))

/** Facts `∀x, …` about one real number at simple numbers. */
function instancesAtNumbers(facts: readonly Theorem[]): readonly Theorem[] {
  return facts.flatMap(partsOf).flatMap((fact) => {
    const predicate = asForall(fact.concl)
    if (predicate?.kind !== 'abs' || predicate.domain !== REAL || !isArithmetic(predicate.body)) return []
    return NUMBERS.map((q) => specialise(fact, q))
  })
}

/** Case distinctions on one path. */
const MAX_SPLITS = 4

/** The portfolio; if it fails, in each case of a disjunction, an implication or an inequation between numbers among the facts. */
function byCasesOf(problem: Problem, depth = 0): Outcome {
  const flat = problem.facts.flatMap(partsOf)
  const choice = depth < MAX_SPLITS ? caseOf(flat) : undefined
  const outcome = part(problem, choice === undefined ? 1 : 0.5, (budget) => attackOnce({ ...problem, budget })) ?? FAILED
  if (outcome.kind === 'proved' || choice === undefined) return outcome
  const rest = flat.filter((th) => th !== choice.fact)
  const proofs: Theorem[] = []
  for (const p of choice.cases) {
    const share = proofs.length === 0 ? 0.6 : 1
    const one = part(problem, share, (budget) => byCasesOf({ ...problem, facts: [...rest, assume(p)], budget }, depth + 1))
    if (one?.kind !== 'proved') return outcome
    proofs.push(one.theorem)
  }
  const [left, right] = proofs as [Theorem, Theorem]
  return proved(orElim(choice.either, left, right), 'by cases of a fact')
}

interface Choice {
  readonly fact: Theorem
  readonly either: Theorem
  readonly cases: readonly [Term, Term]
}

/** The first fact that says that one of two things holds: `p ∨ q`, `p → q`, `a ≠ b`. */
function caseOf(facts: readonly Theorem[]): Choice | undefined {
  for (const fact of facts) {
    const or = asOr(fact.concl)
    if (or !== undefined) return { fact, either: fact, cases: or }
    const imp = asImp(fact.concl)
    if (imp !== undefined) {
      const [p, q] = imp
      return { fact, either: caseSplit(p, (h) => orRight(mkNot(p), mp(fact, h)), (not) => orLeft(not, q)), cases: [mkNot(p), q] }
    }
  }
  for (const fact of facts) {
    const found = inequation(fact)
    if (found !== undefined) return found
  }
  return undefined
}

/** `a ≠ b` between reals as `a < b ∨ b < a`. */
function inequation(fact: Theorem): Choice | undefined {
  const inner = asNot(fact.concl)
  const eq = inner === undefined ? undefined : asEq(inner)
  if (eq === undefined || eq[0].type !== REAL) return undefined
  const [a, b] = eq
  const either = caseSplit(mkLe(a, b), (le) => orLeft(strictly(le, fact), mkLt(b, a)), (not) => orRight(mkLt(a, b), ltOfNotLe(not)))
  return { fact, either, cases: [mkLt(a, b), mkLt(b, a)] }
}

/** `a < b` from `a ≤ b` and `a ≠ b`. */
function strictly(le: Theorem, ne: Theorem): Theorem {
  const { low, high } = asOrder(le.concl) as { readonly low: Term; readonly high: Term }
  return caseSplit(mkLt(low, high), (h) => h, (not) => exFalso(contradiction(ne, antisymmetry(le, leOfNotLt(not))), mkLt(low, high)))
}

/** False from a fact and its negation as a goal proved. */
function contradicting(target: Theorem, proof: Theorem): Theorem {
  if (asOrder(target.concl) !== undefined) return refuteOrders(target, proof)
  return contradiction(target, proof)
}
