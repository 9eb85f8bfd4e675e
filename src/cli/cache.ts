// The cache of verdicts on disk: one file an entry, in the user's own cache directory, never in a project's, where a stranger's files
// may lie. UNTRUSTED; imported by the command line only. Entries are written whole or not at all, and the oldest make room.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CacheStore } from '../checker/cache.js'
import { writeFileWhole } from './output.js'

/** Entries kept; beyond them the longest unused are removed. */
const MAX_ENTRIES = 2000

/** The directory that `--cache` names, else `WHP_CACHE`, else `whp` below the user's cache directory. */
export function cacheDirectory(given: string | undefined): string {
  const environment = process.env['WHP_CACHE'] ?? ''
  const base = process.env['XDG_CACHE_HOME'] ?? ''
  return given ?? (environment !== '' ? environment : join(base !== '' ? base : join(homedir(), '.cache'), 'whp'))
}

/** The store in a directory; undefined when the tool does not run from its built files, as nothing then says which build it is. */
export function openCache(directory: string): CacheStore | undefined {
  const own = dirname(fileURLToPath(import.meta.url))
  if (!existsSync(join(own, 'whp.js'))) return undefined
  return new DirectoryStore(directory, buildDigest(own))
}

/** Digest of the names and contents of the built files, and of the version of Node that runs them. */
function buildDigest(directory: string): string {
  const hash = createHash('sha256').update(process.version)
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name)
  for (const name of files.sort()) hash.update(`\0${name}\0`).update(readFileSync(join(directory, name)))
  return hash.digest('hex')
}

class DirectoryStore implements CacheStore {
  #count: number | undefined

  constructor(readonly directory: string, readonly build: string) {}

  get(key: string): string | undefined {
    const path = this.#path(key)
    try {
      const text = readFileSync(path, 'utf8')
      const now = new Date()
      utimesSync(path, now, now)
      return text
    } catch {
      return undefined
    }
  }

  /** A cache that cannot be written costs time, not the run. */
  put(key: string, text: string): void {
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 })
      writeFileWhole(this.#path(key), text)
      this.#makeRoom()
    } catch { /* as if it had been removed at once */ }
  }

  #path(key: string): string {
    return join(this.directory, `${key}.json`)
  }

  #makeRoom(): void {
    this.#count = (this.#count ?? readdirSync(this.directory).length) + 1
    if (this.#count <= MAX_ENTRIES) return
    const paths = readdirSync(this.directory).filter((name) => name.endsWith('.json')).map((name) => join(this.directory, name))
    const aged = paths.map((path) => ({ path, used: statSync(path).mtimeMs })).sort((a, b) => a.used - b.used)
    for (const { path } of aged.slice(0, Math.floor(MAX_ENTRIES / 4))) rmSync(path, { force: true })
    this.#count = undefined
  }
}
