// Sequential linear programming on the margins of the conclusion and the hypotheses, with numerical slopes. It follows the
// edges of feasible sets that random moves cannot. UNTRUSTED, deterministic; what it finds is confirmed elsewhere.
import { boundedStep } from './small-lp.js'
import { toDouble, type Recipe, type Scalar } from './recipe.js'
import { relevantLength } from './search.js'
import type { Sample, Scene } from './scene.js'
import { NotEvaluable } from './value.js'

/** Room asked of inequalities, relative to their sides. */
const ROOM = 1e-5
/** Price of missing a hypothesis, against the margin of the conclusion. */
const PENALTY = 300
/** A conclusion that fails by this much is clear enough. */
const ENOUGH = -0.01
const ITERATIONS = 40
const MAX_NUMBERS = 40

/** The numbers of a sample that may move: its reals and the entries of its sequences that matter. */
class Numbers {
  readonly #places: { readonly variable: number; readonly entry: number | undefined }[] = []

  constructor(private readonly sample: Sample) {
    const length = relevantLength(sample)
    for (const [variable, recipe] of sample.recipes) {
      if (recipe.kind === 'real') this.#places.push({ variable, entry: undefined })
      if (recipe.kind !== 'vector') continue
      for (let entry = 0; entry < Math.min(recipe.entries.length, length); entry++) this.#places.push({ variable, entry })
    }
  }

  get count(): number {
    return this.#places.length
  }

  read(): number[] {
    return this.#places.map(({ variable, entry }) => {
      const recipe = this.sample.recipes.get(variable)
      if (recipe?.kind === 'real') return toDouble(recipe.value)
      return recipe?.kind === 'vector' && entry !== undefined ? toDouble(recipe.entries[entry] ?? 0) : 0
    })
  }

  /** The sample with other numbers. */
  write(values: readonly number[]): Sample {
    const recipes = new Map<number, Recipe>(this.sample.recipes)
    this.#places.forEach(({ variable, entry }, k) => {
      const recipe = recipes.get(variable)
      const value = values[k] ?? 0
      if (recipe?.kind === 'real') recipes.set(variable, { kind: 'real', value })
      if (recipe?.kind === 'vector' && entry !== undefined) {
        const entries: Scalar[] = [...recipe.entries]
        entries[entry] = value
        recipes.set(variable, { ...recipe, entries })
      }
    })
    return { world: this.sample.world, recipes }
  }
}

/** Differences `larger - smaller` of the conclusion and of every hypothesis at a point, in units of the start's sizes. */
interface Shape {
  readonly goal: number
  readonly rows: readonly number[]
}

/** Conclusion plus what the hypotheses are missed by. */
const merit = ({ goal, rows }: Shape): number => goal + PENALTY * rows.reduce((sum, r) => sum + Math.max(0, ROOM - r), 0)

/**
 * Sequential linear programming: the differences are linearised in a box around the point, the small linear programme gives a
 * step, and the box grows or shrinks with the success of the step. Returns the best point; deterministic. With the aim
 * `satisfy` the conclusion is left out of account.
 */
export function descend(scene: Scene, start: Sample, aim: 'violate' | 'satisfy'): Sample {
  const numbers = new Numbers(start)
  const n = numbers.count
  if (n === 0 || n > MAX_NUMBERS) return start
  const shapeAt = (x: readonly number[]): Shape | undefined => {
    try {
      scene.load(numbers.write(x))
      const goal = aim === 'satisfy' ? ENOUGH : scene.margin(scene.task.goal)
      return { goal, rows: scene.task.hypotheses.map(({ node }) => scene.margin(node)) }
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      return undefined
    }
  }
  let x = numbers.read()
  let here = shapeAt(x)
  let size = 0.5
  for (let iteration = 0; iteration < ITERATIONS && here !== undefined && size > 1e-6; iteration++) {
    if (here.goal <= ENOUGH && here.rows.every((r) => r >= ROOM / 2)) break
    const step = proposal(x, here, shapeAt, size)
    const candidate = x.map((v, i) => v + (step[i] ?? 0))
    const there = shapeAt(candidate)
    if (there !== undefined && merit(there) < merit(here) - 1e-12) {
      x = candidate
      here = there
      size = Math.min(2, size * 2)
    } else {
      size /= 3
    }
  }
  return numbers.write(x)
}

/** The step that the linearised problem proposes. */
function proposal(
  x: readonly number[], here: Shape, shapeAt: (x: readonly number[]) => Shape | undefined, size: number,
): readonly number[] {
  const largest = Math.max(...x.map(Math.abs), 1e-3)
  const scales = x.map((v) => Math.max(Math.abs(v), 0.1 * largest))
  const moved = x.map((_, i) => {
    const delta = 1e-6 * (scales[i] ?? 1)
    const there = shapeAt(x.map((v, j) => (j === i ? v + delta : v)))
    return { there, delta }
  })
  const slope = (pick: (s: Shape) => number): number[] => moved.map(({ there, delta }, i) =>
    there === undefined ? 0 : (pick(there) - pick(here)) / delta * (scales[i] ?? 1))
  // In units of the scales, so that the box is a cube.
  const rows = here.rows.map((r, j) => ({ coefficients: slope((s) => s.rows[j] ?? 0), bound: ROOM - r }))
  const cost = slope((s) => s.goal)
  return boundedStep(cost, rows, x.map(() => size), PENALTY).map((d, i) => d * (scales[i] ?? 1))
}
