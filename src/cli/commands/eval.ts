// `whp eval NAME with n := 60000, d := 15..150`: a proved statement at numbers, its hypotheses decided, its bounds enclosed.
// UNTRUSTED; loaded by the command line when needed. What it prints rests on exact arithmetic, see src/numeric/evaluate.ts.
import { qualifiedName } from '../../checker/run.js'
import * as Q from '../../arith/rational.js'
import type { Rational } from '../../arith/rational.js'
import type { Term } from '../../kernel/term.js'
import { decimal, enclosureText, exactText } from '../../numeric/decimal.js'
import { ends, type Enclosed } from '../../numeric/enclose.js'
import {
  evaluateHypothesis, evaluateQuantity, type Assignment, type EvaluatedHypothesis, type EvaluatedQuantity, type Point,
} from '../../numeric/evaluate.js'
import { quantitiesOf, type Quantities } from '../../numeric/quantities.js'
import { printTerm, type PrintOptions } from '../../syntax/term-printer.js'
import { readAssignments, type Named } from '../assignments.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { print } from '../output.js'
import { printOptions } from '../printing.js'
import { findDeclarations, type Found, type Search } from '../theories.js'

export interface EvalOptions {
  readonly digits: number
  readonly paths: readonly string[]
  readonly debug: boolean
}

/** Exits 0 when the theorem applies and its bounds have values, 1 when a hypothesis fails or stays open, 2 on bad input. */
export function evalCommand(name: string, words: readonly string[], options: EvalOptions): ExitCode {
  if (words.length > 0 && words[0] !== 'with' && !(words[0] ?? '').startsWith('with ')) {
    throw new CommandError(`${words.join(' ')} is not understood after the name`, EXIT.usage, ['write: whp eval NAME with n := 100, …'])
  }
  const search = findDeclarations(name, options.paths, options.debug)
  const one = only(search, name)
  const report = new EvalReport(one, search, options.digits)
  return report.run(words.join(' ').replace(/^with\s*/u, ''))
}

/** The one statement of that name, which has to be proved. */
function only({ found }: Search, name: string): Found {
  const [first, second] = found
  if (first === undefined) throw new CommandError(`nothing is called ${name}`)
  if (second !== undefined) {
    const names = found.map((f) => `write ${qualifiedName(f.run, f.declaration)}`)
    throw new CommandError(`${name} is declared ${found.length} times`, EXIT.usage, names)
  }
  const d = first.declaration
  if (d.kind === 'definition') throw new CommandError(`${name} is a definition and claims nothing`)
  if (d.kind === 'axiom' || d.status !== 'proved' || d.open === undefined) {
    const why = d.kind === 'axiom' ? 'an axiom' : d.status === 'gave-up' ? 'not proved (the prover gave up)' : `not proved (${d.status})`
    throw new CommandError(`${name} is ${why}; only proved statements are evaluated`, EXIT.failed)
  }
  return first
}

class EvalReport {
  readonly #options: PrintOptions
  readonly #quantities: Quantities
  readonly #named: readonly Named[]
  readonly #name: string

  constructor(readonly one: Found, readonly search: Search, readonly digits: number) {
    this.#options = printOptions(one.run)
    const open = one.declaration.open
    this.#quantities = quantitiesOf(open ?? { variables: [], hypotheses: [], goal: one.declaration.statement })
    this.#named = [...this.#quantities.parameters, ...this.#quantities.others].map((term) => ({ term, text: this.#text(term) }))
    this.#name = one.declaration.name
  }

  #text(t: Term): string {
    return printTerm(t, this.#options)
  }

  run(text: string): ExitCode {
    const { bounds, parameters } = this.#quantities
    if (bounds.length === 0) throw new CommandError(`${this.#name} concludes no bound that numbers could be put into`)
    const theories = this.search.all.runs.map((r) => r.result)
    const assignment = readAssignments(text, this.#named, this.#name, theories)
    const missing = parameters.filter((p) => !assignment.has(p)).map((p) => this.#text(p))
    if (missing.length > 0) {
      throw new CommandError(`${this.#name} needs ${missing.length === 1 ? 'a value' : 'values'} for ${missing.join(', ')}`, EXIT.usage,
        [`write: whp eval ${this.#name} with ${missing.map((m) => `${m} := …`).join(', ')}`])
    }
    return this.#report(assignment)
  }

  #report(assignment: Assignment): ExitCode {
    const hypotheses = this.#quantities.hypotheses
      .filter((h) => h.parameters.every((p) => assignment.has(p))).map((h) => evaluateHypothesis(assignment, h))
    const failing = hypotheses.filter((h) => h.verdict === 'fails')
    const open = hypotheses.filter((h) => h.verdict === 'undecided')
    const out = [...this.#heading(assignment), ...this.#hypotheses(hypotheses)]
    if (failing.length > 0) {
      print([...out, `${this.#name} says nothing here: ${count(failing.length, 'hypothesis fails', 'hypotheses fail')}`].join('\n'))
      return EXIT.failed
    }
    const values = this.#quantities.bounds.map((b) => evaluateQuantity(assignment, b))
    print([...out, ...values.flatMap((v) => this.#quantity(v)), ...undecidedLine(open.length)].join('\n'))
    return open.length > 0 || values.some((v) => v.value === undefined) ? EXIT.failed : EXIT.ok
  }

  #heading(assignment: Assignment): readonly string[] {
    const d = this.one.declaration
    const source = d.source === undefined ? '' : `  "${d.source}"`
    const values = [...assignment].map(([p, a]) => {
      if (a.kind === 'term') return `${this.#text(p)} = ${this.#text(a.term)}`
      const [low, high] = [a.side.low, a.side.high].map((q) => exactText(q) ?? q.toString())
      return low === high ? `${this.#text(p)} = ${low}` : `${this.#text(p)} in ${low}..${high}`
    })
    return [`${qualifiedName(this.one.run, d)}${source}`, ...(values.length === 0 ? [] : [`  at ${values.join(', ')}`])]
  }

  #hypotheses(all: readonly EvaluatedHypothesis[]): readonly string[] {
    const lines = all.map((h) => {
      const formula = this.#text(h.hypothesis.formula)
      if (h.verdict === 'holds') return `  holds    ${formula}`
      const at = h.point.length === 0 ? '' : ` at ${this.#point(h.point)}`
      const sides = h.sides === undefined ? '' : `: ${h.sides.map((s) => enclosureText(s, this.digits)).join(' against ')}`
      const why = h.reason === undefined ? '' : `: ${h.reason}`
      return `  ${h.verdict === 'fails' ? 'FAILS   ' : 'open    '} ${formula}${at}${sides}${why}`
    })
    const rest = this.#quantities.assumed.length
    const many = count(rest, 'hypothesis', 'hypotheses')
    const assumed = rest === 0 ? [] : [`  assumed  ${many} about more than numbers (\`whp show ${this.#name}\`)`]
    return lines.length + assumed.length === 0 ? [] : ['hypotheses', ...lines, ...assumed]
  }

  #quantity(q: EvaluatedQuantity): readonly string[] {
    const lines = [this.#claim(q)]
    if (q.value === undefined) return [...lines, `  has no value on the whole range: ${q.reason ?? 'unknown'}`, ...this.#corners(q)]
    const over = q.corners.length > 0 ? ' over the range' : ''
    lines.push(`  ${enclosureText(q.value, this.digits)}${over}`, ...this.#corners(q))
    const idle = saysNothing(q, q.value)
    return idle === undefined ? lines : [...lines, `  ${idle}`]
  }

  #corners(q: EvaluatedQuantity): readonly string[] {
    return q.corners.map(({ point, value }) => {
      return `  ${value === undefined ? 'no value' : enclosureText(value, this.digits)} at ${this.#point(point)}`
    })
  }

  /** What the bound bounds. */
  #claim({ quantity }: EvaluatedQuantity): string {
    if (quantity.role === 'conclusion') {
      const both = this.#quantities.bounds.filter((b) => b.relation === quantity.relation).length > 1
      return `${both ? `${this.#text(quantity.term)}, in ` : ''}${this.#text(quantity.relation)}`
    }
    const how = quantity.bounds === 'upper' ? 'at most' : quantity.bounds === 'lower' ? 'at least' : 'exactly'
    return `probability ${how} ${this.#text(quantity.term)}`
  }

  #point(point: Point): string {
    const number = (q: Rational): string => exactText(q) ?? decimal(q, this.digits, 'down')
    return point.map(({ parameter, value }) => `${this.#text(parameter)} = ${number(value)}`).join(', ')
  }
}

/** A bound on a probability that every probability satisfies. */
function saysNothing({ quantity }: EvaluatedQuantity, value: Enclosed): string | undefined {
  if (quantity.role !== 'probability') return undefined
  const { low, high } = ends(value)
  if (quantity.bounds === 'upper' && low !== null && Q.le(Q.ONE, low)) return 'so it says nothing: every probability is at most 1'
  if (quantity.bounds === 'lower' && high !== null && Q.sign(high) <= 0) return 'so it says nothing: every probability is at least 0'
  return undefined
}

function undecidedLine(n: number): readonly string[] {
  const many = count(n, 'hypothesis was', 'hypotheses were')
  return n === 0 ? [] : [`whether it applies is open: ${many} neither shown nor refuted on the whole range`]
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
