// `whp check` as a function: what checking each theory found, digests, axiom rules and numeric verdicts gathered into one report.
// UNTRUSTED, but every `proved` in the report is backed by a kernel theorem (data.ts). Imported by the command line.
import type { Declaration } from '../elaborate/result.js'
import { axiomsOf } from '../kernel/theorem.js'
import {
  REPORT_VERSION, locate, message, summarise,
  type DeclaredAxiom, type LocatedDiagnostic, type NumericSummary, type Report, type TheoremReport, type UsedAxiom,
} from '../report/model.js'
import type { Place } from '../report/place.js'
import { dataOf, type ClaimData, type TheoryData } from './data.js'
import type { Host } from './host.js'
import type { TheoryFile } from './imports.js'
import { comparePaths } from './load.js'
import { elaboratePrepared, prepare, qualifiedName, type Elaborated, type Prepared, type RunSettings, type TheoryRun } from './run.js'
import { Suggestions } from './suggest.js'
import { contradicted, withCounterexamples } from './verdicts.js'

export interface CheckSettings extends RunSettings {
  readonly toolVersion: string
  /** Names of the axioms user files may declare; any other is an error. All are allowed when absent. */
  readonly allowedAxioms?: ReadonlySet<string>
  readonly numeric?: NumericSettings
}

export interface NumericSettings {
  readonly seed: number
  readonly samples: number
  /** Threads. */
  readonly jobs: number
}

/** Samples declarations by qualified name; supplied by the numeric backend. */
export type Sampler = (
  elaborated: Elaborated, settings: NumericSettings, onProgress: CheckSettings['onProgress'],
) => Promise<ReadonlyMap<string, NumericSummary>>

/** Checks the files of a run on several threads; undefined when that could not settle everything, and one thread must do it. */
export type Crew = (prepared: Prepared, settings: CheckSettings) => Promise<ReadonlyMap<TheoryFile, TheoryData> | undefined>

export interface Helpers {
  readonly sampler?: Sampler | undefined
  readonly crew?: Crew | undefined
}

export interface Checked {
  readonly report: Report
  /** The elaborated theories; empty when other threads checked them. */
  readonly runs: readonly TheoryRun[]
}

/** A file with what checking it found. */
interface CheckedFile {
  readonly file: TheoryFile
  readonly data: TheoryData
}

/** Checks everything the paths name and reports it. */
export async function check(settings: CheckSettings, host: Host, helpers: Helpers = {}): Promise<Checked> {
  const begin = host.now()
  const prepared = prepare(settings, host)
  const byCrew = await helpers.crew?.(prepared, settings)
  const runs = byCrew === undefined ? elaboratePrepared(prepared, settings, host).runs : []
  const checked = byCrew === undefined ? await gathered({ ...prepared, runs }, settings, helpers.sampler)
    : [...byCrew].map(([file, data]) => ({ file, data }))
  const sampled = settings.numeric !== undefined && (byCrew !== undefined || helpers.sampler !== undefined)
  return { report: reportOf(prepared, checked, settings, host, begin, sampled), runs }
}

/** The data of theories elaborated in this thread, sampled if there is a sampler. */
async function gathered(e: Elaborated, settings: CheckSettings, sampler: Sampler | undefined): Promise<readonly CheckedFile[]> {
  const verdicts = settings.numeric === undefined ? undefined : await sampler?.(e, settings.numeric, settings.onProgress)
  return e.runs.map((run) => {
    const own = run.result.declarations.map((d) => [d.name, verdicts?.get(qualifiedName(run, d))] as const)
    const known = own.filter((entry): entry is readonly [string, NumericSummary] => entry[1] !== undefined)
    return { file: run.file, data: dataOf(run.result, run.ms, run.totalMs, known) }
  })
}

function reportOf(p: Prepared, all: readonly CheckedFile[], settings: CheckSettings, host: Host, begin: number, sampled: boolean): Report {
  const requested = all.filter((c) => c.file.requested)
  const theorems = requested.flatMap(({ file, data }) => data.claims.flatMap((claim) => theoremReport(file, data, claim)))
  const axioms = all.filter((c) => c.file.requested || !isBundled(c.file, settings)).flatMap(declaredAxioms)
  const suggestions = new Suggestions(allFiles(p), settings.libraries, host)
  const input = [...p.diagnostics, ...allFiles(p).flatMap((f) => f.diagnostics)]
  const diagnostics = [
    ...input, ...requested.flatMap((c) => withCounterexamples(c.file, c.data, ownDiagnostics(c, suggestions))),
    ...brokenImports(p, all), ...forbiddenAxioms(axioms, settings.allowedAxioms), ...requested.flatMap((c) => contradicted(c.file, c.data)),
  ]
  const inputErrors = input.filter((d) => d.severity === 'error').length
  const files = requestedFiles(p)
  return {
    version: REPORT_VERSION, toolVersion: settings.toolVersion, summary: summarise(files.length, theorems, axioms.length, inputErrors),
    files: files.map((f) => fileReport(f, requested)), theorems, axioms, diagnostics: sorted(diagnostics),
    seed: sampled ? settings.numeric?.seed : undefined, ms: rounded(host.now() - begin),
  }
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

function allFiles(p: Prepared): readonly TheoryFile[] {
  return [...new Set([...p.plan.order, ...p.plan.blocked])]
}

function requestedFiles(p: Prepared): readonly TheoryFile[] {
  return allFiles(p).filter((f) => f.requested).sort((a, b) => comparePaths(a.source.path, b.source.path))
}

function fileReport(file: TheoryFile, checked: readonly CheckedFile[]): Report['files'][number] {
  const own = checked.find((c) => c.file === file)
  return {
    path: file.source.path, theory: file.parsed.theory.name?.text, checked: own !== undefined,
    ...(own?.data.cached === true ? { cached: true } : {}), ms: rounded(own?.data.ms ?? 0),
  }
}

/** Files found only in a library directory after the first come with the tool and are not the user's. */
function isBundled(file: TheoryFile, settings: RunSettings): boolean {
  return !file.requested && settings.libraries.slice(1).some((directory) => file.source.path.startsWith(`${directory}/`))
}

/** The axioms a proved declaration rests on. */
export function axiomsUnder(d: Declaration): readonly UsedAxiom[] {
  return d.theorem === undefined ? [] : axiomsOf(d.theorem).map((a) => ({ name: a.name, kind: a.kind, citation: a.citation }))
}

/** The line of the report about a claim; none for definitions and axioms. */
function theoremReport(file: TheoryFile, data: TheoryData, claim: ClaimData): readonly TheoremReport[] {
  if (claim.kind === 'axiom' || claim.kind === 'definition' || claim.status === 'assumed') return []
  const place = file.index.place(claim.span)
  const named = / at \d+$/u.test(claim.name) ? claim.name.replace(/\d+$/u, `line ${place.line}`) : claim.name
  return [{
    name: named, theory: data.name, kind: claim.kind, place, status: claim.status,
    axioms: claim.status === 'proved' || claim.status === 'refuted' ? claim.axioms : [],
    digest: claim.digest, steps: claim.steps, ms: rounded(claim.ms),
    wellDefinedAssumed: claim.wellDefinedAssumed, numeric: data.verdicts.find(([name]) => name === claim.name)?.[1],
  }]
}

function declaredAxioms({ file, data }: CheckedFile): readonly DeclaredAxiom[] {
  return data.claims.filter((c) => c.kind === 'axiom').map((c) => ({ name: c.name, place: file.index.place(c.span), citation: c.citation }))
}

function forbiddenAxioms(axioms: readonly DeclaredAxiom[], allowed: ReadonlySet<string> | undefined): readonly LocatedDiagnostic[] {
  if (allowed === undefined) return []
  return axioms.filter((a) => !allowed.has(a.name))
    .map((a) => message('axiom-not-allowed', `the axiom ${a.name} is not on the list of allowed axioms`, a.place))
}

function ownDiagnostics({ file, data }: CheckedFile, suggestions?: Suggestions): readonly LocatedDiagnostic[] {
  return data.diagnostics.map((d) => locate(suggestions?.improve(d, file) ?? d, file.index))
}

/** One message for each theory that was only imported and does not check, at the import that brings it in. */
function brokenImports(p: Prepared, all: readonly CheckedFile[]): readonly LocatedDiagnostic[] {
  const out: LocatedDiagnostic[] = []
  for (const one of all) {
    if (one.file.requested) continue
    const [first] = ownDiagnostics(one).filter((d) => d.severity === 'error')
    const open = one.data.claims.filter((c) => c.status === 'incomplete').length
    if (first === undefined && open === 0) continue
    const user = importer(one.file, p)
    if (user === undefined) continue
    const what = first === undefined ? `has ${open} unfinished proofs` : 'does not check'
    const diagnostic = message('import-failed', `${one.data.name}, needed here, ${what}`, user)
    out.push(first === undefined ? diagnostic : { ...diagnostic, related: [{ place: first.place, message: first.message }] })
  }
  return out
}

/** The import, in a requested file, through which `target` is reached. */
function importer(target: TheoryFile, p: Prepared): Place | undefined {
  for (const file of requestedFiles(p)) {
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
