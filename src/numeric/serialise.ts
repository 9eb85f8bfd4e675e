// Kernel terms as plain data, so that they can cross to a worker thread: tables of types, nodes and unfolded definitions.
// UNTRUSTED reader of kernel terms; nothing is ever turned back into a term. Used by src/numeric only.
import { Constant, substitute, type Term } from '../kernel/term.js'
import type { Type } from '../kernel/type.js'
import * as signature from '../kernel/signature.js'

export interface TypeData {
  readonly kind: 'con' | 'var'
  readonly name: string
  /** Distinguishes declared base types of one name. */
  readonly key: string
  readonly args: readonly number[]
}

/** `prim` is a constant of the signature, `def` a definition of a theory, `opaque` any other constant. `loose` as in the kernel. */
export type NodeData =
  | { readonly kind: 'bvar'; readonly index: number; readonly type: number; readonly loose: number }
  | { readonly kind: 'fvar'; readonly name: string; readonly type: number; readonly loose: 0 }
  | { readonly kind: 'num'; readonly value: string; readonly type: number; readonly loose: 0 }
  | { readonly kind: 'prim'; readonly name: string; readonly typeArgs: readonly number[]; readonly type: number; readonly loose: 0 }
  | { readonly kind: 'def'; readonly name: string; readonly body: number; readonly type: number; readonly loose: 0 }
  | { readonly kind: 'opaque'; readonly name: string; readonly type: number; readonly loose: 0 }
  | { readonly kind: 'app'; readonly fn: number; readonly arg: number; readonly type: number; readonly loose: number }
  | { readonly kind: 'abs'; readonly domain: number; readonly body: number; readonly type: number; readonly loose: number }

/** Children stand before their parents, and shared subterms are stored once. */
export interface Program {
  readonly types: readonly TypeData[]
  readonly nodes: readonly NodeData[]
}

/** Constants of the signature are recognised by identity: a user's constant of the same name is not one of them. */
const primitives: ReadonlySet<Constant> = new Set(
  Object.values(signature).filter((value): value is Constant => Constant.is(value)),
)

/** Collects any number of terms into one program. */
export class Serialiser {
  readonly #types: TypeData[] = []
  readonly #typeIndex = new Map<Type, number>()
  readonly #nodes: NodeData[] = []
  readonly #nodeIndex = new Map<Term, number>()

  get program(): Program {
    return { types: this.#types, nodes: this.#nodes }
  }

  type(type: Type): number {
    const old = this.#typeIndex.get(type)
    if (old !== undefined) return old
    const args = type.args.map((a) => this.type(a))
    const index = this.#types.push({ kind: type.kind, name: type.name, key: `${type.name}#${type.id}`, args }) - 1
    this.#typeIndex.set(type, index)
    return index
  }

  /** The node of `term`. Depth of recursion is bounded by the kernel's bound on the depth of terms and definitions. */
  term(term: Term): number {
    const old = this.#nodeIndex.get(term)
    if (old !== undefined) return old
    const index = this.#nodes.push(this.#node(term)) - 1
    this.#nodeIndex.set(term, index)
    return index
  }

  #node(t: Term): NodeData {
    const type = this.type(t.type)
    switch (t.kind) {
      case 'bvar': return { kind: 'bvar', index: t.index, type, loose: t.loose }
      case 'fvar': return { kind: 'fvar', name: t.name, type, loose: 0 }
      case 'num': return { kind: 'num', value: `${t.value}`, type, loose: 0 }
      case 'app': return { kind: 'app', fn: this.term(t.fn), arg: this.term(t.arg), type, loose: t.loose }
      case 'abs':
        return { kind: 'abs', domain: this.type(t.domain), body: this.term(t.body), type, loose: t.loose }
      case 'const': {
        const { constant } = t
        if (primitives.has(constant)) {
          return { kind: 'prim', name: constant.name, typeArgs: t.typeArgs.map((a) => this.type(a)), type, loose: 0 }
        }
        if (constant.body === undefined) return { kind: 'opaque', name: constant.name, type, loose: 0 }
        const map = new Map(constant.typeParams.map((p, i) => [p, t.typeArgs[i] as Type]))
        return { kind: 'def', name: constant.name, body: this.term(substitute(constant.body, map, new Map())), type, loose: 0 }
      }
    }
  }
}
