// UNTRUSTED. Gathers the arithmetic of a problem: facts split and spelled alike, what is known of the atoms that occur in them,
// integrality of naturals, truncated differences. Engine files only.
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { core, type Term } from '../kernel/term.js'
import { NSUB, asBinary, asOrder, mkCoe, mkLe, mkLt } from '../kernel/signature.js'
import { mp, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { factsAbout } from './atoms.js'
import { canonicalFact } from './canonical.js'
import { combine, isNumeric, readRows, type Row } from './farkas.js'
import { asEq, congArg, conjuncts, specialiseAll } from './logic.js'
import type { Budget } from './types.js'
import { EngineView } from './view.js'

const memo = new WeakMap<Theorem, readonly Theorem[]>()

/** The members of a fact in one spelling. */
export function partsOf(th: Theorem): readonly Theorem[] {
  const old = memo.get(th)
  if (old !== undefined) return old
  const made = conjuncts(canonicalFact(th))
  memo.set(th, made)
  return made
}

/** Whether arithmetic can read the formula: an order relation, or an equation between numbers. */
export function isArithmetic(t: Term): boolean {
  if (asOrder(t) !== undefined) return true
  const eq = asEq(t)
  return eq !== undefined && isNumeric(eq[0])
}

/** `m + 1 ≤ n` from `m < n` between naturals, whatever the arrangement of its terms; undefined for anything else. */
export function discrete(th: Theorem, budget: Budget): Theorem | undefined {
  const order = asOrder(th.concl)
  if (order?.strict !== true) return undefined
  const view = new EngineView()
  const p = view.difference(order.high, order.low)
  if (!p.terms.every((m) => Q.isInteger(m.coefficient) && m.factors.every((f) => view.natural(f.atom) !== undefined))) return undefined
  if (p.terms.every((m) => m.factors.length === 0)) return undefined
  const above = view.naturalTerm(P.fromTerms(p.terms.filter((m) => Q.sign(m.coefficient) > 0)))
  const below = view.naturalTerm(P.neg(P.fromTerms(p.terms.filter((m) => Q.sign(m.coefficient) < 0))))
  if (above === undefined || below === undefined) return undefined
  const plain = combine(mkLt(mkCoe(below), mkCoe(above)), [th], budget)
  return plain === undefined ? undefined : mp(specialiseAll(base.nat_discrete, [below, above]), plain)
}

export interface Gathered {
  readonly view: EngineView
  readonly rows: readonly Row[]
  /** How many rows come from the given facts; the rest is about atoms. */
  readonly given: number
  /** Whether every fact could be read. */
  readonly complete: boolean
}

/** The rows of the facts, then those about the atoms in them. */
export function gather(facts: readonly Theorem[], budget: Budget): Gathered {
  const view = new EngineView()
  const seen = new Set<Term>()
  const theorems: Theorem[] = []
  let complete = true
  const add = (th: Theorem): void => {
    if (seen.has(core(th.concl))) return
    seen.add(core(th.concl))
    theorems.push(th)
    const whole = discrete(th, budget)
    if (whole !== undefined) theorems.push(whole)
  }
  for (const fact of facts) {
    for (const part of partsOf(fact)) {
      if (isArithmetic(part.concl)) add(part)
      else complete = false
    }
  }
  const rows = readRows(theorems, view)
  const given = rows.length
  rows.push(...aboutAtoms(view, rows, budget))
  return { view, rows, given, complete }
}

/** What is known of the atoms, and of the atoms in that, for two rounds. */
function aboutAtoms(view: EngineView, rows: readonly Row[], budget: Budget): Row[] {
  const out: Row[] = []
  const done = new Set<number>()
  const settled = new Set<number>()
  for (let round = 0; round < 2; round++) {
    for (const [atom, t] of [...view.atoms()]) {
      if (done.has(atom)) continue
      done.add(atom)
      budget.spend(1)
      out.push(...readRows(factsAbout(t), view))
    }
    for (const [atom] of [...view.atoms()]) {
      const natural = view.natural(atom)
      const monus = natural === undefined || settled.has(atom) ? undefined : asBinary(natural, NSUB)
      settled.add(atom)
      if (monus !== undefined) out.push(...readRows(truncated(monus, [...rows, ...out], budget), view))
    }
  }
  return out
}

/** The value of `m - n` in ℕ when the facts decide which is larger. */
function truncated([m, n]: readonly [Term, Term], rows: readonly Row[], budget: Budget): readonly Theorem[] {
  const facts = [...rows.map((r) => r.theorem), specialiseAll(base.coe_nonneg, [m]), specialiseAll(base.coe_nonneg, [n])]
  const below = combine(mkLe(mkCoe(n), mkCoe(m)), facts, budget)
  if (below !== undefined) return [mp(specialiseAll(base.nat_sub, [n, m]), below)]
  const above = combine(mkLe(mkCoe(m), mkCoe(n)), facts, budget)
  return above === undefined ? [] : [mp(specialiseAll(base.nat_sub_zero, [m, n]), above)]
}

/** `real m = real n` from `m = n`. */
export function embedded(th: Theorem): Theorem {
  const eq = asEq(th.concl)
  return eq === undefined ? th : congArg((mkCoe(eq[0]) as Extract<Term, { kind: 'app' }>).fn, th)
}
