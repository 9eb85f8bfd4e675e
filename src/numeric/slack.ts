// Slack: how much larger the larger side of an inequality is than the smaller, over the samples on which it holds.
// UNTRUSTED; advice for a reader, shown beside verdicts.
import type { Scene } from './scene.js'
import type { Relation } from './syntax.js'
import type { Slack, StepSlack } from './types.js'
import type { Span } from '../syntax/ast.js'
import { NotEvaluable } from './value.js'

/** The ratio of the sides, at least 1 where the relation holds; undefined when the sides have no common sign. */
export function ratio(left: number, right: number): number | undefined {
  if (!Number.isFinite(left) || !Number.isFinite(right)) return undefined
  if (left > 0 && right > 0) return right / left
  if (left < 0 && right < 0) return left / right
  return undefined
}

/** Minimum and median; undefined without samples. */
export function summarise(ratios: readonly number[]): Slack | undefined {
  if (ratios.length === 0) return undefined
  const sorted = [...ratios].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] ?? NaN : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
  return { min: sorted[0] ?? NaN, median, samples: sorted.length }
}

export class SlackMeter {
  readonly #goal: number[] = []
  readonly #steps: readonly number[][]

  constructor(private readonly relations: readonly (Relation | undefined)[]) {
    this.#steps = relations.map(() => [])
  }

  goal(left: number, right: number, relation: Relation): void {
    const r = relation.kind === '=' ? undefined : ratio(left, right)
    if (r !== undefined) this.#goal.push(r)
  }

  /** Steps stand under assumptions of their own at times: only samples on which a step holds are measured. */
  steps(scene: Scene): void {
    this.relations.forEach((relation, i) => {
      if (relation === undefined || relation.kind === '=') return
      try {
        const [left, right] = scene.sides(relation)
        const r = left <= right ? ratio(left, right) : undefined
        if (r !== undefined) this.#steps[i]?.push(r)
      } catch (error) {
        if (!(error instanceof NotEvaluable)) throw error
      }
    })
  }

  goalSlack(): Slack | undefined {
    return summarise(this.#goal)
  }

  stepSlacks(steps: readonly { readonly span: Span; readonly name: string | undefined }[]): readonly StepSlack[] {
    return steps.flatMap(({ span, name }, i) => {
      const slack = summarise(this.#steps[i] ?? [])
      return slack === undefined ? [] : [{ span, name, slack }]
    })
  }
}
