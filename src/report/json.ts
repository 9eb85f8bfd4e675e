// The JSON report; schemas/report.schema.json describes it. UNTRUSTED display code. Imported by the command line.
import type { LocatedDiagnostic, Report, TheoremReport } from './model.js'
import type { Place } from './place.js'

/** The report as an object of the published schema. */
export function reportToJson(report: Report): object {
  return {
    version: report.version,
    tool: { name: 'whp', version: report.toolVersion },
    summary: report.summary,
    files: report.files,
    theorems: report.theorems.map(theoremToJson),
    axioms: report.axioms.map((a) => ({ name: a.name, file: a.place.file, line: a.place.line, citation: a.citation })),
    diagnostics: report.diagnostics.map(diagnosticToJson),
    ledgers: report.ledgers,
    seed: report.seed,
    ms: report.ms,
  }
}

/** The report as text. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(reportToJson(report), undefined, 2)}\n`
}

function theoremToJson(t: TheoremReport): object {
  return {
    name: t.name, theory: t.theory, kind: t.kind, file: t.place.file, line: t.place.line, status: t.status, axioms: t.axioms,
    digest: t.digest, steps: t.steps, ms: t.ms, assumesWellDefined: t.wellDefinedAssumed, numeric: t.numeric,
  }
}

function position(place: Place): object {
  return { file: place.file, line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn }
}

function diagnosticToJson(d: LocatedDiagnostic): object {
  return {
    code: d.code, severity: d.severity, message: d.message, ...position(d.place), goal: d.goal,
    facts: d.facts.length === 0 ? undefined : d.facts,
    hints: d.hints.length === 0 ? undefined : d.hints,
    related: d.related.length === 0 ? undefined : d.related.map((r) => ({ message: r.message, ...position(r.place) })),
  }
}
