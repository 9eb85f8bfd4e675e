// UNTRUSTED. The portfolio behind `auto`: facts as they stand, then the procedures, cheapest first, each on a share of the budget.
// Engine files only; portfolio.ts is the way in.
import { core, type Term } from '../kernel/term.js'
import { falsity } from '../kernel/signature.js'
import { exFalso, sym, type Theorem } from '../kernel/theorem.js'
import { canonical } from './canonical.js'
import { partsOf } from './gather.js'
import { linear } from './linear.js'
import { asEq } from './logic.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { proved, unknown, type Outcome, type Problem } from './types.js'

/** The goal as one of the facts, or from a fact that is False; equations also read backwards. */
export function asFact(goal: Term, facts: readonly Theorem[]): Theorem | undefined {
  const backwards = asEq(goal)
  for (const fact of facts) {
    for (const part of [...partsOf(fact), fact]) {
      if (core(part.concl) === core(goal)) return part
      if (core(part.concl) === falsity) return exFalso(part, goal)
      const eq = backwards === undefined ? undefined : asEq(part.concl)
      if (eq !== undefined && backwards !== undefined && core(eq[0]) === core(backwards[1]) && core(eq[1]) === core(backwards[0])) return sym(part)
    }
  }
  return undefined
}

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
