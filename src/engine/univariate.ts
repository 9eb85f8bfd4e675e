// UNTRUSTED. Polynomials in one atom over the rationals: division, greatest common divisor, and the square that divides one.
// Part of the search for sums of squares. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'

/** Coefficients, the constant one first; the last one is not 0. */
type Coefficients = readonly Rational[]

function trimmed(list: readonly Rational[]): Coefficients {
  let n = list.length
  while (n > 0 && Q.isZero(list[n - 1] as Rational)) n--
  return list.slice(0, n)
}

function coefficientsOf(p: Polynomial): Coefficients {
  const out: Rational[] = []
  for (const m of p.terms) {
    const e = Number(m.factors[0]?.exponent ?? 0n)
    while (out.length <= e) out.push(Q.ZERO)
    out[e] = m.coefficient
  }
  return out
}

function polynomialOf(list: Coefficients, atom: number): Polynomial {
  return P.fromTerms(list.map((coefficient, e) => ({ coefficient, factors: e === 0 ? [] : [{ atom, exponent: BigInt(e) }] })))
}

/** Quotient and remainder; the divisor is not 0. */
function divided(a: Coefficients, b: Coefficients): { readonly quotient: Coefficients; readonly rest: Coefficients } {
  const rest = [...a]
  const lead = b.at(-1) as Rational
  const quotient: Rational[] = Array.from({ length: Math.max(0, a.length - b.length + 1) }, () => Q.ZERO)
  for (let k = quotient.length - 1; k >= 0; k--) {
    const q = Q.div(rest[k + b.length - 1] as Rational, lead)
    quotient[k] = q
    if (!Q.isZero(q)) b.forEach((v, i) => { rest[k + i] = Q.sub(rest[k + i] as Rational, Q.mul(q, v)) })
  }
  return { quotient: trimmed(quotient), rest: trimmed(rest) }
}

const monic = (a: Coefficients): Coefficients => (a.length === 0 ? a : a.map((q) => Q.div(q, a.at(-1) as Rational)))

function gcd(a: Coefficients, b: Coefficients): Coefficients {
  let [x, y] = [monic(a), monic(b)]
  while (y.length > 0) [x, y] = [y, monic(divided(x, y).rest)]
  return x
}

const derivative = (a: Coefficients): Coefficients => trimmed(a.slice(1).map((q, i) => Q.mul(q, Q.rational(BigInt(i + 1)))))

/**
 * The monic q of largest degree with q² dividing p, a polynomial in `atom` alone; by the factors of each multiplicity (Yun 1976).
 * The constant 1 when p is constant or of degree above 60.
 */
export function squarePart(p: Polynomial, atom: number): Polynomial {
  const a = coefficientsOf(p)
  if (a.length < 3 || a.length > 61) return P.ONE
  let rest = gcd(a, derivative(a))
  let simple = divided(a, rest).quotient
  let out = P.ONE
  for (let i = 1; simple.length > 1; i++) {
    const common = gcd(simple, rest)
    const own = divided(simple, common).quotient
    if (i > 1 && own.length > 1) out = P.mul(out, P.pow(polynomialOf(monic(own), atom), BigInt(i >> 1)))
    simple = common
    rest = divided(rest, common).quotient
  }
  return out
}
