// UNTRUSTED. Sample points for formulas about reals and naturals, and counterexamples that are confirmed in exact arithmetic or by the
// kernel's enclosures before anyone is told. Deterministic. Engine files only.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { KernelError, NAT, REAL } from '../kernel/type.js'
import { core, freeVars, occurs, substitute, type FVar, type Term } from '../kernel/term.js'
import { COE, asOrder, asUnary, mkLe, mkLt, nat } from '../kernel/signature.js'
import { View } from '../kernel/polynomial-view.js'
import { holdsAt, opaqueParts } from './evaluation.js'
import { asEq } from './logic.js'
import { enclosure } from './rules.js'
import { rationalTerm } from './view.js'
import type { ModelValue } from './types.js'
import { checkReach } from './size.js'

/** A small generator with a fixed seed. */
export class Random {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0
    return this.#state / 4294967296
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T
  }
}

const REALS: readonly Rational[] = [[0n], [1n], [1n, 2n], [2n], [-1n], [1n, 4n], [3n], [-1n, 2n], [1n, 10n], [-2n], [3n, 4n], [10n],
  [1n, 100n], [5n], [-3n],
  [1n, 3n], [100n], [-10n], [1n, 1000n], [7n, 2n]].map(([n, d]) => Q.rational(n as bigint, d ?? 1n))
const NATURALS: readonly Rational[] = [1n, 2n, 3n, 0n, 5n, 10n, 4n, 100n].map((n) => Q.rational(n))

export const toNumber = (q: Rational): number => Number(q.num) / Number(q.den)

/** An exact assignment to variables. */
export type Assignment = ReadonlyMap<FVar, Rational>

export function pointOf(a: Assignment): Map<Term, number> {
  const point = new Map<Term, number>()
  a.forEach((q, v) => point.set(core(v), toNumber(q)))
  return point
}

/** The numeric variables of some formulas, in order of occurrence. */
export function numericVariables(formulas: readonly Term[]): readonly FVar[] {
  const found = new Set<FVar>()
  for (const p of formulas) for (const v of freeVars(p)) if (v.type === REAL || v.type === NAT) found.add(v)
  return [...found]
}

/** The formulas that speak of the variables, directly or through each other, and all numeric variables in them. */
function connected(variables: readonly FVar[],
  formulas: readonly Term[]): { readonly variables: readonly FVar[]; readonly formulas: readonly Term[] } {
  const reached = new Set(variables)
  const readable = formulas.filter((p) => opaqueParts(p).every((t) => t.kind === 'fvar'))
  let waiting = readable.map((p) => ({ p, own: numericVariables([p]) }))
  const found: Term[] = []
  for (;;) {
    const later = waiting.filter(({ own }) => own.length > 0 && !own.some((v) => reached.has(v)))
    if (later.length === waiting.length) return { variables: [...reached], formulas: found }
    for (const { p, own } of waiting) {
      if (later.some((w) => w.p === p)) continue
      found.push(p)
      own.forEach((v) => reached.add(v))
    }
    waiting = later
  }
}

/** How many variables of violated formulas one try may change. */
const REPAIRS = 12

/**
 * At most `count` assignments to the variables, and to those that formulas tie to them, at which every formula that can be evaluated
 * holds; the first ones are the simplest. The answer may be empty although there are solutions.
 */
export function samples(variables: readonly FVar[], formulas: readonly Term[], count: number, tries = 60, seed = 1): readonly Assignment[] {
  const random = new Random(seed)
  const scope = connected(variables, formulas)
  const out: Assignment[] = []
  for (let k = 0; k < tries && out.length < count; k++) {
    const reach = 2 + Math.floor(k / 3)
    const found = repaired(scope, reach, random)
    if (found !== undefined) out.push(found)
    if (scope.variables.length === 0) break
  }
  return out
}

/** A random assignment, changed where formulas fail until they hold; undefined when they still fail. */
function repaired(scope: ReturnType<typeof connected>, reach: number, random: Random): Assignment | undefined {
  const assignment = new Map<FVar, Rational>()
  const candidates = (v: FVar): readonly Rational[] => (v.type === NAT ? NATURALS : REALS).slice(0, reach)
  for (const v of scope.variables) assignment.set(v, random.pick(candidates(v)))
  const point = pointOf(assignment)
  const set = (v: FVar, q: Rational): void => {
    assignment.set(v, q)
    point.set(core(v), toNumber(q))
  }
  const violated = (): readonly Term[] => scope.formulas.filter((p) => holdsAt(p, point) === false)
  for (let i = 0; i <= REPAIRS; i++) {
    const failing = violated()
    const [first] = failing
    if (first === undefined) return assignment
    const solved = solvedEquation(first, assignment)
    if (solved !== undefined) { set(solved.variable, solved.value); continue }
    const own = numericVariables([first])
    if (own.length === 0) return undefined
    const v = random.pick(own)
    let best = { value: assignment.get(v) as Rational, failures: Infinity }
    for (const value of v.type === NAT ? NATURALS : REALS) {
      set(v, value)
      const failures = violated().length + (holdsAt(first, point) === false ? 1 : 0)
      if (failures < best.failures) best = { value, failures }
    }
    set(v, best.value)
  }
  return undefined
}

/** `x = t` or `t = x` as a value for x, computed exactly. */
function solvedEquation(p: Term, a: Assignment): { readonly variable: FVar; readonly value: Rational } | undefined {
  const eq = asEq(p)
  if (eq === undefined) return undefined
  for (const [left, right] of [eq, [eq[1], eq[0]]] as const) {
    const variable = asUnary(left, COE) ?? left
    if (variable.kind !== 'fvar' || occurs(variable, right) || (variable.type !== REAL && variable.type !== NAT)) continue
    const value = exactValue(at(right, a))
    if (value !== undefined && (variable.type === REAL || (Q.isInteger(value) && Q.sign(value) >= 0))) return { variable, value }
  }
  return undefined
}

/** The value of a closed term built by rational operations. */
export function exactValue(t: Term): Rational | undefined {
  try {
    checkReach(t)
    return P.asConstant(new View().polynomial(t))
  } catch {
    return undefined
  }
}

// ── counterexamples ──

/** The formula with the assignment put in. */
export function at(p: Term, a: Assignment): Term {
  const map = new Map<FVar, Term>()
  a.forEach((q, v) => map.set(v, v.type === NAT ? nat(q.num) : rationalTerm(q)))
  return substitute(p, new Map(), map)
}

const PRECISION = 100

/** Whether a closed order relation or equation is certain: by the kernel's own interval evaluation. */
export function certain(p: Term): boolean {
  if (asOrder(p) !== undefined) return encloses(p)
  const eq = asEq(p)
  if (eq === undefined || (eq[0].type !== REAL && eq[0].type !== NAT)) return false
  return encloses(mkLe(eq[0], eq[1])) && encloses(mkLe(eq[1], eq[0]))
}

/** Whether the kernel's interval evaluation proves the closed relation. */
function encloses(p: Term): boolean {
  try {
    enclosure(p, [], PRECISION)
    return true
  } catch (error) {
    if (error instanceof KernelError) return false
    throw error
  }
}

/** An exact point at which all the facts certainly hold and the order relation `goal` certainly fails. */
export function counterexample(goal: Term, facts: readonly Term[], tries = 60): readonly ModelValue[] | undefined {
  const order = asOrder(goal)
  if (order === undefined) return undefined
  const opposite = order.strict ? mkLe(order.high, order.low) : mkLt(order.high, order.low)
  const variables = numericVariables([goal, ...facts])
  if ([goal, ...facts].some((p) => freeVars(p).some((v) => !variables.includes(v)))) return undefined
  for (const a of samples(variables, [opposite, ...facts], 4, tries)) {
    if (certain(at(opposite, a)) && facts.every((p) => certain(at(p, a)))) return variables.map((v) =>
      ({ term: v, value: a.get(v) as Rational }))
  }
  return undefined
}
