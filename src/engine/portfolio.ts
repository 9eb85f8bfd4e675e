// UNTRUSTED. The way into the engine: runs the method a proof names, or for `auto` the procedures in turn, cheapest first.
// The elaborator calls `run` and believes only the theorem it returns.
import { LimitExceeded } from '../arith/errors.js'
import { core } from '../kernel/term.js'
import { KernelError } from '../kernel/type.js'
import { algebra, simplify, prepared } from './algebra.js'
import { analysis, isAnalytic } from './analysis.js'
import { auto } from './auto.js'
import { calculus } from './calculus.js'
import { eventual } from './eventual.js'
import { finiteness } from './finiteness.js'
import { interval } from './interval.js'
import { asExists } from './logic.js'
import { linear } from './linear.js'
import { loglinear } from './loglinear.js'
import { nonlinear } from './nonlinear.js'
import { monotone, positivity } from './structural.js'
import { OutOfBudget, unknown, type Method, type Outcome, type Problem, type Procedure } from './types.js'

/** Goals that the shape of their terms decides: finiteness, boundedness, signs, congruence. Cheap, and tried before any search. */
function structurally(problem: Problem): Outcome | undefined {
  if (problem.facts.some((th) => core(th.concl) === core(problem.goal))) return undefined
  for (const procedure of [finiteness, positivity]) {
    const outcome = problem.budget.within(Math.ceil(problem.budget.left / 5), (budget) => procedure({ ...problem, budget }))
    if (outcome?.kind === 'proved') return outcome
  }
  return undefined
}

/** The first procedure that proves the goal; if none does, what the first one said. */
function firstOf(problem: Problem, first: Procedure, ...others: readonly Procedure[]): Outcome {
  const outcome = problem.budget.within(Math.ceil(problem.budget.left / 2), (budget) => first({ ...problem, budget }))
  if (outcome?.kind === 'proved') return outcome
  for (const other of others) {
    const next = other(problem)
    if (next.kind === 'proved') return next
  }
  return outcome ?? { kind: 'unknown', reason: 'the work allowed for this step is used up', gaveUp: true }
}

/** `auto`, and what only analysis can do. */
function byAuto(problem: Problem): Outcome {
  const outcome = isAnalytic(problem.goal) ? firstOf(problem, auto, analysis) : auto(problem)
  if (outcome.kind === 'proved' || asExists(problem.goal) === undefined) return outcome
  const beyond = eventual(problem)
  return beyond.kind === 'proved' ? beyond : outcome
}

/** Attacks the problem with the method. A proved outcome concludes exactly the goal, from hypotheses of the facts. */
export function run(method: Method, problem: Problem): Outcome {
  try {
    switch (method) {
      case 'linear': return linear(problem)
      case 'nonlinear': return firstOf(problem, nonlinear, positivity, prepared(nonlinear, false), prepared(nonlinear, true))
      case 'algebra': return algebra(problem)
      case 'simplify': return simplify(problem)
      case 'positivity': return positivity(problem)
      case 'monotone': return monotone(problem)
      case 'interval': return firstOf(problem, interval, analysis)
      case 'calculus': return firstOf(problem, calculus, analysis, eventual)
      case 'bounds': return firstOf(problem, prepared(nonlinear, false), prepared(nonlinear, true))
      case 'loglinear': return loglinear(problem)
      case 'auto': return structurally(problem) ?? byAuto(problem)
    }
  } catch (error) {
    if (error instanceof OutOfBudget) return { kind: 'unknown', reason: 'the work allowed for this step is used up', gaveUp: true }
    if (error instanceof LimitExceeded) return unknown(`a number or polynomial grew too large: ${error.message}`)
    // The call stack is used up: a search that goes round in itself, or a term too deep for it. It has proved nothing.
    if (error instanceof RangeError) return unknown('the search went too deep')
    if (error instanceof KernelError) return unknown(`a certificate did not replay (${error.message})`)
    throw error
  }
}
