// A context being elaborated: its types, parameters and assumptions in order, and the scope they make. Persistent values.
// UNTRUSTED; used by declarations.
import { mkForall, mkImp } from '../kernel/signature.js'
import { alphaEqual, core, freeVars, type FVar, type Term } from '../kernel/term.js'
import { generalise, intro, type Theorem } from '../kernel/theorem.js'
import { NAT, PROP, REAL, domainOf, typeVar, type Type } from '../kernel/type.js'
import type { AssumeDecl, Binder, Expr, FixDecl, Name, Span } from '../syntax/ast.js'
import { fail } from './failure.js'
import { Inference } from './inference.js'
import { setOf } from './relations.js'
import type { ContextInfo } from './result.js'
import { requireBindable } from './reserved.js'
import { freshVariable, withAssumption, withType, withParameter, type Scope } from './scope.js'
import { elaborateTop } from './terms.js'
import { elaborateType } from './types.js'

export interface Assumption {
  readonly name: string | undefined
  readonly formula: Term
  /** The clause it comes from, for messages. */
  readonly expr: Expr | undefined
}

/** Everything fixed and assumed at one place, outermost first. */
export interface Frame {
  /** Names of the contexts open here, outermost first. */
  readonly path: readonly string[]
  readonly types: readonly Type[]
  readonly variables: readonly FVar[]
  /** The context each inherited parameter was fixed in: two contexts may not mean different things by one name. */
  readonly origins: ReadonlyMap<FVar, string>
  readonly assumptions: readonly Assumption[]
  readonly scope: Scope
}

export function topFrame(scope: Scope): Frame {
  return { path: [], types: [], variables: [], origins: new Map(), assumptions: [], scope }
}

/** `type Ω` inside a context or statement: a type variable. */
export function addTypes(frame: Frame, names: readonly Name[]): Frame {
  return names.reduce((f, name) => {
    if (f.scope.types.has(name.text)) fail('duplicate-name', `the type ${name.text} is declared already`, name.span)
    const type = typeVar(name.text)
    return { ...f, types: f.types.includes(type) ? f.types : [...f.types, type], scope: withType(f.scope, name.text, type) }
  }, frame)
}

/** Fixes a new parameter. A name may be fixed once: a second `x` would leave assumptions about the first one behind. */
export function addVariable(frame: Frame, name: Name, type: Type): Frame {
  requireBindable(name)
  if (frame.scope.variables.has(name.text)) fail('duplicate-name', `${name.text} is fixed already`, name.span)
  const variable = freshVariable(frame.scope, name.text, type)
  const origins = new Map([...frame.origins, [variable, frame.path.at(-1) ?? '']])
  return { ...frame, origins, variables: [...frame.variables, variable], scope: withParameter(frame.scope, name.text, variable) }
}

/** Adds an assumed formula as a fact under its name. */
export function addAssumption(frame: Frame, assumption: Assumption): Frame {
  const scope = withAssumption(frame.scope, assumption.name, assumption.formula)
  return { ...frame, assumptions: [...frame.assumptions, assumption], scope }
}

/** `fix x y : τ where φ`. A binder without a type takes it from its range; `ε > 0` is real. */
export function addFix(frame: Frame, decl: FixDecl): Frame {
  const fixed = decl.binders.reduce((f, binder) => binder.names.reduce((g, name) => addBound(g, binder, name), f), frame)
  return decl.where.reduce((f, expr) => addFormula(f, undefined, expr), fixed)
}

function addBound(frame: Frame, binder: Binder, name: Name): Frame {
  const fixed = addVariable(frame, name, binderType(frame, binder, name))
  const range = binder.range
  if (range === undefined) return fixed
  const self: Expr = { kind: 'name', name: name.text, span: name.span }
  const right: Expr = range.kind === 'relation' ? range.bound : range.kind === 'member' ? range.set
    : { kind: 'range-set', low: range.low, high: range.high, span: binder.span }
  const link = { op: range.kind === 'relation' ? range.op : '∈', right, span: binder.span } as const
  return addFormula(fixed, undefined, { kind: 'chain', first: self, links: [link], span: binder.span })
}

function binderType(frame: Frame, binder: Binder, name: Name): Type {
  if (binder.type !== undefined) return elaborateType(binder.type, frame.scope)
  const range = binder.range
  if (range?.kind === 'interval-range') return NAT
  if (range?.kind === 'relation' && range.op !== '=') return REAL
  if (range?.kind === 'member' && range.set.kind === 'interval') return REAL
  if (range?.kind === 'member') {
    const inference = new Inference()
    return domainOf(inference.resolve(setOf({ scope: frame.scope, inference, lifting: undefined }, range.set).type))
  }
  return fail('type-needed', `say the type of ${name.text}, as in \`fix ${name.text} : ℝ\``, name.span)
}

export function addAssume(frame: Frame, decl: AssumeDecl): Frame {
  return addFormula(frame, decl.name?.text, decl.formula)
}

/** A formula as an assumption; a chain or conjunction stays one fact. */
export function addFormula(frame: Frame, name: string | undefined, expr: Expr): Frame {
  return addAssumption(frame, { name, formula: formulaIn(frame.scope, expr), expr })
}

export function formulaIn(scope: Scope, expr: Expr): Term {
  const e = { scope, inference: new Inference(), lifting: undefined }
  return elaborateTop(e, expr, PROP)
}

/** Adds the content of an open context; what is there already (a shared parent) is not added twice. */
export function addContext(frame: Frame, info: ContextInfo, span: Span): Frame {
  let scope = frame.scope
  for (const type of info.types) scope = withType(scope, type.name, type)
  const variables = info.variables.filter((v) => !frame.variables.includes(v))
  for (const v of info.variables) {
    const name = info.names.get(v) ?? v.name
    const other = scope.variables.get(name)
    const same = other === v && frame.origins.get(v) === info.origins.get(v)
    if (other !== undefined && !same) fail('duplicate-name', `${name} is fixed already, by another context`, span)
    scope = withParameter(scope, name, v)
  }
  const assumptions = info.assumptions.filter((a) => !frame.assumptions.some((b) => alphaEqual(a.formula, b.formula)))
  for (const a of assumptions) scope = withAssumption(scope, a.name, a.formula)
  return {
    path: frame.path.includes(info.name) ? frame.path : [...frame.path, info.name],
    types: [...frame.types, ...info.types.filter((t) => !frame.types.includes(t))],
    variables: [...frame.variables, ...variables],
    origins: new Map([...frame.origins, ...info.origins]),
    assumptions: [...frame.assumptions, ...assumptions.map((a) => ({ ...a, expr: undefined }))],
    scope,
  }
}

/** `∀ variables, assumptions → goal` over the variables that occur. */
export function closeTerm(variables: readonly FVar[], assumptions: readonly Term[], goal: Term): Term {
  const body = assumptions.reduceRight((acc, a) => mkImp(a, acc), goal)
  const free = new Set(freeVars(body))
  return variables.filter((v) => free.has(v)).reduceRight((acc, v) => mkForall(v, acc), body)
}

/** The theorem with the assumptions discharged and the variables generalised, in the same shape as `closeTerm`. */
export function closeTheorem(variables: readonly FVar[], assumptions: readonly Term[], th: Theorem): Theorem {
  const body = assumptions.reduceRight((acc, a) => intro(a, acc), th)
  const free = new Set(freeVars(body.concl))
  return variables.filter((v) => free.has(v)).reduceRight((acc, v) => generalise(v, acc), body)
}

/** The assumptions of `frame` that `th` uses, or that are `needed` (by core). */
export function usedAssumptions(frame: Frame, th: Theorem, needed: ReadonlySet<Term>): readonly Term[] {
  return frame.assumptions.map((a) => a.formula).filter((a) => needed.has(core(a)) || th.hyps.some((h) => alphaEqual(h, a)))
}
