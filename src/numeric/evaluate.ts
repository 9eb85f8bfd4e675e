// A statement at numbers: its numeric hypotheses decided and its bounds enclosed, over boxes of parameters and at their corners.
// UNTRUSTED by the kernel; what it calls true, false or an enclosure is so in exact arithmetic. Imported by the command line.
import * as I from '../arith/interval.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { AND, asBinary, asOrder } from '../kernel/signature.js'
import { core, occurs, type Term } from '../kernel/term.js'
import { NoValue, PRECISION, asInterval, enclose, ends, type Enclosed, type Environment } from './enclose.js'
import { sidesOf, type NumericHypothesis, type Quantity } from './quantities.js'
import { cornersOf, rangeOver, type Box, type Side } from './sweep.js'

/** A parameter's value: a number or a range, or a term of other parameters. */
export type Assigned = { readonly kind: 'side'; readonly side: Side } | { readonly kind: 'term'; readonly term: Term }
export type Assignment = ReadonlyMap<Term, Assigned>

/** A point of the box, by the parameters that range. */
export type Point = readonly { readonly parameter: Term; readonly value: Rational }[]

export interface EvaluatedQuantity {
  readonly quantity: Quantity
  /** Over the whole box; undefined, with the reason, where it has no value. */
  readonly value: Enclosed | undefined
  readonly reason: string | undefined
  /** At the corners of the box, when any parameter ranges. */
  readonly corners: readonly { readonly point: Point; readonly value: Enclosed | undefined }[]
}

export interface EvaluatedHypothesis {
  readonly hypothesis: NumericHypothesis
  readonly verdict: 'holds' | 'fails' | 'undecided'
  /** For `fails`: a corner at which it fails; empty when nothing ranges. */
  readonly point: Point
  /** The two sides there (for `fails`) or over the box. */
  readonly sides: readonly [Enclosed, Enclosed] | undefined
  /** Why a side has no value, when it has none. */
  readonly reason: string | undefined
}

/** The part of an assignment that `terms` depend on, through the values of other parameters too. */
function relevant(assignment: Assignment, terms: readonly Term[]): Assignment {
  const needed = new Set<Term>()
  const visit = (t: Term): void => {
    for (const [parameter, a] of assignment) {
      if (needed.has(parameter) || !within(parameter, t)) continue
      needed.add(parameter)
      if (a.kind === 'term') visit(a.term)
    }
  }
  for (const t of terms) visit(t)
  return new Map([...assignment].filter(([parameter]) => needed.has(parameter)))
}

function within(part: Term, t: Term): boolean {
  if (part.kind === 'fvar') return occurs(part, t)
  const seen = new Set<Term>()
  const go = (u: Term): boolean => {
    if (core(u) === core(part)) return true
    if (seen.has(u)) return false
    seen.add(u)
    return u.kind === 'app' ? go(u.fn) || go(u.arg) : u.kind === 'abs' && go(u.body)
  }
  return go(t)
}

/** The quantities, each over the parameters it depends on. */
export const evaluateQuantity = (assignment: Assignment, q: Quantity): EvaluatedQuantity =>
  new Evaluation(relevant(assignment, [q.term])).quantity(q)
/** The hypothesis decided over the parameters it depends on. */
export const evaluateHypothesis = (assignment: Assignment, h: NumericHypothesis): EvaluatedHypothesis =>
  new Evaluation(relevant(assignment, [h.formula])).hypothesis(h)

/** The parameters of the assignment that range, with their boxes, in order. */
class Evaluation {
  readonly #ranging: readonly { readonly parameter: Term; readonly side: Side }[]
  readonly #fixed: readonly (readonly [Term, Assigned])[]

  constructor(assignment: Assignment) {
    const ranging: { readonly parameter: Term; readonly side: Side }[] = []
    const fixed: (readonly [Term, Assigned])[] = []
    for (const [parameter, a] of assignment) {
      if (a.kind === 'side' && Q.lt(a.side.low, a.side.high)) ranging.push({ parameter, side: a.side })
      else fixed.push([parameter, a])
    }
    this.#ranging = ranging
    this.#fixed = fixed
  }

  get box(): Box {
    return this.#ranging.map((r) => r.side)
  }

  /** The environment of a box: intervals for what ranges; terms of other parameters are computed from it. */
  #environment(box: Box): Environment {
    const known = new Map<Term, Enclosed>()
    for (const [i, { parameter }] of this.#ranging.entries()) {
      const side = box[i]
      if (side !== undefined) known.set(core(parameter), interval(side))
    }
    for (const [parameter, a] of this.#fixed) if (a.kind === 'side') known.set(core(parameter), a.side.low)
    for (const [parameter, a] of this.#fixed) if (a.kind === 'term') known.set(core(parameter), enclose(a.term, known))
    return known
  }

  /** An enclosure of `t` over the whole box. Throws NoValue. */
  over(t: Term, box: Box = this.box): Enclosed {
    return rangeOver((b) => enclose(t, this.#environment(b)), box)
  }

  quantity(quantity: Quantity): EvaluatedQuantity {
    const attempt = (box: Box): { readonly value: Enclosed | undefined; readonly reason: string | undefined } => {
      try {
        return { value: this.over(quantity.term, box), reason: undefined }
      } catch (error) {
        if (error instanceof NoValue) return { value: undefined, reason: error.message }
        throw error
      }
    }
    const corners = this.#ranging.length === 0 ? [] : cornersOf(this.box)
    return { quantity, ...attempt(this.box), corners: corners.map((c) => ({ point: this.#point(c), value: attempt(c).value })) }
  }

  hypothesis(hypothesis: NumericHypothesis): EvaluatedHypothesis {
    const parts = conjuncts(hypothesis.formula)
    const all = parts.map((p) => this.#relation(p))
    const worst = all.find((a) => a.verdict === 'fails') ?? all.find((a) => a.verdict === 'undecided') ?? all[0]
    return { hypothesis, verdict: 'holds', point: [], sides: undefined, reason: undefined, ...worst }
  }

  #relation(formula: Term): Omit<EvaluatedHypothesis, 'hypothesis'> {
    const sides = sidesOf(formula)
    if (sides === undefined) return { verdict: 'undecided', point: [], sides: undefined, reason: 'it is no comparison' }
    const at = (box: Box): readonly [Enclosed, Enclosed] => [this.over(sides[0], box), this.over(sides[1], box)]
    try {
      for (const corner of cornersOf(this.box)) {
        const values = at(corner)
        if (decide(formula, sides, values) === false) {
          return { verdict: 'fails', point: this.#point(corner), sides: values, reason: undefined }
        }
      }
      const verdict = decide(formula, sides, at(this.box)) ?? this.#difference(formula)
      const word = verdict === undefined ? 'undecided' : verdict ? 'holds' : 'fails'
      return { verdict: word, point: [], sides: at(this.box), reason: undefined }
    } catch (error) {
      if (error instanceof NoValue) return { verdict: 'undecided', point: [], sides: undefined, reason: error.message }
      throw error
    }
  }

  /** An order relation decided by the range of the difference of its sides, when their ranges overlap. */
  #difference(formula: Term): boolean | undefined {
    const order = asOrder(formula)
    if (order === undefined) return undefined
    const gap = rangeOver((box) => {
      const known = this.#environment(box)
      return difference(enclose(order.high, known), enclose(order.low, known))
    }, this.box)
    const { low, high } = ends(gap)
    if (low !== null && (order.strict ? Q.sign(low) > 0 : Q.sign(low) >= 0)) return true
    if (high !== null && (order.strict ? Q.sign(high) <= 0 : Q.sign(high) < 0)) return false
    return undefined
  }

  #point(box: Box): Point {
    return this.#ranging.flatMap(({ parameter }, i) => {
      const side = box[i]
      return side === undefined ? [] : [{ parameter, value: side.low }]
    })
  }
}

const interval = (s: Side): Enclosed => (Q.eq(s.low, s.high) ? s.low : I.between(s.low, s.high, PRECISION))

function difference(a: Enclosed, b: Enclosed): Enclosed {
  return Q.isRational(a) && Q.isRational(b) ? Q.sub(a, b) : I.sub(asInterval(a), asInterval(b), PRECISION)
}

function conjuncts(formula: Term): readonly Term[] {
  const both = asBinary(formula, AND)
  return both === undefined ? [formula] : both.flatMap(conjuncts)
}

/** Whether the relation between the values of its sides is certain. */
function decide(formula: Term, sides: readonly [Term, Term], values: readonly [Enclosed, Enclosed]): boolean | undefined {
  const order = asOrder(formula)
  const [u, v] = [ends(values[0]), ends(values[1])]
  if (order === undefined) {
    if (values.every(Q.isRational)) return u.low !== null && v.low !== null && Q.eq(u.low, v.low)
    return below(u.high, v.low, true) || below(v.high, u.low, true) ? false : undefined
  }
  const [small, large] = order.low === sides[0] ? [u, v] : [v, u]
  if (below(small.high, large.low, order.strict)) return true
  return below(large.high, small.low, !order.strict) ? false : undefined
}

function below(a: Rational | null, b: Rational | null, strict: boolean): boolean {
  return a !== null && b !== null && (strict ? Q.lt(a, b) : Q.le(a, b))
}
