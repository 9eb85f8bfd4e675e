// The random variables instances are built from: points (Gaussian, sphere, ball, cube, mixtures), labels and noise, finite
// tables. Each knows its support and what is provable of it. UNTRUSTED; made by instance.ts from calls like gaussian(d).
import { Estimate } from './float.js'
import { Point } from './point.js'
import type { Outcome, Sampler } from './outcome.js'
import type { Stream } from './random.js'
import { ANY, NotEvaluable, type Fn, type Value } from './value.js'

type Coordinates = (stream: Stream) => Float64Array

/** A random point; its coordinates are drawn from a stream of its own when first read. */
function pointSampler(name: string, draw: Coordinates, concentration: number | undefined): Sampler {
  const sampler: Sampler = {
    name, any: ANY, points: true,
    draw: (stream) => {
      const place = stream.integer(0, 0x7fffffff)
      return new Point(() => draw(stream.split(place)))
    },
  }
  return concentration === undefined ? sampler : { ...sampler, concentration }
}

function gaussianVector(d: number, deviation: number, stream: Stream): Float64Array {
  return Float64Array.from({ length: d }, () => deviation * stream.gaussian())
}

function unitVector(d: number, stream: Stream): Float64Array {
  for (;;) {
    const v = gaussianVector(d, 1, stream)
    const norm = Math.hypot(...v)
    if (norm > 1e-12) return v.map((x) => x / norm)
  }
}

/** N(0, variance · I_d). Lipschitz functions have variance proxy `variance` (Gaussian concentration). */
export function gaussian(name: string, d: number, variance: number): Sampler {
  return pointSampler(name, (stream) => gaussianVector(d, Math.sqrt(variance), stream), variance)
}

/**
 * Uniform on the sphere of the given radius in ℝ^d. For d ≥ 3 the logarithmic Sobolev constant of S^(d-1) is d - 1, which
 * gives the variance proxy r²/(d-1) for functions that are Lipschitz for the Euclidean distance.
 */
export function sphere(name: string, d: number, radius: number): Sampler {
  return pointSampler(name, (stream) => unitVector(d, stream).map((x) => radius * x), d >= 3 ? radius * radius / (d - 1) : undefined)
}

/** Uniform on the solid ball. */
export function ball(name: string, d: number, radius: number): Sampler {
  return pointSampler(name, (stream) => {
    const length = radius * stream.unit() ** (1 / d)
    return unitVector(d, stream).map((x) => length * x)
  }, undefined)
}

/** Uniform on the solid cube [-side/2, side/2]^d: a side/√(2π)-Lipschitz image of a standard Gaussian vector. */
export function cube(name: string, d: number, side: number): Sampler {
  return pointSampler(name, (stream) => Float64Array.from({ length: d }, () => side * (stream.unit() - 0.5)), side * side / (2 * Math.PI))
}

/** Uniform on the vertices of the cube of the given side. */
export function vertices(name: string, d: number, side: number): Sampler {
  return pointSampler(name, (stream) => Float64Array.from({ length: d }, () => stream.sign() * side / 2), undefined)
}

/** A mixture of Gaussians N(c_ℓ, variance · I_d) with random centres at distance about `spread` and random weights. */
export function mixture(name: string, d: number, components: number, spread: number, variance: number, stream: Stream): Sampler {
  const centres = Array.from({ length: components }, () => unitVector(d, stream).map((x) => spread * x))
  const raw = Array.from({ length: components }, () => stream.uniform(0.2, 1))
  const total = raw.reduce((a, b) => a + b, 0)
  const weights = raw.map((w) => w / total)
  const labels = Array.from({ length: components }, (_, i) => i + 1)
  const label = finite(`component of ${name}`, labels, weights)
  const parts = centres.map((centre, i) => pointSampler(`${name} ${i + 1}`, (own) => {
    const step = gaussianVector(d, Math.sqrt(variance), own)
    return centre.map((x, k) => x + (step[k] ?? 0))
  }, variance))
  return {
    name, any: ANY, points: true, mixture: { components: parts, weights, label },
    draw: (own, outcome, i) => (parts[(outcome.get(label, i) as number) - 1] ?? label).draw(own, outcome, i),
  }
}

/** One of finitely many values. */
export function finite(name: string, values: readonly Value[], chances: readonly number[]): Sampler {
  const numbers = values.filter((v) => typeof v === 'number')
  const any = numbers.length === values.length ? new Estimate(Math.min(...numbers), Math.max(...numbers), numbers[0] ?? 0, true) : ANY
  const branches = { values, chances }
  return { name, any, branches: () => branches, draw: (stream) => choose(values, chances, stream) }
}

function choose(values: readonly Value[], chances: readonly number[], stream: Stream): Value {
  let rest = stream.unit()
  for (let i = 0; i < values.length; i++) {
    rest -= chances[i] ?? 0
    if (rest < 0) return values[i]
  }
  return values[values.length - 1]
}

/** ±1 with equal probability, independent of everything else. */
export function randomSign(name: string): Sampler {
  return { ...finite(name, [-1, 1], [0.5, 0.5]), mean: { point: undefined, value: 0 } }
}

/** Uniform on [low, high]. */
export function uniform(name: string, low: number, high: number): Sampler {
  return {
    name, any: new Estimate(low, high, (low + high) / 2, true), draw: (stream) => stream.uniform(low, high),
    mean: { point: undefined, value: (low + high) / 2 },
  }
}

function valueAt(g: Value, point: Sampler, outcome: Outcome, i: number): number {
  const value = (g as Fn)(outcome.get(point, i))
  if (typeof value !== 'number') throw new NotEvaluable('a mean that is no number')
  return value
}

/** ±1 with conditional mean g(x_i), |g| ≤ 1. */
export function signWithMean(name: string, g: Value, point: Sampler): Sampler {
  const chance = (outcome: Outcome, i: number): number => (1 + Math.min(1, Math.max(-1, valueAt(g, point, outcome, i)))) / 2
  return {
    name, any: new Estimate(-1, 1, 0, true), mean: { point, value: g },
    branches: (outcome, i) => ({ values: [1, -1], chances: [chance(outcome, i), 1 - chance(outcome, i)] }),
    draw: (stream, outcome, i) => (stream.chance(chance(outcome, i)) ? 1 : -1),
  }
}

/** g(x_i) plus uniform noise on [-level, level]. `range` is that of g. */
export function noisy(name: string, g: Value, point: Sampler, level: number, range: readonly [number, number]): Sampler {
  return {
    name, any: new Estimate(range[0] - level, range[1] + level, 0, true), mean: { point, value: g },
    draw: (stream, outcome, i) => valueAt(g, point, outcome, i) + stream.uniform(-level, level),
  }
}

/** The largest of (1/n) Σ f(x_i) y_i, i = 1..n, over finitely many functions f; `bound` is a bound of |f(x) y|. */
export function largestCorrelation(
  name: string, functions: readonly Value[], point: Sampler, label: Sampler, n: number, bound: number,
): Sampler {
  return {
    name, any: new Estimate(-bound, bound, 0, true),
    draw: (_, outcome) => Math.max(...functions.map((f) => correlation(f, point, label, outcome, n))),
  }
}

function correlation(f: Value, point: Sampler, label: Sampler, outcome: Outcome, n: number): number {
  let total = 0
  for (let i = 1; i <= n; i++) {
    const sign = outcome.get(label, i)
    if (typeof sign !== 'number') throw new NotEvaluable('a label that is no number')
    total += valueAt(f, point, outcome, i) * sign
  }
  return total / n
}
