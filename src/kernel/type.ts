// TRUSTED. Types of the simply typed logic: type constructors applied to types, and rank-1 type variables.
// Interned (equal types are the same object), frozen and branded. Anyone may read a type; only this file can make one.
import { mint, type Minted } from './brand.js'

/** A kernel rule refused its input: the rule, and which side condition failed. */
export class KernelError extends Error {
  constructor(readonly rule: string, readonly reason: string) {
    super(`${rule}: ${reason}`)
    this.name = 'KernelError'
  }
}

/** `con` covers Prop, ℝ, ℕ, declared base types, `→` and `×`; `var` is a type variable. */
export interface Type extends Minted<'type'> {
  readonly kind: 'con' | 'var'
  /** For printing: what identifies a declared base type is the object itself. */
  readonly name: string
  readonly args: readonly Type[]
  /** Number of nodes of the type written out, and whether a type variable occurs. */
  readonly size: number
  readonly open: boolean
}
/** Bounds the size of a type written out, so that every traversal is cheap whatever the sharing. */
const MAX_SIZE = 1000
const types = mint<Type>('type')
const table = new Map<string, Type>()

function intern(kind: 'con' | 'var', name: string, args: readonly Type[], key: string): Type {
  const old = table.get(key)
  if (old !== undefined) return old
  let size = 1
  let open = kind === 'var'
  for (let i = 0; i < args.length; i++) {
    size += (args[i] as Type).size
    open ||= (args[i] as Type).open
  }
  if (size > MAX_SIZE) throw new KernelError('type', 'too large')
  const made = types.make({ kind, name, args: Object.freeze(args), size, open })
  table.set(key, made)
  return made
}

/** Requires a genuine kernel type; `rule` names the caller in the error. */
export function checkType(value: unknown, rule: string): Type {
  if (!types.is(value)) throw new KernelError(rule, 'expected a kernel type')
  return value
}
/** Requires a primitive string. */
export function checkName(name: unknown, rule: string): string {
  if (typeof name !== 'string') throw new KernelError(rule, 'expected a string')
  return name
}
const compound = (name: string, a: Type, b: Type): Type =>
  intern('con', name, [checkType(a, name), checkType(b, name)], `${name}${a.id},${b.id}`)

export const PROP: Type = intern('con', 'Prop', [], 'Prop')
export const REAL: Type = intern('con', 'ℝ', [], 'ℝ')
export const NAT: Type = intern('con', 'ℕ', [], 'ℕ')
/** `domain → codomain`. */
export const funType = (domain: Type, codomain: Type): Type => compound('→', domain, codomain)
/** `left × right`. */
export const prodType = (left: Type, right: Type): Type => compound('×', left, right)
/** The type variable `name`. */
export const typeVar = (name: string): Type => intern('var', checkName(name, 'typeVar'), [], `'${name}`)
/** A new base type, different from every other even if the name is taken. Types are non-empty. */
export const newType = (name: string): Type => intern('con', checkName(name, 'newType'), [], `new${types.count()}`)
export const isFun = (type: Type): boolean => type.name === '→' && type.args.length === 2
export const isProd = (type: Type): boolean => type.name === '×' && type.args.length === 2
function argument(type: Type, index: number, rule: string): Type {
  if (!isFun(type)) throw new KernelError(rule, 'not a function type')
  return type.args[index] as Type
}
/** Domain and codomain of a function type; error otherwise. */
export const domainOf = (type: Type): Type => argument(type, 0, 'domainOf')
export const codomainOf = (type: Type): Type => argument(type, 1, 'codomainOf')

/** Replaces type variables simultaneously. */
export function substType(type: Type, map: ReadonlyMap<Type, Type>): Type {
  if (!type.open) return type
  if (type.kind === 'var') return map.get(type) ?? type
  return compound(type.name, substType(type.args[0] as Type, map), substType(type.args[1] as Type, map))
}
/** Adds the type variables of `type` to `into`. */
export function typeVarsOf(type: Type, into: Set<Type>): void {
  if (type.kind === 'var') into.add(type)
  for (let i = 0; type.open && i < type.args.length; i++) typeVarsOf(type.args[i] as Type, into)
}
