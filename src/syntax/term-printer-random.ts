// `E[…]`, `P[…]` and their named forms in printed text. UNTRUSTED; used by the term printer only.
import { REAL, codomainOf, domainOf, isFun } from '../kernel/type.js'
import type { Term } from '../kernel/term.js'
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

/** The law as it is named: nothing for a variable called E, which `E[…]` means by itself. */
export function lawName(c: Converter, law: Term): Expr | undefined {
  if (law.kind === 'fvar' && c.variableName(law) === 'E') return undefined
  return c.convertOutside(() => c.convert(law, false))
}

/** `prob E A` as `P[…]`. */
export function probability(c: Converter, law: Term, event: Term): Expr | undefined {
  if (!isLaw(law)) return undefined
  const body = c.overOutcomes(event)
  return body === undefined ? undefined : { kind: 'prob', law: lawName(c, law), body, span: NOWHERE }
}
