// One rule for each line of a declaration on chevrotain, samplers included; layout.ts puts the lines together.
// UNTRUSTED. The last layer of the parser: its constructor runs chevrotain's self-analysis. Imported by segments.ts.
import type {
  Assignment, Binder, Expr, FreeDecl, InstanceField, Justification, Name, Objective, SamplerArg, SamplerExpr, Span, TypeExpr,
} from './ast.js'
import { endOf, nameText } from './lexer.js'
import { ProofParser } from './parser-proof.js'
import type { LabelledFormula } from './parser-proof.js'
import type { Rule } from './parser-types.js'
import * as T from './tokens.js'

/** `lemma NAME {I : Type} in CTX "source"` */
export interface StatementHead {
  readonly name: Name
  readonly types: readonly Name[]
  readonly context: Name | undefined
  readonly source: string | undefined
}

export interface DefineLine {
  readonly name: Name
  readonly typeParams: readonly Name[]
  readonly context: Name | undefined
  readonly params: readonly Binder[]
  readonly resultType: TypeExpr | undefined
  readonly body: Expr
  readonly preconditions: readonly Expr[]
  readonly event: boolean
}

export interface ShowLine {
  readonly name: Name | undefined
  readonly formula: Expr
  readonly citation: string | undefined
  readonly by: Justification | undefined
  readonly span: Span
}

export class ItemParser extends ProofParser {
  /** `validate` also checks the grammar itself, which takes a while: for the tests. */
  constructor(validate: boolean) {
    super(validate)
    this.performSelfAnalysis()
  }

  theoryLine: Rule<Name> = this.RULE('theoryLine', () => {
    this.CONSUME(T.Theory)
    return this.SUBRULE(this.name)
  })

  importLine: Rule<Name[]> = this.RULE('importLine', () => {
    this.CONSUME(T.Import)
    return this.SUBRULE(this.nameList)
  })

  /** `type A, B` */
  typeLine: Rule<Name[]> = this.RULE('typeLine', () => {
    this.CONSUME(T.Type)
    return this.SUBRULE(this.nameList)
  })

  private nameList: Rule<Name[]> = this.RULE('nameList', () => {
    const names = [this.SUBRULE(this.name)]
    this.MANY(() => {
      this.CONSUME(T.Comma)
      names.push(this.SUBRULE2(this.name))
    })
    return names
  })

  contextLine: Rule<{ name: Name, parents: readonly Name[] }> = this.RULE('contextLine', () => {
    this.CONSUME(T.Context)
    const name = this.SUBRULE(this.name)
    let parents: readonly Name[] = []
    this.OPTION(() => {
      this.CONSUME(T.Extends)
      parents = this.SUBRULE(this.nameList)
    })
    return { name, parents }
  })

  endLine: Rule<Name | undefined> = this.RULE('endLine', () => {
    let name: Name | undefined
    this.CONSUME(T.End)
    this.OPTION(() => {
      name = this.SUBRULE(this.name)
    })
    return name
  })

  whereLine: Rule<Expr[]> = this.RULE('whereLine', () => {
    this.CONSUME(T.Where)
    return this.SUBRULE(this.exprs)
  })

  freeLine: Rule<FreeDecl> = this.RULE('freeLine', () => {
    const token = this.CONSUME(T.Free)
    const names = this.SUBRULE(this.nameList)
    const objectives: Objective[] = []
    this.MANY_SEP({ SEP: T.Comma, DEF: () => {
      const sense = this.SUBRULE(this.name)
      const expr = this.SUBRULE(this.expr)
      this.ACTION(() => {
        if (sense.text === 'maximizing' || sense.text === 'minimizing') objectives.push({ sense: sense.text, expr })
        else this.complain('syntax', 'expected `maximizing`, `minimizing` or `where`', sense.span)
      })
    } })
    const where = this.SUBRULE(this.maybeWhere)
    return this.ACTION(() => ({ names, objectives, where, span: this.spanFrom(token) }))
  })

  /** `{I J : Type}`, several times */
  private typeParams: Rule<Name[]> = this.RULE('typeParams', () => {
    const all: Name[] = []
    this.MANY(() => {
      this.CONSUME(T.LBrace)
      const names = this.SUBRULE(this.names)
      this.CONSUME(T.Colon)
      this.CONSUME(T.TypeWord)
      this.CONSUME(T.RBrace)
      this.ACTION(() => all.push(...names))
    })
    return all
  })

  private inContext: Rule<Name | undefined> = this.RULE('inContext', () => {
    let name: Name | undefined
    this.OPTION(() => {
      this.CONSUME(T.InWord)
      name = this.SUBRULE(this.name)
    })
    return name
  })

  private quoted: Rule<string> = this.RULE('quoted', () => {
    const token = this.CONSUME(T.Str)
    return this.ACTION(() => token.image.slice(1, -1))
  })

  private maybeQuoted: Rule<string | undefined> = this.RULE('maybeQuoted', () => {
    let text: string | undefined
    this.OPTION(() => {
      text = this.SUBRULE(this.quoted)
    })
    return text
  })

  /** Heads of axiom, lemma, theorem, corollary. */
  statementHead: Rule<StatementHead> = this.RULE('statementHead', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Axiom) }, { ALT: () => this.CONSUME(T.Lemma) }, { ALT: () => this.CONSUME(T.Theorem) },
      { ALT: () => this.CONSUME(T.Corollary) },
    ])
    const name = this.SUBRULE(this.name)
    const types = this.SUBRULE(this.typeParams)
    const context = this.SUBRULE(this.inContext)
    const source = this.SUBRULE(this.maybeQuoted)
    return { name, types, context, source }
  })

  /** `refute "why" [NAME] [in CTX] ["source"]`; the name may also come first. */
  refuteHead: Rule<{ name: Name | undefined, why: string, context: Name | undefined, source: string | undefined }> =
    this.RULE('refuteHead', () => {
      this.CONSUME(T.Refute)
      let name: Name | undefined
      this.OPTION(() => {
        name = this.SUBRULE(this.name)
      })
      const why = this.SUBRULE(this.quoted)
      this.OPTION2({ GATE: () => name === undefined, DEF: () => {
        name = this.SUBRULE2(this.name)
      } })
      const context = this.SUBRULE(this.inContext)
      const source = this.SUBRULE(this.maybeQuoted)
      return { name, why, context, source }
    })

  /** `example`, or `example φ by …` in one line. */
  exampleHead: Rule<{ context: Name | undefined, show: ShowLine | undefined }> = this.RULE('exampleHead', () => {
    this.CONSUME(T.Example)
    const context = this.SUBRULE(this.inContext)
    let show: ShowLine | undefined
    this.OPTION(() => {
      show = this.SUBRULE(this.shown)
    })
    return { context, show }
  })

  showLine: Rule<ShowLine> = this.RULE('showLine', () => {
    this.CONSUME(T.Show)
    return this.SUBRULE(this.shown)
  })

  /** `[name:] φ [by …] [cite "…"]` */
  private shown: Rule<ShowLine> = this.RULE('shown', () => {
    const claim: LabelledFormula = this.SUBRULE(this.labelled)
    let citation: string | undefined
    let by: Justification | undefined
    this.OPTION(() => {
      this.CONSUME(T.Cite)
      citation = this.SUBRULE(this.quoted)
    })
    this.OPTION2(() => {
      by = this.SUBRULE(this.justification)
    })
    this.OPTION3({ GATE: () => citation === undefined, DEF: () => {
      this.CONSUME2(T.Cite)
      citation = this.SUBRULE2(this.quoted)
    } })
    return this.ACTION(() => ({ name: claim.name, formula: claim.formula, citation, by,
      span: { start: claim.span.start, end: endOf(this.LA(0)) } }))
  })

  witnessLine: Rule<Assignment[]> = this.RULE('witnessLine', () => {
    this.CONSUME(T.Witness)
    return this.SUBRULE(this.assignments)
  })

  /** `assuming well_defined "reason"` */
  wellDefinedLine: Rule<string> = this.RULE('wellDefinedLine', () => {
    this.CONSUME(T.Assuming)
    const what = this.CONSUME(T.Ident)
    this.ACTION(() => {
      if (what.image === 'well_defined') return
      const span = { start: what.startOffset, end: endOf(what) }
      this.complain('syntax-expected', `expected \`well_defined\`, found \`${what.image}\``, span)
    })
    return this.SUBRULE(this.quoted)
  })

  /** `define f {I : Type} x (y : ℝ) : τ := body where pre`, `event A x := φ` */
  defineLine: Rule<DefineLine> = this.RULE('defineLine', () => {
    const token = this.OR([{ ALT: () => this.CONSUME(T.Define) }, { ALT: () => this.CONSUME(T.Event) }])
    const name = this.SUBRULE(this.name)
    const typeParams = this.SUBRULE(this.typeParams)
    const context = this.SUBRULE(this.inContext)
    const params = this.SUBRULE(this.params)
    let resultType: TypeExpr | undefined
    this.OPTION(() => {
      this.CONSUME(T.Colon)
      resultType = this.SUBRULE(this.type)
    })
    this.CONSUME(T.Assign)
    const body = this.SUBRULE(this.expr)
    const preconditions = this.SUBRULE(this.maybeWhere)
    return this.ACTION(() => ({ name, typeParams, context, params, resultType, body, preconditions, event: token.tokenType === T.Event }))
  })

  instanceHead: Rule<Name> = this.RULE('instanceHead', () => {
    this.CONSUME(T.Instance)
    return this.SUBRULE(this.name)
  })

  /** `x := gaussian(d, variance 1/d)` */
  instanceField: Rule<InstanceField> = this.RULE('instanceField', () => {
    const name = this.SUBRULE(this.name)
    this.CONSUME(T.Assign)
    const value = this.SUBRULE(this.sampler)
    return this.ACTION(() => ({ name, value, span: { start: name.span.start, end: endOf(this.LA(0)) } }))
  })

  private sampler: Rule<SamplerExpr> = this.RULE('sampler', () => this.OR<SamplerExpr>({ ERR_MSG: 'a sampler or a formula', DEF: [
    { GATE: () => this.LA(1).image === 'sample' && this.is(2, T.Ident), ALT: () => {
      const token = this.CONSUME(T.Ident)
      const domain = this.CONSUME2(T.Ident)
      const range = this.SUBRULE(this.term, { ARGS: [false] })
      return this.ACTION(() => {
        const span = this.spanFrom(token)
        if (range.expr.kind === 'range-set') return { kind: 'sample', domain: nameText(domain), low: range.expr.low,
          high: range.expr.high, span }
        this.complain('syntax-expected', 'a sampled number needs a range `a..b`', range.expr.span)
        return { kind: 'sample', domain: nameText(domain), low: range.expr, high: range.expr, span }
      })
    } },
    { GATE: () => this.isCall(), ALT: () => this.SUBRULE(this.samplerCall) },
    { ALT: () => {
      const value = this.SUBRULE2(this.formula)
      return this.ACTION(() => ({ kind: 'formula', expr: value.expr, span: { start: value.start, end: value.end } }))
    } },
  ], IGNORE_AMBIGUITIES: true }))

  /** A name with its parenthesis attached, and nothing after the parenthesis that would go on as a formula. */
  private isCall(): boolean {
    const name = this.LA(1)
    const open = this.LA(2)
    if (name.tokenType !== T.Ident || open.tokenType !== T.LParen || open.startOffset !== endOf(name)) return false
    let depth = 1
    let at = 3
    for (; depth > 0; at += 1) {
      const type = this.LA(at).tokenType
      if (type === T.LParen || type === T.LBracket || type === T.LBrace) depth += 1
      else if (type === T.RParen || type === T.RBracket || type === T.RBrace) depth -= 1
      else if (Number.isNaN(this.LA(at).startOffset)) return false
    }
    const after = this.LA(at).tokenType
    return after === T.Comma || after === T.RParen || Number.isNaN(this.LA(at).startOffset)
  }

  private samplerCall: Rule<SamplerExpr> = this.RULE('samplerCall', () => {
    const name = this.CONSUME(T.Ident)
    this.CONSUME(T.LParen)
    const args: SamplerArg[] = []
    this.MANY_SEP({ SEP: T.Comma, DEF: () => args.push(this.SUBRULE(this.samplerArg)) })
    this.CONSUME(T.RParen)
    return this.ACTION((): SamplerExpr => ({ kind: 'call', name: nameText(name), args, span: this.spanFrom(name) }))
  })

  private samplerArg: Rule<SamplerArg> = this.RULE('samplerArg', () => {
    let label: string | undefined
    this.OPTION({ GATE: () => this.is(1, T.Ident) && this.isLabel(), DEF: () => {
      const token = this.CONSUME(T.Ident)
      this.ACTION(() => {
        label = nameText(token)
      })
    } })
    const value = this.OR<SamplerArg['value']>({ ERR_MSG: 'an argument of the sampler', DEF: [
      { ALT: () => {
        const open = this.CONSUME(T.LBracket)
        const names: string[] = []
        this.AT_LEAST_ONE_SEP({ SEP: T.Comma, ERR_MSG: 'a name', DEF: () => {
          const token = this.CONSUME2(T.Ident)
          this.ACTION(() => names.push(nameText(token)))
        } })
        this.CONSUME(T.RBracket)
        return this.ACTION(() => ({ kind: 'names', names, span: this.spanFrom(open) }))
      } },
      { ALT: () => {
        const value = this.SUBRULE(this.sampler)
        return this.ACTION(() => {
          if (value.kind !== 'formula' || value.expr.kind !== 'range-set') return value
          return { kind: 'range', low: value.expr.low, high: value.expr.high, span: value.span }
        })
      } },
    ], IGNORE_AMBIGUITIES: true })
    return { label, value }
  })

  /** A name directly followed by the beginning of its value. */
  private isLabel(): boolean {
    const next = this.LA(2)
    const type = next.tokenType
    if (this.LA(1).image === 'sample' && type === T.Ident) return false
    if (type === T.LParen) return next.startOffset !== endOf(this.LA(1))
    return type === T.Ident || type === T.Numeral || type === T.LBracket || type === T.BarOpen || type === T.Sqrt
  }
}
