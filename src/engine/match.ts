// UNTRUSTED. Higher-order pattern matching: finds types and terms that make a pattern equal, up to β and bound names, to a term.
// A pattern variable applied to distinct bound variables is solved exactly; other applications wait until the rest is solved.
import { substType, type Type } from '../kernel/type.js'
import { core, freeVars, instantiateBody, mkAbs, mkApp, mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import { instantiate, specialise, type Theorem } from '../kernel/theorem.js'
import { betaNormal, betaNormalForm, betaReduced, etaContracted, withFresh } from './conversion.js'
import { asForall, asImp, iffMpr, isTrivial, proveHyp, undisch } from './logic.js'

/** A partial solution. Keys of `vars` are pattern variables as they stand in the pattern, before types are replaced. */
export interface Matching {
  readonly types: ReadonlyMap<Type, Type>
  readonly vars: ReadonlyMap<FVar, Term>
}

export const EMPTY_MATCHING: Matching = { types: new Map(), vars: new Map() }

interface State {
  readonly variables: ReadonlySet<FVar>
  /** Whether type variables of the pattern may be replaced (library lemmas) or stand for themselves (local facts). */
  readonly freeTypes: boolean
  readonly types: Map<Type, Type>
  readonly vars: Map<FVar, Term>
  readonly waiting: { readonly pattern: Term; readonly term: Term }[]
  /** Bound variables met on the way, pattern side to term side. */
  readonly bound: Map<FVar, FVar>
}

function matchType(pattern: Type, type: Type, s: State): boolean {
  if (pattern.kind === 'var' && s.freeTypes) {
    const old = s.types.get(pattern)
    if (old !== undefined) return old === type
    s.types.set(pattern, type)
    return true
  }
  if (pattern.args.length === 0 || pattern === type) return pattern === type
  if (pattern.kind !== type.kind || pattern.name !== type.name || pattern.args.length !== type.args.length) return false
  return pattern.args.every((a, i) => matchType(a, type.args[i] as Type, s))
}

/** The pattern variable at the head of `t` and its arguments. */
function flexible(t: Term, s: State): { readonly head: FVar; readonly args: readonly Term[] } | undefined {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  return head.kind === 'fvar' && s.variables.has(head) ? { head, args } : undefined
}

/** Whether the bound variables of the term side, other than `allowed`, stay out of `t`. */
function scoped(t: Term, allowed: readonly FVar[], s: State): boolean {
  if (s.bound.size === 0) return true
  const inner = new Set(s.bound.values())
  return freeVars(t).every((v) => !inner.has(v) || allowed.includes(v))
}

function solve(head: FVar, args: readonly Term[], term: Term, s: State): boolean {
  const locals: FVar[] = []
  for (const arg of args) {
    const image = arg.kind === 'fvar' ? s.bound.get(arg) : undefined
    if (image === undefined || locals.includes(image)) return wait(head, args, term, s)
    locals.push(image)
  }
  if (!scoped(term, locals, s)) return false
  const value = etaContracted(locals.reduceRight<Term>((body, v) => etaContracted(mkAbs(v, body)), term))
  const old = s.vars.get(head)
  if (old !== undefined) return core(betaNormalForm(old)) === core(betaNormalForm(value)) || sameUpToEta(old, value)
  if (!matchType(head.type, value.type, s)) return false
  s.vars.set(head, value)
  return true
}

function sameUpToEta(a: Term, b: Term): boolean {
  return core(etaContracted(betaNormalForm(a))) === core(etaContracted(betaNormalForm(b)))
}

function wait(head: FVar, args: readonly Term[], term: Term, s: State): boolean {
  const pattern = args.reduce<Term>((f, a) => mkApp(f, a), head)
  s.waiting.push({ pattern: closeOver(pattern, s, 'pattern'), term: closeOver(term, s, 'term') })
  return true
}

/** Binds the local variables met so far, so that what waits can be compared outside their scope. */
function closeOver(t: Term, s: State, side: 'pattern' | 'term'): Term {
  const locals = side === 'pattern' ? [...s.bound.keys()] : [...s.bound.values()]
  return locals.reduceRight<Term>((body, v) => mkAbs(v, body), t)
}

function matchTerm(p: Term, t: Term, s: State): boolean {
  if (!p.open) return core(p) === core(t)
  const flex = flexible(p, s)
  if (flex !== undefined) return solve(flex.head, flex.args, t, s)
  switch (p.kind) {
    case 'fvar': return (s.bound.get(p) ?? p) === t
    case 'const':
      return t.kind === 'const' && p.constant === t.constant && p.typeArgs.every((a, i) => matchType(a, t.typeArgs[i] as Type, s))
    case 'app': return t.kind === 'app' && matchTerm(p.fn, t.fn, s) && matchTerm(p.arg, t.arg, s)
    case 'abs': {
      if (t.kind === 'abs' ? !matchType(p.domain, t.domain, s) : !matchType(p.type, t.type, s)) return false
      const domain = substType(p.domain, s.types)
      return withFresh('p', p.domain, (pv) => withFresh('t', domain, (tv) => {
        s.bound.set(pv, tv)
        const ok = matchTerm(instantiateBody(p, pv), t.kind === 'abs' ? instantiateBody(t, tv) : mkApp(t, tv), s)
        s.bound.delete(pv)
        return ok
      }))
    }
    default: return core(p) === core(t)
  }
}

/** The solution's variables with the types they have after the type replacement. */
function typed(s: Matching): Map<FVar, Term> {
  const out = new Map<FVar, Term>()
  s.vars.forEach((value, v) => out.set(mkVar(v.name, substType(v.type, s.types)), value))
  return out
}

/** Settles what waits: compares when the head is known, and as a last resort reads `F a = g b` as F = g, a = b. */
function settle(s: State): boolean {
  let rest = s.waiting.splice(0)
  while (rest.length > 0) {
    const later: typeof rest = []
    for (const c of rest) {
      const now = betaNormalForm(substitute(c.pattern, s.types, typed(s)))
      if (sameUpToEta(now, c.term)) continue
      if (freeVars(now).some((v) => unsolved(v, s))) later.push({ pattern: now, term: c.term })
      else return false
    }
    if (later.length === 0) return true
    if (later.length === rest.length && !later.some((c) => firstOrder(c.pattern, c.term, s))) return false
    rest = [...later, ...s.waiting.splice(0)]
  }
  return true
}

const unsolved = (v: FVar, s: State): boolean => [...s.variables].some((w) => w.name === v.name && !s.vars.has(w))

/** One first-order step on a constraint between applications; true if it taught something. */
function firstOrder(p: Term, t: Term, s: State): boolean {
  if (p.kind !== 'app' || t.kind !== 'app') return false
  const before = s.vars.size
  return matchTerm(p.arg, t.arg, s) && matchTerm(p.fn, t.fn, s) && s.vars.size > before
}

/**
 * Extends `start` so that `pattern` becomes `term`, or undefined. `variables` may be replaced; type variables only if `freeTypes`.
 * `term` must contain none of the variables.
 */
export function match(pattern: Term, term: Term, variables: ReadonlySet<FVar>, freeTypes: boolean,
  start = EMPTY_MATCHING): Matching | undefined {
  const s: State = {
    variables, freeTypes, types: new Map(start.types), vars: new Map(start.vars), waiting: [], bound: new Map(),
  }
  return matchTerm(pattern, betaNormalForm(term), s) && settle(s) ? { types: s.types, vars: s.vars } : undefined
}

/** A theorem with its leading ∀ and → taken off: pattern variables, premises (now hypotheses of `theorem`), conclusion. */
export interface Stripped {
  readonly theorem: Theorem
  readonly variables: readonly FVar[]
  readonly premises: readonly Term[]
  readonly conclusion: Term
  readonly freeTypes: boolean
}

/** Takes `∀` and `→` off the front; at most `limit` premises, so that a conclusion may itself be an implication. */
export function strip(th: Theorem, limit = Infinity): Stripped {
  const variables: FVar[] = []
  const premises: Term[] = []
  const freeTypes = th.hyps.length === 0
  let now = th
  for (;;) {
    const predicate = asForall(now.concl)
    const imp = predicate === undefined ? asImp(now.concl) : undefined
    if (predicate !== undefined) {
      const hint = predicate.kind === 'abs' ? predicate.hint : 'x'
      const v = mkVar(`?${String(variables.length)}${hint}`, (predicate.type.args[0] as Type))
      variables.push(v)
      now = specialise(now, v)
    } else if (imp !== undefined && premises.length < limit) {
      premises.push(imp[0])
      now = undisch(now)
    } else return { theorem: now, variables, premises, conclusion: now.concl, freeTypes }
  }
}

/** The stripped theorem at a solution: premises β-reduced, to be proved in order by `prove`; undefined if one is not. */
export function instance(s: Stripped, m: Matching, prove: (premise: Term) => Theorem | undefined): Theorem | undefined {
  const vars = typed(m)
  let th = instantiate(s.theorem, m.types, vars)
  for (const premise of s.premises) {
    const now = substitute(premise, m.types, vars)
    const eq = betaNormal(now)
    const proof = prove(isTrivial(eq) ? now : betaNormalForm(now))
    if (proof === undefined) return undefined
    th = proveHyp(th, isTrivial(eq) ? proof : iffMpr(eq, proof))
  }
  return betaReduced(th)
}

/** Whether the solution gives a value to every variable of the stripped theorem. */
export function complete(s: Stripped, m: Matching): boolean {
  return s.variables.every((v) => m.vars.has(v))
}
