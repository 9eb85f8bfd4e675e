// TEST. Runs the engine through whole theories: loads the standard library once and elaborates a theory given as text on top of it.
import { readFileSync, readdirSync } from 'node:fs'
import { parseTheory } from '../../src/syntax/parser.js'
import { elaborateTheory } from '../../src/elaborate/theory.js'
import type { TheoryResult } from '../../src/elaborate/result.js'

const folder = new URL('../../proofs/std/', import.meta.url)
const loaded = new Map<string, TheoryResult>()

/** The result for a theory of the standard library, its imports first. */
export function std(name: string): TheoryResult {
  const old = loaded.get(name)
  if (old !== undefined) return old
  const file = readdirSync(folder).find((f) => `Std.${f}` === `${name}.whp`)
  if (file === undefined) throw new Error(`no theory ${name}`)
  const made = elaborate(readFileSync(new URL(file, folder), 'utf8'))
  loaded.set(name, made)
  return made
}

/** Elaborates the text of a theory. */
export function elaborate(text: string): TheoryResult {
  const { theory, diagnostics } = parseTheory(text)
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join('; '))
  return elaborateTheory(theory, theory.imports.map((n) => std(n.text)), {})
}
