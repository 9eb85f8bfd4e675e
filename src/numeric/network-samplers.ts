// Instance fields for networks of many layers: entries and ties of the matrices, layers with the positive part as activation that
// keep the first coordinates of the state, and the forward pass through them. UNTRUSTED; called by instance.ts only.
import { parameterVector } from './families.js'
import { asNumber } from './instance-formula.js'
import type { Stream } from './random.js'
import { NotEvaluable, truth, type Fn, type Value } from './value.js'

/** The numbers among the arguments of a call, by place or label. */
export interface NumberArguments {
  number(position: number | undefined, label: string, otherwise: number): number
}

type Layers = (j: number, k: number, l: number) => number

function index(i: Value): number {
  if (typeof i !== 'number') throw new NotEvaluable('a layer or coordinate at an unknown place')
  return i
}

/** ℕ → ℕ → ℕ → A from a function of three numbers. */
const curried = (f: Layers): Fn => (j) => (k: Value) => (l: Value) => f(index(j), index(k), index(l))

const call = (f: Value, x: Value): Value => (f as Fn)(x)

/** What a network keeps from layer to layer: the coordinates 1..kept of the `width` many. */
interface Shape {
  readonly width: number
  readonly kept: number
}

const keeps = (kept: number, k: number): boolean => k >= 1 && k <= kept

/** Coordinate k of the state after layer j of the network with the matrices A, on the input s. */
function stateAt({ width, kept }: Shape, A: Value, s: Value, j: number, k: number): number {
  let state = Float64Array.from({ length: width }, (_, i) => asNumber(call(s, i + 1)))
  const written = (layer: number, row: number): number => {
    const matrix = call(call(A, layer), row)
    return Math.max(0, state.reduce((sum, x, i) => sum + asNumber(call(matrix, i + 1)) * x, 0))
  }
  if (j === 0 || keeps(kept, k)) return asNumber(call(s, k))
  for (let layer = 1; layer < j; layer++) state = state.map((x, i) => (keeps(kept, i + 1) ? x : written(layer, i + 1)))
  return written(j, k)
}

/** The value of a network field, or undefined if `name` is no such call. The same for the same stream. */
export function networkField(name: string, args: NumberArguments, stream: Stream): Value {
  switch (name) {
    case 'random_entries': {
      const scale = args.number(0, 'scale', 1)
      return curried((j, k, l) => stream.split(j, k, l).uniform(-scale, scale))
    }
    case 'random_ties': {
      const p = args.number(0, 'parameters', 1)
      return curried((j, k, l) => stream.split(j, k, l).integer(0, p))
    }
    case 'random_vector': return parameterVector(args.number(0, 'dimension', 1), args.number(1, 'radius', 1), stream)
    case 'kept': {
      const kept = args.number(0, 'coordinates', 1)
      return () => (k: Value) => truth(keeps(kept, index(k)))
    }
    case 'relu_layers': return () => (s: Value) => (k: Value) => Math.max(0, asNumber(call(s, k)))
    case 'forward': {
      const shape = { width: args.number(0, 'width', 1), kept: args.number(1, 'kept', 0) }
      return (A: Value) => (s: Value) => (j: Value) => (k: Value) => stateAt(shape, A, s, index(j), index(k))
    }
    default: return undefined
  }
}
