// Where proofs are looked for: the project's `proofs` directory and the library that comes with the tool.
// UNTRUSTED; imported by the command line only.
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The directory of the bundled library, `proofs/std` of the package; the code runs from `dist` or from `src/cli`. */
export function bundledLibrary(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  for (let i = 0; i < 4; i++) {
    const candidate = join(directory, 'proofs', 'std')
    if (existsSync(candidate) && existsSync(join(directory, 'package.json'))) return shortest(candidate)
    directory = dirname(directory)
  }
  return shortest(join(directory, 'proofs', 'std'))
}

/** A path below the working directory is shown relative to it. */
function shortest(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}

/** Directories searched for imported theories, the project's own first; the theorems that come with the tool can be imported too. */
export function libraries(): readonly string[] {
  return [...new Set(['proofs', bundledLibrary(), dirname(bundledLibrary())])]
}

/** The paths a command works on: those given, else the project's `proofs`. */
export function pathsOr(given: readonly string[]): readonly string[] {
  return given.length > 0 ? given : ['proofs']
}
