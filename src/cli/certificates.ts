// Certificates as files: written through a temporary file, line by line, and read back in pieces, so that a large one is never held whole.
// UNTRUSTED. Imported by the commands that write or check certificates.
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { CertificateError, writeCertificate, type CertificateSize, type NamedTheorem } from '../certificate/write.js'
import { CommandError } from './exit.js'
import { reasonOf } from './node-host.js'

const PIECE = 1 << 16
/** No certificate that is written has a longer line. */
const LONGEST_LINE = 1 << 25

/** Writes the proofs of the theorems to a file, which appears whole or not at all. Throws CommandError if that cannot be done. */
export function writeCertificateFile(path: string, claims: readonly NamedTheorem[]): CertificateSize {
  const temporary = `${path}.${process.pid}.tmp`
  let fd: number | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    fd = openSync(temporary, 'w')
    const file = fd
    let [waiting, length]: [string[], number] = [[], 0]
    const flush = (): void => {
      writeSync(file, waiting.join(''))
      ;[waiting, length] = [[], 0]
    }
    const size = writeCertificate(claims, (line) => {
      waiting.push(line, '\n')
      length += line.length + 1
      if (length >= PIECE) flush()
    })
    flush()
    closeSync(fd)
    fd = undefined
    renameSync(temporary, path)
    return size
  } catch (error) {
    if (fd !== undefined) closeSync(fd)
    rmSync(temporary, { force: true })
    const reason = error instanceof CertificateError ? error.message : reasonOf(error)
    throw new CommandError(`the certificate ${path} cannot be written: ${reason}`)
  }
}

/** The lines of a file, read as they are asked for. Throws what the file system throws; a line without an end is cut at its limit. */
export function* linesOf(path: string): Generator<string> {
  const fd = openSync(path, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    const bytes = Buffer.alloc(PIECE)
    let rest = ''
    for (let n = readSync(fd, bytes); n > 0; n = readSync(fd, bytes)) {
      const parts = (rest + decoder.write(bytes.subarray(0, n))).split('\n')
      rest = parts.pop() ?? ''
      yield* parts
      if (rest.length > LONGEST_LINE) break
    }
    rest += decoder.end()
    if (rest !== '') yield rest
  } finally {
    closeSync(fd)
  }
}

/** `3 theorems, 120 steps, 5.1 KB` */
export function sizeText(size: CertificateSize): string {
  const theorems = size.claims === 1 ? '1 theorem' : `${String(size.claims)} theorems`
  return `${theorems}, ${String(size.steps)} steps, ${(size.characters / 1000).toFixed(1)} KB`
}
