// UNTRUSTED. Reads a real term as (Σ A·exp q) / D with polynomials A and q over the other atoms: inverses of sums are cleared into D and
// exponentials of one monomial are gathered. Pure; calculus proves what it uses of it. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { occurs, type FVar, type Term } from '../kernel/term.js'
import { EXP, INV, LOG, asUnary, mkAdd, mkExp, mkMul, mkPow, nat, real } from '../kernel/signature.js'
import type { EngineView } from './view.js'

/** `coefficient · exp exponent`. */
export interface ExpTerm {
  readonly coefficient: Polynomial
  readonly exponent: Polynomial
}

export interface ExpForm {
  /** Divisors that were cleared, with their powers. */
  readonly divisors: readonly { readonly term: Term; readonly power: bigint }[]
  /** With different exponents, none of the coefficients zero. */
  readonly terms: readonly ExpTerm[]
}

const MAX_CLEARED = 8

/** The form of `t`, or undefined when too many divisors are nested. */
export function expForm(t: Term, view: EngineView): ExpForm | undefined {
  let p = view.polynomial(t)
  const divisors: { term: Term; power: bigint }[] = []
  for (let i = 0; ; i++) {
    const found = inverseIn(p, view)
    if (found === undefined) return { divisors, terms: gather(p, view) }
    if (i >= MAX_CLEARED) return undefined
    const power = degreeIn(p, found.atom)
    p = cleared(p, found.atom, view.polynomial(found.divisor), power)
    divisors.push({ term: found.divisor, power })
  }
}

/** The largest exponent of the atom. */
export function degreeIn(p: Polynomial, atom: number): bigint {
  return p.terms.reduce((d, m) => { const e = exponentOf(m, atom); return e > d ? e : d }, 0n)
}

/** An inverse in the polynomial that is not the inverse of an exponential; those of the deepest divisors first. */
function inverseIn(p: Polynomial, view: EngineView): { readonly atom: number; readonly divisor: Term } | undefined {
  let best: { readonly atom: number; readonly divisor: Term } | undefined
  for (const m of p.terms) {
    for (const { atom } of m.factors) {
      const divisor = asUnary(view.term(atom), INV)
      if (divisor === undefined || asUnary(divisor, EXP) !== undefined) continue
      if (best === undefined || divisor.depth > best.divisor.depth) best = { atom, divisor }
    }
  }
  return best
}

/** `p · d^power` with every `inv d` (the atom) cancelled against a d. */
function cleared(p: Polynomial, atom: number, d: Polynomial, power: bigint): Polynomial {
  let sum = P.ZERO
  const byExponent = new Map<bigint, P.Monomial[]>()
  for (const m of p.terms) {
    const e = m.factors.find((f) => f.atom === atom)?.exponent ?? 0n
    const list = byExponent.get(e) ?? []
    list.push({ coefficient: m.coefficient, factors: m.factors.filter((f) => f.atom !== atom) })
    byExponent.set(e, list)
  }
  byExponent.forEach((terms, e) => { sum = P.add(sum, P.mul(P.fromTerms(terms), P.pow(d, power - e))) })
  return sum
}

function keyOf(p: Polynomial): string {
  const factors = (m: P.Monomial): string => m.factors.map((f) => `${String(f.atom)}^${String(f.exponent)}`).join('.')
  return p.terms.map((m) => `${String(m.coefficient)}:${factors(m)}`).join('+')
}

/** Gathers the exponentials of each monomial into one. */
function gather(p: Polynomial, view: EngineView): readonly ExpTerm[] {
  const groups = new Map<string, { exponent: Polynomial; terms: P.Monomial[] }>()
  for (const m of p.terms) {
    let exponent = P.ZERO
    const rest = m.factors.filter(({ atom, exponent: k }) => {
      const t = view.term(atom)
      const inner = asUnary(t, INV)
      const argument = asUnary(inner ?? t, EXP)
      if (argument === undefined) return true
      const q = P.scale(view.polynomial(argument), Q.rational(inner === undefined ? k : -k))
      exponent = P.add(exponent, q)
      return false
    })
    const key = keyOf(exponent)
    const group = groups.get(key) ?? { exponent, terms: [] }
    group.terms.push({ coefficient: m.coefficient, factors: rest })
    groups.set(key, group)
  }
  return [...groups.values()].map((g) => ({ coefficient: P.fromTerms(g.terms), exponent: g.exponent })).filter((g) =>
    !P.isZero(g.coefficient))
}

/** The terms divided by `exp q`. */
export function shifted(terms: readonly ExpTerm[], q: Polynomial): readonly ExpTerm[] {
  return terms.map((g) => ({ coefficient: g.coefficient, exponent: P.sub(g.exponent, q) }))
}

/** `Σ A · exp q` as a term; plain polynomials without an exponential. */
export function termOf(terms: readonly ExpTerm[], view: EngineView): Term {
  let sum: Term | undefined
  for (const g of terms) {
    const exponential = P.isZero(g.exponent) ? undefined : mkExp(view.reify(g.exponent))
    const constant = P.asConstant(g.coefficient)
    const coefficient = view.reify(g.coefficient)
    const one = constant !== undefined && Q.eq(constant, Q.ONE)
    const term = exponential === undefined ? coefficient : one ? exponential : mkMul(coefficient, exponential)
    sum = sum === undefined ? term : mkAdd(sum, term)
  }
  return sum ?? real(0n)
}

/** The product of the divisors with their powers. */
export function divisorOf(form: ExpForm): Term {
  let product: Term | undefined
  for (const { term, power } of form.divisors) {
    const factor = power === 1n ? term : mkPow(term, nat(power))
    product = product === undefined ? factor : mkMul(product, factor)
  }
  return product ?? real(1n)
}

/** How hard a function looks as a function of x: logarithms and other atoms, exponentials, degrees. Smaller is simpler. */
export function difficulty(form: ExpForm, x: FVar, view: EngineView): number {
  let total = 0
  for (const g of form.terms) {
    const depends = polynomialOccurs(g.exponent, x, view)
    total += depends ? 4 : 0
    let degree = 0
    for (const m of g.coefficient.terms) {
      let d = 0
      for (const { atom, exponent } of m.factors) {
        const t = view.term(atom)
        if (t === x) d += Number(exponent)
        else if (occurs(x, t)) total += asUnary(t, LOG) === undefined ? 8 : 6
      }
      degree = Math.max(degree, d)
    }
    total += degree + (g.coefficient.terms.length > 0 ? 1 : 0)
  }
  return total
}

/** Writes every exponent as a natural multiple of one; undefined when that is impossible or there is no exponential. */
export function commonExponent(terms: readonly ExpTerm[]):
  { readonly unit: Polynomial; readonly exponents: readonly bigint[] } | undefined {
  const first = terms.find((g) => !P.isZero(g.exponent))?.exponent
  const lead = first?.terms[0]
  if (first === undefined || lead === undefined) return undefined
  const ratios: Q.Rational[] = []
  for (const g of terms) {
    const same = g.exponent.terms.find((m) => sameFactors(m.factors, lead.factors))
    const ratio = same === undefined ? Q.ZERO : Q.div(same.coefficient, lead.coefficient)
    if (!P.equal(g.exponent, P.scale(first, ratio)) || Q.sign(ratio) < 0) return undefined
    ratios.push(ratio)
  }
  const denominator = ratios.reduce((d, r) => lcm(d, r.den), 1n)
  const whole = ratios.map((r) => r.num * (denominator / r.den))
  const divisor = whole.reduce((d, k) => gcd(d, k), 0n)
  return { unit: P.scale(first, Q.rational(divisor, denominator)), exponents: whole.map((k) => k / divisor) }
}

const sameFactors = (a: P.Monomial['factors'], b: P.Monomial['factors']): boolean =>
  a.length === b.length && a.every((f, i) => f.atom === b[i]?.atom && f.exponent === b[i]?.exponent)

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b

export function polynomialOccurs(p: Polynomial, x: FVar, view: EngineView): boolean {
  return p.terms.some((m) => m.factors.some((f) => occurs(x, view.term(f.atom))))
}

/** A polynomial whose square is `p`, if there is one. */
export function squareRoot(p: Polynomial): Polynomial | undefined {
  const lead = p.terms[0]
  if (lead === undefined) return P.ZERO
  const order = [...p.terms].sort(compareMonomials)
  const top = order[0] as P.Monomial
  const coefficient = rationalRoot(top.coefficient)
  if (coefficient === undefined || top.factors.some((f) => f.exponent % 2n !== 0n)) return undefined
  let root = P.fromTerms([{ coefficient, factors: top.factors.map((f) => ({ atom: f.atom, exponent: f.exponent / 2n })) }])
  const twiceLead = P.scale(root, Q.rational(2n))
  for (let i = 0; i < 64; i++) {
    const rest = P.sub(p, P.mul(root, root))
    if (P.isZero(rest)) return root
    const next = divideMonomial([...rest.terms].sort(compareMonomials)[0] as P.Monomial, twiceLead.terms[0] as P.Monomial)
    if (next === undefined) return undefined
    root = P.add(root, P.fromTerms([next]))
  }
  return undefined
}

/** Larger monomials first, lexicographically by atom: an order that products respect. */
function compareMonomials(a: P.Monomial, b: P.Monomial): number {
  const atoms = [...new Set([...a.factors, ...b.factors].map((f) => f.atom))].sort((u, v) => u - v)
  for (const atom of atoms) {
    const d = exponentOf(b, atom) - exponentOf(a, atom)
    if (d !== 0n) return d > 0n ? 1 : -1
  }
  return 0
}

const exponentOf = (m: P.Monomial, atom: number): bigint => m.factors.find((f) => f.atom === atom)?.exponent ?? 0n

function divideMonomial(a: P.Monomial, b: P.Monomial): P.Monomial | undefined {
  if (b.factors.some((f) => exponentOf(a, f.atom) < f.exponent)) return undefined
  const factors = a.factors.map((f) => ({ atom: f.atom, exponent: f.exponent - exponentOf(b, f.atom) })).filter((f) => f.exponent > 0n)
  return { coefficient: Q.div(a.coefficient, b.coefficient), factors }
}

function rationalRoot(q: Q.Rational): Q.Rational | undefined {
  if (Q.sign(q) < 0) return undefined
  const [n, d] = [integerRoot(q.num), integerRoot(q.den)]
  return n === undefined || d === undefined ? undefined : Q.rational(n, d)
}

function integerRoot(n: bigint): bigint | undefined {
  if (n < 2n) return n
  // Newton's method from above: a power of two that is at least the root, then downwards until it stops.
  let r = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (let next = (r + n / r) >> 1n; next < r; next = (r + n / r) >> 1n) r = next
  return r * r === n ? r : undefined
}
