// JUnit XML: one suite per file, one case per theorem, for test dashboards. UNTRUSTED display code. Imported by the command line.
import type { LocatedDiagnostic, Report, TheoremReport } from './model.js'
import { renderDiagnostic } from './human.js'

/** The report as JUnit XML. Errors that belong to no theorem become a case of their own named after the file. */
export function renderJunit(report: Report): string {
  const s = report.summary
  const files = new Set([...report.files.map((f) => f.path), ...report.diagnostics.map((d) => d.place.file)])
  const suites = [...files].map((path) => suite(path, report))
  const total = suites.reduce((n, one) => n + one.tests, 0)
  const failures = suites.reduce((n, one) => n + one.failures, 0)
  const head = `<testsuites name="whp" tests="${total}" failures="${failures}" skipped="${s.incomplete}" time="${seconds(report.ms)}">`
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites.map((one) => one.text), '</testsuites>'].join('\n') + '\n'
}

interface Suite {
  readonly text: string
  readonly tests: number
  readonly failures: number
}

function suite(path: string, report: Report): Suite {
  const theorems = report.theorems.filter((t) => t.place.file === path)
  const errors = report.diagnostics.filter((d) => d.place.file === path && d.severity === 'error')
  const owner = new Map(errors.map((d) => [d, theoremAt(theorems, d)]))
  const cases = theorems.map((t) => theoremCase(t, errors.filter((d) => owner.get(d) === t)))
  const loose = errors.filter((d) => owner.get(d) === undefined)
  if (loose.length > 0) cases.push({ text: testCase(path, path, 0, failure('error', loose)), failed: true })
  const failures = cases.filter((c) => c.failed).length
  const skipped = theorems.filter((t) => t.status === 'incomplete').length
  const head = `  <testsuite name="${attribute(path)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}">`
  return { text: [head, ...cases.map((c) => c.text), '  </testsuite>'].join('\n'), tests: cases.length, failures }
}

/** The theorem whose declaration a message stands in. */
function theoremAt(theorems: readonly TheoremReport[], d: LocatedDiagnostic): TheoremReport | undefined {
  return theorems.find((t) => {
    const [from, to] = [t.place, d.place]
    const after = to.line > from.line || (to.line === from.line && to.column >= from.column)
    return after && (to.line < from.endLine || (to.line === from.endLine && to.column <= from.endColumn))
  })
}

function theoremCase(t: TheoremReport, errors: readonly LocatedDiagnostic[]): { readonly text: string; readonly failed: boolean } {
  const failed = t.status === 'failed' || t.status === 'gave-up'
  const inside = failed ? failure(t.status, errors) : t.status === 'incomplete' ? '      <skipped message="the proof has holes"/>' : ''
  return { text: testCase(t.place.file, t.name, t.ms, inside), failed }
}

function testCase(suiteName: string, name: string, ms: number, inside: string): string {
  const head = `    <testcase classname="${attribute(suiteName)}" name="${attribute(name)}" time="${seconds(ms)}"`
  return inside === '' ? `${head}/>` : `${head}>\n${inside}\n    </testcase>`
}

function failure(kind: string, errors: readonly LocatedDiagnostic[]): string {
  const first = errors[0]?.message ?? 'not proved'
  const text = errors.map((d) => renderDiagnostic(d, { color: false })).join('\n\n')
  return `      <failure type="${attribute(kind)}" message="${attribute(first)}">${escapeXml(text)}</failure>`
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function attribute(text: string): string {
  return escapeXml(text).replace(/\n/gu, '&#10;')
}

/** XML 1.0 has no spelling for most control characters: they are replaced. */
function escapeXml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '�').replace(/&/gu, '&amp;').replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;').replace(/"/gu, '&quot;')
}
