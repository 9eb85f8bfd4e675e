// UNTRUSTED. The first `if`, maximum, minimum or absolute value in some formulas whose condition can be split on: the two cases, and the
// value it has in each. Engine files only.
import { A, ABS, ITE, MAX, MIN, argsOf, asBinary, asOrder, asUnary } from '../kernel/signature.js'
import { core, type Term } from '../kernel/term.js'
import { assume, excludedMiddle, instantiate, mp, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { isNumeric } from './farkas.js'
import { asEq, notIntro, sides, specialiseAll, unfoldHead } from './logic.js'

import { leOrLt, refuteOrders } from './order.js'

export interface Choice {
  /** `p ∨ q`: the condition holds or fails, orders read as orders. */
  readonly either: Theorem
  /** The equations for the value in the case whose assumption is given. */
  readonly values: (h: Theorem) => readonly Theorem[]
}

/** The first choice in the formulas, innermost first, that no fact gives the value of. */
export function undecided(formulas: readonly Term[], facts: readonly Theorem[], onlyIf = false): Choice | undefined {
  const known = new Set(facts.map((th) => core((asEq(th.concl) ?? [th.concl])[0])))
  for (const t of formulas) {
    const found = innermost(t, known, onlyIf ? (u) => argsOf(u, ITE, 3) !== undefined : isChoice)
    if (found !== undefined) return choiceAt(found)
  }
  return undefined
}

function isChoice(t: Term): boolean {
  if (t.loose !== 0 || !isNumeric(t)) return false
  return argsOf(t, ITE, 3) !== undefined || asBinary(t, MAX) !== undefined || asBinary(t, MIN) !== undefined
    || asUnary(t, ABS) !== undefined
}

function innermost(t: Term, known: ReadonlySet<Term>, wanted: (t: Term) => boolean): Term | undefined {
  if (t.kind !== 'app') return undefined
  return innermost(t.fn, known, wanted) ?? innermost(t.arg, known, wanted)
    ?? (isChoice(t) && wanted(t) && !known.has(core(t)) ? t : undefined)
}

function choiceAt(t: Term): Choice {
  const opening = argsOf(t, ITE, 3) === undefined ? unfoldHead(t) : undefined
  const ite = opening === undefined ? t : sides(opening)[1]
  const [p, a, b] = argsOf(ite, ITE, 3) as readonly [Term, Term, Term]
  const order = asOrder(p)
  const either = order === undefined || order.strict ? excludedMiddle(p) : leOrLt(order.low, order.high)
  const values = (h: Theorem): readonly Theorem[] => {
    const holds = core(h.concl) === core(p)
    const condition = holds ? h : order === undefined || order.strict ? h : notIntro(p, refuteOrders(assume(p), h))
    const axiom = instantiate(holds ? base.ite_true : base.ite_false, new Map([[A, a.type]]), new Map())
    const value = mp(specialiseAll(axiom, [p, a, b]), condition)
    return [opening === undefined ? value : trans(opening, value)]
  }
  return { either, values }
}

