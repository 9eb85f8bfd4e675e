// Ledgers as plain data for reports: formulas printed, steps placed. UNTRUSTED display. Imported by the command line.
import { printTerm, type PrintOptions } from '../syntax/term-printer.js'
import type { LedgerEntry, LedgerReport, LedgerStep } from '../report/model.js'
import { mkNot } from '../kernel/signature.js'
import { instantiateBody, mkAbs, mkApp, mkVar, type Term } from '../kernel/term.js'
import { domainOf } from '../kernel/type.js'
import { eventOf } from '../numeric/quantities.js'
import type { Entry, Ledger } from './ledger.js'
import { qualifiedName, type TheoryRun } from './run.js'
import type { UsedStep } from './trail.js'

/** Nodes of a formula printed before it is cut. */
const LIMIT = 400

/** `P[¬ A]` for `P[A]`. */
function complementOf(probability: Term): Term {
  const event = eventOf(probability)
  if (event === undefined || probability.kind !== 'app') return probability
  const outcome = mkVar(`${event.kind === 'abs' ? event.hint : 'ω'}·`, domainOf(event.type))
  const holds = event.kind === 'abs' ? instantiateBody(event, outcome) : mkApp(event, outcome)
  return mkApp(probability.fn, mkAbs(outcome, mkNot(holds)))
}

/** The ledger in the words of the language; `optionsOf` says how a theory prints. */
export function ledgerReport(ledger: Ledger, optionsOf: (run: TheoryRun) => PrintOptions): LedgerReport {
  const { run, declaration } = ledger.used
  const options = { ...optionsOf(run), limit: LIMIT }
  const text = (t: Term): string => printTerm(t, options)
  const step = (s: UsedStep): LedgerStep => {
    const place = run.file.index.place(s.record.span)
    return { name: s.record.name, file: place.file, line: place.line }
  }
  const entry = (e: Entry): LedgerEntry => ({
    event: text(e.complement ? complementOf(e.event) : e.event), besides: e.besides.map(text), amount: text(e.amount),
    bounds: e.bounds.map((b) => ({ amount: text(b.amount), step: step(b.step) })), step: step(e.step),
    lemmas: e.sources.map((s) => qualifiedName(s.lemma.run, s.lemma.declaration)),
    within: e.within === undefined ? undefined : ledgerReport(e.within, optionsOf),
  })
  return {
    theorem: qualifiedName(run, declaration), total: text(ledger.total), entries: ledger.entries.map(entry), left: text(ledger.left),
    cases: ledger.cases, open: ledger.open.map(text),
  }
}
