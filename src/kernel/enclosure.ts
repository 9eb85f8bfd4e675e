// TRUSTED. Interval evaluation of real terms, with outward rounding, from bounds on every opaque subterm. Pure: no theorem is made here.
// A subterm that is neither computable nor bounded is refused, and so is a value where the total functions of the logic part from
// analysis: a divisor that may be 0, a logarithm or root that may leave its domain.
import * as I from '../arith/interval.js'
import * as E from '../arith/elementary.js'
import * as Q from '../arith/rational.js'
import { KernelError, NAT, REAL } from './type.js'
import { core, type Term } from './term.js'
import {
  ABS, ADD, ATAN, COE, COS, COSH, DIV, EQ, ERF, EXP, INV, LOG, MAX, MIN, MUL, NADD, NEG, NMUL, NPOW, PI, RPOW, SIN, SINH, SQRT, SUB, TAN,
  TANH, asOrder, operation, type Fact,
} from './signature.js'

const rule = 'enclosure'
type Bounds = ReadonlyMap<Term, I.Interval>
const NO_BOUNDS: Bounds = new Map()
/** An interval that contains `t`, whatever reals (naturals, read as reals) within `bounds` its opaque subterms stand for. */
function evaluate(root: Term, bounds: Bounds, p: number): I.Interval {
  const memo = new Map<Term, I.Interval>()
  const go = (t: Term): I.Interval => {
    const made = bounds.get(core(t)) ?? memo.get(t) ?? step(t)
    memo.set(t, made)
    return made
  }
  const step = (t: Term): I.Interval => {
    const { head, u, v } = operation(t)
    switch (head) {
      case COE: return go(u)
      case NEG: return I.neg(go(u))
      case INV: return I.inv(go(u), p)
      case ABS: return I.abs(go(u))
      case SQRT: return I.sqrt(go(u), p)
      case EXP: return E.exp(go(u), p)
      case LOG: return E.log(go(u), p)
      case SIN: return E.sin(go(u), p)
      case COS: return E.cos(go(u), p)
      case TAN: return E.tan(go(u), p)
      case ATAN: return E.atan(go(u), p)
      case SINH: return E.sinh(go(u), p)
      case COSH: return E.cosh(go(u), p)
      case TANH: return E.tanh(go(u), p)
      case ERF: return E.erf(go(u), p)
      case ADD: case NADD: return I.add(go(u), go(v), p)
      case SUB: return I.sub(go(u), go(v), p)
      case MUL: case NMUL: return I.mul(go(u), go(v), p)
      case DIV: return I.div(go(u), go(v), p)
      case MIN: return I.min(go(u), go(v))
      case MAX: return I.max(go(u), go(v))
      case RPOW: return E.exp(I.mul(go(v), E.log(go(u), p), p), p)
    }
    if (head === NPOW && v.kind === 'num') return I.pow(go(u), v.value, p)
    if (t.kind === 'num') return I.fromRational(Q.rational(t.value), p)
    if (t.kind === 'const' && t.constant === PI) return E.pi(p)
    throw new KernelError(rule, 'a subterm needs bounds of its own')
  }
  if (root.type !== REAL && root.type !== NAT) throw new KernelError(rule, 'expected a number')
  return go(root)
}

/** Reads `number ≤ t`, `t ≤ number` or an equation as an interval for t. A natural number and its embedding share their bounds. */
function readBounds(relations: readonly Fact[], p: number): Bounds {
  const bounds = new Map<Term, I.Interval>()
  const number = (t: Term | undefined): I.Interval | undefined => {
    try { return t && evaluate(t, NO_BOUNDS, p) } catch { return undefined }
  }
  const narrow = (t: Term, to: I.Interval): void => {
    const { head, u } = operation(t)
    const key = core(head === COE ? u : t)
    const both = I.intersect(bounds.get(key) ?? I.WHOLE, to)
    if (both === undefined) throw new KernelError(rule, 'the bounds contradict each other')
    bounds.set(key, both)
  }
  for (let i = 0; i < relations.length; i++) {
    const { head, u, v } = operation((relations[i] as Fact).concl)
    const { low, high } = head === EQ ? { low: u, high: v } : asOrder((relations[i] as Fact).concl) ?? {}
    const below = number(low)
    const above = number(high)
    if (high && below) narrow(high, I.interval(below.lo, head === EQ ? below.hi : null))
    else if (low && above) narrow(low, I.interval(head === EQ ? above.lo : null, above.hi))
    else throw new KernelError(rule, 'a bound compares nothing with a number')
  }
  return bounds
}

/** Succeeds when the order relation `goal` follows from the relations `bounds` by interval evaluation at `precision` bits. */
export function checkEnclosure(goal: Term, bounds: readonly Fact[], precision: number): void {
  const order = asOrder(goal)
  // A string of digits would concatenate where a precision is increased.
  const valid = typeof precision === 'number' && precision >= 2 && precision <= 4096 && precision % 1 === 0
  if (!valid) throw new KernelError(rule, 'a precision is a whole number of bits from 2 to 4096')
  if (order === undefined) throw new KernelError(rule, 'the goal is not an order relation')
  const known = readBounds(bounds, precision)
  const most = I.upper(evaluate(order.low, known, precision))
  const least = I.lower(evaluate(order.high, known, precision))
  if (most === null || least === null || (order.strict ? !Q.lt(most, least) : !Q.le(most, least))) {
    throw new KernelError(rule, 'the intervals do not decide the relation')
  }
}
