// The range of a function over a box of parameters, by best-first bisection: rigorous ends, tight as far as the work allowed goes.
// UNTRUSTED by the kernel; every end it gives is an end of an interval enclosure of src/arith. Imported by evaluate.ts.
import * as I from '../arith/interval.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { NoValue, ends, type Enclosed } from './enclose.js'

/** One side of a box; a point when both ends agree. */
export interface Side {
  readonly low: Rational
  readonly high: Rational
}
export type Box = readonly Side[]

/** Evaluates the function on a box: an enclosure of all its values there. May throw NoValue. */
export type BoxFunction = (box: Box) => Enclosed

/** Boxes looked at for one end of one range. */
const BOXES = 600
/** Ends closer than this share of their size to a value taken are good enough to print. */
const TOLERANCE = Q.rational(1n, 10n ** 7n)

interface Candidate {
  readonly box: Box
  /** An upper bound of the function on the box; null for +∞. */
  readonly bound: Rational | null
}

/** An enclosure of the values of `f` over the box. Throws NoValue if `f` has no value at some point of it, as far as can be told. */
export function rangeOver(f: BoxFunction, box: Box): Enclosed {
  const whole = f0(f, box)
  if (box.every(isPoint)) return f(box)
  const high = supremum((b) => ends(f0(f, b)).high, (b) => ends(f(b)).low, box)
  const low = supremum((b) => negated(ends(f0(f, b)).low), (b) => negated(ends(f(b)).high), box)
  if (high === null && low === null && whole === I.WHOLE) f(box)
  return I.between(negated(low), high, 192)
}

const negated = (q: Rational | null): Rational | null => (q === null ? null : Q.neg(q))
const isPoint = (s: Side): boolean => Q.eq(s.low, s.high)

/** `f` on a box, everything where it has no value: a smaller box may do better. */
function f0(f: BoxFunction, box: Box): Enclosed {
  try {
    return f(box)
  } catch (error) {
    if (error instanceof NoValue) return I.WHOLE
    throw error
  }
}

/** An upper bound of the function: `above` bounds it on a box, `attained` gives a value it does not fall below at a point. */
function supremum(above: (box: Box) => Rational | null, attained: (box: Box) => Rational | null, start: Box): Rational | null {
  let best: Rational | null = null
  const reach = (box: Box): void => {
    for (const corner of cornersOf(box)) {
      const value = attained(corner)
      if (value !== null && (best === null || Q.lt(best, value))) best = value
    }
  }
  reach(start)
  const open: Candidate[] = [{ box: start, bound: above(start) }]
  for (let looked = 0; looked < BOXES; looked++) {
    const at = largest(open)
    const top = open[at]
    if (top === undefined || closeEnough(top.bound, best)) break
    const halves = split(top.box)
    if (halves === undefined) break
    open.splice(at, 1)
    for (const half of halves) {
      const bound = above(half)
      reach(half)
      // A half that rounding bounds worse than the whole keeps the bound of the whole.
      open.push({ box: half, bound: smaller(bound, top.bound) })
    }
  }
  return open[largest(open)]?.bound ?? null
}

function largest(open: readonly Candidate[]): number {
  let at = 0
  for (let i = 1; i < open.length; i++) if (exceeds(open[i]?.bound ?? null, open[at]?.bound ?? null)) at = i
  return at
}

const exceeds = (a: Rational | null, b: Rational | null): boolean => b !== null && (a === null || Q.lt(b, a))
const smaller = (a: Rational | null, b: Rational | null): Rational | null => (exceeds(a, b) ? b : a)

function closeEnough(bound: Rational | null, best: Rational | null): boolean {
  if (bound === null || best === null) return false
  return Q.le(Q.sub(bound, best), Q.mul(TOLERANCE, Q.max(Q.abs(bound), Q.abs(best))))
}

/** The corners of a box, its points when some sides are points; at most 64. */
export function cornersOf(box: Box): readonly Box[] {
  let corners: readonly Box[] = [[]]
  for (const side of box) {
    const picks = isPoint(side) ? [side] : [{ low: side.low, high: side.low }, { low: side.high, high: side.high }]
    corners = corners.flatMap((c) => picks.map((p) => [...c, p])).slice(0, 64)
  }
  return corners
}

/** The box cut in two across its relatively widest side; undefined for a point. */
function split(box: Box): readonly [Box, Box] | undefined {
  let at = -1
  let widest = Q.ZERO
  for (const [i, side] of box.entries()) {
    const width = Q.div(Q.sub(side.high, side.low), Q.add(Q.ONE, Q.max(Q.abs(side.low), Q.abs(side.high))))
    if (Q.lt(widest, width)) [at, widest] = [i, width]
  }
  const side = box[at]
  if (side === undefined) return undefined
  const middle = Q.div(Q.add(side.low, side.high), Q.rational(2n))
  const half = (low: Rational, high: Rational): Box => box.map((s, i) => (i === at ? { low, high } : s))
  return [half(side.low, middle), half(middle, side.high)]
}
