// UNTRUSTED. Derived rules of the logic: ordinary proofs written as functions over the kernel's primitive rules.
// A function given premises of the wrong shape throws KernelError and proves nothing. Anyone above the kernel may use them.
import { KernelError, type Type } from '../kernel/type.js'
import { alphaEqual, core, mkApp, type FVar, type Term } from '../kernel/term.js'
import {
  AND, EQ, EXISTS, FALSE, FORALL, IMP, NOT, OR, TRUE, asBinary, asUnary, falsity, mkEq, mkExists, mkNot,
} from '../kernel/signature.js'
import {
  alpha, andIntro, andLeft, andRight, assume, beta, congApp, eqMp, exFalso, excludedMiddle, existsElim, existsIntro, generalise,
  iffIntro, instantiate, intro, mp, orElim, orLeft, orRight, refl, specialise, sym, trans, unfold, type Theorem,
} from '../kernel/theorem.js'

const NO_TYPES: ReadonlyMap<Type, Type> = new Map()

// ── reading formulas ──

export const asImp = (t: Term): readonly [Term, Term] | undefined => asBinary(t, IMP)
export const asAnd = (t: Term): readonly [Term, Term] | undefined => asBinary(t, AND)
export const asOr = (t: Term): readonly [Term, Term] | undefined => asBinary(t, OR)
export const asEq = (t: Term): readonly [Term, Term] | undefined => asBinary(t, EQ)
export const asNot = (t: Term): Term | undefined => asUnary(t, NOT)
/** The predicate of `∀ P` / `∃ P` (usually an abstraction). */
export const asForall = (t: Term): Term | undefined => asUnary(t, FORALL)
export const asExists = (t: Term): Term | undefined => asUnary(t, EXISTS)
export const isFalse = (t: Term): boolean => t.kind === 'const' && t.constant === FALSE
export const isTrue = (t: Term): boolean => t.kind === 'const' && t.constant === TRUE

/** Both sides of the conclusion of an equation. */
export function sides(th: Theorem): readonly [Term, Term] {
  const pair = asEq(th.concl)
  if (pair === undefined) throw new KernelError('sides', 'expected an equation')
  return pair
}

/** Whether every hypothesis of `th` is α-equal to one in `allowed`. */
export function hypothesesWithin(th: Theorem, allowed: readonly Term[]): boolean {
  if (th.hyps.length === 0) return true
  const set = new Set(allowed.map(core))
  return th.hyps.every((h) => set.has(core(h)))
}

// ── equations ──

/** `Γ ⊢ p = q` and `Δ ⊢ q` give `Γ ∪ Δ ⊢ p`. */
export function iffMpr(eq: Theorem, th: Theorem): Theorem {
  return eqMp(sym(eq), th)
}

/** `th` with its conclusion replaced by the α-equal `goal` (bound names as in `goal`). */
export function restate(th: Theorem, goal: Term): Theorem {
  return th.concl === goal ? th : eqMp(alpha(th.concl, goal), th)
}

/** `a = b` gives `f a = f b`. */
export function congArg(fn: Term, eq: Theorem): Theorem {
  return congApp(refl(fn), eq)
}

/** `f = g` gives `f a = g a`. */
export function congFn(eq: Theorem, arg: Term): Theorem {
  return congApp(eq, refl(arg))
}

/** `f a₁ … aₙ = f b₁ … bₙ` from the equations `aᵢ = bᵢ`. */
export function congArgs(fn: Term, equations: readonly Theorem[]): Theorem {
  return equations.reduce((th, eq) => congApp(th, eq), refl(fn))
}

/** Chains equations; at least one. */
export function transAll(first: Theorem, ...rest: readonly Theorem[]): Theorem {
  return rest.reduce(trans, first)
}

/** Whether the equation says nothing: both sides α-equal. */
export function isTrivial(eq: Theorem): boolean {
  const [a, b] = sides(eq)
  return core(a) === core(b)
}

/** `⊢ f a₁ … aₙ = …` with `f` replaced by the right side of `⊢ f = λx₁ … xₙ. t` and the redexes contracted. */
export function applyEquation(eq: Theorem, args: readonly Term[]): Theorem {
  let th = eq
  for (const arg of args) {
    th = congFn(th, arg)
    const right = sides(th)[1]
    if (right.kind === 'app' && right.fn.kind === 'abs') th = trans(th, beta(right))
  }
  return th
}

/** `⊢ C a₁ … aₙ = body[a₁ … aₙ]` for a defined constant C at the head of `t`, or undefined. */
export function unfoldHead(t: Term): Theorem | undefined {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  if (head.kind !== 'const' || head.constant.body === undefined) return undefined
  return applyEquation(unfold(head.constant, head.typeArgs), args)
}

/** `th` with the defined constant at the head of its conclusion opened. */
export function opened(th: Theorem): Theorem {
  const eq = unfoldHead(th.concl)
  if (eq === undefined) throw new KernelError('opened', 'the conclusion does not begin with a defined constant')
  return eqMp(eq, th)
}

/** A proof of the opened form of `goal` turned into a proof of `goal`. */
export function closed(goal: Term, th: Theorem): Theorem {
  const eq = unfoldHead(goal)
  if (eq === undefined) throw new KernelError('closed', 'the goal does not begin with a defined constant')
  return iffMpr(eq, th)
}

// ── truth, negation, contradiction ──

/** `⊢ True` */
export const truth = (): Theorem => iffMpr(unfold(TRUE, []), intro(falsity, assume(falsity)))

/** `Γ ⊢ ¬p` gives `Γ ⊢ p → False`. */
export function notElim(th: Theorem): Theorem {
  if (asNot(th.concl) === undefined) throw new KernelError('notElim', 'expected a negation')
  return opened(th)
}

/** `Γ ⊢ False` gives `Γ \ {p} ⊢ ¬p`. */
export function notIntro(p: Term, th: Theorem): Theorem {
  return closed(mkNot(p), intro(p, th))
}

/** `¬p` and `p` give `False`. */
export function contradiction(not: Theorem, th: Theorem): Theorem {
  return mp(notElim(not), th)
}

/** `Γ ⊢ False` gives `Γ \ {¬p} ⊢ p`. */
export function byContradiction(p: Term, th: Theorem): Theorem {
  return orElim(excludedMiddle(p), assume(p), exFalso(th, p))
}

/** `¬¬p` gives `p`. */
export function doubleNegation(th: Theorem): Theorem {
  const inner = asNot(th.concl)
  const p = inner === undefined ? undefined : asNot(inner)
  if (p === undefined) throw new KernelError('doubleNegation', 'expected ¬¬p')
  return byContradiction(p, contradiction(th, assume(mkNot(p))))
}

/** `p` gives `¬¬p`. */
export function doubleNegate(th: Theorem): Theorem {
  const not = mkNot(th.concl)
  return notIntro(not, contradiction(assume(not), th))
}

/** `p → q` and `¬q` give `¬p`. */
export function modusTollens(imp: Theorem, not: Theorem): Theorem {
  const parts = asImp(imp.concl)
  if (parts === undefined) throw new KernelError('modusTollens', 'expected an implication')
  return notIntro(parts[0], contradiction(not, mp(imp, assume(parts[0]))))
}

/** `a ≠ b` gives `b ≠ a`. */
export function symNot(th: Theorem): Theorem {
  const inner = asNot(th.concl)
  const eq = inner === undefined ? undefined : asEq(inner)
  if (eq === undefined) throw new KernelError('symNot', 'expected a ≠ b')
  const back = mkEq(eq[1], eq[0])
  return notIntro(back, contradiction(th, sym(assume(back))))
}

/** `p` gives `p = True`. */
export function eqTrue(th: Theorem): Theorem {
  const yes = truth()
  return iffIntro(intro(th.concl, yes), intro(yes.concl, th))
}

/** `p = True` gives `p`. */
export function eqTrueElim(th: Theorem): Theorem {
  return iffMpr(th, truth())
}

/** `¬p` gives `p = False`. */
export function eqFalse(th: Theorem): Theorem {
  const p = asNot(th.concl)
  if (p === undefined) throw new KernelError('eqFalse', 'expected a negation')
  return iffIntro(notElim(th), intro(falsity, exFalso(assume(falsity), p)))
}

// ── implication, conjunction, cases ──

/** `Γ ⊢ p` and `Δ, p ⊢ q` give `Γ ∪ Δ ⊢ q` (cut). */
export function proveHyp(th: Theorem, proof: Theorem): Theorem {
  return mp(intro(proof.concl, th), proof)
}

/** Cuts every proof in turn. */
export function proveHyps(th: Theorem, proofs: readonly Theorem[]): Theorem {
  return proofs.reduce(proveHyp, th)
}

/** `Γ ⊢ p → q` gives `Γ, p ⊢ q`. */
export function undisch(th: Theorem): Theorem {
  const parts = asImp(th.concl)
  if (parts === undefined) throw new KernelError('undisch', 'expected an implication')
  return mp(th, assume(parts[0]))
}

/** `Γ ⊢ q` gives `Γ \ {p…} ⊢ p₁ → … → q`. */
export function discharge(hyps: readonly Term[], th: Theorem): Theorem {
  return hyps.reduceRight((acc, p) => intro(p, acc), th)
}

/** `p₁ → … → q` and proofs of the premises give `q`. */
export function mpAll(th: Theorem, proofs: readonly Theorem[]): Theorem {
  return proofs.reduce(mp, th)
}

/** The members of a conjunction, nested either way; `[th]` if it is none. */
export function conjuncts(th: Theorem): readonly Theorem[] {
  if (asAnd(th.concl) === undefined) return [th]
  return [...conjuncts(andLeft(th)), ...conjuncts(andRight(th))]
}

/** Proves `goal`, a tree of conjunctions, by proving its leaves with `leaf`; undefined as soon as one leaf is. */
export function conjoin(goal: Term, leaf: (p: Term) => Theorem | undefined): Theorem | undefined {
  const parts = asAnd(goal)
  if (parts === undefined) return leaf(goal)
  const left = conjoin(parts[0], leaf)
  const right = left === undefined ? undefined : conjoin(parts[1], leaf)
  return left === undefined || right === undefined ? undefined : andIntro(left, right)
}

/** `p ∨ q` and proofs of the goal from `p` and from `q` (as functions of the assumption) give the goal. */
export function byCases(or: Theorem, left: (h: Theorem) => Theorem, right: (h: Theorem) => Theorem): Theorem {
  const parts = asOr(or.concl)
  if (parts === undefined) throw new KernelError('byCases', 'expected a disjunction')
  return orElim(or, left(assume(parts[0])), right(assume(parts[1])))
}

/** `p → q` and `¬p → q` give `q`. */
export function caseSplit(p: Term, whenTrue: (h: Theorem) => Theorem, whenFalse: (h: Theorem) => Theorem): Theorem {
  return byCases(excludedMiddle(p), whenTrue, whenFalse)
}

/** `q` gives the disjunction `goal` one of whose members is `q`. */
export function orIntro(goal: Term, th: Theorem): Theorem {
  if (alphaEqual(goal, th.concl)) return th
  const parts = asOr(goal)
  if (parts === undefined) throw new KernelError('orIntro', 'not a member of the disjunction')
  const inLeft = disjuncts(parts[0]).some((p) => alphaEqual(p, th.concl)) || alphaEqual(parts[0], th.concl)
  return inLeft ? orLeft(orIntro(parts[0], th), parts[1]) : orRight(parts[0], orIntro(parts[1], th))
}

/** The members of a disjunction, nested either way. */
export function disjuncts(t: Term): readonly Term[] {
  const parts = asOr(t)
  return parts === undefined ? [t] : [...disjuncts(parts[0]), ...disjuncts(parts[1])]
}

/** `p → q` from `p ↔ q`. */
export function iffLeft(eq: Theorem): Theorem {
  const [p] = sides(eq)
  return intro(p, eqMp(eq, assume(p)))
}

/** `q → p` from `p ↔ q`. */
export function iffRight(eq: Theorem): Theorem {
  return iffLeft(sym(eq))
}

// ── quantifiers ──

/** `∀ x₁ … xₙ, p` at the given terms. */
export function specialiseAll(th: Theorem, terms: readonly Term[]): Theorem {
  return terms.reduce(specialise, th)
}

export function generaliseAll(vars: readonly FVar[], th: Theorem): Theorem {
  return vars.reduceRight((acc, v) => generalise(v, acc), th)
}

/** Replaces free variables only. */
export function instantiateVars(th: Theorem, vars: ReadonlyMap<FVar, Term>): Theorem {
  return instantiate(th, NO_TYPES, vars)
}

/** `P t`, β-reduced at the head, for the predicate of a quantifier. */
export function atTerm(predicate: Term, t: Term): Term {
  const redex = mkApp(predicate, t)
  return predicate.kind === 'abs' ? sides(beta(redex))[1] : redex
}

/** `∃ P` and a proof of the goal from `P x` for a new variable `x`. */
export function byExists(ex: Theorem, x: FVar, proof: (h: Theorem) => Theorem): Theorem {
  const predicate = asExists(ex.concl)
  if (predicate === undefined) throw new KernelError('byExists', 'expected ∃')
  return existsElim(ex, x, proof(assume(atTerm(predicate, x))))
}

/** `¬∃ x, P x` gives `∀ x, ¬P x`. */
export function notExists(th: Theorem, x: FVar): Theorem {
  const inner = asNot(th.concl)
  const predicate = inner === undefined ? undefined : asExists(inner)
  if (inner === undefined || predicate === undefined) throw new KernelError('notExists', 'expected ¬∃')
  const body = atTerm(predicate, x)
  return generalise(x, notIntro(body, contradiction(th, existsIntro(inner, x, assume(body)))))
}

/** `¬∀ x, P x` gives `∃ x, ¬P x`. */
export function notForall(th: Theorem, x: FVar): Theorem {
  const inner = asNot(th.concl)
  const predicate = inner === undefined ? undefined : asForall(inner)
  if (inner === undefined || predicate === undefined) throw new KernelError('notForall', 'expected ¬∀')
  const body = atTerm(predicate, x)
  const goal = mkExists(x, mkNot(body))
  const none = notExists(assume(mkNot(goal)), x)
  const all = doubleNegation(specialise(none, x))
  return byContradiction(goal, contradiction(th, restate(generalise(x, all), inner)))
}
