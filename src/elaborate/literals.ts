// Constants read as numbers: `let a := 1/8` in a statement whose `free` line names a. Exact values of the formulas made of them.
// UNTRUSTED: a name here is only another way to write a numeral. Used by the elaborator, and by the checker when it tightens.
import { LimitExceeded } from '../arith/errors.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { NEG, mkDiv } from '../kernel/signature.js'
import { mkApp, mkConst, mkNum, type Term } from '../kernel/term.js'
import { NAT, REAL, type Type } from '../kernel/type.js'
import type { DefineDecl, Expr, FreeDecl, Statement } from '../syntax/ast.js'
import { fail } from './failure.js'
import { nearest } from './nearest.js'

/** Values of the constants by name. */
export type Literals = ReadonlyMap<string, Rational>

/** The numeral a value is written as: `-(3/8)`, `2`. At type ℕ only for the natural numbers, else undefined. */
export function literalTerm(value: Rational, type: Type): Term | undefined {
  if (type === NAT) return Q.isInteger(value) && Q.sign(value) >= 0 ? mkNum(value.num, NAT) : undefined
  const size = Q.abs(value)
  const positive = Q.isInteger(size) ? mkNum(size.num, REAL) : mkDiv(mkNum(size.num, REAL), mkNum(size.den, REAL))
  return Q.sign(value) < 0 ? mkApp(mkConst(NEG), positive) : positive
}

/** Exponents beyond this are not worked out. */
const MAX_EXPONENT = 4096n

/** The value of a formula of numerals, constants, `+ - * /` and whole powers; undefined for anything else, division by 0 included. */
export function numberValue(expr: Expr, literals: Literals): Rational | undefined {
  switch (expr.kind) {
    case 'numeral': return withinLimits(() => Q.parseDecimal(expr.text))
    case 'name': return literals.get(expr.name)
    case 'typed': return numberValue(expr.arg, literals)
    case 'negate': {
      const value = numberValue(expr.arg, literals)
      return value === undefined ? undefined : Q.neg(value)
    }
    case 'binary': {
      const left = numberValue(expr.left, literals)
      const right = numberValue(expr.right, literals)
      return left === undefined || right === undefined ? undefined : withinLimits(() => combined(expr.op, left, right))
    }
    default: return undefined
  }
}

/** Numbers too long to be worked out are no values. */
function withinLimits(work: () => Rational | undefined): Rational | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined
    throw error
  }
}

function combined(op: string, left: Rational, right: Rational): Rational | undefined {
  switch (op) {
    case '+': return Q.add(left, right)
    case '-': return Q.sub(left, right)
    case '*': return Q.mul(left, right)
    case '/': return Q.isZero(right) ? undefined : Q.div(left, right)
    case '^': {
      if (!Q.isInteger(right) || Q.cmp(Q.abs(right), Q.rational(MAX_EXPONENT)) > 0) return undefined
      return Q.sign(right) < 0 && Q.isZero(left) ? undefined : Q.pow(left, right.num)
    }
    default: return undefined
  }
}

/** `left op right` between numbers, for one link of a chain. */
export interface Comparison {
  readonly left: Expr
  readonly op: '=' | '≠' | '<' | '≤' | '>' | '≥'
  readonly right: Expr
}

/** The order relations a condition consists of; undefined if it is anything but a conjunction of such. */
export function comparisons(expr: Expr): readonly Comparison[] | undefined {
  if (expr.kind === 'binary' && expr.op === '∧') {
    const left = comparisons(expr.left)
    const right = comparisons(expr.right)
    return left === undefined || right === undefined ? undefined : [...left, ...right]
  }
  if (expr.kind !== 'chain') return undefined
  const out: Comparison[] = []
  let left = expr.first
  for (const link of expr.links) {
    const { op } = link
    if (op === '∈' || op === '∉' || op === '⊆') return undefined
    out.push({ left, op, right: link.right })
    left = link.right
  }
  return out
}

/** Whether the relation holds between the values; undefined if one of them is no number. */
export function holdsAt({ left, op, right }: Comparison, literals: Literals): boolean | undefined {
  const a = numberValue(left, literals)
  const b = numberValue(right, literals)
  if (a === undefined || b === undefined) return undefined
  const order = Q.cmp(a, b)
  switch (op) {
    case '=': return order === 0
    case '≠': return order !== 0
    case '<': return order < 0
    case '≤': return order <= 0
    case '>': return order > 0
    case '≥': return order >= 0
  }
}

/** The value of a `let` of a statement with a `free` line, if it is a number there; `values` overrides those of free constants. */
export function literalOf(free: FreeDecl | undefined, item: DefineDecl, known: Literals,
  values: Literals | undefined): Rational | undefined {
  if (free === undefined || item.params.length > 0 || item.typeParams.length > 0 || item.event) return undefined
  const isFree = free.names.some((n) => n.text === item.name.text)
  const value = (isFree ? values?.get(item.name.text) : undefined) ?? numberValue(item.body, known)
  if (value === undefined && isFree) {
    return fail('free-constant', `${item.name.text} is not a number that can be worked out, so it cannot be free`, item.body.span,
      { hints: [`give it a value, as in \`let ${item.name.text} := 1/8\``] })
  }
  return value
}

/** Fails unless the `free` line names constants of the statement and its conditions hold, or may fail, at their values. */
export function checkFree(statement: Statement, literals: Literals, conditionsHold: boolean): void {
  const free = statement.free
  if (free === undefined) return
  for (const [i, name] of free.names.entries()) {
    if (free.names.slice(0, i).some((n) => n.text === name.text)) fail('duplicate-name', `${name.text} is named twice`, name.span)
    if (literals.has(name.text)) continue
    const hints = [...nearest(name.text, literals.keys()), `a free constant is declared in the statement: \`let ${name.text} := 1/8\``]
    fail('free-constant', `${name.text} is not a constant of this statement`, name.span, { hints })
  }
  for (const { expr } of free.objectives) {
    if (numberValue(expr, literals) !== undefined) continue
    fail('free-constant', 'an objective is a number made of the constants of the statement', expr.span)
  }
  for (const condition of free.where) checkCondition(condition, literals, conditionsHold)
}

function checkCondition(condition: Expr, literals: Literals, mustHold: boolean): void {
  for (const each of comparisons(condition) ?? [undefined]) {
    const holds = each === undefined ? undefined : holdsAt(each, literals)
    if (holds === undefined) {
      fail('free-condition', 'a condition on free constants compares numbers made of the constants of the statement', condition.span)
    }
    if (!holds && mustHold) {
      const at = [...literals].map(([name, value]) => `${name} = ${String(value)}`)
      fail('free-condition', `this condition does not hold at ${at.join(', ')}`, condition.span)
    }
  }
}
