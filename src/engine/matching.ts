// UNTRUSTED. One-sided matching of a pattern against a term: pattern variables of any order (Miller patterns), types included,
// up to β and η. A wrong answer here only makes a later kernel call fail. Anyone above the kernel may use it.
import { funType, type Type } from '../kernel/type.js'
import { alphaEqual, core, freeVars, instantiateBody, mkAbs, mkApp, substitute, type FVar, type Term } from '../kernel/term.js'
import { applied, betaNormalForm, withFresh } from './conversion.js'

/** What a successful match found: terms for pattern variables, keyed as they stand in the pattern, and types for type variables. */
export interface Substitution {
  readonly types: Map<Type, Type>
  readonly terms: Map<FVar, Term>
}

export const emptySubstitution = (): Substitution => ({ types: new Map(), terms: new Map() })

/** A copy that a failing match may spoil. */
export function copySubstitution(s: Substitution): Substitution {
  return { types: new Map(s.types), terms: new Map(s.terms) }
}

/** Matches types; only the type variables in `free` may be bound. */
export function matchType(pattern: Type, target: Type, free: ReadonlySet<Type>, into: Map<Type, Type>): boolean {
  if (pattern.kind === 'var' && free.has(pattern)) {
    const old = into.get(pattern)
    if (old !== undefined) return old === target
    into.set(pattern, target)
    return true
  }
  if (pattern === target) return true
  if (pattern.kind !== target.kind || pattern.name !== target.name || pattern.args.length !== target.args.length) return false
  if (pattern.args.length === 0) return false
  return pattern.args.every((p, i) => matchType(p, target.args[i] as Type, free, into))
}

/** What may be bound while matching. */
export interface Free {
  readonly vars: ReadonlySet<FVar>
  readonly types: ReadonlySet<Type>
}

/**
 * Extends `into` so that `pattern`, instantiated, is `target` up to β and η. Returns false otherwise, and then `into` may hold
 * leftovers. A pattern variable applied to distinct variables bound above it (`X ω` under `λω`) matches any term.
 */
export function match(pattern: Term, target: Term, free: Free, into: Substitution): boolean {
  return walk(pattern, target, free, into, [])
}

/** Variables opened on the way down: the pattern's and the target's copy are the same variable. */
type Locals = readonly { readonly inPattern: FVar; readonly inTarget: FVar }[]

function headAndArgs(t: Term): { readonly head: Term; readonly args: readonly Term[] } {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  return { head, args }
}

function walk(p: Term, t: Term, free: Free, into: Substitution, locals: Locals): boolean {
  if (p.kind === 'abs' || t.kind === 'abs') return walkBinder(p, t, free, into, locals)
  const { head, args } = headAndArgs(p)
  if (head.kind === 'fvar' && free.vars.has(head)) {
    const old = into.terms.get(head)
    if (old !== undefined && args.length === 0) return sameUpToEta(old, t)
    if (old !== undefined) return followSolution(old, args, t, into, locals)
    return solve(head, args, t, free, into, locals) || (args.length > 0 && walkApp(p, t, free, into, locals))
  }
  if (p.kind === 'app') return walkApp(p, t, free, into, locals)
  if (p.kind === 'fvar') {
    const local = locals.find((l) => l.inPattern === p)
    return (local === undefined ? p : local.inTarget) === t
  }
  if (p.kind === 'const') {
    return t.kind === 'const' && p.constant === t.constant
      && p.typeArgs.every((a, i) => matchType(a, t.typeArgs[i] as Type, free.types, into.types))
  }
  return core(p) === core(t)
}

function walkApp(p: Term, t: Term, free: Free, into: Substitution, locals: Locals): boolean {
  if (p.kind !== 'app' || t.kind !== 'app') return false
  // Arguments first when the function is a pattern variable: they may fix what it is applied to.
  return walk(p.fn, t.fn, free, into, locals) && walk(p.arg, t.arg, free, into, locals)
}

function walkBinder(p: Term, t: Term, free: Free, into: Substitution, locals: Locals): boolean {
  const { head, args } = headAndArgs(p)
  if (p.kind !== 'abs' && head.kind === 'fvar' && free.vars.has(head) && args.length === 0) {
    const old = into.terms.get(head)
    return old === undefined ? solve(head, args, t, free, into, locals) : sameUpToEta(old, t)
  }
  const domain = p.kind === 'abs' ? p.domain : p.type.args[0] as Type
  const targetDomain = t.kind === 'abs' ? t.domain : t.type.args[0]
  if (targetDomain === undefined || !matchType(domain, targetDomain, free.types, into.types)) return false
  const hint = t.kind === 'abs' ? t.hint : 'x'
  return withFresh(hint, domain, (inPattern) => withFresh(hint, targetDomain, (inTarget) => {
    const opened = t.kind === 'abs' ? instantiateBody(t, inTarget) : mkApp(t, inTarget)
    return walk(applied(p, inPattern), opened, free, into, [...locals, { inPattern, inTarget }])
  }))
}

/** Binds a pattern variable applied to distinct locals. */
function solve(head: FVar, args: readonly Term[], t: Term, free: Free, into: Substitution, locals: Locals): boolean {
  const over: FVar[] = []
  for (const arg of args) {
    const local = locals.find((l) => l.inPattern === arg)
    if (local === undefined || over.includes(local.inTarget)) return false
    over.push(local.inTarget)
  }
  const vars = freeVars(t)
  if (locals.some((l) => vars.includes(l.inTarget) && !over.includes(l.inTarget))) return false
  const type = over.reduceRight<Type>((acc, v) => funType(v.type, acc), t.type)
  if (!matchType(head.type, type, free.types, into.types)) return false
  into.terms.set(head, contracted(over.reduceRight<Term>((acc, v) => mkAbs(v, acc), t)))
  return true
}

/** A pattern variable already bound, met again applied to arguments. */
function followSolution(solution: Term, args: readonly Term[], t: Term, into: Substitution, locals: Locals): boolean {
  const here: Term[] = []
  for (const arg of args) {
    const closed = instantiated(arg, into, locals)
    if (closed === undefined) return false
    here.push(closed)
  }
  const value = betaNormalForm(here.reduce<Term>((f, a) => mkApp(f, a), solution))
  return sameUpToEta(value, t)
}

/** A pattern with everything in it already bound, as a term of the target. */
function instantiated(p: Term, into: Substitution, locals: Locals): Term | undefined {
  const map = new Map<FVar, Term>()
  for (const v of freeVars(p)) {
    const local = locals.find((l) => l.inPattern === v)
    const value = local?.inTarget ?? into.terms.get(v)
    if (value !== undefined) map.set(substitute(v, into.types, new Map()) as FVar, value)
  }
  try {
    return betaNormalForm(substitute(p, into.types, map))
  } catch {
    return undefined
  }
}

/** Contracts `λx. f x` to `f` at the head, repeatedly. */
function contracted(t: Term): Term {
  if (t.kind !== 'abs' || t.body.kind !== 'app') return t
  const arg = t.body.arg
  return arg.kind === 'bvar' && arg.index === 0 && t.body.fn.loose === 0 ? t.body.fn : t
}

/** α-equality up to η at any depth. */
export function sameUpToEta(a: Term, b: Term): boolean {
  if (alphaEqual(a, b)) return true
  if (a.type !== b.type) return false
  if (a.kind === 'abs' || b.kind === 'abs') {
    const from = a.kind === 'abs' ? a : b
    if (from.kind !== 'abs') return false
    return withFresh(from.hint, from.domain, (v) => sameUpToEta(betaNormalForm(applied(a, v)), betaNormalForm(applied(b, v))))
  }
  return a.kind === 'app' && b.kind === 'app' && sameUpToEta(a.fn, b.fn) && sameUpToEta(a.arg, b.arg)
}
