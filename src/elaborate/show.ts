// Formulas for messages: printed by the term printer with the scope's hidden parameters left out. UNTRUSTED.
import type { FVar, Term } from '../kernel/term.js'
import { printTerm } from '../syntax/term-printer.js'
import type { Theorem } from '../kernel/theorem.js'
import type { ShownFact } from '../report/diagnostic.js'
import type { Constant } from '../kernel/term.js'
import type { Scope } from './scope.js'

/** The formula as a reader of this place would write it. */
export function show(scope: Scope, t: Term): string {
  return printTerm(t, { hidden: hiddenOf(scope) })
}

/** How many leading arguments of each constant of the scope are context parameters. */
function hiddenOf(scope: Scope): ReadonlyMap<Constant, readonly FVar[]> {
  const map = new Map<Constant, readonly FVar[]>()
  for (const entry of scope.constants.values()) if (entry.info.hidden.length > 0) map.set(entry.info.constant, entry.info.hidden)
  return map
}

export function showFact(scope: Scope, name: string | undefined, th: Theorem): ShownFact {
  return { name, formula: show(scope, th.concl) }
}
