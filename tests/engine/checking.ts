// Checks on outcomes for engine tests: a proof concludes exactly the goal and assumes only the facts.
import type { ExecutionContext } from 'ava'
import { alphaEqual, type Term } from '../../src/kernel/term.js'
import { assume, type Theorem } from '../../src/kernel/theorem.js'
import { Budget, EMPTY_LIBRARY, type Library, type Outcome, type Procedure } from '../../src/engine/types.js'
import { read } from './reading.js'

export const UNITS = 200_000

export function attack(procedure: Procedure, goal: Term, facts: readonly Theorem[], library: Library = EMPTY_LIBRARY): Outcome {
  return procedure({ goal, facts, library, budget: new Budget(UNITS) })
}

const formula = (f: string | Term): Term => (typeof f === 'string' ? read(f) : f)

/** The procedure proves the goal, as a theorem of the kernel, from the facts and nothing else. */
export function proves(t: ExecutionContext, procedure: Procedure, goal: string | Term, facts: readonly (string | Term)[] = [],
  library: Library = EMPTY_LIBRARY): void {
  const target = formula(goal)
  const given = facts.map(formula)
  const outcome = attack(procedure, target, given.map(assume), library)
  if (outcome.kind === 'proved') {
    t.true(alphaEqual(outcome.theorem.concl, target), 'the theorem is not the goal')
    t.true(outcome.theorem.hyps.every((h) => given.some((g) => alphaEqual(g, h))), 'the theorem assumes more than the facts')
  } else t.fail(outcome.kind === 'unknown' ? `unknown: ${outcome.reason}` : outcome.kind)
}

/** The procedure does not claim the goal. */
export function refuses(t: ExecutionContext, procedure: Procedure, goal: string | Term, facts: readonly (string | Term)[] = [],
  library: Library = EMPTY_LIBRARY): void {
  const outcome = attack(procedure, formula(goal), facts.map((f) => assume(formula(f))), library)
  t.not(outcome.kind, 'proved')
}
