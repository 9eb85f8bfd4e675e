// What types mean while sampling: finite types are listed, ℕ, ℝ and points are sampled, functions are tables or sampled rules.
// UNTRUSTED; built per instance or assignment, read by the quantifiers of compiled terms.
import type { Algebra } from './algebra.js'
import { ANY_REAL } from './float.js'
import type { Stream } from './random.js'
import type { Program, TypeData } from './serialise.js'
import {
  ANY, FALSE, NotEvaluable, Pair, SEEMS_FALSE, SEEMS_TRUE, TRUE, dedupe, listSet, truth, type Fn, type SetValue, type Truth, type Value,
} from './value.js'

/** A type as a collection of values. */
export interface Domain {
  /** All elements, when there are few enough to list. */
  readonly elements: readonly Value[] | undefined
  /** One value standing for all, for native functions known by their range. */
  readonly any: Value | undefined
  sample(stream: Stream): Value
}

/** Largest number of elements that is listed. */
const LISTED = 4096

/** Reals worth trying wherever a real is quantified. */
export const CORNER_REALS: readonly number[] = [0, 1, -1, 0.5, -0.5, 2, -2, 1e-3, -1e-3, 10, -10, 1000, 1e6]

export function finiteDomain(size: number): Domain {
  const elements = Array.from({ length: size }, (_, i) => i)
  return { elements, any: undefined, sample: (stream) => stream.integer(0, size - 1) }
}

/** A random real: a corner, an integer, or log-uniform with a sign. */
export function sampleReal(stream: Stream): number {
  const which = stream.integer(0, 9)
  if (which < 2) return stream.pick([0, 1, -1, 0.5, 2, -0.5, -2])
  if (which < 4) return stream.integer(-8, 8)
  if (which < 7) return stream.uniform(-3, 3)
  return stream.sign() * stream.logUniform(1e-4, 1e4)
}

/** Rules ℝ → ℝ that make sense in every arithmetic. */
export function sampleRealFunction(stream: Stream, algebra: Algebra): Fn {
  const number = (): Value => algebra.fromNumber(Math.round(sampleReal(stream) * 64) / 64)
  const [a, b, c] = [number(), number(), number()]
  const kind = stream.integer(0, 5)
  const rule: Fn = (x) => {
    const line = algebra.add(algebra.mul(a, x), b)
    switch (kind) {
      case 0: return a
      case 1: case 2: return line
      case 3: return algebra.add(algebra.mul(c, algebra.mul(x, x)), line)
      case 4: return algebra.add(algebra.mul(c, algebra.abs(x)), line)
      default: return algebra.min(algebra.max(line, algebra.numeral('0')), algebra.numeral('1'))
    }
  }
  const [p, q, r] = [a, b, c].map((v) => algebra.show(v))
  const text = `${p}*x + ${q}`
  const texts = [p, text, text, `${r}*x^2 + ${text}`, `${r}*|x| + ${text}`, `min(max(${text}, 0), 1)`]
  return Object.assign(rule, { text: `fun x ↦ ${texts[kind]}` })
}

/** A key under which tables look an element of a listed type up. */
function keyOf(x: Value): string {
  if (typeof x === 'number') return `${x}`
  if (x instanceof Pair) return `(${keyOf(x.first)},${keyOf(x.second)})`
  throw new NotEvaluable('a table over a type that is not listed')
}

/** The function on a listed type with the given values. */
export function table(elements: readonly Value[], values: readonly Value[]): Fn {
  if (elements.every((e, i) => e === i)) {
    return (x) => {
      if (typeof x !== 'number' || !(x in values)) throw new NotEvaluable('a table at a point it does not have')
      return values[x]
    }
  }
  const map = new Map(elements.map((e, i) => [keyOf(e), values[i]]))
  return (x) => {
    const key = keyOf(x)
    if (!map.has(key)) throw new NotEvaluable('a table at a point it does not have')
    return map.get(key)
  }
}

/** Types of one program under an interpretation of its abstract types. */
export class Domains {
  readonly #cache = new Map<number, Domain>()

  constructor(
    private readonly program: Program,
    private readonly algebra: Algebra,
    /** Abstract types by `key`; functions out of a point type by the pair of both keys (see `functionKey`). */
    private readonly base: ReadonlyMap<string, Domain>,
    private readonly equal: (type: number, a: Value, b: Value) => Truth,
  ) {}

  type(index: number): TypeData {
    return this.program.types[index] as TypeData
  }

  /** The domain of a type; its `sample` throws NotEvaluable for types nothing is known about. */
  of(index: number): Domain {
    const old = this.#cache.get(index)
    if (old !== undefined) return old
    const made = this.#make(index)
    this.#cache.set(index, made)
    return made
  }

  #make(index: number): Domain {
    const type = this.type(index)
    const given = this.base.get(type.key) ?? this.base.get(this.functionKey(type))
    if (given !== undefined) return given
    if (type.kind === 'con') {
      if (type.name === 'Prop' && type.args.length === 0) return propDomain
      if (type.name === 'ℝ' && type.args.length === 0) return this.#real()
      if (type.name === 'ℕ' && type.args.length === 0) return natDomain
      if (type.name === '×') return this.#product(type.args[0] as number, type.args[1] as number)
      if (type.name === '→') return this.#functions(type.args[0] as number, type.args[1] as number)
    }
    return {
      elements: undefined, any: undefined,
      sample: () => { throw new NotEvaluable(`nothing is known of the type ${type.name}`) },
    }
  }

  functionKey(type: TypeData): string {
    return type.args.map((a) => this.type(a).key).join(type.name)
  }

  #real(): Domain {
    return {
      elements: undefined, any: this.algebra.name === 'float' ? ANY_REAL : undefined,
      sample: (stream) => this.algebra.fromNumber(sampleReal(stream)),
    }
  }

  #product(left: number, right: number): Domain {
    const [a, b] = [this.of(left), this.of(right)]
    const listed = a.elements !== undefined && b.elements !== undefined && a.elements.length * b.elements.length <= LISTED
    return {
      elements: listed ? a.elements.flatMap((x) => (b.elements ?? []).map((y) => new Pair(x, y))) : undefined,
      any: a.any === undefined || b.any === undefined ? undefined : new Pair(a.any, b.any),
      sample: (stream) => new Pair(a.sample(stream), b.sample(stream)),
    }
  }

  #functions(from: number, to: number): Domain {
    const source = this.of(from)
    const target = this.of(to)
    const points = source.elements
    if (points !== undefined) return tables(points, target, this.type(to).name === 'Prop')
    if (this.type(to).name === 'Prop') return { elements: undefined, any: undefined, sample: (stream) => this.#finiteSet(from, stream) }
    const name = this.type(from).name
    return {
      elements: undefined, any: undefined,
      sample: (stream) => {
        if (name === 'ℕ') return sequence(target, stream)
        if (name === 'ℝ' && this.type(to).name === 'ℝ') return sampleRealFunction(stream, this.algebra)
        if (name === '→') return this.#functional(from, to, stream)
        throw new NotEvaluable(`no functions from ${name} to sample`)
      },
    }
  }

  /** f ↦ g(f(p)) for a random point p and a random function g. */
  #functional(from: number, to: number, stream: Stream): Fn {
    const [source, middle] = this.type(from).args
    const rule = this.program.types.findIndex((t) => t.kind === 'con' && t.name === '→' && t.args[0] === middle && t.args[1] === to)
    const place = this.of(source as number).sample(stream)
    if (middle === to && rule < 0) return (f) => (f as Fn)(place)
    if (rule < 0) throw new NotEvaluable('no functionals to sample')
    const g = this.of(rule).sample(stream) as Fn
    return (f) => g((f as Fn)(place))
  }

  /** A random set of up to four elements. */
  #finiteSet(from: number, stream: Stream): SetValue {
    const source = this.of(from)
    const equal = (a: Value, b: Value): Truth => this.equal(from, a, b)
    const { list, distinct } = dedupe(Array.from({ length: stream.integer(0, 4) }, () => source.sample(stream)), equal)
    return Object.assign(listSet(list, equal), { distinct })
  }
}

const propDomain: Domain = {
  elements: [FALSE, TRUE], any: undefined, sample: (stream) => truth(stream.chance(0.5)),
}

const natDomain: Domain = {
  elements: undefined, any: ANY,
  sample: (stream) => (stream.chance(0.8) ? stream.integer(0, 8) : stream.integer(9, 60)),
}

/** All functions from a listed type when there are few, random tables otherwise. */
function tables(points: readonly Value[], target: Domain, sets: boolean): Domain {
  const values = target.elements
  const count = values === undefined ? Infinity : values.length ** points.length
  const make = (row: readonly Value[]): Fn => {
    const f = table(points, row)
    if (sets) (f as SetValue).elements = () => listed(points, row)
    return f
  }
  const sample = (stream: Stream): Fn => make(points.map(() => target.sample(stream)))
  const any = target.any
  const anything: Fn | undefined = any === undefined ? undefined : () => any
  if (values === undefined || count > LISTED) return { elements: undefined, any: anything, sample }
  const all: Fn[] = []
  for (let code = 0; code < count; code++) {
    let rest = code
    all.push(make(points.map(() => {
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      return value
    })))
  }
  return { elements: all, any: anything, sample }
}

function listed(points: readonly Value[], row: readonly Value[]): readonly Value[] | undefined {
  if (row.some((t) => t === SEEMS_TRUE || t === SEEMS_FALSE)) return undefined
  return points.filter((_, i) => row[i] === TRUE)
}

/** A sequence whose entries are drawn when first read; entry i depends on i only. */
function sequence(target: Domain, stream: Stream): Fn {
  const seed = stream.integer(0, 0x7fffffff)
  const entries = new Map<Value, Value>()
  return (i) => {
    if (typeof i !== 'number') throw new NotEvaluable('a sequence at an unknown place')
    const old = entries.get(i)
    if (old !== undefined) return old
    const made = target.sample(stream.split('entry', seed, i))
    entries.set(i, made)
    return made
  }
}
