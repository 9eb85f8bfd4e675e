// What earlier runs found, kept by keys that stand for everything a verdict depends on: the build of the tool, the settings, the text
// of the theory and of all it imports. UNTRUSTED; a hit is believed as a thread is (discharge.ts), so whoever can write the entries can
// write the report: `--no-cache` for a release. Imported by crew.ts.
import type { TheoryData } from './data.js'
import type { TheoryFile } from './imports.js'
import type { CheckSettings } from './check.js'
import { sha256 } from './sha256.js'

/** Entries by key; supplied by the command line. A store that cannot be read or written is an empty one. */
export interface CacheStore {
  /** Digest of the tool's own files: another build knows nothing of this one's verdicts. */
  readonly build: string
  get(key: string): string | undefined
  put(key: string, text: string): void
}

/** Part of every key: raised when the form of entries changes. */
const FORM = 1

/**
 * Keys of the files, imports before importers. `instances` are all those of the run: a numeric verdict may use any of them.
 */
export function keysOf(files: readonly TheoryFile[], settings: CheckSettings, build: string, instances: unknown): readonly string[] {
  const keys = new Map<TheoryFile, string>()
  return files.map((file) => {
    const numeric = settings.numeric === undefined ? null
      : { refuted: true, sampled: file.requested ? [settings.numeric.seed, settings.numeric.samples, instances] : null }
    const key = sha256(JSON.stringify([
      FORM, build, settings.budget ?? null, numeric, file.source.text, file.imports.map((i) => keys.get(i) ?? null),
    ]))
    keys.set(file, key)
    return key
  })
}

/** The data under a key, if an entry is there and has the form of one. */
export function recall(store: CacheStore, key: string): TheoryData | undefined {
  const text = store.get(key)
  if (text === undefined) return undefined
  try {
    const entry: unknown = JSON.parse(text)
    return isEntry(entry) && entry.key === key ? { ...entry.data, ms: 0, cached: true } : undefined
  } catch {
    return undefined
  }
}

export function remember(store: CacheStore, key: string, data: TheoryData): void {
  store.put(key, JSON.stringify({ key, data }))
}

interface Entry {
  readonly key: string
  readonly data: TheoryData
}

/** A file cut short or written by something else is no entry; what is inside one is believed. */
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || !('key' in value) || !('data' in value)) return false
  const { data } = value
  return typeof data === 'object' && data !== null && 'claims' in data && Array.isArray(data.claims) && 'diagnostics' in data
    && Array.isArray(data.diagnostics) && 'verdicts' in data && Array.isArray(data.verdicts)
}
