// What names mean at one place of a theory: types, variables, constants, lemmas, facts. Scopes are persistent values.
// UNTRUSTED. Imported by the elaborator and by the tools that elaborate single formulas.
import { base } from '../kernel/axioms.js'
import { PROP, NAT, REAL, type Type } from '../kernel/type.js'
import { core, freeVars, mkVar, type FVar, type Term } from '../kernel/term.js'
import { assume, type Theorem } from '../kernel/theorem.js'
import type { Literals } from './literals.js'
import type { ConstantInfo, ContextInfo } from './result.js'

/** A proved or assumed formula one may use, with the name the author gave it. */
export interface Fact {
  readonly name: string | undefined
  readonly theorem: Theorem
  /** It rests on a step that failed, and the point of the run is which steps hold: used where it is named, and nowhere else. */
  readonly doubtful?: true
}

/** A lemma by name. `theorem` is the form to use here: relative to the open context when it was proved in it. */
export interface LemmaEntry {
  readonly name: string
  readonly closed: Theorem
  /** Proved inside a context: the theorem about the context's own variables, usable while they are in scope. */
  readonly inContext: { readonly theorem: Theorem; readonly variables: readonly FVar[] } | undefined
}

/** A constant by name, and the types its context fixes (they are not inferred anew at each use). */
export interface ConstantEntry {
  readonly info: ConstantInfo
  readonly fixedTypes: ReadonlySet<Type>
}

export interface Scope {
  readonly types: ReadonlyMap<string, Type>
  /** Surface name to variable; the variable's own name may carry primes to stay distinct. */
  readonly variables: ReadonlyMap<string, FVar>
  readonly constants: ReadonlyMap<string, ConstantEntry>
  readonly lemmas: ReadonlyMap<string, LemmaEntry>
  readonly contexts: ReadonlyMap<string, ContextInfo>
  /** Newest first, as a linked list: adding a fact is constant work however long the proof. */
  readonly facts: FactList | undefined
  /** Parameters fixed by the open contexts and the statement, by identity: a binder may hide their names, not them. */
  readonly open: ReadonlySet<FVar>
  /** Cores of the formulas assumed here: a lemma of a context is used in its own terms only where they all hold. */
  readonly assumed: ReadonlySet<Term>
  /** `x = t` for every name introduced by `let`, latest first. */
  readonly lets: readonly Theorem[]
  /** Names read as numbers: the constants of a statement with a `free` line. */
  readonly literals: Literals
}

export interface FactList {
  readonly fact: Fact
  readonly older: FactList | undefined
}

export const emptyScope: Scope = {
  types: new Map([['ℝ', REAL], ['ℕ', NAT], ['Prop', PROP]]),
  variables: new Map(),
  constants: new Map(),
  lemmas: new Map(),
  contexts: new Map(),
  facts: undefined,
  open: new Set(),
  assumed: new Set(),
  lets: [],
  literals: new Map(),
}

function extended<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  const copy = new Map(map)
  copy.set(key, value)
  return copy
}

export function withType(scope: Scope, name: string, type: Type): Scope {
  return { ...scope, types: extended(scope.types, name, type) }
}

/** Binds the surface name to `variable`. */
export function withVariable(scope: Scope, name: string, variable: FVar): Scope {
  return { ...scope, variables: extended(scope.variables, name, variable) }
}

export function withFact(scope: Scope, name: string | undefined, theorem: Theorem): Scope {
  return { ...scope, facts: { fact: { name, theorem }, older: scope.facts } }
}

/** Fixes a parameter of a context or statement. */
export function withParameter(scope: Scope, name: string, variable: FVar): Scope {
  return { ...withVariable(scope, name, variable), open: new Set([...scope.open, variable]) }
}

/** The scope of what stands to the right of a premise: `expectation E → …` makes E the law there. */
export function withAssumed(scope: Scope, premise: Term): Scope {
  return { ...scope, assumed: new Set([...scope.assumed, core(premise)]) }
}

/** A fact that is assumed rather than proved. */
export function withAssumption(scope: Scope, name: string | undefined, formula: Term, th = assume(formula)): Scope {
  return { ...withFact(scope, name, th), assumed: new Set([...scope.assumed, core(formula)]) }
}

/**
 * A variable for the surface name `name` that no variable in scope, and no hidden context parameter, can be confused
 * with: capture of a hidden parameter by a binder of the same name would silently change a statement.
 */
export function freshVariable(scope: Scope, name: string, type: Type, avoid: Iterable<Term> = []): FVar {
  const taken = new Set<string>()
  for (const v of scope.variables.values()) taken.add(v.name)
  for (const v of scope.open) taken.add(v.name)
  for (const c of scope.constants.values()) for (const h of c.info.hidden) taken.add(h.name)
  for (const t of avoid) for (const v of freeVars(t)) taken.add(v.name)
  let fresh = name
  while (taken.has(fresh)) fresh += "'"
  return mkVar(fresh, type)
}

/** The latest fact of that name. */
export function findFact(scope: Scope, name: string): Fact | undefined {
  for (let f = scope.facts; f !== undefined; f = f.older) if (f.fact.name === name) return f.fact
  return undefined
}

/** A fact that is used only by its name. */
export function withDoubtfulFact(scope: Scope, name: string | undefined, theorem: Theorem): Scope {
  return { ...scope, facts: { fact: { name, theorem, doubtful: true }, older: scope.facts } }
}

/** All facts, newest first, doubtful ones left out. */
export function allFacts(scope: Scope): readonly Fact[] {
  const out: Fact[] = []
  for (let f = scope.facts; f !== undefined; f = f.older) if (f.fact.doubtful !== true) out.push(f.fact)
  return out
}

/** The axioms of real analysis under their names, the same entries in every scope. */
export const baseLemmas: ReadonlyMap<string, LemmaEntry> = new Map(
  Object.entries(base).map(([name, closed]): [string, LemmaEntry] => [name, { name, closed, inContext: undefined }]))

/** The lemma's theorem in the form usable in `scope`. */
export function lemmaTheorem(scope: Scope, entry: LemmaEntry): Theorem {
  const local = entry.inContext
  if (local === undefined) return entry.closed
  const holds = local.variables.every((v) => scope.open.has(v)) && local.theorem.hyps.every((h) => scope.assumed.has(core(h)))
  return holds ? local.theorem : entry.closed
}
