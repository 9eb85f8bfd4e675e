// Families of functions on ℝ^d with Lipschitz constants known by construction: linear, distance to a point or a set, maxima of
// affine functions, and ReLU networks normalised by operator norms. UNTRUSTED; the samplers of instances draw from them.
import { Estimate } from './float.js'
import { coordinatesOf, distance, dot } from './point.js'
import type { Stream } from './random.js'
import { ANY, NotEvaluable, type Described, type Fn, type Value } from './value.js'

export type FamilyKind = 'linear' | 'distance' | 'distance_set' | 'max_affine' | 'relu_net' | 'constant'
export const FAMILY_KINDS: readonly FamilyKind[] = ['linear', 'distance', 'distance_set', 'max_affine', 'relu_net', 'constant']

/** A function on points with what is known of it. `lipschitzExact`: no smaller constant will do. */
export type PointFunction = Fn & Described & { lipschitzExact?: boolean }

interface Rule {
  readonly text: string
  readonly exact: boolean
  readonly range: readonly [number, number]
  at(p: Float64Array): number
}

function vector(d: number, stream: Stream, length: number): Float64Array {
  const v = Float64Array.from({ length: d }, () => stream.gaussian())
  const norm = Math.sqrt(dot(v, v))
  return norm === 0 ? v : v.map((x) => x * length / norm)
}

const around = (d: number, stream: Stream): Float64Array => vector(d, stream, stream.uniform(0, 1.2))
const EVERYWHERE = [-Infinity, Infinity] as const
const short = (x: number): string => `${Number(x.toPrecision(3))}`

/** x ↦ max_j (⟨a_j, x⟩ + b_j) with ‖a_j‖ ≤ L: the largest of L-Lipschitz functions. */
function maxAffine(d: number, L: number, stream: Stream): Rule {
  const piece = (): { a: Float64Array; b: number } => ({ a: vector(d, stream, L * stream.uniform(0.5, 1)), b: stream.uniform(-0.5, 0.5) })
  const pieces = Array.from({ length: stream.integer(2, 6) }, piece)
  return {
    text: `max of ${pieces.length} affine functions`, exact: false, range: EVERYWHERE,
    at: (p) => pieces.reduce((best, { a, b }) => Math.max(best, dot(a, p) + b), -Infinity),
  }
}

/** A layer x ↦ relu(W x + b), W with Frobenius norm at most 1, hence operator norm at most 1; relu is 1-Lipschitz. */
function layer(rows: number, columns: number, stream: Stream): (x: Float64Array) => Float64Array {
  const weights = Array.from({ length: rows }, () => Float64Array.from({ length: columns }, () => stream.gaussian()))
  const frobenius = Math.sqrt(weights.reduce((sum, row) => sum + dot(row, row), 0)) || 1
  const matrix = weights.map((row) => row.map((x) => x / frobenius))
  const bias = Float64Array.from({ length: rows }, () => stream.uniform(-0.2, 0.2))
  return (x) => Float64Array.from(matrix, (row, i) => Math.max(0, dot(row, x) + (bias[i] as number)))
}

/** Two ReLU layers and a linear read-out of norm L: the product of the operator norms is at most L. */
function reluNet(d: number, L: number, stream: Stream): Rule {
  const width = stream.integer(2, 8)
  const [first, second] = [layer(width, d, stream), layer(width, width, stream)]
  const out = vector(width, stream, L)
  const bias = stream.uniform(-0.5, 0.5)
  return { text: `ReLU network of width ${width}`, exact: false, range: EVERYWHERE, at: (p) => dot(out, second(first(p))) + bias }
}

function ruleOf(kind: FamilyKind, d: number, L: number, stream: Stream): Rule {
  switch (kind) {
    case 'linear': {
      const [a, b] = [vector(d, stream, L), stream.uniform(-0.5, 0.5)]
      return { text: `linear of slope ${short(L)}`, exact: true, range: EVERYWHERE, at: (p) => dot(a, p) + b }
    }
    case 'distance': {
      const centre = around(d, stream)
      return { text: `${short(L)} times the distance to a point`, exact: true, range: [0, Infinity], at: (p) => L * distance(p, centre) }
    }
    case 'distance_set': {
      const centres = Array.from({ length: stream.integer(2, 6) }, () => around(d, stream))
      return {
        text: `${short(L)} times the distance to ${centres.length} points`, exact: true, range: [0, Infinity],
        at: (p) => L * centres.reduce((least, c) => Math.min(least, distance(p, c)), Infinity),
      }
    }
    case 'max_affine': return maxAffine(d, L, stream)
    case 'relu_net': return reluNet(d, L, stream)
    case 'constant': {
      const c = stream.uniform(-1, 1)
      return { text: `constant ${short(c)}`, exact: false, range: [c, c], at: () => c }
    }
  }
}

/** A function of one of the kinds, L-Lipschitz, its values cut to `range` when one is given (which keeps the constant). */
export function sampleFunction(
  kinds: readonly FamilyKind[], d: number, L: number, range: readonly [number, number] | undefined, stream: Stream,
): PointFunction {
  const kind = stream.pick(kinds) ?? 'linear'
  const rule = ruleOf(kind, d, L, stream)
  const [low, high] = range ?? EVERYWHERE
  const clip = (x: number): number => Math.min(Math.max(x, low), high)
  const values = [clip(rule.range[0]), clip(rule.range[1])] as const
  const everywhere = values[0] === values[1] ? values[0] : new Estimate(values[0], values[1], clip((values[0] + values[1]) / 2), true)
  const f: Fn = (p) => (p === ANY ? everywhere : clip(rule.at(coordinatesOf(p))))
  const described: PointFunction = Object.assign(f, {
    lipschitz: kind === 'constant' ? 0 : L, range: values, text: range === undefined ? rule.text : `${rule.text}, cut to [${low}, ${high}]`,
  })
  if (rule.exact && range === undefined) described.lipschitzExact = true
  return described
}

/** The constant function. Never looks at its point. */
export function constantFunction(c: Value): PointFunction {
  const f: Fn = () => c
  return typeof c === 'number' ? Object.assign(f, { lipschitz: 0, range: [c, c] as const, text: `constant ${short(c)}` }) : f
}

/** A random affine function cut to [low, high], for functions a statement asks for and no instance provides. */
export function anyFunction(d: number, stream: Stream): PointFunction {
  const L = stream.pick([0.5, 1, 2, 5])
  return sampleFunction(FAMILY_KINDS, d, L, stream.pick([[-1, 1], [-1, 1], [0, 1], undefined] as const), stream)
}

/** A vector of ℝ^p in the ball of the given radius, as a sequence that is 0 outside 1..p. */
export function parameterVector(p: number, radius: number, stream: Stream): Fn {
  const entries = vector(p, stream, radius * stream.unit() ** (1 / p))
  const w: Fn = (i) => {
    if (typeof i !== 'number') throw new NotEvaluable('a sequence at an unknown place')
    return i >= 1 && i <= p ? entries[i - 1] : 0
  }
  return Object.assign(w, { text: `(${[...entries.slice(0, 6)].map(short).join(', ')}${p > 6 ? ', …' : ''})` })
}

/**
 * w ↦ (x ↦ ⟨w, π(x)⟩) with π the projection of ℝ^d to the unit ball, coordinates matched as far as both go. 1-Lipschitz in w
 * for the Euclidean norm on 1..p, uniformly over x; ‖w‖-Lipschitz in x, as π is 1-Lipschitz.
 */
export function parametricFunctions(d: number, p: number): Fn {
  const made = new Map<Value, PointFunction>()
  const count = Math.min(d, p)
  return (w) => {
    const old = made.get(w)
    if (old !== undefined) return old
    const entries = Float64Array.from({ length: count }, (_, i) => (w as Fn)(i + 1) as number)
    const size = Math.sqrt(dot(entries, entries))
    const at = (x: Float64Array): number => dot(entries, x.subarray(0, count)) / Math.max(1, Math.sqrt(dot(x, x)))
    const f: Fn = (x) => (x === ANY ? new Estimate(-size, size, 0, true) : at(coordinatesOf(x)))
    const text = `linear of slope ${short(size)} on the ball`
    const described = Object.assign(f, { lipschitz: size, range: [-size, size] as const, text })
    made.set(w, described)
    return described
  }
}
