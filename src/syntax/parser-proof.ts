// One rule for each form of proof step on chevrotain. Blocks are assembled by layout-proof.ts; a rule here reads one step's own line.
// UNTRUSTED. Extended by parser-items.ts.
import type { Assignment, Binder, CalcLink, Expr, Justification, Name, Span, Step } from './ast.js'
import { endOf } from './lexer.js'
import type { Operand } from './operators.js'
import { isBare } from './parser-atom.js'
import { isSetRelation, relationOf } from './parser-formula.js'
import { JustificationParser } from './parser-justify.js'
import type { Rule } from './parser-types.js'
import * as T from './tokens.js'

/** `name: φ` with the name optional. */
export interface LabelledFormula {
  readonly name: Name | undefined
  readonly formula: Expr
  readonly span: Span
}

/** Heads of the steps that own a block. */
export type CasesHead = { readonly formula: Expr | undefined, readonly by: Justification | undefined }
export type CaseHead = LabelledFormula & { readonly by: Justification | undefined }

export abstract class ProofParser extends JustificationParser {
  labelled: Rule<LabelledFormula> = this.RULE('labelled', () => {
    const name = this.SUBRULE(this.label)
    const formula = this.SUBRULE(this.formula)
    return this.ACTION(() => ({ name, formula: formula.expr, span: { start: name?.span.start ?? formula.start, end: formula.end } }))
  })

  labelledList: Rule<LabelledFormula[]> = this.RULE('labelledList', () => {
    const all = [this.SUBRULE(this.labelled)]
    this.MANY(() => {
      this.CONSUME(T.Comma)
      all.push(this.SUBRULE2(this.labelled))
    })
    return all
  })

  /** `name:`, or nothing. */
  protected label: Rule<Name | undefined> = this.RULE('label', () => {
    let name: Name | undefined
    this.OPTION({ GATE: () => this.is(1, T.Ident) && this.is(2, T.Colon), DEF: () => {
      name = this.SUBRULE(this.name)
      this.CONSUME(T.Colon)
    } })
    return name
  })

  protected maybeJustified: Rule<Justification | undefined> = this.RULE('maybeJustified', () => {
    let by: Justification | undefined
    this.OPTION(() => {
      by = this.SUBRULE(this.justification)
    })
    return by
  })

  /** `[have] [name:] φ …`, `[have] [name:] calc …` */
  have: Rule<Step> = this.RULE('have', () => {
    const first = this.LA(1)
    this.OPTION(() => this.CONSUME(T.Have))
    const name = this.SUBRULE(this.label)
    return this.SUBRULE(this.claim, { ARGS: [first.startOffset, name, false] })
  })

  /** `thus φ …`, `show φ …`, `thus calc …` */
  thus: Rule<Step> = this.RULE('thus', () => {
    const first = this.OR([{ ALT: () => this.CONSUME(T.Thus) }, { ALT: () => this.CONSUME(T.Show) }])
    return this.SUBRULE(this.claim, { ARGS: [first.startOffset, undefined, true] })
  })

  /** `calc [name:] …` */
  calc: Rule<Step> = this.RULE('calc', () => {
    const first = this.CONSUME(T.Calc)
    const name = this.SUBRULE(this.label)
    return this.SUBRULE(this.calculation, { ARGS: [first.startOffset, name, false] })
  })

  /** The claim of a step, with its justification; several justifications make it a calculation. */
  private claim: Rule<Step, [number, Name | undefined, boolean]> = this.RULE('claim', (start, name, thus) => this.OR<Step>({
    ERR_MSG: 'a formula',
    DEF: [
      { ALT: () => {
        this.CONSUME(T.Calc)
        return this.SUBRULE(this.calculation, { ARGS: [start, name, thus] })
      } },
      { ALT: () => {
        const formula = this.SUBRULE(this.formula)
        const linkName = this.SUBRULE(this.linkName)
        const by = this.SUBRULE(this.maybeJustified)
        const more: CalcLink[] = []
        this.MANY(() => more.push(this.SUBRULE(this.calcLink)))
        return this.ACTION(() => this.claimed(start, name, thus, formula, linkName, by, more))
      } },
    ],
  }))

  private claimed(
    start: number, name: Name | undefined, thus: boolean, formula: Operand, linkName: Name | undefined, by: Justification | undefined,
    more: readonly CalcLink[],
  ): Step {
    const span = { start, end: endOf(this.LA(0)) }
    const reason = by ?? this.automatic(formula.end)
    if (more.length === 0 && linkName === undefined) {
      if (thus) return { kind: 'thus', formula: formula.expr, by: reason, span }
      return { kind: 'have', name, formula: formula.expr, by: reason, span }
    }
    const chain = formula.expr
    if (chain.kind !== 'chain' || !isBare(formula)) {
      this.complain('syntax-calc', 'a calculation continues here, but the step does not begin with one', chain.span,
        'begin with `a = b` or `a ≤ b`, then continue with `_ ≤ c`')
      return { kind: 'broken', span }
    }
    const last = chain.links.length - 1
    const own = chain.links.map((link, i): CalcLink => ({
      op: link.op, right: link.right, by: i === last ? reason : this.automatic(link.span.end), name: i === last ? linkName : undefined,
      span: i === last && by !== undefined ? { start: link.span.start, end: by.span.end } : link.span,
    }))
    return { kind: 'calc', name, thus, first: chain.first, links: [...own, ...more], span }
  }

  /** `a ≤ b by … _ < c by …`; each link may leave out `_` and its justification. */
  private calculation: Rule<Step, [number, Name | undefined, boolean]> = this.RULE('calculation', (start, name, thus) => {
    this.ACTION(() => {
      this.relationStop = 0
    })
    const first = this.SUBRULE(this.term, { ARGS: [false] })
    const links: CalcLink[] = []
    this.AT_LEAST_ONE({ ERR_MSG: 'a relation such as `=` or `≤`', DEF: () => links.push(this.SUBRULE(this.calcLink)) })
    return this.ACTION((): Step => ({ kind: 'calc', name, thus, first: first.expr, links, span: { start, end: endOf(this.LA(0)) } }))
  })

  private calcLink: Rule<CalcLink> = this.RULE('calcLink', () => {
    const from = this.LA(1).startOffset
    this.OPTION(() => this.CONSUME(T.CalcNext))
    const token = this.CONSUME(T.Relation)
    const op = this.ACTION(() => relationOf(token))
    const right = this.SUBRULE(this.term, { ARGS: [isSetRelation(op)] })
    const name = this.SUBRULE(this.linkName)
    const by = this.SUBRULE(this.maybeJustified)
    return this.ACTION(() => ({
      op, right: right.expr, by: by ?? this.automatic(right.end), name, span: { start: from, end: endOf(this.LA(0)) },
    }))
  })

  /** `as NAME` after a link. */
  private linkName: Rule<Name | undefined> = this.RULE('linkName', () => {
    let name: Name | undefined
    this.OPTION(() => {
      this.CONSUME(T.As)
      name = this.SUBRULE(this.name)
    })
    return name
  })

  /** Binder groups of `fix`, `take`, `obtain`, separated by commas: `a b : τ, c ∈ S, ε > 0, d`. */
  groups: Rule<Binder[]> = this.RULE('groups', () => {
    const all = [this.SUBRULE(this.group)]
    this.MANY(() => {
      this.CONSUME(T.Comma)
      all.push(this.SUBRULE2(this.group))
    })
    return all
  })

  private group: Rule<Binder> = this.RULE('group', () => {
    const names = this.SUBRULE(this.names)
    let binder: Binder | undefined
    this.OPTION(() => {
      binder = this.SUBRULE(this.binderSuffix, { ARGS: [names] })
    })
    return this.ACTION(() => binder ?? this.binder(names, undefined, undefined))
  })

  protected maybeWhere: Rule<Expr[]> = this.RULE('maybeWhere', () => {
    let where: Expr[] = []
    this.OPTION(() => {
      this.CONSUME(T.Where)
      where = this.SUBRULE(this.exprs)
    })
    return where
  })

  fix: Rule<{ kind: 'fix', binders: Binder[], where: Expr[], span: Span }> = this.RULE('fix', () => {
    const token = this.OR([{ ALT: () => this.CONSUME(T.Fix) }, { ALT: () => this.CONSUME(T.Take) }])
    const binders = this.SUBRULE(this.groups)
    const where = this.SUBRULE(this.maybeWhere)
    return this.ACTION(() => ({ kind: 'fix' as const, binders, where, span: this.spanFrom(token) }))
  })

  assume: Rule<{ kind: 'assume', name: Name | undefined, formula: Expr, span: Span }[]> = this.RULE('assume', () => {
    const token = this.CONSUME(T.Assume)
    const all = this.SUBRULE(this.labelledList)
    return this.ACTION(() => all.map((each, i) => ({
      kind: 'assume' as const, name: each.name, formula: each.formula,
      span: { start: i === 0 ? token.startOffset : each.span.start, end: each.span.end },
    })))
  })

  obtain: Rule<Step> = this.RULE('obtain', () => {
    const token = this.CONSUME(T.Obtain)
    const binders = this.SUBRULE(this.groups)
    let facts: LabelledFormula[] = []
    this.OPTION(() => {
      this.CONSUME(T.Where)
      facts = this.SUBRULE(this.labelledList)
    })
    const by = this.SUBRULE(this.maybeJustified)
    return this.ACTION((): Step => ({
      kind: 'obtain', binders, facts: facts.map(({ name, formula }) => ({ name, formula })),
      by: by ?? this.automatic(endOf(this.LA(0))), span: this.spanFrom(token),
    }))
  })

  choose: Rule<Step> = this.RULE('choose', () => {
    const token = this.CONSUME(T.Choose)
    const assignments = this.SUBRULE(this.assignments)
    return this.ACTION((): Step => ({ kind: 'choose', assignments, span: this.spanFrom(token) }))
  })

  letLine: Rule<{ kind: 'let', assignments: Assignment[], span: Span }> = this.RULE('letLine', () => {
    const token = this.CONSUME(T.Let)
    const assignments = this.SUBRULE(this.assignments)
    return this.ACTION(() => ({ kind: 'let' as const, assignments, span: this.spanFrom(token) }))
  })

  cases: Rule<CasesHead> = this.RULE('cases', () => {
    this.CONSUME(T.Cases)
    let formula: Expr | undefined
    this.OPTION(() => {
      formula = this.SUBRULE(this.expr)
    })
    const by = this.SUBRULE(this.maybeJustified)
    return { formula, by }
  })

  caseHead: Rule<CaseHead> = this.RULE('caseHead', () => {
    this.CONSUME(T.Case)
    const claim = this.SUBRULE(this.labelled)
    const by = this.SUBRULE(this.maybeJustified)
    return this.ACTION(() => ({ ...claim, by }))
  })

  /** `induction on n`, `induction n` */
  induction: Rule<Name> = this.RULE('induction', () => {
    this.CONSUME(T.Induction)
    this.OPTION({ GATE: () => this.is(2, T.Ident) && this.LA(1).image === 'on', DEF: () => this.CONSUME2(T.Ident) })
    return this.SUBRULE(this.name)
  })

  baseHead: Rule<undefined> = this.RULE('baseHead', () => {
    this.CONSUME(T.Base)
    return undefined
  })

  stepHead: Rule<Name | undefined> = this.RULE('stepHead', () => {
    this.CONSUME(T.StepWord)
    let name: Name | undefined
    this.OPTION(() => {
      name = this.SUBRULE(this.name)
    })
    return name
  })

  suppose: Rule<LabelledFormula> = this.RULE('suppose', () => {
    this.CONSUME(T.Suppose)
    return this.SUBRULE(this.labelled)
  })

  contradiction: Rule<Step> = this.RULE('contradiction', () => {
    const token = this.CONSUME(T.Contradiction)
    const by = this.SUBRULE(this.maybeJustified)
    return this.ACTION((): Step => ({ kind: 'contradiction', by: by ?? this.automatic(endOf(this.LA(0))), span: this.spanFrom(token) }))
  })

  suffices: Rule<Step> = this.RULE('suffices', () => {
    const token = this.CONSUME(T.Suffices)
    const claim = this.SUBRULE(this.labelled)
    const by = this.SUBRULE(this.maybeJustified)
    return this.ACTION((): Step => ({
      kind: 'suffices', name: claim.name, formula: claim.formula, by: by ?? this.automatic(claim.span.end), span: this.spanFrom(token),
    }))
  })

  unfold: Rule<Step> = this.RULE('unfold', () => {
    const token = this.CONSUME(T.Unfold)
    const names = this.SUBRULE(this.facts)
    let at: Name | undefined
    this.OPTION(() => {
      this.CONSUME(T.At)
      at = this.SUBRULE(this.name)
    })
    return this.ACTION((): Step => ({ kind: 'unfold', names, at, span: this.spanFrom(token) }))
  })

  /** `[have] [name:] pointwise ω` */
  pointwise: Rule<{ name: Name | undefined, variable: Name }> = this.RULE('pointwise', () => {
    this.OPTION(() => this.CONSUME(T.Have))
    const name = this.SUBRULE(this.label)
    this.CONSUME(T.Pointwise)
    const variable = this.SUBRULE(this.name)
    return { name, variable }
  })
}
