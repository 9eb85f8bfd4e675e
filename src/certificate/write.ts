// Writes the proofs of theorems, recorded by the kernel, as a certificate: every type, term, constant, axiom and inference once, each
// before its first use. UNTRUSTED: a certificate is worth what checking it again says. Imported by the command line.
import { core, type Constant, type Term } from '../kernel/term.js'
import { axiomsOf, type Axiom, type Theorem, type Trace } from '../kernel/theorem.js'
import { NAT, PROP, REAL, isFun, type Type } from '../kernel/type.js'
import { BUILTIN, HEADER, escapeWord } from './format.js'
import { argumentsOf, type Words } from './steps.js'

/** A theorem to certify, without hypotheses, and the name to give it. */
export interface NamedTheorem { readonly name: string; readonly theorem: Theorem }
/** What a certificate holds; `characters` counts its text. */
export interface CertificateSize {
  readonly claims: number
  readonly steps: number
  readonly terms: number
  readonly lines: number
  readonly characters: number
}
/** Why no certificate can be written. */
export class CertificateError extends Error {}

/**
 * Hands the lines of a certificate for the theorems to `emit`, without line ends. Theorems must have been made while the kernel was
 * recording (`recordTraces`). Throws CertificateError if a proof was not recorded, has hypotheses, or rests on an unproved statement.
 */
export function writeCertificate(claims: readonly NamedTheorem[], emit: (line: string) => void): CertificateSize {
  const writer = new Writer(emit)
  for (const claim of claims) writer.claim(claim)
  return writer.end()
}

class Writer implements Words {
  readonly #types = new Map<Type, number>([[PROP, 0], [REAL, 1], [NAT, 2]])
  readonly #constants = new Map<Constant, number>()
  readonly #terms = new Map<Term, number>()
  readonly #steps = new Map<Theorem, number>()
  readonly #axioms = new Map<Axiom, number>()
  readonly #builtin = new Map([...BUILTIN].map(([name, c]) => [c, name]))
  #claims = 0
  #lines = 0
  #characters = 0

  constructor(readonly emit: (line: string) => void) {
    this.#line([HEADER])
  }

  #line(words: readonly (string | number | bigint)[]): void {
    const line = words.join(' ')
    this.#lines++
    this.#characters += line.length + 1
    this.emit(line)
  }
  /** The number of `key` in its table, after its line has been written if it is new. */
  #numbered<K>(table: Map<K, number>, key: K, words: () => readonly (string | number | bigint)[]): number {
    const old = table.get(key)
    if (old !== undefined) return old
    this.#line(words())
    const made = table.size
    table.set(key, made)
    return made
  }

  type(type: Type): number {
    return this.#numbered(this.#types, type, () => {
      const [a, b] = type.args
      if (a !== undefined && b !== undefined) return [isFun(type) ? 'fun' : 'prod', this.type(a), this.type(b)]
      return [type.kind === 'var' ? 'tvar' : 'base', escapeWord(type.name)]
    })
  }
  #constant(c: Constant): number {
    return this.#numbered(this.#constants, c, () => {
      const builtin = this.#builtin.get(c)
      if (builtin !== undefined) return ['builtin', escapeWord(builtin)]
      const params = [c.typeParams.length, ...c.typeParams.map((p) => this.type(p))]
      const name = escapeWord(c.name)
      return c.body === undefined ? ['prim', name, ...params, this.type(c.type)] : ['def', name, ...params, this.#raw(c.body)]
    })
  }
  /** A term as it is, binder names included. */
  #raw(t: Term): number {
    return this.#numbered(this.#terms, t, () => {
      switch (t.kind) {
        case 'fvar': return ['var', escapeWord(t.name), this.type(t.type)]
        case 'bvar': return ['bound', t.index, this.type(t.type)]
        case 'const': return ['const', this.#constant(t.constant), t.typeArgs.length, ...t.typeArgs.map((a) => this.type(a))]
        case 'num': return ['num', t.value, this.type(t.type)]
        case 'app': return ['app', this.#raw(t.fn), this.#raw(t.arg)]
        case 'abs': return ['abs', this.type(t.domain), this.#raw(t.body), escapeWord(t.hint)]
      }
    })
  }
  /** A term up to the names of bound variables: proofs do not need them. */
  term(t: Term): number {
    return this.#raw(core(t))
  }
  premise(th: Theorem): number {
    const made = this.#steps.get(th)
    if (made === undefined) throw new CertificateError('a proof refers to itself')
    return made
  }

  /** Writes the proof of a theorem: premises first, by a stack of its own, as proofs may be deep. */
  #proof(root: Theorem): void {
    const stack = [root]
    for (let th = stack.at(-1); th !== undefined; th = stack.at(-1)) {
      if (this.#steps.has(th)) {
        stack.pop()
        continue
      }
      const trace = traceOf(th)
      const missing = trace.premises.filter((p) => !this.#steps.has(p))
      if (missing.length > 0) {
        for (let i = missing.length - 1; i >= 0; i--) stack.push(missing[i] as Theorem)
        continue
      }
      stack.pop()
      const [axiom] = trace.rule === 'axiom' ? axiomsOf(th) : []
      if (axiom?.kind === 'import') throw new CertificateError(`${axiom.name} is used and has no proof`)
      this.#numbered(this.#steps, th, () => [trace.rule, ...argumentsOf(trace, this)])
      if (axiom !== undefined) this.#axioms.set(axiom, this.premise(th))
    }
  }
  claim({ name, theorem }: NamedTheorem): void {
    if (theorem.hyps.length > 0) throw new CertificateError(`${name} has hypotheses`)
    this.#proof(theorem)
    const axioms = axiomsOf(theorem).map((axiom) => this.#axioms.get(axiom))
    const statement = this.#raw(theorem.concl)
    this.#line(['claim', escapeWord(name), this.premise(theorem), statement, axioms.length, ...axioms.map((a) => a ?? -1)])
    this.#claims++
  }
  end(): CertificateSize {
    const [steps, terms] = [this.#steps.size, this.#terms.size]
    this.#line(['end', this.#types.size - 3, this.#constants.size, terms, steps, this.#claims])
    return { claims: this.#claims, steps, terms, lines: this.#lines, characters: this.#characters }
  }
}

/** How a theorem was made. Base axioms are older than any recording, and known by what they say. */
function traceOf(th: Theorem): Trace {
  if (th.trace !== undefined) return th.trace
  const [axiom, more] = axiomsOf(th)
  if (axiom === undefined || more !== undefined || axiom.statement !== th.concl || th.hyps.length > 0) {
    throw new CertificateError('a proof was made before recording began')
  }
  return { rule: 'axiom', premises: [], data: [axiom] }
}
