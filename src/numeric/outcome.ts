// Outcomes of the experiment an instance describes: what every random variable was drawn as, lazily, from its own stream, or
// along one branch of an exact enumeration. UNTRUSTED; the laws of carlo.ts average over them.
import type { Stream } from './random.js'
import { ANY, NotEvaluable, type Value } from './value.js'
import { Point } from './point.js'

/** A random variable of an instance: its i-th draw, and what stands for all its values at once. */
export interface Sampler {
  readonly name: string
  readonly any: Value
  /** The i-th draw. May read other samplers at the same outcome and index. */
  draw(stream: Stream, outcome: Outcome, i: number): Value
  /** The values and their probabilities when there are few; may read other samplers. */
  branches?(outcome: Outcome, i: number): { readonly values: readonly Value[]; readonly chances: readonly number[] }
  /** Whether its values are points, drawn only when looked at. */
  readonly points?: boolean
  /** Variance proxy s² of Lipschitz functions: P(|f - E f| ≥ t) ≤ 2 exp(-t² / (2 s² L²)) for every L-Lipschitz f. */
  readonly concentration?: number
  /** The conditional mean of the draw given the point it goes with, by construction. */
  readonly mean?: { readonly point: Sampler | undefined; readonly value: Value }
  /** Mixtures: the sampler of the component of the same draw, and the laws and weights of the components. */
  readonly mixture?: Mixture
}

export interface Mixture {
  readonly components: readonly Sampler[]
  readonly weights: readonly number[]
  readonly label: Sampler
}

export interface Outcome {
  get(sampler: Sampler, i: number): Value
}

/** One random outcome. Each variable has a stream of its own, read in the order of the indices. */
export class RandomOutcome implements Outcome {
  readonly #drawn = new Map<Sampler, Value[]>()
  readonly #streams = new Map<Sampler, Stream>()
  /** Numbers drawn so far, roughly. */
  cost = 0

  constructor(private readonly seed: Stream, private readonly id: number) {}

  get(sampler: Sampler, i: number): Value {
    let drawn = this.#drawn.get(sampler)
    if (drawn === undefined) {
      drawn = []
      this.#drawn.set(sampler, drawn)
      this.#streams.set(sampler, this.seed.split(sampler.name, this.id))
    }
    if (i > 1_000_000) throw new NotEvaluable('a draw beyond the millionth')
    const stream = this.#streams.get(sampler) ?? this.seed
    this.cost += Math.max(0, i + 1 - drawn.length) * 2
    for (let k = drawn.length; k <= i; k++) drawn.push(sampler.draw(stream, this, k))
    return drawn[i]
  }
}

/** The enumeration met something continuous, or too many branches. */
export class EnumerationAborted extends Error {
  override readonly name = 'EnumerationAborted'
}

const MAX_CHOICES = 12

/** One branch of the tree of all outcomes: follows `script`, and takes the first branch where it ends. */
export class BranchOutcome implements Outcome {
  readonly #drawn = new Map<Sampler, Map<number, Value>>()
  /** Branch taken and number of branches at each choice, in order. */
  readonly choices: { readonly taken: number; readonly of: number }[] = []
  weight = 1

  constructor(private readonly script: readonly number[]) {}

  get(sampler: Sampler, i: number): Value {
    let drawn = this.#drawn.get(sampler)
    if (drawn === undefined) {
      drawn = new Map()
      this.#drawn.set(sampler, drawn)
    }
    if (drawn.has(i)) return drawn.get(i)
    const value = this.#branch(sampler, i)
    drawn.set(i, value)
    return value
  }

  #branch(sampler: Sampler, i: number): Value {
    const branches = sampler.branches?.(this, i)
    if (branches === undefined) {
      if (sampler.points === true) return new Point(() => { throw new EnumerationAborted('a continuous point') })
      throw new EnumerationAborted('a continuous variable')
    }
    if (this.choices.length >= MAX_CHOICES) throw new EnumerationAborted('too many branches')
    const taken = this.script[this.choices.length] ?? 0
    this.choices.push({ taken, of: branches.values.length })
    this.weight *= branches.chances[taken] ?? 0
    return branches.values[taken]
  }

  /** The script of the next branch, undefined after the last. */
  next(): readonly number[] | undefined {
    for (let k = this.choices.length - 1; k >= 0; k--) {
      const choice = this.choices[k]
      if (choice !== undefined && choice.taken + 1 < choice.of) {
        return [...this.choices.slice(0, k).map((c) => c.taken), choice.taken + 1]
      }
    }
    return undefined
  }
}

/** `draw i ω` as a value of type ℕ → Ω → A. At any outcome or any index it is whatever stands for all its values. */
export function drawValue(sampler: Sampler): Value {
  return (i: Value) => (w: Value) => {
    if (typeof i !== 'number' || w === ANY) return sampler.any
    return (w as Outcome).get(sampler, i)
  }
}

/** A single random variable, of type Ω → A: the first draw. */
export function singleValue(sampler: Sampler): Value {
  return (w: Value) => (w === ANY ? sampler.any : (w as Outcome).get(sampler, 1))
}
