// The constants of the signature as operations on values: arithmetic, order, connectives, conditionals, pairs, sets.
// Quantifiers, sums and comprehensions are in binders.ts. UNTRUSTED; used by compile.ts only.
import type { Code, Compiler } from './compile.js'
import { Estimate } from './float.js'
import type { NodeData } from './serialise.js'
import type { Runtime } from './runtime.js'
import { implies } from './runtime.js'
import {
  FALSE, NotEvaluable, Pair, TRUE, certain, dedupe, elementsOf, likely, not, rangeList, truth, type Fn, type SetValue, type Truth,
  type Value,
} from './value.js'

type Primitive = Extract<NodeData, { kind: 'prim' }>
/** An operation on evaluated arguments. */
type Operation = (...args: readonly Value[]) => Value
interface Entry {
  readonly arity: number
  make(runtime: Runtime, typeArgs: readonly number[]): Operation
}

const nat = (x: Value): number => {
  if (typeof x !== 'number') throw new NotEvaluable('an unknown natural number')
  return x
}
function safe(x: number): number {
  if (!Number.isSafeInteger(x)) throw new NotEvaluable('a natural number beyond 2^53')
  return x
}

const unary = (pick: (r: Runtime) => (a: Value) => Value): Entry => ({ arity: 1, make: (r) => pick(r) as Operation })
const binary = (pick: (r: Runtime) => (a: Value, b: Value) => Value): Entry => ({ arity: 2, make: (r) => pick(r) as Operation })
const plain = (arity: number, operation: Operation): Entry => ({ arity, make: () => operation })

/** exp(y log x), which is 1 for x ≤ 0. */
function realPower({ algebra }: Runtime): (x: Value, y: Value) => Value {
  if (algebra.name !== 'float') return (x, y) => algebra.exp(algebra.mul(y, algebra.log(x)))
  return (x, y) => (typeof x === 'number' && typeof y === 'number'
    ? (x > 0 ? x ** y : 1)
    : algebra.exp(algebra.mul(y, algebra.log(x))))
}

/** {i | m ≤ i ≤ n}. */
function range(m: Value, n: Value): SetValue {
  const [low, high] = [nat(m), nat(n)]
  const set: SetValue = (i) => {
    if (i instanceof Estimate && low <= i.low && i.high <= high) return TRUE
    if (typeof i !== 'number') throw new NotEvaluable('membership of an unknown number')
    return truth(low <= i && i <= high)
  }
  set.elements = () => {
    if (high - low > 1_000_000) throw new NotEvaluable('a range of more than a million numbers')
    return rangeList(low, high)
  }
  return set
}

const emptySet: SetValue = Object.assign((): Truth => FALSE, { elements: (): readonly Value[] => [] })

/** Union, intersection and insertion keep the lists of elements when there are any. */
function insert(runtime: Runtime, type: number): Operation {
  const equal = (a: Value, b: Value): Truth => runtime.equal(type, a, b)
  return (a, s) => {
    const old = s as SetValue
    const set: SetValue = (x) => {
      const t = equal(x, a)
      return t === TRUE ? TRUE : Math.max(t, old(x)) as Truth
    }
    set.elements = () => {
      const list = elementsOf(old)
      if (list === undefined) return undefined
      const all = dedupe([a, ...list], equal)
      set.distinct = all.distinct && old.distinct !== false
      return all.list
    }
    return set
  }
}

function union(runtime: Runtime, type: number): Operation {
  return (s, t) => {
    const [a, b] = [s as SetValue, t as SetValue]
    const set: SetValue = (x) => Math.max(a(x), b(x)) as Truth
    set.elements = () => {
      const [p, q] = [elementsOf(a), elementsOf(b)]
      if (p === undefined || q === undefined) return undefined
      const all = dedupe([...p, ...q], (x, y) => runtime.equal(type, x, y))
      set.distinct = all.distinct && a.distinct !== false && b.distinct !== false
      return all.list
    }
    return set
  }
}

/** The listed elements on which `keep` holds; undefined if that is not certain for one of them. */
export function filterCertain(list: readonly Value[], keep: (x: Value) => Truth): readonly Value[] | undefined {
  const kept: Value[] = []
  for (const x of list) {
    const t = keep(x)
    if (!certain(t)) return undefined
    if (t === TRUE) kept.push(x)
  }
  return kept
}

function intersection(s: Value, t: Value): SetValue {
  const [a, b] = [s as SetValue, t as SetValue]
  const set: SetValue = (x) => Math.min(a(x), b(x)) as Truth
  set.elements = () => {
    const p = elementsOf(a)
    const source = p ?? elementsOf(b)
    set.distinct = (p === undefined ? b : a).distinct !== false
    return source === undefined ? undefined : filterCertain(source, set)
  }
  return set
}

/** Elements of a set, listed by itself or by filtering a listed type. */
export function listElements(runtime: Runtime, type: number, set: Value): readonly Value[] | undefined {
  const own = elementsOf(set)
  if (own !== undefined) return own
  const all = runtime.domains.of(type).elements
  if (all === undefined) return undefined
  runtime.tick(all.length)
  return filterCertain(all, set as SetValue)
}

function subset(runtime: Runtime, type: number): Operation {
  return (s, t) => {
    const list = listElements(runtime, type, s)
    if (list === undefined) throw new NotEvaluable('inclusion of a set that cannot be listed')
    return list.reduce<Truth>((acc, x) => Math.min(acc, (t as SetValue)(x)) as Truth, TRUE)
  }
}

function finite(runtime: Runtime, type: number): Operation {
  return (s) => {
    if (runtime.domains.of(type).elements !== undefined || elementsOf(s) !== undefined) return TRUE
    throw new NotEvaluable('finiteness of a set that cannot be listed')
  }
}

/** The value of an undecided conditional: whatever contains both cases, the likelier one first. */
export function hull(runtime: Runtime, type: number, a: Value, b: Value): Value {
  if (a === b) return a
  const { name, args } = runtime.domains.type(type)
  if (name === 'ℝ') return runtime.algebra.hull(a, b)
  if (name === '→') return (x: Value) => hull(runtime, args[1] as number, (a as Fn)(x), (b as Fn)(x))
  throw new NotEvaluable('an undecided condition')
}

const table: Readonly<Record<string, Entry>> = {
  '=': { arity: 2, make: (r, [type]) => (a, b) => r.equal(type as number, a, b) },
  '→': plain(2, (a, b) => implies(a as Truth, b as Truth)),
  '∧': plain(2, (a, b) => Math.min(a as Truth, b as Truth)),
  '∨': plain(2, (a, b) => Math.max(a as Truth, b as Truth)),
  '¬': plain(1, (a) => not(a as Truth)),
  'False': plain(0, () => FALSE),
  'True': plain(0, () => TRUE),
  '+': binary((r) => r.algebra.add),
  '*': binary((r) => r.algebra.mul),
  'neg': unary((r) => r.algebra.neg),
  'inv': unary((r) => r.algebra.inv),
  '-': binary(({ algebra }) => (a, b) => algebra.add(a, algebra.neg(b))),
  '/': binary(({ algebra }) => (a, b) => algebra.mul(a, algebra.inv(b))),
  '≤': binary((r) => r.algebra.le),
  '<': binary((r) => r.algebra.lt),
  '≥': binary((r) => (a, b) => r.algebra.le(b, a)),
  '>': binary((r) => (a, b) => r.algebra.lt(b, a)),
  'npow': binary((r) => (a, k) => r.algebra.npow(a, nat(k))),
  'rpow': binary(realPower),
  'exp': unary((r) => r.algebra.exp),
  'log': unary((r) => r.algebra.log),
  'sqrt': unary((r) => r.algebra.sqrt),
  'sin': unary((r) => r.algebra.sin),
  'cos': unary((r) => r.algebra.cos),
  'atan': unary((r) => r.algebra.atan),
  'π': { arity: 0, make: (r) => () => r.algebra.pi() },
  'abs': unary((r) => r.algebra.abs),
  'min': binary((r) => r.algebra.min),
  'max': binary((r) => r.algebra.max),
  'real': unary((r) => (n) => (n instanceof Estimate ? n : r.algebra.fromNumber(nat(n)))),
  'nat_add': plain(2, (a, b) => safe(nat(a) + nat(b))),
  'nat_mul': plain(2, (a, b) => safe(nat(a) * nat(b))),
  'nat_sub': plain(2, (a, b) => Math.max(0, nat(a) - nat(b))),
  'pair': plain(2, (a, b) => new Pair(a, b)),
  'fst': plain(1, (p) => (p as Pair).first),
  'snd': plain(1, (p) => (p as Pair).second),
  '∈': plain(2, (x, s) => (s as SetValue)(x)),
  '∅': plain(0, () => emptySet),
  'insert': { arity: 2, make: (r, [type]) => insert(r, type as number) },
  'range': plain(2, range),
  '∪': { arity: 2, make: (r, [type]) => union(r, type as number) },
  '∩': plain(2, intersection),
  '⊆': { arity: 2, make: (r, [type]) => subset(r, type as number) },
  'finite': { arity: 1, make: (r, [type]) => finite(r, type as number) },
}

/** The curried function of an operation that still lacks `missing` arguments. */
function curry(operation: Operation, given: readonly Value[], missing: number): Value {
  if (missing === 0) return operation(...given)
  return (x: Value) => curry(operation, [...given, x], missing - 1)
}

/** Connectives and conditionals evaluate only what they need. */
function compileLazy(compiler: Compiler, prim: Primitive, args: readonly number[], depth: number): Code | undefined {
  if (prim.name === 'ite' && args.length >= 3) {
    const [c, a, b] = args.slice(0, 3).map((arg) => compiler.code(arg, depth)) as [Code, Code, Code]
    const [type] = prim.typeArgs
    const { runtime } = compiler
    const chosen: Code = (frame) => {
      const t = c(frame) as Truth
      if (t === TRUE) return a(frame)
      if (t === FALSE) return b(frame)
      const [yes, no] = [a(frame), b(frame)]
      return likely(t) ? hull(runtime, type as number, yes, no) : hull(runtime, type as number, no, yes)
    }
    return compiler.applyTo(chosen, args.slice(3), depth)
  }
  if (args.length !== 2) return undefined
  const [left, right] = args as readonly [number, number]
  if (!['→', '∧', '∨'].includes(prim.name)) return undefined
  const p = compiler.code(left, depth)
  const q = compiler.code(right, depth)
  switch (prim.name) {
    case '→': return (frame) => {
      const t = p(frame) as Truth
      return t === FALSE ? TRUE : implies(t, q(frame) as Truth)
    }
    case '∧': return (frame) => {
      const t = p(frame) as Truth
      return t === FALSE ? FALSE : Math.min(t, q(frame) as Truth)
    }
    default: return (frame) => {
      const t = p(frame) as Truth
      return t === TRUE ? TRUE : Math.max(t, q(frame) as Truth)
    }
  }
}

/** Code of a primitive applied to any number of arguments. */
export function compilePrimitive(compiler: Compiler, prim: Primitive, args: readonly number[], depth: number): Code {
  const lazy = compileLazy(compiler, prim, args, depth)
  if (lazy !== undefined) return lazy
  if (prim.name === 'ite') return partialIte(compiler, prim, args, depth)
  const entry = table[prim.name]
  if (entry === undefined) return () => { throw new NotEvaluable(`no way to evaluate ${prim.name}`) }
  const operation = entry.make(compiler.runtime, prim.typeArgs)
  const codes = args.slice(0, entry.arity).map((a) => compiler.code(a, depth))
  const missing = entry.arity - codes.length
  const [a, b] = codes
  let code: Code
  if (missing > 0) code = (frame) => curry(operation, codes.map((c) => c(frame)), missing)
  else if (a === undefined) code = () => operation()
  else if (b === undefined) code = (frame) => operation(a(frame))
  else code = (frame) => operation(a(frame), b(frame))
  return compiler.applyTo(code, args.slice(entry.arity), depth)
}

function partialIte(compiler: Compiler, prim: Primitive, args: readonly number[], depth: number): Code {
  const codes = args.map((a) => compiler.code(a, depth))
  const { runtime } = compiler
  const operation: Operation = (c, a, b) => {
    const t = c as Truth
    const [more, less] = likely(t) ? [a, b] : [b, a]
    return certain(t) ? more : hull(runtime, prim.typeArgs[0] as number, more, less)
  }
  return (frame) => curry(operation, codes.map((c) => c(frame)), 3 - codes.length)
}
