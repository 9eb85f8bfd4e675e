// UNTRUSTED. Inequalities between positive products, by linear arithmetic on their logarithms: goal and facts are taken to logarithms,
// expanded, and the result combined. Engine files; portfolio.ts is the way in.
import { LOG, asOrder, mkLe, mkLog, mkLt, mkNeg, real } from '../kernel/signature.js'
import { mkConst, type Term } from '../kernel/term.js'
import { mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { NO_REWRITES, positive } from './algebra-context.js'
import { canonical } from './canonical.js'
import { rewritten } from './conversion.js'
import { byProducts, use } from './derived.js'
import { expMono, logMono } from './elementary-rules.js'
import { isNumeric } from './farkas.js'
import { isArithmetic } from './gather.js'
import { Known } from './known.js'
import { attempt } from './leaves.js'
import { attackLinear } from './linear.js'
import { asEq, congArg } from './logic.js'
import { nonlinear } from './nonlinear.js'
import { Normaliser } from './normaliser.js'
import { readOrder, writeOrder } from './order.js'
import { discharge } from './side.js'
import { byStructure, exactly, mapProof, rewriting } from './structure.js'
import { scaledFacts } from './scaling.js'
import { unknown, type Outcome, type Problem } from './types.js'

const relation = (strict: boolean) => (strict ? mkLt : mkLe)
const one = real(1n)
const minus = mkNeg(one)

/** `log a ≤ log b` from `a ≤ b` when a is known to be positive; equations likewise. */
function logarithm(th: Theorem, n: Normaliser): Theorem | undefined {
  const order = asOrder(th.concl)
  if (order !== undefined) {
    const up = positive(order.low, n)
    return up === undefined ? undefined : use(logMono(order.strict), [order.low, order.high], [up, readOrder(th)])
  }
  const eq = asEq(th.concl)
  if (eq === undefined || !isNumeric(eq[0]) || positive(eq[0], n) === undefined) return undefined
  return congArg(mkConst(LOG), th)
}

/** `low ≤ high` from `log low ≤ log high`, both positive. */
function exponentiated(goal: Term, th: Theorem, ups: readonly [Theorem, Theorem]): Theorem {
  const order = asOrder(goal) as NonNullable<ReturnType<typeof asOrder>>
  const { low, high, strict } = order
  const up = use(expMono(strict), [mkLog(low), mkLog(high)], [th])
  const values = [mp(specialise(base.exp_log, low), ups[0]), mp(specialise(base.exp_log, high), ups[1])] as const
  // (exp log high - exp log low) + (exp log low - low) - (exp log high - high) = high - low
  return writeOrder(goal, byProducts(relation(strict)(low, high), [up, ...values], [{ facts: [0] }, { facts: [3] }],
    [[1, one], [2, minus]]))
}

/** Goal and facts as they are and in logarithms. */
function attack(problem: Problem): Outcome {
  const { goal } = problem
  const order = asOrder(goal)
  if (order === undefined) return unknown('the goal is not an inequality')
  const known = Known.of(problem, discharge)
  const n = new Normaliser(known, NO_REWRITES)
  const [low, high] = [positive(order.low, n), positive(order.high, n)]
  if (low === undefined || high === undefined) return unknown('the two sides are not known to be positive')
  const inLogs = relation(order.strict)(mkLog(order.low), mkLog(order.high))
  const plain = known.parts.filter((th) => isArithmetic(th.concl))
  const logs = plain.flatMap((th) => attempt(() => logarithm(th, n)) ?? [])
  const facts = [...plain, ...logs].map((th) => rewritten(th, n.normal))
  const outcome = rewriting(n.normal, (p) => {
    const all = [...facts, ...scaledFacts(p.goal, facts, n)]
    const quick = attackLinear({ ...p, facts: all }, false)
    return quick.kind === 'proved' ? quick : nonlinear({ ...p, facts: all })
  })({ ...problem, goal: inLogs })
  return mapProof(outcome, (th) => exponentiated(goal, th, [low, high]))
}

/** Products of powers and exponentials compared by their logarithms. */
export function loglinear(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, attack))(problem))
}
