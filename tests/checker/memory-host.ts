// Files in memory for the checker's tests. TEST helper.
import { HostError, type Host } from '../../src/checker/host.js'

/** A host over a table of paths; a value of undefined is a file that cannot be read. */
export function memoryHost(files: Readonly<Record<string, string | Uint8Array | undefined>>): Host {
  const paths = Object.keys(files)
  let clock = 0
  const bytes = (path: string): Uint8Array => {
    const content = files[path]
    if (content === undefined) throw new HostError(path, 'permission denied')
    return typeof content === 'string' ? new TextEncoder().encode(content) : content
  }
  const below = (path: string): string[] => paths.filter((p) => p.startsWith(`${path}/`))
  return {
    kind: (path) => (paths.includes(path) ? 'file' : below(path).length > 0 ? 'directory' : 'missing'),
    size: (path) => (files[path] === undefined ? 0 : bytes(path).length),
    read: bytes,
    list: (path) => [...new Set(below(path).map((p) => p.slice(path.length + 1).split('/')[0]!))].reverse(),
    canonical: (path) => path.replace(/^link\//u, 'real/'),
    now: () => clock++,
  }
}
