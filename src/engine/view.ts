// UNTRUSTED. The kernel's reading of terms as polynomials, with the way back: a term for every atom, and terms for polynomials in a
// fixed order that does not depend on what was read before. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { NAT } from '../kernel/type.js'
import { core, mkConst, mkNum, mkVar, type Term } from '../kernel/term.js'
import {
  ADD, COE, DIV, INV, MUL, NADD, NEG, NMUL, NPOW, SUB, apply, mkAdd, mkCoe, mkDiv, mkInv, mkMul, mkNeg, mkPow, mkSub, nat, real,
} from '../kernel/signature.js'
import { checkReach } from './size.js'
import { View } from '../kernel/polynomial-view.js'

/** The head constant of a numeric operation and its operands, as the kernel's view reads them. */
export function operation(t: Term): { readonly head: object; readonly args: readonly Term[] } | undefined {
  if (t.kind !== 'app') return undefined
  if (t.fn.kind === 'const') {
    const c = t.fn.constant
    return c === NEG || c === INV || c === COE ? { head: c, args: [t.arg] } : undefined
  }
  if (t.fn.kind !== 'app' || t.fn.fn.kind !== 'const') return undefined
  const c = t.fn.fn.constant
  switch (c) {
    case ADD: case NADD: case MUL: case NMUL: case SUB: case DIV: case NPOW: return { head: c, args: [t.fn.arg, t.arg] }
    default: return undefined
  }
}

/** Whether `t` is an atom for the view: neither a numeral nor an arithmetic operation. */
export function isAtom(t: Term): boolean {
  if (t.kind === 'num') return false
  return operation(t) === undefined
}

/** The number in the name of a variable made by `withFresh`, or -1. */
function localIndex(name: string): number {
  const at = name.lastIndexOf('·')
  return at < 0 ? -1 : Number(name.slice(at + 1))
}

const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const rank = { num: 0, bvar: 1, fvar: 2, const: 3, app: 4, abs: 5 } as const

/** A total order on terms up to α that depends on their structure only (and, for constants of one name, on the order of definition). */
export function compareTerms(a: Term, b: Term): number {
  if (core(a) === core(b)) return 0
  if (a.kind !== b.kind) return rank[a.kind] - rank[b.kind]
  if (a.kind === 'app' && b.kind === 'app') return compareTerms(a.fn, b.fn) || compareTerms(a.arg, b.arg)
  if (a.kind === 'abs' && b.kind === 'abs') return compareTerms(a.body, b.body) || a.domain.id - b.domain.id
  if (a.kind === 'bvar' && b.kind === 'bvar') return a.index - b.index || a.type.id - b.type.id
  if (a.kind === 'num' && b.kind === 'num') return a.value === b.value ? a.type.id - b.type.id : a.value < b.value ? -1 : 1
  if (a.kind === 'const' && b.kind === 'const') return compareNames(a.constant.name, b.constant.name) || a.constant.id - b.constant.id
    || a.id - b.id
  if (a.kind === 'fvar' && b.kind === 'fvar') {
    return localIndex(a.name) - localIndex(b.name) || compareNames(a.name, b.name) || a.type.id - b.type.id
  }
  return 0
}

/** A rational as a term: `n`, `-n`, `n/d`, `-(n/d)`. */
export function rationalTerm(q: Rational): Term {
  if (q.num < 0n) return mkNeg(rationalTerm(Q.neg(q)))
  return q.den === 1n ? real(q.num) : mkDiv(real(q.num), real(q.den))
}

export type Monomial = P.Monomial
export type Factors = Monomial['factors']

export class EngineView {
  readonly #view = new View()
  readonly #terms = new Map<number, Term>()
  readonly #nats = new Map<number, Term>()
  readonly #visited = new Set<Term>()

  /** The polynomial of a real or natural term; its atoms can be turned back into terms. LimitExceeded if it would be too large. */
  polynomial(t: Term): Polynomial {
    checkReach(t)
    this.#visit(t)
    return this.#view.polynomial(t)
  }

  /** The polynomial of `high - low`. */
  difference(high: Term, low: Term): Polynomial {
    return P.sub(this.polynomial(high), this.polynomial(low))
  }

  /** The atom whose polynomial the term's polynomial is, if it is one. */
  atomOf(t: Term): number | undefined {
    const [m, ...others] = this.polynomial(t).terms
    const [f, ...more] = m?.factors ?? []
    if (m === undefined || others.length > 0 || more.length > 0 || f?.exponent !== 1n || !Q.eq(m.coefficient, Q.ONE)) return undefined
    return f.atom
  }

  /** The polynomial of the square of a real term. */
  square(t: Term): Polynomial {
    return P.pow(this.polynomial(t), 2n)
  }

  /** A real term whose polynomial is the atom. */
  term(atom: number): Term {
    return this.#terms.get(atom) ?? mkVar(`atom${String(atom)}`, real(0n).type)
  }

  /** The atoms met so far with their terms. */
  atoms(): ReadonlyMap<number, Term> {
    return this.#terms
  }

  /** The atom's own term of type ℕ when it is a natural number read as a real. */
  natural(atom: number): Term | undefined {
    return this.#nats.get(atom)
  }

  #visit(t: Term): void {
    if (this.#visited.has(t) || t.kind === 'num') return
    this.#visited.add(t)
    const op = operation(t)
    if (op === undefined) {
      this.#register(t)
      return
    }
    op.args.forEach((a) => { this.#visit(a) })
    if (op.head === INV) this.#inverse(op.args[0] as Term)
    else if (op.head === DIV) this.#inverse(op.args[1] as Term)
    else if (op.head === NPOW) this.#power(op.args[0] as Term, op.args[1] as Term)
  }

  /** Records `t` as the term of its atom, when its polynomial is a single atom. */
  #register(t: Term): void {
    const lead = this.#view.polynomial(t).terms
    const factor = lead.length === 1 ? lead[0]?.factors : undefined
    if (factor?.length !== 1 || factor[0]?.exponent !== 1n || !Q.eq(lead[0]?.coefficient ?? Q.ZERO, Q.ONE)) return
    const id = factor[0].atom
    if (this.#terms.has(id)) return
    if (t.type === NAT) this.#nats.set(id, t)
    this.#terms.set(id, t.type === NAT ? mkCoe(t) : t)
  }

  #inverse(d: Term): void {
    const op = operation(d)
    if (op?.head === MUL || op?.head === DIV) {
      this.#inverse(op.args[0] as Term)
      if (op.head === MUL) this.#inverse(op.args[1] as Term)
    } else if (op?.head === NEG) this.#inverse(op.args[0] as Term)
    else if (op?.head === NPOW) {
      this.#inverse(op.args[0] as Term)
      this.#power(mkInv(op.args[0] as Term), op.args[1] as Term)
    } else if (op?.head !== INV) this.#inverseOf(this.#view.polynomial(d), d)
  }

  #inverseOf(p: Polynomial, d: Term): void {
    const lead = p.terms[0]
    if (lead === undefined) return
    if (p.terms.length === 1) lead.factors.forEach((f) => { this.#register(mkInv(this.term(f.atom))) })
    else this.#register(Q.eq(lead.coefficient, Q.ONE) && d.type !== NAT ? mkInv(d) : mkInv(this.reify(P.scale(p, Q.inv(lead.coefficient)))))
  }

  #power(base: Term, exponent: Term): void {
    const p = this.#view.polynomial(base)
    for (const { factors } of this.#view.polynomial(exponent).terms) {
      if (factors.length === 0) continue
      const k = this.#natural(factors)
      if (k === undefined) continue
      const lead = p.terms[0]
      if (lead === undefined) continue
      const scale = Q.abs(lead.coefficient)
      if (Q.sign(lead.coefficient) < 0) this.#register(mkPow(mkNeg(real(1n)), k))
      if (scale.num !== 1n) this.#register(mkPow(real(scale.num), k))
      if (scale.den !== 1n) this.#register(mkPow(mkDiv(real(1n), real(scale.den)), k))
      if (p.terms.length === 1) lead.factors.forEach((f) => { this.#register(mkPow(this.term(f.atom), k)) })
      else this.#register(mkPow(this.reify(P.scale(p, Q.inv(lead.coefficient))), k))
    }
  }

  /** A monomial of natural atoms as a term of type ℕ. */
  #natural(factors: Factors): Term | undefined {
    let product: Term | undefined
    for (const { atom, exponent } of factors) {
      const t = this.#nats.get(atom)
      if (t === undefined || exponent > 64n) return undefined
      for (let i = 0n; i < exponent; i++) product = product === undefined ? t : apply(mkConst(NMUL), product, t)
    }
    return product
  }

  /** A polynomial with natural coefficients in natural atoms as a term of type ℕ. */
  naturalTerm(p: Polynomial): Term | undefined {
    let sum: Term | undefined
    for (const { coefficient, factors } of this.#ordered(p)) {
      if (coefficient.den !== 1n || coefficient.num < 0n) return undefined
      const monomial = factors.length === 0 ? nat(coefficient.num) : this.#natural(factors)
      if (monomial === undefined) return undefined
      const term = factors.length === 0 || coefficient.num === 1n ? monomial : apply(mkConst(NMUL), mkNum(coefficient.num, NAT), monomial)
      sum = sum === undefined ? term : apply(mkConst(NADD), sum, term)
    }
    return sum ?? nat(0n)
  }

  #compareFactors(a: Factors, b: Factors): number {
    const [x, y] = [this.#sorted(a), this.#sorted(b)]
    const [dx, dy] = [degreeOf(a), degreeOf(b)]
    if (dx !== dy) return dx > dy ? -1 : 1
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      const [f, g] = [x[i] as Factors[number], y[i] as Factors[number]]
      const c = f.atom === g.atom ? 0 : compareTerms(this.term(f.atom), this.term(g.atom))
      if (c !== 0) return c
      if (f.exponent !== g.exponent) return f.exponent > g.exponent ? -1 : 1
    }
    return x.length - y.length
  }

  #sorted(factors: Factors): Factors {
    return factors.length < 2 ? factors : [...factors].sort((f, g) => compareTerms(this.term(f.atom), this.term(g.atom)))
  }

  #ordered(p: Polynomial): readonly Monomial[] {
    return p.terms.length < 2 ? p.terms : [...p.terms].sort((a, b) => this.#compareFactors(a.factors, b.factors))
  }

  /** The first monomial in the fixed order. */
  leading(p: Polynomial): Monomial | undefined {
    return this.#ordered(p)[0]
  }

  /** Whether one monomial comes before the other in the fixed order. */
  compareMonomials(a: Factors, b: Factors): number {
    return this.#compareFactors(a, b)
  }

  /** The product of atoms as a real term; 1 when empty. */
  monomialTerm(factors: Factors): Term {
    let product: Term | undefined
    for (const { atom, exponent } of this.#sorted(factors)) {
      const t = this.term(atom)
      const power = exponent === 1n ? t : mkPow(t, nat(exponent))
      product = product === undefined ? power : mkMul(product, power)
    }
    return product ?? real(1n)
  }

  /** The polynomial as a real term, monomials and factors in the fixed order. */
  reify(p: Polynomial): Term {
    let sum: Term | undefined
    for (const { coefficient, factors } of this.#ordered(p)) {
      const size = Q.abs(coefficient)
      const negative = Q.sign(coefficient) < 0
      const monomial = this.monomialTerm(factors)
      const term = factors.length === 0 ? rationalTerm(size) : Q.eq(size, Q.ONE) ? monomial : mkMul(rationalTerm(size), monomial)
      if (sum === undefined) sum = negative ? mkNeg(term) : term
      else sum = negative ? mkSub(sum, term) : mkAdd(sum, term)
    }
    return sum ?? real(0n)
  }
}

export function degreeOf(factors: Factors): bigint {
  return factors.reduce((d, f) => d + f.exponent, 0n)
}

/** A key equal for equal monomials of one view. */
export function factorsKey(factors: Factors): string {
  let key = ''
  for (const f of factors) key += f.exponent === 1n ? `${String(f.atom)}.` : `${String(f.atom)}^${String(f.exponent)}.`
  return key
}
