// TEST. Statements about reals: true ones are exercised and stand, false ones get an exact counterexample.
import test from 'ava'
import { ratio, summarise } from '../../src/numeric/slack.js'
import { sampleDeclaration, searchCounterexample } from '../../src/numeric/sample.js'
import { simplest } from '../../src/numeric/choices.js'
import type { NumericVerdict } from '../../src/numeric/types.js'
import type { FVar, Term } from '../../src/kernel/term.js'
import {
  mkAdd, mkAnd, mkDiv, mkEq, mkExp, mkForall, mkImp, mkLe, mkLog, mkLt, mkMul, mkNeg, mkOr, mkPow, mkSqrt, mkSub, real,
} from './signature.js'
import { NAT, REAL, abs, coe, funType, ge, mem, mkApp, mkVar, nat, range, sumTo } from './terms.js'

const span = { start: 0, end: 0 }
const x = mkVar('x', REAL)
const y = mkVar('y', REAL)
const p = mkVar('p', REAL)
const q = mkVar('q', REAL)
const m = mkVar('m', REAL)
const n = mkVar('n', NAT)
const i = mkVar('i', NAT)
const a = mkVar('a', funType(NAT, REAL))
const at = (k: FVar): Term => mkApp(a, k)
const square = (t: Term): Term => mkPow(t, nat(2n))

function sample(hypotheses: readonly Term[], goal: Term, steps: readonly Term[] = [], samples = 300): NumericVerdict {
  return sampleDeclaration({
    name: 'test', steps: steps.map((formula) => ({ span, name: undefined, formula })),
    open: { variables: [], hypotheses: hypotheses.map((formula) => ({ name: undefined, formula })), goal, contexts: [] },
  }, [], { seed: 3, samples })
}

function value(verdict: NumericVerdict, name: string): string | undefined {
  return verdict.counterexample?.assignment.find((v) => v.name === name)?.value
}

test('true inequalities are exercised and stand', (t) => {
  const cases: readonly (readonly [string, readonly Term[], Term])[] = [
    ['square', [], mkLe(real(0n), square(x))],
    ['AM-GM', [mkLe(real(0n), x), mkLe(real(0n), y)], mkLe(mkSqrt(mkMul(x, y)), mkDiv(mkAdd(x, y), real(2n)))],
    ['exp', [], mkLe(mkAdd(real(1n), x), mkExp(x))],
    ['log', [mkLt(real(0n), x)], mkLe(mkLog(x), mkSub(x, real(1n)))],
    ['triangle', [], mkLe(abs(mkAdd(x, y)), mkAdd(abs(x), abs(y)))],
    ['convexity', [mkLe(real(0n), p), mkLe(real(0n), q), mkEq(mkAdd(p, q), real(1n))],
      mkLe(mkExp(mkAdd(mkMul(p, x), mkMul(q, y))), mkAdd(mkMul(p, mkExp(x)), mkMul(q, mkExp(y))))],
    ['bernoulli', [mkLe(mkNeg(real(1n)), x)], mkLe(mkAdd(real(1n), mkMul(coe(n), x)), mkPow(mkAdd(real(1n), x), n))],
  ]
  for (const [name, hypotheses, goal] of cases) {
    const verdict = sample(hypotheses, goal)
    t.is(verdict.status, 'consistent', name)
    t.true(verdict.counts.satisfied >= 200, `${name}: ${verdict.counts.satisfied} samples satisfied the hypotheses`)
    t.is(verdict.counterexample, undefined)
  }
})

test('false inequalities get an exact counterexample', (t) => {
  const cases: readonly (readonly [string, readonly Term[], Term])[] = [
    ['x ≤ x²', [mkLe(real(0n), x)], mkLe(x, square(x))],
    ['exp below its tangent', [mkLe(x, real(1n))], mkLe(mkExp(x), mkAdd(real(1n), x))],
    ['wrong constant', [mkLe(real(0n), p), mkLe(p, real(1n))], mkLe(mkMul(p, mkSub(real(1n), p)), mkDiv(real(1n), real(5n)))],
    ['strict instead of weak', [mkLe(real(0n), x)], mkLt(real(0n), x)],
    ['narrow', [mkLe(real(0n), x)], mkOr(mkLe(x, mkDiv(real(31n), real(10n))), mkLe(mkDiv(real(32n), real(10n)), x))],
    ['convexity without the sum', [mkLe(real(0n), p), mkLe(real(0n), q)],
      mkLe(mkExp(mkAdd(mkMul(p, x), mkMul(q, y))), mkAdd(mkMul(p, mkExp(x)), mkMul(q, mkExp(y))))],
  ]
  for (const [name, hypotheses, goal] of cases) {
    const verdict = sample(hypotheses, goal)
    t.is(verdict.status, 'violated', name)
    t.is(verdict.counterexample?.confirmed, 'exact')
  }
})

test('a counterexample is shown in simple numbers, with both sides', (t) => {
  const verdict = sample([mkLe(real(0n), x)], mkLe(mkAdd(x, real(1n)), mkMul(real(2n), x)))
  t.is(verdict.status, 'violated')
  t.is(value(verdict, 'x'), '0')
  t.is(verdict.counterexample?.left, '1')
  t.is(verdict.counterexample?.right, '0')
})

test('equations determine their variables, exactly', (t) => {
  // m is the mean; the centred square sum identity with a wrong sign.
  const inverse = mkDiv(real(1n), coe(n))
  const mean = mkEq(m, mkMul(inverse, sumTo(n, i, at(i))))
  const positive = ge(coe(n), real(1n))
  const left = mkMul(inverse, sumTo(n, i, square(mkSub(at(i), m))))
  const squares = mkMul(inverse, sumTo(n, i, square(at(i))))
  t.is(sample([positive, mean], mkEq(left, mkSub(squares, square(m)))).status, 'consistent')
  const wrong = sample([positive, mean], mkEq(left, mkAdd(squares, square(m))))
  t.is(wrong.status, 'violated')
  t.not(value(wrong, 'm'), undefined)
})

test('an equation with exp on one side is hit and confirmed in intervals', (t) => {
  const verdict = sample([mkEq(y, mkExp(x)), mkLe(x, real(0n))], mkLe(y, mkDiv(real(1n), real(2n))))
  t.is(verdict.status, 'violated')
})

test('sequences under bounds on every entry', (t) => {
  const unit = mkForall(i, mkImp(mem(i, range(nat(1n), n)), mkAnd(mkLe(real(0n), at(i)), mkLe(at(i), real(1n)))))
  const claim = (c: bigint): Term => mkLe(sumTo(n, i, square(at(i))), mkMul(mkDiv(real(c), real(2n)), sumTo(n, i, at(i))))
  const holds = sample([unit], claim(2n))
  t.is(holds.status, 'consistent')
  t.true(holds.counts.satisfied > 100)
  t.is(sample([unit], claim(1n)).status, 'violated')
})

test('weights that add up to one are found', (t) => {
  const nonNegative = mkForall(i, mkImp(mem(i, range(nat(1n), n)), mkLe(real(0n), at(i))))
  const total = mkEq(sumTo(n, i, at(i)), real(1n))
  const verdict = sample([nonNegative, total], mkLe(sumTo(n, i, square(at(i))), real(1n)))
  t.is(verdict.status, 'consistent')
  t.true(verdict.counts.satisfied > 20)
  t.is(sample([nonNegative, total], mkLe(sumTo(n, i, square(at(i))), mkDiv(real(9n), real(10n)))).status, 'violated')
})

test('hypotheses that contradict each other are reported as never exercised', (t) => {
  const verdict = sample([mkLt(x, y), mkLt(y, x)], mkLe(x, y))
  t.is(verdict.status, 'not-exercised')
  t.is(verdict.counts.satisfied, 0)
})

test('a violation that rests on a sampled hypothesis is not called one', (t) => {
  // ∀ x, f x ≤ 10^9 cannot be decided by samples.
  const f = mkVar('f', funType(REAL, REAL))
  const bounded = mkForall(x, mkLe(mkApp(f, x), real(1000000000n)))
  const verdict = sample([bounded], mkLe(mkApp(f, y), real(1n)))
  t.not(verdict.status, 'violated')
  t.regex(verdict.warnings.join(), /only be sampled/)
})

test('slack of the goal and of the steps', (t) => {
  const steps = [mkLe(x, square(x)), mkLe(mkMul(real(3n), x), mkMul(real(6n), x))]
  const verdict = sample([mkLe(real(1n), x)], mkLe(x, mkMul(real(2n), square(x))), steps)
  t.is(verdict.status, 'consistent')
  t.true(verdict.slack !== undefined && verdict.slack.min >= 2 && verdict.slack.min < 2.2)
  t.is(verdict.steps.length, 2)
  t.is(verdict.steps[1]!.slack.min, 2)
  t.is(verdict.steps[1]!.slack.median, 2)
  t.is(ratio(-3, -1), 3)
  t.is(ratio(-1, 2), undefined)
  t.deepEqual(summarise([3, 1, 2, 4]), { min: 1, median: 2.5, samples: 4 })
})

test('the same seed gives the same verdict, and the goal quantifiers are opened', (t) => {
  const goal = mkForall(x, mkImp(mkLe(real(0n), x), mkLe(x, square(x))))
  t.deepEqual(sample([], goal), sample([], goal))
  t.is(sample([], goal).status, 'violated')
})

test('searchCounterexample', (t) => {
  const found = searchCounterexample([mkLe(real(2n), x)], mkLe(real(3n), x))
  t.is(found.kind, 'counterexample')
  const none = searchCounterexample([mkLe(real(2n), x)], mkLe(real(1n), x))
  t.is(none.kind, 'none')
  t.true(none.kind === 'none' && none.satisfied > 0 && none.slack !== undefined && none.slack.min === 2)
})

test('the simplest fraction in an interval', (t) => {
  t.deepEqual(simplest(0.3, 0.35), [1, 3])
  t.is(simplest(-2.5, -1.5), -2)
  t.is(simplest(-1, 1), 0)
  t.deepEqual(simplest(3.141592, 3.141593), [355, 113])
})

test('hypotheses that tie several sequences together: the printed thresholds of a published lemma fall, the repaired ones stand', (t) => {
  // BS21, proof of Lemma 2.1: energy and signal thresholds ε/6 do not give correlation ε/3; ε/8 gives 5ε/16.
  const [Z, G, F] = ['Z', 'G', 'F'].map((name) => mkVar(name, funType(NAT, REAL))) as [FVar, FVar, FVar]
  const [sigma, eps] = [mkVar('σ', REAL), mkVar('ε', REAL)]
  const average = (body: Term): Term => mkMul(mkDiv(real(1n), coe(n)), sumTo(n, i, body))
  const over = (k: bigint): Term => mkDiv(eps, real(k))
  const hypotheses = (k: bigint): Term[] => [
    ge(coe(n), real(1n)), mkLt(real(0n), eps),
    ge(average(square(mkApp(Z, i))), mkSub(square(sigma), over(k))),
    ge(average(mkMul(mkApp(G, i), mkApp(Z, i))), mkNeg(over(k))),
    mkLe(average(square(mkSub(mkAdd(mkApp(G, i), mkApp(Z, i)), mkApp(F, i)))), mkSub(square(sigma), eps)),
  ]
  const correlation = average(mkMul(mkApp(F, i), mkApp(Z, i)))
  t.is(sample(hypotheses(6n), ge(correlation, over(3n))).status, 'violated')
  const repaired = sample(hypotheses(8n), ge(correlation, mkDiv(mkMul(real(5n), eps), real(16n))))
  t.is(repaired.status, 'consistent')
  t.true(repaired.slack!.min >= 1)
})
