// UNTRUSTED. Decides conditions of `if … then … else …` in facts where the facts themselves settle them: a division whose divisor is
// known not to be zero becomes a division, the value elsewhere is forgotten. Each replacement is a theorem. Engine files only.
import { ITE, argsOf, asOrder, mkLt, mkNot } from '../kernel/signature.js'
import { REAL } from '../kernel/type.js'
import { core, type Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import { analysis } from './analysis.js'
import { iteValue } from './case-rules.js'
import { everywhere, replaceBy, rewritten } from './conversion.js'
import { clearlyFails } from './evaluation.js'
import { isArithmetic, partsOf } from './gather.js'
import { Known } from './known.js'
import { attempt } from './leaves.js'
import { asEq, asNot, doubleNegate } from './logic.js'
import { discharge } from './side.js'
import { sums } from './sums.js'
import type { Outcome, Problem, Procedure } from './types.js'

const MAX_ROUNDS = 200

/** Closed-over `if` terms of numeric type in a formula, inner ones first. */
function choicesIn(formulas: readonly Term[]): readonly Term[] {
  const found = new Map<Term, Term>()
  const seen = new Set<Term>()
  const go = (t: Term): void => {
    if (t.kind === 'abs') { go(t.body); return }
    if (t.kind !== 'app' || seen.has(t)) return
    seen.add(t)
    go(t.fn)
    go(t.arg)
    if (t.loose === 0 && argsOf(t, ITE, 3) !== undefined) found.set(core(t), t)
  }
  formulas.forEach(go)
  return [...found.values()]
}

/** The equation for a choice whose condition the facts decide. */
function decided(t: Term, known: Known): Theorem | undefined {
  const [test, a, b] = argsOf(t, ITE, 3) as readonly [Term, Term, Term]
  const yes = attempt(() => discharge(test, known))
  if (yes !== undefined) return iteValue(yes.theorem, true, test, a, b)
  const inner = asNot(test)
  const no = attempt(() => discharge(inner ?? mkNot(test), known))
  if (no === undefined) {
    const searched = bySearch(test, known)
    return searched === undefined ? undefined : iteValue(searched, true, test, a, b)
  }
  return iteValue(inner === undefined ? no.theorem : doubleNegate(no.theorem), false, test, a, b)
}

/** Work for one condition by a sum of squares. */
const SEARCH_BUDGET = 4000

/** The condition of a partial function by a certificate over the facts: an order relation, or `d ≠ 0` by the sign of d. */
function bySearch(test: Term, known: Known): Theorem | undefined {
  const inner = asNot(test)
  const eq = inner === undefined ? undefined : asEq(inner)
  const goals = asOrder(test) !== undefined ? [test] : eq !== undefined && eq[0].type === REAL
    ? [mkLt(eq[1], eq[0]), mkLt(eq[0], eq[1])] : []
  for (const goal of goals) {
    const order = asOrder(goal)
    if (order === undefined || clearlyFails(order.low, order.high, order.strict, known.points)) continue
    const facts = known.parts.filter((th) => isArithmetic(th.concl))
    const by = (procedure: Procedure): Outcome | undefined =>
      known.budget.within(SEARCH_BUDGET, (budget) => attempt(() => procedure({ goal, facts, library: known.library, budget })))
    const direct = by(sums)
    const outcome = direct?.kind === 'proved' ? direct : by(analysis)
    if (outcome?.kind !== 'proved') continue
    const found = goal === test ? outcome.theorem : attempt(() => discharge(test, known.with([outcome.theorem])))?.theorem
    if (found !== undefined) return found
  }
  return undefined
}

/** The facts with every choice replaced that they decide. What `share` of the budget does not reach stays as it is. */
export function specified(facts: readonly Theorem[], problem: Problem, share: number): readonly Theorem[] {
  let now = facts
  const refused = new Set<Term>()
  problem.budget.within(Math.ceil(problem.budget.total * share), (budget) => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const waiting = choicesIn(now.map((th) => th.concl)).filter((t) => !refused.has(core(t)))
      if (waiting.length === 0) return
      const known = Known.of({ ...problem, facts: now.flatMap(partsOf), budget }, discharge)
      let changed = false
      for (const t of waiting) {
        const equation = budget.within(Math.ceil(budget.total / 4), (budget2) => attempt(() => decided(t, known.under(budget2))))
        if (equation === undefined) { refused.add(core(t)); continue }
        now = now.map((th) => rewritten(th, everywhere(replaceBy(equation))))
        changed = true
        break
      }
      if (!changed) return
      refused.clear()
    }
  })
  return now
}
