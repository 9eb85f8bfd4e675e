// The trusted arithmetic against objects that only look right and against patched built-ins.
import test from 'ava'
import * as D from '../../src/arith/dyadic.js'
import * as E from '../../src/arith/elementary.js'
import * as I from '../../src/arith/interval.js'
import * as P from '../../src/arith/polynomial.js'
import * as Q from '../../src/arith/rational.js'

const third = Q.rational(1n, 3n)

test('constructors are closed without the key', (t) => {
  t.throws(() => new Q.Rational({}, 1n, 0n), { instanceOf: TypeError })
  t.throws(() => new D.Dyadic({}, 1n, 0), { instanceOf: TypeError })
  t.throws(() => new I.Interval({}, D.ONE, D.ZERO), { instanceOf: TypeError })
  t.throws(() => new P.Polynomial({}, []), { instanceOf: TypeError })
  class Impostor extends Q.Rational {
    constructor() {
      super(Object.freeze({}), 1n, 0n)
    }
  }
  t.throws(() => new Impostor(), { instanceOf: TypeError })
})

test('look-alikes, copies and proxies are refused', (t) => {
  const fakes: any[] = [
    { num: 1n, den: 0n }, Object.create(Q.Rational.prototype), Object.create(third), new Proxy(third, {}), { ...third },
    structuredClone(third), JSON.parse('{"num":1,"den":3}'), null, undefined, 1n, 0.5, '1/3',
  ]
  for (const fake of fakes) {
    t.false(Q.isRational(fake))
    for (const attempt of [
      () => Q.add(fake, third), () => Q.mul(third, fake), () => Q.cmp(fake, fake), () => Q.pow(fake, 2n),
      () => Q.floor(fake), () => D.fromRational(fake, 64, 'up'), () => I.contains(I.fromRational(third, 64), fake),
      () => P.constant(fake), () => P.scale(P.ONE, fake),
    ]) t.throws(attempt, { instanceOf: TypeError })
  }
  const x = I.fromRational(third, 64)
  const p = P.atom(3)
  const interval: any[] = [new Proxy(x, {}), Object.create(x), { lo: D.ONE, hi: D.ZERO }]
  for (const fake of interval) {
    for (const attempt of [
      () => I.add(fake, x, 64), () => I.mul(x, fake, 64), () => I.lower(fake), () => E.exp(fake, 64), () => E.log(fake, 64),
      () => E.sin(fake, 64), () => E.atan(fake, 64), () => E.tan(fake, 64), () => E.cosh(fake, 64),
    ]) t.throws(attempt, { instanceOf: TypeError })
  }
  for (const fake of [new Proxy(p, {}), Object.create(p), { terms: [] }] as any[]) {
    t.throws(() => P.add(fake, p), { instanceOf: TypeError })
    t.throws(() => P.isZero(fake), { instanceOf: TypeError })
    t.throws(() => P.equal(p, fake), { instanceOf: TypeError })
  }
  t.throws(() => I.interval(1 as any, null), { instanceOf: TypeError })
  t.throws(() => D.dyadic(1n, 0.5), { instanceOf: TypeError })
  t.throws(() => D.round(1.5 as any, 0, 64, 'down'), { instanceOf: TypeError })
  t.throws(() => Q.rational(1 as any), { instanceOf: TypeError })
  t.throws(() => Q.pow(third, 2 as any), { instanceOf: TypeError })
})

test('values cannot be changed', (t) => {
  const p = P.mul(P.add(P.atom(0), P.ONE), P.atom(1))
  const term = p.terms[0]!
  for (const value of [third, D.ONE, I.WHOLE, p, p.terms, term, term.factors, term.factors[0]!]) t.true(Object.isFrozen(value))
  for (const made of [Q.Rational, D.Dyadic, I.Interval, P.Polynomial]) t.true(Object.isFrozen(made) && Object.isFrozen(made.prototype))
  t.throws(() => Object.defineProperty(third, 'num', { value: 2n }), { instanceOf: TypeError })
  t.throws(() => Object.defineProperty(Q.Rational.prototype, 'num', { value: 2n }), { instanceOf: TypeError })
  t.throws(() => Object.setPrototypeOf(third, {}), { instanceOf: TypeError })
})

test('fromTerms reads its input once and copies it', (t) => {
  const factor = { atom: 0, exponent: 1n }
  const terms = [{ coefficient: third, factors: [factor] }]
  const p = P.fromTerms(terms)
  factor.atom = 7
  terms.length = 0
  t.true(P.equal(p, P.scale(P.atom(0), third)))
})

/** A sample of everything, as text. */
function digest(): string {
  const a = Q.rational(22n, 7n)
  const x = I.between(third, a, 64)
  const p = P.pow(P.add(P.atom(1), P.scale(P.atom(0), third)), 3n)
  const parts: string[] = [
    `${Q.add(a, third)} ${Q.pow(a, 5n)} ${Q.floor(a)}`, `${I.div(x, x, 64)} ${E.exp(x, 64)} ${E.log(x, 64)} ${E.sin(x, 64)}`,
  ]
  for (let i = 0; i < p.terms.length; i++) {
    const { coefficient, factors } = p.terms[i]!
    parts[parts.length] = `${coefficient}`
    for (let j = 0; j < factors.length; j++) parts[parts.length] = `${factors[j]!.atom}^${factors[j]!.exponent}`
  }
  let text = ''
  for (let i = 0; i < parts.length; i++) text += `${parts[i]!}\n`
  return text
}

test.serial('patched collection, number and text methods change nothing', (t) => {
  const before = digest()
  const lie = () => 0n
  const targets: readonly (readonly [any, readonly PropertyKey[]])[] = [
    [Array.prototype, [
      Symbol.iterator, 'push', 'pop', 'map', 'reduce', 'sort', 'slice', 'concat', 'at', 'every', 'some', 'indexOf', 'forEach',
    ]],
    [BigInt.prototype, ['toString', 'valueOf']],
    [Number.prototype, ['toString', 'valueOf']],
    [Map.prototype, ['get', 'set', 'has']],
    [Math, ['max', 'min', 'floor', 'ceil', 'abs', 'log2']],
    [Number, ['isInteger', 'isSafeInteger']],
    [String.prototype, ['padStart', 'slice', 'split']],
  ]
  const saved = targets.map(([object, keys]) =>
    [object, keys.map((key) => [key, Object.getOwnPropertyDescriptor(object, key)!] as const)] as const)
  let after = ''
  try {
    for (let i = 0; i < targets.length; i++) {
      const keys = targets[i]![1]
      for (let j = 0; j < keys.length; j++) {
        Object.defineProperty(targets[i]![0], keys[j]!, { value: lie, configurable: true, writable: true })
      }
    }
    after = digest()
  } finally {
    for (let i = 0; i < saved.length; i++) {
      const keys = saved[i]![1]
      for (let j = 0; j < keys.length; j++) Object.defineProperty(saved[i]![0], keys[j]![0], keys[j]![1])
    }
  }
  t.is(after, before)
})
