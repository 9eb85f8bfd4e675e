// Digests: SHA-256 itself, and that a statement's digest changes exactly when its meaning may have.
import test from 'ava'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { statementDigest } from '../../src/checker/digest.js'
import { sha256 } from '../../src/checker/sha256.js'
import { mkAdd, mkEq, mkForall, mkLe, mkLt, mkMul, nat, real } from '../../src/kernel/signature.js'
import { mkAbs, mkApp, mkConst, mkVar, type Term } from '../../src/kernel/term.js'
import { define } from '../../src/kernel/theorem.js'
import { NAT, REAL, funType, newType, typeVar, type Type } from '../../src/kernel/type.js'

test('SHA-256 agrees with Node', (t) => {
  const expected = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const n of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000]) t.is(sha256('a'.repeat(n)), expected('a'.repeat(n)))
  const anyText = fc.string({ unit: 'binary', maxLength: 300 })
  fc.assert(fc.property(anyText, (text) => sha256(text) === expected(text)), { seed: 3, numRuns: 200 })
})

const x = mkVar('x', REAL)
const y = mkVar('y', REAL)
const k = mkVar('x', NAT)
const zero = mkAdd(x, real(0n))
const closed = (make: (v: typeof x) => Term, v = x): Term => mkForall(v, make(v))

test('names of bound variables do not enter', (t) => {
  t.is(statementDigest(closed((v) => mkLe(v, v))), statementDigest(closed((v) => mkLe(v, v), y)))
})

test('any other difference does', (t) => {
  const statements = [
    closed((v) => mkLe(v, v)), closed((v) => mkLt(v, v)), closed((v) => mkLe(v, zero)), closed((v) => mkLe(v, mkAdd(v, real(1n)))),
    closed((v) => mkLe(v, mkMul(v, real(1n)))), mkForall(x, mkForall(y, mkLe(x, y))), mkForall(x, mkForall(y, mkLe(y, x))),
    mkEq(nat(1n), nat(2n)), mkEq(real(1n), real(2n)), mkForall(k, mkEq(k, k)), closed((v) => mkEq(v, v)),
  ]
  t.is(new Set(statements.map(statementDigest)).size, statements.length)
})

const doubled = (factor: bigint, name = 'f') => define(name, [], mkAbs(x, mkMul(real(factor), x)))

test('a changed definition changes the digest, a renamed one does not', (t) => {
  const using = (c: ReturnType<typeof doubled>) => statementDigest(closed((v) => mkLe(v, mkApp(mkConst(c), v))))
  t.is(using(doubled(2n)), using(doubled(2n)))
  t.is(using(doubled(2n)), using(doubled(2n, 'g')))
  t.not(using(doubled(2n)), using(doubled(3n)))
})

test('a definition below a definition counts', (t) => {
  const outer = (factor: bigint) => define('h', [], mkAbs(x, mkAdd(x, mkApp(mkConst(doubled(factor)), x))))
  const using = (factor: bigint) => statementDigest(closed((v) => mkLe(v, mkApp(mkConst(outer(factor)), v))))
  t.not(using(2n), using(5n))
})

test('type variables count by place, not by name; declared types by name', (t) => {
  const about = (a: Type, b: Type) => {
    const f = mkVar('f', funType(a, b))
    return statementDigest(mkForall(f, mkEq(f, f)))
  }
  t.is(about(typeVar('A'), typeVar('B')), about(typeVar('C'), typeVar('A')))
  t.not(about(typeVar('A'), typeVar('B')), about(typeVar('A'), typeVar('A')))
  t.is(about(newType('Ω'), REAL), about(newType('Ω'), REAL))
  t.not(about(newType('Ω'), REAL), about(newType('Z'), REAL))
})

test('the digest of a deeply shared term takes no longer than the term is wide', (t) => {
  let big: Term = x
  for (let i = 0; i < 300; i++) big = mkAdd(big, big)
  t.is(statementDigest(mkForall(x, mkLe(big, x))).length, 64)
})
