// What changed between a lock and the theorems of a run, in words. UNTRUSTED. Imported by the command line.
import { message, type LocatedDiagnostic } from '../report/model.js'
import { wholeFile } from '../report/place.js'
import { nearest } from '../elaborate/nearest.js'
import { statementDigest } from './digest.js'
import { lockEntry, lockable, type Lockable, type LockedTheorem, type LockFile } from './lock.js'
import type { TheoryRun } from './run.js'
import { gainedHypotheses, readStatement, sameConclusion, saysAtLeast } from './statements.js'

/** The codes of failing drift; other messages of a comparison only inform. */
export const DRIFT_CODES: ReadonlySet<string> = new Set(['lock-vanished', 'lock-changed', 'lock-hypothesis', 'lock-axiom'])

/** Compares every locked theorem with the run, and notes proved theorems the lock does not know. */
export function compareLock(lock: LockFile, runs: readonly TheoryRun[], lockPath: string): readonly LocatedDiagnostic[] {
  const now = new Map(lockable(runs).map((t) => [t.name, t]))
  const out: LocatedDiagnostic[] = []
  for (const [name, old] of Object.entries(lock.theorems)) {
    const theorem = now.get(name)
    if (theorem === undefined) out.push(vanished(name, [...now.keys()], lockPath))
    else out.push(...statementDrift(theorem, old), ...axiomDrift(theorem, old))
  }
  const unknown = [...now.keys()].filter((name) => !Object.hasOwn(lock.theorems, name))
  if (unknown.length > 0) {
    const shown = unknown.length > 5 ? `${unknown.slice(0, 5).join(', ')} and ${unknown.length - 5} more` : unknown.join(', ')
    out.push(message('lock-new', `not locked yet: ${shown}`, wholeFile(lockPath), ['run `whp lock` to lock them'], 'info'))
  }
  return out
}

function vanished(name: string, known: readonly string[], lockPath: string): LocatedDiagnostic {
  return message('lock-vanished', `the locked theorem ${name} is gone or no longer proved`, wholeFile(lockPath), nearest(name, known))
}

function placeOf(t: Lockable): LocatedDiagnostic['place'] {
  return t.run.file.index.place(t.declaration.span)
}

const RELOCK = 'if this is meant, run `whp lock` and review the difference'

function statementDrift(t: Lockable, old: LockedTheorem): readonly LocatedDiagnostic[] {
  const now = lockEntry(t.declaration)
  if (now.digest === old.digest) return []
  const hints = [`it was ${old.statement}`, RELOCK]
  const changed = (text: string): readonly LocatedDiagnostic[] => [message('lock-changed', `${t.name} ${text}`, placeOf(t), hints)]
  if (now.statement === old.statement) return changed('reads as locked, but a definition it uses has changed')
  const before = readStatement(old.statement, t.run, t.declaration.statement)
  if (before === undefined) return changed('says something else than the lock, whose statement no longer reads in this theory')
  // The old text must still mean what it meant: under a weakened definition the new statement could imply it and say less.
  if (statementDigest(before) !== old.digest) return changed('is not as locked, and a definition it uses may have changed too')
  if (saysAtLeast(t.declaration.statement, before, t.run)) {
    const text = `${t.name} is stronger than locked: it implies the locked statement`
    return [message('lock-stronger', text, placeOf(t), [hints[0] ?? '', 'run `whp lock` to lock it'], 'info')]
  }
  const gained = gainedHypotheses(before, t.declaration.statement)
  if (gained.length > 0 && sameConclusion(before, t.declaration.statement)) {
    const text = `${t.name} gained the hypothes${gained.length === 1 ? 'is' : 'es'} ${gained.join('; ')}`
    return [message('lock-hypothesis', text, placeOf(t), hints)]
  }
  return changed('no longer says what was locked, and the engine cannot show that it implies it')
}

function axiomDrift(t: Lockable, old: LockedTheorem): readonly LocatedDiagnostic[] {
  const now = lockEntry(t.declaration).axioms
  const out: LocatedDiagnostic[] = []
  for (const [name, digest] of Object.entries(now)) {
    const before = Object.hasOwn(old.axioms, name) ? old.axioms[name] : undefined
    if (before === digest) continue
    const what = before === undefined ? `now also rests on ${name}` : `rests on ${name}, which says something else than when it was locked`
    out.push(message('lock-axiom', `${t.name} ${what}`, placeOf(t), [RELOCK]))
  }
  return out
}
