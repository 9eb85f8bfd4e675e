// Proof steps, in order: each adds a fact, narrows the goal, or opens a sub-proof. The block's theorem is assembled from the
// steps' theorems by kernel rules only. UNTRUSTED: a mistake here loses a proof, it cannot make one.
import { falsity } from '../kernel/signature.js'
import { alphaEqual, type Term } from '../kernel/term.js'
import { axiomsOf, exFalso, type Theorem } from '../kernel/theorem.js'
import { KernelError } from '../kernel/type.js'
import { restate } from '../engine/logic.js'
import type { Justification, Proof, Span, Step } from '../syntax/ast.js'
import { checkCalc } from './calc.js'
import { convertTo } from './convertible.js'
import { ElaborationError, fail } from './failure.js'
import { diagnosticOf, justify } from './justify.js'
import { allFacts, withDoubtfulFact, withFact, type Scope } from './scope.js'
import { UNPROVED, type Session } from './session.js'
import { show, showFact } from './show.js'
import { assumeStep, chooseStep, fixStep, letStep, obtainStep, sufficesStep, unfoldStep } from './structure.js'
import { casesStep, inductionStep, pointwiseStep, supposeStep } from './blocks.js'

/** A block in progress. `wrappers` turn the theorem of the present goal into one of the goal the block began with. */
export interface Block {
  readonly session: Session
  scope: Scope
  goal: Term
  readonly wrappers: ((th: Theorem) => Theorem)[]
  /** The latest fact proved in this block, if the last step proved one. */
  last: Theorem | undefined
}

/** Checks a lemma's or a nested proof; the result concludes `goal` exactly. */
export function checkProof(session: Session, scope: Scope, proof: Proof, goal: Term): Theorem {
  if (proof.kind === 'by') return justify(session, scope, goal, proof.by, undefined, proof.span, checkProof)
  return checkSteps(session, scope, proof.steps, goal, proof.end)
}

/** Runs the steps of a block; `end` is where "the goal is not reached" is reported. */
export function checkSteps(session: Session, scope: Scope, steps: readonly Step[], goal: Term, end: Span): Theorem {
  const block: Block = { session, scope, goal, wrappers: [], last: undefined }
  for (const [index, step] of steps.entries()) {
    const done = guarded(block, step)
    if (done === undefined) continue
    const extra = steps[index + 1]
    if (extra !== undefined) {
      session.diagnostics.push({ code: 'steps-after-conclusion', severity: 'warning',
        message: 'the goal is reached already; this is not used', span: extra.span })
    }
    return finish(block, done, goal)
  }
  return finish(block, conclude(block, end), goal)
}

function finish(block: Block, th: Theorem, goal: Term): Theorem {
  const result = block.wrappers.reduceRight((acc, wrap) => wrap(acc), restate(th, block.goal))
  return restate(result, goal)
}

/** Runs one step; a failure that is not the step's own formula makes the rest of the block unreachable. */
function guarded(block: Block, step: Step): Theorem | undefined {
  try {
    return runStep(block, step)
  } catch (error) {
    if (!(error instanceof ElaborationError) && !(error instanceof KernelError)) throw error
    const diagnostic = diagnosticOf(error, step.span)
    const recoverable = step.kind === 'have' || (step.kind === 'calc' && !step.thus) || step.kind === 'unfold'
    if (!recoverable) return block.session.giveUpOn(diagnostic, undefined, block.goal, 'failed')
    block.session.giveUpOn(diagnostic, undefined, falsity, 'failed')
    block.last = undefined
    return undefined
  }
}

function runStep(block: Block, step: Step): Theorem | undefined {
  const { session } = block
  block.last = step.kind === 'have' || step.kind === 'calc' ? block.last : undefined
  switch (step.kind) {
    case 'have': {
      const formula = session.formula(block.scope, step.formula, block.goal)
      addFact(block, step.name?.text, justify(session, block.scope, formula, step.by, step.name?.text, step.span, checkProof))
      return undefined
    }
    case 'thus': return thus(block, step.formula.kind === 'goal' ? block.goal : session.formula(block.scope, step.formula, block.goal),
      step.by, step.span)
    case 'calc': {
      const { scope, theorem } = checkCalc(session, block.scope, step.first, step.links, step.span, checkProof)
      block.scope = scope
      if (step.thus) return reached(block, theorem, step.span)
      addFact(block, step.name?.text, theorem)
      return undefined
    }
    case 'fix': return fixStep(block, step)
    case 'assume': return assumeStep(block, step)
    case 'obtain': return obtainStep(block, step)
    case 'choose': return chooseStep(block, step)
    case 'let': return letStep(block, step)
    case 'suffices': return sufficesStep(block, step)
    case 'unfold': return unfoldStep(block, step)
    case 'cases': return casesStep(block, step)
    case 'induction': return inductionStep(block, step)
    case 'suppose': return supposeStep(block, step)
    case 'pointwise': return pointwiseStep(block, step)
    case 'contradiction': {
      const th = justify(session, block.scope, falsity, step.by, undefined, step.span, checkProof)
      return exFalso(th, block.goal)
    }
    case 'broken': return fail('syntax', 'this step could not be read', step.span)
  }
}

/** When many values are tried, what rests on a failed step must not make others hold: a false fact proves everything. */
export function addFact(block: Block, name: string | undefined, th: Theorem): void {
  const doubtful = block.session.memo !== undefined && axiomsOf(th).some((a) => a.citation === UNPROVED)
  block.scope = doubtful ? withDoubtfulFact(block.scope, name, th) : withFact(block.scope, name, th)
  block.last = th
}

function thus(block: Block, formula: Term, by: Justification, span: Span): Theorem {
  const th = justify(block.session, block.scope, formula, by, undefined, span, checkProof)
  return alphaEqual(formula, block.goal) ? th : reached(block, th, span)
}

/** `th` as the goal, up to definitions and the direction of ≤; otherwise `goal-not-reached`. */
function reached(block: Block, th: Theorem, span: Span): Theorem {
  const exact = convertTo(th, block.goal)
  if (exact !== undefined) return exact
  const outcome = block.session.run('linear', block.goal, [th], block.scope)
  if (outcome.kind === 'proved') return outcome.theorem
  return fail('goal-not-reached', 'this is not the goal', span, {
    goal: show(block.scope, block.goal), facts: [showFact(block.scope, undefined, th)],
  })
}

/** The end of a block without `thus`: its last fact must be the goal. */
function conclude(block: Block, end: Span): Theorem {
  const candidates = block.last === undefined ? allFacts(block.scope).slice(0, 1).map((f) => f.theorem) : [block.last]
  for (const th of candidates) {
    const exact = convertTo(th, block.goal)
    if (exact !== undefined) return exact
  }
  const [last] = candidates
  if (last !== undefined) {
    const outcome = block.session.run('linear', block.goal, [last], block.scope)
    if (outcome.kind === 'proved') return outcome.theorem
  }
  const facts = allFacts(block.scope).slice(0, 8).map((f) => showFact(block.scope, f.name, f.theorem))
  const diagnostic = {
    code: 'goal-not-reached', severity: 'error', message: 'the proof ends before its goal', span: end,
    goal: show(block.scope, block.goal), facts, hints: ['finish with `thus ?goal by …`'],
  } as const
  return block.session.giveUpOn(diagnostic, undefined, block.goal, 'failed')
}
