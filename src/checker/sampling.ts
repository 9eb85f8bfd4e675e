// Asks the numeric backend about the claims of a run. UNTRUSTED: its verdicts stand beside the proofs and never change a status.
// Imported by the command line, which loads it only when numerics are on.
import { sampleDeclaration } from '../numeric/sample.js'
import type { NumericVerdict } from '../numeric/types.js'
import { qualifiedName, type Sampler } from './check.js'
import type { Elaborated } from './run.js'

/** Samples every claim of the requested files that has an open statement; verdicts by qualified name. */
export const sampleRuns: Sampler = (elaborated: Elaborated, settings) => {
  const instances = elaborated.runs.flatMap((run) => run.result.instances)
  const verdicts = new Map<string, NumericVerdict>()
  for (const run of elaborated.runs.filter((r) => r.file.requested)) {
    for (const d of run.result.declarations) {
      if (d.kind === 'definition' || d.kind === 'refute' || d.kind === 'axiom' || d.open === undefined) continue
      const name = qualifiedName(run, d)
      verdicts.set(name, sampleDeclaration({ name, open: d.open, steps: d.steps }, instances, settings))
    }
  }
  return Promise.resolve(verdicts)
}
