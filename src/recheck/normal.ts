// How the second checker reads real and natural terms as polynomials: the identities of fields that hold for total functions (1/0 = 0),
// powers with natural exponents, and functions of equal arguments as equal atoms; and derivatives as such polynomials, with the
// conditions under which they are right. Never x·(1/x) = 1. Imported by arithmetic.ts and rules.ts.
import * as N from './number.js'
import { Polynomials, type Poly } from './polynomial.js'
import type { Q } from './number.js'
import type { Logic } from './rules.js'
import { refuse, type Term, type Var } from './terms.js'

export class Normal {
  readonly ring: Polynomials
  readonly #atoms = new Map<string, number>()
  readonly #inverses: (() => Poly)[] = []
  readonly #powers = new Map<number, { readonly base: Poly; readonly exponent: Poly }>()
  readonly #seen = new Map<number, Poly>()
  constructor(readonly words: Logic) { this.ring = new Polynomials(words.meter) }
  of(t: Term): Poly { return t.type.kind === 'real' || t.type.kind === 'nat' ? this.#read(t, false) : refuse('a number is expected') }
  /** t, or its inverse. */
  #read(t: Term, inverse: boolean): Poly {
    const key = 2 * t.id + (inverse ? 1 : 0), made = this.#seen.get(key) ?? this.#compute(t, inverse)
    this.#seen.set(key, made)
    return made
  }
  #compute(t: Term, inverse: boolean): Poly {
    // The term is a number, so a head that is a function of numbers has all its arguments.
    const { ring } = this, { head, args: [u = t, v = t] } = this.words.split(t)
    ring.meter.spend(1)
    switch (head) {
      case 'real': return this.#read(u, inverse)
      case 'inv': return this.#read(u, !inverse)
      case 'neg': return ring.neg(this.#read(u, inverse))
      case '*': case 'nat_mul': return ring.mul(this.#read(u, inverse), this.#read(v, inverse))
      case '/': return ring.mul(this.#read(u, inverse), this.#read(v, !inverse))
      case 'npow': return this.#power(this.#read(u, inverse), this.#read(v, false))
    }
    if (inverse) return this.inverse(this.#read(t, false))
    if (head === '+' || head === 'nat_add') return ring.add(this.#read(u, false), this.#read(v, false))
    if (head === '-') return ring.sub(this.#read(u, false), this.#read(v, false))
    const [m, n] = head === 'nat_sub' ? [this.#read(u, false).value, this.#read(v, false).value] : []
    if (m !== undefined && n !== undefined) return ring.constant(N.larger(N.sub(m, n), N.ZERO))
    return t.kind === 'num' ? ring.constant(N.q(t.value)) : this.#atom(this.#name(t))
  }
  /** Terms of one name have one value: numeric arguments enter by their polynomials. */
  #name(t: Term): string {
    const numeric = t.kind === 'app' && (t.arg.type.kind === 'real' || t.arg.type.kind === 'nat')
    return numeric ? `${this.#name(t.fn)} ${this.#read(t.arg, false).id}` : `t${t.id}`
  }
  #atom(name: string, inverse?: () => Poly): Poly {
    const atom = this.#atoms.get(name) ?? this.#atoms.size
    this.#atoms.set(name, atom)
    this.#inverses[atom] ??= inverse ?? (() => this.#atom(`1/${atom}`, () => this.ring.atom(atom)))
    return this.ring.atom(atom)
  }
  /** A map that respects products, given on numbers, on atoms, and on sums with leading coefficient 1. */
  #spread(p: Poly, number: (c: Q) => Poly, atom: (a: number) => Poly, sum: (s: Poly) => Poly): Poly {
    const { ring } = this, lead = ring.lead(p)
    for (let c: Poly | undefined = p; c !== undefined; c = c.powers[0]?.[1]) {
      if (c.powers.length > 1) return ring.mul(number(lead), sum(ring.scale(p, N.inv(lead))))
    }
    return (ring.monomials(p)[0]?.factors ?? []).reduce((r, [a, e]) => ring.mul(r, ring.pow(atom(a), e)), number(lead))
  }
  inverse(p: Poly): Poly {
    return this.#spread(p, (c) => this.ring.constant(N.sign(c) === 0 ? c : N.inv(c)),
      (a) => (this.#inverses[a] ?? refuse('no atom'))(), (s) => this.#atom(`1/s${s.id}`, () => s))
  }
  /** p^k for the polynomial k of a natural number. */
  #power(p: Poly, k: Poly): Poly {
    const { ring } = this
    return ring.monomials(k).reduce((r, { coefficient: { num, den }, factors }) => {
      if (den !== 1n || num < 0n) refuse('an exponent is not a natural number')
      const monomial = factors.reduce((m, [a, e]) => ring.mul(m, ring.pow(ring.atom(a), e)), ring.one)
      return ring.mul(r, ring.pow(factors.length === 0 ? p : this.#symbolic(p, monomial), num))
    }, ring.one)
  }
  /** p^m for a monomial m with coefficient 1 and positive degree. */
  #symbolic(p: Poly, m: Poly): Poly {
    const { ring } = this
    const number = ({ num, den }: Q): Poly => [N.q(num < 0n ? -1n : 1n), N.q(N.size(num)), N.q(1n, den)]
      .reduce((r, c) => ring.mul(r, this.#powerAtom(ring.constant(c), m)), ring.one)
    return this.#spread(p, number, (a) => {
      const { base, exponent } = this.#powers.get(a) ?? { base: ring.atom(a), exponent: ring.one }
      return this.#powerAtom(base, ring.mul(exponent, m))
    }, (s) => this.#powerAtom(s, m))
  }
  #powerAtom(base: Poly, exponent: Poly): Poly {
    if (base === this.ring.one) return base
    const made = this.#atom(`${base.id}^${exponent.id}`, () => this.#symbolic(this.inverse(base), exponent))
    this.#powers.set(made.atom, { base, exponent })
    return made
  }
  /** The derivative of t in x; adds to `always` what continuity needs, and to `inside` what a derivative needs besides. */
  derivative(t: Term, x: Var, always: Set<Term>, inside: Set<Term>): Poly {
    const { ring } = this, { store } = this.words, of = (u: Term): Poly => this.of(u)
    const build = (name: string, ...args: readonly Term[]): Term => this.words.build(name, ...args)
    const zero = store.num(0n, store.real), nonzero = (u: Term): Term => build('¬', build('=', u, zero))
    const memo = new Map<Term, Poly>([[x, ring.one]])
    const d = (u: Term): Poly => {
      const made = memo.get(u) ?? (store.freeVars(u).has(x) ? ring.mul(...rule(u)) : ring.zero)
      memo.set(u, made)
      return made
    }
    /** The inverse of a number, entered as a condition unless that is left out. */
    const over = (u: Term, where?: Set<Term>, condition = nonzero(u)): Poly => {
      where?.add(condition)
      return this.#read(u, true)
    }
    const logarithm = (u: Term): Poly => ring.mul(d(u), over(u, always, build('<', zero, u)))
    const square = (p: Poly): Poly => ring.mul(p, p), product = (a: Poly, b: Poly): Poly => ring.mul(a, b)
    /** The derivative as a product of two factors. */
    const rule = (all: Term): readonly [Poly, Poly] => {
      const { head, args: [u = all, v = all] } = this.words.split(all), fixed = !store.freeVars(v).has(x)
      switch (head) {
        case 'neg': return [ring.neg(ring.one), d(u)]
        case 'exp': return [of(all), d(u)]
        case 'sin': return [of(build('cos', u)), d(u)]
        case 'cos': return [ring.neg(of(build('sin', u))), d(u)]
        case 'tan': return [square(over(build('cos', u), always)), d(u)]
        case 'atan': return [this.inverse(ring.add(ring.one, square(of(u)))), d(u)]
        case 'sinh': return [of(build('cosh', u)), d(u)]
        case 'cosh': return [of(build('sinh', u)), d(u)]
        case 'tanh': return [square(over(build('cosh', u))), d(u)]
        case 'erf': return [of(build('/', build('exp', build('neg', build('*', u, u))), build('sqrt', build('π')))), ring.add(d(u), d(u))]
        case 'log': return [ring.one, logarithm(u)]
        case 'inv': return [ring.neg(square(over(u, always))), d(u)]
        case 'sqrt': return [ring.scale(over(all, inside, build('<', zero, u)), N.HALF), d(u)]
        case 'abs': return [product(of(u), over(all, inside, nonzero(u))), d(u)]
        case '+': return [ring.one, ring.add(d(u), d(v))]
        case '-': return [ring.one, ring.sub(d(u), d(v))]
        case '*': return [ring.one, ring.add(product(d(u), of(v)), product(of(u), d(v)))]
        case '/': return fixed ? [over(v), d(u)] : [square(over(v, always)), ring.sub(product(d(u), of(v)), product(of(u), d(v)))]
        case 'rpow': return [of(all), ring.add(product(d(v), of(build('log', u))), product(of(v), logarithm(u)))]
        case 'min': case 'max': {
          const gap = build('-', u, v), unit = product(of(gap), over(build('abs', gap), inside, nonzero(gap)))
          const slope = product(unit, ring.sub(d(u), d(v)))
          return [ring.constant(N.HALF), ring.add(ring.add(d(u), d(v)), head === 'max' ? slope : ring.neg(slope))]
        }
      }
      if (head !== 'npow' || !fixed) return refuse('the variable is where no rule of differentiation applies')
      return [product(of(v), of(build('npow', u, build('nat_sub', v, store.num(1n, store.nat))))), d(u)]
    }
    return d(t)
  }
}
