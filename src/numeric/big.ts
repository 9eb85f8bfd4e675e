// Reals to 64 digits with mathjs BigNumbers: the second look at a violation found in floating point, before exact arithmetic
// is asked. UNTRUSTED; its comparisons forgive differences below 10^-50 of the larger side.
import { BigNumberDependencies, create, type BigNumber, type FactoryFunctionMap, type MathJsInstance } from 'mathjs'
import type { Algebra } from './algebra.js'
import { FALSE, NotEvaluable, TRUE, type Truth, type Value } from './value.js'

/** One private mathjs with nothing but 64-digit numbers in it; the shared one of the package is never touched. */
const instance = create({ BigNumberDependencies } as FactoryFunctionMap, { number: 'BigNumber', precision: 64 })
const { BigNumber: Big } = instance as MathJsInstance & { readonly BigNumber: new (x: number | string) => BigNumber }

const big = (a: Value): BigNumber => a as BigNumber
const made = (x: number | string): BigNumber => new Big(x)

function checked(a: BigNumber): BigNumber {
  if (!a.isFinite()) throw new NotEvaluable('a number out of range')
  return a
}

function near(a: BigNumber, b: BigNumber): boolean {
  return a.sub(b).abs().lte(a.abs().add(b.abs()).mul('1e-50'))
}

function order(a: Value, b: Value, strict: boolean): Truth {
  const [x, y] = [big(a), big(b)]
  if (near(x, y)) return strict && !x.lt(y) ? FALSE : TRUE
  return x.lt(y) ? TRUE : FALSE
}

/** 64 digits. */
export const bigAlgebra: Algebra = {
  name: 'big',
  numeral: (text) => made(text),
  fromNumber: (x) => checked(made(x)),
  fromRatio: (p, q) => made(p).div(q),
  toNumber: (a) => big(a).toNumber(),
  show: (a) => big(a).toSignificantDigits(12).toString(),
  add: (a, b) => big(a).add(big(b)),
  mul: (a, b) => big(a).mul(big(b)),
  neg: (a) => big(a).neg(),
  inv: (a) => (big(a).isZero() ? made(0) : made(1).div(big(a))),
  npow: (a, k) => checked(k === 0 ? made(1) : big(a).pow(k)),
  exp: (a) => checked(big(a).exp()),
  log: (a) => (big(a).gt(0) ? big(a).ln() : made(0)),
  sqrt: (a) => (big(a).gt(0) ? big(a).sqrt() : made(0)),
  sin: (a) => big(a).sin(),
  cos: (a) => big(a).cos(),
  atan: (a) => big(a).atan(),
  pi: () => made(-1).acos(),
  abs: (a) => big(a).abs(),
  min: (a, b) => (big(a).lte(big(b)) ? a : b),
  max: (a, b) => (big(a).lte(big(b)) ? b : a),
  le: (a, b) => order(a, b, false),
  lt: (a, b) => order(a, b, true),
  eq: (a, b) => (near(big(a), big(b)) ? TRUE : FALSE),
  hull: (a, b) => {
    if (a === b) return a
    throw new NotEvaluable('an undecided condition')
  },
}
