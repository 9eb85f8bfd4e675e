// TRUSTED. Theorems `Γ ⊢ φ`, the rules of the logic, definitions, axioms and the computational rules: every way to a Theorem is an
// export of this file. Each rule checks the brand of its inputs, reads arrays once, and refuses with a KernelError.
// Anyone may call the rules; docs/foundations.md says why each is sound.
import { DomainError, LimitExceeded } from '../arith/errors.js'
import * as P from '../arith/polynomial.js'
import { mint, type Minted } from './brand.js'
import { KernelError, PROP, checkName, domainOf, type Type } from './type.js'
import {
  alphaEqual, checkTerm, checkVar, core, freeVars, instantiateBody, mkAbs, mkApp, mkConst, newDefinition, occurs, substitution,
  type Constant, type FVar, type Term,
} from './term.js'
import { AND, EQ, EXISTS, FORALL, IMP, OR, falsity, mkAnd, mkEq, mkForall, mkImp, mkNot, mkOr, operation } from './signature.js'
import { View } from './polynomial-view.js'
import { checkRefutation, type PositivstellensatzCertificate } from './positivstellensatz.js'
import { checkEnclosure } from './enclosure.js'
import { meanValueFormulas, type MeanValueRange } from './derivative.js'

/** A proved sequent: hypotheses sorted by core id without α-duplicates, and a bit for every axiom it rests on. */
export interface Theorem extends Minted<'theorem'> {
  readonly hyps: readonly Term[]; readonly concl: Term; readonly axioms: bigint; readonly trace: Trace | undefined
}
/** The rule that made a theorem, its premises, and its other arguments as they were given: data for certificates, read by no rule. */
export interface Trace { readonly rule: string; readonly premises: readonly Theorem[]; readonly data: readonly unknown[] }
let recording = false
/** Whether theorems made from now on keep their traces, and with them their proofs; off at the start. */
export const recordTraces = (on: boolean): void => { recording = on }

// ── sequents ──
const sequents = mint<Theorem>('theorem')
const NONE: readonly never[] = Object.freeze([])
function make(
  hyps: readonly Term[], concl: Term, axioms: bigint, rule: string, premises: readonly Theorem[] = NONE, data: readonly unknown[] = NONE,
): Theorem {
  return sequents.make({ hyps: Object.freeze(hyps), concl, axioms, trace: recording ? { rule, premises, data } : undefined })
}

/** The sequent with this conclusion and all that its premises rest on. */
function from(rule: string, premises: readonly Theorem[], concl: Term, data?: readonly unknown[]): Theorem {
  let hyps: readonly Term[] = NONE
  let axioms = 0n
  for (let i = 0; i < premises.length; i++) {
    hyps = union(hyps, (premises[i] as Theorem).hyps)
    axioms |= (premises[i] as Theorem).axioms
  }
  return make(hyps, concl, axioms, rule, premises, data)
}
function union(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  if (a === b || b.length === 0) return a
  if (a.length === 0) return b
  const out: Term[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const x = a[i], y = b[j]
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
function thm(value: unknown): Theorem {
  if (!sequents.is(value)) throw new KernelError('theorem', 'expected a theorem')
  return value
}
function prop(value: unknown): Term {
  const t = checkTerm(value, 'formula')
  if (t.type !== PROP) throw new KernelError('formula', 'expected a term of type Prop')
  return t
}
function same(a: Term, b: Term, rule: string): void {
  if (!alphaEqual(a, b)) throw new KernelError(rule, 'the formulas do not match')
}
/** Both sides of a theorem whose conclusion is `l ∘ r`; l must be `left` if that is given. */
function sides(th: Theorem, constant: Constant, rule: string, left?: Term): { readonly l: Term; readonly r: Term } {
  const { head, u, v } = operation(thm(th).concl)
  if (head !== constant) throw new KernelError(rule, `expected a theorem of the form _ ${constant.name} _`)
  if (left !== undefined) same(u, left, rule)
  return { l: u, r: v }
}
function notFreeIn(x: FVar, formulas: readonly Term[], rule: string): void {
  for (let i = 0; i < formulas.length; i++) if (occurs(x, formulas[i] as Term)) throw new KernelError(rule, 'x is free in a premise')
}
/** `P t`, β-reduced when P is an abstraction, for a formula `∀ P` or `∃ P`. */
function instanceOf(quantified: Term, which: Constant, t: Term, rule: string): Term {
  const { head, u: predicate } = operation(quantified)
  if (head !== which) throw new KernelError(rule, `expected a formula ${which.name}`)
  if (domainOf(predicate.type) !== checkTerm(t, rule).type) throw new KernelError(rule, 'the term has another type')
  return predicate.kind === 'abs' ? instantiateBody(predicate, t) : mkApp(predicate, t)
}

// ── implication, conjunction, disjunction, falsity; classical ──
/** φ ⊢ φ */
export const assume = (p: Term): Theorem => make([prop(p)], p, 0n, 'assume', NONE, [p])
/** Γ ⊢ q gives Γ \ {p} ⊢ p → q */
export const intro = (p: Term, th: Theorem): Theorem =>
  make(without(thm(th).hyps, prop(p)), mkImp(p, th.concl), th.axioms, 'intro', [th], [p])
/** p → q and p give q */
export const mp = (imp: Theorem, th: Theorem): Theorem => from('mp', [imp, th], sides(imp, IMP, 'mp', thm(th).concl).r)
/** p and q give p ∧ q */
export const andIntro = (p: Theorem, q: Theorem): Theorem => from('andIntro', [p, q], mkAnd(thm(p).concl, thm(q).concl))
/** p ∧ q gives p */
export const andLeft = (th: Theorem): Theorem => from('andLeft', [th], sides(th, AND, 'andLeft').l)
/** p ∧ q gives q */
export const andRight = (th: Theorem): Theorem => from('andRight', [th], sides(th, AND, 'andRight').r)
/** p gives p ∨ q */
export const orLeft = (th: Theorem, q: Term): Theorem => from('orLeft', [th], mkOr(thm(th).concl, prop(q)), [q])
/** q gives p ∨ q */
export const orRight = (p: Term, th: Theorem): Theorem => from('orRight', [th], mkOr(prop(p), thm(th).concl), [p])
/** p ∨ q, Γ ⊢ r and Δ ⊢ r give r from Γ \ {p} and Δ \ {q} */
export function orElim(or: Theorem, left: Theorem, right: Theorem): Theorem {
  const { l: p, r: q } = sides(or, OR, 'orElim')
  same(thm(left).concl, thm(right).concl, 'orElim')
  const hyps = union(or.hyps, union(without(left.hyps, p), without(right.hyps, q)))
  return make(hyps, left.concl, or.axioms | left.axioms | right.axioms, 'orElim', [or, left, right])
}
/** ⊢ p ∨ ¬p */
export const excludedMiddle = (p: Term): Theorem => make(NONE, mkOr(prop(p), mkNot(p)), 0n, 'excludedMiddle', NONE, [p])
/** False gives any p */
export function exFalso(th: Theorem, p: Term): Theorem {
  same(thm(th).concl, falsity, 'exFalso')
  return from('exFalso', [th], prop(p), [p])
}

// ── equality ──
/** ⊢ t = t */
export const refl = (t: Term): Theorem => make(NONE, mkEq(t, t), 0n, 'refl', NONE, [t])
/** ⊢ a = b for α-equal a, b: changes bound names only */
export const alpha = (a: Term, b: Term): Theorem => trans(refl(a), refl(b))
/** a = b gives b = a */
export function sym(th: Theorem): Theorem {
  const { l: a, r: b } = sides(th, EQ, 'sym')
  return from('sym', [th], mkEq(b, a))
}
/** a = b and b = c give a = c */
export function trans(th1: Theorem, th2: Theorem): Theorem {
  const { l: a, r: b } = sides(th1, EQ, 'trans')
  return from('trans', [th1, th2], mkEq(a, sides(th2, EQ, 'trans', b).r))
}
/** f = g and a = b give f a = g b */
export function congApp(fn: Theorem, arg: Theorem): Theorem {
  const { l: f, r: g } = sides(fn, EQ, 'congApp')
  const { l: a, r: b } = sides(arg, EQ, 'congApp')
  return from('congApp', [fn, arg], mkEq(mkApp(f, a), mkApp(g, b)))
}
/** Γ ⊢ a = b gives Γ ⊢ (λx. a) = (λx. b), x not free in Γ */
export function congAbs(x: FVar, th: Theorem): Theorem {
  const { l: a, r: b } = sides(th, EQ, 'congAbs')
  notFreeIn(checkVar(x, 'congAbs'), th.hyps, 'congAbs')
  return from('congAbs', [th], mkEq(mkAbs(x, a), mkAbs(x, b)), [x])
}
/** ⊢ (λx. b) a = b[a/x] */
export function beta(redex: Term): Theorem {
  const t = checkTerm(redex, 'beta')
  if (t.kind !== 'app' || t.fn.kind !== 'abs') throw new KernelError('beta', 'expected (λx. b) a')
  return make(NONE, mkEq(t, instantiateBody(t.fn, t.arg)), 0n, 'beta', NONE, [t])
}
/** p = q and p give q */
export const eqMp = (eq: Theorem, th: Theorem): Theorem => from('eqMp', [eq, th], sides(eq, EQ, 'eqMp', thm(th).concl).r)
/** p → q and q → p give p = q (propositional extensionality) */
export function iffIntro(there: Theorem, back: Theorem): Theorem {
  const { l: p, r: q } = sides(there, IMP, 'iffIntro')
  same(p, sides(back, IMP, 'iffIntro', q).r, 'iffIntro')
  return from('iffIntro', [there, back], mkEq(p, q))
}

// ── quantifiers and substitution ──
/** ∀ P gives P t, β-reduced */
export const specialise = (th: Theorem, t: Term): Theorem =>
  from('specialise', [th], instanceOf(thm(th).concl, FORALL, t, 'specialise'), [t])
/** Γ ⊢ φ gives Γ ⊢ ∀ x, φ, x not free in Γ */
export function generalise(x: FVar, th: Theorem): Theorem {
  notFreeIn(checkVar(x, 'generalise'), thm(th).hyps, 'generalise')
  return from('generalise', [th], mkForall(x, th.concl), [x])
}
/** P t (β-reduced) gives the goal ∃ P */
export function existsIntro(goal: Term, t: Term, th: Theorem): Theorem {
  same(instanceOf(prop(goal), EXISTS, t, 'existsIntro'), thm(th).concl, 'existsIntro')
  return from('existsIntro', [th], goal, [goal, t])
}
/** ∃ P and Δ ⊢ r give r from Δ \ {P x}, x not free in P, r or the rest of Δ */
export function existsElim(ex: Theorem, x: FVar, th: Theorem): Theorem {
  const instance = instanceOf(thm(ex).concl, EXISTS, checkVar(x, 'existsElim'), 'existsElim')
  const rest = without(thm(th).hyps, instance)
  notFreeIn(x, [ex.concl, th.concl], 'existsElim')
  notFreeIn(x, rest, 'existsElim')
  return make(union(ex.hyps, rest), th.concl, ex.axioms | th.axioms, 'existsElim', [ex, th], [x])
}
/** Replaces type variables, then free variables, everywhere, hypotheses included. */
export function instantiate(th: Theorem, types: ReadonlyMap<Type, Type>, vars: ReadonlyMap<FVar, Term>): Theorem {
  const { hyps, concl, axioms } = thm(th)
  const image = substitution(types, vars)
  const images = (i: number, j: number): readonly Term[] =>
    j - i > 1 ? union(images(i, (i + j) >> 1), images((i + j) >> 1, j)) : i === j ? NONE : [image(hyps[i] as Term)]
  return make(images(0, hyps.length), image(concl), axioms, 'instantiate', [th], [types, vars])
}

// ── definitions and axioms ──
/** A new constant abbreviating the closed term `body`; every type variable of the body must be a parameter. */
export const define = (name: string, typeParams: readonly Type[], body: Term): Constant => newDefinition(name, typeParams, body)
/** ⊢ c[τ…] = body for a defined constant */
export function unfold(constant: Constant, typeArgs: readonly Type[]): Theorem {
  const c = mkConst(constant, typeArgs)
  const { name, body, typeParams } = c.constant
  if (body === undefined) throw new KernelError('unfold', `${name} is not a defined constant`)
  const map = new Map<Type, Type>()
  for (let i = 0; i < typeParams.length; i++) map.set(typeParams[i] as Type, c.typeArgs[i] as Type)
  return make(NONE, mkEq(c, substitution(map, new Map())(body)), 0n, 'unfold', NONE, [c])
}

/** Where an axiom comes from: real analysis, a textbook fact of a proof file, or a statement checked elsewhere in the run. */
export type AxiomKind = 'base' | 'cited' | 'import'
export interface Axiom { readonly name: string; readonly kind: AxiomKind; readonly statement: Term; readonly citation: string }
const axiomList: Axiom[] = []
let baseSealed = false
/** After this no axiom of kind 'base' is accepted: axioms.ts is the whole list. */
export const sealBase = (): void => { baseSealed = true }
/** Declares an axiom: a closed formula, recorded under the name and citation it will be reported with. */
export function axiom(name: string, kind: AxiomKind, statement: Term, citation: string): Theorem {
  if (freeVars(prop(statement)).length > 0) throw new KernelError('axiom', 'the statement has free variables')
  if (kind === 'base' ? baseSealed : kind !== 'cited' && kind !== 'import') throw new KernelError('axiom', 'the kind is cited or import')
  const bit = 1n << BigInt(axiomList.length)
  axiomList[axiomList.length] = Object.freeze({ name: checkName(name, 'axiom'), kind, statement, citation: checkName(citation, 'axiom') })
  return make(NONE, statement, bit, 'axiom', NONE, [axiomList[axiomList.length - 1]])
}
/** The axioms a theorem rests on, in order of declaration. */
export function axiomsOf(th: Theorem): readonly Axiom[] {
  const found: Axiom[] = []
  const { axioms } = thm(th)
  for (let i = 0; i < axiomList.length; i++) if ((axioms >> BigInt(i)) & 1n) found[found.length] = axiomList[i] as Axiom
  return found
}

// ── computational rules: pure checkers from the sibling files, each turned into a theorem here ──
/** Runs a checker; a refusal of exact arithmetic (a limit, a domain, a malformed number) becomes the rule's refusal. */
function checked<T>(rule: string, run: () => T): T {
  try { return run() } catch (error) {
    const refusal = error instanceof LimitExceeded || error instanceof DomainError || error instanceof RangeError
    throw refusal ? new KernelError(rule, error.message) : error
  }
}
/** A private copy of a list of theorems, each element read once. */
function copied(list: readonly Theorem[]): readonly Theorem[] {
  const copy: Theorem[] = []
  for (let i = 0; i < list.length; i++) copy[i] = thm(list[i])
  return copy
}

/** ⊢ lhs = rhs for real or natural terms that are one polynomial over their atoms; see View. */
export function ring(lhs: Term, rhs: Term): Theorem {
  const view = new View()
  if (!checked('ring', () => P.equal(view.polynomial(lhs), view.polynomial(rhs)))) throw new KernelError('ring', 'the sides differ')
  return make(NONE, mkEq(lhs, rhs), 0n, 'ring', NONE, [lhs, rhs])
}
/** Γ₁ ⊢ φ₁ … Γₙ ⊢ φₙ and a certificate that the φᵢ contradict each other give Γ₁ ∪ … ∪ Γₙ ⊢ False. */
export function positivstellensatz(facts: readonly Theorem[], certificate: PositivstellensatzCertificate): Theorem {
  const premises = copied(facts)
  checked('positivstellensatz', () => { checkRefutation(premises, certificate) })
  return from('positivstellensatz', premises, falsity, [certificate])
}
/** Γᵢ ⊢ bounds of the opaque subterms give ∪ Γᵢ ⊢ goal, an order relation that interval evaluation decides. */
export function enclosure(goal: Term, bounds: readonly Theorem[], precision: number): Theorem {
  const premises = copied(bounds)
  checked('enclosure', () => { checkEnclosure(prop(goal), premises, precision) })
  return from('enclosure', premises, goal, [goal, precision])
}
/** The mean value theorem: a sign at the base point and a monotone f give the sign on the range; see `meanValueFormulas`. */
export function meanValue(f: Term, range: MeanValueRange, start: Theorem, continuity: Theorem, derivative: Theorem): Theorem {
  const expected = meanValueFormulas(f, range)
  same(thm(start).concl, expected.start, 'meanValue')
  same(thm(continuity).concl, expected.continuity, 'meanValue')
  same(thm(derivative).concl, expected.derivative, 'meanValue')
  return from('meanValue', [start, continuity, derivative], expected.conclusion, [f, range])
}
