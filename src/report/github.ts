// Annotations for GitHub Actions: one workflow command per message. UNTRUSTED display code. Imported by the command line.
import { countsLine } from './human.js'
import type { LocatedDiagnostic, Report } from './model.js'

/** The report as workflow commands, with a line of counts. */
export function renderGithub(report: Report): string {
  return [...report.diagnostics.map(annotation), escapeData(countsLine(report.summary))].join('\n') + '\n'
}

function annotation(d: LocatedDiagnostic): string {
  const level = d.severity === 'info' ? 'notice' : d.severity
  const fields: readonly (readonly [string, string])[] = [
    ['file', d.place.file], ['line', String(d.place.line)], ['endLine', String(d.place.endLine)], ['col', String(d.place.column)],
    // GitHub ignores an end column on another line.
    ...(d.place.endLine === d.place.line ? [['endColumn', String(d.place.endColumn)] as const] : []), ['title', `whp ${d.code}`],
  ]
  return `::${level} ${fields.map(([k, v]) => `${k}=${escapeProperty(v)}`).join(',')}::${escapeData(body(d))}`
}

function body(d: LocatedDiagnostic): string {
  const lines = [d.message]
  if (d.goal !== undefined) lines.push(`goal: ${d.goal}`)
  for (const f of d.facts) lines.push(`fact: ${f.name === undefined ? '' : `${f.name}: `}${f.formula}`)
  for (const hint of d.hints) lines.push(`hint: ${hint}`)
  return lines.join('\n')
}

function escapeData(text: string): string {
  return text.replace(/%/gu, '%25').replace(/\r/gu, '%0D').replace(/\n/gu, '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/gu, '%3A').replace(/,/gu, '%2C')
}
