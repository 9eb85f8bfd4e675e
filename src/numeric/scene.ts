// One statement in one arithmetic: values for its variables, what the equations determine, the truth of its formulas and how
// far they are from failing. UNTRUSTED; the explorer works on a floating scene, confirmation on the others.
import type { Algebra } from './algebra.js'
import { Compiler } from './compile.js'
import type { Domain } from './domain.js'
import { knownFact } from './known.js'
import type { Plan } from './plan.js'
import type { Stream } from './random.js'
import { Point } from './point.js'
import { Realiser, worldDomains, type Recipe, type World } from './recipe.js'
import { Runtime, type Knowledge } from './runtime.js'
import type { Relation } from './syntax.js'
import type { Task } from './task.js'
import { NotEvaluable, Pair, elementsOf, likely, type Described, type Fn, type Truth, type Value } from './value.js'

/** A choice for every variable that is not determined by an equation. */
export interface Sample {
  readonly world: World
  readonly recipes: ReadonlyMap<number, Recipe>
}

export class Scene {
  readonly runtime: Runtime
  readonly compiler: Compiler
  #realiser: Realiser | undefined

  constructor(readonly task: Task, readonly plan: Plan, readonly algebra: Algebra, seed: Stream) {
    this.runtime = new Runtime(task.program, algebra, seed)
    this.compiler = new Compiler(this.runtime)
  }

  /** Starts over in another world; every variable must be given a value again. */
  enter(world: World, draws: ReadonlyMap<number, boolean>): void {
    const facts = { draws, length: world.product?.length ?? 0 }
    this.interpret(world, new Map(), (name, nodes, values) => knownFact(this.runtime, this.plan.reader, facts, name, nodes, values))
  }

  /** Starts over with types given from outside (an instance) on top of a world. */
  interpret(world: World, types: ReadonlyMap<string, Domain>, knowledge: Knowledge): void {
    this.runtime.interpret(new Map([...worldDomains(this.task.program, world, this.algebra, undefined), ...types]), knowledge)
    this.#realiser = new Realiser(this.runtime, world, types)
  }

  assign(variable: number, recipe: Recipe): void {
    if (this.#realiser === undefined) throw new NotEvaluable('no world yet')
    this.assignValue(variable, this.#realiser.value(recipe))
  }

  assignValue(variable: number, value: Value): void {
    this.compiler.assign(this.#node(variable), value)
    this.runtime.renew()
  }

  #node(variable: number): number {
    const found = this.task.variables[variable]
    if (found === undefined) throw new RangeError('no such variable')
    return found.node
  }

  /** The whole sample, determined variables included. */
  load(sample: Sample): void {
    const draws = new Map<number, boolean>()
    for (const [variable, recipe] of sample.recipes) if (recipe.kind === 'draws') draws.set(this.#node(variable), recipe.same)
    this.enter(sample.world, draws)
    for (const [variable, recipe] of sample.recipes) this.assign(variable, recipe)
    for (let i = 0; i < this.plan.derived.length; i++) this.derive(i)
  }

  /** Gives the i-th determined variable its value. */
  derive(i: number): void {
    const rule = this.plan.derived[i]
    if (rule === undefined) return
    const { algebra } = this
    if (rule.direct) {
      this.assignValue(rule.variable, this.compiler.evaluate(rule.right))
      return
    }
    // left - right is a + b·v: two values of v give a and b.
    const at = (v: string): Value => {
      this.assignValue(rule.variable, algebra.numeral(v))
      return algebra.add(this.compiler.evaluate(rule.left), algebra.neg(this.compiler.evaluate(rule.right)))
    }
    const a = at('0')
    const b = algebra.add(at('1'), algebra.neg(a))
    if (algebra.toNumber(b) === 0) throw new NotEvaluable('an equation that does not determine its variable')
    this.assignValue(rule.variable, algebra.neg(algebra.mul(a, algebra.inv(b))))
  }

  value(node: number): Value {
    return this.compiler.evaluate(node)
  }

  truth(node: number): Truth {
    return this.compiler.evaluate(node) as Truth
  }

  /** Both sides of a relation of reals, as doubles. */
  sides(relation: Relation): readonly [number, number] {
    return [this.algebra.toNumber(this.value(relation.left)), this.algebra.toNumber(this.value(relation.right))]
  }

  /**
   * How far a formula is from failing, relative to the sizes of the sides: at least 0 where it holds, below 0 where it fails,
   * continuous for relations joined by ∧ and ∨, and ±1 for anything else.
   */
  margin(node: number): number {
    const { reader } = this.plan
    for (const [name, join] of [['∧', Math.min], ['∨', Math.max]] as const) {
      const parts = reader.match(node, name, 2)
      if (parts !== undefined) return join(this.margin(parts[0] as number), this.margin(parts[1] as number))
    }
    const implication = reader.match(node, '→', 2)
    if (implication !== undefined) {
      const premise = this.margin(implication[0] as number)
      return premise < 0 ? -premise : this.margin(implication[1] as number)
    }
    const relation = reader.relation(node)
    if (relation === undefined) return likely(this.truth(node)) ? 1 : -1
    const [left, right] = this.sides(relation)
    const size = Math.abs(left) + Math.abs(right)
    if (size === 0) return 0
    if (!Number.isFinite(size)) throw new NotEvaluable('a number out of range')
    return (relation.kind === '=' ? -Math.abs(right - left) : right - left) / size
  }

  /** A value in words, for counterexamples. */
  show(type: number, value: Value): string {
    const { reader } = this.plan
    if (reader.isReal(type)) return this.algebra.show(value)
    if (reader.isProp(type)) return likely(value as Truth) ? 'True' : 'False'
    if (typeof value === 'number') return reader.isAbstract(type) ? `point ${value + 1}` : `${value}`
    if (value instanceof Pair) {
      const { args } = reader.type(type)
      return `(${this.show(args[0] as number, value.first)}, ${this.show(args[1] as number, value.second)})`
    }
    if (value instanceof Point) return value.show()
    const { text } = value as Described
    return text ?? this.#showFunction(type, value as Fn)
  }

  #showFunction(type: number, f: Fn): string {
    const { reader } = this.plan
    const arrow = reader.arrow(type)
    if (arrow === undefined) return '…'
    if (reader.isProp(arrow.to)) {
      const list = elementsOf(f) ?? this.runtime.domains.of(arrow.from).elements?.filter((x) => likely(f(x) as Truth))
      if (list === undefined) return '…'
      return `{${list.slice(0, 8).map((x) => this.show(arrow.from, x)).join(', ')}${list.length > 8 ? ', …' : ''}}`
    }
    const points = this.runtime.domains.of(arrow.from).elements ?? (reader.isNat(arrow.from) ? [0, 1, 2, 3, 4, 5, 6, 7] : undefined)
    if (points === undefined) return '…'
    const shown = points.slice(0, 8).map((x) => `${this.show(arrow.from, x)} ↦ ${this.show(arrow.to, f(x))}`)
    return `${shown.join(', ')}${points.length > 8 || reader.isNat(arrow.from) ? ', …' : ''}`
  }
}
