// Text that is safe to print: no control characters, bounded width, and the source line with its place marked.
// UNTRUSTED display code. Imported by the renderers.
import type { Place } from './place.js'

/** Widest piece of a source line shown. */
const MAX_LINE = 100
/** Longest goal, fact or hint shown by the human report. */
const MAX_TEXT = 2000

/** Control characters would let a file name or a source line drive the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu, '�')
}

/** At most `limit` code units, with `…` for what is cut. */
export function clipped(text: string, limit: number = MAX_TEXT): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

/** Blocks of characters that terminals show two columns wide. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], [0x2e80, 0xa4cf], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60], [0x1f300, 0x1faff],
]

/** Columns a code point takes on a terminal. */
function columnsOf(codePoint: number): number {
  if (codePoint >= 0x300 && codePoint <= 0x36f) return 0
  return wide.some(([first, last]) => codePoint >= first && codePoint <= last) ? 2 : 1
}

/** Columns `text` takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += columnsOf(character.codePointAt(0) ?? 0)
  return width
}

/** A source line cut around the marked place, and the marks to put below it. */
export interface Excerpt {
  readonly line: string
  readonly marks: string
}

/** The line of `place` with carets under the part that is meant; undefined when there is no source. */
export function excerpt(place: Place): Excerpt | undefined {
  if (place.lineText === undefined) return undefined
  const window = place.lineText.length > 50 * MAX_LINE ? nearby(place.lineText, place.column) : { text: place.lineText, shift: 0 }
  const characters = [...printable(window.text.replace(/\t/gu, ' '))]
  const start = Math.min(place.column - 1 - window.shift, characters.length)
  const end = place.endLine === place.line ? place.endColumn - 1 - window.shift : characters.length
  const from = characters.length <= MAX_LINE ? 0 : Math.max(0, Math.min(start - 30, characters.length - MAX_LINE))
  const to = Math.min(characters.length, from + MAX_LINE)
  const before = from > 0 ? '…' : ''
  const shown = characters.slice(from, to).join('')
  const offset = displayWidth(before + characters.slice(from, start).join(''))
  const length = Math.max(1, displayWidth(characters.slice(start, Math.min(end, to)).join('').trimEnd()))
  const after = to < characters.length || window.cut === true ? '…' : ''
  return { line: `${before}${shown}${after}`, marks: ' '.repeat(offset) + '^'.repeat(length) }
}

/** A piece of a very long line around a column; such lines are hostile or generated, and are not split into characters whole. */
function nearby(line: string, column: number): { readonly text: string; readonly shift: number; readonly cut?: boolean } {
  let at = 0
  let units = 0
  while (at < column - 1 - MAX_LINE && units < line.length) {
    const unit = line.charCodeAt(units)
    units += unit >= 0xd800 && unit <= 0xdbff ? 2 : 1
    at += 1
  }
  return { text: line.slice(units, units + 4 * MAX_LINE), shift: at, cut: true }
}
