// Rows of a numbers table: a theorem's bound and a rule of thumb at the same values, as text. UNTRUSTED; exact arithmetic underneath.
// Imported by `whp doc`.
import type { TheoryRun } from '../checker/run.js'
import { elaborateNumber } from '../elaborate/formula.js'
import { REAL } from '../kernel/type.js'
import { enclosureText } from '../numeric/decimal.js'
import { evaluateHypothesis, evaluateQuantity } from '../numeric/evaluate.js'
import { quantitiesOf } from '../numeric/quantities.js'
import { parseFormula } from '../syntax/parser.js'
import { printTerm } from '../syntax/term-printer.js'
import { readAssignments } from './assignments.js'
import { CommandError } from './exit.js'
import { printOptions } from './printing.js'
import type { Found } from './theories.js'

/** Digits of a table. */
const DIGITS = 3

export interface Row {
  readonly rule: string
  /** The bound, undefined where a hypothesis fails. */
  readonly bound: string | undefined
  readonly problem: string | undefined
}

/** The first bound the statement concludes, and `rule`, at the values of `text`. */
export function rowOf(found: Found, runs: readonly TheoryRun[], text: string, rule: string): Row {
  const { open, name } = found.declaration
  const options = printOptions(found.run)
  const quantities = quantitiesOf(open ?? { variables: [], hypotheses: [], goal: found.declaration.statement })
  const named = [...quantities.parameters, ...quantities.others].map((term) => ({ term, text: printTerm(term, options) }))
  const theories = runs.map((r) => r.result)
  const assignment = readAssignments(text, named, name, theories)
  const missing = named.filter((n) => quantities.parameters.includes(n.term) && !assignment.has(n.term)).map((n) => n.text)
  if (missing.length > 0) throw new CommandError(`the row ${text} gives no value to ${missing.join(', ')}`)
  const [bound] = quantities.bounds
  const expr = parseFormula(rule).expr
  if (bound === undefined || expr === undefined) throw new CommandError(`${name} has no bound to tabulate, or ${rule} cannot be read`)
  const variables = new Map((open?.variables ?? []).map((v) => [v.name, v]))
  const term = elaborateNumber(expr, REAL, variables, theories)
  const value = (q: typeof bound): string => {
    const result = evaluateQuantity(assignment, q).value
    return result === undefined ? 'no value' : enclosureText(result, DIGITS)
  }
  const failing = quantities.hypotheses.filter((h) => h.parameters.every((p) => assignment.has(p)))
    .find((h) => evaluateHypothesis(assignment, h).verdict !== 'holds')
  return {
    rule: value({ ...bound, term }), bound: failing === undefined ? value(bound) : undefined,
    problem: failing === undefined ? undefined : `\`${printTerm(failing.formula, options)}\` does not hold`,
  }
}
