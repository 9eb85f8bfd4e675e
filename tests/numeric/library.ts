// TEST. The definitions of the probability library that sampling knows by name, as kernel constants, worded as in proofs/std.
import {
  ABS, FST, PROD, RANGE, SND, SUM, apply, arrows, mkAdd, mkAnd, mkEq, mkExists, mkExp, mkForall, mkImp, mkInv, mkIte, mkLe, mkMul,
  mkNeg, mkPow, mkSub, nat, real,
} from './signature.js'
import { mkAbs, mkApp, mkConst, mkVar, newDefinition, type Constant, type FVar, type Term } from '../../src/kernel/term.js'
import { NAT, PROP, REAL, funType, typeVar, type Type } from '../../src/kernel/type.js'

const O = typeVar('Ω')
const A = typeVar('A')
const RV = funType(O, REAL)
const lam = (vars: readonly FVar[], body: Term): Term => vars.reduceRight<Term>((acc, v) => mkAbs(v, acc), body)
const forall = (vars: readonly FVar[], body: Term): Term => vars.reduceRight<Term>((acc, v) => mkForall(v, acc), body)
const abs = (t: Term): Term => mkApp(mkConst(ABS), t)
const overRange = (op: Constant, n: Term, i: FVar, body: Term): Term =>
  apply(mkConst(op, [NAT]), apply(mkConst(RANGE), nat(1n), n), mkAbs(i, body))
const inRange = (i: Term, n: Term): Term => apply(mkConst(RANGE), nat(1n), n, i)

export const law = (type: Type): Type => funType(funType(type, REAL), REAL)

const w = mkVar('ω', O)
const X = mkVar('X', RV)
const Y = mkVar('Y', RV)
const a = mkVar('a', REAL)
const b = mkVar('b', REAL)
const E = mkVar('E', law(O))
const at = (f: Term): Term => mkApp(f, w)
const of = (body: Term): Term => mkApp(E, mkAbs(w, body))

/** ∃ B, ∀ ω, |X ω| ≤ B */
export const BOUNDED = newDefinition('bounded', [O], lam([X], mkExists(b, mkForall(w, mkLe(abs(at(X)), b)))))
const bounded = (f: Term, type: Type = O): Term => mkApp(mkConst(BOUNDED, [type]), f)

const linear = forall([X, Y, a, b], mkImp(bounded(X), mkImp(bounded(Y),
  mkEq(of(mkAdd(mkMul(a, at(X)), mkMul(b, at(Y)))), mkAdd(mkMul(a, mkApp(E, X)), mkMul(b, mkApp(E, Y)))))))
const monotone = forall([X, Y], mkImp(bounded(X), mkImp(bounded(Y),
  mkImp(mkForall(w, mkLe(at(X), at(Y))), mkLe(mkApp(E, X), mkApp(E, Y))))))
export const EXPECTATION = newDefinition('expectation', [O], lam([E], mkAnd(linear, mkAnd(monotone, mkEq(of(real(1n)), real(1n))))))

const event = mkVar('A', funType(O, PROP))
export const PROB = newDefinition('prob', [O], lam([E, event], of(mkIte(at(event), real(1n), real(0n)))))

const n = mkVar('n', NAT)
const i = mkVar('i', NAT)
const draw = mkVar('X', arrows(NAT, O, A))
const phis = mkVar('φ', arrows(NAT, A, REAL))
const phi = mkVar('φ', funType(A, REAL))
const drawn = apply(draw, i, w)
export const INDEP = newDefinition('indep', [O, A], lam([E, n, draw], mkForall(phis, mkImp(
  mkForall(i, mkImp(inRange(i, n), bounded(mkApp(phis, i), A))),
  mkEq(of(overRange(PROD, n, i, apply(phis, i, drawn))), overRange(PROD, n, i, of(apply(phis, i, drawn))))))))
export const IDENTICAL = newDefinition('identical', [O, A], lam([E, n, draw], mkForall(phi, mkImp(bounded(phi, A), mkForall(i, mkImp(
  inRange(i, n), mkEq(of(mkApp(phi, drawn)), of(mkApp(phi, apply(draw, nat(1n), w))))))))))
export const IID = newDefinition('iid', [O, A], lam([E, n, draw], mkAnd(
  apply(mkConst(INDEP, [O, A]), E, n, draw), apply(mkConst(IDENTICAL, [O, A]), E, n, draw))))

const dist = mkVar('dist', arrows(A, A, REAL))
const L = mkVar('L', REAL)
const f = mkVar('f', funType(A, REAL))
const u = mkVar('u', A)
const v = mkVar('v', A)
const t = mkVar('t', REAL)
/** 0 ≤ L ∧ ∀ u v, |f u - f v| ≤ L * dist u v */
export const LIPSCHITZ = newDefinition('lipschitz', [A], lam([dist, L, f], mkAnd(mkLe(real(0n), L),
  forall([u, v], mkLe(abs(mkSub(mkApp(f, u), mkApp(f, v))), mkMul(L, apply(dist, u, v)))))))

const c = mkVar('c', REAL)
const d = mkVar('d', REAL)
const M = mkVar('M', law(A))
const deviation = mkAbs(u, mkLe(t, abs(mkSub(mkApp(f, u), mkApp(M, f)))))
const exponent = mkNeg(mkMul(mkMul(d, mkPow(t, nat(2n))), mkInv(mkMul(mkMul(real(2n), c), mkPow(L, nat(2n))))))
/** For every bounded L-Lipschitz f and t ≥ 0: M[|f - M f| ≥ t] ≤ 2 exp(-d t² / (2 c L²)). */
export const ISOPERIMETRIC = newDefinition('isoperimetric', [A], lam([dist, c, d, M], forall([f, L, t], mkImp(mkAnd(mkLe(real(0n), t),
  apply(mkConst(LIPSCHITZ, [A]), dist, L, f)), mkImp(bounded(f, A),
  mkLe(apply(mkConst(PROB, [A]), M, deviation), mkMul(real(2n), mkExp(exponent))))))))

export const on = (constant: Constant, types: readonly Type[], ...args: readonly Term[]): Term => apply(mkConst(constant, types), ...args)
export const first = (p: Term, l: Type, r: Type): Term => mkApp(mkConst(FST, [l, r]), p)
export const second = (p: Term, l: Type, r: Type): Term => mkApp(mkConst(SND, [l, r]), p)
export const sumRange = (count: Term, j: FVar, body: Term): Term => overRange(SUM, count, j, body)
