// TEST. Types and terms: what the makers accept and refuse, α-equivalence, substitution without capture, and the size limits.
import test from 'ava'
import {
  KernelError, NAT, PROP, REAL, domainOf, funType, newType, prodType, substType, typeVar, typeVarsOf, type Type,
} from '../../src/kernel/type.js'
import {
  alphaEqual, core, freeVars, instantiateBody, mkAbs, mkApp, mkConst, mkNum, mkVar, newConstant, newDefinition, substitute, typeVarsOfTerm,
  type FVar, type Term,
} from '../../src/kernel/term.js'
import { EQ, EXP, LE, arrows, mkAdd, mkEq, mkExp, mkForall, mkLe, real } from '../../src/kernel/signature.js'
import { n, p, refuses, x, y } from './helpers.js'

const A = typeVar('A')
const B = typeVar('B')

test('equal types are one object; declared types are not', (t) => {
  t.is(funType(REAL, NAT), funType(REAL, NAT))
  t.not(newType('Ω'), newType('Ω'))
  t.not(newType('ℝ'), REAL)
  t.false(Object.is(newType('→'), funType(REAL, REAL)))
  t.not(typeVar('ℝ'), REAL)
})

test('types refuse what is not a type', (t) => {
  const fake = { kind: 'con', name: 'Prop', args: [], id: 0, size: 1, open: false } as unknown as Type
  refuses(t, '→', 'expected a kernel type', () => funType(fake, REAL))
  refuses(t, '×', 'expected a kernel type', () => prodType(REAL, fake))
  refuses(t, 'typeVar', 'expected a string', () => typeVar(5 as unknown as string))
  refuses(t, 'domainOf', 'not a function type', () => domainOf(newType('→')))
})

test('a type has bounded size, whatever its sharing', (t) => {
  let big: Type = REAL
  refuses(t, 'type', 'too large', () => { for (let i = 0; i < 100; i++) big = funType(big, big) })
})

test('type substitution is simultaneous', (t) => {
  t.is(substType(funType(A, B), new Map([[A, B], [B, A]])), funType(B, A))
  const found = new Set<Type>()
  typeVarsOf(prodType(A, funType(B, A)), found)
  t.deepEqual([...found], [A, B])
})

test('application checks types', (t) => {
  t.is(mkApp(mkConst(EXP), x).type, REAL)
  refuses(t, 'mkApp', 'argument type', () => mkApp(mkConst(EXP), n))
  refuses(t, 'domainOf', 'not a function', () => mkApp(x, y))
  refuses(t, 'mkApp', 'argument type', () => mkEq(x, n))
  refuses(t, 'mkApp', 'argument type', () => mkLe(n, n))
})

test('numerals are naturals given as bigints, at ℕ or ℝ', (t) => {
  t.false(Object.is(mkNum(3n, REAL), mkNum(3n, NAT)))
  refuses(t, 'mkNum', 'not a number', () => mkNum(-1n, REAL))
  refuses(t, 'mkNum', 'not a number', () => mkNum(3 as unknown as bigint, REAL))
  refuses(t, 'mkNum', 'not a number', () => mkNum(1n << 200000n, REAL))
  refuses(t, 'mkNum', 'natural or real', () => mkNum(3n, PROP))
})

test('constants take exactly their type parameters', (t) => {
  refuses(t, 'mkConst', 'number of type arguments', () => mkConst(EQ))
  refuses(t, 'mkConst', 'number of type arguments', () => mkConst(LE, [REAL]))
  refuses(t, 'mkConst', 'expected a kernel type', () => mkConst(EQ, new Array<Type>(1)))
  refuses(t, 'mkConst', 'expected a kernel constant', () => mkConst({ ...EQ } as typeof EQ, [REAL]))
  refuses(t, 'constant', 'not among the type parameters', () => newConstant('c', [], funType(A, PROP)))
  refuses(t, 'constant', 'distinct type variables', () => newConstant('c', [A, A], funType(A, PROP)))
  refuses(t, 'constant', 'distinct type variables', () => newConstant('c', [REAL], funType(REAL, PROP)))
})

test('bound names do not matter, free names do', (t) => {
  const f = mkAbs(x, mkAdd(x, y))
  const g = mkAbs(mkVar('w', REAL), mkAdd(mkVar('w', REAL), y))
  t.not(f, g)
  t.true(alphaEqual(f, g))
  t.is(core(f), core(g))
  t.false(alphaEqual(f, mkAbs(x, mkAdd(x, x))))
  t.false(alphaEqual(mkAbs(x, mkAdd(x, y)), mkAbs(y, mkAdd(x, y))))
})

test('a variable of the same name and another type is not bound', (t) => {
  const other = mkVar('x', NAT)
  const f = mkAbs(x, mkEq(other, other))
  t.deepEqual(freeVars(f), [other])
})

test('substitution does not capture', (t) => {
  const f = mkForall(x, mkLe(x, y))
  const g = substitute(f, new Map(), new Map([[y, x]]))
  t.deepEqual(freeVars(g), [x])
  t.false(alphaEqual(g, mkForall(x, mkLe(x, x))))
  t.true(alphaEqual(g, mkForall(mkVar('w', REAL), mkLe(mkVar('w', REAL), x))))
})

test('instantiation of a binder does not capture', (t) => {
  const f = mkAbs(x, mkForall(y, mkLe(x, y)))
  const g = instantiateBody(f, y)
  t.deepEqual(freeVars(g), [y])
  refuses(t, 'instantiateBody', 'argument type', () => instantiateBody(f, n))
})

test('substitution is simultaneous and typed', (t) => {
  t.is(substitute(mkAdd(x, y), new Map(), new Map([[x, y], [y, x]])), mkAdd(y, x))
  refuses(t, 'substitute', 'another type', () => substitute(x, new Map(), new Map([[x, n]])))
  refuses(t, 'substitute', 'expected a variable', () => substitute(x, new Map(), new Map([[real(1n) as unknown as FVar, y]])))
  refuses(t, 'substitute', 'expected a type variable', () => substitute(x, new Map([[REAL, NAT]]), new Map()))
})

test('type substitution merges variables only as an instance does', (t) => {
  const a = mkVar('x', A)
  const both = mkEq(mkEq(a, a), mkEq(x, x))
  t.is(substitute(both, new Map([[A, REAL]]), new Map()), mkEq(mkEq(x, x), mkEq(x, x)))
  // Under a binder for x : A, the free x : ℝ stays free when A becomes ℝ.
  const f = mkForall(a, mkEq(mkEq(a, a), mkEq(x, x)))
  t.deepEqual(freeVars(substitute(f, new Map([[A, REAL]]), new Map())), [x])
})

test('type variables of a term include those of binders and type arguments', (t) => {
  const found = new Set<Type>()
  typeVarsOfTerm(mkEq(mkAbs(mkVar('a', A), x), mkAbs(mkVar('a', A), y)), found)
  typeVarsOfTerm(mkForall(mkVar('b', B), p), found)
  t.deepEqual([...found], [A, B])
})

test('a definition may not hide a type variable or a free variable', (t) => {
  // "Every two elements of A are equal" has no A in its type; without the parameter it would be true at one type and false at another.
  const [a, b] = [mkVar('a', A), mkVar('b', A)]
  const singleton = mkForall(a, mkForall(b, mkEq(a, b)))
  refuses(t, 'constant', 'not among the type parameters', () => newDefinition('singleton', [], singleton))
  t.notThrows(() => newDefinition('singleton', [A], singleton))
  refuses(t, 'define', 'free variables', () => newDefinition('c', [], x))
})

test('depth is bounded, and traversals at the bound do not exhaust the stack', (t) => {
  let deep: Term = x
  t.throws(() => { for (;;) deep = mkExp(deep) }, { instanceOf: KernelError, message: /nested too deeply/ })
  t.is(deep.depth, 2000)
  t.deepEqual(freeVars(deep), [x])
  t.is(substitute(deep, new Map(), new Map([[x, y]])).depth, 2000)
  let wide: Term = x
  for (let i = 0; i < 900; i++) wide = mkAdd(wide, wide)
  t.deepEqual(freeVars(substitute(wide, new Map(), new Map([[x, y]]))), [y])
})

test('a hostile map is read once', (t) => {
  // The second reading would smuggle in a replacement of another type.
  let reads = 0
  const map = new Map<FVar, Term>([[x, y]])
  map.forEach = (visit) => {
    reads++
    visit(reads === 1 ? y : n, x, map)
  }
  t.is(substitute(x, new Map(), map), y)
  refuses(t, 'substitute', 'another type', () => substitute(x, new Map(), map))
})

test('binder names survive for printing', (t) => {
  const f = mkAbs(mkVar('ω', REAL), real(1n))
  t.is(f.hint, 'ω')
  t.is(arrows(REAL, REAL, PROP), funType(REAL, funType(REAL, PROP)))
})
