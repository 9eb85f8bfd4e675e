// `whp prove`: the engine alone on one formula. UNTRUSTED; loaded by the command line when needed.
import { Budget, type Explanation, type Method, type ModelValue, type Outcome } from '../../engine/types.js'
import { run } from '../../engine/portfolio.js'
import { ElaborationError } from '../../elaborate/failure.js'
import { formulaConditions } from '../../elaborate/conditions.js'
import { elaborateFormula, type OpenFormula } from '../../elaborate/formula.js'
import { libraryOf } from '../../elaborate/session.js'
import type { TheoryResult } from '../../elaborate/result.js'
import { locate, syntaxMessage, type LocatedDiagnostic } from '../../report/model.js'
import { LineIndex } from '../../report/place.js'
import { renderDiagnostic } from '../../report/human.js'
import type { Expr } from '../../syntax/ast.js'
import { parseFormula } from '../../syntax/parser.js'
import { freeVars } from '../../kernel/term.js'
import { generalise, recordTraces, type Theorem } from '../../kernel/theorem.js'
import { printSide, printTerm } from '../../syntax/term-printer.js'
import { sizeText, writeCertificateFile } from '../certificates.js'
import { EXIT, type ExitCode } from '../exit.js'
import { print, printError, wantsColor } from '../output.js'
import { theoriesNamed } from '../theories.js'

export interface ProveOptions {
  readonly method: Method
  readonly imports: readonly string[]
  readonly budget: number
  /** File for the certificate of a proof. */
  readonly certificate: string | undefined
}

/** Answers `proved`, `false` or `unknown`, solver fashion: the first word of the output is the answer. */
export function proveCommand(formula: string, options: ProveOptions): ExitCode {
  const opened = read(formula, theoriesNamed(options.imports))
  if (opened === undefined) return EXIT.usage
  const problem = { goal: opened.term, facts: [], library: libraryOf(opened.scope), budget: new Budget(options.budget) }
  recordTraces(options.certificate !== undefined)
  const outcome = run(options.method, problem)
  if (outcome.kind === 'proved' && options.certificate !== undefined) {
    const name = 'formula'
    const size = writeCertificateFile(options.certificate.replaceAll('{name}', name), [{ name, theorem: closed(outcome.theorem) }])
    printError(`certificate: ${sizeText(size)}`)
  }
  return answer(outcome, options.budget)
}

/** The theorem with its variables bound, in order of occurrence. */
function closed(th: Theorem): Theorem {
  return freeVars(th.concl).reduceRight((acc, v) => generalise(v, acc), th)
}

function read(text: string, theories: readonly TheoryResult[]): OpenFormula | undefined {
  const parsed = parseFormula(text)
  const index = new LineIndex({ path: 'formula', text: parsed.text })
  const complain = (list: readonly LocatedDiagnostic[]): undefined => {
    printError(list.map((d) => renderDiagnostic(d, { color: wantsColor(process.stderr) })).join('\n\n'))
  }
  if (parsed.expr === undefined) {
    return complain(parsed.diagnostics.map((d) => syntaxMessage(d, index)))
  }
  const opened = elaborated(parsed.expr, theories, (error) => complain([locate(error.diagnostic, index)]))
  if (opened === undefined) return undefined
  const conditions = formulaConditions(opened.scope, opened.term, parsed.expr.span)
  return conditions.length === 0 ? opened : complain(conditions.map((d) => locate(d, index)))
}

function elaborated(expr: Expr, theories: readonly TheoryResult[],
  complain: (error: ElaborationError) => undefined): OpenFormula | undefined {
  try {
    return elaborateFormula(expr, theories)
  } catch (error) {
    if (error instanceof ElaborationError) return complain(error)
    throw error
  }
}

function answer(outcome: Outcome, units: number): ExitCode {
  switch (outcome.kind) {
    case 'proved':
      print(['proved', ...explanationLines(outcome.certificate, 1)].join('\n'))
      return EXIT.ok
    case 'refuted':
      print(`false at ${pointText(outcome.model)}`)
      return EXIT.ok
    case 'unknown': {
      const lines = [outcome.gaveUp === true ? `unknown: gave up after ${units} units` : `unknown: ${outcome.reason}`]
      const best = outcome.best
      if (best !== undefined) lines.push(`  fails with ${rational(best.given)}; holds with ${rational(best.best)}, the best possible`)
      if (outcome.point !== undefined) lines.push(`  not excluded: ${pointText(outcome.point)}`)
      print(lines.join('\n'))
      return EXIT.failed
    }
  }
}

function pointText(point: readonly ModelValue[]): string {
  return point.map((m) => `${printSide(m.term)} = ${rational(m.value)}`).join(', ')
}

function rational(q: { readonly num: bigint; readonly den: bigint }): string {
  return q.den === 1n ? String(q.num) : `${String(q.num)}/${String(q.den)}`
}

const MAX_LINES = 200

/** An explanation as indented lines, cut when it is very long. */
export function explanationLines(e: Explanation, depth: number): readonly string[] {
  const out: string[] = []
  const go = (one: Explanation, level: number): void => {
    if (out.length > MAX_LINES) return
    out.push(`${'  '.repeat(level)}${one.text}`)
    for (const formula of one.formulas ?? []) out.push(`${'  '.repeat(level + 1)}${printTerm(formula, { limit: 500 })}`)
    for (const part of one.parts ?? []) go(part, level + 1)
  }
  go(e, depth)
  return out.length > MAX_LINES ? [...out.slice(0, MAX_LINES), `${'  '.repeat(depth)}…`] : out
}
