// TEST. Confidence intervals against published values, against sums of binomial probabilities, and for coverage.
import test from 'ava'
import { Stream } from '../../src/numeric/random.js'
import { ALPHA, bernsteinRadius, betaQuantile, clopperPearson, hoeffdingRadius } from '../../src/numeric/statistics.js'

/** P(Bin(n, p) ≥ k), added up term by term. */
function upperTail(n: number, k: number, p: number): number {
  const logFactorial = [0]
  for (let i = 1; i <= n; i++) logFactorial[i] = logFactorial[i - 1]! + Math.log(i)
  let sum = 0
  for (let i = k; i <= n; i++) {
    sum += Math.exp(logFactorial[n]! - logFactorial[i]! - logFactorial[n - i]! + i * Math.log(p) + (n - i) * Math.log1p(-p))
  }
  return sum
}

test('Clopper–Pearson at 95% agrees with published tables', (t) => {
  const near = (x: number, y: number): boolean => Math.abs(x - y) < 5e-5
  const cases = [
    [0, 10, 0, 0.3085], [5, 10, 0.1871, 0.8129], [10, 10, 0.6915, 1], [1, 20, 0.0013, 0.2487], [3, 100, 0.0062, 0.0852],
  ] as const
  for (const [hits, trials, low, high] of cases) {
    const interval = clopperPearson(hits, trials, 0.05)
    t.true(near(interval.low, low) && near(interval.high, high), `${hits}/${trials}: ${interval.low} ${interval.high}`)
  }
})

test('at the level used, each end leaves exactly half of the error on its side', (t) => {
  for (const [hits, trials] of [[1, 50], [7, 300], [40, 1000], [990, 1000], [300, 2400], [5, 4000]] as const) {
    const { low, high } = clopperPearson(hits, trials)
    t.true(Math.abs(upperTail(trials, hits, low) / (ALPHA / 2) - 1) < 1e-4)
    t.true(Math.abs(1 - upperTail(trials, hits + 1, high) - ALPHA / 2) < 1e-9)
  }
  t.is(clopperPearson(0, 100).low, 0)
  t.true(Math.abs(clopperPearson(0, 100).high - (1 - (ALPHA / 2) ** 0.01)) < 1e-9)
})

test('undecided trials widen the interval on both sides', (t) => {
  const sure = clopperPearson(10, 100)
  const open = clopperPearson(8, 100, ALPHA, 12)
  t.true(open.low < sure.low && open.high > sure.high)
})

test('quantiles of the beta law', (t) => {
  t.true(Math.abs(betaQuantile(0.5, 1, 1, 'low') - 0.5) < 1e-11)
  t.true(Math.abs(betaQuantile(0.25, 2, 1, 'low') - 0.5) < 1e-11)
  t.is(betaQuantile(0, 2, 3, 'low'), 0)
  t.true(betaQuantile(1e-7, 5, 200, 'low') <= betaQuantile(1e-7, 5, 200, 'high'))
})

test('intervals for means contain the mean, and Bernstein is the sharper one for small variances', (t) => {
  t.true(bernsteinRadius(1e-4, 1, 10_000) < hoeffdingRadius(1, 10_000))
  const stream = new Stream('coverage')
  let misses = 0
  for (let run = 0; run < 200; run++) {
    let sum = 0
    let squares = 0
    for (let i = 0; i < 200; i++) {
      const x = stream.unit() ** 3
      sum += x
      squares += x * x
    }
    const variance = (squares - sum * sum / 200) / 199
    if (Math.abs(sum / 200 - 0.25) > Math.min(bernsteinRadius(variance, 1, 200), hoeffdingRadius(1, 200))) misses++
  }
  t.is(misses, 0)
})

const FIXED = ['0.820134', '0.237498', '0.381961', '0.494620', '0.609611']

test('streams: equal names give equal numbers, other names others', (t) => {
  const take = (s: Stream): number[] => Array.from({ length: 5 }, () => s.unit())
  t.deepEqual(take(new Stream(1, 'a')), take(new Stream(1, 'a')))
  t.notDeepEqual(take(new Stream(1, 'a')), take(new Stream(2, 'a')))
  t.notDeepEqual(take(new Stream(1, 'a')), take(new Stream(1, 'b')))
  t.deepEqual(take(new Stream(1).split('a', 3)), take(new Stream(1, 'a', 3)))
  // Fixed values: the same on every machine.
  t.deepEqual(take(new Stream(1, 'a')).map((x) => x.toFixed(6)), FIXED)
})

test('uniform, integer and normal numbers have the right moments', (t) => {
  const stream = new Stream('moments')
  const n = 20_000
  const mean = (f: () => number): number => Array.from({ length: n }, f).reduce((a, b) => a + b, 0) / n
  t.true(Math.abs(mean(() => stream.unit()) - 0.5) < 0.01)
  t.true(Math.abs(mean(() => stream.integer(1, 6)) - 3.5) < 0.05)
  t.true(Math.abs(mean(() => stream.gaussian())) < 0.03)
  t.true(Math.abs(mean(() => stream.gaussian() ** 2) - 1) < 0.05)
  t.true(Math.abs(mean(() => stream.sign())) < 0.03)
  t.is(stream.integer(4, 4), 4)
})
