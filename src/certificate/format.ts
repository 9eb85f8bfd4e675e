// The certificate format shared by writer and replay: its first line, how words are escaped, which constants have reserved names.
// UNTRUSTED; docs/certificates.md is the reference. Imported by the files of this folder.
import * as signature from '../kernel/signature.js'
import { Constant } from '../kernel/term.js'

export const HEADER = 'whp-certificate 1'

/** A name or citation as one word: `%XX` for spaces, control characters and `%`, and `%` alone for the empty word. */
export function escapeWord(text: string): string {
  if (text === '') return '%'
  return text.replace(/[\p{Cc} %]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}
/** The text of a word; undefined if it is not well formed. */
export function unescapeWord(word: string): string | undefined {
  if (word === '%') return ''
  if (!/^(?:[^%\p{Cc}]|%(?!00)[0-9A-F]{2})+$/u.test(word)) return undefined
  return word.replace(/%(..)/gu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

/** The constants of the logic and of real analysis: a certificate names them instead of describing them. */
export const BUILTIN: ReadonlyMap<string, Constant> = new Map(
  Object.values<unknown>(signature).filter((value): value is Constant => Constant.is(value)).map((c) => [c.name, c]),
)
