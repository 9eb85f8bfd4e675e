// UNTRUSTED. Equalities: both sides to normal form, denominators cleared, and what is left found among multiples of the equations in
// force. `simplify` rewrites the goal and the facts the same way and compares. Engine files; portfolio.ts is the way in.
import type { Polynomial } from '../arith/polynomial.js'
import { NAT, REAL, isFun, type Type } from '../kernel/type.js'
import { core, mkConst, type Term } from '../kernel/term.js'
import { ABS, COE, ITE, SQRT, argsOf, asUnary, mkCoe } from '../kernel/signature.js'
import { congAbs, congApp, exFalso, mp, refl, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { NO_REWRITES } from './algebra-context.js'
import { simpleBounds } from './bounds.js'
import { replacement } from './algebra-monomials.js'
import { canonical } from './canonical.js'
import { combination, Ledger } from './combination.js'
import { applied, rewritten, withFresh } from './conversion.js'
import { clearedEquation, clearedFact, clearedGoal } from './clearing.js'
import { clearDenominators } from './denominators.js'
import { asFact } from './fact.js'
import { isNumeric } from './farkas.js'
import { isArithmetic } from './gather.js'
import { amongEquations, type Reduction } from './ideal.js'
import { Known } from './known.js'
import { attempt } from './leaves.js'
import { attackLinear } from './linear.js'
import { asEq, asNot, congArg, contradiction, iffMpr, isFalse, sides, specialiseAll, transAll } from './logic.js'
import { Normaliser } from './normaliser.js'
import { normalise } from './order.js'
import { orient } from './orient.js'
import { discharge } from './side.js'
import { byStructure, exactly, mapProof, rewriting, type Attack } from './structure.js'
import { proved, unknown, type Outcome, type Problem } from './types.js'

const normalOf = (t: Term, n: Normaliser): Theorem => n.normal(t) ?? refl(t)

/** The equations between numbers among the facts, both sides normal, naturals read as reals. */
export function normalEquations(n: Normaliser): Theorem[] {
  const out: Theorem[] = []
  for (const th of n.known.parts) {
    const eq = asEq(th.concl)
    if (eq === undefined || (eq[0].type !== REAL && eq[0].type !== NAT)) continue
    const real = eq[0].type === NAT ? congArg(mkConst(COE), th) : th
    const [a, b] = sides(real)
    const normal = transAll(sym(normalOf(a, n)), real, normalOf(b, n))
    const [l, r] = sides(normal)
    if (core(l) !== core(r)) out.push(normal)
  }
  return out
}

/** `⊢ a = b` between reals, or undefined. */
function realEquality(a: Term, b: Term, n: Normaliser, equations: () => readonly Theorem[]): Theorem | undefined {
  const [left, right] = [normalOf(a, n), normalOf(b, n)]
  const [l, r] = [sides(left)[1], sides(right)[1]]
  const difference = n.view.difference(l, r)
  const join = (th: Theorem): Theorem => transAll(left, th, sym(right))
  if (difference.terms.length === 0) return join(combination(l, r, []))
  const ledger = new Ledger(n.view)
  const { rest, units } = clearDenominators(difference, n, ledger)
  if (rest.terms.length === 0) return join(combination(l, r, ledger.multiples()))
  const facts = equations()
  if (facts.length === 0) return undefined
  const reduce: Reduction = (p, used) => n.reduce(p, used)
  const plain = new Ledger(n.view)
  if (amongEquations(difference, facts, n.view, plain, n.known.budget, reduce)) return join(combination(l, r, plain.multiples()))
  const more = congruences(difference, facts, n, equations)
  const both = new Ledger(n.view)
  if (more.length > 0 && amongEquations(difference, [...facts, ...more], n.view, both, n.known.budget, reduce)) {
    return join(combination(l, r, both.multiples()))
  }
  if (ledger.empty) return undefined
  const inner = new Ledger(n.view)
  if (!amongEquations(rest, facts, n.view, inner, n.known.budget, reduce)) return undefined
  inner.transfer(ledger, units)
  return join(combination(l, r, ledger.multiples()))
}

const MAX_PAIRS = 24
let nesting = 0

/** Equations `f s = f t` between atoms of the polynomial and atoms in force whose arguments the facts' equations make equal. */
function congruences(difference: Polynomial, facts: readonly Theorem[], n: Normaliser,
  equations: () => readonly Theorem[]): readonly Theorem[] {
  if (nesting >= 2) return []
  const atomsOf = (p: Polynomial): number[] => p.terms.flatMap((m) => m.factors.map((f) => f.atom))
  const own = [...new Set(atomsOf(difference))]
  const all = [...new Set([...own, ...facts.flatMap((th) => atomsOf(n.view.difference(...sides(th))))])]
  const out: Theorem[] = []
  const seen = new Set<string>()
  nesting++
  try {
    for (const a of own) {
      for (const b of all) {
        const key = a < b ? `${String(a)},${String(b)}` : `${String(b)},${String(a)}`
        if (a === b || seen.has(key) || seen.size >= MAX_PAIRS) continue
        const [s, t] = [n.view.term(a), n.view.term(b)]
        if (s.kind !== 'app' || t.kind !== 'app' || core(spine(s)) !== core(spine(t)) || !isNumeric(s.arg)) continue
        seen.add(key)
        const th = congruent(s, t, n, equations)
        if (th !== undefined) out.push(th)
      }
    }
  } finally {
    nesting--
  }
  return out
}

function spine(t: Term): Term {
  return t.kind === 'app' ? spine(t.fn) : t
}

/** `⊢ a = b` at any type: numbers as above, functions at a new argument, anything else by normal forms. */
function equality(a: Term, b: Term, n: Normaliser, equations: () => readonly Theorem[]): Theorem | undefined {
  n.known.budget.spend(2)
  if (a.type === REAL) return realEquality(a, b, n, equations)
  if (a.type === NAT) {
    const real = realEquality(mkCoe(a), mkCoe(b), n, equations)
    return real === undefined ? undefined : mp(specialiseAll(base.coe_inj, [a, b]), real)
  }
  const [left, right] = [normalOf(a, n), normalOf(b, n)]
  if (core(sides(left)[1]) === core(sides(right)[1])) return trans(left, sym(right))
  return pointwise(a, b, n, equations) ?? congruent(a, b, n, equations)
}

/** Functions that agree at a new argument. */
function pointwise(a: Term, b: Term, n: Normaliser, equations: () => readonly Theorem[]): Theorem | undefined {
  if (!isFun(a.type) || (a.kind !== 'abs' && b.kind !== 'abs')) return undefined
  return withFresh('x', a.type.args[0] as Type, (v) => {
    const th = equality(applied(a, v), applied(b, v), n, equations)
    if (th === undefined) return undefined
    const same = congAbs(v, th)
    const [p, q] = sides(same)
    const [there, back] = [respelled(a, p), respelled(q, b)]
    return there === undefined || back === undefined ? undefined : transAll(there, same, back)
  })
}

/** `⊢ a = b` for two spellings of one term. */
function respelled(a: Term, b: Term): Theorem | undefined {
  const [left, right] = [normalise(a) ?? refl(a), normalise(b) ?? refl(b)]
  return core(sides(left)[1]) === core(sides(right)[1]) ? trans(left, sym(right)) : undefined
}

/** `f a = f b` part by part. */
function congruent(a: Term, b: Term, n: Normaliser, equations: () => readonly Theorem[]): Theorem | undefined {
  if (a.kind !== 'app' || b.kind !== 'app' || a.arg.type !== b.arg.type) return undefined
  const fn = core(a.fn) === core(b.fn) ? refl(a.fn) : equality(a.fn, b.fn, n, equations)
  const arg = fn === undefined ? undefined : core(a.arg) === core(b.arg) ? refl(a.arg) : equality(a.arg, b.arg, n, equations)
  return fn === undefined || arg === undefined ? undefined : congApp(fn, arg)
}

function attack(problem: Problem): Outcome {
  const { goal } = problem
  const fact = asFact(goal, problem.facts)
  if (fact !== undefined) return proved(fact, 'it is one of the facts')
  const eq = asEq(goal)
  const known = Known.of(problem, discharge)
  if (eq === undefined) return simplified(problem, known, lastResort)
  for (const rewrites of [NO_REWRITES, undefined]) {
    const n = new Normaliser(known, rewrites ?? orient(known))
    const th = equality(eq[0], eq[1], n, lazily(() => normalEquations(n)))
    if (th !== undefined) return proved(th, rewrites === undefined ? 'equal after rewriting with the facts' : 'equal normal forms')
  }
  return unknown('the two sides have different normal forms')
}

function lazily<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined
  return () => (value ??= { made: make() }).made
}

/** The goal and the facts in normal form: the goal among the facts, or two facts that clash, or linear arithmetic. */
function simplified(problem: Problem, known: Known, leaf: Attack): Outcome {
  for (const rewrites of [NO_REWRITES, undefined]) {
    const n = new Normaliser(known, rewrites ?? orient(known))
    const facts = known.parts.map((th) => rewritten(th, n.normal))
    const eq = n.normal(problem.goal)
    const goal = eq === undefined ? problem.goal : sides(eq)[1]
    const all = [...facts, ...known.parts]
    const fact = asFact(goal, all) ?? clash(facts, goal)
    const outcome = fact === undefined ? leaf({ ...problem, goal, facts: all }) : proved(fact, 'it is one of the facts')
    if (outcome.kind === 'proved') return proved(eq === undefined ? outcome.theorem : iffMpr(eq, outcome.theorem), 'in normal form',
      [outcome.certificate])
  }
  return unknown('the normal forms of goal and facts do not show it')
}

/** Anything from a fact and its negation. */
export function clash(facts: readonly Theorem[], goal: Term): Theorem | undefined {
  const index = new Map(facts.map((th) => [core(th.concl), th]))
  for (const th of facts) {
    const inner = asNot(th.concl)
    const other = inner === undefined ? undefined : index.get(core(inner))
    if (other === undefined) continue
    const absurd = contradiction(th, other)
    return isFalse(goal) ? absurd : exFalso(absurd, goal)
  }
  return undefined
}

/** A goal in normal form: an instance of a fact, or linear. */
function lastResort(problem: Problem): Outcome {
  const outcome = byStructure(problem, (p) => {
    const fact = asFact(p.goal, p.facts)
    if (fact !== undefined) return proved(fact, 'it is one of the facts')
    const found = attempt(() => discharge(p.goal, Known.of(p, discharge)))
    return found === undefined ? attackLinear(p, false) : { kind: 'proved', theorem: found.theorem, certificate: found.why }
  })
  return outcome
}

/** Equalities by normal forms, the facts' equations included; other goals in normal form. */
export function algebra(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, attack))(problem))
}

/** The goal and the facts rewritten to normal form: first the goal as a whole, then its parts. */
export function simplify(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(canonical, (p) => {
    const whole = simplified(p, Known.of(p, discharge), () => unknown(''))
    return whole.kind === 'proved' ? whole : byStructure(p, attack)
  })(problem))
}

/**
 * Runs a procedure on goal and facts in normal form and without denominators; with `equations`, those among the facts are substituted
 * first. The original facts stay.
 */
export function prepared(attackWith: Attack, equations: boolean): Attack {
  return (problem) => exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, (q) => {
    const known = Known.of(q, discharge)
    const n = new Normaliser(known, equations ? orient(known) : NO_REWRITES)
    const facts = known.parts.filter((th) => isArithmetic(th.concl)).map((th) => rewritten(th, n.normal))
    const more = facts.flatMap((th) => clearedFact(th, n) ?? clearedEquation(th, n) ?? [])
    return rewriting(n.normal, (r) => {
      const cleared = clearedGoal(r.goal, n)
      const bounds = simpleBounds([...n.view.atoms().values()], n).map((th) => rewritten(th, n.normal))
      const all = [...more, ...facts, ...relations(n), ...bounds, ...bounds.flatMap((th) => clearedFact(th, n) ?? []), ...q.facts]
      if (cleared === undefined) return attackWith({ ...r, facts: all })
      return mapProof(attackWith({ ...r, goal: cleared.goal, facts: all }), cleared.back)
    })(q)
  }))(problem))
}

/** What is known of the squares of the roots, absolute values and indicators met: `√x √x = x` and the like. */
function relations(n: Normaliser): readonly Theorem[] {
  return [...n.view.atoms()].flatMap(([atom, t]) => {
    if (asUnary(t, SQRT) === undefined && asUnary(t, ABS) === undefined && argsOf(t, ITE, 3) === undefined) return []
    const found = attempt(() => replacement([{ atom, exponent: 2n }], n))
    return found === undefined ? [] : [found.equation]
  })
}
