// The checker's host on Node: files of the machine, and the clock. UNTRUSTED. Imported by the command line.
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { HostError, type FileKind, type Host } from '../checker/host.js'

/** System error codes in the reader's terms. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'], ['EPERM', 'permission denied'], ['ENOENT', 'there is no such file'], ['EISDIR', 'it is a directory'],
  ['ENOTDIR', 'a part of the path is not a directory'], ['ELOOP', 'symbolic links go round in a circle'],
  ['EMFILE', 'too many files are open'], ['ENAMETOOLONG', 'the name is too long'],
  ['ENOSPC', 'the disk is full'], ['EROFS', 'the disk is read-only'], ['EEXIST', 'it exists already'],
])

/** A system error as a clause. */
export function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return reasons.get(code) ?? (code === '' ? String(error) : `the system says ${code}`)
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new HostError(path, reasonOf(error))
  }
}

function kind(path: string): FileKind {
  try {
    const stat = statSync(path)
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other'
  } catch {
    return 'missing'
  }
}

export const nodeHost: Host = {
  kind,
  size: (path) => guarded(path, () => statSync(path).size),
  read: (path) => guarded(path, () => readFileSync(path)),
  list: (path) => guarded(path, () => readdirSync(path)),
  canonical: (path) => {
    try {
      return realpathSync(path)
    } catch {
      return path
    }
  },
  now: () => performance.now(),
}
