// Proofs as canonical text: one statement a line where it fits, blocks indented by two. UNTRUSTED.
// Imported by format-theory.ts.
import type { Assignment, Binder, CaseBranch, Expr, Justification, Name, Proof, Span, Step } from './ast.js'
import { formatBinder, formatExpr, formatParams, formatTerm } from './format.js'
import type { Page } from './format-source.js'

/** Longest line the formatter makes of its own accord. */
export const pageWidth = 110

/** Pieces of a justification: text, or a proof that needs lines of its own. */
type Piece = string | Proof

/** `x := t`, `X i ω := f (draw i ω)` */
export function formatAssignments(assignments: readonly Assignment[]): string {
  return assignments.map((each) => {
    const params = each.params.length === 0 ? '' : ` ${formatParams(each.params)}`
    return `${each.name.text}${params} := ${formatExpr(each.value)}`
  }).join(', ')
}

/** `fix a b : τ, c ∈ S where φ` without its keyword. */
export function formatGroups(binders: readonly Binder[], where: readonly Expr[]): string {
  const groups = binders.map(formatBinder).join(', ')
  return where.length === 0 ? groups : `${groups} where ${where.map((each) => formatExpr(each)).join(', ')}`
}

function labelled(name: Name | undefined, text: string): string {
  return name === undefined ? text : `${name.text}: ${text}`
}

function nameList(names: readonly Name[]): string {
  return names.map((name) => name.text).join(', ')
}

/** Pieces of `by …`; nothing for an implicit one. */
export function justificationPieces(by: Justification): Piece[] {
  switch (by.kind) {
    case 'hole': return ['by ?']
    case 'block': return [by.proof.kind === 'steps' ? by.proof : 'proof qed']
    case 'method':
      if (by.implicit) return []
      if (by.method === 'auto' && by.from !== undefined) return [`from ${nameList(by.from)}`]
      return [`by ${by.method}${by.from === undefined ? '' : ` from ${nameList(by.from)}`}`]
    case 'unfold': return [`by unfold ${nameList(by.names)}${by.from === undefined ? '' : ` from ${nameList(by.from)}`}`]
    case 'lemma': return lemmaPieces(by)
  }
}

function lemmaPieces(by: Extract<Justification, { kind: 'lemma' }>): Piece[] {
  const pieces: Piece[] = [`by ${by.lemma.text}`]
  if (by.withs.length > 0) pieces.push(`with ${formatAssignments(by.withs)}`)
  if (by.using !== undefined) pieces.push(`using ${nameList(by.using)}`)
  by.sideProofs.forEach((side, i) => {
    pieces.push(`${i === 0 ? 'where' : ','} ${formatExpr(side.condition)}`)
    pieces.push(...bracketed(side.by))
  })
  return pieces
}

/** Inside `where …` a justification with commas of its own is put in parentheses. */
function bracketed(by: Justification): Piece[] {
  const pieces = justificationPieces(by)
  const plain = by.kind === 'hole' || by.kind === 'block' || (by.kind === 'method' && by.from === undefined)
  if (plain || (by.kind === 'lemma' && by.withs.length === 0 && by.using === undefined && by.sideProofs.length === 0)) return pieces
  const [first, ...rest] = by.kind === 'method' && by.method === 'auto' && by.from !== undefined
    ? [`by auto from ${nameList(by.from)}`] : pieces
  if (typeof first !== 'string') return pieces
  const inner: Piece[] = [`by (${first.slice(3)}`, ...rest]
  const last = inner.at(-1)
  return typeof last === 'string' ? [...inner.slice(0, -1), `${last})`] : [...inner, ')']
}

/** Prints proofs onto a page. */
export class ProofPrinter {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** `proof … qed` at this indentation. */
  block(proof: Extract<Proof, { kind: 'steps' }>, indent: number): void {
    this.#page.statement(indent, 'proof', { start: proof.span.start, end: proof.span.start })
    this.steps(proof.steps, indent + 2)
    this.#page.comments(indent + 2, proof.end.start)
    this.#page.statement(indent, 'qed', proof.end)
  }

  steps(steps: readonly Step[], indent: number): void {
    steps.forEach((step, i) => {
      if (i > 0 && this.#page.sourceGap(step.span.start)) this.#page.gap(step.span.start)
      this.#step(step, indent)
    })
  }

  /** A claim and its justification, on one line if it fits. */
  justified(head: string, by: Justification, indent: number, span: Span): void {
    this.#flow(head, justificationPieces(by), indent, span)
  }

  #flow(head: string, pieces: readonly Piece[], indent: number, span: Span): void {
    let line = head
    let started = false
    let at = indent
    const flush = () => {
      if (line !== '') this.#page.statement(at, line, started ? { start: span.end, end: span.end } : span)
      started = true
      line = ''
    }
    const text = pieces.filter((piece) => typeof piece === 'string').join(' ')
    const headWidth = head.length - head.lastIndexOf('\n') - 1
    if (text !== '' && indent + headWidth + text.length + 1 > pageWidth) line += '\n '
    for (const piece of pieces) {
      if (typeof piece !== 'string') {
        if (line !== '' && line !== head) line += ' by'
        flush()
        at = indent
        if (piece.kind === 'steps') this.block(piece, indent)
        at = indent + 2
        continue
      }
      const glue = line === '' || piece.startsWith(',') || piece === ')' ? '' : ' '
      const last = line.slice(line.lastIndexOf('\n') + 1)
      if (last.trim() !== '' && glue === ' ' && at + last.length + piece.length + 1 > pageWidth) line += `\n    ${piece}`
      else line += `${glue}${piece}`
    }
    if (line !== '') flush()
  }

  #formula(formula: Expr, before: number): string {
    return formatExpr(formula, { width: pageWidth - before }).replaceAll('\n', '\n  ')
  }

  #step(step: Step, indent: number): void {
    const page = this.#page
    const claim = (word: string, name: Name | undefined, formula: Expr) => {
      const head = word === '' ? '' : `${word} `
      return `${head}${labelled(name, this.#formula(formula, indent + head.length + (name?.text.length ?? -2) + 2))}`
    }
    switch (step.kind) {
      case 'have': return this.justified(claim(step.name === undefined ? 'have' : '', step.name, step.formula), step.by, indent, step.span)
      case 'thus': return this.justified(claim('thus', undefined, step.formula), step.by, indent, step.span)
      case 'calc': return this.#calc(step, indent)
      case 'fix': return page.statement(indent, `fix ${formatGroups(step.binders, step.where)}`, step.span)
      case 'assume': return page.statement(indent, claim('assume', step.name, step.formula), step.span)
      case 'obtain': {
        const facts = step.facts.map((fact) => labelled(fact.name, formatExpr(fact.formula))).join(', ')
        const head = `obtain ${formatGroups(step.binders, [])}${facts === '' ? '' : ` where ${facts}`}`
        return this.justified(head, step.by, indent, step.span)
      }
      case 'choose': return page.statement(indent, `choose ${formatAssignments(step.assignments)}`, step.span)
      case 'let': return page.statement(indent, `let ${formatAssignments(step.assignments)}`, step.span)
      case 'cases': return this.#cases(step, indent)
      case 'induction': return this.#induction(step, indent)
      case 'suppose':
        page.statement(indent, claim('suppose', step.name, step.formula), { start: step.span.start, end: step.formula.span.end })
        return this.steps(step.steps, indent + 2)
      case 'contradiction': return this.justified('contradiction', step.by, indent, step.span)
      case 'suffices': return this.justified(claim('suffices', step.name, step.formula), step.by, indent, step.span)
      case 'unfold': return page.statement(indent, `unfold ${nameList(step.names)}${step.at === undefined ? '' : ` at ${step.at.text}`}`,
        step.span)
      case 'pointwise': return this.#pointwise(step, indent)
      case 'broken': return page.statement(indent, '-- a step that could not be read', step.span)
    }
  }

  #calc(step: Extract<Step, { kind: 'calc' }>, indent: number): void {
    const head = `${step.thus ? 'thus ' : ''}calc ${step.name === undefined ? '' : `${step.name.text}: `}${formatTerm(step.first, false)}`
    step.links.forEach((link, i) => {
      const afterSet = link.op === '∈' || link.op === '∉' || link.op === '⊆'
      const relation = `${link.op} ${formatTerm(link.right, afterSet)}${link.name === undefined ? '' : ` as ${link.name.text}`}`
      if (i > 0) return this.justified(`_ ${relation}`, link.by, indent + 5, link.span)
      const fits = indent + head.length + relation.length + 1 <= pageWidth
      const span = { start: step.span.start, end: link.span.end }
      return this.justified(fits ? `${head} ${relation}` : `${head}\n       ${relation}`, link.by, indent, span)
    })
  }

  #cases(step: Extract<Step, { kind: 'cases' }>, indent: number): void {
    const head = step.formula === undefined ? 'cases' : `cases ${formatExpr(step.formula)}`
    const first = step.branches[0]
    const span = { start: step.span.start, end: Math.min(step.span.end, first?.span.start ?? step.span.end) }
    if (step.by === undefined) this.#page.statement(indent, head, span)
    else this.justified(head, step.by, indent, span)
    step.branches.forEach((branch, i) => {
      if (i > 0 && this.#page.sourceGap(branch.span.start)) this.#page.gap(branch.span.start)
      this.#branch(branch, indent + 2)
    })
  }

  #branch(branch: CaseBranch, indent: number): void {
    const span = { start: branch.span.start, end: branch.formula.span.end }
    this.#page.statement(indent, `case ${labelled(branch.name, formatExpr(branch.formula))}`, span)
    this.steps(branch.steps, indent + 2)
  }

  #induction(step: Extract<Step, { kind: 'induction' }>, indent: number): void {
    this.#page.statement(indent, `induction on ${step.variable.text}`, { start: step.span.start, end: step.variable.span.end })
    this.#page.statement(indent + 2, 'base', step.baseSpan)
    this.steps(step.base, indent + 4)
    this.#page.statement(indent + 2, `step${step.hypothesis === undefined ? '' : ` ${step.hypothesis.text}`}`, step.stepSpan)
    this.steps(step.step, indent + 4)
  }

  #pointwise(step: Extract<Step, { kind: 'pointwise' }>, indent: number): void {
    const page = this.#page
    page.statement(indent, labelled(step.name, `pointwise ${step.variable.text}`), { start: step.span.start, end: step.variable.span.end })
    if (step.assume !== undefined) {
      const span = step.assume.name === undefined ? step.assume.formula.span
        : { start: step.assume.name.span.start, end: step.assume.formula.span.end }
      page.statement(indent + 2, `assume ${labelled(step.assume.name, formatExpr(step.assume.formula))}`, span)
    }
    page.statement(indent + 2, `show ${formatExpr(step.show)}`, step.show.span)
    this.steps(step.steps, indent + 2)
  }
}
