// The generated pages: coverage of a paper's claims, errata, numbers. Pure text from data that a check supplied.
// UNTRUSTED display. Imported by `whp doc`.
import { verdictOf, type Answered, type ClaimsFile } from './claims.js'
import type { TheoremReport } from './model.js'

/** One refutation of a printed claim, with what its author says about it. */
export interface Erratum {
  readonly report: TheoremReport
  readonly source: string
  readonly why: string
  readonly doc: string
  /** Lines of the file that state the claim, and the witness if there is one. */
  readonly statement: string
  /** Whether exact numbers refute it by themselves. */
  readonly byWitness: boolean
  readonly repaired: readonly { readonly report: TheoremReport; readonly statement: string }[]
}

/** A row of the numbers table; `bound` is undefined where a hypothesis fails, which `problem` names. */
export interface NumbersRow {
  readonly name: string
  readonly values: string
  readonly rule: string
  readonly paper: string
  readonly bound: string | undefined
  readonly problem: string | undefined
}

/** Every page says where it comes from, so that nobody edits it. */
function generated(from: string): string {
  return `<!-- Written by \`npm run docs\` from a check of the proofs${from}. Not to be edited: a test compares. -->`
}

/** The path of a file as a link from a page in a directory `depth` levels deep. */
const link = (page: string, target: string): string => `${'../'.repeat(page.split('/').length - 1)}${target}`

/** What a page's numeric cell says; taken over from the page when nothing was sampled. */
export type NumericCell = (answered: Answered) => string

/** The verdicts of the numeric backend on the theorems of a claim, counted. */
export function numericCell({ found }: Answered): string {
  const counts = new Map<string, number>()
  for (const t of found) if (t.numeric !== undefined) counts.set(t.numeric.status, (counts.get(t.numeric.status) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, n]) => `${n} ${status.replace('-', ' ')}`).join(', ')
}

/** The cells of a coverage page by claim, for `NumericCell`. */
export function numericCellsOf(page: string): ReadonlyMap<string, string> {
  const rows = page.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split(' | '))
  return new Map(rows.map((cells) => [(cells[0] ?? '').replace('| ', ''), (cells[5] ?? '').replace(/ \|$/u, '')]))
}

const shortName = (t: TheoremReport): string => `\`${t.name}\``

/** The page that maps every claim to its theorems, verdict, axioms and numeric verdicts. */
export function coveragePage(file: ClaimsFile, answered: readonly Answered[], numeric: NumericCell): string {
  const out = [
    '# Coverage', '', generated(' and from `scripts/claims.json`'), '',
    'Every claim of the papers this project follows, with what has become of it. A verdict is computed from the check: *proved as',
    'printed* means that the kernel has the theorems that `scripts/claims.json` says answer the claim as printed. *Axioms* are the',
    'cited facts under them; all rest on the base axioms of real analysis as well ([foundations.md](foundations.md)). *Numeric* counts',
    'what sampling found for each theorem ([numeric.md](numeric.md)); it can refute and proves nothing. What does not hold as printed',
    'is in [errata.md](errata.md). How to add a row: [adding.md](adding.md#a-claim-of-a-paper).', '',
  ]
  for (const [id, paper] of Object.entries(file.papers)) {
    const own = answered.filter((a) => a.claim.paper === id)
    if (own.length === 0) continue
    out.push(`## ${id}`, '', `${paper.title}. Version: ${paper.version}.`, '')
    out.push('| claim | says | verdict | theorems | axioms | numeric |', '|---|---|---|---|---|---|')
    out.push(...own.map((a) => coverageRow(file, a, numeric)), '')
    out.push(summary(own), '')
  }
  return `${out.join('\n').trimEnd()}\n`
}

function coverageRow(file: ClaimsFile, a: Answered, numeric: NumericCell): string {
  const { claim, found } = a
  const remarks = [claim.note, claim.missing === undefined ? undefined : `missing: ${claim.missing}`].filter((r) => r !== undefined)
  const verdict = [verdictOf(a), ...remarks].join('; ')
  const linked = found.map((t) => `[${shortName(t)}](${link(file.pages.coverage, t.place.file)})`)
  const theorems = [...linked, ...a.definitions.map((d) => `\`${d}\``)]
  const cited = [...new Set(found.flatMap((t) => t.axioms.filter((x) => x.kind === 'cited').map((x) => `\`${x.name}\``)))]
  const axioms = found.length === 0 ? '' : cited.length === 0 ? 'none' : cited.join(', ')
  return `| ${[claim.id, claim.says, verdict, theorems.join(', '), axioms, numeric(a)].map(cell).join(' | ')} |`
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function summary(own: readonly Answered[]): string {
  const counts = new Map<string, number>()
  for (const a of own) counts.set(verdictOf(a), (counts.get(verdictOf(a)) ?? 0) + 1)
  return `${own.length} claims: ${[...counts].map(([verdict, n]) => `${n} ${verdict}`).join(', ')}.`
}

/** The page of printed claims that do not check, each with its counterexample and the statement that does. */
export function errataPage(file: ClaimsFile, errata: readonly Erratum[], answered: readonly Answered[]): string {
  const out = [
    '# Errata', '', generated(', from `proofs/errata` and from `scripts/claims.json`'), '',
    'Statements that do not check as printed, each next to one that does. The main law stands, with one side condition more (60DJ ≥ ε).',
    'The versions compared with are named; later versions of the papers may differ.',
    'Every verdict is re-checked by `npx whp check proofs`: a refutation is a kernel theorem of the negation.', '',
  ]
  for (const e of errata) out.push(...erratum(file, e))
  out.push('## Repaired without a counterexample', '')
  out.push('Here the printed argument has a gap, or the proof gives another constant; the printed form is not known to be false.', '')
  out.push('| claim | repair | theorems |', '|---|---|---|')
  for (const { claim, found } of answered) {
    if (claim.form !== 'repaired' || found.some((t) => t.status === 'refuted')) continue
    const theorems = found.map((t) => `[${shortName(t)}](${link(file.pages.errata, t.place.file)})`).join(', ')
    out.push(`| ${[`${claim.paper}, ${claim.id}`, claim.note ?? '', theorems].map(cell).join(' | ')} |`)
  }
  return `${out.join('\n')}\n`
}

function erratum(file: ClaimsFile, e: Erratum): readonly string[] {
  const paper = Object.entries(file.papers).find(([id]) => e.source.startsWith(id))
  const cited = e.report.axioms.filter((a) => a.kind === 'cited').map((a) => a.name)
  const verdict = e.report.status === 'refuted' ? 'refuted' : `**${e.report.status}**`
  return [
    `## ${e.source}`, '',
    ...(paper === undefined ? [] : [`Version: ${paper[1].version}.`, '']),
    `Verdict: ${verdict}, ${e.byWitness ? 'by the exact numbers of the witness' : 'by a proof of the negation'}: ${e.why}. `
    + `It rests on ${cited.length === 0 ? 'no cited axiom' : cited.join(', ')}.`, '',
    ...fenced(e.report, e.statement), '', e.doc, '',
    ...(e.repaired.length === 0 ? ['No repaired statement is recorded.', '']
      : e.repaired.flatMap((r) => [`Repaired, ${r.report.status}:`, '', ...fenced(r.report, r.statement), ''])),
  ]
}

/** Lines of a proof file; the tests of the documentation check that they stand there. */
function fenced(t: TheoremReport, statement: string): readonly string[] {
  const fence = '```'
  return [`${fence}whp file=${t.place.file}`, statement, fence]
}

/** The table of a theorem's numbers next to a rule of thumb. */
export function numbersPage(file: ClaimsFile, theorem: TheoremReport, rows: readonly NumbersRow[]): string {
  const numbers = file.numbers
  if (numbers === undefined) return ''
  return [
    '# Numbers', '', generated(' and from `scripts/claims.json`'), '', numbers.about, '',
    `Theorem: ${shortName(theorem)}, ${theorem.status}. Intervals enclose all values over the range; their ends are rounded outward.`, '',
    `| | at | the theorem | rule of thumb, \`${numbers.rule}\` | printed |`, '|---|---|---|---|---|',
    ...rows.map((r) => `| ${rowCells(r).map(cell).join(' | ')} |`), '',
    ...numbers.remarks.flatMap((r) => [r, '']),
    'To put in other numbers:', '', '```sh', `npx whp eval ${theorem.name} with ${numbers.rows[0]?.with ?? '…'}`, '```', '',
  ].join('\n')
}

function rowCells(r: NumbersRow): readonly string[] {
  return [r.name, `\`${r.values}\``, r.bound ?? `nothing: ${r.problem ?? ''}`, r.rule, r.paper]
}
