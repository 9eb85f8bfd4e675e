// Single edits of a declaration's text: a relation turned round, a constant or exponent changed, a hypothesis emptied, a lemma or fact
// replaced by another, a quantifier or sign swapped. Where formulas stand is read from the syntax tree, what may be edited from the
// tokens. Every edit is one contiguous replacement, so that it can be shown to a reader.
import type { Binder, Expr, Item, Justification, LemmaDecl, Name, RefuteDecl, Span } from '../../src/syntax/ast.js'
import { tokenise } from '../../src/syntax/lexer.js'

export type EditKind =
  | 'direction' | 'strictness' | 'constant' | 'exponent' | 'sign' | 'operator' | 'quantifier' | 'connective' | 'variable' | 'hypothesis'
  | 'lemma' | 'fact'

export interface Edit {
  readonly kind: EditKind
  /** Whether it changes what is claimed or how it is proved. */
  readonly region: 'statement' | 'proof'
  readonly span: Span
  readonly replacement: string
}

/** A declaration that makes a claim and proves it. */
export type Claim = LemmaDecl | RefuteDecl

const EXPRESSIONS: ReadonlySet<string> = new Set<Expr['kind']>([
  'numeral', 'name', 'app', 'binary', 'negate', 'not', 'chain', 'forall', 'exists', 'lambda', 'big', 'abs', 'norm', 'inner', 'expect',
  'prob', 'with-probability', 'ite', 'interval', 'range-set', 'set-enum', 'comprehension', 'image', 'tuple', 'typed', 'euclidean',
])

const REPLACEMENTS: readonly (readonly [string, string, EditKind])[] = [
  ['≤', '≥', 'direction'], ['≥', '≤', 'direction'], ['<', '>', 'direction'], ['>', '<', 'direction'], ['⊆', '∈', 'operator'],
  ['≤', '<', 'strictness'], ['≥', '>', 'strictness'], ['<', '≤', 'strictness'], ['>', '≥', 'strictness'], ['=', '≠', 'direction'],
  ['≠', '=', 'direction'], ['∈', '∉', 'direction'], ['+', '-', 'sign'], ['-', '+', 'sign'], ['*', '+', 'operator'], ['/', '*', 'operator'],
  ['∀', '∃', 'quantifier'], ['∃', '∀', 'quantifier'], ['Σ', 'Π', 'operator'], ['Π', 'Σ', 'operator'], ['∧', '∨', 'connective'],
  ['∨', '∧', 'connective'], ['→', '∧', 'connective'], ['↔', '→', 'connective'], ['¬', '', 'connective'], ['∪', '∩', 'connective'],
  ['∩', '∪', 'connective'], ['min', 'max', 'operator'], ['max', 'min', 'operator'], ['exp', 'log', 'operator'], ['√', 'exp ', 'operator'],
]

/** Every edit of the claim's text that the kinds above know; names of lemmas and facts are replaced by others from `lemmas`. */
export function editsOf(text: string, claim: Claim, lemmas: readonly string[]): readonly Edit[] {
  const statement = statementSpans(claim)
  const proof = claim.proof === undefined ? { formulas: [], names: [] } : inProof(claim.proof)
  const variables = variablesOf(claim)
  const edits = [
    ...formulaEdits(text, statement.formulas, 'statement', variables), ...formulaEdits(text, proof.formulas, 'proof', variables),
    ...statement.hypotheses.map((span): Edit => ({ kind: 'hypothesis', region: 'statement', span, replacement: '0 = 0' })),
    ...proof.names.flatMap(({ name, kind }) => nameEdits(name, kind, kind === 'lemma' ? lemmas : proof.names.map((n) => n.name.text))),
  ]
  return unique(edits.filter((e) => text.slice(e.span.start, e.span.end) !== e.replacement))
}

/** The text with the edit made. */
export function applied(text: string, edit: Edit): string {
  return text.slice(0, edit.span.start) + edit.replacement + text.slice(edit.span.end)
}

/** The edit as a reader would see it: the line before and after. */
export function shownEdit(text: string, edit: Edit): string {
  const start = text.lastIndexOf('\n', edit.span.start - 1) + 1
  const end = text.indexOf('\n', edit.span.end)
  const line = (t: string, to: number): string => t.slice(start, to < 0 ? t.length : to).trim()
  const after = applied(text, edit)
  return `${edit.kind} in the ${edit.region}: ${line(text, end)}  ⇒  ${line(after, end < 0 ? end : end + after.length - text.length)}`
}

/** The claim's item: what follows the theory line of a snippet. */
export function claimOf(items: readonly Item[]): Claim | undefined {
  const [item] = items
  switch (item?.kind) {
    case 'lemma':
    case 'theorem':
    case 'corollary':
    case 'refute': return item
    default: return undefined
  }
}

function variablesOf(claim: Claim): readonly string[] {
  return claim.statement.prelude.flatMap((item) => (item.kind === 'fix' ? item.binders.flatMap((b) => b.names.map((n) => n.text)) : []))
}

function statementSpans(claim: Claim): { readonly formulas: readonly Span[]; readonly hypotheses: readonly Span[] } {
  const { prelude, where, show } = claim.statement
  const stated = prelude.flatMap((item) => (item.kind === 'fix' ? item.where : item.kind === 'assume' ? [item.formula] : []))
  const hypotheses = [...where, ...stated]
  const formulas: Span[] = [show.span, ...hypotheses.map((h) => h.span)]
  for (const item of prelude) {
    if (item.kind === 'define') formulas.push(item.body.span)
    if (item.kind === 'fix') for (const b of item.binders) formulas.push(...rangeSpans(b))
  }
  return { formulas, hypotheses: hypotheses.map((h) => h.span) }
}

function rangeSpans(binder: Binder): readonly Span[] {
  const { range } = binder
  if (range === undefined) return []
  if (range.kind === 'relation') return [{ start: binder.span.start, end: range.bound.span.end }]
  return range.kind === 'member' ? [range.set.span] : [{ start: range.low.span.start, end: range.high.span.end }]
}

interface ProofName {
  readonly name: Name
  readonly kind: 'lemma' | 'fact'
}

/** Formulas of a proof, links of calculations included, and the names its justifications use. */
function inProof(proof: NonNullable<Claim['proof']>): { readonly formulas: readonly Span[]; readonly names: readonly ProofName[] } {
  const formulas: Span[] = []
  const names: ProofName[] = []
  const go = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) go(child)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const n = node as { readonly kind?: string; readonly span?: Span }
    if (n.kind !== undefined && n.span !== undefined && EXPRESSIONS.has(n.kind) && !('withs' in n)) {
      formulas.push(n.span)
      return
    }
    if (isLink(node)) formulas.push({ start: node.span.start, end: node.right.span.end })
    if (n.kind === 'lemma' || n.kind === 'method') names.push(...namesIn(node as Justification))
    for (const child of Object.values(node)) go(child)
  }
  go(proof)
  return { formulas, names }
}

function isLink(node: object): node is { readonly span: Span; readonly right: Expr } {
  return 'op' in node && 'right' in node && 'by' in node
}

function namesIn(by: Justification): readonly ProofName[] {
  const facts = (by.kind === 'method' ? by.from : by.kind === 'lemma' ? by.using : undefined) ?? []
  const own: readonly ProofName[] = by.kind === 'lemma' ? [{ name: by.lemma, kind: 'lemma' }] : []
  return [...own, ...facts.map((name): ProofName => ({ name, kind: 'fact' }))]
}

function nameEdits(name: Name, kind: 'lemma' | 'fact', others: readonly string[]): readonly Edit[] {
  return [...new Set(others)].filter((o) => o !== name.text)
    .map((replacement): Edit => ({ kind, region: 'proof', span: name.span, replacement }))
}

function formulaEdits(text: string, spans: readonly Span[], region: Edit['region'], variables: readonly string[]): readonly Edit[] {
  const out: Edit[] = []
  for (const span of spans) {
    let previous = ''
    for (const token of tokenise(text.slice(span.start, span.end)).tokens) {
      const start = span.start + token.startOffset
      const place: Span = { start, end: start + token.image.length }
      const edit = (kind: EditKind, replacement: string): void => { out.push({ kind, region, span: place, replacement }) }
      for (const [from, to, kind] of REPLACEMENTS) if (token.image === from) edit(kind, to)
      if (/^[0-9]+$/u.test(token.image)) {
        const value = BigInt(token.image)
        const kind = previous === '^' ? 'exponent' : 'constant'
        edit(kind, String(value + 1n))
        if (value > 1n) edit(kind, String(value - 1n))
        if (value > 0n) edit(kind, String(value * 10n))
      }
      if (variables.includes(token.image)) for (const other of variables) if (other !== token.image) edit('variable', other)
      previous = token.image
    }
  }
  return out
}

function unique(edits: readonly Edit[]): readonly Edit[] {
  const seen = new Set<string>()
  return edits.filter((e) => {
    const key = `${String(e.span.start)}-${String(e.span.end)}-${e.replacement}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
