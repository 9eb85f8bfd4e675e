// `tighten`: the best values of a lemma's free constants at which every step of its proof still checks. Exact linear programming over the
// conditions, the proof as an oracle for everything else: where a step stops holding as one constant moves is measured, becomes a bound,
// and the programme is solved again. UNTRUSTED search; each point it answers was checked by the kernel. Imported by the command line.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Objective } from '../syntax/ast.js'
import {
  plus, scaled, valueAt, type Affine, type Condition, type Failing, type Point, type TightenProblem, type Verdict,
} from './tighten-problem.js'
import { certificate, largest, type Constraint, type Multiplier } from './tighten-program.js'
import { limit } from './tighten-search.js'

/** A condition of the `free` line. */
export interface Given extends Constraint {
  readonly kind: 'condition'
  readonly condition: Condition
}

/** A constant may not pass `value`: at `beyond`, next to it, these steps fail. */
export interface Bound extends Constraint {
  readonly kind: 'bound'
  readonly name: string
  readonly sense: 'least' | 'most'
  readonly value: Rational
  readonly beyond: Rational
  readonly failing: readonly Failing[]
  /** Other constants whose movement makes those steps hold again. */
  readonly ties: readonly Tie[]
}

export interface Tie {
  readonly name: string
  readonly sense: 'larger' | 'smaller'
}

/** The search looks no further than this. */
interface Horizon extends Constraint {
  readonly kind: 'horizon'
  readonly name: string
}

/** What an earlier objective reached must be kept. */
interface Kept extends Constraint {
  readonly kind: 'kept'
}

export type Known = Given | Bound | Horizon | Kept

/** One objective, solved. */
export interface Answer {
  readonly objective: Objective
  readonly before: Rational
  readonly value: Rational
  /** Why nothing within the conditions and bounds is better; undefined when the search stopped short of that. */
  readonly multipliers: readonly Multiplier<Known>[] | undefined
  /** Bounds of the certificate that depend on a constant that could still move: the answer is best only for its present value. */
  readonly loose: readonly Bound[]
  /** Constants moved first because a bound of this objective depends on them. */
  readonly first: readonly Tie[]
}

export type Tightened =
  | { readonly kind: 'infeasible'; readonly failing: readonly Failing[] }
  | { readonly kind: 'unbounded'; readonly objective: Objective; readonly value: Rational; readonly point: Point }
  | { readonly kind: 'gave-up'; readonly runs: number }
  | {
    readonly kind: 'solved'; readonly start: Point; readonly point: Point; readonly answers: readonly Answer[]; readonly verdict: Verdict
  }

export interface TightenSettings {
  /** Limits that are no short fractions are found to 10^-digits. */
  readonly digits: number
  /** The proof is checked at no more than this many points. */
  readonly runs: number
}

class GaveUp extends Error {}

/** Everything beyond a million times the starting values counts as unbounded. */
const FAR = Q.rational(1_000_000n)
const ROUNDS = 60

/** Solves the objectives one after the other, each within what those before it leave open. Objectives are linear in the constants. */
export function tighten(problem: TightenProblem, objectives: readonly Objective[], settings: TightenSettings): Tightened {
  const start = problem.verdict(problem.start)
  if (start.failing.size > 0) return { kind: 'infeasible', failing: [...start.failing.values()] }
  const solver = new Solver(problem, settings)
  const answers: Answer[] = []
  try {
    for (const objective of objectives) {
      const answer = solver.answer(objective)
      if (answer === 'unbounded') {
        const value = problem.valueOf(objective.expr, solver.point) ?? Q.ZERO
        return { kind: 'unbounded', objective, value, point: solver.point }
      }
      answers.push(answer)
    }
  } catch (error) {
    if (error instanceof GaveUp) return { kind: 'gave-up', runs: problem.runs }
    throw error
  }
  return { kind: 'solved', start: problem.start, point: solver.point, answers, verdict: problem.verdict(solver.point) }
}

class Solver {
  point: Point
  readonly #given: readonly Given[]
  readonly #horizon: readonly Horizon[]
  readonly #kept: Kept[] = []
  #bounds: Bound[] = []
  readonly #step: Rational

  constructor(readonly problem: TightenProblem, readonly settings: TightenSettings) {
    this.point = problem.start
    this.#step = Q.rational(1n, 10n ** BigInt(settings.digits))
    this.#given = problem.conditions.flatMap((condition) =>
      (condition.linear === undefined ? [] : [{ kind: 'condition' as const, condition, ...condition.linear }]))
    this.#horizon = problem.names.flatMap((name) => {
      const reach = Q.mul(FAR, Q.max(Q.ONE, Q.abs(problem.start.get(name) ?? Q.ZERO)))
      return [side(name, 'most', reach), side(name, 'least', Q.neg(reach))].map((c) => ({ kind: 'horizon' as const, name, ...c }))
    })
  }

  #constraints(extra: readonly Known[] = []): readonly Known[] {
    return [...this.#given, ...this.#kept, ...this.#bounds, ...extra, ...this.#horizon]
  }

  #verdict(point: Point): Verdict {
    if (this.problem.runs >= this.settings.runs) throw new GaveUp()
    return this.problem.verdict(point)
  }

  answer(objective: Objective): Answer | 'unbounded' {
    const form = toMaximise(this.problem, objective)
    if (form === undefined) throw new RangeError('an objective is linear')
    const before = this.problem.valueOf(objective.expr, this.point) ?? Q.ZERO
    const first: Tie[] = []
    let finished = this.#solve(form)
    for (const tie of this.#improvable(form)) {
      if (finished !== true || first.some((t) => t.name === tie.name)) continue
      first.push(tie)
      this.#forget(tie.name)
      this.#solve(formOf(tie), [atLeast(form, this.point)])
      finished = this.#solve(form)
    }
    if (finished === 'unbounded') return 'unbounded'
    const constraints = this.#constraints()
    const multipliers = finished ? certificate(this.problem.names, form, constraints) : undefined
    const used = (multipliers ?? []).map((m) => m.constraint).filter((c) => c.kind === 'bound')
    const loose = used.filter((b) => this.#movable(b, form).length > 0)
    this.#kept.push(atLeast(form, this.point))
    return { objective, before, value: this.problem.valueOf(objective.expr, this.point) ?? Q.ZERO, multipliers, loose, first }
  }

  /** Moves to the largest value of the form; false when several constants together ran into a step, and the search stopped there. */
  #solve(form: Affine, extra: readonly Known[] = []): boolean | 'unbounded' {
    for (let round = 0; round < ROUNDS; round++) {
      const target = largest(this.problem.names, form, this.#constraints(extra), this.point)
      if (target === undefined || Q.le(valueAt(form, target), valueAt(form, this.point))) return true
      const { failing } = this.#verdict(target)
      if (failing.size > 0) {
        const bound = this.#bound(target, failing)
        if (bound === undefined) return this.#along(target, failing)
        this.#bounds.push(bound)
        continue
      }
      this.point = target
      if (this.#horizon.some((h) => form.terms.has(h.name) && Q.isZero(valueAt(h.form, target)))) return 'unbounded'
    }
    return false
  }

  /** A constant whose own movement towards the target makes a step fail that fails there: the limit of its movement. */
  #bound(target: Point, failing: ReadonlyMap<string, Failing>): Bound | undefined {
    for (const name of this.problem.names) {
      const [from, to] = [this.point.get(name) ?? Q.ZERO, target.get(name) ?? Q.ZERO]
      if (Q.eq(from, to)) continue
      const there = this.#verdict(this.#with(name, to)).failing
      const keys = [...failing.keys()].filter((key) => there.has(key))
      if (keys.length === 0) continue
      const { good, bad } = limit(from, to, this.#step, (value) => !this.#fails(this.#with(name, value), keys))
      const at = this.#verdict(this.#with(name, bad)).failing
      const sense = Q.lt(to, from) ? 'least' : 'most'
      const blamed = keys.flatMap((key) => at.get(key) ?? [])
      const ties = this.#ties(name, bad, blamed)
      return { kind: 'bound', name, sense, value: good, beyond: bad, failing: blamed, ties, ...side(name, sense, good) }
    }
    return undefined
  }

  #with(name: string, value: Rational, base: Point = this.point): Point {
    return new Map([...base, [name, value]])
  }

  #fails(point: Point, keys: readonly string[]): boolean {
    const { failing } = this.#verdict(point)
    return keys.some((key) => failing.has(key))
  }

  /** The other constants that can make the failing steps hold again by moving a little. */
  #ties(name: string, bad: Rational, failing: readonly Failing[]): readonly Tie[] {
    const keys = failing.map((f) => f.key)
    const there = this.#with(name, bad)
    return this.problem.names.filter((n) => n !== name).flatMap((other): readonly Tie[] => {
      const at = this.point.get(other) ?? Q.ZERO
      const nudge = Q.div(Q.isZero(at) ? Q.ONE : Q.abs(at), Q.rational(64n))
      if (!this.#fails(this.#with(other, Q.add(at, nudge), there), keys)) return [{ name: other, sense: 'larger' }]
      return this.#fails(this.#with(other, Q.sub(at, nudge), there), keys) ? [] : [{ name: other, sense: 'smaller' }]
    })
  }

  /** Ties of the bounds in force that can still be followed without loss for the objective. */
  #improvable(form: Affine): readonly Tie[] {
    const used = certificate(this.problem.names, form, this.#constraints()) ?? []
    return used.map((m) => m.constraint).filter((c) => c.kind === 'bound').flatMap((b) => this.#movable(b, form))
  }

  #movable(bound: Bound, form: Affine): readonly Tie[] {
    const others = this.#constraints([atLeast(form, this.point)]).filter((c) => c !== bound)
    return bound.ties.filter((tie) => {
      const wish = formOf(tie)
      const best = largest(this.problem.names, wish, others, this.point)
      return best !== undefined && Q.lt(valueAt(wish, this.point), valueAt(wish, best))
    })
  }

  /** Bounds that depend on the constant are no longer to be relied on. */
  #forget(name: string): void {
    this.#bounds = this.#bounds.filter((b) => b.ties.every((t) => t.name !== name))
  }

  /** As far towards the target as the steps hold. */
  #along(target: Point, failing: ReadonlyMap<string, Failing>): boolean {
    const keys = [...failing.keys()]
    const from = this.point
    const at = (share: Rational): Point => new Map(this.problem.names.map((name) => {
      const [a, b] = [from.get(name) ?? Q.ZERO, target.get(name) ?? Q.ZERO]
      return [name, Q.add(a, Q.mul(share, Q.sub(b, a)))]
    }))
    const { good } = limit(Q.ZERO, Q.ONE, this.#step, (share) => !this.#fails(at(share), keys))
    if (this.#verdict(at(good)).failing.size === 0) this.point = at(good)
    return false
  }
}

/** The objective as a linear form to be made large; undefined when it is not linear. */
export function toMaximise(problem: TightenProblem, objective: Objective): Affine | undefined {
  const form = problem.affine(objective.expr)
  return objective.sense === 'maximizing' ? form : scaled(form, Q.neg(Q.ONE))
}

function formOf(tie: Tie): Affine {
  return { constant: Q.ZERO, terms: new Map([[tie.name, tie.sense === 'larger' ? Q.ONE : Q.neg(Q.ONE)]]) }
}

/** `name ≤ value` or `name ≥ value`. */
function side(name: string, sense: 'least' | 'most', value: Rational): Constraint {
  const sign = sense === 'most' ? Q.ONE : Q.neg(Q.ONE)
  return { form: { constant: Q.neg(Q.mul(sign, value)), terms: new Map([[name, sign]]) }, equation: false }
}

/** The form keeps at least the value it has at the point. */
function atLeast(form: Affine, point: Point): Kept {
  const value: Affine = { constant: valueAt(form, point), terms: new Map() }
  return { kind: 'kept', form: plus(scaled(form, Q.neg(Q.ONE)), value) ?? value, equation: false }
}
