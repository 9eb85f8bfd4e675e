// Arithmetic operators: which of ℕ and ℝ an operation is meant in. `-` and `/` are real unless ℕ is required.
// UNTRUSTED; used by the elaborator only.
import { ADD, MUL, NADD, NMUL, NPOW, NSUB, RPOW, apply, mkDiv, mkSub } from '../kernel/signature.js'
import { mkConst, type Term } from '../kernel/term.js'
import { NAT, REAL, type Type } from '../kernel/type.js'
import type { Expr } from '../syntax/ast.js'
import { fail } from './failure.js'
import { attempt, check, coerce, inferLifted, type Elaborator } from './terms.js'

type BinaryExpr = Extract<Expr, { kind: 'binary' }>

/** Numerals and arithmetic on numerals: they take the type of the other operand. */
export function isLiteral(expr: Expr): boolean {
  if (expr.kind === 'numeral') return !expr.text.includes('.')
  if (expr.kind === 'binary') return '+*'.includes(expr.op) && isLiteral(expr.left) && isLiteral(expr.right)
  return false
}

/** `left op right` for `+ - * / ^`; `want` is the required type if known. */
export function elaborateArithmetic(e: Elaborator, expr: BinaryExpr, want: Type | undefined): Term {
  if (expr.op === '^') return power(e, expr, want)
  if (want === NAT) return natural(e, expr)
  if (want === REAL) return real(e, expr)
  if (expr.op === '-' || expr.op === '/') return real(e, expr)
  const [left, right] = operands(e, expr)
  if (isNat(e, left) && isNat(e, right)) return apply(mkConst(expr.op === '+' ? NADD : NMUL), e.inference.zonk(left),
    e.inference.zonk(right))
  return combine(expr.op, coerce(e, left, REAL, expr.left), coerce(e, right, REAL, expr.right))
}

/** Both operands, a literal one after the other so that it takes its type. */
function operands(e: Elaborator, expr: BinaryExpr): readonly [Term, Term] {
  if (isLiteral(expr.left) && !isLiteral(expr.right)) {
    const right = inferLifted(e, expr.right)
    return [check(e, expr.left, isNat(e, right) ? NAT : REAL), right]
  }
  const left = inferLifted(e, expr.left)
  return [left, isLiteral(expr.right) ? check(e, expr.right, isNat(e, left) ? NAT : REAL) : inferLifted(e, expr.right)]
}

function isNat(e: Elaborator, t: Term): boolean {
  return e.inference.resolve(t.type) === NAT
}

function combine(op: string, left: Term, right: Term): Term {
  switch (op) {
    case '+': return apply(mkConst(ADD), left, right)
    case '*': return apply(mkConst(MUL), left, right)
    case '-': return mkSub(left, right)
    default: return mkDiv(left, right)
  }
}

function real(e: Elaborator, expr: BinaryExpr): Term {
  return combine(expr.op, check(e, expr.left, REAL), check(e, expr.right, REAL))
}

function natural(e: Elaborator, expr: BinaryExpr): Term {
  if (expr.op === '/') return fail('type-mismatch', 'a natural number is expected here, and a quotient is real', expr.span)
  const constant = expr.op === '+' ? NADD : expr.op === '*' ? NMUL : NSUB
  return apply(mkConst(constant), check(e, expr.left, NAT), check(e, expr.right, NAT))
}

/** `base ^ exponent`: a natural exponent gives `npow`, any other real one `rpow`. */
export function power(e: Elaborator, expr: BinaryExpr, want: Type | undefined): Term {
  if (want === NAT) fail('type-mismatch', 'a natural number is expected here, and a power is real', expr.span)
  const base = check(e, expr.left, REAL)
  const exponent = attempt(e, () => check(e, expr.right, NAT))
  if (exponent !== undefined) return apply(mkConst(NPOW), e.inference.zonk(base), exponent)
  const realExponent = check(e, expr.right, REAL)
  return apply(mkConst(RPOW), e.inference.zonk(base), realExponent)
}
