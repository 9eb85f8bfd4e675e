// Brings source text into the one form the lexer reads: NFC, `\n` line ends, no byte-order mark, one character per letter.
// Refuses characters a reader cannot see. UNTRUSTED; imported by the lexer and by tools that show source lines.
import { diagnostic, maxSourceLength } from './diagnostic.js'
import type { SyntaxDiagnostic } from './diagnostic.js'

/** Characters that stand for another one and are replaced by it everywhere. */
const replacements: ReadonlyMap<string, string> = new Map([
  ['ϵ', 'ε'], ['µ', 'μ'], ['\u2126', 'Ω'], ['ϕ', 'φ'], ['ϑ', 'θ'], ['ϱ', 'ρ'], ['ϰ', 'κ'], ['𝔼', 'E'], ['ℙ', 'P'],
])

const replaceable = /[ϵµ\u2126ϕϑϱϰℙ]|𝔼/gu

const invisible = new RegExp(
  '[\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200D\\u2028\\u2029\\u2060-\\u2064\\u206A-\\u206F]'
  + '|[\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF9-\\uFFFB]|[\\u{E0000}-\\u{E0FFF}]', 'gu')

interface Refusal {
  readonly pattern: RegExp
  readonly code: string
  readonly what: string
  readonly hint: string
}

const refusals: readonly Refusal[] = [
  {
    pattern: /\0/gu,
    code: 'syntax-nul', what: 'a NUL byte', hint: 'the file looks binary or damaged; save it again as UTF-8 text',
  },
  {
    pattern: /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    code: 'syntax-bidi', what: 'a bidirectional control character', hint: 'it makes text read differently from what is checked; delete it',
  },
  {
    pattern: invisible,
    code: 'syntax-invisible', what: 'an invisible character', hint: 'delete it and type the text around it again',
  },
  {
    pattern: /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu,
    code: 'syntax-control', what: 'a control character', hint: 'delete it',
  },
  {
    pattern: /\uFFFD|\p{Cs}/gu,
    code: 'syntax-encoding', what: 'bytes that are not valid UTF-8', hint: 'save the file again as UTF-8',
  },
]

export interface Normalised {
  /** Text all spans refer to; refused characters are blanked out, so that the rest can still be read. */
  readonly text: string
  readonly diagnostics: readonly SyntaxDiagnostic[]
}

/** Normalises decoded source text. A source longer than the limit comes back empty with one diagnostic. */
export function normaliseSource(source: string): Normalised {
  if (source.length > maxSourceLength) {
    const message = `the file has ${source.length} characters, more than the ${maxSourceLength} accepted`
    return { text: '', diagnostics: [diagnostic('syntax-too-long', message, { start: 0, end: 0 }, 'split it into several theories')] }
  }
  let text = source.startsWith('\uFEFF') ? source.slice(1) : source
  text = text.replace(/\r\n?/g, '\n').normalize('NFC').replace(replaceable, (found) => replacements.get(found) ?? found)
  const diagnostics: SyntaxDiagnostic[] = []
  for (const refusal of refusals) text = refuse(text, refusal, diagnostics)
  return { text, diagnostics }
}

/** Reports the first few occurrences of one kind of character and blanks all of them. */
function refuse(text: string, refusal: Refusal, diagnostics: SyntaxDiagnostic[]): string {
  let count = 0
  return text.replace(refusal.pattern, (found, ...rest: unknown[]) => {
    const start = rest.find((part) => typeof part === 'number') ?? 0
    count += 1
    if (count <= 5) {
      const message = `the text contains ${refusal.what} (${codePoint(found)})`
      diagnostics.push(diagnostic(refusal.code, message, { start, end: start + found.length }, refusal.hint))
    }
    return ' '.repeat(found.length)
  })
}

/** `U+00A0` form of a character. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
