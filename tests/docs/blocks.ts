// TEST. The fenced blocks of the documentation: found, read into what each promises, and run.
//   ```whp [attributes]    a piece of a theory. Without a `theory` line it is checked below imports of the library.
//     expect=CODE[,CODE]   exactly these messages, in order of place; without it there is none at all
//     import=A,B           the theories imported instead of the library
//     file=PATH            an excerpt: the text stands in that file (indentation aside), whose own check vouches for it
//     formulas             each line is a formula; it is only parsed
//   ```message             what whp prints about the block before it, character by character but for the points where a claim fails
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderDiagnostic } from '../../src/report/human.js'
import { loadRefuter } from '../../src/checker/refuter.js'
import { sampleDeclaration } from '../../src/numeric/sample.js'
import { locate, syntaxMessage, type LocatedDiagnostic } from '../../src/report/model.js'
import { LineIndex } from '../../src/report/place.js'
import { parseFormula, parseTheory } from '../../src/syntax/parser.js'
import { checkText, type Checked } from '../elaborate/theories.js'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const refuter = await loadRefuter()
const LIBRARY = ['Std.SubGaussian', 'Std.Lipschitz', 'Std.FiniteLaw']

export interface Block {
  /** The page, from the repository root, and the line of the opening fence. */
  readonly page: string
  readonly line: number
  readonly language: string
  readonly attributes: ReadonlyMap<string, string>
  readonly text: string
}

/** What running a block gave: codes in order of place, and the messages as printed. */
export interface Outcome {
  readonly codes: readonly string[]
  readonly printed: string
}

/** The README and every page below docs, from the repository root. */
export function pages(): readonly string[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  return ['README.md', ...below.filter((name) => name.endsWith('.md')).sort().map((name) => `docs/${name.replaceAll('\\', '/')}`)]
}

export function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8')
}

/** The fenced blocks of a page, in order; a fence inside a list may be indented. */
export function blocksOf(page: string): readonly Block[] {
  const lines = textOf(page).split('\n')
  const blocks: Block[] = []
  for (let i = 0; i < lines.length; i++) {
    const open = /^( *)```(\S*) *(.*)$/u.exec(lines[i] ?? '')
    if (open === null) continue
    const [, indent = '', language = '', info = ''] = open
    const start = i
    for (i++; i < lines.length && (lines[i] ?? '').trim() !== '```'; i++);
    const text = lines.slice(start + 1, i).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n')
    blocks.push({ page, line: start + 1, language, attributes: attributesOf(info), text })
  }
  return blocks
}

function attributesOf(info: string): ReadonlyMap<string, string> {
  return new Map(info.split(' ').filter((part) => part !== '').map((part) => {
    const at = part.indexOf('=')
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
  }))
}

export const list = (text: string | undefined): readonly string[] => (text ?? '').split(',').filter((part) => part !== '')

/** Text without the indentation its lines share. */
export function dedented(text: string): string {
  const lines = text.split('\n')
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length))
  return lines.map((line) => line.slice(margin)).join('\n')
}

/** Whether the excerpt stands in the file, as whole lines, at any indentation. */
export function standsIn(path: string, excerpt: string): boolean {
  const wanted = dedented(excerpt).split('\n')
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n')
  return lines.some((_, at) => dedented(lines.slice(at, at + wanted.length).join('\n')) === wanted.join('\n'))
}

/** Messages about the lines of a block of formulas. */
export function formulaComplaints(block: Block): readonly string[] {
  return block.text.split('\n').filter((line) => line.trim() !== '').flatMap((line) => {
    const read = parseFormula(line.replace(/ +-- .*$/u, ''))
    return read.expr === undefined ? [`${line}: ${read.diagnostics[0]?.message ?? ''}`] : []
  })
}

/** Checks a block as `whp check` does, the library's proofs aside; places in messages count the block's own lines. */
export function runBlock(block: Block): Outcome {
  const whole = /^theory /mu.test(block.text)
  const imports = block.attributes.has('import') ? list(block.attributes.get('import')) : LIBRARY
  const header = whole ? '' : `theory Page\n${imports.length === 0 ? '' : `import ${imports.join(', ')}\n`}`
  const checked = checkText(header + block.text, { refuter })
  const index = new LineIndex({ path: 'example.whp', text: checked.text })
  const read = parseTheory(header + block.text).diagnostics.map((d) => syntaxMessage(d, index))
  const said = checked.result.diagnostics.map((d) => locate(d, index))
  const above = header.split('\n').length - 1
  const messages = [...read, ...withSamples(checked, index, said)].sort(byPlace).map((d) => moved(d, above))
  return { codes: messages.map((d) => d.code), printed: messages.map((d) => renderDiagnostic(d, { color: false })).join('\n\n') }
}

const byPlace = (a: LocatedDiagnostic, b: LocatedDiagnostic): number => a.place.line - b.place.line || a.place.column - b.place.column

/** The message with its place counted from `lines` lines further down. */
function moved(d: LocatedDiagnostic, lines: number): LocatedDiagnostic {
  const place = { ...d.place, line: d.place.line - lines, endLine: d.place.endLine - lines }
  return { ...d, place, related: d.related.map((r) => ({ ...r, place: { ...r.place, line: r.place.line - lines } })) }
}

/** Messages with the counterexample that sampling finds for a claim beside its first error, in the words of the checker. */
function withSamples(checked: Checked, index: LineIndex, said: readonly LocatedDiagnostic[]): readonly LocatedDiagnostic[] {
  const out = [...said]
  for (const d of checked.result.declarations) {
    if (d.status !== 'failed' || d.kind === 'refute' || d.open === undefined) continue
    const found = sampleDeclaration(d, []).counterexample
    const whole = index.place(d.span)
    const at = out.findIndex((m) => m.severity === 'error' && m.place.line >= whole.line && m.place.endLine <= whole.endLine)
    const first = out[at]
    if (found?.confirmed !== 'exact' || first === undefined) continue
    const sides = found.left === undefined || found.right === undefined ? '' : `, where the sides are ${found.left} and ${found.right}`
    const point = found.assignment.map((v) => `${v.name} = ${v.value}`).join(', ')
    out[at] = { ...first, hints: [`the claim ${d.name} is false: it fails at ${point}${sides}`, ...first.hints] }
  }
  return out
}

/** Where a block is, for test titles. */
export const place = (block: Block): string => `${relative(ROOT, join(ROOT, block.page))}:${String(block.line)}`
