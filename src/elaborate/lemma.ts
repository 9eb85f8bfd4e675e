// Lemmas, theorems, examples and refutations: statement, proof, and the closed theorem others may use.
// UNTRUSTED: `proved` is said only of a kernel theorem of exactly the statement elaborated.
import { falsity, mkImp, mkNot } from '../kernel/signature.js'
import { alphaEqual, freeVars, type FVar, type Term } from '../kernel/term.js'
import { assume, axiom, axiomsOf, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { KernelError } from '../kernel/type.js'
import { asForall, asImp, notIntro, restate } from '../engine/logic.js'
import { betaReduced } from '../engine/conversion.js'
import type { Outcome } from '../engine/types.js'
import type { Assignment, ExampleDecl, Expr, LemmaDecl, Proof, RefuteDecl, Span, Statement } from '../syntax/ast.js'
import type { Diagnostic } from '../report/diagnostic.js'
import { elaborateDefinition } from './define.js'
import { fail } from './failure.js'
import {
  addAssume, addFix, addFormula, addTypes, closeTerm, closeTheorem, formulaIn, usedAssumptions, type Frame,
} from './frame.js'
import { diagnosticOf } from './justify.js'
import { checkFree, literalOf, type Literals } from './literals.js'
import type { ContextUse, Declaration, Status } from './result.js'
import { requireBindable } from './reserved.js'
import type { LemmaEntry, Scope } from './scope.js'
import { Session, UNPROVED, type Refuter } from './session.js'
import { show } from './show.js'
import { checkProof } from './steps.js'
import { statementConditions, type Conditions } from './conditions.js'
import { contradictory } from './vacuity.js'

/** Elaborated statement: the frame with the lemma's own types, variables and assumptions added, and the goal. */
export interface ElaboratedStatement {
  readonly outer: Frame
  readonly frame: Frame
  readonly goal: Term
  readonly variables: readonly FVar[]
  readonly assumptions: readonly Term[]
  /** Unproved conditions of definitions inside the statement. */
  readonly definitionDiagnostics: readonly Diagnostic[]
}

export interface Options {
  /** Engine work units per step. */
  readonly budget: number
  /** Elaborate statements only: proofs are not run and every lemma is entered as an import axiom. */
  readonly statementsOnly: boolean
  /** Counterexamples for failed steps. */
  readonly refuter?: Refuter
  /** With `statementsOnly`: how lemmas inside contexts depend on their contexts; one that is not listed depends on all of it. */
  readonly contextUses?: ReadonlyMap<string, ContextUse>
  /** Values of the free constants of the statement in place of its own, to see whether its proof still holds. */
  readonly values?: Literals
  /** With `values`: what the engine answered in other runs of this proof. */
  readonly memo?: Map<string, Outcome>
}

export interface Checked {
  readonly declaration: Declaration
  readonly entry: LemmaEntry | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Adds the statement's types, prelude and conditions to the frame. */
export function elaborateStatement(outer: Frame, statement: Statement, budget: number, values?: Literals): ElaboratedStatement {
  let frame = addTypes(outer, statement.types)
  const definitionDiagnostics: Diagnostic[] = []
  for (const item of inOrder(statement)) {
    if (item.kind === 'condition') frame = addFormula(frame, undefined, item.expr)
    else if (item.kind === 'fix') frame = addFix(frame, item)
    else if (item.kind === 'assume') frame = addAssume(frame, item)
    else {
      const { constants, variables, literals } = frame.scope
      if (constants.has(item.name.text) || variables.has(item.name.text) || literals.has(item.name.text)) {
        fail('duplicate-name', `${item.name.text} has a meaning here already`, item.name.span)
      }
      requireBindable(item.name)
      const value = literalOf(statement.free, item, frame.scope.literals, values)
      if (value !== undefined) {
        frame = { ...frame, scope: { ...frame.scope, literals: new Map([...frame.scope.literals, [item.name.text, value]]) } }
        continue
      }
      const defined = elaborateDefinition(frame, item, budget)
      definitionDiagnostics.push(...defined.diagnostics)
      frame = { ...frame, scope: { ...frame.scope, constants: new Map([...constants, [item.name.text, defined.entry]]) } }
    }
  }
  checkFree(statement, frame.scope.literals, values === undefined)
  const goal = formulaIn(frame.scope, statement.show)
  return {
    outer, frame, goal, definitionDiagnostics,
    variables: frame.variables.slice(outer.variables.length),
    assumptions: frame.assumptions.slice(outer.assumptions.length).map((a) => a.formula),
  }
}

type PreludeItem = Statement['prelude'][number] | { readonly kind: 'condition'; readonly expr: Expr; readonly span: Span }

/** The parts of a statement as they stand: a condition may rest on what is to its left only. */
function inOrder(statement: Statement): readonly PreludeItem[] {
  const conditions = statement.where.map((expr): PreludeItem => ({ kind: 'condition', expr, span: expr.span }))
  return [...statement.prelude, ...conditions].sort((a, b) => a.span.start - b.span.start)
}

const NONE: Conditions = { diagnostics: [], used: new Set() }

/** Own assumptions first discharged, then those of the context that the proof, or the meaning of the statement, rests on. */
function closedForms(s: ElaboratedStatement, th: Theorem, needed: ReadonlySet<Term>): Forms {
  const inContext = closeTheorem(s.variables, s.assumptions, th)
  const used = usedAssumptions(s.outer, inContext, needed)
  const closed = closeTheorem(s.outer.variables, used, inContext)
  if (s.outer.path.length === 0) return { inContext, closed, use: undefined, minimal: undefined }
  const proved = usedAssumptions(s.outer, inContext, new Set())
  const positions = (list: readonly Term[]): readonly number[] => list.map((a) => s.outer.assumptions.findIndex((o) => o.formula === a))
  const use = { closedOver: positions(used), provedFrom: positions(proved) }
  return { inContext, closed, use, minimal: closeTheorem(s.outer.variables, proved, inContext) }
}

interface Forms {
  readonly closed: Theorem
  readonly inContext: Theorem
  readonly use: ContextUse | undefined
  readonly minimal: Theorem | undefined
}

/** The statement with every assumption of the context, for a lemma whose proof failed. */
function fullStatement(s: ElaboratedStatement): Term {
  const inner = closeTerm(s.variables, s.assumptions, s.goal)
  return closeTerm(s.outer.variables, s.outer.assumptions.map((a) => a.formula), inner)
}

/** Checks a lemma, theorem, corollary or example. */
export function checkLemma(outer: Frame, decl: LemmaDecl | ExampleDecl, name: string, options: Options): Checked {
  const session = new Session(options.budget, options.refuter, options.memo)
  let s: ElaboratedStatement
  try {
    s = elaborateStatement(outer, decl.statement, options.budget, options.values)
  } catch (error) {
    return unreadable(decl, name, diagnosticOf(error, decl.span))
  }
  if (options.statementsOnly) return imported(s, decl, name, options.contextUses?.get(name))
  const conditions = decl.kind !== 'example' && decl.wellDefined !== undefined ? NONE : statementConditions(session, s, decl.span)
  const th = prove(session, s, decl.proof, decl.span)
  const stray = th?.hyps.find((h) => !s.frame.assumptions.some((a) => alphaEqual(a.formula, h)))
  const ok = th !== undefined && stray === undefined && alphaEqual(th.concl, s.goal) && !session.failed && session.holes === 0
    && !session.gaveUp
  const forms = ok ? closedForms(s, th, conditions.used) : undefined
  const remarked = ok && options.values === undefined ? remarks(s, th, decl.span, options) : []
  const diagnostics = [...conditions.diagnostics, ...session.diagnostics, ...remarked]
  if (!ok && diagnostics.length === 0) diagnostics.push(notProved(decl.span))
  const bad = conditions.diagnostics.some((d) => d.severity === 'error')
  return finished(s, decl, name, session, forms, bad, diagnostics)
}

function notProved(span: Span): Diagnostic {
  return { code: 'not-proved', severity: 'error', message: 'this was not proved', span }
}

function prove(session: Session, s: ElaboratedStatement, proof: Proof, span: Span): Theorem | undefined {
  try {
    return checkProof(session, s.frame.scope, proof, s.goal)
  } catch (error) {
    session.diagnostics.push(diagnosticOf(error, span))
    session.failed = true
    return undefined
  }
}

function finished(s: ElaboratedStatement, decl: LemmaDecl | ExampleDecl, name: string, session: Session,
  forms: Forms | undefined, bad: boolean, diagnostics: Diagnostic[]): Checked {
  const unproved = forms === undefined ? [] : unprovedAxioms(forms.closed)
  if (unproved.length > 0) diagnostics.push(restsOn(unproved, decl.span))
  const status: Status = forms !== undefined && unproved.length === 0 && !bad ? 'proved'
    : session.failed || bad || unproved.length > 0 ? 'failed' : session.gaveUp ? 'gave-up' : session.holes > 0 ? 'incomplete' : 'failed'
  const statement = forms?.closed.concl ?? fullStatement(s)
  const closed = forms?.closed ?? axiom(name, 'import', statement, UNPROVED)
  const described = describe(decl, name, status, statement, forms === undefined ? undefined : closed, s, session)
  const declaration = forms?.use === undefined || forms.minimal === undefined ? described
    : { ...described, contextUse: forms.use, minimal: forms.minimal }
  const inContext = { theorem: forms?.inContext ?? reopened(s, closed), variables: s.outer.variables }
  return { declaration, entry: { name, closed, inContext: s.outer.path.length === 0 ? undefined : inContext }, diagnostics }
}

/** Names of statements the theorem uses although they were not proved. */
function unprovedAxioms(th: Theorem): readonly string[] {
  return axiomsOf(th).filter((a) => a.kind === 'import' && a.citation === UNPROVED).map((a) => a.name)
}

function restsOn(names: readonly string[], span: Span): Diagnostic {
  return { code: 'rests-on-unproved', severity: 'error', message: `the proof is correct but rests on ${names.join(', ')}, not proved`,
    span }
}

/** The closed statement of an unproved lemma about its context's own parameters, so that it is found there as a proved one is. */
function reopened(s: ElaboratedStatement, closed: Theorem): Theorem {
  return reopenedOver(s, closed, s.outer.assumptions.map((a) => a.formula))
}

/** `closed`, whose hypotheses are these assumptions of the context, about the context's own parameters. */
function reopenedOver(s: ElaboratedStatement, closed: Theorem, assumptions: readonly Term[]): Theorem {
  const body = assumptions.reduceRight((acc, a) => mkImp(a, acc), closeTerm(s.variables, s.assumptions, s.goal))
  const free = new Set(freeVars(body))
  const open = s.outer.variables.filter((v) => free.has(v)).reduce((th, v) => betaReduced(specialise(th, v)), closed)
  return assumptions.reduce((th, a) => mp(th, assume(a)), restate(open, body))
}

function describe(decl: LemmaDecl | ExampleDecl, name: string, status: Status, statement: Term, theorem: Theorem | undefined,
  s: ElaboratedStatement, session: Session): Declaration {
  return {
    name, kind: decl.kind, span: decl.span, status, statement, theorem, constant: undefined, open: openStatement(s), steps: session.steps,
    source: decl.kind === 'example' ? undefined : decl.source, citation: undefined, doc: decl.kind === 'example' ? undefined : decl.doc,
    wellDefinedAssumed: decl.kind === 'example' ? undefined : decl.wellDefined,
  }
}

export function openStatement(s: ElaboratedStatement): NonNullable<Declaration['open']> {
  return {
    variables: s.frame.variables, hypotheses: s.frame.assumptions.map((a) => ({ name: a.name, formula: a.formula })),
    goal: s.goal, contexts: s.frame.path,
  }
}

/** A lemma checked elsewhere, entered as axioms: its closed statement, and inside a context also what its proof used. */
function imported(s: ElaboratedStatement, decl: LemmaDecl | ExampleDecl, name: string, use: ContextUse | undefined): Checked {
  const inner = closeTerm(s.variables, s.assumptions, s.goal)
  const all = s.outer.assumptions.map((a) => a.formula)
  const pick = (positions: readonly number[] | undefined): readonly Term[] => positions === undefined ? all
    : all.filter((_, i) => positions.includes(i))
  const stated = (over: readonly Term[]): Theorem => axiom(name, 'import', closeTerm(s.outer.variables, over, inner), IMPORTED)
  const closed = stated(pick(use?.closedOver))
  const declaration = describe(decl, name, 'assumed', closed.concl, closed, s, new Session(0))
  if (s.outer.path.length === 0) return { declaration, entry: { name, closed, inContext: undefined }, diagnostics: [] }
  const proved = pick(use?.provedFrom)
  const inContext = { theorem: reopenedOver(s, stated(proved), proved), variables: s.outer.variables }
  return { declaration, entry: { name, closed, inContext }, diagnostics: [] }
}

/** The negation of a claim refuted elsewhere. */
function importedRefutation(s: ElaboratedStatement, decl: RefuteDecl, name: string, claim: Term): Checked {
  const closed = axiom(name, 'import', mkNot(claim), IMPORTED)
  const declaration: Declaration = {
    name, kind: 'refute', span: decl.span, status: 'assumed', statement: mkNot(claim), theorem: closed, constant: undefined,
    open: openStatement(s), steps: [], source: decl.source, citation: undefined, doc: decl.doc ?? decl.why, wellDefinedAssumed: undefined,
  }
  return { declaration, entry: { name, closed, inContext: undefined }, diagnostics: [] }
}

/** Citation of statements whose proofs are checked elsewhere in the run. */
export const IMPORTED = 'checked in its own file'

export function unreadable(decl: { readonly kind: Declaration['kind']; readonly span: Span }, name: string,
  diagnostic: Diagnostic): Checked {
  const declaration: Declaration = {
    name, kind: decl.kind, span: decl.span, status: 'failed', statement: falsity, theorem: undefined, constant: undefined, open: undefined,
    steps: [], source: undefined, citation: undefined, doc: undefined, wellDefinedAssumed: undefined,
  }
  return { declaration, entry: undefined, diagnostics: [diagnostic] }
}

/** Warnings about a proved lemma: assumptions never used, hypotheses that contradict each other. */
function remarks(s: ElaboratedStatement, th: Theorem, span: Span, options: Options): readonly Diagnostic[] {
  const own = s.frame.assumptions.slice(s.outer.assumptions.length)
  const mentioned = new Set([...th.hyps, s.goal].flatMap((t) => [...freeVars(t)]))
  const unused = own.filter((a) => !th.hyps.some((h) => alphaEqual(h, a.formula)) && !conditionUse(a.formula, mentioned))
  const out: Diagnostic[] = unused.map((a) => ({
    code: 'unused-hypothesis', severity: 'warning', message: `the proof never uses ${a.name ?? show(s.frame.scope, a.formula)}`,
      span: a.expr?.span ?? span,
  }))
  if (contradictory(s.frame, options)) {
    out.push({ code: 'contradictory-hypotheses', severity: 'warning',
      message: 'the hypotheses contradict each other, so this says nothing', span })
  }
  return out
}

/** Hypotheses that only make the statement meaningful (n ≥ 1, ε > 0) are kept without remark when what they speak of occurs. */
function conditionUse(formula: Term, mentioned: ReadonlySet<FVar>): boolean {
  return formula.kind === 'app' && freeVars(formula).length === 1 && freeVars(formula).every((v) => mentioned.has(v))
}

// ── refutations ──

/** Checks `refute`: the closed claim is assumed as the fact `claim`, and False must follow. */
export function checkRefutation(outer: Frame, decl: RefuteDecl, name: string, options: Options): Checked {
  const session = new Session(options.budget, options.refuter)
  let s: ElaboratedStatement
  try {
    s = elaborateStatement(outer, decl.statement, options.budget)
  } catch (error) {
    return unreadable(decl, name, diagnosticOf(error, decl.span))
  }
  const claim = fullStatement(s)
  if (options.statementsOnly) return importedRefutation(s, decl, name, claim)
  session.diagnostics.push(...statementConditions(session, s, decl.span).diagnostics)
  session.failed = session.diagnostics.length > 0
  let th: Theorem | undefined
  try {
    th = decl.proof === undefined ? byWitness(session, s, claim, decl.witness, decl.span) : byProof(session, s, claim, decl.proof)
  } catch (error) {
    session.diagnostics.push(diagnosticOf(error, decl.span))
    session.failed = true
  }
  const unproved = th === undefined ? [] : unprovedAxioms(th)
  if (unproved.length > 0 && session.diagnostics.length === 0) session.diagnostics.push(restsOn(unproved, decl.span))
  const ok = unproved.length === 0 && th !== undefined && th.hyps.length === 0 && alphaEqual(th.concl, mkNot(claim)) && !session.failed
    && session.holes === 0
  const status: Status = ok ? 'refuted' : session.holes > 0 && !session.failed ? 'incomplete' : 'failed'
  const diagnostics = [...session.diagnostics]
  if (!ok && diagnostics.length === 0) diagnostics.push({ code: 'not-refuted', severity: 'error', message: 'the claim was not refuted',
    span: decl.span })
  const declaration: Declaration = {
    name, kind: 'refute', span: decl.span, status, statement: mkNot(claim), theorem: ok ? th : undefined, constant: undefined,
    open: openStatement(s), steps: session.steps, source: decl.source, citation: undefined, doc: decl.doc ?? decl.why,
      wellDefinedAssumed: undefined,
  }
  return { declaration, entry: ok && th !== undefined ? { name, closed: th, inContext: undefined } : undefined, diagnostics }
}

function byProof(session: Session, s: ElaboratedStatement, claim: Term, proof: Proof): Theorem {
  const base = bareScope(s)
  const scope: Scope = { ...base, facts: { fact: { name: 'claim', theorem: assume(claim) }, older: undefined } }
  return notIntro(claim, checkProof(session, scope, proof, falsity))
}

/** Names of the theory without the statement's own variables: a refutation must not use what it refutes. */
function bareScope(s: ElaboratedStatement): Scope {
  return { ...s.frame.scope, variables: new Map(), facts: undefined, open: new Set(), assumed: new Set() }
}

function byWitness(session: Session, s: ElaboratedStatement, claim: Term, witness: readonly Assignment[], span: Span): Theorem {
  const scope = bareScope(s)
  const values = new Map(witness.map((w) => [w.name.text, w]))
  let th = assume(claim)
  for (;;) {
    const predicate = asForall(th.concl)
    const imp = asImp(th.concl)
    if (predicate !== undefined) {
      const hint = predicate.kind === 'abs' ? predicate.hint : 'x'
      const w = values.get(hint)
      if (w === undefined) fail('witness-missing', `the witness says nothing about ${hint}`, span, { hints: [`add ${hint} := …`] })
      const expr = w.params.length === 0 ? w.value : { kind: 'lambda', binders: w.params, body: w.value, span: w.span } as const
      const type = predicate.type.args[0]
      if (type === undefined) throw new KernelError('refute', 'expected a quantifier')
      th = betaReduced(specialise(th, session.term(scope, expr, type)))
    } else if (imp !== undefined) {
      const outcome = session.run('auto', imp[0], [], scope)
      if (outcome.kind !== 'proved') fail('witness-fails', `the witness does not satisfy the hypothesis ${show(scope, imp[0])}`, span)
      th = mp(th, outcome.theorem)
    } else {
      const outcome = session.run('auto', falsity, [th], scope)
      if (outcome.kind !== 'proved') fail('not-refuted', `at the witness the claim reads ${show(scope, th.concl)}, which was not refuted`,
        span)
      session.record(span, undefined, th.concl, outcome.certificate)
      return notIntro(claim, outcome.theorem)
    }
  }
}
