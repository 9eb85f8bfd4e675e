// UNTRUSTED. A search for points at which relations hold: values that the numerals of the formulas suggest, improved one coordinate at a
// time. Floating point; models.ts confirms exactly what is found here. Deterministic. Engine files only.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { asOrder } from '../kernel/signature.js'
import { core, freeVars, type FVar, type Term } from '../kernel/term.js'
import { NAT, REAL } from '../kernel/type.js'
import { holdsAt, slackAt } from './evaluation.js'
import { attempt } from './leaves.js'
import { asEq } from './logic.js'
import { Random, toNumber, type Assignment } from './sample.js'
import { EngineView } from './view.js'

const BASE: readonly Rational[] = [[0n, 1n], [1n, 1n], [2n, 1n], [3n, 1n], [5n, 1n], [10n, 1n], [100n, 1n], [1000n, 1n], [10n ** 4n, 1n],
  [10n ** 6n, 1n],
  [10n ** 9n, 1n], [1n, 2n], [1n, 3n], [2n, 3n], [1n, 4n], [3n, 4n], [1n, 10n], [1n, 100n], [1n, 10n ** 4n], [1n, 10n ** 6n], [1n,
    10n ** 9n]]
  .flatMap(([n, d]) => [Q.rational(n as bigint, d as bigint), Q.rational(-(n as bigint), d as bigint)])

const MAX_NUMERALS = 40
const MAX_SWEEPS = 12

/** The numbers that stand in the formulas, as values of closed subterms. */
function numeralsIn(formulas: readonly Term[]): readonly Rational[] {
  const found = new Map<string, Rational>()
  const seen = new Set<Term>()
  const go = (t: Term): void => {
    if (t.kind === 'abs' || seen.has(t) || found.size >= MAX_NUMERALS) return
    seen.add(t)
    if (t.type === REAL && !t.open && t.loose === 0) {
      const value = attempt(() => P.asConstant(new EngineView().polynomial(t)))
      if (value !== undefined) {
        found.set(String(value), value)
        return
      }
    }
    if (t.kind === 'app') {
      go(t.fn)
      go(t.arg)
    }
  }
  formulas.forEach(go)
  return [...found.values()].sort(Q.cmp)
}

/** Values worth trying: the numerals, with their negatives, what lies between them and just beside them, and round numbers. */
function poolOf(formulas: readonly Term[]): readonly Rational[] {
  const plain = numeralsIn(formulas)
  const numerals = [...plain, ...plain.map(Q.neg)].sort(Q.cmp)
  const half = Q.rational(1n, 2n)
  const between = numerals.slice(1).map((q, i) => Q.mul(half, Q.add(q, numerals[i] as Rational)))
  const beside = numerals.flatMap((q) => [Q.rational(1n, 10n), Q.rational(1n, 1000n), Q.rational(1n, 10n ** 9n)]
    .flatMap((e) => [Q.add(q, e), Q.sub(q, e)]))
  const all = new Map([...BASE, ...numerals, ...between, ...beside].map((q) => [String(q), q]))
  return [...all.values()]
}

/** How far the formulas are from holding at a point: 0 when all hold. */
function violation(formulas: readonly Term[], point: ReadonlyMap<Term, number>): number {
  let sum = 0
  for (const p of formulas) {
    const holds = holdsAt(p, point)
    if (holds === true) continue
    if (holds === undefined) { sum += 0.01; continue }
    const slack = asOrder(p) === undefined && asEq(p) === undefined ? NaN : slackAt(p, point)
    sum += 0.001 + (Number.isNaN(slack) ? 1 : Math.log1p(Math.abs(slack)))
  }
  return sum
}

/** Assignments at which the formulas hold as far as floating point can tell; at most a few, from `starts` starting points. */
export function descents(variables: readonly FVar[], formulas: readonly Term[], starts: number): readonly Assignment[] {
  if (variables.length === 0) return []
  const pool = poolOf(formulas)
  const natural = pool.filter((q) => Q.isInteger(q) && Q.sign(q) >= 0)
  const random = new Random(7)
  const about = new Map(variables.map((v) => [v, formulas.filter((p) => freeVars(p).includes(v))]))
  const out: Assignment[] = []
  for (let k = 0; k < starts && out.length < 4; k++) {
    const values = new Map(variables.map((v) => [v, k === 0 ? Q.ZERO : random.pick(v.type === NAT ? natural : pool)]))
    if (descend(values, about, formulas, (v) => (v.type === NAT ? natural : pool))) out.push(values)
  }
  return out
}

function descend(values: Map<FVar, Rational>, about: ReadonlyMap<FVar, readonly Term[]>, formulas: readonly Term[],
  poolFor: (v: FVar) => readonly Rational[]): boolean {
  const point = new Map<Term, number>()
  values.forEach((q, v) => point.set(core(v), toNumber(q)))
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    if (violation(formulas, point) < 0.001 * 0.5) return true
    let changed = false
    for (const [v, own] of about) {
      const before = values.get(v) as Rational
      let best = { value: before, cost: violation(own, point) }
      if (best.cost === 0) continue
      for (const value of [...poolFor(v), ...near(before, sweep, v.type === NAT)]) {
        point.set(core(v), toNumber(value))
        const cost = violation(own, point)
        if (cost < best.cost - 1e-12) best = { value, cost }
      }
      changed ||= best.value !== before
      values.set(v, best.value)
      point.set(core(v), toNumber(best.value))
    }
    if (!changed) break
  }
  return violation(formulas, point) < 0.001 * 0.5
}

/** Steps from a value: twice, half, and a part of it up and down, smaller in later sweeps. */
function near(q: Rational, sweep: number, natural: boolean): readonly Rational[] {
  const one = Q.ONE
  if (natural) return [Q.add(q, one), ...(Q.sign(q) > 0 ? [Q.sub(q, one)] : [])]
  const step = Q.mul(Q.max(Q.abs(q), one), Q.rational(1n, 1n << BigInt(sweep)))
  return [Q.add(q, q), Q.mul(q, Q.rational(1n, 2n)), Q.add(q, step), Q.sub(q, step)]
}
