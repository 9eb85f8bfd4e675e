// TRUSTED. Symbolic derivatives of real functions, the conditions under which they are right, and the mean value rule's premises.
// Pure: no theorem is made here. At a point where `continuity` holds f is continuous, and where `differentiability` holds it has
// the stated derivative, for the total functions of the logic as they are; docs/foundations.md goes through the cases.
import { KernelError, REAL } from './type.js'
import { checkTerm, instantiateBody, mkAbs, mkConst, mkVar, occurs, type Abs, type FVar, type Term } from './term.js'
import {
  ABS, ADD, ATAN, COS, COSH, DIV, ERF, EXP, INV, LOG, MAX, MIN, MUL, NEG, NPOW, PI, RPOW, SIN, SINH, SQRT, SUB, TAN, TANH, TRUE, mkAbsolute,
  mkAdd, mkAnd, mkCoe, mkCos, mkCosh, mkDiv, mkEq, mkExp, mkForall, mkImp, mkLe, mkLog, mkLt, mkMonus, mkMul, mkNeg, mkNot, mkPow, mkSin,
  mkSinh, mkSqrt, mkSub, nat, operation, real,
} from './signature.js'

const zero = real(0n), one = real(1n)
const plus = (a: Term, b: Term): Term => a === zero ? b : b === zero ? a : mkAdd(a, b)
const minus = (a: Term, b: Term): Term => b === zero ? a : a === zero ? mkNeg(b) : mkSub(a, b)
const times = (a: Term, b: Term): Term => a === zero || b === zero ? zero : a === one ? b : b === one ? a : mkMul(a, b)
const over = (a: Term, b: Term): Term => a === zero ? zero : mkDiv(a, b)
const square = (a: Term): Term => mkPow(a, nat(2n))

function conjunction(...sets: readonly ReadonlySet<Term>[]): Term {
  let all: Term | undefined
  for (let i = 0; i < sets.length; i++) sets[i]?.forEach((p) => { all = all === undefined ? p : mkAnd(all, p) })
  return all ?? mkConst(TRUE)
}
/** A real variable that occurs in none of the terms. */
function freshVar(hint: string, terms: readonly Term[]): FVar {
  const v = mkVar(hint, REAL)
  for (let i = 0; i < terms.length; i++) if (occurs(v, terms[i] as Term)) return freshVar(`${hint}'`, terms)
  return v
}
function realFunction(f: Term, rule: string): Abs {
  const abs = checkTerm(f, rule)
  if (abs.kind !== 'abs' || abs.domain !== REAL || abs.body.type !== REAL) throw new KernelError(rule, 'expected λx. t from ℝ to ℝ')
  return abs
}
/** A derivative and its conditions, all abstractions over the same real variable. */
export interface Derivative { readonly derivative: Abs; readonly continuity: Abs; readonly differentiability: Abs }

/**
 * Derivative of `λx. t` for t built from + - * / ^ exp log √ |·| min max rpow sin cos tan atan sinh cosh tanh erf and terms free of x;
 * an x anywhere else is refused.
 * Both conditions are conjunctions, `True` when empty; differentiability implies continuity.
 */
export function differentiate(f: Term): Derivative {
  const abs = realFunction(f, 'differentiate')
  const x = freshVar(abs.hint, [abs])
  const always = new Set<Term>()
  const forDerivative = new Set<Term>()
  const memo = new Map<Term, Term>([[x, one]])
  const d = (t: Term): Term => {
    const made = memo.get(t) ?? (occurs(x, t) ? step(t) : zero)
    memo.set(t, made)
    return made
  }
  const step = (t: Term): Term => {
    const { head, u, v } = operation(t)
    switch (head) {
      case NEG: return minus(zero, d(u))
      case ADD: return plus(d(u), d(v))
      case SUB: return minus(d(u), d(v))
      case MUL: return plus(times(d(u), v), times(u, d(v)))
      case EXP: return times(t, d(u))
      case SIN: return times(mkCos(u), d(u))
      case COS: return minus(zero, times(mkSin(u), d(u)))
      case ATAN: return over(d(u), mkAdd(one, square(u)))
      case SINH: return times(mkCosh(u), d(u))
      case COSH: return times(mkSinh(u), d(u))
      case TANH: return over(d(u), square(mkCosh(u)))
      case ERF: return times(mkMul(mkDiv(real(2n), mkSqrt(mkConst(PI))), mkExp(mkNeg(square(u)))), d(u))
      case TAN:
        always.add(mkNot(mkEq(mkCos(u), zero)))
        return over(d(u), square(mkCos(u)))
      case INV:
        always.add(mkNot(mkEq(u, zero)))
        return minus(zero, over(d(u), square(u)))
      case DIV:
        if (!occurs(x, v)) return over(d(u), v)
        always.add(mkNot(mkEq(v, zero)))
        return over(minus(times(d(u), v), times(u, d(v))), square(v))
      case LOG:
        always.add(mkLt(zero, u))
        return over(d(u), u)
      case SQRT:
        forDerivative.add(mkLt(zero, u))
        return over(d(u), mkMul(real(2n), t))
      case ABS:
        forDerivative.add(mkNot(mkEq(u, zero)))
        return times(mkDiv(u, t), d(u))
      case MIN: case MAX: {
        // max u v = (u + v + |u - v|)/2 and min u v = (u + v - |u - v|)/2: continuous, and smooth where u ≠ v.
        const gap = mkSub(u, v), slope = times(mkDiv(gap, mkAbsolute(gap)), minus(d(u), d(v)))
        forDerivative.add(mkNot(mkEq(gap, zero)))
        return over((head === MAX ? plus : minus)(plus(d(u), d(v)), slope), real(2n))
      }
      case RPOW: return times(t, d(mkMul(v, mkLog(u))))
    }
    if (head === NPOW && !occurs(x, v)) return times(times(mkCoe(v), mkPow(u, mkMonus(v, nat(1n)))), d(u))
    throw new KernelError('differentiate', 'the variable occurs where no rule of differentiation applies')
  }
  const derivative = mkAbs(x, d(instantiateBody(abs, x)))
  return { derivative, continuity: mkAbs(x, conjunction(always)), differentiability: mkAbs(x, conjunction(always, forDerivative)) }
}

/** The range of the mean value rule: [base, limit) to the right, (limit, base] to the left; no limit is ±∞. */
export interface MeanValueRange { readonly base: Term; readonly limit: Term | undefined; readonly direction: 'right' | 'left' }
export type MeanValueFormulas = Readonly<Record<'start' | 'continuity' | 'derivative' | 'conclusion', Term>>

/** From `start` (f a ≥ 0), `continuity` on the range and `derivative` on the range without a follows `conclusion`. */
export function meanValueFormulas(f: Term, range: MeanValueRange): MeanValueFormulas {
  const abs = realFunction(f, 'meanValue')
  const { base: a, limit: b, direction } = range
  if (direction !== 'right' && direction !== 'left') throw new KernelError('meanValue', 'the direction is right or left')
  const right = direction === 'right'
  const { derivative, continuity, differentiability } = differentiate(abs)
  const x = freshVar(abs.hint, [abs, checkTerm(a, 'meanValue'), checkTerm(b ?? a, 'meanValue')])
  const slope = instantiateBody(derivative, x)
  /** `p` for all x of the range, with or without the base point. */
  const on = (compare: typeof mkLe, p: Term): Term => {
    const limited = b === undefined ? p : mkImp(right ? mkLt(x, b) : mkLt(b, x), p)
    if (right) return mkForall(x, mkImp(compare(a, x), limited))
    const based = mkImp(compare(x, a), p)
    return mkForall(x, b === undefined ? based : mkImp(mkLt(b, x), based))
  }
  return {
    start: mkLe(zero, instantiateBody(abs, a)),
    continuity: on(mkLe, instantiateBody(continuity, x)),
    derivative: on(mkLt, mkAnd(instantiateBody(differentiability, x), right ? mkLe(zero, slope) : mkLe(slope, zero))),
    conclusion: on(mkLe, mkLe(zero, instantiateBody(abs, x))),
  }
}
