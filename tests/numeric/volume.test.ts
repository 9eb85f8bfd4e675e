// TEST. The cited axiom `volume_exists`, clause by clause, against volumes counted in lattice cells: exact integer arithmetic encloses
// the volume of balls in dimensions 1 to 3 between the cells inside and the cells met. Each clause is also broken and then refused.
import test from 'ava'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as I from '../../src/arith/interval.js'
import * as E from '../../src/arith/elementary.js'
import * as Q from '../../src/arith/rational.js'
import { ROOT } from '../docs/blocks.js'

type Rational = Q.Rational
const q = (n: number, d = 1): Rational => Q.rational(BigInt(n), BigInt(d))

/** A ball in units of a cell: whole coordinates of the centre and a whole radius. */
interface Ball {
  readonly center: readonly number[]
  readonly radius: number
}

const near = (low: number, x: number): number => Math.max(low - x, 0, x - (low + 1))
const far = (low: number, x: number): number => Math.max(Math.abs(low - x), Math.abs(low + 1 - x))
const squares = (cell: readonly number[], ball: Ball, side: (low: number, x: number) => number): number =>
  cell.reduce((sum, low, i) => sum + side(low, ball.center[i]!) ** 2, 0)

function* cells(p: number, low: number, high: number): Generator<readonly number[]> {
  if (p === 0) {
    yield []
    return
  }
  for (const rest of cells(p - 1, low, high)) for (let x = low; x < high; x++) yield [...rest, x]
}

/** Cells inside some ball, and cells that meet one: the outer volume of the union of open balls lies between, in units of a cell. */
function counted(p: number, balls: readonly Ball[]): { readonly inside: number; readonly met: number } {
  const low = Math.min(...balls.flatMap((b) => b.center.map((c) => c - b.radius))) - 1
  const high = Math.max(...balls.flatMap((b) => b.center.map((c) => c + b.radius))) + 1
  let [inside, met] = [0, 0]
  for (const cell of cells(p, low, high)) {
    if (balls.some((b) => squares(cell, b, near) < b.radius ** 2)) met++
    if (balls.some((b) => squares(cell, b, far) <= b.radius ** 2)) inside++
  }
  return { inside, met }
}

const at = (p: number, x: number, radius: number): Ball => ({ center: [x, ...Array.from({ length: p - 1 }, () => 0)], radius })
const RADIUS: Readonly<Record<number, number>> = { 1: 64, 2: 48, 3: 18 }
const dimensions = [1, 2, 3] as const

/** 2, π, 4π/3. */
function unitBall(p: number): I.Interval {
  if (p === 1) return I.fromRational(q(2), 128)
  return p === 2 ? E.pi(128) : I.mul(I.fromRational(q(4, 3), 128), E.pi(128), 128)
}

/** Whether s^exponent times the volume of the unit ball can be the volume of a ball of radius s counted in cells of side 1/scale. */
function scales(p: number, radius: number, exponent: number): boolean {
  const { inside, met } = counted(p, [at(p, 3, radius)])
  const claimed = I.mul(I.fromRational(q(radius ** exponent), 128), unitBall(p), 128)
  return Q.le(q(inside), I.upper(claimed)!) && Q.le(I.lower(claimed)!, q(met))
}

test('the enclosures by cells are narrow', (t) => {
  for (const p of dimensions) {
    const { inside, met } = counted(p, [at(p, 0, RADIUS[p]!)])
    t.true(inside > 0 && met - inside < inside / 2, `p = ${p}: ${inside} to ${met}`)
  }
})

test('V1, V5: volumes are not negative, and that of the unit ball is positive', (t) => {
  for (const p of dimensions) t.true(counted(p, [at(p, 0, 2)]).inside > 0)
})

test('V2: a ball inside a ball has no larger volume, and a larger one in no smaller', (t) => {
  for (const p of dimensions) {
    const r = RADIUS[p]!
    const [small, large] = [counted(p, [at(p, 1, r / 2)]), counted(p, [at(p, 0, r)])]
    t.true(small.inside <= large.met)
    t.false(large.inside <= small.met)
  }
})

test('V3: disjoint balls of one radius add up, overlapping ones do not', (t) => {
  for (const p of dimensions) {
    const r = RADIUS[p]! / 2
    const one = counted(p, [at(p, 0, r)])
    const adds = (distance: number): boolean => {
      const both = counted(p, [at(p, 0, r), at(p, distance, r)])
      return both.inside <= 2 * one.met && 2 * one.inside <= both.met
    }
    t.true(adds(2 * r), `p = ${p}`)
    t.false(adds(r / 3), `p = ${p}`)
  }
})

test('V4: translations keep the volume of a ball, and radius s gives s^p times the unit ball, not another power', (t) => {
  for (const p of dimensions) {
    const r = RADIUS[p]!
    t.deepEqual(counted(p, [at(p, 0, r)]), counted(p, [at(p, 7, r)]))
    t.true(scales(p, r, p), `p = ${p}`)
    t.false(scales(p, r, p + 1), `p = ${p}`)
    t.false(scales(p, r, p - 1), `p = ${p}`)
  }
})

test('what is proved from it: separated points in a set of diameter D are at most (1 + 2D/r)^p', (t) => {
  for (const p of dimensions) {
    for (const [diameter, r] of [[4, 1], [6, 2], [5, 3]] as const) {
      const points: (readonly number[])[] = []
      const distance2 = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0)
      for (const x of cells(p, 0, diameter + 1)) {
        if (points.every((y) => distance2(x, y) >= r ** 2 && distance2(x, y) <= diameter ** 2)) points.push(x)
      }
      t.true(Q.le(q(points.length), Q.pow(q(r + 2 * diameter, r), BigInt(p))), `p = ${p}, D = ${diameter}, r = ${r}`)
    }
  }
})

test('the definition has these five clauses and no more', (t) => {
  const text = readFileSync(join(ROOT, 'proofs', 'std', 'Volume.whp'), 'utf8')
  const [, body = ''] = /define volume [^\n]*:=\n((?: {2}.*\n)+)/u.exec(text) ?? []
  t.is(body.split('\n').filter((line) => /^ {2}(?:∧|\()/u.test(line)).length, 5)
  t.true(text.includes('cite "Folland, Real Analysis, 2nd ed., section 1.4'))
})
