// TRUSTED. Checks that a certificate refutes a list of order relations and equations. Pure: theorem.ts turns a success into `Γ ⊢ False`.
// A certificate is hostile data: each field is read once, only genuine rationals, terms and in-range indices are accepted, and the
// identity is checked in exact arithmetic.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { KernelError } from './type.js'
import type { Term } from './term.js'
import { EQ, asOrder, operation, type Fact } from './signature.js'
import { View } from './polynomial-view.js'

/** One summand `coefficient · Π facts · Π squares²`; a fact is an order relation read as `high - low ≥ 0` or `> 0`. Indices may repeat. */
interface Product { readonly coefficient: Q.Rational; readonly facts: readonly number[]; readonly squares: readonly Term[] }
/** One summand `cofactor · (lhs - rhs)` for the equation with this index. */
interface Equality { readonly fact: number; readonly cofactor: Term }
export interface PositivstellensatzCertificate { readonly products: readonly Product[]; readonly equalities: readonly Equality[] }
interface Reading { readonly kind: '≥' | '>' | '='; readonly polynomial: P.Polynomial }
const rule = 'positivstellensatz'

function readFact(relation: Term, view: View): Reading {
  const difference = (a: Term, b: Term): P.Polynomial => P.sub(view.polynomial(a), view.polynomial(b))
  const order = asOrder(relation)
  if (order !== undefined) return { kind: order.strict ? '>' : '≥', polynomial: difference(order.high, order.low) }
  const { head, u, v } = operation(relation)
  if (head !== EQ) throw new KernelError(rule, 'a fact is neither an order relation nor an equation')
  return { kind: '=', polynomial: difference(u, v) }
}
function factAt(facts: readonly Reading[], index: unknown, equation: boolean): Reading {
  const fact = typeof index === 'number' ? facts[index] : undefined
  if (fact === undefined || (fact.kind === '=') !== equation) throw new KernelError(rule, 'the certificate refers to no such fact')
  return fact
}

/** Succeeds when the certificate shows the relations contradictory: its sum is negative, or 0 with a positive summand. */
export function checkRefutation(relations: readonly Fact[], certificate: PositivstellensatzCertificate): void {
  const view = new View()
  const facts: Reading[] = []
  for (let i = 0; i < relations.length; i++) facts[i] = readFact((relations[i] as Fact).concl, view)
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
      product = P.mul(product, P.pow(view.polynomial(squares[j] as Term), 2n))
    }
    total = P.add(total, product)
    positive ||= strict
  }
  for (let i = 0; i < equalities.length; i++) {
    const { fact, cofactor } = equalities[i] as Equality
    total = P.add(total, P.mul(view.polynomial(cofactor), factAt(facts, fact, true).polynomial))
  }
  const value = P.asConstant(total)
  if (value === undefined || Q.sign(value) > 0 || (Q.isZero(value) && !positive)) throw new KernelError(rule, 'the sum is no contradiction')
}
