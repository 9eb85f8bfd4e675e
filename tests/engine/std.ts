// A small library for engine tests: the constants bounded, expectation, prob and lemmas about them and about sums, entered as axioms.
// Their proofs are in proofs/std; here only the engine's use of them is tested.
import { NAT, PROP, REAL, funType, typeVar, type Type } from '../../src/kernel/type.js'
import { freeVars, mkAbs, mkApp, mkConst, mkVar, type Constant, type FVar, type Term } from '../../src/kernel/term.js'
import {
  ABS, ADD, CARD, DIV, EXP, FINITE, MAX, MEM, MIN, MUL, NEG, NPOW, PROD, RANGE, SQRT, SUB, SUBSET, SUM, apply, arrows, mkAnd, mkCoe, mkEq,
  mkExists, mkForall, mkImp, mkIte, mkLe, mkLt, mkMul, nat, real,
} from '../../src/kernel/signature.js'
import { axiom, define, type Theorem } from '../../src/kernel/theorem.js'
import type { Library } from '../../src/engine/types.js'

const Ω = typeVar('Ω')
const I = typeVar('I')
const Z = typeVar('Z')
export const RV = funType(Ω, REAL)
const LAW = funType(RV, REAL)
const event = funType(Ω, PROP)

const ω = mkVar('ω', Ω)
const i = mkVar('i', I)
const X = mkVar('X', RV)
const Y = mkVar('Y', RV)
const E = mkVar('E', LAW)
const A = mkVar('A', event)
const B = mkVar('B', event)
const S = mkVar('S', funType(I, PROP))
const T = mkVar('T', funType(I, PROP))
const f = mkVar('f', funType(I, REAL))
const g = mkVar('g', funType(I, REAL))
const family = mkVar('F', arrows(I, Ω, REAL))
const [a, b, c] = [mkVar('a', REAL), mkVar('b', REAL), mkVar('c', REAL)]
const [m, n, k] = [mkVar('m', NAT), mkVar('n', NAT), mkVar('k', NAT)]

export const lam = (v: FVar, body: Term): Term => mkAbs(v, body)
export const all = (v: FVar, p: Term): Term => mkForall(v, p)
const absolute = (t: Term): Term => mkApp(mkConst(ABS), t)
const at = (h: Term): Term => mkApp(h, ω)

const boundedBody = mkAbs(X, mkExists(b, all(ω, mkLe(absolute(at(X)), b))))
export const BOUNDED = define('bounded', [Ω], boundedBody)
export const bounded = (x: Term): Term => mkApp(mkConst(BOUNDED, [x.type.args[0] as Type]), x)
/** Stands for the real definition; only its name matters here. */
export const EXPECTATION = define('expectation', [Ω], mkAbs(E, mkEq(mkApp(E, lam(ω, real(1n))), real(1n))))
export const expectation = (e: Term): Term => mkApp(mkConst(EXPECTATION, [((e.type.args[0] as Type).args[0]) as Type]), e)
export const PROB = define('prob', [Ω], mkAbs(E, mkAbs(A, mkApp(E, lam(ω, mkIte(at(A), real(1n), real(0n)))))))
export const prob = (e: Term, p: Term): Term => apply(mkConst(PROB, [p.type.args[0] as Type]), e, p)
export const sum = (set: Term, h: Term): Term => apply(mkConst(SUM, [set.type.args[0] as Type]), set, h)
export const prod = (set: Term, h: Term): Term => apply(mkConst(PROD, [set.type.args[0] as Type]), set, h)
export const card = (set: Term): Term => apply(mkConst(CARD, [set.type.args[0] as Type]), set)
export const finite = (set: Term): Term => apply(mkConst(FINITE, [set.type.args[0] as Type]), set)
export const mem = (x: Term, set: Term): Term => apply(mkConst(MEM, [x.type]), x, set)
export const range = (low: Term, high: Term): Term => apply(mkConst(RANGE), low, high)
const subset = (u: Term, v: Term): Term => apply(mkConst(SUBSET, [u.type.args[0] as Type]), u, v)
const on = (set: Term, p: Term): Term => all(i, mkImp(mem(i, set), p))

const lemmas = new Map<string, Theorem>()
function state(name: string, vars: readonly FVar[], ...parts: readonly Term[]): void {
  const body = parts.reduceRight((acc, p) => mkImp(p, acc))
  const extra = freeVars(body).filter((v) => !vars.includes(v))
  if (extra.length > 0) throw new Error(`${name}: ${extra.map((v) => v.name).join(' ')} not quantified`)
  lemmas.set(name, axiom(name, 'cited', vars.reduceRight<Term>((acc, v) => mkForall(v, acc), body), 'proofs/std'))
}

const F = finite(S)
const fi = mkApp(f, i)
const gi = mkApp(g, i)
state('sum_nonneg', [S, f], F, on(S, mkLe(real(0n), fi)), mkLe(real(0n), sum(S, f)))
const e0 = mkVar('e', I)
state('sum_pos', [S, f, e0], F, mem(e0, S), on(S, mkLt(real(0n), fi)), mkLt(real(0n), sum(S, f)))
state('sum_le_sum', [S, f, g], F, on(S, mkLe(fi, gi)), mkLe(sum(S, f), sum(S, g)))
state('sum_subset_le', [S, T, f], finite(T), subset(S, T), on(T, mkLe(real(0n), fi)), mkLe(sum(S, f), sum(T, f)))
state('sum_const', [S, c], F, mkEq(sum(S, lam(i, c)), mkMul(card(S), c)))
const j = mkVar('i', NAT)
state('sum_range_const', [n, c], mkEq(sum(range(nat(1n), n), lam(j, c)), mkMul(mkCoe(n), c)))
state('prod_nonneg', [S, f], F, on(S, mkLe(real(0n), fi)), mkLe(real(0n), prod(S, f)))
state('prod_pos', [S, f], F, on(S, mkLt(real(0n), fi)), mkLt(real(0n), prod(S, f)))
state('prod_le_prod', [S, f, g], F, on(S, mkAnd(mkLe(real(0n), fi), mkLe(fi, gi))), mkLe(prod(S, f), prod(S, g)))
state('card_nonneg', [S], F, mkLe(real(0n), card(S)))
state('card_subset', [S, T], finite(T), subset(S, T), mkLe(card(S), card(T)))
state('finite_range', [m, n], finite(range(m, n)))
const φ = mkVar('φ', funType(I, PROP))
state('finite_filter', [S, φ], F, finite(lam(i, mkAnd(mem(i, S), mkApp(φ, i)))))

const X1 = at(X)
const Y1 = at(Y)
const bX = bounded(X)
const bY = bounded(Y)
const two = (op: Constant): Term => bounded(lam(ω, apply(mkConst(op), X1, Y1)))
const one = (op: Constant): Term => bounded(lam(ω, apply(mkConst(op), X1)))
state('bounded_const', [c], bounded(lam(ω, c)))
for (const [name, op] of [['add', ADD], ['sub', SUB], ['mul', MUL], ['max', MAX], ['min', MIN]] as const) state(`bounded_${name}`, [X, Y],
  bX, bY, two(op))
for (const [name, op] of [['neg', NEG], ['abs', ABS], ['exp', EXP], ['sqrt', SQRT]] as const) state(`bounded_${name}`, [X], bX, one(op))
state('bounded_div', [X, c], bX, bounded(lam(ω, apply(mkConst(DIV), X1, c))))
state('bounded_pow', [X, k], bX, bounded(lam(ω, apply(mkConst(NPOW), X1, k))))
state('bounded_if', [A, X, Y], bX, bY, bounded(lam(ω, mkIte(at(A), X1, Y1))))
state('bounded_indicator', [A], bounded(lam(ω, mkIte(at(A), real(1n), real(0n)))))
const atBoth = apply(family, i, ω)
const each = on(S, bounded(mkApp(family, i)))
state('bounded_sum', [S, family], F, each, bounded(lam(ω, sum(S, lam(i, atBoth)))))
state('bounded_prod', [S, family], F, each, bounded(lam(ω, prod(S, lam(i, atBoth)))))
const phi = mkVar('φ', funType(Z, REAL))
const W = mkVar('X', funType(Ω, Z))
state('bounded_comp', [phi, W], bounded(phi), bounded(lam(ω, mkApp(phi, mkApp(W, ω)))))
state('bounded_of_abs_le', [X, b], all(ω, mkLe(absolute(X1), b)), bX)
state('bounded_of_range', [X, a, b], all(ω, mkAnd(mkLe(a, X1), mkLe(X1, b))), bX)

const law = expectation(E)
const EX = mkApp(E, X)
state('expect_mono', [E, X, Y], law, bX, bY, all(ω, mkLe(X1, Y1)), mkLe(EX, mkApp(E, Y)))
state('expect_nonneg', [E, X], law, bX, all(ω, mkLe(real(0n), X1)), mkLe(real(0n), EX))
state('expect_le_const', [E, X, c], law, bX, all(ω, mkLe(X1, c)), mkLe(EX, c))
state('const_le_expect', [E, X, c], law, bX, all(ω, mkLe(c, X1)), mkLe(c, EX))
state('prob_nonneg', [E, A], law, mkLe(real(0n), prob(E, A)))
state('prob_le_one', [E, A], law, mkLe(prob(E, A), real(1n)))
state('prob_mono', [E, A, B], law, all(ω, mkImp(at(A), at(B))), mkLe(prob(E, A), prob(E, B)))

const constants = new Map<string, Constant>([['bounded', BOUNDED], ['expectation', EXPECTATION], ['prob', PROB]])
export const std: Library = { lemma: (name) => lemmas.get(name), constant: (name) => constants.get(name) }
