// Kernel terms back to formulas of the language: the inverse of elaboration, so that what was checked can be read and re-read.
// UNTRUSTED by the kernel, but a reader relies on it: printed text elaborates to the same term (tests check the round trip).
// Imported by every layer that shows a formula.
import { freeVars, instantiateBody, mkApp, mkVar, type Abs, type Constant, type FVar, type Term } from '../kernel/term.js'
import { REAL, domainOf, isFun, type Type } from '../kernel/type.js'
import type { Expr } from './ast.js'
import { formatExpr, formatTerm } from './format.js'
import { assumedLaw, conjuncts, isLaw, isNameable, lawName } from './term-printer-random.js'
import { convertConstant } from './term-printer-constants.js'
import { NOWHERE, binderOf, call, freshName, knownArguments, name, namesIn, spine, typed } from './term-printer-names.js'
import { occurs, reads } from './term-printer-reads.js'

export interface PrintOptions {
  /** `hide` (the default) writes `E[X]`; `show` writes the outcome out, `E (fun ω ↦ X ω)`. */
  readonly lift?: 'hide' | 'show'
  /** Leading arguments not written when they are exactly these variables: the parameters of an open context. */
  readonly hidden?: ReadonlyMap<Constant, readonly FVar[]>
  /** Surface names of variables, where they differ from the variable's own name. */
  readonly variableNames?: ReadonlyMap<FVar, string>
  /** Surface name of a constant; its own name by default. */
  readonly constantName?: (constant: Constant) => string
  /** Variables known to be expectations where the text is shown; a free variable called E when absent. */
  readonly laws?: Iterable<FVar>
  /** Names no binder may take, such as those in scope where the text is shown. */
  readonly avoid?: Iterable<string>
  /** Nodes written before the rest is cut to `…`, which does not read back. */
  readonly limit?: number
  /** Column to break lines at; one line when absent. */
  readonly width?: number
}

/** `t` as the language writes it; reads back as `t` (up to η) unless cut at `limit`. */
export function printTerm(t: Term, options: PrintOptions = {}): string {
  return formatExpr(termToExpr(t, options), options.width === undefined ? {} : { width: options.width })
}

/** `t` as one side of a relation, in parentheses where it needs them: for texts like `t = 1`. */
export function printSide(t: Term, options: PrintOptions = {}): string {
  return formatTerm(termToExpr(t, options), false)
}

/** The syntax tree of `t`. */
export function termToExpr(t: Term, options: PrintOptions = {}): Expr {
  return new Converter(options, t).convert(t, t.type !== REAL && !isFun(t.type))
}

/** Thrown inside an `E[…]` whose outcome cannot be left out; caught where the outcome is bound. */
export class VisibleOutcome extends Error {
  constructor(readonly omega: FVar) {
    super('the outcome must be written')
  }
}

const DEFAULT_LIMIT = 20_000
const MAX_DEPTH = 500

/** One printing job. `convert` is re-entered by the per-constant forms of the other files. */
export class Converter {
  readonly lift: 'hide' | 'show'
  readonly #options: PrintOptions
  readonly #avoid: ReadonlySet<string>
  #left: number
  #depth = 0
  /** Outcomes of enclosing `E[…]` that are not written; the innermost is `omega`. */
  readonly #unwritten = new Set<FVar>()
  #omega: FVar | undefined
  readonly #machineNames = new Map<FVar, string>()
  /** Variables assumed to be expectations where the conversion stands. */
  #laws: ReadonlySet<FVar>

  constructor(options: PrintOptions, root: Term) {
    this.#options = options
    this.lift = options.lift ?? 'hide'
    this.#avoid = new Set(options.avoid ?? [])
    this.#left = options.limit ?? DEFAULT_LIMIT
    this.#laws = new Set(options.laws ?? freeVars(root).filter((x) => x.name === 'E' && isLaw(x)))
    this.#nameMachineVariables(freeVars(root))
  }

  /** Variables a search made are called `hint·k`: each gets its hint, primed where another variable has it. */
  #nameMachineVariables(variables: readonly FVar[]): void {
    const taken = new Set(variables.filter((x) => !x.name.includes('·')).map((x) => this.variableName(x)))
    for (const x of variables) {
      if (!x.name.includes('·') || this.#options.variableNames?.has(x) === true) continue
      const chosen = freshName(x.name.slice(0, x.name.indexOf('·')), x.type, taken)
      taken.add(chosen)
      this.#machineNames.set(x, chosen)
    }
  }

  constantName(constant: Constant): string {
    return this.#options.constantName?.(constant) ?? constant.name
  }

  variableName(x: FVar): string {
    return this.#options.variableNames?.get(x) ?? this.#machineNames.get(x) ?? x.name
  }

  /**
   * The tree of `t`. `known` says that the place it goes to is read against the type of `t`; otherwise the reader infers a type,
   * and what would come out differently is annotated.
   */
  convert(t: Term, known: boolean): Expr {
    this.#left -= 1
    if (this.#left < 0 || this.#depth > MAX_DEPTH) return name('…')
    this.#depth += 1
    try {
      return this.#annotated(t, known)
    } finally {
      this.#depth -= 1
    }
  }

  #annotated(t: Term, known: boolean): Expr {
    const omega = this.#omega
    if (!known && omega !== undefined && isFun(t.type) && domainOf(t.type) === omega.type) throw new VisibleOutcome(omega)
    const reading = known ? 'other' : reads(t)
    if (reading === 'other' || reading === 'literal' && t.type === REAL) return this.#plain(t, known)
    const wanted = t.type === REAL ? 'real' : 'nat'
    return reading === wanted ? this.#plain(t, false) : typed(this.#plain(t, true), t.type)
  }

  #plain(t: Term, known: boolean): Expr {
    switch (t.kind) {
      case 'fvar':
        if (this.#unwritten.has(t)) throw new VisibleOutcome(t)
        return name(this.variableName(t))
      case 'bvar': return name(`#${t.index}`)
      case 'num': return { kind: 'numeral', text: t.value.toString(), span: NOWHERE }
      case 'abs': return this.#lambda(t, known)
      case 'const':
      case 'app': return this.#application(t, known)
    }
  }

  #application(t: Term, known: boolean): Expr {
    const { head, args } = spine(t)
    if (head.kind === 'const') {
      const special = convertConstant(this, head, args, known)
      if (special !== undefined) return special
    }
    const last = args[args.length - 1]
    if (last !== undefined && last === this.#omega && t.kind === 'app') return this.#randomVariable(t.fn, t.type, last)
    if (args.length === 1 && last !== undefined && isLaw(head)) {
      const random = isNameable(this, head) ? this.overOutcomes(last) : undefined
      if (random !== undefined) return { kind: 'expect', law: lawName(this, head), body: random, span: NOWHERE }
    }
    return this.plainCall(head, args)
  }

  /** `head a₁ … aₙ` without any notation, context parameters left out. */
  plainCall(head: Term, args: readonly Term[]): Expr {
    const hidden = head.kind === 'const' ? this.#hiddenCount(head.constant, args) : 0
    const known = knownArguments(head, args.length, hidden)
    const fn = head.kind === 'const' ? name(this.constantName(head.constant)) : this.#head(head)
    return call(fn, args.slice(hidden).map((arg, i) => this.convert(arg, known[i + hidden] ?? false)))
  }

  /** Something applied: it is read as it stands, without an outcome put after it. */
  #head(head: Term): Expr {
    if (head.kind !== 'fvar') return this.convertOutside(() => this.convert(head, false))
    return this.#plain(head, true)
  }

  #hiddenCount(constant: Constant, args: readonly Term[]): number {
    const hidden = this.#options.hidden?.get(constant)
    return hidden?.every((x, i) => args[i] === x) === true ? hidden.length : 0
  }

  /** `X ω` inside `E[…]`, written `X`. Not possible when the value is itself a function of an outcome. */
  #randomVariable(variable: Term, type: Type, omega: FVar): Expr {
    const { head, args } = spine(variable)
    const readable = (head.kind === 'fvar' || head.kind === 'const') && !occurs(omega, variable)
    if (!readable || isFun(type) && domainOf(type) === omega.type) throw new VisibleOutcome(omega)
    return this.plainCall(head, args)
  }

  /** The body of the random variable or event `λω. …` with the outcome left out, or undefined where it must be written. */
  overOutcomes(event: Term): Expr | undefined {
    if (this.lift === 'show') return undefined
    const { variable, body } = this.openFunction(event, 'ω')
    const outer = this.#omega
    const depth = this.#depth
    this.#omega = variable
    this.#unwritten.add(variable)
    try {
      return this.convert(body, true)
    } catch (error) {
      if (!(error instanceof VisibleOutcome) || error.omega !== variable) throw error
      this.#depth = depth
      return undefined
    } finally {
      this.#omega = outer
      this.#unwritten.delete(variable)
    }
  }

  /** The law an unnamed `E[…]` means here: the only variable assumed to be an expectation. */
  get onlyLaw(): FVar | undefined {
    const [only, second] = this.#laws
    return second === undefined ? only : undefined
  }

  isLawInForce(x: FVar): boolean {
    return this.#laws.has(x)
  }

  /** Runs `work` where `premise` is in force: `expectation E` makes E a law. */
  assuming<T>(premise: Term, work: () => T): T {
    const outer = this.#laws
    const found = [...conjuncts(premise)].map((p) => assumedLaw(p, (constant) => this.constantName(constant)))
    this.#laws = new Set([...outer, ...found.filter((x) => x !== undefined)])
    try {
      return work()
    } finally {
      this.#laws = outer
    }
  }

  /** Runs `work` where no random variable is lifted, as in the name of a law. */
  convertOutside(work: () => Expr): Expr {
    const outer = this.#omega
    this.#omega = undefined
    try {
      return work()
    } finally {
      this.#omega = outer
    }
  }

  /** Opens a binder with a name that captures nothing. */
  open(abs: Abs): Opened {
    return this.openFunction(abs, abs.hint)
  }

  /** `f x` for a new `x`, β-reduced: what stands below the binder when the function is written out. */
  openFunction(f: Term, hint: string): Opened {
    const taken = namesIn(f, (c) => this.constantName(c), (x) => this.variableName(x))
    for (const other of this.#avoid) taken.add(other)
    // A binder named like an outcome that is not written would be that same variable.
    for (const outcome of this.#unwritten) taken.add(outcome.name)
    const domain = domainOf(f.type)
    const variable = mkVar(freshName(f.kind === 'abs' ? f.hint : hint, domain, taken), domain)
    return { variable, body: f.kind === 'abs' ? instantiateBody(f, variable) : mkApp(f, variable) }
  }

  #lambda(t: Abs, known: boolean): Expr {
    const { variable, body } = this.open(t)
    const binder = binderOf([variable], known ? undefined : t.domain)
    const inner = this.convert(body, known)
    if (inner.kind === 'lambda' && (binder.type === undefined) === inner.binders.every((b) => b.type === undefined)) {
      return { kind: 'lambda', binders: [binder, ...inner.binders], body: inner.body, span: NOWHERE }
    }
    return { kind: 'lambda', binders: [binder], body: inner, span: NOWHERE }
  }
}

export interface Opened {
  readonly variable: FVar
  readonly body: Term
}
