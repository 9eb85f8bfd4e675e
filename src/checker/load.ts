// Finding and reading `.whp` files: paths to decoded text, each thing wrong with a file in one message.
// UNTRUSTED. Imported by the checker's other files and by the tools that show sources.
import { message, type LocatedDiagnostic } from '../report/model.js'
import { LineIndex, wholeFile } from '../report/place.js'
import { HostError, type Host } from './host.js'

/** Largest file read, in bytes. */
export const MAX_FILE_BYTES = 4_000_000
const MAX_DIRECTORY_DEPTH = 40
const MAX_FILES = 20_000
const EXTENSION = '.whp'

export interface SourceFile {
  readonly path: string
  readonly canonical: string
  readonly text: string
}

export interface Loaded {
  readonly files: readonly SourceFile[]
  readonly diagnostics: readonly LocatedDiagnostic[]
}

/** Reads the files named and those below the directories named, each once, sorted by path. */
export function loadPaths(paths: readonly string[], host: Host): Loaded {
  const diagnostics: LocatedDiagnostic[] = []
  const files: SourceFile[] = []
  for (const path of findFiles(paths, host, diagnostics)) {
    const loaded = readSource(path, host)
    if ('text' in loaded) files.push(loaded)
    else diagnostics.push(loaded)
  }
  return { files, diagnostics }
}

/** The paths of the files named and below the directories named, sorted; what is wrong goes to `diagnostics`. */
export function findFiles(paths: readonly string[], host: Host, diagnostics: LocatedDiagnostic[]): readonly string[] {
  const found = new Map<string, string>()
  for (const path of paths) {
    const kind = host.kind(path)
    if (kind === 'file') remember(found, path, host)
    else if (kind === 'directory') {
      const below = new Map<string, string>()
      const failure = walk(path, host, below, 0)
      if (failure !== undefined) diagnostics.push(failure)
      else if (below.size === 0) diagnostics.push(message('no-files', `the directory ${path} holds no ${EXTENSION} files`, wholeFile(path)))
      for (const file of below.values()) remember(found, file, host)
    } else {
      const what = kind === 'missing' ? 'there is no file or directory' : 'this is neither a file nor a directory:'
      diagnostics.push(message('no-such-file', `${what} ${path}`, wholeFile(path)))
    }
  }
  return [...found.values()].sort(comparePaths)
}

/** By code units, so that the order is the same everywhere. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function remember(found: Map<string, string>, path: string, host: Host): void {
  const canonical = host.canonical(path)
  if (!found.has(canonical)) found.set(canonical, path)
}

/** Adds the `.whp` files below a directory; answers a message when one could not be listed. */
function walk(directory: string, host: Host, found: Map<string, string>, depth: number): LocatedDiagnostic | undefined {
  if (depth > MAX_DIRECTORY_DEPTH) return message('too-deep', `directories are nested too deeply below ${directory}`, wholeFile(directory))
  let names: readonly string[]
  try {
    names = host.list(directory)
  } catch (error) {
    return unreadable(directory, error)
  }
  for (const entry of [...names].sort(comparePaths)) {
    if (entry.startsWith('.') || entry === 'node_modules') continue
    const path = directory.endsWith('/') ? `${directory}${entry}` : `${directory}/${entry}`
    const kind = host.kind(path)
    if (kind === 'file' && entry.endsWith(EXTENSION)) remember(found, path, host)
    const failure = kind === 'directory' ? walk(path, host, found, depth + 1) : undefined
    if (failure !== undefined) return failure
    if (found.size > MAX_FILES) return message('too-many-files', `more than ${MAX_FILES} files were named`, wholeFile(directory))
  }
  return undefined
}

function unreadable(path: string, error: unknown): LocatedDiagnostic {
  if (!(error instanceof HostError)) throw error
  return message('unreadable', `${path} cannot be read: ${error.reason}`, wholeFile(path))
}

/** Reads and decodes one file, or says in one message why not. */
export function readSource(path: string, host: Host): SourceFile | LocatedDiagnostic {
  try {
    const bytes = host.size(path) > MAX_FILE_BYTES ? undefined : host.read(path)
    if (bytes !== undefined && bytes.length <= MAX_FILE_BYTES) return decode(path, host.canonical(path), bytes)
    return message('too-large', `${path} is larger than ${MAX_FILE_BYTES} bytes`, wholeFile(path), ['split it into several theories'])
  } catch (error) {
    return unreadable(path, error)
  }
}

function decode(path: string, canonical: string, bytes: Uint8Array): SourceFile | LocatedDiagnostic {
  const text = decoded(bytes)
  if (text === undefined) return badEncoding(path, bytes)
  const nul = text.indexOf('\0')
  if (nul < 0) return { path, canonical, text }
  // One message for the file: a binary file has thousands of them, and the line around it means nothing.
  const place = new LineIndex({ path, text }).place({ start: nul, end: nul + 1 })
  return message('nul-byte', 'the file contains a NUL byte, so it is not a text file', { ...place, lineText: undefined },
    ['it looks binary or damaged; save it again as UTF-8 text'])
}

/** The text of valid UTF-8, without a byte-order mark; `partial` accepts a last character cut short. */
function decoded(bytes: Uint8Array, partial = false): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: partial })
  } catch {
    return undefined
  }
}

/** Points at the first byte that is not UTF-8. */
function badEncoding(path: string, bytes: Uint8Array): LocatedDiagnostic {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (decoded(bytes.subarray(0, middle), true) === undefined) high = middle - 1
    else low = middle
  }
  const good = decoded(bytes.subarray(0, low), true) ?? ''
  const place = new LineIndex({ path, text: good }).place({ start: good.length, end: good.length })
  return message('not-utf8', 'the file is not valid UTF-8', { ...place, lineText: undefined }, ['save the file again as UTF-8'])
}
