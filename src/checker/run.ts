// Elaborates the theories of a run in order, each once, in one thread. UNTRUSTED; statuses are checked against the kernel (theory-run.ts).
// Imported by check.ts and by the tools that ask about single theorems.
import type { Refuter } from '../elaborate/session.js'
import type { Declaration, TheoryResult } from '../elaborate/result.js'
import type { FreeLemma } from '../elaborate/theory.js'
import type { LocatedDiagnostic } from '../report/model.js'
import type { Host } from './host.js'
import { planRun, type Plan, type TheoryFile } from './imports.js'
import { loadPaths } from './load.js'
import { runTheory } from './theory-run.js'

export interface RunSettings {
  /** Files and directories to check. */
  readonly paths: readonly string[]
  /** Directories searched for imported theories, first ones first. */
  readonly libraries: readonly string[]
  /** Engine work units per step; the elaborator's default when absent. */
  readonly budget?: number
  /** Looks for counterexamples to failed steps; none are looked for when absent. */
  readonly refuter?: Refuter
  /** Put the stack of an internal error into its message. */
  readonly debug?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** Elaborate statements without their proofs; nothing is proved then. */
  readonly statementsOnly?: boolean
  /** Called before each lemma with free constants. */
  readonly onFree?: (lemma: FreeLemma, file: TheoryFile) => void
  /** Picks the files to elaborate, with what they import; all when absent. Called once for each file. */
  readonly wanted?: (file: TheoryFile) => boolean
}

/** How far a run is: declarations done out of all in the files of the run. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly label: string
}

/** One elaborated theory. `ms` gives the time of each declaration. */
export interface TheoryRun {
  readonly file: TheoryFile
  readonly result: TheoryResult
  readonly ms: ReadonlyMap<string, number>
  readonly totalMs: number
}

/** The files of a run, read and ordered, none checked yet. */
export interface Prepared {
  readonly plan: Plan
  /** The files to check, imports before importers. */
  readonly ready: readonly TheoryFile[]
  /** Messages about files that could not be read. */
  readonly diagnostics: readonly LocatedDiagnostic[]
}

export interface Elaborated extends Prepared {
  /** Imports before importers. */
  readonly runs: readonly TheoryRun[]
}

/** Loads and orders everything the paths need. */
export function prepare(settings: RunSettings, host: Host): Prepared {
  const loaded = loadPaths(settings.paths, host)
  const plan = planRun(loaded.files, settings.libraries, host)
  const needed = withImports(plan.order.filter((f) => settings.wanted?.(f) ?? true))
  return { plan, ready: plan.order.filter((f) => !f.blocked && needed.has(f)), diagnostics: [...loaded.diagnostics, ...plan.diagnostics] }
}

/** Loads, orders and elaborates everything the paths need. */
export function elaborateAll(settings: RunSettings, host: Host): Elaborated {
  return elaboratePrepared(prepare(settings, host), settings, host)
}

/** Elaborates the files of a prepared run. */
export function elaboratePrepared(prepared: Prepared, settings: RunSettings, host: Host): Elaborated {
  const total = prepared.ready.reduce((n, f) => n + f.parsed.theory.items.length, 0)
  const runs: TheoryRun[] = []
  const results = new Map<TheoryFile, TheoryResult>()
  let before = 0
  for (const file of prepared.ready) {
    const started = before
    const items = file.parsed.theory.items.length
    const timed = runTheory({
      theory: file.parsed.theory, imports: file.imports.map((f) => results.get(f)).filter((r) => r !== undefined),
      options: { ...optionsOf(settings), onFree: (lemma) => settings.onFree?.(lemma, file) },
      awaiting: false, debug: settings.debug === true, now: () => host.now(),
      onProgress: (inside, label) => { settings.onProgress?.({ done: started + Math.min(inside, items), total, label }) },
    })
    before += items
    results.set(file, timed.result)
    runs.push({ file, ...timed })
  }
  settings.onProgress?.({ done: total, total, label: '' })
  return { ...prepared, runs }
}

function optionsOf(settings: RunSettings): Parameters<typeof runTheory>[0]['options'] {
  return {
    statementsOnly: settings.statementsOnly === true,
    ...(settings.budget === undefined ? {} : { budget: settings.budget }),
    ...(settings.refuter === undefined ? {} : { refuter: settings.refuter }),
  }
}

/** The files and everything they import. */
function withImports(files: readonly TheoryFile[]): ReadonlySet<TheoryFile> {
  const all = new Set(files)
  for (const file of all) for (const target of file.imports) all.add(target)
  return all
}

/** `Theory.name`. */
export function qualifiedName(run: TheoryRun, d: Declaration): string {
  return run.result.name === '' ? d.name : `${run.result.name}.${d.name}`
}
