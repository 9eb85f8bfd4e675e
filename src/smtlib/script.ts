// A script of SMT-LIB 2.6 commands as goals: what is asserted when `check-sat` is reached, as closed-over kernel formulas. UNTRUSTED.
// The way into smtlib; used by the command line.
import { KernelError } from '../kernel/type.js'
import { substitution, type FVar, type Term } from '../kernel/term.js'
import type { Span } from '../syntax/ast.js'
import { SmtError } from './failure.js'
import { Unspecified } from './operators.js'
import { readExpressions, type List, type Sexpr } from './sexpr.js'
import { translate, type Declarations } from './translate.js'
import { Names, asFormula, fits, functionOf, sortOf, unknownOf, type Func, type Sort, type Value } from './values.js'

/** A declared constant of the script, as it is to be shown in a model. */
export interface Declared {
  readonly name: string
  readonly value: Value
}

/** One `check-sat`: what is asserted there, in order. */
export interface Query {
  readonly assertions: readonly Term[]
  readonly declared: readonly Declared[]
}

export interface Script {
  readonly queries: readonly Query[]
  /** The answer the script itself announces by `(set-info :status …)`. */
  readonly status: string | undefined
  /** Other `set-info` attributes with a string or symbol as value. */
  readonly info: ReadonlyMap<string, string>
}

const IGNORED: ReadonlySet<string> = new Set(['set-logic', 'set-option', 'get-model', 'get-value', 'get-proof', 'get-unsat-core',
  'get-info',
  'get-assignment', 'get-option', 'get-assertions', 'get-unsat-assumptions', 'echo'])

/** Reads a script. A script without `check-sat` asks once, at its end. Throws SmtError. */
export function readScript(text: string): Script {
  const reader = new Reader(text)
  for (const command of readExpressions(text)) if (!reader.run(command)) break
  return reader.script()
}

interface Level {
  readonly values: ReadonlyMap<string, Value>
  readonly functions: ReadonlyMap<string, Func>
  readonly assertions: readonly Term[]
  readonly declared: readonly Declared[]
}

class Reader {
  #now: Level = { values: new Map(), functions: new Map(), assertions: [], declared: [] }
  readonly #levels: Level[] = []
  readonly #queries: Query[] = []
  readonly #info = new Map<string, string>()
  readonly #names = new Names()
  readonly #unspecified = new Unspecified(this.#names)

  constructor(readonly text: string) {}

  script(): Script {
    const { assertions, declared } = this.#now
    const queries = this.#queries.length > 0 ? this.#queries : [{ assertions, declared }]
    return { queries, status: this.#info.get(':status'), info: this.#info }
  }

  /** Executes one command; false after `exit`. */
  run(command: Sexpr): boolean {
    const [head, ...rest] = command.kind === 'list' ? command.items : []
    if (command.kind !== 'list' || head?.kind !== 'symbol') throw new SmtError('smt-syntax', 'a command in brackets is expected',
      command.span)
    switch (head.text) {
      case 'exit': return false
      case 'set-info': this.#setInfo(rest); return true
      case 'assert': this.#assert(command, rest); return true
      case 'check-sat': this.#queries.push({ assertions: this.#now.assertions, declared: this.#now.declared }); return true
      case 'push': case 'pop': this.#level(head.text, rest[0], command.span); return true
      case 'reset-assertions': this.#now = { ...this.#now, assertions: [] }; return true
      case 'declare-const': this.#declare(command, rest[0], [], rest[1]); return true
      case 'declare-fun': this.#declare(command, rest[0], this.#sorts(command, rest[1]), rest[2]); return true
      case 'define-fun': this.#define(command, rest); return true
      case 'define-const': this.#define(command, [rest[0], { kind: 'list', items: [], span: command.span }, rest[1], rest[2]]); return true
    }
    if (IGNORED.has(head.text)) return true
    throw new SmtError('smt-unsupported', `the command ${head.text} is not supported`, head.span)
  }

  #setInfo([key, value]: readonly Sexpr[]): void {
    if (key?.kind === 'keyword' && value !== undefined && value.kind !== 'list') this.#info.set(key.text, value.text)
  }

  get #declarations(): Declarations {
    return { ...this.#now, names: this.#names, unspecified: this.#unspecified, text: this.text }
  }

  #assert(command: List, [formula]: readonly Sexpr[]): void {
    if (formula === undefined) throw new SmtError('smt-syntax', 'nothing is asserted', command.span)
    const term = asFormula(translate(formula, this.#declarations), formula.span)
    this.#now = { ...this.#now, assertions: [...this.#now.assertions, term] }
  }

  #level(kind: 'push' | 'pop', count: Sexpr | undefined, span: Span): void {
    const n = count === undefined ? 1 : count.kind === 'numeral' ? Number(count.text) : NaN
    if (!(n <= 1000)) throw new SmtError('smt-syntax', `${kind} takes a small number`, span)
    for (let i = 0; i < n; i++) {
      if (kind === 'push') this.#levels.push(this.#now)
      else {
        const before = this.#levels.pop()
        if (before === undefined) throw new SmtError('smt-syntax', 'pop without push', span)
        this.#now = before
      }
    }
  }

  #sorts(command: List, e: Sexpr | undefined): readonly Sort[] {
    if (e?.kind !== 'list') throw new SmtError('smt-syntax', 'a list of sorts is expected', command.span)
    return e.items.map(sortOf)
  }

  #newName(command: List, e: Sexpr | undefined): string {
    if (e?.kind !== 'symbol') throw new SmtError('smt-syntax', 'a name is expected', command.span)
    if (this.#now.values.has(e.text) || this.#now.functions.has(e.text)) {
      throw new SmtError('smt-syntax', `${e.text} is declared twice`, e.span)
    }
    return e.text
  }

  #declare(command: List, nameOf: Sexpr | undefined, parameters: readonly Sort[], result: Sexpr | undefined): void {
    const name = this.#newName(command, nameOf)
    if (result === undefined) throw new SmtError('smt-syntax', 'a sort is expected', command.span)
    const sort = sortOf(result)
    if (parameters.length > 0) {
      this.#addFunction(name, functionOf(name, parameters, sort, this.#names))
      return
    }
    this.#addValue(name, unknownOf(name, sort, this.#names).value)
  }

  #addValue(name: string, value: Value): void {
    this.#now = { ...this.#now, values: new Map([...this.#now.values, [name, value]]), declared: [...this.#now.declared, { name, value }] }
  }

  #addFunction(name: string, f: Func): void {
    this.#now = { ...this.#now, functions: new Map([...this.#now.functions, [name, f]]) }
  }

  /** The body is translated once, with variables for the parameters, which each use replaces. */
  #define(command: List, [nameOf, list, result, body]: readonly (Sexpr | undefined)[]): void {
    const name = this.#newName(command, nameOf)
    if (list?.kind !== 'list' || result === undefined || body === undefined) {
      throw new SmtError('smt-syntax', 'a definition has a name, parameters, a sort and a body', command.span)
    }
    const own = list.items.map((item) => {
      const [p, s] = item.kind === 'list' ? item.items : []
      if (p?.kind !== 'symbol' || s === undefined) throw new SmtError('smt-syntax', 'a parameter has a name and a sort', item.span)
      return { name: p.text, sort: sortOf(s), unknown: unknownOf(p.text, sortOf(s) === 'Int' ? 'Real' : sortOf(s), this.#names) }
    })
    const meaning = new Map(own.map((p) => [p.name, { ...p.unknown.value, sort: p.sort }]))
    const value = fits(translate(body, this.#declarations, meaning), sortOf(result), body.span)
    if (own.length === 0) {
      this.#now = { ...this.#now, values: new Map([...this.#now.values, [name, { ...value, sort: sortOf(result) }]]) }
      return
    }
    const variables = own.map((p) => p.unknown.variables[0] as FVar)
    this.#addFunction(name, {
      parameters: own.map((p) => p.sort),
      at: (args) => ({ term: replaced(value.term, variables, args), sort: sortOf(result) }),
    })
  }
}

function replaced(body: Term, variables: readonly FVar[], args: readonly Value[]): Term {
  const map = new Map(variables.map((v, i) => [v, (args[i] as Value).term]))
  try {
    return substitution(new Map(), map)(body)
  } catch (error) {
    if (error instanceof KernelError) throw new SmtError('smt-too-large', error.message, { start: 0, end: 0 })
    throw error
  }
}
