// TRUSTED. Interval evaluation of real terms, with outward rounding, from bounds on every opaque subterm.
// Pure: no theorem is made here. A subterm that is neither computable nor bounded is refused, and so is a value where the total
// functions of the logic part from analysis: a divisor that may be 0, a logarithm or root that may leave its domain.
import type { Interval } from '../arith/interval.js'
import * as I from '../arith/interval.js'
import * as E from '../arith/elementary.js'
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { KernelError } from './type.js'
import { core, type Term } from './term.js'
import {
  ABS, ADD, COE, DIV, EQ, EXP, INV, LOG, MAX, MIN, MUL, NADD, NEG, NMUL, NPOW, RPOW, SQRT, SUB, asBinary, asOrder, asUnary,
} from './signature.js'
import { View } from './polynomial-view.js'

const rule = 'enclosure'
type Bounds = ReadonlyMap<Term, Interval>
const NO_BOUNDS: Bounds = new Map()

/** An interval that contains `t`, whatever reals (naturals, read as reals) within `bounds` its opaque subterms stand for. */
function evaluate(root: Term, bounds: Bounds, p: number): Interval {
  const memo = new Map<Term, Interval>()
  const go = (t: Term): Interval => {
    const old = bounds.get(core(t)) ?? memo.get(t)
    if (old !== undefined) return old
    const made = step(t)
    memo.set(t, made)
    return made
  }
  const step = (t: Term): Interval => {
    if (t.kind === 'num') return I.fromRational(Q.rational(t.value), p)
    if (t.kind === 'app' && t.fn.kind === 'const') {
      switch (t.fn.constant) {
        case NEG: return I.neg(go(t.arg))
        case INV: return I.inv(go(t.arg), p)
        case ABS: return I.abs(go(t.arg))
        case SQRT: return I.sqrt(go(t.arg), p)
        case EXP: return E.exp(go(t.arg), p)
        case LOG: return E.log(go(t.arg), p)
        case COE: return go(t.arg)
      }
    }
    if (t.kind === 'app' && t.fn.kind === 'app' && t.fn.fn.kind === 'const') {
      const left = t.fn.arg
      const right = t.arg
      switch (t.fn.fn.constant) {
        case ADD: case NADD: return I.add(go(left), go(right), p)
        case SUB: return I.sub(go(left), go(right), p)
        case MUL: case NMUL: return I.mul(go(left), go(right), p)
        case DIV: return I.div(go(left), go(right), p)
        case MIN: return I.min(go(left), go(right))
        case MAX: return I.max(go(left), go(right))
        case NPOW: return I.pow(go(left), naturalValue(right), p)
        case RPOW: return E.exp(I.mul(go(right), E.log(go(left), p), p), p)
      }
    }
    throw new KernelError(rule, 'a subterm needs bounds of its own')
  }
  return go(root)
}

/** The value of an exponent that is a closed expression of numerals. */
function naturalValue(t: Term): bigint {
  const value = t.kind === 'num' ? t.value : P.asConstant(new View().polynomial(t))?.num
  if (value === undefined) throw new KernelError(rule, 'an exponent is not a numeral')
  return value
}

/** Reads `number ≤ t`, `t ≤ number` or an equation as an interval for t. A natural number and its embedding share their bounds. */
function readBounds(relations: readonly Term[], p: number): Bounds {
  const bounds = new Map<Term, Interval>()
  const number = (t: Term): Interval | undefined => {
    try {
      return evaluate(t, NO_BOUNDS, p)
    } catch {
      return undefined
    }
  }
  const narrow = (t: Term, to: Interval): void => {
    const key = core(asUnary(t, COE) ?? t)
    const both = I.intersect(bounds.get(key) ?? I.WHOLE, to)
    if (both === undefined) throw new KernelError(rule, 'the bounds contradict each other')
    bounds.set(key, both)
  }
  for (let i = 0; i < relations.length; i++) {
    const relation = relations[i] as Term
    const order = asOrder(relation)
    const equation = asBinary(relation, EQ)
    const low = order?.low ?? equation?.[0]
    const high = order?.high ?? equation?.[1]
    const below = low && number(low)
    const above = high && number(high)
    if (high && below) narrow(high, I.interval(below.lo, equation ? below.hi : null))
    else if (low && above) narrow(low, I.interval(equation ? above.lo : null, above.hi))
    else throw new KernelError(rule, 'a bound compares nothing with a number')
  }
  return bounds
}

/** Succeeds when the order relation `goal` follows from the relations `bounds` by interval evaluation at `precision` bits. */
export function checkEnclosure(goal: Term, bounds: readonly Term[], precision: number): void {
  if (typeof precision !== 'number' || !(precision >= 2 && precision <= 16384) || precision % 1 !== 0) {
    throw new KernelError(rule, 'the precision is a whole number of bits from 2 to 16384')
  }
  const order = asOrder(goal)
  if (order === undefined) throw new KernelError(rule, 'the goal is not an order relation')
  const known = readBounds(bounds, precision)
  const most = I.upper(evaluate(order.low, known, precision))
  const least = I.lower(evaluate(order.high, known, precision))
  if (most === null || least === null || (order.strict ? !Q.lt(most, least) : !Q.le(most, least))) {
    throw new KernelError(rule, 'the intervals do not decide the relation')
  }
}
