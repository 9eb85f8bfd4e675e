// Single formulas outside a theory, for `prove`, `find` and `eval`: free names become real variables. UNTRUSTED.
import { mkVar, type FVar, type Term } from '../kernel/term.js'
import { PROP, REAL, type Type } from '../kernel/type.js'
import type { Binder, Expr } from '../syntax/ast.js'
import { Inference } from './inference.js'
import { builtins } from './names.js'
import type { TheoryResult } from './result.js'
import { baseLemmas, emptyScope, withVariable, type LemmaEntry, type Scope } from './scope.js'
import { elaborateTop } from './terms.js'

/** The scope of everything the given theories offer, with no context open. */
export function scopeOf(theories: readonly TheoryResult[]): Scope {
  const lemmas = new Map<string, LemmaEntry>(baseLemmas)
  for (const t of theories) for (const [name, entry] of t.exports.lemmas) lemmas.set(name, entry)
  const constants = new Map(theories.flatMap((t) => [...t.exports.constants]))
  const contexts = new Map(theories.flatMap((t) => [...t.exports.contexts]))
  return { ...emptyScope, lemmas, constants, contexts }
}

export interface OpenFormula {
  readonly term: Term
  /** Free variables in order of first occurrence, all of type ℝ unless the formula says otherwise. */
  readonly variables: readonly FVar[]
  readonly scope: Scope
}

/** Elaborates a formula whose unknown names are variables of type ℝ. Throws ElaborationError. */
export function elaborateFormula(expr: Expr, theories: readonly TheoryResult[]): OpenFormula {
  const known = scopeOf(theories)
  const names = freeNames(expr, known)
  const scope = names.reduce((s, name) => withVariable(s, name, mkVar(name, REAL)), known)
  const term = elaborateTop({ scope, inference: new Inference(), lifting: undefined }, expr, PROP)
  return { term, variables: names.map((name) => mkVar(name, REAL)), scope }
}

/**
 * Elaborates a number of the given type from names that all have a meaning in `scope`, those of `parameters` included. Throws
 * ElaborationError.
 */
export function elaborateNumber(expr: Expr, type: Type, parameters: ReadonlyMap<string, FVar>, theories: readonly TheoryResult[]): Term {
  const scope = [...parameters].reduce((s, [name, v]) => withVariable(s, name, v), scopeOf(theories))
  return elaborateTop({ scope, inference: new Inference(), lifting: undefined }, expr, type)
}

/** Names that nothing binds or declares, in order. */
function freeNames(expr: Expr, scope: Scope): readonly string[] {
  const found = new Set<string>()
  const go = (node: unknown, bound: ReadonlySet<string>): void => {
    if (Array.isArray(node)) { for (const child of node) go(child, bound); return }
    if (typeof node !== 'object' || node === null) return
    const e = node as Partial<Expr> & { readonly binder?: Binder; readonly binders?: readonly Binder[] }
    if (e.kind === 'name') {
      const name = (node as { readonly name: string }).name
      if (!bound.has(name) && !scope.constants.has(name) && !builtins.has(name) && name !== '∞') found.add(name)
      return
    }
    const binders = e.binders ?? (e.binder === undefined ? [] : [e.binder])
    const inner = binders.length === 0 ? bound : new Set([...bound, ...binders.flatMap((b) => b.names.map((n) => n.text))])
    for (const [key, child] of Object.entries(node)) {
      if (key === 'span') continue
      if (key === 'binder' || key === 'binders') for (const b of binders) go(b.range, bound)
      else go(child, inner)
    }
  }
  go(expr, new Set())
  return [...found]
}
