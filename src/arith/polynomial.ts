// TRUSTED. Polynomials over ℚ in finitely many atoms, which the caller numbers 0, 1, 2, … as it likes.
// Canonical form: nonzero terms in strictly decreasing lexicographic order of their monomials, factors by ascending atom
// with exponents ≥ 1. Equal polynomials therefore have equal lists. Lists are frozen; work and size are capped (LimitExceeded).
// Importers write `import * as P from '../arith/polynomial.js'`.
import { LimitExceeded } from './errors.js'
import type { Rational } from './rational.js'
import * as Q from './rational.js'

export interface Factor {
  readonly atom: number
  readonly exponent: bigint
}

export interface Monomial {
  readonly coefficient: Rational
  readonly factors: readonly Factor[]
}

const TERM_LIMIT = 1 << 16
const WORK_LIMIT = 1 << 18
const EXPONENT_LIMIT = 1n << 20n

const KEY = {}
let termsOf: (p: Polynomial) => readonly Monomial[]

/** A polynomial in canonical form. Made only by the functions of this file. */
export class Polynomial {
  readonly #terms: readonly Monomial[]

  static {
    termsOf = (p) => p.#terms
  }

  /** Not for use outside this file: the key is never exported. `terms` is canonical, and every part of it frozen. */
  constructor(key: object, terms: readonly Monomial[]) {
    if (key !== KEY) throw new TypeError('a Polynomial is made by the functions of polynomial.ts')
    if (terms.length > TERM_LIMIT) throw new LimitExceeded(`a polynomial has more than ${TERM_LIMIT} terms`)
    this.#terms = Object.freeze(terms)
    Object.freeze(this)
  }

  /** The terms, largest monomial first; none for 0. */
  get terms(): readonly Monomial[] {
    return this.#terms
  }
}
Object.freeze(Polynomial)
Object.freeze(Polynomial.prototype)

function makeFactor(atom: number, exponent: bigint): Factor {
  if (exponent > EXPONENT_LIMIT) throw new LimitExceeded(`an exponent exceeds ${EXPONENT_LIMIT}`)
  return Object.freeze({ atom, exponent })
}

function makeTerm(coefficient: Rational, factors: readonly Factor[]): Monomial {
  return Object.freeze({ coefficient, factors: Object.freeze(factors) })
}

/** A lower-numbered factor comes first. */
const factorOrder = (x: Factor, y: Factor): number => x.atom < y.atom ? 1 : x.atom > y.atom ? -1 : 0

/** Lexicographic order, lower-numbered atoms first: a monomial order, so multiplying by a term preserves it. Positive: x first. */
function monomialOrder(x: Monomial, y: Monomial): number {
  for (let i = 0; ; i++) {
    const f = x.factors[i]
    const g = y.factors[i]
    if (f === undefined || g === undefined) return f === g ? 0 : g === undefined ? 1 : -1
    if (f.atom !== g.atom) return factorOrder(f, g)
    if (f.exponent !== g.exponent) return f.exponent > g.exponent ? 1 : -1
  }
}

/** Merges two ordered lists; where both have an element of one rank, `join` makes one of the two, or none. */
function merge<T>(a: readonly T[], b: readonly T[], order: (x: T, y: T) => number, join: (x: T, y: T) => T | undefined): T[] {
  const out: T[] = []
  let i = 0
  let j = 0
  for (;;) {
    const x = a[i]
    const y = b[j]
    if (x === undefined && y === undefined) return out
    const first = x === undefined ? -1 : y === undefined ? 1 : order(x, y)
    const next = first > 0 ? x : first < 0 ? y : x !== undefined && y !== undefined ? join(x, y) : undefined
    if (next !== undefined) out[out.length] = next
    if (first >= 0) i++
    if (first <= 0) j++
  }
}

function joinTerms(x: Monomial, y: Monomial): Monomial | undefined {
  const coefficient = Q.add(x.coefficient, y.coefficient)
  return Q.isZero(coefficient) ? undefined : makeTerm(coefficient, x.factors)
}

const joinFactors = (x: Factor, y: Factor): Factor => makeFactor(x.atom, x.exponent + y.exponent)

export const ZERO: Polynomial = new Polynomial(KEY, [])
export const ONE: Polynomial = constant(Q.ONE)

export function constant(q: Rational): Polynomial {
  return Q.isZero(q) ? ZERO : new Polynomial(KEY, [makeTerm(q, [])])
}

/** The polynomial that is one atom. Throws RangeError unless `id` is an integer from 0 to 2^53 - 1. */
export function atom(id: number): Polynomial {
  if (!(typeof id === 'number' && id >= 0 && id <= 9007199254740991 && id % 1 === 0)) throw new RangeError('an atom is a natural number')
  return new Polynomial(KEY, [makeTerm(Q.ONE, [makeFactor(id, 1n)])])
}

/** Σ coefficient·Π atom^exponent, in any order, with repetitions. Factors are checked and copied. */
export function fromTerms(terms: readonly Monomial[]): Polynomial {
  let sum = ZERO
  for (let i = 0; i < terms.length; i++) {
    const { coefficient, factors } = terms[i] as Monomial
    let term = constant(coefficient)
    for (let j = 0; j < factors.length; j++) term = mul(term, pow(atom((factors[j] as Factor).atom), (factors[j] as Factor).exponent))
    sum = add(sum, term)
  }
  return sum
}

export function add(a: Polynomial, b: Polynomial): Polynomial {
  return new Polynomial(KEY, merge(termsOf(a), termsOf(b), monomialOrder, joinTerms))
}

export const sub = (a: Polynomial, b: Polynomial): Polynomial => add(a, neg(b))
export const neg = (a: Polynomial): Polynomial => scale(a, Q.neg(Q.ONE))
export const scale = (a: Polynomial, q: Rational): Polynomial => mul(a, constant(q))

/** a · b, by merging the rows a·(term of b) in pairs; a row is in order because the order is a monomial order. */
export function mul(a: Polynomial, b: Polynomial): Polynomial {
  const left = termsOf(a)
  const right = termsOf(b)
  if (left.length < right.length) return mul(b, a)
  if (left.length * right.length > WORK_LIMIT) throw new LimitExceeded('a product of polynomials has too many terms')
  let rows: Monomial[][] = []
  for (let j = 0; j < right.length; j++) rows[j] = multiplyRow(left, right[j] as Monomial)
  while (rows.length > 1) {
    const merged: Monomial[][] = []
    for (let i = 0; i < rows.length; i += 2) merged[i / 2] = merge(rows[i] ?? [], rows[i + 1] ?? [], monomialOrder, joinTerms)
    rows = merged
  }
  return new Polynomial(KEY, rows[0] ?? [])
}

function multiplyRow(terms: readonly Monomial[], by: Monomial): Monomial[] {
  const row: Monomial[] = []
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as Monomial
    row[i] = makeTerm(Q.mul(term.coefficient, by.coefficient), merge(term.factors, by.factors, factorOrder, joinFactors))
  }
  return row
}

/** a^k for k ≥ 0 with a^0 = 1: termwise for at most one term, else by repeated multiplication under the limit on work. */
export function pow(a: Polynomial, k: bigint): Polynomial {
  if (typeof k !== 'bigint' || k < 0n) throw new RangeError('an exponent is a bigint ≥ 0')
  const terms = termsOf(a)
  const only = terms[0]
  if (k === 0n) return ONE
  if (only === undefined) return ZERO
  if (terms.length === 1) {
    const factors: Factor[] = []
    for (let i = 0; i < only.factors.length; i++) {
      const { atom, exponent } = only.factors[i] as Factor
      factors[i] = makeFactor(atom, exponent * k)
    }
    return new Polynomial(KEY, [makeTerm(Q.pow(only.coefficient, k), factors)])
  }
  let result = a
  let work = 0
  for (let i = 1n; i < k; i++) {
    work += terms.length * termsOf(result).length
    if (work > WORK_LIMIT) throw new LimitExceeded('a power of a polynomial has too many terms')
    result = mul(result, a)
  }
  return result
}

export const isZero = (a: Polynomial): boolean => termsOf(a).length === 0
export const equal = (a: Polynomial, b: Polynomial): boolean => isZero(sub(a, b))

/** The rational number that a is, undefined if an atom occurs in it. */
export function asConstant(a: Polynomial): Rational | undefined {
  const first = termsOf(a)[0]
  // Constants come last in the order, so a leading constant is alone.
  return first === undefined ? Q.ZERO : first.factors.length === 0 ? first.coefficient : undefined
}
