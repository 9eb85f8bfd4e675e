// `whp check --certificates`: one certificate for each theory, of everything proved in it. UNTRUSTED. Loaded by the check command.
import { join } from 'node:path'
import type { NamedTheorem } from '../certificate/write.js'
import { qualifiedName, type TheoryRun } from '../checker/run.js'
import { sizeText, writeCertificateFile } from './certificates.js'
import { printError } from './output.js'

/** Writes DIRECTORY/THEORY.cert for each theory with a proved statement, and says how large each is. */
export function certify(directory: string, runs: readonly TheoryRun[]): void {
  for (const run of runs) {
    const claims = provedIn(run)
    if (claims.length === 0) continue
    const path = join(directory, `${(run.result.name || 'unnamed').replaceAll(/[^\p{L}\p{N}._-]/gu, '_')}.cert`)
    printError(`${path}: ${sizeText(writeCertificateFile(path, claims))}`)
  }
}

/** What the theory proved or refuted, by qualified name; a refutation is a proof of the negation. */
function provedIn(run: TheoryRun): readonly NamedTheorem[] {
  return run.result.declarations.flatMap((d) => {
    const done = d.kind !== 'axiom' && (d.status === 'proved' || d.status === 'refuted')
    return done && d.theorem !== undefined ? [{ name: qualifiedName(run, d), theorem: d.theorem }] : []
  })
}
