// The numeric backend's front door: verdicts for declarations and contexts, and counterexamples for single steps.
// UNTRUSTED: may refute after exact confirmation, never prove. Imported by the checker and the command line.
import type { InstanceDecl } from '../syntax/ast.js'
import type { Term } from '../kernel/term.js'
import { freeVars, mkConst } from '../kernel/term.js'
import { TRUE as TRUE_CONSTANT } from '../kernel/signature.js'
import { sampleInstances } from './monte.js'
import { sampleReal } from './real.js'
import { hasLaw, notApplicable, runTask } from './run-task.js'
import { makeTask, type Task } from './task.js'
import {
  DEFAULT_OPTIONS, type NumericVerdict, type SampleOptions, type SampledContext, type SampledDeclaration, type SearchResult,
} from './types.js'

/** Instances of the innermost context of the declaration that has any; `Theory.Context.name` and `Context.name` both name the context. */
function relevant(instances: readonly InstanceDecl[], contexts: readonly string[]): readonly InstanceDecl[] {
  for (const c of [...contexts].reverse()) {
    const found = instances.filter((instance) => {
      const context = instance.name.text.split('.').slice(0, -1).join('.')
      return c === context || c.endsWith(`.${context}`) || context.endsWith(`.${c}`)
    })
    if (found.length > 0) return found
  }
  return []
}

/** The task of a declaration with the instances that concern it; undefined if it states nothing to sample. */
export function taskOf(declaration: SampledDeclaration, instances: readonly InstanceDecl[], options: SampleOptions): Task | undefined {
  return makeTask(declaration, relevant(instances, declaration.open?.contexts ?? []), options)
}

/** Samples one declaration. Deterministic in its name, its statement, the instances and the options. */
export function sampleDeclaration(
  declaration: SampledDeclaration, instances: readonly InstanceDecl[], options: SampleOptions = DEFAULT_OPTIONS,
): NumericVerdict {
  const task = taskOf(declaration, instances, options)
  return task === undefined ? notApplicable('it states nothing to sample') : runTask(task)
}

/** Whether an instance satisfies the assumptions of its context: the statement sampled is True under them. */
export function sampleContext(context: SampledContext, instance: InstanceDecl, options: SampleOptions = DEFAULT_OPTIONS): NumericVerdict {
  const open = { variables: context.variables, hypotheses: context.assumptions, goal: mkConst(TRUE_CONSTANT), contexts: [context.name] }
  const task = makeTask({ name: instance.name.text, open, steps: [] }, [instance], options)
  if (task === undefined) return notApplicable('it states nothing to sample')
  return hasLaw(task) ? sampleInstances(task) : sampleReal(task)
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
