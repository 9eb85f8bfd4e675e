// From a floating-point violation to a counterexample: simpler numbers that still violate, then 64 digits, then exact
// arithmetic, which alone has the word. UNTRUSTED; may only say "confirmed" when every hypothesis
// is exactly true (or an equation that defines its variable) and the conclusion exactly false.
import { bigAlgebra } from './big.js'
import { exactAlgebra } from './exact.js'
import type { Plan } from './plan.js'
import type { Stream } from './random.js'
import { toDouble, type Recipe, type Scalar } from './recipe.js'
import { Scene, type Sample } from './scene.js'
import type { Task } from './task.js'
import type { Counterexample } from './types.js'
import { FALSE, NotEvaluable, SEEMS_TRUE, TRUE, likely, type Truth } from './value.js'

/** How a sample does in floating point: whether the hypotheses hold, and how far the conclusion is from failing. */
export interface Outcome {
  readonly satisfied: boolean
  readonly goal: Truth
  readonly margin: number
}

const FAILED: Outcome = { satisfied: false, goal: SEEMS_TRUE, margin: Infinity }

export function outcome(scene: Scene, sample: Sample): Outcome {
  try {
    scene.load(sample)
    if (!scene.task.hypotheses.every((h) => likely(scene.truth(h.node)))) return FAILED
    return { satisfied: true, goal: scene.truth(scene.task.goal), margin: scene.margin(scene.task.goal) }
  } catch (error) {
    if (error instanceof NotEvaluable) return FAILED
    throw error
  }
}

/** The sample with one recipe replaced. */
export function replace(sample: Sample, variable: number, recipe: Recipe): Sample {
  const recipes = new Map(sample.recipes)
  recipes.set(variable, recipe)
  return { world: sample.world, recipes }
}

/** Simpler numbers near x, simplest first. */
function simpler(x: number): readonly Scalar[] {
  const rounded = [1, 2, 4, 10, 100, 1000, 1e6].map((q): Scalar => (q === 1 ? Math.round(x) : [Math.round(x * q), q]))
  return [0, 1, -1, 2, -2, 0.5, -0.5, ...rounded.filter((r) => Number.isSafeInteger(typeof r === 'number' ? r : r[0]))]
}

/** Replaces numbers by simpler ones as long as the violation stays clear. */
function simplify(scene: Scene, sample: Sample): Sample {
  const strict = scene.plan.reader.relation(scene.task.goal)?.kind === '<'
  const violates = (candidate: Sample): boolean => {
    const result = outcome(scene, candidate)
    return result.satisfied && result.goal === FALSE && (result.margin < -1e-9 || (strict && result.margin === 0))
  }
  if (!violates(sample)) return sample
  let best = sample
  const attempt = (variable: number, recipes: readonly Recipe[]): void => {
    const found = recipes.find((recipe) => violates(replace(best, variable, recipe)))
    if (found !== undefined) best = replace(best, variable, found)
  }
  for (const [variable, recipe] of sample.recipes) {
    if (recipe.kind === 'real') attempt(variable, simpler(toDouble(recipe.value)).map((value) => ({ kind: 'real', value })))
    if (recipe.kind === 'nat') attempt(variable, [0, 1, 2, 3].filter((k) => k < recipe.value).map((value) => ({ kind: 'nat', value })))
    if (recipe.kind === 'vector') {
      for (let i = 0; i <= recipe.entries.length; i++) {
        const now = best.recipes.get(variable)
        if (now?.kind !== 'vector') break
        const old = now.entries[i] ?? now.tail
        attempt(variable, simpler(toDouble(old)).map((value): Recipe => (i === now.entries.length
          ? { ...now, tail: value }
          : { ...now, entries: now.entries.map((e, j) => (j === i ? value : e)) })))
      }
    }
  }
  return best
}

/**
 * `yes`: every hypothesis certainly true (an equation that defines its variable counts as true) and the conclusion certainly
 * false. `open`: the conclusion false, but a hypothesis can only be sampled. `no`: it was rounding.
 */
function refutes(scene: Scene, plan: Plan, sample: Sample): 'yes' | 'open' | 'no' {
  try {
    scene.load(sample)
    if (scene.truth(scene.task.goal) !== FALSE) return 'no'
    const truths = scene.task.hypotheses.map((h, i) => {
      const t = scene.truth(h.node)
      return t === SEEMS_TRUE && plan.derived.some((d) => d.hypothesis === i && d.direct) ? TRUE : t
    })
    return truths.every((t) => t === TRUE) ? 'yes' : truths.every((t) => likely(t)) ? 'open' : 'no'
  } catch (error) {
    if (error instanceof NotEvaluable) return 'no'
    throw error
  }
}

/** The scenes of higher precision, made when first needed. */
export class Confirmer {
  #big: Scene | undefined
  #exact: Scene | undefined

  constructor(private readonly task: Task, private readonly plan: Plan, private readonly stream: Stream) {}

  /** A counterexample if exact arithmetic confirms the violation at simpler numbers or at the numbers given. */
  confirm(scene: Scene, sample: Sample): Counterexample | 'open' | 'no' {
    const simple = simplify(scene, sample)
    let result: 'open' | 'no' = 'no'
    for (const candidate of simple === sample ? [sample] : [simple, sample]) {
      this.#big ??= new Scene(this.task, this.plan, bigAlgebra, this.stream)
      if (refutes(this.#big, this.plan, candidate) === 'no') continue
      this.#exact ??= new Scene(this.task, this.plan, exactAlgebra, this.stream)
      const verdict = refutes(this.#exact, this.plan, candidate)
      if (verdict === 'yes') return describe(this.#exact, candidate)
      if (verdict === 'open') result = 'open'
    }
    return result
  }
}

/** The loaded sample in words: sizes of types, then every variable, determined ones too. */
function describe(scene: Scene, sample: Sample): Counterexample {
  const { task, plan } = scene
  const { reader } = plan
  const sizes = plan.abstractTypes.map((t) => reader.type(t)).map((type) => {
    const { product } = sample.world
    const size = sample.world.sizes.get(type.key) ?? 1
    if (product?.key === type.key) return { name: type.name, value: `sequences of ${product.length} among ${product.atoms} atoms` }
    return { name: type.name, value: `${size} point${size === 1 ? '' : 's'}` }
  })
  const values = task.variables.map((v, i) => {
    const recipe = sample.recipes.get(i)
    if (recipe?.kind === 'law') return { name: v.name, value: `weights ${recipe.weights.join(' : ')}` }
    try {
      return { name: v.name, value: scene.show(v.type, scene.value(v.node)) }
    } catch (error) {
      if (error instanceof NotEvaluable) return { name: v.name, value: '…' }
      throw error
    }
  })
  const relation = reader.relation(task.goal)
  const side = (node: number | undefined): string | undefined => (node === undefined ? undefined : scene.algebra.show(scene.value(node)))
  return { assignment: [...sizes, ...values], left: side(relation?.left), right: side(relation?.right), confirmed: 'exact' }
}
