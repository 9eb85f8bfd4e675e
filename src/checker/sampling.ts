// Asks the numeric backend about the claims of a run. UNTRUSTED: its verdicts stand beside the proofs and never change a status.
// Loaded only when numerics are on, by the command line and by the threads that check proofs.
import { sampleDeclarations } from '../numeric/pool.js'
import { sampleDeclaration } from '../numeric/sample.js'
import type { Declaration, TheoryResult } from '../elaborate/result.js'
import type { NumericSummary } from '../report/model.js'
import type { InstanceDecl } from '../syntax/ast.js'
import type { Sampler } from './check.js'
import { instancesIn } from './crew.js'
import type { CrewTask } from './proof-worker.js'

interface Sampled {
  readonly own: string
  readonly declaration: Pick<Declaration, 'name' | 'open' | 'steps'>
}

/** The claims and axioms of a theory that can be sampled, under their qualified names, which also seed their samples. */
function sampledOf(result: TheoryResult): readonly Sampled[] {
  return result.declarations.filter((d) => d.kind !== 'definition' && d.kind !== 'refute' && d.open !== undefined).map((d) => ({
    own: d.name, declaration: { name: result.name === '' ? d.name : `${result.name}.${d.name}`, open: d.open, steps: d.steps },
  }))
}

/** Samples every claim and axiom of the requested files that has an open statement; verdicts by qualified name. */
export const sampleRuns: Sampler = (elaborated, settings, onProgress) => {
  const instances: readonly InstanceDecl[] = elaborated.ready.flatMap((f) => instancesIn(f.parsed.theory.items))
  const list = elaborated.runs.filter((run) => run.file.requested)
    .flatMap((run) => sampledOf(run.result).map(({ declaration }) => ({ declaration, instances })))
  const progress = onProgress === undefined ? {} : {
    onProgress: (done: number, total: number) => { onProgress({ done, total, label: 'numeric check' }) },
  }
  return sampleDeclarations(list, { ...settings, ...progress })
}

/** Samples the claims of one theory in this thread; verdicts by plain name. */
export function sampleTheory(result: TheoryResult, task: CrewTask): readonly (readonly [string, NumericSummary])[] {
  const { numeric } = task
  if (numeric === undefined) return []
  return sampledOf(result).map(({ own, declaration }) => [own, sampleDeclaration(declaration, task.instances, numeric)] as const)
}
