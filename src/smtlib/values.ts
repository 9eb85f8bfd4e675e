// Terms of SMT-LIB as kernel terms, with their sort, and how each sort is represented: an integer is a difference of two naturals,
// read as a real number. UNTRUSTED, but what it makes is the statement that is proved: docs/smtlib.md describes the translation.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Span } from '../syntax/ast.js'
import { mkVar, type FVar, type Term } from '../kernel/term.js'
import { apply, arrows, mkCoe, mkDiv, mkNeg, mkSub, real } from '../kernel/signature.js'
import { NAT, PROP, REAL } from '../kernel/type.js'
import { SmtError } from './failure.js'
import type { Sexpr } from './sexpr.js'

export type Sort = 'Real' | 'Int' | 'Bool'

export interface Value {
  readonly term: Term
  readonly sort: Sort
  /** Set when the term is a numeral, or built from numerals by the four operations. */
  readonly number?: Rational
}

export const proposition = (term: Term): Value => ({ term, sort: 'Bool' })

/** A rational number as a term. */
export function numeral(number: Rational, sort: Sort): Value {
  const magnitude = Q.abs(number)
  const plain = magnitude.den === 1n ? real(magnitude.num) : mkDiv(real(magnitude.num), real(magnitude.den))
  return { term: Q.sign(number) < 0 ? mkNeg(plain) : plain, sort, number }
}

/** The sort an expression names. Throws SmtError for sorts this reader does not know. */
export function sortOf(e: Sexpr): Sort {
  if (e.kind === 'symbol' && (e.text === 'Real' || e.text === 'Int' || e.text === 'Bool')) return e.text
  throw new SmtError('smt-unsupported', 'only the sorts Real, Int and Bool are supported', e.span)
}

/** A variable of a sort: what stands for it in terms, and the kernel variables it consists of. */
export interface Unknown {
  readonly value: Value
  readonly variables: readonly FVar[]
}

/** Names of kernel variables, each used once. */
export class Names {
  readonly #used = new Set<string>()

  /** A name like `wanted` that no variable has. */
  fresh(wanted: string): string {
    const base = wanted.replace(/[^\p{L}\p{N}_']/gu, '_') || '_'
    let name = base
    for (let k = 1; this.#used.has(name); k++) name = `${base}_${String(k)}`
    this.#used.add(name)
    return name
  }
}

/** A new variable of the sort. */
export function unknownOf(name: string, sort: Sort, names: Names): Unknown {
  if (sort === 'Int') {
    const [up, down] = [mkVar(names.fresh(name), NAT), mkVar(names.fresh(`${name}_neg`), NAT)]
    return { value: { term: mkSub(mkCoe(up), mkCoe(down)), sort }, variables: [up, down] }
  }
  const v = mkVar(names.fresh(name), sort === 'Bool' ? PROP : REAL)
  return { value: { term: v, sort }, variables: [v] }
}

/** A declared function: its value at arguments. */
export interface Func {
  readonly parameters: readonly Sort[]
  readonly at: (args: readonly Value[]) => Value
}

/** A new function with these sorts; arguments that are integers are read as reals. */
export function functionOf(name: string, parameters: readonly Sort[], result: Sort, names: Names): Func {
  const domains = parameters.map((s) => (s === 'Bool' ? PROP : REAL))
  const made = (suffix: string, codomain: typeof REAL): FVar => mkVar(names.fresh(`${name}${suffix}`), arrows(...domains, codomain))
  if (result === 'Int') {
    const [up, down] = [made('', NAT), made('_neg', NAT)]
    return { parameters, at: (args) => ({ term: mkSub(mkCoe(applied(up, args)), mkCoe(applied(down, args))), sort: 'Int' }) }
  }
  const f = made('', result === 'Bool' ? PROP : REAL)
  return { parameters, at: (args) => ({ term: applied(f, args), sort: result }) }
}

const applied = (f: Term, args: readonly Value[]): Term => apply(f, ...args.map((a) => a.term))

/** The value, which must be a number. */
export function asNumber(v: Value, span: Span): Value {
  if (v.sort === 'Bool') throw new SmtError('smt-sort', 'a number is expected here, and this is a formula', span)
  return v
}

/** The value, which must be a formula. */
export function asFormula(v: Value, span: Span): Term {
  if (v.sort !== 'Bool') throw new SmtError('smt-sort', 'a formula is expected here, and this is a number', span)
  return v.term
}

/** Checks that the value may stand where the sort is wanted; integers may stand for reals. */
export function fits(v: Value, sort: Sort, span: Span): Value {
  if (sort === 'Bool') return proposition(asFormula(v, span))
  asNumber(v, span)
  if (sort === 'Int' && v.sort === 'Real' && !(v.number !== undefined && Q.isInteger(v.number))) {
    throw new SmtError('smt-sort', 'an integer is expected here, and this is a real number', span)
  }
  return v
}
