// Where output goes: standard output, or a file written whole or not at all. UNTRUSTED; imported by the command line only.
// Colours follow NO_COLOR, FORCE_COLOR and whether the stream is a terminal.
import { existsSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { reasonOf } from './node-host.js'
import { CommandError } from './exit.js'

/** Whether to colour text on a stream. */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  if ((process.env['NO_COLOR'] ?? '') !== '') return false
  const forced = process.env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0'
  return stream.isTTY === true && process.env['TERM'] !== 'dumb'
}

/** Writes a file through a temporary one beside it, so that a reader never sees half of it. */
export function writeFileWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary)
    throw new CommandError(`${path} cannot be written: ${reasonOf(error)}`)
  }
}

/** Writes all of `text` at once; a reader that closed the pipe is not an error. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
    }
  }
}

export function print(text: string): void {
  writeAll(1, text.endsWith('\n') ? text : `${text}\n`)
}

export function printError(text: string): void {
  writeAll(2, text.endsWith('\n') ? text : `${text}\n`)
}
