// UNTRUSTED. The prover of side conditions that lemmas and structural rules raise: signs and comparisons, boundedness, finiteness,
// membership, and the connectives and quantifiers around them. Used by positivity, monotone, bounded, calculus and the portfolio.
import { NAT, REAL, type Type } from '../kernel/type.js'
import { alphaEqual, core, mkVar, type Term } from '../kernel/term.js'
import { FINITE, asOrder, mkEq, mkLe, mkLt, mkNeg, mkNot, real } from '../kernel/signature.js'
import { andIntro, assume, existsIntro, generalise, intro, orLeft, orRight, refl, type Theorem } from '../kernel/theorem.js'
import { bounded } from './bounded.js'
import { withFresh } from './conversion.js'
import { refuteBy } from './derived.js'
import { because, type Known, type Proof } from './known.js'
import { attempt, byArithmetic, byLemma, byQuantifiedFacts } from './leaves.js'
import {
  asAnd, asEq, asExists, asForall, asImp, asNot, asOr, atTerm, byCases, byExists, conjuncts, iffMpr, isTrue, notIntro, restate, sides,
  symNot,
  truth,
} from './logic.js'
import { EMPTY_MATCHING, match } from './match.js'
import { compare } from './monotone.js'
import { antisymmetry, normalise } from './order.js'
import { sign } from './positivity.js'
import { ring } from './rules.js'

/** A side condition in any spelling. */
export function discharge(goal: Term, known: Known): Proof | undefined {
  const eq = normalise(goal)
  if (eq === undefined) return prove(goal, known)
  const inner = prove(sides(eq)[1], known)
  return inner === undefined ? undefined : { theorem: iffMpr(eq, inner.theorem), why: inner.why }
}

/** A side condition in one spelling. */
function prove(goal: Term, known: Known): Proof | undefined {
  const key = `side ${String(goal.id)}`
  if (known.memo.has(key)) return known.memo.get(key)
  known.budget.spend(1)
  known.memo.set(key, undefined)
  const found = step(goal, known)
  known.memo.set(key, found)
  if (found === undefined && !isCompound(goal)) known.lacks(goal)
  return found
}

/** Whether other conditions say better what is missing. */
function isCompound(goal: Term): boolean {
  return asAnd(goal) !== undefined || asOr(goal) !== undefined || asImp(goal) !== undefined || asForall(goal) !== undefined
    || asExists(goal) !== undefined || asOrder(goal) !== undefined
}

function step(goal: Term, known: Known): Proof | undefined {
  const fact = known.find(goal)
  if (fact !== undefined) return because(fact, 'a fact')
  if (isTrue(goal)) return because(truth(), 'trivial')
  const order = asOrder(goal)
  if (order !== undefined) return compare(order.low, order.high, order.strict, known)
  return connective(goal, known) ?? quantifier(goal, known) ?? negation(goal, known) ?? equation(goal, known)
    ?? bounded(goal, known) ?? finite(goal, known) ?? byQuantifiedFacts(goal, known)
}

function connective(goal: Term, known: Known): Proof | undefined {
  const and = asAnd(goal)
  if (and !== undefined) {
    const left = prove(and[0], known)
    const right = left === undefined ? undefined : prove(and[1], known)
    return left === undefined || right === undefined ? undefined : because(andIntro(left.theorem, right.theorem), 'both', left, right)
  }
  const or = asOr(goal)
  if (or !== undefined) {
    const left = prove(or[0], known)
    if (left !== undefined) return because(orLeft(left.theorem, or[1]), 'the first', left)
    const right = prove(or[1], known)
    return right === undefined ? undefined : because(orRight(or[0], right.theorem), 'the second', right)
  }
  const imp = asImp(goal)
  if (imp === undefined) return undefined
  const inner = given(imp[0], known, (more) => prove(imp[1], more))
  return inner === undefined ? undefined : because(intro(imp[0], inner.theorem), 'assuming the premise', inner)
}

/**
 * Proves something from a further assumption `p`, taking `∃` and `∨` apart; the theorem keeps `p` as a hypothesis. `p` is in one
 * spelling; `use` is called once for every case.
 */
export function given(p: Term, known: Known, use: (more: Known) => Proof | undefined): Proof | undefined {
  let last: Proof | undefined
  const go = (h: Theorem, now: Known, rest: readonly Theorem[]): Theorem | undefined => {
    const predicate = asExists(h.concl)
    if (predicate !== undefined) {
      const hint = predicate.kind === 'abs' ? predicate.hint : 'x'
      return withFresh(hint, predicate.type.args[0] as Type, (v) => guarded(() => byExists(h, v, (at) => must(open(at, now, rest)))))
    }
    if (asOr(h.concl) !== undefined) return guarded(() => byCases(h, (l) => must(open(l, now, rest)), (r) => must(open(r, now, rest))))
    return next(now.with([h]), rest)
  }
  const next = (now: Known, rest: readonly Theorem[]): Theorem | undefined => {
    const [first, ...others] = rest
    if (first !== undefined) return go(first, now, others)
    last = use(now)
    return last?.theorem
  }
  const open = (h: Theorem, now: Known, rest: readonly Theorem[]): Theorem | undefined => next(now, [...conjuncts(h), ...rest])
  const theorem = open(assume(p), known, [])
  return theorem === undefined || last === undefined ? undefined : { theorem, why: last.why }
}

class Unproved extends Error {}

function must(th: Theorem | undefined): Theorem {
  if (th === undefined) throw new Unproved()
  return th
}

function guarded(run: () => Theorem): Theorem | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof Unproved) return undefined
    throw error
  }
}

function quantifier(goal: Term, known: Known): Proof | undefined {
  const all = asForall(goal)
  if (all !== undefined) {
    const hint = all.kind === 'abs' ? all.hint : 'x'
    return withFresh(hint, all.type.args[0] as Type, (v) => {
      const inner = prove(atTerm(all, v), known)
      return inner === undefined ? undefined : because(restate(generalise(v, inner.theorem), goal), 'for every value', inner)
    })
  }
  const some = asExists(goal)
  if (some === undefined) return undefined
  const x = mkVar('?witness', some.type.args[0] as Type)
  const body = atTerm(some, x)
  for (const member of membersOf(body)) {
    for (const fact of known.parts) {
      known.budget.spend(1)
      const witness = match(member, fact.concl, new Set([x]), false, EMPTY_MATCHING)?.vars.get(x)
      const inner = witness === undefined ? undefined : prove(normalForm(atTerm(some, witness)), known)
      if (witness === undefined || inner === undefined) continue
      const instance = atTerm(some, witness)
      return because(existsIntro(goal, witness, fromNormal(instance, inner.theorem)), 'with a witness', inner)
    }
  }
  return undefined
}

function membersOf(t: Term): readonly Term[] {
  const and = asAnd(t)
  return and === undefined ? [t] : [...membersOf(and[0]), ...membersOf(and[1])]
}

function normalForm(t: Term): Term {
  const eq = normalise(t)
  return eq === undefined ? t : sides(eq)[1]
}

/** A proof of `t` from a proof of its normal form. */
function fromNormal(t: Term, th: Theorem): Theorem {
  const eq = normalise(t)
  return eq === undefined ? th : iffMpr(eq, th)
}

function negation(goal: Term, known: Known): Proof | undefined {
  const inner = asNot(goal)
  const eq = inner === undefined ? undefined : asEq(inner)
  if (eq === undefined) return undefined
  const flipped = known.find(mkNot(mkEq(eq[1], eq[0])))
  if (flipped !== undefined) return because(symNot(flipped), 'a fact')
  if (eq[0].type !== REAL) return undefined
  if (eq[1].kind === 'num' && eq[1].value === 0n) return sign('≠', eq[0], known)
  if (eq[0].kind === 'num' && eq[0].value === 0n) {
    const found = sign('≠', eq[1], known)
    return found === undefined ? undefined : because(symNot(found.theorem), 'not zero', found)
  }
  for (const [low, high] of [eq, [eq[1], eq[0]]] as const) {
    const less = byArithmetic(mkLt(low, high), known)
    if (less === undefined) continue
    const equal = mkEq(eq[0], eq[1])
    const cofactor = core(low) === core(eq[0]) ? real(1n) : mkNeg(real(1n))
    return because(notIntro(equal, refuteBy([less.theorem, assume(equal)], [{ facts: [0] }], [[1, cofactor]])), 'one is less', less)
  }
  return undefined
}

function equation(goal: Term, known: Known): Proof | undefined {
  const eq = asEq(goal)
  if (eq === undefined) return undefined
  if (alphaEqual(eq[0], eq[1])) return because(restate(refl(eq[0]), goal), 'the same term')
  if (eq[0].type !== REAL && eq[0].type !== NAT) return undefined
  const plain = attempt(() => because(ring(eq[0], eq[1]), 'rearranging'))
  if (plain !== undefined || eq[0].type !== REAL) return plain
  const up = byArithmetic(mkLe(eq[0], eq[1]), known)
  const down = up === undefined ? undefined : byArithmetic(mkLe(eq[1], eq[0]), known)
  return up === undefined || down === undefined ? undefined : because(antisymmetry(up.theorem, down.theorem), 'linear arithmetic', up, down)
}

const FINITE_LEMMAS = ['finite_range', 'finite_empty', 'finite_singleton', 'finite_insert', 'finite_union', 'finite_inter', 'finite_image',
  'finite_image_filter', 'finite_filter']

function finite(goal: Term, known: Known): Proof | undefined {
  const head = goal.kind === 'app' && goal.fn.kind === 'const' ? goal.fn.constant : undefined
  if (head !== FINITE) return undefined
  for (const name of FINITE_LEMMAS) {
    const found = byLemma(name, goal, known)
    if (found !== undefined) return found
  }
  return byQuantifiedFacts(goal, known) ?? byLemma('finite_subset', goal, known)
}
