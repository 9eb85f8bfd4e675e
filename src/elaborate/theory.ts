// A whole theory: its declarations in order, contexts opened and closed, results collected. UNTRUSTED; no I/O.
// Called by the checker, which supplies the results of the imported theories.
import { newType } from '../kernel/type.js'
import { axiom, unfold } from '../kernel/theorem.js'
import type { Outcome } from '../engine/types.js'
import type {
  AssumeDecl, AxiomDecl, ContextDecl, DefineDecl, FixDecl, InstanceDecl, Item, LemmaDecl, Name, Span, Theory,
} from '../syntax/ast.js'
import type { Diagnostic } from '../report/diagnostic.js'
import { contextConditions, statementConditions } from './conditions.js'
import { elaborateDefinition } from './define.js'
import { fail } from './failure.js'
import { addAssume, addContext, addFix, addTypes, closeTerm, topFrame, type Frame } from './frame.js'
import { diagnosticOf } from './justify.js'
import { checkLemma, checkRefutation, elaborateStatement, openStatement, unreadable, type Checked, type Options } from './lemma.js'
import type { Literals } from './literals.js'
import { nearest } from './nearest.js'
import { requireBindable, requireMeaning } from './reserved.js'
import { Session, type Refuter } from './session.js'
import type { ContextInfo, ContextUse, Declaration, TheoryResult } from './result.js'
import { baseLemmas, emptyScope, withType, type ConstantEntry, type LemmaEntry, type Scope } from './scope.js'

export const DEFAULT_UNITS = 200_000

export interface ElaborationOptions {
  /** Engine work units per step. */
  readonly budget?: number
  /** Enter lemmas as import axioms without running their proofs. */
  readonly statementsOnly?: boolean
  /** Counterexamples for failed steps. */
  readonly refuter?: Refuter
  /** With `statementsOnly`: what lemmas inside contexts use of them, as their own check found. */
  readonly contextUses?: ReadonlyMap<string, ContextUse>
  /** Called after each declaration. */
  readonly onDeclaration?: (declaration: Declaration) => void
  /** Called before each lemma with free constants. */
  readonly onFree?: (lemma: FreeLemma) => void
}

/** A lemma with free constants, where it stands. */
export interface FreeLemma {
  readonly decl: LemmaDecl
  /** Checks its proof at other values of the constants, or at its own, from what stands before it. Nothing is declared. */
  readonly recheck: (values: Literals | undefined, memo: Map<string, Outcome>) => Checked
}

/** What elaboration of a theory accumulates besides the scope. */
interface Run {
  readonly options: Options
  readonly onDeclaration: ((declaration: Declaration) => void) | undefined
  readonly onFree: ((lemma: FreeLemma) => void) | undefined
  readonly declarations: Declaration[]
  readonly instances: InstanceDecl[]
  readonly diagnostics: Diagnostic[]
  readonly lemmas: Map<string, LemmaEntry>
  readonly constants: Map<string, ConstantEntry>
  readonly contexts: Map<string, ContextInfo>
}

/** Elaborates and checks a parsed theory against the results of its imports. */
export function elaborateTheory(theory: Theory, imports: readonly TheoryResult[],
  options: ElaborationOptions = {}): TheoryResult {
  const run: Run = {
    options: {
      budget: options.budget ?? DEFAULT_UNITS, statementsOnly: options.statementsOnly ?? false,
      ...(options.refuter === undefined ? {} : { refuter: options.refuter }),
      ...(options.contextUses === undefined ? {} : { contextUses: options.contextUses }),
    },
    onDeclaration: options.onDeclaration, onFree: options.onFree, declarations: [], instances: [], diagnostics: [],
    lemmas: new Map(), constants: new Map(),
      contexts: new Map(),
  }
  for (const [name, entry] of baseLemmas) run.lemmas.set(name, entry)
  for (const [index, imported] of imports.entries()) {
    const span = theory.imports[index]?.span ?? theory.span
    merge(run, run.lemmas, imported.exports.lemmas, span)
    merge(run, run.constants, imported.exports.constants, span)
    merge(run, run.contexts, imported.exports.contexts, span)
  }
  items(run, topFrame(emptyScope), theory.items)
  return {
    name: theory.name?.text ?? '', declarations: run.declarations, instances: run.instances, diagnostics: run.diagnostics,
    exports: { lemmas: run.lemmas, constants: run.constants, contexts: run.contexts },
  }
}

/** Adds what an import offers; two imports that mean different things by one name are an error. */
function merge<T>(run: Run, into: Map<string, T>, from: ReadonlyMap<string, T>, span: Span): void {
  for (const [name, value] of from) {
    const old = into.get(name)
    if (old !== undefined && old !== value) {
      run.diagnostics.push({ code: 'ambiguous-name', severity: 'error', message: `two imports mean different things by ${name}`, span })
    }
    into.set(name, value)
  }
}

/** The frame with everything declared so far visible. */
function current(run: Run, frame: Frame): Frame {
  const scope: Scope = { ...frame.scope, lemmas: run.lemmas, constants: run.constants, contexts: run.contexts }
  return { ...frame, scope }
}

function items(run: Run, start: Frame, list: readonly Item[]): Frame {
  let frame = start
  for (const item of list) {
    try {
      frame = oneItem(run, current(run, frame), item)
    } catch (error) {
      run.diagnostics.push(diagnosticOf(error, item.span))
    }
  }
  return frame
}

function oneItem(run: Run, frame: Frame, item: Item): Frame {
  const inside = frame.path.length > 0
  switch (item.kind) {
    case 'context':
      context(run, frame, item)
      return frame
    case 'type':
      if (inside) return addTypes(frame, item.names)
      return item.names.reduce((f, n) => ({ ...f, scope: withType(f.scope, n.text, newType(n.text)) }), frame)
    case 'fix':
    case 'assume':
      if (!inside) topLevelAssumption(item)
      return parameters(run, frame, item)
    case 'define':
      requireNew(run, item.name)
      definition(run, reopened(run, frame, item.context), item)
      return frame
    case 'axiom':
      requireNew(run, item.name)
      add(run, declareAxiom(run, reopened(run, frame, item.context), item))
      return frame
    case 'lemma':
    case 'theorem':
    case 'corollary':
      requireNew(run, item.name)
      if (item.statement.free !== undefined) run.onFree?.(freeLemma(run, reopened(run, frame, item.context), item))
      add(run, checkLemma(reopened(run, frame, item.context), item, item.name.text, run.options))
      return frame
    case 'example':
      add(run, checkLemma(frame, item, `example at ${String(item.span.start)}`, run.options))
      return frame
    case 'refute':
      if (item.name !== undefined) requireNew(run, item.name)
      add(run, checkRefutation(reopened(run, frame, item.context), item, item.name?.text ?? `refute at ${String(item.span.start)}`,
        run.options))
      return frame
    case 'instance':
      run.instances.push(item)
      return frame
    case 'broken':
      return frame
  }
}

/** The maps of the run go on growing, so what stands before the lemma is copied. */
function freeLemma(run: Run, frame: Frame, decl: LemmaDecl): FreeLemma {
  const { lemmas, constants, contexts } = frame.scope
  const scope = { ...frame.scope, lemmas: new Map(lemmas), constants: new Map(constants), contexts: new Map(contexts) }
  const { budget } = run.options
  const at = (values: Literals | undefined, memo: Map<string, Outcome>): Options =>
    ({ budget, statementsOnly: false, memo, ...(values === undefined ? {} : { values }) })
  return { decl, recheck: (values, memo) => checkLemma({ ...frame, scope }, decl, decl.name.text, at(values, memo)) }
}

function topLevelAssumption(item: FixDecl | AssumeDecl): never {
  return fail('top-level-assumption', `\`${item.kind}\` may stand only in a context or a statement`, item.span,
    { hints: ['a fact that a theory takes for granted is an `axiom … cite "…"`'] })
}

/** `fix` or `assume` of a context, with the well-definedness of what it assumes. */
function parameters(run: Run, frame: Frame, item: FixDecl | AssumeDecl): Frame {
  const after = item.kind === 'fix' ? addFix(frame, item) : addAssume(frame, item)
  if (!run.options.statementsOnly) run.diagnostics.push(...contextConditions(run.options, frame, after, item.span))
  return after
}

/** A name means one thing: a second declaration would silently change what uses of it say. */
function requireNew(run: Run, name: Name): void {
  requireBindable(name)
  if (run.lemmas.has(name.text) || run.constants.has(name.text) || run.contexts.has(name.text)) {
    fail('duplicate-name', `${name.text} is declared already, here or in an imported theory`, name.span)
  }
}

function add(run: Run, checked: Checked): void {
  run.declarations.push(checked.declaration)
  run.diagnostics.push(...checked.diagnostics)
  run.onDeclaration?.(checked.declaration)
  if (checked.entry !== undefined) run.lemmas.set(checked.entry.name, checked.entry)
}

/** `… in CONTEXT`: the frame with that context opened. */
function reopened(run: Run, frame: Frame, name: Name | undefined): Frame {
  return name === undefined ? frame : addContext(frame, contextNamed(run, name), name.span)
}

function contextNamed(run: Run, name: Name): ContextInfo {
  const info = run.contexts.get(name.text)
  if (info !== undefined) return info
  return fail('unknown-context', `no context is called ${name.text}`, name.span, { hints: nearest(name.text, run.contexts.keys()) })
}

function context(run: Run, outer: Frame, decl: ContextDecl): void {
  requireNew(run, decl.name)
  const parents = decl.parents.reduce((f, name) => addContext(f, contextNamed(run, name), name.span), outer)
  let frame: Frame = { ...parents, path: [...parents.path, decl.name.text] }
  for (const item of decl.items) {
    try {
      frame = oneItem(run, current(run, frame), item)
    } catch (error) {
      run.diagnostics.push(diagnosticOf(error, item.span))
    }
    // Registered after each item, so that a context is known by what it holds so far.
    run.contexts.set(decl.name.text, contextInfo(decl.name.text, frame))
  }
  run.contexts.set(decl.name.text, contextInfo(decl.name.text, frame))
}

function contextInfo(name: string, frame: Frame): ContextInfo {
  return {
    name, types: frame.types, variables: frame.variables, origins: frame.origins,
    names: new Map([...frame.scope.variables].map(([surface, v]) => [v, surface])),
    assumptions: frame.assumptions.map((a) => ({ name: a.name, formula: a.formula })),
  }
}

function definition(run: Run, frame: Frame, decl: DefineDecl): void {
  const defined = elaborateDefinition(frame, decl, run.options.budget)
  requireMeaning(decl.name, defined.info.constant)
  run.diagnostics.push(...defined.diagnostics)
  run.constants.set(decl.name.text, defined.entry)
  const constant = defined.info.constant
  const theorem = unfold(constant, constant.typeParams)
  run.declarations.push({
    name: decl.name.text, kind: 'definition', span: decl.span, status: 'proved', statement: theorem.concl, theorem, constant,
      open: undefined,
    steps: [], source: undefined, citation: undefined, doc: decl.doc, wellDefinedAssumed: decl.wellDefined,
  })
}

function declareAxiom(run: Run, frame: Frame, decl: AxiomDecl): Checked {
  try {
    const s = elaborateStatement(frame, decl.statement, run.options.budget)
    if ((decl.citation ?? '').trim() === '') fail('axiom-without-citation', 'an axiom needs its source: `cite "Book, Theorem 1.2"`',
      decl.name.span)
    const inner = closeTerm(s.variables, s.assumptions, s.goal)
    const statement = closeTerm(s.outer.variables, s.outer.assumptions.map((a) => a.formula), inner)
    const theorem = axiom(decl.name.text, 'cited', statement, decl.citation ?? '')
    const wanted = decl.wellDefined === undefined && !run.options.statementsOnly
    const conditions = wanted ? statementConditions(new Session(run.options.budget), s, decl.span).diagnostics : []
    const declaration: Declaration = {
      name: decl.name.text, kind: 'axiom', span: decl.span, status: 'assumed', statement, theorem, constant: undefined,
        open: openStatement(s),
      steps: [], source: undefined, citation: decl.citation, doc: decl.doc, wellDefinedAssumed: decl.wellDefined,
    }
    return { declaration, entry: { name: decl.name.text, closed: theorem, inContext: undefined }, diagnostics: conditions }
  } catch (error) {
    return unreadable({ kind: 'axiom', span: decl.span }, decl.name.text, diagnosticOf(error, decl.span))
  }
}
