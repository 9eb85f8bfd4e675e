// `whp doc`: the pages that say what became of a paper's claims, generated from a check of the proofs. UNTRUSTED; loaded when needed.
// Verdicts come from the report of the check; wording of claims from a claims file; statements from the text of the proof files.
import { existsSync, readFileSync } from 'node:fs'
import { check } from '../../checker/check.js'
import type { TheoryFile } from '../../checker/imports.js'
import { elaborateAll, prepare, qualifiedName } from '../../checker/run.js'
import { nearest } from '../../elaborate/nearest.js'
import { parseClaims, type Answered, type ClaimsFile } from '../../report/claims.js'
import type { Report, TheoremReport } from '../../report/model.js'
import {
  coveragePage, errataPage, numbersPage, numericCell, numericCellsOf, type Erratum, type NumbersRow, type NumericCell,
} from '../../report/pages.js'
import type { Item, LemmaDecl, RefuteDecl } from '../../syntax/ast.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { nodeHost, reasonOf } from '../node-host.js'
import { print, writeFileWhole } from '../output.js'
import { libraries } from '../paths.js'
import { rowOf } from '../number-rows.js'
import { VERSION } from '../version.js'

export interface DocOptions {
  readonly claims: string
  /** Compare with the pages that are there, and write nothing. */
  readonly check: boolean
  readonly numeric: boolean
  readonly jobs: number
  readonly debug: boolean
}

/** The directory whose proofs answer the claims. */
const PROOFS = 'proofs'

/** Exits 0 when the pages were written or are up to date, 1 when `check` finds one that is not, 2 when something cannot be read. */
export async function docCommand(options: DocOptions, say: (line: string) => void = print): Promise<ExitCode> {
  const file = readClaims(options.claims)
  const report = await checked(options)
  const items = itemsOf(report)
  const answered = await sampled(file.claims.map((claim): Answered => answer(claim, report, items)), options)
  const pages = new Map<string, string>([
    [file.pages.coverage, coveragePage(file, answered, cells(file, options))],
    [file.pages.errata, errataPage(file, errataOf(file, report, items), answered)],
  ])
  if (file.numbers !== undefined && file.pages.numbers !== undefined) pages.set(file.pages.numbers, numbers(file, report, options))
  return options.check ? compare(pages, say) : write(pages, say)
}

function readClaims(path: string): ClaimsFile {
  const file = parseClaims(readText(path))
  if (typeof file === 'string') throw new CommandError(`${path} is not a claims file: ${file}`)
  return file
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}`)
  }
}

/** The report of a whole check without sampling, with the verdicts kept from earlier ones where nothing changed. */
async function checked(options: DocOptions): Promise<Report> {
  const settings = { paths: [PROOFS], libraries: libraries(), toolVersion: VERSION, debug: options.debug }
  const { crewOf } = await import('../../checker/crew.js')
  const { cacheDirectory, openCache } = await import('../cache.js')
  const { report } = await check(settings, nodeHost, { crew: crewOf(options.jobs, openCache(cacheDirectory(undefined))) })
  const [unread] = report.diagnostics.filter((d) => d.severity === 'error')
  if (report.summary.inputErrors > 0 && unread !== undefined) throw new CommandError(unread.message, EXIT.usage, ['`whp check` says more'])
  return report
}

/** The answers with what `whp check` finds when it samples their theorems, and only theirs: a statement is all that sampling needs. */
async function sampled(answered: readonly Answered[], options: DocOptions): Promise<readonly Answered[]> {
  if (!options.numeric) return answered
  const { sampleDeclarations } = await import('../../numeric/pool.js')
  const { instancesIn } = await import('../../checker/crew.js')
  const names = new Set(answered.flatMap((a) => a.found.map(qualified)))
  const theories = new Set(answered.flatMap((a) => a.found.map((t) => t.theory)))
  const { runs, plan } = elaborateAll({
    paths: [PROOFS], libraries: libraries(), statementsOnly: true, wanted: (file) => theories.has(theoryOf(file)),
  }, nodeHost)
  const instances = plan.order.flatMap((f) => instancesIn(f.parsed.theory.items))
  const list = runs.flatMap((run) => run.result.declarations.filter((d) => d.kind !== 'refute')
    .map((d) => ({ declaration: { name: qualifiedName(run, d), open: d.open, steps: [] }, instances })))
    .filter(({ declaration }) => names.has(declaration.name))
  const verdicts = await sampleDeclarations(list, { seed: 1, samples: 1000, jobs: options.jobs })
  return answered.map((a) => ({ ...a, found: a.found.map((t) => ({ ...t, numeric: verdicts.get(qualified(t)) })) }))
}

/** A declaration of a proof file, with the file. */
interface Placed {
  readonly file: TheoryFile
  readonly item: Item
}

/** Every declaration of the proofs by `Theory.name`. */
function itemsOf(report: Report): ReadonlyMap<string, Placed> {
  const { ready } = prepare({ paths: report.files.map((f) => f.path), libraries: libraries() }, nodeHost)
  const out = new Map<string, Placed>()
  const visit = (file: TheoryFile, items: readonly Item[]): void => {
    for (const item of items) {
      if (item.kind === 'context') visit(file, item.items)
      else if ('name' in item && item.name !== undefined) out.set(`${theoryOf(file)}.${item.name.text}`, { file, item })
    }
  }
  for (const file of ready) visit(file, file.parsed.theory.items)
  return out
}

const theoryOf = (file: TheoryFile): string => file.parsed.theory.name?.text ?? ''
const qualified = (t: TheoremReport): string => `${t.theory}.${t.name}`

function answer(claim: Answered['claim'], report: Report, items: ReadonlyMap<string, Placed>): Answered {
  const found: TheoremReport[] = []
  const definitions: string[] = []
  for (const name of claim.theorems) {
    const theorem = report.theorems.find((t) => qualified(t) === name)
    if (theorem !== undefined) found.push(theorem)
    else if (items.get(name)?.item.kind === 'define') definitions.push(name.slice(name.lastIndexOf('.') + 1))
    else throw new CommandError(`the claim ${claim.id} names ${name}, which does not exist`, EXIT.usage, nearest(name, items.keys()))
  }
  return { claim, found, definitions }
}

/** Numeric cells: from the samples, or as the page has them when nothing was sampled. */
function cells(file: ClaimsFile, options: DocOptions): NumericCell {
  if (options.numeric) return numericCell
  const old = numericCellsOf(existsSync(file.pages.coverage) ? readText(file.pages.coverage) : '')
  return (answered) => old.get(answered.claim.id) ?? ''
}

/** Refutations whose source is one of the papers, in the order of the files. */
function errataOf(file: ClaimsFile, report: Report, items: ReadonlyMap<string, Placed>): readonly Erratum[] {
  return report.theorems.filter((t) => t.kind === 'refute').flatMap((t): readonly Erratum[] => {
    const placed = items.get(qualified(t))
    if (placed?.item.kind !== 'refute') return []
    const { source, why, doc = '', witness } = placed.item
    if (source === undefined || !Object.keys(file.papers).some((id) => source.startsWith(id))) return []
    return [{ report: t, source, why, doc, statement: statementText(placed.file, placed.item), byWitness: witness.length > 0,
      repaired: repairsOf(doc, report, items) }]
  })
}

/** The theorems that a comment names in backticks after the word Repaired. */
function repairsOf(doc: string, report: Report, items: ReadonlyMap<string, Placed>): Erratum['repaired'] {
  const [, after = ''] = /Repaired:([^]*)$/u.exec(doc) ?? []
  const names = new Set(Array.from(after.matchAll(/`(\w+)`/gu), (m) => m[1]))
  return [...names].flatMap((name) => {
    const theorem = report.theorems.find((t) => t.name === name)
    const placed = theorem === undefined ? undefined : items.get(qualified(theorem))
    if (theorem === undefined || placed === undefined || !isLemma(placed.item)) return []
    return [{ report: theorem, statement: statementText(placed.file, placed.item) }]
  })
}

const isLemma = (item: Item): item is LemmaDecl => item.kind === 'lemma' || item.kind === 'theorem' || item.kind === 'corollary'

/** The lines of a declaration up to its proof, a witness included, at the left margin. */
function statementText({ source }: TheoryFile, item: LemmaDecl | RefuteDecl): string {
  const start = source.text.lastIndexOf('\n', item.span.start) + 1
  const lines = source.text.slice(start, item.span.end).trimEnd().split('\n')
  const end = lines.findIndex((line) => /^\s*(?:proof|by)\b/u.test(line))
  const kept = lines.slice(0, end < 0 ? lines.length : end)
  const margin = Math.min(...kept.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length))
  return kept.map((line) => line.slice(margin)).join('\n').trimEnd()
}

function numbers(file: ClaimsFile, report: Report, options: DocOptions): string {
  const table = file.numbers
  const name = table?.theorem ?? 'no theorem'
  const theorem = report.theorems.find((t) => qualified(t) === name)
  if (table === undefined || theorem === undefined) throw new CommandError(`the numbers are of ${name}, which does not exist`)
  const settings = { paths: [theorem.place.file], libraries: libraries(), statementsOnly: true, debug: options.debug }
  const { runs } = elaborateAll(settings, nodeHost)
  const run = runs.find((r) => r.result.name === theorem.theory)
  const declaration = run?.result.declarations.find((d) => d.name === theorem.name)
  if (run === undefined || declaration?.open === undefined) throw new CommandError(`${table.theorem} cannot be read`)
  const found = { run, declaration }
  const rows = table.rows.map((row): NumbersRow => ({ ...row, values: row.with, ...rowOf(found, runs, row.with, table.rule) }))
  return numbersPage(file, theorem, rows)
}

function write(pages: ReadonlyMap<string, string>, say: (line: string) => void): ExitCode {
  for (const [path, text] of pages) {
    if (existsSync(path) && readText(path) === text) say(`${path} is up to date`)
    else {
      writeFileWhole(path, text)
      say(`${path} written`)
    }
  }
  return EXIT.ok
}

function compare(pages: ReadonlyMap<string, string>, say: (line: string) => void): ExitCode {
  const stale = [...pages].filter(([path, text]) => !existsSync(path) || readText(path) !== text)
  for (const [path, text] of stale) say(`${path} is stale${firstDifference(existsSync(path) ? readText(path) : '', text)}`)
  if (stale.length > 0) say('`npm run docs` writes the pages anew')
  return stale.length > 0 ? EXIT.failed : EXIT.ok
}

function firstDifference(old: string, now: string): string {
  const [a, b] = [old.split('\n'), now.split('\n')]
  const at = b.findIndex((line, i) => line !== a[i])
  const [is, should] = [a[at] ?? '(nothing)', b[at] ?? '(nothing)'].map((line) => line.slice(0, 200))
  return at < 0 ? '' : `, from line ${at + 1} on:\n  is         ${is}\n  should be  ${should}`
}
