// The page the theory formatter writes on: indented lines, with the comments of the source put back where they stood.
// UNTRUSTED. Imported by format-theory.ts and format-proof.ts.
import type { Comment } from './lexer.js'
import type { Span } from './ast.js'

/** Where comments come from; without it only what is in the AST is printed. */
export interface SourceText {
  readonly text: string
  readonly comments: readonly Comment[]
}

/** Lines so far, and the comments not yet placed. */
export class Page {
  readonly #lines: string[] = []
  readonly #source: SourceText | undefined
  /** Index of the first comment not yet placed. */
  #next = 0
  /** End of the statement printed last: a comment before it belongs inside that statement. */
  #printedTo = 0

  constructor(source: SourceText | undefined) {
    this.#source = source
  }

  /** Whether comments come from the source, so that documentation must not be printed from the AST too. */
  get hasSource(): boolean {
    return this.#source !== undefined
  }

  /** Prints one statement; comments that stood before it come first, each on its own line or after the line it followed. */
  statement(indent: number, text: string, span: Span): void {
    this.comments(indent, span.start)
    for (const line of text.split('\n')) this.#lines.push(`${' '.repeat(indent)}${line}`.trimEnd())
    this.#printedTo = Math.max(this.#printedTo, span.end)
  }

  /** Prints a line that has no place of its own in the source, such as a closing keyword; what stood before `at` comes first. */
  plain(indent: number, text: string, at: number): void {
    this.#trailing(at)
    this.#lines.push(`${' '.repeat(indent)}${text}`)
  }

  /** One empty line, unless there is one already or nothing has been printed. Comments before `at` count as what follows. */
  gap(at: number): void {
    this.#trailing(at)
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('')
  }

  /** Whether the source leaves an empty line before this place, comments directly above included. */
  sourceGap(at: number): boolean {
    if (this.#source === undefined) return false
    let next = this.#next
    while (this.#source.comments[next]?.own === false) next += 1
    const from = Math.min(at, this.#source.comments[next]?.start ?? at)
    return /\n[^\S\n]*\n[^\S\n]*$/.test(this.#source.text.slice(Math.max(0, from - 400), from))
  }

  /** All lines, with the comments left over at the end. */
  finish(): string {
    this.comments(0, Infinity)
    while (this.#lines.at(-1) === '') this.#lines.pop()
    return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`
  }

  /** Prints the comments of the source that stand before `limit`, in order. */
  comments(indent: number, limit: number): void {
    this.#trailing(limit)
    for (let comment = this.#source?.comments[this.#next]; comment !== undefined && comment.start < limit;) {
      const last = this.#lines.at(-1)
      if (comment.own && last !== undefined && last !== '' && this.#gapBefore(comment)) this.#lines.push('')
      this.#lines.push(...this.#rendered(comment, indent))
      this.#next += 1
      comment = this.#source?.comments[this.#next]
    }
    if (limit === Infinity) return
    const last = this.#source?.comments[this.#next - 1]
    if (last?.own === true && this.#gapBetween(last.end, limit) && this.#lines.at(-1) !== '') this.#lines.push('')
  }

  /** Comments that follow text on their line go to the end of the last line printed. */
  #trailing(limit: number): void {
    for (let comment = this.#source?.comments[this.#next]; comment !== undefined && comment.start < limit && !comment.own;) {
      const last = this.#lines.length - 1
      const text = comment.text.trimEnd()
      const before = this.#lines[last]
      if (before === undefined || before === '' || before.includes('--')) this.#lines.push(...this.#rendered(comment,
        indentOf(before ?? '')))
      else this.#lines[last] = `${before}  ${comment.kind === 'block' ? text : asLine(text)}`
      this.#next += 1
      comment = this.#source?.comments[this.#next]
    }
  }

  #rendered(comment: Comment, indent: number): string[] {
    const inside = comment.start < this.#printedTo
    const text = comment.kind === 'doc' && (inside || !comment.own) ? asLine(comment.text) : comment.text.trimEnd()
    const [first = '', ...rest] = text.split('\n')
    return [`${' '.repeat(indent)}${first.trimEnd()}`, ...rest.map((line) => line.trimEnd())]
  }

  #gapBefore(comment: Comment): boolean {
    return this.#source !== undefined && /\n[^\S\n]*\n[^\S\n]*$/.test(this.#source.text.slice(Math.max(0, comment.start - 400),
      comment.start))
  }

  #gapBetween(from: number, to: number): boolean {
    const between = this.#source?.text.slice(from, to) ?? ''
    return /^[^\S\n]*\n[^\S\n]*\n/.test(between)
  }
}

/** A documentation comment that documents nothing becomes an ordinary one. */
function asLine(text: string): string {
  const plain = text.trimEnd()
  return plain.startsWith('---') ? `--${plain.slice(3)}` : plain
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
