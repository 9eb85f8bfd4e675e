// UNTRUSTED. Looks for a point at which the facts hold and the goal fails: of the variables, which refutes the goal, or of terms that
// arithmetic cannot look into, which shows that arithmetic alone will not prove it. Exact, by the kernel's own evaluation. Engine files.
import { REAL } from '../kernel/type.js'
import { core, mkVar, type FVar, type Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import { replaced } from './abstraction.js'
import { factsAbout } from './atoms.js'
import { isNumeric } from './farkas.js'
import { isArithmetic } from './gather.js'
import { opaqueParts } from './evaluation.js'
import { counterexample } from './sample.js'
import type { ModelValue } from './types.js'

export interface Falsification {
  readonly values: readonly ModelValue[]
  /** Whether the values are of variables and all facts took part: then the goal is false. */
  readonly exact: boolean
}

const MAX_OPAQUE = 8
const TRIES = 40

/** A point where the goal, an order relation, fails although the facts that arithmetic can read hold. */
export function falsify(goal: Term, facts: readonly Theorem[]): Falsification | undefined {
  const read = facts.filter((th) => isArithmetic(th.concl))
  const map = new Map<Term, Term>()
  const back = new Map<FVar, Term>()
  const extra: Theorem[] = []
  for (const formula of [goal, ...read.map((th) => th.concl)]) {
    for (const part of opaqueParts(formula)) {
      if (!isNumeric(part)) return undefined
      if (part.kind === 'fvar' || map.has(core(part))) continue
      if (map.size >= MAX_OPAQUE) return undefined
      const v = mkVar(`part·${String(map.size)}`, part.type)
      map.set(core(part), v)
      back.set(v, part)
      if (part.type === REAL) extra.push(...factsAbout(part))
    }
  }
  const formulas = [...read, ...extra].map((th) => replaced(th.concl, map))
  const values = counterexample(replaced(goal, map), formulas, TRIES)
  if (values === undefined) return undefined
  const exact = map.size === 0 && read.length === facts.length
  return { values: values.map((m) => ({ term: m.term.kind === 'fvar' ? back.get(m.term) ?? m.term : m.term, value: m.value })), exact }
}
