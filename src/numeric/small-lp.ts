// A small dense linear programme in floating point, for the steps of the local search. Not the exact simplex of the engine:
// nothing is proved with it. UNTRUSTED, pure.

const EPS = 1e-11
const MAX_PIVOTS = 400

export interface Row {
  readonly coefficients: readonly number[]
  /** coefficients · d ≥ bound */
  readonly bound: number
}

/**
 * Minimises cost · d + penalty · (what the rows are missed by, added up) over -radius ≤ d ≤ radius, componentwise.
 * The tableau starts from d = -radius, with one elastic variable per missed row, so no first phase is needed.
 */
export function boundedStep(cost: readonly number[], rows: readonly Row[], radius: readonly number[], penalty: number): number[] {
  const n = cost.length
  const m = rows.length
  // Columns: u = d + radius (n), elastic (m), surplus of rows (m), slack of u ≤ 2 radius (n), right-hand side.
  const width = n + m + m + n + 1
  const tableau: number[][] = []
  const basis: number[] = []
  const objective = new Array<number>(width).fill(0)
  cost.forEach((c, i) => { objective[i] = c })
  for (let j = 0; j < m; j++) objective[n + j] = penalty
  rows.forEach(({ coefficients, bound }, j) => {
    const shifted = bound + coefficients.reduce((sum, a, i) => sum + a * (radius[i] ?? 0), 0)
    const row = new Array<number>(width).fill(0)
    const sign = shifted > 0 ? 1 : -1
    coefficients.forEach((a, i) => { row[i] = sign * a })
    row[n + j] = sign
    row[n + m + j] = -sign
    row[width - 1] = sign * shifted
    tableau.push(row)
    basis.push(shifted > 0 ? n + j : n + m + j)
  })
  for (let i = 0; i < n; i++) {
    const row = new Array<number>(width).fill(0)
    row[i] = 1
    row[n + m + m + i] = 1
    row[width - 1] = 2 * (radius[i] ?? 0)
    tableau.push(row)
    basis.push(n + m + m + i)
  }
  // Price out the elastic variables that are basic.
  tableau.forEach((row, r) => {
    const price = objective[basis[r] ?? 0] ?? 0
    if (price !== 0) row.forEach((v, k) => { objective[k] = (objective[k] ?? 0) - price * v })
  })
  for (let pivots = 0; pivots < MAX_PIVOTS && pivot(tableau, basis, objective, pivots); pivots++);
  const d = radius.map((r) => -r)
  basis.forEach((column, r) => { if (column < n) d[column] = (tableau[r]?.[width - 1] ?? 0) - (radius[column] ?? 0) })
  return d
}

/** One pivot; false at an optimum. Steepest reduced cost first, Bland's rule later, so that it cannot cycle for ever. */
function pivot(tableau: number[][], basis: number[], objective: number[], count: number): boolean {
  const width = objective.length
  let enter = -1
  let best = -EPS
  for (let k = 0; k < width - 1; k++) {
    const reduced = objective[k] ?? 0
    if (reduced < best) {
      enter = k
      best = reduced
      if (count > MAX_PIVOTS / 2) break
    }
  }
  if (enter < 0) return false
  let leave = -1
  let least = Infinity
  tableau.forEach((row, r) => {
    const a = row[enter] ?? 0
    if (a <= EPS) return
    const ratio = (row[width - 1] ?? 0) / a
    if (ratio < least - EPS || (ratio < least + EPS && (basis[r] ?? 0) < (basis[leave] ?? Infinity))) {
      leave = r
      least = ratio
    }
  })
  const chosen = tableau[leave]
  if (chosen === undefined) return false
  const by = chosen[enter] ?? 1
  for (let k = 0; k < width; k++) chosen[k] = (chosen[k] ?? 0) / by
  const eliminate = (row: number[]): void => {
    const factor = row[enter] ?? 0
    if (factor !== 0) for (let k = 0; k < width; k++) row[k] = (row[k] ?? 0) - factor * (chosen[k] ?? 0)
  }
  tableau.forEach((row) => { if (row !== chosen) eliminate(row) })
  eliminate(objective)
  basis[leave] = enter
  return true
}
