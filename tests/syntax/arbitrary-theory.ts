// TEST helper: random theories, restricted to those the grammar can express.
import fc from 'fast-check'
import type {
  Assignment, Binder, CalcLink, CaseBranch, ContextDecl, DefineDecl, Expr, Item, Justification, LemmaDecl, Name, Proof, RefuteDecl,
    SamplerArg,
  SamplerExpr, Statement, Step, Theory,
} from '../../src/syntax/ast.js'
import { expr as anyExpr, type } from './arbitrary.js'

const span = { start: 0, end: 0 }
/** Shallow formulas: deep ones are the business of format.test.ts. */
const expr = fc.oneof(
  { weight: 1, arbitrary: anyExpr },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b').map((name): Expr => ({ kind: 'name', name, span })) },
)
const name: fc.Arbitrary<Name> = fc.constantFrom('one', 'two', 'step', 'ih', "x'", 'free', 'norm', 'base',
  'φ').map((text) => ({ text, span }))
const lemmaName = fc.constantFrom('L2', 'Hoeffding.two_sided', 'union_bound').map((text): Name => ({ text, span }))
const names = fc.array(name, { minLength: 1, maxLength: 2 })
const maybeName = fc.option(name, { nil: undefined })
const text = fc.constantFrom('Book, Prop. 1', 'why — not', '')
const maybeText = fc.option(text, { nil: undefined })
const doc = fc.option(fc.constantFrom('One line.', 'Two\nlines.', 'a\n\nb'), { nil: undefined })

const group: fc.Arbitrary<Binder> = fc.oneof(
  names.map((names): Binder => ({ names, type: undefined, range: undefined, span })),
  fc.record({ names, type }).map((each): Binder => ({ ...each, range: undefined, span })),
  fc.record({ names, set: expr }).filter(({ set }) => set.kind !== 'range-set' && set.kind !== 'tuple')
    .map(({ names, set }): Binder => ({ names, type: undefined, range: { kind: 'member', set }, span })),
  fc.record({ names, low: expr, high: expr }).map(({ names, low, high }): Binder =>
    ({ names, type: undefined, range: { kind: 'interval-range', low, high }, span })),
  fc.record({ names, bound: expr }).map(({ names, bound }): Binder =>
    ({ names, type: undefined, range: { kind: 'relation', op: '≥', bound }, span })),
)
const groups = fc.array(group, { minLength: 1, maxLength: 2 })
const where = fc.array(expr, { maxLength: 2 })
const params = fc.array(fc.oneof(
  name.map((one): Binder => ({ names: [one], type: undefined, range: undefined, span })),
  fc.record({ names, type }).map((each): Binder => ({ ...each, range: undefined, span })),
), { maxLength: 2 })
const assignment: fc.Arbitrary<Assignment> = fc.record({ name, params, value: expr }).map((each) => ({ ...each, span }))
const assignments = fc.array(assignment, { minLength: 1, maxLength: 2 })
const implicit: Justification = { kind: 'method', method: 'auto', implicit: true, from: undefined, span }
const fact = fc.record({ name: maybeName, formula: expr })

// A type alias, not an interface: the library asks for an index signature.
type Ties = {
  readonly by: Justification
  readonly explicit: Justification
  readonly step: Step
  readonly steps: readonly Step[]
  readonly link: CalcLink
}

const proofs = fc.letrec<Ties>((tie) => ({
  by: fc.oneof(fc.constant(implicit), tie('explicit')),
  explicit: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'by' },
    fc.constant<Justification>({ kind: 'hole', span }),
    fc.record({ method: fc.constantFrom('auto', 'linear', 'monotone' as const), from: fc.option(names, { nil: undefined }) })
      .map((each): Justification => ({ kind: 'method', implicit: false, ...each, span })),
    fc.record({ names, from: fc.option(names, { nil: undefined }) }).map((each): Justification => ({ kind: 'unfold', ...each, span })),
    fc.record({
      lemma: lemmaName, withs: fc.oneof(fc.constant([]), assignments), using: fc.option(names, { nil: undefined }),
      sideProofs: fc.array(fc.record({ condition: expr, by: tie('by') }).map((each) => ({ ...each, span })), { maxLength: 2 }),
    }).map((each): Justification => ({ kind: 'lemma', ...each, span })),
    tie('steps').map((steps): Justification => ({ kind: 'block', proof: { kind: 'steps', steps, span, end: span }, span })),
  ),
  link: fc.record({ op: fc.constantFrom('=', '≤', '<' as const), right: expr, by: tie('by'), name: maybeName }).map((each) =>
    ({ ...each, span })),
  step: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'step' },
    fc.record({ name: maybeName, formula: expr, by: tie('by') }).map((each): Step => ({ kind: 'have', ...each, span })),
    fc.record({ formula: expr, by: tie('by') }).map((each): Step => ({ kind: 'thus', ...each, span })),
    fc.record({ name: maybeName, thus: fc.boolean(), first: expr, links: fc.array(tie('link'), { minLength: 1, maxLength: 3 }) })
      .map((each): Step => ({ kind: 'calc', ...each, name: each.thus ? undefined : each.name, span })),
    fc.record({ binders: groups, where }).map((each): Step => ({ kind: 'fix', ...each, span })),
    fact.map((each): Step => ({ kind: 'assume', ...each, span })),
    fc.record({ binders: groups, facts: fc.array(fact, { maxLength: 2 }), by: tie('by') }).map((each): Step =>
      ({ kind: 'obtain', ...each, span })),
    assignments.map((assignments): Step => ({ kind: 'choose', assignments, span })),
    assignments.map((assignments): Step => ({ kind: 'let', assignments, span })),
    fc.record({ formula: fc.option(expr, { nil: undefined }), by: fc.option(tie('explicit'), { nil: undefined }), branches: fc.array(
      fc.record({ name: maybeName, formula: expr, steps: tie('steps') }).map((each): CaseBranch => ({ ...each, span })),
        { minLength: 1, maxLength: 2 },
    ) }).map((each): Step => ({ kind: 'cases', ...each, span })),
    fc.record({ variable: name, base: tie('steps'), hypothesis: maybeName, step: tie('steps') })
      .map((each): Step => ({ kind: 'induction', ...each, baseSpan: span, stepSpan: span, span })),
    fc.record({ name: maybeName, formula: expr, steps: tie('steps'), by: tie('by') }).map(({ by, ...each }): Step =>
      ({ kind: 'suppose', ...each, steps: [...each.steps.filter((step) => step.kind !== 'contradiction'),
        { kind: 'contradiction', by, span }], span })),
    fc.record({ name: maybeName, formula: expr, by: tie('by') }).map((each): Step => ({ kind: 'suffices', ...each, span })),
    fc.record({ names, at: maybeName }).map((each): Step => ({ kind: 'unfold', ...each, span })),
    fc.record({ name: maybeName, variable: name, assume: fc.option(fact, { nil: undefined }), show: expr, steps: tie('steps') })
      .map((each): Step => ({ kind: 'pointwise', ...each, span })),
  ),
  steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'step' }),
}))

const define: fc.Arbitrary<DefineDecl> = fc.record({
  name, typeParams: fc.array(name, { maxLength: 2 }), params, resultType: fc.option(type, { nil: undefined }), body: expr,
    preconditions: where,
  event: fc.boolean(), wellDefined: maybeText, doc, context: maybeName,
}).map((each) => ({ kind: 'define', ...each, span }))

const prelude = fc.array(fc.oneof<fc.Arbitrary<Statement['prelude'][number]>[]>(
  fc.record({ binders: groups, where }).map((each) => ({ kind: 'fix' as const, ...each, span })),
  fact.map((each) => ({ kind: 'assume' as const, ...each, span })),
  define.map((each) => ({ ...each, wellDefined: undefined, doc: undefined })),
), { maxLength: 3 })

const objectives = fc.array(fc.record({ sense: fc.constantFrom('maximizing', 'minimizing' as const), expr }), { maxLength: 2 })

const statement: fc.Arbitrary<Statement> = fc.record({
  types: fc.array(name, { maxLength: 2 }), prelude, where, show: expr, showName: maybeName,
  free: fc.option(fc.record({ names, objectives, where }).map((each) => ({ ...each, span })), { nil: undefined }),
})

const proof: fc.Arbitrary<Proof> = fc.oneof(
  proofs.steps.map((steps): Proof => ({ kind: 'steps', steps, span, end: span })),
  proofs.by.filter((by) => by.kind !== 'block').map((by): Proof => ({ kind: 'by', by, span })),
)

const formulaSampler = expr.filter((each) => each.kind !== 'range-set').map((each): SamplerExpr => ({ kind: 'formula', expr: each, span }))
const sampler = fc.letrec<{ sampler: SamplerExpr, arg: SamplerArg }>((tie) => ({
  sampler: fc.oneof(
    { maxDepth: 2 },
    formulaSampler,
    fc.record({ low: expr, high: expr }).map((each): SamplerExpr => ({ kind: 'sample', domain: 'integer', ...each, span })),
    fc.array(tie('arg'), { maxLength: 2 }).map((args): SamplerExpr => ({ kind: 'call', name: 'gaussian', args, span })),
  ),
  arg: fc.record({
    label: fc.option(fc.constantFrom('size', 'kind'), { nil: undefined }),
    value: fc.oneof<fc.Arbitrary<SamplerArg['value']>[]>(
      tie('sampler'), fc.constant({ kind: 'names', names: ['linear', 'relu'], span }),
      fc.record({ low: expr, high: expr }).map((each) => ({ kind: 'range' as const, ...each, span })),
    ),
  }),
})).sampler

const lemma: fc.Arbitrary<LemmaDecl> = fc.record({
  kind: fc.constantFrom('lemma', 'theorem', 'corollary' as const), name, source: maybeText, statement, proof, wellDefined: maybeText,
    doc, context: maybeName,
}).map((each) => ({ ...each, span }))

const declaration: fc.Arbitrary<Item> = fc.oneof(
  lemma,
  define,
  names.map((names): Item => ({ kind: 'type', names, span })),
  fc.record({ name, statement, citation: maybeText, wellDefined: maybeText, doc, context: maybeName }).map((each): Item =>
    ({ kind: 'axiom', ...each, span })),
  fc.record({
    name: maybeName, why: text, source: maybeText, statement, witness: fc.oneof(fc.constant([]), assignments),
    proof: fc.option(proof.filter((each) => each.kind === 'steps' || each.by !== implicit), { nil: undefined }), doc, context: maybeName,
  }).map((each): RefuteDecl => ({ kind: 'refute', ...each, span })),
  fc.record({ statement, proof, context: maybeName }).map((each): Item => ({ kind: 'example', ...each, span })),
  fc.record({ name, fields: fc.array(fc.record({ name, value: sampler }).map((each) => ({ ...each, span })),
    { minLength: 1, maxLength: 3 }), doc })
    .map((each): Item => ({ kind: 'instance', ...each, span })),
)

const items = fc.letrec<{ items: readonly Item[], context: ContextDecl }>((tie) => ({
  items: fc.array(fc.oneof(
    { maxDepth: 2, depthIdentifier: 'item' },
    declaration,
    fc.record({ binders: groups, where }).map((each): Item => ({ kind: 'fix', ...each, span })),
    fact.map((each): Item => ({ kind: 'assume', ...each, span })),
    tie('context'),
  ), { maxLength: 4, depthIdentifier: 'item' }),
  context: fc.record({ name, parents: fc.array(name, { maxLength: 2 }), items: tie('items'), doc }).map((each) =>
    ({ kind: 'context', ...each, span })),
}))

export const theory: fc.Arbitrary<Theory> = fc.record({
  name: maybeName, imports: fc.array(name, { maxLength: 2 }), items: fc.array(fc.oneof(declaration, items.context), { maxLength: 3 }),
}).map((each) => ({ ...each, span }))
