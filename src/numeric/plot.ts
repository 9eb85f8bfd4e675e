// Both sides of a statement's inequality as one of its real variables moves, everything else fixed at a sample: `whp sample --plot`.
// Estimated probabilities come with their confidence band. UNTRUSTED; imported by the command line.
import type { InstanceDecl } from '../syntax/ast.js'
import { outcome, replace } from './confirm.js'
import { Explorer } from './explore.js'
import { Estimate, floatAlgebra, guessOf, type Real } from './float.js'
import { readFields } from './instance.js'
import { CLOSE, MonteRun, OUTCOMES_PER_SAMPLE, Round } from './monte.js'
import { makePlan } from './plan.js'
import { Stream } from './random.js'
import { toDouble } from './recipe.js'
import { hasLaw } from './run-task.js'
import { taskOf } from './sample.js'
import { Scene, type Sample } from './scene.js'
import { drawChart } from './svg.js'
import { Reader, type Relation } from './syntax.js'
import type { Task } from './task.js'
import { DEFAULT_OPTIONS, type SampleOptions, type SampledDeclaration } from './types.js'
import { NotEvaluable, likely } from './value.js'

export type Plot = { readonly svg: string; readonly points: number } | { readonly reason: string }

/** One abscissa with both sides. */
interface Row {
  readonly x: number
  readonly left: Real
  readonly right: Real
}

const REAL_POINTS = 81
const MONTE_POINTS = 25
const ATTEMPTS = 200

/** Values of the axis around `start` at which to look; positive when it is. */
function abscissae(start: number, count: number): readonly number[] {
  const reach = Math.max(Math.abs(start), 0.5)
  const [low, high] = start > 0 ? [start / 20, 3 * start] : [start - 2 * reach, start + 2 * reach]
  return Array.from({ length: count }, (_, i) => low + (high - low) * i / (count - 1))
}

function read(scene: Scene, goal: Relation, x: number): Row {
  return { x, left: scene.value(goal.left) as Real, right: scene.value(goal.right) as Real }
}

/** Runs `at` over the abscissae, leaving out those where the hypotheses fail or something has no value. */
function collect(xs: readonly number[], at: (x: number) => Row | undefined): readonly Row[] {
  return xs.flatMap((x) => {
    try {
      const row = at(x)
      return row === undefined ? [] : [row]
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      return []
    }
  })
}

/** The variable to move: the last real one that the goal depends on and nothing determines. */
function axisOf(scene: Scene, goal: Relation, fixed: ReadonlySet<number>): number | undefined {
  const base = new Set([...scene.plan.base(goal.left), ...scene.plan.base(goal.right)])
  return [...scene.plan.scalars].reverse().find((v) => base.has(v) && !fixed.has(v))
}

interface Series {
  readonly rows: readonly Row[]
  readonly axis: string
  readonly note: string
}

function plotReal(task: Task, goal: Relation, stream: Stream): Series | string {
  const plan = makePlan(new Reader(task.program), task)
  const scene = new Scene(task, plan, floatAlgebra, stream.split('scene'))
  const axis = axisOf(scene, goal, new Set())
  if (axis === undefined) return 'no real variable to move'
  const explorer = new Explorer(scene)
  let best: readonly Row[] = []
  for (let i = 0; i < ATTEMPTS && telling(best) < REAL_POINTS * 0.8; i++) {
    const sample = explorer.attempt(stream.split('attempt', i))
    const recipe = sample?.recipes.get(axis)
    if (sample === undefined || recipe?.kind !== 'real') continue
    const at = (x: number): Row | undefined => {
      const moved: Sample = replace(sample, axis, { kind: 'real', value: x })
      return outcome(scene, moved).satisfied ? read(scene, goal, x) : undefined
    }
    const start = toDouble(recipe.value)
    if (Math.abs(start) > 100) continue
    const rows = collect(abscissae(start, REAL_POINTS), at)
    if (telling(rows) > telling(best) || best.length === 0) best = rows
  }
  if (best.length < 2) return 'no sample satisfied the hypotheses over a range'
  return { rows: best, axis: task.variables[axis]?.name ?? '', note: '' }
}

/** How many abscissae have something to compare: neither side 0. */
function telling(rows: readonly Row[]): number {
  return rows.filter((r) => guessOf(r.left) !== 0 && guessOf(r.right) !== 0).length
}

function plotMonte(task: Task, goal: Relation, instance: InstanceDecl, stream: Stream): Series | string {
  const run = new MonteRun(task, stream)
  const own = stream.split(instance.name.text, 0)
  const fields = readFields(instance, own)
  const round = new Round(run.scene, fields, own)
  const axis = axisOf(run.scene, goal, round.fixed)
  if (axis === undefined) return 'no real variable to move'
  if (run.choose(round, own) === undefined) return 'the instance does not satisfy the hypotheses'
  const { scene } = run
  const start = guessOf(scene.value(task.variables[axis]?.node ?? -1) as Real)
  const others = task.hypotheses.filter((h) => scene.plan.base(h.node).has(axis) && !scene.plan.hasLawIn(h.node))
  const rows = collect(abscissae(start, MONTE_POINTS), (x) => {
    scene.assign(axis, { kind: 'real', value: x })
    round.effort({ outcomes: OUTCOMES_PER_SAMPLE * task.options.samples, ...CLOSE })
    return others.every((h) => likely(scene.truth(h.node))) ? read(scene, goal, x) : undefined
  })
  if (rows.length < 2) return 'the hypotheses leave no range to plot over'
  return { rows, axis: task.variables[axis]?.name ?? '', note: `${instance.name.text}: ${fields.summary}` }
}

/** Draws the statement's two sides. The reason is given when it has none, or nothing to move. */
export function plotDeclaration(
  declaration: SampledDeclaration, instances: readonly InstanceDecl[], options: SampleOptions = DEFAULT_OPTIONS,
): Plot {
  const task = taskOf(declaration, instances, options)
  const goal = task === undefined ? undefined : new Reader(task.program).relation(task.goal)
  if (task === undefined || goal === undefined) return { reason: 'its conclusion is not an inequality of real numbers' }
  const stream = new Stream(options.seed, task.name, 'plot')
  const [instance] = task.instances
  let result: Series | string
  try {
    result = instance !== undefined && hasLaw(task) ? plotMonte(task, goal, instance, stream) : plotReal(task, goal, stream)
  } catch (error) {
    if (!(error instanceof NotEvaluable)) throw error
    result = error.message
  }
  if (typeof result === 'string') return { reason: result }
  const { rows, axis, note } = result
  return { svg: chart(task.name, note, axis, goal, rows), points: rows.length }
}

function chart(title: string, subtitle: string, axis: string, goal: Relation, rows: readonly Row[]): string {
  const sides = [['left side', '#1f6fb4', (r: Row) => r.left], ['right side', '#d1620a', (r: Row) => r.right]] as const
  const values = rows.flatMap((r) => [guessOf(r.left), guessOf(r.right)]).filter((v) => Number.isFinite(v))
  const positive = values.filter((v) => v > 0)
  const logarithmic = values.every((v) => v >= 0) && positive.length > 0 && Math.max(...positive) > 1000 * Math.min(...positive)
  return drawChart({
    title: `${title}: left ${goal.kind} right`, subtitle, xLabel: axis, logarithmic,
    curves: sides.map(([label, colour, of]) => ({ label, colour, points: rows.map((r) => [r.x, guessOf(of(r))] as const) })),
    bands: sides.flatMap(([label, colour, of]) => {
      const points = rows.flatMap((r) => {
        const value = of(r)
        return value instanceof Estimate ? [[r.x, value.low, value.high] as const] : []
      })
      return points.length < 2 ? [] : [{ label: `${label}, 1 - 10⁻⁶ interval`, colour, points }]
    }),
  })
}
