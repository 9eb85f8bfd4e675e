// `whp check` as a function: elaborated theories, digests, axiom rules and numeric verdicts gathered into one report.
// UNTRUSTED, but every `proved` in the report is backed by a kernel theorem (run.ts). Imported by the command line.
import { axiomsOf } from '../kernel/theorem.js'
import type { Declaration } from '../elaborate/result.js'
import {
  REPORT_VERSION, locate, message, summarise,
  type DeclaredAxiom, type LocatedDiagnostic, type Report, type TheoremReport, type UsedAxiom,
} from '../report/model.js'
import type { Place } from '../report/place.js'
import { statementDigest } from './digest.js'
import type { Host } from './host.js'
import type { TheoryFile } from './imports.js'
import { comparePaths } from './load.js'
import { Suggestions } from './suggest.js'
import { contradicted, withCounterexamples, type Verdicts } from './verdicts.js'
import { elaborateAll, qualifiedName, type Elaborated, type RunSettings, type TheoryRun } from './run.js'

export interface CheckSettings extends RunSettings {
  readonly toolVersion: string
  /** Names of the axioms user files may declare; any other is an error. All are allowed when absent. */
  readonly allowedAxioms?: ReadonlySet<string>
  readonly numeric?: { readonly seed: number; readonly samples: number; readonly jobs: number }
}

/** Samples declarations by qualified name; supplied by the numeric backend. */
export type Sampler = (
  elaborated: Elaborated, settings: NonNullable<CheckSettings['numeric']>, onProgress: CheckSettings['onProgress'],
) => Promise<Verdicts>

export interface Checked {
  readonly report: Report
  readonly elaborated: Elaborated
}

/** Checks everything the paths name and reports it. */
export async function check(settings: CheckSettings, host: Host, sampler?: Sampler): Promise<Checked> {
  const begin = host.now()
  const elaborated = elaborateAll(settings, host)
  const requested = elaborated.runs.filter((r) => r.file.requested)
  const numeric = sampler === undefined ? undefined : settings.numeric
  const verdicts = numeric === undefined ? undefined : await sampler?.(elaborated, numeric, settings.onProgress)
  const theorems = requested.flatMap((run) => run.result.declarations.flatMap((d) => theoremReport(run, d, verdicts)))
  const axioms = elaborated.runs.filter((r) => r.file.requested || !isBundled(r.file, settings)).flatMap(declaredAxioms)
  const suggestions = new Suggestions(allFiles(elaborated), settings.libraries, host)
  const input = [...elaborated.diagnostics, ...allFiles(elaborated).flatMap((f) => f.diagnostics)]
  const diagnostics = [
    ...input, ...requested.flatMap((run) => withCounterexamples(run, ownDiagnostics(run, suggestions), verdicts)),
    ...brokenImports(elaborated),
    ...forbiddenAxioms(axioms, settings.allowedAxioms), ...requested.flatMap((run) => contradicted(run, verdicts)),
  ]
  const inputErrors = input.filter((d) => d.severity === 'error').length
  const files = requestedFiles(elaborated)
  const report: Report = {
    version: REPORT_VERSION, toolVersion: settings.toolVersion, summary: summarise(files.length, theorems, axioms.length, inputErrors),
    files: files.map((f) => fileReport(f, requested)), theorems, axioms, diagnostics: sorted(diagnostics),
    seed: numeric?.seed, ms: rounded(host.now() - begin),
  }
  return { report, elaborated }
}

/** Exit code of a report: 0 all proved, 1 a proof or refutation failed, 2 something could not be read, 3 holes only. */
export function exitCodeOf(report: Report): 0 | 1 | 2 | 3 {
  const s = report.summary
  if (s.inputErrors > 0) return 2
  if (s.failed > 0 || s.gaveUp > 0 || report.diagnostics.some((d) => d.severity === 'error')) return 1
  return s.incomplete > 0 ? 3 : 0
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}

function allFiles(e: Elaborated): readonly TheoryFile[] {
  return [...new Set([...e.plan.order, ...e.plan.blocked])]
}

function requestedFiles(e: Elaborated): readonly TheoryFile[] {
  return allFiles(e).filter((f) => f.requested).sort((a, b) => comparePaths(a.source.path, b.source.path))
}

function fileReport(file: TheoryFile, runs: readonly TheoryRun[]): Report['files'][number] {
  const run = runs.find((r) => r.file === file)
  return { path: file.source.path, theory: file.parsed.theory.name?.text, checked: run !== undefined, ms: rounded(run?.totalMs ?? 0) }
}

/** Files found only in the last library directory come with the tool and are not the user's. */
function isBundled(file: TheoryFile, settings: RunSettings): boolean {
  const last = settings.libraries[settings.libraries.length - 1]
  return !file.requested && settings.libraries.length > 1 && last !== undefined && file.source.path.startsWith(`${last}/`)
}

/** The axioms a proved declaration rests on. */
export function axiomsUnder(d: Declaration): readonly UsedAxiom[] {
  return d.theorem === undefined ? [] : axiomsOf(d.theorem).map((a) => ({ name: a.name, kind: a.kind, citation: a.citation }))
}

/** The line of the report about a claim; none for definitions and axioms. */
function theoremReport(run: TheoryRun, d: Declaration, verdicts: Verdicts | undefined): readonly TheoremReport[] {
  if (d.kind === 'axiom' || d.kind === 'definition' || d.status === 'assumed') return []
  const place = run.file.index.place(d.span)
  const named = / at \d+$/u.test(d.name) ? d.name.replace(/\d+$/u, `line ${place.line}`) : d.name
  return [{
    name: named, theory: run.result.name, kind: d.kind, place, status: d.status,
    axioms: d.status === 'proved' || d.status === 'refuted' ? axiomsUnder(d) : [],
    digest: statementDigest(d.statement), steps: d.steps.length, ms: rounded(run.ms.get(d.name) ?? 0),
    wellDefinedAssumed: d.wellDefinedAssumed, numeric: verdicts?.get(qualifiedName(run, d)),
  }]
}

function declaredAxioms(run: TheoryRun): readonly DeclaredAxiom[] {
  return run.result.declarations.filter((d) => d.kind === 'axiom')
    .map((d) => ({ name: d.name, place: run.file.index.place(d.span), citation: d.citation }))
}

function forbiddenAxioms(axioms: readonly DeclaredAxiom[], allowed: ReadonlySet<string> | undefined): readonly LocatedDiagnostic[] {
  if (allowed === undefined) return []
  return axioms.filter((a) => !allowed.has(a.name))
    .map((a) => message('axiom-not-allowed', `the axiom ${a.name} is not on the list of allowed axioms`, a.place))
}

function ownDiagnostics(run: TheoryRun, suggestions?: Suggestions): readonly LocatedDiagnostic[] {
  return run.result.diagnostics.map((d) => locate(suggestions?.improve(d, run.file) ?? d, run.file.index))
}

/** One message for each theory that was only imported and does not check, at the import that brings it in. */
function brokenImports(e: Elaborated): readonly LocatedDiagnostic[] {
  const out: LocatedDiagnostic[] = []
  for (const run of e.runs) {
    if (run.file.requested) continue
    const errors = ownDiagnostics(run).filter((d) => d.severity === 'error')
    const open = run.result.declarations.filter((d) => d.status === 'incomplete').length
    const first = errors[0]
    if (first === undefined && open === 0) continue
    const user = importer(run.file, e)
    if (user === undefined) continue
    const what = first === undefined ? `has ${open} unfinished proofs` : 'does not check'
    const diagnostic = message('import-failed', `${run.result.name}, needed here, ${what}`, user)
    out.push(first === undefined ? diagnostic : { ...diagnostic, related: [{ place: first.place, message: first.message }] })
  }
  return out
}

/** The import, in a requested file, through which `target` is reached. */
function importer(target: TheoryFile, e: Elaborated): Place | undefined {
  for (const file of requestedFiles(e)) {
    const reached = file.imports.find((f) => reaches(f, target, new Set()))
    if (reached === undefined) continue
    const name = file.parsed.theory.imports.find((n) => n.text === reached.parsed.theory.name?.text)
    return file.index.place(name?.span ?? file.parsed.theory.span)
  }
  return undefined
}

function reaches(from: TheoryFile, target: TheoryFile, seen: Set<TheoryFile>): boolean {
  if (from === target) return true
  if (seen.has(from)) return false
  seen.add(from)
  return from.imports.some((f) => reaches(f, target, seen))
}

/** By file, then by place; the same diagnostics come out in the same order everywhere. */
function sorted(list: readonly LocatedDiagnostic[]): readonly LocatedDiagnostic[] {
  const order = (a: Place, b: Place): number => comparePaths(a.file, b.file) || a.line - b.line || a.column - b.column
  return [...list].sort((a, b) => order(a.place, b.place))
}
