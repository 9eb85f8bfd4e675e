// UNTRUSTED. What is known of an atom from its head alone: 0 < exp, 0 ≤ √, -|x| ≤ x ≤ |x|, min and max, 0 ≤ n for naturals, an `if`
// between two numbers. Each is an instance of a rule proved once from the base axioms. Engine files only.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { KernelError, PROP, REAL } from '../kernel/type.js'
import { mkConst, mkVar, type FVar, type Term } from '../kernel/term.js'
import {
  A, ABS, COE, EXP, ITE, MAX, MIN, SQRT, apply, argsOf, asBinary, asOrder, asUnary, mkIte, mkLe, mkLt, mkNeg, x, y,
} from '../kernel/signature.js'
import { instantiate, mp, specialise, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { RuleTable, derive, use } from './derived.js'
import { expPos } from './elementary-rules.js'
import { combine } from './farkas.js'
import { caseSplit, sides, specialiseAll, unfoldHead } from './logic.js'
import { leOfNotLt, ltOfNotLe } from './order.js'
import { Budget } from './types.js'
import { EngineView, rationalTerm } from './view.js'

const table = new RuleTable()
const c = mkVar('c', PROP)
const [lo, hi] = [mkVar('l', REAL), mkVar('h', REAL)]
/** A theorem about values of any type, for real ones. Made when asked for, so that a recording of proofs holds it. */
const onReals = (axiom: Theorem): Theorem => instantiate(axiom, new Map([[A, REAL]]), new Map())
const SMALL = 10_000

/** The order relation `goal` about `t`, which opens to `if p then u else v`, linearly in each case from the value of `t` and `facts`. */
function byBranches(t: Term, goal: Term, facts: readonly Theorem[]): Theorem {
  const opening = unfoldHead(t)
  const ite = opening === undefined ? t : sides(opening)[1]
  const [p, u, v] = argsOf(ite, ITE, 3) as readonly [Term, Term, Term]
  const order = asOrder(p)
  const branch = (axiom: Theorem, read: (h: Theorem) => Theorem) => (h: Theorem): Theorem => {
    const value = mp(specialiseAll(axiom, [p, u, v]), h)
    const known = [opening === undefined ? value : trans(opening, value), ...facts, ...order === undefined ? [] : [read(h)]]
    const th = combine(goal, known, new Budget(SMALL))
    if (th === undefined) throw new KernelError('byBranches', 'the rule does not hold')
    return th
  }
  const otherwise = branch(onReals(base.ite_false), (h) => (order?.strict === true ? leOfNotLt(h) : ltOfNotLe(h)))
  return caseSplit(p, branch(onReals(base.ite_true), (h) => h), otherwise)
}

function rule(name: string, vars: readonly FVar[], hyps: readonly Term[], t: Term, goal: Term): Theorem {
  return table.get(name, () => derive(vars, hyps, (h) => byBranches(t, goal, h)))
}

const abs = apply(mkConst(ABS), x)
const min = apply(mkConst(MIN), x, y)
const max = apply(mkConst(MAX), x, y)
const ite = mkIte(c, x, y)

/** `x ≤ |x|` and `-x ≤ |x|` */
export const absAbove = (): Theorem => rule('x ≤ |x|', [x], [], abs, mkLe(x, abs))
export const absBelow = (): Theorem => rule('-x ≤ |x|', [x], [], abs, mkLe(mkNeg(x), abs))
/** `x ≤ h → -x ≤ h → |x| ≤ h`, and strictly. */
export function absLeast(strict: boolean): Theorem {
  const rel = strict ? mkLt : mkLe
  return rule(`|x| ≤ ${String(strict)}`, [x, hi], [rel(x, hi), rel(mkNeg(x), hi)], abs, rel(abs, hi))
}
const minFirst = (): Theorem => rule('min ≤ x', [x, y], [], min, mkLe(min, x))
const minSecond = (): Theorem => rule('min ≤ y', [x, y], [], min, mkLe(min, y))
const maxFirst = (): Theorem => rule('x ≤ max', [x, y], [], max, mkLe(x, max))
const maxSecond = (): Theorem => rule('y ≤ max', [x, y], [], max, mkLe(y, max))
/** `l ≤ x → l ≤ y → l ≤ if c then x else y` */
export const iteAbove = (): Theorem => rule('l ≤ if', [c, x, y, lo], [mkLe(lo, x), mkLe(lo, y)], ite, mkLe(lo, ite))
/** `x ≤ h → y ≤ h → (if c then x else y) ≤ h` */
export const iteBelow = (): Theorem => rule('if ≤ h', [c, x, y, hi], [mkLe(x, hi), mkLe(y, hi)], ite, mkLe(ite, hi))

/** The rational a term without atoms stands for. */
export function numberOf(t: Term): Q.Rational | undefined {
  return P.asConstant(new EngineView().polynomial(t))
}

function iteBounds(p: Term, u: Term, v: Term): readonly Theorem[] {
  const [a, b] = [numberOf(u), numberOf(v)]
  if (a === undefined || b === undefined) return []
  const [low, high] = [rationalTerm(Q.min(a, b)), rationalTerm(Q.max(a, b))]
  const prove = (goal: Term): Theorem => combine(goal, [], new Budget(SMALL)) as Theorem
  return [
    use(iteAbove(), [p, u, v, low], [prove(mkLe(low, u)), prove(mkLe(low, v))]),
    use(iteBelow(), [p, u, v, high], [prove(mkLe(u, high)), prove(mkLe(v, high))]),
  ]
}

const memo = new WeakMap<Term, readonly Theorem[]>()

/** Order facts about the atom `t`; none when its head says nothing. */
export function factsAbout(t: Term): readonly Theorem[] {
  const old = memo.get(t)
  if (old !== undefined) return old
  const made = read(t)
  memo.set(t, made)
  return made
}

function read(t: Term): readonly Theorem[] {
  const natural = asUnary(t, COE)
  if (natural !== undefined) return [specialise(base.coe_nonneg, natural)]
  const exponent = asUnary(t, EXP)
  if (exponent !== undefined) return [specialise(expPos(), exponent)]
  const radicand = asUnary(t, SQRT)
  if (radicand !== undefined) return [specialise(base.sqrt_nonneg, radicand)]
  const inner = asUnary(t, ABS)
  if (inner !== undefined) return [specialise(absAbove(), inner), specialise(absBelow(), inner)]
  const least = asBinary(t, MIN)
  if (least !== undefined) return [specialiseAll(minFirst(), least), specialiseAll(minSecond(), least)]
  const most = asBinary(t, MAX)
  if (most !== undefined) return [specialiseAll(maxFirst(), most), specialiseAll(maxSecond(), most)]
  const choice = argsOf(t, ITE, 3)
  return choice === undefined || t.type !== REAL ? [] : iteBounds(choice[0] as Term, choice[1] as Term, choice[2] as Term)
}
