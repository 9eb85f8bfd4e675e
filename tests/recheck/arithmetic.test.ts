// The second checker's arithmetic against independent values: rationals against cross products, polynomials against values at points,
// functions against a decimal library at eighty digits, and against the first checker's intervals, inside which they have to lie.
import test from 'ava'
import fc from 'fast-check'
import { all, create } from 'mathjs'
import * as D from '../../src/arith/dyadic.js'
import * as E from '../../src/arith/elementary.js'
import * as I from '../../src/arith/interval.js'
import { FUNCTIONS, pi, power, type Interval } from '../../src/recheck/functions.js'
import * as N from '../../src/recheck/number.js'
import { Meter, q, type Q } from '../../src/recheck/number.js'
import { Polynomials, type Poly } from '../../src/recheck/polynomial.js'

const math = create(all!, { number: 'BigNumber', precision: 90 })
const rational = fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 9n)).map(([n, d]) => q(n, d))
const holds = (run: fc.IRawProperty<unknown>): void => { fc.assert(run as fc.IProperty<unknown>, { seed: 4, numRuns: 300 }) }

test('rationals obey the laws of an ordered field, and are in lowest terms', (t) => {
  holds(fc.property(rational, rational, rational, (a, b, c) => {
    const same = (x: Q, y: Q): boolean => x.num === y.num && x.den === y.den
    const sum = N.add(a, b)
    return sum.num * a.den * b.den === (a.num * b.den + b.num * a.den) * sum.den && sum.den > 0n
      && same(N.mul(N.add(a, b), c), N.add(N.mul(a, c), N.mul(b, c))) && same(N.sub(N.add(a, b), b), a)
      && (a.num === 0n || same(N.mul(a, N.inv(a)), N.ONE)) && N.less(a, b) === a.num * b.den < b.num * a.den
      && same(N.pow(a, 3n), N.mul(a, N.mul(a, a))) && N.floor(a) * a.den <= a.num && (N.floor(a) + 1n) * a.den > a.num
  }))
  t.true(N.less(N.neg(N.INFINITY), N.INFINITY) && !N.less(N.INFINITY, N.INFINITY) && N.less(q(5n), N.INFINITY))
  t.throws(() => N.inv(N.ZERO))
  t.throws(() => N.pow(q(10n), 10n ** 9n))
})

/** A random expression as a polynomial, and its value at a point computed without it. */
interface Expression { readonly poly: (ring: Polynomials) => Poly; readonly at: (point: readonly bigint[]) => bigint }
const expression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
  e: fc.oneof({ maxDepth: 4 },
    fc.nat(3).map((i): Expression => ({ poly: (r) => r.atom(i), at: (x) => x[i]! })),
    fc.integer({ min: -5, max: 5 }).map((n): Expression => ({ poly: (r) => r.constant(q(BigInt(n))), at: () => BigInt(n) })),
    fc.tuple(tie('e'), tie('e')).map(([a, b]): Expression => ({ poly: (r) => r.add(a.poly(r), b.poly(r)), at: (x) => a.at(x) + b.at(x) })),
    fc.tuple(tie('e'), tie('e')).map(([a, b]): Expression => ({ poly: (r) => r.sub(a.poly(r), b.poly(r)), at: (x) => a.at(x) - b.at(x) })),
    fc.tuple(tie('e'), tie('e')).map(([a, b]): Expression => ({ poly: (r) => r.mul(a.poly(r), b.poly(r)), at: (x) => a.at(x) * b.at(x) })),
    fc.tuple(tie('e'), fc.nat(3)).map(([a, n]): Expression =>
      ({ poly: (r) => r.pow(a.poly(r), BigInt(n)), at: (x) => a.at(x) ** BigInt(n) }))),
})).e

function value(p: Poly, x: readonly bigint[], ring: Polynomials): bigint {
  return ring.monomials(p).reduce((s, { coefficient, factors }) => s + factors.reduce((m, [a, e]) => m * x[a]! ** e, coefficient.num), 0n)
}

test('a polynomial has the value of its expression, and equal polynomials are one object', (t) => {
  const point = fc.array(fc.bigInt(-50n, 50n), { minLength: 4, maxLength: 4 })
  holds(fc.property(expression, expression, point, (a, b, x) => {
    const ring = new Polynomials(new Meter(1e7))
    const [p, r] = [a.poly(ring), b.poly(ring)]
    const square = ring.pow(ring.add(p, r), 2n)
    const written = ring.add(ring.add(ring.mul(r, r), ring.scale(ring.mul(p, r), N.TWO)), ring.mul(p, p))
    return value(p, x, ring) === a.at(x) && square === written && ring.sub(p, p) === ring.zero
      // Two polynomials of small degree that differ somewhere are two objects.
      && (a.at(x) === b.at(x) || p !== r)
  }))
  t.pass()
})

test('work on polynomials is bounded', (t) => {
  const ring = new Polynomials(new Meter(10_000))
  const sum = Array.from({ length: 12 }, (_, i) => ring.atom(i)).reduce((a, b) => ring.add(a, b))
  t.throws(() => ring.pow(sum, 12n), { message: /work/u })
  t.throws(() => ring.pow(sum, 1n << 40n), { message: /exponent/u })
})

const decimal = (x: Q): unknown => math.evaluate(`bignumber("${x.num}") / bignumber("${x.den}")`)
const domains: Readonly<Record<string, (x: Q) => boolean>> = { log: (x) => x.num > 0n, sqrt: (x) => x.num >= 0n }
const modest = fc.tuple(fc.bigInt(-30_000n, 30_000n), fc.bigInt(1n, 1000n)).map(([n, d]) => q(n, d))
const tiny = fc.tuple(fc.bigInt(-99n, 99n), fc.nat(60)).map(([n, k]) => q(n, 10n ** BigInt(k)))

for (const name of ['exp', 'log', 'sqrt', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh']) {
  test(`${name} encloses the value to eighty digits, narrowly`, (t) => {
    const f = FUNCTIONS.get(name)!
    fc.assert(fc.property(fc.oneof(modest, tiny), fc.constantFrom(60, 130, 200), (x, p) => {
      if (domains[name]?.(x) === false) return true
      const { lo, hi } = f({ lo: x, hi: x }, p)
      const [low, high, exact] = [decimal(lo), decimal(hi), math.evaluate(`${name}(v)`, { v: decimal(x) }) as unknown]
      // Eighty of its ninety digits are right; the interval may be wrong by no more.
      const slack = math.evaluate('abs(v) * 1e-78 + 1e-160', { v: exact }) as unknown
      const inside = math.evaluate('l <= v + s and v - s <= h', { l: low, h: high, v: exact, s: slack }) as boolean
      const width = N.sub(hi, lo)
      const wide = N.less(N.mul(N.larger(lo, N.neg(hi)), q(1n, 1n << BigInt(p - 8))), width)
      return inside && !wide
    }), { seed: 5, numRuns: 120 })
    t.pass()
  })
}

test('erf and π to forty decimal places', (t) => {
  const known: readonly (readonly [Interval, string])[] = [
    [pi(160), '31415926535897932384626433832795028841971'],
    [FUNCTIONS.get('erf')!({ lo: N.ONE, hi: N.ONE }, 160), '8427007929497148693412206350826092592960'],
    [FUNCTIONS.get('erf')!({ lo: N.HALF, hi: N.HALF }, 160), '5204998778130465376827466538919645287364'],
    [FUNCTIONS.get('erf')!({ lo: q(3n), hi: q(3n) }, 160), '9999779095030014145586272238704176796201'],
  ]
  for (const [{ lo, hi }, digits] of known) {
    const below = q(BigInt(digits), 10n ** 40n)
    const above = q(BigInt(digits) + 1n, 10n ** 40n)
    t.true(N.less(lo, above) && N.less(below, hi), digits)
    t.true(N.less(N.sub(hi, lo), q(1n, 10n ** 40n)))
  }
})

test('intervals of a function lie inside those of the first checker', (t) => {
  const dyadic = fc.tuple(fc.bigInt(-(1n << 20n), 1n << 20n), fc.integer({ min: -25, max: 2 })).map(([m, e]) => D.dyadic(m, e))
  const kernel: Readonly<Record<string, (x: I.Interval, p: number) => I.Interval>> = {
    exp: E.exp, log: E.log, sqrt: I.sqrt, sin: E.sin, cos: E.cos, tan: E.tan, atan: E.atan, sinh: E.sinh, cosh: E.cosh, tanh: E.tanh,
      erf: E.erf,
  }
  const ends = (x: I.Interval): Interval => ({ lo: I.lower(x) ?? N.neg(N.INFINITY), hi: I.upper(x) ?? N.INFINITY })
  fc.assert(fc.property(fc.constantFrom(...Object.keys(kernel)), dyadic, dyadic, fc.boolean(), fc.constantFrom(10, 53, 120), (name, a, b,
    point, p) => {
    const [lo, hi] = D.cmp(a, b) <= 0 ? [a, b] : [b, a]
    const x = point ? I.interval(a, a) : I.interval(lo, hi)
    let outer: Interval
    try {
      outer = ends(kernel[name]!(x, p))
    } catch {
      return true
    }
    const inner = FUNCTIONS.get(name)!(ends(x), p + 64)
    return !N.less(inner.lo, outer.lo) && !N.less(outer.hi, inner.hi)
  }), { seed: 6, numRuns: 1500 })
  t.pass()
})

test('powers enclose, for whole numbers of any size', (t) => {
  const x = { lo: q(-3n), hi: q(2n) }
  t.deepEqual(power(x, 2n, 80), { lo: N.ZERO, hi: q(9n) })
  t.deepEqual(power(x, 3n, 80), { lo: q(-27n), hi: q(8n) })
  t.deepEqual(power(x, 0n, 80), { lo: N.ONE, hi: N.ONE })
  const near = power({ lo: q(1001n, 1000n), hi: q(1001n, 1000n) }, 1_000_000n, 80)
  t.true(N.less(near.lo, near.hi) && N.less(q(10n ** 434n), near.lo) && N.less(near.hi, q(10n ** 435n)))
  t.throws(() => power(x, 1n << 2000n, 80))
})
