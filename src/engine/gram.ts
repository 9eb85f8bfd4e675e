// UNTRUSTED. Exact linear algebra behind sums of squares: unknown Gram matrices and cofactors whose combination must vanish identically,
// solved for some of the unknowns by the others; and the exact test that a rational matrix is positive semidefinite. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Budget } from './types.js'
import { factorsKey } from './view.js'

/** A place in the lower triangle of a Gram matrix, i ≥ j. */
export interface Place {
  readonly block: number
  readonly i: number
  readonly j: number
}

/** One unknown number: the places where it stands, the cofactors it is a coefficient of, and the polynomial it multiplies in all. */
export interface Unknown {
  readonly polynomial: Polynomial
  readonly places: readonly Place[]
  readonly cofactors: readonly { readonly equation: number; readonly index: number }[]
  /** Coefficient in the row that fixes the scale. */
  readonly scale: Rational
}

/** A linear equation Σ q u = 0 between unknowns. */
export type Relation = ReadonlyMap<number, Rational>

/** Every unknown as an affine function of the parameters. */
export interface Solved {
  readonly constant: readonly Rational[]
  /** For each parameter the unknowns it moves. */
  readonly directions: readonly ReadonlyMap<number, Rational>[]
}

interface Row {
  readonly entries: Map<number, Rational>
  right: Rational
}

const SCALE = 'scale'

/** The rows Σ uᵢ pᵢ = 0, one for each monomial, and Σ uᵢ scaleᵢ = 1. */
function rowsOf(unknowns: readonly Unknown[], budget: Budget): Map<string, Row> {
  const rows = new Map<string, Row>()
  const enter = (key: string, u: number, q: Rational): void => {
    const row: Row = rows.get(key) ?? { entries: new Map(), right: key === SCALE ? Q.ONE : Q.ZERO }
    row.entries.set(u, q)
    rows.set(key, row)
  }
  unknowns.forEach((unknown, u) => {
    for (const m of unknown.polynomial.terms) enter(`m${factorsKey(m.factors)}`, u, m.coefficient)
    if (!Q.isZero(unknown.scale)) enter(SCALE, u, unknown.scale)
    budget.spend(1 + (unknown.polynomial.terms.length >> 3))
  })
  return rows
}

/** Basis elements that must have coefficient 0: a monomial that only their squares can produce, all with one sign. By block. */
export function impossible(unknowns: readonly Unknown[], budget: Budget): readonly Place[] {
  const out = new Map<string, Place>()
  for (const [key, row] of rowsOf(unknowns, budget)) {
    if (key === SCALE) continue
    const signs = new Set<number>()
    let diagonal = true
    for (const [u, q] of row.entries) {
      const places = unknowns[u]?.places ?? []
      diagonal &&= places.length > 0 && places.every((p) => p.i === p.j)
      signs.add(Q.sign(q))
    }
    if (!diagonal || signs.size !== 1) continue
    for (const u of row.entries.keys()) {
      for (const place of (unknowns[u] as Unknown).places) out.set(`${String(place.block)},${String(place.i)}`, place)
    }
  }
  return [...out.values()]
}

/** Solves the rows and further relations; undefined when they contradict each other. */
export function eliminate(unknowns: readonly Unknown[], relations: readonly Relation[], budget: Budget): Solved | undefined {
  const rows: Row[] = [...rowsOf(unknowns, budget).values(), ...relations.map((r) => ({ entries: new Map(r), right: Q.ZERO }))]
  const columns: Set<Row>[] = unknowns.map(() => new Set())
  for (const row of rows) for (const u of row.entries.keys()) columns[u]?.add(row)
  const pivots = new Map<number, Row>()
  for (const row of rows) {
    const pivot = pivotOf(row, unknowns, columns, pivots)
    if (pivot === undefined) {
      if (!Q.isZero(row.right)) return undefined
      continue
    }
    normalise(row, pivot)
    for (const other of [...(columns[pivot] as Set<Row>)]) {
      if (other === row) continue
      subtract(other, row, other.entries.get(pivot) as Rational, columns)
      budget.spend(1 + (row.entries.size >> 4))
    }
    pivots.set(pivot, row)
  }
  return parametrised(unknowns.length, pivots)
}

/** Cofactors first, then unknowns of one row only, then whatever is there; the latest place wins, to keep the small ones free. */
function pivotOf(row: Row, unknowns: readonly Unknown[], columns: readonly ReadonlySet<Row>[],
  pivots: ReadonlyMap<number, Row>): number | undefined {
  let best: number | undefined
  let cost = Infinity
  for (const u of row.entries.keys()) {
    if (pivots.has(u)) continue
    const place = unknowns[u]?.places[0]
    const own = (columns[u]?.size ?? 1) - 1
    const c = (place === undefined ? -0.5 : place.i === place.j ? 0.25 : 0) + own
    if (c < cost) [best, cost] = [u, c]
  }
  return best
}

function normalise(row: Row, pivot: number): void {
  const q = Q.inv(row.entries.get(pivot) as Rational)
  if (Q.eq(q, Q.ONE)) return
  for (const [u, v] of row.entries) row.entries.set(u, Q.mul(v, q))
  row.right = Q.mul(row.right, q)
}

function subtract(row: Row, by: Row, factor: Rational, columns: readonly Set<Row>[]): void {
  for (const [u, v] of by.entries) {
    const now = Q.sub(row.entries.get(u) ?? Q.ZERO, Q.mul(factor, v))
    if (Q.isZero(now)) {
      row.entries.delete(u)
      columns[u]?.delete(row)
    } else {
      row.entries.set(u, now)
      columns[u]?.add(row)
    }
  }
  row.right = Q.sub(row.right, Q.mul(factor, by.right))
}

function parametrised(count: number, pivots: ReadonlyMap<number, Row>): Solved {
  const constant = Array.from({ length: count }, () => Q.ZERO)
  const moves = new Map<number, Map<number, Rational>>()
  const move = (parameter: number, u: number, q: Rational): void => {
    const map = moves.get(parameter) ?? new Map<number, Rational>([[parameter, Q.ONE]])
    if (u !== parameter) map.set(u, q)
    moves.set(parameter, map)
  }
  for (let u = 0; u < count; u++) if (!pivots.has(u)) move(u, u, Q.ONE)
  pivots.forEach((row, u) => {
    constant[u] = row.right
    for (const [v, q] of row.entries) if (v !== u) move(v, u, Q.neg(q))
  })
  return { constant, directions: [...moves.values()] }
}

/** `Σ d (Σ l x)²` for a symmetric matrix given by its lower triangle; undefined unless it is positive semidefinite. */
export function squaresOf(matrix: readonly (readonly Rational[])[]): readonly { readonly weight: Rational;
  readonly form: readonly Rational[] }[] | undefined {
  const n = matrix.length
  const a = matrix.map((row) => [...row])
  const get = (i: number, j: number): Rational => (i >= j ? a[i]?.[j] : a[j]?.[i]) ?? Q.ZERO
  const out: { weight: Rational; form: readonly Rational[] }[] = []
  for (let k = 0; k < n; k++) {
    const d = get(k, k)
    if (Q.sign(d) < 0) return undefined
    if (Q.isZero(d)) {
      for (let i = k + 1; i < n; i++) if (!Q.isZero(get(i, k))) return undefined
      continue
    }
    const form = Array.from({ length: n }, (_, i) => (i < k ? Q.ZERO : Q.div(get(i, k), d)))
    out.push({ weight: d, form })
    for (let i = k + 1; i < n; i++) {
      const f = form[i] as Rational
      if (Q.isZero(f)) continue
      for (let j = k + 1; j <= i; j++) (a[i] as Rational[])[j] = Q.sub(get(i, j), Q.mul(f, get(j, k)))
    }
  }
  return out
}

/** The polynomial Σ formᵢ basisᵢ. */
export function combined(form: readonly Rational[], basis: readonly Polynomial[]): Polynomial {
  return form.reduce((sum, q, i) => (Q.isZero(q) ? sum : P.add(sum, P.scale(basis[i] as Polynomial, q))), P.ZERO)
}
