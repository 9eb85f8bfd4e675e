// `whp check --ledger NAME`: elaborates the theories of the named theorems once more with traces recorded, and reads their ledgers.
// UNTRUSTED; imported by the check command when it is asked for ledgers.
import { ledgerOf } from '../checker/ledger.js'
import { ledgerReport } from '../checker/ledger-report.js'
import { qualifiedName } from '../checker/run.js'
import { lemmaTheorems } from '../checker/trail.js'
import { recordTraces } from '../kernel/theorem.js'
import type { LedgerReport } from '../report/model.js'
import { CommandError, EXIT } from './exit.js'
import { printOptions } from './printing.js'
import { findDeclarations } from './theories.js'

/** The ledgers of the theorems called these names. A name that is unknown, not proved or bounds no probability ends the command. */
export function ledgersOf(names: readonly string[], paths: readonly string[], debug: boolean): readonly LedgerReport[] {
  recordTraces(true)
  try {
    return names.flatMap((name) => ledgersCalled(name, paths, debug))
  } finally {
    recordTraces(false)
  }
}

function ledgersCalled(name: string, paths: readonly string[], debug: boolean): readonly LedgerReport[] {
  const { found, all } = findDeclarations(name, paths, debug)
  const lemmas = lemmaTheorems(all.runs)
  return found.map(({ run, declaration }) => {
    const full = qualifiedName(run, declaration)
    if (declaration.kind === 'definition' || declaration.kind === 'axiom') throw new CommandError(`${full} has no proof, so no ledger`)
    if (declaration.status !== 'proved') throw new CommandError(`${full} is not proved, so it has no ledger`, EXIT.failed)
    const ledger = ledgerOf({ run, declaration }, lemmas)
    if (typeof ledger === 'string') throw new CommandError(`${full} has no ledger: ${ledger}`)
    return ledgerReport(ledger, printOptions)
  })
}
