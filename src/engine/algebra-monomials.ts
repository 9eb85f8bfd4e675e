// UNTRUSTED. Algebra's rewriting of products: x · x⁻¹ = 1, exponentials merged, √x² = x, |x|² = x². A rule is an equation between a product
// of atoms and a simpler term, with the part of the monomial it replaces. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { mkConst, type Term } from '../kernel/term.js'
import {
  ABS, EXP, INV, ITE, MUL, NPOW, NSUB, SQRT, argsOf, asBinary, asUnary, mkAdd, mkCoe, mkExp, mkInv, mkLe, mkMul, mkNeg, mkPow, nat,
} from '../kernel/signature.js'
import { mp, refl, specialise, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { nonneg, nonzero, positive, type Context } from './algebra-context.js'
import { iteValue } from './case-rules.js'
import { combination } from './combination.js'
import { numberOf } from './atoms.js'
import { absSquare, cancelPower, expInv, expPow } from './function-rules.js'
import { caseSplit, congArg, congArgs, specialiseAll } from './logic.js'
import { ring } from './rules.js'
import type { Factors } from './view.js'

/** `⊢ product = simpler`, and which part of the monomial the product is. */
export interface Replacement {
  readonly equation: Theorem
  readonly replaces: Factors
}

/** A rule that applies to the monomial, or undefined. */
export function replacement(factors: Factors, c: Context): Replacement | undefined {
  return cancelled(factors, c) ?? merged(factors, c) ?? powers(factors, c) ?? monus(factors, c)
}

/** The atom of the inverse of an atom, when the inverse is an atom. */
function inverseAtom(atom: number, c: Context): number | undefined {
  return c.view.atomOf(mkInv(c.view.term(atom)))
}

function cancelled(factors: Factors, c: Context): Replacement | undefined {
  if (factors.length < 2) return undefined
  const present = new Set(factors.map((f) => f.atom))
  for (const f of factors) {
    const t = c.view.term(f.atom)
    if (asUnary(t, INV) !== undefined) continue
    const other = inverseAtom(f.atom, c)
    if (other === undefined || other === f.atom || !present.has(other)) continue
    const power = asBinary(t, NPOW)
    const equation = power === undefined ? cancelBase(t, c) : cancelSymbolic(power, c)
    if (equation !== undefined) return { equation, replaces: [{ atom: f.atom, exponent: 1n }, { atom: other, exponent: 1n }] }
  }
  return undefined
}

function cancelBase(t: Term, c: Context): Theorem | undefined {
  const ne = nonzero(t, c)
  return ne === undefined ? undefined : mp(specialise(base.inv, t), ne)
}

function cancelSymbolic([t, k]: readonly [Term, Term], c: Context): Theorem | undefined {
  const ne = nonzero(t, c)
  return ne === undefined ? undefined : cancelPower(ne, t, k)
}

// ── exponentials ──

/** `⊢ t = exp u` for t an exponential, an inverse or a power of one. */
function asExponential(t: Term): readonly [Theorem, Term] | undefined {
  const plain = asUnary(t, EXP)
  if (plain !== undefined) return [refl(t), plain]
  const inverted = asUnary(t, INV)
  if (inverted !== undefined) {
    const inner = asExponential(inverted)
    if (inner === undefined) return undefined
    return [trans(congArg(mkConst(INV), inner[0]), specialise(expInv(), inner[1])), mkNeg(inner[1])]
  }
  const power = asBinary(t, NPOW)
  const inner = power === undefined ? undefined : asExponential(power[0])
  if (power === undefined || inner === undefined) return undefined
  const value = specialiseAll(expPow(), [inner[1], power[1]])
  return [trans(congArgs(mkConst(NPOW), [inner[0], refl(power[1])]), value), mkMul(mkCoe(power[1]), inner[1])]
}

/** All exponentials of the monomial as one. */
function merged(factors: Factors, c: Context): Replacement | undefined {
  const exponentials = factors.filter((f) => asExponential(c.view.term(f.atom)) !== undefined)
  const [only] = exponentials
  if (only === undefined) return undefined
  if (exponentials.length === 1 && only.exponent === 1n && asUnary(c.view.term(only.atom), EXP) !== undefined) return undefined
  let th: Theorem | undefined
  let exponent: Term | undefined
  for (const f of exponentials) {
    const t = c.view.term(f.atom)
    const found = asExponential(f.exponent === 1n ? t : mkPow(t, nat(f.exponent)))
    if (found === undefined) return undefined
    const [value, u] = found
    if (th === undefined || exponent === undefined) [th, exponent] = [value, u]
    else {
      th = trans(congArgs(mkConst(MUL), [th, value]), sym(specialiseAll(base.exp_add, [exponent, u])))
      exponent = mkAdd(exponent, u)
    }
  }
  if (th === undefined || exponent === undefined) return undefined
  const tidy = c.normal(mkExp(exponent))
  return { equation: tidy === undefined ? th : trans(th, tidy), replaces: exponentials }
}

// ── squares of roots, absolute values and indicators ──

function powers(factors: Factors, c: Context): Replacement | undefined {
  for (const f of factors) {
    const t = c.view.term(f.atom)
    const root = asUnary(t, SQRT)
    if (root !== undefined && f.exponent > 1n) {
      const up = nonneg(root, c)
      if (up !== undefined) return { equation: mp(specialise(base.sqrt_sq, root), up), replaces: [{ atom: f.atom, exponent: 2n }] }
    }
    const inverted = asUnary(t, INV)
    const below = inverted === undefined ? undefined : asUnary(inverted, SQRT)
    if (below !== undefined) {
      const equation = rationalised(below, c)
      if (equation !== undefined) return { equation, replaces: [{ atom: f.atom, exponent: 1n }] }
    }
    if (f.exponent < 2n) continue
    const size = asUnary(t, ABS)
    if (size !== undefined) return { equation: specialise(absSquare(), size), replaces: [{ atom: f.atom, exponent: 2n }] }
    const choice = argsOf(t, ITE, 3)
    const equation = choice === undefined ? undefined : squaredChoice(choice as readonly [Term, Term, Term])
    if (equation !== undefined) return { equation, replaces: [{ atom: f.atom, exponent: 2n }] }
  }
  return undefined
}

/** `inv √x = √x * inv x` for x > 0. */
function rationalised(x: Term, c: Context): Theorem | undefined {
  const up = positive(x, c)
  const [r, v, w] = [sqrt(x), mkInv(sqrt(x)), mkInv(x)]
  const [rootNe, ne, weak] = [nonzero(r, c), nonzero(x, c), nonneg(x, c)]
  if (up === undefined || rootNe === undefined || ne === undefined || weak === undefined) return undefined
  return combination(v, mkMul(r, w), [
    { equation: mp(specialise(base.inv, r), rootNe), cofactor: mkMul(r, w) },
    { equation: mp(specialise(base.sqrt_sq, x), weak), cofactor: mkNeg(mkMul(v, w)) },
    { equation: mp(specialise(base.inv, x), ne), cofactor: mkNeg(v) },
  ])
}

const sqrt = (x: Term): Term => (specialise(base.sqrt_nonneg, x).concl as Extract<Term, { kind: 'app' }>).arg

/** `(if p then a else b)² = …` for numbers a and b: again an `if`, itself when both are 0 or 1. */
function squaredChoice([p, a, b]: readonly [Term, Term, Term]): Theorem | undefined {
  const [u, v] = [numberOf(a), numberOf(b)]
  if (u === undefined || v === undefined) return undefined
  const idempotent = [u, v].every((q) => Q.isZero(q) || Q.eq(q, Q.ONE))
  if (!idempotent) return undefined
  const branch = (holds: boolean, value: Term) => (h: Theorem): Theorem => {
    const eq = iteValue(h, holds, p, a, b)
    const square = trans(congArgs(mkConst(MUL), [eq, eq]), ring(mkMul(value, value), value))
    return trans(square, sym(eq))
  }
  return caseSplit(p, branch(true, a), branch(false, b))
}

// ── truncated differences ──

/** The difference of naturals as a real, when the facts decide which is larger. */
function monus(factors: Factors, c: Context): Replacement | undefined {
  for (const f of factors) {
    const natural = c.view.natural(f.atom)
    const pair = natural === undefined ? undefined : asBinary(natural, NSUB)
    if (pair === undefined) continue
    const [m, n] = pair
    const below = c.known.prove(mkLe(mkCoe(n), mkCoe(m)))?.theorem
    if (below === undefined) continue
    return { equation: mp(specialiseAll(base.nat_sub, [n, m]), below), replaces: [{ atom: f.atom, exponent: 1n }] }
  }
  return undefined
}

/** The polynomial without the part replaced, for the cofactor of a reduction. */
export function quotient(factors: Factors, replaced: Factors): Polynomial {
  const left = factors.map((f) => ({ atom: f.atom, exponent: f.exponent - (replaced.find((r) => r.atom === f.atom)?.exponent ?? 0n) }))
  return P.fromTerms([{ coefficient: Q.ONE, factors: left.filter((f) => f.exponent > 0n) }])
}
