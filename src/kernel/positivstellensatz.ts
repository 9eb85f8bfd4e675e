// TRUSTED. Checks that a certificate refutes a list of order relations and equations between reals.
// Pure: no theorem is made here; theorem.ts turns a success into `Γ ⊢ False`. A certificate is hostile data, each of whose fields is
// read once; only genuine rationals, terms and in-range indices are accepted, and the identity is checked in exact arithmetic.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { KernelError, REAL } from './type.js'
import { checkTerm, type Term } from './term.js'
import { EQ, asBinary, asOrder } from './signature.js'
import { View } from './polynomial-view.js'

/**
 * `Σ coefficient · Π facts · Π squares² + Σ cofactor · (lhs - rhs)`: each fact of a product is an order relation read as
 * `high - low ≥ 0` (or `> 0`), each fact of an equality is an equation. Indices count from 0 and may repeat.
 */
export interface PositivstellensatzCertificate {
  readonly products: readonly { readonly coefficient: Rational; readonly facts: readonly number[]; readonly squares: readonly Term[] }[]
  readonly equalities: readonly { readonly fact: number; readonly cofactor: Term }[]
}

type Product = PositivstellensatzCertificate['products'][number]
type Equality = PositivstellensatzCertificate['equalities'][number]
interface Fact { readonly kind: '≥' | '>' | '='; readonly polynomial: Polynomial }
const rule = 'positivstellensatz'

function readFact(relation: Term, view: View): Fact {
  const difference = (a: Term, b: Term): Polynomial => P.sub(view.polynomial(a), view.polynomial(b))
  const order = asOrder(relation)
  if (order !== undefined) return { kind: order.strict ? '>' : '≥', polynomial: difference(order.high, order.low) }
  const equation = asBinary(relation, EQ)
  if (equation === undefined) throw new KernelError(rule, 'a fact is neither an order relation nor an equation')
  return { kind: '=', polynomial: difference(equation[0], equation[1]) }
}

function factAt(facts: readonly Fact[], index: unknown, equation: boolean): Fact {
  const fact = typeof index === 'number' ? facts[index] : undefined
  if (fact === undefined) throw new KernelError(rule, 'the certificate refers to a fact that is not there')
  if ((fact.kind === '=') !== equation) throw new KernelError(rule, 'products are of order relations, and a cofactor needs an equation')
  return fact
}

function realPolynomial(t: unknown, view: View): Polynomial {
  const term = checkTerm(t, rule)
  if (term.type !== REAL) throw new KernelError(rule, 'the certificate contains a term that is not real')
  return view.polynomial(term)
}

/** Succeeds when the certificate shows the relations contradictory: its sum is negative, or 0 with a positive summand. */
export function checkRefutation(relations: readonly Term[], certificate: PositivstellensatzCertificate): void {
  const view = new View()
  const facts: Fact[] = []
  for (let i = 0; i < relations.length; i++) facts[i] = readFact(relations[i] as Term, view)
  let total = P.ZERO
  let positive = false
  const { products, equalities } = certificate
  for (let i = 0; i < products.length; i++) {
    const { coefficient, facts: indices, squares } = products[i] as Product
    if (!Q.isRational(coefficient) || Q.sign(coefficient) <= 0) throw new KernelError(rule, 'a coefficient is not a positive rational')
    let product = P.constant(coefficient)
    let strict = true
    for (let j = 0; j < indices.length; j++) {
      const fact = factAt(facts, indices[j], false)
      strict &&= fact.kind === '>'
      product = P.mul(product, fact.polynomial)
    }
    for (let j = 0; j < squares.length; j++) {
      strict = false
      product = P.mul(product, P.pow(realPolynomial(squares[j], view), 2n))
    }
    total = P.add(total, product)
    positive ||= strict
  }
  for (let i = 0; i < equalities.length; i++) {
    const { fact, cofactor } = equalities[i] as Equality
    total = P.add(total, P.mul(realPolynomial(cofactor, view), factAt(facts, fact, true).polynomial))
  }
  const value = P.asConstant(total)
  if (value === undefined) throw new KernelError(rule, 'the sum is not a constant')
  if (Q.sign(value) > 0 || (Q.isZero(value) && !positive)) throw new KernelError(rule, 'the sum does not contradict the facts')
}
