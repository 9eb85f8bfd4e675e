// Numeric verdicts in the messages of a run: a counterexample beside a failed proof, a warning where sampling contradicts a proved claim.
// UNTRUSTED; a verdict never changes a status. Imported by check.ts.
import { message, type LocatedDiagnostic, type NumericSummary } from '../report/model.js'
import type { Place } from '../report/place.js'
import { qualifiedName, type TheoryRun } from './run.js'

/** Verdicts by qualified name. */
export type Verdicts = ReadonlyMap<string, NumericSummary>

/** `x = 1, y = 0, where the sides are 1 and 0`. */
function describe(found: NonNullable<NumericSummary['counterexample']>): string {
  const at = found.assignment.map((a) => `${a.name} = ${a.value}`).join(', ')
  const sides = found.left === undefined || found.right === undefined ? '' : `, where the sides are ${found.left} and ${found.right}`
  return `${at}${sides}`
}

/** Adds an exact counterexample of the claim to the first error inside each claim that was not proved. */
export function withCounterexamples(run: TheoryRun, list: readonly LocatedDiagnostic[],
  verdicts: Verdicts | undefined): readonly LocatedDiagnostic[] {
  if (verdicts === undefined) return list
  const out = [...list]
  for (const d of run.result.declarations) {
    const found = verdicts.get(qualifiedName(run, d))?.counterexample
    if (d.status === 'proved' || found?.confirmed !== 'exact') continue
    const whole = run.file.index.place(d.span)
    const at = out.findIndex((one) => one.severity === 'error' && inside(one.place, whole))
    const first = out[at]
    if (first !== undefined) out[at] = { ...first, hints: [`the claim ${d.name} is false: it fails at ${describe(found)}`, ...first.hints] }
  }
  return out
}

function inside(place: Place, whole: Place): boolean {
  const after = place.line > whole.line || (place.line === whole.line && place.column >= whole.column)
  return after && (place.endLine < whole.endLine || (place.endLine === whole.endLine && place.endColumn <= whole.endColumn))
}

/** Proved claims and axioms that sampling contradicts: a false axiom, an instance that does not fit, or a fault of the tool. */
export function contradicted(run: TheoryRun, verdicts: Verdicts | undefined): readonly LocatedDiagnostic[] {
  const out: LocatedDiagnostic[] = []
  for (const d of run.result.declarations) {
    const verdict = verdicts?.get(qualifiedName(run, d))
    const found = verdict?.counterexample
    if (verdict?.status !== 'violated' || found === undefined) continue
    const place = run.file.index.place(d.span)
    if (d.kind === 'axiom') {
      const exact = found.confirmed === 'exact'
      const text = `the axiom ${d.name} ${exact ? 'is false' : 'looks false'}: it fails at ${describe(found)}`
      out.push(message('axiom-violated', text, place, [], exact ? 'error' : 'warning'))
    } else if (d.status === 'proved') {
      const hints = ['an instance that does not satisfy its context would explain this; otherwise please report it']
      out.push(message('numeric-contradiction', `${d.name} is proved, but sampling found ${describe(found)}`, place, hints, 'warning'))
    }
  }
  return out
}
