// Floating-point reals, and estimates: intervals that came out of sampling or stand for all values of a bounded quantity.
// A real here is a number or an Estimate. UNTRUSTED: decides what to look at more closely, never what is true.
import type { Algebra } from './algebra.js'
import { FALSE, NotEvaluable, SEEMS_FALSE, SEEMS_TRUE, TRUE, type Truth, type Value } from './value.js'

/** An interval around a guess. `rigorous`: the interval holds at the stated statistical level without an asymptotic argument. */
export class Estimate {
  constructor(readonly low: number, readonly high: number, readonly guess: number, readonly rigorous: boolean) {}
}

export type Real = number | Estimate

const RELATIVE = 1e-10
const ABSOLUTE = 1e-12

export const lowOf = (a: Real): number => (typeof a === 'number' ? a : a.low)
export const highOf = (a: Real): number => (typeof a === 'number' ? a : a.high)
export const guessOf = (a: Real): number => (typeof a === 'number' ? a : a.guess)
const rigorousOf = (a: Real): boolean => typeof a === 'number' || a.rigorous

/** Stands for every real at once. */
export const ANY_REAL: Estimate = new Estimate(-Infinity, Infinity, 0, true)

/** 0 · ∞ = 0: the infinite end is not attained. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)
const at = (a: number): number => (Number.isNaN(a) ? 0 : a)

function make(low: number, high: number, guess: number, rigorous: boolean): Real {
  if (Number.isNaN(low) || Number.isNaN(high)) return new Estimate(-Infinity, Infinity, at(guess), rigorous)
  return new Estimate(low, high, at(guess), rigorous)
}

function monotone(a: Estimate, f: (x: number) => number): Real {
  return make(f(a.low), f(a.high), f(a.guess), a.rigorous)
}

/** For an operation that grows with both arguments. */
function endwise(a: Real, b: Real, f: (x: number, y: number) => number): Real {
  return make(f(lowOf(a), lowOf(b)), f(highOf(a), highOf(b)), f(guessOf(a), guessOf(b)), rigorousOf(a) && rigorousOf(b))
}

function estimateMul(a: Real, b: Real): Real {
  const [p, q, r, s] = [lowOf(a), highOf(a), lowOf(b), highOf(b)]
  const products = [times(p, r), times(p, s), times(q, r), times(q, s)]
  return make(Math.min(...products), Math.max(...products), times(guessOf(a), guessOf(b)), rigorousOf(a) && rigorousOf(b))
}

function power(a: number, k: number): number {
  return k === 2 ? a * a : a ** k
}

function estimatePower(a: Estimate, k: number): Real {
  if (k === 0) return 1
  const [low, high, guess] = [power(a.low, k), power(a.high, k), power(a.guess, k)]
  if (k % 2 === 1 || a.low >= 0) return make(low, high, guess, a.rigorous)
  if (a.high <= 0) return make(high, low, guess, a.rigorous)
  return make(0, Math.max(low, high), guess, a.rigorous)
}

const inverse = (x: number): number => (x === 0 ? 0 : 1 / x)
const logarithm = (x: number): number => (x > 0 ? Math.log(x) : 0)
const root = (x: number): number => (x > 0 ? Math.sqrt(x) : 0)

function estimateInverse(a: Estimate): Real {
  if (a.low > 0 || a.high < 0) return make(1 / a.high, 1 / a.low, inverse(a.guess), a.rigorous)
  return make(-Infinity, Infinity, inverse(a.guess), a.rigorous)
}

function estimateLog(a: Estimate): Real {
  if (a.low > 0) return monotone(a, Math.log)
  return make(-Infinity, Math.max(0, logarithm(a.high)), logarithm(a.guess), a.rigorous)
}

/** Compares intervals; `holds` on single numbers. A certain answer needs rigorous intervals on both sides. */
function compare(a: Real, b: Real, strict: boolean): Truth {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b)) throw new NotEvaluable('a number out of range')
    if (strict) return a < b ? TRUE : FALSE
    if (a <= b) return TRUE
    return a - b <= RELATIVE * (Math.abs(a) + Math.abs(b)) + ABSOLUTE && a !== Infinity ? TRUE : FALSE
  }
  const sure = rigorousOf(a) && rigorousOf(b)
  if (strict ? highOf(a) < lowOf(b) : highOf(a) <= lowOf(b)) return sure ? TRUE : SEEMS_TRUE
  if (strict ? lowOf(a) >= highOf(b) : lowOf(a) > highOf(b)) return sure ? FALSE : SEEMS_FALSE
  return (strict ? guessOf(a) < guessOf(b) : guessOf(a) <= guessOf(b)) ? SEEMS_TRUE : SEEMS_FALSE
}

function equal(a: Real, b: Real): Truth {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b)) throw new NotEvaluable('a number out of range')
    return a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) ? TRUE : FALSE
  }
  const apart = highOf(a) < lowOf(b) || highOf(b) < lowOf(a)
  if (apart) return rigorousOf(a) && rigorousOf(b) ? FALSE : SEEMS_FALSE
  return SEEMS_TRUE
}

function digits(x: number): string {
  return Number.isInteger(x) && Math.abs(x) < 1e15 ? `${x}` : `${Number(x.toPrecision(6))}`
}

const real = (a: Value): Real => a as Real

/** Doubles where both sides are doubles, interval arithmetic on estimates otherwise. Comparison of doubles forgives rounding. */
export const floatAlgebra: Algebra = {
  name: 'float',
  numeral: (text) => Number(text),
  fromNumber: (x) => x,
  fromRatio: (p, q) => p / q,
  toNumber: (a) => guessOf(real(a)),
  show: (a) => (typeof a === 'number' ? digits(a) : `${digits(lowOf(real(a)))} … ${digits(highOf(real(a)))}`),
  add: (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a + b
    return endwise(real(a), real(b), (x, y) => x + y)
  },
  mul: (a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : estimateMul(real(a), real(b))),
  neg: (a) => {
    if (typeof a === 'number') return -a
    const x = real(a) as Estimate
    return make(-x.high, -x.low, -x.guess, x.rigorous)
  },
  inv: (a) => (typeof a === 'number' ? inverse(a) : estimateInverse(a as Estimate)),
  npow: (a, k) => (typeof a === 'number' ? power(a, k) : estimatePower(a as Estimate, k)),
  exp: (a) => (typeof a === 'number' ? Math.exp(a) : monotone(a as Estimate, Math.exp)),
  log: (a) => (typeof a === 'number' ? logarithm(a) : estimateLog(a as Estimate)),
  sqrt: (a) => (typeof a === 'number' ? root(a) : monotone(a as Estimate, root)),
  sin: (a) => (typeof a === 'number' ? Math.sin(a) : make(-1, 1, Math.sin(guessOf(real(a))), rigorousOf(real(a)))),
  cos: (a) => (typeof a === 'number' ? Math.cos(a) : make(-1, 1, Math.cos(guessOf(real(a))), rigorousOf(real(a)))),
  atan: (a) => (typeof a === 'number' ? Math.atan(a) : monotone(a as Estimate, Math.atan)),
  pi: () => Math.PI,
  abs: (a) => {
    if (typeof a === 'number') return Math.abs(a)
    const x = a as Estimate
    const low = x.low > 0 ? x.low : x.high < 0 ? -x.high : 0
    return make(low, Math.max(-x.low, x.high), Math.abs(x.guess), x.rigorous)
  },
  min: (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return Math.min(a, b)
    return endwise(real(a), real(b), Math.min)
  },
  max: (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b)
    return endwise(real(a), real(b), Math.max)
  },
  le: (a, b) => compare(real(a), real(b), false),
  lt: (a, b) => compare(real(a), real(b), true),
  eq: (a, b) => equal(real(a), real(b)),
  hull: (a, b) => {
    if (a === b) return a
    const [x, y] = [real(a), real(b)]
    return make(Math.min(lowOf(x), lowOf(y)), Math.max(highOf(x), highOf(y)), guessOf(x), rigorousOf(x) && rigorousOf(y))
  },
}
