// Expectations under the law of an instance: exact where the draws that matter have few values, Monte Carlo with a confidence
// interval otherwise. A nested expectation uses a stream of its own. UNTRUSTED; used by the instances of src/numeric.
import { Estimate, guessOf, highOf, lowOf, type Real } from './float.js'
import { BranchOutcome, EnumerationAborted, RandomOutcome, type Outcome, type Sampler } from './outcome.js'
import type { Stream } from './random.js'
import type { LawValue } from './recipe.js'
import type { Runtime } from './runtime.js'
import { coordinateWork } from './point.js'
import { ALPHA, bernsteinRadius, clopperPearson, hoeffdingRadius, normalRadius } from './statistics.js'
import { ANY, NotEvaluable, type Described, type Fn, type Value } from './value.js'

export interface CarloOptions {
  /** Outcomes of an outermost average. */
  readonly outcomes: number
  /** Work (loop iterations) after which an average stops early, but not before 64 outcomes. */
  readonly budget: number
  /** Work all averages together may take before they are as short as possible; at twice that the evaluation is given up. */
  readonly total: number
}

const LEAST_OUTCOMES = 64
const FULL_TREE = 4096
/** Coordinate operations that take about as long as one iteration of a compiled loop. */
const OPERATIONS_PER_TICK = 32

/** What an average saw. */
interface Tally {
  trials: number
  low: number
  high: number
  lowSquares: number
  highSquares: number
  guess: number
  hits: number
  possible: number
  least: number
  most: number
}

/** The law of the outcomes of one instance, or of one of its variables. */
export class Carlo {
  #depth = 0
  #spent = 0
  #nestedCalls = 0
  #options: CarloOptions

  constructor(private readonly runtime: Runtime, private readonly seed: Stream, options: CarloOptions) {
    this.#options = options
  }

  /** How hard to try from now on; starts counting afresh. */
  set options(options: CarloOptions) {
    this.#options = options
    this.#spent = 0
  }

  /** E, of type (Ω → ℝ) → ℝ. */
  law(): LawValue {
    return this.#make('outcome', (w) => w)
  }

  /** The law of the first draw of `sampler`, of type (A → ℝ) → ℝ. */
  lawOf(sampler: Sampler): LawValue {
    const law = this.#make(`law of ${sampler.name}`, (w) => (w === ANY ? sampler.any : (w as Outcome).get(sampler, 1)))
    law.sampler = sampler
    return law
  }

  #make(label: string, read: (outcome: Value) => Value): LawValue {
    const law: LawValue = (f) => {
      const variable = f as Fn & Described
      this.#depth++
      try {
        return this.#exact(variable, read) ?? this.#sampled(variable, read, label)
      } finally {
        this.#depth--
      }
    }
    law.isLaw = true
    return law
  }

  /** The sum over all branches, when everything the variable looks at has few values. */
  #exact(f: Fn, read: (outcome: Value) => Value): Real | undefined {
    let script: readonly number[] | undefined = []
    let sum: Real = 0
    const { algebra } = this.runtime
    try {
      for (let leaves = 0; script !== undefined; leaves++) {
        if (leaves > FULL_TREE) return undefined
        const branch: BranchOutcome = new BranchOutcome(script)
        const value = f(read(branch)) as Real
        sum = algebra.add(sum, algebra.mul(branch.weight, value)) as Real
        script = branch.next()
        this.runtime.tick(1)
      }
    } catch (error) {
      if (error instanceof EnumerationAborted) return undefined
      throw error
    }
    return sum
  }

  #sampled(f: Fn & Described, read: (outcome: Value) => Value, label: string): Real {
    const nested = this.#depth > 1
    const { outcomes, budget: most, total } = this.#options
    if (!nested) this.#nestedCalls = 0
    // A nested mean that does not depend on the outcome is computed once and should be sharp; one that does must be cheap.
    const wanted = nested ? 8 * outcomes : outcomes
    const budget = Math.min(nested ? most / (4 * (1 + this.#nestedCalls)) : most, total - this.#spent)
    const least = this.#spent > total ? LEAST_OUTCOMES / 2 : LEAST_OUTCOMES
    if (this.#spent > 6 * total) throw new NotEvaluable('too much work for one instance')
    const stream = this.seed.split(label, this.#depth)
    const tally: Tally = {
      trials: 0, low: 0, high: 0, lowSquares: 0, highSquares: 0, guess: 0, hits: 0, possible: 0,
      least: Infinity, most: -Infinity,
    }
    const start = this.runtime.work
    let { operations } = coordinateWork
    while (tally.trials < wanted && (tally.trials < least || this.runtime.work - start < budget)) {
      const outcome = new RandomOutcome(stream, tally.trials)
      add(tally, f(read(outcome)) as Real)
      this.runtime.tick(1 + outcome.cost + Math.ceil((coordinateWork.operations - operations) / OPERATIONS_PER_TICK))
      operations = coordinateWork.operations
    }
    if (nested) this.#nestedCalls++
    else this.#spent += this.runtime.work - start
    return f.indicator === true ? probability(tally) : mean(tally, this.#range(f, read))
  }

  /** The values the variable can take at all, from the value that stands for every outcome. */
  #range(f: Fn, read: (outcome: Value) => Value): readonly [number, number] | undefined {
    try {
      const everywhere = f(read(ANY)) as Real
      const rigorous = typeof everywhere === 'number' || everywhere.rigorous
      const [low, high] = [lowOf(everywhere), highOf(everywhere)]
      return rigorous && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined
    } catch (error) {
      if (error instanceof NotEvaluable) return undefined
      throw error
    }
  }
}

function add(tally: Tally, value: Real): void {
  const [low, high] = [lowOf(value), highOf(value)]
  if (Number.isNaN(low) || Number.isNaN(high)) throw new NotEvaluable('a number out of range')
  tally.trials++
  tally.low += low
  tally.high += high
  tally.lowSquares += low * low
  tally.highSquares += high * high
  tally.guess += guessOf(value)
  if (low > 0) tally.hits++
  if (high > 0) tally.possible++
  tally.least = Math.min(tally.least, low)
  tally.most = Math.max(tally.most, high)
}

/** Clopper–Pearson for an event; outcomes on which a nested estimate leaves it open count against either end. */
function probability(tally: Tally): Estimate {
  const { low, high } = clopperPearson(tally.hits, tally.trials, ALPHA, tally.possible)
  return new Estimate(low, high, tally.guess / tally.trials, true)
}

function mean(tally: Tally, range: readonly [number, number] | undefined): Real {
  const n = tally.trials
  const variance = (sum: number, squares: number): number => Math.max(0, (squares - sum * sum / n) / Math.max(1, n - 1))
  const [low, high] = [tally.low / n, tally.high / n]
  const [lowVariance, highVariance] = [variance(tally.low, tally.lowSquares), variance(tally.high, tally.highSquares)]
  // A range that the values leave cannot be right, and nothing may rest on it.
  const sound = range !== undefined && tally.least >= range[0] - 1e-9 && tally.most <= range[1] + 1e-9
  if (sound) {
    const width = range[1] - range[0]
    if (width === 0) return range[0]
    const radius = (v: number): number => Math.min(bernsteinRadius(v, width, n), hoeffdingRadius(width, n))
    const [least, most] = [Math.max(range[0], low - radius(lowVariance)), Math.min(range[1], high + radius(highVariance))]
    return new Estimate(least, most, tally.guess / n, true)
  }
  return new Estimate(low - normalRadius(lowVariance, n), high + normalRadius(highVariance, n), tally.guess / n, false)
}
