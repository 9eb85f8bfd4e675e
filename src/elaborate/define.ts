// Definitions: `define f x := body` becomes a closed kernel constant over the context parameters its body uses.
// UNTRUSTED: the kernel refuses a body with free variables or hidden type variables.
import { freeVars, mkAbs, typeVarsOfTerm, type FVar, type Term } from '../kernel/term.js'
import { define } from '../kernel/theorem.js'
import { PROP, typeVar, type Type } from '../kernel/type.js'
import type { DefineDecl } from '../syntax/ast.js'
import type { Diagnostic } from '../report/diagnostic.js'
import { bodyConditions } from './conditions.js'
import { fail } from './failure.js'
import type { Frame } from './frame.js'
import { Inference, isTypeMeta } from './inference.js'
import { eventOverOutcomes } from './random.js'
import type { ConstantInfo } from './result.js'
import { withType, type ConstantEntry } from './scope.js'
import { bind, check, infer, type Bound, type Elaborator } from './terms.js'
import { elaborateType } from './types.js'

export interface Defined {
  readonly info: ConstantInfo
  readonly entry: ConstantEntry
  /** Unproved conditions of its body. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Elaborates the definition in `frame` and makes its constant. */
export function elaborateDefinition(frame: Frame, decl: DefineDecl, budget: number): Defined {
  const typed = decl.typeParams.reduce((s, t) => withType(s, t.text, typeVar(t.text)), frame.scope)
  let e: Elaborator = { scope: typed, inference: new Inference(), lifting: undefined }
  const bounds: Bound[] = []
  for (const param of decl.params) {
    if (param.range !== undefined) fail('ranged-parameter', 'state a condition on a parameter with `where`, after the body', param.span)
    const bound = bind(e, param)
    e = bound.inner
    bounds.push(...bound.bounds)
  }
  const raw = bodyOf(e, decl)
  const body = e.inference.zonk(raw)
  const params = bounds.map((b) => e.inference.zonkVar(b.variable))
  for (const [i, v] of params.entries()) requireKnown(v, decl, i)
  const stated = decl.preconditions.map((p) => e.inference.zonk(check(e, p, PROP)))
  // What the context assumes and the body's meaning rests on must still be known when the context is closed.
  const conditions = decl.wellDefined === undefined ? bodyConditions(budget, frame, e.scope, stated, body, decl.name.span) : NO_CONDITIONS
  const preconditions = [...conditions.used, ...stated]
  const mentioned = new Set([body, ...preconditions].flatMap((t) => [...freeVars(t)]))
  const hidden = frame.variables.filter((v) => mentioned.has(v))
  const close = (t: Term): Term => [...hidden, ...params].reduceRight<Term>((acc, v) => mkAbs(v, acc), t)
  const closed = close(body)
  const vars = new Set<Type>()
  typeVarsOfTerm(closed, vars)
  for (const p of preconditions) typeVarsOfTerm(close(p), vars)
  const meta = [...vars].find(isTypeMeta)
  if (meta !== undefined) {
    fail('unknown-type-of', `the types in this definition are not determined; annotate the parameters of ${decl.name.text}`, decl.span)
  }
  const own = decl.typeParams.map((t) => typeVar(t.text))
  const typeParams = [...frame.types.filter((t) => vars.has(t)), ...own.filter((t) => vars.has(t))]
  const others = [...vars].filter((v) => !typeParams.includes(v))
  const constant = define(decl.name.text, [...typeParams, ...others], closed)
  const info: ConstantInfo = { constant, hidden, preconditions: preconditions.map(close), event: decl.event }
  const fixedTypes = new Set(frame.types.filter((t) => vars.has(t)))
  return { info, entry: { info, fixedTypes }, diagnostics: conditions.diagnostics }
}

const NO_CONDITIONS = { diagnostics: [], used: [] } as const

function bodyOf(e: Elaborator, decl: DefineDecl): Term {
  const lastParam = decl.params.at(-1)?.names.at(-1)?.text
  if (decl.event && lastParam !== 'ω') return eventOverOutcomes(e, decl.body, decl.span)
  if (decl.resultType !== undefined) return check(e, decl.body, elaborateType(decl.resultType, e.scope))
  return decl.event ? check(e, decl.body, PROP) : infer(e, decl.body)
}

function requireKnown(v: FVar, decl: DefineDecl, index: number): void {
  const vars = new Set<Type>()
  typeVarsOfTerm(v, vars)
  if ([...vars].some(isTypeMeta)) {
    fail('unknown-type-of', `the type of ${v.name} cannot be told; write (${v.name} : …)`, decl.params[index]?.span ?? decl.span)
  }
}
