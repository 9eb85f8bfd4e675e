// `n := 60000, d := 15..150, J := 2 * n`: the values given to the parameters of a statement, read, typed and checked.
// UNTRUSTED; what a value is, src/numeric computes exactly. Imported by `whp eval`.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { ElaborationError } from '../elaborate/failure.js'
import { elaborateNumber } from '../elaborate/formula.js'
import { nearest } from '../elaborate/nearest.js'
import type { TheoryResult } from '../elaborate/result.js'
import { core, freeVars, type FVar, type Term } from '../kernel/term.js'
import { NAT, REAL, type Type } from '../kernel/type.js'
import { NoValue, enclose, ends } from '../numeric/enclose.js'
import type { Assigned } from '../numeric/evaluate.js'
import type { Expr } from '../syntax/ast.js'
import { formatExpr } from '../syntax/format.js'
import { parseFormula } from '../syntax/parser.js'
import { CommandError, EXIT } from './exit.js'

/** A parameter of a statement by the text that names it. */
export interface Named {
  readonly text: string
  readonly term: Term
}

/** The words after `with`, split at the commas that stand outside brackets. */
export function splitAssignments(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let begin = 0
  for (let i = 0; i <= text.length; i++) {
    const c = text[i]
    if (c === '(' || c === '[' || c === '{') depth++
    if (c === ')' || c === ']' || c === '}') depth--
    if (c === undefined || (c === ',' && depth <= 0)) {
      parts.push(text.slice(begin, i).trim())
      begin = i + 1
    }
  }
  return parts.filter((p) => p !== '')
}

/** Reads assignments to the parameters of the statement called `owner`. Ends the command with one sentence on the first mistake. */
export function readAssignments(text: string, named: readonly Named[], owner: string, theories: readonly TheoryResult[]):
ReadonlyMap<Term, Assigned> {
  const out = new Map<Term, Assigned>()
  const before = new Map<string, FVar>()
  for (const part of splitAssignments(text)) {
    const at = part.indexOf(':=')
    if (at < 0) throw new CommandError(`${part} gives no value`, EXIT.usage, ['write NAME := VALUE, or NAME := LOW..HIGH for a range'])
    const parameter = parameterCalled(part.slice(0, at).trim(), named, owner)
    if (out.has(parameter.term)) throw new CommandError(`${parameter.text} has two values`)
    out.set(parameter.term, valueOf(parameter, read(part.slice(at + 2).trim()), before, out, theories))
    if (parameter.term.kind === 'fvar') before.set(parameter.text, parameter.term)
  }
  return out
}

function parameterCalled(text: string, named: readonly Named[], owner: string): Named {
  const expr = parseFormula(text).expr
  const spelt = expr === undefined ? text : formatExpr(expr)
  const found = named.find((n) => n.text === spelt)
  if (found !== undefined) return found
  const near = nearest(spelt, named.map((n) => n.text))
  throw new CommandError(`${owner} has no number called ${spelt}`, EXIT.usage, near.length > 0 ? near
    : [`its numbers are ${named.map((n) => n.text).join(', ')}`])
}

function read(text: string): Expr {
  const parsed = parseFormula(text)
  if (parsed.expr !== undefined) return parsed.expr
  throw new CommandError(`${text === '' ? 'a missing value' : text} cannot be read: ${parsed.diagnostics[0]?.message ?? 'it is no number'}`)
}

function valueOf(p: Named, expr: Expr, before: ReadonlyMap<string, FVar>, assigned: ReadonlyMap<Term, Assigned>,
  theories: readonly TheoryResult[]): Assigned {
  if (expr.kind === 'range-set') {
    const [low, high] = [expr.low, expr.high].map((e) => constant(p, term(p, e, new Map(), theories)))
    if (low === undefined || high === undefined) throw new CommandError(`the ends of the range of ${p.text} are not clear`)
    if (Q.lt(high, low)) throw new CommandError(`the range of ${p.text} is empty: ${formatExpr(expr)}`)
    return { kind: 'side', side: { low: natural(p, low), high: natural(p, high) } }
  }
  const value = term(p, expr, before, theories)
  const others = freeVars(value)
  if (others.length === 0) {
    const { low, high } = ends(number(p, value))
    if (low !== null && high !== null && Q.eq(low, high)) return { kind: 'side', side: { low: natural(p, low), high: low } }
  }
  const ranges = others.some((o) => ranging(o, assigned))
  // A natural number given by a real formula is seen to be one only where it comes out exactly.
  if (p.term.type === NAT && value.type === REAL) {
    const exact = ranges ? undefined : exactly(number(p, value, assigned))
    if (exact === undefined) throw new CommandError(`${p.text} is a natural number, and ${formatExpr(expr)} need not be one`)
    return { kind: 'side', side: { low: natural(p, exact), high: exact } }
  }
  return { kind: 'term', term: value }
}

function ranging(v: Term, assigned: ReadonlyMap<Term, Assigned>): boolean {
  const a = assigned.get(v)
  if (a === undefined) return false
  return a.kind === 'term' ? freeVars(a.term).some((o) => ranging(o, assigned)) : Q.lt(a.side.low, a.side.high)
}

/** The value as a term: of the parameter's own type, or a real number for a natural one. */
function term(p: Named, expr: Expr, before: ReadonlyMap<string, FVar>, theories: readonly TheoryResult[]): Term {
  const attempt = (type: Type): Term => elaborateNumber(expr, type, before, theories)
  try {
    if (p.term.type !== NAT) return attempt(REAL)
    try {
      return attempt(NAT)
    } catch (error) {
      if (error instanceof ElaborationError && error.diagnostic.code === 'type-mismatch') return attempt(REAL)
      throw error
    }
  } catch (error) {
    if (!(error instanceof ElaborationError)) throw error
    const { code, message, hints = [] } = error.diagnostic
    const more = code === 'unknown-name' ? ['a value may use the parameters given before it'] : []
    throw new CommandError(`the value of ${p.text}: ${message}`, EXIT.usage, [...hints, ...more])
  }
}

function number(p: Named, value: Term, assigned: ReadonlyMap<Term, Assigned> = new Map()): ReturnType<typeof enclose> {
  try {
    const known = new Map<Term, ReturnType<typeof enclose>>()
    for (const [parameter, a] of assigned) known.set(core(parameter), a.kind === 'side' ? a.side.low : enclose(a.term, known))
    return enclose(value, known)
  } catch (error) {
    if (error instanceof NoValue) throw new CommandError(`the value of ${p.text} is not defined: ${error.message}`)
    throw error
  }
}

const exactly = (value: ReturnType<typeof enclose>): Rational | undefined => (Q.isRational(value) ? value : undefined)

/** The exact value of a closed term. */
function constant(p: Named, value: Term): Rational {
  const exact = exactly(number(p, value))
  if (exact === undefined) throw new CommandError(`the ends of the range of ${p.text} have to be rational numbers`)
  return exact
}

function natural(p: Named, value: Rational): Rational {
  if (p.term.type === NAT && (!Q.isInteger(value) || Q.sign(value) < 0)) {
    throw new CommandError(`${p.text} is a natural number, and ${value.toString()} is none`)
  }
  return value
}
