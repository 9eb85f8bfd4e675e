// Declarations by layout: theory, imports, contexts and what they hold, statements with their prelude and proof.
// UNTRUSTED. Imported by parser.ts; reads each line through segments.ts and each proof through layout-proof.ts.
import type { TokenType } from 'chevrotain'
import type {
  Assignment, AssumeDecl, BrokenDecl, DefineDecl, FixDecl, FreeDecl, InstanceDecl, InstanceField, Item, Justification, Name, Proof,
    Statement as StatementAst, Theory,
} from './ast.js'
import { maxBlockNesting } from './diagnostic.js'
import { endOf } from './lexer.js'
import { ProofLayout } from './layout-proof.js'
import type { DefineLine, ShowLine } from './parser-items.js'
import { declarationStarts, declaredName } from './segments.js'
import type { Cursor, Statement } from './segments.js'
import * as T from './tokens.js'

/** Lines a statement may have between its head and its proof. */
const preludeStarts = new Set<TokenType>([T.Fix, T.Take, T.Assume, T.Where, T.Let, T.Define, T.Event, T.Type, T.Free, T.Assuming, T.Show])

/** Those that belong to a statement only when indented more than its head; at its margin they are declarations. */
const indentedPrelude = new Set<TokenType>([T.Define, T.Event, T.Type])

interface Mutable<A> {
  value: A
}

/** The lines of a statement as they are read. */
interface Prelude {
  readonly types: Name[]
  readonly prelude: (FixDecl | AssumeDecl | DefineDecl)[]
  readonly where: StatementAst['where'][number][]
  readonly free: Mutable<FreeDecl | undefined>
  readonly wellDefined: Mutable<string | undefined>
  readonly show: Mutable<ShowLine | undefined>
  /** Whether every line so far could be read. */
  readonly whole: Mutable<boolean>
}

/** Reads a whole file. */
export class TheoryLayout {
  readonly #cursor: Cursor
  readonly #proofs: ProofLayout

  constructor(cursor: Cursor) {
    this.#cursor = cursor
    this.#proofs = new ProofLayout(cursor)
  }

  theory(): Theory {
    const cursor = this.#cursor
    let name: Name | undefined
    const imports: Name[] = []
    if (cursor.is(T.Theory)) name = cursor.parse(this.#proofs.statement(), (g) => g.theoryLine())
    while (cursor.is(T.Import)) imports.push(...cursor.parse(this.#proofs.statement(), (g) => g.importLine()) ?? [])
    const items = this.#items(-1, false)
    return { name, imports, items, span: { start: 0, end: cursor.lastEnd() } }
  }

  /** Items beyond `margin`. Inside a context, `end` and (at the top level) the next `context` end the list. */
  #items(margin: number, inContext: boolean): Item[] {
    const cursor = this.#cursor
    const items: Item[] = []
    for (let token = cursor.peek(); token !== undefined && cursor.column() > margin; token = cursor.peek()) {
      const type = token.tokenType
      if (inContext && type === T.End) break
      if (inContext && margin < 0 && type === T.Context && cursor.column() <= this.#contextColumn) break
      items.push(...this.#item(type, inContext))
    }
    return items
  }

  /** Column of the top-level context being read. */
  #contextColumn = 0
  /** How many contexts are being read, one inside the other. */
  #nesting = 0

  #item(type: TokenType, inContext: boolean): readonly Item[] {
    switch (type) {
      case T.Context: return [this.#context(inContext)]
      case T.Fix: case T.Take: case T.Assume: return this.#parameter(type, inContext)
      case T.Define: case T.Event: return [this.#define()]
      case T.Axiom: case T.Lemma: case T.Theorem: case T.Corollary: return [this.#statementItem(type)]
      case T.Refute: return [this.#refute()]
      case T.Example: return [this.#example()]
      case T.Instance: return [this.#instance()]
      default: return this.#otherItem(type)
    }
  }

  #otherItem(type: TokenType): readonly Item[] {
    const cursor = this.#cursor
    const statement = this.#proofs.statement()
    const span = { start: statement.start, end: statement.end }
    if (type === T.Type) {
      const names = cursor.parse(statement, (g) => g.typeLine())
      return names === undefined ? [this.#broken(statement)] : [{ kind: 'type', names, span }]
    }
    const token = statement.tokens[0]
    if (token === undefined || cursor.parse(statement, () => true) === undefined) return []
    const at = { start: token.startOffset, end: endOf(token) }
    if (type === T.End) cursor.report('syntax-expected', 'there is no open context for this `end` to close', at)
    else if (type === T.Theory) cursor.report('syntax-expected', '`theory` stands once, at the top of the file', at)
    else if (type === T.Import) cursor.report('syntax-expected', '`import` stands before all declarations', at)
    else {
      const hint = 'declarations begin with `lemma`, `theorem`, `axiom`, `define`, `context`, `type`, `example`, `refute` or `instance`'
      cursor.report('syntax-expected', `expected a declaration, found \`${token.image}\``, at, hint)
    }
    return []
  }

  #broken(statement: Statement): BrokenDecl {
    return { kind: 'broken', name: declaredName(statement), span: { start: statement.start, end: this.#cursor.lastEnd() } }
  }

  #context(inContext: boolean): Item {
    const cursor = this.#cursor
    const doc = cursor.doc()
    const statement = this.#proofs.statement()
    const head = cursor.parse(statement, (g) => g.contextLine())
    if (!inContext) this.#contextColumn = statement.column
    this.#nesting += 1
    if (this.#nesting > maxBlockNesting) this.#skipRest(statement)
    const items = this.#items(inContext ? statement.column : -1, true)
    this.#nesting -= 1
    if (cursor.is(T.End) && (!inContext || cursor.column() >= statement.column)) this.#end(head?.name)
    const span = { start: statement.start, end: cursor.lastEnd() }
    const name = head?.name ?? declaredName(statement) ?? { text: '', span }
    return { kind: 'context', name, parents: head?.parents ?? [], items, doc, span }
  }

  /** Gives up on the rest of a file whose contexts nest without end. */
  #skipRest(statement: Statement): void {
    const span = { start: statement.start, end: statement.end }
    this.#cursor.report('syntax-too-deep', `contexts nest more than ${maxBlockNesting} levels deep here`, span, 'use `extends`')
    while (this.#cursor.peek() !== undefined) this.#cursor.next()
  }

  /** `end`, which must name the context it closes if it names one. */
  #end(context: Name | undefined): void {
    const cursor = this.#cursor
    const statement = this.#proofs.statement()
    const parsed = cursor.parse(statement, (g) => [g.endLine()])
    const name = parsed?.[0]
    if (name === undefined || context === undefined || name.text === context.text) return
    cursor.report('syntax-end', `this \`end\` names \`${name.text}\`, but the open context is \`${context.text}\``, name.span)
  }

  #parameter(type: TokenType, inContext: boolean): readonly Item[] {
    const cursor = this.#cursor
    const statement = this.#proofs.statement()
    const parsed: readonly Item[] | undefined = type === T.Assume
      ? cursor.parse(statement, (g) => g.assume())
      : cursor.parse(statement, (g) => [g.fix()])
    if (parsed === undefined) return [this.#broken(statement)]
    if (inContext) return parsed
    const word = type === T.Assume ? 'assume' : 'fix'
    const hint = type === T.Assume ? 'use `axiom NAME … show φ cite "…"`, or open a context' : 'open a context, or fix it inside the lemma'
    const span = { start: statement.start, end: statement.start + word.length }
    cursor.report('syntax-top-level', `\`${word}\` stands outside any context or lemma`, span, hint)
    return []
  }

  #define(): Item {
    const cursor = this.#cursor
    const doc = cursor.doc()
    const statement = this.#proofs.statement()
    const line = cursor.parse(statement, (g) => g.defineLine())
    const wellDefined = this.#wellDefined()
    return line === undefined ? this.#broken(statement) : defineDecl(line, wellDefined, doc,
      { start: statement.start, end: cursor.lastEnd() })
  }

  #wellDefined(): string | undefined {
    return this.#cursor.is(T.Assuming) ? this.#cursor.parse(this.#proofs.statement(), (g) => g.wellDefinedLine()) : undefined
  }

  #statementItem(type: TokenType): Item {
    const cursor = this.#cursor
    const doc = cursor.doc()
    const first = this.#proofs.statement()
    const head = cursor.parse(first, (g) => g.statementHead())
    const lines = this.#prelude(first)
    const show = lines.show.value
    const statement = this.#assemble(lines, head?.types ?? [])
    const proof = this.#proof(show, type !== T.Axiom)
    if (head === undefined || statement === undefined || show === undefined) return this.#broken(first)
    const { name, context } = head
    const wellDefined = lines.wellDefined.value
    const span = { start: first.start, end: cursor.lastEnd() }
    if (type === T.Axiom) {
      if (show.by !== undefined) cursor.report('syntax-axiom', 'an axiom has no proof', show.by.span,
        'write `lemma`, or leave the proof out')
      return { kind: 'axiom', name, statement, citation: show.citation ?? head.source, wellDefined, doc, context, span }
    }
    const kind = type === T.Theorem ? 'theorem' : type === T.Corollary ? 'corollary' : 'lemma'
    return { kind, name, source: head.source ?? show.citation, statement, proof, wellDefined, doc, context, span }
  }

  #refute(): Item {
    const cursor = this.#cursor
    const doc = cursor.doc()
    const first = this.#proofs.statement()
    const head = cursor.parse(first, (g) => g.refuteHead())
    const lines = this.#prelude(first)
    const statement = this.#assemble(lines, [])
    let witness: readonly Assignment[] | undefined = []
    if (cursor.is(T.Witness)) witness = cursor.parse(this.#proofs.statement(), (g) => g.witnessLine())
    const proof = this.#hasProof(lines.show.value) ? this.#proof(lines.show.value, true) : undefined
    if (head === undefined || statement === undefined || witness === undefined) return this.#broken(first)
    const { name, why, source, context } = head
    return { kind: 'refute', name, why, source, statement, witness, proof, doc, context,
      span: { start: first.start, end: cursor.lastEnd() } }
  }

  #example(): Item {
    const cursor = this.#cursor
    const first = this.#proofs.statement()
    const head = cursor.parse(first, (g) => g.exampleHead())
    const lines = head?.show === undefined ? this.#prelude(first) : emptyPrelude()
    if (head?.show !== undefined) lines.show.value = head.show
    const statement = this.#assemble(lines, [])
    const proof = this.#proof(lines.show.value, true)
    if (head === undefined || statement === undefined) return this.#broken(first)
    return { kind: 'example', statement, proof, context: head.context, span: { start: first.start, end: cursor.lastEnd() } }
  }

  #hasProof(show: ShowLine | undefined): boolean {
    return show?.by !== undefined || this.#cursor.is(T.ProofWord)
  }

  /** The proof after `show`: part of its line, or a block of its own after a line in between. */
  #proof(show: ShowLine | undefined, wanted: boolean): Proof {
    const cursor = this.#cursor
    if (wanted && cursor.is(T.ProofWord)) return this.#proofs.proof()
    const by: Justification | undefined = show?.by
    if (by?.kind === 'block') return by.proof
    if (by !== undefined) return { kind: 'by', by, span: by.span }
    const span = { start: cursor.lastEnd(), end: cursor.lastEnd() }
    return { kind: 'by', by: { kind: 'method', method: 'auto', implicit: true, from: undefined, span }, span }
  }

  /** The lines of a statement, up to and including `show`. */
  #prelude(head: Statement): Prelude {
    const cursor = this.#cursor
    const lines = emptyPrelude()
    for (let token = cursor.peek(); token !== undefined && lines.show.value === undefined; token = cursor.peek()) {
      const type = token.tokenType
      if (!preludeStarts.has(type) || (indentedPrelude.has(type) && cursor.column() <= head.column)) break
      const statement = this.#proofs.statement()
      if (type === T.Show && !this.#show(statement, lines)) return lines
      if (type !== T.Show && !this.#preludeLine(type, statement, lines)) lines.whole.value = false
    }
    if (lines.show.value === undefined && lines.whole.value) {
      const span = { start: head.start, end: head.end }
      cursor.report('syntax-expected', 'this statement has no `show φ`', span, 'add a line `show` with the claim')
      lines.whole.value = false
    }
    if (cursor.is(T.Assuming)) this.#preludeLine(T.Assuming, this.#proofs.statement(), lines)
    return lines
  }

  #show(statement: Statement, lines: Prelude): boolean {
    lines.show.value = this.#cursor.parse(statement, (g) => g.showLine())
    lines.whole.value &&= lines.show.value !== undefined
    return lines.show.value !== undefined
  }

  /** Reads one line into the prelude; false when it is broken. */
  #preludeLine(type: TokenType, statement: Statement, lines: Prelude): boolean {
    const cursor = this.#cursor
    const span = { start: statement.start, end: statement.end }
    switch (type) {
      case T.Fix: case T.Take: return push(lines.prelude, cursor.parse(statement, (g) => [g.fix()]))
      case T.Assume: return push(lines.prelude, cursor.parse(statement, (g) => g.assume()))
      case T.Where: return push(lines.where, cursor.parse(statement, (g) => g.whereLine()))
      case T.Type: return push(lines.types, cursor.parse(statement, (g) => g.typeLine()))
      case T.Free:
        lines.free.value = cursor.parse(statement, (g) => g.freeLine())
        return lines.free.value !== undefined
      case T.Assuming:
        lines.wellDefined.value = cursor.parse(statement, (g) => g.wellDefinedLine())
        return lines.wellDefined.value !== undefined
      case T.Let: return push(lines.prelude, cursor.parse(statement,
        (g) => (g.letLine() as { assignments: readonly Assignment[] } | undefined)?.assignments.map((each): DefineDecl => ({
        kind: 'define', name: each.name, typeParams: [], params: each.params, resultType: undefined, body: each.value, preconditions: [],
        event: false, wellDefined: undefined, doc: undefined, context: undefined, span: each.span,
      }))))
      default: return push(lines.prelude, cursor.parse(statement, (g) => {
        const line: DefineLine | undefined = g.defineLine()
        return line === undefined ? undefined : [defineDecl(line, undefined, undefined, span)]
      }))
    }
  }

  #assemble(lines: Prelude, headTypes: readonly Name[]): StatementAst | undefined {
    const show = lines.show.value
    if (!lines.whole.value || show === undefined) return undefined
    return {
      types: [...headTypes, ...lines.types], prelude: lines.prelude, where: lines.where, show: show.formula, showName: show.name,
        free: lines.free.value,
    }
  }

  /** `instance CTX.NAME`, then `x := sampler` fields separated by commas or line ends; each field is read by itself. */
  #instance(): Item {
    const cursor = this.#cursor
    const doc = cursor.doc()
    const whole = this.#proofs.statement()
    const starts: number[] = []
    whole.tokens.forEach((token, i) => {
      if (token.tokenType === T.Ident && whole.tokens[i + 1]?.tokenType === T.Assign) starts.push(i)
    })
    const part = (from: number, to: number): Statement => {
      const cut = whole.tokens[to - 1]?.tokenType === T.Comma ? to - 1 : to
      const tokens = whole.tokens.slice(from, cut)
      const first = tokens[0]
      const last = tokens.at(-1)
      const start = first?.startOffset ?? whole.start
      return { tokens, start, end: last === undefined ? start : endOf(last), column: whole.column }
    }
    const name = cursor.parse(part(0, starts[0] ?? whole.tokens.length), (g) => g.instanceHead())
    const fields = starts.map((from, i) => cursor.parse(part(from, starts[i + 1] ?? whole.tokens.length), (g) => g.instanceField()))
    const good = fields.filter((field): field is InstanceField => field !== undefined)
    if (name === undefined || good.length < fields.length) return this.#broken(whole)
    const instance: InstanceDecl = { kind: 'instance', name, fields: good, doc, span: { start: whole.start, end: whole.end } }
    return instance
  }
}

function emptyPrelude(): Prelude {
  return {
    types: [], prelude: [], where: [], free: { value: undefined }, wellDefined: { value: undefined }, show: { value: undefined },
      whole: { value: true },
  }
}

function push<A>(list: A[], more: readonly A[] | undefined): boolean {
  if (more === undefined) return false
  list.push(...more)
  return true
}

function defineDecl(line: DefineLine, wellDefined: string | undefined, doc: string | undefined,
  span: { start: number, end: number }): DefineDecl {
  return { kind: 'define', ...line, wellDefined, doc, span }
}

/** Whether a token type begins a declaration; for tools that look for the next one. */
export function beginsDeclaration(type: TokenType): boolean {
  return declarationStarts.has(type)
}
