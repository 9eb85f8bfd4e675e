// Confidence intervals: Clopper–Pearson for probabilities, empirical Bernstein for means of bounded variables, and the
// normal approximation, which is marked as such. UNTRUSTED; the intervals behind every statistical verdict.
import jstat from 'jstat'

const { jStat } = jstat

/** Two-sided error probability of every interval. */
export const ALPHA = 1e-6

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The x with I_x(a, b) = p, for a, b > 0. jstat's Newton iteration stops early in the far tails, so its answer is only where
 * a bisection starts; `side` says which way the last rounding must go.
 */
export function betaQuantile(p: number, a: number, b: number, side: 'low' | 'high'): number {
  if (p <= 0) return 0
  if (p >= 1) return 1
  const start = jStat.ibetainv(p, a, b)
  let [low, high] = [0, 1]
  if (start > 0 && start < 1) {
    const [below, above] = [start * 0.999, Math.min(1, start * 1.001)]
    if (jStat.ibeta(below, a, b) <= p) low = below
    if (jStat.ibeta(above, a, b) >= p) high = above
  }
  for (let i = 0; i < 80 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    if (jStat.ibeta(middle, a, b) < p) low = middle
    else high = middle
  }
  return side === 'low' ? low : high
}

/**
 * Clopper–Pearson (1934): an interval that contains the success probability with probability at least 1 - alpha,
 * after `hits` successes in `trials` ≥ 1 independent trials. When some trials are undecided, `hits` counts the certain
 * successes and `hitsHigh` the possible ones.
 */
export function clopperPearson(hits: number, trials: number, alpha: number = ALPHA, hitsHigh: number = hits): Interval {
  const low = hits === 0 ? 0 : betaQuantile(alpha / 2, hits, trials - hits + 1, 'low')
  const high = hitsHigh >= trials ? 1 : betaQuantile(1 - alpha / 2, hitsHigh + 1, trials - hitsHigh, 'high')
  return { low, high }
}

/**
 * Empirical Bernstein bound (Maurer and Pontil 2009, Theorem 4, on both sides): deviation of the mean of `trials` ≥ 2
 * independent variables in an interval of length `width`, with sample variance `variance`.
 */
export function bernsteinRadius(variance: number, width: number, trials: number, alpha: number = ALPHA): number {
  const l = Math.log(4 / alpha)
  return Math.sqrt(2 * variance * l / trials) + 7 * width * l / (3 * (trials - 1))
}

/** Hoeffding's radius, better than Bernstein's for few trials. */
export function hoeffdingRadius(width: number, trials: number, alpha: number = ALPHA): number {
  return width * Math.sqrt(Math.log(2 / alpha) / (2 * trials))
}

/** Asymptotic radius, with a margin for moderate sample sizes; never called rigorous. */
export function normalRadius(variance: number, trials: number): number {
  return 6 * Math.sqrt(variance / trials)
}
