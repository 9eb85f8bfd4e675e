// Asks the numeric backend about the claims of a run. UNTRUSTED: its verdicts stand beside the proofs and never change a status.
// Imported by the command line, which loads it only when numerics are on.
import { sampleDeclarations } from '../numeric/pool.js'
import type { Sampler } from './check.js'
import { qualifiedName } from './run.js'

/** Samples every claim and axiom of the requested files that has an open statement; verdicts by qualified name. */
export const sampleRuns: Sampler = (elaborated, settings, onProgress) => {
  const instances = elaborated.runs.flatMap((run) => run.result.instances)
  const list = elaborated.runs.filter((run) => run.file.requested).flatMap((run) => run.result.declarations
    .filter((d) => d.kind !== 'definition' && d.kind !== 'refute' && d.open !== undefined)
    .map((d) => ({ declaration: { name: qualifiedName(run, d), open: d.open, steps: d.steps }, instances })))
  const progress = onProgress === undefined ? {} : {
    onProgress: (done: number, total: number) => { onProgress({ done, total, label: 'numeric check' }) },
  }
  return sampleDeclarations(list, { ...settings, ...progress })
}
