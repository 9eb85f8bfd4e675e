// One theory elaborated and timed, its statuses held to the kernel's word, a fault of the tool turned into one message.
// UNTRUSTED; used alike by the run in one thread and by the threads of a parallel one. Imported by the checker.
import { elaborateTheory, type ElaborationOptions } from '../elaborate/theory.js'
import type { Declaration, TheoryResult } from '../elaborate/result.js'
import type { Diagnostic } from '../report/diagnostic.js'
import type { Theory } from '../syntax/ast.js'
import { isProved } from './data.js'

export interface TheoryTask {
  readonly theory: Theory
  /** Results of the imported theories. */
  readonly imports: readonly TheoryResult[]
  readonly options: ElaborationOptions
  /** Accept imported statements that are checked elsewhere in the run. */
  readonly awaiting: boolean
  /** Put the stack of an internal error into its message. */
  readonly debug: boolean
  readonly now: () => number
  /** Called after each declaration with their number so far. */
  readonly onProgress: (done: number, label: string) => void
}

export interface TimedResult {
  readonly result: TheoryResult
  /** Milliseconds by name of declaration. */
  readonly ms: ReadonlyMap<string, number>
  readonly totalMs: number
}

export function runTheory(task: TheoryTask): TimedResult {
  const ms = new Map<string, number>()
  const begin = task.now()
  let last = begin
  const onDeclaration = (declaration: Declaration): void => {
    const now = task.now()
    ms.set(declaration.name, now - last)
    last = now
    task.onProgress(ms.size, declaration.name)
  }
  const result = guarded(task, () => elaborateTheory(task.theory, task.imports, { ...task.options, onDeclaration }))
  return { result: believed(result, task.awaiting), ms, totalMs: task.now() - begin }
}

/** Runs `work`; a fault of the tool becomes one message for the file, and nothing of the file counts as checked. */
function guarded(task: TheoryTask, work: () => TheoryResult): TheoryResult {
  try {
    return work()
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    const reason = error instanceof RangeError ? 'it nests too deeply or grows too large' : told
    const hints = task.debug && error instanceof Error ? [error.stack ?? ''] : ['run again with --debug and report this']
    const span = task.theory.name?.span ?? task.theory.span
    const message = `checking this theory broke off: ${reason}`
    return {
      name: task.theory.name?.text ?? '', declarations: [], instances: [],
      diagnostics: [{ code: 'internal-error', severity: 'error', message, span, hints }],
      exports: { lemmas: new Map(), constants: new Map(), contexts: new Map() },
    }
  }
}

/** A status above the kernel's word is taken back: the elaborator is not trusted to say `proved`. */
function believed(result: TheoryResult, awaiting: boolean): TheoryResult {
  const wrong = result.declarations.filter((d) => (d.status === 'proved' || d.status === 'refuted') && !isProved(d, awaiting))
  if (wrong.length === 0) return result
  const diagnostics = wrong.map((d): Diagnostic => ({
    code: 'not-proved', severity: 'error', message: `the kernel has no theorem that says what ${d.name} states`, span: d.span,
  }))
  return {
    ...result, diagnostics: [...result.diagnostics, ...diagnostics],
    declarations: result.declarations.map((d) => (wrong.includes(d) ? { ...d, status: 'failed', theorem: undefined } : d)),
  }
}
