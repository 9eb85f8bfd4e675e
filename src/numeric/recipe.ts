// Recipes: how the value of a variable is made, as data. One recipe gives the same value in floating point, to 64 digits and
// exactly, so a violation can be looked at again. Finite laws are recipes too. UNTRUSTED; used by the explorer and confirm.ts.
import type { Algebra } from './algebra.js'
import { Domains, finiteDomain, sampleReal, type Domain } from './domain.js'
import type { Sampler } from './outcome.js'
import { applied } from './point.js'
import { Stream } from './random.js'
import type { Runtime } from './runtime.js'
import type { Program } from './serialise.js'
import { ANY, NotEvaluable, truth, type Fn, type Value } from './value.js'

/** A double, or numerator and denominator (> 0) as safe integers. */
export type Scalar = number | readonly [number, number]

/** Which reals a variable's entries are drawn from. */
export type Mode = 'any' | 'unit' | 'symmetric' | 'positive' | 'signs' | 'bits' | 'integers' | 'small'
export const MODES: readonly Mode[] = ['any', 'unit', 'symmetric', 'positive', 'signs', 'bits', 'integers', 'small']

export type Recipe =
  | { readonly kind: 'real'; readonly value: Scalar }
  | { readonly kind: 'nat'; readonly value: number }
  | { readonly kind: 'prop'; readonly value: boolean }
  /** Entries at 0, 1, 2, …, then `tail` for ever. */
  | { readonly kind: 'vector'; readonly entries: readonly Scalar[]; readonly tail: Scalar }
  /** Weights of the listed outcomes, or of the atoms when outcomes are sequences of independent atoms. */
  | { readonly kind: 'law'; readonly over: number; readonly weights: readonly number[]; readonly id: number }
  | { readonly kind: 'laws'; readonly over: number; readonly id: number }
  /** Draw i reads coordinate i of the outcome through a table, the same for all i or one for each. */
  | { readonly kind: 'draws'; readonly value: number; readonly same: boolean; readonly id: number; readonly mode: Mode }
  /** Points of the plane under the ℓ¹ distance. */
  | { readonly kind: 'metric'; readonly places: readonly (readonly [number, number])[] }
  /** Whatever the type's domain yields from this stream. */
  | { readonly kind: 'stream'; readonly type: number; readonly id: number; readonly mode: Mode }

/** Sizes of the abstract types by key; outcomes that are sequences of `length` atoms. */
export interface World {
  readonly sizes: ReadonlyMap<string, number>
  readonly product: { readonly key: string; readonly atoms: number; readonly length: number } | undefined
}

/** A law as a value: what it is a law of is needed to know what it satisfies by construction. */
export interface LawValue {
  (f: Value): Value
  isLaw?: boolean
  /** The random variable of an instance whose law it is. */
  sampler?: Sampler
}

export function sampleMode(stream: Stream, mode: Mode): Scalar {
  switch (mode) {
    case 'any': return dyadic(sampleReal(stream))
    case 'unit': return stream.chance(0.3) ? stream.integer(0, 1) : [stream.integer(0, 64), 64]
    case 'symmetric': return stream.chance(0.3) ? stream.sign() : [stream.integer(-64, 64), 64]
    case 'positive': return dyadic(stream.logUniform(1e-3, 1e3))
    case 'signs': return stream.sign()
    case 'bits': return stream.integer(0, 1)
    case 'integers': return stream.integer(-5, 5)
    case 'small': return dyadic(stream.sign() * stream.logUniform(1e-6, 0.1))
  }
}

/** A nearby number with a short binary expansion: exact in every arithmetic, and short to print. */
function dyadic(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return 0
  const scale = 2 ** (12 - Math.floor(Math.log2(Math.abs(x))))
  return Math.round(x * scale) / scale
}

export function scalarValue(algebra: Algebra, scalar: Scalar): Value {
  return typeof scalar === 'number' ? algebra.fromNumber(scalar) : algebra.fromRatio(scalar[0], scalar[1])
}

export const toDouble = (scalar: Scalar): number => (typeof scalar === 'number' ? scalar : scalar[0] / scalar[1])

/** Abstract types by key, with ℝ replaced by the numbers of `mode` when it is given. */
export function worldDomains(program: Program, world: World, algebra: Algebra, mode: Mode | undefined): ReadonlyMap<string, Domain> {
  const base = new Map<string, Domain>()
  for (const [key, size] of world.sizes) base.set(key, finiteDomain(size))
  if (mode !== undefined && mode !== 'any') {
    const real = program.types.find((t) => t.kind === 'con' && t.name === 'ℝ' && t.args.length === 0)
    if (real !== undefined) {
      base.set(real.key, { elements: undefined, any: undefined, sample: (stream) => scalarValue(algebra, sampleMode(stream, mode)) })
    }
  }
  return base
}

/** Makes values from recipes for one runtime under one world. */
export class Realiser {
  readonly #domains = new Map<Mode, Domains>()

  /** `types` override what the world says of them. */
  constructor(
    private readonly runtime: Runtime, private readonly world: World, private readonly types: ReadonlyMap<string, Domain> = new Map(),
  ) {}

  #domainsFor(mode: Mode): Domains {
    const old = this.#domains.get(mode)
    if (old !== undefined) return old
    const { program, algebra } = this.runtime
    const base = new Map([...worldDomains(program, this.world, algebra, mode), ...this.types])
    const made = new Domains(program, algebra, base, (type, a, b) => this.runtime.equal(type, a, b))
    this.#domains.set(mode, made)
    return made
  }

  value(recipe: Recipe): Value {
    const { algebra } = this.runtime
    switch (recipe.kind) {
      case 'real': return scalarValue(algebra, recipe.value)
      case 'nat': return recipe.value
      case 'prop': return truth(recipe.value)
      case 'vector': {
        const entries = recipe.entries.map((e) => scalarValue(algebra, e))
        const tail = scalarValue(algebra, recipe.tail)
        return (i: Value) => entries[index(i)] ?? tail
      }
      case 'law': return this.#law(recipe.over, recipe.weights, recipe.id)
      case 'laws': return this.#laws(recipe.over, recipe.id)
      case 'draws': return this.#draws(recipe.value, recipe.same, recipe.id, recipe.mode)
      case 'metric': return metric(algebra, recipe.places)
      case 'stream': return this.#domainsFor(recipe.mode).of(recipe.type).sample(this.#stream(recipe.id))
    }
  }

  #stream(id: number): Stream {
    return new Stream('recipe', id)
  }

  /** E f = Σ weight · f(outcome). Over a type that cannot be listed, the law sits on a few sampled points. */
  #law(over: number, weights: readonly number[], id: number): LawValue {
    const { algebra } = this.runtime
    const domain = this.#domainsFor('any').of(over)
    const { product } = this.world
    const isProduct = product !== undefined && product.key === this.runtime.domains.type(over).key
    const points = domain.elements ?? weights.map((_, i) => domain.sample(new Stream('point', id, i)))
    const total = weights.reduce((a, b) => a + b, 0)
    const chances = isProduct
      ? points.map((w) => productWeight(algebra, weights, total, product.atoms, product.length, w as number))
      : points.map((_, i) => algebra.fromRatio(weights[i % weights.length] ?? 0, total))
    const law: LawValue = (f) => {
      this.runtime.tick(points.length)
      // A functional on sequences has the type of a law over ℕ, and what it is applied to may be a point, read as its coordinates.
      return points.reduce<Value>((acc, point, i) => algebra.add(acc, algebra.mul(chances[i], applied(f, point))), algebra.numeral('0'))
    }
    law.isLaw = true
    return law
  }

  #laws(over: number, id: number): Fn {
    const made = new Map<number, LawValue>()
    return (i) => {
      let law = made.get(index(i))
      if (law === undefined) {
        const size = this.#domainsFor('any').of(over).elements?.length ?? 4
        const stream = new Stream('laws', id, index(i))
        law = this.#law(over, sampleWeights(stream, size), stream.integer(0, 0x7fffffff))
        made.set(index(i), law)
      }
      return law
    }
  }

  #draws(value: number, same: boolean, id: number, mode: Mode): Fn {
    const { product } = this.world
    const { algebra } = this.runtime
    if (product === undefined) throw new NotEvaluable('draws without a law of sequences')
    const domain = this.#domainsFor(mode).of(value)
    const real = this.runtime.domains.type(value).name === 'ℝ'
    const opposite = real && mode !== 'bits' && id % 3 === 0
    const cells = new Map<number, readonly Value[]>()
    const cell = (i: number): readonly Value[] => {
      const row = same ? 0 : i
      let made = cells.get(row)
      if (made === undefined) {
        const stream = new Stream('draws', id, row)
        made = Array.from({ length: product.atoms }, () => domain.sample(stream))
        // Values in opposite pairs: centred whenever the atoms are equally likely.
        if (opposite) made = opposites(algebra, made)
        cells.set(row, made)
      }
      return made
    }
    return (i) => {
      // Whatever the draw, its value is one of the table's.
      if (i === ANY && same && real) return () => cell(0).reduce((a, b) => algebra.hull(a, b))
      const row = index(i)
      // Draws beyond the last coordinate repeat it; nothing is assumed of them.
      const place = product.atoms ** (Math.min(Math.max(row, 1), product.length) - 1)
      return (w: Value) => cell(row)[Math.floor((w as number) / place) % product.atoms]
    }
  }
}

/** v, -v, u, -u, …, and 0 where one is left over. */
function opposites(algebra: Algebra, values: readonly Value[]): readonly Value[] {
  return values.map((v, k) => (k % 2 === 1 ? algebra.neg(values[k - 1]) : k + 1 < values.length ? v : algebra.numeral('0')))
}

function index(i: Value): number {
  if (typeof i !== 'number') throw new NotEvaluable('a sequence at an unknown place')
  return i
}

function productWeight(algebra: Algebra, weights: readonly number[], total: number, atoms: number, length: number, outcome: number): Value {
  let chance = algebra.numeral('1')
  let rest = outcome
  for (let i = 0; i < length; i++) {
    chance = algebra.mul(chance, algebra.fromRatio(weights[rest % atoms] ?? 0, total))
    rest = Math.floor(rest / atoms)
  }
  return chance
}

/** Small non-negative integers, not all zero. */
export function sampleWeights(stream: Stream, size: number): readonly number[] {
  if (stream.chance(0.3)) return Array.from({ length: size }, () => 1)
  const weight = (): number => (stream.chance(0.15) ? 0 : stream.chance(0.2) ? stream.integer(10, 60) : stream.integer(1, 6))
  const weights = Array.from({ length: size }, weight)
  return weights.some((w) => w > 0) ? weights : weights.map(() => 1)
}

function metric(algebra: Algebra, places: readonly (readonly [number, number])[]): Fn {
  return (p) => (q: Value) => {
    const [a, b] = [places[p as number], places[q as number]]
    if (a === undefined || b === undefined) throw new NotEvaluable('a distance from an unknown point')
    return algebra.fromNumber(Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]))
  }
}
