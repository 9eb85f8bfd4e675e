// UNTRUSTED. Comparisons one of whose sides is |·|, max, min or if: reduced to comparisons of the parts. Part of monotone.
import type { Term } from '../kernel/term.js'
import { ABS, ITE, MAX, MIN, argsOf, asBinary, asUnary, mkNeg, mkNot } from '../kernel/signature.js'
import { assume, specialise, type Theorem } from '../kernel/theorem.js'
import { absLe, iteValue, leAbs, leMax, leMin, maxLe, minLe, negLeAbs } from './case-rules.js'
import { byProducts, use } from './derived.js'
import { because, type Known, type Proof } from './known.js'
import { applyTo } from './canonical.js'
import { caseSplit, iffMpr, sides, specialiseAll } from './logic.js'
import { compare, transport } from './monotone.js'
import { normalise } from './order.js'

/** `s ≤ t` (goal) through the head of one side. */
export function oneSided(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  return choice(s, t, goal, strict, known) ?? below(s, t, strict, known) ?? above(s, t, goal, strict, known)
}

/** `|a| ≤ t`, `max a b ≤ t`, `min a b ≤ t`. */
function below(s: Term, t: Term, strict: boolean, known: Known): Proof | undefined {
  const inner = asUnary(s, ABS)
  if (inner !== undefined) return both(compare(mkNeg(t), inner, strict, known), () => compare(inner, t, strict, known), (p) =>
    use(absLe(strict), [inner, t], p))
  const most = asBinary(s, MAX)
  if (most !== undefined) return both(compare(most[0], t, strict, known), () => compare(most[1], t, strict, known), (p) =>
    use(maxLe(strict), [...most, t], p))
  const least = asBinary(s, MIN)
  if (least === undefined) return undefined
  return either(least.map((part, i) => () => through(s, t, part, specialiseAll(minLe(i as 0 | 1), least), 'low', strict, known)))
}

/** `s ≤ |b|`, `s ≤ max a b`, `s ≤ min a b`. */
function above(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  const inner = asUnary(t, ABS)
  if (inner !== undefined) {
    return either([() => through(s, t, inner, specialise(leAbs(), inner), 'high', strict, known),
      () => through(s, t, mkNeg(inner), specialise(negLeAbs(), inner), 'high', strict, known)])
  }
  const most = asBinary(t, MAX)
  if (most !== undefined) {
    return either(most.map((part, i) => () => through(s, t, part, specialiseAll(leMax(i as 0 | 1), most), 'high', strict, known)))
  }
  const least = asBinary(t, MIN)
  if (least === undefined || goal === s) return undefined
  return both(compare(s, least[0], strict, known), () => compare(s, least[1], strict, known), (p) => use(leMin(strict), [...least, s], p))
}

function both(first: Proof | undefined, second: () => Proof | undefined, rule: (p: readonly Theorem[]) => Theorem): Proof | undefined {
  const other = first === undefined ? undefined : second()
  return first === undefined || other === undefined ? undefined : because(rule([first.theorem, other.theorem]), 'both parts', first, other)
}

function either(attempts: readonly (() => Proof | undefined)[]): Proof | undefined {
  for (const run of attempts) {
    const found = run()
    if (found !== undefined) return found
  }
  return undefined
}

/** By transitivity with a bound between a side and one of its parts. */
function through(s: Term, t: Term, part: Term, bound: Theorem, side: 'low' | 'high', strict: boolean, known: Known): Proof | undefined {
  const inner = side === 'low' ? compare(part, t, strict, known) : compare(s, part, strict, known)
  if (inner === undefined) return undefined
  const goal = relationGoal(s, t, inner.theorem)
  return because(byProducts(goal, [inner.theorem, bound], [{ facts: [0] }, { facts: [1] }, { facts: [2] }]), 'one part', inner)
}

/** The relation of `like` between other sides. */
function relationGoal(s: Term, t: Term, like: Theorem): Term {
  const head = like.concl.kind === 'app' && like.concl.fn.kind === 'app' ? like.concl.fn.fn : like.concl
  return applyTo(head, s, t)
}

/** An `if` on either side: its value when the condition is decided, else both cases. */
function choice(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  for (const [i, u] of [s, t].entries()) {
    const parts = argsOf(u, ITE, 3)
    if (parts === undefined) continue
    const [c, a, b] = parts as readonly [Term, Term, Term]
    const inCase = (holds: boolean, condition: Theorem, now: Known): Proof | undefined => {
      const value = iteValue(condition, holds, c, a, b)
      const branch = holds ? a : b
      const inner = compare(i === 0 ? branch : s, i === 0 ? t : branch, strict, now)
      if (inner === undefined) return undefined
      const th = i === 0 ? transport(goal, inner.theorem, value, undefined) : transport(goal, inner.theorem, undefined, value)
      return because(th, 'the value of an if', inner)
    }
    const decided = settled(c, known)
    if (decided !== undefined) return inCase(decided.holds, decided.theorem, known)
    const yes = inCase(true, assume(c), known.assuming([c]))
    const no = yes === undefined ? undefined : inCase(false, assume(mkNot(c)), known.assuming([mkNot(c)]))
    if (yes === undefined || no === undefined) return undefined
    return because(caseSplit(c, () => yes.theorem, () => no.theorem), 'in both cases', yes, no)
  }
  return undefined
}

/** Whether a condition is among the facts, or its negation. */
function settled(c: Term, known: Known): { readonly holds: boolean; readonly theorem: Theorem } | undefined {
  for (const holds of [true, false]) {
    const p = holds ? c : mkNot(c)
    const eq = normalise(p)
    const fact = known.find(eq === undefined ? p : sides(eq)[1])
    if (fact !== undefined) return { holds, theorem: eq === undefined ? fact : iffMpr(eq, fact) }
  }
  return undefined
}
