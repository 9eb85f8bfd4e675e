// Theories for commands that ask about names: elaborated with what they import, from the project and the bundled library.
// UNTRUSTED; imported by the command line only.
import { elaborateAll, type Elaborated, type TheoryRun } from '../checker/run.js'
import { qualifiedName } from '../checker/run.js'
import type { TheoryFile } from '../checker/imports.js'
import { nearest } from '../elaborate/nearest.js'
import type { Declaration, TheoryResult } from '../elaborate/result.js'
import { CommandError, EXIT } from './exit.js'
import { nodeHost } from './node-host.js'
import { bundledLibrary, libraries } from './paths.js'

/** The directories and files searched: those given, else the project's proofs and the bundled library. */
export function searchPaths(given: readonly string[]): readonly string[] {
  if (given.length > 0) return given
  return nodeHost.kind('proofs') === 'directory' ? ['proofs', bundledLibrary()] : [bundledLibrary()]
}

/** Elaborates the theories among `paths` that `wanted` picks, and what they import. A path that cannot be read ends the command. */
export function elaborateWanted(paths: readonly string[], wanted: (file: TheoryFile) => boolean, debug = false): Elaborated {
  const elaborated = elaborateAll({ paths, libraries: libraries(), wanted, debug }, nodeHost)
  const [first] = elaborated.diagnostics
  if (first !== undefined) throw new CommandError(first.message, EXIT.usage, first.hints)
  return elaborated
}

/** Elaborates statements only, without their proofs: enough to search in. */
export function elaborateStatements(paths: readonly string[]): Elaborated {
  return elaborateAll({ paths, libraries: libraries(), statementsOnly: true }, nodeHost)
}

/** The results of the theories of these names, for formulas that use their definitions and lemmas. */
export function theoriesNamed(names: readonly string[]): readonly TheoryResult[] {
  if (names.length === 0) return []
  const seen = new Set<string>()
  const wanted = (file: TheoryFile): boolean => {
    const name = file.parsed.theory.name?.text
    if (name !== undefined) seen.add(name)
    return name !== undefined && names.includes(name)
  }
  const { runs } = elaborateWanted(searchPaths([]), wanted)
  return names.map((name) => {
    const run = runs.find((r) => r.result.name === name)
    if (run === undefined) throw new CommandError(`no theory is called ${name}`, EXIT.usage, nearest(name, seen))
    return run.result
  })
}

export interface Search {
  readonly found: readonly Found[]
  readonly all: Elaborated
}

export interface Found {
  readonly run: TheoryRun
  readonly declaration: Declaration
}

/** Names declared by a file, as the parser sees them. */
export function declaredNames(file: TheoryFile): readonly string[] {
  const theory = file.parsed.theory.name?.text
  const names: string[] = []
  const visit = (items: TheoryFile['parsed']['theory']['items']): void => {
    for (const item of items) {
      if (item.kind === 'context') visit(item.items)
      else if ('name' in item && item.name !== undefined && item.kind !== 'instance') names.push(item.name.text)
    }
  }
  visit(file.parsed.theory.items)
  return theory === undefined ? names : names.flatMap((n) => [n, `${theory}.${n}`])
}

/** The declarations called `name`, plain or with its theory in front; only the theories that declare it are elaborated. */
export function findDeclarations(name: string, paths: readonly string[], debug: boolean): Search {
  const known = new Set<string>()
  const wanted = (file: TheoryFile): boolean => {
    const names = declaredNames(file)
    for (const each of names) known.add(each)
    return names.includes(name)
  }
  const all = elaborateWanted(searchPaths(paths), wanted, debug)
  const found = all.runs.flatMap((run) => run.result.declarations
    .filter((d) => d.name === name || qualifiedName(run, d) === name)
    .map((declaration) => ({ run, declaration })))
  if (found.length === 0) {
    if (known.has(name)) throw new CommandError(`${name} is declared but could not be read`, EXIT.usage, ['`whp check` says why'])
    throw new CommandError(`nothing is called ${name}`, EXIT.usage, nearest(name, known))
  }
  return { found, all }
}
