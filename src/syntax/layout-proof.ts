// Proofs by layout: puts steps, blocks and branches together from statements. Indentation decides what belongs to a block.
// UNTRUSTED. Imported by layout.ts; reads each statement through segments.ts.
import type { TokenType } from 'chevrotain'
import type { CaseBranch, Expr, Justification, Name, Proof, Span, Step } from './ast.js'
import { maxBlockNesting } from './diagnostic.js'
import { endOf } from './lexer.js'
import type { ItemParser } from './parser-items.js'
import { declarationStarts } from './segments.js'
import type { Cursor, Statement } from './segments.js'
import * as T from './tokens.js'

/** Keywords that end the branch they stand in, whatever their column. */
const branchStarts = new Set<TokenType>([T.Case, T.Base, T.StepWord, T.End])

const rules: ReadonlyMap<TokenType, (grammar: ItemParser) => Step | readonly Step[]> = new Map<TokenType, (g: ItemParser) => Step
  | readonly Step[]>([
  [T.Have, (g) => g.have()],
  [T.Ident, (g) => g.have()],
  [T.Thus, (g) => g.thus()],
  [T.Show, (g) => g.thus()],
  [T.Calc, (g) => g.calc()],
  [T.Fix, (g) => g.fix()],
  [T.Take, (g) => g.fix()],
  [T.Assume, (g) => g.assume()],
  [T.Obtain, (g) => g.obtain()],
  [T.Choose, (g) => g.choose()],
  [T.Let, (g) => g.letLine()],
  [T.Suffices, (g) => g.suffices()],
  [T.Contradiction, (g) => g.contradiction()],
  [T.Unfold, (g) => g.unfold()],
])

/** Reads proofs; one reader serves a whole file. */
export class ProofLayout {
  readonly #cursor: Cursor
  #nesting = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  /** Reads one statement, nested proofs included. */
  statement(): Statement {
    return this.#cursor.statement(() => this.proof())
  }

  /** From `proof` to `qed`; also from the `pointwise` of `by pointwise ω … qed`. */
  proof(): Proof {
    const cursor = this.#cursor
    const start = cursor.offset()
    const open = cursor.peek()
    const steps = this.#nested(() => {
      if (cursor.is(T.Pointwise)) return [this.#pointwise(this.statement(), -1)]
      cursor.next()
      return this.steps(-1)
    })
    let end: Span = { start: cursor.lastEnd(), end: cursor.lastEnd() }
    const qed = cursor.peek()
    if (qed?.tokenType === T.Qed) {
      cursor.next()
      end = { start: qed.startOffset, end: endOf(qed) }
    } else {
      const span = { start, end: open === undefined ? start : endOf(open) }
      const found = qed === undefined ? 'the end of the file' : `\`${qed.image}\``
      cursor.report('syntax-open-proof', `expected \`qed\` to close this proof, found ${found}`, span)
    }
    return { kind: 'steps', steps, span: { start, end: end.end }, end }
  }

  /** Steps indented more than `margin`, up to `qed`, the next branch or the next declaration. */
  steps(margin: number): Step[] {
    const cursor = this.#cursor
    const steps: Step[] = []
    for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
      const type = token.tokenType
      if (type === T.Qed || declarationStarts.has(type) || cursor.column() <= margin) break
      if (branchStarts.has(type) && margin >= 0) break
      steps.push(...this.#step(type))
    }
    return steps
  }

  #step(type: TokenType): readonly Step[] {
    const cursor = this.#cursor
    const start = cursor.offset()
    if (type === T.ProofWord) {
      const proof = this.proof()
      const by: Justification = { kind: 'block', proof, span: proof.span }
      return [{ kind: 'thus', formula: { kind: 'goal', span: { start, end: start + 5 } }, by, span: proof.span }]
    }
    const statement = this.statement()
    const broken: Step = { kind: 'broken', span: { start: statement.start, end: statement.end } }
    if (isPointwise(statement)) return [this.#pointwise(statement, statement.column)]
    if (type === T.Cases) return [this.#cases(statement)]
    if (type === T.Induction) return [this.#induction(statement)]
    if (type === T.Suppose) return [this.#suppose(statement)]
    const rule = type === T.Ident && statement.tokens[1]?.tokenType !== T.Colon ? undefined : rules.get(type)
    if (rule === undefined) {
      this.#notAStep(statement)
      return [broken]
    }
    const parsed = cursor.parse(statement, rule)
    if (parsed === undefined) return [broken]
    return Array.isArray(parsed) ? parsed as readonly Step[] : [parsed as Step]
  }

  #notAStep(statement: Statement): void {
    const token = statement.tokens[0]
    if (token === undefined) return
    const span = { start: token.startOffset, end: endOf(token) }
    if (this.#cursor.parse(statement, () => true) === undefined) return
    const hint = branchStarts.has(token.tokenType) ? `\`${token.image}\` belongs under \`cases\` or \`induction\`, indented`
      : 'a step begins with `name:` or a keyword such as `have`, `thus`, `calc`'
    this.#cursor.report('syntax-expected', `expected a step, found \`${token.image}\``, span, hint)
  }

  /** `[name:] pointwise ω`, then `assume`, `show`, and steps, all beyond `margin`. */
  #pointwise(statement: Statement, margin: number): Step {
    const cursor = this.#cursor
    const head = cursor.parse(statement, (g) => g.pointwise())
    return this.#nested(() => {
      const assumed = cursor.is(T.Assume) && cursor.column() > margin ? this.#assumption() : []
      const claim = cursor.is(T.Show) && cursor.column() > margin ? this.statement() : undefined
      const shown = claim === undefined ? undefined : cursor.parse(claim, (g) => g.showLine())
      if (claim === undefined && head !== undefined) {
        const span = { start: statement.start, end: statement.end }
        cursor.report('syntax-expected', 'expected `show φ` under `pointwise`', span, 'state what holds at every point')
      }
      const steps = this.steps(margin)
      if (shown?.by !== undefined && claim !== undefined) steps.unshift(thusGoal(claim.end, shown.by))
      const span = { start: statement.start, end: cursor.lastEnd() }
      if (head === undefined || shown === undefined || assumed === undefined) return { kind: 'broken', span }
      return { kind: 'pointwise', name: head.name, variable: head.variable, assume: assumed[0], show: shown.formula, steps, span }
    })
  }

  /** The one assumption of a pointwise block; undefined when broken. */
  #assumption(): { name: Name | undefined, formula: Expr }[] | undefined {
    const statement = this.statement()
    const all = this.#cursor.parse(statement, (g) => g.assume())
    const second = all?.[1]
    if (second === undefined) return all?.map(({ name, formula }) => ({ name, formula }))
    this.#cursor.report('syntax-expected', 'a pointwise block assumes one formula', second.span, 'join them with `∧`')
    return undefined
  }

  #cases(statement: Statement): Step {
    const cursor = this.#cursor
    const head = cursor.parse(statement, (g) => g.cases())
    const branches: CaseBranch[] = []
    let whole = head !== undefined
    const column = cursor.is(T.Case) ? cursor.column() : Infinity
    while (cursor.is(T.Case) && cursor.column() >= column) {
      const branch = this.#branch()
      if (branch === undefined) whole = false
      else branches.push(branch)
    }
    if (cursor.is(T.End) && cursor.column() >= statement.column) cursor.next()
    const span = { start: statement.start, end: cursor.lastEnd() }
    if (whole && branches.length === 0) {
      cursor.report('syntax-expected', 'expected `case name: φ` under `cases`', { start: statement.start, end: statement.end })
      whole = false
    }
    if (!whole || head === undefined) return { kind: 'broken', span }
    return { kind: 'cases', formula: head.formula, by: head.by, branches, span }
  }

  #branch(): CaseBranch | undefined {
    const cursor = this.#cursor
    const statement = this.statement()
    const head = cursor.parse(statement, (g) => g.caseHead())
    const steps = this.#nested(() => this.steps(statement.column))
    if (head === undefined) return undefined
    if (head.by !== undefined) steps.unshift(thusGoal(statement.end, head.by))
    return { name: head.name, formula: head.formula, steps, span: { start: statement.start, end: cursor.lastEnd() } }
  }

  #induction(statement: Statement): Step {
    const cursor = this.#cursor
    const variable = cursor.parse(statement, (g) => g.induction())
    let base: readonly Step[] | undefined
    let step: readonly Step[] | undefined
    let hypothesis: Name | undefined
    let whole = variable !== undefined
    let baseSpan: Span = { start: statement.end, end: statement.end }
    let stepSpan = baseSpan
    while ((cursor.is(T.Base) || cursor.is(T.StepWord)) && cursor.column() > statement.column) {
      const isBase = cursor.is(T.Base)
      if ((isBase ? base : step) !== undefined) break
      const head = this.statement()
      const parsed = cursor.parse(head, (g) => isBase ? [g.baseHead()] : [g.stepHead()])
      whole &&= parsed !== undefined
      if (!isBase) hypothesis = parsed?.[0]
      if (isBase) baseSpan = { start: head.start, end: head.end }
      else stepSpan = { start: head.start, end: head.end }
      const steps = this.#nested(() => this.steps(head.column))
      if (isBase) base = steps
      else step = steps
    }
    if (cursor.is(T.End) && cursor.column() >= statement.column) cursor.next()
    const span = { start: statement.start, end: cursor.lastEnd() }
    if (whole && (base === undefined || step === undefined)) {
      const missing = base === undefined ? 'base' : 'step'
      cursor.report('syntax-expected', `this induction has no \`${missing}\``, { start: statement.start, end: statement.end },
        'write `base` and `step ih`, each on its own line, indented, with its steps indented more')
      whole = false
    }
    if (!whole || variable === undefined) return { kind: 'broken', span }
    return { kind: 'induction', variable, base: base ?? [], hypothesis, step: step ?? [], baseSpan, stepSpan, span }
  }

  /** The block is what is indented more, and a `contradiction` at the column of `suppose`; or, unindented, all up to that. */
  #suppose(statement: Statement): Step {
    const cursor = this.#cursor
    const head = cursor.parse(statement, (g) => g.suppose())
    const steps = this.#nested(() => this.steps(statement.column))
    const unindented = steps.length === 0
    const closed = steps.at(-1)?.kind === 'contradiction'
    for (let token = closed ? undefined : cursor.peek(); token !== undefined; token = cursor.peek()) {
      const type = token.tokenType
      if (cursor.column() !== statement.column || (type !== T.Contradiction && !unindented)) break
      if (type === T.Qed || declarationStarts.has(type) || branchStarts.has(type)) break
      steps.push(...this.#step(type))
      if (type === T.Contradiction) break
    }
    const span = { start: statement.start, end: cursor.lastEnd() }
    if (head === undefined) return { kind: 'broken', span }
    return { kind: 'suppose', name: head.name, formula: head.formula, steps, span }
  }

  /** Runs one level deeper; beyond the limit the block is skipped with one diagnostic. */
  #nested<R>(read: () => R): R {
    this.#nesting += 1
    try {
      if (this.#nesting > maxBlockNesting) this.#skipBlock()
      return read()
    } finally {
      this.#nesting -= 1
    }
  }

  #skipBlock(): void {
    const cursor = this.#cursor
    const token = cursor.peek()
    if (token === undefined) return
    const span = { start: token.startOffset, end: endOf(token) }
    cursor.report('syntax-too-deep', `proofs nest more than ${maxBlockNesting} levels deep here`, span, 'move the inner part into a lemma')
    while (cursor.peek() !== undefined && !declarationStarts.has(cursor.peek()?.tokenType ?? T.Lemma)) cursor.next()
  }
}

/** `thus ?goal by …`, for a justification written directly after the claim of a block. */
function thusGoal(at: number, by: Justification): Step {
  return { kind: 'thus', formula: { kind: 'goal', span: { start: at, end: at } }, by, span: by.span }
}

function isPointwise(statement: Statement): boolean {
  const types = statement.tokens.slice(0, 4).map((token) => token.tokenType)
  const first = types[0] === T.Have ? 1 : 0
  return types[first] === T.Pointwise || (types[first] === T.Ident && types[first + 1] === T.Colon && types[first + 2] === T.Pointwise)
}
