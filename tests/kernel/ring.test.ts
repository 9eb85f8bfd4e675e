// TEST. `ring`: identities it must know, non-identities it must refuse (x·x⁻¹ = 1 first of all), and random terms against an
// independent evaluation over ℚ.
import test from 'ava'
import fc from 'fast-check'
import * as Q from '../../src/arith/rational.js'
import { NAT, REAL } from '../../src/kernel/type.js'
import { mkAbs, mkApp, mkConst, mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import {
  NADD, NMUL, SUM, apply, arrows, mkAdd, mkCoe, mkDiv, mkEq, mkExp, mkInv, mkMonus, mkMul, mkNeg, mkPow, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import { View } from '../../src/kernel/polynomial-view.js'
import { ring } from '../../src/kernel/theorem.js'
import { evaluate, k, m, n, proves, refuses, x, y, z } from './helpers.js'

const two = real(2n)
const nadd = (a: Term, b: Term): Term => apply(mkConst(NADD), a, b)
const nmul = (a: Term, b: Term): Term => apply(mkConst(NMUL), a, b)
const square = (a: Term): Term => mkPow(a, nat(2n))
const h = mkVar('h', arrows(REAL, REAL))
const h2 = mkVar('h', arrows(REAL, NAT, REAL))

const identities: Record<string, readonly [Term, Term]> = {
  binomial: [square(mkAdd(x, y)), mkAdd(mkAdd(square(x), mkMul(two, mkMul(x, y))), square(y))],
  'numerals cancel': [mkSub(mkDiv(real(1n), real(3n)), mkDiv(real(1n), real(3n))), real(0n)],
  '0⁻¹ = 0': [mkDiv(x, real(0n)), real(0n)],
  '(xy)⁻¹': [mkInv(mkMul(x, y)), mkMul(mkInv(y), mkInv(x))],
  '(x⁻¹)⁻¹': [mkInv(mkInv(x)), x],
  'inverse of a sum': [mkDiv(real(1n), mkAdd(mkMul(two, x), mkMul(two, y))), mkDiv(mkDiv(real(1n), two), mkAdd(y, x))],
  'inverse of a power of a sum': [mkInv(square(mkAdd(x, y))), mkMul(mkInv(mkAdd(y, x)), mkInv(mkAdd(x, y)))],
  'inverse of the inverse of a sum': [mkInv(mkMul(mkInv(mkAdd(x, y)), z)), mkMul(mkAdd(x, y), mkInv(z))],
  'inverse of a difference': [mkInv(mkSub(x, y)), mkNeg(mkInv(mkSub(y, x)))],
  'x^0': [mkPow(x, nat(0n)), real(1n)],
  '0^0': [mkPow(real(0n), nat(0n)), real(1n)],
  'x^(m+1)': [mkPow(x, nadd(m, nat(1n))), mkMul(x, mkPow(x, m))],
  'x^(m+n)': [mkPow(x, nadd(m, n)), mkMul(mkPow(x, n), mkPow(x, m))],
  '(x^m)^n': [mkPow(mkPow(x, m), n), mkPow(x, nmul(n, m))],
  '(x^m)^2': [square(mkPow(x, m)), mkPow(x, nmul(nat(2n), m))],
  '(xy)^m': [mkPow(mkMul(x, y), m), mkMul(mkPow(x, m), mkPow(y, m))],
  '(x/2)^m': [mkPow(mkDiv(x, two), m), mkDiv(mkPow(x, m), mkPow(two, m))],
  '(x⁻¹)^m': [mkPow(mkInv(x), m), mkInv(mkPow(x, m))],
  '1^m': [mkPow(real(1n), m), real(1n)],
  '(x+y)^m': [mkPow(mkAdd(mkMul(two, x), mkMul(two, y)), m), mkMul(mkPow(two, m), mkPow(mkAdd(y, x), m))],
  'embedding': [mkCoe(nadd(nmul(m, n), nat(3n))), mkAdd(mkMul(mkCoe(n), mkCoe(m)), real(3n))],
  'natural numbers': [nadd(m, nadd(n, m)), nadd(n, nmul(nat(2n), m))],
  'monus of numerals': [mkMonus(nat(2n), nat(5n)), nat(0n)],
  'arguments of a function': [mkExp(mkAdd(x, y)), mkExp(mkAdd(y, x))],
  'arguments of a variable': [mkApp(h, mkMul(x, two)), mkApp(h, mkAdd(x, x))],
  'several arguments': [apply(h2, mkAdd(x, y), nadd(m, n)), apply(h2, mkAdd(y, x), nadd(n, m))],
}

test('identities', (t) => {
  for (const [name, [a, b]] of Object.entries(identities)) {
    t.notThrows(() => { proves(t, ring(a, b), [], mkEq(a, b)) }, name)
  }
})

const refused: Record<string, readonly [Term, Term]> = {
  'x·x⁻¹ = 1 is false at 0': [mkMul(x, mkInv(x)), real(1n)],
  'x²/x = x is true, but not a ring identity': [mkDiv(square(x), x), x],
  '(x/y)·y = x is false at y = 0': [mkMul(mkDiv(x, y), y), x],
  '1/x + 1/y': [mkAdd(mkInv(x), mkInv(y)), mkInv(mkAdd(x, y))],
  '0^m = 0 is false at m = 0': [mkPow(real(0n), m), real(0n)],
  '0^m = 1': [mkPow(real(0n), m), real(1n)],
  'x^m with another exponent': [mkPow(x, m), mkPow(x, n)],
  '(x+y)^m': [mkPow(mkAdd(x, y), m), mkAdd(mkPow(x, m), mkPow(y, m))],
  '(-1)^m': [mkPow(real(0n), nadd(m, nat(1n))), mkPow(mkNeg(real(1n)), m)],
  'monus is not subtraction': [mkCoe(mkMonus(m, n)), mkSub(mkCoe(m), mkCoe(n))],
  'n + (m - n) = m for monus': [nadd(n, mkMonus(m, n)), m],
  'different functions': [mkExp(x), mkApp(h, x)],
  'arguments in another order': [apply(h2, x, m), apply(h2, y, m)],
  'bound variables are not atoms of the outside': [
    apply(mkConst(SUM, [REAL]), mkVar('S', arrows(REAL, mkEq(x, x).type)), mkAbs(x, x)),
    apply(mkConst(SUM, [REAL]), mkVar('S', arrows(REAL, mkEq(x, x).type)), mkAbs(x, y))],
  'same name, another type': [x, mkCoe(mkVar('x', NAT))],
}

test('non-identities', (t) => {
  for (const [name, [a, b]] of Object.entries(refused)) {
    t.log(name)
    refuses(t, 'ring', 'the sides differ', () => ring(a, b))
  }
})

test('types', (t) => {
  refuses(t, 'mkApp', 'argument type', () => ring(m, mkCoe(m)))
  refuses(t, 'polynomial', 'type ℝ or ℕ', () => ring(mkEq(x, x), mkEq(x, x)))
  refuses(t, 'polynomial', 'expected a kernel term', () => ring({ ...x }, x))
})

test('limits fail cleanly', (t) => {
  refuses(t, 'ring', 'bits', () => ring(mkPow(two, nat(10n ** 9n)), x))
  refuses(t, 'ring', 'exponent', () => ring(mkPow(mkMul(x, y), nat(10n ** 9n)), x))
  refuses(t, 'ring', 'terms', () => ring(mkPow(mkAdd(mkAdd(x, y), mkAdd(z, mkExp(x))), nat(200n)), x))
})

const leaves: fc.Arbitrary<Term> = fc.constantFrom<Term>(x, y, z, mkCoe(m), mkCoe(n), real(0n), real(1n), real(2n), real(3n))
const naturals: fc.Arbitrary<Term> = fc.oneof(
  fc.constantFrom<Term>(m, n, nat(0n), nat(1n), nat(2n)),
  fc.tuple(fc.constantFrom(nadd, nmul, mkMonus), fc.constantFrom<Term>(m, n, k, nat(1n)), fc.constantFrom<Term>(m, n, nat(2n)))
    .map(([f, a, b]) => f(a, b)),
)
const { term } = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaves,
    fc.tuple(fc.constantFrom(mkAdd, mkMul, mkSub, mkDiv), tie('term'), tie('term')).map(([f, a, b]) => f(a, b)),
    fc.tuple(fc.constantFrom(mkNeg, mkInv), tie('term')).map(([f, a]) => f(a)),
    fc.tuple(tie('term'), naturals).map(([a, e]) => mkPow(a, e))),
}))
const small = fc.tuple(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: 1n, max: 3n })).map(([a, b]) => Q.rational(a, b))
const point = fc.tuple(small, small, small, fc.nat(3), fc.nat(3), fc.nat(3)).map(([a, b, c, i, j, l]) => new Map<FVar, Q.Rational>([
  [x, a], [y, b], [z, c], [m, Q.rational(BigInt(i))], [n, Q.rational(BigInt(j))], [k, Q.rational(BigInt(l))]]))

const accepts = (a: Term, b: Term): boolean => {
  try {
    ring(a, b)
    return true
  } catch {
    return false
  }
}

test('whatever ring accepts has one value at every point', (t) => {
  let accepted = 0
  fc.assert(fc.property(term, term, fc.array(point, { minLength: 5, maxLength: 5 }), (a, b, points) => {
    if (!accepts(a, b)) return
    accepted++
    for (const at of points) t.true(Q.eq(evaluate(a, at)!, evaluate(b, at)!))
  }), { numRuns: 3000, seed: 7 })
  t.true(accepted > 20, `only ${accepted} pairs were accepted`)
})

/** Rewrites `t` into an equal term by laws that hold for all reals with 0⁻¹ = 0. */
function shuffled(t: Term, choice: number): Term {
  switch (choice % 6) {
    case 0: return mkSub(mkAdd(t, y), y)
    case 1: return mkNeg(mkNeg(t))
    case 2: return mkInv(mkInv(t))
    case 3: return mkDiv(mkMul(real(6n), t), real(6n))
    case 4: return mkMul(t, mkPow(t, nat(0n)))
    default: return mkAdd(mkMul(t, mkSub(real(1n), x)), mkMul(x, t))
  }
}

test('ring knows rewritten terms, and sees a perturbation', (t) => {
  fc.assert(fc.property(term, fc.array(fc.nat(5), { maxLength: 4 }), (a, steps) => {
    const b = steps.reduce(shuffled, a)
    t.true(accepts(a, b))
    t.false(accepts(a, mkAdd(b, real(1n))))
    t.false(accepts(a, mkAdd(b, z)))
  }), { numRuns: 300, seed: 11 })
})

test('a view numbers equal atoms alike, and only those', (t) => {
  const view = new View()
  const atom = (u: Term): number => view.polynomial(u).terms[0]!.factors[0]!.atom
  t.is(atom(mkExp(mkAdd(x, y))), atom(mkExp(mkAdd(y, x))))
  t.is(atom(mkCoe(n)), atom(n))
  t.not(atom(mkInv(x)), atom(x))
  t.not(atom(mkPow(x, m)), atom(mkPow(x, n)))
})
