// UNTRUSTED. The portfolio behind `auto`: facts as they stand, then the procedures, cheapest first, each on a share of the budget.
// Engine files only; portfolio.ts is the way in.
import { canonical } from './canonical.js'
import { asFact } from './fact.js'
import { linear } from './linear.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { proved, unknown, type Outcome, type Problem } from './types.js'

function attack(problem: Problem): Outcome {
  const fact = asFact(problem.goal, problem.facts)
  if (fact !== undefined) return proved(fact, 'it is one of the facts')
  const outcome = linear(problem)
  return outcome.kind === 'unknown' ? { ...outcome, reason: 'no procedure of the portfolio proves it from these facts' } : outcome
}

/** The facts as they stand, or the goal taken apart and its pieces attacked. */
export function auto(problem: Problem): Outcome {
  const direct = asFact(problem.goal, problem.facts)
  if (direct !== undefined) return exactly(problem.goal, proved(direct, 'it is one of the facts'))
  const outcome = rewriting(canonical, (p) => byStructure(p, attack))(problem)
  return outcome.kind === 'proved' ? exactly(problem.goal, outcome) : outcome.kind === 'refuted' ? outcome : unknown(outcome.reason)
}
