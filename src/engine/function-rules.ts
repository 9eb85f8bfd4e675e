// UNTRUSTED. Identities of exp, log, √ and |·| as closed theorems, proved from the base axioms on first use: the rewrite rules of algebra.
import { NAT, REAL } from '../kernel/type.js'
import { mkAbs, mkConst, mkVar, type Term } from '../kernel/term.js'
import {
  ABS, INV, LOG, NADD, NPOW, apply, mkAdd, mkCoe, mkDiv, mkEq, mkExp, mkInv, mkLe, mkLog, mkLt, mkMul, mkNeg, mkNot, mkPow, mkSqrt, nat,
  real, x, y,
} from '../kernel/signature.js'
import { assume, generalise, intro, mp, refl, specialise, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { rational } from '../arith/rational.js'
import { absAbove, absBelow, absLeast } from './atoms.js'
import { combination } from './combination.js'
import { RuleTable, byProducts, derive, use } from './derived.js'
import { expPos, expZero, logExp } from './elementary-rules.js'
import { congArg, congArgs, specialiseAll } from './logic.js'
import { antisymmetry, leOrLt } from './order.js'
import { byCases } from './logic.js'
import { byInduction, invRule, nonzeroRule } from './positivity-rules.js'
import { ring } from './rules.js'

const table = new RuleTable()
const zero = real(0n)
const one = real(1n)
const minus = mkNeg(one)
const half = mkDiv(one, real(2n))
const TWO = rational(2n)
const n = mkVar('n', NAT)
const s = mkVar('s', REAL)
const at = (h: readonly Theorem[], i: number): Theorem => h[i] as Theorem
const positive = (t: Term): Term => mkLt(zero, t)
const nonneg = (t: Term): Term => mkLe(zero, t)
const expLog = (h: Theorem, t: Term): Theorem => mp(specialise(base.exp_log, t), h)
const inverse = (h: Theorem, t: Term): Theorem => mp(specialise(base.inv, t), h)
const expAdd = (a: Term, b: Term): Theorem => specialiseAll(base.exp_add, [a, b])
const weaken = (h: Theorem, t: Term): Theorem => byProducts(nonneg(t), [h], [{ facts: [0] }, { facts: [1] }])

// ── exp ──

/** `∀ x, inv (exp x) = exp (-x)` */
export const expInv = (): Theorem => table.get('inv exp', () => {
  const [e, v, f] = [mkExp(x), mkInv(mkExp(x)), mkExp(mkNeg(x))]
  const ne = use(nonzeroRule('>'), [e], [specialise(expPos(), x)])
  return generalise(x, combination(v, f, [
    { equation: inverse(ne, e), cofactor: f }, { equation: expAdd(x, mkNeg(x)), cofactor: v }, { equation: expZero(), cofactor: mkNeg(v) },
  ]))
})

/** `∀ x n, (exp x) ^ n = exp (n * x)` */
export const expPow = (): Theorem => table.get('exp pow', () => {
  const e = mkExp(x)
  const statement = (k: Term): Term => mkEq(mkPow(e, k), mkExp(mkMul(mkCoe(k), x)))
  const start = combination(mkPow(e, nat(0n)), mkExp(mkMul(mkCoe(nat(0n)), x)), [{ equation: expZero(), cofactor: minus }])
  const next = apply(mkConst(NADD), n, nat(1n))
  const before = assume(statement(n))
  const step = combination(mkPow(e, next), mkExp(mkMul(mkCoe(next), x)), [
    { equation: before, cofactor: e }, { equation: expAdd(mkMul(mkCoe(n), x), x), cofactor: minus },
  ])
  return generalise(x, byInduction(mkAbs(n, statement(n)), start, generalise(n, intro(before.concl, step))))
})

// ── log ──

/** `log t = u` from `exp u = t`. */
const logOf = (th: Theorem, u: Term): Theorem => trans(congArg(mkConst(LOG), sym(th)), specialise(logExp(), u))

/** `0 < x → 0 < y → log (x * y) = log x + log y` */
export const logMul = (): Theorem => table.get('log mul', () => derive([x, y], [positive(x), positive(y)], (h) => {
  const [a, b] = [mkLog(x), mkLog(y)]
  const sum = mkAdd(a, b)
  return logOf(combination(mkExp(sum), mkMul(x, y), [
    { equation: expAdd(a, b), cofactor: one }, { equation: expLog(at(h, 0), x), cofactor: mkExp(b) },
      { equation: expLog(at(h, 1), y), cofactor: x },
  ]), sum)
}))

/** `0 < x → log (inv x) = -log x` */
export const logInv = (): Theorem => table.get('log inv', () => derive([x], [positive(x)], (h) =>
  logOf(trans(sym(specialise(expInv(), mkLog(x))), congArg(mkConst(INV), expLog(at(h, 0), x))), mkNeg(mkLog(x)))))

/** `0 < x → log (x ^ n) = n * log x` */
export const logPow = (): Theorem => table.get('log pow', () => derive([x, n], [positive(x)], (h) => logOf(
  trans(sym(specialiseAll(expPow(), [mkLog(x), n])), congArgs(mkConst(NPOW), [expLog(at(h, 0), x), refl(n)])), mkMul(mkCoe(n), mkLog(x)))))

/** `0 < x → log √x = 1/2 * log x` */
export const logSqrt = (): Theorem => table.get('log sqrt', () => derive([x], [positive(x)], (h) => {
  const r = mkSqrt(x)
  const r0 = byProducts(positive(r), [at(h, 0), specialise(base.sqrt_nonneg, x), mp(specialise(base.sqrt_sq, x), weaken(at(h, 0), x))],
    [{ facts: [0] }, { facts: [1, 3] }], [[2, one]])
  const whole = congArg(mkConst(LOG), mp(specialise(base.sqrt_sq, x), weaken(at(h, 0), x)))
  const split = use(logMul(), [r, r], [r0, r0])
  return combination(mkLog(r), mkMul(half, mkLog(x)), [{ equation: split, cofactor: mkNeg(half) }, { equation: whole, cofactor: half }])
}))

// ── √ ──

const rootSquare = (h: Theorem, t: Term): Theorem => mp(specialise(base.sqrt_sq, t), h)

/** `0 ≤ s → s * s = x → √x = s` */
export const sqrtUnique = (): Theorem => table.get('sqrt unique', () => derive([x, s], [nonneg(s), mkEq(mkMul(s, s), x)], (h) => {
  const r = mkSqrt(x)
  const up = byProducts(nonneg(x), [at(h, 1)], [{ squares: [s] }, { facts: [1] }], [[0, minus]])
  const facts = [...h, rootSquare(up, x), specialise(base.sqrt_nonneg, x)]
  const below = byProducts(mkLe(r, s), facts, [{ facts: [4, 4] }, { facts: [4, 0], coefficient: TWO }], [[1, one], [2, minus]])
  const above = byProducts(mkLe(s, r), facts, [{ facts: [4, 4] }, { facts: [4, 3], coefficient: TWO }], [[1, minus], [2, one]])
  return antisymmetry(below, above)
}))

/** `√t = u` from `0 ≤ u` and `u * u = t`. */
export function sqrtIs(t: Term, u: Term, up: Theorem, square: Theorem): Theorem {
  return use(sqrtUnique(), [t, u], [up, square])
}

const productNonneg = (a: Term, b: Term, facts: readonly Theorem[]): Theorem =>
  byProducts(nonneg(mkMul(a, b)), facts, [{ facts: [0, 1] }, { facts: [2] }])

/** `0 ≤ x → 0 ≤ y → √(x * y) = √x * √y` */
export const sqrtMul = (): Theorem => table.get('sqrt mul', () => derive([x, y], [nonneg(x), nonneg(y)], (h) => {
  const [a, b] = [mkSqrt(x), mkSqrt(y)]
  const u = mkMul(a, b)
  const up = productNonneg(a, b, [specialise(base.sqrt_nonneg, x), specialise(base.sqrt_nonneg, y)])
  return sqrtIs(mkMul(x, y), u, up, combination(mkMul(u, u), mkMul(x, y), [
    { equation: rootSquare(at(h, 0), x), cofactor: mkMul(b, b) }, { equation: rootSquare(at(h, 1), y), cofactor: x },
  ]))
}))

/** `0 ≤ x → √(inv x) = inv √x` */
export const sqrtInv = (): Theorem => table.get('sqrt inv', () => derive([x], [nonneg(x)], (h) => {
  const r = mkSqrt(x)
  const u = mkInv(r)
  const square = trans(ring(mkMul(u, u), mkInv(mkMul(r, r))), congArg(mkConst(INV), rootSquare(at(h, 0), x)))
  return sqrtIs(mkInv(x), u, use(invRule('≥'), [r], [specialise(base.sqrt_nonneg, x)]), square)
}))

// ── |·| ──

/** `0 ≤ x → |x| = x` */
export const absOfNonneg = (): Theorem => table.get('abs nonneg', () => derive([x], [nonneg(x)], (h) => {
  const below = byProducts(mkLe(mkNeg(x), x), h, [{ facts: [0], coefficient: TWO }, { facts: [1] }])
  const reflexive = byProducts(mkLe(x, x), [], [{ facts: [0] }])
  return antisymmetry(use(absLeast(false), [x, x], [reflexive, below]), specialise(absAbove(), x))
}))

/** `x ≤ 0 → |x| = -x` */
export const absOfNonpos = (): Theorem => table.get('abs nonpos', () => derive([x], [mkLe(x, zero)], (h) => {
  const below = byProducts(mkLe(x, mkNeg(x)), h, [{ facts: [0], coefficient: TWO }, { facts: [1] }])
  const reflexive = byProducts(mkLe(mkNeg(x), mkNeg(x)), [], [{ facts: [0] }])
  return antisymmetry(use(absLeast(false), [x, mkNeg(x)], [below, reflexive]), specialise(absBelow(), x))
}))

const abs = (t: Term): Term => apply(mkConst(ABS), t)

/** `∀ x, 0 ≤ |x|` */
export const absNonnegative = (): Theorem => table.get('abs ≥ 0', () => generalise(x, byProducts(nonneg(abs(x)),
  [specialise(absAbove(), x), specialise(absBelow(), x)], [{ facts: [0] }, { facts: [1] }, { facts: [2], coefficient: TWO }])))

/** `∀ x, |x| * |x| = x * x` */
export const absSquare = (): Theorem => table.get('abs square', () => {
  const square = (value: Theorem, v: Term): Theorem => combination(mkMul(abs(x), abs(x)), mkMul(x, x),
    [{ equation: value, cofactor: mkAdd(abs(x), v) }])
  return generalise(x, byCases(leOrLt(x, zero), (h) => square(use(absOfNonpos(), [x], [h]), mkNeg(x)),
    (h) => square(use(absOfNonneg(), [x], [weaken(h, x)]), x)))
})

/** `∀ x, √(x * x) = |x|` */
export const sqrtSquare = (): Theorem => table.get('sqrt square', () =>
  generalise(x, sqrtIs(mkMul(x, x), abs(x), specialise(absNonnegative(), x), specialise(absSquare(), x))))

/** `∀ x y, |x * y| = |x| * |y|` */
export const absMul = (): Theorem => table.get('abs mul', () => {
  const [u, p] = [mkMul(abs(x), abs(y)), mkMul(x, y)]
  const up = productNonneg(abs(x), abs(y), [specialise(absNonnegative(), x), specialise(absNonnegative(), y)])
  const square = combination(mkMul(u, u), mkMul(p, p), [
    { equation: specialise(absSquare(), x), cofactor: mkMul(abs(y), abs(y)) },
      { equation: specialise(absSquare(), y), cofactor: mkMul(x, x) },
  ])
  return generalise(x, generalise(y, trans(sym(specialise(sqrtSquare(), p)), sqrtIs(mkMul(p, p), u, up, square))))
})

// ── inverses of powers, products ──

/** `x ≠ 0 → x * inv x = 1` */
export const cancel = (h: Theorem, t: Term): Theorem => inverse(h, t)

/** `(t ^ k) * (inv t ^ k) = 1` from `t ≠ 0`. */
export function cancelPower(h: Theorem, t: Term, k: Term): Theorem {
  const eq = congArgs(mkConst(NPOW), [inverse(h, t), refl(k)])
  const left = mkMul(mkPow(t, k), mkPow(mkInv(t), k))
  return trans(trans(ring(left, mkPow(mkMul(t, mkInv(t)), k)), eq), ring(mkPow(one, k), one))
}

export const nonzeroFormula = (t: Term): Term => mkNot(mkEq(t, zero))
