// The four arithmetics a statement is evaluated in, as one interface: floating point with estimates, 64 digits, and exact
// rationals with intervals. UNTRUSTED; only the exact one may confirm a counterexample.
import type { Truth, Value } from './value.js'

/** Real numbers of some kind, with the conventions of the logic: inv 0 = 0, and log and √ are 0 outside their domains. */
export interface Algebra {
  readonly name: 'float' | 'big' | 'exact'
  /** The natural number written in decimal digits. */
  numeral(digits: string): Value
  /** Exactly the given double (finite). */
  fromNumber(x: number): Value
  /** numerator / denominator, both safe integers, denominator > 0. */
  fromRatio(numerator: number, denominator: number): Value
  toNumber(a: Value): number
  show(a: Value): string
  add(a: Value, b: Value): Value
  mul(a: Value, b: Value): Value
  neg(a: Value): Value
  inv(a: Value): Value
  /** Exponent a natural number. */
  npow(a: Value, k: number): Value
  exp(a: Value): Value
  log(a: Value): Value
  sqrt(a: Value): Value
  sin(a: Value): Value
  cos(a: Value): Value
  atan(a: Value): Value
  pi(): Value
  abs(a: Value): Value
  min(a: Value, b: Value): Value
  max(a: Value, b: Value): Value
  le(a: Value, b: Value): Truth
  lt(a: Value, b: Value): Truth
  eq(a: Value, b: Value): Truth
  /** Something that contains both, guessed to be the first: the value of a conditional whose condition is undecided. */
  hull(a: Value, b: Value): Value
}
