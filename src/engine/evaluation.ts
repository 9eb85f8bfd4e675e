// UNTRUSTED. Floating-point values of real and natural terms and of formulas about them, at sample points. They steer a search and decide
// nothing. Engine files only.
import { PROP } from '../kernel/type.js'
import { core, type Term } from '../kernel/term.js'
import {
  ABS, ADD, AND, COE, COS, DIV, EXP, INV, LOG, MAX, MIN, MUL, NADD, NEG, NMUL, NOT, NPOW, NSUB, OR, RPOW, SIN, SQRT, SUB, asBinary, asOrder,
  asUnary,
} from '../kernel/signature.js'
import { asAnd, asEq, asNot, asOr } from './logic.js'

/** Values of opaque subterms, by core. */
export type Point = ReadonlyMap<Term, number>

type Evaluator = (point: Point) => number
interface Compiled {
  readonly value: Evaluator
  /** How many operations one evaluation takes. */
  readonly size: number
}

/** Larger terms are evaluated with their shared parts remembered. */
const MAX_SIZE = 2000
const compiledTerms = new WeakMap<Term, Compiled>()

/** The value of a real or natural term; NaN outside domains and for opaque subterms without a value. */
export function valueAt(t: Term, point: Point): number {
  const compiled = compile(t)
  return compiled.size <= MAX_SIZE ? compiled.value(point) : remembered(t, point)
}

function compile(t: Term): Compiled {
  const old = compiledTerms.get(t)
  if (old !== undefined) return old
  const made = compileStep(t)
  compiledTerms.set(t, made)
  return made
}

function compileStep(t: Term): Compiled {
  if (t.kind === 'num') {
    const value = Number(t.value)
    return { value: () => value, size: 1 }
  }
  const one = t.kind === 'app' && t.fn.kind === 'const' ? unary.get(t.fn.constant) : undefined
  if (t.kind === 'app' && one !== undefined) {
    const inner = compile(t.arg)
    return { value: (p) => one(inner.value(p)), size: inner.size + 1 }
  }
  const two = t.kind === 'app' && t.fn.kind === 'app' && t.fn.fn.kind === 'const' ? binary.get(t.fn.fn.constant) : undefined
  if (t.kind === 'app' && t.fn.kind === 'app' && two !== undefined) {
    const [left, right] = [compile(t.fn.arg), compile(t.arg)]
    return { value: (p) => two(left.value(p), right.value(p)), size: left.size + right.size + 1 }
  }
  const key = core(t)
  return { value: (p) => p.get(key) ?? NaN, size: 1 }
}

function remembered(t: Term, point: Point): number {
  const memo = new Map<Term, number>()
  const go = (u: Term): number => {
    const old = memo.get(u)
    if (old !== undefined) return old
    const made = step(u, point, go)
    memo.set(u, made)
    return made
  }
  return go(t)
}

function step(t: Term, point: Point, go: (u: Term) => number): number {
  if (compile(t).size <= MAX_SIZE || t.kind !== 'app') return compile(t).value(point)
  const one = t.fn.kind === 'const' ? unary.get(t.fn.constant) : undefined
  if (one !== undefined) return one(go(t.arg))
  const two = t.fn.kind === 'app' && t.fn.fn.kind === 'const' ? binary.get(t.fn.fn.constant) : undefined
  return two === undefined || t.fn.kind !== 'app' ? NaN : two(go(t.fn.arg), go(t.arg))
}

const reciprocal = (x: number): number => (x === 0 ? NaN : 1 / x)
const logarithm = (x: number): number => (x > 0 ? Math.log(x) : NaN)
const unary: ReadonlyMap<object, (a: number) => number> = new Map<object, (a: number) => number>([
  [NEG, (a) => -a], [INV, reciprocal], [ABS, Math.abs], [SQRT, Math.sqrt], [EXP, Math.exp], [LOG, logarithm], [SIN, Math.sin],
  [COS, Math.cos], [COE, (a) => a],
])
const binary: ReadonlyMap<object, (a: number, b: number) => number> = new Map<object, (a: number, b: number) => number>([
  [ADD, (a, b) => a + b], [NADD, (a, b) => a + b], [SUB, (a, b) => a - b], [MUL, (a, b) => a * b], [NMUL, (a, b) => a * b],
  [DIV, (a, b) => a * reciprocal(b)], [NPOW, (a, b) => a ** b], [RPOW, (a, b) => (a > 0 ? a ** b : NaN)],
  [NSUB, (a, b) => Math.max(a - b, 0)], [MAX, Math.max], [MIN, Math.min],
])
const connectives: ReadonlySet<object> = new Set([AND, OR])

/** The maximal subterms that cannot be evaluated: variables, and applications of anything but elementary functions. */
export function opaqueParts(t: Term): readonly Term[] {
  const found = new Map<Term, Term>()
  const go = (u: Term): void => {
    if (u.kind === 'num') return
    if (u.kind === 'app' && u.fn.kind === 'const' && (unary.has(u.fn.constant) || u.fn.constant === NOT)) { go(u.arg); return }
    if (u.kind === 'app' && u.fn.kind === 'app' && u.fn.fn.kind === 'const') {
      const order = asOrder(u)
      const eq = asEq(u)
      if (binary.has(u.fn.fn.constant) || connectives.has(u.fn.fn.constant) || order !== undefined
        || (eq !== undefined && eq[0].type !== PROP)) {
        go(u.fn.arg)
        go(u.arg)
        return
      }
    }
    found.set(core(u), u)
  }
  go(t)
  return [...found.values()]
}

/** high - low, or -|lhs - rhs| for an equation: negative (below the tolerance) where the relation fails. */
export function slackAt(relation: Term, point: Point): number {
  const order = asOrder(relation)
  if (order !== undefined) return valueAt(order.high, point) - valueAt(order.low, point)
  const eq = asEq(relation)
  return eq === undefined || eq[0].type === PROP ? NaN : -Math.abs(valueAt(eq[0], point) - valueAt(eq[1], point))
}

/** Whether the formula holds at the point as far as floating point can tell; undefined when it cannot be evaluated. */
export function holdsAt(p: Term, point: Point): boolean | undefined {
  const and = asAnd(p)
  const or = asOr(p)
  const inner = asNot(p)
  if (and !== undefined || or !== undefined) {
    const [l, r] = (and ?? or as readonly [Term, Term]).map((q) => holdsAt(q, point))
    const absorbing = or !== undefined
    return l === absorbing || r === absorbing ? absorbing : l === undefined || r === undefined ? undefined : !absorbing
  }
  if (inner !== undefined) {
    const holds = holdsAt(inner, point)
    return holds === undefined ? undefined : !holds
  }
  const slack = slackAt(p, point)
  if (Number.isNaN(slack)) return undefined
  return slack >= -1e-12 && !(asOrder(p)?.strict === true && slack <= 0)
}

/** The sum of the sizes of the summands: what rounding errors are measured against. */
export function magnitude(t: Term, point: Point): number {
  const sum = asBinary(t, ADD) ?? asBinary(t, SUB)
  if (sum !== undefined) return magnitude(sum[0], point) + magnitude(sum[1], point)
  const inner = asUnary(t, NEG)
  return inner === undefined ? Math.abs(valueAt(t, point)) : magnitude(inner, point)
}

const TOLERANCE = 1e-9

/** Whether `t ≥ 0` could be true at the point; true when it cannot be evaluated. */
export function plausible(t: Term, point: Point): boolean {
  const value = valueAt(t, point)
  if (!Number.isFinite(value) || value >= 0) return true
  return value >= -TOLERANCE * (1 + magnitude(t, point))
}

/** Whether `low ≤ high` (or `<`) clearly fails at one of the points. An exact 0 counts against `<` unless exp may have underflowed. */
export function clearlyFails(low: Term, high: Term, strict: boolean, points: readonly Point[]): boolean {
  return points.some((point) => {
    const [a, b] = [valueAt(low, point), valueAt(high, point)]
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false
    if (strict && a === b) return !mentionsExp(low) && !mentionsExp(high)
    return b - a < -TOLERANCE * (1 + magnitude(low, point) + magnitude(high, point))
  })
}

const expMemo = new WeakMap<Term, boolean>()
function mentionsExp(t: Term): boolean {
  if (t.kind === 'const') return t.constant === EXP || t.constant === RPOW
  if (t.kind !== 'app') return false
  const old = expMemo.get(t)
  if (old !== undefined) return old
  const found = mentionsExp(t.fn) || mentionsExp(t.arg)
  expMemo.set(t, found)
  return found
}
