// UNTRUSTED. Facts multiplied by the positive inverses that a goal speaks of, in normal form: from `c * k ≤ b` and a goal with `1/k`,
// also `c ≤ b * (1/k)`. Engine files only.
import { INV, asOrder, asUnary, mkInv, mkLe, mkLt, mkMul } from '../kernel/signature.js'
import { core, type Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import { positive } from './algebra-context.js'
import { rewritten } from './conversion.js'
import { byProducts, use } from './derived.js'
import { attempt } from './leaves.js'
import type { Normaliser } from './normaliser.js'
import { invRule } from './positivity-rules.js'

const MAX_SCALED = 16

/** The arguments of the inverses in the polynomials of a relation. */
function divisors(t: Term, n: Normaliser): readonly Term[] {
  const order = asOrder(t)
  if (order === undefined) return []
  const p = n.view.difference(order.high, order.low)
  const found = new Map<Term, Term>()
  for (const m of p.terms) {
    for (const f of m.factors) {
      const d = asUnary(n.view.term(f.atom), INV)
      if (d !== undefined) found.set(core(d), d)
    }
  }
  return [...found.values()]
}

/** `low * inv d ≤ high * inv d` in normal form. */
function scaled(th: Theorem, d: Term, up: Theorem, n: Normaliser): Theorem | undefined {
  const order = asOrder(th.concl)
  if (order === undefined) return undefined
  const v = mkInv(d)
  const goal = (order.strict ? mkLt : mkLe)(mkMul(order.low, v), mkMul(order.high, v))
  return attempt(() => rewritten(byProducts(goal, [th, use(invRule('>'), [d], [up])], [{ facts: [0, 1] }, { facts: [2] }]), n.normal))
}

/** The facts that mention a divisor of the goal, divided by it. */
export function scaledFacts(goal: Term, facts: readonly Theorem[], n: Normaliser): readonly Theorem[] {
  const out: Theorem[] = []
  for (const d of divisors(goal, n)) {
    const atom = n.view.atomOf(d)
    const up = positive(d, n)
    if (up === undefined) continue
    for (const th of facts) {
      const order = asOrder(th.concl)
      if (order === undefined || out.length >= MAX_SCALED) continue
      const p = n.view.difference(order.high, order.low)
      if (atom !== undefined && !p.terms.some((m) => m.factors.some((f) => f.atom === atom))) continue
      const next = scaled(th, d, up, n)
      if (next !== undefined) out.push(next)
    }
  }
  return out
}
