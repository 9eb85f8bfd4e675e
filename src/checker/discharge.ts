// Settles what threads left open: every imported statement a proof rests on must be proved in its own file in the same run.
// UNTRUSTED bookkeeping, but the place where `proved` is earned in a parallel run. Imported by crew.ts.
import type { UsedAxiom } from '../report/model.js'
import { axiomRank, type ClaimData, type TheoryData } from './data.js'

/** A file's data with the positions of the files it imports, earlier in the list. */
export interface FileData {
  readonly data: TheoryData
  readonly imports: readonly number[]
}

/**
 * The data with the axioms of imported statements added to those of the claims that rest on them; undefined when some statement
 * is not proved by a claim of a file that is imported, directly or not. Files come after the files they import, so a statement
 * is never discharged by something that rests on it.
 */
export function discharge(files: readonly FileData[]): readonly TheoryData[] | undefined {
  const cited = new Map<string, number>()
  for (const f of files) for (const c of f.data.claims) if (c.kind === 'axiom' && !cited.has(c.name)) cited.set(c.name, cited.size)
  const provers: Map<string, readonly UsedAxiom[]>[] = []
  const settled: TheoryData[] = []
  for (const file of files) {
    // What the imported files prove, theirs before that of the files they import.
    const known = new Map<string, readonly UsedAxiom[]>()
    for (const i of file.imports) for (const [digest, axioms] of provers[i] ?? []) known.set(digest, axioms)
    const claims: ClaimData[] = []
    for (const claim of file.data.claims) {
      const axioms = settle(claim, known, cited)
      if (axioms === undefined) return undefined
      claims.push({ ...claim, axioms, tags: [] })
    }
    for (const claim of claims) for (const digest of claim.proves) known.set(digest, claim.axioms)
    provers.push(known)
    settled.push({ ...file.data, claims })
  }
  return settled
}

/** All axioms under a claim, in order; undefined when a statement it rests on is not proved. */
function settle(claim: ClaimData, known: ReadonlyMap<string, readonly UsedAxiom[]>,
  cited: ReadonlyMap<string, number>): readonly UsedAxiom[] | undefined {
  const all = new Map(claim.axioms.map((a) => [`${a.kind} ${a.name}`, a]))
  for (const tag of claim.proves.length === 0 ? [] : claim.tags) {
    const under = known.get(tag)
    if (under === undefined) return undefined
    for (const a of under) all.set(`${a.kind} ${a.name}`, a)
  }
  return [...all.values()].sort((a, b) => axiomRank(a, cited) - axiomRank(b, cited))
}
