// Whole theories as canonical text, comments kept: what `whp format` writes. UNTRUSTED.
// Imported by the tools. A text with syntax errors is not formatted.
import type {
  AxiomDecl, ContextDecl, DefineDecl, ExampleDecl, Expr, InstanceDecl, Item, Justification, LemmaDecl, Name, Proof, RefuteDecl,
    SamplerArg, SamplerExpr,
  Span, Statement, Theory,
} from './ast.js'
import type { SyntaxDiagnostic } from './diagnostic.js'
import { formatExpr, formatParams, formatRangeText, formatType } from './format.js'
import { ProofPrinter, formatAssignments, formatGroups, pageWidth } from './format-proof.js'
import { Page } from './format-source.js'
import type { SourceText } from './format-source.js'
import { tokenise } from './lexer.js'
import { parseTheory } from './parser.js'

export type Formatted =
  | { readonly text: string, readonly diagnostics?: undefined }
  | { readonly text?: undefined, readonly diagnostics: readonly SyntaxDiagnostic[] }

/** Formats source text; comments stay at the statements they stood at. A text with errors comes back as its diagnostics. */
export function formatSource(source: string): Formatted {
  const parsed = parseTheory(source)
  if (parsed.diagnostics.length > 0) return { diagnostics: parsed.diagnostics }
  const { text, comments } = tokenise(source)
  return { text: printTheory(parsed.theory, { text, comments }) }
}

/** Prints a theory. Without its source, documentation comments are printed from the AST and the others are lost. */
export function printTheory(theory: Theory, source?: SourceText): string {
  const page = new Page(source)
  const printer = new TheoryPrinter(page)
  printer.theory(theory)
  return page.finish()
}

/** Items that come indented directly under a top-level context. */
function isParameter(item: Item): boolean {
  return item.kind === 'fix' || item.kind === 'assume' || item.kind === 'type' || item.kind === 'define'
}

function names(all: readonly Name[]): string {
  return all.map((each) => each.text).join(', ')
}

class TheoryPrinter {
  readonly #page: Page
  readonly #proofs: ProofPrinter

  constructor(page: Page) {
    this.#page = page
    this.#proofs = new ProofPrinter(page)
  }

  theory(theory: Theory): void {
    if (theory.name !== undefined) this.#page.statement(0, `theory ${theory.name.text}`,
      { ...theory.name.span, start: Math.max(0, theory.name.span.start - 7) })
    const first = theory.imports[0]
    const last = theory.imports.at(-1)
    if (first !== undefined && last !== undefined) {
      this.#page.statement(0, `import ${names(theory.imports)}`, { start: Math.max(0, first.span.start - 7), end: last.span.end })
    }
    this.#items(theory.items, 0, true)
  }

  /** Items at one indentation; a top-level context is closed by `end` only when something other than a context follows. */
  #items(items: readonly Item[], indent: number, top: boolean): void {
    items.forEach((item, i) => {
      const before = items[i - 1]
      const lines = isParameter(item) && before !== undefined && isParameter(before)
      if (!lines && (before !== undefined || top)) this.#page.gap(item.span.start)
      else if (this.#page.sourceGap(item.span.start) && before !== undefined) this.#page.gap(item.span.start)
      this.#item(item, indent, top)
      const next = items[i + 1]
      const open = item.kind === 'context' && (top ? next !== undefined && next.kind !== 'context' : false)
      if (open && item.kind === 'context') {
        this.#page.gap(item.span.end)
        this.#page.plain(indent, `end ${item.name.text}`, item.span.end)
      }
    })
  }

  #item(item: Item, indent: number, top: boolean): void {
    this.#doc(item, indent)
    switch (item.kind) {
      case 'context': return this.#context(item, indent, top)
      case 'fix': return this.#page.statement(indent, `fix ${formatGroups(item.binders, item.where)}`, item.span)
      case 'assume': return this.#page.statement(indent, `assume ${label(item.name)}${formula(item.formula, indent + 10)}`, item.span)
      case 'type': return this.#page.statement(indent, `type ${names(item.names)}`, item.span)
      case 'define': return this.#define(item, indent)
      case 'axiom': return this.#axiom(item, indent)
      case 'lemma': case 'theorem': case 'corollary': return this.#lemma(item, indent)
      case 'refute': return this.#refute(item, indent)
      case 'example': return this.#example(item, indent)
      case 'instance': return this.#instance(item, indent)
      case 'broken': return this.#page.statement(indent, '-- a declaration that could not be read', item.span)
    }
  }

  #doc(item: Item, indent: number): void {
    if (this.#page.hasSource || !('doc' in item) || item.doc === undefined) return
    for (const line of item.doc.split('\n')) this.#page.plain(indent, `--- ${line}`.trimEnd(), item.span.start)
  }

  #context(item: ContextDecl, indent: number, top: boolean): void {
    const parents = item.parents.length === 0 ? '' : ` extends ${names(item.parents)}`
    const head = { start: item.span.start, end: item.parents.at(-1)?.span.end ?? item.name.span.end }
    this.#page.statement(indent, `context ${item.name.text}${parents}`, head)
    if (!top) return this.#items(item.items, indent + 2, false)
    const rest = item.items.findIndex((each) => !isParameter(each))
    const cut = rest < 0 ? item.items.length : rest
    this.#items(item.items.slice(0, cut), indent + 2, false)
    this.#rest(item.items.slice(cut))
  }

  /** What follows the parameters of a top-level context stands at the margin, except contexts inside it. */
  #rest(items: readonly Item[]): void {
    items.forEach((item, i) => {
      const before = items[i - 1]
      const lines = isParameter(item) && before !== undefined && isParameter(before)
      if (!lines || this.#page.sourceGap(item.span.start)) this.#page.gap(item.span.start)
      this.#item(item, item.kind === 'context' ? 2 : 0, false)
    })
  }

  #define(item: DefineDecl, indent: number): void {
    const word = item.event ? 'event' : 'define'
    const params = item.params.length === 0 ? '' : ` ${formatParams(item.params)}`
    const result = item.resultType === undefined ? '' : ` : ${formatType(item.resultType)}`
    const head = `${word} ${item.name.text}${types(item.typeParams)}${inContext(item.context)}${params}${result} :=`
    const where = item.preconditions.length === 0 ? '' : ` where ${item.preconditions.map((each) => formatExpr(each)).join(', ')}`
    const body = formatExpr(item.body)
    const fits = indent + head.length + body.length + where.length + 1 <= pageWidth
    const text = fits ? `${head} ${body}${where}`
      : `${head}\n  ${formula(item.body, indent + 2)}${where === '' ? '' : `\n $${where}`.replace('$', '')}`
    this.#page.statement(indent, text, item.span)
    this.#wellDefined(item.wellDefined, indent + 2, item.span.end)
  }

  #wellDefined(reason: string | undefined, indent: number, at: number): void {
    if (reason !== undefined) this.#page.plain(indent, `assuming well_defined "${reason}"`, at)
  }

  #axiom(item: AxiomDecl, indent: number): void {
    this.#statement(`axiom ${item.name.text}${types(item.statement.types)}${inContext(item.context)}`, item, indent, item.statement,
      item.wellDefined)
    this.#show(item.statement, undefined, indent + 2)
    if (item.citation !== undefined) this.#page.plain(indent + 2, `  cite "${item.citation}"`, item.span.end)
  }

  #lemma(item: LemmaDecl, indent: number): void {
    const head = `${item.kind} ${item.name.text}${types(item.statement.types)}${inContext(item.context)}${quoted(item.source)}`
    this.#statement(head, item, indent, item.statement, item.wellDefined)
    this.#claim(item.statement, item.proof, indent)
  }

  #refute(item: RefuteDecl, indent: number): void {
    const name = item.name === undefined ? '' : ` ${item.name.text}`
    const head = `refute "${item.why}"${name}${inContext(item.context)}${quoted(item.source)}`
    this.#statement(head, item, indent, item.statement, undefined)
    const last = item.witness.at(-1)
    if (last === undefined) return item.proof === undefined ? this.#show(item.statement, undefined, indent + 2)
      : this.#claim(item.statement, item.proof, indent)
    const proof = item.proof
    this.#show(item.statement, proof?.kind === 'by' ? proof.by : undefined, indent + 2)
    const span = { start: item.witness[0]?.span.start ?? last.span.start, end: last.span.end }
    this.#page.statement(indent + 2, `witness ${formatAssignments(item.witness)}`, span)
    if (proof?.kind === 'steps') this.#proofs.block(proof, indent)
  }

  #example(item: ExampleDecl, indent: number): void {
    this.#statement(`example${inContext(item.context)}`, item, indent, item.statement, undefined)
    this.#claim(item.statement, item.proof, indent)
  }

  /** The claim with its proof: a block at the margin of the head, or a justification on the line of `show`. */
  #claim(statement: Statement, proof: Proof, indent: number): void {
    if (proof.kind === 'by') return this.#show(statement, proof.by, indent + 2)
    this.#show(statement, undefined, indent + 2)
    this.#proofs.block(proof, indent)
  }

  #show(statement: Statement, by: Justification | undefined, indent: number): void {
    const text = `show ${label(statement.showName)}${formula(statement.show, indent + 5)}`
    const start = statement.showName?.span.start ?? statement.show.span.start
    const span = { start, end: statement.show.span.end }
    if (by === undefined) this.#page.statement(indent, text, span)
    else this.#proofs.justified(text, by, indent, span)
  }

  /** Head and prelude of a statement. */
  #statement(head: string, item: { readonly span: Span }, indent: number, statement: Statement, wellDefined: string | undefined): void {
    const inner = indent + 2
    this.#page.statement(indent, head, { start: item.span.start, end: item.span.start })
    const unnamed = head.startsWith('refute') || head.startsWith('example')
    if (unnamed && statement.types.length > 0) this.#page.plain(inner, `type ${names(statement.types)}`, item.span.start)
    for (const line of statement.prelude) this.#item(line, inner, false)
    const where = statement.where
    const span = { start: where[0]?.span.start ?? 0, end: where.at(-1)?.span.end ?? 0 }
    if (where.length > 0) this.#page.statement(inner, `where ${where.map((each) => formatExpr(each)).join(', ')}`, span)
    const free = statement.free
    if (free !== undefined) {
      const bounds = free.where.length === 0 ? '' : ` where ${free.where.map((each) => formatExpr(each)).join(', ')}`
      const best = free.objectives.map((each) => `${each.sense} ${formatExpr(each.expr)}`).join(', ')
      this.#page.statement(inner, `free ${names(free.names)}${best === '' ? '' : ` ${best}`}${bounds}`, free.span)
    }
    this.#wellDefined(wellDefined, inner, statement.show.span.start)
  }

  #instance(item: InstanceDecl, indent: number): void {
    this.#page.statement(indent, `instance ${item.name.text}`, { start: item.span.start, end: item.name.span.end })
    for (const field of item.fields) {
      this.#page.statement(indent + 2, `${field.name.text} := ${formatSampler(field.value)}`, field.span)
    }
  }
}

function label(name: Name | undefined): string {
  return name === undefined ? '' : `${name.text}: `
}

function types(all: readonly Name[]): string {
  return all.length === 0 ? '' : ` {${all.map((each) => each.text).join(' ')} : Type}`
}

function inContext(context: Name | undefined): string {
  return context === undefined ? '' : ` in ${context.text}`
}

function quoted(text: string | undefined): string {
  return text === undefined ? '' : ` "${text}"`
}

function formula(expr: Expr, before: number): string {
  return formatExpr(expr, { width: pageWidth - before }).replaceAll('\n', '\n  ')
}

/** A sampler of an instance. */
export function formatSampler(value: SamplerExpr): string {
  switch (value.kind) {
    case 'sample': return `sample ${value.domain} ${formatRangeText(value.low, value.high, false)}`
    case 'call': return `${value.name}(${value.args.map(samplerArg).join(', ')})`
    case 'formula': {
      const text = formatExpr(value.expr)
      // A name with its parenthesis attached would read as a sampler, and `sample x` as a sampled number.
      return /^[^\s()[\]{}|‖⟨+*/^-]+\(/.test(text) || text.startsWith('sample ') ? `(${text})` : text
    }
  }
}

function samplerArg(arg: SamplerArg): string {
  const prefix = arg.label === undefined ? '' : `${arg.label} `
  const value = arg.value
  if (value.kind === 'names') return `${prefix}[${value.names.join(', ')}]`
  if (value.kind === 'range') return prefix + formatRangeText(value.low, value.high, !standsAlone(value.low, arg.label !== undefined))
  const text = formatSampler(value)
  return value.kind !== 'formula' || text.startsWith('(') || standsAlone(value.expr, arg.label !== undefined) ? prefix + text
    : `${prefix}(${text})`
}

/** An application would read as a label with its value; after a label only names and numbers begin a value without parentheses. */
function standsAlone(expr: Expr, labelled: boolean): boolean {
  let first = expr
  while (first.kind === 'binary' || first.kind === 'chain' || first.kind === 'range-set') {
    first = first.kind === 'binary' ? first.left : first.kind === 'chain' ? first.first : first.low
  }
  return labelled ? first.kind === 'name' || first.kind === 'numeral' : first.kind !== 'app'
}
