// TEST. `differentiate` and the mean value rule: derivatives against dual numbers over ℚ and against difference quotients, the
// conditions C and S, the constructs that must be refused, and the false theorems that each missing condition would prove.
import test from 'ava'
import fc from 'fast-check'
import { erf as errorFunction } from 'mathjs'
import * as Q from '../../src/arith/rational.js'
import type { Rational } from '../../src/arith/rational.js'
import { REAL } from '../../src/kernel/type.js'
import {
  alphaEqual, freeVars, instantiateBody, mkAbs, mkApp, mkConst, mkVar, type Constant, type Term,
} from '../../src/kernel/term.js'
import {
  ABS, ADD, AND, ATAN, COE, COS, COSH, DIV, EQ, ERF, EXP, INV, LOG, LT, MAX, MIN, MUL, NEG, NOT, NPOW, PI, RPOW, SIN, SINH, SQRT, SUB, SUM,
  TAN, TANH, TRUE, apply, argsOf, arrows, falsity, mkAdd, mkAnd, mkCoe, mkDiv, mkEq, mkExp, mkForall, mkImp, mkInv, mkIte, mkLe, mkLog,
  mkLt, mkMul, mkNeg, mkNot, mkPow, mkSqrt, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import { differentiate, meanValueFormulas, type MeanValueRange } from '../../src/kernel/derivative.js'
import { assume, enclosure, eqMp, intro, meanValue, mp, ring, sym, unfold, type Theorem } from '../../src/kernel/theorem.js'
import { evaluate, m, n, p, proves, refuses, x, y } from './helpers.js'

const un = (c: Constant) => (a: Term): Term => mkApp(mkConst(c), a)
const [abs, sin, cos, tan, atan] = [un(ABS), un(SIN), un(COS), un(TAN), un(ATAN)]
const [sinh, cosh, tanh, erf] = [un(SINH), un(COSH), un(TANH), un(ERF)]
const bin = (c: Constant) => (a: Term, b: Term): Term => apply(mkConst(c), a, b)
const [min, max, rpow] = [bin(MIN), bin(MAX), bin(RPOW)]
const [zero, one, two] = [real(0n), real(1n), real(2n)]
const truth = mkConst(TRUE)
const parts = (body: Term): readonly Term[] => {
  const d = differentiate(mkAbs(x, body))
  return [d.derivative, d.continuity, d.differentiability].map((f) => instantiateBody(f, x))
}

const conditions: Record<string, readonly [body: Term, continuity: Term, differentiability: Term]> = {
  'polynomials need nothing': [mkMul(mkPow(x, nat(3n)), mkSub(x, y)), truth, truth],
  'exp, sin, cos, atan need nothing': [mkAdd(mkExp(x), atan(mkMul(sin(x), cos(x)))), truth, truth],
  'a quotient needs v ≠ 0': [mkDiv(x, mkSub(x, y)), mkNot(mkEq(mkSub(x, y), zero)), mkNot(mkEq(mkSub(x, y), zero))],
  'an inverse needs v ≠ 0': [mkInv(x), mkNot(mkEq(x, zero)), mkNot(mkEq(x, zero))],
  'a quotient by a constant needs nothing': [mkDiv(x, y), truth, truth],
  'log needs u > 0': [mkLog(x), mkLt(zero, x), mkLt(zero, x)],
  'rpow needs a positive base': [rpow(x, y), mkLt(zero, x), mkLt(zero, x)],
  'rpow with a constant base needs nothing': [rpow(y, x), truth, truth],
  '√ is continuous everywhere, differentiable where u > 0': [mkSqrt(x), truth, mkLt(zero, x)],
  '|·| is continuous everywhere, differentiable where u ≠ 0': [abs(x), truth, mkNot(mkEq(x, zero))],
  'max is continuous everywhere, differentiable where the sides differ': [max(x, y), truth, mkNot(mkEq(mkSub(x, y), zero))],
  'min likewise': [min(y, x), truth, mkNot(mkEq(mkSub(y, x), zero))],
  'tan needs cos ≠ 0': [tan(mkMul(two, x)), mkNot(mkEq(cos(mkMul(two, x)), zero)), mkNot(mkEq(cos(mkMul(two, x)), zero))],
  'sinh, cosh, tanh, erf need nothing': [mkAdd(mkMul(sinh(x), cosh(x)), erf(tanh(x))), truth, truth],
  'both kinds': [mkMul(mkLog(x), mkSqrt(x)), mkLt(zero, x), mkAnd(mkLt(zero, x), mkLt(zero, x))],
}

test('conditions', (t) => {
  for (const [name, [body, continuity, differentiability]] of Object.entries(conditions)) {
    const [, c, s] = parts(body)
    t.is(c, continuity, name)
    t.is(s, differentiability, name)
  }
})

const S = mkVar('S', arrows(REAL, p.type))
const refusedBodies: Record<string, Term> = {
  'an uninterpreted function': mkApp(mkVar('f', arrows(REAL, REAL)), x),
  'a sum': apply(mkConst(SUM, [REAL]), S, mkAbs(y, mkMul(x, y))),
  'a choice': mkIte(mkLe(zero, x), x, mkNeg(x)),
  'a redex': mkApp(mkAbs(y, y), x),
  'an embedded number': mkCoe(mkApp(mkVar('f', arrows(REAL, m.type)), x)),
  'an exponent': mkPow(two, mkApp(mkVar('f', arrows(REAL, m.type)), x)),
  'a binder': mkApp(mkAbs(S, x), S),
}

test('x under anything else is refused', (t) => {
  for (const [name, body] of Object.entries(refusedBodies)) {
    t.log(name)
    refuses(t, 'differentiate', 'no rule of differentiation', () => parts(body))
    refuses(t, 'differentiate', 'no rule of differentiation', () => parts(mkMul(zero, body)))
  }
  refuses(t, 'differentiate', 'expected λx', () => differentiate(x))
  refuses(t, 'differentiate', 'expected λx', () => differentiate(mkAbs(m, mkCoe(m))))
  refuses(t, 'differentiate', 'expected a kernel term', () => differentiate({ ...mkAbs(x, x) }))
})

test('subterms free of x are constants, opaque ones too', (t) => {
  for (const body of Object.values(refusedBodies)) {
    const constant = instantiateBody(mkAbs(x, body), y)
    t.deepEqual(parts(constant), [zero, truth, truth])
  }
})

test('the bound variable is not confused with a parameter of its name', (t) => {
  const f = instantiateBody(mkAbs(y, mkAbs(x, mkMul(x, y))), x) as ReturnType<typeof mkAbs>
  const d = differentiate(f)
  t.deepEqual(freeVars(d.derivative), [x])
  t.true(alphaEqual(d.derivative, mkAbs(y, x)))
})

interface Dual { readonly value: Rational; readonly slope: Rational }
/** Value and derivative by dual numbers over ℚ; undefined where a divisor is 0. */
function dual(t: Term, at: Rational): Dual | undefined {
  if (t === x) return { value: at, slope: Q.ONE }
  if (t.kind === 'num') return { value: Q.rational(t.value), slope: Q.ZERO }
  const exponent = argsOf(t, NPOW, 2)
  if (exponent !== undefined) {
    const [base, e] = [dual(exponent[0]!, at), evaluate(exponent[1]!, new Map())!]
    if (base === undefined) return undefined
    const slope = e.num === 0n ? Q.ZERO : Q.mul(Q.mul(e, Q.pow(base.value, e.num - 1n)), base.slope)
    return { value: Q.pow(base.value, e.num), slope }
  }
  const head = [NEG, INV].find((c) => argsOf(t, c, 1)) ?? [ADD, SUB, MUL, DIV].find((c) => argsOf(t, c, 2))!
  const args = argsOf(t, head, head === NEG || head === INV ? 1 : 2)!.map((u) => dual(u, at))
  const [a, b = a] = args
  if (a === undefined || args.includes(undefined)) return undefined
  const inverse = (d: Dual): Dual | undefined => Q.isZero(d.value) ? undefined
    : { value: Q.inv(d.value), slope: Q.neg(Q.div(d.slope, Q.mul(d.value, d.value))) }
  const times = (c: Dual, d: Dual | undefined): Dual | undefined =>
    d && { value: Q.mul(c.value, d.value), slope: Q.add(Q.mul(c.slope, d.value), Q.mul(c.value, d.slope)) }
  switch (head) {
    case NEG: return { value: Q.neg(a.value), slope: Q.neg(a.slope) }
    case INV: return inverse(a)
    case ADD: return { value: Q.add(a.value, b!.value), slope: Q.add(a.slope, b!.slope) }
    case SUB: return { value: Q.sub(a.value, b!.value), slope: Q.sub(a.slope, b!.slope) }
    case MUL: return times(a, b)
    default: return times(a, inverse(b!))
  }
}

const { rationalTerm } = fc.letrec<{ rationalTerm: Term }>((tie) => ({
  rationalTerm: fc.oneof({ maxDepth: 4 }, fc.constantFrom<Term>(x, x, one, two, real(3n)),
    fc.tuple(fc.constantFrom(mkAdd, mkMul, mkSub, mkDiv), tie('rationalTerm'), tie('rationalTerm')).map(([g, a, b]) => g(a, b)),
    fc.tuple(fc.constantFrom(mkNeg, mkInv), tie('rationalTerm')).map(([g, a]) => g(a)),
    fc.tuple(tie('rationalTerm'), fc.bigInt({ min: 0n, max: 4n })).map(([a, e]) => mkPow(a, nat(e)))),
}))

test('rational functions: the derivative is the one of dual numbers', (t) => {
  let compared = 0
  fc.assert(fc.property(rationalTerm, fc.bigInt({ min: -9n, max: 9n }), (body, a) => {
    const at = Q.rational(a, 4n)
    const expected = dual(body, at)
    if (expected === undefined) return
    compared++
    t.true(Q.eq(evaluate(parts(body)[0]!, new Map([[x, at]]))!, expected.slope))
  }), { numRuns: 1500, seed: 13 })
  t.true(compared > 500)
})

const total = (fn: (a: number) => number, defined: (a: number) => boolean) => (a: number): number => defined(a) ? fn(a) : 0
const inverse = total((a) => 1 / a, (a) => a !== 0)
const logarithm = total(Math.log, (a) => a > 0)
const unary = new Map<Constant, (a: number) => number>([
  [NEG, (a) => -a], [INV, inverse], [EXP, Math.exp], [LOG, logarithm], [SQRT, total(Math.sqrt, (a) => a > 0)], [ABS, Math.abs],
  [SIN, Math.sin], [COS, Math.cos], [ATAN, Math.atan], [COE, (a) => a], [TAN, Math.tan], [SINH, Math.sinh], [COSH, Math.cosh],
  [TANH, Math.tanh], [ERF, errorFunction],
])
const binary = new Map<Constant, (a: number, b: number) => number>([
  [ADD, (a, b) => a + b], [SUB, (a, b) => a - b], [MUL, (a, b) => a * b], [DIV, (a, b) => a * inverse(b)], [NPOW, Math.pow],
  [RPOW, (a, b) => Math.exp(b * logarithm(a))], [MIN, Math.min], [MAX, Math.max],
])
/** Floating point with the total functions of the logic, for comparing with difference quotients only. */
function float(t: Term, at: number): number {
  if (t === x) return at
  if (t.kind === 'const' && t.constant === PI) return Math.PI
  if (t.kind === 'num') return Number(t.value)
  for (const [constant, fn] of unary) {
    const args = argsOf(t, constant, 1)
    if (args !== undefined) return fn(float(args[0]!, at))
  }
  for (const [constant, fn] of binary) {
    const args = argsOf(t, constant, 2)
    if (args !== undefined) return fn(float(args[0]!, at), float(args[1]!, at))
  }
  return Number(evaluate(t, new Map())!.num)
}

/** Whether a conjunction of conditions 0 < u and u ≠ 0 holds with some room. */
function holds(condition: Term, at: number): boolean {
  const both = argsOf(condition, AND, 2)
  if (both !== undefined) return both.every((c) => holds(c, at))
  const positive = argsOf(condition, LT, 2)?.[1]
  if (positive !== undefined) return float(positive, at) > 1e-3
  const nonzero = argsOf(condition, NOT, 1)?.[0]
  return nonzero === undefined ? condition === truth : Math.abs(float(argsOf(nonzero, EQ, 2)![0]!, at)) > 1e-3
}

const { smooth } = fc.letrec<{ smooth: Term }>((tie) => ({
  smooth: fc.oneof({ maxDepth: 3 }, fc.constantFrom<Term>(x, x, one, two),
    fc.tuple(fc.constantFrom(mkAdd, mkMul, mkSub, mkDiv, rpow, min, max), tie('smooth'), tie('smooth')).map(([g, a, b]) => g(a, b)),
    fc.tuple(fc.constantFrom(mkNeg, mkInv, mkExp, mkLog, mkSqrt, abs, sin, cos, atan, tan, sinh, cosh, tanh, erf), tie('smooth'))
      .map(([g, a]) => g(a)),
    fc.tuple(tie('smooth'), fc.bigInt({ min: 0n, max: 3n })).map(([a, e]) => mkPow(a, nat(e)))),
}))

test('elementary functions: the derivative is the limit of difference quotients', (t) => {
  let compared = 0
  fc.assert(fc.property(smooth, fc.integer({ min: 3, max: 30 }), (body, i) => {
    const at = i / 10
    const h = 1e-5
    const quotient = (s: number): number => (float(body, at + s) - float(body, at - s)) / (2 * s)
    const [derivative, , differentiability] = parts(body)
    const slope = float(derivative!, at)
    // Compare where the rule says it is right and the quotient is tame.
    if (!holds(differentiability!, at)) return
    if (!Number.isFinite(quotient(h)) || Math.abs(quotient(h) - quotient(2 * h)) > 1e-7 || !(Math.abs(quotient(h)) < 1e3)) return
    compared++
    t.true(Math.abs(slope - quotient(h)) < 1e-4, `slope ${slope}, quotient ${quotient(h)}`)
  }), { numRuns: 1500, seed: 17 })
  t.true(compared > 500, `only ${compared} compared`)
})

// ── the mean value rule ──
const f = mkAbs(x, mkSub(mkExp(x), mkAdd(one, x)))
const onRight: MeanValueRange = { base: zero, limit: undefined, direction: 'right' }
const onLeft: MeanValueRange = { base: zero, limit: undefined, direction: 'left' }
const premises = (g: Term, range: MeanValueRange): readonly [Theorem, Theorem, Theorem] => {
  const { start, continuity, derivative } = meanValueFormulas(g, range)
  return [assume(start), assume(continuity), assume(derivative)]
}

test('the formulas of the rule, in all four shapes', (t) => {
  const slope = mkSub(mkExp(x), one)
  const right = meanValueFormulas(f, { base: y, limit: two, direction: 'right' })
  const range = (low: typeof mkLe, q: Term): Term => mkForall(x, mkImp(low(y, x), mkImp(mkLt(x, two), q)))
  t.true(alphaEqual(right.start, mkLe(zero, mkSub(mkExp(y), mkAdd(one, y)))))
  t.true(alphaEqual(right.continuity, range(mkLe, truth)))
  t.true(alphaEqual(right.derivative, range(mkLt, mkAnd(truth, mkLe(zero, slope)))))
  t.true(alphaEqual(right.conclusion, range(mkLe, mkLe(zero, mkSub(mkExp(x), mkAdd(one, x))))))
  const left = meanValueFormulas(f, { base: y, limit: two, direction: 'left' })
  const mirror = (low: typeof mkLe, q: Term): Term => mkForall(x, mkImp(mkLt(two, x), mkImp(low(x, y), q)))
  t.true(alphaEqual(left.continuity, mirror(mkLe, truth)))
  t.true(alphaEqual(left.derivative, mirror(mkLt, mkAnd(truth, mkLe(slope, zero)))))
  t.true(alphaEqual(left.conclusion, mirror(mkLe, mkLe(zero, mkSub(mkExp(x), mkAdd(one, x))))))
  const claim = mkLe(zero, mkSub(mkExp(x), mkAdd(one, x)))
  t.true(alphaEqual(meanValueFormulas(f, onRight).conclusion, mkForall(x, mkImp(mkLe(zero, x), claim))))
  t.true(alphaEqual(meanValueFormulas(f, onLeft).conclusion, mkForall(x, mkImp(mkLe(x, zero), claim))))
})

test('the rule keeps its hypotheses and concludes on the range', (t) => {
  for (const range of [onRight, onLeft, { ...onRight, limit: two }, { ...onLeft, limit: y }]) {
    const formulas = meanValueFormulas(f, range)
    proves(t, meanValue(f, range, ...premises(f, range)), [formulas.start, formulas.continuity, formulas.derivative], formulas.conclusion)
  }
})

test('a base point or limit of the name of the variable is not captured', (t) => {
  const range: MeanValueRange = { base: x, limit: mkAdd(x, one), direction: 'right' }
  const { conclusion } = meanValueFormulas(f, range)
  t.deepEqual(freeVars(conclusion), [x])
  t.true(alphaEqual(conclusion, mkForall(y, mkImp(mkLe(x, y), mkImp(mkLt(y, mkAdd(x, one)), mkLe(zero, mkSub(mkExp(y), mkAdd(one, y))))))))
})

test('without continuity at the base point, log 0 = 0 would prove log ≥ 0 on (0, 1)', (t) => {
  const log = mkAbs(x, mkLog(x))
  const range: MeanValueRange = { base: zero, limit: one, direction: 'right' }
  const { continuity, derivative } = meanValueFormulas(log, range)
  // The derivative premise is true on (0, 1), and f 0 = 0; the continuity premise asks for 0 < 0.
  t.true(alphaEqual(continuity, mkForall(x, mkImp(mkLe(zero, x), mkImp(mkLt(x, one), mkLt(zero, x))))))
  const weaker = assume(mkForall(x, mkImp(mkLt(zero, x), mkImp(mkLt(x, one), mkLt(zero, x)))))
  refuses(t, 'meanValue', 'do not match', () => meanValue(log, range, assume(mkLe(zero, mkLog(zero))), weaker, assume(derivative)))
})

test('the limit of the range must be the same in every premise', (t) => {
  const [start, continuity, derivative] = premises(f, { ...onRight, limit: one })
  refuses(t, 'meanValue', 'do not match', () => meanValue(f, { ...onRight, limit: two }, start, continuity, derivative))
  refuses(t, 'meanValue', 'do not match', () => meanValue(f, onRight, start, continuity, derivative))
  refuses(t, 'meanValue', 'do not match', () => meanValue(f, { ...onLeft, limit: one }, start, continuity, derivative))
})

test('premises about another function or another sign are refused', (t) => {
  const [start, continuity, derivative] = premises(f, onRight)
  const g = mkAbs(x, mkNeg(mkExp(x)))
  refuses(t, 'meanValue', 'do not match', () => meanValue(g, onRight, start, continuity, derivative))
  refuses(t, 'meanValue', 'do not match', () => meanValue(f, onRight, premises(f, onLeft)[0], continuity, premises(f, onLeft)[2]))
  const strict = assume(mkLt(zero, mkSub(mkExp(zero), mkAdd(one, zero))))
  refuses(t, 'meanValue', 'do not match', () => meanValue(f, onRight, strict, continuity, derivative))
  const noCondition = mkAbs(x, mkSqrt(x))
  const { start: s, continuity: c } = meanValueFormulas(noCondition, onRight)
  const slopeOnly = assume(mkForall(x, mkImp(mkLt(zero, x), mkLe(zero, mkDiv(one, mkMul(two, mkSqrt(x)))))))
  refuses(t, 'meanValue', 'do not match', () => meanValue(noCondition, onRight, assume(s), assume(c), slopeOnly))
})

test('the range is data that is read once', (t) => {
  const [start, continuity, derivative] = premises(f, onRight)
  refuses(t, 'meanValue', 'right or left', () => meanValue(f, { ...onRight, direction: 'up' as 'right' }, start, continuity, derivative))
  refuses(t, 'meanValue', 'expected a kernel term', () => meanValue(f, { ...onRight, base: { ...zero } }, start, continuity, derivative))
  refuses(t, 'mkApp', 'argument type', () => meanValueFormulas(f, { ...onRight, limit: n }))
  refuses(t, 'instantiateBody', 'argument type', () => meanValueFormulas(f, { ...onRight, base: n }))
  let reads = 0
  const shifty: MeanValueRange = { base: zero, direction: 'right', get limit() { return reads++ === 0 ? undefined : one } }
  t.notThrows(() => meanValue(f, shifty, start, continuity, derivative))
  t.is(reads, 1)
  refuses(t, 'theorem', 'expected a theorem', () => meanValue(f, onRight, { concl: start.concl } as Theorem, continuity, derivative))
})

test('a proof: 1 + x ≤ exp x for x ≥ 0, but for the sign of the derivative', (t) => {
  const { start, derivative } = meanValueFormulas(f, onRight)
  const atZero = enclosure(mkLe(one, mkExp(zero)), [], 32)
  t.is(atZero.hyps.length, 0)
  const trivially = eqMp(sym(unfold(TRUE, [])), intro(falsity, assume(falsity)))
  proves(t, trivially, [], truth)
  const everywhere = assume(meanValueFormulas(f, onRight).continuity)
  const th = meanValue(f, onRight, mp(intro(start, assume(start)), assume(start)), everywhere, assume(derivative))
  t.is(th.hyps.length, 3)
  t.notThrows(() => ring(mkSub(mkExp(x), mkAdd(one, x)), mkSub(mkSub(mkExp(x), x), one)))
})
