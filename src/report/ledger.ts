// The failure-probability ledger as text: the total, one entry for each event that spends, what is left. UNTRUSTED display code.
// Imported by the human report.
import type { LedgerEntry, LedgerReport, LedgerStep } from './model.js'

/** The ledger with the ledgers of the lemmas it draws on, indented below the entries they belong to. */
export function ledgerText(ledger: LedgerReport): string {
  return lines(ledger, '').join('\n')
}

function lines(ledger: LedgerReport, margin: string): readonly string[] {
  const cases = ledger.cases > 1 ? ` (one of ${ledger.cases} cases of its proof)` : ''
  const left = ledger.open.length === 0 ? [`${margin}  left: ${ledger.left}`]
    : [`${margin}  not followed: ${ledger.open.join(', ')}`, `${margin}  total less what is followed: ${ledger.left}`]
  return [
    `${margin}ledger of ${ledger.theorem}${cases}`, `${margin}  may fail with probability ${ledger.total}`,
    ...ledger.entries.flatMap((e, i) => entryLines(e, i + 1, `${margin}  `, ledger)), ...left,
  ]
}

function entryLines(e: LedgerEntry, number: number, margin: string, all: LedgerReport): readonly string[] {
  const inner = `${margin}   `
  const before = all.entries.slice(0, number - 1)
  const same = before.findIndex((o) => o.event === e.event && o.step.line === e.step.line && o.step.file === e.step.file)
  const lemmas = e.lemmas.length === 0 ? '' : ` by ${e.lemmas.join(', from ')}`
  return [
    `${margin}${number}. ${e.bounds.at(-1)?.amount ?? e.amount}`,
    `${inner}${at(e.step)}${lemmas}${e.bounds.length === 0 ? '' : `: ${e.amount}`}`,
    ...e.bounds.map((b) => `${inner}  at most ${b.amount}, ${at(b.step)}`),
    same >= 0 ? `${inner}for the event of ${same + 1}` : `${inner}for ${e.event}`,
    ...(same < 0 && e.besides.length > 0 ? e.besides.map((b) => `${inner}  without ${b}`) : []),
    ...(e.within === undefined ? [] : lines(e.within, inner)),
  ]
}

function at(step: LedgerStep): string {
  return `line ${step.line}${step.name === undefined ? '' : ` (${step.name})`}`
}
