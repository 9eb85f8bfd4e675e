// TRUSTED. The base axioms: the real field and its completeness, exp log √ made total, π, natural numbers, finite sums, pairs.
// Each is true in the standard model, where log and √ are 0 outside their domains; docs/foundations.md argues them one by one.
// Nothing here mentions probability. Anyone may use `base`; loading this file closes the list for good.
import { NAT, PROP, REAL, funType } from './type.js'
import { freeVars, mkApp, mkConst, mkVar, type Term } from './term.js'
import {
  A, B, EMPTY, FINITE, FST, ITE, MEM, NADD, PAIR, PI, PROD, SND, SUM, apply, mkAdd, mkAnd, mkCoe, mkEq, mkExists, mkExp, mkForall, mkImp,
  mkInsert, mkInv, mkLe, mkLog, mkLt, mkMonus, mkMul, mkNot, mkOr, mkSin, mkSqrt, mkSub, nat, real, x, y,
} from './signature.js'
import { axiom, sealBase, type Theorem } from './theorem.js'

const m = mkVar('m', NAT), n = mkVar('n', NAT), z = mkVar('z', REAL), c = mkVar('c', PROP), a = mkVar('a', A), b = mkVar('b', A)
const f = mkVar('f', funType(A, B)), g = mkVar('g', funType(A, B)), term = mkVar('f', funType(A, REAL))
const set = mkVar('S', funType(A, PROP)), reals = mkVar('S', funType(REAL, PROP)), property = mkVar('P', funType(NAT, PROP))
const second = mkVar('b', B), pair = apply(mkConst(PAIR, [A, B]), a, second), whole = mkVar('p', pair.type)
const fst = (p: Term): Term => mkApp(mkConst(FST, [A, B]), p), snd = (p: Term): Term => mkApp(mkConst(SND, [A, B]), p)
const ite = apply(mkConst(ITE, [A]), c, a, b)
const zero = real(0n), one = real(1n)
const successor = apply(mkConst(NADD), n, nat(1n))
const above = (u: Term): Term => mkForall(x, mkImp(mkApp(reals, x), mkLe(x, u)))
const empty = mkConst(EMPTY, [A]), finite = mkApp(mkConst(FINITE, [A]), set), fresh = mkNot(apply(mkConst(MEM, [A]), a, set))
const sum = (s: Term): Term => apply(mkConst(SUM, [A]), s, term), prod = (s: Term): Term => apply(mkConst(PROD, [A]), s, term)

/** Declares `∀ …, hypothesis₁ → … → conclusion`, closed over its free variables in order of occurrence. */
function state(name: string, topic: string, ...parts: readonly Term[]): Theorem {
  const body = parts.reduceRight((acc, p) => mkImp(p, acc))
  return axiom(name, 'base', freeVars(body).reduceRight<Term>((acc, w) => mkForall(w, acc), body), topic)
}

const order = 'real analysis: complete ordered field', exponential = 'real analysis: exponential and logarithm',
  root = 'real analysis: square root', circular = 'real analysis: sine and π', naturals = 'arithmetic: natural numbers in the reals',
  sums = 'arithmetic: finite sums and products', logic = 'higher-order logic'

/** The base axioms by name. Variables are quantified in order of first occurrence in the statement. */
export const base = Object.freeze({
  le_total: state('le_total', order, mkOr(mkLe(x, y), mkLt(y, x))),
  le_antisymm: state('le_antisymm', order, mkLe(x, y), mkLe(y, x), mkEq(x, y)),
  inv: state('inv', order, mkNot(mkEq(x, zero)), mkEq(mkMul(x, mkInv(x)), one)),
  archimedes: state('archimedes', order, mkExists(n, mkLe(x, mkCoe(n)))),
  completeness: state('completeness', order, mkExists(x, mkApp(reals, x)), mkExists(y, above(y)),
    mkExists(y, mkAnd(above(y), mkForall(z, mkImp(above(z), mkLe(y, z)))))),
  exp_add: state('exp_add', exponential, mkEq(mkExp(mkAdd(x, y)), mkMul(mkExp(x), mkExp(y)))),
  one_add_le_exp: state('one_add_le_exp', exponential, mkLe(mkAdd(one, x), mkExp(x))),
  exp_log: state('exp_log', exponential, mkLt(zero, x), mkEq(mkExp(mkLog(x)), x)),
  log_of_nonpos: state('log_of_nonpos', exponential, mkLe(x, zero), mkEq(mkLog(x), zero)),
  sqrt_nonneg: state('sqrt_nonneg', root, mkLe(zero, mkSqrt(x))),
  sqrt_sq: state('sqrt_sq', root, mkLe(zero, x), mkEq(mkMul(mkSqrt(x), mkSqrt(x)), x)),
  sqrt_of_neg: state('sqrt_of_neg', root, mkLe(x, zero), mkEq(mkSqrt(x), zero)),
  sin_pi: state('sin_pi', circular, mkEq(mkSin(mkConst(PI)), zero)),
  coe_nonneg: state('coe_nonneg', naturals, mkLe(zero, mkCoe(n))),
  coe_inj: state('coe_inj', naturals, mkEq(mkCoe(m), mkCoe(n)), mkEq(m, n)),
  nat_discrete: state('nat_discrete', naturals, mkLt(mkCoe(m), mkCoe(n)), mkLe(mkAdd(mkCoe(m), one), mkCoe(n))),
  nat_sub: state('nat_sub', naturals, mkLe(mkCoe(n), mkCoe(m)), mkEq(mkCoe(mkMonus(m, n)), mkSub(mkCoe(m), mkCoe(n)))),
  nat_sub_zero: state('nat_sub_zero', naturals, mkLe(mkCoe(m), mkCoe(n)), mkEq(mkMonus(m, n), nat(0n))),
  nat_induction: state('nat_induction', naturals, mkApp(property, nat(0n)),
    mkForall(n, mkImp(mkApp(property, n), mkApp(property, successor))), mkForall(n, mkApp(property, n))),
  sum_empty: state('sum_empty', sums, mkEq(sum(empty), zero)),
  sum_insert: state('sum_insert', sums, finite, fresh, mkEq(sum(mkInsert(a, set)), mkAdd(mkApp(term, a), sum(set)))),
  prod_empty: state('prod_empty', sums, mkEq(prod(empty), one)),
  prod_insert: state('prod_insert', sums, finite, fresh, mkEq(prod(mkInsert(a, set)), mkMul(mkApp(term, a), prod(set)))),
  ite_true: state('ite_true', logic, c, mkEq(ite, a)),
  ite_false: state('ite_false', logic, mkNot(c), mkEq(ite, b)),
  funext: state('funext', logic, mkForall(a, mkEq(mkApp(f, a), mkApp(g, a))), mkEq(f, g)),
  fst_pair: state('fst_pair', logic, mkEq(fst(pair), a)),
  snd_pair: state('snd_pair', logic, mkEq(snd(pair), second)),
  pair_eta: state('pair_eta', logic, mkEq(apply(mkConst(PAIR, [A, B]), fst(whole), snd(whole)), whole)),
})
sealBase()

/** The same axioms as a list, in order of declaration. */
export const baseAxioms: readonly Theorem[] = Object.freeze(Object.values(base))
