// UNTRUSTED. The computational rules of the kernel, gathered in one place for the engine, with a guard against terms too large to multiply
// out. Engine files import them from here.
import type { PositivstellensatzCertificate } from '../kernel/positivstellensatz.js'
import type { Term } from '../kernel/term.js'
import { positivstellensatz as kernelPositivstellensatz, ring as kernelRing, type Theorem } from '../kernel/theorem.js'
import { checkReach } from './size.js'

export { enclosure, meanValue } from '../kernel/theorem.js'
export type { PositivstellensatzCertificate }

/** The kernel's `ring`; LimitExceeded when a side would have too many monomials. */
export function ring(lhs: Term, rhs: Term): Theorem {
  checkReach(lhs)
  checkReach(rhs)
  return kernelRing(lhs, rhs)
}

/** The kernel's `positivstellensatz`; LimitExceeded when a fact would have too many monomials. */
export function positivstellensatz(facts: readonly Theorem[], certificate: PositivstellensatzCertificate): Theorem {
  for (const { concl } of facts) {
    if (concl.kind !== 'app' || concl.fn.kind !== 'app') continue
    checkReach(concl.fn.arg)
    checkReach(concl.arg)
  }
  return kernelPositivstellensatz(facts, certificate)
}
