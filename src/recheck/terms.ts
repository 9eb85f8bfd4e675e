// The second checker's types and terms: simply typed, bound variables by de Bruijn index, interned, so that α-equal terms are one
// object; binder names are not kept. Nothing here comes from the first checker. Imported by every file of this folder.
/** Why a certificate is not accepted. Everything else that is thrown is a defect of the checker. */
export class Refusal extends Error {}
export const refuse: (why: string) => never = (why) => { throw new Refusal(why) }
/** `parts`: domain and codomain, or the two sides of a product. `open`: a type variable occurs. */
export interface Type {
  readonly id: number; readonly kind: 'prop' | 'real' | 'nat' | 'base' | 'var' | 'fun' | 'prod'; readonly name: string
  readonly parts: readonly Type[]; readonly size: number; readonly open: boolean
}
/** `body` is the closed body of a definition. */
export interface Constant { readonly name: string; readonly params: readonly Type[]; readonly type: Type; readonly body: Term | undefined }
/** `open`: a free variable or a type variable occurs. `loose`: the types of the loose bound variables 0, 1, …, with gaps. */
interface Node { readonly id: number; readonly type: Type; readonly depth: number; readonly open: boolean; readonly loose: Loose }
type Loose = readonly (Type | undefined)[]
export type Var = Node & { readonly kind: 'var'; readonly name: string }
export type Abs = Node & { readonly kind: 'abs'; readonly domain: Type; readonly body: Term }
export type Term = Var | Abs | Node & { readonly kind: 'bound'; readonly index: number }
  | Node & { readonly kind: 'const'; readonly constant: Constant; readonly args: readonly Type[] }
  | Node & { readonly kind: 'num'; readonly value: bigint } | Node & { readonly kind: 'app'; readonly fn: Term; readonly arg: Term }
type Made<T> = T extends Term ? Omit<T, 'id'> : never
const DEPTH = 2500, TYPE_SIZE = 1200
const CLOSED: Loose = []
function mergeLoose(a: Loose, b: Loose): Loose {
  if (a.length < b.length) return mergeLoose(b, a)
  if (a === b || b.length === 0) return a
  const merged = [...a]
  b.forEach((type, i) => { if (type !== undefined && (merged[i] ??= type) !== type) refuse('a bound variable has two types') })
  return merged
}
/** The types, terms and constants of one run. Makers check; what they return is well typed. */
export class Store {
  readonly #types = new Map<string, Type>()
  readonly #terms = new Map<string, Term>()
  readonly #free = new Map<Term, ReadonlySet<Var>>()
  readonly #numbers = new Map<Constant, number>()
  readonly list: Term[] = []
  readonly prop = this.#type('prop', 'Prop')
  readonly real = this.#type('real', 'ℝ')
  readonly nat = this.#type('nat', 'ℕ')
  #type(kind: Type['kind'], name: string, parts: readonly Type[] = [], mark = ''): Type {
    const key = `${kind} ${mark}${parts.map((p) => p.id).join(' ')} ${name}`
    const size = parts.reduce((n, p) => n + p.size, 1)
    if (size > TYPE_SIZE) refuse('a type is too large')
    const made = this.#types.get(key)
      ?? { id: this.#types.size, kind, name, parts, size, open: kind === 'var' || parts.some((p) => p.open) }
    this.#types.set(key, made)
    return made
  }
  /** A new base type, different from every other whatever its name. */
  base(name: string): Type { return this.#type('base', name, [], `${this.#types.size} `) }
  typeVar(name: string): Type { return this.#type('var', name) }
  fun(a: Type, b: Type): Type { return this.#type('fun', '', [a, b]) }
  product(a: Type, b: Type): Type { return this.#type('prod', '', [a, b]) }
  substType(type: Type, map: ReadonlyMap<Type, Type>): Type {
    if (!type.open) return type
    return type.kind === 'var' ? map.get(type) ?? type : this.#type(type.kind, type.name, type.parts.map((p) => this.substType(p, map)))
  }
  #term(key: string, make: () => Made<Term>): Term {
    const old = this.#terms.get(key)
    if (old !== undefined) return old
    const made: Term = { id: this.list.length, ...make() }
    if (made.depth > DEPTH) refuse('a term is nested too deeply')
    this.#terms.set(key, made)
    this.list.push(made)
    return made
  }
  variable(name: string, type: Type): Var {
    return this.#term(`v${type.id} ${name}`, () => ({ kind: 'var', name, type, depth: 1, open: true, loose: CLOSED })) as Var
  }
  bound(index: number, type: Type): Term {
    if (index > DEPTH) refuse('a bound variable lies outside every binder')
    const loose = (): Loose => [...Array.from({ length: index }, () => undefined), type]
    return this.#term(`b${index} ${type.id}`, () => ({ kind: 'bound', index, type, depth: 1, open: type.open, loose: loose() }))
  }
  num(value: bigint, type: Type): Term {
    if ((type !== this.real && type !== this.nat) || value < 0n) refuse('a numeral is real or natural, and not negative')
    return this.#term(`n${type.id} ${value}`, () => ({ kind: 'num', value, type, depth: 1, open: false, loose: CLOSED }))
  }
  constant(constant: Constant, args: readonly Type[]): Term {
    if (args.length !== constant.params.length) refuse('wrong number of type arguments')
    const number = this.#numbers.get(constant) ?? this.#numbers.size
    this.#numbers.set(constant, number)
    return this.#term(`c${number} ${args.map((a) => a.id).join(' ')}`, () => {
      const type = this.substType(constant.type, new Map(constant.params.map((p, i) => [p, args[i] ?? p])))
      return { kind: 'const', constant, args, type, depth: 1, open: args.some((a) => a.open), loose: CLOSED }
    })
  }
  app(fn: Term, arg: Term): Term {
    const [domain, type] = fn.type.kind === 'fun' ? fn.type.parts : []
    if (domain !== arg.type || type === undefined) return refuse('an argument has the wrong type')
    const depth = Math.max(fn.depth, arg.depth) + 1, open = fn.open || arg.open
    const made = (): Made<Term> => ({ kind: 'app', fn, arg, type, depth, open, loose: mergeLoose(fn.loose, arg.loose) })
    return this.#term(`a${fn.id} ${arg.id}`, made)
  }
  abs(domain: Type, body: Term): Term {
    if ((body.loose[0] ?? domain) !== domain) refuse('a bound variable has another type than its binder')
    const type = this.fun(domain, body.type), open = body.open || domain.open
    return this.#term(`l${domain.id} ${body.id}`, () =>
      ({ kind: 'abs', domain, body, type, depth: body.depth + 1, open, loose: body.loose.slice(1) }))
  }
  /** A constant whose type parameters are distinct variables and cover those of its type and body; the body is closed. */
  declare(name: string, params: readonly Type[], type: Type, body?: Term): Constant {
    if (params.some((p, i) => p.kind !== 'var' || params.indexOf(p) !== i)) refuse('type parameters are distinct type variables')
    if (body !== undefined && (body.loose.length > 0 || this.freeVars(body).size > 0)) refuse('the body of a definition is not closed')
    const check = (t: Type): void => {
      if (t.kind === 'var' && !params.includes(t)) refuse('a definition has a hidden type variable')
      t.parts.forEach(check)
    }
    const all = [type]
    const typesIn = (u: Term): readonly Type[] => u.kind === 'const' ? u.args : [u.kind === 'abs' ? u.domain : u.type]
    if (body !== undefined) this.#visit(body, (u) => { all.push(...typesIn(u)) })
    new Set(all).forEach(check)
    return { name, params, type, body }
  }
  define(name: string, params: readonly Type[], body: Term): Constant { return this.declare(name, params, body.type, body) }
  /** Calls `see` on every distinct subterm with a free variable or a type variable. */
  #visit(root: Term, see: (u: Term) => void): void {
    const seen = new Set<Term>(), stack = [root]
    for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
      if (!u.open || seen.has(u)) continue
      seen.add(u)
      see(u)
      stack.push(...(u.kind === 'app' ? [u.arg, u.fn] : u.kind === 'abs' ? [u.body] : []))
    }
  }
  freeVars(t: Term): ReadonlySet<Var> {
    const found = new Set<Var>()
    if (!this.#free.has(t)) this.#visit(t, (u) => { if (u.kind === 'var') found.add(u) })
    const all = this.#free.get(t) ?? found
    this.#free.set(t, all)
    return all
  }
  /** The term with every part for which `at` answers replaced; `level` counts the binders passed. */
  #map(root: Term, at: (u: Term, level: number) => Term | undefined, types: ReadonlyMap<Type, Type> = new Map()): Term {
    const memo = new Map<number, Term>()
    const go = (u: Term, level: number): Term => {
      const key = u.id * 4096 + level
      const made = at(u, level) ?? memo.get(key) ?? (u.kind === 'app' ? this.app(go(u.fn, level), go(u.arg, level))
        : u.kind === 'abs' ? this.abs(this.substType(u.domain, types), go(u.body, level + 1)) : u)
      memo.set(key, made)
      return made
    }
    return go(root, 0)
  }
  /** `(λ. body) value` with the redex contracted; the value is closed. */
  contract(abs: Abs, value: Term): Term {
    if (abs.domain !== value.type) refuse('an argument has the wrong type')
    return this.#map(abs.body, (u, level) => u.loose.length <= level ? u : u.kind === 'bound' ? value : undefined)
  }
  /** `λx. body`. */
  abstract(x: Var, body: Term): Term {
    return this.abs(x.type, this.#map(body, (u, level) => u === x ? this.bound(level, x.type) : u.open ? undefined : u))
  }
  /** Type variables first, then free variables, all at once. */
  substitute(t: Term, types: ReadonlyMap<Type, Type>, vars: ReadonlyMap<Term, Term>): Term {
    return this.#map(t, (u) => {
      if (!u.open) return u
      if (u.kind === 'bound') return this.bound(u.index, this.substType(u.type, types))
      if (u.kind === 'const') return this.constant(u.constant, u.args.map((a) => this.substType(a, types)))
      const moved = u.kind === 'var' ? this.variable(u.name, this.substType(u.type, types)) : undefined
      return moved && (vars.get(moved) ?? moved)
    }, types)
  }
}
