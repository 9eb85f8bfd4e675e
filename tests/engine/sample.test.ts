// Sample points satisfy the formulas they were chosen for, evaluation agrees with exact arithmetic, and a counterexample is one.
import test from 'ava'
import fc from 'fast-check'
import * as P from '../../src/arith/polynomial.js'
import * as Q from '../../src/arith/rational.js'
import { core, mkVar, type Term } from '../../src/kernel/term.js'
import { REAL } from '../../src/kernel/type.js'
import { mkAdd, mkDiv, mkMul, mkNeg, mkPow, mkSub, nat, real } from '../../src/kernel/signature.js'
import { View } from '../../src/kernel/polynomial-view.js'
import { holdsAt, opaqueParts, valueAt } from '../../src/engine/evaluation.js'
import { at, counterexample, numericVariables, pointOf, samples } from '../../src/engine/sample.js'
import { read } from './reading.js'

test('samples satisfy what can be evaluated, equations and chains included', (t) => {
  const formulas = ['0 < e', 'e < 1', 'n >= 1', 'w = n*e^2', 's^2 >= e', 's > 0', 'a <= b', 'b <= c', 'c <= a + 1/100',
    'f(a) <= 3'].map((f) => read(f))
  const found = samples(numericVariables(formulas), formulas, 8)
  t.true(found.length >= 4)
  for (const a of found) for (const p of formulas) t.not(holdsAt(p, pointOf(a)), false)
})

test('only facts tied to the variables asked for are looked at', (t) => {
  const found = samples([mkVar('x', REAL)], [read('x > 0'), read('y = y + 1')], 3)
  t.is(found.length, 3)
})

const x = mkVar('x', REAL)
const y = mkVar('y', REAL)
const term: fc.Arbitrary<Term> = fc.letrec<{ t: Term }>((tie) => ({
  t: fc.oneof({ maxDepth: 4, withCrossShrink: true }, fc.constantFrom<Term>(x, y, real(1n), real(2n), mkDiv(real(1n), real(2n))),
    fc.tuple(tie('t'), tie('t')).map(([u, v]) => mkAdd(u, v)), fc.tuple(tie('t'), tie('t')).map(([u, v]) => mkMul(u, v)),
    fc.tuple(tie('t'), tie('t')).map(([u, v]) => mkSub(u, v)), tie('t').map(mkNeg), tie('t').map((u) => mkPow(u, nat(2n)))),
})).t

test('values agree with exact arithmetic', (t) => {
  fc.assert(fc.property(term, fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }), (u, a, b) => {
    const assignment = new Map([[x, Q.rational(BigInt(a), 2n)], [y, Q.rational(BigInt(b))]])
    const exact = P.asConstant(new View().polynomial(at(u, assignment)))!
    const value = Number(exact.num) / Number(exact.den)
    t.true(Math.abs(valueAt(u, pointOf(assignment)) - value) <= 1e-9 * (1 + Math.abs(value)))
  }), { numRuns: 200, seed: 2 })
  t.pass()
})

test('a deeply shared term is evaluated in a moment', (t) => {
  let u: Term = x
  for (let i = 0; i < 60; i++) u = mkSub(mkAdd(u, u), u)
  t.is(valueAt(u, new Map([[core(x), 3]])), 3)
})

test('opaque parts are found through operations and connectives', (t) => {
  const names = opaqueParts(read('exp(x) + f(y) <= 1 & ~ (n = 2*x)')).map((p) => (p.kind === 'fvar' ? p.name : 'application'))
  t.deepEqual(names.sort(), ['application', 'n', 'x'])
})

test('counterexamples are exact points, found only when the facts are certain there', (t) => {
  const model = counterexample(read('x^2 <= x'), [read('x >= 1')])
  t.truthy(model)
  const value = model![0]!.value
  t.true(Q.lt(Q.ONE, value))
  t.is(counterexample(read('x^2 >= x'), [read('x >= 1')]), undefined)
  t.is(counterexample(read('x <= 0'), [read('f(x) = 1')]), undefined, 'a fact that cannot be evaluated')
})
