// Random terms: whatever positivity and monotone prove must be a theorem of the goal and true at random points; random true structures
// must be proved.
import test from 'ava'
import fc from 'fast-check'
import { core, type Term } from '../../src/kernel/term.js'
import { REAL } from '../../src/kernel/type.js'
import { mkVar } from '../../src/kernel/term.js'
import { assume } from '../../src/kernel/theorem.js'
import {
  ABS, MAX, MIN, apply, mkAdd, mkDiv, mkExp, mkInv, mkLe, mkLt, mkMul, mkNeg, mkPow, mkSqrt, mkSub, nat, real, asOrder,
} from '../../src/kernel/signature.js'
import { mkConst } from '../../src/kernel/term.js'
import { claim, type OrderSign } from '../../src/engine/positivity-rules.js'
import { valueAt } from '../../src/engine/evaluation.js'
import { monotone, positivity } from '../../src/engine/structural.js'
import { attack } from './checking.js'

const names = ['a', 'b', 'c'] as const
const [a, b, c] = names.map((n) => mkVar(n, REAL)) as [Term, Term, Term]

/** Terms over a, b, c without domain trouble; positive when every leaf is. */
const positiveTerm: fc.Arbitrary<Term> = fc.letrec<{ t: Term }>((tie) => ({
  t: fc.oneof({ maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(a, b, c, real(1n), real(3n), mkDiv(real(1n), real(2n))),
    fc.tuple(tie('t'), tie('t')).map(([x, y]) => mkAdd(x, y)), fc.tuple(tie('t'), tie('t')).map(([x, y]) => mkMul(x, y)),
    fc.tuple(tie('t'), tie('t')).map(([x, y]) => mkDiv(x, y)), tie('t').map(mkExp), tie('t').map(mkSqrt), tie('t').map(mkInv),
    fc.tuple(tie('t'), fc.integer({ min: 0, max: 3 })).map(([x, k]) => mkPow(x, nat(BigInt(k)))),
    fc.tuple(tie('t'), tie('t')).map(([x, y]) => apply(mkConst(MAX), x, y)),
      fc.tuple(tie('t'), tie('t')).map(([x, y]) => apply(mkConst(MIN), x, y))),
})).t

/** The same with signs anywhere. */
const anyTerm: fc.Arbitrary<Term> = fc.letrec<{ t: Term }>((tie) => ({
  t: fc.oneof({ maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(a, b, c, real(0n), real(1n), real(2n)),
    fc.tuple(tie('t'), tie('t')).map(([x, y]) => mkAdd(x, y)), fc.tuple(tie('t'), tie('t')).map(([x, y]) => mkMul(x, y)),
    fc.tuple(tie('t'), tie('t')).map(([x, y]) => mkSub(x, y)), tie('t').map(mkNeg), tie('t').map(mkExp),
    tie('t').map((x) => apply(mkConst(ABS), x)), fc.tuple(tie('t'), fc.integer({ min: 0, max: 3 })).map(([x, k]) =>
      mkPow(x, nat(BigInt(k))))),
})).t

const positiveFacts = [a, b, c].map((v) => assume(claim('>', v)))

test('every term built from positive parts is proved positive', (t) => {
  fc.assert(fc.property(positiveTerm, (term) => {
    const outcome = attack(positivity, claim('>', term), positiveFacts)
    t.is(outcome.kind, 'proved')
  }), { numRuns: 60, seed: 7 })
  t.pass()
})

const points = [[1, 2, -1], [-2, 0.5, 3], [0, 0, 0], [0.1, -0.3, 7], [-1, -1, -1], [5, 4, 0.25]].map((values) =>
  new Map(values.map((v, i) => [core([a, b, c][i]!), v])))

test('what positivity proves of arbitrary terms is true at sample points', (t) => {
  fc.assert(fc.property(anyTerm, fc.constantFrom<OrderSign>('≥', '>', '≤', '<'), (term, sign) => {
    const outcome = attack(positivity, claim(sign, term), [])
    if (outcome.kind !== 'proved') return
    t.deepEqual(outcome.theorem.hyps.length, 0)
    for (const point of points) {
      const value = valueAt(term, point)
      if (Number.isNaN(value)) continue
      t.true(sign === '≥' ? value >= -1e-9 : sign === '>' ? value > -1e-9 : sign === '≤' ? value <= 1e-9 : value < 1e-9)
    }
  }), { numRuns: 80, seed: 11 })
  t.pass()
})

/** Contexts that are increasing in their hole when a, b, c are positive. */
const increasing: fc.Arbitrary<(hole: Term) => Term> = fc.array(fc.constantFrom<(hole: Term) => Term>(
  mkExp, (h) => mkAdd(h, c), (h) => mkMul(c, h), (h) => mkDiv(h, c), mkSqrt, (h) => mkPow(h, nat(3n)), (h) => mkSub(h, c),
  (h) => mkNeg(mkExp(mkNeg(h))), (h) => apply(mkConst(MAX), h, c), (h) => mkSub(real(5n), mkDiv(c, mkExp(h))),
), { minLength: 1, maxLength: 3 }).map((list) => (hole) => list.reduce((acc, f) => f(acc), hole))

test('increasing contexts carry a comparison', (t) => {
  fc.assert(fc.property(increasing, (context) => {
    const [low, high] = [context(mkExp(a)), context(mkExp(b))]
    // Powers of differences need a sign that the context may not have.
    const facts = [...positiveFacts, assume(mkLe(a, b))]
    const outcome = attack(monotone, mkLe(low, high), facts)
    if (outcome.kind === 'proved') t.truthy(asOrder(outcome.theorem.concl))
    else t.true(mentionsPower(low), 'only a power of something of unknown sign may stop it')
  }), { numRuns: 60, seed: 3 })
  t.pass()
})

function mentionsPower(t: Term): boolean {
  return t.kind === 'const' ? t.constant.name === 'npow' : t.kind === 'app' && (mentionsPower(t.fn) || mentionsPower(t.arg))
}

test('what monotone proves of arbitrary terms is true at sample points', (t) => {
  fc.assert(fc.property(anyTerm, anyTerm, fc.boolean(), (x, y, strict) => {
    const outcome = attack(monotone, (strict ? mkLt : mkLe)(x, y), [])
    if (outcome.kind !== 'proved') return
    for (const point of points) {
      const gap = valueAt(y, point) - valueAt(x, point)
      if (!Number.isNaN(gap)) t.true(gap >= -1e-9 * (1 + Math.abs(valueAt(x, point))))
    }
  }), { numRuns: 80, seed: 5 })
  t.pass()
})
