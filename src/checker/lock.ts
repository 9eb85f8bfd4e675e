// The lock of a set of theorems: what each says, with definitions unfolded, and the cited axioms it rests on.
// A locked theorem may get stronger; it may not vanish, say something else, or rest on more. UNTRUSTED. Imported by the command line.
import { axiomsOf } from '../kernel/theorem.js'
import { printTerm } from '../syntax/term-printer.js'
import type { Declaration } from '../elaborate/result.js'
import { qualifiedName } from './run.js'
import { statementDigest } from './digest.js'
import type { TheoryRun } from './run.js'

export const LOCK_VERSION = 1

export interface LockedTheorem {
  /** The closed statement as the language writes it. */
  readonly statement: string
  /** SHA-256 of the statement with definitions unfolded. */
  readonly digest: string
  /** Cited axioms under the proof, with the digests of what they say; assumptions of well-definedness with their reasons. */
  readonly axioms: Readonly<Record<string, string>>
}

export interface LockFile {
  readonly version: typeof LOCK_VERSION
  readonly theorems: Readonly<Record<string, LockedTheorem>>
}

/** A theorem of the run that can be locked. */
export interface Lockable {
  readonly name: string
  readonly run: TheoryRun
  readonly declaration: Declaration
}

/** The named, proved claims of the theories, by qualified name, in order of name. */
export function lockable(runs: readonly TheoryRun[]): readonly Lockable[] {
  const out: Lockable[] = []
  for (const run of runs) {
    for (const declaration of run.result.declarations) {
      const claim = declaration.kind !== 'axiom' && declaration.kind !== 'definition' && declaration.kind !== 'example'
      const proved = declaration.status === 'proved' || declaration.status === 'refuted'
      if (claim && proved && !/ at \d+$/u.test(declaration.name)) out.push({ name: qualifiedName(run, declaration), run, declaration })
    }
  }
  return out.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

export function lockEntry(d: Declaration): LockedTheorem {
  return { statement: printTerm(d.statement, { limit: 200_000 }), digest: statementDigest(d.statement), axioms: lockedAxioms(d) }
}

/** Base axioms are the ground everything stands on, and which of them a search uses may change freely: they are not locked. */
function lockedAxioms(d: Declaration): Readonly<Record<string, string>> {
  const out: Record<string, string> = {}
  for (const a of d.theorem === undefined ? [] : axiomsOf(d.theorem)) if (a.kind !== 'base') out[a.name] = statementDigest(a.statement)
  if (d.wellDefinedAssumed !== undefined) out['assuming well_defined'] = d.wellDefinedAssumed
  return out
}

export function buildLock(theorems: readonly Lockable[]): LockFile {
  return { version: LOCK_VERSION, theorems: Object.fromEntries(theorems.map((t) => [t.name, lockEntry(t.declaration)])) }
}

/** The text of `whp.lock`. */
export function renderLock(lock: LockFile): string {
  return `${JSON.stringify(lock, undefined, 2)}\n`
}

/** Reads a lock file; a string is what is wrong with it. */
export function parseLock(text: string): LockFile | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  if (!isRecord(value)) return 'it is not an object'
  if (value['version'] !== LOCK_VERSION) return `its version is ${String(value['version'])}, and this tool reads version ${LOCK_VERSION}`
  const theorems = value['theorems']
  if (!isRecord(theorems)) return 'it lists no theorems'
  for (const [name, entry] of Object.entries(theorems)) if (!isLocked(entry)) return `its entry for ${name} is not complete`
  return { version: LOCK_VERSION, theorems: theorems as Record<string, LockedTheorem> }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLocked(value: unknown): value is LockedTheorem {
  return isRecord(value) && typeof value['statement'] === 'string' && typeof value['digest'] === 'string' && isRecord(value['axioms'])
    && Object.values(value['axioms']).every((digest) => typeof digest === 'string')
}
