// Quantifiers, big operators and set notation in printed text: the binder forms of the language. UNTRUSTED; used by the term printer only.
import {
  AND, EQ, EXISTS, FORALL, GE, GT, IMP, LE, LT, MEM, NOT, RANGE, argsOf, asBinary, asUnary,
} from '../kernel/signature.js'
import { PROP, REAL, codomainOf } from '../kernel/type.js'
import { instantiateBody, mkVar, type Abs, type Constant, type FVar, type Term } from '../kernel/term.js'
import type { Binder, BinderRange, BigOp, Expr, RelationOp } from './ast.js'
import type { Converter } from './term-printer.js'
import { NOWHERE, binderOf, hasNotation, knownArguments, libraryNotation, spine } from './term-printer-names.js'
import { isLaw } from './term-printer-random.js'
import { occurs } from './term-printer-reads.js'

const orders: readonly (readonly [Constant, RelationOp])[] = [[LE, '≤'], [LT, '<'], [GE, '≥'], [GT, '>']]

/** The range `guard` gives the variable: `x ∈ S`, `i in a..b`, `ε > 0`; undefined if it is another kind of formula. */
function rangeOf(c: Converter, x: FVar, guard: Term): BinderRange | undefined {
  const member = argsOf(guard, MEM, 2)
  if (member !== undefined) {
    const [element, set] = member
    return element === x && set !== undefined && !occurs(x, set) ? setRange(c, set) : undefined
  }
  for (const [constant, op] of orders) {
    const sides = asBinary(guard, constant)
    if (sides?.[0] === x && !occurs(x, sides[1])) return { kind: 'relation', op, bound: c.convert(sides[1], true) }
  }
  const equation = asUnary(guard, NOT)
  const different = equation === undefined ? undefined : asBinary(equation, EQ)
  if (different?.[0] === x && x.type === REAL && !occurs(x, different[1])) {
    return { kind: 'relation', op: '≠', bound: c.convert(different[1], false) }
  }
  return undefined
}

/** A binder's range over a set. */
function setRange(c: Converter, set: Term): BinderRange {
  const ends = asBinary(set, RANGE)
  if (ends !== undefined) return { kind: 'interval-range', low: c.convert(ends[0], true), high: c.convert(ends[1], true) }
  return { kind: 'member', set: setExpr(c, set, false) }
}

/** Whether the reader's parser learns the type of `x` from its first use in `body`, so that the binder need not say it. */
function inferable(c: Converter, x: FVar, body: Term): boolean {
  return x.type !== REAL && firstUse(c, x, body) === 'typed'
}

/** How the first occurrence of `x`, in reading order, stands: as an argument of known type, otherwise, or not at all. */
function firstUse(c: Converter, x: FVar, t: Term): 'typed' | 'untyped' | 'absent' {
  if (!occurs(x, t)) return 'absent'
  if (t === x) return 'untyped'
  if (t.kind === 'abs') return firstUse(c, x, openAway(t, x))
  const { head, args } = spine(t)
  const set = argsOf(t, MEM, 2)?.[1]
  if (set !== undefined && args[0] === x && set.kind === 'fvar') return 'typed'
  if (head !== t) {
    const inHead = firstUse(c, x, head)
    if (inHead !== 'absent') return inHead
  }
  const known = argumentsTellTypes(c, head) ? knownArguments(head, args.length, 0) : []
  for (const [i, arg] of args.entries()) {
    if (arg === x) return known[i] === true && x.type !== PROP ? 'typed' : 'untyped'
    const inside = firstUse(c, x, arg)
    if (inside !== 'absent') return inside
  }
  return 'absent'
}

/** Functions applied by name, and the ends of a..b. Operators take both number types, and what stands in E[…] may be lifted. */
function argumentsTellTypes(c: Converter, head: Term): boolean {
  if (head.kind !== 'const') return !isLaw(head)
  return head.constant === RANGE || !hasNotation(head.constant) && !libraryNotation.has(c.constantName(head.constant))
}

/** The body under a variable that is not `x`. */
function openAway(t: Abs, x: FVar): Term {
  return instantiateBody(t, mkVar(`${x.name}·`, t.domain))
}

/** `∀ P` or `∃ P` with the guard as a range where the language has one; neighbouring binders are joined. */
export function quantifier(c: Converter, which: 'forall' | 'exists', predicate: Term): Expr {
  const { variable, body } = c.openFunction(predicate, '')
  const guarded = asBinary(body, which === 'forall' ? IMP : AND)
  const range = guarded === undefined ? undefined : rangeOf(c, variable, guarded[0])
  if (guarded !== undefined && range !== undefined) {
    return { kind: which, binders: [binderOf([variable], undefined, range)], body: c.convert(guarded[1], true), span: NOWHERE }
  }
  const binder = binderOf([variable], inferable(c, variable, body) ? undefined : variable.type)
  const inner = c.convert(body, true)
  const next = asUnary(body, which === 'forall' ? FORALL : EXISTS)
  if (next === undefined || inner.kind !== which || inner.binders.some((b) => b.range !== undefined)) {
    return { kind: which, binders: [binder], body: inner, span: NOWHERE }
  }
  return { kind: which, binders: joined(binder, inner.binders), body: inner.body, span: NOWHERE }
}

/** `x` before `y z : ℝ` becomes `x y z : ℝ` when the types agree. */
function joined(first: Binder, rest: readonly Binder[]): readonly Binder[] {
  const [next, ...others] = rest
  if (next === undefined || JSON.stringify(next.type) !== JSON.stringify(first.type)) return [first, ...rest]
  return [{ ...first, names: [...first.names, ...next.names] }, ...others]
}

/** `Σ i ∈ S, body` and the like. */
export function bigOperator(c: Converter, op: BigOp, set: Term, f: Term): Expr {
  const { variable, body } = c.openFunction(f, asBinary(set, RANGE) === undefined ? '' : 'i')
  return { kind: 'big', op, binder: binderOf([variable], undefined, setRange(c, set)), body: c.convert(body, true), span: NOWHERE }
}

/** A term in the place of a set: an abstraction is a comprehension or an image there. */
export function setExpr(c: Converter, set: Term, known: boolean): Expr {
  if (set.kind !== 'abs' || codomainOf(set.type) !== PROP) return c.convert(set, known)
  const { variable, body } = c.open(set)
  const image = imageOf(c, variable, body)
  if (image !== undefined) return image
  const parts = asBinary(body, AND)
  const range = parts === undefined ? undefined : rangeOf(c, variable, parts[0])
  if (parts !== undefined && range !== undefined && range.kind === 'member') {
    return { kind: 'comprehension', binder: binderOf([variable], undefined, range), condition: c.convert(parts[1], true), span: NOWHERE }
  }
  return { kind: 'comprehension', binder: binderOf([variable], set.domain), condition: c.convert(body, true), span: NOWHERE }
}

/** `{f x | x ∈ S, φ}` from `∃ x, (x ∈ S ∧ φ) ∧ y = f x`. */
function imageOf(c: Converter, y: FVar, body: Term): Expr | undefined {
  const predicate = asUnary(body, EXISTS)
  if (predicate?.kind !== 'abs') return undefined
  const { variable: x, body: inside } = c.open(predicate)
  const parts = asBinary(inside, AND)
  const equation = parts === undefined ? undefined : asBinary(parts[1], EQ)
  if (parts === undefined || equation?.[0] !== y || occurs(y, equation[1]) || occurs(y, parts[0])) return undefined
  const both = asBinary(parts[0], AND)
  const range = rangeOf(c, x, both === undefined ? parts[0] : both[0])
  if (range === undefined || range.kind === 'relation') return undefined
  const condition = both === undefined ? undefined : c.convert(both[1], true)
  return { kind: 'image', body: c.convert(equation[1], false), binder: binderOf([x], undefined, range), condition, span: NOWHERE }
}

/** `|S|`. */
export function cardinality(c: Converter, set: Term): Expr {
  return { kind: 'abs', arg: setExpr(c, set, false), span: NOWHERE }
}
