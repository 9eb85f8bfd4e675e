// TRUSTED. Reads real and natural terms as polynomials over ℚ whose indeterminates are atoms: equal polynomials, equal values.
// Pure: no theorem is made here. Inverse and symbolic powers are atoms up to the identities listed at `View`; x·x⁻¹ = 1 is not one,
// because 0⁻¹ = 0. Anyone may use a View to see what `ring` and `positivstellensatz` see.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { KernelError, NAT, REAL } from './type.js'
import { checkTerm, core, type Term } from './term.js'
import { ADD, COE, DIV, INV, MUL, NADD, NEG, NMUL, NPOW, NSUB, SUB } from './signature.js'

/** Injective on polynomials of one view. */
function keyOf(p: Polynomial): string {
  let key = ''
  for (let i = 0; i < p.terms.length; i++) {
    const term = p.terms[i] as P.Monomial
    key += `+${term.coefficient}`
    for (let j = 0; j < term.factors.length; j++) key += `*${term.factors[j]?.atom}^${term.factors[j]?.exponent}`
  }
  return key
}

/** The factors of a monomial with their exponents, coefficient left out. */
type Factors = P.Monomial['factors']

/**
 * One numbering of atoms. `(xy)⁻¹ = x⁻¹y⁻¹`, `(x⁻¹)⁻¹ = x`, `0⁻¹ = 0`; `x^(k+l) = x^k x^l`, `(xy)^k = x^k y^k`, `(x^k)^l = x^(kl)`,
 * `(x⁻¹)^k = (x^k)⁻¹` for natural k, l; a function applied to equal polynomials is one atom. A natural number is read as a real.
 */
export class View {
  readonly #ids = new Map<string, number>()
  readonly #inverses: (() => Polynomial)[] = []
  readonly #powers = new Map<number, readonly [base: Polynomial, exponent: Polynomial]>()
  readonly #seen = new Map<Term, Polynomial>()
  readonly #seenInverse = new Map<Term, Polynomial>()

  /** The polynomial of a term of type ℝ or ℕ. Throws LimitExceeded when it grows beyond the caps of arith. */
  polynomial(t: Term): Polynomial {
    const type = checkTerm(t, 'polynomial').type
    if (type !== REAL && type !== NAT) throw new KernelError('polynomial', 'expected a term of type ℝ or ℕ')
    return this.#read(core(t))
  }

  #read(t: Term): Polynomial {
    const old = this.#seen.get(t)
    if (old !== undefined) return old
    const made = this.#step(t)
    this.#seen.set(t, made)
    return made
  }

  #step(t: Term): Polynomial {
    if (t.kind === 'num') return P.constant(Q.rational(t.value))
    if (t.kind === 'app' && t.fn.kind === 'const') {
      switch (t.fn.constant) {
        case NEG: return P.neg(this.#read(t.arg))
        case INV: return this.#readInverse(t.arg)
        case COE: return this.#read(t.arg)
      }
    }
    if (t.kind === 'app' && t.fn.kind === 'app' && t.fn.fn.kind === 'const') {
      const left = t.fn.arg
      const right = t.arg
      switch (t.fn.fn.constant) {
        case ADD: case NADD: return P.add(this.#read(left), this.#read(right))
        case MUL: case NMUL: return P.mul(this.#read(left), this.#read(right))
        case SUB: return P.sub(this.#read(left), this.#read(right))
        case DIV: return P.mul(this.#read(left), this.#readInverse(right))
        case NPOW: return this.#power(this.#read(left), this.#read(right))
        case NSUB: {
          const m = P.asConstant(this.#read(left))
          const n = P.asConstant(this.#read(right))
          if (m !== undefined && n !== undefined) return P.constant(Q.max(Q.sub(m, n), Q.ZERO))
        }
      }
    }
    return this.#atom(this.#name(t))
  }

  /** The inverse of `t`, read off its structure first, so that `1/(x+y)^2` is the square of `1/(x+y)`. */
  #readInverse(t: Term): Polynomial {
    const old = this.#seenInverse.get(t)
    if (old !== undefined) return old
    const made = this.#stepInverse(t)
    this.#seenInverse.set(t, made)
    return made
  }

  #stepInverse(t: Term): Polynomial {
    if (t.kind === 'app' && t.fn.kind === 'const') {
      if (t.fn.constant === INV) return this.#read(t.arg)
      if (t.fn.constant === NEG) return P.neg(this.#readInverse(t.arg))
    }
    if (t.kind === 'app' && t.fn.kind === 'app' && t.fn.fn.kind === 'const') {
      switch (t.fn.fn.constant) {
        case MUL: return P.mul(this.#readInverse(t.fn.arg), this.#readInverse(t.arg))
        case DIV: return P.mul(this.#readInverse(t.fn.arg), this.#read(t.arg))
        case NPOW: return this.#power(this.#readInverse(t.fn.arg), this.#read(t.arg))
      }
    }
    return this.#invert(this.#read(t))
  }

  /** Equal names, equal values: a name replaces the numeric arguments of an application by their polynomials. */
  #name(t: Term): string {
    if (t.kind !== 'app' || (t.arg.type !== REAL && t.arg.type !== NAT)) return `#${t.id}`
    return `${this.#name(t.fn)}(${keyOf(this.#read(t.arg))})`
  }

  #id(name: string, inverse?: () => Polynomial): number {
    const old = this.#ids.get(name)
    if (old !== undefined) return old
    const id = this.#ids.size
    this.#ids.set(name, id)
    this.#inverses[id] = inverse ?? (() => this.#atom(`inv #${id}`, () => P.atom(id)))
    return id
  }

  #atom(name: string, inverse?: () => Polynomial): Polynomial {
    return P.atom(this.#id(name, inverse))
  }

  /** Splits `p` into its leading coefficient and either the factors of a monomial or a sum with leading coefficient 1. */
  #split(p: Polynomial): { readonly scale: Q.Rational; readonly factors: Factors; readonly sum: Polynomial | undefined } {
    const lead = p.terms[0]
    if (lead === undefined) return { scale: Q.ZERO, factors: [], sum: undefined }
    if (p.terms.length === 1) return { scale: lead.coefficient, factors: lead.factors, sum: undefined }
    return { scale: lead.coefficient, factors: [], sum: P.scale(p, Q.inv(lead.coefficient)) }
  }

  #invert(p: Polynomial): Polynomial {
    const { scale, factors, sum } = this.#split(p)
    let result = P.constant(Q.isZero(scale) ? scale : Q.inv(scale))
    if (sum !== undefined) result = P.mul(result, this.#atom(`inv ${keyOf(sum)}`, () => sum))
    for (let i = 0; i < factors.length; i++) {
      const { atom, exponent } = factors[i] as Factors[number]
      result = P.mul(result, P.pow((this.#inverses[atom] as () => Polynomial)(), exponent))
    }
    return result
  }

  /** `p^k` for a natural-valued polynomial k with natural coefficients, one monomial of k at a time. */
  #power(p: Polynomial, k: Polynomial): Polynomial {
    let result = P.ONE
    for (let i = 0; i < k.terms.length; i++) {
      const { coefficient, factors } = k.terms[i] as P.Monomial
      if (!Q.isInteger(coefficient) || coefficient.num < 0n) throw new KernelError('polynomial', 'exponent with a coefficient outside ℕ')
      const monomial = P.fromTerms([{ coefficient: Q.ONE, factors }])
      result = P.mul(result, P.pow(factors.length === 0 ? p : this.#symbolic(p, monomial), coefficient.num))
    }
    return result
  }

  /** `p^k` for a monomial k of degree at least 1. */
  #symbolic(p: Polynomial, k: Polynomial): Polynomial {
    const { scale, factors, sum } = this.#split(p)
    let result = sum === undefined ? P.ONE : this.#powerAtom(sum, k)
    const pieces = [Q.rational(scale.num < 0n ? -1n : 1n), Q.rational(scale.num < 0n ? -scale.num : scale.num), Q.rational(1n, scale.den)]
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i] as Q.Rational
      if (!Q.eq(piece, Q.ONE)) result = P.mul(result, this.#powerAtom(P.constant(piece), k))
    }
    for (let i = 0; i < factors.length; i++) {
      const { atom, exponent } = factors[i] as Factors[number]
      const [base, inner] = this.#powers.get(atom) ?? [P.atom(atom), P.ONE]
      result = P.mul(result, P.pow(this.#powerAtom(base, P.mul(inner, k)), exponent))
    }
    return result
  }

  #powerAtom(base: Polynomial, k: Polynomial): Polynomial {
    const id = this.#id(`(${keyOf(base)})^(${keyOf(k)})`, () => this.#symbolic(this.#invert(base), k))
    this.#powers.set(id, [base, k])
    return P.atom(id)
  }
}
