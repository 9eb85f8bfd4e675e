// Elaborating small theories in tests: library theories come from proofs/ by name, each elaborated once per process.
// Statements of the library enter without their proofs, which have tests of their own; nothing else is different from `whp check`.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { axiomsOf } from '../../src/kernel/theorem.js'
import { alphaEqual, freeVars } from '../../src/kernel/term.js'
import { elaborateTheory, type ElaborationOptions } from '../../src/elaborate/theory.js'
import type { Declaration, TheoryResult } from '../../src/elaborate/result.js'
import { UNPROVED } from '../../src/elaborate/session.js'
import type { Diagnostic } from '../../src/report/diagnostic.js'
import type { Theory } from '../../src/syntax/ast.js'
import { parseTheory } from '../../src/syntax/parser.js'

export const PROOFS = fileURLToPath(new URL('../../proofs', import.meta.url))

/** A parsed theory, its normalised text, and everything said about it. */
export interface Checked {
  readonly text: string
  readonly theory: Theory
  readonly result: TheoryResult
  /** Messages of the parser and of the elaborator, in order of place. */
  readonly diagnostics: readonly Pick<Diagnostic, 'code' | 'severity' | 'message' | 'span' | 'goal' | 'hints'>[]
}

/** Every `.whp` file below a directory, sorted. */
export function whpFiles(directory: string): readonly string[] {
  return readdirSync(directory).sort().flatMap((name) => {
    const path = join(directory, name)
    return statSync(path).isDirectory() ? whpFiles(path) : name.endsWith('.whp') ? [path] : []
  })
}

const library = new Map<string, string>()
const statements = new Map<string, TheoryResult>()

function pathOf(name: string): string {
  if (library.size === 0) {
    for (const path of whpFiles(PROOFS)) {
      const found = /^theory[ \t]+(\S+)/mu.exec(readFileSync(path, 'utf8'))?.[1]
      if (found !== undefined) library.set(found, path)
    }
  }
  const path = library.get(name)
  if (path === undefined) throw new Error(`no theory ${name} below ${PROOFS}`)
  return path
}

/** What the library theory `name` states, its proofs not run. */
export function statementsOf(name: string): TheoryResult {
  const known = statements.get(name)
  if (known !== undefined) return known
  const { theory } = parseTheory(readFileSync(pathOf(name), 'utf8'))
  const made = elaborateTheory(theory, theory.imports.map((n) => statementsOf(n.text)), { statementsOnly: true })
  statements.set(name, made)
  return made
}

/** Elaborates a theory given as text; `others` are theories it may import besides the library. */
export function checkText(source: string, options: ElaborationOptions = {}, others: readonly TheoryResult[] = []): Checked {
  const { theory, text, diagnostics } = parseTheory(source)
  const imports = theory.imports.map((n) => others.find((o) => o.name === n.text) ?? statementsOf(n.text))
  const result = elaborateTheory(theory, imports, options)
  const all = [...diagnostics.map((d) => ({ ...d, severity: 'error' as const })), ...result.diagnostics]
  return { text, theory, result, diagnostics: all.sort((a, b) => a.span.start - b.span.start) }
}

/** Whether a declaration marked proved or refuted has a kernel theorem of its own closed statement, resting on nothing unproved. */
export function isBacked(d: Declaration): boolean {
  const th = d.theorem
  if (th === undefined || th.hyps.length > 0 || freeVars(th.concl).length > 0 || !alphaEqual(th.concl, d.statement)) return false
  return axiomsOf(th).every((a) => a.kind !== 'import' || a.citation !== UNPROVED)
}

/** The declaration of that name. */
export function declared(checked: Checked, name: string): Declaration {
  const found = checked.result.declarations.find((d) => d.name === name)
  if (found === undefined) throw new Error(`no declaration ${name}`)
  return found
}

/** Codes of the errors, in order of place. */
export function errorCodes(checked: Checked): readonly string[] {
  return checked.diagnostics.filter((d) => d.severity === 'error').map((d) => d.code)
}
