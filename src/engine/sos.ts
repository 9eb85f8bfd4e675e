// UNTRUSTED. Sums of squares: 0 = Σ sₖ Sₖ + Σ σᵢ gᵢ + Σ pⱼ hⱼ with products S of strict facts, products g of facts, equations h, weights
// sₖ ≥ 0 not all 0 and sums of squares σᵢ. Unknown Gram matrices are found in floating point, boundary faces by rational null vectors,
// then rounded; the identity and the squares are exact. Sources: Parrilo 2003; Peyrl and Parrilo 2008; Monniaux and Corbineau 2011.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Share } from './farkas.js'
import { combined, eliminate, impossible, squaresOf, type Relation, type Solved, type Unknown } from './gram.js'
import { tied, type Symmetry } from './symmetry.js'
import { centreOf, cholesky, eigen, type Centre, type Entry, type Pencil } from './semidefinite.js'
import type { Budget } from './types.js'
import type { EngineView } from './view.js'

/** A product of facts with the basis of the sum of squares that multiplies it: monomials, or one constant. */
export interface Block {
  readonly facts: readonly number[]
  readonly polynomial: Polynomial
  readonly basis: readonly Polynomial[]
  /** Whether it may be the positive summand: all facts strict, the basis a constant. */
  readonly strict: boolean
}

export interface Equation {
  readonly fact: number
  readonly polynomial: Polynomial
  readonly cofactors: readonly Polynomial[]
}

/** Larger searches are not started. */
const MAX_PARAMETERS = 320
const MAX_UNKNOWNS = 6000
const MAX_ROUNDS = 5

/** Null vectors of a block in reduced form: 1 at their pivots, 0 at the other pivots. */
interface Face {
  readonly pivots: readonly number[]
  readonly vectors: readonly (readonly Rational[])[]
}

const WHOLE: Face = { pivots: [], vectors: [] }

/** Looks for the certificate. Blocks without strict ones among them cannot succeed. */
export function sumOfSquares(blocks: readonly Block[], equations: readonly Equation[], symmetries: readonly Symmetry[], view: EngineView,
  budget: Budget): readonly Share[] | undefined {
  const pruned = prune(blocks.filter((b) => b.basis.length > 0), equations, symmetries, budget)
  if (pruned === undefined) return undefined
  const { unknowns } = pruned
  let faces: readonly Face[] = pruned.blocks.map(() => WHOLE)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const solved = eliminate(unknowns, relationsOf(pruned.blocks, faces, unknowns), budget)
    if (solved === undefined || solved.directions.length > MAX_PARAMETERS) return undefined
    const problem: Reduced = { blocks: pruned.blocks, faces, unknowns, solved }
    const centre = centreOf(pencilOf(problem), budget)
    if (centre === undefined) return undefined
    if (centre.margin > 0) {
      const values = rounded(centre, problem, budget)
      if (values !== undefined) return certificate(values, problem, equations, view)
    }
    if (centre.margin < -1e-3) return undefined
    const next = faces.map((f, k) => smallerFace(f, (pruned.blocks[k] as Block).basis.length, centre.blocks[k] as Float64Array))
    if (next.every((f, k) => f === faces[k])) return undefined
    faces = next
  }
  return undefined
}

interface Reduced {
  readonly blocks: readonly Block[]
  readonly faces: readonly Face[]
  readonly unknowns: readonly Unknown[]
  readonly solved: Solved
}

/** Places that are left when the pivots of a face are taken out. */
function freeOf(face: Face, n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) => !face.pivots.includes(i))
}

/** The unknowns before symmetries are used. */
function plainUnknowns(blocks: readonly Block[], equations: readonly Equation[]): readonly Unknown[] | undefined {
  const out: Unknown[] = []
  for (const [block, b] of blocks.entries()) {
    for (let i = 0; i < b.basis.length; i++) {
      for (let j = 0; j <= i; j++) {
        if (out.length > MAX_UNKNOWNS) return undefined
        const whole = P.mul(b.polynomial, P.mul(b.basis[i] as Polynomial, b.basis[j] as Polynomial))
        out.push({ polynomial: i === j ? whole : P.scale(whole, Q.rational(2n)), places: [{ block, i, j }], cofactors: [],
          scale: b.strict ? Q.ONE : Q.ZERO })
      }
    }
  }
  for (const [equation, e] of equations.entries()) {
    for (const [index, c] of e.cofactors.entries()) {
      out.push({ polynomial: P.mul(e.polynomial, c), places: [], cofactors: [{ equation, index }], scale: Q.ZERO })
    }
  }
  return out.length > MAX_UNKNOWNS ? undefined : out
}

/** Drops basis elements that cannot occur, until none is left to drop. */
function prune(blocks: readonly Block[], equations: readonly Equation[], symmetries: readonly Symmetry[], budget: Budget):
{ readonly blocks: readonly Block[]; readonly unknowns: readonly Unknown[] } | undefined {
  let now = blocks
  for (;;) {
    if (!now.some((b) => b.strict)) return undefined
    const unknowns = plainUnknowns(now, equations)
    if (unknowns === undefined) return undefined
    const gone = impossible(unknowns, budget)
    if (gone.length === 0) return { blocks: now, unknowns: tied(unknowns, now, equations, symmetries) }
    const lost = new Set(gone.map((g) => `${String(g.block)},${String(g.i)}`))
    now = now.map((b, k) => ({ ...b, basis: b.basis.filter((_, i) => !lost.has(`${String(k)},${String(i)}`)) }))
      .filter((b) => b.basis.length > 0)
  }
}

/** X v = 0 for the null vectors v of each block, in terms of the unknowns. */
function relationsOf(blocks: readonly Block[], faces: readonly Face[], unknowns: readonly Unknown[]): readonly Relation[] {
  if (faces.every((f) => f.vectors.length === 0)) return []
  const at = new Map<string, number>()
  unknowns.forEach((x, u) => { for (const p of x.places) at.set(`${String(p.block)},${String(p.i)},${String(p.j)}`, u) })
  return faces.flatMap((face, block) => face.vectors.flatMap((v) => (blocks[block] as Block).basis.map((_, i) => {
    const row = new Map<number, Rational>()
    v.forEach((q, j) => {
      const u = at.get(`${String(block)},${String(Math.max(i, j))},${String(Math.min(i, j))}`)
      if (u === undefined || Q.isZero(q)) return
      const sum = Q.add(row.get(u) ?? Q.ZERO, q)
      if (Q.isZero(sum)) row.delete(u)
      else row.set(u, sum)
    })
    return row
  }).filter((row) => row.size > 0)))
}

const toNumber = (q: Rational): number => {
  const [n, d] = [Number(q.num), Number(q.den)]
  return Number.isFinite(n) && Number.isFinite(d) ? n / d : 0
}

function pencilOf({ blocks, faces, unknowns, solved }: Reduced): Pencil {
  const free = blocks.map((b, k) => freeOf(faces[k] as Face, b.basis.length))
  const position = free.map((list) => new Map(list.map((i, at) => [i, at])))
  const entry = (u: number, q: Rational): readonly Entry[] => {
    if (Q.isZero(q)) return []
    const value = toNumber(q)
    return (unknowns[u] as Unknown).places.flatMap(({ block, i, j }) => {
      const [r, c] = [position[block]?.get(i), position[block]?.get(j)]
      return r === undefined || c === undefined ? [] : [{ block, i: r, j: c, value }]
    })
  }
  return {
    sizes: free.map((list) => list.length), base: solved.constant.flatMap((q, u) => entry(u, q)),
    directions: solved.directions.map((d) => [...d].flatMap(([u, q]) => entry(u, q))),
  }
}

/** Denominators tried for the parameters, small ones first. */
const DENOMINATORS: readonly bigint[] = [1n, 2n, 6n, 24n, 120n, 1n << 10n, 1n << 14n, 1n << 20n, 1n << 28n, 1n << 40n]

/** Rational values of all unknowns near the centre for which every Gram matrix is positive semidefinite. */
function rounded(centre: Centre, problem: Reduced, budget: Budget): readonly Rational[] | undefined {
  const { solved } = problem
  for (const d of DENOMINATORS) {
    budget.spend(4 + (problem.unknowns.length >> 4))
    const values = [...solved.constant]
    solved.directions.forEach((direction, k) => {
      const y = Math.round(centre.y[k] as number * Number(d))
      if (!Number.isFinite(y) || y === 0) return
      const q = Q.rational(BigInt(y), d)
      for (const [u, c] of direction) values[u] = Q.add(values[u] as Rational, Q.mul(c, q))
    })
    const grams = gramsOf(problem, values)
    if (grams.every(plausible) && grams.every((m) => squaresOf(m) !== undefined)) return values
  }
  return undefined
}

/** The Gram matrices on their faces, by their lower triangles. */
function gramsOf({ blocks, faces, unknowns }: Reduced, values: readonly Rational[]): Rational[][][] {
  const free = blocks.map((b, k) => freeOf(faces[k] as Face, b.basis.length))
  const position = free.map((list) => new Map(list.map((i, at) => [i, at])))
  const grams = free.map((list) => list.map((_, i): Rational[] => Array.from({ length: i + 1 }, () => Q.ZERO)))
  unknowns.forEach(({ places }, u) => {
    for (const { block, i, j } of places) {
      const [r, c] = [position[block]?.get(i), position[block]?.get(j)]
      if (r !== undefined && c !== undefined) ((grams[block] as Rational[][])[r] as Rational[])[c] = values[u] as Rational
    }
  })
  return grams
}

/** A quick look in floating point whether the matrix can be positive semidefinite. */
function plausible(gram: readonly (readonly Rational[])[]): boolean {
  const n = gram.length
  const m = new Float64Array(n * n)
  gram.forEach((row, i) => {
    row.forEach((q, j) => {
      const v = toNumber(q)
      m[i * n + j] = v
      m[j * n + i] = v
    })
  })
  for (let i = 0; i < n; i++) m[i * n + i] = (m[i * n + i] as number) * (1 + 1e-12) + 1e-13
  return cholesky(m, n) !== undefined
}

/** The basis of a block on its face: free elements less multiples of the pivots. */
function basisOn({ basis }: Block, face: Face): readonly Polynomial[] {
  return freeOf(face, basis.length).map((f) => face.pivots.reduce((sum, p, r) => {
    const q = face.vectors[r]?.[f] ?? Q.ZERO
    return Q.isZero(q) ? sum : P.sub(sum, P.scale(basis[p] as Polynomial, q))
  }, basis[f] as Polynomial))
}

function certificate(values: readonly Rational[], problem: Reduced, equations: readonly Equation[], view: EngineView): readonly Share[] {
  const shares: Share[] = []
  gramsOf(problem, values).forEach((gram, k) => {
    const block = problem.blocks[k] as Block
    const basis = basisOn(block, problem.faces[k] as Face)
    for (const { weight, form } of squaresOf(gram) ?? []) {
      const root = combined(form, basis)
      const constant = P.asConstant(root)
      const multiplier = constant === undefined ? weight : Q.mul(weight, Q.mul(constant, constant))
      const squares = constant === undefined ? [view.reify(root)] : []
      shares.push({ generator: { kind: 'product', facts: block.facts, squares, polynomial: block.polynomial, strict: block.strict },
        multiplier })
    }
  })
  equations.forEach((e, equation) => {
    let cofactor = P.ZERO
    problem.unknowns.forEach((x, u) => {
      for (const c of x.cofactors) {
        if (c.equation === equation) cofactor = P.add(cofactor, P.scale(e.cofactors[c.index] as Polynomial, values[u] as Rational))
      }
    })
    if (cofactor.terms.length === 0) return
    shares.push({ generator: { kind: 'equation', fact: e.fact, cofactor: view.reify(cofactor), polynomial: e.polynomial }, multiplier:
      Q.ONE })
  })
  return shares
}

/** Eigenvalues below this part of the largest one count as 0. */
const NULL_PART = 1e-4

/** The face with the null vectors of its matrix added, as far as these are simple rationals. */
function smallerFace(face: Face, n: number, matrix: Float64Array): Face {
  const free = freeOf(face, n)
  const pairs = eigen(matrix, free.length)
  const largest = Math.max(1e-3, ...pairs.map((p) => p.value))
  const nulls = pairs.filter((p) => p.value < NULL_PART * largest).map((p) => p.vector)
  if (nulls.length === 0) return face
  const reduced = echelon(nulls, free.length)
  const found = reduced.rows.map((row) => Array.from(row, simple))
  if (found.some((row) => row.some((q) => q === undefined))) return face
  // A null vector of the reduced matrix, with zeros at the old pivots, is one of the whole matrix.
  const fresh = found.map((row) => {
    const v = Array.from({ length: n }, () => Q.ZERO)
    row.forEach((q, k) => { v[free[k] as number] = q as Rational })
    return v
  })
  const pivots = reduced.pivots.map((k) => free[k] as number)
  const old = face.vectors.map((v) => pivots.reduce((w, p, r) => {
    const q = w[p] as Rational
    return Q.isZero(q) ? w : w.map((x, i) => Q.sub(x, Q.mul(q, (fresh[r] as readonly Rational[])[i] as Rational)))
  }, v))
  return { pivots: [...face.pivots, ...pivots], vectors: [...old, ...fresh] }
}

/** Reduced rows of vectors, pivots where the entries are largest. */
function echelon(vectors: readonly Float64Array[], n: number): { readonly rows: readonly Float64Array[]; readonly pivots:
  readonly number[] } {
  const rows: Float64Array[] = vectors.map((v) => Float64Array.from(v))
  const pivots: number[] = []
  for (let r = 0; r < rows.length; r++) {
    let [row, column, size] = [r, 0, 0]
    for (let i = r; i < rows.length; i++) {
      for (let j = 0; j < n; j++) {
        const v = Math.abs((rows[i] as Float64Array)[j] as number)
        if (v > size * 1.0001) [row, column, size] = [i, j, v]
      }
    }
    const pivot = rows[row] as Float64Array
    rows[row] = rows[r] as Float64Array
    rows[r] = pivot
    const scale = pivot[column] as number
    for (let j = 0; j < n; j++) pivot[j] = (pivot[j] as number) / scale
    for (const other of rows) {
      if (other === pivot) continue
      const f = other[column] as number
      for (let j = 0; j < n; j++) other[j] = (other[j] as number) - f * (pivot[j] as number)
    }
    pivots.push(column)
  }
  return { rows, pivots }
}

const MAX_SIMPLE = 60
const NEAR = 2e-3

/** The simplest rational near x, undefined when none with a small denominator is near. */
function simple(x: number): Rational | undefined {
  for (let d = 1; d <= MAX_SIMPLE; d++) {
    const n = Math.round(x * d)
    if (Math.abs(x - n / d) < NEAR / (d * d)) return Q.rational(BigInt(n), BigInt(d))
  }
  return undefined
}

/** A fact scaled so that its coefficients are of moderate size; the scale. */
export function moderate(p: Polynomial): Rational {
  let largest = Q.ZERO
  for (const m of p.terms) largest = Q.max(largest, Q.abs(m.coefficient))
  return Q.isZero(largest) ? Q.ONE : Q.inv(largest)
}

