// UNTRUSTED. The portfolio behind `auto`: facts as they stand, side conditions, linear arithmetic, normal forms, instances of quantified
// facts, products; then the facts taken apart by cases, witnesses and definitions, and all of it again. Engine files only.

import { asOrder, falsity } from '../kernel/signature.js'
import * as signature from '../kernel/signature.js'
import { Constant, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL, codomainOf, isFun, type Type } from '../kernel/type.js'
import { base } from '../kernel/axioms.js'
import { assume, instantiate, mp, type Theorem } from '../kernel/theorem.js'
import { byAggregates } from './aggregates.js'
import { algebra, clash, prepared, simplify } from './algebra.js'
import { calculus } from './calculus.js'
import { canonical, image } from './canonical.js'
import { undecided } from './choices.js'
import { rewritten, unfoldConstants, withFresh } from './conversion.js'
import { asFact } from './fact.js'
import { falsify } from './falsify.js'
import { isArithmetic, partsOf } from './gather.js'
import { consequences, forward, instances } from './instances.js'
import { Known } from './known.js'
import { interval } from './interval.js'
import { attempt } from './leaves.js'
import { attackLinear, linear } from './linear.js'
import { asExists, asImp, asNot, asOr, asEq, byCases, byExists, closed, isFalse, opened, specialiseAll, unfoldHead } from './logic.js'
import { loglinear } from './loglinear.js'
import { nonlinear } from './nonlinear.js'
import { Normaliser } from './normaliser.js'
import { orient } from './orient.js'
import { sign } from './positivity.js'
import { sums } from './sums.js'
import { opaqueParts } from './evaluation.js'
import { byNegatedOrder, negatedGoal } from './order.js'
import { discharge } from './side.js'
import { byStructure, exactly, rewriting, type Attack } from './structure.js'
import { thresholdInstances } from './thresholds.js'
import { proved, unknown, type Outcome, type Problem } from './types.js'
import { byWitness } from './witness.js'

/** How many times facts may be taken apart on one path. */
const MAX_LEVEL = 4

const FAILED = unknown('no procedure of the portfolio proves it from these facts')

/** Runs a part of the portfolio on a share of the budget; what it cannot do, or may not, is unknown. */
function trying(problem: Problem, share: number, run: (p: Problem) => Outcome | undefined): Outcome | undefined {
  const outcome = problem.budget.within(Math.ceil(problem.budget.total * share), (budget) => attempt(() => run({ ...problem, budget })))
  return outcome?.kind === 'proved' ? outcome : undefined
}

/** Facts that a part of the budget finds; none when it does not suffice. */
function finding(problem: Problem, run: (p: Problem) => readonly Theorem[]): readonly Theorem[] {
  return problem.budget.within(Math.ceil(problem.budget.total * 0.1), (budget) => attempt(() => run({ ...problem, budget }))) ?? []
}

/** What needs no search: a fact, a side condition, linear arithmetic. */
function simply(problem: Problem): Outcome | undefined {
  const { goal } = problem
  const fact = asFact(goal, problem.facts)
  if (fact !== undefined) return proved(fact, 'it is one of the facts')
  const absurd = clash(problem.facts, goal) ?? clash(problem.facts.flatMap(partsOf), goal)
  if (absurd !== undefined) return proved(absurd, 'two facts contradict each other')
  const order = (isArithmetic(goal) || isFalse(goal)) ? trying(problem, 0.1, (p) => attackLinear(p, false)) : undefined
  return order ?? trying(problem, 0.1, (p) => {
    const found = discharge(goal, Known.of(p, discharge))
    return found === undefined ? undefined : { kind: 'proved', theorem: found.theorem, certificate: found.why }
  })
}

/** The goal with more facts, when there are any. */
function withMore(problem: Problem, facts: readonly Theorem[], run: (p: Problem) => Outcome | undefined): Outcome | undefined {
  return facts.length === 0 ? undefined : run({ ...problem, facts: [...facts, ...problem.facts] })
}

/** Linear arithmetic, at need with the conclusions of implications whose premises hold. */
function linearly(problem: Problem): Outcome {
  const outcome = attackLinear(problem, false)
  if (outcome.kind === 'proved') return outcome
  const more = attempt(() => consequences(Known.of(problem, discharge))) ?? []
  return more.length === 0 ? outcome : attackLinear({ ...problem, facts: [...more, ...problem.facts] }, false)
}

/** What products and normal forms can do for a relation between numbers. */
function inequalities(problem: Problem): Outcome | undefined {
  return trying(problem, 0.1, (p) => byChoices(p, linearly))
    ?? trying(problem, 0.1, prepared((p) => attackLinear(p, false), true)) ?? trying(problem, 0.01, sums)
    ?? trying(problem, 0.2, nonlinear)
    ?? trying(problem, 0.15, prepared(nonlinear, false)) ?? trying(problem, 0.15, prepared(nonlinear, true))
      ?? trying(problem, 0.15, loglinear) ?? trying(problem, 0.15, prepared(sums, false)) ?? trying(problem, 0.2, prepared(sums, true))
    ?? trying(problem, 0.2, (p) => byChoices(p, nonlinear))
    ?? (asOrder(problem.goal) === undefined ? undefined : trying(problem, 0.1, interval) ?? trying(problem, 0.2, calculus))
}

/** An order relation from the facts and its negation, with facts `∀ q, …` taken at values that matter. */
function atThresholds(problem: Problem): Outcome | undefined {
  const negation = negatedGoal(problem.goal)
  if (negation === undefined) return undefined
  return trying(problem, 0.1, (p) => {
    const known = Known.of({ ...p, facts: [assume(negation), ...p.facts] }, discharge)
    const more = thresholdInstances(known)
    const outcome = more.length === 0 ? undefined : attackLinear({ ...p, goal: falsity,
      facts: [...more, assume(negation), ...p.facts] }, false)
    return outcome?.kind === 'proved' ? { ...outcome, theorem: byNegatedOrder(p.goal, () => outcome.theorem) } : undefined
  })
}

/** What the structure of the atoms of the goal and the library say of their signs. */
function signs(goal: Term, known: Known): readonly Theorem[] {
  return opaqueParts(goal).flatMap((t) => {
    if (t.type !== REAL || t.kind === 'fvar') return []
    const found = sign('≥', t, known) ?? sign('≤', t, known)
    return found === undefined ? [] : [found.theorem]
  })
}

/** Whether the goal, in normal form, fails at a point where the facts in normal form hold: then no arithmetic will prove it. */
function failsSomewhere(problem: Problem): boolean {
  const known = Known.of(problem, discharge)
  const n = new Normaliser(known, orient(known))
  return falsify(image(problem.goal, n.normal), known.parts.map((th) => rewritten(th, n.normal))) !== undefined
}

/** The searching procedures that suit the goal. */
function searching(problem: Problem, level: number): Outcome | undefined {
  const { goal } = problem
  const eq = asEq(goal)
  const numeric = isArithmetic(goal)
  const more = finding(problem, (p) => {
    const known = Known.of(p, discharge)
    const implied = consequences(known)
    return [...implied, ...instances(goal, known.with(implied)), ...(numeric ? signs(goal, known) : [])]
  })
  const richer = { ...problem, facts: [...more, ...problem.facts] }
  const hopeless = asOrder(goal) !== undefined && problem.budget.within(Math.ceil(problem.budget.total * 0.1),
    (budget) => attempt(() => failsSomewhere({ ...richer, budget }))) === true
  return withMore(problem, more, simply) ?? atThresholds(richer)
    ?? (numeric && level < MAX_LEVEL ? trying(richer, 0.5, (p) => byChoices(p, (q) => solve(q, level + 1), 0, true)) : undefined)
    ?? (eq === undefined ? trying(richer, 0.2, simplify) : trying(richer, 0.3, algebra))
    ?? ((numeric || isFalse(goal)) && !hopeless ? inequalities(richer) : undefined)
}

/** One way to go on from the facts: a witness, a case distinction. */
function split(problem: Problem, level: number): Outcome | undefined {
  const parts = problem.facts.flatMap(partsOf)
  const rest = (th: Theorem): readonly Theorem[] => parts.filter((p) => p !== th)
  for (const th of parts) {
    const predicate = asExists(th.concl)
    if (predicate !== undefined) return opening(problem, th, predicate, rest(th), level)
  }
  for (const th of parts) {
    const or = asOr(th.concl)
    if (or !== undefined) return casesOf(problem, th, rest(th), level)
  }
  return undefined
}

/** The defined functions with numeric values in the formulas, those of the signature and those the library reasons about left out. */
function functionsIn(formulas: readonly Term[], kept: ReadonlySet<Constant>): ReadonlySet<Constant> {
  const found = new Set<Constant>()
  const go = (t: Term): void => {
    if (t.kind === 'app') { go(t.fn); go(t.arg) } else if (t.kind === 'abs') go(t.body)
    else if (t.kind === 'const' && t.constant.body !== undefined && !kept.has(t.constant) && isNumericType(t.type)) found.add(t.constant)
  }
  formulas.forEach(go)
  return found
}

function isNumericType(type: Type): boolean {
  return type === REAL || type === NAT || (isFun(type) && isNumericType(codomainOf(type)))
}

const SIGNATURE: readonly Constant[] = Object.values(signature).filter((c): c is Constant => Constant.is(c))

/** The same with defined functions opened in goal and facts, probabilities last. */
function functionsOpened(problem: Problem, level: number): Outcome | undefined {
  const parts = problem.facts.flatMap(partsOf)
  const formulas = [problem.goal, ...parts.map((th) => th.concl)]
  const prob = problem.library.constant('prob')
  const kept = new Set(SIGNATURE)
  const some = functionsIn(formulas, prob === undefined ? kept : new Set([...kept, prob]))
  const all = functionsIn([problem.goal], kept)
  for (const constants of all.size > 0 && prob !== undefined && all.has(prob) ? [some, new Set([...some, ...all])] : [some]) {
    if (constants.size === 0) continue
    const conv = unfoldConstants(constants)
    const facts = parts.map((th) => rewritten(th, conv))
    const outcome = rewriting(conv, (p) => solve(p, level + 1))({ ...problem, facts })
    if (outcome.kind === 'proved') return outcome
  }
  return undefined
}

const MAX_CHOICES = 4

/** Decides the conditions of the `if`s, maxima and absolute values in an arithmetic goal and the facts, each case attacked by `leaf`. */
function byChoices(problem: Problem, leaf: Attack, depth = 0, onlyIf = false): Outcome {
  const facts = onlyIf ? [] : problem.facts.flatMap(partsOf).filter((th) => isArithmetic(th.concl))
  const choice = depth < MAX_CHOICES ? undecided([problem.goal, ...facts.map((th) => th.concl)], problem.facts, onlyIf) : undefined
  if (choice === undefined) return depth === 0 ? FAILED : leaf(problem)
  const side = (h: Theorem): Theorem => must(byChoices({ ...problem, facts: [h, ...choice.values(h), ...problem.facts] }, leaf,
    depth + 1, onlyIf))
  return orFailed('by cases', () => byCases(choice.either, side, side)) ?? FAILED
}

/** The whole portfolio in every case of the choices. */
function inEveryCase(problem: Problem, level: number): Outcome | undefined {
  if (!isArithmetic(problem.goal)) return undefined
  const outcome = byChoices(problem, (p) => solve(p, level + 1))
  return outcome.kind === 'proved' ? outcome : undefined
}

class Failed extends Error {}

/** The theorem of a proof, or a way out to the nearest `orFailed`. */
function must(outcome: Outcome): Theorem {
  if (outcome.kind !== 'proved') throw new Failed()
  return outcome.theorem
}

function orFailed(text: string, run: () => Theorem): Outcome | undefined {
  try {
    return proved(run(), text)
  } catch (error) {
    if (error instanceof Failed) return undefined
    throw error
  }
}

function opening(problem: Problem, th: Theorem, predicate: Term, rest: readonly Theorem[], level: number): Outcome | undefined {
  const hint = predicate.kind === 'abs' ? predicate.hint : 'x'
  return withFresh(hint, predicate.type.args[0] as Type, (v) => orFailed('with the witness of a fact', () =>
    byExists(th, v, (h) => must(solve({ ...problem, facts: [h, ...rest] }, level + 1)))))
}

function casesOf(problem: Problem, th: Theorem, rest: readonly Theorem[], level: number): Outcome | undefined {
  const side = (h: Theorem): Theorem => must(solve({ ...problem, facts: [h, ...rest] }, level + 1))
  return orFailed('by cases of a fact', () => byCases(th, side, side))
}

/** A defined predicate at the head of a formula, not one of the logic. */
function definedHead(t: Term): Constant | undefined {
  let head = t
  while (head.kind === 'app') head = head.fn
  return t.type === PROP && head.kind === 'const' && head.constant.body !== undefined ? head.constant : undefined
}

/** The goal, or the facts, with defined predicates opened. */
function opened1(problem: Problem, level: number): Outcome | undefined {
  const { goal } = problem
  if (definedHead(goal) !== undefined && asNot(goal) === undefined) {
    const eq = unfoldHead(goal)
    const body = eq?.concl.kind === 'app' ? eq.concl.arg : undefined
    const outcome = body === undefined ? undefined : solve({ ...problem, goal: body }, level + 1)
    if (outcome?.kind === 'proved') return { ...outcome, theorem: closed(goal, outcome.theorem) }
  }
  const parts = problem.facts.flatMap(partsOf)
  const open = parts.filter((th) => definedHead(th.concl) !== undefined && asNot(th.concl) === undefined)
  if (open.length === 0) return undefined
  const facts = [...parts.filter((th) => !open.includes(th)), ...open.map(opened), ...open.filter((th) => keepsName(th, problem))]
  const outcome = solve({ ...problem, facts }, level + 1)
  return outcome.kind === 'proved' ? outcome : undefined
}

/** Facts that lemmas of the library ask for by name stay as they are beside their opened form. */
function keepsName(th: Theorem, problem: Problem): boolean {
  const head = definedHead(th.concl)
  return ['expectation', 'bounded', 'finite'].some((name) => head !== undefined && problem.library.constant(name) === head)
}

/** `∃ …` by a witness that an equation or a fact suggests. */
function witnessed(problem: Problem, level: number): Outcome | undefined {
  if (asExists(problem.goal) === undefined) return undefined
  const parts = problem.facts.flatMap(partsOf)
  const facts = [...parts, ...finding(problem, (p) => forward(Known.of(p, discharge)))]
  const th = byWitness(problem.goal, facts, problem.budget, (goal) => {
    const outcome = solve({ ...problem, goal }, level + 1)
    return outcome.kind === 'proved' ? outcome.theorem : undefined
  })
  return th === undefined ? undefined : proved(th, 'with a witness')
}

/** Sets and functions that agree at every argument. */
function extensional(problem: Problem, level: number): Outcome | undefined {
  const eq = asEq(problem.goal)
  if (eq === undefined || !isFun(eq[0].type)) return undefined
  const [f] = eq
  const types = new Map([[signature.A, f.type.args[0] as Type], [signature.B, f.type.args[1] as Type]])
  const axiom = specialiseAll(instantiate(base.funext, types, new Map()), eq)
  const premise = asImp(axiom.concl)
  const outcome = premise === undefined ? undefined : solve({ ...problem, goal: premise[0] }, level + 1)
  return outcome?.kind === 'proved' ? { ...outcome, theorem: mp(axiom, outcome.theorem) } : undefined
}

/** Sums and expectations compared term by term. */
function aggregated(problem: Problem, level: number): Outcome | undefined {
  return trying(problem, 0.25, (p) => {
    const th = byAggregates(p, Known.of(p, discharge), (goal) => {
      const outcome = solve({ ...p, goal }, level + 2)
      return outcome.kind === 'proved' ? outcome.theorem : undefined
    })
    return th === undefined ? undefined : proved(th, 'term by term')
  })
}

function attack(problem: Problem, level: number): Outcome {
  const { budget } = problem
  budget.spend(4)
  const found = simply(problem) ?? (level < MAX_LEVEL ? witnessed(problem, level) ?? extensional(problem, level) : undefined)
    ?? searching(problem, level)
    ?? (level < 2 ? aggregated(problem, level) : undefined)
    ?? (level < MAX_LEVEL ? split(problem, level) ?? opened1(problem, level) ?? functionsOpened(problem, level)
      ?? inEveryCase(problem, level) : undefined)
  return found ?? FAILED
}

/** The goal in one spelling, taken apart, its pieces attacked. */
function solve(problem: Problem, level: number): Outcome {
  return rewriting(canonical, (p) => {
    const fact = asFact(p.goal, p.facts)
    if (fact !== undefined) return proved(fact, 'it is one of the facts')
    const whole = asNot(p.goal) === undefined && asOr(p.goal) === undefined ? undefined : simply(p)
    return whole ?? byStructure(p, (q) => attack(q, level))
  })(problem)
}

/** Everything, cheapest first. On failure, what linear arithmetic can say of the goal. */
export function auto(problem: Problem): Outcome {
  const direct = asFact(problem.goal, problem.facts)
  if (direct !== undefined) return exactly(problem.goal, proved(direct, 'it is one of the facts'))
  const outcome = solve(problem, 0)
  if (outcome.kind === 'proved') return exactly(problem.goal, outcome)
  if (!isArithmetic(problem.goal)) return outcome
  const wrong = attempt(() => falsify(problem.goal, problem.facts.flatMap(partsOf)))
  if (wrong?.exact === true) return { kind: 'refuted', model: wrong.values }
  if (wrong !== undefined) return { ...FAILED, point: wrong.values }
  const hint = problem.budget.within(40_000, (budget) => attempt(() => linear({ ...problem, budget })))
  if (hint === undefined || hint.kind === 'proved') return outcome
  return hint.kind === 'refuted' ? hint : { ...hint, reason: FAILED.reason }
}

