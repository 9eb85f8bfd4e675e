// Small choices of the explorer: which kind of value to try, sequences, and short numbers near given ones. UNTRUSTED, seeded.
import type { Stream } from './random.js'
import { MODES, sampleMode, sampleWeights, toDouble, type Mode, type Recipe, type Scalar } from './recipe.js'

const VECTOR_LENGTH = 9

/** What has been learned about which choices meet the hypotheses. */
export class Chooser {
  readonly #tried = new Map<string, number>()
  readonly #met = new Map<string, number>()

  /** One of `options`, the more often the more often it led to satisfied hypotheses. */
  pick<T extends string>(stream: Stream, variable: number, options: readonly T[]): T {
    const weight = (o: T): number => (1 + (this.#met.get(`${variable}${o}`) ?? 0)) / (2 + (this.#tried.get(`${variable}${o}`) ?? 0))
    let rest = stream.unit() * options.reduce((sum, o) => sum + weight(o), 0)
    for (const o of options) {
      rest -= weight(o)
      if (rest <= 0) return o
    }
    return options[0] as T
  }

  learn(choices: ReadonlyMap<number, string>, met: boolean): void {
    for (const [variable, option] of choices) {
      const key = `${variable}${option}`
      this.#tried.set(key, (this.#tried.get(key) ?? 0) + 1)
      if (met) this.#met.set(key, (this.#met.get(key) ?? 0) + 1)
    }
  }
}

/** Kinds of sequences ℕ → ℝ. `same` and `sum` repeat sequences chosen before: equality cases are often there. */
export const VECTOR_OPTIONS = [
  ...MODES, 'constant', 'simplex', 'one-hot', 'increasing', 'decreasing', 'same', 'sum',
] as const
export type VectorOption = typeof VECTOR_OPTIONS[number]

type VectorRecipe = Extract<Recipe, { kind: 'vector' }>

/** A sequence of the given kind. `recipes` are the choices made before it. */
export function sampleVector(option: VectorOption, stream: Stream, recipes: ReadonlyMap<number, Recipe>): VectorRecipe {
  const fill = (mode: Mode): Scalar[] => Array.from({ length: VECTOR_LENGTH }, () => sampleMode(stream, mode))
  const others = [...recipes.values()].filter((r): r is VectorRecipe => r.kind === 'vector')
  switch (option) {
    case 'constant': return { kind: 'vector', entries: [], tail: sampleMode(stream, stream.pick(MODES) ?? 'any') }
    case 'simplex': return simplex(stream, recipes)
    case 'one-hot': {
      const at = stream.integer(0, 4)
      return { kind: 'vector', entries: Array.from({ length: VECTOR_LENGTH }, (_, i) => (i === at ? 1 : 0)), tail: 0 }
    }
    case 'increasing': case 'decreasing': {
      const entries = fill('any').sort((a, b) => (option === 'increasing' ? toDouble(a) - toDouble(b) : toDouble(b) - toDouble(a)))
      return { kind: 'vector', entries, tail: entries[VECTOR_LENGTH - 1] ?? 0 }
    }
    case 'same': return stream.pick(others) ?? { kind: 'vector', entries: fill('any'), tail: 0 }
    case 'sum': {
      const [a, b] = [stream.pick(others), stream.pick(others)]
      return a === undefined || b === undefined ? { kind: 'vector', entries: fill('unit'), tail: 0 } : sum(a, b)
    }
    default: return { kind: 'vector', entries: fill(option), tail: sampleMode(stream, option) }
  }
}

/** Non-negative entries that add up to 1 over 1..n, for one of the sizes in the sample, as exact fractions. */
function simplex(stream: Stream, recipes: ReadonlyMap<number, Recipe>): VectorRecipe {
  const sizes = [...recipes.values()].flatMap((r) => (r.kind === 'nat' && r.value >= 1 ? [Math.min(r.value, 40)] : []))
  const weights = sampleWeights(stream, stream.pick(sizes) ?? 3)
  const total = weights.reduce((a, b) => a + b, 0)
  return { kind: 'vector', entries: [0, ...weights.map((w) => [w, total] as const)], tail: 0 }
}

function sum(a: VectorRecipe, b: VectorRecipe): VectorRecipe {
  const length = Math.max(a.entries.length, b.entries.length)
  const add = (x: Scalar, y: Scalar): number => toDouble(x) + toDouble(y)
  const entries = Array.from({ length }, (_, i) => add(a.entries[i] ?? a.tail, b.entries[i] ?? b.tail))
  return { kind: 'vector', entries, tail: add(a.tail, b.tail) }
}

/** A double with few binary digits close to x. */
export function nearby(x: number): number {
  if (x === 0) return 0
  const scale = 2 ** (10 - Math.floor(Math.log2(Math.abs(x))))
  return Math.round(x * scale) / scale
}

/** The fraction with the smallest denominator in [low, high], by the Stern–Brocot descent; a double if none is short. */
export function simplest(low: number, high: number): Scalar {
  if (low <= 0 && high >= 0) return 0
  if (high < 0) {
    const mirrored = simplest(-high, -low)
    return typeof mirrored === 'number' ? -mirrored : [-mirrored[0], mirrored[1]]
  }
  const quotients: number[] = []
  let [a, b] = [low, high]
  for (let i = 0; i < 20; i++) {
    const whole = Math.ceil(a)
    if (whole <= b) {
      let [p, q] = [whole, 1]
      for (const k of quotients.reverse()) [p, q] = [k * p + q, p]
      return Number.isSafeInteger(p) && Number.isSafeInteger(q) ? (q === 1 ? p : [p, q]) : (low + high) / 2
    }
    const floor = Math.floor(a)
    quotients.push(floor)
    ;[a, b] = [1 / (b - floor), 1 / (a - floor)]
  }
  return (low + high) / 2
}
