// Why a step or a premise was not proved, in a reader's terms: the point where it fails, the constant for which it holds, what the
// facts allow. UNTRUSTED: it words what the engine and the refuter found. Imported by justify.ts and apply.ts.
import type { Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import type { ModelValue, Outcome, Unknown } from '../engine/types.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { show } from './show.js'

/** How many values of a point are shown. */
const SHOWN_VALUES = 8

export type Unproved = Exclude<Outcome, { kind: 'proved' }>

function ratText(value: { readonly num: bigint; readonly den: bigint }): string {
  return value.den === 1n ? String(value.num) : `${String(value.num)}/${String(value.den)}`
}

function pointText(scope: Scope, point: readonly ModelValue[]): string {
  return point.map((m) => `${show(scope, m.term)} = ${ratText(m.value)}`).join(', ')
}

/**
 * Where the formula fails although the facts hold, as `x = 1, y = 2`; empty for a formula without variables that is false, undefined
 * when no such point was found. Exact: found by the engine or confirmed by the refuter.
 */
export function failingPoint(session: Session, scope: Scope, formula: Term, outcome: Unproved,
  facts: readonly Theorem[]): string | undefined {
  if (outcome.kind === 'refuted') return pointText(scope, outcome.model)
  return session.refuter?.(facts.map((th) => th.concl), formula)?.map((v) => `${v.name} = ${v.value}`).join(', ')
}

/** `what` with the point where it fails. */
export const falseAt = (what: string, point: string): string => point === '' ? `${what}: it is false` : `${what}: it fails at ${point}`

/** The best constant, else what the facts allow, else the engine's reason. */
export function reasonsOf(scope: Scope, outcome: Unknown): readonly string[] {
  const hints: string[] = []
  const best = outcome.best
  if (best !== undefined) {
    const of = best.of === undefined ? '' : ` as the coefficient of ${show(scope, best.of)}`
    hints.push(`fails with ${ratText(best.given)}${of}; holds with ${ratText(best.best)}, the best possible from these facts`)
  }
  if (outcome.point !== undefined && outcome.point.length > 0) {
    hints.push(`the facts allow ${pointText(scope, outcome.point.slice(0, SHOWN_VALUES))}`)
  }
  return hints.length === 0 && outcome.reason !== '' ? [outcome.reason] : hints
}
