// The thread's side of a parallel run: checks one theory at a time against the statements of what it imports.
// UNTRUSTED. An imported statement enters the kernel as an axiom of kind `import`; the main thread reports a claim as proved only
// when every such statement has been proved in its own file in the same run. No theorem ever crosses threads.
import { elaborateTheory } from '../elaborate/theory.js'
import type { ContextUse, TheoryResult } from '../elaborate/result.js'
import type { Refuter } from '../elaborate/session.js'
import type { NumericSummary } from '../report/model.js'
import type { InstanceDecl, Theory } from '../syntax/ast.js'
import { dataOf, type TheoryData } from './data.js'
import { runTheory } from './theory-run.js'

/** A file of the run as threads see it: its syntax tree and the positions of its imports in the list of files. */
export interface SharedFile {
  readonly theory: Theory
  readonly imports: readonly number[]
  readonly requested: boolean
}

/** What every thread is given at its start. */
export interface CrewTask {
  readonly files: readonly SharedFile[]
  /** Instances of all files, in order. */
  readonly instances: readonly InstanceDecl[]
  readonly budget: number | undefined
  readonly debug: boolean
  readonly numeric: { readonly seed: number; readonly samples: number } | undefined
}

/** What lemmas inside contexts use of them, for each file that has such lemmas and has been checked. */
export type Uses = readonly (readonly [file: number, uses: readonly (readonly [lemma: string, use: ContextUse])[]])[]

export interface WorkerRequest {
  readonly file: number
  /** Those of every imported file with lemmas inside contexts. */
  readonly uses: Uses
}

export type WorkerResponse =
  | { readonly kind: 'done'; readonly file: number; readonly data: TheoryData }
  | { readonly kind: 'progress'; readonly file: number; readonly done: number; readonly label: string }
  | { readonly kind: 'failed'; readonly reason: string }

/** The numeric backend, loaded by the thread only when it is wanted. */
export interface NumericTools {
  readonly refuter: Refuter
  readonly sample: (result: TheoryResult, task: CrewTask) => readonly (readonly [string, NumericSummary])[]
}

export class ProofWorker {
  readonly #statements = new Map<number, TheoryResult>()

  constructor(readonly task: CrewTask, readonly tools: NumericTools | undefined, readonly now: () => number) {}

  /** Checks one file in full. */
  check(request: WorkerRequest, onProgress: (done: number, label: string) => void): TheoryData {
    const file = this.task.files[request.file]
    if (file === undefined) throw new Error(`there is no file ${request.file} in this run`)
    const uses = new Map(request.uses.map(([index, list]) => [index, new Map(list)]))
    const timed = runTheory({
      theory: file.theory, imports: file.imports.map((i) => this.#statementsOf(i, uses)),
      options: {
        ...(this.task.budget === undefined ? {} : { budget: this.task.budget }),
        ...(this.tools === undefined ? {} : { refuter: this.tools.refuter }),
      },
      awaiting: true, debug: this.task.debug, now: this.now, onProgress,
    })
    const verdicts = file.requested ? this.tools?.sample(timed.result, this.task) : undefined
    return dataOf(timed.result, timed.ms, timed.totalMs, verdicts)
  }

  /** The statements of a file; an importer gets the same objects every time, so that two ways to one theory agree. */
  #statementsOf(index: number, uses: ReadonlyMap<number, ReadonlyMap<string, ContextUse>>): TheoryResult {
    const old = this.#statements.get(index)
    if (old !== undefined) return old
    const file = this.task.files[index]
    if (file === undefined) throw new Error(`there is no file ${index} in this run`)
    const imports = file.imports.map((i) => this.#statementsOf(i, uses))
    const contextUses = uses.get(index)
    const made = elaborateTheory(file.theory, imports, {
      statementsOnly: true,
      ...(this.task.budget === undefined ? {} : { budget: this.task.budget }),
      ...(contextUses === undefined ? {} : { contextUses }),
    })
    this.#statements.set(index, made)
    return made
  }
}
