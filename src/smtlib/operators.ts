// The functions and relations of SMT-LIB, and the usual names of elementary functions, as kernel terms. Where SMT-LIB leaves a value
// open (division by zero, logarithms and roots outside their domains) an unknown function of the arguments stands for it. UNTRUSTED.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { mkApp, mkConst, mkVar, type Constant, type FVar, type Term } from '../kernel/term.js'
import {
  ABS, ATAN, COSH, ERF, MAX, MIN, PI, RPOW, SINH, TAN, TANH,
  apply, arrows, falsity, mkAdd, mkAnd, mkCos, mkDiv, mkEq, mkExp, mkImp, mkIte, mkLe, mkLog, mkLt,
    mkMul,
  mkNeg, mkNot, mkOr, mkPow, mkSin, mkSqrt, mkSub, nat, real, TRUE,
} from '../kernel/signature.js'
import { REAL } from '../kernel/type.js'
import type { Span } from '../syntax/ast.js'
import { SmtError } from './failure.js'
import { asFormula, asNumber, numeral, proposition, type Names, type Sort, type Value } from './values.js'

const [zero, one, two] = [real(0n), real(1n), real(2n)]

/** Larger exponents than this are not multiplied out when numbers are folded. */
const MAX_FOLDED_EXPONENT = 64n
const MAX_EXPONENT = 1_000_000n
/** Arguments of one `distinct`. */
const MAX_DISTINCT = 64

/** The unknown values of partial functions outside their domains: one function variable for each, made when first needed. */
export class Unspecified {
  readonly #functions = new Map<string, FVar>()
  constructor(readonly names: Names) {}

  /** `value` where the condition holds, elsewhere the unknown function `name` at the arguments. */
  guarded(condition: Term, value: Term, name: string, ...args: readonly Term[]): Term {
    const f = this.#functions.get(name) ?? mkVar(this.names.fresh(name), arrows(...args.map(() => REAL), REAL))
    this.#functions.set(name, f)
    return mkIte(condition, value, apply(f, ...args))
  }

  /** Whether any has been used. */
  get used(): boolean {
    return this.#functions.size > 0
  }
}

type Operator = (args: readonly Value[], span: Span, unspecified: Unspecified) => Value

const sortOfAll = (args: readonly Value[]): Sort => (args.some((a) => a.sort === 'Real') ? 'Real' : 'Int')
const number = (term: Term): Value => ({ term, sort: 'Real' })

function numbers(args: readonly Value[], span: Span, least: number, most = Infinity): readonly Value[] {
  if (args.length < least || args.length > most) throw new SmtError('smt-sort', `this takes ${arity(least, most)}, not ${args.length}`,
    span)
  return args.map((a) => asNumber(a, span))
}

function arity(least: number, most: number): string {
  const count = least === most ? String(least) : most === Infinity ? `at least ${least}` : `${least} to ${most}`
  return `${count} argument${least === 1 && most === 1 ? '' : 's'}`
}

/** Few operands from the left; many as a balanced tree, so that the depth stays small. */
function folded(terms: readonly Term[], join: (a: Term, b: Term) => Term): Term {
  if (terms.length <= 32) return terms.slice(1).reduce(join, terms[0] as Term)
  const middle = terms.length >> 1
  return join(folded(terms.slice(0, middle), join), folded(terms.slice(middle), join))
}

function allKnown(args: readonly Value[]): readonly Rational[] | undefined {
  const known = args.flatMap((a) => (a.number === undefined ? [] : [a.number]))
  return known.length === args.length ? known : undefined
}

/** A sum or product. Numerals are combined only when all operands are. */
const fold = (join: (a: Term, b: Term) => Term, exact: (a: Rational, b: Rational) => Rational): Operator => (args, span) => {
  const list = numbers(args, span, 1)
  const known = allKnown(list)
  if (known !== undefined) return numeral(known.slice(1).reduce(exact, known[0] as Rational), sortOfAll(list))
  return { term: folded(list.map((a) => a.term), join), sort: sortOfAll(list) }
}

const minus: Operator = (args, span) => {
  const list = numbers(args, span, 1)
  const known = allKnown(list)
  const [first, ...rest] = list as readonly [Value, ...Value[]]
  if (known !== undefined) {
    const value = known.length === 1 ? Q.neg(known[0] as Rational) : known.slice(1).reduce(Q.sub, known[0] as Rational)
    return numeral(value, sortOfAll(list))
  }
  if (rest.length === 0) return { term: mkNeg(first.term), sort: first.sort }
  if (rest.length <= 32) return { term: rest.reduce((a, b) => mkSub(a, b.term), first.term), sort: sortOfAll(list) }
  return { term: mkSub(first.term, folded(rest.map((a) => a.term), mkAdd)), sort: sortOfAll(list) }
}

/** `a / b`, with an unknown value for b = 0. */
function quotient(a: Value, b: Value, unspecified: Unspecified): Value {
  if (b.number !== undefined && !Q.isZero(b.number)) {
    return a.number === undefined ? number(mkDiv(a.term, b.term)) : numeral(Q.div(a.number, b.number), 'Real')
  }
  return number(unspecified.guarded(mkNot(mkEq(b.term, zero)), mkDiv(a.term, b.term), 'div_zero', a.term))
}

const divide: Operator = (args, span, unspecified) => {
  const [first, ...rest] = numbers(args, span, 2) as readonly [Value, ...Value[]]
  return rest.reduce((a, b) => quotient(a, b, unspecified), first)
}

/** Numerals with natural exponents as powers; negative integers by division; anything else for a positive base only. */
const power: Operator = (args, span, unspecified) => {
  const [base, exponent] = numbers(args, span, 2, 2) as readonly [Value, Value]
  const k = exponent.number
  if (k === undefined || !Q.isInteger(k)) {
    const value = apply(mkConst(RPOW), base.term, exponent.term)
    if (base.number !== undefined && Q.sign(base.number) > 0) return number(value)
    return number(unspecified.guarded(mkLt(zero, base.term), value, 'power_outside', base.term, exponent.term))
  }
  const magnitude = Q.abs(k).num
  if (magnitude > MAX_EXPONENT) throw new SmtError('smt-too-large', `exponents above ${MAX_EXPONENT} are not supported`, span)
  const raised = base.number !== undefined && magnitude <= MAX_FOLDED_EXPONENT ? numeral(Q.pow(base.number, magnitude), base.sort)
    : { term: mkPow(base.term, nat(magnitude)), sort: base.sort }
  return Q.sign(k) >= 0 ? raised : quotient(numeral(Q.ONE, 'Real'), raised, unspecified)
}

const unary = (make: (t: Term, unspecified: Unspecified) => Term): Operator => (args, span, unspecified) => {
  const [a] = numbers(args, span, 1, 1) as readonly [Value]
  return number(make(a.term, unspecified))
}
const constant = (c: Constant) => (t: Term): Term => mkApp(mkConst(c), t)

const root = (t: Term): Term => mkSqrt(t)
const half = (t: Term): Term => mkDiv(t, two)
/** The arcsine on [-1, 1]: sin a = t gives tan(a/2) = t / (1 + √(1 - t²)), for |a| ≤ π/2. */
const arcsine = (t: Term): Term => mkMul(two, constant(ATAN)(mkDiv(t, mkAdd(one, root(mkSub(one, mkPow(t, nat(2n))))))))
const within = (t: Term): Term => mkAnd(mkLe(mkNeg(one), t), mkLe(t, one))

const logarithm = (t: Term, u: Unspecified): Term => (t.kind === 'num' && t.value > 0n ? mkLog(t)
  : u.guarded(mkLt(zero, t), mkLog(t), 'log_outside', t))
const squareRoot = (t: Term, u: Unspecified): Term => (t.kind === 'num' ? root(t) : u.guarded(mkLe(zero, t), root(t), 'sqrt_outside', t))
const tangent = (t: Term, u: Unspecified): Term => u.guarded(mkNot(mkEq(mkCos(t), zero)), constant(TAN)(t), 'tan_outside', t)
const asin = (t: Term, u: Unspecified): Term => u.guarded(within(t), arcsine(t), 'asin_outside', t)
const acos = (t: Term, u: Unspecified): Term => u.guarded(within(t), mkSub(half(mkConst(PI)), arcsine(t)), 'acos_outside', t)

const sameSort = (make: (t: Term) => Term): Operator => (args, span) => {
  const [a] = numbers(args, span, 1, 1) as readonly [Value]
  return { term: make(a.term), sort: a.sort }
}
const extremum = (c: Constant): Operator => (args, span) => {
  const list = numbers(args, span, 1)
  return { term: folded(list.map((a) => a.term), (a, b) => apply(mkConst(c), a, b)), sort: sortOfAll(list) }
}

/** `(op a b c)` as `a op b` and `b op c`. */
const chain = (join: (a: Term, b: Term) => Term): Operator => (args, span) => {
  const list = numbers(args, span, 2).map((a) => a.term)
  return proposition(folded(list.slice(1).map((b, i) => join(list[i] as Term, b)), mkAnd))
}

/** Values of one kind: all formulas or all numbers. */
function alike(args: readonly Value[], span: Span): readonly Term[] {
  if (args.length < 2) throw new SmtError('smt-sort', 'this takes at least 2 arguments', span)
  if (args.some((a) => (a.sort === 'Bool') !== (args[0]?.sort === 'Bool'))) {
    throw new SmtError('smt-sort', 'a formula is compared with a number', span)
  }
  return args.map((a) => a.term)
}
const equal: Operator = (args, span) => {
  const list = alike(args, span)
  return proposition(folded(list.slice(1).map((b, i) => mkEq(list[i] as Term, b)), mkAnd))
}
const distinct: Operator = (args, span) => {
  const list = alike(args, span)
  if (list.length > MAX_DISTINCT) throw new SmtError('smt-too-large', `distinct takes at most ${MAX_DISTINCT} arguments here`, span)
  return proposition(folded(list.flatMap((a, i) => list.slice(i + 1).map((b) => mkNot(mkEq(a, b)))), mkAnd))
}

const formulas = (least: number, make: (list: readonly Term[]) => Term): Operator => (args, span) => {
  if (args.length < least) throw new SmtError('smt-sort', `this takes ${arity(least, Infinity)}`, span)
  return proposition(make(args.map((a) => asFormula(a, span))))
}
const fromRight = (join: (a: Term, b: Term) => Term) => (list: readonly Term[]): Term =>
  (list.length > 256 ? folded(list, join) : list.slice(0, -1).reduceRight((acc, p) => join(p, acc), list.at(-1) as Term))

const implies = formulas(2, (list) => (list.length > 256 ? mkImp(folded(list.slice(0, -1), mkAnd), list.at(-1) as Term)
  : fromRight(mkImp)(list)))
const negation = formulas(1, ([p]) => mkNot(p as Term))
const exclusive = formulas(2, (list) => folded(list, (a, b) => mkNot(mkEq(a, b))))

const choice: Operator = (args, span) => {
  if (args.length !== 3) throw new SmtError('smt-sort', 'ite takes a condition and two values', span)
  const [c, a, b] = args as readonly [Value, Value, Value]
  const condition = asFormula(c, span)
  if (a.sort === 'Bool' || b.sort === 'Bool') {
    const [p, q] = [asFormula(a, span), asFormula(b, span)]
    return proposition(mkAnd(mkImp(condition, p), mkImp(mkNot(condition), q)))
  }
  return { term: mkIte(condition, a.term, b.term), sort: sortOfAll([a, b]) }
}

const toReal: Operator = (args, span) => ({ ...(numbers(args, span, 1, 1)[0] as Value), sort: 'Real' })

const exp = unary((t) => mkExp(t))
const log = unary(logarithm)

/** The operators by name. Names a script declares itself come before these, except the ones of the core theories. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['+', fold(mkAdd, Q.add)], ['*', fold(mkMul, Q.mul)], ['-', minus], ['/', divide], ['^', power], ['pow', power],
  ['abs', sameSort(constant(ABS))], ['min', extremum(MIN)], ['max', extremum(MAX)], ['to_real', toReal],
  ['exp', exp], ['log', log], ['ln', log], ['sqrt', unary(squareRoot)],
  ['sin', unary((t) => mkSin(t))], ['cos', unary((t) => mkCos(t))], ['tan', unary(tangent)],
  ['asin', unary(asin)], ['arcsin', unary(asin)], ['acos', unary(acos)], ['arccos', unary(acos)],
  ['atan', unary(constant(ATAN))], ['arctan', unary(constant(ATAN))],
  ['sinh', unary(constant(SINH))], ['cosh', unary(constant(COSH))], ['tanh', unary(constant(TANH))], ['erf', unary(constant(ERF))],
  ['<=', chain(mkLe)], ['<', chain(mkLt)], ['>=', chain((a, b) => mkLe(b, a))], ['>', chain((a, b) => mkLt(b, a))],
  ['=', equal], ['distinct', distinct], ['ite', choice], ['and', formulas(1, fromRight(mkAnd))], ['or', formulas(1, fromRight(mkOr))],
  ['not', negation], ['=>', implies], ['xor', exclusive],
])

/** Constants by name. */
export const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', proposition(mkConst(TRUE))], ['false', proposition(falsity)], ['pi', number(mkConst(PI))], ['real.pi', number(mkConst(PI))],
])
