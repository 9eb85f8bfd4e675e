// `E[…]`, `P[…]` and their named forms in printed text. UNTRUSTED; used by the term printer only.
import { REAL, codomainOf, domainOf, isFun } from '../kernel/type.js'
import { AND, asBinary } from '../kernel/signature.js'
import type { Constant, FVar, Term } from '../kernel/term.js'
import type { Expr } from './ast.js'
import type { Converter } from './term-printer.js'
import { NOWHERE } from './term-printer-names.js'

/** Whether `t` is a variable, or a variable applied, of the type `(Ω → ℝ) → ℝ` of a law. */
export function isLaw(t: Term): boolean {
  if (!isFun(t.type) || codomainOf(t.type) !== REAL) return false
  const variables = domainOf(t.type)
  if (!isFun(variables) || codomainOf(variables) !== REAL) return false
  let head = t
  while (head.kind === 'app') head = head.fn
  return head.kind === 'fvar'
}

/**
 * Whether the law is written `E[…]` or `E_M[…]`. A functional called E that is not known to be an expectation is written as the
 * function it is: `E_E[…]` would only puzzle.
 */
export function isNameable(c: Converter, law: Term): boolean {
  return law.kind !== 'fvar' || c.variableName(law) !== 'E' || c.isLawInForce(law)
}

/** The law as it is named: nothing for the one that `E[…]` means by itself. */
export function lawName(c: Converter, law: Term): Expr | undefined {
  return law === c.onlyLaw ? undefined : c.convertOutside(() => c.convert(law, false))
}

/** `prob E A` as `P[…]`. */
export function probability(c: Converter, law: Term, event: Term): Expr | undefined {
  if (!isLaw(law) || !isNameable(c, law)) return undefined
  const body = c.overOutcomes(event)
  return body === undefined ? undefined : { kind: 'prob', law: lawName(c, law), body, span: NOWHERE }
}

/** The parts of a conjunction. */
export function* conjuncts(p: Term): Iterable<Term> {
  const both = asBinary(p, AND)
  if (both === undefined) yield p
  else {
    yield* conjuncts(both[0])
    yield* conjuncts(both[1])
  }
}

/** The variable that `expectation E` makes a law. */
export function assumedLaw(p: Term, nameOf: (constant: Constant) => string): FVar | undefined {
  if (p.kind !== 'app' || p.fn.kind !== 'const' || p.arg.kind !== 'fvar') return undefined
  return nameOf(p.fn.constant) === 'expectation' ? p.arg : undefined
}
