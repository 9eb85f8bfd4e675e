// The notation of each constant of the signature in printed text, and of the few library constants that have one.
// UNTRUSTED; used by the term printer only.
import {
  ABS, ADD, AND, CARD, COE, DIV, EMPTY, EQ, EXISTS, FINITE, FORALL, GE, GT, IMP, INSERT, INTER, INV, ITE, LE, LT, MEM, MUL, NADD, NEG,
  NMUL, NOT, NPOW, NSUB, OR, PAIR, PROD, RANGE, RPOW, SUB, SUBSET, SUM, UNION, argsOf, asBinary, asUnary,
} from '../kernel/signature.js'
import { alphaEqual, mkApp, type Const, type Constant, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL, codomainOf, isFun } from '../kernel/type.js'
import type { BigOp, BinaryOp, ChainLink, Expr, RelationOp } from './ast.js'
import type { Converter } from './term-printer.js'
import { bigOperator, cardinality, quantifier, setExpr } from './term-printer-binders.js'
import { NOWHERE, call, libraryNotation, name, typed } from './term-printer-names.js'
import { probability } from './term-printer-random.js'
import { couldBeNatural, reads, staysNatural } from './term-printer-reads.js'

const connectives: ReadonlyMap<Constant, BinaryOp> = new Map([[AND, '∧'], [OR, '∨'], [IMP, '→']])
const realOperators: ReadonlyMap<Constant, BinaryOp> = new Map([[SUB, '-'], [DIV, '/']])
const sumsAndProducts: ReadonlyMap<Constant, BinaryOp> = new Map([[ADD, '+'], [MUL, '*'], [NADD, '+'], [NMUL, '*'], [NSUB, '-']])
const orders: ReadonlyMap<Constant, RelationOp> = new Map([[LE, '≤'], [LT, '<'], [GE, '≥'], [GT, '>']])
const unions: ReadonlyMap<Constant, BinaryOp> = new Map([[UNION, '∪'], [INTER, '∩']])

/** Arguments each notation needs; with fewer the constant is written as a function, with more the rest is applied. */
const arities: ReadonlyMap<Constant, number> = new Map([
  ...[...connectives.keys(), ...realOperators.keys(), ...sumsAndProducts.keys(), ...orders.keys(), ...unions.keys()]
    .map((c): [Constant, number] => [c, 2]),
  [EQ, 2], [NOT, 1], [FORALL, 1], [EXISTS, 1], [ITE, 3], [NEG, 1], [INV, 1], [NPOW, 2], [RPOW, 2], [COE, 1], [ABS, 1], [PAIR, 2],
  [MEM, 2], [SUBSET, 2], [INSERT, 2], [EMPTY, 0], [RANGE, 2], [SUM, 2], [PROD, 2], [CARD, 1], [FINITE, 1],
])

/** Constants that can be written as a name even without arguments. */
const nameable: ReadonlySet<Constant> = new Set([COE, ABS, PAIR, CARD, FINITE, INSERT])

const binary = (op: BinaryOp, left: Expr, right: Expr): Expr => ({ kind: 'binary', op, left, right, span: NOWHERE })
const chain = (first: Expr, op: RelationOp, right: Expr): Expr => ({
  kind: 'chain', first, links: [{ op, right, span: NOWHERE }], span: NOWHERE,
})

/** The notation of `head args`, or undefined where it is an ordinary application. */
export function convertConstant(c: Converter, head: Const, args: readonly Term[], known: boolean): Expr | undefined {
  const arity = arities.get(head.constant)
  if (arity === undefined) {
    const shown = libraryNotation.get(c.constantName(head.constant))
    return shown === args.length ? libraryForm(c, head, args) : undefined
  }
  if (args.length < arity) return nameable.has(head.constant) ? undefined : written(c, head, args, arity, known)
  if (args.length === arity) return form(c, head, args, known)
  const fn = args.slice(0, arity).reduce<Term>((f, a) => mkApp(f, a), head)
  return call(c.convert(fn, false), args.slice(arity).map((a) => c.convert(a, true)))
}

/** An operator without all its arguments, as `fun x ↦ …`. */
function written(c: Converter, head: Const, args: readonly Term[], arity: number, known: boolean): Expr {
  const partial = args.reduce<Term>((f, a) => mkApp(f, a), head)
  const { variable, body } = c.openFunction(partial, '')
  const inner = arity - args.length > 1 ? written(c, head, [...args, variable], arity, known) : c.convert(body, known)
  const binder = { names: [{ text: variable.name, span: NOWHERE }], type: undefined, range: undefined, span: NOWHERE }
  if (inner.kind === 'lambda') return { ...inner, binders: [binder, ...inner.binders] }
  return { kind: 'lambda', binders: [binder], body: inner, span: NOWHERE }
}

function form(c: Converter, head: Const, args: readonly Term[], known: boolean): Expr | undefined {
  const { constant } = head
  const [a, b, third] = args
  if (a === undefined) return known ? emptySet() : typed(emptySet(), head.type)
  if (b === undefined) return unary(c, constant, a, known)
  if (third !== undefined) return conditional(c, a, b, third, known)
  const connective = connectives.get(constant)
  if (constant === AND) return conjunction(c, a, b)
  if (constant === IMP) return binary('→', c.convert(a, true), c.assuming(a, () => c.convert(b, true)))
  if (connective !== undefined) return binary(connective, c.convert(a, true), c.convert(b, true))
  const realOperator = realOperators.get(constant)
  if (realOperator !== undefined) return binary(realOperator, c.convert(a, true), c.convert(b, true))
  const operator = sumsAndProducts.get(constant)
  if (operator !== undefined) return binary(operator, operand(c, a, known), operand(c, b, known))
  const order = orders.get(constant)
  if (order !== undefined) return chain(c.convert(a, true), order, c.convert(b, true))
  const union = unions.get(constant)
  if (union !== undefined) return binary(union, setExpr(c, a, false), setExpr(c, b, true))
  switch (constant) {
    case EQ: return equation(c, '=', a, b)
    case MEM: return membership(c, '∈', a, b)
    case SUBSET: return chain(setExpr(c, a, false), '⊆', setExpr(c, b, true))
    case NPOW: return binary('^', c.convert(a, true), c.convert(b, true))
    case RPOW: return binary('^', c.convert(a, true), realExponent(c, b))
    case PAIR: return { kind: 'tuple', left: c.convert(a, false), right: c.convert(b, false), span: NOWHERE }
    case INSERT: return insertion(c, a, b, known)
    case RANGE: return { kind: 'range-set', low: c.convert(a, true), high: c.convert(b, true), span: NOWHERE }
    case SUM: return bigOperator(c, 'Σ', a, b)
    case PROD: return bigOperator(c, 'Π', a, b)
    default: return undefined
  }
}

function unary(c: Converter, constant: Constant, a: Term, known: boolean): Expr | undefined {
  switch (constant) {
    case NOT: return negation(c, a)
    case FORALL: return quantifier(c, 'forall', a)
    case EXISTS: return quantifier(c, 'exists', a)
    case NEG: return { kind: 'negate', arg: operand(c, a, known), span: NOWHERE }
    // An inverse by itself comes only from unfolding `/`; the language has no other spelling for it.
    case INV: return binary('/', { kind: 'numeral', text: '1', span: NOWHERE }, c.convert(a, true))
    case COE: return staysNatural(a) ? c.convert(a, true) : typed(c.convert(a, true), NAT)
    case ABS: return { kind: 'abs', arg: operand(c, a, false), span: NOWHERE }
    case CARD: return cardinality(c, a)
    case FINITE: return call(name(c.constantName(FINITE)), [setExpr(c, a, false)])
    default: return undefined
  }
}

/** An operand of `+ * -`: an embedded natural number needs no mark, the reader's coercion puts the embedding back. */
function operand(c: Converter, t: Term, known: boolean): Expr {
  const natural = asUnary(t, COE)
  const plain = natural !== undefined ? staysNatural(natural) : t.kind === 'num'
  return c.convert(t, known || plain)
}

function conditional(c: Converter, condition: Term, then: Term, otherwise: Term, known: boolean): Expr {
  return {
    kind: 'ite', condition: c.convert(condition, true), then: operand(c, then, known), otherwise: c.convert(otherwise, true), span: NOWHERE,
  }
}

/** `¬`, `≠`, `∉`. */
function negation(c: Converter, p: Term): Expr {
  const sides = asBinary(p, EQ)
  if (sides !== undefined && sides[0].type !== PROP) return equation(c, '≠', sides[0], sides[1])
  const member = argsOf(p, MEM, 2)
  const [element, set] = member ?? []
  if (element !== undefined && set !== undefined) return membership(c, '∉', element, set)
  return { kind: 'not', arg: c.convert(p, true), span: NOWHERE }
}

/** `a = b`, `a ≠ b` or `p ↔ q`; what the reader would take for the other number type is marked on the left. */
function equation(c: Converter, op: '=' | '≠', a: Term, b: Term): Expr {
  if (a.type === PROP) return binary('↔', c.convert(a, true), c.convert(b, true))
  const sideOf = sides(a, b)
  const right = isFun(a.type) && codomainOf(a.type) === PROP && sideOf.rightKnown ? setExpr(c, b, true) : c.convert(b, sideOf.rightKnown)
  if (sideOf.mark) return chain(typed(c.convert(a, true), a.type), op, right)
  if (isFun(a.type) && codomainOf(a.type) === PROP) return chain(setExpr(c, a, false), op, right)
  return chain(c.convert(a, sideOf.leftKnown), op, right)
}

interface Sides {
  /** The left side must be written with its type. */
  readonly mark: boolean
  readonly leftKnown: boolean
  readonly rightKnown: boolean
}

/** How the two sides of an equation are read: the left one first, a literal after the other side. */
function sides(a: Term, b: Term): Sides {
  const left = reads(a)
  const right = reads(b)
  // The type arguments of a constant standing alone are not known when the right side is read.
  if (left === 'other') return { mark: false, leftKnown: false, rightKnown: !(a.kind === 'const' && a.typeArgs.length > 0) }
  if (a.type === REAL) {
    if (left === 'literal') return { mark: right === 'nat', leftKnown: true, rightKnown: true }
    if (left === 'real') return { mark: false, leftKnown: false, rightKnown: true }
    return isPlainNatural(a) && right === 'real'
      ? { mark: false, leftKnown: true, rightKnown: false }
      : { mark: true, leftKnown: true, rightKnown: true }
  }
  if (left === 'nat') return { mark: false, leftKnown: false, rightKnown: right === 'literal' }
  if (left === 'literal' && right === 'nat') return { mark: false, leftKnown: true, rightKnown: false }
  return { mark: true, leftKnown: true, rightKnown: right === 'literal' }
}

function isPlainNatural(t: Term): boolean {
  const natural = asUnary(t, COE)
  return natural !== undefined && staysNatural(natural)
}

function membership(c: Converter, op: '∈' | '∉', element: Term, set: Term): Expr {
  // The elements of a set written out are read after the element on the left; any other set is read before it.
  const writtenOut = isEnumeration(set)
  return chain(c.convert(element, !writtenOut), op, setExpr(c, set, writtenOut))
}

/** Insertions into ∅, which print as `{a, b}`. */
function isEnumeration(set: Term): boolean {
  let rest = set
  for (let pair = asBinary(rest, INSERT); pair !== undefined; pair = asBinary(rest, INSERT)) rest = pair[1]
  return rest.kind === 'const' && rest.constant === EMPTY
}

/** A real exponent; one the reader would take for a natural number is marked real. */
function realExponent(c: Converter, exponent: Term): Expr {
  const inner = c.convert(exponent, true)
  return couldBeNatural(exponent) ? typed(inner, REAL) : inner
}

function emptySet(): Expr {
  return { kind: 'set-enum', elements: [], span: NOWHERE }
}

/** `{a, b}` for insertions into ∅; otherwise `insert a S`. */
function insertion(c: Converter, a: Term, set: Term, known: boolean): Expr {
  const elements = [a]
  let rest = set
  for (let pair = argsOf(rest, INSERT, 2); pair !== undefined; pair = argsOf(rest, INSERT, 2)) {
    const [element, tail] = pair
    if (element === undefined || tail === undefined) break
    elements.push(element)
    rest = tail
  }
  if (rest.kind === 'const' && rest.constant === EMPTY) {
    return { kind: 'set-enum', elements: elements.map((x, i) => c.convert(x, known || i > 0)), span: NOWHERE }
  }
  return call(name(c.constantName(INSERT)), [c.convert(a, false), setExpr(c, set, true)])
}

/** `a ≤ b ∧ b < c` as the chain `a ≤ b < c` where both comparisons point the same way. */
function conjunction(c: Converter, left: Term, right: Term): Expr {
  const last = orderOf(right)
  const links = last === undefined ? undefined : chainOf(left, last.op[0] ?? '')
  if (links === undefined || last === undefined || !alphaEqual(links.end, last.left)) {
    return binary('∧', c.convert(left, true), c.convert(right, true))
  }
  const all = [...links.links, last]
  const [first] = all
  if (first === undefined) return binary('∧', c.convert(left, true), c.convert(right, true))
  const tail = all.map((l): ChainLink => ({ op: l.op, right: c.convert(l.right, true), span: NOWHERE }))
  return { kind: 'chain', first: c.convert(first.left, true), links: tail, span: NOWHERE }
}

interface Link {
  readonly op: RelationOp
  readonly left: Term
  readonly right: Term
}

function orderOf(t: Term): Link | undefined {
  for (const [constant, op] of orders) {
    const pair = asBinary(t, constant)
    if (pair !== undefined) return { op, left: pair[0], right: pair[1] }
  }
  return undefined
}

const upward: ReadonlySet<string> = new Set(['≤', '<'])

/** The links of a conjunction that is a chain in the direction of `op`, and where it ends. */
function chainOf(t: Term, op: string): { readonly links: readonly Link[]; readonly end: Term } | undefined {
  const single = orderOf(t)
  if (single !== undefined) {
    return upward.has(single.op) === upward.has(op) ? { links: [single], end: single.right } : undefined
  }
  const parts = asBinary(t, AND)
  const before = parts === undefined ? undefined : chainOf(parts[0], op)
  const last = parts === undefined ? undefined : orderOf(parts[1])
  if (before === undefined || last === undefined) return undefined
  if (upward.has(last.op) !== upward.has(op) || !alphaEqual(before.end, last.left)) return undefined
  return { links: [...before.links, last], end: last.right }
}

const bigOps: ReadonlyMap<string, BigOp> = new Map([['max_over', 'max'], ['min_over', 'min'], ['sup_over', 'sup']])

/** `P[…]`, `x ∈ ℝ^d`, `A ∈ ℝ^(m × d)`, `max i ∈ S, …`. */
function libraryForm(c: Converter, head: Const, args: readonly Term[]): Expr | undefined {
  const label = c.constantName(head.constant)
  const [a, b, third] = args
  if (a === undefined || b === undefined) return undefined
  const big = bigOps.get(label)
  if (big !== undefined) return bigOperator(c, big, a, b)
  if (label === 'prob') return probability(c, a, b)
  const rows = third === undefined ? undefined : c.convert(a, true)
  const dimension = c.convert(third === undefined ? a : b, true)
  return chain(c.convert(third ?? b, false), '∈', { kind: 'euclidean', rows, dimension, span: NOWHERE })
}

