// UNTRUSTED. Instances of facts `∀ q, a < q → … → x ≤ b q` at values that decide a goal: where a premise and the negated conclusion meet,
// and half way between two such values. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { REAL } from '../kernel/type.js'
import { core, occurs, type FVar, type Term } from '../kernel/term.js'
import { asOrder } from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { applyRule, type Known, type Rule } from './known.js'
import { attempt } from './leaves.js'
import { EngineView } from './view.js'

const MAX_CANDIDATES = 8
const HALF = Q.rational(1n, 2n)

/** Values of `q` at which the order relation turns, when it is linear in `q` with a rational coefficient. */
function threshold(relation: Term, q: FVar, view: EngineView): Polynomial | undefined {
  const order = asOrder(relation)
  if (order === undefined || !occurs(q, relation)) return undefined
  const atom = view.atomOf(q)
  const p = view.difference(order.high, order.low)
  const [own, ...others] = p.terms.filter((m) => m.factors.some((f) => occurs(q, view.term(f.atom))))
  const [factor, ...rest] = own?.factors ?? []
  if (own === undefined || others.length > 0 || rest.length > 0 || factor?.atom !== atom || factor?.exponent !== 1n) return undefined
  return P.scale(P.sub(p, P.fromTerms([own])), Q.neg(Q.inv(own.coefficient)))
}

/** Candidate values for the one variable of a rule. */
function candidates(rule: Rule, q: FVar): readonly Term[] {
  const view = new EngineView()
  const found: Polynomial[] = []
  for (const relation of [...rule.premises, rule.conclusion]) {
    const value = attempt(() => threshold(relation, q, view))
    if (value !== undefined && !found.some((p) => P.equal(p, value))) found.push(value)
  }
  const all = [...found]
  for (const [i, p] of found.entries()) for (const r of found.slice(i + 1)) all.push(P.scale(P.add(p, r), HALF))
  for (const p of found) all.push(P.add(p, P.ONE), P.sub(p, P.ONE))
  return all.slice(0, MAX_CANDIDATES).map((p) => view.reify(p))
}

/** Instances of the facts with one real variable, at values read off their own premises and conclusions. */
export function thresholdInstances(known: Known): readonly Theorem[] {
  const out = new Map<Term, Theorem>()
  for (const rule of known.rules) {
    const [q, ...others] = rule.vars
    if (q === undefined || others.length > 0 || q.type !== REAL || asOrder(rule.conclusion) === undefined) continue
    for (const value of candidates(rule, q)) {
      known.budget.spend(2)
      const th = attempt(() => applyRule(rule, { types: new Map(), vars: new Map([[q, value]]) }, (p) => known.prove(p)?.theorem))
      if (th !== undefined && !out.has(core(th.concl))) out.set(core(th.concl), th)
    }
  }
  return [...out.values()]
}
