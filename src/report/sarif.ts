// SARIF 2.1.0, for code scanning services. UNTRUSTED display code. Imported by the command line.
import type { LocatedDiagnostic, Report } from './model.js'
import type { Place } from './place.js'

/** The report as a SARIF log. */
export function renderSarif(report: Report): string {
  const rules = [...new Set(report.diagnostics.map((d) => d.code))].sort()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'whp', version: report.toolVersion, rules: rules.map((id) => ({ id })) } },
      columnKind: 'unicodeCodePoints',
      results: report.diagnostics.map((d) => result(d, rules)),
    }],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function result(d: LocatedDiagnostic, rules: readonly string[]): object {
  return {
    ruleId: d.code,
    ruleIndex: rules.indexOf(d.code),
    level: d.severity === 'info' ? 'note' : d.severity,
    message: { text: [d.message, ...(d.goal === undefined ? [] : [`goal: ${d.goal}`]), ...d.hints].join('\n') },
    locations: [{ physicalLocation: physical(d.place) }],
    relatedLocations: d.related.length === 0 ? undefined
      : d.related.map((r, i) => ({ id: i + 1, message: { text: r.message }, physicalLocation: physical(r.place) })),
  }
}

function physical(place: Place): object {
  const uri = place.file.split('/').map(encodeURIComponent).join('/')
  if (place.lineText === undefined) return { artifactLocation: { uri } }
  return {
    artifactLocation: { uri },
    region: { startLine: place.line, startColumn: place.column, endLine: place.endLine, endColumn: place.endColumn },
  }
}
