// TEST. Statements about laws, sampled over finite laws exactly: no instance needed.
import test from 'ava'
import { sampleDeclaration } from '../../src/numeric/sample.js'
import type { NumericVerdict } from '../../src/numeric/types.js'
import type { Term } from '../../src/kernel/term.js'
import { BOUNDED, EXPECTATION, IID, INDEP, PROB, law, on, sumRange } from './library.js'
import { mkAdd, mkAnd, mkDiv, mkEq, mkExp, mkForall, mkIte, mkLe, mkLt, mkMul, mkNeg, mkOr, mkPow, mkSub, real } from './signature.js'
import { NAT, PROP, REAL, abs, apply, arrows, coe, funType, ge, mkAbs, mkApp, mkVar, nat, typeVar } from './terms.js'

const O = typeVar('Ω')
const Z = typeVar('Z')
const E = mkVar('E', law(O))
const X = mkVar('X', funType(O, REAL))
const A = mkVar('A', funType(O, PROP))
const B = mkVar('B', funType(O, PROP))
const w = mkVar('ω', O)
const s = mkVar('s', REAL)
const n = mkVar('n', NAT)
const i = mkVar('i', NAT)
const at = (f: Term): Term => mkApp(f, w)
const expect = (body: Term): Term => mkApp(E, mkAbs(w, body))
const prob = (body: Term): Term => on(PROB, [O], E, mkAbs(w, body))
const isLaw = on(EXPECTATION, [O], E)
const square = (t: Term): Term => mkPow(t, nat(2n))

function sample(hypotheses: readonly Term[], goal: Term, samples = 150): NumericVerdict {
  const open = { variables: [], hypotheses: hypotheses.map((formula) => ({ name: undefined, formula })), goal, contexts: [] }
  return sampleDeclaration({ name: 'test', steps: [], open }, [], { seed: 5, samples })
}

const nonNegative = mkForall(w, mkLe(real(0n), at(X)))
const boundedX = on(BOUNDED, [O], X)
const positive = mkLt(real(0n), s)

test('Markov and Chebyshev stand; without their hypotheses they fall', (t) => {
  const markov = mkLe(prob(ge(at(X), s)), mkDiv(mkApp(E, X), s))
  const holds = sample([isLaw, boundedX, nonNegative, positive], markov)
  t.is(holds.status, 'consistent')
  t.is(holds.method, 'finite-law')
  t.true(holds.counts.nonVacuous > 50)
  t.is(sample([isLaw, boundedX, positive], markov).status, 'violated')
  const centred = mkSub(at(X), mkApp(E, X))
  const chebyshev = (k: bigint): Term => mkLe(prob(ge(abs(centred), s)), mkDiv(expect(square(centred)), mkMul(real(k), square(s))))
  t.is(sample([isLaw, boundedX, positive], chebyshev(1n)).status, 'consistent')
  t.is(sample([isLaw, boundedX, positive], chebyshev(2n)).status, 'violated')
})

test('events: union bound, and the false product rule', (t) => {
  const union = mkLe(prob(mkOr(at(A), at(B))), mkAdd(prob(at(A)), prob(at(B))))
  t.is(sample([isLaw], union).status, 'consistent')
  const product = mkEq(prob(mkAnd(at(A), at(B))), mkMul(prob(at(A)), prob(at(B))))
  const wrong = sample([isLaw], product)
  t.is(wrong.status, 'violated')
  t.is(wrong.counterexample?.confirmed, 'exact')
  t.regex(wrong.counterexample!.assignment.find((v) => v.name === 'E')!.value, /^weights \d/)
})

test('independent draws live on sequences of atoms', (t) => {
  const draws = mkVar('D', arrows(NAT, O, REAL))
  const draw = apply(draws, i, w)
  const independent = on(INDEP, [O, REAL], E, n, draws)
  const rv = (body: Term): Term => on(BOUNDED, [O], mkAbs(w, body))
  const factor = (count: Term): Term => mkEq(expect(mkMul(apply(draws, nat(1n), w), apply(draws, nat(2n), w))),
    mkMul(expect(apply(draws, nat(1n), w)), expect(apply(draws, count, w))))
  const two = ge(coe(n), real(2n))
  t.is(sample([isLaw, independent, two], factor(nat(2n))).status, 'consistent')
  t.is(sample([isLaw, independent, two, rv(draw)], factor(nat(1n))).status, 'violated')
  const identical = on(IID, [O, REAL], E, n, draws)
  t.is(sample([isLaw, identical, two], factor(nat(1n))).status, 'consistent')
  // One draw only is assumed independent: nothing follows about the second.
  t.not(sample([isLaw, on(INDEP, [O, REAL], E, nat(1n), draws)], factor(nat(2n))).status, 'not-applicable')
})

test('Hoeffding for functions of independent draws, with the right constant and a wrong one', (t) => {
  const draws = mkVar('D', arrows(NAT, O, Z))
  const f = mkVar('f', funType(Z, REAL))
  const z = mkVar('z', Z)
  const identical = on(IID, [O, Z], E, n, draws)
  const unit = mkForall(z, mkAnd(mkLe(real(0n), mkApp(f, z)), mkLe(mkApp(f, z), real(1n))))
  const mean = expect(mkApp(f, apply(draws, nat(1n), w)))
  const average = mkMul(mkDiv(real(1n), coe(n)), sumRange(n, i, mkApp(f, apply(draws, i, w))))
  const tail = prob(ge(average, mkAdd(mean, s)))
  const bound = (k: bigint): Term => mkExp(mkMul(mkNeg(mkMul(real(k), coe(n))), square(s)))
  const hypotheses = [isLaw, ge(coe(n), real(1n)), identical, unit, mkLe(real(0n), s)]
  const holds = sample(hypotheses, mkLe(tail, bound(2n)), 120)
  t.is(holds.status, 'consistent')
  t.true(holds.counts.nonVacuous > 20)
  t.is(sample(hypotheses, mkLe(tail, bound(8n)), 200).status, 'violated')
})

test('a bound that is at least one does not count as tested', (t) => {
  const verdict = sample([isLaw], mkLe(prob(at(A)), mkAdd(real(1n), square(s))))
  t.is(verdict.status, 'vacuous')
  t.is(verdict.counts.nonVacuous, 0)
})

test('conditionals inside expectations', (t) => {
  const split = mkEq(mkApp(E, X), mkAdd(expect(mkIte(at(A), at(X), real(0n))), expect(mkIte(at(A), real(0n), at(X)))))
  t.is(sample([isLaw, boundedX], split).status, 'consistent')
})
