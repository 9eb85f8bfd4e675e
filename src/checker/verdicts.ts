// Numeric verdicts in the messages of a run: a counterexample beside a failed proof, a warning where sampling contradicts a proved claim.
// UNTRUSTED; a verdict never changes a status. Imported by check.ts.
import { message, type LocatedDiagnostic, type NumericSummary } from '../report/model.js'
import type { Place } from '../report/place.js'
import type { TheoryData } from './data.js'
import type { TheoryFile } from './imports.js'

/** `x = 1, y = 0, where the sides are 1 and 0`. */
function describe(found: NonNullable<NumericSummary['counterexample']>): string {
  const at = found.assignment.map((a) => `${a.name} = ${a.value}`).join(', ')
  const sides = found.left === undefined || found.right === undefined ? '' : `, where the sides are ${found.left} and ${found.right}`
  return `${at}${sides}`
}

/** Adds an exact counterexample of the claim to the first error inside each claim that was not proved. */
export function withCounterexamples(file: TheoryFile, data: TheoryData, list: readonly LocatedDiagnostic[]): readonly LocatedDiagnostic[] {
  const verdicts = new Map(data.verdicts)
  const out = [...list]
  for (const claim of data.claims) {
    const found = verdicts.get(claim.name)?.counterexample
    if (claim.status === 'proved' || found?.confirmed !== 'exact') continue
    const whole = file.index.place(claim.span)
    const at = out.findIndex((one) => one.severity === 'error' && inside(one.place, whole))
    const first = out[at]
    const hint = `the claim ${claim.name} is false: it fails at ${describe(found)}`
    if (first !== undefined) out[at] = { ...first, hints: [hint, ...first.hints] }
  }
  return out
}

function inside(place: Place, whole: Place): boolean {
  const after = place.line > whole.line || (place.line === whole.line && place.column >= whole.column)
  return after && (place.endLine < whole.endLine || (place.endLine === whole.endLine && place.endColumn <= whole.endColumn))
}

/** Proved claims and axioms that sampling contradicts: a false axiom, an instance that does not fit, or a fault of the tool. */
export function contradicted(file: TheoryFile, data: TheoryData): readonly LocatedDiagnostic[] {
  const verdicts = new Map(data.verdicts)
  const out: LocatedDiagnostic[] = []
  for (const claim of data.claims) {
    const verdict = verdicts.get(claim.name)
    const found = verdict?.counterexample
    if (verdict?.status !== 'violated' || found === undefined) continue
    const place = file.index.place(claim.span)
    if (claim.kind === 'axiom') {
      const exact = found.confirmed === 'exact'
      const text = `the axiom ${claim.name} ${exact ? 'is false' : 'looks false'}: it fails at ${describe(found)}`
      out.push(message('axiom-violated', text, place, [], exact ? 'error' : 'warning'))
    } else if (claim.status === 'proved') {
      const hints = ['an instance that does not satisfy its context would explain this; otherwise please report it']
      out.push(message('numeric-contradiction', `${claim.name} is proved, but sampling found ${describe(found)}`, place, hints, 'warning'))
    }
  }
  return out
}
