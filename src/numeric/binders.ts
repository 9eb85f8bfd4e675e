// Quantifiers, finite sums and products, cardinalities, and the elements of comprehensions. What can be listed is exact;
// a quantifier that is sampled says so in its truth value. UNTRUSTED; used by compile.ts only.
import type { Code, Compiler, Frame } from './compile.js'
import { filterCertain, listElements } from './primitives.js'
import type { Runtime } from './runtime.js'
import type { NodeData } from './serialise.js'
import {
  FALSE, NotEvaluable, SEEMS_FALSE, SEEMS_TRUE, TRUE, dedupe, elementsOf, rangeList, type Fn, type SetValue, type Truth, type Value,
} from './value.js'

type Primitive = Extract<NodeData, { kind: 'prim' }>

/** Values a guard leaves to a bound variable. `distinct`: certainly pairwise different. */
interface Listed {
  readonly list: readonly Value[]
  readonly distinct: boolean
}
type Lister = (frame: Frame) => Listed | undefined

/** Largest natural number up to which a bound `i ≤ t` is turned into a list. */
const BOUND_LISTED = 100_000

/** Whether the bound variable `index` occurs in `node`. */
function mentions(compiler: Compiler, node: number, index: number): boolean {
  const data = compiler.node(node)
  if (data.loose <= index) return false
  switch (data.kind) {
    case 'bvar': return data.index === index
    case 'app': return mentions(compiler, data.fn, index) || mentions(compiler, data.arg, index)
    case 'abs': return mentions(compiler, data.body, index + 1)
    default: return false
  }
}

/** The arguments of `node` if it is the primitive `name` applied to `arity` of them. */
function match(compiler: Compiler, node: number, name: string, arity: number): readonly number[] | undefined {
  const { head, args } = compiler.spine(node)
  const data = compiler.node(head)
  return data.kind === 'prim' && data.name === name && args.length === arity ? args : undefined
}

function conjuncts(compiler: Compiler, node: number): readonly number[] {
  const pair = match(compiler, node, '∧', 2)
  return pair === undefined ? [node] : pair.flatMap((p) => conjuncts(compiler, p))
}

/** What must hold of the bound variable for `body` to matter: guards of →, or conjuncts under ∃ and in sets. */
function guards(compiler: Compiler, body: number, universal: boolean): readonly number[] {
  if (!universal) return conjuncts(compiler, body)
  const pair = match(compiler, body, '→', 2)
  if (pair === undefined) return []
  return [...conjuncts(compiler, pair[0] as number), ...guards(compiler, pair[1] as number, true)]
}

const isVariable = (compiler: Compiler, node: number): boolean => {
  const data = compiler.node(node)
  return data.kind === 'bvar' && data.index === 0
}

/** Ways to list the values a guard leaves to bound variable 0 (whose slot is `depth`), best first. */
function listers(compiler: Compiler, all: readonly number[], depth: number): readonly Lister[] {
  const free = (node: number): boolean => !mentions(compiler, node, 0)
  const equalities: Lister[] = []
  const memberships: Lister[] = []
  const bounds: Lister[] = []
  for (const guard of all) {
    const eq = match(compiler, guard, '=', 2)
    if (eq !== undefined) {
      const [a, b] = eq as readonly [number, number]
      const other = isVariable(compiler, a) && free(b) ? b : isVariable(compiler, b) && free(a) ? a : undefined
      if (other !== undefined) {
        const code = compiler.code(other, depth + 1)
        equalities.push((frame) => ({ list: [code(frame)], distinct: true }))
      }
    }
    const member = match(compiler, guard, '∈', 2)
    if (member !== undefined && isVariable(compiler, member[0] as number) && free(member[1] as number)) {
      const code = compiler.code(member[1] as number, depth + 1)
      memberships.push((frame) => {
        const set = code(frame) as SetValue
        const list = elementsOf(set)
        return list === undefined ? undefined : { list, distinct: set.distinct !== false }
      })
    }
    const bound = upperBound(compiler, guard)
    if (bound !== undefined && free(bound)) {
      const code = compiler.code(bound, depth + 1)
      bounds.push((frame) => {
        const top = Math.floor(compiler.runtime.algebra.toNumber(code(frame)))
        return top <= BOUND_LISTED ? { list: rangeList(0, top), distinct: true } : undefined
      })
    }
  }
  return [...equalities, ...memberships, ...bounds]
}

/** t in `i ≤ t`, `i < t`, `t ≥ i`, `t > i` for bound variable i : ℕ. */
function upperBound(compiler: Compiler, guard: number): number | undefined {
  const flip: Readonly<Record<string, boolean>> = { '≤': false, '<': false, '≥': true, '>': true }
  for (const [name, swapped] of Object.entries(flip)) {
    const sides = match(compiler, guard, name, 2)
    if (sides === undefined) continue
    const [small, large] = (swapped ? [sides[1], sides[0]] : sides) as readonly [number, number]
    const coerced = match(compiler, small, 'real', 1)
    if (coerced !== undefined && isVariable(compiler, coerced[0] as number)) return large
  }
  return undefined
}

/** Code of ∀, ∃, sum, prod and card applied to all their arguments; undefined for anything else. */
export function compileBinder(compiler: Compiler, prim: Primitive, args: readonly number[], depth: number): Code | undefined {
  switch (prim.name) {
    case '∀': return args.length === 1 ? quantifier(compiler, prim, args[0] as number, depth, true) : undefined
    case '∃': return args.length === 1 ? quantifier(compiler, prim, args[0] as number, depth, false) : undefined
    case 'sum': return args.length === 2 ? bigOperator(compiler, prim, args, depth, '0', (a) => a.add) : undefined
    case 'prod': return args.length === 2 ? bigOperator(compiler, prim, args, depth, '1', (a) => a.mul) : undefined
    case 'card': return args.length === 1 ? cardinality(compiler, prim, args[0] as number, depth) : undefined
    default: return undefined
  }
}

/** Runs `test` over listed values: ∀ is the minimum, ∃ the maximum, stopping at a certain answer. */
function overList(runtime: Runtime, list: readonly Value[], universal: boolean, test: (x: Value) => Truth): Truth {
  let result: Truth = universal ? TRUE : FALSE
  for (const x of list) {
    runtime.tick(1)
    const t = test(x)
    if (universal ? t < result : t > result) result = t
    if (result === (universal ? FALSE : TRUE)) break
  }
  return result
}

/** One value standing for all decides when it can; a listed type is run through; otherwise samples, without certainty. */
function overType(runtime: Runtime, type: number, count: number, universal: boolean, test: (x: Value) => Truth): Truth {
  const domain = runtime.domains.of(type)
  if (domain.elements !== undefined) return overList(runtime, domain.elements, universal, test)
  if (domain.any !== undefined) {
    try {
      const t = test(domain.any)
      if (t === TRUE || t === FALSE) return t
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
    }
  }
  const seen = overList(runtime, runtime.samples(type, count), universal, test)
  if (universal) return seen === TRUE ? SEEMS_TRUE : seen
  return seen === FALSE ? SEEMS_FALSE : seen
}

function quantifier(compiler: Compiler, prim: Primitive, predicate: number, depth: number, universal: boolean): Code {
  const { runtime } = compiler
  const type = prim.typeArgs[0] as number
  const count = Math.max(3, Math.floor(24 / 2.5 ** compiler.nesting))
  const data = compiler.node(predicate)
  if (data.kind !== 'abs') {
    const code = compiler.code(predicate, depth)
    return (frame) => {
      const p = code(frame) as Fn
      return overType(runtime, type, count, universal, (x) => p(x) as Truth)
    }
  }
  const ways = listers(compiler, guards(compiler, data.body, universal), depth)
  const sampled = ways.length === 0 && runtime.domains.of(type).elements === undefined
  if (sampled) compiler.nesting++
  const body = compiler.code(data.body, depth + 1)
  if (sampled) compiler.nesting--
  return (frame) => {
    const test = (x: Value): Truth => {
      frame[depth] = x
      return body(frame) as Truth
    }
    for (const way of ways) {
      const found = way(frame)
      if (found !== undefined) return overList(runtime, found.list, universal, test)
    }
    return overType(runtime, type, count, universal, test)
  }
}

/** The elements of the set an operator ranges over, certainly different from one another. */
function distinctElements(runtime: Runtime, type: number, set: Value): readonly Value[] {
  const list = listElements(runtime, type, set)
  if (list === undefined) throw new NotEvaluable('a sum over a set that cannot be listed')
  if ((set as SetValue).distinct === false) throw new NotEvaluable('a sum over elements that cannot be told apart')
  return list
}

type Operator = (algebra: Runtime['algebra']) => (a: Value, b: Value) => Value

function bigOperator(compiler: Compiler, prim: Primitive, args: readonly number[], depth: number, start: string, pick: Operator): Code {
  const { runtime } = compiler
  const type = prim.typeArgs[0] as number
  const [set, summand] = args as readonly [number, number]
  const over = compiler.code(set, depth)
  const operation = pick(runtime.algebra)
  const unit = runtime.algebra.numeral(start)
  const data = compiler.node(summand)
  if (data.kind !== 'abs') {
    const term = compiler.code(summand, depth)
    return (frame) => {
      const list = distinctElements(runtime, type, over(frame))
      const f = term(frame) as Fn
      runtime.tick(list.length)
      return list.reduce<Value>((acc, x) => operation(acc, f(x)), unit)
    }
  }
  const body = compiler.code(data.body, depth + 1)
  return (frame) => {
    const list = distinctElements(runtime, type, over(frame))
    runtime.tick(list.length)
    let acc = unit
    for (const x of list) {
      frame[depth] = x
      acc = operation(acc, body(frame))
    }
    return acc
  }
}

function cardinality(compiler: Compiler, prim: Primitive, set: number, depth: number): Code {
  const { runtime } = compiler
  const type = prim.typeArgs[0] as number
  const over = compiler.code(set, depth)
  return (frame) => {
    const value = over(frame)
    const list = listElements(runtime, type, value)
    if (list === undefined) throw new NotEvaluable('the size of a set that cannot be listed')
    const size = runtime.algebra.fromNumber(list.length)
    // Elements that may coincide: somewhere between one and all of them.
    return (value as SetValue).distinct === false ? runtime.algebra.hull(runtime.algebra.numeral('1'), size) : size
  }
}

/** How a λ-abstraction that is a set lists its elements: from a guard `x ∈ S`, or as an image `{f x | x ∈ S, φ}`. */
export function compileSetBody(compiler: Compiler, node: number, depth: number): ((set: SetValue, kept: Frame) => void) | undefined {
  const data = compiler.node(node)
  if (data.kind !== 'abs') return undefined
  const { runtime } = compiler
  if (runtime.domains.type(compiler.node(data.body).type).name !== 'Prop') return undefined
  const image = compileImage(compiler, data.body, data.domain, depth)
  const ways = image === undefined ? listers(compiler, guards(compiler, data.body, false), depth) : []
  if (image === undefined && ways.length === 0) return undefined
  return (set, kept) => {
    set.elements = () => {
      if (image !== undefined) return image(set, kept.slice())
      for (const way of ways) {
        const found = way(kept.slice())
        if (found === undefined) continue
        set.distinct = found.distinct
        return filterCertain(found.list, set)
      }
      return undefined
    }
  }
}

/** `λy. ∃x, (x ∈ S ∧ φ) ∧ y = f x`: f over the elements of S with φ, repetitions dropped. */
function compileImage(
  compiler: Compiler, body: number, type: number, depth: number,
): ((set: SetValue, frame: Frame) => readonly Value[] | undefined) | undefined {
  const exists = match(compiler, body, '∃', 1)
  const inner = exists === undefined ? undefined : compiler.node(exists[0] as number)
  if (inner?.kind !== 'abs') return undefined
  const all = conjuncts(compiler, inner.body)
  const isImage = (sides: readonly number[] | undefined): boolean => {
    const left = sides === undefined ? undefined : compiler.node(sides[0] as number)
    return left?.kind === 'bvar' && left.index === 1 && !mentions(compiler, (sides as readonly number[])[1] as number, 1)
  }
  const equation = all.find((c) => isImage(match(compiler, c, '=', 2)))
  if (equation === undefined) return undefined
  const rest = all.filter((c) => c !== equation)
  if (rest.some((c) => mentions(compiler, c, 1))) return undefined
  // Slots: y has `depth` (unused here), x has `depth + 1`.
  const ways = listers(compiler, rest, depth + 1)
  const value = compiler.code((match(compiler, equation, '=', 2) as readonly number[])[1] as number, depth + 2)
  const conditions = rest.map((c) => compiler.code(c, depth + 2))
  const { runtime } = compiler
  return (set, frame) => {
    const source = ways.map((way) => way(frame)).find((found) => found !== undefined)
    const chosen = source === undefined ? undefined : filterCertain(source.list, (x) => {
      frame[depth + 1] = x
      return conditions.reduce<Truth>((acc, c) => Math.min(acc, c(frame) as Truth) as Truth, TRUE)
    })
    if (chosen === undefined) return undefined
    const values = chosen.map((x) => {
      frame[depth + 1] = x
      return value(frame)
    })
    const { list, distinct } = dedupe(values, (a, b) => runtime.equal(type, a, b))
    set.distinct = distinct
    return list
  }
}

