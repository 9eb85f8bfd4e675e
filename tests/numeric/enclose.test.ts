// TEST. Enclosures of terms, outward decimals and ranges over boxes: rigorous at every point tried, exact where the value is.
import test from 'ava'
import fc from 'fast-check'
import * as I from '../../src/arith/interval.js'
import * as Q from '../../src/arith/rational.js'
import { elaborateNumber } from '../../src/elaborate/formula.js'
import { core, mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import { NAT, REAL } from '../../src/kernel/type.js'
import { decimal, enclosureText, exactText } from '../../src/numeric/decimal.js'
import { NoValue, enclose, ends, type Enclosed } from '../../src/numeric/enclose.js'
import { rangeOver } from '../../src/numeric/sweep.js'
import { parseFormula } from '../../src/syntax/parser.js'

const x = mkVar('x', REAL)
const k = mkVar('k', NAT)
const names = new Map<string, FVar>([['x', x], ['k', k]])
const read = (text: string): Term => elaborateNumber(parseFormula(text).expr!, REAL, names, [])
const q = (n: number, d = 1): Q.Rational => Q.rational(BigInt(n), BigInt(d))
const at = (text: string, known: readonly (readonly [FVar, Enclosed])[] = []): Enclosed =>
  enclose(read(text), new Map(known.map(([v, value]) => [core(v), value])))

test('what is rational stays exact', (t) => {
  t.is(enclosureText(at('2^10 / 3 * 3 + √(9/4)')), '1025.5')
  t.is(enclosureText(at('Σ i in 1..100, i')), '5050')
  t.is(enclosureText(at('max(1/3, 1/4) - |1/7 - 1/3|')), '1/7')
  t.is(enclosureText(at('exp 0 + log 1 + (1/2)^k', [[k, q(3)]])), '1.125')
})

test('what is not rational is enclosed', (t) => {
  const values = [
    ['exp 1', Math.E], ['√2', Math.SQRT2], ['log 10', Math.LN10], ['2^0.5', Math.SQRT2], ['Π i in 1..5, √i', Math.sqrt(120)],
  ] as const
  for (const [text, value] of values) {
    const { low, high } = ends(at(text))
    t.true(low !== null && high !== null && Q.lt(low, high), text)
    t.true(Math.abs(Number(low!.num) / Number(low!.den) - value) < 1e-12, text)
  }
})

test('what is undefined is refused', (t) => {
  for (const text of ['1 / (x - x)', 'log(-1)', '√(-1)', 'log 0', '(-1)^0.5']) {
    t.throws(() => at(text, [[x, q(1)]]), { instanceOf: NoValue }, text)
  }
  t.throws(() => at('x + 1'), { instanceOf: NoValue })
  t.throws(() => at('Σ i in 1..k, i', [[k, q(10 ** 9)]]), { instanceOf: NoValue })
})

test('a power with an exponent in a range goes through the logarithm', (t) => {
  const value = ends(at('x^k', [[x, q(2)], [k, I.between(q(3), q(5), 64)]]))
  t.true(Q.le(value.low!, q(8)) && Q.le(q(32), value.high!))
  t.true(Q.lt(q(7), value.low!) && Q.lt(value.high!, q(33)))
})

test('decimals are rounded outward and say so', (t) => {
  t.is(decimal(q(1, 3), 4, 'down'), '0.3333')
  t.is(decimal(q(1, 3), 4, 'up'), '0.3334')
  t.is(decimal(q(-1, 3), 4, 'down'), '-0.3334')
  t.is(decimal(q(99999), 3, 'up'), '100000')
  t.is(decimal(q(12345678901), 4, 'down'), '1.234e10')
  t.is(decimal(q(1, 1000000), 4, 'up'), '1e-6')
  t.is(exactText(q(60000)), '60000')
  t.is(exactText(q(1, 3)), '1/3')
  const big = 10n ** 30n
  fc.assert(fc.property(fc.bigInt(-big, big), fc.bigInt(1n, big), fc.integer({ min: 1, max: 12 }), (n, d, digits) => {
    const value = Q.rational(n, d)
    const exact = (text: string): Q.Rational => {
      const [mantissa = '', exponent = '0'] = text.split('e')
      return Q.mul(Q.parseDecimal(mantissa), Q.pow(q(10), BigInt(exponent)))
    }
    const [low, high] = [exact(decimal(value, digits, 'down')), exact(decimal(value, digits, 'up'))]
    const width = Q.sub(high, low)
    return Q.le(low, value) && Q.le(value, high) && Q.le(width, Q.mul(Q.abs(value), Q.pow(q(10), BigInt(1 - digits))))
  }))
})

test('a range over a box holds every value in it and is tight', (t) => {
  const f = (text: string, low: Q.Rational, high: Q.Rational): Enclosed => {
    const term = read(text)
    return rangeOver(([side]) => {
      const value = Q.eq(side!.low, side!.high) ? side!.low : I.between(side!.low, side!.high, 192)
      return enclose(term, new Map([[core(x), value]]))
    }, [{ low, high }])
  }
  // x - x² on [0, 1] has its maximum 1/4 inside; plain interval arithmetic gives [-1, 1].
  const hill = ends(f('x - x^2', q(0), q(1)))
  t.true(Q.le(hill.low!, q(0)) && Q.lt(q(-1, 1000), hill.low!))
  t.true(Q.le(q(1, 4), hill.high!) && Q.lt(hill.high!, q(251, 1000)))
  fc.assert(fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 100 }), (a, w, s) => {
    const range = f('x^2 * exp(-x) + 1 / (1 + x^2)', q(a), q(a + w))
    const inside = Q.add(q(a), Q.mul(q(w), q(s, 100)))
    const value = at('x^2 * exp(-x) + 1 / (1 + x^2)', [[x, inside]])
    return I.subset(Q.isRational(value) ? I.fromRational(value, 64) : value, I.round(range as I.Interval, 64))
  }), { numRuns: 10 })
  t.throws(() => f('1 / x', q(-1), q(1)), { instanceOf: NoValue })
})
