// TEST. The two cited facts of proofs/std/NamedLaws.whp in instances: exact tails of linear functions, sampled tails of others, each with a
// control that the check can fail; and the discrete cube, where isoperimetry fails, by exact counting.
import test from 'ava'
import { erf } from 'mathjs'
import { sampleFunction, type FamilyKind } from '../../src/numeric/families.js'
import { Point, applied } from '../../src/numeric/point.js'
import { RandomOutcome, type Sampler } from '../../src/numeric/outcome.js'
import { Stream } from '../../src/numeric/random.js'
import * as make from '../../src/numeric/samplers.js'
import { clopperPearson } from '../../src/numeric/statistics.js'
import { NotEvaluable } from '../../src/numeric/value.js'

/** Bound of D1: 2 exp(-d t²/(2 c L²)). */
const bound = (d: number, t: number, c: number, L = 1): number => 2 * Math.exp(-d * t * t / (2 * c * L * L))
const steps = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => from + (to - from) * i / count)

/** Simpson's rule. */
function integral(f: (x: number) => number, a: number, b: number, pieces = 2000): number {
  const h = (b - a) / pieces
  return steps(a, b, pieces).reduce((sum, x, i) => sum + f(x) * (i === 0 || i === pieces ? 1 : i % 2 === 1 ? 4 : 2), 0) * h / 3
}

/** P(|⟨u, q⟩| ≥ t) for u uniform on the unit sphere of ℝ^d, q a unit vector: the density is proportional to (1 - s²)^((d-3)/2). */
function capTail(d: number, t: number): number {
  const density = (s: number): number => (1 - s * s) ** ((d - 3) / 2)
  return integral(density, t, 1) / integral(density, 0, 1)
}

const gaussianTail = (t: number): number => 1 - erf(t / Math.SQRT2)

test('Gaussian concentration holds exactly for linear functions, and not with a quarter of the variance', (t) => {
  for (const s of steps(0, 6, 120)) t.true(gaussianTail(s) <= bound(1, s, 1) + 1e-12, `t = ${s}`)
  t.true(gaussianTail(2) > bound(1, 2, 1 / 4))
})

test('concentration on the sphere holds exactly for linear functions from dimension 3 on, and not with a quarter of the variance', (t) => {
  for (const d of [3, 4, 5, 8, 13, 30, 100]) {
    for (const s of steps(0, 1, 50)) t.true(capTail(d, s) <= bound(d, s, 1) + 1e-9, `d = ${d}, t = ${s}`)
  }
  t.true(capTail(30, 0.3) > bound(30, 0.3, 1 / 4))
})

test('the normal distribution function has a slope of at most 1/2, and its Darboux bounds hold', (t) => {
  const phi = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2
  const kappa = 1 / Math.sqrt(2 * Math.PI)
  t.true(kappa <= 1 / 2)
  const stream = new Stream('normal')
  for (let i = 0; i < 500; i++) {
    const [a, width] = [stream.uniform(-4, 4), stream.uniform(0.01, 2)]
    const b = a + width
    const heights = steps(a, b, 200).map((s) => Math.exp(-s * s / 2))
    const mass = phi(b) - phi(a)
    const top = a <= 0 && b >= 0 ? 1 : Math.max(...heights)
    t.true(mass <= kappa * top * width + 1e-12 && mass >= kappa * Math.min(...heights) * width - 1e-12)
  }
})

const KINDS: readonly FamilyKind[] = ['linear', 'distance', 'distance_set', 'max_affine', 'relu_net']
const DRAWS = 3000

/** Deviations of random 1-Lipschitz functions from their means: how often the lower end of the confidence interval exceeds the bound. */
function violations(sampler: Sampler, d: number, c: number, seed: string): { violated: number; tested: number } {
  const stream = new Stream(seed)
  const outcomes = Array.from({ length: DRAWS }, (_, i) => new RandomOutcome(stream.split('draw'), i))
  const points = outcomes.map((o) => o.get(sampler, 1))
  let [violated, tested] = [0, 0]
  KINDS.forEach((kind, k) => {
    for (let copy = 0; copy < 3; copy++) {
      const f = sampleFunction([kind], d, 1, undefined, stream.split('f', k, copy))
      const values = points.map((p) => f(p) as number)
      const mean = values.reduce((a, b) => a + b, 0) / DRAWS
      // The mean is estimated; a deviation counts only beyond five standard errors of it.
      const slack = 5 / Math.sqrt(d * DRAWS)
      for (const s of steps(0.5, 3, 5)) {
        const size = s / Math.sqrt(d)
        if (bound(d, size, c) >= 1) continue
        tested++
        const hits = values.filter((v) => Math.abs(v - mean) >= size + slack).length
        if (clopperPearson(hits, DRAWS).low > bound(d, size, c)) violated++
      }
    }
  })
  return { violated, tested }
}

test('Gaussian points, sphere points and points of the solid cube: no sampled function deviates more often than its bound', (t) => {
  for (const d of [3, 10, 40]) {
    const cases: readonly (readonly [string, Sampler, number])[] = [
      ['gaussian', make.gaussian('x', d, 1 / d), 1], ['sphere', make.sphere('x', d, 1), 1],
      ['cube', make.cube('x', d, 1 / Math.sqrt(d)), 1 / 4],
    ]
    for (const [name, sampler, c] of cases) {
      const { violated, tested } = violations(sampler, d, c, `${name} ${d}`)
      t.true(tested >= 40, `${name}: ${tested} bounds below 1`)
      t.is(violated, 0, `${name}, d = ${d}`)
    }
  }
})

test('the same check refutes constants that are too small', (t) => {
  t.true(violations(make.gaussian('x', 10, 1 / 10), 10, 1 / 8, 'small').violated > 0)
})

/** C(d, p) / 2^d for p = 0..d, exactly, as doubles of exact rationals. */
function binomial(d: number): readonly number[] {
  const row = [1n]
  for (let p = 0; p < d; p++) row.push((row[p] as bigint) * BigInt(d - p) / BigInt(p + 1))
  const scale = 1n << BigInt(d)
  return row.map((ways) => Number(ways * 10n ** 30n / scale) / 1e30)
}

/**
 * On the vertices of the cube of diameter 1 the distance to the vertices with at most `a` pluses is √(pluses - a)/√d, or 0. The
 * greatest quotient of P(|f - E f| ≥ t) and the bound of D1.
 */
function hammingQuotient(d: number, a: number, c: number): number {
  const chances = binomial(d)
  const values = chances.map((_, p) => Math.sqrt(Math.max(0, p - a) / d))
  const mean = values.reduce((sum, v, p) => sum + v * (chances[p] as number), 0)
  const quotients = values.map((v) => {
    const size = Math.abs(v - mean)
    const tail = values.reduce((sum, u, p) => sum + (Math.abs(u - mean) >= size - 1e-12 ? chances[p] as number : 0), 0)
    return tail / bound(d, size, c)
  })
  return Math.max(...quotients)
}

test('the discrete cube of diameter 1 is not 1-isoperimetric in dimension 100, and needs a larger constant in higher dimensions', (t) => {
  t.true(hammingQuotient(100, 38, 1) > 1.5)
  t.true(hammingQuotient(400, 160, 1) > 1000)
  t.true(hammingQuotient(800, 352, 2) > 20)
  t.true(hammingQuotient(20, 10, 1) < 1)
})

test('a point is read as the sequence of its coordinates, 0 beyond the dimension; what has no value is said not to', (t) => {
  const p = new Point(Float64Array.of(3, 5))
  t.deepEqual([1, 2, 3].map((i) => applied(p, i)), [3, 5, 0])
  t.is(applied((x: unknown) => x, 7), 7)
  t.throws(() => applied(undefined, 1), { instanceOf: NotEvaluable })
  t.throws(() => applied(p, undefined), { instanceOf: NotEvaluable })
})
