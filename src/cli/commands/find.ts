// `whp find`: lemmas by shape. UNTRUSTED; loaded by the command line when needed.
import { builtins } from '../../elaborate/names.js'
import { qualifiedName } from '../../checker/run.js'
import { matchesSomewhere } from '../../checker/find.js'
import { base } from '../../kernel/axioms.js'
import { axiomsOf } from '../../kernel/theorem.js'
import type { Term } from '../../kernel/term.js'
import { syntaxMessage } from '../../report/model.js'
import { LineIndex } from '../../report/place.js'
import { renderDiagnostic } from '../../report/human.js'
import type { Expr } from '../../syntax/ast.js'
import { parseFormula } from '../../syntax/parser.js'
import { assumedLaws, layersOf } from '../../syntax/term-printer-statement.js'
import { printTerm, termToExpr, type PrintOptions } from '../../syntax/term-printer.js'
import { EXIT, type ExitCode } from '../exit.js'
import { print, printError, wantsColor } from '../output.js'
import { printOptions } from '../printing.js'
import { elaborateStatements, searchPaths } from '../theories.js'

/** Something with a conclusion to match. */
interface Candidate {
  readonly name: string
  readonly where: string
  readonly statement: Term
  readonly options: PrintOptions
}

export function findCommand(pattern: string, paths: readonly string[]): ExitCode {
  const parsed = parseFormula(pattern)
  if (parsed.expr === undefined) {
    const index = new LineIndex({ path: 'pattern', text: parsed.text })
    const color = wantsColor(process.stderr)
    printError(parsed.diagnostics.map((d) => renderDiagnostic(syntaxMessage(d, index), { color })).join('\n\n'))
    return EXIT.usage
  }
  const { candidates, constants } = everything(paths)
  const isConstant = (name: string): boolean => constants.has(name) || builtins.has(name)
  const hits = candidates.filter((c) => matches(parsed.expr, c, isConstant))
  for (const c of hits) print(`${c.name}  -- ${c.where}\n  ${printTerm(conclusionOf(c), optionsOf(c))}`)
  if (hits.length === 0) print('nothing has this shape')
  return hits.length === 0 ? EXIT.failed : EXIT.ok
}

function matches(pattern: Expr, c: Candidate, isConstant: (name: string) => boolean): boolean {
  return matchesSomewhere(pattern, termToExpr(conclusionOf(c), optionsOf(c)), isConstant)
}

function conclusionOf(c: Candidate): Term {
  return layersOf(c.statement, c.options).conclusion
}

/** The conclusion stands where the hypotheses are in force, `expectation E` among them. */
function optionsOf(c: Candidate): PrintOptions {
  return { ...c.options, laws: assumedLaws(c.statement, c.options) }
}

/** Every claim and axiom of the theories, and the base axioms. */
function everything(paths: readonly string[]): { readonly candidates: readonly Candidate[]; readonly constants: ReadonlySet<string> } {
  const candidates: Candidate[] = []
  const constants = new Set<string>()
  for (const theorem of Object.values(base)) {
    const [axiom] = axiomsOf(theorem)
    if (axiom !== undefined) candidates.push({ name: axiom.name, where: axiom.citation, statement: axiom.statement, options: {} })
  }
  for (const run of elaborateStatements(searchPaths(paths)).runs) {
    const options = printOptions(run)
    for (const name of run.result.exports.constants.keys()) constants.add(name)
    for (const d of run.result.declarations) {
      const place = run.file.index.place(d.span)
      const claim = d.kind !== 'definition' && d.kind !== 'example' && d.open !== undefined
      if (claim) candidates.push({ name: qualifiedName(run, d), where: `${place.file}:${place.line}`, statement: d.statement, options })
    }
  }
  return { candidates, constants }
}
