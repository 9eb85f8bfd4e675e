// Justifications on chevrotain: `by …`, `from …`, nested proofs, and the assignments of `with`, `let` and `choose`.
// UNTRUSTED. Extended by parser-proof.ts.
import type { Assignment, Binder, Expr, Justification, Method, Name, Proof, SideProof } from './ast.js'
import { endOf, nameText } from './lexer.js'
import { FormulaParser } from './parser-formula.js'
import type { Rule } from './parser-types.js'
import * as T from './tokens.js'

/** Methods of the engine; in `by` these names are methods unless `with` or `where` follows. */
export const methods: ReadonlySet<string> = new Set<Method>([
  'algebra', 'linear', 'nonlinear', 'positivity', 'monotone', 'interval', 'calculus', 'simplify', 'auto', 'bounds', 'loglinear',
])

interface Clauses {
  withs: Assignment[] | undefined
  using: Name[] | undefined
  sideProofs: SideProof[] | undefined
}

export abstract class JustificationParser extends FormulaParser {
  /** `by …`, `from a, b`, `proof … qed`. */
  justification: Rule<Justification> = this.RULE('justification', () => this.OR({ ERR_MSG: '`by`, `from` or `proof`', DEF: [
    { ALT: () => {
      this.CONSUME(T.By)
      return this.SUBRULE(this.reason)
    } },
    { ALT: () => {
      const token = this.CONSUME(T.From)
      const from = this.SUBRULE(this.facts)
      return this.ACTION((): Justification => ({ kind: 'method', method: 'auto', implicit: false, from, span: this.spanFrom(token) }))
    } },
    { ALT: () => this.SUBRULE(this.block) },
  ] }))

  /** What follows `by`. */
  private reason: Rule<Justification> = this.RULE('reason', () => this.OR({ ERR_MSG: 'a method or the name of a lemma', DEF: [
    { ALT: () => {
      const token = this.CONSUME(T.Question)
      return this.ACTION((): Justification => ({ kind: 'hole', span: this.spanFrom(token) }))
    } },
    { ALT: () => {
      const token = this.CONSUME(T.Unfold)
      const names = this.SUBRULE(this.facts)
      let from: Name[] | undefined
      this.OPTION(() => {
        this.CONSUME(T.From)
        from = this.SUBRULE2(this.facts)
      })
      return this.ACTION((): Justification => ({ kind: 'unfold', names, from, span: this.spanFrom(token) }))
    } },
    { ALT: () => this.SUBRULE(this.block) },
    { ALT: () => {
      const open = this.open(this.CONSUME(T.LParen))
      const inner = this.SUBRULE(this.reason)
      this.CONSUME(T.RParen)
      return this.ACTION(() => {
        this.depth -= 1
        return { ...inner, span: this.spanFrom(open) }
      })
    } },
    { ALT: () => {
      const lemma = this.SUBRULE(this.name)
      const clauses = this.SUBRULE(this.clauses)
      return this.ACTION(() => this.named(lemma, clauses))
    } },
  ] }))

  private block: Rule<Justification> = this.RULE('block', () => {
    const token = this.CONSUME(T.ProofBlock)
    return this.ACTION((): Justification => {
      const proof = token.payload as Proof
      return { kind: 'block', proof, span: proof.span }
    })
  })

  /** `with …`, `using …` or `from …`, `where … by …`, each at most once, in any order. */
  private clauses: Rule<Clauses> = this.RULE('clauses', () => {
    const found: Clauses = { withs: undefined, using: undefined, sideProofs: undefined }
    this.MANY(() => this.OR([
      { ALT: () => {
        const token = this.CONSUME(T.With)
        this.ACTION(() => this.onlyOnce(found.withs, 'with', token.startOffset))
        found.withs = this.SUBRULE(this.stoppedAssignments)
      } },
      { ALT: () => {
        const token = this.OR2([{ ALT: () => this.CONSUME(T.Using) }, { ALT: () => this.CONSUME(T.From) }])
        this.ACTION(() => this.onlyOnce(found.using, token.image, token.startOffset))
        found.using = this.SUBRULE(this.facts)
      } },
      { ALT: () => {
        const token = this.CONSUME(T.Where)
        this.ACTION(() => this.onlyOnce(found.sideProofs, 'where', token.startOffset))
        found.sideProofs = this.SUBRULE(this.sideProofs)
      } },
    ]))
    return found
  })

  private onlyOnce(before: unknown, word: string, start: number): void {
    if (before === undefined) return
    this.complain('syntax-clause', `this justification has a second \`${word}\``, { start, end: start + word.length },
      'separate the parts by commas')
  }

  private named(lemma: Name, clauses: Clauses): Justification {
    const span = { start: lemma.span.start, end: endOf(this.LA(0)) }
    if (methods.has(lemma.text) && clauses.withs === undefined && clauses.sideProofs === undefined) {
      return { kind: 'method', method: lemma.text as Method, implicit: false, from: clauses.using, span }
    }
    return { kind: 'lemma', lemma, withs: clauses.withs ?? [], using: clauses.using, sideProofs: clauses.sideProofs ?? [], span }
  }

  /** Names of facts; a comma goes on only if another name and then the end of the list follow it. */
  facts: Rule<Name[]> = this.RULE('facts', () => {
    const names = [this.SUBRULE(this.name)]
    this.MANY({ GATE: () => this.factFollows(), DEF: () => {
      this.CONSUME(T.Comma)
      names.push(this.SUBRULE2(this.name))
    } })
    return names
  })

  /** False when what follows the comma is the next `where` condition rather than a fact. */
  private factFollows(): boolean {
    if (!this.is(1, T.Comma) || !this.is(2, T.Ident)) return false
    const after = this.LA(3).tokenType
    return !(after === T.By || after === T.Ident || after === T.Numeral || after === T.LParen
      || (after.CATEGORIES ?? []).includes(T.Infix)) ||
      (this.LA(3).startLine ?? 0) > (this.LA(2).endLine ?? 0)
  }

  private sideProofs: Rule<SideProof[]> = this.RULE('sideProofs', () => {
    const all = [this.SUBRULE(this.sideProof)]
    this.MANY(() => {
      this.CONSUME(T.Comma)
      all.push(this.SUBRULE2(this.sideProof))
    })
    return all
  })

  private sideProof: Rule<SideProof> = this.RULE('sideProof', () => {
    const condition = this.SUBRULE(this.formula)
    let by: Justification | undefined
    this.OPTION(() => {
      by = this.SUBRULE(this.justification)
    })
    return this.ACTION(() => {
      const span = { start: condition.start, end: endOf(this.LA(0)) }
      return { condition: condition.expr, by: by ?? this.automatic(condition.end), span }
    })
  })

  /** The justification of a step that gives none. */
  protected automatic(at: number): Justification {
    return { kind: 'method', method: 'auto', implicit: true, from: undefined, span: { start: at, end: at } }
  }

  /** Assignments in which a relation at the start of a line belongs to the calculation around them. */
  private stoppedAssignments: Rule<Assignment[]> = this.RULE('stoppedAssignments', () => {
    const before = this.relationStop
    this.ACTION(() => {
      this.relationStop = this.depth
    })
    const all = this.SUBRULE(this.assignments)
    this.ACTION(() => {
      this.relationStop = before
    })
    return all
  })

  /** `x := t, X i ω := f (draw i ω)` */
  assignments: Rule<Assignment[]> = this.RULE('assignments', () => {
    const all = [this.SUBRULE(this.assignment)]
    this.MANY({ GATE: () => this.assignmentFollows(2), DEF: () => {
      this.CONSUME(T.Comma)
      all.push(this.SUBRULE2(this.assignment))
    } })
    return all
  })

  private assignmentFollows(from: number): boolean {
    let depth = 0
    for (let at = from; ; at += 1) {
      const type = this.LA(at).tokenType
      if (type === T.LParen) depth += 1
      else if (type === T.RParen) depth -= 1
      else if (type === T.Assign && depth === 0) return true
      else if (type !== T.Ident && depth === 0) return false
      if (depth < 0 || Number.isNaN(this.LA(at).startOffset)) return false
    }
  }

  private assignment: Rule<Assignment> = this.RULE('assignment', () => {
    const name = this.SUBRULE(this.name)
    const params = this.SUBRULE(this.params)
    this.CONSUME(T.Assign)
    const value: Expr = this.SUBRULE(this.expr)
    return this.ACTION(() => ({ name, params, value, span: { start: name.span.start, end: endOf(this.LA(0)) } }))
  })

  /** Parameters of a definition: `x (y z : ℝ) w`. */
  params: Rule<Binder[]> = this.RULE('params', () => {
    const params: Binder[] = []
    this.MANY(() => this.OR([
      { ALT: () => {
        const token = this.CONSUME(T.Ident)
        this.ACTION(() => {
          const span = { start: token.startOffset, end: endOf(token) }
          params.push({ names: [{ text: nameText(token), span }], type: undefined, range: undefined, span })
        })
      } },
      { ALT: () => params.push(this.SUBRULE(this.typedGroup)) },
    ]))
    return params
  })
}
