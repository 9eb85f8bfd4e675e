// Type inference state: type metavariables (type variables whose name starts with `?`) and their solutions.
// UNTRUSTED. Imported by the elaborator's files only.
import { mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import { substType, typeVar, typeVarsOf, type Type } from '../kernel/type.js'

/** Whether `type` is a metavariable of inference. */
export function isTypeMeta(type: Type): boolean {
  return type.kind === 'var' && type.name.startsWith('?')
}

/** A growing set of equations between types, solved eagerly by first-order unification. */
export class Inference {
  #solution = new Map<Type, Type>()
  #count = 0

  /** A new unknown type. */
  fresh(): Type {
    return typeVar(`?${this.#count++}`)
  }

  /** Number used to make names of term metavariables unique within this inference. */
  nextId(): number {
    return this.#count++
  }

  /** A state to return to with `restore` when an attempt fails. */
  snapshot(): ReadonlyMap<Type, Type> {
    return new Map(this.#solution)
  }

  restore(saved: ReadonlyMap<Type, Type>): void {
    this.#solution = new Map(saved)
  }

  /** `type` with every solved metavariable replaced. */
  resolve(type: Type): Type {
    const vars = new Set<Type>()
    typeVarsOf(type, vars)
    let known = false
    for (const v of vars) if (this.#solution.has(v)) known = true
    return known ? this.resolve(substType(type, this.#solution)) : type
  }

  /** Makes the two types equal if possible; on failure nothing is promised about metavariables met on the way. */
  unify(left: Type, right: Type): boolean {
    const a = this.resolve(left)
    const b = this.resolve(right)
    if (a === b) return true
    if (isTypeMeta(a)) return this.#solve(a, b)
    if (isTypeMeta(b)) return this.#solve(b, a)
    if (a.kind !== 'con' || b.kind !== 'con' || a.name !== b.name || a.args.length !== b.args.length || a.args.length === 0) return false
    return a.args.every((x, i) => {
      const y = b.args[i]
      return y !== undefined && this.unify(x, y)
    })
  }

  #solve(meta: Type, type: Type): boolean {
    const vars = new Set<Type>()
    typeVarsOf(type, vars)
    if (vars.has(meta)) return false
    this.#solution.set(meta, type)
    return true
  }

  /** `t` with every solved type metavariable replaced, in types of variables and binders too. */
  zonk(t: Term): Term {
    if (!t.open || this.#solution.size === 0) return t
    let full = true
    const solved = new Map<Type, Type>()
    for (const [meta] of this.#solution) {
      const value = this.resolve(meta)
      solved.set(meta, value)
      full = full && value !== meta
    }
    return full ? substitute(t, solved, new Map()) : t
  }

  zonkVar(x: FVar): FVar {
    return mkVar(x.name, this.resolve(x.type))
  }

  /** The metavariables still occurring in `type`. */
  unsolved(type: Type): readonly Type[] {
    const vars = new Set<Type>()
    typeVarsOf(this.resolve(type), vars)
    return [...vars].filter(isTypeMeta)
  }
}
