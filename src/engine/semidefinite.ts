// UNTRUSTED. Floating-point search for a point inside a linear matrix inequality F₀ + Σ yₖ Fₖ ⪰ 0: the largest t with F(y) ⪰ t I, by a
// barrier method with Newton steps. It only suggests; sos.ts rounds what it finds and checks it exactly. Engine files only.
import type { Budget } from './types.js'

/** A symmetric entry of a block, i ≥ j; an entry off the diagonal stands for both places. */
export interface Entry {
  readonly block: number
  readonly i: number
  readonly j: number
  readonly value: number
}

export interface Pencil {
  readonly sizes: readonly number[]
  readonly base: readonly Entry[]
  readonly directions: readonly (readonly Entry[])[]
}

export interface Centre {
  readonly y: Float64Array
  /** The least eigenvalue is about this. */
  readonly margin: number
  /** F(y), block by block, row-major. */
  readonly blocks: readonly Float64Array[]
}

type Matrix = Float64Array
const at = (m: Float64Array, k: number): number => m[k] as number

/** The lower triangular factor of a symmetric matrix, undefined unless it is positive definite. */
export function cholesky(a: Matrix, n: number): Matrix | undefined {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(a, i * n + j)
      for (let k = 0; k < j; k++) sum -= at(l, i * n + k) * at(l, j * n + k)
      if (i === j) {
        if (!(sum > 1e-300)) return undefined
        l[i * n + i] = Math.sqrt(sum)
      } else l[i * n + j] = sum / at(l, j * n + j)
    }
  }
  return l
}

function solveLower(l: Matrix, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = at(b, i)
    for (let k = 0; k < i; k++) sum -= at(l, i * n + k) * at(b, k)
    b[i] = sum / at(l, i * n + i)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(b, i)
    for (let k = i + 1; k < n; k++) sum -= at(l, k * n + i) * at(b, k)
    b[i] = sum / at(l, i * n + i)
  }
}

function inverse(l: Matrix, n: number): Matrix {
  const out = new Float64Array(n * n)
  for (let c = 0; c < n; c++) {
    const column = new Float64Array(n)
    column[c] = 1
    solveLower(l, n, column)
    for (let r = 0; r < n; r++) out[r * n + c] = at(column, r)
  }
  return out
}

const MAX_NEWTON = 30
const MAX_STAGES = 24
const RIDGE = 1e-3

class Barrier {
  y: Float64Array
  t = 0
  /** Work units of one Newton step: one for about ten thousand operations. */
  readonly #cost: number
  constructor(readonly pencil: Pencil, readonly budget: Budget) {
    const k = pencil.directions.length
    this.y = new Float64Array(k)
    let operations = k * k * k / 6
    for (const n of pencil.sizes) operations += 3 * n * n * n
    for (const d of pencil.directions) {
      for (const e of d) operations += (pencil.sizes[e.block] as number) ** 2 + k
    }
    this.#cost = 2 + Math.ceil(operations / 10_000)
  }

  blocksAt(y: Float64Array, t: number): Matrix[] {
    const { sizes, base, directions } = this.pencil
    const out = sizes.map((n) => new Float64Array(n * n))
    const add = (e: Entry, by: number): void => {
      const n = sizes[e.block] as number
      const m = out[e.block] as Matrix
      m[e.i * n + e.j] = at(m, e.i * n + e.j) + by * e.value
      if (e.i !== e.j) m[e.j * n + e.i] = at(m, e.j * n + e.i) + by * e.value
    }
    for (const e of base) add(e, 1)
    directions.forEach((d, k) => { for (const e of d) add(e, at(y, k)) })
    if (t !== 0) out.forEach((m, b) => { const n = sizes[b] as number; for (let i = 0; i < n; i++) m[i * n + i] = at(m, i * n + i) - t })
    return out
  }

  /** The barrier at a point, with the factors; undefined outside. */
  value(y: Float64Array, t: number, weight: number): { readonly value: number; readonly factors: Matrix[] } | undefined {
    if (t >= 1) return undefined
    let value = weight * t + Math.log(1 - t)
    const factors: Matrix[] = []
    const { sizes } = this.pencil
    const blocks = this.blocksAt(y, t)
    for (const [b, m] of blocks.entries()) {
      const n = sizes[b] as number
      const l = cholesky(m, n)
      if (l === undefined) return undefined
      for (let i = 0; i < n; i++) value += 2 * Math.log(at(l, i * n + i))
      factors.push(l)
    }
    for (const v of y) value -= RIDGE * v * v / 2
    return { value, factors }
  }

  /** A start inside: t below every eigenvalue. */
  start(): void {
    this.t = -1
    while (this.value(this.y, this.t, 1) === undefined && this.t > -1e12) this.t *= 2
  }

  /** Newton steps to the maximum of weight·t + barrier; true when they converge. */
  centre(weight: number): boolean {
    const { sizes, directions } = this.pencil
    const k = directions.length
    const size = k + 1
    let now = this.value(this.y, this.t, weight)
    for (let step = 0; step < MAX_NEWTON && now !== undefined; step++) {
      this.budget.spend(this.#cost)
      const inverses = now.factors.map((l, b) => inverse(l, sizes[b] as number))
      const [gradient, hessian] = this.#derivatives(inverses, weight)
      const l = cholesky(hessian, size)
      if (l === undefined) return false
      const move = Float64Array.from(gradient)
      solveLower(l, size, move)
      let decrement = 0
      for (let a = 0; a < size; a++) decrement += at(gradient, a) * at(move, a)
      if (!(decrement > 1e-10)) return true
      const next = this.#advance(move, decrement, now.value, weight)
      if (next === undefined) return true
      now = next
    }
    return now !== undefined
  }

  #advance(move: Float64Array, decrement: number, before: number, weight: number): ReturnType<Barrier['value']> {
    const k = this.y.length
    for (let length = 1; length > 1e-8; length /= 2) {
      const y = Float64Array.from(this.y, (v, a) => v + length * at(move, a))
      const t = this.t + length * at(move, k)
      const next = this.value(y, t, weight)
      if (next === undefined || next.value < before + 0.1 * length * decrement) continue
      this.y = y
      this.t = t
      return next
    }
    return undefined
  }

  #derivatives(inverses: readonly Matrix[], weight: number): readonly [Float64Array, Matrix] {
    const { sizes, directions } = this.pencil
    const k = directions.length
    const size = k + 1
    const gradient = new Float64Array(size)
    const hessian = new Float64Array(size * size)
    directions.forEach((d, a) => {
      let g = -RIDGE * at(this.y, a)
      for (const e of d) g += (e.i === e.j ? 1 : 2) * e.value * at(inverses[e.block] as Matrix, e.i * (sizes[e.block] as number) + e.j)
      gradient[a] = g
      const images = imagesOf(d, inverses, sizes)
      for (let b = 0; b <= a; b++) {
        const h = traceWith(images, directions[b] as readonly Entry[], sizes)
        hessian[a * size + b] = h
        hessian[b * size + a] = h
      }
      hessian[a * size + a] = at(hessian, a * size + a) + RIDGE
    })
    // t moves along -I in every block.
    const squares = inverses.map((m, b) => multiply(m, sizes[b] as number))
    let [trace, second] = [0, 0]
    inverses.forEach((m, b) => {
      const n = sizes[b] as number
      for (let i = 0; i < n; i++) {
        trace += at(m, i * n + i)
        second += at(squares[b] as Matrix, i * n + i)
      }
    })
    directions.forEach((d, a) => {
      let h = 0
      for (const e of d) h -= (e.i === e.j ? 1 : 2) * e.value * at(squares[e.block] as Matrix, e.i * (sizes[e.block] as number) + e.j)
      hessian[a * size + k] = h
      hessian[k * size + a] = h
    })
    const gap = 1 / (1 - this.t)
    gradient[k] = weight - trace - gap
    hessian[k * size + k] = second + gap * gap
    return [gradient, hessian]
  }
}

function multiply(m: Matrix, n: number): Matrix {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const v = at(m, i * n + k)
      for (let j = 0; j < n; j++) out[i * n + j] = at(out, i * n + j) + v * at(m, k * n + j)
    }
  }
  return out
}

/** F⁻¹ D F⁻¹ for the blocks that D touches. */
function imagesOf(d: readonly Entry[], inverses: readonly Matrix[], sizes: readonly number[]): ReadonlyMap<number, Matrix> {
  const rows = new Map<number, Map<number, Float64Array>>()
  const add = (block: number, row: number, column: number, value: number): void => {
    const n = sizes[block] as number
    const own = rows.get(block) ?? new Map<number, Float64Array>()
    const line = own.get(row) ?? new Float64Array(n)
    const inverse = inverses[block] as Matrix
    for (let j = 0; j < n; j++) line[j] = at(line, j) + value * at(inverse, column * n + j)
    own.set(row, line)
    rows.set(block, own)
  }
  for (const e of d) {
    add(e.block, e.i, e.j, e.value)
    if (e.i !== e.j) add(e.block, e.j, e.i, e.value)
  }
  const out = new Map<number, Matrix>()
  rows.forEach((own, block) => {
    const n = sizes[block] as number
    const inverse = inverses[block] as Matrix
    const m = new Float64Array(n * n)
    own.forEach((line, r) => {
      for (let i = 0; i < n; i++) {
        const v = at(inverse, i * n + r)
        for (let j = 0; j < n; j++) m[i * n + j] = at(m, i * n + j) + v * at(line, j)
      }
    })
    out.set(block, m)
  })
  return out
}

/** The inner product of the images with a direction. */
function traceWith(images: ReadonlyMap<number, Matrix>, e: readonly Entry[], sizes: readonly number[]): number {
  let sum = 0
  for (const q of e) {
    const m = images.get(q.block)
    if (m !== undefined) sum += (q.i === q.j ? 1 : 2) * q.value * at(m, q.i * (sizes[q.block] as number) + q.j)
  }
  return sum
}

/** The point with the largest least eigenvalue found, or undefined when that is certainly negative. Stops early once it is well inside. */
export function centreOf(pencil: Pencil, budget: Budget): Centre | undefined {
  const barrier = new Barrier(pencil, budget)
  barrier.start()
  const order = pencil.sizes.reduce((a, b) => a + b, 1)
  let weight = 1
  for (let stage = 0; stage < MAX_STAGES; stage++) {
    if (!barrier.centre(weight)) break
    if (barrier.t > 1e-2 || (barrier.t > 1e-4 && weight > 1e4)) break
    if (barrier.t + order / weight < -1e-7) return undefined
    if (weight > 1e10) break
    weight *= 4
  }
  return { y: barrier.y, margin: barrier.t, blocks: barrier.blocksAt(barrier.y, 0) }
}

/** Eigenvalues (ascending) and eigenvectors of a symmetric matrix by Jacobi rotations. */
export function eigen(a: Matrix, n: number): readonly { readonly value: number; readonly vector: Float64Array }[] {
  const m = Float64Array.from(a)
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += at(m, p * n + q) ** 2
    if (off < 1e-26) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(m, v, n, p, q)
  }
  return Array.from({ length: n }, (_, i) => ({ value: at(m, i * n + i), vector: Float64Array.from({ length: n }, (_u, r) => at(v,
    r * n + i)) }))
    .sort((x, y) => x.value - y.value)
}

function rotate(m: Matrix, v: Matrix, n: number, p: number, q: number): void {
  const apq = at(m, p * n + q)
  if (Math.abs(apq) < 1e-300) return
  const theta = (at(m, q * n + q) - at(m, p * n + p)) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  const turn = (x: Matrix, i: number, j: number): void => {
    const [a, b] = [at(x, i), at(x, j)]
    x[i] = c * a - s * b
    x[j] = s * a + c * b
  }
  for (let k = 0; k < n; k++) turn(m, k * n + p, k * n + q)
  for (let k = 0; k < n; k++) turn(m, p * n + k, q * n + k)
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q)
}
