// UNTRUSTED. Simplification of propositions in normal forms: True and False under the connectives, an equation between a term and itself,
// a relation between numbers. Engine files only.
import * as Q from '../arith/rational.js'
import { asOrder, falsity, mkNot } from '../kernel/signature.js'
import { core, type Term } from '../kernel/term.js'
import { andIntro, andLeft, andRight, assume, exFalso, iffIntro, intro, mp, orLeft, orRight, refl,
  type Theorem } from '../kernel/theorem.js'
import { numberOf } from './atoms.js'
import { combine, isNumeric, readRows, refute, singles } from './farkas.js'
import { asAnd, asEq, asImp, asNot, asOr, byCases, contradiction, eqFalse, eqTrue, isFalse, isTrue, notIntro, restate,
  truth } from './logic.js'
import { ring } from './rules.js'
import { Budget } from './types.js'
import { EngineView } from './view.js'


/** `p = q` from proofs of each from the other. */
const iff = (p: Term, q: Term, there: (h: Theorem) => Theorem, back: (h: Theorem) => Theorem): Theorem =>
  iffIntro(intro(p, there(assume(p))), intro(q, back(assume(q))))

/** `⊢ p = q` with q simpler, or undefined. */
export function simplifiedProp(p: Term): Theorem | undefined {
  const and = asAnd(p)
  if (and !== undefined) return conjunction(p, and)
  const or = asOr(p)
  if (or !== undefined) return disjunction(p, or)
  const imp = asImp(p)
  if (imp !== undefined) return implication(p, imp)
  const not = asNot(p)
  if (not !== undefined) {
    if (isTrue(not)) return iff(p, falsity, (h) => contradiction(h, truth()), (h) => exFalso(h, p))
    return isFalse(not) ? eqTrue(notIntro(falsity, assume(falsity))) : undefined
  }
  return relation(p)
}

function conjunction(p: Term, [a, b]: readonly [Term, Term]): Theorem | undefined {
  if (isTrue(a) || core(a) === core(b)) return iff(p, b, andRight, (h) => andIntro(isTrue(a) ? truth() : restate(h, a), h))
  if (isTrue(b)) return iff(p, a, andLeft, (h) => andIntro(h, truth()))
  if (isFalse(a)) return iff(p, falsity, andLeft, (h) => exFalso(h, p))
  return isFalse(b) ? iff(p, falsity, andRight, (h) => exFalso(h, p)) : undefined
}

function disjunction(p: Term, [a, b]: readonly [Term, Term]): Theorem | undefined {
  if (isTrue(a)) return eqTrue(orLeft(truth(), b))
  if (isTrue(b)) return eqTrue(orRight(a, truth()))
  if (isFalse(a) || core(a) === core(b)) {
    return iff(p, b, (h) => byCases(h, (l) => (isFalse(a) ? exFalso(l, b) : restate(l, b)), (r) => r), (h) => orRight(a, h))
  }
  return isFalse(b) ? iff(p, a, (h) => byCases(h, (l) => l, (r) => exFalso(r, a)), (h) => orLeft(h, b)) : undefined
}

function implication(p: Term, [a, b]: readonly [Term, Term]): Theorem | undefined {
  if (isTrue(a)) return iff(p, b, (h) => mp(h, truth()), (h) => intro(a, h))
  if (isTrue(b)) return eqTrue(intro(a, truth()))
  if (isFalse(a)) return eqTrue(intro(a, exFalso(assume(a), b)))
  if (core(a) === core(b)) return eqTrue(intro(a, restate(assume(a), b)))
  return isFalse(b) ? iff(p, mkNot(a), (h) => notIntro(a, mp(h, assume(a))), (h) => intro(a, contradiction(h, assume(a)))) : undefined
}

function relation(p: Term): Theorem | undefined {
  const eq = asEq(p)
  if (eq !== undefined && core(eq[0]) === core(eq[1])) return eqTrue(restate(refl(eq[0]), p))
  const order = asOrder(p)
  const pair = order === undefined ? eq : ([order.low, order.high] as const)
  if (pair === undefined || !isNumeric(pair[0]) || pair.some((t) => numberOf(t) === undefined)) return undefined
  return order === undefined ? numericEquation(p, pair) : numericOrder(p)
}

const SMALL = 5_000

/** An order relation between numbers is True or False. */
function numericOrder(p: Term): Theorem | undefined {
  const holds = combine(p, [], new Budget(SMALL))
  if (holds !== undefined) return eqTrue(holds)
  const fails = linearFalse(assume(p))
  return fails === undefined ? undefined : eqFalse(notIntro(p, fails))
}

function numericEquation(p: Term, [a, b]: readonly [Term, Term]): Theorem | undefined {
  if (numbersEqual(a, b)) return eqTrue(restate(ring(a, b), p))
  const fails = linearFalse(assume(p))
  return fails === undefined ? undefined : eqFalse(notIntro(p, fails))
}

const numbersEqual = (a: Term, b: Term): boolean => {
  const [u, v] = [numberOf(a), numberOf(b)]
  return u !== undefined && v !== undefined && Q.eq(u, v)
}

/** `False` from one relation between numbers. */
function linearFalse(th: Theorem): Theorem | undefined {
  const rows = readRows([th], new EngineView())
  const found = refute(rows, singles(rows), new Budget(SMALL))
  return found.kind === 'refuted' ? found.theorem : undefined
}
