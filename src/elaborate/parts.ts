// What a theorem offers besides itself: the members of its conjunction, the rules among them. UNTRUSTED; made by kernel rules.
// Imported by apply.ts.
import type { Term } from '../kernel/term.js'
import { andLeft, andRight, eqMp, sym, type Theorem } from '../kernel/theorem.js'
import { betaNormalForm, betaReduced } from '../engine/conversion.js'
import { asAnd, asEq, asForall, asImp, sides, unfoldHead } from '../engine/logic.js'

/** Whether opening the definition at the head leads, sooner or later, to ∀ or →. */
export function hasRule(t: Term): boolean {
  let target = t
  for (let i = 0; i < 6; i++) {
    if (asForall(target) !== undefined || asImp(target) !== undefined) return true
    const next = unfoldHead(target)
    if (next === undefined) return false
    target = betaNormalForm(sides(next)[1])
  }
  return false
}

/** Members of a conjunction, also of one that a definition hides, that are themselves rules: `∀ …` or `… → …`. */
export function rulesIn(th: Theorem, depth = 2): readonly Theorem[] {
  const both = asAnd(th.concl)
  if (both !== undefined) return [andLeft(th), andRight(th)].flatMap((part) => rulesIn(part, depth))
  if (asForall(th.concl) !== undefined || asImp(th.concl) !== undefined) return [th]
  const next = depth > 0 ? unfoldHead(th.concl) : undefined
  return next === undefined ? [] : rulesIn(betaReduced(eqMp(next, th)), depth - 1)
}

/** The theorem and the members of its conjunction; an equation also read backwards. */
export function parts(th: Theorem): readonly Theorem[] {
  if (asEq(th.concl) !== undefined) return [th, sym(th)]
  if (asAnd(th.concl) === undefined) return [th]
  return [th, ...parts(andLeft(th)), ...parts(andRight(th))]
}
