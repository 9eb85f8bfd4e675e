// The numeric backend's front door: verdicts for declarations and contexts, and counterexamples for single steps.
// UNTRUSTED: may refute after exact confirmation, never prove. Imported by the checker and the command line.
import type { InstanceDecl } from '../syntax/ast.js'
import type { Term } from '../kernel/term.js'
import { freeVars } from '../kernel/term.js'
import { sampleReal } from './real.js'
import { makeTask, type Task } from './task.js'
import {
  DEFAULT_OPTIONS, type NumericVerdict, type SampleOptions, type SampledDeclaration, type SearchResult,
} from './types.js'

const NO_COUNTS = { samples: 0, satisfied: 0, nonVacuous: 0, undecided: 0, notEvaluable: 0, instances: 0 }

/** The verdict on something that has no statement to sample. */
export function notApplicable(reason: string): NumericVerdict {
  return {
    status: 'not-applicable', method: 'none', reason, counts: NO_COUNTS, interval: undefined, slack: undefined, steps: [],
    counterexample: undefined, warnings: [],
  }
}

/** The verdict on a task; the same in every thread. */
export function runTask(task: Task): NumericVerdict {
  return sampleReal(task)
}

/** Samples one declaration. Deterministic in its name, its statement, the instances and the options. */
export function sampleDeclaration(
  declaration: SampledDeclaration, instances: readonly InstanceDecl[], options: SampleOptions = DEFAULT_OPTIONS,
): NumericVerdict {
  const task = makeTask(declaration, instances, options)
  return task === undefined ? notApplicable('it states nothing to sample') : runTask(task)
}

/**
 * Looks for values under which the hypotheses hold and the goal fails. A counterexample is exact: every hypothesis true and
 * the goal false in rational or interval arithmetic.
 */
export function searchCounterexample(
  hypotheses: readonly Term[], goal: Term, options: { readonly seed?: number; readonly samples?: number } = {},
): SearchResult {
  const variables = [...new Set([...hypotheses, goal].flatMap((t) => freeVars(t)))]
  const declaration: SampledDeclaration = {
    name: 'step',
    open: { variables, hypotheses: hypotheses.map((formula) => ({ name: undefined, formula })), goal, contexts: [] },
    steps: [],
  }
  const verdict = sampleDeclaration(declaration, [], { seed: options.seed ?? DEFAULT_OPTIONS.seed, samples: options.samples ?? 300 })
  const { counterexample: found } = verdict
  if (found !== undefined) return { kind: 'counterexample', assignment: found.assignment, left: found.left, right: found.right }
  return { kind: 'none', samples: verdict.counts.samples, satisfied: verdict.counts.satisfied, slack: verdict.slack }
}
