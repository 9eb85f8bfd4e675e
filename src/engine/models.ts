// UNTRUSTED. Points at which formulas hold: sought in floating point, confirmed by the kernel's interval evaluation in exact arithmetic.
// Connectives and choices are read by the definition; what is not certain is not claimed. Engine files and the command line.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { NAT, PROP, REAL } from '../kernel/type.js'
import { freeVars, mkApp, type Term } from '../kernel/term.js'
import { ABS, ITE, MAX, MIN, argsOf, asBinary, asOrder, asUnary, mkLe, mkLt, mkNeg } from '../kernel/signature.js'
import { at, certain, numericVariables, samples, type Assignment } from './sample.js'
import { attempt } from './leaves.js'
import { checkReach } from './size.js'
import { EngineView } from './view.js'
import { descents } from './descent.js'
import { asAnd, asEq, asImp, asNot, asOr, isFalse, isTrue } from './logic.js'
import type { ModelValue } from './types.js'

/** Whether a closed formula is certainly true; undefined when it is not certain either way. */
export function truthOf(p: Term): boolean | undefined {
  if (isTrue(p)) return true
  if (isFalse(p)) return false
  const not = asNot(p)
  if (not !== undefined) return negate(truthOf(not))
  const and = asAnd(p)
  if (and !== undefined) return both(truthOf(and[0]), () => truthOf(and[1]))
  const or = asOr(p)
  if (or !== undefined) return negate(both(negate(truthOf(or[0])), () => negate(truthOf(or[1]))))
  const imp = asImp(p)
  if (imp !== undefined) return negate(both(truthOf(imp[0]), () => negate(truthOf(imp[1]))))
  const eq = asEq(p)
  if (eq !== undefined && eq[0].type === PROP) {
    const [a, b] = [truthOf(eq[0]), truthOf(eq[1])]
    return a === undefined || b === undefined ? undefined : a === b
  }
  return relation(p)
}

const negate = (b: boolean | undefined): boolean | undefined => (b === undefined ? undefined : !b)
function both(a: boolean | undefined, other: () => boolean | undefined): boolean | undefined {
  if (a === false) return false
  const b = other()
  return b === false ? false : a === true && b === true ? true : undefined
}

function relation(p: Term): boolean | undefined {
  const q = resolved(p)
  if (q === undefined || (asOrder(q) === undefined && asEq(q) === undefined)) return undefined
  const order = asOrder(q)
  const [low, high] = order === undefined ? asEq(q) as readonly [Term, Term] : [order.low, order.high]
  const difference = exactly(high, low)
  if (difference !== undefined) {
    const sign = Q.sign(difference)
    return order === undefined ? sign === 0 : sign > 0 || (sign === 0 && !order.strict)
  }
  if (certain(q)) return true
  if (order !== undefined) return certain(order.strict ? mkLe(order.high, order.low) : mkLt(order.high, order.low)) ? false : undefined
  const [a, b] = asEq(q) as readonly [Term, Term]
  return certain(mkLt(a, b)) || certain(mkLt(b, a)) ? false : undefined
}

/** a - b for closed terms built by rational operations. */
function exactly(a: Term, b: Term): Q.Rational | undefined {
  if (a.type !== REAL && a.type !== NAT) return undefined
  return attempt(() => {
    checkReach(a)
    checkReach(b)
    const view = new EngineView()
    return P.asConstant(P.sub(view.polynomial(a), view.polynomial(b)))
  })
}

/** The closed term without choices, each decided; undefined when one cannot be. */
function resolved(t: Term): Term | undefined {
  const ite = argsOf(t, ITE, 3) as readonly [Term, Term, Term] | undefined
  if (ite !== undefined) return pick(truthOf(ite[0]), ite[1], ite[2])
  const extremum = asBinary(t, MAX) ?? asBinary(t, MIN)
  const inner = asUnary(t, ABS)
  if (extremum !== undefined) {
    const [a, b] = extremum.map(resolved)
    if (a === undefined || b === undefined) return undefined
    const below = truthOf(mkLe(a, b))
    return asBinary(t, MAX) === undefined ? pick(below, a, b) : pick(below, b, a)
  }
  if (inner !== undefined) {
    const a = resolved(inner)
    return a === undefined ? undefined : pick(truthOf(mkLe(mkNeg(a), a)), a, mkNeg(a))
  }
  if (t.kind !== 'app') return t
  const [fn, arg] = [resolved(t.fn), resolved(t.arg)]
  return fn === undefined || arg === undefined ? undefined : fn === t.fn && arg === t.arg ? t : mkApp(fn, arg)
}

const pick = (which: boolean | undefined, a: Term, b: Term): Term | undefined => (which === undefined ? undefined : resolved(which ? a : b))

/** The formulas as far as they speak of numbers only, for the search. */
function conjunctsOf(p: Term): readonly Term[] {
  const and = asAnd(p)
  return and === undefined ? [p] : [...conjunctsOf(and[0]), ...conjunctsOf(and[1])]
}

/**
 * An assignment to all variables at which every formula certainly holds; `hints` are formulas in a normal form that say the same, for the
 * search. Undefined when none is found, or when a variable is a proposition.
 */
export function modelOf(formulas: readonly Term[], hints: readonly Term[], tries: number): readonly ModelValue[] | undefined {
  const variables = numericVariables(formulas)
  if (formulas.some((p) => freeVars(p).some((v) => v.type === PROP))) return undefined
  const guides = hints.flatMap(conjunctsOf)
  const check = (a: Assignment): readonly ModelValue[] | undefined => {
    const full = new Map(variables.map((v) => [v, a.get(v) ?? Q.ZERO]))
    if (!formulas.every((p) => truthOf(at(p, full)) === true)) return undefined
    return variables.map((v) => ({ term: v, value: full.get(v) as ModelValue['value'] }))
  }
  for (const a of samples(variables, guides, 12, tries)) {
    const found = check(a)
    if (found !== undefined) return found
  }
  for (const a of descents(variables, guides, Math.max(4, tries >> 3))) {
    const found = check(a)
    if (found !== undefined) return found
  }
  return undefined
}
