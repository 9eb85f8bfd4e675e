// TRUSTED. Types of the simply typed logic: type constructors applied to types, and rank-1 type variables.
// Interned (equal types are the same object), frozen, and branded by a private field that no other module can set.
// Anyone may read a type; only this file can make one.

/** A kernel rule refused its input: the rule, and which side condition failed. */
export class KernelError extends Error {
  constructor(readonly rule: string, readonly reason: string) {
    super(`${rule}: ${reason}`)
    this.name = 'KernelError'
  }
}

const issued = Symbol('type')
/** Bounds the tree size of a type, so that every traversal is cheap whatever the sharing. */
const MAX_SIZE = 1000

/** A type. `con` covers Prop, ℝ, ℕ, declared base types, `→` and `×`; `var` is a type variable. */
export class TypeNode {
  readonly #brand = true
  /** Number of nodes of the type written out in full. */
  readonly size: number
  /** Whether a type variable occurs. */
  readonly open: boolean

  /** `name` is for printing: for a declared base type it does not identify the type, the object itself does. */
  constructor(token: symbol, readonly kind: 'con' | 'var', readonly name: string, readonly args: readonly Type[], readonly id: number) {
    if (token !== issued || new.target !== TypeNode) throw new TypeError('types are made by the kernel only')
    let size = 1
    let open = kind === 'var'
    for (let i = 0; i < args.length; i++) {
      size += (args[i] as Type).size
      open ||= (args[i] as Type).open
    }
    if (size > MAX_SIZE) throw new KernelError('type', 'too large')
    this.size = size
    this.open = open
    Object.freeze(args)
    Object.freeze(this)
  }

  static is(value: unknown): value is TypeNode {
    return typeof value === 'object' && value !== null && #brand in value
  }
}
Object.freeze(TypeNode)
Object.freeze(TypeNode.prototype)
export type Type = TypeNode

const table = new Map<string, Type>()
let count = 0

function intern(kind: 'con' | 'var', name: string, args: readonly Type[], key: string): Type {
  const old = table.get(key)
  if (old !== undefined) return old
  const made = new TypeNode(issued, kind, name, args, count++)
  table.set(key, made)
  return made
}

/** Requires a genuine kernel type; `rule` names the caller in the error. */
export function checkType(value: unknown, rule: string): Type {
  if (!TypeNode.is(value)) throw new KernelError(rule, 'expected a kernel type')
  return value
}

/** Requires a primitive string. */
export function checkName(name: unknown, rule: string): string {
  if (typeof name !== 'string') throw new KernelError(rule, 'expected a string')
  return name
}

export const PROP: Type = intern('con', 'Prop', [], 'Prop')
export const REAL: Type = intern('con', 'ℝ', [], 'ℝ')
export const NAT: Type = intern('con', 'ℕ', [], 'ℕ')

/** `domain → codomain`. */
export function funType(domain: Type, codomain: Type): Type {
  const a = checkType(domain, 'funType')
  const b = checkType(codomain, 'funType')
  return intern('con', '→', [a, b], `→${a.id},${b.id}`)
}

/** `left × right`. */
export function prodType(left: Type, right: Type): Type {
  const a = checkType(left, 'prodType')
  const b = checkType(right, 'prodType')
  return intern('con', '×', [a, b], `×${a.id},${b.id}`)
}

/** The type variable `name`. */
export function typeVar(name: string): Type {
  return intern('var', checkName(name, 'typeVar'), [], `'${name}`)
}

/** A new base type, different from every other even if the name is taken. Types are non-empty. */
export function newType(name: string): Type {
  return intern('con', checkName(name, 'newType'), [], `new${count}`)
}

export function isFun(type: Type): boolean {
  return type.kind === 'con' && type.name === '→' && type.args.length === 2
}

export function isProd(type: Type): boolean {
  return type.kind === 'con' && type.name === '×' && type.args.length === 2
}

/** Domain of a function type; error otherwise. */
export function domainOf(type: Type): Type {
  if (!isFun(type)) throw new KernelError('domainOf', 'not a function type')
  return type.args[0] as Type
}

/** Codomain of a function type; error otherwise. */
export function codomainOf(type: Type): Type {
  if (!isFun(type)) throw new KernelError('codomainOf', 'not a function type')
  return type.args[1] as Type
}

/** Replaces type variables simultaneously. */
export function substType(type: Type, map: ReadonlyMap<Type, Type>): Type {
  if (!type.open) return type
  if (type.kind === 'var') return map.get(type) ?? type
  const a = substType(type.args[0] as Type, map)
  const b = substType(type.args[1] as Type, map)
  return isFun(type) ? funType(a, b) : prodType(a, b)
}

/** Adds the type variables of `type` to `into`. */
export function typeVarsOf(type: Type, into: Set<Type>): void {
  if (type.kind === 'var') into.add(type)
  for (let i = 0; type.open && i < type.args.length; i++) typeVarsOf(type.args[i] as Type, into)
}
