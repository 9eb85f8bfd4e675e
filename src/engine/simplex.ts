// UNTRUSTED. Exact linear programming: minimise c·x over A x = b, x ≥ 0, rational data given by columns. Sparse integer rows, each with
// a scale of its own. Deterministic; Bland's rule after a run of degenerate steps, so it ends. Engine files only.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Budget } from './types.js'

/** A sparse vector: row number to entry. */
export type Column = ReadonlyMap<number, Rational>

export interface Program {
  readonly rows: number
  readonly columns: readonly Column[]
  readonly right: Column
  /** Absent: only feasibility is asked. */
  readonly cost?: readonly Rational[]
}

export type Solution =
  | { readonly kind: 'optimal'; readonly x: readonly Rational[]; readonly value: Rational }
  /** y·A ≤ 0 for every column and y·b > 0. */
  | { readonly kind: 'infeasible'; readonly y: readonly Rational[] }
  | { readonly kind: 'unbounded'; readonly x: readonly Rational[] }

type Row = Map<number, bigint>
/** The right side of a row is kept under this column number. */
const RIGHT = -1
/** The objective variable z: row z - c·x = 0. */
const OBJECTIVE = -2

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

function lcm(a: bigint, b: bigint): bigint {
  return a / gcd(a, b) * b
}

/** Divides a row by the greatest common divisor of its entries. */
function reduce(row: Row): void {
  let g = 0n
  for (const v of row.values()) {
    g = gcd(g, v)
    if (g === 1n) return
  }
  if (g > 1n) for (const [j, v] of row) row.set(j, v / g)
}

/** row := (row · p − factor · pivot) / g with p, factor the entries in the pivot column; p > 0. */
function eliminate(row: Row, pivot: Row, column: number): void {
  const factor = row.get(column)
  if (factor === undefined) return
  const p = pivot.get(column) as bigint
  const g = gcd(p, factor)
  const [keep, take] = [p / g, factor / g]
  if (keep !== 1n) for (const [j, v] of row) row.set(j, v * keep)
  for (const [j, v] of pivot) {
    const now = (row.get(j) ?? 0n) - take * v
    if (now === 0n) row.delete(j)
    else row.set(j, now)
  }
  if (keep !== 1n || take !== 1n) reduce(row)
}

class Tableau {
  readonly rows: Row[] = []
  readonly basis: number[] = []
  objective: Row = new Map()
  /** Columns that may enter the basis are those below this number. */
  #limit: number
  constructor(program: Program, readonly budget: Budget) {
    const { rows, columns, right } = program
    this.#limit = columns.length
    const fill = (i: number, j: number, v: Rational): void => { (scaled[i] as [number, Rational][]).push([j, v]) }
    const scaled: [number, Rational][][] = Array.from({ length: rows }, () => [])
    columns.forEach((column, j) => { column.forEach((v, i) => { if (!Q.isZero(v)) fill(i, j, v) }) })
    right.forEach((v, i) => { if (!Q.isZero(v)) fill(i, RIGHT, v) })
    scaled.forEach((entries, i) => {
      let d = 1n
      for (const [, v] of entries) d = lcm(d, v.den)
      if (Q.sign(right.get(i) ?? Q.ZERO) < 0) d = -d
      const row: Row = new Map()
      for (const [j, v] of entries) row.set(j, v.num * (d / v.den))
      row.set(columns.length + i, d < 0n ? -d : d)
      this.#scale[i] = d
      this.rows.push(row)
      this.basis.push(columns.length + i)
    })
  }

  readonly #scale: bigint[] = []

  pivot(r: number, column: number): void {
    const row = this.rows[r] as Row
    if ((row.get(column) as bigint) < 0n) for (const [j, v] of row) row.set(j, -v)
    let touched = row.size
    this.rows.forEach((other, i) => {
      if (i === r || !other.has(column)) return
      eliminate(other, row, column)
      touched += other.size + row.size
    })
    eliminate(this.objective, row, column)
    this.basis[r] = column
    this.budget.spend(1 + (touched >> 5))
  }

  /** Sets the objective to `minimise cost`, expressed by the non-basic columns. */
  minimise(cost: ReadonlyMap<number, Rational>): void {
    let d = 1n
    cost.forEach((c) => { d = lcm(d, c.den) })
    this.objective = new Map([[OBJECTIVE, d]])
    cost.forEach((c, j) => { if (!Q.isZero(c)) this.objective.set(j, -c.num * (d / c.den)) })
    this.basis.forEach((b, i) => { eliminate(this.objective, this.rows[i] as Row, b) })
  }

  /** Improves until optimal; false when unbounded below. */
  run(): boolean {
    let stalled = 0
    for (;;) {
      const column = this.#entering(stalled > 20)
      if (column === undefined) return true
      const r = this.#leaving(column)
      if (r === undefined) return false
      stalled = (this.rows[r] as Row).has(RIGHT) ? 0 : stalled + 1
      this.pivot(r, column)
    }
  }

  /** A column whose increase lowers the objective: the steepest, or the first under Bland's rule. */
  #entering(bland: boolean): number | undefined {
    let best: number | undefined
    let size = 0n
    for (const [j, v] of this.objective) {
      if (j < 0 || j >= this.#limit || v <= 0n) continue
      if (best === undefined || (bland ? j < best : v > size || (v === size && j < best))) [best, size] = [j, v]
    }
    return best
  }

  #leaving(column: number): number | undefined {
    let best: number | undefined
    let [num, den] = [0n, 1n]
    this.rows.forEach((row, i) => {
      const a = row.get(column)
      if (a === undefined || a <= 0n) return
      const b = row.get(RIGHT) ?? 0n
      const c = b * den - num * a
      if (best === undefined || c < 0n || (c === 0n && (this.basis[i] as number) < (this.basis[best] as number))) {
        best = i
        num = b
        den = a
      }
    })
    return best
  }

  /** After phase one with value 0: artificial variables leave the basis, rows that say nothing are dropped. */
  clean(): void {
    for (let i = this.rows.length - 1; i >= 0; i--) {
      if ((this.basis[i] as number) < this.#limit) continue
      let column: number | undefined
      for (const j of (this.rows[i] as Row).keys()) if (j >= 0 && j < this.#limit && (column === undefined || j < column)) column = j
      if (column !== undefined) this.pivot(i, column)
      else {
        this.rows.splice(i, 1)
        this.basis.splice(i, 1)
      }
    }
  }

  value(): Rational {
    return Q.rational(this.objective.get(RIGHT) ?? 0n, this.objective.get(OBJECTIVE) as bigint)
  }

  point(): Rational[] {
    const x = Array.from({ length: this.#limit }, () => Q.ZERO)
    this.basis.forEach((b, i) => {
      const row = this.rows[i] as Row
      if (b < this.#limit) x[b] = Q.rational(row.get(RIGHT) ?? 0n, row.get(b) as bigint)
    })
    return x
  }

  /** The multipliers of the original rows in the phase-one objective: y·A ≤ 0, y·b > 0. */
  multipliers(): Rational[] {
    const d = this.objective.get(OBJECTIVE) as bigint
    return this.#scale.map((s, i) => {
      const reduced = Q.rational(this.objective.get(this.#limit + i) ?? 0n, d)
      return Q.mul(Q.add(reduced, Q.ONE), Q.rational(s, s < 0n ? -s : s))
    })
  }
}

/** Solves the program exactly. Throws OutOfBudget. */
export function solve(program: Program, budget: Budget): Solution {
  const tableau = new Tableau(program, budget)
  const artificial = new Map<number, Rational>()
  for (let i = 0; i < program.rows; i++) artificial.set(program.columns.length + i, Q.ONE)
  tableau.minimise(artificial)
  tableau.run()
  if (Q.sign(tableau.value()) > 0) return { kind: 'infeasible', y: tableau.multipliers() }
  tableau.clean()
  const cost = program.cost
  if (cost === undefined) return { kind: 'optimal', x: tableau.point(), value: Q.ZERO }
  tableau.minimise(new Map(cost.map((c, j) => [j, c])))
  return tableau.run() ? { kind: 'optimal', x: tableau.point(), value: tableau.value() } : { kind: 'unbounded', x: tableau.point() }
}
