// Points of ℝ^d as values. The coordinates of a random point are drawn when first read, so that a law can be computed exactly
// where only the other variables matter. UNTRUSTED; used by the samplers and function families of src/numeric.
import { ANY, NotEvaluable, type Fn, type Value } from './value.js'
import { Estimate } from './float.js'

export class Point {
  #coordinates: Float64Array | undefined
  readonly #draw: () => Float64Array

  constructor(draw: (() => Float64Array) | Float64Array) {
    if (draw instanceof Float64Array) this.#coordinates = draw
    this.#draw = draw instanceof Float64Array ? () => draw : draw
  }

  get coordinates(): Float64Array {
    this.#coordinates ??= this.#draw()
    return this.#coordinates
  }

  /** Coordinate i, from 1 on, and 0 beyond the dimension: the point as a sequence. */
  at(i: Value): number {
    if (typeof i !== 'number') throw new NotEvaluable('an unknown coordinate of a point')
    return this.coordinates[i - 1] ?? 0
  }

  show(): string {
    const c = this.coordinates
    const shown = [...c.slice(0, 6)].map((x) => `${Number(x.toPrecision(4))}`).join(', ')
    return `(${shown}${c.length > 6 ? `, … in dimension ${c.length}` : ''})`
  }
}

/** f x, where f may be a point of ℝ^d read as the sequence of its coordinates. */
export function applied(f: Value, x: Value): Value {
  if (f instanceof Point) return f.at(x)
  if (f === undefined) throw new NotEvaluable('a variable the instance gives no value')
  return (f as Fn)(x)
}

export function coordinatesOf(p: Value): Float64Array {
  if (p instanceof Point) return p.coordinates
  throw new NotEvaluable('not a point of ℝ^d')
}

/** Floating operations on coordinates so far, for budgets that count work. */
export const coordinateWork = { operations: 0 }

export function dot(a: Float64Array, b: Float64Array): number {
  coordinateWork.operations += a.length
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

export function distance(a: Float64Array, b: Float64Array): number {
  coordinateWork.operations += a.length
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const step = (a[i] as number) - (b[i] as number)
    sum += step * step
  }
  return Math.sqrt(sum)
}

export function samePlace(a: Point, b: Point): boolean {
  return a === b || distance(a.coordinates, b.coordinates) === 0
}

const ANY_DISTANCE = new Estimate(0, Infinity, 1, true)

/** ‖p - q‖ as a curried value. */
export const euclidean: Fn = (p) => (q: Value) => (p === ANY || q === ANY ? ANY_DISTANCE : distance(coordinatesOf(p), coordinatesOf(q)))
