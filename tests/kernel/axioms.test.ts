// TEST. Definitions and axioms: what may be declared, that every theorem carries what it rests on, and that the base list is closed.
import test from 'ava'
import { REAL, typeVar } from '../../src/kernel/type.js'
import { freeVars, mkConst, mkVar } from '../../src/kernel/term.js'
import { falsity, mkEq, mkForall, mkImp, mkLe, mkMul, real } from '../../src/kernel/signature.js'
import {
  andIntro, assume, axiom, axiomsOf, define, exFalso, generalise, instantiate, intro, mp, orElim, orLeft, specialise, unfold,
  type AxiomKind,
} from '../../src/kernel/theorem.js'
import { base, baseAxioms } from '../../src/kernel/axioms.js'
import { p, proves, q, refuses, x } from './helpers.js'

const names = (th: Parameters<typeof axiomsOf>[0]): string[] => axiomsOf(th).map((a) => a.name)

test('every base axiom is closed, of kind base, cited, and rests on itself alone', (t) => {
  t.is(baseAxioms.length, Object.keys(base).length)
  for (const [name, th] of Object.entries(base)) {
    t.deepEqual(freeVars(th.concl), [])
    t.deepEqual(th.hyps, [])
    t.deepEqual(names(th), [name])
    const [entry] = axiomsOf(th)
    t.is(entry!.kind, 'base')
    t.true(entry!.citation.length > 10)
    t.is(entry!.statement, th.concl)
  }
  t.true(Object.isFrozen(base) && Object.isFrozen(baseAxioms))
})

test('the list of base axioms is the one we publish', (t) => {
  t.deepEqual(Object.keys(base), [
    'le_total', 'le_antisymm', 'inv', 'archimedes', 'completeness', 'exp_add', 'one_add_le_exp', 'exp_log', 'log_of_nonpos', 'sqrt_nonneg',
    'sqrt_sq', 'sqrt_of_neg', 'sin_pi', 'coe_nonneg',
    'coe_inj', 'nat_discrete', 'nat_sub', 'nat_sub_zero', 'nat_induction', 'sum_empty', 'sum_insert',
    'prod_empty', 'prod_insert', 'ite_true', 'ite_false', 'funext', 'fst_pair', 'snd_pair', 'pair_eta',
  ])
})

test('nobody can add a base axiom', (t) => {
  refuses(t, 'axiom', 'cited or import', () => axiom('smuggled', 'base', falsity, 'nobody'))
  refuses(t, 'axiom', 'cited or import', () => axiom('smuggled', 'proved' as AxiomKind, falsity, 'nobody'))
  refuses(t, 'axiom', 'cited or import', () => axiom('smuggled', { toString: () => 'base' } as unknown as AxiomKind, falsity, 'nobody'))
})

test('an axiom is a closed formula with a name and a citation', (t) => {
  refuses(t, 'axiom', 'free variables', () => axiom('open', 'cited', mkEq(x, x), 'c'))
  refuses(t, 'formula', 'type Prop', () => axiom('number', 'cited', real(1n), 'c'))
  refuses(t, 'axiom', 'expected a string', () => axiom(3 as unknown as string, 'cited', falsity, 'c'))
  refuses(t, 'axiom', 'expected a string', () => axiom('n', 'cited', falsity, undefined as unknown as string))
})

test('an axiom smuggled in stays visible through every rule', (t) => {
  const bad = axiom('smuggled', 'cited', falsity, 'wishful thinking')
  const via = exFalso(bad, p)
  const results = [
    via, intro(q, via), mp(intro(q, via), assume(q)), andIntro(assume(q), via), orElim(orLeft(assume(q), q), intro(q, via), intro(q, via)),
    generalise(x, via), specialise(generalise(x, via), real(0n)), instantiate(via, new Map(), new Map([[p, q]])),
  ]
  for (const th of results) t.deepEqual(names(th), ['smuggled'])
  t.deepEqual(names(andIntro(base.inv, via)), ['inv', 'smuggled'])
  t.deepEqual(names(assume(p)), [])
})

test('two axioms of one name are two axioms', (t) => {
  const first = axiom('twin', 'import', mkForall(x, mkLe(x, x)), 'digest 1')
  const second = axiom('twin', 'import', mkForall(x, mkEq(x, x)), 'digest 2')
  t.deepEqual(axiomsOf(andIntro(first, second)).map((a) => a.citation), ['digest 1', 'digest 2'])
})

test('redefining a name does not touch the old constant', (t) => {
  const one = define('c', [], real(1n))
  const two = define('c', [], real(2n))
  t.not(one, two)
  t.not(mkConst(one), mkConst(two))
  proves(t, unfold(one, []), [], mkEq(mkConst(one), real(1n)))
  proves(t, unfold(two, []), [], mkEq(mkConst(two), real(2n)))
})

test('a definition at a type is the body at that type', (t) => {
  const A = typeVar('A')
  const a = mkVar('a', A)
  const reflexive = define('reflexive', [A], mkForall(a, mkEq(a, a)))
  proves(t, unfold(reflexive, [REAL]), [], mkEq(mkConst(reflexive, [REAL]), mkForall(x, mkEq(x, x))))
  // A definition cannot mention itself: its constant does not exist before its body does.
  const again = define('reflexive', [], mkImp(mkConst(reflexive, [REAL]), falsity))
  t.not(again, reflexive)
})

test('an axiom may be polymorphic, and only its instances follow', (t) => {
  const A = typeVar('A')
  const a = mkVar('a', A)
  const th = axiom('every type', 'cited', mkForall(a, mkEq(a, a)), 'reflexivity')
  const at = instantiate(th, new Map([[A, REAL]]), new Map())
  t.is(specialise(at, real(2n)).concl, mkEq(real(2n), real(2n)))
  t.is(specialise(base.inv, mkMul(x, x)).hyps.length, 0)
})
