// The second checker: reads a certificate line by line and replays it by its own rules, trusting nothing in it. It imports nothing from
// outside this folder and runs in a browser. docs/certificates.md describes the format and what a verdict means.
import { Meter, q, type Q } from './number.js'
import { Logic, type Arguments, type Sequent } from './rules.js'
import { Refusal, refuse, type Constant, type Term, type Type } from './terms.js'

export interface Claim {
  readonly name: string
  /** In prefix notation, as the base axioms are written in prelude.ts; every name is unambiguous. */
  readonly statement: string
  /** The definitions and primitive constants under the statement and the cited axioms. */
  readonly definitions: readonly string[]
  readonly axioms: readonly { readonly name: string; readonly kind: string; readonly citation: string; readonly statement: string }[]
}
export type Verdict =
  | { readonly accepted: true; readonly claims: readonly Claim[]; readonly lines: number; readonly steps: number; readonly work: number }
  | { readonly accepted: false; readonly line: number; readonly reason: string }

/** Checks a certificate, given whole or as its lines, within so many units of work. Never throws on bad input. */
export function recheck(text: string | Iterable<string>, work = 400_000_000): Verdict {
  const reader = new Reader(new Meter(work))
  try {
    for (const line of typeof text === 'string' ? text.replace(/\n$/u, '').split('\n') : text) reader.line(line)
    const claims = reader.finish()
    return { accepted: true, claims, lines: reader.lines, steps: reader.steps.length, work: work - reader.meter.left }
  } catch (error) {
    // A RangeError is an engine's limit, on the size of a number or the depth of calls.
    if (!(error instanceof Refusal) && !(error instanceof RangeError)) throw error
    return { accepted: false, line: reader.lines, reason: error.message }
  }
}

class Reader implements Arguments {
  readonly logic: Logic
  readonly steps: Sequent[] = []
  lines = 0
  readonly #types: Type[]
  readonly #terms: Term[] = []
  readonly #constants: Constant[] = []
  readonly #claims: { readonly name: string; readonly step: Sequent }[] = []
  #words: readonly string[] = []
  #next = 0
  #ended = false

  constructor(readonly meter: Meter) {
    this.logic = new Logic(meter)
    this.#types = [this.logic.store.prop, this.logic.store.real, this.logic.store.nat]
  }

  #raw(pattern: RegExp): string {
    const word = this.#words[this.#next++] ?? refuse('a line is too short')
    return pattern.test(word) ? word : refuse(`${word.slice(0, 40)} is not what is expected here`)
  }
  /** `%XX` stands for a character, `%` alone for the empty word. No name contains the character 0. */
  word(): string {
    const word = this.#raw(/^(?:%|(?:[^%]|%(?!00)[0-9A-F]{2})+)$/u)
    return word === '%' ? '' : word.replace(/%(..)/gu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  }
  whole(): number { return Number(this.#raw(/^(?:0|[1-9][0-9]{0,8})$/u)) }
  #integer(): bigint { return BigInt(this.#raw(/^(?:0|-?[1-9][0-9]{0,40000})$/u)) }
  rational(): Q {
    const [num, den] = [this.#integer(), this.#integer()]
    return den > 0n ? q(num, den) : refuse('a denominator is not positive')
  }
  #at<T>(list: readonly T[]): T { return list[this.whole()] ?? refuse('a line refers to what has not been stated yet') }
  type(): Type { return this.#at(this.#types) }
  step(): Sequent { return this.#at(this.steps) }
  term(): Term {
    const t = this.#at(this.#terms)
    return t.loose.length === 0 ? t : refuse('a term has a bound variable without its binder')
  }
  list<T>(item: () => T): readonly T[] {
    const items: T[] = []
    for (let n = this.whole(); n > 0; n--) items.push(item())
    return items
  }

  line(text: string): void {
    if (this.#ended) refuse('there is text after the end')
    this.meter.spend(1 + (text.length >> 4))
    this.#words = text.split(' ')
    this.#next = 0
    if (this.lines++ > 0) this.#entry(this.#raw(/./u))
    else if (text !== 'whp-certificate 1') refuse('not a certificate of version 1')
    else this.#next = 2
    if (this.#next !== this.#words.length) refuse('a line is too long')
  }
  #entry(kind: string): void {
    const { store, prelude } = this.logic
    switch (kind) {
      case 'base': this.#types.push(store.base(this.word())); return
      case 'tvar': this.#types.push(store.typeVar(this.word())); return
      case 'fun': this.#types.push(store.fun(this.type(), this.type())); return
      case 'prod': this.#types.push(store.product(this.type(), this.type())); return
      case 'builtin': this.#constants.push(prelude.constants.get(this.word()) ?? refuse('there is no such constant')); return
      case 'prim': this.#constants.push(store.declare(this.word(), this.list(() => this.type()), this.type())); return
      case 'def': this.#constants.push(store.define(this.word(), this.list(() => this.type()), this.term())); return
      case 'var': this.#terms.push(store.variable(this.word(), this.type())); return
      case 'bound': this.#terms.push(store.bound(this.whole(), this.type())); return
      case 'const': this.#terms.push(store.constant(this.#at(this.#constants), this.list(() => this.type()))); return
      case 'num': this.#terms.push(store.num(this.#integer(), this.type())); return
      case 'app': this.#terms.push(store.app(this.#at(this.#terms), this.#at(this.#terms))); return
      case 'abs': this.#terms.push(store.hinted(store.abs(this.type(), this.#at(this.#terms)), this.word())); return
      case 'claim': this.#claim(this.word(), this.step(), this.term(), this.list(() => this.step().axioms)); return
      case 'end': this.#end(this.#words.slice(1).join()); return
      default: this.steps.push(this.logic.step(kind, this))
    }
  }
  /** The step has no hypotheses, says the statement, and rests on exactly the axioms of the steps listed. */
  #claim(name: string, step: Sequent, statement: Term, listed: readonly (readonly number[])[]): void {
    if (step.hyps.length > 0 || step.concl !== statement) refuse('a claim says something else than its proof')
    const named = listed.map((axioms) => axioms.length === 1 ? axioms[0] ?? -1 : -1).sort((a, b) => a - b)
    if (named.join() !== step.axioms.join()) refuse('the axioms listed are not those used')
    this.#claims.push({ name, step })
  }
  #end(counts: string): void {
    const lists = [this.#types.slice(3), this.#constants, this.#terms, this.steps, this.#claims]
    if (counts !== lists.map((list) => list.length).join()) refuse('the counts at the end are wrong')
    this.#next = this.#words.length
    this.#ended = true
  }
  finish(): readonly Claim[] {
    return this.#ended ? this.#claims.map(({ name, step }) => this.#shown(name, step)) : refuse('the certificate is cut short')
  }

  #shown(name: string, step: Sequent): Claim {
    const printer = new Printer(this.logic)
    const statement = printer.term(step.concl, [])
    const used = this.logic.axioms.filter((_, i) => step.axioms.includes(i))
    const axioms = used.map((axiom) => ({ ...axiom, statement: printer.term(axiom.statement, []) }))
    const definitions: string[] = []
    // Printing a definition may meet others: the list grows on the way.
    for (let c = printer.met[0]; c !== undefined; c = printer.met[definitions.length]) {
      const says = c.body === undefined ? `: ${printer.type(c.type)}` : `:= ${printer.term(c.body, [])}`
      definitions.push(`${printer.name(c, c.name)}${printer.list(c.params)} ${says}`)
    }
    return { name, statement, definitions, axioms }
  }
}

/** Prints terms so that equal texts, with equal definitions, mean equal terms. */
class Printer {
  readonly #names = new Map<Constant | Type, string>()
  readonly #taken = new Set<string>()
  readonly met: Constant[] = []

  constructor(readonly logic: Logic) {
    for (const [name, c] of logic.prelude.constants) this.name(c, name)
    this.met.length = 0
  }
  /** A name of its own for each constant and each declared type, quoted if it is no plain word. */
  name(thing: Constant | Type, name: string): string {
    const plain = /^[^\s()"\\[\],:→×'ℝℕ]+$/u.test(name) && name !== 'Prop' ? name : JSON.stringify(name)
    let made = this.#names.get(thing) ?? plain
    for (let i = 2; !this.#names.has(thing) && this.#taken.has(made); i++) made = `${plain}'${i}`
    if (!this.#names.has(thing) && 'params' in thing) this.met.push(thing)
    this.#names.set(thing, made)
    this.#taken.add(made)
    return made
  }
  list(types: readonly Type[]): string { return types.length === 0 ? '' : `[${types.map((t) => this.type(t)).join(',')}]` }
  type(t: Type): string {
    if (t.parts.length > 0) return `(${t.parts.map((p) => this.type(p)).join(t.kind === 'fun' ? '→' : '×')})`
    return t.kind === 'base' ? this.name(t, t.name) : t.kind === 'var' ? `'${JSON.stringify(t.name).slice(1, -1)}` : t.name
  }
  /** `scope` holds the names of the binders above, innermost first. */
  term(t: Term, scope: readonly string[]): string {
    this.logic.meter.spend(100)
    if (t.kind === 'var') return `?${JSON.stringify(t.name)}`
    if (t.kind === 'bound') return scope[t.index] ?? `#${t.index}`
    if (t.kind === 'num') return `${t.value}${t.type.kind === 'nat' ? 'ℕ' : ''}`
    if (t.kind === 'const') return this.name(t.constant, t.constant.name) + this.list(t.args)
    if (t.kind === 'abs') {
      const hint = this.logic.store.hints.get(t) ?? ''
      let name = /^\p{L}[\p{L}\p{N}_]*$/u.test(hint) ? hint : 'x'
      while (scope.includes(name) || this.#taken.has(name)) name += '_'
      return `(λ${name}:${this.type(t.domain)} ${this.term(t.body, [name, ...scope])})`
    }
    const { head } = this.logic.split(t.fn)
    const [fn, arg] = [this.term(t.fn, scope), this.term(t.arg, scope)]
    if (t.arg.kind === 'abs' && t.fn.kind === 'const' && (head === '∀' || head === '∃')) return `(${head}${arg.slice(2)}`
    return `(${t.fn.kind === 'app' ? fn.slice(1, -1) : fn} ${arg})`
  }
}
