// UNTRUSTED. The structural procedures on a whole problem, goals with connectives and quantifiers included: positivity, monotone,
// bounded. They share one prover and differ in what they promise. portfolio.ts is the way in.
import { alphaEqual } from '../kernel/term.js'
import { Known } from './known.js'
import { attempt } from './leaves.js'
import { restate } from './logic.js'
import { counterexample } from './sample.js'
import { discharge } from './side.js'
import { unknown, type Outcome, type Problem, type Procedure } from './types.js'

/** Runs the prover of side conditions on the goal itself. */
function structural(failure: string): Procedure {
  return (problem: Problem): Outcome => {
    const known = Known.of(problem, discharge)
    const found = attempt(() => discharge(problem.goal, known))
    if (found !== undefined && alphaEqual(found.theorem.concl, problem.goal)) {
      return { kind: 'proved', theorem: restate(found.theorem, problem.goal), certificate: found.why }
    }
    const model = counterexample(problem.goal, problem.facts.map((th) => th.concl))
    if (model !== undefined) return { kind: 'refuted', model }
    const missing = known.missing(3)
    return missing.length === 0 ? unknown(failure) : { ...unknown(failure), missing }
  }
}

/** `0 ≤ t`, `0 < t`, `t ≠ 0` by the structure of t. */
export const positivity = structural('the sign does not follow from the structure of the term and the facts')

/** `s ≤ t` or `s < t` by matching the structure of the two sides. */
export const monotone = structural('the two sides do not compare part by part from these facts')

/** `bounded X` by the structure of X. */
export const boundedness = structural('no part of the library or the facts bounds a part of this function')
