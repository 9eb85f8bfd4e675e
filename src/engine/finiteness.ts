// UNTRUSTED. Goals `finite S` by the structure of S, through the library's closure lemmas. Engine files; portfolio.ts is the way in.
import { core, type Term } from '../kernel/term.js'
import { FINITE, asUnary } from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { instance, match, strip } from './match.js'
import { proved, unknown, type Outcome, type Problem } from './types.js'

/** Closure lemmas by name, most specific first; each concludes `finite …` from `finite …` of the parts. */
const LEMMAS = [
  'finite_range', 'finite_empty', 'finite_singleton', 'finite_insert', 'finite_union', 'finite_inter', 'finite_filter', 'finite_image',
  'finite_image_filter',
] as const

function prove(goal: Term, problem: Problem, depth: number): Theorem | undefined {
  problem.budget.spend(5)
  const fact = problem.facts.find((f) => core(f.concl) === core(goal))
  if (fact !== undefined) return fact
  if (depth > 12 || asUnary(goal, FINITE) === undefined) return undefined
  for (const name of LEMMAS) {
    const lemma = problem.library.lemma(name)
    if (lemma === undefined) continue
    const stripped = strip(lemma)
    const found = match(stripped.conclusion, goal, new Set(stripped.variables), stripped.freeTypes)
    if (found === undefined) continue
    const th = instance(stripped, found, (premise) => prove(premise, problem, depth + 1))
    if (th !== undefined && core(th.concl) === core(goal)) return th
  }
  return undefined
}

/** Proves that a set is finite when it is built from finite ones; unknown for anything else. */
export function finiteness(problem: Problem): Outcome {
  if (asUnary(problem.goal, FINITE) === undefined) return unknown('the goal is not that a set is finite')
  const th = prove(problem.goal, problem, 0)
  return th === undefined ? unknown('this set is not built from sets known to be finite') : proved(th, 'finite by its construction')
}
