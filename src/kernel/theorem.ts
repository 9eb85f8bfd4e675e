// TRUSTED. Theorems `Γ ⊢ φ` and the primitive rules of the logic. The only way to a Theorem is a rule of this file;
// `make` and its token are private, and every rule checks the brand of each input.
import { DomainError, LimitExceeded } from '../arith/errors.js'
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { KernelError, PROP, REAL, checkName, domainOf, type Type } from './type.js'
import {
  alphaEqual, checkTerm, checkVar, core, freeVars, instantiateBody, mkAbs, mkApp, mkConst, mkNum, newDefinition, occurs, substitution,
  type Constant, type FVar, type Term,
} from './term.js'
import {
  AND, EQ, EXISTS, FORALL, IMP, OR, asBinary, asOrder, asUnary, falsity, mkAnd, mkDiv, mkEq, mkForall, mkImp, mkNeg, mkNot, mkOr,
} from './signature.js'
import { View } from './polynomial-view.js'
import { checkRefutation, type PositivstellensatzCertificate } from './positivstellensatz.js'
import { checkEnclosure } from './enclosure.js'
import { meanValueFormulas, type MeanValueRange } from './derivative.js'

const issued = Symbol('theorem')

/** A proved sequent: hypotheses sorted by core id without α-duplicates, and a bit for every axiom it rests on. */
export class TheoremNode {
  readonly #brand = true
  constructor(token: symbol, readonly hyps: readonly Term[], readonly concl: Term, readonly axioms: bigint) {
    if (token !== issued || new.target !== TheoremNode) throw new TypeError('theorems are made by kernel rules only')
    Object.freeze(hyps)
    Object.freeze(this)
  }
  static is(value: unknown): value is TheoremNode {
    return typeof value === 'object' && value !== null && #brand in value
  }
}
Object.freeze(TheoremNode)
Object.freeze(TheoremNode.prototype)
export type Theorem = TheoremNode

/** Where an axiom comes from: real analysis, a textbook fact of a proof file, or a statement checked elsewhere in the run. */
export type AxiomKind = 'base' | 'cited' | 'import'
export interface Axiom {
  readonly name: string
  readonly kind: AxiomKind
  readonly statement: Term
  readonly citation: string
}

// ── sequents ──
const NONE: readonly Term[] = Object.freeze([])

function make(hyps: readonly Term[], concl: Term, axioms: bigint): Theorem {
  return new TheoremNode(issued, hyps, concl, axioms)
}

/** The sequent with this conclusion and all that its premises rest on. */
function from(concl: Term, premises: readonly Theorem[]): Theorem {
  let hyps = NONE
  let axioms = 0n
  for (let i = 0; i < premises.length; i++) {
    hyps = union(hyps, (premises[i] as Theorem).hyps)
    axioms |= (premises[i] as Theorem).axioms
  }
  return make(hyps, concl, axioms)
}

function union(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  if (a === b || b.length === 0) return a
  if (a.length === 0) return b
  const out: Term[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const x = a[i]
    const y = b[j]
    const order = y === undefined ? -1 : x === undefined ? 1 : core(x).id - core(y).id
    out[out.length] = (order <= 0 ? x : y) as Term
    if (order <= 0) i++
    if (order >= 0) j++
  }
  return out
}

function without(hyps: readonly Term[], p: Term): readonly Term[] {
  const out: Term[] = []
  for (let i = 0; i < hyps.length; i++) if (!alphaEqual(hyps[i] as Term, p)) out[out.length] = hyps[i] as Term
  return out
}

function thm(value: unknown, rule: string): Theorem {
  if (!TheoremNode.is(value)) throw new KernelError(rule, 'expected a theorem')
  return value
}

function prop(value: unknown, rule: string): Term {
  const t = checkTerm(value, rule)
  if (t.type !== PROP) throw new KernelError(rule, 'expected a formula')
  return t
}

/** Both sides of a theorem whose conclusion is `l ∘ r`. */
function sides(th: unknown, constant: Constant, rule: string): { readonly l: Term; readonly r: Term } {
  const t = thm(th, rule).concl
  if (t.kind === 'app' && t.fn.kind === 'app' && t.fn.fn.kind === 'const' && t.fn.fn.constant === constant) return { l: t.fn.arg, r: t.arg }
  throw new KernelError(rule, `expected a theorem of the form _ ${constant.name} _`)
}

function same(a: Term, b: Term, rule: string): void {
  if (!alphaEqual(a, b)) throw new KernelError(rule, 'the formulas do not match')
}

function notFreeIn(x: FVar, formulas: readonly Term[], rule: string): void {
  for (let i = 0; i < formulas.length; i++) if (occurs(x, formulas[i] as Term)) throw new KernelError(rule, `${x.name} is free in a premise`)
}

/** `P t`, β-reduced when P is an abstraction, for the P of a formula `∀ P` or `∃ P`. */
function instanceOf(quantified: Term, which: Constant, t: Term, rule: string): Term {
  const predicate = asUnary(quantified, which)
  if (predicate === undefined) throw new KernelError(rule, `expected a formula ${which.name}`)
  if (domainOf(predicate.type) !== checkTerm(t, rule).type) throw new KernelError(rule, 'the term has another type')
  return predicate.kind === 'abs' ? instantiateBody(predicate, t) : mkApp(predicate, t)
}

// ── the rules of higher-order logic ──

/** φ ⊢ φ */
export function assume(p: Term): Theorem {
  return make([prop(p, 'assume')], p, 0n)
}

/** Γ ⊢ q gives Γ \ {p} ⊢ p → q */
export function intro(p: Term, th: Theorem): Theorem {
  const t = thm(th, 'intro')
  return make(without(t.hyps, prop(p, 'intro')), mkImp(p, t.concl), t.axioms)
}

/** Γ ⊢ p → q and Δ ⊢ p give Γ ∪ Δ ⊢ q */
export function mp(imp: Theorem, th: Theorem): Theorem {
  const { l: p, r: q } = sides(imp, IMP, 'mp')
  same(p, thm(th, 'mp').concl, 'mp')
  return from(q, [imp, th])
}

/** ⊢ t = t */
export function refl(t: Term): Theorem {
  return make(NONE, mkEq(checkTerm(t, 'refl'), t), 0n)
}

/** ⊢ a = b for α-equal a, b: changes bound names only. */
export function alpha(a: Term, b: Term): Theorem {
  same(checkTerm(a, 'alpha'), checkTerm(b, 'alpha'), 'alpha')
  return make(NONE, mkEq(a, b), 0n)
}

/** a = b gives b = a */
export function sym(th: Theorem): Theorem {
  const { l: a, r: b } = sides(th, EQ, 'sym')
  return from(mkEq(b, a), [th])
}

/** a = b and b = c give a = c */
export function trans(th1: Theorem, th2: Theorem): Theorem {
  const { l: a, r: b } = sides(th1, EQ, 'trans')
  const { l: b2, r: c } = sides(th2, EQ, 'trans')
  same(b, b2, 'trans')
  return from(mkEq(a, c), [th1, th2])
}

/** f = g and a = b give f a = g b */
export function congApp(fn: Theorem, arg: Theorem): Theorem {
  const { l: f, r: g } = sides(fn, EQ, 'congApp')
  const { l: a, r: b } = sides(arg, EQ, 'congApp')
  return from(mkEq(mkApp(f, a), mkApp(g, b)), [fn, arg])
}

/** Γ ⊢ a = b gives Γ ⊢ (λx. a) = (λx. b), x not free in Γ */
export function congAbs(x: FVar, th: Theorem): Theorem {
  const v = checkVar(x, 'congAbs')
  const { l: a, r: b } = sides(th, EQ, 'congAbs')
  notFreeIn(v, th.hyps, 'congAbs')
  return from(mkEq(mkAbs(v, a), mkAbs(v, b)), [th])
}

/** ⊢ (λx. b) a = b[a/x] */
export function beta(redex: Term): Theorem {
  const t = checkTerm(redex, 'beta')
  if (t.kind !== 'app' || t.fn.kind !== 'abs') throw new KernelError('beta', 'expected (λx. b) a')
  return make(NONE, mkEq(t, instantiateBody(t.fn, t.arg)), 0n)
}

/** p = q and p give q */
export function eqMp(eq: Theorem, th: Theorem): Theorem {
  const { l: p, r: q } = sides(eq, EQ, 'eqMp')
  same(p, thm(th, 'eqMp').concl, 'eqMp')
  return from(q, [eq, th])
}

/** p → q and q → p give p = q (propositional extensionality) */
export function iffIntro(there: Theorem, back: Theorem): Theorem {
  const { l: p, r: q } = sides(there, IMP, 'iffIntro')
  const { l: q2, r: p2 } = sides(back, IMP, 'iffIntro')
  same(p, p2, 'iffIntro')
  same(q, q2, 'iffIntro')
  return from(mkEq(p, q), [there, back])
}

/** Γ ⊢ φ gives Γ ⊢ ∀ x, φ, x not free in Γ */
export function generalise(x: FVar, th: Theorem): Theorem {
  const v = checkVar(x, 'generalise')
  notFreeIn(v, thm(th, 'generalise').hyps, 'generalise')
  return from(mkForall(v, th.concl), [th])
}

/** ∀ P gives P t, β-reduced */
export function specialise(th: Theorem, t: Term): Theorem {
  return from(instanceOf(thm(th, 'specialise').concl, FORALL, t, 'specialise'), [th])
}

/** Replaces type variables, then free variables, everywhere, hypotheses included. */
export function instantiate(th: Theorem, types: ReadonlyMap<Type, Type>, vars: ReadonlyMap<FVar, Term>): Theorem {
  const { hyps, concl, axioms } = thm(th, 'instantiate')
  const apply = substitution(types, vars)
  /** The instances of hyps[i..j) as a sorted list. */
  const instances = (i: number, j: number): readonly Term[] =>
    j - i > 1 ? union(instances(i, (i + j) >> 1), instances((i + j) >> 1, j)) : i === j ? NONE : [apply(hyps[i] as Term)]
  return make(instances(0, hyps.length), apply(concl), axioms)
}

/** p and q give p ∧ q */
export function andIntro(p: Theorem, q: Theorem): Theorem {
  return from(mkAnd(thm(p, 'andIntro').concl, thm(q, 'andIntro').concl), [p, q])
}

/** p ∧ q gives p */
export function andLeft(th: Theorem): Theorem {
  return from(sides(th, AND, 'andLeft').l, [th])
}

/** p ∧ q gives q */
export function andRight(th: Theorem): Theorem {
  return from(sides(th, AND, 'andRight').r, [th])
}

/** p gives p ∨ q */
export function orLeft(th: Theorem, q: Term): Theorem {
  return from(mkOr(thm(th, 'orLeft').concl, prop(q, 'orLeft')), [th])
}

/** q gives p ∨ q */
export function orRight(p: Term, th: Theorem): Theorem {
  return from(mkOr(prop(p, 'orRight'), thm(th, 'orRight').concl), [th])
}

/** p ∨ q, Γ ⊢ r and Δ ⊢ r give r from Γ \ {p} and Δ \ {q} */
export function orElim(or: Theorem, left: Theorem, right: Theorem): Theorem {
  const { l: p, r: q } = sides(or, OR, 'orElim')
  same(thm(left, 'orElim').concl, thm(right, 'orElim').concl, 'orElim')
  const hyps = union(or.hyps, union(without(left.hyps, p), without(right.hyps, q)))
  return make(hyps, left.concl, or.axioms | left.axioms | right.axioms)
}

/** P t (β-reduced) gives the goal ∃ P */
export function existsIntro(goal: Term, t: Term, th: Theorem): Theorem {
  same(instanceOf(prop(goal, 'existsIntro'), EXISTS, t, 'existsIntro'), thm(th, 'existsIntro').concl, 'existsIntro')
  return from(goal, [th])
}

/** ∃ P and Δ ⊢ r give r from Δ \ {P x}, x not free in P, r or the rest of Δ */
export function existsElim(ex: Theorem, x: FVar, th: Theorem): Theorem {
  const v = checkVar(x, 'existsElim')
  const instance = instanceOf(thm(ex, 'existsElim').concl, EXISTS, v, 'existsElim')
  const rest = without(thm(th, 'existsElim').hyps, instance)
  notFreeIn(v, [ex.concl, th.concl], 'existsElim')
  notFreeIn(v, rest, 'existsElim')
  return make(union(ex.hyps, rest), th.concl, ex.axioms | th.axioms)
}

/** ⊢ p ∨ ¬p */
export function excludedMiddle(p: Term): Theorem {
  return make(NONE, mkOr(prop(p, 'excludedMiddle'), mkNot(p)), 0n)
}

/** False gives any p */
export function exFalso(th: Theorem, p: Term): Theorem {
  same(thm(th, 'exFalso').concl, falsity, 'exFalso')
  return from(prop(p, 'exFalso'), [th])
}

// ── definitions and axioms ──

/** A new constant abbreviating the closed term `body`; every type variable of the body must be a parameter. */
export function define(name: string, typeParams: readonly Type[], body: Term): Constant {
  return newDefinition(name, typeParams, body)
}

/** ⊢ c[τ…] = body for a defined constant */
export function unfold(constant: Constant, typeArgs: readonly Type[]): Theorem {
  const c = mkConst(constant, typeArgs)
  if (c.constant.body === undefined) throw new KernelError('unfold', `${c.constant.name} is not a defined constant`)
  const map = new Map<Type, Type>()
  for (let i = 0; i < c.typeArgs.length; i++) map.set(c.constant.typeParams[i] as Type, c.typeArgs[i] as Type)
  return make(NONE, mkEq(c, substitution(map, new Map())(c.constant.body)), 0n)
}

const axiomList: Axiom[] = []
let baseSealed = false

/** After this no axiom of kind 'base' is accepted: axioms.ts is the whole list. */
export function sealBase(): void {
  baseSealed = true
}

/** Declares an axiom: a closed formula, recorded under the name and citation it will be reported with. */
export function axiom(name: string, kind: AxiomKind, statement: Term, citation: string): Theorem {
  const rule = 'axiom'
  if (freeVars(prop(statement, rule)).length > 0) throw new KernelError(rule, 'the statement has free variables')
  if (kind === 'base' ? baseSealed : kind !== 'cited' && kind !== 'import') throw new KernelError(rule, 'the kind is cited or import')
  const bit = 1n << BigInt(axiomList.length)
  axiomList[axiomList.length] = Object.freeze({ name: checkName(name, rule), kind, statement, citation: checkName(citation, rule) })
  return make(NONE, statement, bit)
}

/** The axioms a theorem rests on, in order of declaration. */
export function axiomsOf(th: Theorem): readonly Axiom[] {
  const bits = thm(th, 'axiomsOf').axioms
  const found: Axiom[] = []
  for (let i = 0; i < axiomList.length; i++) if ((bits >> BigInt(i)) & 1n) found[found.length] = axiomList[i] as Axiom
  return found
}

// ── computational rules: pure checkers from the sibling files, each turned into a theorem here ──

/** Runs a checker; a refusal of exact arithmetic (a limit, a domain, a malformed number) becomes the rule's refusal. */
function checked<T>(rule: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const refusal = error instanceof LimitExceeded || error instanceof DomainError || error instanceof RangeError
    throw refusal ? new KernelError(rule, error.message) : error
  }
}

/** ⊢ lhs = rhs for real or natural terms that are one polynomial over their atoms; see View. */
export function ring(lhs: Term, rhs: Term): Theorem {
  const goal = mkEq(lhs, rhs)
  const view = new View()
  if (!checked('ring', () => P.equal(view.polynomial(lhs), view.polynomial(rhs)))) throw new KernelError('ring', 'the sides differ')
  return make(NONE, goal, 0n)
}

/** The rational value of a term without atoms. */
function valueOf(t: Term, rule: string): Q.Rational {
  const value = checked(rule, () => P.asConstant(new View().polynomial(t)))
  if (value === undefined) throw new KernelError(rule, 'the term is not a closed number')
  return value
}

/** ⊢ t = n, n/d, -n or -(n/d) in lowest terms, for a closed real or natural t built from numerals. */
export function numeral(t: Term): Theorem {
  const value = valueOf(t, 'numeral')
  const size = Q.abs(value)
  const top = mkNum(size.num, t.type)
  const positive = Q.isInteger(size) ? top : mkDiv(top, mkNum(size.den, REAL))
  return make(NONE, mkEq(t, Q.sign(value) < 0 ? mkNeg(positive) : positive), 0n)
}

/** ⊢ φ or ⊢ ¬φ for an order relation or equation φ between sides whose difference is a closed number. */
export function decide(relation: Term): Theorem {
  const order = asOrder(prop(relation, 'decide'))
  const low = order?.low ?? asBinary(relation, EQ)?.[0]
  const high = order?.high ?? asBinary(relation, EQ)?.[1]
  if (low === undefined || high === undefined) throw new KernelError('decide', 'expected an order relation or an equation')
  const sign = Q.cmp(valueOf(high, 'decide'), valueOf(low, 'decide'))
  const holds = order === undefined ? sign === 0 : order.strict ? sign > 0 : sign >= 0
  return make(NONE, holds ? relation : mkNot(relation), 0n)
}

/** Γ₁ ⊢ φ₁ … Γₙ ⊢ φₙ and a certificate that the φᵢ contradict each other give Γ₁ ∪ … ∪ Γₙ ⊢ False. */
export function positivstellensatz(facts: readonly Theorem[], certificate: PositivstellensatzCertificate): Theorem {
  const premises = theorems(facts, 'positivstellensatz')
  checked('positivstellensatz', () => { checkRefutation(conclusions(premises), certificate) })
  return from(falsity, premises)
}

/** Γᵢ ⊢ bounds of the opaque subterms give ∪ Γᵢ ⊢ goal, an order relation that interval evaluation decides. */
export function enclosure(goal: Term, bounds: readonly Theorem[], precision: number): Theorem {
  const premises = theorems(bounds, 'enclosure')
  checked('enclosure', () => { checkEnclosure(prop(goal, 'enclosure'), conclusions(premises), precision) })
  return from(goal, premises)
}

/** The mean value theorem: a sign at the base point and a monotone f give the sign on the range; see `meanValueFormulas`. */
export function meanValue(f: Term, range: MeanValueRange, start: Theorem, continuity: Theorem, derivative: Theorem): Theorem {
  const expected = meanValueFormulas(f, range)
  same(thm(start, 'meanValue').concl, expected.start, 'meanValue')
  same(thm(continuity, 'meanValue').concl, expected.continuity, 'meanValue')
  same(thm(derivative, 'meanValue').concl, expected.derivative, 'meanValue')
  return from(expected.conclusion, [start, continuity, derivative])
}

/** A private copy of a list of theorems, each element read once. */
function theorems(list: readonly Theorem[], rule: string): readonly Theorem[] {
  const copy: Theorem[] = []
  for (let i = 0; i < list.length; i++) copy[i] = thm(list[i], rule)
  return copy
}

function conclusions(list: readonly Theorem[]): readonly Term[] {
  const out: Term[] = []
  for (let i = 0; i < list.length; i++) out[i] = (list[i] as Theorem).concl
  return out
}
