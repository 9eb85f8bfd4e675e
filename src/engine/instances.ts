// UNTRUSTED. Instances of quantified facts worth adding to a linear problem: those whose conclusion speaks of a term that occurs in the
// goal or the facts, premises proved; and conclusions of implications whose premises hold. Engine files only.
import { core, freeVars, type Term } from '../kernel/term.js'

import { PROP } from '../kernel/type.js'
import { eqMp, type Theorem } from '../kernel/theorem.js'
import { asEq, iffMpr } from './logic.js'
import { isArithmetic } from './gather.js'
import { applyRule, completions, type Known, type Rule } from './known.js'
import { attempt, instanceAt } from './leaves.js'

import { EMPTY_MATCHING, match } from './match.js'

import { isAtom } from './view.js'

const MAX_INSTANCES = 32

/** The applications in `t` that are atoms of arithmetic, without loose bound variables, outermost first. */
export function atomsIn(t: Term): readonly Term[] {
  const out = new Map<Term, Term>()
  const go = (u: Term): void => {
    if (u.kind === 'abs') { go(u.body); return }
    if (u.kind !== 'app' || out.has(core(u))) return
    if (u.loose === 0 && isAtom(u) && !isArithmetic(u)) out.set(core(u), u)
    go(u.fn)
    go(u.arg)
  }
  go(t)
  return [...out.values()]
}

/** The subterms of a conclusion that can be matched: fixed at the head, with a pattern variable inside. */
function triggers(rule: Rule): readonly Term[] {
  return atomsIn(rule.conclusion).filter((t) => {
    let head: Term = t
    while (head.kind === 'app') head = head.fn
    return !(head.kind === 'fvar' && rule.variables.has(head)) && freeVars(t).some((v) => rule.variables.has(v))
  })
}

/** Conclusions of the facts' implications whose premises can be proved, and of what follows from those, for two rounds. */
export function consequences(known: Known): readonly Theorem[] {
  const out: Theorem[] = []
  let now = known
  for (let round = 0; round < 2; round++) {
    const fresh: Theorem[] = []
    const note = (th: Theorem | undefined): void => {
      if (th !== undefined && !fresh.some((f) => core(f.concl) === core(th.concl))) fresh.push(th)
    }
    for (const rule of now.rules) {
      if (rule.vars.length > 0 || now.find(rule.conclusion) !== undefined) continue
      now.budget.spend(1)
      const th = attempt(() => applyRule(rule, EMPTY_MATCHING, (p) => now.prove(p)?.theorem))
      note(th)
    }
    for (const part of now.parts) {
      const eq = asEq(part.concl)
      if (eq === undefined || eq[0].type !== PROP) continue
      const [p, q] = [now.prove(eq[0])?.theorem, now.prove(eq[1])?.theorem]
      if (p !== undefined && q === undefined) note(eqMp(part, p))
      if (q !== undefined && p === undefined) note(iffMpr(part, q))
    }
    if (fresh.length === 0) break
    out.push(...fresh)
    now = now.with(fresh)
  }
  return out
}

/** Instances of the quantified facts about terms of the goal and of the arithmetic facts. */
export function instances(goal: Term, known: Known): readonly Theorem[] {
  const found = new Map<Term, Theorem>()
  const rules = known.rules.filter((r) => r.vars.length > 0 && isArithmetic(r.conclusion))
  if (rules.length === 0) return []
  let terms = [...atomsIn(goal), ...known.parts.filter((th) => isArithmetic(th.concl)).flatMap((th) => atomsIn(th.concl))]
  const seen = new Set<Term>()
  for (let round = 0; round < 2; round++) {
    const next: Term[] = []
    for (const t of terms) {
      if (seen.has(core(t))) continue
      seen.add(core(t))
      for (const rule of rules) {
        if (found.size >= MAX_INSTANCES) return [...found.values()]
        for (const pattern of triggers(rule)) {
          known.budget.spend(1)
          const m = match(pattern, t, rule.variables, rule.freeTypes, EMPTY_MATCHING)
          const proof = m === undefined ? undefined : instanceAt(rule, m, known, 'an instance of a fact')
          if (proof === undefined || found.has(core(proof.theorem.concl)) || known.find(proof.theorem.concl) !== undefined) continue
          found.set(core(proof.theorem.concl), proof.theorem)
          next.push(...atomsIn(proof.theorem.concl))
        }
      }
    }
    terms = next
  }
  return [...found.values()]
}


const MAX_FORWARD = 16

/** Conclusions of quantified facts whose premises, all of them, are met by facts: what follows forwards, in one round. */
export function forward(known: Known): readonly Theorem[] {
  const out = new Map<Term, Theorem>()
  for (const rule of known.rules) {
    if (rule.vars.length === 0 || rule.premises.length === 0) continue
    completions(rule, EMPTY_MATCHING, known, MAX_FORWARD, (m) => {
      const th = attempt(() => applyRule(rule, m, (p) => known.prove(p)?.theorem))
      if (th !== undefined && known.find(th.concl) === undefined) out.set(core(th.concl), th)
      return out.size >= MAX_FORWARD ? th : undefined
    })
  }
  return [...out.values()]
}
