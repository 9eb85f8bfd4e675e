// UNTRUSTED. When a linear step fails: the constant in its goal with which it would hold, as good as the facts allow. Exact.
// Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Term } from '../kernel/term.js'
import { DIV, MUL, NEG, asBinary, asOrder, asUnary, ADD, SUB } from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { numberOf } from './atoms.js'
import { Columns } from './columns.js'
import { gather } from './gather.js'
import { solve, type Column } from './simplex.js'
import type { BestConstant, Budget } from './types.js'
import type { EngineView } from './view.js'

/** A numeral of the goal: the goal reads `rest + sign · numeral · of ≥ 0`. */
interface Candidate {
  readonly given: Rational
  readonly of: Term | undefined
  readonly direction: Polynomial
}

/** The numerals that stand alone or multiply a term in the summands of `t`, which counts with `sign`. */
function candidates(t: Term, sign: Rational, view: EngineView): Candidate[] {
  const sum = asBinary(t, ADD)
  if (sum !== undefined) return [...candidates(sum[0], sign, view), ...candidates(sum[1], sign, view)]
  const difference = asBinary(t, SUB)
  if (difference !== undefined) return [...candidates(difference[0], sign, view), ...candidates(difference[1], Q.neg(sign), view)]
  const negative = asUnary(t, NEG)
  if (negative !== undefined) return candidates(negative, Q.neg(sign), view)
  const alone = numberOf(t)
  if (alone !== undefined) return [{ given: alone, of: undefined, direction: P.constant(sign) }]
  const product = asBinary(t, MUL)
  const coefficient = product === undefined ? undefined : numberOf(product[0])
  if (product !== undefined && coefficient !== undefined) {
    return [{ given: coefficient, of: product[1], direction: P.scale(view.polynomial(product[1]), sign) }]
  }
  const quotient = asBinary(t, DIV)
  const divisor = quotient === undefined ? undefined : numberOf(quotient[1])
  if (quotient === undefined || divisor === undefined || Q.isZero(divisor)) return []
  return [{ given: Q.inv(divisor), of: quotient[0], direction: P.scale(view.polynomial(quotient[0]), sign) }]
}

/**
 * The numeral of the goal nearest to the given one with which the goal follows linearly: least change first, constants on the larger side
 * preferred. Undefined when no single numeral can repair it.
 */
export function bestConstant(goal: Term, facts: readonly Theorem[], budget: Budget): BestConstant | undefined {
  const order = asOrder(goal)
  if (order === undefined) return undefined
  const { view, rows } = gather(facts, budget)
  const target = view.difference(order.high, order.low)
  const found = [...candidates(order.high, Q.ONE, view), ...candidates(order.low, Q.neg(Q.ONE), view)]
  found.sort((a, b) => Number(a.of === undefined) - Number(b.of === undefined))
  for (const candidate of found) {
    for (const sign of [Q.ONE, Q.neg(Q.ONE)]) {
      const change = leastChange(target, P.scale(candidate.direction, sign), rows.map((r) => ({ p: r.polynomial, eq: r.kind === '=' })),
        budget)
      if (change === undefined || Q.isZero(change)) continue
      const best = Q.add(candidate.given, Q.mul(sign, change))
      return { given: candidate.given, best, role: candidate.of === undefined ? 'constant' : 'coefficient', of: candidate.of }
    }
  }
  return undefined
}

/** The least s ≥ 0 with `target + s · direction` a nonnegative combination of the polynomials and a nonnegative constant. */
function leastChange(target: Polynomial, direction: Polynomial, rows: readonly { readonly p: Polynomial; readonly eq: boolean }[],
  budget: Budget): Rational | undefined {
  const lp = new Columns()
  const columns: Column[] = [lp.of(P.neg(direction)), lp.of(P.ONE)]
  for (const { p, eq } of rows) {
    columns.push(lp.of(p))
    if (eq) columns.push(lp.of(P.neg(p)))
  }
  const right = lp.of(target)
  const cost = columns.map((_, i) => (i === 0 ? Q.ONE : Q.ZERO))
  const solution = solve({ rows: lp.rows, columns, right, cost }, budget)
  return solution.kind === 'optimal' ? solution.value : undefined
}
