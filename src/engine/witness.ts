// UNTRUSTED. Witnesses for `∃ x y …, φ₁ ∧ φ₂ ∧ …`: read off an equation `x = t` among the φ, or from a fact that matches one of them.
// Engine files only.
import { freeVars, mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import type { Type } from '../kernel/type.js'
import { existsIntro, type Theorem } from '../kernel/theorem.js'
import { betaNormal, betaNormalForm } from './conversion.js'
import { asAnd, asEq, asExists, atTerm, iffMpr, sides } from './logic.js'
import { match, type Matching } from './match.js'
import type { Budget } from './types.js'

const MAX_TRIES = 12

/** The quantifiers in front and the body, with a placeholder for every witness. */
function opened(goal: Term): { readonly metas: readonly FVar[]; readonly body: Term } {
  const metas: FVar[] = []
  let body = goal
  for (;;) {
    const predicate = asExists(body)
    if (predicate === undefined) return { metas, body }
    const meta = mkVar(`?witness${String(metas.length)}`, predicate.type.args[0] as Type)
    metas.push(meta)
    body = atTerm(predicate, meta)
  }
}

function members(t: Term): readonly Term[] {
  const and = asAnd(t)
  return and === undefined ? [t] : [...members(and[0]), ...members(and[1])]
}

/** Whether every witness is known; then `use` is tried. */
type Use = (values: ReadonlyMap<FVar, Term>) => Theorem | undefined

/** Tries complete choices of witnesses until `use` accepts one. */
function choose(metas: readonly FVar[], parts: readonly Term[], facts: readonly Theorem[], budget: Budget, use: Use): Theorem | undefined {
  const variables = new Set(metas)
  let tries = MAX_TRIES
  const open = (t: Term, s: ReadonlyMap<FVar, Term>): boolean => freeVars(t).some((v) => variables.has(v) && !s.has(v))
  const fill = (t: Term, s: ReadonlyMap<FVar, Term>): Term => betaNormalForm(substitute(t, new Map(), s))
  const fromEquation = (s: ReadonlyMap<FVar, Term>): ReadonlyMap<FVar, Term> | undefined => {
    for (const part of parts) {
      const eq = asEq(part)
      if (eq === undefined) continue
      for (const [x, t] of [eq, [eq[1], eq[0]]] as const) {
        if (x.kind === 'fvar' && variables.has(x) && !s.has(x) && !open(t, s)) return new Map([...s, [x, fill(t, s)]])
      }
    }
    return undefined
  }
  const go = (s: ReadonlyMap<FVar, Term>): Theorem | undefined => {
    budget.spend(1)
    if (tries <= 0) return undefined
    if (metas.every((m) => s.has(m))) {
      tries--
      return use(s)
    }
    const sure = fromEquation(s)
    if (sure !== undefined) return go(sure)
    const next = parts.find((p) => open(p, s))
    if (next === undefined) return undefined
    for (const part of parts.filter((p) => open(p, s))) {
      for (const fact of facts) {
        budget.spend(1)
        const start: Matching = { types: new Map(), vars: s }
        const found = match(part, fact.concl, variables, false, start)
        const th = found === undefined ? undefined : go(found.vars)
        if (th !== undefined) return th
      }
    }
    return undefined
  }
  return go(new Map())
}

/** `goal` from a proof of its body at suitable witnesses; `prove` is asked for such proofs. */
export function byWitness(goal: Term, facts: readonly Theorem[], budget: Budget,
  prove: (p: Term) => Theorem | undefined): Theorem | undefined {
  const { metas, body } = opened(goal)
  if (metas.length === 0) return undefined
  return choose(metas, members(body), facts, budget, (values) => {
    const wanted = substitute(body, new Map(), values)
    const eq = betaNormal(wanted)
    const inner = prove(sides(eq)[1])
    return inner === undefined ? undefined : introduce(goal, metas.map((m) => values.get(m) as Term), iffMpr(eq, inner))
  })
}

/** Puts the quantifiers back, the last first. */
function introduce(goal: Term, witnesses: readonly Term[], th: Theorem): Theorem {
  const [first, ...rest] = witnesses
  if (first === undefined) return th
  const predicate = asExists(goal)
  if (predicate === undefined) return th
  return existsIntro(goal, first, introduce(atTerm(predicate, first), rest, th))
}

