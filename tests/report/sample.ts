// A report with everything in it, for the tests of the renderers. TEST helper.
import type { LocatedDiagnostic, Report } from '../../src/report/model.js'
import { locate, message, summarise, type TheoremReport } from '../../src/report/model.js'
import { LineIndex, wholeFile } from '../../src/report/place.js'

export const source = [
  'theory Demo', 'lemma bad', '  fix x y : ℝ', '  show x ≤ y', '  by linear', 'lemma good', '  show 1 ≤ 2', 'lemma open', '  show 1 ≤ 3',
].join('\n')

export const index = new LineIndex({ path: 'proofs/a,b.whp', text: source })

const at = (text: string) => {
  const start = source.indexOf(text)
  return { start, end: start + text.length }
}

export const failedStep: LocatedDiagnostic = locate({
  code: 'step-failed', severity: 'error', message: 'this step does not follow by linear', span: at('linear'), goal: 'x ≤ y',
  facts: [{ name: 'h', formula: '0 ≤ x' }, { name: undefined, formula: 'x < 1' }],
  hints: ['fails with 1/3; holds with 2/7, the best possible from these facts', 'a second hint'],
  related: [{ span: at('fix x y : ℝ'), message: 'the variables' }],
}, index)

export const unreadable = message('unreadable', 'other.whp cannot be read: permission denied', wholeFile('other.whp'))

function theorem(name: string, status: TheoremReport['status'], start: string, end: string): TheoremReport {
  const place = index.place({ start: source.indexOf(start), end: source.indexOf(end) + end.length })
  return {
    name, theory: 'Demo', kind: 'lemma', place, status,
    axioms: status === 'proved' ? [{ name: 'le_total', kind: 'base', citation: 'order' }] : [],
    digest: 'a'.repeat(64), steps: 1, ms: 12.5, wellDefinedAssumed: undefined,
    numeric: status !== 'failed' ? undefined : {
      status: 'violated', reason: undefined, counts: { samples: 10, satisfied: 9, nonVacuous: 9 }, warnings: [],
      counterexample: { assignment: [{ name: 'x', value: '1' }, { name: 'y', value: '0' }], left: '1', right: '0', confirmed: 'exact' },
    },
  }
}

const theorems = [
  theorem('bad', 'failed', 'lemma bad', 'by linear'), theorem('good', 'proved', 'lemma good', '1 ≤ 2'),
  theorem('open', 'incomplete', 'lemma open', '1 ≤ 3'),
]

export const report: Report = {
  version: 1, toolVersion: '9.9.9', summary: summarise(1, theorems, 1, 1), theorems,
  files: [{ path: 'proofs/a,b.whp', theory: 'Demo', checked: true, ms: 30 }],
  axioms: [{ name: 'ball_volume', place: index.place(at('lemma good')), citation: 'Book, Theorem 1' }],
  diagnostics: [unreadable, failedStep], seed: 1, ms: 45.67,
}
