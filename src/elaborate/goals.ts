// Reading a goal as ∀, →, ∃ or ∧, opening definitions at its head when needed. UNTRUSTED; used by proof steps.
import type { Term } from '../kernel/term.js'
import { eqMp, sym, trans, type Theorem } from '../kernel/theorem.js'
import { betaNormal, type Conversion } from '../engine/conversion.js'
import { sides, unfoldHead } from '../engine/logic.js'

/** `⊢ goal = goal'` with `accepts(goal')`, opening the definition at the head as often as it takes. */
export function seenAs(goal: Term, accepts: (t: Term) => boolean): Theorem | undefined {
  let eq = betaNormal(goal)
  for (let i = 0; i < 20; i++) {
    const now = sides(eq)[1]
    if (accepts(now)) return eq
    const next = unfoldHead(now)
    if (next === undefined) return undefined
    eq = trans(eq, trans(next, betaNormal(sides(next)[1])))
  }
  return undefined
}

/** A proof of `goal'` as a proof of `goal`, for `eq : goal = goal'`. */
export function back(eq: Theorem, th: Theorem): Theorem {
  const [a, b] = sides(eq)
  return a === b ? th : eqMp(sym(eq), th)
}

/** The conversion followed by β-reduction, as one equation; undefined when the conversion changes nothing. */
export function reducing(conv: Conversion): Conversion {
  return (t) => {
    const eq = conv(t)
    return eq === undefined ? undefined : trans(eq, betaNormal(sides(eq)[1]))
  }
}
