// Reads serialised terms: applications, which variables occur, relations of reals, linearity in a variable.
// UNTRUSTED, pure; used by the samplers of src/numeric.
import type { NodeData, Program, TypeData } from './serialise.js'

export interface Relation {
  readonly kind: '≤' | '<' | '='
  readonly left: number
  readonly right: number
}

/** A program with the questions the samplers ask of it. */
export class Reader {
  readonly #variables = new Map<number, ReadonlySet<number>>()
  readonly #names = new Map<number, ReadonlySet<string>>()

  constructor(readonly program: Program) {}

  node(index: number): NodeData {
    return this.program.nodes[index] as NodeData
  }

  type(index: number): TypeData {
    return this.program.types[index] as TypeData
  }

  spine(node: number): { readonly head: NodeData; readonly args: readonly number[] } {
    const args: number[] = []
    let data = this.node(node)
    while (data.kind === 'app') {
      args.push(data.arg)
      data = this.node(data.fn)
    }
    return { head: data, args: args.reverse() }
  }

  /** Arguments of `node` if it is the primitive `name` applied to all `arity` of them. */
  match(node: number, name: string, arity: number): readonly number[] | undefined {
    const { head, args } = this.spine(node)
    return head.kind === 'prim' && head.name === name && args.length === arity ? args : undefined
  }

  /** The name of the definition at the head, if it is one. */
  definedHead(node: number): string | undefined {
    const { head } = this.spine(node)
    return head.kind === 'def' || head.kind === 'opaque' ? head.name : undefined
  }

  /** fvar nodes that occur in `node`. */
  variables(node: number): ReadonlySet<number> {
    const old = this.#variables.get(node)
    if (old !== undefined) return old
    const data = this.node(node)
    let found: ReadonlySet<number> = new Set()
    if (data.kind === 'fvar') found = new Set([node])
    else if (data.kind === 'app') found = new Set([...this.variables(data.fn), ...this.variables(data.arg)])
    else if (data.kind === 'abs') found = this.variables(data.body)
    this.#variables.set(node, found)
    return found
  }

  /** Names of definitions that occur in `node` itself, not inside other definitions. */
  definitions(node: number): ReadonlySet<string> {
    const old = this.#names.get(node)
    if (old !== undefined) return old
    const data = this.node(node)
    let found: ReadonlySet<string> = new Set()
    if (data.kind === 'def' || data.kind === 'opaque') found = new Set([data.name])
    else if (data.kind === 'app') found = new Set([...this.definitions(data.fn), ...this.definitions(data.arg)])
    else if (data.kind === 'abs') found = this.definitions(data.body)
    this.#names.set(node, found)
    return found
  }

  /** A relation of reals read from left to right, smaller side first. Equality of reals too. */
  relation(node: number): Relation | undefined {
    const { head, args } = this.spine(node)
    if (head.kind !== 'prim' || args.length !== 2) return undefined
    const [a, b] = args as readonly [number, number]
    switch (head.name) {
      case '≤': return { kind: '≤', left: a, right: b }
      case '<': return { kind: '<', left: a, right: b }
      case '≥': return { kind: '≤', left: b, right: a }
      case '>': return { kind: '<', left: b, right: a }
      case '=': return this.isReal(this.node(a).type) ? { kind: '=', left: a, right: b } : undefined
      default: return undefined
    }
  }

  isReal(type: number): boolean {
    return this.#isBuiltin(type, 'ℝ')
  }

  isNat(type: number): boolean {
    return this.#isBuiltin(type, 'ℕ')
  }

  isProp(type: number): boolean {
    return this.#isBuiltin(type, 'Prop')
  }

  #isBuiltin(type: number, name: string): boolean {
    const data = this.type(type)
    return data.kind === 'con' && data.name === name && data.args.length === 0
  }

  /** Domain and codomain of a function type. */
  arrow(type: number): { readonly from: number; readonly to: number } | undefined {
    const data = this.type(type)
    return data.kind === 'con' && data.name === '→' && data.args.length === 2
      ? { from: data.args[0] as number, to: data.args[1] as number }
      : undefined
  }

  /** A type variable or declared base type. */
  isAbstract(type: number): boolean {
    const data = this.type(type)
    if (data.kind === 'var') return true
    return data.args.length === 0 && !['ℝ', 'ℕ', 'Prop'].includes(data.name)
  }

  /** (A → ℝ) → ℝ: the argument type A. */
  lawOver(type: number): number | undefined {
    const outer = this.arrow(type)
    const inner = outer === undefined ? undefined : this.arrow(outer.from)
    return outer !== undefined && inner !== undefined && this.isReal(outer.to) && this.isReal(inner.to) ? inner.from : undefined
  }

  /** Degree of `node` as a polynomial in the real variable `v`, Infinity where that is not plain to see. */
  degree(node: number, v: number): number {
    if (node === v) return 1
    if (!this.variables(node).has(v)) return 0
    const { head, args } = this.spine(node)
    if (head.kind !== 'prim') return Infinity
    const [a, b] = args
    const d = (x: number | undefined): number => (x === undefined ? Infinity : this.degree(x, v))
    switch (head.name) {
      case '+': case '-': return Math.max(d(a), d(b))
      case 'neg': return d(a)
      case '*': return d(a) + d(b)
      case '/': return b !== undefined && !this.variables(b).has(v) ? d(a) : Infinity
      case 'sum': {
        const body = b === undefined ? undefined : this.node(b)
        return body?.kind === 'abs' && a !== undefined && !this.variables(a).has(v) ? d(body.body) : Infinity
      }
      default: return Infinity
    }
  }
}
