// UNTRUSTED. Whether a goal is among the facts, up to spelling. Engine files only.
import { core, type Term } from '../kernel/term.js'
import { falsity } from '../kernel/signature.js'
import { exFalso, sym, type Theorem } from '../kernel/theorem.js'
import { partsOf } from './gather.js'
import { asEq } from './logic.js'

/** The goal as one of the facts, or from a fact that is False; equations also read backwards. */
export function asFact(goal: Term, facts: readonly Theorem[]): Theorem | undefined {
  const backwards = asEq(goal)
  for (const fact of facts) {
    for (const part of [fact, ...partsOf(fact)]) {
      if (core(part.concl) === core(goal)) return part
      if (core(part.concl) === falsity) return exFalso(part, goal)
      const eq = backwards === undefined ? undefined : asEq(part.concl)
      if (eq !== undefined && backwards !== undefined && core(eq[0]) === core(backwards[1])
        && core(eq[1]) === core(backwards[0])) return sym(part)
    }
  }
  return undefined
}
