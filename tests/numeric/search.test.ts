// TEST. The small linear programme of the local search: optima known by hand, and optimality on random problems.
import test from 'ava'
import { Stream } from '../../src/numeric/random.js'
import { boundedStep, type Row } from '../../src/numeric/small-lp.js'

const near = (a: readonly number[], b: readonly number[]): boolean => a.every((x, i) => Math.abs(x - b[i]!) < 1e-9)

test('corners, active rows, and rows that cannot be met', (t) => {
  t.true(near(boundedStep([1, -2], [], [1, 3], 10), [-1, 3]))
  // minimise x + y with x + 2y ≥ 1: y as large as needed, x at its lower end.
  t.true(near(boundedStep([1, 1], [{ coefficients: [1, 2], bound: 1 }], [1, 5], 100), [-1, 1]))
  // x ≥ 5 is out of reach: go as far as the box allows.
  t.true(near(boundedStep([0], [{ coefficients: [1], bound: 5 }], [2], 10), [2]))
  t.true(near(boundedStep([3], [{ coefficients: [1], bound: 5 }], [2], 1), [-2]))
})

test('no random point of the box does better', (t) => {
  const stream = new Stream('lp')
  for (let k = 0; k < 40; k++) {
    const n = stream.integer(1, 6)
    const numbers = (): number[] => Array.from({ length: n }, () => stream.uniform(-2, 2))
    const rows: Row[] = Array.from({ length: stream.integer(0, 5) }, () => ({ coefficients: numbers(), bound: stream.uniform(-1, 1) }))
    const cost = numbers()
    const radius = numbers().map((x) => Math.abs(x) + 0.1)
    const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
    const value = (d: readonly number[]): number =>
      dot(cost, d) + 7 * rows.reduce((sum, r) => sum + Math.max(0, r.bound - dot(r.coefficients, d)), 0)
    const best = boundedStep(cost, rows, radius, 7)
    t.true(best.every((x, i) => Math.abs(x) <= radius[i]! + 1e-9))
    for (let trial = 0; trial < 200; trial++) {
      t.true(value(best) <= value(radius.map((r) => stream.uniform(-r, r))) + 1e-9)
    }
  }
})
