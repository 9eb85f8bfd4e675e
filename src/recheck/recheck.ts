// The second checker: reads a certificate line by line and replays it by its own rules, trusting nothing in it. It imports nothing from
// outside this folder, and src/rechecked alone imports it. docs/certificates.md describes the format and what a verdict means.
import { q, type Meter, type Q } from './number.js'
import { Logic, type Axiom, type Sequent } from './rules.js'
import { Refusal, refuse, type Constant, type Term, type Type } from './terms.js'

/** What the lines prove; `logic` has the store of its terms and the names of the constants of the prelude. */
export interface Proved { readonly logic: Logic; readonly lines: number; readonly steps: number; readonly claims: readonly Claim[] }
export interface Claim { readonly name: string; readonly statement: Term; readonly axioms: readonly Axiom[] }

/** Checks the lines of a certificate within the work that the meter allows. Throws a Rejection for whatever is wrong with them. */
export function checkLines(lines: Iterable<string>, meter: Meter): Proved {
  const reader = new Reader(new Logic(meter))
  try {
    for (const line of lines) reader.line(line)
    return reader.ended ? { logic: reader.logic, lines: reader.lines, steps: reader.steps.length, claims: reader.claims }
      : refuse('the certificate is cut short')
  } catch (error) {
    // A RangeError is an engine's limit, on the size of a number or the depth of calls.
    throw error instanceof Refusal || error instanceof RangeError ? new Rejection(reader.lines, error.message) : error
  }
}
export class Rejection extends Error {
  constructor(readonly line: number, reason: string) { super(reason) }
}
/** The lines read so far; the arguments on the current line, read one after the other. */
export class Reader {
  readonly steps: Sequent[] = []
  lines = 0
  readonly #types: Type[]
  readonly #terms: Term[] = []
  readonly #constants: Constant[] = []
  readonly claims: Claim[] = []
  #words: readonly string[] = []
  #next = 0
  ended = false
  constructor(readonly logic: Logic) { this.#types = [logic.store.prop, logic.store.real, logic.store.nat] }
  #raw(pattern: RegExp): string {
    const word = this.#words[this.#next++] ?? refuse('a line is too short')
    return pattern.test(word) ? word : refuse(`${word.slice(0, 40)} is not what is expected here`)
  }
  /** `%XX` stands for a character, `%` alone for the empty word. No name contains the character 0. */
  word(): string {
    const word = this.#raw(/^(?:%|(?:[^%\p{Cc}]|%(?!00)[0-9A-F]{2})+)$/u)
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
    if (this.ended) refuse('there is text after the end')
    this.logic.meter.spend(1 + (text.length >> 4))
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
      case 'abs': this.#terms.push(store.abs(this.type(), this.#at(this.#terms))); this.word(); return
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
    this.claims.push({ name, statement, axioms: this.logic.axioms.filter((_, i) => step.axioms.includes(i)) })
  }
  #end(counts: string): void {
    const lists = [this.#types.slice(3), this.#constants, this.#terms, this.steps, this.claims]
    if (counts !== lists.map((list) => list.length).join()) refuse('the counts at the end are wrong')
    this.#next = this.#words.length
    this.ended = true
  }
}
