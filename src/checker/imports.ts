// Which theories a run needs and in which order: imports resolved by theory name, cycles and missing theories reported once.
// UNTRUSTED. Imported by check.ts.
import { nearest } from '../elaborate/nearest.js'
import { message, syntaxMessage, type LocatedDiagnostic } from '../report/model.js'
import { LineIndex } from '../report/place.js'
import type { Name } from '../syntax/ast.js'
import { parseTheory, type ParsedTheory } from '../syntax/parser.js'
import type { Host } from './host.js'
import { comparePaths, findFiles, readSource, type SourceFile } from './load.js'

/** A parsed file of the run. */
export interface TheoryFile {
  readonly source: SourceFile
  readonly parsed: ParsedTheory
  readonly index: LineIndex
  /** Named on the command line, not only imported. */
  readonly requested: boolean
  /** Messages of the parser and about the file's imports. */
  readonly diagnostics: LocatedDiagnostic[]
  /** Imported files, in the order of the imports; complete unless `blocked`. */
  readonly imports: TheoryFile[]
  /** Cannot be checked: an import is missing, cyclic or itself blocked. */
  blocked: boolean
}

export interface Plan {
  /** Every file of the run, imports before importers. */
  readonly order: readonly TheoryFile[]
  /** Files whose place in the order could not be found, cycles included. */
  readonly blocked: readonly TheoryFile[]
  /** Messages about files that could not be read. */
  readonly diagnostics: readonly LocatedDiagnostic[]
}

const HEADER = /^[ \t\uFEFF]*theory[ \t]+([^\s"]+)/mu

/** Parses the files, finds what they import, and orders everything. `libraries` are directories searched for theories, first ones first. */
export function planRun(requested: readonly SourceFile[], libraries: readonly string[], host: Host): Plan {
  const planner = new Planner(libraries, host)
  planner.addRequested(requested)
  planner.resolveAll()
  const { order, rest } = topological(planner.files)
  const sorted = breakCycles(rest, order)
  return { order: sorted, blocked: planner.files.filter((f) => f.blocked), diagnostics: planner.diagnostics }
}

class Planner {
  readonly files: TheoryFile[] = []
  readonly diagnostics: LocatedDiagnostic[] = []
  readonly #byName = new Map<string, TheoryFile>()
  readonly #byCanonical = new Map<string, TheoryFile>()
  #library: ReadonlyMap<string, string> | undefined

  constructor(readonly libraries: readonly string[], readonly host: Host) {}

  #add(source: SourceFile, requested: boolean): TheoryFile {
    const parsed = parseTheory(source.text)
    const index = new LineIndex({ path: source.path, text: parsed.text })
    const diagnostics = parsed.diagnostics.map((d) => syntaxMessage(d, index))
    const file: TheoryFile = { source, parsed, index, requested, diagnostics, imports: [], blocked: false }
    this.files.push(file)
    this.#byCanonical.set(source.canonical, file)
    return file
  }

  addRequested(sources: readonly SourceFile[]): void {
    for (const source of sources) {
      const file = this.#add(source, true)
      const name = file.parsed.theory.name
      if (name === undefined) continue
      const other = this.#byName.get(name.text)
      if (other === undefined) {
        this.#byName.set(name.text, file)
        continue
      }
      const text = `the theory ${name.text} is in ${other.source.path} already`
      file.diagnostics.push(message('duplicate-theory', text, file.index.place(name.span), ['give one of the two another name']))
      file.blocked = true
    }
  }

  /** Follows imports until nothing new turns up; `files` grows on the way. */
  resolveAll(): void {
    for (let i = 0; i < this.files.length; i++) {
      const file = this.files[i]
      if (file === undefined) continue
      const seen = new Set<TheoryFile>()
      for (const name of file.parsed.theory.imports) {
        const target = this.#resolve(name.text)
        if (target === undefined) this.#unknown(file, name)
        else if (!seen.has(target)) {
          seen.add(target)
          file.imports.push(target)
        }
      }
    }
  }

  #resolve(name: string): TheoryFile | undefined {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const path = this.#libraryIndex().get(name)
    if (path === undefined) return undefined
    const source = readSource(path, this.host)
    if (!('text' in source)) {
      this.diagnostics.push(source)
      return undefined
    }
    const file = this.#byCanonical.get(source.canonical) ?? this.#add(source, false)
    this.#byName.set(name, file)
    return file
  }

  /** Theory name to path, for every file below the library directories; read once, when first needed. */
  #libraryIndex(): ReadonlyMap<string, string> {
    if (this.#library !== undefined) return this.#library
    const index = new Map<string, string>()
    for (const directory of this.libraries) {
      if (this.host.kind(directory) !== 'directory') continue
      for (const path of findFiles([directory], this.host, [])) {
        const source = readSource(path, this.host)
        const name = 'text' in source ? HEADER.exec(source.text.slice(0, 20_000))?.[1] : undefined
        if (name !== undefined && !index.has(name)) index.set(name, path)
      }
    }
    this.#library = index
    return index
  }

  #unknown(file: TheoryFile, name: Name): void {
    file.blocked = true
    const known = [...this.#byName.keys(), ...this.#libraryIndex().keys()]
    const place = file.index.place(name.span)
    file.diagnostics.push(message('unknown-import', `no theory is called ${name.text}`, place, nearest(name.text, known)))
  }
}

/** Files whose imports all come earlier, and the rest: what lies on a cycle or behind one. */
function topological(files: readonly TheoryFile[]): { readonly order: TheoryFile[]; readonly rest: ReadonlySet<TheoryFile> } {
  const waiting = new Map<TheoryFile, number>()
  const users = new Map<TheoryFile, TheoryFile[]>()
  for (const file of files) {
    waiting.set(file, file.imports.length)
    for (const target of file.imports) users.set(target, [...(users.get(target) ?? []), file])
  }
  const order: TheoryFile[] = []
  let ready = files.filter((f) => f.imports.length === 0)
  while (ready.length > 0) {
    ready.sort((a, b) => comparePaths(a.source.path, b.source.path))
    const next: TheoryFile[] = []
    for (const file of ready) {
      order.push(file)
      waiting.delete(file)
      for (const user of users.get(file) ?? []) {
        const left = (waiting.get(user) ?? 0) - 1
        waiting.set(user, left)
        if (left === 0) next.push(user)
      }
    }
    ready = next
  }
  return { order, rest: new Set(waiting.keys()) }
}

/** One message for each cycle, at an import that closes it; every file on or behind a cycle is blocked. */
function breakCycles(rest: ReadonlySet<TheoryFile>, order: readonly TheoryFile[]): readonly TheoryFile[] {
  const left = new Set([...rest].sort((a, b) => comparePaths(a.source.path, b.source.path)))
  const inCycle = new Set<TheoryFile>()
  for (const start of left) {
    if (inCycle.has(start)) continue
    const cycle = cycleFrom(start, left, inCycle)
    if (cycle === undefined) continue
    for (const file of cycle) inCycle.add(file)
    report(cycle)
  }
  const behind = [...left].filter((f) => !inCycle.has(f))
  for (const file of left) file.blocked = true
  const all = [...order, ...inCycle, ...behind]
  for (const file of all) if (!inCycle.has(file)) blockBehind(file)
  return all
}

/** Follows imports inside `left` from `start` until a file comes twice; files of cycles already reported end the walk. */
function cycleFrom(start: TheoryFile, left: ReadonlySet<TheoryFile>, known: ReadonlySet<TheoryFile>): readonly TheoryFile[] | undefined {
  const path: TheoryFile[] = []
  const at = new Map<TheoryFile, number>()
  let file: TheoryFile | undefined = start
  while (file !== undefined && !known.has(file)) {
    const seen = at.get(file)
    if (seen !== undefined) return path.slice(seen)
    at.set(file, path.length)
    path.push(file)
    file = file.imports.find((f) => left.has(f))
  }
  return undefined
}

function nameOf(file: TheoryFile): string {
  return file.parsed.theory.name?.text ?? file.source.path
}

function report(cycle: readonly TheoryFile[]): void {
  const first = cycle.reduce((a, b) => (comparePaths(a.source.path, b.source.path) <= 0 ? a : b))
  const from = cycle.indexOf(first)
  const turned = [...cycle.slice(from), ...cycle.slice(0, from)]
  const shown = turned.length > 12 ? [...turned.slice(0, 11).map(nameOf), `… ${turned.length - 11} more`] : turned.map(nameOf)
  const next = turned[1] ?? first
  const name = first.parsed.theory.imports.find((n) => n.text === nameOf(next))
  const place = first.index.place(name?.span ?? first.parsed.theory.span)
  const text = `the imports go round in a circle: ${[...shown, nameOf(first)].join(' → ')}`
  first.diagnostics.push(message('import-cycle', text, place, ['move what they share into a theory that imports neither']))
}

/** A file that imports a blocked one is blocked too, and says so if it has said nothing yet. */
function blockBehind(file: TheoryFile): void {
  const target = file.imports.find((f) => f.blocked)
  if (target === undefined) return
  const silent = !file.blocked || file.diagnostics.length === 0
  file.blocked = true
  if (!silent) return
  const name = file.parsed.theory.imports.find((n) => n.text === nameOf(target))
  const place = file.index.place(name?.span ?? file.parsed.theory.span)
  file.diagnostics.push(message('import-not-checked', `${nameOf(target)}, imported here, could not be checked`, place))
}
