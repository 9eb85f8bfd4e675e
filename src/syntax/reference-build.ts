// From the trees of grammar/formula.ne to the AST: one case for each tag of the grammar. UNTRUSTED.
// Imported by reference-parser.ts.
import type { BigOp, Binder, BinaryOp, ChainLink, Expr, Name, RelationOp, TypeExpr } from './ast.js'

/** A terminal. */
export interface Leaf {
  readonly type: string
  readonly text: string
  readonly start: number
}

/** A production that was applied; parts are trees, terminals, lists of them, or null where something optional is absent. */
export interface Tree {
  readonly tag: string
  readonly parts: readonly Part[]
}

type Part = Tree | Leaf | null | readonly Part[]

const span = { start: 0, end: 0 }

const operators: ReadonlyMap<string, BinaryOp | RelationOp> = new Map<string, BinaryOp | RelationOp>([
  ['Iff', '↔'], ['Arrow', '→'], ['Or', '∨'], ['And', '∧'], ['Union', '∪'], ['Inter', '∩'], ['Plus', '+'], ['Minus', '-'], ['Star', '*'],
  ['Slash', '/'], ['Caret', '^'], ['Equal', '='], ['NotEqual', '≠'], ['Less', '<'], ['LessEqual', '≤'], ['Greater', '>'],
    ['GreaterEqual', '≥'],
  ['Elem', '∈'], ['Word_in', '∈'], ['NotElem', '∉'], ['Subset', '⊆'],
])

function list(part: Part | undefined): readonly Part[] {
  if (!Array.isArray(part)) throw new Error('the grammar promises a list here')
  return part as readonly Part[]
}

function tree(part: Part | undefined): Tree {
  if (part === null || part === undefined || !('tag' in part)) throw new Error('the grammar promises a phrase here')
  return part
}

function leaf(part: Part | undefined): Leaf {
  if (part === null || part === undefined || !('text' in part)) throw new Error('the grammar promises a word here')
  return part
}

function operator(part: Part | undefined): BinaryOp | RelationOp {
  const op = operators.get(leaf(part).type)
  if (op === undefined) throw new Error('the grammar promises an operator here')
  return op
}

function nameOf(part: Part | undefined): Name {
  return { text: leaf(part).text, span }
}

function names(part: Part | undefined): Name[] {
  return list(part).map(nameOf)
}

/** Formulas of `(%Comma formula):*`. */
function tail(part: Part | undefined): Expr[] {
  return list(part).map((pair) => buildExpr(tree(list(pair)[1])))
}

function digits(superscript: Leaf): Expr {
  return { kind: 'numeral', text: Array.from(superscript.text, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join(''), span }
}

function named(text: string): Expr {
  return { kind: 'name', name: text, span }
}

/** The AST of one tree. */
export function buildExpr(node: Tree): Expr {
  const p = node.parts
  const at = (i: number) => buildExpr(tree(p[i]))
  switch (node.tag) {
    case 'binary': return { kind: 'binary', op: operator(p[1]) as BinaryOp, left: at(0), right: at(2), span }
    case 'not': return { kind: 'not', arg: at(1), span }
    case 'negate': return { kind: 'negate', arg: at(1), span }
    case 'chain': return { kind: 'chain', first: at(0), links: links(tree(p[1])), span }
    case 'range': return { kind: 'range-set', low: at(0), high: at(2), span }
    case 'superscript': return { kind: 'binary', op: '^', left: at(0), right: digits(leaf(p[1])), span }
    case 'forall': case 'exists': return { kind: node.tag, binders: binders(tree(p[1])), body: at(3), span }
    case 'lambda': return { kind: 'lambda', binders: binderItems(list(p[1])), body: at(3), span }
    case 'lambda_typed': return { kind: 'lambda', binders: binderItems([...list(p[1]), leaf(p[2])], { type: buildType(tree(p[4])) }),
      body: at(6), span }
    case 'ite': return { kind: 'ite', condition: at(1), then: at(3), otherwise: at(5), span }
    case 'with_probability': return { kind: 'with-probability', level: at(1), body: at(3), span }
    case 'big': return { kind: 'big', op: bigOp(leaf(p[0])),
      binder: { names: names(p[1]), type: undefined, range: memberRange(at(3)), span }, body: at(5), span }
    case 'app': return application(buildExpr(tree(p[0])), list(p[1]).map(tree))
    case 'root': return { kind: 'app', fn: named('sqrt'), args: [at(1)], span }
    case 'indicator': return { kind: 'app', fn: named('indicator'), args: [at(2)], span }
    case 'name': return named(leaf(p[0]).text)
    case 'infinity': return named('∞')
    case 'numeral': return { kind: 'numeral', text: leaf(p[0]).text, span }
    case 'wildcard': return { kind: 'wildcard', span }
    case 'goal': return { kind: 'goal', span }
    case 'group': return at(1)
    case 'abs': return { kind: 'abs', arg: at(1), span }
    case 'norm': return { kind: 'norm', arg: at(1), span }
    case 'norm_word': return { kind: 'norm', arg: at(2), span }
    case 'inner': return { kind: 'inner', left: at(1), right: at(3), span }
    case 'inner_word': return { kind: 'inner', left: at(2), right: at(4), span }
    default: return buildBracket(node)
  }
}

/** Pairs, sets, intervals, expectations. */
function buildBracket(node: Tree): Expr {
  const p = node.parts
  const at = (i: number) => buildExpr(tree(p[i]))
  const condition = (i: number) => p[i] === null ? undefined : buildExpr(tree(list(p[i])[1]))
  switch (node.tag) {
    case 'typed': return { kind: 'typed', arg: at(1), type: buildType(tree(p[3])), span }
    case 'tuple': return tuple([at(1), ...tail(p[2])])
    case 'set_tuple': return tuple([at(1), at(3), ...tail(p[4])])
    case 'empty': return { kind: 'set-enum', elements: [], span }
    case 'set': return { kind: 'set-enum', elements: [at(1), ...tail(p[2])], span }
    case 'such_that': return { kind: 'comprehension', binder: { names: [nameOf(p[1])], type: undefined, range: undefined, span },
      condition: at(3), span }
    case 'such_that_typed': {
      const binder = { names: [nameOf(p[1])], type: buildType(tree(p[3])), range: undefined, span }
      return { kind: 'comprehension', binder, condition: at(5), span }
    }
    case 'such_that_in': {
      const binder = { names: [nameOf(p[1])], type: undefined, range: memberRange(at(3)), span }
      return { kind: 'comprehension', binder, condition: at(5), span }
    }
    case 'image': return { kind: 'image', body: at(1), binder: suffixed(names(p[3]), tree(p[4])), condition: condition(5), span }
    case 'expect': {
      const text = leaf(p[0]).text
      return { kind: text.startsWith('E') ? 'expect' : 'prob', law: text.length > 1 ? named(text.slice(2)) : undefined, body: at(2), span }
    }
    case 'expect_law': return { kind: leaf(p[0]).text.startsWith('E') ? 'expect' : 'prob', law: at(2), body: at(5), span }
    case 'interval':
      return { kind: 'interval', low: at(1), high: at(3), leftOpen: leaf(p[0]).type === 'SetParen',
        rightOpen: leaf(p[4]).type === 'RParen', span }
    case 'euclidean': return { kind: 'euclidean', rows: undefined, dimension: digits(leaf(p[1])), span }
    case 'euclidean_caret': {
      const inner = tree(p[2])
      if (inner.tag !== 'matrix') return { kind: 'euclidean', rows: undefined, dimension: buildExpr(inner), span }
      return { kind: 'euclidean', rows: buildExpr(tree(inner.parts[1])), dimension: buildExpr(tree(inner.parts[3])), span }
    }
    default: throw new Error(`no reading for the tag ${node.tag}`)
  }
}

function tuple(parts: readonly Expr[]): Expr {
  return parts.slice(0, -1).reduceRight<Expr>((right, left) => ({ kind: 'tuple', left, right, span }), parts.at(-1) ?? named('?'))
}

/** `max(a, b)` and `min(a, b)` are applied to two arguments. */
function application(fn: Expr, args: readonly Tree[]): Expr {
  const [only] = args
  if (fn.kind === 'name' && (fn.name === 'max' || fn.name === 'min') && args.length === 1 && only?.tag === 'tuple'
    && list(only.parts[2]).length === 1) {
    const pair = buildExpr(only)
    if (pair.kind === 'tuple' && pair.right.kind !== 'tuple') return { kind: 'app', fn, args: [pair.left, pair.right], span }
  }
  return { kind: 'app', fn, args: args.map(buildExpr), span }
}

function links(node: Tree): ChainLink[] {
  const own: ChainLink = { op: operator(node.parts[0]) as RelationOp, right: buildExpr(tree(node.parts[1])), span }
  return node.tag === 'more' ? [own, ...links(tree(node.parts[2]))] : [own]
}

function memberRange(set: Expr): Binder['range'] {
  return set.kind === 'range-set' ? { kind: 'interval-range', low: set.low, high: set.high } : { kind: 'member', set }
}

function binders(node: Tree): Binder[] {
  const items = list(node.parts[0])
  if (node.tag === 'binders') return binderItems(items)
  return binderItems([...items, leaf(node.parts[1])], { suffix: tree(node.parts[2]) })
}

/** Runs of bare names and typed groups; what follows the last run belongs to it. */
function binderItems(items: readonly Part[], last: { suffix?: Tree, type?: TypeExpr } = {}): Binder[] {
  const result: Binder[] = []
  let run: Name[] = []
  const flush = () => {
    if (run.length > 0) result.push({ names: run, type: undefined, range: undefined, span })
    run = []
  }
  for (const item of items) {
    if (item !== null && 'text' in item) {
      run.push(nameOf(item))
      continue
    }
    const group = tree(item)
    flush()
    result.push({ names: names(group.parts[1]), type: buildType(tree(group.parts[3])), range: undefined, span })
  }
  if (last.suffix !== undefined) result.push(suffixed(run, last.suffix))
  else if (last.type !== undefined) result.push({ names: run, type: last.type, range: undefined, span })
  else flush()
  return result
}

function suffixed(bound: readonly Name[], suffix: Tree): Binder {
  if (suffix.tag === 'type_suffix') return { names: bound, type: buildType(tree(suffix.parts[1])), range: undefined, span }
  const op = operator(suffix.parts[0]) as RelationOp
  const bar = buildExpr(tree(suffix.parts[1]))
  return { names: bound, type: undefined, range: op === '∈' ? memberRange(bar) : { kind: 'relation', op, bound: bar }, span }
}

function bigOp(token: Leaf): BigOp {
  const fixed: Readonly<Record<string, BigOp>> = { Sum: 'Σ', Prod: 'Π', Word_avg: 'avg' }
  return fixed[token.type] ?? (token.text as BigOp)
}

function buildType(node: Tree): TypeExpr {
  const p = node.parts
  switch (node.tag) {
    case 'type_fun': return { kind: 'type-fun', domain: buildType(tree(p[0])), codomain: buildType(tree(p[2])), span }
    case 'type_prod': return { kind: 'type-prod', left: buildType(tree(p[0])), right: buildType(tree(p[2])), span }
    case 'type_set': return { kind: 'type-set', element: buildType(tree(p[1])), span }
    case 'type_group': return buildType(tree(p[1]))
    case 'type_real': return { kind: 'type-name', name: 'ℝ', span }
    case 'type_nat': return { kind: 'type-name', name: 'ℕ', span }
    case 'type_prop': return { kind: 'type-name', name: 'Prop', span }
    default: return { kind: 'type-name', name: leaf(p[0]).text, span }
  }
}
