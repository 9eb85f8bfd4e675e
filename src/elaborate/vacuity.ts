// Vacuity: do the hypotheses of a theorem contradict each other? A small search for ⊢ False. UNTRUSTED; only warns.
import { falsity } from '../kernel/signature.js'
import { run } from '../engine/portfolio.js'
import { Budget } from '../engine/types.js'
import { assume } from '../kernel/theorem.js'
import type { Frame } from './frame.js'
import { libraryOf } from './session.js'

/** Units spent on each theorem; small, as almost every search is in vain. */
const UNITS = 3000

/** Whether False was derived from the assumptions of the frame by linear reasoning. */
export function contradictory(frame: Frame, options: { readonly statementsOnly: boolean }): boolean {
  if (options.statementsOnly || frame.assumptions.length === 0) return false
  const facts = frame.assumptions.map((a) => assume(a.formula))
  return run('linear', { goal: falsity, facts, library: libraryOf(frame.scope), budget: new Budget(UNITS) }).kind === 'proved'
}
