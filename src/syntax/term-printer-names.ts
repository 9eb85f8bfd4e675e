// Names for the term printer: fresh binder names, types as type expressions, what an application's arguments must be.
// UNTRUSTED, but readers trust what it prints. Imported by the other term-printer files only.
import {
  ABS, ADD, AND, CARD, COE, DIV, EMPTY, EQ, EXISTS, FINITE, FORALL, GE, GT, IMP, INSERT, INTER, INV, ITE, LE, LT, MEM, MUL, NADD, NEG,
  NMUL, NOT, NPOW, NSUB, OR, PAIR, PROD, RANGE, RPOW, SUB, SUBSET, SUM, UNION,
} from '../kernel/signature.js'
import { freeVars, type Constant, type FVar, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL, codomainOf, domainOf, isFun, isProd, typeVarsOf, type Type } from '../kernel/type.js'
import type { Binder, BinderRange, Expr, Span, TypeExpr } from './ast.js'
import { formatType } from './format.js'
import { namePattern, reservedWords } from './tokens.js'

/** Printed trees stand nowhere in a source. */
export const NOWHERE: Span = { start: 0, end: 0 }

const wholeName = new RegExp(`^${namePattern.source}$`, 'u')

/** Whether `text` can be read back as a variable. */
export function isReadableName(text: string): boolean {
  return wholeName.test(text) && !text.includes('.') && !reservedWords.has(text)
}

/** The name a variable of this type gets when the term remembers none. */
function defaultName(type: Type): string {
  if (type === NAT) return 'n'
  if (type === REAL) return 'x'
  if (type === PROP) return 'p'
  if (isFun(type)) return codomainOf(type) === PROP ? 'S' : 'f'
  return type.name.startsWith('Ω') ? 'ω' : 'u'
}

/** `hint`, made readable and primed until it is none of `taken`. */
export function freshName(hint: string, type: Type, taken: ReadonlySet<string>): string {
  const dot = hint.indexOf('·')
  const wish = dot < 0 ? hint : hint.slice(0, dot)
  let name = isReadableName(wish) ? wish : defaultName(type)
  while (taken.has(name)) name += "'"
  return name
}

/** Every name a binder around `t` must not take: its free variables and its constants. */
export function namesIn(t: Term, nameOf: (c: Constant) => string, variableName: (x: FVar) => string): Set<string> {
  const names = new Set<string>()
  for (const x of freeVars(t)) names.add(variableName(x))
  const seen = new Set<Term>()
  const go = (u: Term): void => {
    if (seen.has(u)) return
    seen.add(u)
    if (u.kind === 'const') names.add(nameOf(u.constant))
    else if (u.kind === 'app') {
      go(u.fn)
      go(u.arg)
    } else if (u.kind === 'abs') go(u.body)
  }
  go(t)
  return names
}

/** A kernel type as a type expression: `A → Prop` is written `Set A`. */
export function typeToExpr(type: Type): TypeExpr {
  if (isFun(type)) {
    const domain = typeToExpr(domainOf(type))
    if (codomainOf(type) === PROP) return { kind: 'type-set', element: domain, span: NOWHERE }
    return { kind: 'type-fun', domain, codomain: typeToExpr(codomainOf(type)), span: NOWHERE }
  }
  const [left, right] = type.args
  if (isProd(type) && left !== undefined && right !== undefined) {
    return { kind: 'type-prod', left: typeToExpr(left), right: typeToExpr(right), span: NOWHERE }
  }
  return { kind: 'type-name', name: type.name, span: NOWHERE }
}

/** A type as the language writes it. */
export function printType(type: Type): string {
  return formatType(typeToExpr(type))
}

const operators: ReadonlySet<Constant> = new Set([
  ABS, ADD, AND, CARD, COE, DIV, EMPTY, EQ, EXISTS, FINITE, FORALL, GE, GT, IMP, INSERT, INTER, INV, ITE, LE, LT, MEM, MUL, NADD, NEG,
  NMUL, NOT, NPOW, NSUB, OR, PAIR, PROD, RANGE, RPOW, SUB, SUBSET, SUM, UNION,
])

/** Library constants with a notation of their own, by name, with the number of arguments it shows. */
export const libraryNotation: ReadonlyMap<string, number> = new Map([
  ['prob', 2], ['supported', 2], ['matrix', 3], ['max_over', 2], ['min_over', 2], ['sup_over', 2],
])

/** Whether the constant is written as an operator or a form of its own rather than by name. */
export function hasNotation(constant: Constant): boolean {
  return operators.has(constant)
}

/** The head and arguments of an application. */
export function spine(t: Term): { readonly head: Term; readonly args: readonly Term[] } {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.push(head.arg)
    head = head.fn
  }
  return { head, args: args.reverse() }
}

/**
 * Which arguments are read against a type known beforehand: all of them for a variable, and for a constant those whose
 * declared type has no type variable that earlier arguments leave open.
 */
export function knownArguments(head: Term, count: number, skip: number): readonly boolean[] {
  const known: boolean[] = []
  let type = head.kind === 'const' ? head.constant.type : head.type
  const settled = new Set<Type>()
  for (let i = 0; i < count; i++) {
    if (!isFun(type)) {
      known.push(true)
      continue
    }
    const vars = new Set<Type>()
    if (head.kind === 'const') typeVarsOf(domainOf(type), vars)
    known.push(i < skip || [...vars].every((v) => settled.has(v)))
    for (const v of vars) settled.add(v)
    type = codomainOf(type)
  }
  return known
}

export const name = (text: string): Expr => ({ kind: 'name', name: text, span: NOWHERE })
export const typed = (arg: Expr, type: Type): Expr => ({ kind: 'typed', arg, type: typeToExpr(type), span: NOWHERE })
export const call = (fn: Expr, args: readonly Expr[]): Expr => (args.length === 0 ? fn : { kind: 'app', fn, args, span: NOWHERE })

/** A binder of these variables; the type and the range are written when given. */
export function binderOf(variables: readonly FVar[], type: Type | undefined, range?: BinderRange): Binder {
  return {
    names: variables.map((x) => ({ text: x.name, span: NOWHERE })), type: type === undefined ? undefined : typeToExpr(type), range,
    span: NOWHERE,
  }
}
