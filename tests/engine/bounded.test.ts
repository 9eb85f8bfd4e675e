// `bounded X` by structure, from facts about parts and from pointwise facts; unbounded functions must be refused.
import test from 'ava'
import { NAT, PROP, REAL, funType, typeVar } from '../../src/kernel/type.js'
import { mkApp, mkConst, mkVar, type Term } from '../../src/kernel/term.js'
import {
  ABS, INV, MAX, apply, arrows, mkAdd, mkAnd, mkDiv, mkExp, mkImp, mkIte, mkLe, mkLog, mkMul, mkNeg, mkPow, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import { boundedness } from '../../src/engine/structural.js'
import { proves, refuses } from './checking.js'
import { all, bounded, finite, lam, mem, prod, range, std, sum } from './std.js'

const Ω = typeVar('Ω')
const Z = typeVar('Z')
const ω = mkVar('ω', Ω)
const u = mkVar('u', Z)
const i = mkVar('i', NAT)
const n = mkVar('n', NAT)
const [c, lam_] = [mkVar('c', REAL), mkVar('lam', REAL)]
const X = mkVar('X', arrows(NAT, Ω, REAL))
const Y = mkVar('Y', funType(Ω, REAL))
const A = mkVar('A', funType(Ω, PROP))
const draw = mkVar('draw', arrows(NAT, Ω, Z))
const φ = mkVar('φ', funType(Z, REAL))
const F = mkVar('F', funType(funType(Z, REAL), PROP))
const f = mkVar('f', funType(Z, REAL))
const Xi = apply(X, i, ω)
const Y1 = mkApp(Y, ω)
const abs = (t: Term): Term => mkApp(mkConst(ABS), t)
const inRange = (p: Term): Term => all(i, mkImp(mem(i, range(nat(1n), n)), p))
const rv = (t: Term): Term => bounded(lam(ω, t))

const each = all(i, bounded(mkApp(X, i)))
const unit = inRange(all(ω, mkAnd(mkLe(real(0n), Xi), mkLe(Xi, real(1n)))))
const size = all(i, all(ω, mkLe(abs(Xi), c)))

const yes: readonly (readonly [name: string, goal: Term, ...facts: Term[]])[] = [
  ['a constant', rv(mkExp(c))],
  ['an indicator', rv(mkIte(mkApp(A, ω), real(1n), real(0n)))],
  ['arithmetic', rv(mkSub(mkAdd(mkMul(c, Y1), mkPow(Y1, nat(2n))), mkDiv(Y1, c))), bounded(Y)],
  ['an exponential of a sum', rv(mkExp(mkMul(lam_, sum(range(nat(1n), n), lam(i, Xi))))), each],
  ['a sum whose terms are bounded on the range', rv(sum(range(nat(1n), n), lam(i, Xi))), unit],
  ['a product of exponentials', rv(prod(range(nat(1n), n), lam(i, mkExp(mkMul(lam_, Xi))))), size],
  ['max, abs, opposite', rv(apply(mkConst(MAX), abs(Y1), mkNeg(Y1))), bounded(Y)],
  ['a bounded function of a draw', rv(mkApp(φ, apply(draw, i, ω))), bounded(φ)],
  ['a member of a class with a range', rv(mkApp(f, apply(draw, i, ω))), mem(f, F),
    all(f, mkImp(mem(f, F), all(u, mkAnd(mkLe(real(0n), mkApp(f, u)), mkLe(mkApp(f, u), real(1n))))))],
  ['a variable itself', bounded(Y), all(ω, mkLe(abs(Y1), c))],
  ['between constants', bounded(mkApp(X, nat(1n))), unit, mkLe(real(1n), apply(mkConst(MAX), real(1n), real(1n))),
    mem(nat(1n), range(nat(1n), n))],
  ['an if between bounded functions', rv(mkIte(mkApp(A, ω), Y1, mkNeg(Y1))), bounded(Y)],
  ['under η', bounded(lam(ω, Y1)), bounded(Y)],
]
for (const [name, goal, ...facts] of yes) test(`bounded: ${name}`, (t) => { proves(t, boundedness, goal, facts, std) })

const no: readonly (readonly [name: string, goal: Term, ...facts: Term[]])[] = [
  ['no fact', bounded(Y)],
  ['a logarithm', rv(mkLog(Y1)), bounded(Y)],
  ['an inverse', rv(mkApp(mkConst(INV), Y1)), bounded(Y)],
  ['one part unbounded', rv(mkAdd(Y1, Xi)), bounded(Y)],
  ['an upper bound alone', bounded(Y), all(ω, mkLe(Y1, c))],
  ['bounds that depend on the point', bounded(Y), all(ω, mkLe(abs(Y1), apply(X, nat(1n), ω)))],
  ['an infinite sum', rv(sum(mkVar('S', funType(NAT, PROP)), lam(i, Xi))), each],
  ['outside the range', bounded(mkApp(X, mkVar('j', NAT))), unit],
]
for (const [name, goal, ...facts] of no) test(`not bounded: ${name}`, (t) => { refuses(t, boundedness, goal, facts, std) })

test('a finite sum over any set', (t) => {
  const S = mkVar('S', funType(NAT, PROP))
  proves(t, boundedness, rv(sum(S, lam(i, Xi))), [finite(S), each], std)
})
