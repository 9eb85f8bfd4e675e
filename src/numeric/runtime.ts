// What compiled terms share while they run: the arithmetic, the interpretation of types, the samples of quantifiers, and a
// budget of work. One runtime serves one interpretation at a time. UNTRUSTED; used by src/numeric only.
import type { Algebra } from './algebra.js'
import { CORNER_REALS, Domains, type Domain } from './domain.js'
import type { Stream } from './random.js'
import { Estimate } from './float.js'
import { Point, samePlace } from './point.js'
import type { Program } from './serialise.js'
import {
  ANY, FALSE, NotEvaluable, Pair, SEEMS_TRUE, TRUE, elementsOf, not, soften, truth, type Fn, type SetValue, type Truth, type Value,
} from './value.js'

/**
 * Says whether a formula `name args` is known to hold of the interpretation by construction, undefined if nothing is known.
 * `nodes` are the arguments as terms; `values` evaluates them and may throw NotEvaluable.
 */
export type Knowledge = (name: string, nodes: readonly number[], values: () => readonly Value[]) => Truth | undefined

const NO_KNOWLEDGE: Knowledge = () => undefined

/** Loop iterations allowed in one top-level evaluation before it is given up as not evaluable. */
const WORK_LIMIT = 20_000_000

export class Runtime {
  domains: Domains
  knowledge: Knowledge = NO_KNOWLEDGE
  /** Grows whenever variables or types get another meaning; what was remembered before is then stale. */
  epoch = 0
  /** Loop iterations so far in this evaluation. */
  work = 0
  workLimit: number = WORK_LIMIT
  #spent = 0
  readonly #samples = new Map<string, readonly Value[]>()

  constructor(readonly program: Program, readonly algebra: Algebra, readonly seed: Stream) {
    this.domains = new Domains(program, algebra, new Map(), (type, a, b) => this.equal(type, a, b))
  }

  /** Starts an interpretation: abstract types by key, and a fresh memory. */
  interpret(types: ReadonlyMap<string, Domain>, knowledge: Knowledge = NO_KNOWLEDGE): void {
    this.domains = new Domains(this.program, this.algebra, types, (type, a, b) => this.equal(type, a, b))
    this.knowledge = knowledge
    this.#samples.clear()
    this.renew()
  }

  /** Forgets what depended on the values of variables. The samples of quantifiers depend on the interpretation only. */
  renew(): void {
    this.epoch++
  }

  /** Starts counting for one evaluation. */
  beginEvaluation(): void {
    this.#spent += this.work + 20
    this.work = 0
  }

  /** Work of all evaluations since this was last asked. */
  totalWork(): number {
    const spent = this.#spent + this.work
    this.#spent = 0
    this.work = 0
    return spent
  }

  tick(amount: number): void {
    this.work += amount
    if (this.work > this.workLimit) throw new NotEvaluable('too much work for one evaluation')
  }

  /** The values a sampled quantifier over the type tries, the same throughout one interpretation. */
  samples(type: number, count: number): readonly Value[] {
    const key = `${type},${count}`
    const old = this.#samples.get(key)
    if (old !== undefined) return old
    const domain = this.domains.of(type)
    const stream = this.seed.split('quantifier', type, count)
    const made: Value[] = []
    const { name, args } = this.domains.type(type)
    if (name === 'ℝ') made.push(...CORNER_REALS.slice(0, count).map((x) => this.algebra.fromNumber(x)))
    if (name === 'ℕ' && args.length === 0) for (let i = 0; i < count / 2; i++) made.push(i)
    while (made.length < count) made.push(domain.sample(stream))
    this.#samples.set(key, made)
    return made
  }

  /** `a = b` at a type. Functions are compared on the listed elements of their domain, or on samples without certainty. */
  equal(type: number, a: Value, b: Value): Truth {
    const { name, args } = this.domains.type(type)
    if (name === 'ℝ' && args.length === 0) return this.algebra.eq(a, b)
    if (name === 'Prop' && args.length === 0) return iff(a as Truth, b as Truth)
    if (a === ANY || b === ANY || a instanceof Estimate || b instanceof Estimate) throw new NotEvaluable('equality with an unknown value')
    if (a === b) return TRUE
    if (name === '×' && a instanceof Pair && b instanceof Pair) {
      const first = this.equal(args[0] as number, a.first, b.first)
      return first === FALSE ? FALSE : Math.min(first, this.equal(args[1] as number, a.second, b.second)) as Truth
    }
    if (name === '→' && args.length === 2) {
      return this.#equalSets(a, b) ?? this.#equalFunctions(args[0] as number, args[1] as number, a as Fn, b as Fn)
    }
    if (a instanceof Point && b instanceof Point) return truth(samePlace(a, b))
    return FALSE
  }

  /** Two listed sets: each contains the other's elements. Undefined if one of them is no listed set. */
  #equalSets(a: Value, b: Value): Truth | undefined {
    const [p, q] = [elementsOf(a), elementsOf(b)]
    if (p === undefined || q === undefined) return undefined
    this.tick(p.length + q.length)
    const inside = (list: readonly Value[], set: Value): Truth =>
      list.reduce<Truth>((acc, x) => Math.min(acc, (set as SetValue)(x)) as Truth, TRUE)
    return Math.min(inside(p, b), inside(q, a)) as Truth
  }

  #equalFunctions(from: number, to: number, f: Fn, g: Fn): Truth {
    const { elements } = this.domains.of(from)
    let result: Truth = elements === undefined ? SEEMS_TRUE : TRUE
    for (const x of elements ?? this.samples(from, 8)) {
      this.tick(1)
      const t = this.equal(to, f(x), g(x))
      if (t === FALSE) return FALSE
      if (t < result) result = t
    }
    return result
  }
}

function iff(a: Truth, b: Truth): Truth {
  const same = a >= SEEMS_TRUE === b >= SEEMS_TRUE
  const sure = (a === TRUE || a === FALSE) && (b === TRUE || b === FALSE)
  const t: Truth = same ? TRUE : FALSE
  return sure ? t : soften(t)
}

export const implies = (a: Truth, b: Truth): Truth => Math.max(not(a), b) as Truth
