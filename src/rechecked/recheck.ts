// The second checker for its users, published as `whp/recheck`: runs it on a text and shows what was proved. Runs in a browser. What is
// shown is what a reader goes by, so the printer is to be trusted like the checker itself. Imported by the command line.
import { Meter } from '../recheck/number.js'
import { Rejection, checkLines, type Claim as Proved } from '../recheck/recheck.js'
import type { Logic } from '../recheck/rules.js'
import { Refusal, type Constant, type Term, type Type } from '../recheck/terms.js'

export interface ShownAxiom {
  readonly name: string
  readonly kind: 'base' | 'cited'
  readonly citation: string
  readonly statement: string
}
/** Texts are in prefix notation, as in src/recheck/prelude.json. */
export interface Claim {
  readonly name: string
  readonly statement: string
  /** The constants and types under the statement and under the cited axioms, numbered in the order in which they are met. */
  readonly definitions: readonly string[]
  readonly axioms: readonly ShownAxiom[]
}
export type Verdict =
  | { readonly accepted: true; readonly claims: readonly Claim[]; readonly lines: number; readonly steps: number; readonly work: number }
  | { readonly accepted: false; readonly line: number; readonly reason: string }

/** Units of work, enough for files of some hundred megabytes. */
const WORK = 400_000_000

/** Checks a certificate, given whole or as its lines, within so many units of work. Never throws on bad input. */
export function recheck(text: string | Iterable<string>, work = WORK): Verdict {
  const meter = new Meter(work)
  try {
    const all = typeof text === 'string' ? text.replace(/\n$/u, '').split('\n') : text
    const { logic, lines, steps, claims } = checkLines(all, meter)
    return { accepted: true, claims: claims.map((claim) => shown(claim, logic)), lines, steps, work: work - meter.left }
  } catch (error) {
    if (error instanceof Rejection) return { accepted: false, line: error.line, reason: error.message }
    if (error instanceof Refusal) return { accepted: false, line: 0, reason: 'a statement is too long to be shown' }
    throw error
  }
}

function shown({ name, statement, axioms }: Proved, logic: Logic): Claim {
  const printer = new Printer(logic)
  const text = printer.term(statement)
  const used = axioms.map((axiom) => ({ ...axiom, statement: printer.term(axiom.statement) }))
  return { name, statement: text, axioms: used, definitions: printer.definitions() }
}

/** Terms as text, such that equal texts with equal definitions mean equal terms: what is not in the prelude gets a number of its own. */
class Printer {
  readonly #met: (Constant | Type)[] = []
  constructor(readonly logic: Logic) {}
  #own(thing: Constant | Type): string {
    if (!this.#met.includes(thing)) this.#met.push(thing)
    return `${/^[\p{L}\p{N}_.]+$/u.test(thing.name) ? thing.name : JSON.stringify(thing.name)}@${this.#met.indexOf(thing) + 1}`
  }
  #list(types: readonly Type[]): string { return types.length === 0 ? '' : `[${types.map((t) => this.type(t)).join(',')}]` }
  /** What was met, in order; to print a definition may be to meet others. */
  definitions(): readonly string[] {
    const shown: string[] = []
    for (let c = this.#met[0]; c !== undefined; c = this.#met[shown.length]) {
      if ('kind' in c) shown.push(`${this.#own(c)} is a type`)
      else shown.push(this.#own(c) + this.#list(c.params) + (c.body === undefined ? ` : ${this.type(c.type)}` : ` := ${this.term(c.body)}`))
    }
    return shown
  }
  type(t: Type): string {
    if (t.parts.length > 0) return `(${t.parts.map((p) => this.type(p)).join(t.kind === 'fun' ? '→' : '×')})`
    return t.kind === 'base' ? this.#own(t) : t.kind === 'var' ? `'${JSON.stringify(t.name)}` : t.name
  }
  /** The variable of a binder below `depth` others is called x and that number. */
  term(t: Term, depth = 0): string {
    this.logic.meter.spend(100)
    switch (t.kind) {
      case 'var': return `?${JSON.stringify(t.name)}:${this.type(t.type)}`
      case 'bound': return `x${depth - 1 - t.index}`
      case 'num': return `${t.value}${t.type.kind === 'nat' ? 'ℕ' : ''}`
      case 'const': return (this.logic.split(t).head || this.#own(t.constant)) + this.#list(t.args)
      case 'abs': return `(λx${depth}:${this.type(t.domain)} ${this.term(t.body, depth + 1)})`
    }
    const [fn, arg] = [this.term(t.fn, depth), this.term(t.arg, depth)]
    if (t.arg.kind === 'abs' && t.fn.kind === 'const' && /^[∀∃]\[/u.test(fn)) return `(${fn.charAt(0)}${arg.slice(2)}`
    return `(${t.fn.kind === 'app' ? fn.slice(1, -1) : fn} ${arg})`
  }
}
