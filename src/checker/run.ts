// Elaborates the theories of a run in order, each once. UNTRUSTED; what it calls proved it has checked against the kernel's theorem.
// Imported by check.ts and by the tools that ask about single theorems.
import { alphaEqual } from '../kernel/term.js'
import { axiomsOf } from '../kernel/theorem.js'
import type { Refuter } from '../elaborate/session.js'
import { elaborateTheory } from '../elaborate/theory.js'
import type { Declaration, TheoryResult } from '../elaborate/result.js'
import type { Diagnostic } from '../report/diagnostic.js'
import type { LocatedDiagnostic } from '../report/model.js'
import type { Host } from './host.js'
import { planRun, type Plan, type TheoryFile } from './imports.js'
import { loadPaths } from './load.js'

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

export interface Elaborated {
  readonly plan: Plan
  /** Imports before importers. */
  readonly runs: readonly TheoryRun[]
  /** Messages about files that could not be read. */
  readonly diagnostics: readonly LocatedDiagnostic[]
}

/** Loads, orders and elaborates everything the paths need. */
export function elaborateAll(settings: RunSettings, host: Host): Elaborated {
  const loaded = loadPaths(settings.paths, host)
  const plan = planRun(loaded.files, settings.libraries, host)
  const needed = withImports(plan.order.filter((f) => settings.wanted?.(f) ?? true))
  const ready = plan.order.filter((f) => !f.blocked && needed.has(f))
  const total = ready.reduce((n, f) => n + f.parsed.theory.items.length, 0)
  const runs: TheoryRun[] = []
  const results = new Map<TheoryFile, TheoryResult>()
  let before = 0
  for (const file of ready) {
    const started = before
    const run = elaborateFile(file, results, settings, host, (inside, label) => {
      settings.onProgress?.({ done: started + Math.min(inside, file.parsed.theory.items.length), total, label })
    })
    before += file.parsed.theory.items.length
    results.set(file, run.result)
    runs.push(run)
  }
  settings.onProgress?.({ done: total, total, label: '' })
  return { plan, runs, diagnostics: [...loaded.diagnostics, ...plan.diagnostics] }
}

/** The files and everything they import. */
function withImports(files: readonly TheoryFile[]): ReadonlySet<TheoryFile> {
  const all = new Set(files)
  for (const file of all) for (const target of file.imports) all.add(target)
  return all
}

function elaborateFile(file: TheoryFile, results: ReadonlyMap<TheoryFile, TheoryResult>, settings: RunSettings, host: Host,
  progress: (inside: number, label: string) => void): TheoryRun {
  const imports = file.imports.map((f) => results.get(f)).filter((r) => r !== undefined)
  const ms = new Map<string, number>()
  const begin = host.now()
  let last = begin
  const onDeclaration = (declaration: Declaration): void => {
    const now = host.now()
    ms.set(declaration.name, now - last)
    last = now
    progress(ms.size, declaration.name)
  }
  const statementsOnly = settings.statementsOnly === true
  const options = {
    onDeclaration, statementsOnly,
    ...(settings.budget === undefined ? {} : { budget: settings.budget }),
    ...(settings.refuter === undefined ? {} : { refuter: settings.refuter }),
  }
  const result = guarded(file, settings.debug === true, () => elaborateTheory(file.parsed.theory, imports, options))
  return { file, result: believed(result), ms, totalMs: host.now() - begin }
}

/** Runs `work`; a fault of the tool becomes one message for the file, and nothing of the file counts as checked. */
function guarded(file: TheoryFile, debug: boolean, work: () => TheoryResult): TheoryResult {
  try {
    return work()
  } catch (error) {
    const theory = file.parsed.theory
    const told = error instanceof Error ? error.message : String(error)
    const reason = error instanceof RangeError ? 'it nests too deeply or grows too large' : told
    const hints = debug && error instanceof Error ? [error.stack ?? ''] : ['run again with --debug and report this']
    const span = theory.name?.span ?? theory.span
    const diagnostic: Diagnostic = {
      code: 'internal-error', severity: 'error', message: `checking this theory broke off: ${reason}`, span,
      hints,
    }
    return {
      name: theory.name?.text ?? '', declarations: [], instances: [], diagnostics: [diagnostic],
      exports: { lemmas: new Map(), constants: new Map(), contexts: new Map() },
    }
  }
}

/** A status above the kernel's word is taken back: the elaborator is not trusted to say `proved`. */
function believed(result: TheoryResult): TheoryResult {
  const wrong = result.declarations.filter((d) => (d.status === 'proved' || d.status === 'refuted') && !isProved(d))
  if (wrong.length === 0) return result
  const diagnostics = wrong.map((d): Diagnostic => ({
    code: 'not-proved', severity: 'error', message: `the kernel has no theorem that says what ${d.name} states`, span: d.span,
  }))
  return {
    ...result, diagnostics: [...result.diagnostics, ...diagnostics],
    declarations: result.declarations.map((d) => (wrong.includes(d) ? { ...d, status: 'failed', theorem: undefined } : d)),
  }
}

/** Whether the declaration carries a theorem of its own closed statement that rests on no unproved statement. */
export function isProved(d: Declaration): boolean {
  const th = d.theorem
  return th !== undefined && th.hyps.length === 0 && alphaEqual(th.concl, d.statement) && axiomsOf(th).every((a) => a.kind !== 'import')
}

/** `Theory.name`. */
export function qualifiedName(run: TheoryRun, d: Declaration): string {
  return run.result.name === '' ? d.name : `${run.result.name}.${d.name}`
}
