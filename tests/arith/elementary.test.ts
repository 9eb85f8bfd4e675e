// Elementary functions: forty known digits, naive rational series as oracle, exact identities, extremes, domains.
import test from 'ava'
import fc from 'fast-check'
import * as D from '../../src/arith/dyadic.js'
import * as E from '../../src/arith/elementary.js'
import { DomainError } from '../../src/arith/errors.js'
import type { Interval } from '../../src/arith/interval.js'
import * as I from '../../src/arith/interval.js'
import type { Rational } from '../../src/arith/rational.js'
import * as Q from '../../src/arith/rational.js'
import { holds, modest } from './generators.js'

type Enclosure = (x: Interval, p: number) => Interval

const at = (n: bigint, d = 1n, p = 200) => I.fromRational(Q.rational(n, d), p)
const bound = (n: bigint | null) => n === null ? null : Q.rational(n)
const box = (lo: bigint | null, hi: bigint | null) => I.between(bound(lo), bound(hi), 64)

/** The values with forty decimal places, truncated; the exact number lies between them and the next decimal. */
const known: readonly (readonly [string, string, (p: number) => Interval])[] = [
  ['e', '2.7182818284590452353602874713526624977572', (p) => E.exp(at(1n), p)],
  ['log 2', '0.6931471805599453094172321214581765680755', (p) => E.log(at(2n), p)],
  ['log 3', '1.0986122886681096913952452369225257046474', (p) => E.log(at(3n), p)],
  ['π', '3.1415926535897932384626433832795028841971', (p) => E.pi(p)],
  ['4·atan 1', '3.1415926535897932384626433832795028841971', (p) => I.mul(at(4n), E.atan(at(1n), p), p)],
  ['√2', '1.4142135623730950488016887242096980785696', (p) => I.sqrt(at(2n), p)],
  ['erf 1', '0.8427007929497148693412206350826092592960', (p) => E.erf(at(1n), p)],
  ['sin 1', '0.8414709848078965066525023216302989996225', (p) => E.sin(at(1n), p)],
  ['cos 1', '0.5403023058681397174009366074429766037323', (p) => E.cos(at(1n), p)],
  ['tan 1', '1.5574077246549022305069748074583601730872', (p) => E.tan(at(1n), p)],
  ['sinh 1', '1.1752011936438014568823818505956008151557', (p) => E.sinh(at(1n), p)],
  ['cosh 1', '1.5430806348152437784779056207570616826015', (p) => E.cosh(at(1n), p)],
  ['tanh 1', '0.7615941559557648881194582826047935904127', (p) => E.tanh(at(1n), p)],
]

for (const [name, digits, value] of known) {
  test(`${name} to forty decimal places`, (t) => {
    const low = Q.parseDecimal(digits)
    const high = Q.add(low, Q.parseDecimal(`0.${'0'.repeat(39)}1`))
    const exact = I.between(low, high, 400)
    // Coarse enclosures hold the whole of [low, high]; fine ones lie inside it.
    for (const p of [2, 3, 7, 24, 53, 64, 100]) t.true(holds(value(p), low, high), `${p} bits`)
    for (const p of [150, 180, 200]) t.true(I.subset(value(p), exact), `${p} bits`)
    for (const p of [24, 64, 150]) {
      t.true(Q.le(I.width(value(p))!, Q.pow(Q.rational(2n), BigInt(5 - p))), `${p} bits: width`)
    }
  })
}

/** Σ_{j<terms} t_j with t_{j+1} = t_j·ratio(j), and 2|t_terms| on both sides: the callers' later ratios are at most 1/2. */
function naive(first: Rational, ratio: (j: number) => Rational, terms: number, weight: (j: number) => Rational = () => Q.ONE) {
  let sum = Q.ZERO
  let term = first
  for (let j = 0; j < terms; j++) {
    sum = Q.add(sum, Q.mul(term, weight(j)))
    term = Q.mul(term, ratio(j))
  }
  const rest = Q.mul(Q.rational(2n), Q.abs(term))
  return [Q.sub(sum, rest), Q.add(sum, rest)] as const
}

const q = (n: number, d = 1) => Q.rational(BigInt(n), BigInt(d))
const over = (x: Rational, d: number) => Q.div(x, q(d))

/** Exact bounds much tighter than 64 bits, for |x| ≤ 1/2. */
const oracles: readonly (readonly [string, (x: Rational) => readonly [Rational, Rational], Enclosure])[] = [
  ['exp', (x) => naive(Q.ONE, (j) => over(x, j + 1), 40), E.exp],
  ['sin', (x) => naive(x, (j) => over(Q.neg(Q.mul(x, x)), (2 * j + 2) * (2 * j + 3)), 25), E.sin],
  ['cos', (x) => naive(Q.ONE, (j) => over(Q.neg(Q.mul(x, x)), (2 * j + 1) * (2 * j + 2)), 25), E.cos],
  ['atan', (x) => naive(x, () => Q.neg(Q.mul(x, x)), 70, (j) => q(1, 2 * j + 1)), E.atan],
  ['log(1+x)', (x) => naive(x, () => Q.neg(x), 140, (j) => q(1, j + 1)), (x, p) => E.log(I.add(at(1n), x, 400), p)],
  ['erf·√π/2', (x) => naive(x, (j) => over(Q.neg(Q.mul(x, x)), j + 1), 40, (j) => q(1, 2 * j + 1)),
    (x, p) => I.mul(E.erf(x, p), I.mul(I.sqrt(E.pi(p), p), at(1n, 2n), p), p)],
]

for (const [name, exact, enclosure] of oracles) {
  test(`${name} contains the sum of its naive series`, (t) => {
    fc.assert(fc.property(fc.integer({ min: -64, max: 64 }), fc.constantFrom(2, 5, 20, 53, 64), (k, p) => {
      // Dyadic arguments are represented exactly, so the enclosure is of the function at that very point.
      const x = q(k, 128)
      const [low, high] = exact(x)
      t.true(holds(enclosure(I.fromRational(x, 64), p), low, high))
    }))
  })
}

test('inverse functions come back around the point', (t) => {
  fc.assert(fc.property(modest, fc.constantFrom(8, 40, 64, 130), (x, p) => {
    const X = I.fromRational(x, p)
    const [low, high] = [I.lower(X)!, I.upper(X)!]
    t.true(holds(E.tan(E.atan(X, p + 40), p), low, high))
    t.true(holds(E.log(E.exp(X, p), p), low, high))
    if (Q.sign(x) > 0) {
      t.true(holds(E.exp(E.log(X, p), p), low, high))
      const root = I.sqrt(X, p)
      t.true(holds(I.mul(root, root, p), low, high))
    }
  }))
})

test('functional equations hold between enclosures', (t) => {
  const meet = (x: Interval, y: Interval) => I.intersect(x, y) !== undefined
  fc.assert(fc.property(modest, modest, fc.constantFrom(5, 53, 90), (a, b, p) => {
    const [X, Y] = [I.fromRational(a, p), I.fromRational(b, p)]
    const sum = I.add(X, Y, p)
    t.true(meet(E.exp(sum, p), I.mul(E.exp(X, p), E.exp(Y, p), p)))
    const [s, c] = [E.sin(X, p), E.cos(X, p)]
    t.true(I.contains(I.add(I.pow(s, 2n, p), I.pow(c, 2n, p), p), Q.ONE))
    t.true(meet(E.sin(sum, p), I.add(I.mul(s, E.cos(Y, p), p), I.mul(c, E.sin(Y, p), p), p)))
    t.true(meet(E.cos(sum, p), I.sub(I.mul(c, E.cos(Y, p), p), I.mul(s, E.sin(Y, p), p), p)))
    t.true(I.contains(I.sub(I.pow(E.cosh(X, p), 2n, p), I.pow(E.sinh(X, p), 2n, p), p), Q.ONE))
    t.true(meet(I.mul(E.tanh(X, p), E.cosh(X, p), p), E.sinh(X, p)))
    t.true(meet(E.erf(I.neg(X), p), I.neg(E.erf(X, p))))
    if (Q.sign(a) > 0 && Q.sign(b) > 0) t.true(meet(E.log(I.mul(X, Y, p), p), I.add(E.log(X, p), E.log(Y, p), p)))
  }), { numRuns: 60 })
})

test('an enclosure over an interval holds the enclosures of its points', (t) => {
  const functions: readonly (readonly [string, Enclosure])[] = [
    ['exp', E.exp], ['sin', E.sin], ['cos', E.cos], ['atan', E.atan], ['sinh', E.sinh], ['cosh', E.cosh], ['tanh', E.tanh], ['erf', E.erf],
  ]
  fc.assert(fc.property(modest, fc.bigInt({ min: 0n, max: 900n }), fc.bigInt({ min: 0n, max: 100n }), (start, length, k) => {
    const a = Q.div(start, Q.rational(100n))
    const b = Q.add(a, Q.rational(length, 100n))
    const X = I.between(a, b, 64)
    const inner = I.fromRational(Q.add(a, Q.mul(Q.sub(b, a), Q.rational(k, 100n))), 64)
    // The finer precision inside keeps the last rounding of the outer enclosure on the outer side.
    for (const [name, f] of functions) t.true(I.subset(f(inner, 120), f(X, 60)), name)
  }), { numRuns: 150 })
})

test('crests and troughs of sine and cosine', (t) => {
  const text = (x: Interval) => [I.lower(x), I.upper(x)].map((end) => end !== null && Q.isInteger(end) ? `${end}` : '·').join(' ')
  t.is(text(E.sin(box(0n, 2n), 64)), '0 1')
  t.is(text(E.sin(box(0n, 1n), 64)), '0 ·')
  t.is(text(E.sin(box(2n, 4n), 64)), '· ·')
  t.is(text(E.sin(box(4n, 5n), 64)), '-1 ·')
  t.is(text(E.sin(box(-2n, -1n), 64)), '-1 ·')
  t.is(text(E.sin(box(0n, 7n), 64)), '-1 1')
  t.is(text(E.sin(box(null, 1n), 64)), '-1 1')
  t.is(text(E.cos(box(-1n, 1n), 64)), '· 1')
  t.is(text(E.cos(box(3n, 4n), 64)), '-1 ·')
  t.is(text(E.cos(box(1n, 3n), 64)), '· ·')
  t.is(text(E.cos(box(6n, 10n), 64)), '-1 1')
  // 10^20 needs 67 more bits of π; 2^600 is given up on.
  const far = E.sin(at(10n ** 20n), 150)
  t.true(I.contains(far, Q.parseDecimal('-0.645251285265780844205811711312523007406904196')) || Q.lt(I.width(far)!, q(1, 1 << 30)))
  t.true(I.subset(E.sin(at(10n ** 20n), 100), I.between(Q.parseDecimal('-0.64525128526579'), Q.parseDecimal('-0.64525128526578'), 90)))
  t.is(`${E.sin(at(1n << 600n), 64)}`, '[-1, 1]')
  const start = Q.rational(10n ** 30n)
  const narrow = E.sin(I.between(start, Q.add(start, q(1, 1000)), 150), 64)
  t.true(Q.lt(I.width(narrow)!, q(1, 900)))
})

test('exact and extreme arguments', (t) => {
  t.is(`${E.exp(at(0n), 64)}`, '[1, 1]')
  t.is(`${E.log(at(1n), 64)}`, '[0, 0]')
  for (const f of [E.sin, E.tan, E.atan, E.sinh, E.tanh, E.erf]) t.is(`${f(at(0n), 64)}`, '[0, 0]')
  for (const f of [E.cos, E.cosh]) t.is(`${f(at(0n), 64)}`, '[1, 1]')
  const far = Q.pow(q(2), 30_000n)
  for (const n of [10n ** 5n, 10n ** 9n, 10n ** 1000n]) {
    const large = E.exp(at(n), 64)
    t.true(I.upper(large) === null && Q.le(far, I.lower(large)!))
    const small = E.exp(at(-n), 64)
    t.true(Q.isZero(I.lower(small)!) && Q.sign(I.upper(small)!) > 0 && Q.le(I.upper(small)!, Q.inv(far)))
    t.is(I.lower(E.sinh(at(-n), 64)), null)
    t.is(I.upper(E.cosh(at(-n), 64)), null)
    for (const f of [E.tanh, E.erf]) {
      const [low, high] = [I.lower(f(at(n), 64))!, I.upper(f(at(n), 64))!]
      t.true(Q.lt(low, Q.ONE) && Q.eq(high, Q.ONE) && Q.lt(Q.sub(Q.ONE, low), q(1, 1 << 30)))
    }
  }
  t.is(`${E.exp(I.WHOLE, 64)}`, '[0, +∞]')
  t.is(`${E.tanh(I.WHOLE, 64)}`, '[-1, 1]')
  t.is(`${E.cosh(I.WHOLE, 64)}`, '[1, +∞]')
  t.is(`${E.log(box(1n, null), 64)}`, '[0, +∞]')
  t.true(I.subset(E.atan(I.WHOLE, 64), box(-2n, 2n)))
})

test('large exponentials lie between powers of 2 and 3', (t) => {
  for (const n of [1n, 10n, 500n, 1000n, 5000n, 16_000n, 20_000n]) {
    const [low, high] = [I.lower(E.exp(at(n), 64))!, I.upper(E.exp(at(n), 64))!]
    t.true(Q.lt(Q.pow(q(2), n), low) && Q.lt(high, Q.pow(q(3), n)))
    t.true(Q.le(Q.mul(Q.sub(high, low), Q.pow(q(2), 60n)), low))
  }
})

test('values next to a short dyadic number are rounded to its right side', (t) => {
  // A value just above b whose upper bound lost its last unit would be rounded down to b and be outside.
  const cases: readonly (readonly [string, Enclosure, Rational, Rational, Rational])[] = [
    ['exp', E.exp, q(3, 2), q(0), q(1)], ['exp', E.exp, q(1, 4), q(-2), q(-1)], ['exp', E.exp, q(12), q(2), q(3)],
    ['log', E.log, q(1, 2), q(1), q(2)], ['log', E.log, q(-3), q(1, 64), q(1)], ['log', E.log, q(1, 8), q(1), q(5, 4)],
    ['atan', E.atan, q(1, 2), q(0), q(1)], ['atan', E.atan, q(3, 4), q(1, 2), q(1)], ['atan', E.atan, q(-3, 2), q(-20), q(0)],
    ['sin', E.sin, q(1, 2), q(0), q(1)], ['sin', E.sin, q(-3, 4), q(2), q(4)], ['sin', E.sin, q(1, 4), q(100), q(101)],
    ['cos', E.cos, q(1, 2), q(0), q(2)], ['cos', E.cos, q(3, 4), q(-1), q(0)], ['tan', E.tan, q(3), q(0), q(3, 2)],
    ['sinh', E.sinh, q(3, 2), q(0), q(2)], ['cosh', E.cosh, q(2), q(0), q(2)], ['tanh', E.tanh, q(1, 2), q(0), q(1)],
    ['erf', E.erf, q(1, 2), q(0), q(1)], ['erf', E.erf, q(3, 4), q(1, 2), q(2)], ['erf', E.erf, q(-1, 8), q(-1), q(0)],
  ]
  const fine = 220
  for (const [name, f, b, from, to] of cases) {
    const valueAt = (x: Rational, p: number) => f(I.fromRational(x, 400), p)
    const above = (x: Rational) => Q.lt(b, I.lower(valueAt(x, fine))!)
    let [x, y] = [from, to]
    t.not(above(x), above(y))
    for (let i = 0; i < 130; i++) {
      const middle = Q.div(Q.add(x, y), q(2))
      if (above(middle) === above(x)) x = middle
      else y = middle
    }
    for (const end of [x, y]) {
      const exact = valueAt(end, fine)
      for (const p of [2, 3, 4, 6, 10]) t.true(I.subset(exact, valueAt(end, p)), `${name} near ${b} at ${p} bits`)
    }
  }
})

test('the last unit is kept next to 1', (t) => {
  const tiny = Q.pow(q(1, 2), 1000n)
  const half = Q.div(Q.mul(tiny, tiny), q(2))
  for (const p of [2, 64, 300]) {
    // 1 + x < e^x < 1 + 2x, and 1 - x²/2 < cos x < 1 < cosh x < 1 + x² for such x.
    t.true(holds(E.exp(I.fromRational(tiny, 64), p), Q.add(Q.ONE, tiny), Q.add(Q.ONE, Q.mul(q(2), tiny))))
    t.true(holds(E.exp(I.fromRational(Q.neg(tiny), 64), p), Q.sub(Q.ONE, Q.mul(q(2), tiny)), Q.sub(Q.ONE, half)))
    t.true(holds(E.cos(I.fromRational(tiny, 64), p), Q.sub(Q.ONE, half), Q.sub(Q.ONE, Q.mul(half, tiny))))
    t.true(holds(E.cosh(I.fromRational(tiny, 64), p), Q.add(Q.ONE, half), Q.add(Q.ONE, Q.mul(q(2), half))))
  }
})

test('small arguments keep their relative precision', (t) => {
  const tiny = Q.pow(q(1, 2), 1000n)
  for (const f of [E.sin, E.tan, E.atan, E.sinh, E.tanh, E.erf, (x: Interval, p: number) => E.log(I.add(x, at(1n), 2000), p)]) {
    const y = f(I.fromRational(tiny, 64), 64)
    t.true(Q.sign(I.lower(y)!) > 0 && Q.le(Q.mul(I.width(y)!, Q.pow(q(2), 56n)), tiny))
  }
})

test('arguments outside the domain are refused', (t) => {
  for (const x of [box(0n, 1n), box(-1n, 1n), box(null, 2n), box(-3n, -2n), box(0n, 0n)]) {
    t.throws(() => E.log(x, 64), { instanceOf: DomainError })
  }
  for (const x of [box(1n, 2n), box(-2n, -1n), box(0n, 100n), box(4n, 5n), I.WHOLE, box(0n, null)]) {
    t.throws(() => E.tan(x, 64), { instanceOf: DomainError })
  }
  t.notThrows(() => E.tan(box(2n, 4n), 64))
  // The 64-bit interval around π/2 contains it.
  t.throws(() => E.tan(I.mul(E.pi(64), at(1n, 2n), 64), 64), { instanceOf: DomainError })
  for (const p of [0, 1, -5, 2.5, NaN, 5000]) t.throws(() => E.exp(at(1n), p), { instanceOf: RangeError })
})

test('the highest precision stays within its digits', (t) => {
  const e = E.exp(at(1n), 4096)
  t.true(Q.le(I.width(e)!, Q.pow(q(2), -4090n)) && D.cmp(e.lo!, e.hi!) < 0)
  t.true(Q.le(I.width(E.erf(at(3n), 1024))!, Q.pow(q(2), -1000n)))
})
