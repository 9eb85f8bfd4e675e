// TEST. Attempts to make a theorem, a term, a type or a constant without the kernel. Each must fail at run time, and where the type
// checker can see it, at compile time too: those carry @ts-expect-error, so that a weaker type would break the build.
import test from 'ava'
import { PROP, REAL, checkType, funType, type Type } from '../../src/kernel/type.js'
import { checkTerm, mkApp, mkConst, mkVar, type Constant, type Term } from '../../src/kernel/term.js'
import { EXP, falsity, mkEq } from '../../src/kernel/signature.js'
import { axiomsOf, refl, sym, type Theorem } from '../../src/kernel/theorem.js'
import { p, refuses, x } from './helpers.js'

const genuine = refl(x)
const forgedFields = { hyps: [], concl: mkEq(falsity, mkEq(falsity, falsity)), axioms: 0n, id: 7 }
type Maker = new (...args: unknown[]) => object
const maker = (value: object): Maker => (Object.getPrototypeOf(value) as { constructor: Maker }).constructor

/** Objects that resemble `original` but carry the given fields. */
function imitations(original: object, fields: object): object[] {
  const shaped = Object.create(Object.getPrototypeOf(original) as object, Object.getOwnPropertyDescriptors(fields)) as object
  const adopted = Object.setPrototypeOf({ ...fields }, Object.getPrototypeOf(original) as object) as object
  return [
    { ...original }, { ...fields }, shaped, adopted, structuredClone({ ...fields, id: 0, concl: undefined }) as object,
    new Proxy(original, {}), new Proxy(original, { get: (_, key) => Reflect.get(fields, key) as unknown }), Object.assign(shaped, {}),
    Object.create(original) as object,
  ]
}

test('imitations of a theorem are refused', (t) => {
  imitations(genuine, forgedFields).forEach((fake) => { refuses(t, 'theorem', 'expected a theorem', () => sym(fake as Theorem)) })
  for (const fake of [undefined, null, 0, '⊢ False', Symbol('theorem'), () => genuine]) {
    refuses(t, 'theorem', 'expected a theorem', () => sym(fake as unknown as Theorem))
  }
  refuses(t, 'theorem', 'expected a theorem', () => axiomsOf(new Proxy(genuine, {})))
})

test('imitations of terms and types are refused', (t) => {
  imitations(x, { ...x, type: PROP }).forEach((fake) => {
    refuses(t, 'mkApp', 'expected a kernel term', () => mkApp(mkConst(EXP), fake as Term))
  })
  imitations(REAL, { ...REAL, name: 'ℕ' }).forEach((fake) => {
    refuses(t, 'mkVar', 'expected a kernel type', () => mkVar('x', fake as Type))
  })
  imitations(EXP, { ...EXP, type: PROP }).forEach((fake) => {
    refuses(t, 'mkConst', 'expected a kernel constant', () => mkConst(fake as Constant))
  })
})

test('a brand of one kind is no brand of another', (t) => {
  refuses(t, 'theorem', 'expected a theorem', () => sym(x as unknown as Theorem))
  refuses(t, 'checkTerm', 'expected a kernel term', () => checkTerm(genuine, 'checkTerm'))
  refuses(t, 'checkType', 'expected a kernel type', () => checkType(x, 'checkType'))
})

test('the classes behind the values make nothing for anyone else', (t) => {
  for (const value of [genuine, x, REAL, EXP]) {
    const Made = maker(value)
    for (const token of [undefined, Symbol('theorem'), Symbol.for('theorem'), Symbol('term'), Symbol('type')]) {
      t.throws(() => new Made(token, forgedFields), { instanceOf: TypeError, message: /only the kernel makes/ })
      t.throws(() => { Reflect.construct(Made, [token, forgedFields], Object) }, { instanceOf: TypeError })
    }
    class Heir extends Made {
      constructor() {
        super(Symbol('theorem'), forgedFields)
      }
    }
    t.throws(() => new Heir(), { instanceOf: TypeError })
    t.true(Object.isFrozen(Made))
    t.true(Object.isFrozen(Made.prototype))
  }
})

test('a constructor that throws leaks no half-made object', (t) => {
  let leaked: object | undefined
  const prototype = Object.getPrototypeOf(genuine) as object
  const trap = new Proxy(Object, { get: (target, key) => key === 'prototype' ? prototype : Reflect.get(target, key) as unknown })
  t.throws(() => { leaked = Reflect.construct(maker(genuine), [Symbol('theorem'), forgedFields], trap) as object })
  t.is(leaked, undefined)
})

test('the private field cannot be stamped on an object from outside', (t) => {
  // The return-override trick needs a parent class whose constructor can be replaced; the mint has none, and it is frozen.
  t.is(Object.getPrototypeOf(maker(genuine)), Function.prototype)
  t.throws(() => { Object.setPrototypeOf(maker(genuine), function Parent() { return forgedFields }) }, { instanceOf: TypeError })
})

test('values and what they hold are frozen', (t) => {
  t.true(Object.isFrozen(genuine) && Object.isFrozen(genuine.hyps))
  const term = mkApp(mkConst(EXP), x)
  t.true(Object.isFrozen(term) && Object.isFrozen(term.type) && Object.isFrozen(funType(REAL, REAL).args))
  t.true(Object.isFrozen(mkConst(EXP).typeArgs) && Object.isFrozen(EXP) && Object.isFrozen(EXP.typeParams))
  t.throws(() => { (x as { name: string }).name = 'y' }, { instanceOf: TypeError })
  t.throws(() => { Object.defineProperty(genuine, 'concl', { value: falsity }) }, { instanceOf: TypeError })
})

test('no module of the kernel exports a way to mint', async (t) => {
  const names = ['type', 'term', 'signature', 'theorem', 'axioms', 'polynomial-view', 'positivstellensatz', 'enclosure', 'derivative']
  for (const name of names) {
    const exported = await import(`../../src/kernel/${name}.js`) as Record<string, unknown>
    for (const value of Object.values(exported)) {
      if (typeof value === 'object' && value !== null) t.false('make' in value, `${name} exports a mint`)
    }
    t.false(['make', 'from', 'rawApp', 'rawAbs', 'rawBVar', 'intern', 'issued', 'token'].some((secret) => secret in exported))
  }
})

test('the type checker refuses the same forgeries', (t) => {
  // @ts-expect-error a literal has no brand
  const literal: Theorem = { hyps: [], concl: falsity, axioms: 0n, id: 0 }
  // @ts-expect-error a copy loses the brand of a term of another kind
  const crossed: Theorem = { ...p, hyps: [], concl: falsity, axioms: 0n }
  // @ts-expect-error a term literal has no brand
  const term: Term = { kind: 'num', value: 1n, type: REAL, id: 0, loose: 0, depth: 1, open: false, core: undefined }
  // @ts-expect-error theorems are read-only
  t.throws(() => { genuine.concl = falsity })
  // @ts-expect-error hypotheses are read-only
  t.throws(() => { genuine.hyps.push(falsity) })
  for (const fake of [literal, crossed, term]) refuses(t, 'theorem', 'expected a theorem', () => sym(fake as Theorem))
})
