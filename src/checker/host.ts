// What the checker needs from its surroundings: files and a clock. The command line gives it Node's; a browser or a test gives its own.
// UNTRUSTED. Imported by the checker and by whoever implements a host.

/** A file operation failed; `reason` is a clause for the reader, such as `permission denied`. */
export class HostError extends Error {
  constructor(readonly path: string, readonly reason: string) {
    super(`${path}: ${reason}`)
    this.name = 'HostError'
  }
}

export type FileKind = 'file' | 'directory' | 'missing' | 'other'

/** Paths use `/`. `size`, `read` and `list` throw HostError. */
export interface Host {
  kind(path: string): FileKind
  /** Size in bytes of a file. */
  size(path: string): number
  read(path: string): Uint8Array
  /** Names in a directory, in any order. */
  list(path: string): readonly string[]
  /** One spelling for each file, so that two paths to one file are one. */
  canonical(path: string): string
  /** Milliseconds from some origin; only shown, never decides. */
  now(): number
}
