// Samples one serialised task: on finite laws and reals, and under the instances of its context. The same in every thread.
// UNTRUSTED; imported by sample.ts, pool.ts and the worker.
import { sampleInstances } from './monte.js'
import { sampleReal } from './real.js'
import { Reader } from './syntax.js'
import type { Task } from './task.js'
import type { NumericVerdict } from './types.js'

const NO_COUNTS = { samples: 0, satisfied: 0, nonVacuous: 0, undecided: 0, notEvaluable: 0, instances: 0 }

/** The verdict on something that has no statement to sample. */
export function notApplicable(reason: string): NumericVerdict {
  return {
    status: 'not-applicable', method: 'none', reason, counts: NO_COUNTS, interval: undefined, slack: undefined, steps: [],
    counterexample: undefined, warnings: [],
  }
}

/**
 * The verdict on a task; the same in every thread. A statement is tried on reals and finite laws and, when its context has
 * instances, on those, unless it has no law and is exercised already; a violation found by either counts, otherwise the one that
 * exercised it.
 */
export function runTask(task: Task): NumericVerdict {
  const { instances, options } = task
  if (instances.length === 0) return sampleReal(task)
  if (!hasLaw(task)) return unlessExercised(sampleReal(task), task)
  const finite = sampleReal({ ...task, options: { ...options, samples: Math.ceil(options.samples / 4) } })
  if (finite.status === 'violated') return finite
  const sampled = sampleInstances(task)
  if (sampled.status === 'violated' || sampled.status === 'consistent') return sampled
  return finite.status === 'consistent' ? { ...finite, warnings: [...finite.warnings, ...sampled.warnings] } : sampled
}

/**
 * The verdict under the instances, where they exercise a statement without a law that plain sampling did not reach. There they are
 * evaluated in floating point only, so what looks like a violation is a warning; and a claim that looked false without being
 * excluded, such as an existence statement without a witness among the samples, does not count as exercised.
 */
function unlessExercised(plain: NumericVerdict, task: Task): NumericVerdict {
  if (plain.status === 'violated' || plain.status === 'consistent') return plain
  const sampled = sampleInstances(task)
  if (sampled.status === 'violated') return { ...plain, warnings: [...plain.warnings, 'the claim looked false under an instance'] }
  return sampled.status === 'consistent' && sampled.warnings.length === 0 ? sampled : plain
}

/** Whether a variable of the statement is a law: without one there is nothing random in it. */
export function hasLaw(task: Task): boolean {
  const reader = new Reader(task.program)
  return task.variables.some((v) => reader.lawOver(v.type) !== undefined)
}
