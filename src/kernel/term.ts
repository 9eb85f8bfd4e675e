// TRUSTED. Terms: bound (de Bruijn) and free variables, constants with type arguments, numerals, application, abstraction.
// Interned, frozen, branded; built only by the checked makers below. `core` erases binder names, so two terms are
// α-equal exactly when their cores are the same object. Anyone may read terms; only this file can make them.
import { BIT_LIMIT, bitLength } from '../arith/errors.js'
import { mint, type Fields, type Minted } from './brand.js'
import { KernelError, NAT, REAL, checkName, checkType, codomainOf, domainOf, funType, substType, typeVarsOf, type Type } from './type.js'

interface Common extends Minted<'term'> {
  readonly type: Type
  /** One more than the largest loose de Bruijn index; 0 for every term that leaves this file as a whole term. */
  readonly loose: number
  readonly depth: number
  /** Whether a free variable or a type variable occurs. */
  readonly open: boolean
  /** The term without binder names; undefined when that is the term itself. */
  readonly core: Term | undefined
}
export interface BVar extends Common { readonly kind: 'bvar'; readonly index: number }
export interface FVar extends Common { readonly kind: 'fvar'; readonly name: string }
export interface Const extends Common { readonly kind: 'const'; readonly constant: Constant; readonly typeArgs: readonly Type[] }
export interface Num extends Common { readonly kind: 'num'; readonly value: bigint }
export interface App extends Common { readonly kind: 'app'; readonly fn: Term; readonly arg: Term }
export interface Abs extends Common { readonly kind: 'abs'; readonly hint: string; readonly domain: Type; readonly body: Term }
export type Term = BVar | FVar | Const | Num | App | Abs

/** A constant's identity is this object, never its name. `body` is the closed body of a definition, undefined for a primitive. */
export interface Constant extends Minted<'constant'> {
  readonly name: string; readonly typeParams: readonly Type[]; readonly type: Type; readonly body: Term | undefined
}

const MAX_DEPTH = 2000
const MAX_TERMS = 2 ** 26 // so two ids, or an id and a depth, make one exact integer below 2^53: a key
const terms = mint<Term>('term'), constants = mint<Constant>('constant')
export const Constant = Object.freeze({ is: constants.is })
/** The number of distinct terms made so far: a measure of work that does not depend on the machine. */
export const internedTerms = terms.count
/** The α-equivalence class representative: same object for α-equal terms. */
export const core = (t: Term): Term => t.core ?? t
export const alphaEqual = (a: Term, b: Term): boolean => core(a) === core(b)

// ── makers; the raw ones check nothing ──
const table = new Map<string, Term>(), apps = new Map<number, App>()
/** The term with this key, made on first request from the fields of its kind. */
function intern<T extends Term, K>(within: Map<K, Term>, key: K, fields: () => Fields<T>): T {
  const old = within.get(key)
  if (old !== undefined) return old as T
  const made = terms.make(fields()) as T
  if (made.depth > MAX_DEPTH || made.id >= MAX_TERMS) throw new KernelError('term', 'nested too deeply, or too many terms')
  within.set(key, made)
  return made
}

const LEAF = { loose: 0, depth: 1, core: undefined }
const larger = (m: number, n: number): number => m > n ? m : n
const rawBVar = (index: number, type: Type): BVar =>
  intern<BVar, string>(table, `b${index}:${type.id}`, () => ({ ...LEAF, kind: 'bvar', index, type, loose: index + 1, open: type.open }))
const rawApp = (fn: Term, arg: Term): App => intern<App, number>(apps, fn.id * MAX_TERMS + arg.id, () => ({
  kind: 'app', fn, arg, type: codomainOf(fn.type), loose: larger(fn.loose, arg.loose), depth: larger(fn.depth, arg.depth) + 1,
  open: fn.open || arg.open, core: fn.core === undefined && arg.core === undefined ? undefined : rawApp(core(fn), core(arg)),
}))
const rawAbs = (hint: string, domain: Type, body: Term): Abs => intern<Abs, string>(table, `l${domain.id},${body.id},${hint}`, () => ({
  kind: 'abs', hint, domain, body, type: funType(domain, body.type), loose: larger(body.loose - 1, 0), depth: body.depth + 1,
  open: body.open || domain.open, core: hint === '' && body.core === undefined ? undefined : rawAbs('', domain, core(body)),
}))

/** Requires a genuine kernel term without loose bound variables; `rule` names the caller in the error. */
export function checkTerm(value: unknown, rule: string): Term {
  if (!terms.is(value)) throw new KernelError(rule, 'expected a kernel term')
  if (value.loose !== 0) throw new KernelError(rule, 'the term has a bound variable without its binder')
  return value
}
/** Requires a genuine free variable. */
export function checkVar(value: unknown, rule: string): FVar {
  const v = checkTerm(value, rule)
  if (v.kind !== 'fvar') throw new KernelError(rule, 'expected a variable')
  return v
}

/** The free variable `name : type`. Variables of one name and different types are different. */
export function mkVar(name: string, type: Type): FVar {
  const t = checkType(type, 'mkVar')
  return intern<FVar, string>(table, `f${t.id}:${checkName(name, 'mkVar')}`, () => ({ ...LEAF, kind: 'fvar', name, type: t, open: true }))
}
/** The numeral `value ≥ 0` at type ℕ or ℝ, of at most 2^17 bits. */
export function mkNum(value: bigint, type: Type): Num {
  if (typeof value !== 'bigint' || value < 0n || bitLength(value) > BIT_LIMIT) throw new KernelError('mkNum', 'not a number within limits')
  if (type !== REAL && type !== NAT) throw new KernelError('mkNum', 'a numeral is natural or real')
  return intern<Num, string>(table, `n${type.id}:${value}`, () => ({ ...LEAF, kind: 'num', value, type, open: false }))
}
/** `fn arg`; the argument's type must be the function's domain. */
export function mkApp(fn: Term, arg: Term): App {
  const f = checkTerm(fn, 'mkApp')
  const a = checkTerm(arg, 'mkApp')
  if (domainOf(f.type) !== a.type) throw new KernelError('mkApp', 'argument type differs from the domain')
  return rawApp(f, a)
}
/** `λx. body`, binding the free variable `x`. */
export function mkAbs(x: FVar, body: Term): Abs {
  const v = checkVar(x, 'mkAbs')
  const bind = (u: Term, level: number): Term | undefined => u === v ? rawBVar(level, v.type) : u.open ? undefined : u
  return rawAbs(v.name, v.type, rebuild(checkTerm(body, 'mkAbs'), NO_TYPES, bind))
}
/** The constant at the given type arguments, one per type parameter. */
export function mkConst(constant: Constant, typeArgs: readonly Type[] = []): Const {
  if (!constants.is(constant)) throw new KernelError('mkConst', 'expected a kernel constant')
  const { id, typeParams } = constant
  if (typeArgs.length !== typeParams.length) throw new KernelError('mkConst', 'wrong number of type arguments')
  const args: Type[] = []
  const map = new Map<Type, Type>()
  let key = `c${id}`
  let open = false
  for (let i = 0; i < typeParams.length; i++) {
    const arg = checkType(typeArgs[i], 'mkConst')
    args[i] = arg
    map.set(typeParams[i] as Type, arg)
    key += `,${arg.id}`
    open ||= arg.open
  }
  return intern<Const, string>(table, key, () =>
    ({ ...LEAF, kind: 'const', constant, typeArgs: Object.freeze(args), type: substType(constant.type, map), open }))
}

/** Type parameters are distinct variables and include every type variable of the type and of the body, hidden ones too. */
function makeConstant(name: string, typeParams: readonly Type[], type: Type, body: Term | undefined): Constant {
  const params: Type[] = []
  const unbound = new Set<Type>()
  typeVarsOf(type, unbound)
  if (body !== undefined) typeVarsOfTerm(body, unbound)
  for (let i = 0; i < typeParams.length; i++) {
    const p = checkType(typeParams[i], 'constant')
    if (p.kind !== 'var' || params.includes(p)) throw new KernelError('constant', 'type parameters are distinct type variables')
    unbound.delete(p)
    params[i] = p
  }
  if (unbound.size > 0) throw new KernelError('constant', 'a type variable is not among the type parameters')
  return constants.make({ name: checkName(name, 'constant'), typeParams: Object.freeze(params), type, body })
}
/** A new primitive constant without a body: it means nothing until an axiom mentions it. */
export const newConstant = (name: string, typeParams: readonly Type[], type: Type): Constant =>
  makeConstant(name, typeParams, checkType(type, 'newConstant'), undefined)
/** A constant for the closed term `body`; theorem.ts supplies its defining equation. */
export function newDefinition(name: string, typeParams: readonly Type[], body: Term): Constant {
  const b = checkTerm(body, 'define')
  if (freeVars(b).length > 0) throw new KernelError('define', 'the body has free variables')
  return makeConstant(name, typeParams, b.type, b)
}

// ── substitution ──
const NO_TYPES: ReadonlyMap<Type, Type> = new Map()
/** Rebuilds a term below the subterms for which `replace` answers; `level` counts the binders above. */
function rebuild(root: Term, types: ReadonlyMap<Type, Type>, replace: (u: Term, level: number) => Term | undefined): Term {
  const memo = new Map<number, Term>()
  const go = (u: Term, level: number): Term => {
    const made = replace(u, level)
    if (made !== undefined) return made
    if (u.kind !== 'app' && u.kind !== 'abs') return u
    const key = u.id * MAX_TERMS + level
    const fresh = memo.get(key) ?? (u.kind === 'app' ? rawApp(go(u.fn, level), go(u.arg, level))
      : rawAbs(u.hint, substType(u.domain, types), go(u.body, level + 1)))
    memo.set(key, fresh)
    return fresh
  }
  return go(root, 0)
}
/** `body` of an abstraction with its bound variable replaced by `value`, of the right type. */
export function instantiateBody(abs: Abs, value: Term): Term {
  const f = checkTerm(abs, 'instantiateBody')
  const v = checkTerm(value, 'instantiateBody')
  if (f.kind !== 'abs' || f.domain !== v.type) throw new KernelError('instantiateBody', 'argument type differs from the domain')
  return rebuild(f.body, NO_TYPES, (u, level) => u.loose <= level ? u : u.kind === 'bvar' ? v : undefined)
}

/** Types first, then free variables, all at once; the keys of `vars` are variables after the type substitution. Both maps are copied. */
export function substitution(types: ReadonlyMap<Type, Type>, vars: ReadonlyMap<FVar, Term>): (t: Term) => Term {
  const rule = 'substitute'
  const typeMap = new Map<Type, Type>()
  const varMap = new Map<Term, Term>()
  types.forEach((value, a) => {
    if (checkType(a, rule).kind !== 'var') throw new KernelError(rule, 'expected a type variable')
    typeMap.set(a, checkType(value, rule))
  })
  vars.forEach((value, x) => {
    if (checkVar(x, rule).type !== checkTerm(value, rule).type) throw new KernelError(rule, 'replacement has another type')
    varMap.set(x, value)
  })
  return (t) => rebuild(checkTerm(t, rule), typeMap, (u) => {
    if (!u.open) return u
    if (u.kind === 'bvar') return rawBVar(u.index, substType(u.type, typeMap))
    if (u.kind === 'fvar') {
      const v = mkVar(u.name, substType(u.type, typeMap))
      return varMap.get(v) ?? v
    }
    if (u.kind !== 'const') return undefined
    const args: Type[] = []
    for (let i = 0; i < u.typeArgs.length; i++) args[i] = substType(u.typeArgs[i] as Type, typeMap)
    return mkConst(u.constant, args)
  })
}
/** One application of `substitution`. */
export const substitute = (t: Term, types: ReadonlyMap<Type, Type>, vars: ReadonlyMap<FVar, Term>): Term => substitution(types, vars)(t)

// ── variables ──
/** Calls `visit` on every distinct subterm that has a free variable or a type variable. */
function eachOpen(t: Term, visit: (u: Term) => void): void {
  const seen = new Set<Term>()
  const go = (u: Term): void => {
    if (!u.open || seen.has(u)) return
    seen.add(u)
    visit(u)
    if (u.kind === 'app') { go(u.fn); go(u.arg) } else if (u.kind === 'abs') go(u.body)
  }
  go(t)
}
const freeVarCache = new WeakMap<Term, readonly FVar[]>()
/** The free variables of `t`, in order of first occurrence. Frozen: the cache is shared with the rules. */
export function freeVars(t: Term): readonly FVar[] {
  const old = freeVarCache.get(t)
  if (old !== undefined) return old
  const found: FVar[] = []
  eachOpen(t, (u) => { if (u.kind === 'fvar') found[found.length] = u })
  freeVarCache.set(t, Object.freeze(found))
  return found
}
/** Whether the variable `x` is free in `t`. */
export function occurs(x: FVar, t: Term): boolean {
  const vars = freeVars(t)
  for (let i = 0; i < vars.length; i++) if (vars[i] === x) return true
  return false
}
/** Adds the type variables occurring anywhere in `t` to `into`, those of a binder or a type argument included. */
export function typeVarsOfTerm(t: Term, into: Set<Type>): void {
  eachOpen(t, (u) => {
    typeVarsOf(u.kind === 'abs' ? u.domain : u.type, into)
    if (u.kind === 'const') for (let i = 0; i < u.typeArgs.length; i++) typeVarsOf(u.typeArgs[i] as Type, into)
  })
}
