// The report a person reads: messages with their source lines, one line per file, and the counts at the end.
// UNTRUSTED display code. Imported by the command line.
import pc from 'picocolors'
import type { FileReport, LocatedDiagnostic, Report, Summary, TheoremReport } from './model.js'
import { ledgerText } from './ledger.js'
import type { Severity } from './diagnostic.js'
import { clipped, excerpt, printable } from './text.js'

export interface HumanOptions {
  readonly color: boolean
  /** Whether to print the time; off in tests, where the text must not change. */
  readonly time: boolean
}

type Paint = ReturnType<typeof pc.createColors>

/** All messages, the files and the counts. */
export function renderHuman(report: Report, options: HumanOptions): string {
  const paint = pc.createColors(options.color)
  const blocks = report.diagnostics.map((d) => renderDiagnostic(d, options))
  const lines = [...report.files.map((f) => fileLine(f, report, paint)), ...numericLines(report.theorems, paint)]
  const ledgers = (report.ledgers ?? []).map((l) => printable(ledgerText(l)))
  return [...blocks, ...ledgers, lines.join('\n'), closing(report, options, paint)].filter((part) => part !== '').join('\n\n') + '\n'
}

/** One message: place, sentence, source line, goal, facts, hints. */
export function renderDiagnostic(d: LocatedDiagnostic, options: Pick<HumanOptions, 'color'>): string {
  const paint = pc.createColors(options.color)
  const where = paint.bold(`${printable(d.place.file)}:${d.place.line}:${d.place.column}`)
  const out = [`${where}: ${severityWord(d.severity, paint)}: ${clipped(printable(d.message))} ${paint.dim(`[${d.code}]`)}`]
  const shown = excerpt(d.place)
  if (shown !== undefined) {
    const number = String(d.place.line)
    out.push(`  ${paint.dim(`${number} |`)} ${shown.line}`, `  ${' '.repeat(number.length)} ${paint.dim('|')} ${paint.red(shown.marks)}`)
  }
  if (d.goal !== undefined) out.push(...labelled('goal', [d.goal], paint))
  const facts = d.facts.map((f) => (f.name === undefined ? f.formula : `${f.name}: ${f.formula}`))
  if (facts.length > 0) out.push(...labelled('facts', facts, paint))
  if (d.hints.length > 0) out.push(...labelled('hint', d.hints, paint))
  for (const r of d.related) out.push(...labelled('see', [`${r.place.file}:${r.place.line}:${r.place.column}: ${r.message}`], paint))
  return out.join('\n')
}

function severityWord(severity: Severity, paint: Paint): string {
  if (severity === 'error') return paint.red('error')
  return severity === 'warning' ? paint.yellow('warning') : paint.cyan('note')
}

const MARGIN = 8

/** `label  first` and further entries below it. */
function labelled(label: string, entries: readonly string[], paint: Paint): readonly string[] {
  return entries.map((entry, i) => {
    const text = clipped(printable(entry)).replace(/\n/gu, `\n${' '.repeat(MARGIN + 2)}`)
    return `  ${i === 0 ? paint.cyan(label.padEnd(MARGIN)) : ' '.repeat(MARGIN)}${text}`
  })
}

function fileLine({ path, checked }: FileReport, report: Report, paint: Paint): string {
  if (!checked) return `${paint.red('FAIL')} ${printable(path)}: not checked`
  const own = report.theorems.filter((t) => t.place.file === path)
  const errors = report.diagnostics.filter((d) => d.place.file === path && d.severity === 'error').length
  const bad = own.filter((t) => t.status === 'failed' || t.status === 'gave-up' || t.status === 'incomplete')
  const proved = own.filter((t) => t.status === 'proved').length
  const refuted = own.filter((t) => t.status === 'refuted').length
  const parts = [`${proved} proved`]
  if (refuted > 0) parts.push(`${refuted} refuted`)
  for (const t of bad) parts.push(`${t.name} ${t.status === 'gave-up' ? 'gave up' : t.status}`)
  const ok = bad.length === 0 && errors === 0
  return `${ok ? paint.green('ok  ') : paint.red('FAIL')} ${printable(path)}: ${clipped(parts.join(', '), 400)}`
}

/** The numeric verdicts worth a line: violations and lemmas that no sample exercised. */
function numericLines(theorems: readonly TheoremReport[], paint: Paint): readonly string[] {
  const out: string[] = []
  for (const t of theorems) {
    const verdict = t.numeric
    if (verdict?.status === 'violated') {
      const c = verdict.counterexample
      const at = c === undefined ? '' : ` at ${c.assignment.map((a) => `${a.name} = ${a.value}`).join(', ')}`
      const sides = c?.left === undefined || c.right === undefined ? '' : `: ${c.left} against ${c.right}`
      out.push(`${paint.red('violated')} ${t.name}${clipped(`${at}${sides}`)} (${c?.confirmed ?? 'statistical'})`)
    } else if (verdict?.status === 'not-exercised') {
      out.push(`${paint.yellow('untested')} ${t.name}: ${verdict.reason ?? 'no sample satisfied the hypotheses'}`)
    }
  }
  return out
}

/** `3 files, 12 theorems: 11 proved, 1 failed`. */
export function countsLine(s: Summary): string {
  const parts = [`${s.proved} proved`]
  if (s.refuted > 0) parts.push(`${s.refuted} refuted`)
  if (s.failed > 0) parts.push(`${s.failed} failed`)
  if (s.incomplete > 0) parts.push(`${s.incomplete} incomplete`)
  if (s.gaveUp > 0) parts.push(`${s.gaveUp} gave up`)
  return `${count(s.files, 'file')}, ${count(s.theorems, 'theorem')}: ${parts.join(', ')}`
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

function closing(report: Report, options: HumanOptions, paint: Paint): string {
  const s = report.summary
  const allGood = s.proved + s.refuted === s.theorems && !report.diagnostics.some((d) => d.severity === 'error')
  const out = [(allGood ? paint.green : paint.red)(countsLine(s))]
  const listed = report.axioms.map((a) => (a.citation === undefined ? a.name : `${a.name} (${a.citation})`))
  const declared = s.axioms === 0 ? 'no axioms' : `${count(s.axioms, 'axiom')}: ${printable(listed.join(', '))}`
  out.push(`the files declare ${declared}`)
  const sampled = report.theorems.filter((t) => t.numeric !== undefined)
  if (report.seed !== undefined && sampled.length > 0) {
    const tested = sampled.filter((t) => t.numeric?.status === 'consistent').length
    const violated = sampled.filter((t) => t.numeric?.status === 'violated').length
    const rest = sampled.length - tested - violated
    out.push(`numeric check (seed ${report.seed}): ${tested} consistent, ${violated} violated, ${rest} not tested`)
  }
  const cached = report.files.filter((f) => f.cached === true).length
  if (cached > 0) out.push(`${count(cached, 'file')} unchanged since an earlier check (--no-cache checks again)`)
  if (options.time) out.push(`${(report.ms / 1000).toFixed(2)} s`)
  return out.join('\n')
}
