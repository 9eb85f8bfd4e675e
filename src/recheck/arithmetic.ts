// The second checker's computational rules: polynomial certificates of contradiction, interval evaluation, the mean value rule.
// Each either returns or refuses; rules.ts turns a return into a sequent. Imported by rules.ts.
import { FUNCTIONS, meet, negate, pi, plus, point, power, reciprocal, round, times, type Interval } from './functions.js'
import { Normal } from './normal.js'
import * as N from './number.js'
import type { Q } from './number.js'
import type { Logic } from './rules.js'
import { refuse, type Term } from './terms.js'

interface Relation { readonly equation: boolean; readonly strict: boolean; readonly low: Term; readonly high: Term }
/** The sides of an order relation, smaller first, or of an equation. */
function relationOf(w: Logic, t: Term): Relation {
  const { head, args: [u, v] } = w.split(t)
  if (u === undefined || v === undefined || !['≤', '<', '≥', '>', '='].includes(head)) return refuse('neither an order nor an equation')
  const [low, high] = head === '≥' || head === '>' ? [v, u] : [u, v]
  return { equation: head === '=', strict: head === '<' || head === '>', low, high }
}

export interface Product { readonly coefficient: Q; readonly facts: readonly number[]; readonly squares: readonly Term[] }
export interface Multiple { readonly fact: number; readonly cofactor: Term }
/** Σ c·Πfacts·Πsquares² + Σ cofactor·(l - r) is a negative number, or 0 while some summand is positive: the facts contradict each other. */
export function refute(normal: Normal, facts: readonly Term[], products: readonly Product[], multiples: readonly Multiple[]): void {
  const { ring } = normal
  const read = facts.map((fact) => {
    const { equation, strict, low, high } = relationOf(normal.words, fact)
    const difference = ring.sub(normal.of(high), normal.of(low))
    return { equation, strict, poly: equation ? ring.neg(difference) : difference }
  })
  const at = (i: number, equation: boolean): (typeof read)[number] => {
    const fact = read[i]
    return fact?.equation === equation ? fact : refuse('the certificate names no such fact')
  }
  let positive = false
  const summands = products.map(({ coefficient, facts: indices, squares }) => {
    if (N.sign(coefficient) <= 0) refuse('a coefficient is not positive')
    const factors = indices.map((i) => at(i, false)), roots = squares.map((s) => normal.of(s))
    positive ||= squares.length === 0 && factors.every((f) => f.strict)
    return [...factors.map((f) => f.poly), ...roots, ...roots].reduce((p, f) => ring.mul(p, f), ring.constant(coefficient))
  })
  const zeros = multiples.map(({ fact, cofactor }) => ring.mul(normal.of(cofactor), at(fact, true).poly))
  const { value } = [...summands, ...zeros].reduce((s, p) => ring.add(s, p), ring.zero)
  if (value === undefined || N.sign(value) > 0 || (N.sign(value) === 0 && !positive)) refuse('the certificate is no contradiction')
}
const BINARY: ReadonlyMap<string, (x: Interval, y: Interval, p: number) => Interval> = new Map([
  ['+', plus], ['nat_add', plus], ['*', times], ['nat_mul', times],
  ['-', (x, y) => plus(x, negate(y))], ['/', (x, y) => times(x, reciprocal(y))],
  ['min', (x, y) => ({ lo: N.smaller(x.lo, y.lo), hi: N.smaller(x.hi, y.hi) })],
  ['max', (x, y) => ({ lo: N.larger(x.lo, y.lo), hi: N.larger(x.hi, y.hi) })],
])
/** Bits beyond those stated: this evaluation should lie inside any other of the stated precision. */
const EXTRA = 64
/** An interval around a number whose opaque parts lie in the intervals given. */
function evaluate(w: Logic, root: Term, given: ReadonlyMap<Term, Interval>, p: number): Interval {
  if (root.type.kind !== 'real' && root.type.kind !== 'nat') refuse('a number is expected')
  const memo = new Map<Term, Interval>()
  const go = (t: Term): Interval => {
    const made = given.get(t) ?? memo.get(t) ?? round(step(t), p)
    memo.set(t, made)
    return made
  }
  const call = (name: string, x: Interval): Interval => round((FUNCTIONS.get(name) ?? refuse('a part needs bounds of its own'))(x, p), p)
  const step = (t: Term): Interval => {
    w.meter.spend(p)
    const { head, args: [u = t, v = t] } = w.split(t), binary = BINARY.get(head)
    if (t.kind === 'num') return point(N.q(t.value))
    if (head === 'π') return pi(p)
    if (head === 'npow' && v.kind === 'num') return power(go(u), v.value, p)
    if (head === 'rpow') return call('exp', round(times(go(v), call('log', go(u))), p))
    return binary !== undefined ? binary(go(u), go(v), p) : call(head, FUNCTIONS.has(head) ? go(u) : point(N.ZERO))
  }
  return go(root)
}
/** Whether the bounds decide the goal by interval evaluation. */
export function enclose(w: Logic, goal: Term, bounds: readonly Term[], precision: number): void {
  if (precision < 2 || precision > 4096) refuse('a precision is from 2 to 4096 bits')
  const p = precision + EXTRA, known = new Map<Term, Interval>()
  const number = (t: Term): Interval | undefined => {
    try { return evaluate(w, t, new Map(), p) } catch { return undefined }
  }
  for (const bound of bounds) {
    const { equation, low, high } = relationOf(w, bound), below = number(low)
    const side = below ?? number(high) ?? refuse('a bound compares nothing with a number')
    const t = below === undefined ? low : high, { head, args: [u = t] } = w.split(t), key = head === 'real' ? u : t
    const to = equation ? side : below === undefined ? { lo: N.neg(N.INFINITY), hi: side.hi } : { lo: side.lo, hi: N.INFINITY }
    const both = meet(known.get(key) ?? to, to)
    if (N.less(both.hi, both.lo)) refuse('the bounds contradict each other')
    known.set(key, both)
  }
  const { equation, strict, low, high } = relationOf(w, goal)
  const [most, least] = [evaluate(w, low, known, p).hi, evaluate(w, high, known, p).lo]
  if (equation || !N.finite(most) || !N.finite(least) || (strict ? !N.less(most, least) : N.less(least, most))) {
    refuse('the intervals do not decide the goal')
  }
}

export interface Range { readonly right: boolean; readonly base: Term; readonly limit: Term | undefined }
/** The mean value rule: checks its three premises for `f = λx. t` and returns its conclusion. */
export function meanValue(w: Logic, f: Term, range: Range, premises: readonly Term[]): Term {
  const { store } = w, { right, base, limit } = range, [start, continuity, slope] = premises
  if (f.kind !== 'abs' || f.domain !== store.real || f.body.type !== store.real) return refuse('a real function is expected')
  const zero = store.num(0n, store.real)
  if (start !== w.build('≤', zero, store.contract(f, base))) refuse('the sign at the base point is not what the rule needs')
  // No certificate can name this variable; as the rule is wrong for any other, it makes sure.
  const x = store.variable('\u0000', store.real), body = store.contract(f, x)
  if ([f, base, limit ?? base, ...premises].some((t) => store.freeVars(t).has(x))) refuse('the variable of the rule is not fresh')
  const guards = (relation: string): readonly Term[] => {
    const based = right ? w.build(relation, base, x) : w.build(relation, x, base)
    return limit === undefined ? [based] : right ? [based, w.build('<', x, limit)] : [w.build('<', limit, x), based]
  }
  /** What a premise says for x in the range. */
  const within = (premise: Term | undefined, relation: string): Term => {
    const { head, args: [all] } = w.split(premise ?? f)
    if (head !== '∀' || all?.kind !== 'abs' || all.domain !== store.real) return refuse('a premise of the rule is not for all x')
    return guards(relation).reduce((rest, guard) => {
      const { head: arrow, args: [u, v] } = w.split(rest)
      return arrow === '→' && u === guard && v !== undefined ? v : refuse('a premise of the rule is about another range')
    }, store.contract(all, x))
  }
  const conjuncts = (t: Term): readonly Term[] => {
    const { head, args: [u, v] } = w.split(t)
    return head === '∧' && u !== undefined && v !== undefined ? [...conjuncts(u), ...conjuncts(v)] : [t]
  }
  const normal = new Normal(w), [always, inside] = [new Set<Term>(), new Set<Term>()]
  const derivative = normal.derivative(body, x, always, inside)
  const { head, args: [conditions, signed] } = w.split(within(slope, '<'))
  const { head: relation, args: [u, v] } = w.split(signed ?? f)
  if (head !== '∧' || conditions === undefined || relation !== '≤' || u === undefined || v === undefined || (right ? u : v) !== zero) {
    return refuse('the derivative has no conditions or no sign')
  }
  const [given, there] = [new Set(conjuncts(within(continuity, '≤'))), new Set(conjuncts(conditions))]
  if ([...always].some((c) => !given.has(c)) || [...always, ...inside].some((c) => !there.has(c))) refuse('a side condition is missing')
  if (normal.of(right ? v : u) !== derivative) refuse('the derivative is not that of the function')
  return w.build('∀', store.abstract(x, guards('≤').reduceRight((rest, guard) => w.build('→', guard, rest), w.build('≤', zero, body))))
}
