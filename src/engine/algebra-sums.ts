// UNTRUSTED. Algebra's rewriting of Σ, Π and expectations: bodies normalised under the binder, linearity, constants pulled out, ranges
// split at the end, products of exponentials. Each step instantiates lemmas of the library; without the lemma there is no step.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { NAT, domainOf, type Type } from '../kernel/type.js'
import { core, mkAbs, mkApp, mkConst, mkNum, occurs, type FVar, type Term } from '../kernel/term.js'
import {
  ADD, CARD, EXP, NADD, PROD, RANGE, SUM, apply, argsOf, asBinary, asUnary, mkAdd, mkEq, mkExp, mkMul, real,
} from '../kernel/signature.js'
import { assume, congAbs, generalise, intro, refl, sym, trans, type Theorem } from '../kernel/theorem.js'
import { byEquation, provedByLemma, spelled, type Context } from './algebra-context.js'
import { applied, betaNormalForm, withFresh } from './conversion.js'
import { attempt } from './leaves.js'
import { asEq, asForall, asImp, atTerm, congArg, congArgs, iffMpr, restate, sides, unfoldHead } from './logic.js'
import { normalise } from './order.js'
import { ring } from './rules.js'
import type { Monomial } from './view.js'

const one = real(1n)

/** A functional that algebra knows to be linear: Σ over a set, or an expectation. `head` applied to a function gives a number. */
interface Functional {
  readonly head: Term
  readonly domain: Type
  readonly add: string
  readonly scale: string
  readonly constant: string
  /** The set summed over; absent for an expectation. */
  readonly over: Term | undefined
}

/** One step at a sum, a product, a cardinality or an expectation whose arguments are normal. */
export function stepAtSum(t: Term, c: Context): Theorem | undefined {
  if (t.kind !== 'app') return undefined
  if (asUnary(t, CARD) !== undefined) return byEquation('card_range_one', t, c) ?? byEquation('card_range', t, c)
    ?? byEquation('card_empty', t, c)
  const sum = asBinary(t, SUM)
  if (sum !== undefined) return folded(t, sum) ?? rangeStep(t, sum, 'sum', c) ?? sumBody(t, sum, c)
  const prod = asBinary(t, PROD)
  if (prod !== undefined) return rangeStep(t, prod, 'prod', c) ?? prodStep(t, prod, c)
  return expectation(t, c)
}

/** `Σ i ∈ S, 1 = |S|` */
function folded(t: Term, [set, f]: readonly [Term, Term]): Theorem | undefined {
  if (f.kind !== 'abs' || core(f.body) !== core(one)) return undefined
  const eq = unfoldHead(mkApp(mkConst(CARD, [domainOf(set.type)]), set))
  return eq === undefined || core(sides(eq)[1]) !== core(t) ? undefined : sym(eq)
}

// ── ranges ──

/** Splits off the last term when the upper end is `b + 1`; an empty range gives 0 or 1. */
function rangeStep(t: Term, [set, f]: readonly [Term, Term], kind: 'sum' | 'prod', c: Context): Theorem | undefined {
  const ends = argsOf(set, RANGE, 2)
  if (ends === undefined) return undefined
  const [low, high] = ends as readonly [Term, Term]
  const p = c.view.polynomial(high)
  const constant = p.terms.find((m) => m.factors.length === 0)?.coefficient ?? Q.ZERO
  const gap = P.asConstant(P.sub(p, c.view.polynomial(low)))
  if (gap !== undefined && Q.sign(gap) < 0) return byEquation(`${kind}_range_empty`, t, c)
  if (Q.sign(constant) <= 0 || (gap === undefined && p.terms.length === 1) || (gap !== undefined && gap.num > 12n)) return undefined
  const before = c.view.naturalTerm(P.sub(p, P.ONE))
  if (before === undefined) return undefined
  const shifted = apply(mkConst(NADD), before, mkNum(1n, NAT))
  const head = t.kind === 'app' && t.fn.kind === 'app' ? t.fn.fn : undefined
  if (head === undefined) return undefined
  const rename = congArgs(head, [congArg(mkApp(mkConst(RANGE), low), ring(high, shifted)), refl(f)])
  const split = byEquation(`${kind}_range_succ`, sides(rename)[1], c)
  return split === undefined ? undefined : trans(rename, split)
}

// ── bodies ──

/** The function's body at a new variable, normalised with what membership of the set gives; `f = g` lifted through the functional. */
function normalBody(t: Term, f: Term, F: Functional | { readonly over: Term; readonly congruence: string },
  c: Context): Theorem | undefined {
  const over = F.over
  if (over === undefined) return undefined
  const hint = f.kind === 'abs' ? f.hint : 'i'
  return withFresh(hint, domainOf(over.type), (v) => {
    const member = spelled(betaNormalForm(mkApp(over, v)))
    const inner = c.extended([assume(member)])
    const eq = inner.normal(applied(f, v))
    if (eq === undefined) return undefined
    const head = (t as Extract<Term, { kind: 'app' }>).fn
    if (!eq.hyps.some((h) => occurs(v, h))) return startingFrom(t, congArg(head, congAbs(v, eq)))
    const g = mkAbs(v, sides(eq)[1])
    const goal = mkEq(t, mkApp(head, g))
    const congruence = 'congruence' in F ? F.congruence : 'sum_congr'
    return liftedCongruence(congruence, goal, v, member, eq, c)
  })
}

/** `F f = F g` by a congruence lemma whose premise `∀ i, i ∈ S → f i = g i` is `eq` under the assumption `member`. */
function liftedCongruence(name: string, goal: Term, v: FVar, member: Term, eq: Theorem, c: Context): Theorem | undefined {
  const pointwise = generalise(v, intro(member, eq))
  const own = (premise: Term): Theorem | undefined => {
    const predicate = asForall(premise)
    const parts = predicate === undefined ? undefined : asImp(atTerm(predicate, v))
    if (parts === undefined || asEq(parts[1]) === undefined) return undefined
    return attempt(() => restate(pointwise, premise)) ?? attempt(() => fromNormal(premise, pointwise))
  }
  const there = normalise(goal)
  const th = provedByLemma(name, there === undefined ? goal : sides(there)[1], c, own)
  return th === undefined ? undefined : there === undefined ? th : iffMpr(there, th)
}

function fromNormal(t: Term, th: Theorem): Theorem {
  const eq = normalise(t)
  const other = normalise(th.concl)
  const plain = other === undefined ? th : iffMpr(sym(other), th)
  return eq === undefined ? restate(plain, t) : iffMpr(eq, restate(plain, sides(eq)[1]))
}

function sumBody(t: Term, [set, f]: readonly [Term, Term], c: Context): Theorem | undefined {
  const F: Functional = {
    head: (t as Extract<Term, { kind: 'app' }>).fn, domain: domainOf(set.type), add: 'sum_add', scale: 'sum_mul_left',
      constant: 'sum_const', over: set,
  }
  return normalBody(t, f, F, c) ?? expand(f, F, c)
}

function expectation(t: Extract<Term, { kind: 'app' }>, c: Context): Theorem | undefined {
  const constant = c.known.library.constant('expectation')
  const type = t.arg.type
  if (constant === undefined || type.args.length !== 2 || t.type !== real(0n).type || t.fn.kind === 'const') return undefined
  const space = type.args[0] as Type
  if (constant.typeParams.length !== 1 || type.args[1] !== real(0n).type) return undefined
  if (c.known.find(mkApp(mkConst(constant, [space]), t.fn)) === undefined) return undefined
  const F: Functional = { head: t.fn, domain: space, add: 'expect_add', scale: 'expect_scale', constant: 'expect_const', over: undefined }
  return expand(t.arg, F, c) ?? overSum(t, c)
}

/** `E[Σ i ∈ S, X i] = Σ i ∈ S, E[X i]` */
function overSum(t: Extract<Term, { kind: 'app' }>, c: Context): Theorem | undefined {
  return t.arg.kind === 'abs' ? byEquation('expect_sum', t, c) : undefined
}

/** A summand of a body: a factor free of the bound variable and one that may depend on it. */
interface Group {
  readonly factor: Polynomial
  readonly dependent: Monomial['factors']
}

/** The polynomial grouped by the parts of its monomials that mention `v`. */
function groups(p: Polynomial, v: FVar, c: Context): Group[] {
  const out = new Map<string, Group>()
  for (const m of p.terms) {
    const dependent = m.factors.filter((f) => occurs(v, c.view.term(f.atom)))
    const free = m.factors.filter((f) => !dependent.includes(f))
    const key = dependent.map((f) => `${String(f.atom)}^${String(f.exponent)}`).join('.')
    const part = P.fromTerms([{ coefficient: m.coefficient, factors: free }])
    const old = out.get(key)
    out.set(key, { factor: old === undefined ? part : P.add(old.factor, part), dependent })
  }
  return [...out.values()].sort((a, b) => c.view.compareMonomials(a.dependent, b.dependent))
}

/** Linearity: `F (λi. Σ c m) = Σ c (F m)` for the body of `f`, already normal; undefined when there is nothing to pull out. */
function expand(f: Term, F: Functional, c: Context): Theorem | undefined {
  if (f.kind !== 'abs') return undefined
  return withFresh(f.hint, f.domain, (v) => {
    const body = applied(f, v)
    const parts = groups(c.view.polynomial(body), v, c)
    const [only] = parts
    if (parts.length === 1 && only !== undefined && only.dependent.length > 0 && isOne(only.factor)) return undefined
    if (parts.length === 0 && F.over === undefined) return byEquation(F.constant, mkApp(F.head, f), c)
    if (parts.length === 1 && only?.dependent.length === 0 && F.over !== undefined && isOne(only.factor)) return undefined
    const summands = parts.map((g) => summand(g, c))
    const nested = summands.length === 0 ? real(0n) : summands.reduceRight((acc, s) => mkAdd(s, acc))
    const start = congArg(F.head, congAbs(v, core(body) === core(nested) ? refl(body) : ring(body, nested)))
    const rest = linearly(nested, v, F, parts, c)
    return rest === undefined ? undefined : trans(start, rest)
  })
}

const isOne = (p: Polynomial): boolean => {
  const value = P.asConstant(p)
  return value !== undefined && Q.eq(value, Q.ONE)
}

function summand(g: Group, c: Context): Term {
  const factor = c.view.reify(g.factor)
  if (g.dependent.length === 0) return factor
  const monomial = c.view.monomialTerm(g.dependent)
  return isOne(g.factor) ? monomial : mkMul(factor, monomial)
}

/** Applies additivity, homogeneity and the rule for constants to `F (λv. s₁ + (s₂ + …))`. */
function linearly(body: Term, v: FVar, F: Functional, parts: readonly Group[], c: Context): Theorem | undefined {
  const [first, ...rest] = parts
  const t = mkApp(F.head, mkAbs(v, body))
  if (first === undefined || rest.length === 0) return single(t, first, F, c)
  const split = byEquation(F.add, t, c)
  const pair = split === undefined ? undefined : asBinary(sides(split)[1], ADD)
  const plus = asBinary(body, ADD)
  if (split === undefined || pair === undefined || plus === undefined) return undefined
  const left = single(mkApp(F.head, mkAbs(v, plus[0])), first, F, c)
  const right = linearly(plus[1], v, F, rest, c)
  if (left === undefined || right === undefined) return undefined
  const [l, r] = [startingFrom(pair[0], left), startingFrom(pair[1], right)]
  return l === undefined || r === undefined ? undefined : trans(split, congArgs(mkConst(ADD), [l, r]))
}

/** `th : t = u` with its left side spelled as `t'`, which is `t` up to η and β. */
function startingFrom(t: Term, th: Theorem): Theorem | undefined {
  if (core(sides(th)[0]) === core(t)) return th
  const [a, b] = [normalise(t), normalise(sides(th)[0])]
  const left = a === undefined ? t : sides(a)[1]
  const right = b === undefined ? sides(th)[0] : sides(b)[1]
  if (core(left) !== core(right)) return undefined
  const back = b === undefined ? th : trans(sym(b), th)
  return a === undefined ? back : trans(a, back)
}

/** One summand: a constant, a multiple, or a function as it is. */
function single(t: Term, g: Group | undefined, F: Functional, c: Context): Theorem | undefined {
  if (g === undefined) return byEquation(F.constant, t, c)
  if (g.dependent.length === 0) return byEquation(F.constant, t, c)
  return isOne(g.factor) ? refl(t) : byEquation(F.scale, t, c)
}

// ── products ──

function prodStep(t: Term, [set, f]: readonly [Term, Term], c: Context): Theorem | undefined {
  const inner = normalBody(t, f, { over: set, congruence: 'prod_congr' }, c)
  if (inner !== undefined) return inner
  if (f.kind !== 'abs') return undefined
  const constant = byEquation('prod_const_range', t, c)
  if (constant !== undefined) return constant
  return withFresh(f.hint, f.domain, (v) => {
    const body = applied(f, v)
    const exponent = asUnary(body, EXP)
    if (exponent !== undefined) {
      const whole = mkExp(apply(mkConst(SUM, [f.domain]), set, mkAbs(v, exponent)))
      const th = byEquation('exp_sum', spelled(whole), c)
      return th === undefined ? undefined : startingFrom(t, sym(th))
    }
    const [m, ...others] = c.view.polynomial(body).terms
    if (m === undefined || others.length > 0) return undefined
    const factors = m.factors.map((g) => c.view.monomialTerm([g]))
    if (!Q.eq(m.coefficient, Q.ONE)) factors.unshift(c.view.reify(P.constant(m.coefficient)))
    const [first, ...rest] = factors
    if (first === undefined || rest.length === 0) return undefined
    const pair = mkMul(first, rest.reduceRight((acc, x) => mkMul(x, acc)))
    const head = (t as Extract<Term, { kind: 'app' }>).fn
    const start = congArg(head, congAbs(v, ring(body, pair)))
    const split = byEquation('prod_mul', sides(start)[1], c)
    return split === undefined ? undefined : trans(start, split)
  })
}
