// Chooses values for the variables of a statement so that its hypotheses hold: sizes and finite types first, then tables,
// laws and sequences, then the reals one by one inside what the hypotheses leave them. UNTRUSTED; floating point throughout.
import { Chooser, VECTOR_OPTIONS, nearby, sampleVector, simplest } from './choices.js'
import { outcome } from './confirm.js'
import { descend } from './descent.js'
import type { Plan } from './plan.js'
import type { Stream } from './random.js'
import { MODES, sampleMode, sampleWeights, type Mode, type Recipe, type Scalar, type World } from './recipe.js'
import type { Sample, Scene } from './scene.js'
import { NotEvaluable, likely } from './value.js'

/** Reals at which every scalar is tried first. */
const GRID: readonly number[] = [
  -1e4, -100, -10, -5, -3, -2, -1.5, -1, -0.75, -0.5, -0.25, -0.1, -0.01, -1e-4, 0,
  1e-6, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 100, 1e3, 1e4, 1e6,
]

/** What an instance settles before the explorer chooses the rest. */
export interface Setting {
  /** Variables that have values already. */
  readonly fixed: ReadonlySet<number>
  /** Interprets types and assigns the fixed variables. */
  enter(world: World): void
  /** Whether a hypothesis holds as far as can be told without sampling outcomes. */
  holds(hypothesis: number): boolean
  /** How unhelpful the current values are for telling anything about the claim; smaller is better. */
  readonly dullness: (() => number) | undefined
}

/** Hypotheses that become checkable with one more scalar. */
interface Stage {
  readonly variable: number
  readonly derived: readonly number[]
  readonly hypotheses: readonly number[]
}

export class Explorer {
  readonly #plan: Plan
  readonly #chooser = new Chooser()
  readonly #early: readonly number[]
  readonly #stages: readonly Stage[]
  /** Values that occur as numerals in the statement: corners are often there. */
  readonly #grid: readonly number[]
  notEvaluable = 0
  /** The last attempt, completed at random, if it did not meet the hypotheses and got as far as the scalars. */
  failed: Sample | undefined
  lastReason: string | undefined

  constructor(readonly scene: Scene, private readonly setting?: Setting) {
    this.#plan = scene.plan
    const { task } = scene
    const scalars = this.#plan.scalars.filter((i) => setting?.fixed.has(i) !== true)
    const done = new Set<number>(task.variables.map((_, i) => i).filter((i) => !scalars.includes(i)))
    const ready = (node: number): boolean => [...this.#plan.base(node)].every((v) => done.has(v))
    const left = new Set(task.hypotheses.map((_, i) => i))
    const underived = new Set(this.#plan.derived.flatMap((d, i) => (setting?.fixed.has(d.variable) === true ? [] : [i])))
    const take = (): { hypotheses: number[]; derived: number[] } => {
      const derived = [...underived].filter((d) => {
        const rule = this.#plan.derived[d]
        return rule !== undefined && ready(task.variables[rule.variable]?.node ?? -1)
      })
      for (const d of derived) underived.delete(d)
      const hypotheses = [...left].filter((h) => ready(task.hypotheses[h]?.node ?? -1))
      for (const h of hypotheses) left.delete(h)
      return { hypotheses: hypotheses.map((h) => task.hypotheses[h]?.node ?? -1), derived }
    }
    const first = take()
    this.#early = first.hypotheses
    this.#earlyDerived = first.derived
    this.#stages = scalars.map((variable) => {
      done.add(variable)
      return { variable, ...take() }
    })
    const numerals = task.program.nodes.flatMap((n) => (n.kind === 'num' && n.value.length < 8 ? [Number(n.value)] : []))
    this.#grid = [...new Set([...GRID, ...numerals, ...numerals.map((x) => -x)])].sort((a, b) => a - b)
  }

  readonly #earlyDerived: readonly number[]

  /**
   * Moves everything at once towards the hypotheses, from a failed attempt: for hypotheses that tie several variables together.
   * The sample it gets to is loaded into the scene.
   */
  repair(): { readonly sample: Sample; readonly satisfied: boolean } | undefined {
    if (this.failed === undefined || this.setting !== undefined) return undefined
    const sample = descend(this.scene, this.failed, 'satisfy')
    return { sample, satisfied: outcome(this.scene, sample).satisfied }
  }

  /** A sample that satisfies every hypothesis as far as floating point sees, loaded into the scene; undefined if this attempt failed. */
  attempt(stream: Stream): Sample | undefined {
    const choices = new Map<number, string>()
    this.failed = undefined
    try {
      const sample = this.#choose(stream, choices)
      if (this.setting === undefined) this.#chooser.learn(choices, sample !== undefined)
      return sample
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      if (this.setting === undefined) this.#chooser.learn(choices, false)
      this.notEvaluable++
      this.lastReason = error.message
      return undefined
    }
  }

  #choose(stream: Stream, choices: Map<number, string>): Sample | undefined {
    const recipes = new Map<number, Recipe>()
    const { roles } = this.#plan
    const { setting } = this
    const open = (v: number): boolean => setting?.fixed.has(v) !== true
    roles.forEach((role, v) => { if (role.kind === 'nat' && open(v)) recipes.set(v, this.#nat(stream)) })
    const world = this.#world(stream, recipes)
    const draws = new Map<number, boolean>()
    roles.forEach((_, v) => {
      const recipe = open(v) ? this.#recipe(v, stream, recipes, world, choices) : undefined
      if (recipe !== undefined) recipes.set(v, recipe)
      if (recipe?.kind === 'draws') draws.set(this.scene.task.variables[v]?.node ?? -1, recipe.same)
    })
    if (setting === undefined) this.scene.enter(world, draws)
    else setting.enter(world)
    for (const [v, recipe] of recipes) this.scene.assign(v, recipe)
    for (const d of this.#earlyDerived) this.scene.derive(d)
    if (!this.#early.every((h) => this.#true(h))) return undefined
    for (const stage of this.#stages) {
      const value = this.#scalar(stage, stream)
      if (value === undefined) {
        this.failed = this.#complete(world, recipes, stream)
        return undefined
      }
      recipes.set(stage.variable, { kind: 'real', value })
      if (!this.#holds(stage, value)) return undefined
    }
    return { world, recipes }
  }

  /** The recipes with random values for the scalars that have none yet. */
  #complete(world: World, recipes: ReadonlyMap<number, Recipe>, stream: Stream): Sample {
    const all = new Map(recipes)
    for (const { variable } of this.#stages) if (!all.has(variable)) all.set(variable, { kind: 'real', value: sampleMode(stream, 'any') })
    return { world, recipes: all }
  }

  #true(hypothesis: number): boolean {
    return this.setting === undefined ? likely(this.scene.truth(hypothesis)) : this.setting.holds(hypothesis)
  }

  #nat(stream: Stream): Recipe {
    const small = this.#plan.independence !== undefined
    const most = stream.chance(0.7) ? 3 : stream.chance(0.7) ? (small ? 5 : 8) : small ? 7 : 40
    return { kind: 'nat', value: stream.integer(0, most) }
  }

  /** Sizes for the abstract types; the outcomes of independent draws are sequences of atoms. */
  #world(stream: Stream, recipes: ReadonlyMap<number, Recipe>): World {
    const { independence, abstractTypes, reader } = this.#plan
    const sizes = new Map(abstractTypes.map((t) => [reader.type(t).key, stream.chance(0.1) ? 1 : stream.integer(2, 4)]))
    if (independence === undefined) return { sizes, product: undefined }
    const node = this.scene.task.variables.findIndex((v) => v.node === independence.count)
    const recipe = recipes.get(node)
    const given = reader.node(independence.count)
    const count = recipe?.kind === 'nat' ? recipe.value : given.kind === 'num' ? Number(given.value) : 3
    const length = Math.max(1, Math.min(count, 9))
    const atoms = stream.chance(0.6) || 3 ** length > 729 ? 2 : length <= 4 && stream.chance(0.3) ? 4 : 3
    const { key } = reader.type(independence.omega)
    if (reader.isAbstract(independence.omega)) sizes.set(key, atoms ** length)
    return { sizes, product: { key, atoms, length } }
  }

  #recipe(v: number, stream: Stream, recipes: ReadonlyMap<number, Recipe>, world: World, choices: Map<number, string>): Recipe | undefined {
    const role = this.#plan.roles[v]
    const id = stream.integer(0, 0x7fffffff)
    const mode = (): Mode => {
      const chosen = this.#chooser.pick(stream, v, MODES)
      choices.set(v, chosen)
      return chosen
    }
    switch (role?.kind) {
      case 'prop': return { kind: 'prop', value: stream.chance(0.5) }
      case 'vector': {
        const option = this.#chooser.pick(stream, v, VECTOR_OPTIONS)
        choices.set(v, option)
        return sampleVector(option, stream, recipes)
      }
      case 'law': {
        const { product } = world
        const key = this.#plan.reader.type(role.over).key
        const size = product?.key === key ? product.atoms : world.sizes.get(key) ?? stream.integer(1, 4)
        return { kind: 'law', over: role.over, weights: sampleWeights(stream, size), id }
      }
      case 'laws': return { kind: 'laws', over: role.over, id }
      case 'draws': {
        const same = this.#plan.independence?.identical === true || stream.chance(0.5)
        return { kind: 'draws', value: role.value, same, id, mode: mode() }
      }
      case 'metric': {
        const size = world.sizes.get(this.#plan.reader.type(role.points).key) ?? 3
        return { kind: 'metric', places: Array.from({ length: size }, () => [stream.integer(-3, 3), stream.integer(-3, 3)] as const) }
      }
      case 'other': return { kind: 'stream', type: this.scene.task.variables[v]?.type ?? 0, id, mode: mode() }
      default: return undefined
    }
  }

  /** Whether everything checkable once `stage.variable` is known holds at this value. Leaves the value assigned. */
  #holds(stage: Stage, value: Scalar): boolean {
    this.scene.assign(stage.variable, { kind: 'real', value })
    try {
      for (const d of stage.derived) this.scene.derive(d)
      return stage.hypotheses.every((h) => this.#true(h))
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      this.lastReason = error.message
      return false
    }
  }

  #marginAt(stage: Stage, value: number): number {
    this.scene.assign(stage.variable, { kind: 'real', value })
    try {
      for (const d of stage.derived) this.scene.derive(d)
      return stage.hypotheses.reduce((least, h) => Math.min(least, this.scene.margin(h)), Infinity)
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      return -Infinity
    }
  }

  /** A value for one scalar: an end of the feasible set, a point inside it, or a corner. */
  #scalar(stage: Stage, stream: Stream): Scalar | undefined {
    if (stage.hypotheses.length === 0) return sampleMode(stream, stream.chance(0.7) ? 'any' : 'unit')
    const good = this.#grid.filter((x) => this.#holds(stage, x))
    if (good.length === 0) return this.setting === undefined ? this.#thin(stage) : undefined
    if (stage === this.#stages[this.#stages.length - 1]) {
      const { setting, scene } = this
      if (setting === undefined && stream.chance(0.4)) return this.#best(stage, good, () => scene.margin(scene.task.goal))
      if (setting?.dullness !== undefined && stream.chance(0.8)) return this.#best(stage, good, setting.dullness)
    }
    const start = stream.integer(0, good.length - 1)
    const inside = good[start] ?? 0
    const which = stream.unit()
    if (which < 0.3) return inside
    const at = this.#grid.indexOf(inside)
    if (which < 0.55) {
      // Walk to an end of the feasible stretch, then halve the gap to the first point outside it.
      const direction = stream.sign()
      let edge = at
      while (good.includes(this.#grid[edge + direction] ?? NaN)) edge += direction
      const outside = this.#grid[edge + direction]
      return outside === undefined ? this.#grid[edge] : this.#edge(stage, this.#grid[edge] ?? 0, outside)
    }
    const other = good[stream.integer(0, good.length - 1)] ?? inside
    const [low, high] = inside < other ? [inside, other] : [other, inside]
    const between = low > 0 && stream.chance(0.5) && high > low ? stream.logUniform(low, high) : stream.uniform(low, high)
    const candidate = nearby(between)
    return this.#holds(stage, candidate) ? candidate : inside
  }

  /** With everything else chosen, the feasible value of least score, by halving around the best grid point. */
  #best(stage: Stage, good: readonly number[], score: () => number): Scalar {
    const scoreAt = (x: number): number => {
      try {
        return this.#holds(stage, x) ? score() : Infinity
      } catch (error) {
        if (!(error instanceof NotEvaluable)) throw error
        return Infinity
      }
    }
    let best = good[0] ?? 0
    let least = Infinity
    for (const x of good) {
      const m = scoreAt(x)
      if (m < least) { best = x; least = m }
    }
    let step = Math.max(Math.abs(best) / 2, 0.01)
    for (let i = 0; i < 8; i++) {
      for (const x of [best - step, best + step]) {
        const m = scoreAt(nearby(x))
        if (m < least) { best = nearby(x); least = m }
      }
      step /= 2
    }
    return best
  }

  #edge(stage: Stage, inside: number, outside: number): Scalar {
    let [a, b] = [inside, outside]
    for (let i = 0; i < 40; i++) {
      const middle = (a + b) / 2
      if (this.#holds(stage, middle)) a = middle
      else b = middle
    }
    const short = simplest(Math.min(a, b) - Math.abs(a) * 1e-9 - 1e-12, Math.max(a, b) + Math.abs(a) * 1e-9 + 1e-12)
    return this.#holds(stage, short) ? short : a
  }

  /** No grid point is feasible: climb the margin from the best grid point. */
  #thin(stage: Stage): Scalar | undefined {
    let best = 0
    let bestMargin = -Infinity
    for (const x of this.#grid) {
      const m = this.#marginAt(stage, x)
      if (m > bestMargin) { best = x; bestMargin = m }
    }
    if (bestMargin === -Infinity) return undefined
    let step = Math.max(Math.abs(best), 0.1)
    for (let i = 0; i < 40 && bestMargin < 0; i++) {
      const next = [best + step, best - step].map((x) => [x, this.#marginAt(stage, x)] as const).sort((p, q) => q[1] - p[1])[0]
      if (next !== undefined && next[1] > bestMargin) [best, bestMargin] = next
      else step /= 2
    }
    const short = simplest(best - Math.abs(best) * 1e-9 - 1e-12, best + Math.abs(best) * 1e-9 + 1e-12)
    if (this.#holds(stage, short)) return short
    return this.#holds(stage, best) ? best : undefined
  }
}
