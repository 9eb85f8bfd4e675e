// Chooses values for the variables of a statement so that its hypotheses hold: sizes and finite types first, then tables,
// laws and sequences, then the reals one by one inside what the hypotheses leave them. UNTRUSTED; floating point throughout.
import type { Plan } from './plan.js'
import type { Stream } from './random.js'
import { MODES, sampleMode, sampleWeights, toDouble, type Mode, type Recipe, type Scalar, type World } from './recipe.js'
import type { Sample, Scene } from './scene.js'
import { NotEvaluable, likely } from './value.js'

/** Reals at which every scalar is tried first. */
const GRID: readonly number[] = [
  -1e4, -100, -10, -5, -3, -2, -1.5, -1, -0.75, -0.5, -0.25, -0.1, -0.01, -1e-4, 0,
  1e-6, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 100, 1e3, 1e4, 1e6,
]
const VECTOR_LENGTH = 9

/** What has been learned about which choices meet the hypotheses. */
class Chooser {
  readonly #tried = new Map<string, number>()
  readonly #met = new Map<string, number>()

  /** One of `options`, the more often the more often it led to satisfied hypotheses. */
  pick<T extends string>(stream: Stream, variable: number, options: readonly T[]): T {
    const weight = (o: T): number => (1 + (this.#met.get(`${variable}${o}`) ?? 0)) / (2 + (this.#tried.get(`${variable}${o}`) ?? 0))
    let rest = stream.unit() * options.reduce((sum, o) => sum + weight(o), 0)
    for (const o of options) {
      rest -= weight(o)
      if (rest <= 0) return o
    }
    return options[0] as T
  }

  learn(choices: ReadonlyMap<number, string>, met: boolean): void {
    for (const [variable, option] of choices) {
      const key = `${variable}${option}`
      this.#tried.set(key, (this.#tried.get(key) ?? 0) + 1)
      if (met) this.#met.set(key, (this.#met.get(key) ?? 0) + 1)
    }
  }
}

/** What an instance settles before the explorer chooses the rest. */
export interface Setting {
  /** Variables that have values already. */
  readonly fixed: ReadonlySet<number>
  /** Interprets types and assigns the fixed variables. */
  enter(world: World): void
  /** Whether a hypothesis holds as far as can be told without sampling outcomes. */
  holds(hypothesis: number): boolean
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

  /** A sample that satisfies every hypothesis as far as floating point sees, loaded into the scene; undefined if this attempt failed. */
  attempt(stream: Stream): Sample | undefined {
    const choices = new Map<number, string>()
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
      if (value === undefined) return undefined
      recipes.set(stage.variable, { kind: 'real', value })
      if (!this.#holds(stage, value)) return undefined
    }
    return { world, recipes }
  }

  #true(hypothesis: number): boolean {
    return this.setting === undefined ? likely(this.scene.truth(hypothesis)) : this.setting.holds(hypothesis)
  }

  #nat(stream: Stream): Recipe {
    const small = this.#plan.independence !== undefined
    const value = stream.chance(0.85) ? stream.integer(0, small ? 4 : 6) : stream.integer(0, small ? 7 : 40)
    return { kind: 'nat', value }
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
      case 'vector': return this.#vector(v, stream, recipes, choices)
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

  #vector(v: number, stream: Stream, recipes: ReadonlyMap<number, Recipe>, choices: Map<number, string>): Recipe {
    const options = [...MODES, 'constant', 'simplex', 'one-hot', 'increasing', 'decreasing'] as const
    const option = this.#chooser.pick(stream, v, options)
    choices.set(v, option)
    const fill = (mode: Mode): Scalar[] => Array.from({ length: VECTOR_LENGTH }, () => sampleMode(stream, mode))
    switch (option) {
      case 'constant': {
        const c = sampleMode(stream, stream.pick(MODES) ?? 'any')
        return { kind: 'vector', entries: [], tail: c }
      }
      case 'simplex': {
        // Adds up to 1 over 1..n for one of the sizes in the sample, in hundredths of nothing: exact fractions.
        const sizes = [...recipes.values()].flatMap((r) => (r.kind === 'nat' && r.value >= 1 ? [Math.min(r.value, 40)] : []))
        const weights = sampleWeights(stream, stream.pick(sizes) ?? 3)
        const total = weights.reduce((a, b) => a + b, 0)
        return { kind: 'vector', entries: [0, ...weights.map((w) => [w, total] as const)], tail: 0 }
      }
      case 'one-hot': {
        const at = stream.integer(0, 4)
        return { kind: 'vector', entries: Array.from({ length: VECTOR_LENGTH }, (_, i) => (i === at ? 1 : 0)), tail: 0 }
      }
      case 'increasing': case 'decreasing': {
        const entries = fill('any').sort((a, b) => (option === 'increasing' ? toDouble(a) - toDouble(b) : toDouble(b) - toDouble(a)))
        return { kind: 'vector', entries, tail: entries[VECTOR_LENGTH - 1] ?? 0 }
      }
      default: return { kind: 'vector', entries: fill(option), tail: sampleMode(stream, option) }
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
    const last = this.setting === undefined && stage === this.#stages[this.#stages.length - 1]
    if (last && stream.chance(0.4)) return this.#tightest(stage, good)
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

  /** With everything else chosen, the feasible value at which the conclusion is nearest to failing, by halving around the best. */
  #tightest(stage: Stage, good: readonly number[]): Scalar {
    const goalMargin = (x: number): number => {
      try {
        return this.#holds(stage, x) ? this.scene.margin(this.scene.task.goal) : Infinity
      } catch (error) {
        if (!(error instanceof NotEvaluable)) throw error
        return Infinity
      }
    }
    let best = good[0] ?? 0
    let least = Infinity
    for (const x of good) {
      const m = goalMargin(x)
      if (m < least) { best = x; least = m }
    }
    let step = Math.max(Math.abs(best) / 2, 0.01)
    for (let i = 0; i < 8; i++) {
      for (const x of [best - step, best + step]) {
        const m = goalMargin(nearby(x))
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
    for (let i = 0; i < 80 && bestMargin < 0; i++) {
      const next = [best + step, best - step].map((x) => [x, this.#marginAt(stage, x)] as const).sort((p, q) => q[1] - p[1])[0]
      if (next !== undefined && next[1] > bestMargin) [best, bestMargin] = next
      else step /= 2
    }
    const short = simplest(best - Math.abs(best) * 1e-9 - 1e-12, best + Math.abs(best) * 1e-9 + 1e-12)
    if (this.#holds(stage, short)) return short
    return this.#holds(stage, best) ? best : undefined
  }
}

/** A double with few binary digits close to x. */
function nearby(x: number): number {
  if (x === 0) return 0
  const scale = 2 ** (10 - Math.floor(Math.log2(Math.abs(x))))
  return Math.round(x * scale) / scale
}

/** The fraction with the smallest denominator in [low, high], by the Stern–Brocot descent; a double if none is short. */
export function simplest(low: number, high: number): Scalar {
  if (low <= 0 && high >= 0) return 0
  if (high < 0) {
    const mirrored = simplest(-high, -low)
    return typeof mirrored === 'number' ? -mirrored : [-mirrored[0], mirrored[1]]
  }
  const quotients: number[] = []
  let [a, b] = [low, high]
  for (let i = 0; i < 20; i++) {
    const whole = Math.ceil(a)
    if (whole <= b) {
      let [p, q] = [whole, 1]
      for (const k of quotients.reverse()) [p, q] = [k * p + q, p]
      return Number.isSafeInteger(p) && Number.isSafeInteger(q) ? (q === 1 ? p : [p, q]) : (low + high) / 2
    }
    const floor = Math.floor(a)
    quotients.push(floor)
    ;[a, b] = [1 / (b - floor), 1 / (a - floor)]
  }
  return (low + high) / 2
}
