// TEST. Long proofs cost linear work, counted in terms made rather than in seconds, and consistency checks on the axioms: short proofs
// of what they should imply, and the theorems a careless convention would prove.
import test from 'ava'
import * as Q from '../../src/arith/rational.js'
import { internedTerms, mkConst, mkVar, type Term } from '../../src/kernel/term.js'
import { ADD, EXP, falsity, mkAdd, mkEq, mkExp, mkImp, mkInv, mkLe, mkLt, mkMul, mkNot, mkSub, real } from '../../src/kernel/signature.js'
import {
  assume, axiomsOf, congApp, exFalso, mp, orElim, positivstellensatz, refl, ring, specialise, trans, type Theorem,
} from '../../src/kernel/theorem.js'
import { base } from '../../src/kernel/axioms.js'
import { p, proves, x, y } from './helpers.js'

/** Terms made while running. */
function work(run: () => void): number {
  const before = internedTerms()
  run()
  return internedTerms() - before
}

/** u + 0 = u + 1 - 1 = u + 2 - 2 = …, one transitivity step after another. */
function chain(steps: number, name: string): Theorem {
  const start: Term = mkVar(name, x.type)
  const step = (i: number): Term => mkSub(mkAdd(start, real(BigInt(i))), real(BigInt(i)))
  let th = refl(step(0))
  for (let i = 0; i < steps; i++) th = trans(th, ring(step(i), step(i + 1)))
  return th
}

test('a chain of steps makes a number of terms proportional to its length', (t) => {
  const short = work(() => { chain(100, 'u') })
  const long = work(() => { chain(800, 'v') })
  t.true(long < 9 * short, `${short} terms for 100 steps, ${long} for 800`)
})

test('a long sequence of implications under many hypotheses stays linear', (t) => {
  const run = (n: number, tag: string): number => work(() => {
    const v = (i: number): Term => mkVar(`${tag}${i}`, p.type)
    let th = assume(v(0))
    for (let i = 0; i < n; i++) th = mp(assume(mkImp(v(i), v(i + 1))), th)
    t.is(th.hyps.length, n + 1)
  })
  const [short, long] = [run(50, 'a'), run(400, 'b')]
  t.true(long < 9 * short, `${short} terms for 50 steps, ${long} for 400`)
})

test('shared subterms are worked on once', (t) => {
  let [a, b]: [Term, Term] = [x, y]
  let th = assume(mkEq(x, y))
  const made = work(() => {
    for (let i = 0; i < 300; i++) {
      th = congApp(congApp(refl(mkConst(ADD)), th), th)
      a = mkAdd(a, a)
      b = mkAdd(b, b)
    }
  })
  proves(t, th, [mkEq(x, y)], mkEq(a, b))
  t.true(made < 300 * 12, `${made} terms`)
})

test('instances share what they can', (t) => {
  const made = work(() => { for (let i = 0; i < 200; i++) specialise(base.one_add_le_exp, real(BigInt(i))) })
  t.true(made < 200 * 8, `${made} terms`)
})

const product = (facts: readonly number[]) => ({ coefficient: Q.ONE, facts, squares: [] })
const linear = (facts: readonly Theorem[]): Theorem =>
  positivstellensatz(facts, { products: facts.map((_, i) => product([i])), equalities: [] })

test('the axioms say what they should: exp 0 = 1, and exp is positive', (t) => {
  const zero = real(0n)
  // exp 0 = exp 0 * exp 0 and 1 ≤ exp 0 leave only 1.
  const doubled = specialise(specialise(base.exp_add, zero), zero)
  const idempotent = trans(congApp(refl(mkConst(EXP)), ring(zero, mkAdd(zero, zero))), doubled)
  proves(t, idempotent, [], mkEq(mkExp(zero), mkMul(mkExp(zero), mkExp(zero))))
  // (e - 1)² + (e - 1) + (e - e²) = 0 with e = exp 0 > 1.
  const above = assume(mkLt(real(1n), mkExp(zero)))
  const certificate = { products: [product([0, 0]), product([0])], equalities: [{ fact: 1, cofactor: real(1n) }] }
  proves(t, positivstellensatz([above, idempotent], certificate), [above.concl], falsity)
  // A square root of exp x squares to it, so a negative exp x is contradictory.
  const half = mkMul(x, mkInv(real(2n)))
  const whole = trans(congApp(refl(mkConst(EXP)), ring(x, mkAdd(half, half))), specialise(specialise(base.exp_add, half), half))
  const negative = assume(mkLt(mkExp(x), zero))
  const halfSquared = { coefficient: Q.ONE, facts: [], squares: [mkExp(half)] }
  const square = { products: [product([0]), halfSquared], equalities: [{ fact: 1, cofactor: real(1n) }] }
  proves(t, positivstellensatz([negative, whole], square), [negative.concl], falsity)
})

test('dividing by zero proves nothing new', (t) => {
  // x * x⁻¹ = 1 needs x ≠ 0: at 0 the left side is 0, and the axiom asks for ¬(0 = 0).
  const zero = real(0n)
  const atZero = specialise(base.inv, zero)
  proves(t, atZero, [], mkImp(mkNot(mkEq(zero, zero)), mkEq(mkMul(zero, mkInv(zero)), real(1n))))
  proves(t, ring(mkMul(zero, mkInv(zero)), zero), [], mkEq(mkMul(zero, mkInv(zero)), zero))
})

test('a total order, by cases', (t) => {
  const cases = specialise(specialise(base.le_total, x), y)
  const goal = mkLe(x, y)
  const contrary = assume(mkLt(y, x))
  const refuted = exFalso(linear([contrary, assume(goal)]), goal)
  const th = orElim(cases, assume(goal), refuted)
  proves(t, th, [goal], goal)
  t.deepEqual(axiomsOf(th).map((a) => a.name), ['le_total'])
})
