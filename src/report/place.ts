// Places of a source as lines and columns, both counted from 1; a column counts code points, so that `ℝ` is one.
// UNTRUSTED display data. Imported by the checker, which locates diagnostics, and by the renderers.
import type { Span } from '../syntax/ast.js'

/** A source file as its spans see it: the normalised text. */
export interface SourceText {
  readonly path: string
  readonly text: string
}

/** Where something is. `lineText` is the line it starts on; a file that could not be read has no lines. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly lineText: string | undefined
}

/** Finds lines of one source; the line starts are found once. */
export class LineIndex {
  readonly #starts: number[] = [0]

  constructor(readonly source: SourceText) {
    for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  /** The line number of an offset. */
  lineOf(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** The text of a line, without its end. */
  lineText(line: number): string {
    const start = this.#starts[line - 1] ?? this.source.text.length
    const next = this.#starts[line]
    return this.source.text.slice(start, next === undefined ? this.source.text.length : next - 1)
  }

  /** Offsets outside the text are moved to its ends. */
  place(span: Span): Place {
    const start = Math.min(Math.max(span.start, 0), this.source.text.length)
    const end = Math.min(Math.max(span.end, start), this.source.text.length)
    const line = this.lineOf(start)
    const endLine = this.lineOf(end)
    return {
      file: this.source.path, line, column: this.#column(line, start), endLine, endColumn: this.#column(endLine, end),
      lineText: this.lineText(line),
    }
  }

  #column(line: number, offset: number): number {
    return codePoints(this.source.text.slice(this.#starts[line - 1] ?? 0, offset)) + 1
  }
}

/** Number of code points of `text`. */
export function codePoints(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const low = text.charCodeAt(i + 1)
    if (unit >= 0xd800 && unit <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) i += 1
    count += 1
  }
  return count
}

/** The place of a message about a whole file. */
export function wholeFile(path: string): Place {
  return { file: path, line: 1, column: 1, endLine: 1, endColumn: 1, lineText: undefined }
}
