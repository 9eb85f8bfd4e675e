// TEST. The primitive rules of higher-order logic, one test each: what the rule proves, and how one might cheat with it.
import test from 'ava'
import { NAT, REAL, typeVar, type Type } from '../../src/kernel/type.js'
import { mkAbs, mkApp, mkConst, mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import {
  EXISTS, FORALL, NOT, falsity, mkAdd, mkAnd, mkEq, mkExists, mkForall, mkImp, mkLe, mkLt, mkNot, mkOr, real,
} from '../../src/kernel/signature.js'
import {
  alpha, andIntro, andLeft, andRight, assume, beta, congAbs, congApp, eqMp, excludedMiddle, exFalso, existsElim, existsIntro, generalise,
  iffIntro, instantiate, intro, mp, orElim, orLeft, orRight, refl, specialise, sym, trans, unfold, type Theorem,
} from '../../src/kernel/theorem.js'
import { n, p, proves, q, r, refuses, x, y, z } from './helpers.js'

const zero = real(0n)
const positive = (t: Term): Term => mkLt(zero, t)

test('assume', (t) => {
  proves(t, assume(p), [p], p)
  refuses(t, 'formula', 'type Prop', () => assume(x))
  refuses(t, 'formula', 'expected a kernel term', () => assume({ ...p }))
})

test('intro discharges the formula up to bound names, and nothing else', (t) => {
  proves(t, intro(p, assume(p)), [], mkImp(p, p))
  proves(t, intro(q, assume(p)), [p], mkImp(q, p))
  const w = mkVar('w', REAL)
  const all = mkForall(x, positive(x))
  proves(t, intro(mkForall(w, positive(w)), assume(all)), [], mkImp(all, all))
  refuses(t, 'formula', 'type Prop', () => intro(x, assume(p)))
})

test('mp keeps the hypotheses of both premises', (t) => {
  proves(t, mp(assume(mkImp(p, q)), assume(p)), [p, mkImp(p, q)], q)
  refuses(t, 'mp', 'do not match', () => mp(assume(mkImp(p, q)), assume(q)))
  refuses(t, 'mp', '_ → _', () => mp(assume(mkAnd(p, q)), assume(p)))
  refuses(t, 'mp', '_ → _', () => mp(assume(p), assume(p)))
})

test('conjunction', (t) => {
  proves(t, andIntro(assume(p), assume(q)), [p, q], mkAnd(p, q))
  proves(t, andLeft(assume(mkAnd(p, q))), [mkAnd(p, q)], p)
  proves(t, andRight(assume(mkAnd(p, q))), [mkAnd(p, q)], q)
  refuses(t, 'andLeft', '_ ∧ _', () => andLeft(assume(mkOr(p, q))))
  refuses(t, 'andRight', '_ ∧ _', () => andRight(assume(mkImp(p, q))))
})

test('disjunction', (t) => {
  proves(t, orLeft(assume(p), q), [p], mkOr(p, q))
  proves(t, orRight(p, assume(q)), [q], mkOr(p, q))
  proves(t, orElim(assume(mkOr(p, p)), assume(p), assume(p)), [mkOr(p, p)], p)
  // Each branch may use its own case only.
  proves(t, orElim(assume(mkOr(p, q)), orLeft(assume(q), p), orLeft(assume(q), p)), [mkOr(p, q), q], mkOr(q, p))
  refuses(t, 'orElim', 'do not match', () => orElim(assume(mkOr(p, q)), assume(p), assume(q)))
  refuses(t, 'orElim', '_ ∨ _', () => orElim(assume(mkAnd(p, q)), assume(p), assume(p)))
  refuses(t, 'formula', 'type Prop', () => orLeft(assume(p), x))
})

test('excluded middle and falsity', (t) => {
  proves(t, excludedMiddle(p), [], mkOr(p, mkNot(p)))
  proves(t, exFalso(assume(falsity), p), [falsity], p)
  refuses(t, 'exFalso', 'do not match', () => exFalso(assume(p), q))
  refuses(t, 'formula', 'type Prop', () => excludedMiddle(x))
})

test('refl, sym, trans', (t) => {
  proves(t, refl(x), [], mkEq(x, x))
  proves(t, sym(assume(mkEq(x, y))), [mkEq(x, y)], mkEq(y, x))
  proves(t, trans(assume(mkEq(x, y)), assume(mkEq(y, z))), [mkEq(x, y), mkEq(y, z)], mkEq(x, z))
  refuses(t, 'trans', 'do not match', () => trans(assume(mkEq(x, y)), assume(mkEq(z, y))))
  refuses(t, 'sym', '_ = _', () => sym(assume(mkLe(x, y))))
})

test('alpha', (t) => {
  t.deepEqual(alpha(mkAbs(x, x), mkAbs(y, y)).hyps, [])
  refuses(t, 'trans', 'do not match', () => alpha(mkAbs(x, x), mkAbs(x, y)))
  refuses(t, 'trans', 'do not match', () => alpha(x, mkVar('x', NAT)))
})

test('congApp', (t) => {
  const [f, g] = [mkAbs(x, mkAdd(x, y)), mkAbs(x, mkAdd(y, x))]
  proves(t, congApp(assume(mkEq(f, g)), assume(mkEq(x, z))), [mkEq(f, g), mkEq(x, z)], mkEq(mkApp(f, x), mkApp(g, z)))
  refuses(t, 'mkApp', 'argument type', () => congApp(refl(f), refl(n)))
})

test('congAbs refuses a variable that is free in a hypothesis', (t) => {
  proves(t, congAbs(x, refl(x)), [], mkEq(mkAbs(x, x), mkAbs(x, x)))
  // From x = 0 would follow λx. x = λx. 0, hence 1 = 0.
  refuses(t, 'congAbs', 'free in a premise', () => congAbs(x, assume(mkEq(x, zero))))
  proves(t, congAbs(z, assume(mkEq(x, zero))), [mkEq(x, zero)], mkEq(mkAbs(z, x), mkAbs(z, zero)))
  refuses(t, 'congAbs', 'expected a variable', () => congAbs(zero as unknown as FVar, refl(x)))
})

test('beta', (t) => {
  proves(t, beta(mkApp(mkAbs(x, mkAdd(x, y)), z)), [], mkEq(mkApp(mkAbs(x, mkAdd(x, y)), z), mkAdd(z, y)))
  const capture = mkApp(mkAbs(x, mkForall(y, mkLe(x, y))), y)
  proves(t, beta(capture), [], mkEq(capture, mkForall(z, mkLe(y, z))))
  refuses(t, 'beta', 'expected (λx. b) a', () => beta(mkAdd(x, y)))
})

test('eqMp and iffIntro', (t) => {
  proves(t, eqMp(assume(mkEq(p, q)), assume(p)), [mkEq(p, q), p], q)
  refuses(t, 'eqMp', 'do not match', () => eqMp(assume(mkEq(p, q)), assume(q)))
  proves(t, iffIntro(assume(mkImp(p, q)), assume(mkImp(q, p))), [mkImp(p, q), mkImp(q, p)], mkEq(p, q))
  refuses(t, 'iffIntro', 'do not match', () => iffIntro(assume(mkImp(p, q)), assume(mkImp(p, q))))
  refuses(t, 'iffIntro', 'do not match', () => iffIntro(assume(mkImp(p, q)), assume(mkImp(q, r))))
})

test('generalise refuses a variable that is free in a hypothesis', (t) => {
  proves(t, generalise(x, refl(x)), [], mkForall(x, mkEq(x, x)))
  refuses(t, 'generalise', 'free in a premise', () => generalise(x, assume(positive(x))))
  // Another variable of the same name is another variable.
  proves(t, generalise(mkVar('x', NAT), assume(positive(x))), [positive(x)], mkForall(n, positive(x)))
})

test('specialise', (t) => {
  const all = assume(mkForall(x, mkExists(y, mkLt(x, y))))
  proves(t, specialise(all, y), [all.concl], mkExists(z, mkLt(y, z)))
  refuses(t, 'specialise', 'another type', () => specialise(all, n))
  refuses(t, 'specialise', 'expected a formula ∀', () => specialise(assume(mkExists(x, positive(x))), y))
  const P = mkVar('P', mkAbs(x, p).type)
  const opaque = mkApp(mkConst(FORALL, [REAL]), P)
  proves(t, specialise(assume(opaque), y), [opaque], mkApp(P, y))
})

test('existsIntro', (t) => {
  const goal = mkExists(x, positive(x))
  proves(t, existsIntro(goal, y, assume(positive(y))), [positive(y)], goal)
  refuses(t, 'existsIntro', 'do not match', () => existsIntro(goal, z, assume(positive(y))))
  refuses(t, 'existsIntro', 'another type', () => existsIntro(goal, n, assume(positive(y))))
  refuses(t, 'existsIntro', 'expected a formula ∃', () => existsIntro(mkForall(x, positive(x)), y, assume(positive(y))))
})

test('existsElim keeps the witness out of the conclusion, the predicate and the other hypotheses', (t) => {
  const some = assume(mkExists(x, positive(x)))
  proves(t, existsElim(some, z, orLeft(orRight(p, assume(mkExists(x, positive(x)))), q)), [some.concl], mkOr(mkOr(p, some.concl), q))
  const used = mp(intro(positive(z), intro(p, assume(p))), assume(positive(z)))
  proves(t, existsElim(some, z, used), [some.concl], mkImp(p, p))
  refuses(t, 'existsElim', 'free in a premise', () => existsElim(some, z, assume(positive(z))))
  refuses(t, 'existsElim', 'free in a premise', () => existsElim(some, z, mp(intro(mkLe(z, y), used), assume(mkLe(z, y)))))
  // ∃ w, z < w with the witness called z would give z < z.
  const larger = assume(mkExists(x, mkLt(z, x)))
  refuses(t, 'existsElim', 'free in a premise', () => existsElim(larger, z, intro(mkLt(z, z), assume(p))))
  refuses(t, 'existsElim', 'another type', () => existsElim(some, n, assume(p)))
  const P = mkVar('P', mkAbs(x, p).type)
  const opaque = mkApp(mkConst(EXISTS, [REAL]), P)
  proves(t, existsElim(assume(opaque), z, mp(intro(mkApp(P, z), intro(p, assume(p))), assume(mkApp(P, z)))), [opaque], mkImp(p, p))
})

test('instantiate substitutes in the hypotheses too, and keeps them normal', (t) => {
  const none = new Map<Type, Type>()
  const th = mp(intro(positive(y), assume(positive(x))), assume(positive(y)))
  proves(t, instantiate(th, none, new Map([[x, z]])), [positive(z), positive(y)], positive(z))
  proves(t, instantiate(th, none, new Map([[x, z], [y, z]])), [positive(z)], positive(z))
  const A = typeVar('A')
  const a = mkVar('a', A)
  proves(t, instantiate(assume(mkEq(a, a)), new Map([[A, REAL]]), new Map([[mkVar('a', REAL), y]])), [mkEq(y, y)], mkEq(y, y))
  refuses(t, 'substitute', 'another type', () => instantiate(th, none, new Map([[x, n]])))
  refuses(t, 'substitute', 'another type', () => instantiate(assume(mkEq(a, a)), new Map([[A, REAL]]), new Map([[mkVar('a', REAL), a]])))
})

test('unfold', (t) => {
  proves(t, unfold(NOT, []), [], mkEq(mkConst(NOT), mkAbs(p, mkImp(p, falsity))))
  refuses(t, 'unfold', 'not a defined constant', () => unfold(FORALL, [REAL]))
  refuses(t, 'mkConst', 'number of type arguments', () => unfold(NOT, [REAL]))
})

test('hypotheses are sorted, without repetitions up to bound names, and frozen', (t) => {
  const w = mkVar('w', REAL)
  const [a, b] = [mkForall(x, positive(x)), mkForall(w, positive(w))]
  const th = andIntro(andIntro(assume(q), assume(a)), andIntro(assume(b), assume(p)))
  t.is(th.hyps.length, 3)
  const ids = th.hyps.map((h) => (h.core ?? h).id)
  t.deepEqual(ids, [...ids].sort((i, j) => i - j))
  t.throws(() => { (th.hyps as Term[]).pop() }, { instanceOf: TypeError })
  t.throws(() => { (th as { concl: Term }).concl = falsity }, { instanceOf: TypeError })
})

test('every rule refuses what is not a theorem', (t) => {
  const fake = { hyps: [], concl: falsity, axioms: 0n, id: 0 } as unknown as Theorem
  const ok = refl(p)
  const none = new Map<never, never>()
  const attempts: readonly (() => unknown)[] = [
    () => intro(p, fake), () => mp(fake, ok), () => mp(assume(mkImp(ok.concl, q)), fake), () => andIntro(fake, ok),
    () => andIntro(ok, fake),
    () => andLeft(fake), () => andRight(fake), () => orLeft(fake, p), () => orRight(p, fake), () => orElim(fake, ok, ok),
    () => orElim(assume(mkOr(p, q)), fake, ok), () => orElim(assume(mkOr(p, q)), ok, fake), () => exFalso(fake, p), () => sym(fake),
    () => trans(fake, ok), () => trans(ok, fake), () => congApp(fake, ok), () => congApp(ok, fake), () => congAbs(x, fake),
    () => eqMp(fake, ok),
    () => eqMp(ok, fake), () => iffIntro(fake, fake), () => iffIntro(intro(p, assume(p)), fake), () => specialise(fake, x),
    () => generalise(x, fake), () => existsIntro(mkExists(x, positive(x)), x, fake), () => existsElim(fake, x, ok),
    () => existsElim(assume(mkExists(x, positive(x))), x, fake), () => instantiate(fake, none, none),
  ]
  attempts.forEach((attempt) => { refuses(t, 'theorem', 'expected a theorem', attempt) })
})
