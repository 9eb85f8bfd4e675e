// UNTRUSTED. The way into the engine: runs the method a proof names, or for `auto` the procedures in turn, cheapest first.
// The elaborator calls `run` and believes only the theorem it returns.
import { algebra, simplify } from './algebra.js'
import { auto } from './auto.js'
import { linear } from './linear.js'
import { nonlinear } from './nonlinear.js'
import { OutOfBudget, unknown, type Method, type Outcome, type Problem } from './types.js'

/** Attacks the problem with the method. A proved outcome concludes exactly the goal, from hypotheses of the facts. */
export function run(method: Method, problem: Problem): Outcome {
  try {
    switch (method) {
      case 'linear': return linear(problem)
      case 'nonlinear': return nonlinear(problem)
      case 'algebra': return algebra(problem)
      case 'simplify': return simplify(problem)
      case 'auto': return auto(problem)
      default: return unknown(`there is no procedure called ${method}`)
    }
  } catch (error) {
    if (error instanceof OutOfBudget) return { kind: 'unknown', reason: 'the work allowed for this step is used up', gaveUp: true }
    throw error
  }
}
