// The second checker's polynomials over ℚ: recursive in their largest atom (Horner's form) and interned, so that equal polynomials are one
// object. The coefficients of a polynomial in atom n are polynomials in the atoms below n. Imported by normal.ts.
import * as N from './number.js'
import type { Meter, Q } from './number.js'
import { refuse } from './terms.js'

type Powers = readonly (readonly [exponent: bigint, coefficient: Poly])[]
/** `value` for a constant; else the largest atom and its powers, largest first, no coefficient 0. The atom of a constant is -1. */
export interface Poly { readonly id: number; readonly value: Q | undefined; readonly atom: number; readonly powers: Powers }
export interface Monomial { readonly coefficient: Q; readonly factors: readonly (readonly [atom: number, exponent: bigint])[] }
const EXPONENT = 1n << 24n
const descending = (powers: ReadonlyMap<bigint, Poly>): Powers => [...powers].sort(([e], [f]) => e > f ? -1 : 1)

export class Polynomials {
  readonly #made = new Map<string, Poly>()
  readonly #products = new Map<number, Poly>()
  readonly zero = this.constant(N.ZERO)
  readonly one = this.constant(N.ONE)
  constructor(readonly meter: Meter) {}
  #intern(key: string, value: Q | undefined, atom: number, powers: Powers): Poly {
    const made = this.#made.get(key) ?? { id: this.#made.size, value, atom, powers }
    this.#made.set(key, made)
    return made
  }
  constant(value: Q): Poly { return this.#intern(`${value.num}/${value.den}`, value, -1, []) }
  #node(atom: number, powers: Powers): Poly {
    const kept = powers.filter(([, c]) => c !== this.zero), [exponent, coefficient] = kept[0] ?? [0n, this.zero]
    if (exponent > EXPONENT) refuse('an exponent is too large')
    return exponent === 0n ? coefficient : this.#intern(`${atom}:${kept.map(([e, c]) => `${e},${c.id}`).join(' ')}`, undefined, atom, kept)
  }
  atom(atom: number): Poly { return this.#node(atom, [[1n, this.one]]) }
  /** The powers of an atom that is at least the polynomial's own. */
  #in(atom: number, a: Poly): Powers { return a.atom === atom ? a.powers : [[0n, a]] }
  add(a: Poly, b: Poly): Poly {
    if (a === this.zero) return b
    if (b === this.zero) return a
    if (a.value !== undefined && b.value !== undefined) return this.constant(N.add(a.value, b.value))
    if (a.atom < b.atom) return this.add(b, a)
    this.meter.spend(a.powers.length)
    const sum = new Map(a.powers)
    for (const [e, c] of this.#in(a.atom, b)) sum.set(e, this.add(sum.get(e) ?? this.zero, c))
    return this.#node(a.atom, descending(sum))
  }
  mul(a: Poly, b: Poly): Poly {
    if (a === this.zero || b === this.one) return a
    if (b === this.zero || a === this.one) return b
    if (a.value !== undefined && b.value !== undefined) {
      this.meter.spend(1 + ((N.bits(a.value.num) * N.bits(b.value.num)) >> 12))
      return this.constant(N.mul(a.value, b.value))
    }
    if (a.atom < b.atom) return this.mul(b, a)
    const key = a.id * 0x4000000 + b.id, old = this.#products.get(key)
    if (old !== undefined) return old
    const product = new Map<bigint, Poly>()
    for (const [e, c] of a.powers) {
      for (const [f, d] of this.#in(a.atom, b)) product.set(e + f, this.add(product.get(e + f) ?? this.zero, this.mul(c, d)))
    }
    this.meter.spend(product.size)
    const made = this.#node(a.atom, descending(product))
    this.#products.set(key, made)
    return made
  }
  scale(a: Poly, by: Q): Poly { return this.mul(a, this.constant(by)) }
  neg(a: Poly): Poly { return this.scale(a, N.neg(N.ONE)) }
  sub(a: Poly, b: Poly): Poly { return this.add(a, this.neg(b)) }
  /** a^n for n ≥ 0, with a^0 = 1. */
  pow(a: Poly, n: bigint): Poly {
    if (a.value !== undefined) return this.constant(N.pow(a.value, n))
    const [first, more] = a.powers
    if (first !== undefined && more === undefined && n > 0n) return this.#node(a.atom, [[first[0] * n, this.pow(first[1], n)]])
    if (n > EXPONENT) refuse('an exponent is too large')
    return [...n.toString(2)].reduce((p, bit) => this.mul(this.mul(p, p), bit === '1' ? a : this.one), this.one)
  }
  /** The coefficient found by following largest powers; 0 for 0. */
  lead(a: Poly): Q { return a.value ?? this.lead(a.powers[0]?.[1] ?? this.zero) }
  /** The terms written out. */
  monomials(a: Poly): readonly Monomial[] {
    this.meter.spend(a.powers.length)
    if (a.value !== undefined) return a === this.zero ? [] : [{ coefficient: a.value, factors: [] }]
    return a.powers.flatMap(([e, c]) => this.monomials(c).map(({ coefficient, factors }) =>
      ({ coefficient, factors: e === 0n ? factors : [...factors, [a.atom, e] as const] })))
  }
}
