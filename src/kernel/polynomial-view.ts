// TRUSTED. Reads real and natural terms as polynomials over ℚ whose indeterminates are atoms: equal polynomials, equal values.
// Pure: no theorem is made here. x·x⁻¹ = 1 is not used, because 0⁻¹ = 0. Anyone may use a View to see what `ring` sees.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { KernelError, NAT, REAL } from './type.js'
import { checkTerm, core, type Term } from './term.js'
import { ADD, COE, DIV, INV, MUL, NADD, NEG, NMUL, NPOW, NSUB, SUB, operation } from './signature.js'

/** Text that determines the polynomial, among those of one view. */
function keyOf(p: P.Polynomial): string {
  let key = ''
  for (let i = 0; i < p.terms.length; i++) {
    const { coefficient, factors } = p.terms[i] as P.Monomial
    key += `+${coefficient}`
    for (let j = 0; j < factors.length; j++) key += `*${factors[j]?.atom}^${factors[j]?.exponent}`
  }
  return key
}

/** h(p) for a multiplicative h known on numbers, on atoms, and on sums whose leading coefficient is 1. */
function multiplicative(
  p: P.Polynomial, number: (q: Q.Rational) => P.Polynomial, atom: (id: number) => P.Polynomial, sum: (s: P.Polynomial) => P.Polynomial,
): P.Polynomial {
  const lead = p.terms[0]
  if (lead === undefined) return number(Q.ZERO)
  let result = number(lead.coefficient)
  if (p.terms.length > 1) return P.mul(result, sum(P.scale(p, Q.inv(lead.coefficient))))
  for (let i = 0; i < lead.factors.length; i++) {
    const factor = lead.factors[i] as P.Factor
    result = P.mul(result, P.pow(atom(factor.atom), factor.exponent))
  }
  return result
}

/**
 * One numbering of atoms. `(xy)⁻¹ = x⁻¹y⁻¹`, `(x⁻¹)⁻¹ = x`, `0⁻¹ = 0`; `x^(k+l) = x^k x^l`, `(xy)^k = x^k y^k`, `(x^k)^l = x^(kl)`,
 * `(x⁻¹)^k = (x^k)⁻¹` for natural k, l; a function applied to equal polynomials is one atom. A natural number is read as a real.
 */
export class View {
  readonly #atoms = new Map<string, number>()
  readonly #inverses: (() => P.Polynomial)[] = []
  readonly #powers = new Map<number, { readonly base: P.Polynomial; readonly exponent: P.Polynomial }>()
  readonly #seen = new Map<number, P.Polynomial>()

  /** The polynomial of a term of type ℝ or ℕ. Throws LimitExceeded when it grows beyond the caps of arith. */
  polynomial(t: Term): P.Polynomial {
    const { type } = checkTerm(t, 'polynomial')
    if (type !== REAL && type !== NAT) throw new KernelError('polynomial', 'expected a term of type ℝ or ℕ')
    return this.#read(core(t), false)
  }

  /** The polynomial of t or of t⁻¹, which follows the structure of t, so that 1/(x+y)^2 is the square of 1/(x+y). */
  #read(t: Term, inverted: boolean): P.Polynomial {
    const key = inverted ? -1 - t.id : t.id
    const made = this.#seen.get(key) ?? this.#step(t, inverted)
    this.#seen.set(key, made)
    return made
  }

  #step(t: Term, inverted: boolean): P.Polynomial {
    const { head, u, v } = operation(t)
    switch (head) {
      case NEG: return P.neg(this.#read(u, inverted))
      case INV: return this.#read(u, !inverted)
      case COE: return this.#read(u, inverted)
      case MUL: case NMUL: return P.mul(this.#read(u, inverted), this.#read(v, inverted))
      case DIV: return P.mul(this.#read(u, inverted), this.#read(v, !inverted))
      case NPOW: return this.#power(this.#read(u, inverted), this.#read(v, false))
    }
    if (inverted) return this.#invert(this.#read(t, false))
    if (head === ADD || head === NADD) return P.add(this.#read(u, false), this.#read(v, false))
    if (head === SUB) return P.sub(this.#read(u, false), this.#read(v, false))
    const m = head === NSUB ? P.asConstant(this.#read(u, false)) : undefined
    const n = head === NSUB ? P.asConstant(this.#read(v, false)) : undefined
    if (m !== undefined && n !== undefined) return P.constant(Q.max(Q.sub(m, n), Q.ZERO))
    return t.kind === 'num' ? P.constant(Q.rational(t.value)) : P.atom(this.#atom(this.#name(t)))
  }

  /** Equal names, equal values: a name replaces the numeric arguments of an application by their polynomials. */
  #name(t: Term): string {
    if (t.kind !== 'app' || (t.arg.type !== REAL && t.arg.type !== NAT)) return `#${t.id}`
    return `${this.#name(t.fn)}(${keyOf(this.#read(t.arg, false))})`
  }

  /** The atom of this name, and how to find its inverse. */
  #atom(name: string, inverse?: () => P.Polynomial): number {
    const id = this.#atoms.get(name) ?? this.#atoms.size
    this.#atoms.set(name, id)
    this.#inverses[id] ??= inverse ?? (() => P.atom(this.#atom(`inv #${id}`, () => P.atom(id))))
    return id
  }

  #invert(p: P.Polynomial): P.Polynomial {
    return multiplicative(p, (q) => P.constant(Q.isZero(q) ? q : Q.inv(q)), (id) => (this.#inverses[id] as () => P.Polynomial)(),
      (sum) => P.atom(this.#atom(`inv ${keyOf(sum)}`, () => sum)))
  }

  /** `p^k` for the polynomial k of a natural term, whose coefficients are natural, one monomial of k at a time. */
  #power(p: P.Polynomial, k: P.Polynomial): P.Polynomial {
    let result = P.ONE
    for (let i = 0; i < k.terms.length; i++) {
      const { coefficient, factors } = k.terms[i] as P.Monomial
      const base = factors.length === 0 ? p : this.#symbolic(p, P.fromTerms([{ coefficient: Q.ONE, factors }]))
      result = P.mul(result, P.pow(base, coefficient.num))
    }
    return result
  }

  /** `p^k` for a monomial k of degree at least 1. */
  #symbolic(p: P.Polynomial, k: P.Polynomial): P.Polynomial {
    const number = (num: bigint, den: bigint): P.Polynomial => this.#powerAtom(P.constant(Q.rational(num, den)), k)
    const rational = ({ num, den }: Q.Rational): P.Polynomial =>
      P.mul(number(num < 0n ? -1n : 1n, 1n), P.mul(number(num < 0n ? -num : num, 1n), number(1n, den)))
    return multiplicative(p, rational, (id) => {
      const { base, exponent } = this.#powers.get(id) ?? { base: P.atom(id), exponent: P.ONE }
      return this.#powerAtom(base, P.mul(exponent, k))
    }, (sum) => this.#powerAtom(sum, k))
  }
  #powerAtom(base: P.Polynomial, exponent: P.Polynomial): P.Polynomial {
    if (P.equal(base, P.ONE)) return P.ONE
    const id = this.#atom(`(${keyOf(base)})^(${keyOf(exponent)})`, () => this.#symbolic(this.#invert(base), exponent))
    this.#powers.set(id, { base, exponent })
    return P.atom(id)
  }
}
