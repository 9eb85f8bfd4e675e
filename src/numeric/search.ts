// Local search from a sample: towards the hypotheses and away from the conclusion at once, one to three small changes at a
// time, at all scales. Derivative-free, so that it works on sums, conditionals and finite laws alike. UNTRUSTED, seeded.
import { replace } from './confirm.js'
import type { Stream } from './random.js'
import { toDouble, type Recipe } from './recipe.js'
import type { Sample, Scene } from './scene.js'
import { NotEvaluable } from './value.js'

/** Inequalities among the hypotheses are to hold with this relative margin, so that exact arithmetic confirms them. */
const INSIDE = 1e-4
/** Added to the score while a hypothesis fails: the hypotheses come first. Margins are at most 1. */
const MISSED = 10

function moveScalar(x: number, scale: number, stream: Stream): number {
  const kind = stream.integer(0, 3)
  if (kind === 0) return x * (1 + scale * stream.uniform(-1, 1))
  if (kind === 1) return x + scale * stream.uniform(-1, 1)
  if (kind === 2) return stream.chance(0.2) ? 0 : stream.chance(0.2) ? Math.round(x) : x + scale * stream.gaussian()
  return x + scale * stream.sign() * Math.max(Math.abs(x), 1e-3)
}

/** Entries of sequences that can matter: up to the largest size in the sample, all when there is none. */
export function relevantLength(sample: Sample): number {
  const sizes = [...sample.recipes.values()].flatMap((r) => (r.kind === 'nat' ? [r.value] : []))
  return sizes.length === 0 ? Infinity : Math.max(...sizes) + 1
}

/** A neighbour of a recipe at the given scale; undefined for recipes that have none. */
function neighbour(recipe: Recipe, scale: number, stream: Stream, sample: Sample): Recipe | undefined {
  switch (recipe.kind) {
    case 'real': return { kind: 'real', value: moveScalar(toDouble(recipe.value), scale, stream) }
    case 'nat': {
      // Sizes stay when outcomes are sequences of that length, and are otherwise seldom moved.
      if (sample.world.product !== undefined || stream.chance(0.7)) return undefined
      return { kind: 'nat', value: Math.max(0, recipe.value + stream.sign()) }
    }
    case 'vector': {
      const length = Math.min(recipe.entries.length, relevantLength(sample))
      const at = stream.integer(0, length)
      if (at === recipe.entries.length) return { ...recipe, tail: moveScalar(toDouble(recipe.tail), scale, stream) }
      return { ...recipe, entries: recipe.entries.map((e, i) => (i === at ? moveScalar(toDouble(e), scale, stream) : e)) }
    }
    case 'law': {
      const weights = recipe.weights.map((w) => (stream.chance(0.4) ? stream.integer(0, 8) : w))
      return weights.some((w) => w > 0) ? { ...recipe, weights } : undefined
    }
    case 'laws': case 'draws': case 'stream': return { ...recipe, id: stream.integer(0, 0x7fffffff) }
    default: return undefined
  }
}

/** How much the hypotheses are missed by, 0 when they hold with room; Infinity where they cannot be evaluated. */
function violation(scene: Scene, room: number): number {
  const { reader } = scene.plan
  return scene.task.hypotheses.reduce((sum, { node }) => {
    const wanted = reader.relation(node)?.kind === '=' ? -1e-9 : room
    return sum + Math.max(0, wanted - scene.margin(node))
  }, 0)
}

/** Minimises `score` of the loaded sample; stops early when it falls below `target`. */
function descend(scene: Scene, start: Sample, score: () => number, target: number, steps: number, stream: Stream): Sample {
  const scoreOf = (sample: Sample): number => {
    try {
      scene.load(sample)
      return score()
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      return Infinity
    }
  }
  const variables = [...start.recipes.keys()]
  let sample = start
  let least = scoreOf(start)
  for (let i = 0; i < steps && least >= target && variables.length > 0; i++) {
    const scale = 4 * 2 ** -stream.integer(0, 14)
    let candidate = sample
    do {
      const variable = stream.pick(variables) ?? 0
      const recipe = candidate.recipes.get(variable)
      const next = recipe === undefined ? undefined : neighbour(recipe, scale, stream, candidate)
      if (next !== undefined) candidate = replace(candidate, variable, next)
    } while (stream.chance(0.4))
    if (candidate === sample) continue
    const now = scoreOf(candidate)
    if (now < least) [sample, least] = [candidate, now]
  }
  return sample
}

/** A nearby sample with a smaller margin of the conclusion, the hypotheses holding with room where they are inequalities. */
export function searchViolation(scene: Scene, start: Sample, steps: number, stream: Stream): Sample {
  const score = (): number => {
    const missed = violation(scene, INSIDE)
    return missed > 0 ? MISSED + missed : scene.margin(scene.task.goal)
  }
  return descend(scene, start, score, -0.01, steps, stream)
}
