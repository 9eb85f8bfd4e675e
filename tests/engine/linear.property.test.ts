// TEST. Random systems: the simplex and linear agree with Fourier–Motzkin elimination, an independent and much simpler decision procedure.
import test from 'ava'
import fc from 'fast-check'
import * as Q from '../../src/arith/rational.js'
import type { Rational } from '../../src/arith/rational.js'
import { REAL } from '../../src/kernel/type.js'
import { mkVar, type Term } from '../../src/kernel/term.js'
import { falsity, mkAdd, mkEq, mkLe, mkLt, mkMul, real } from '../../src/kernel/signature.js'
import { assume } from '../../src/kernel/theorem.js'
import { linear } from '../../src/engine/linear.js'
import { hypothesesWithin } from '../../src/engine/logic.js'
import { solve } from '../../src/engine/simplex.js'
import { Budget } from '../../src/engine/types.js'
import { rationalTerm } from '../../src/engine/view.js'
import { problem } from './helpers.js'

/** Σ coefficients · x + constant is ≥ 0, or > 0 when strict. */
interface Constraint { readonly coefficients: readonly Rational[]; readonly constant: Rational; readonly strict: boolean }

/** Whether the constraints have a common real solution, by eliminating the variables one after the other. */
function feasible(system: readonly Constraint[]): boolean {
  const [first] = system
  if (first === undefined) return true
  if (first.coefficients.length === 0) {
    return system.every((c) => (c.strict ? Q.sign(c.constant) > 0 : Q.sign(c.constant) >= 0))
  }
  const split = (s: number): Constraint[] => system.filter((c) => Q.sign(c.coefficients[0]!) === s)
  const tail = (c: Constraint): Constraint => ({ ...c, coefficients: c.coefficients.slice(1) })
  const next = split(0).map(tail)
  for (const low of split(1)) {
    for (const high of split(-1)) {
      const [a, b] = [Q.neg(high.coefficients[0]!), low.coefficients[0]!]
      next.push(tail({
        coefficients: low.coefficients.map((q, i) => Q.add(Q.mul(a, q), Q.mul(b, high.coefficients[i]!))),
        constant: Q.add(Q.mul(a, low.constant), Q.mul(b, high.constant)), strict: low.strict || high.strict,
      }))
    }
  }
  if (next.length === 0 && first.coefficients.length === 1) return true
  return next.length === 0 ? true : feasible(next)
}

const variables = ['x', 'y', 'z'].map((name) => mkVar(name, REAL))
const small = fc.integer({ min: -4, max: 4 }).map((n) => Q.rational(BigInt(n)))
const fraction = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 3 })).map(([n, d]) => Q.rational(BigInt(n), BigInt(d)))
const constraint = fc.record({ coefficients: fc.tuple(small, small, small), constant: fraction, strict: fc.boolean() })

function formula(c: Constraint): Term {
  const sum = c.coefficients.reduce<Term>((acc, q, i) => mkAdd(acc, mkMul(rationalTerm(q), variables[i]!)), rationalTerm(c.constant))
  return c.strict ? mkLt(real(0n), sum) : mkLe(real(0n), sum)
}

test('linear refutes exactly the systems without a real solution', (t) => {
  fc.assert(fc.property(fc.array(constraint, { minLength: 1, maxLength: 7 }), (system) => {
    const facts = system.map((c) => assume(formula(c)))
    const outcome = linear(problem(falsity, facts))
    t.is(outcome.kind === 'proved', !feasible(system))
    if (outcome.kind === 'proved') t.true(hypothesesWithin(outcome.theorem, facts.map((f) => f.concl)))
  }), { numRuns: 300, seed: 11 })
})

test('a refutation of a linear goal is a point where the facts hold and the goal fails', (t) => {
  fc.assert(fc.property(fc.array(constraint, { minLength: 1, maxLength: 5 }), constraint, (system, goal) => {
    const outcome = linear(problem(formula(goal), system.map((c) => assume(formula(c)))))
    if (outcome.kind === 'proved') return
    if (outcome.kind !== 'refuted') return t.fail('a failed goal about independent variables must come with a point')
    const value = (c: Constraint): Rational => c.coefficients.reduce<Rational>((acc, q, i) => {
      const x = outcome.model.find((m) => m.term === variables[i])?.value ?? Q.ZERO
      return Q.add(acc, Q.mul(q, x))
    }, c.constant)
    const holds = (c: Constraint): boolean => (c.strict ? Q.sign(value(c)) > 0 : Q.sign(value(c)) >= 0)
    t.true(system.every(holds))
    t.false(holds(goal))
  }), { numRuns: 200, seed: 12 })
})

test('equations decide as pairs of inequalities', (t) => {
  fc.assert(fc.property(fc.array(constraint, { minLength: 1, maxLength: 4 }), (system) => {
    const zero = real(0n)
    const equations = system.map((c) => {
      const plain = formula({ ...c, strict: false })
      return assume(mkEq((plain as Extract<Term, { kind: 'app' }>).arg, zero))
    })
    const both = system.flatMap((c) => [{ ...c, strict: false },
      { coefficients: c.coefficients.map(Q.neg), constant: Q.neg(c.constant), strict: false }])
    t.is(linear(problem(falsity, equations)).kind === 'proved', !feasible(both))
  }), { numRuns: 150, seed: 13 })
})

test('the simplex finds the least value of bounded programs', (t) => {
  // minimise c·x over x ≤ u, x ≥ 0: the answer is Σ min(0, c_i) u_i.
  const entry = fc.tuple(small, fc.integer({ min: 0, max: 9 }).map((n) => Q.rational(BigInt(n))))
  fc.assert(fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
    const n = entries.length
    const columns = [...entries.map((_, i) => new Map([[i, Q.ONE]])), ...entries.map((_, i) => new Map([[i, Q.ONE]]))]
    const right = new Map(entries.map(([, u], i) => [i, u]))
    const cost = [...entries.map(([c]) => c), ...entries.map(() => Q.ZERO)]
    const solution = solve({ rows: n, columns, right, cost }, new Budget(100_000))
    const expected = entries.reduce((acc, [c, u]) => Q.add(acc, Q.mul(Q.min(c, Q.ZERO), u)), Q.ZERO)
    t.is(solution.kind, 'optimal')
    if (solution.kind === 'optimal') t.true(Q.eq(solution.value, expected))
  }), { numRuns: 200, seed: 14 })
})
