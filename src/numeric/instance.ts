// Reads `instance Context.name …`: gives each field a value or a random variable, and the rest of the context what goes with
// them (the law, the distance, the types). UNTRUSTED; monte.ts samples statements under the result.
import type { InstanceDecl, SamplerArg, SamplerExpr, Expr } from '../syntax/ast.js'
import type { Carlo } from './carlo.js'
import {
  FAMILY_KINDS, constantFunction, parameterVector, parametricFunctions, sampleFunction, type FamilyKind, type PointFunction,
} from './families.js'
import { asNumber, evaluateFormula, type Environment } from './instance-formula.js'
import { drawValue, singleValue, type Sampler } from './outcome.js'
import { hasFiniteRange } from './known.js'
import { networkField } from './network-samplers.js'
import type { Stream } from './random.js'
import type { LawValue } from './recipe.js'
import * as make from './samplers.js'
import type { Reader } from './syntax.js'
import { ANY, FALSE, NotEvaluable, TRUE, elementsOf, listSet, type Described, type Fn, type Value } from './value.js'

/** A field as it was sampled: a plain value, or a random variable. */
export type Field =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'random'; readonly sampler: Sampler }
  | { readonly kind: 'law'; readonly of: Sampler; readonly components: boolean }
  /** Names of assumptions that hold by the way the instance is made, on the word of its author. */
  | { readonly kind: 'known'; readonly names: readonly string[] }

export interface Fields {
  readonly byName: ReadonlyMap<string, Field>
  /** Dimension of the points, when there are any. */
  readonly dimension: number | undefined
  /** A few numbers for the report: `n = 37, d = 12`. */
  readonly summary: string
  /** Assumptions that need no check. */
  readonly known: ReadonlySet<string>
}

const POINTS = new Set(['gaussian', 'sphere', 'ball', 'cube', 'vertices', 'mixture'])

class Builder {
  readonly fields = new Map<string, Field>()
  readonly numbers = new Map<string, Value>()
  dimension: number | undefined

  constructor(private readonly stream: Stream) {}

  get env(): Environment {
    return this.numbers
  }

  field(name: string, value: SamplerExpr): void {
    const made = this.#read(name, value)
    this.fields.set(name, made)
    if (made.kind === 'value') this.numbers.set(name, made.value)
  }

  #read(name: string, value: SamplerExpr): Field {
    const stream = this.stream.split('field', name)
    switch (value.kind) {
      case 'sample': return { kind: 'value', value: this.#number(value, stream) }
      case 'formula': {
        const { expr } = value
        if (expr.kind === 'name' && !this.numbers.has(expr.name)) return this.#call(name, expr.name, [], stream)
        return { kind: 'value', value: evaluateFormula(expr, this.env) }
      }
      case 'call': return this.#call(name, value.name, value.args, stream)
    }
  }

  #number(value: Extract<SamplerExpr, { kind: 'sample' }>, stream: Stream): number {
    const [low, high] = [asNumber(evaluateFormula(value.low, this.env)), asNumber(evaluateFormula(value.high, this.env))]
    switch (value.domain) {
      case 'integer': case 'natural': return stream.integer(Math.ceil(low), Math.floor(high))
      case 'log': return stream.logUniform(low, high)
      case 'real': return stream.uniform(low, high)
      default: throw new NotEvaluable(`nothing samples from ${value.domain}; use integer, real or log`)
    }
  }

  #call(name: string, call: string, args: readonly SamplerArg[], stream: Stream): Field {
    const reader = new Arguments(args, this.env, this.fields)
    const random = (sampler: Sampler): Field => ({ kind: 'random', sampler })
    if (POINTS.has(call)) return random(this.#points(name, call, reader, stream))
    switch (call) {
      case 'random_sign': return random(make.randomSign(name))
      case 'bounded_noise': return random(make.uniform(name, -reader.number(0, 'level', 1), reader.number(0, 'level', 1)))
      case 'uniform': return random(make.uniform(name, reader.number(0, 'low', 0), reader.number(1, 'high', 1)))
      case 'bernoulli': {
        const p = reader.number(0, 'p', 0.5)
        return random(make.finite(name, [1, 0], [p, 1 - p]))
      }
      case 'two_points': {
        const p = reader.number(2, 'weight', 0.5)
        return random(make.finite(name, [reader.number(0, 'a', 0), reader.number(1, 'b', 1)], [p, 1 - p]))
      }
      case 'sign_with_mean': return random(make.signWithMean(name, this.#function(reader.formula(0)), reader.sampler(1)))
      case 'noisy': return random(this.#noisy(name, reader))
      case 'largest_correlation': return random(this.#largestCorrelation(name, reader))
      case 'component': return random(mixtureOf(reader.sampler(0)).label)
      case 'law': return { kind: 'law', of: reader.sampler(0), components: false }
      case 'component_law': return { kind: 'law', of: reader.sampler(0), components: true }
      case 'weights': {
        const { weights } = mixtureOf(reader.sampler(0))
        return { kind: 'value', value: (i: Value) => weights[placeOf(i) - 1] ?? 0 }
      }
      case 'by_construction': return { kind: 'known', names: reader.names('assumptions') ?? [] }
      case 'random_parameters': return { kind: 'value', value: this.#parameters(reader, stream) }
      case 'parametric': return { kind: 'value', value: parametricFunctions(this.dimension ?? 1, reader.number(0, 'parameters', 1)) }
      case 'random_class': case 'random_function': return { kind: 'value', value: this.#class(call === 'random_class', reader, stream) }
      default: {
        const value = networkField(call, reader, stream)
        if (value === undefined) throw new NotEvaluable(`${call} is neither a field nor a sampler`)
        return { kind: 'value', value }
      }
    }
  }

  #points(name: string, call: string, args: Arguments, stream: Stream): Sampler {
    const d = args.number(0, 'dimension', this.dimension ?? 1)
    if (!Number.isInteger(d) || d < 1 || d > 10_000) throw new NotEvaluable('a dimension between 1 and 10000')
    this.dimension = d
    switch (call) {
      case 'gaussian': return make.gaussian(name, d, args.number(1, 'variance', 1 / d))
      case 'sphere': return make.sphere(name, d, args.number(1, 'radius', 1))
      case 'ball': return make.ball(name, d, args.number(1, 'radius', 1))
      case 'cube': return make.cube(name, d, args.number(1, 'side', 1 / Math.sqrt(d)))
      case 'vertices': return make.vertices(name, d, args.number(1, 'side', 1 / Math.sqrt(d)))
      default: {
        const k = args.number(1, 'components', 2)
        return make.mixture(name, d, k, args.number(2, 'spread', 1), args.number(3, 'variance', 1 / d), stream)
      }
    }
  }

  #noisy(name: string, args: Arguments): Sampler {
    const g = this.#function(args.formula(0))
    if (!hasFiniteRange(g as Fn & Described)) throw new NotEvaluable('noisy(g, x, level) needs a g of known range')
    const range = (g as Described).range ?? [-1, 1]
    return make.noisy(name, g, args.sampler(1), args.number(2, 'level', 0.5), range)
  }

  /** largest_correlation(F, x, y, n): the maximum over the functions of F, which with their labels should be bounded by 1. */
  #largestCorrelation(name: string, args: Arguments): Sampler {
    const functions = elementsOf(evaluateFormula(args.formula(0), this.env))
    if (functions === undefined || functions.length === 0) throw new NotEvaluable('largest_correlation needs a list of functions')
    return make.largestCorrelation(name, functions, args.sampler(1), args.sampler(2), args.number(3, 'n', 1), 1)
  }

  #function(expr: Expr): Value {
    const value = evaluateFormula(expr, this.env)
    return typeof value === 'number' ? constantFunction(value) : value
  }

  /** random_parameters(p, size 2..6, radius r): vectors in the ball of ℝ^p, as sequences that are 0 outside 1..p. */
  #parameters(args: Arguments, stream: Stream): Value {
    const p = args.number(0, 'dimension', 1)
    const [low, high] = args.range('size') ?? [2, 6]
    const radius = args.number(1, 'radius', 1)
    const list = Array.from({ length: stream.integer(low, high) }, () => parameterVector(p, radius, stream))
    return listSet(list, (a, b) => (a === b ? TRUE : FALSE))
  }

  /** random_class(size 2..50, kind [linear, relu_net], lipschitz L, range -1..1), and random_function for a single one. */
  #class(many: boolean, args: Arguments, stream: Stream): Value {
    const d = this.dimension ?? 1
    const kinds = args.names('kind') ?? FAMILY_KINDS
    const unknown = kinds.find((k) => !(FAMILY_KINDS as readonly string[]).includes(k))
    if (unknown !== undefined) throw new NotEvaluable(`${unknown} is no kind of function; known are ${FAMILY_KINDS.join(', ')}`)
    const L = args.number(undefined, 'lipschitz', 1)
    const range = args.range('range')
    const [low, high] = args.range('size') ?? [2, 8]
    const size = many ? stream.integer(low, high) : 1
    const list: PointFunction[] = []
    for (let i = 0; i < size; i++) list.push(sampleFunction(kinds as readonly FamilyKind[], d, L, range, stream.split(i)))
    // Different random functions of one family are different functions.
    return many ? listSet(list, (a, b) => (a === b ? TRUE : FALSE)) : list[0]
  }
}

function placeOf(i: Value): number {
  if (typeof i !== 'number') throw new NotEvaluable('a sequence at an unknown place')
  return i
}

function mixtureOf(sampler: Sampler): NonNullable<Sampler['mixture']> {
  if (sampler.mixture === undefined) throw new NotEvaluable(`${sampler.name} is no mixture`)
  return sampler.mixture
}

/** Arguments of a sampler call, by position among the unlabelled ones or by label. */
class Arguments {
  readonly #plain: readonly SamplerArg[]

  constructor(
    private readonly all: readonly SamplerArg[], private readonly env: Environment, private readonly fields: ReadonlyMap<string, Field>,
  ) {
    this.#plain = all.filter((a) => a.label === undefined)
  }

  #value(position: number | undefined, label: string): SamplerArg['value'] | undefined {
    return (this.all.find((a) => a.label === label) ?? (position === undefined ? undefined : this.#plain[position]))?.value
  }

  number(position: number | undefined, label: string, otherwise: number): number {
    const value = this.#value(position, label)
    if (value === undefined) return otherwise
    if (value.kind !== 'formula') throw new NotEvaluable(`${label} should be a number`)
    return asNumber(evaluateFormula(value.expr, this.env))
  }

  formula(position: number): Expr {
    const value = this.#plain[position]?.value
    if (value?.kind !== 'formula') throw new NotEvaluable('a function is missing')
    return value.expr
  }

  sampler(position: number): Sampler {
    const expr = this.formula(position)
    const field = expr.kind === 'name' ? this.fields.get(expr.name) : undefined
    if (field?.kind !== 'random') throw new NotEvaluable('the name of a random field is missing')
    return field.sampler
  }

  names(label: string): readonly string[] | undefined {
    const value = this.#value(undefined, label)
    return value?.kind === 'names' ? value.names : undefined
  }

  range(label: string): readonly [number, number] | undefined {
    const value = this.#value(undefined, label)
    if (value === undefined) return undefined
    if (value.kind !== 'range') {
      const x = value.kind === 'formula' ? asNumber(evaluateFormula(value.expr, this.env)) : 0
      return [x, x]
    }
    return [asNumber(evaluateFormula(value.low, this.env)), asNumber(evaluateFormula(value.high, this.env))]
  }
}

/** Samples every field in order; later ones may use earlier ones. Throws NotEvaluable with what is wrong. */
export function readFields(instance: InstanceDecl, stream: Stream): Fields {
  const builder = new Builder(stream)
  for (const { name, value } of instance.fields) builder.field(name.text, value)
  const summary = [...builder.numbers].filter(([, v]) => typeof v === 'number')
    .map(([name, v]) => `${name} = ${Number((v as number).toPrecision(4))}`).join(', ')
  const known = new Set([...builder.fields.values()].flatMap((f) => (f.kind === 'known' ? f.names : [])))
  return { byName: builder.fields, dimension: builder.dimension, summary, known }
}

/** Some law of the family, one knows not which: an expectation all the same. */
const ANY_LAW: LawValue = Object.assign((): Value => { throw new NotEvaluable('an unknown law') }, { isLaw: true })

/** The value of a field at a type: numbers become constant functions where functions are wanted. */
export function fieldValue(field: Field, type: number, reader: Reader, carlo: Carlo): Value {
  switch (field.kind) {
    case 'value': return atType(field.value, type, reader)
    case 'law': {
      if (!field.components) return carlo.lawOf(field.of)
      // Beyond the components of the mixture, M j is the law of the first: some law is needed there, and nothing is said of it.
      const laws = mixtureOf(field.of).components.map((c) => carlo.lawOf(c))
      return (i: Value) => (i === ANY ? ANY_LAW : laws[placeOf(i) - 1] ?? laws[0])
    }
    case 'known': throw new NotEvaluable('a list of assumptions is no value')
    case 'random': {
      const arrow = reader.arrow(type)
      if (arrow === undefined) throw new NotEvaluable(`${field.sampler.name} is sampled, but is no random variable`)
      return reader.isNat(arrow.from) ? drawValue(field.sampler) : singleValue(field.sampler)
    }
  }
}

function atType(value: Value, type: number, reader: Reader): Value {
  const arrow = reader.arrow(type)
  if (arrow === undefined || typeof value === 'function') return value
  const inner = atType(value, arrow.to, reader)
  return constantFunction(inner)
}
