// "X defines it: import X" for names that a theory knows and the file at hand does not import. UNTRUSTED; only for hints.
// Imported by check.ts, which asks only when something went wrong.
import type { Diagnostic } from '../report/diagnostic.js'
import type { Host } from './host.js'
import type { TheoryFile } from './imports.js'
import { findFiles, readSource } from './load.js'

const CODES: ReadonlySet<string> = new Set(['unknown-name', 'unknown-lemma'])
const HEADER = /^[ \t\uFEFF]*theory[ \t]+([^\s"]+)/mu
const DECLARATION = /^[ \t]*(?:lemma|theorem|corollary|axiom|define|event)[ \t]+([^\s:({"]+)/gmu

/** Knows which theories declare which names; files are read when the first question comes. */
export class Suggestions {
  #theories: ReadonlyMap<string, readonly string[]> | undefined

  constructor(readonly files: readonly TheoryFile[], readonly libraries: readonly string[], readonly host: Host) {}

  /** The diagnostic with a hint in front when it is about a name that some theory declares. */
  improve(d: Diagnostic, file: TheoryFile): Diagnostic {
    if (!CODES.has(d.code)) return d
    const name = file.parsed.text.slice(d.span.start, d.span.end)
    const [theory] = this.#declaring(name).filter((t) => t !== file.parsed.theory.name?.text)
    if (theory === undefined) return d
    return { ...d, hints: [`${theory} declares it: import ${theory}`, ...(d.hints ?? [])] }
  }

  #declaring(name: string): readonly string[] {
    this.#theories ??= this.#read()
    return this.#theories.get(name) ?? []
  }

  #read(): ReadonlyMap<string, readonly string[]> {
    const texts = this.files.map((f) => f.source.text)
    const known = new Set(this.files.map((f) => f.source.canonical))
    const directories = this.libraries.filter((d) => this.host.kind(d) === 'directory')
    for (const path of findFiles(directories, this.host, [])) {
      const source = readSource(path, this.host)
      if ('text' in source && !known.has(source.canonical)) texts.push(source.text)
    }
    const found = new Map<string, readonly string[]>()
    for (const text of texts) {
      const theory = HEADER.exec(text)?.[1]
      if (theory === undefined) continue
      for (const match of text.matchAll(DECLARATION)) {
        const name = match[1] ?? ''
        found.set(name, [...(found.get(name) ?? []), theory])
      }
    }
    return found
  }
}
