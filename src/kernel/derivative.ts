// TRUSTED. Symbolic derivatives of real functions, the conditions under which they are right, and the mean value rule's premises.
// Pure: no theorem is made here. At a point where `continuity` holds f is continuous, and where `differentiability` holds it has
// the stated derivative, for the total functions of the logic as they are; docs/foundations.md goes through the cases.
import { KernelError, REAL } from './type.js'
import { checkTerm, instantiateBody, mkAbs, mkConst, mkVar, occurs, type Abs, type FVar, type Term } from './term.js'
import {
  ABS, ADD, DIV, EXP, INV, LOG, MUL, NEG, NPOW, NSUB, RPOW, SQRT, SUB, TRUE, apply, mkAdd, mkAnd, mkCoe, mkDiv, mkEq,
  mkForall, mkImp, mkLe, mkLog, mkLt, mkMul, mkNeg, mkNot, mkPow, mkSub, nat, real,
} from './signature.js'

const zero = real(0n)
const one = real(1n)

/** `f`, its derivative and its conditions, all as abstractions over the same real variable. */
export interface Derivative { readonly derivative: Abs; readonly continuity: Abs; readonly differentiability: Abs }

const plus = (a: Term, b: Term): Term => a === zero ? b : b === zero ? a : mkAdd(a, b)
const minus = (a: Term, b: Term): Term => b === zero ? a : a === zero ? mkNeg(b) : mkSub(a, b)
const negative = (a: Term): Term => a === zero ? zero : mkNeg(a)
const times = (a: Term, b: Term): Term => a === zero || b === zero ? zero : a === one ? b : b === one ? a : mkMul(a, b)
const over = (a: Term, b: Term): Term => a === zero ? zero : mkDiv(a, b)

/** A list of formulas without repetition. */
class Conditions {
  readonly #list: Term[] = []
  add(p: Term): void {
    for (let i = 0; i < this.#list.length; i++) if (this.#list[i] === p) return
    this.#list[this.#list.length] = p
  }
  conjunction(): Term {
    let all = this.#list[this.#list.length - 1] ?? mkConst(TRUE)
    for (let i = this.#list.length - 2; i >= 0; i--) all = mkAnd(this.#list[i] as Term, all)
    return all
  }
}

/** A real variable that occurs in none of the terms. */
function freshVar(hint: string, ...terms: readonly Term[]): FVar {
  let v = mkVar(hint, REAL)
  for (let i = 0; i < terms.length; i++) {
    if (!occurs(v, terms[i] as Term)) continue
    v = mkVar(`${v.name}'`, REAL)
    i = -1
  }
  return v
}

function realFunction(f: Term, rule: string): Abs {
  const abs = checkTerm(f, rule)
  if (abs.kind !== 'abs' || abs.domain !== REAL || abs.body.type !== REAL) throw new KernelError(rule, 'expected λx. t from ℝ to ℝ')
  return abs
}

/**
 * Derivative of `λx. t` for t built from + - * / ^ exp log √ |·| rpow and terms free of x; an x anywhere else is refused.
 * Both conditions are conjunctions, `True` when empty; differentiability implies continuity.
 */
export function differentiate(f: Term): Derivative {
  const abs = realFunction(f, 'differentiate')
  const x = freshVar(abs.hint, abs)
  const continuity = new Conditions()
  const differentiability = new Conditions()
  const need = (p: Term): void => {
    continuity.add(p)
    differentiability.add(p)
  }
  const memo = new Map<Term, Term>()
  const d = (t: Term): Term => {
    if (t === x) return one
    if (!occurs(x, t)) return zero
    const old = memo.get(t)
    if (old !== undefined) return old
    const made = step(t)
    memo.set(t, made)
    return made
  }
  const step = (t: Term): Term => {
    if (t.kind === 'app' && t.fn.kind === 'const') {
      const u = t.arg
      switch (t.fn.constant) {
        case NEG: return negative(d(u))
        case EXP: return times(t, d(u))
        case INV:
          need(mkNot(mkEq(u, zero)))
          return negative(over(d(u), mkPow(u, nat(2n))))
        case LOG:
          need(mkLt(zero, u))
          return over(d(u), u)
        case SQRT:
          differentiability.add(mkLt(zero, u))
          return over(d(u), mkMul(real(2n), t))
        case ABS:
          differentiability.add(mkNot(mkEq(u, zero)))
          return times(mkDiv(u, t), d(u))
      }
    }
    if (t.kind === 'app' && t.fn.kind === 'app' && t.fn.fn.kind === 'const') {
      const u = t.fn.arg
      const v = t.arg
      switch (t.fn.fn.constant) {
        case ADD: return plus(d(u), d(v))
        case SUB: return minus(d(u), d(v))
        case MUL: return plus(times(d(u), v), times(u, d(v)))
        case DIV:
          if (!occurs(x, v)) return over(d(u), v)
          need(mkNot(mkEq(v, zero)))
          return over(minus(times(d(u), v), times(u, d(v))), mkPow(v, nat(2n)))
        case NPOW:
          if (occurs(x, v)) break
          return times(times(mkCoe(v), mkPow(u, apply(mkConst(NSUB), v, nat(1n)))), d(u))
        case RPOW: return times(t, d(mkMul(v, mkLog(u))))
      }
    }
    throw new KernelError('differentiate', 'the variable occurs where no rule of differentiation applies')
  }
  const derivative = mkAbs(x, d(instantiateBody(abs, x)))
  return { derivative, continuity: mkAbs(x, continuity.conjunction()), differentiability: mkAbs(x, differentiability.conjunction()) }
}

/** The range of the mean value rule: [base, limit) to the right, (limit, base] to the left; `undefined` is ±∞. */
export interface MeanValueRange { readonly base: Term; readonly limit: Term | undefined; readonly direction: 'right' | 'left' }

/**
 * The formulas of the rule: from `start` (f a ≥ 0), `continuity` and `derivative` (on the range, without a itself) follows `conclusion`.
 * Fields of `range` are read once.
 */
export function meanValueFormulas(f: Term, range: MeanValueRange): {
  readonly start: Term; readonly continuity: Term; readonly derivative: Term; readonly conclusion: Term
} {
  const abs = realFunction(f, 'meanValue')
  const { base, limit, direction } = range
  const a = checkTerm(base, 'meanValue')
  const b = limit === undefined ? undefined : checkTerm(limit, 'meanValue')
  if (direction !== 'right' && direction !== 'left') throw new KernelError('meanValue', 'the direction is right or left')
  const right = direction === 'right'
  const { derivative, continuity, differentiability } = differentiate(abs)
  const x = freshVar(abs.hint, abs, a, b ?? a)
  /** `p` for all x of the range, with or without the base point. */
  const on = (closed: boolean, p: Term): Term => {
    const atBase = closed ? mkLe : mkLt
    const atLimit = b === undefined ? [] : [right ? mkLt(x, b) : mkLt(b, x)]
    const guards = right ? [atBase(a, x), ...atLimit] : [...atLimit, atBase(x, a)]
    return mkForall(x, guards.reduceRight((q, guard) => mkImp(guard, q), p))
  }
  const slope = instantiateBody(derivative, x)
  const monotone = right ? mkLe(zero, slope) : mkLe(slope, zero)
  return {
    start: mkLe(zero, instantiateBody(abs, a)),
    continuity: on(true, instantiateBody(continuity, x)),
    derivative: on(false, mkAnd(instantiateBody(differentiability, x), monotone)),
    conclusion: on(true, mkLe(zero, instantiateBody(abs, x))),
  }
}
