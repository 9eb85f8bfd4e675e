// UNTRUSTED. The way into the engine: runs the method a proof names, or for `auto` the procedures in turn, cheapest first.
// The elaborator calls `run` and believes only the theorem it returns.
import { LimitExceeded } from '../arith/errors.js'
import { KernelError } from '../kernel/type.js'
import { algebra, simplify } from './algebra.js'
import { auto } from './auto.js'
import { linear } from './linear.js'
import { nonlinear } from './nonlinear.js'
import { monotone, positivity } from './structural.js'
import { OutOfBudget, unknown, type Method, type Outcome, type Problem } from './types.js'

/** Attacks the problem with the method. A proved outcome concludes exactly the goal, from hypotheses of the facts. */
export function run(method: Method, problem: Problem): Outcome {
  try {
    switch (method) {
      case 'linear': return linear(problem)
      case 'nonlinear': return nonlinear(problem)
      case 'algebra': return algebra(problem)
      case 'simplify': return simplify(problem)
      case 'positivity': return positivity(problem)
      case 'monotone': return monotone(problem)
      case 'auto': return auto(problem)
      default: return unknown(`there is no procedure called ${method}`)
    }
  } catch (error) {
    if (error instanceof OutOfBudget) return { kind: 'unknown', reason: 'the work allowed for this step is used up', gaveUp: true }
    if (error instanceof LimitExceeded) return unknown(`a number or polynomial grew too large: ${error.message}`)
    if (error instanceof KernelError) return unknown(`a certificate did not replay (${error.message})`)
    throw error
  }
}
