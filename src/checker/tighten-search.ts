// Where a step stops holding as one constant moves: a search over short fractions, so that a limit which is one is found exactly.
// UNTRUSTED: both ends of what it answers have been tried. Used by tighten.ts only.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'

/** Two values no further apart than the precision: the proof's steps hold at `good`, and some fail at `bad`. */
export interface Limit {
  readonly good: Rational
  readonly bad: Rational
}

const QUARTER = Q.rational(1n, 4n)

/** The fraction of smallest denominator in [low, high], low ≤ high: the Stern–Brocot descent. */
export function simplestBetween(low: Rational, high: Rational): Rational {
  if (Q.sign(low) <= 0 && Q.sign(high) >= 0) return Q.ZERO
  if (Q.sign(high) < 0) return Q.neg(simplestBetween(Q.neg(high), Q.neg(low)))
  const whole = Q.rational(Q.ceil(low))
  if (Q.le(whole, high)) return whole
  const below = Q.rational(Q.floor(low))
  return Q.add(below, Q.inv(simplestBetween(Q.inv(Q.sub(high, below)), Q.inv(Q.sub(low, below)))))
}

/** A fraction is taken for the limit itself when the proof fails this share of the precision beyond it. */
const BESIDE = Q.rational(1n, 1_000_000n)

/** How often a value must have survived the search before the point beside it is tried. */
const SURVIVED = 3

/**
 * Between `good`, where `holds`, and `bad`, where it does not, two values at most `step` apart with the same property. The shortest
 * fraction there is the good one if `holds` fails right beside it, a millionth of `step` away; otherwise both are multiples of `step`.
 * So a limit with a denominator up to 1/√step is found exactly: two such fractions are further apart than `step`.
 */
export function limit(good: Rational, bad: Rational, step: Rational, holds: (value: Rational) => boolean): Limit {
  let [g, b] = [good, bad]
  const towards = Q.sign(Q.sub(bad, good)) < 0 ? Q.neg(step) : step
  const beside = (value: Rational): Limit | undefined => {
    const next = Q.add(value, Q.mul(towards, BESIDE))
    return holds(next) ? undefined : { good: value, bad: next }
  }
  for (let survived = 0; Q.lt(step, Q.abs(Q.sub(b, g)));) {
    const exact = survived === SURVIVED && Q.lt(step, Q.inv(Q.rational(g.den * g.den))) ? beside(g) : undefined
    if (exact !== undefined) return exact
    const middle = between(g, b)
    const fine = holds(middle)
    survived = fine ? 0 : survived + 1
    if (fine) g = middle
    else b = middle
  }
  const shortest = Q.lt(g, b) ? simplestBetween(g, b) : simplestBetween(b, g)
  const exact = holds(shortest) ? beside(shortest) : undefined
  return exact ?? rounded({ good: g, bad: b }, step, towards, holds)
}

/** A short fraction well inside the interval, so that each trial halves it or nearly so. */
function between(a: Rational, b: Rational): Rational {
  const width = Q.sub(b, a)
  const [from, to] = [Q.add(a, Q.mul(width, QUARTER)), Q.sub(b, Q.mul(width, QUARTER))]
  return Q.lt(from, to) ? simplestBetween(from, to) : simplestBetween(to, from)
}

/** Neighbouring multiples of `step` around the limit, found from its good side; the limit as it is when that fails to find them. */
function rounded(found: Limit, step: Rational, towards: Rational, holds: (value: Rational) => boolean): Limit {
  const units = Q.div(found.good, step)
  let good = Q.mul(Q.rational(Q.sign(towards) < 0 ? Q.ceil(units) : Q.floor(units)), step)
  if (!holds(good)) return found
  for (let tries = 0; tries < 4; tries++) {
    const next = Q.add(good, towards)
    if (!holds(next)) return { good, bad: next }
    good = next
  }
  return found
}
