// How the command line prints statements: context parameters left out, definitions in the order they are needed.
// UNTRUSTED by the kernel, trusted by readers; imported by the command line only.
import type { Elaborated, TheoryRun } from '../checker/run.js'
import type { Constant, FVar, Term } from '../kernel/term.js'
import type { PrintOptions } from '../syntax/term-printer.js'
import { printDefinition } from '../syntax/term-printer-statement.js'

/** Column at which statements are broken. */
export const PAGE_WIDTH = 110

/** Printing options for a theory: arguments that are the parameters of a context are not written. */
export function printOptions(run: TheoryRun | undefined): PrintOptions {
  const hidden = new Map<Constant, readonly FVar[]>()
  for (const entry of run?.result.exports.constants.values() ?? []) {
    if (entry.info.hidden.length > 0) hidden.set(entry.info.constant, entry.info.hidden)
  }
  return { hidden }
}

/** The definitions of proof files that `statement` rests on, each after those it uses itself. */
export function definitionsUnder(statement: Term, all: Elaborated): readonly Constant[] {
  const declared = new Set<Constant>()
  for (const run of all.runs) for (const d of run.result.declarations) if (d.constant !== undefined) declared.add(d.constant)
  const order: Constant[] = []
  const visited = new Set<Constant>()
  const seen = new Set<Term>()
  const go = (t: Term): void => {
    if (seen.has(t)) return
    seen.add(t)
    if (t.kind === 'app') {
      go(t.fn)
      go(t.arg)
    } else if (t.kind === 'abs') go(t.body)
    else if (t.kind === 'const' && declared.has(t.constant) && !visited.has(t.constant)) {
      visited.add(t.constant)
      if (t.constant.body !== undefined) go(t.constant.body)
      order.push(t.constant)
    }
  }
  go(statement)
  return order
}

/** One line for each definition under the statement. */
export function definitionLines(statement: Term, all: Elaborated, options: PrintOptions): readonly string[] {
  return definitionsUnder(statement, all).map((c) => printDefinition(c, c.name, options) ?? c.name)
}
