// Justifications: from a formula and what stands after `by` to a kernel theorem. A failure becomes one diagnostic.
// UNTRUSTED; used by the elaborator's proof steps.
import { INTER, MEM, RANGE, SUBSET, UNION } from '../kernel/signature.js'
import { KernelError } from '../kernel/type.js'
import { alphaEqual, type Constant, type Term } from '../kernel/term.js'
import { eqMp, type Theorem } from '../kernel/theorem.js'
import { restate, sides as equationSides, iffMpr } from '../engine/logic.js'
import { unfoldConstants } from '../engine/conversion.js'
import { OutOfBudget, type Explanation } from '../engine/types.js'
import type { Justification, Method, Name, Proof, Span } from '../syntax/ast.js'
import type { Diagnostic, ShownFact } from '../report/diagnostic.js'
import { applyLemma } from './apply.js'
import { ElaborationError, fail } from './failure.js'
import { builtins } from './names.js'
import { reducing } from './goals.js'
import { nearest } from './nearest.js'
import { failingPoint, falseAt, reasonsOf, type Unproved } from './reasons.js'
import { allFacts, findFact, lemmaTheorem, type Fact, type Scope } from './scope.js'
import type { Session } from './session.js'
import { show, showFact } from './show.js'

/** Checks a nested proof; supplied by steps.ts so that the two files need not import each other's values. */
export type ProofChecker = (session: Session, scope: Scope, proof: Proof, goal: Term) => Theorem

/** A theorem of `formula` (α-equal, hypotheses among those of the scope), or its assumption after a recorded failure. */
export function justify(session: Session, scope: Scope, formula: Term, by: Justification, name: string | undefined, span: Span,
  checkProof: ProofChecker): Theorem {
  const before = session.steps.length
  try {
    const { theorem, explanation } = attempt(session, scope, formula, by, span, checkProof)
    session.record(span, name, formula, explanation)
    return restate(theorem, formula)
  } catch (error) {
    if (by.kind === 'block' && session.steps.length > before && !(error instanceof ElaborationError)) throw error
    return session.giveUpOn(diagnosticOf(error, span), name, formula, statusOf(error, by))
  }
}

function statusOf(error: unknown, by: Justification): 'failed' | 'hole' | 'gave-up' {
  if (by.kind === 'hole') return 'hole'
  if (error instanceof OutOfBudget) return 'gave-up'
  return error instanceof ElaborationError && error.diagnostic.code === 'gave-up' ? 'gave-up' : 'failed'
}

/** The diagnostic an exception stands for; anything unexpected is a fault of the tool and is thrown on. */
export function diagnosticOf(error: unknown, span: Span): Diagnostic {
  if (error instanceof ElaborationError) return error.diagnostic
  if (error instanceof KernelError) {
    return { code: 'kernel-refused', severity: 'error', message: `the kernel refused this step (${error.rule}: ${error.reason})`, span }
  }
  if (error instanceof OutOfBudget) return { code: 'gave-up', severity: 'error', message: 'the search ran out of budget here', span }
  throw error
}

interface Justified {
  readonly theorem: Theorem
  readonly explanation: Explanation | undefined
}

function attempt(session: Session, scope: Scope, formula: Term, by: Justification, span: Span, checkProof: ProofChecker): Justified {
  switch (by.kind) {
    case 'method': {
      const facts = by.from === undefined ? allFacts(scope) : by.from.map((n) => namedFact(scope, n))
      const outcome = session.run(by.method, formula, facts.map((f) => f.theorem), scope)
      if (outcome.kind === 'proved') return { theorem: outcome.theorem, explanation: outcome.certificate }
      return failedStep(session, scope, formula, outcome, facts, by.from !== undefined, by.method, by.implicit ? span : by.span)
    }
    case 'lemma': {
      const theorem = namedTheorem(scope, by.lemma)
      const using = by.using?.map((n) => namedFact(scope, n))
      const sides = by.sideProofs.map((s) => {
        const condition = session.formula(scope, s.condition, undefined)
        return justify(session, scope, condition, s.by, undefined, s.span, checkProof)
      })
      const th = applyLemma(session, scope, { name: by.lemma.text, theorem, withs: by.withs, using, sides, span: by.span }, formula)
      return { theorem: th, explanation: { text: `by ${by.lemma.text}`, formulas: [theorem.concl] } }
    }
    case 'hole': return hole(scope, formula, by.span)
    case 'block': return { theorem: checkProof(session, scope, by.proof, formula), explanation: { text: 'by the nested proof' } }
    case 'unfold': return { theorem: byUnfolding(session, scope, formula, by.names, by.from, by.span),
      explanation: { text: 'by opening definitions' } }
  }
}

const METHODS: readonly Method[] = [
  'algebra', 'linear', 'nonlinear', 'positivity', 'monotone', 'interval', 'calculus', 'simplify', 'auto', 'bounds', 'loglinear',
]

/** The fact or lemma of that name, facts first. */
export function namedTheorem(scope: Scope, name: Name): Theorem {
  const fact = findFact(scope, name.text)
  if (fact !== undefined) return fact.theorem
  const lemma = scope.lemmas.get(name.text)
  if (lemma !== undefined) return lemmaTheorem(scope, lemma)
  const known = [...METHODS, ...allFacts(scope).flatMap((f) => (f.name === undefined ? [] : [f.name])), ...scope.lemmas.keys()]
  return fail('unknown-lemma', `no fact or lemma is called ${name.text}`, name.span, { hints: nearest(name.text, known) })
}

export function namedFact(scope: Scope, name: Name): Fact {
  return findFact(scope, name.text) ?? { name: name.text, theorem: namedTheorem(scope, name) }
}

function hole(scope: Scope, formula: Term, span: Span): never {
  const facts = allFacts(scope).slice(0, 12).map((f) => showFact(scope, f.name, f.theorem))
  return fail('hole', 'this is left open', span, { goal: show(scope, formula), facts, severity: 'warning' })
}

const SHOWN_FACTS = 8
const MORE_FACTS = 'other facts in scope may be needed: add them after `from`, or leave `from` out'

function failedStep(session: Session, scope: Scope, formula: Term, outcome: Unproved, facts: readonly Fact[],
  restricted: boolean, method: string, span: Span): never {
  const shown = facts.slice(0, SHOWN_FACTS).map((f): ShownFact => showFact(scope, f.name, f.theorem))
  const how = method === 'auto' ? 'this step does not follow' : `this step does not follow by ${method}`
  const from = restricted ? ' from the facts named' : ''
  const goal = show(scope, formula)
  const point = failingPoint(session, scope, formula, outcome, facts.map((f) => f.theorem))
  if (outcome.kind === 'refuted') return fail('step-false', falseAt(how, point ?? ''), span, { goal, facts: shown })
  // What the facts allow is a point of an abstraction: one at which the step itself fails says more.
  const reasons = reasonsOf(scope, point === undefined ? outcome : { ...outcome, point: [] })
  const hints = restricted ? [...reasons, MORE_FACTS] : reasons
  if (point !== undefined) return fail('step-false', falseAt(`${how}${from}`, point), span, { goal, facts: shown, hints })
  if (outcome.gaveUp === true) return fail('gave-up', `gave up after ${String(session.units)} units`, span, { goal, facts: shown, hints })
  return fail('step-failed', `${how}${from}`, span, { goal, facts: shown, hints })
}

/** Proves `formula` with the named definitions opened everywhere, in it and in the facts used. */
function byUnfolding(session: Session, scope: Scope, formula: Term, names: readonly Name[], from: readonly Name[] | undefined,
  span: Span): Theorem {
  const constants = new Set(names.map((n) => definedConstant(scope, n)))
  const conv = reducing(unfoldConstants(constants))
  const eq = conv(formula)
  const goal = eq === undefined ? formula : equationSides(eq)[1]
  const facts = from === undefined ? allFacts(scope) : from.map((n) => namedFact(scope, n))
  const openedFacts = facts.map((f) => {
    const th = conv(f.theorem.concl)
    return th === undefined ? f : { name: f.name, theorem: eqMp(th, f.theorem) }
  })
  const exact = openedFacts.find((f) => alphaEqual(f.theorem.concl, goal))
  if (exact !== undefined) return eq === undefined ? exact.theorem : iffMpr(eq, restate(exact.theorem, goal))
  const outcome = session.run('auto', goal, openedFacts.map((f) => f.theorem), scope)
  if (outcome.kind !== 'proved') return failedStep(session, scope, goal, outcome, openedFacts, from !== undefined, 'auto', span)
  return eq === undefined ? outcome.theorem : iffMpr(eq, outcome.theorem)
}

/** Definitions of the signature that have no name of their own in formulas. */
const symbols: ReadonlyMap<string, Constant> = new Map([['range', RANGE], ['subset', SUBSET], ['member', MEM], ['union', UNION],
  ['inter', INTER]])

/** The constant to open by name: a definition in scope, or one of the signature. */
export function definedConstant(scope: Scope, name: Name): Constant {
  const entry = scope.constants.get(name.text)
  if (entry !== undefined) return entry.info.constant
  const builtin = builtins.get(name.text) ?? symbols.get(name.text)
  if (builtin?.body !== undefined) return builtin
  return fail('unknown-name', `${name.text} is not a definition that can be opened`, name.span,
    { hints: nearest(name.text, scope.constants.keys()) })
}
