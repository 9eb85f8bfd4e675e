// SMT-LIB expressions to kernel terms, with `let`, quantifiers and annotations. UNTRUSTED. Works on an explicit stack, so that deep
// nesting costs memory and not the call stack. Imported by script.ts.
import * as Q from '../arith/rational.js'
import { LimitExceeded } from '../arith/errors.js'
import { KernelError } from '../kernel/type.js'
import type { FVar, Term } from '../kernel/term.js'
import { mkExists, mkForall } from '../kernel/signature.js'
import { SmtError } from './failure.js'
import { constants, operators, type Unspecified } from './operators.js'
import { shown, type Atom, type List, type Sexpr } from './sexpr.js'
import { asFormula, fits, numeral, proposition, sortOf, unknownOf, type Func, type Names, type Value } from './values.js'

/** What the declarations of a script mean. */
export interface Declarations {
  readonly values: ReadonlyMap<string, Value>
  readonly functions: ReadonlyMap<string, Func>
  readonly names: Names
  readonly unspecified: Unspecified
  readonly text: string
}

/** Constructs that have a meaning in SMT-LIB and none here. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  'div', 'mod', 'to_int', 'is_int', 'select', 'store', 'match', '_', 'as', 'par', 'lambda', 'choice', 'divisible', 'concat', 'extract',
])

/** The kernel term of an expression. Throws SmtError. */
export function translate(root: Sexpr, declarations: Declarations, parameters: ReadonlyMap<string, Value> = new Map()): Value {
  return new Translation(declarations, parameters).run(root)
}

class Translation {
  readonly #tasks: (() => void)[] = []
  readonly #values: Value[] = []
  /** The meanings of locally bound names, innermost last. */
  readonly #bound = new Map<string, Value[]>()

  constructor(readonly declarations: Declarations, parameters: ReadonlyMap<string, Value>) {
    parameters.forEach((value, name) => { this.#bound.set(name, [value]) })
  }

  run(root: Sexpr): Value {
    this.#read(root)
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task()
    return this.#values.pop() as Value
  }

  /** Sees to it that the value of `e` is on the stack when the tasks above the present ones are done. */
  #read(e: Sexpr): void {
    this.#tasks.push(() => {
      if (e.kind === 'list') this.#readList(e)
      else this.#values.push(this.#atom(e))
    })
  }

  #atom(e: Atom): Value {
    if (e.kind === 'numeral') return this.#guard(e, () => numeral(Q.parseDecimal(e.text), 'Int'))
    if (e.kind === 'decimal') return this.#guard(e, () => numeral(Q.parseDecimal(e.text), 'Real'))
    if (e.kind !== 'symbol') throw new SmtError('smt-unsupported', `${KINDS[e.kind]} are not supported`, e.span)
    const value = this.#bound.get(e.text)?.at(-1) ?? this.declarations.values.get(e.text) ?? constants.get(e.text)
    if (value === undefined) throw this.#unknownName(e)
    return value
  }

  #unknownName(e: Atom): SmtError {
    if (UNSUPPORTED.has(e.text)) return new SmtError('smt-unsupported', `${e.text} is not supported`, e.span)
    return operators.has(e.text) || this.declarations.functions.has(e.text)
      ? new SmtError('smt-sort', `the function ${e.text} stands without arguments`, e.span)
      : new SmtError('smt-unknown-name', `${e.text} is not declared`, e.span)
  }

  #readList(e: List): void {
    const [head, ...rest] = e.items
    if (head === undefined) throw new SmtError('smt-syntax', '() is no term', e.span)
    if (head.kind !== 'symbol') {
      throw new SmtError('smt-unsupported', `only named functions can be applied, not ${shown(head, this.declarations.text)}`, head.span)
    }
    switch (head.text) {
      case 'let': this.#let(e, rest); return
      case 'forall': case 'exists': this.#quantified(e, head.text, rest); return
      case '!': this.#read(this.#one(e, rest)); return
    }
    const apply = this.#function(head)
    const count = rest.length
    this.#tasks.push(() => {
      const args = this.#values.splice(this.#values.length - count, count)
      this.#values.push(this.#guard(e, () => apply(args, e)))
    })
    for (let i = count - 1; i >= 0; i--) this.#read(rest[i] as Sexpr)
  }

  /** Too large for the kernel is a message about the expression. */
  #guard(e: Sexpr, make: () => Value): Value {
    try {
      return make()
    } catch (error) {
      if (error instanceof KernelError || error instanceof LimitExceeded) {
        throw new SmtError('smt-too-large', `this is too large: ${error.message}`, e.span)
      }
      throw error
    }
  }

  #one(e: List, rest: readonly Sexpr[]): Sexpr {
    const [term] = rest
    if (term === undefined) throw new SmtError('smt-syntax', 'an annotation without a term', e.span)
    return term
  }

  #function(head: Atom): (args: readonly Value[], e: List) => Value {
    const own = this.declarations.functions.get(head.text)
    if (own !== undefined) {
      return (args, e) => {
        if (args.length !== own.parameters.length) {
          throw new SmtError('smt-sort', `${head.text} takes ${own.parameters.length} arguments, not ${args.length}`, e.span)
        }
        return own.at(args.map((a, i) => fits(a, own.parameters[i] as Value['sort'], (e.items[i + 1] as Sexpr).span)))
      }
    }
    const operator = operators.get(head.text)
    if (operator !== undefined) return (args, e) => operator(args, e.span, this.declarations.unspecified)
    if (UNSUPPORTED.has(head.text)) throw new SmtError('smt-unsupported', `${head.text} is not supported`, head.span)
    throw new SmtError('smt-unknown-name', `the function ${head.text} is not declared`, head.span)
  }

  #bind(name: string, value: Value): void {
    const stack = this.#bound.get(name) ?? []
    stack.push(value)
    this.#bound.set(name, stack)
  }

  #unbind(names: readonly string[]): void {
    for (const name of names) this.#bound.get(name)?.pop()
  }

  /** Pairs `(name thing)` of a binder list. */
  #pairs(e: List, list: Sexpr | undefined): readonly { readonly name: string; readonly thing: Sexpr }[] {
    if (list?.kind !== 'list') throw new SmtError('smt-syntax', 'a list of bound names is expected', e.span)
    return list.items.map((item) => {
      const [name, thing] = item.kind === 'list' ? item.items : []
      if (name?.kind !== 'symbol' || thing === undefined) throw new SmtError('smt-syntax', 'a name and what it stands for are expected',
        item.span)
      return { name: name.text, thing }
    })
  }

  #body(e: List, rest: readonly Sexpr[]): Sexpr {
    const body = rest[1]
    if (body === undefined || rest.length > 2) throw new SmtError('smt-syntax', 'bound names and one body are expected', e.span)
    return body
  }

  #let(e: List, rest: readonly Sexpr[]): void {
    const pairs = this.#pairs(e, rest[0])
    const body = this.#body(e, rest)
    const names = pairs.map((p) => p.name)
    this.#tasks.push(() => {
      const values = this.#values.splice(this.#values.length - pairs.length, pairs.length)
      names.forEach((name, i) => { this.#bind(name, values[i] as Value) })
      this.#tasks.push(() => { this.#unbind(names) })
      this.#read(body)
    })
    for (let i = pairs.length - 1; i >= 0; i--) this.#read(pairs[i]?.thing as Sexpr)
  }

  #quantified(e: List, kind: 'forall' | 'exists', rest: readonly Sexpr[]): void {
    const body = this.#body(e, rest)
    const bound = this.#pairs(e, rest[0]).map(({ name, thing }) => ({ name, unknown: unknownOf(name, sortOf(thing),
      this.declarations.names) }))
    const variables: readonly FVar[] = bound.flatMap((b) => b.unknown.variables)
    const make = kind === 'forall' ? mkForall : mkExists
    for (const { name, unknown } of bound) this.#bind(name, unknown.value)
    this.#tasks.push(() => {
      this.#unbind(bound.map((b) => b.name))
      const value = this.#values.pop() as Value
      const inner: Term = asFormula(value, body.span)
      this.#values.push(this.#guard(e, () => proposition(variables.reduceRight((p, v) => make(v, p), inner))))
    })
    this.#read(body)
  }
}

const KINDS = { string: 'strings', keyword: 'keywords as terms', bits: 'bit vectors' } as const
