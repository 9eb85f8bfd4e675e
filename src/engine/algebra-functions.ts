// UNTRUSTED. Algebra's rewriting of atoms exp, log, √, |·|, if, max, min, pairs: one step from an atom whose arguments are normal to a
// term that is not yet. Each step is an equation proved from a closed rule and the signs it needs. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { mkApp, mkConst, type Term } from '../kernel/term.js'
import {
  A, ABS, B, EXP, FST, INV, ITE, LOG, MAX, MIN, NPOW, PAIR, RPOW, SND, SQRT, argsOf, asBinary, asUnary, mkCoe, mkEq, mkExp,
  mkInv, mkLe, mkLog, mkMul, mkNeg, mkNot, mkPow, nat, real,
} from '../kernel/signature.js'
import { instantiate, mp, refl, specialise, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { nonneg, nonpos, positive, spelled, type Context } from './algebra-context.js'
import { combination } from './combination.js'
import { byProducts, use } from './derived.js'
import { expPos, expZero, logExp, logOne } from './elementary-rules.js'
import {
  absMul, absOfNonneg, absOfNonpos, expInv, expPow, logInv, logMul, logPow, logSqrt, sqrtInv, sqrtIs, sqrtMul, sqrtSquare,
} from './function-rules.js'
import { congArg, congArgs, iffMpr, sides, specialiseAll, unfoldHead } from './logic.js'
import { normalise } from './order.js'
import { ring } from './rules.js'
import { rationalTerm, type Factors, type Monomial } from './view.js'

const zero = real(0n)
const one = real(1n)

/** One rewriting step at an atom, its arguments being normal. */
export function stepAtAtom(t: Term, c: Context): Theorem | undefined {
  if (t.kind !== 'app') return undefined
  if (t.fn.kind === 'const') {
    switch (t.fn.constant) {
      case EXP: return expStep(t.arg, c)
      case LOG: return logStep(t.arg, c)
      case SQRT: return sqrtStep(t.arg, c)
      case ABS: return absStep(t.arg, c)
      case FST: case SND: return projection(t)
      default: return undefined
    }
  }
  const choice = argsOf(t, ITE, 3)
  if (choice !== undefined) return iteStep(choice as readonly [Term, Term, Term], c)
  if (asBinary(t, RPOW) !== undefined) return unfoldHead(t)
  return extremum(t, c)
}

function projection(t: Extract<Term, { kind: 'app' }>): Theorem | undefined {
  const pair = asBinary(t.arg, PAIR)
  if (pair === undefined || t.fn.kind !== 'const') return undefined
  const types = new Map([[A, pair[0].type], [B, pair[1].type]])
  return specialiseAll(instantiate(t.fn.constant === FST ? base.fst_pair : base.snd_pair, types, new Map()), pair)
}

/** Whether the facts decide the condition; a proof of it or of its negation. */
function decided(p: Term, c: Context): { readonly holds: boolean; readonly proof: Theorem } | undefined {
  const yes = c.known.prove(p)?.theorem
  if (yes !== undefined) return { holds: true, proof: yes }
  const not = mkNot(p)
  const no = c.known.prove(spelled(not))?.theorem
  if (no === undefined) return undefined
  const eq = normalise(not)
  return { holds: false, proof: eq === undefined ? no : iffMpr(eq, no) }
}

function iteStep([p, a, b]: readonly [Term, Term, Term], c: Context): Theorem | undefined {
  const answer = decided(p, c)
  if (answer === undefined) return undefined
  const axiom = instantiate(answer.holds ? base.ite_true : base.ite_false, new Map([[A, a.type]]), new Map())
  return mp(specialiseAll(axiom, [p, a, b]), answer.proof)
}

/** max and min when the facts compare their arguments. */
function extremum(t: Term, c: Context): Theorem | undefined {
  if (asBinary(t, MAX) === undefined && asBinary(t, MIN) === undefined) return undefined
  const opening = unfoldHead(t)
  if (opening === undefined) return undefined
  const choice = argsOf(sides(opening)[1], ITE, 3) as readonly [Term, Term, Term]
  const value = iteStep(choice, c)
  return value === undefined ? undefined : trans(opening, value)
}

// ── exp ──

/** Takes integer multiples of logarithms out of the exponent: `exp (k * log x + r) = x^k * exp r` for x > 0; `exp 0 = 1`. */
function expStep(arg: Term, c: Context): Theorem | undefined {
  const p = c.view.polynomial(arg)
  if (p.terms.length === 0) return trans(congArg(mkConst(EXP), ring(arg, zero)), expZero())
  for (const m of p.terms) {
    const found = logFactor(m, c)
    if (found === undefined) continue
    const rest = P.sub(p, P.fromTerms([m]))
    const [multiple, value] = found
    const remaining = c.view.reify(rest)
    const split = specialiseAll(base.exp_add, [remaining, multiple])
    const right = isConstantZero(rest) ? sides(value)[1] : mkMul(mkExp(remaining), sides(value)[1])
    const extra = isConstantZero(rest) ? [{ equation: expZero(), cofactor: sides(value)[0] }] : []
    const cofactor = isConstantZero(rest) ? one : mkExp(remaining)
    return combination(mkExp(arg), right, [{ equation: split, cofactor: one }, { equation: value, cofactor }, ...extra])
  }
  return undefined
}

const isConstantZero = (p: Polynomial): boolean => p.terms.length === 0

/** For a monomial `k * log x` with k an integer or a product of naturals: the term and `⊢ exp (k * log x) = x^k`. */
function logFactor(m: Monomial, c: Context): readonly [Term, Theorem] | undefined {
  if (!Q.isInteger(m.coefficient)) return undefined
  const logs = m.factors.filter((f) => asUnary(c.view.term(f.atom), LOG) !== undefined)
  const [log] = logs
  if (logs.length !== 1 || log?.exponent !== 1n) return undefined
  const size = Q.abs(m.coefficient)
  const k = c.view.naturalTerm(P.fromTerms([{ coefficient: size, factors: m.factors.filter((f) => f !== log) }]))
  const x = asUnary(c.view.term(log.atom), LOG)
  const back = x === undefined ? undefined : expOfLog(x, c)
  if (k === undefined || x === undefined || back === undefined) return undefined
  const plain = mkMul(mkCoe(k), mkLog(x))
  const value = trans(sym(specialiseAll(expPow(), [mkLog(x), k])), congArgs(mkConst(NPOW), [back, refl(k)]))
  if (Q.sign(m.coefficient) > 0) return [plain, value]
  return [mkNeg(plain), trans(sym(specialise(expInv(), plain)), congArg(mkConst(INV), value))]
}

/** `exp (log x) = x` for x > 0, or as a fact. */
function expOfLog(x: Term, c: Context): Theorem | undefined {
  const up = positive(x, c)
  return up === undefined ? c.known.find(mkEq(mkExp(mkLog(x)), x)) : mp(specialise(base.exp_log, x), up)
}

// ── monomials as lists of factors ──

/** A factor of an argument: its term, and what it is. */
interface Factor {
  readonly term: Term
  readonly base: Term
  readonly exponent: bigint
}

const smallPrimes = (value: bigint): readonly (readonly [bigint, bigint])[] | undefined => {
  if (value > 10n ** 9n) return undefined
  const out: [bigint, bigint][] = []
  let n = value
  for (let d = 2n; d * d <= n; d++) {
    let e = 0n
    while (n % d === 0n) { n /= d; e++ }
    if (e > 0n) out.push([d, e])
  }
  if (n > 1n) out.push([n, 1n])
  return out
}

/** The factors of a positive rational: primes, and inverses of primes. */
function numberFactors(q: Q.Rational): Factor[] {
  const out: Factor[] = []
  const add = (value: bigint, inverse: boolean): void => {
    for (const [p, e] of smallPrimes(value) ?? [[value, 1n] as const]) {
      const base = inverse ? mkInv(real(p)) : real(p)
      out.push({ term: e === 1n ? base : mkPow(base, nat(e)), base, exponent: e })
    }
  }
  add(q.num, false)
  add(q.den, true)
  return out
}

function factorsOf(coefficient: Q.Rational, factors: Factors, c: Context): Factor[] {
  return [...numberFactors(coefficient), ...factors.map((f): Factor => {
    const base = c.view.term(f.atom)
    return { term: f.exponent === 1n ? base : mkPow(base, nat(f.exponent)), base, exponent: f.exponent }
  })]
}

const product = (terms: readonly Term[]): Term => terms.reduceRight((acc, t) => mkMul(t, acc))

// ── log ──

function logStep(arg: Term, c: Context): Theorem | undefined {
  const [m, ...others] = c.view.polynomial(arg).terms
  if (m === undefined || others.length > 0 || Q.sign(m.coefficient) <= 0) return undefined
  if (m.factors.length === 0 && Q.eq(m.coefficient, Q.ONE)) return trans(congArg(mkConst(LOG), ring(arg, one)), logOne())
  const factors = factorsOf(m.coefficient, m.factors, c)
  const [single] = factors
  if (factors.length === 1 && single !== undefined && single.exponent === 1n) {
    const inside = logOfFactor(single.base, c)
    return inside === undefined ? undefined : trans(congArg(mkConst(LOG), ring(arg, single.base)), inside)
  }
  const signs: Theorem[] = []
  for (const f of factors) {
    const up = positive(f.base, c)
    if (up === undefined) return undefined
    signs.push(up)
  }
  const sum = logOfProduct(factors, signs, c)
  return sum === undefined ? undefined : trans(congArg(mkConst(LOG), ring(arg, product(factors.map((f) => f.term)))), sum)
}

/** `log (f₁ * (f₂ * …)) = …` */
function logOfProduct(factors: readonly Factor[], signs: readonly Theorem[], c: Context): Theorem | undefined {
  const [first, ...rest] = factors
  const [up, ...others] = signs
  if (first === undefined || up === undefined) return undefined
  const head = logOfPower(first, up)
  if (rest.length === 0) return head
  const tail = logOfProduct(rest, others, c)
  const whole = product(rest.map((f) => f.term))
  const upFirst = positive(first.term, c)
  const upRest = positive(whole, c)
  if (tail === undefined || upFirst === undefined || upRest === undefined) return undefined
  const split = use(logMul(), [first.term, whole], [upFirst, upRest])
  return trans(split, congArgs((sides(split)[1] as App2).fn.fn, [head, tail]))
}

type App = Extract<Term, { kind: 'app' }>
interface App2 extends App { readonly fn: App }

function logOfPower(f: Factor, up: Theorem): Theorem {
  return f.exponent === 1n ? refl(mkLog(f.term)) : use(logPow(), [f.base, nat(f.exponent)], [up])
}

/** The logarithm of an inverse, a power, an exponential, a root. */
function logOfFactor(t: Term, c: Context): Theorem | undefined {
  const exponent = asUnary(t, EXP)
  if (exponent !== undefined) return specialise(logExp(), exponent)
  const inverted = asUnary(t, INV)
  const root = asUnary(t, SQRT)
  const power = asBinary(t, NPOW)
  const inner = inverted ?? root ?? power?.[0]
  const up = inner === undefined ? undefined : positive(inner, c)
  if (up === undefined) return undefined
  if (inverted !== undefined) return use(logInv(), [inverted], [up])
  if (root !== undefined) return use(logSqrt(), [root], [up])
  return power === undefined ? undefined : use(logPow(), power, [up])
}

// ── √ ──

function sqrtStep(arg: Term, c: Context): Theorem | undefined {
  const [m, ...others] = c.view.polynomial(arg).terms
  if (m === undefined) return sqrtIs(arg, zero, byProducts(mkLe(zero, zero), [], [{ facts: [0] }]), ring(mkMul(zero, zero), arg))
  if (others.length > 0 || Q.sign(m.coefficient) <= 0) return undefined
  const [single] = m.factors
  if (m.factors.length === 0) return sqrtOfNumber(arg, m.coefficient, c)
  if (m.factors.length === 1 && single?.exponent === 1n && Q.eq(m.coefficient, Q.ONE)) return sqrtOfAtom(arg, c.view.term(single.atom), c)
  return sqrtOfProduct(arg, m, c)
}

/** `√(a/b) = (s/b) √r` with `a b = s² r`, r without square factors. */
function sqrtOfNumber(arg: Term, q: Q.Rational, c: Context): Theorem | undefined {
  const primes = smallPrimes(q.num * q.den)
  if (primes === undefined) return undefined
  let [s, r] = [1n, 1n]
  for (const [p, e] of primes) {
    s *= p ** (e / 2n)
    r *= p ** (e % 2n)
  }
  const outside = rationalTerm(Q.rational(s, q.den))
  if (s === 1n && q.den === 1n) return undefined
  const root = r === 1n ? one : unarySqrt(real(r))
  const value = r === 1n ? outside : mkMul(outside, root)
  const up = nonneg(value, c)
  if (up === undefined) return undefined
  const inside = r === 1n ? [] : [{ equation: mp(specialise(base.sqrt_sq, real(r)), nonneg(real(r), c) as Theorem),
    cofactor: mkMul(outside, outside) }]
  return sqrtIs(arg, value, up, combination(mkMul(value, value), arg, inside))
}

const unarySqrt = (t: Term): Term => mkApp(mkConst(SQRT), t)

function sqrtOfAtom(arg: Term, t: Term, c: Context): Theorem | undefined {
  const at = (th: Theorem): Theorem => trans(congArg(mkConst(SQRT), ring(arg, t)), th)
  const exponent = asUnary(t, EXP)
  if (exponent !== undefined) {
    const half = mkMul(rationalTerm(Q.rational(1n, 2n)), exponent)
    const square = combination(mkMul(mkExp(half), mkExp(half)), t,
      [{ equation: specialiseAll(base.exp_add, [half, half]), cofactor: mkNeg(one) }])
    const up = byProducts(mkLe(zero, mkExp(half)), [specialise(expPos(), half)], [{ facts: [0] }, { facts: [1] }])
    return at(sqrtIs(t, mkExp(half), up, square))
  }
  const inverted = asUnary(t, INV)
  const up = inverted === undefined ? undefined : nonneg(inverted, c)
  return inverted === undefined || up === undefined ? undefined : at(use(sqrtInv(), [inverted], [up]))
}

/** Even powers come out as absolute values; the rest is split when every factor is known to be nonnegative. */
function sqrtOfProduct(arg: Term, m: Monomial, c: Context): Theorem | undefined {
  const even: Term[] = []
  const odd: Term[] = []
  for (const f of factorsOf(m.coefficient, m.factors, c)) {
    const half = f.exponent / 2n
    if (half > 0n) even.push(half === 1n ? f.base : mkPow(f.base, nat(half)))
    if (f.exponent % 2n === 1n) odd.push(f.base)
  }
  const unsigned = odd.filter((t) => nonneg(t, c) === undefined)
  const roots = [...odd.filter((t) => !unsigned.includes(t)), ...unsigned.length === 0 ? [] : [product(unsigned)]]
  if (even.length === 0 && roots.length < 2) return undefined
  const pieces = [...even.map((t) => mkMul(t, t)), ...roots]
  const parts = even.map((t) => specialise(sqrtSquare(), t))
  let th: Theorem | undefined
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i] as Term
    const own = parts[i] ?? refl(unarySqrt(piece))
    if (th === undefined) { th = own; continue }
    const rest = product(pieces.slice(i + 1))
    const [a, b] = [nonneg(piece, c), nonneg(rest, c)]
    if (a === undefined || b === undefined) return undefined
    const split = use(sqrtMul(), [piece, rest], [a, b])
    th = trans(split, congArgs((sides(split)[1] as App2).fn.fn, [own, th]))
  }
  return th === undefined ? undefined : trans(congArg(mkConst(SQRT), ring(arg, product(pieces))), th)
}

// ── |·| ──

function absStep(arg: Term, c: Context): Theorem | undefined {
  const up = nonneg(arg, c)
  if (up !== undefined) return use(absOfNonneg(), [arg], [up])
  const down = nonpos(arg, c)
  if (down !== undefined) return use(absOfNonpos(), [arg], [down])
  const p = c.view.polynomial(arg)
  const lead = c.view.leading(p)
  if (lead === undefined) return undefined
  if (!Q.eq(lead.coefficient, Q.ONE)) {
    const rest = c.view.reify(P.scale(p, Q.inv(lead.coefficient)))
    return absOfProduct(arg, rationalTerm(lead.coefficient), rest)
  }
  if (p.terms.length > 1) return undefined
  const factors = factorsOf(Q.ONE, lead.factors, c).flatMap((f) => Array.from({ length: Number(f.exponent > 8n ? 0n : f.exponent) },
    () => f.base))
  const [first, ...rest] = factors
  return first === undefined || rest.length === 0 ? undefined : absOfProduct(arg, first, product(rest))
}

const absOfProduct = (arg: Term, a: Term, b: Term): Theorem =>
  trans(congArg(mkConst(ABS), ring(arg, mkMul(a, b))), specialiseAll(absMul(), [a, b]))
