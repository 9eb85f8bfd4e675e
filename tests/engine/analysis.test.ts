// Claims with elementary functions on bounded and unbounded ranges: tight at an end, inside, or at infinity; roots given by equations;
// several variables. What is false, or too tight, is not proved.
import test from 'ava'
import { analysis } from '../../src/engine/analysis.js'
import { bernstein, polynomialStep } from '../../src/engine/taylor.js'
import * as Q from '../../src/arith/rational.js'
import { REAL } from '../../src/kernel/type.js'
import { mkVar, type Term } from '../../src/kernel/term.js'
import { mkExists, mkExp, mkForall, mkImp, mkLe, mkLog, mkLt, mkMul, mkPow, nat, real } from '../../src/kernel/signature.js'
import { assume } from '../../src/kernel/theorem.js'
import { eventual } from '../../src/engine/eventual.js'
import { Budget, EMPTY_LIBRARY } from '../../src/engine/types.js'
import { proves, refuses } from './checking.js'
import { read } from './reading.js'

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(1) < 3'], ['log(x) <= x - 1', '0 < x'], ['1 - 1/x < log(x)', '1 < x'], ['exp(x) <= 1/(1-x)', 'x < 1'],
  ['(1 + x/3)^3 <= exp(x)', '0 <= x'], ['sin(x) <= x', '0 <= x'], ['x - x^3/6 <= sin(x)', '0 <= x', 'x <= 3'],
  ['1 - x^2/2 <= cos(x)', '0 <= x'], ['log(1 + 1/x) < 1/x', '1 <= x'], ['log(x) <= 2*(sqrt(x) - 1)', '0 < x', 'x <= 1000'],
  ['exp(x) < 1 + x*exp(x)', '0 < x'], ['tanh(2*x) <= 2*tanh(x)', '0 <= x', 'x <= 9'], ['tanh(x) < 1', '-3 < x', 'x < 3'],
  ['abs(exp(x) - 1) <= 2*abs(x)', '-1 <= x', 'x <= 1'], ['log(1+x) <= x/y', '0 <= x', 'x <= 5', '0 <= y', 'y^2 = 1 + x'],
  ['exp(x+y) <= exp(x)*exp(y) + 1/10', '0 <= x', 'x <= 1', '0 <= y', 'y <= 1'], ['x*y <= 13/10', '0 <= x', '0 <= y', 'x + y <= 2'],
  ['x - x^3/3 <= atan(x)', '0 <= x', 'x <= 4'], ['exp(-x) < 1/100', '5 <= x'],
  ['s*exp(-x) + c < 5/2', 's^2 + c^2 = 1', '0 <= x', 'x <= 9'],
]
for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, analysis, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(x) <= 1 + x', '0 <= x', 'x <= 1'], ['sin(x) < x', '0 <= x', 'x <= 1'], ['log(x) <= x - 1'], ['1/x <= 5', '0 <= x', 'x <= 1'],
  ['exp(x) <= 1/(1-x)', 'x < 2'], ['x*log(x) >= 0', '0 < x', 'x <= 1'],
]
for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, analysis, goal, facts) })

const n = mkVar('n', REAL)
const N = mkVar('N', REAL)
const eventually = (claim: Term): Term => mkExists(N, mkForall(n, mkImp(mkLe(N, n), claim)))

test('a claim that holds eventually is proved with a threshold', (t) => {
  const positive = mkLt(real(0n), n)
  for (const claim of [mkImp(positive, mkLe(mkMul(real(9n), mkLog(n)), n)), mkLe(mkPow(n, nat(3n)), mkExp(n))]) {
    const goal = eventually(claim)
    const outcome = eventual({ goal, facts: [], library: EMPTY_LIBRARY, budget: new Budget(200_000) })
    t.is(outcome.kind, 'proved')
    if (outcome.kind === 'proved') t.deepEqual([outcome.theorem.concl, outcome.theorem.hyps.length], [goal, 0])
  }
  const never = eventual({ goal: eventually(mkLe(mkExp(n), n)), facts: [], library: EMPTY_LIBRARY, budget: new Budget(200_000) })
  t.is(never.kind, 'unknown')
})

test('what a call does depends on nothing that calls before it did', (t) => {
  const [goal, low, high] = [read('4*exp(x) <= exp(2*x) + 4'), read('0 <= x'), read('x <= 1')]
  const workOf = (units: number): readonly [string, number] => {
    const budget = new Budget(units)
    const { kind } = analysis({ goal, facts: [assume(low), assume(high)], library: EMPTY_LIBRARY, budget })
    return [kind, budget.total - budget.left]
  }
  const first = workOf(100_000)
  t.is(first[0], 'unknown')
  t.true(first[1] > 0)
  t.deepEqual(workOf(100_000), first)
})

test('the Bernstein coefficients of a polynomial', (t) => {
  const q = (n: number, d = 1): Q.Rational => Q.rational(BigInt(n), BigInt(d))
  // 1 - 2t + t² on [0, 2]: 1, -1, 1
  t.deepEqual(bernstein([q(1), q(-2), q(1)], q(2)).map(String), ['1', '-1', '1'])
  t.is(polynomialStep([q(1), q(-3)], q(1), false, false), undefined)
  t.not(polynomialStep([q(0), q(1)], undefined, true, true), undefined)
  t.is(polynomialStep([q(0), q(1)], undefined, true, false), undefined)
})
