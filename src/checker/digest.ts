// The digest of a closed statement: the same for α-equal statements, and changed by any change of a definition it rests on.
// UNTRUSTED. Names of definitions and bound variables do not enter; their bodies do. Imported by the checker, lock and reports.
import { core, type Constant, type Term } from '../kernel/term.js'
import type { Type } from '../kernel/type.js'
import { sha256 } from './sha256.js'

const constantDigests = new WeakMap<Constant, string>()

/** SHA-256 of the canonical form of a closed term, definitions entering through the digests of their bodies. */
export function statementDigest(t: Term): string {
  return sha256(canonicalForm(t, []))
}

/** A primitive is its name; a defined constant is its type parameters and body. */
function constantDigest(constant: Constant): string {
  const old = constantDigests.get(constant)
  if (old !== undefined) return old
  const made = constant.body === undefined
    ? `primitive ${JSON.stringify(constant.name)}`
    : `defined ${sha256(`${constant.typeParams.length}\n${canonicalForm(constant.body, constant.typeParams)}`)}`
  constantDigests.set(constant, made)
  return made
}

/**
 * One line for each distinct subterm, children before parents, so that the text is linear in the shared size of the term.
 * Type variables are numbered: parameters first, then in order of first occurrence.
 */
function canonicalForm(root: Term, typeParams: readonly Type[]): string {
  const lines: string[] = []
  const numbers = new Map<Term, number>()
  const types = new TypeTexts(typeParams)
  const line = (t: Term): string => {
    switch (t.kind) {
      case 'bvar': return `b ${t.index} ${types.text(t.type)}`
      case 'fvar': return `v ${JSON.stringify(t.name)} ${types.text(t.type)}`
      case 'num': return `n ${t.value} ${types.text(t.type)}`
      case 'const': return `c ${constantDigest(t.constant)} ${t.typeArgs.map((a) => types.text(a)).join(' ')}`
      case 'app': {
        const fn = go(t.fn)
        return `a ${fn} ${go(t.arg)}`
      }
      case 'abs': {
        const domain = types.text(t.domain)
        return `l ${domain} ${go(t.body)}`
      }
    }
  }
  const go = (u: Term): number => {
    const t = core(u)
    const old = numbers.get(t)
    if (old !== undefined) return old
    const made = line(t)
    numbers.set(t, lines.length)
    lines.push(made)
    return lines.length - 1
  }
  go(root)
  return lines.join('\n')
}

/** Types as text with type variables by number, so that renaming one changes nothing. */
class TypeTexts {
  readonly #variables = new Map<Type, string>()
  readonly #texts = new Map<Type, string>()

  constructor(params: readonly Type[]) {
    for (const p of params) this.#number(p)
  }

  #number(variable: Type): string {
    const made = this.#variables.get(variable) ?? `#${this.#variables.size}`
    this.#variables.set(variable, made)
    return made
  }

  text(type: Type): string {
    if (type.kind === 'var') return this.#number(type)
    if (type.args.length === 0) return JSON.stringify(type.name)
    const old = this.#texts.get(type)
    if (old !== undefined) return old
    const made = `(${type.name} ${type.args.map((a) => this.text(a)).join(' ')})`
    this.#texts.set(type, made)
    return made
  }
}
