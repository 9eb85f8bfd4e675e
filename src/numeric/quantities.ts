// What of a statement is a number: the bounds it concludes, the hypotheses that compare numbers, the parameters each needs.
// UNTRUSTED; reads terms, evaluates nothing. Imported by evaluate.ts and, for its bounds, by the command line.
import { AND, CARD, COE, EQ, EXISTS, FORALL, IMP, NOT, OR, argsOf, asBinary, asOrder, asUnary, operation } from '../kernel/signature.js'
import { core, freeVars, instantiateBody, mkVar, type FVar, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL } from '../kernel/type.js'
import { openHead } from './enclose.js'

/** A side of a relation that the statement concludes, where it is a number once the parameters are. */
export interface Quantity {
  readonly term: Term
  /** `probability`: it bounds a probability; `event`: it stands inside one, or under quantifiers. */
  readonly role: 'probability' | 'conclusion'
  /** Whether the other side is at most (`upper`), at least (`lower`) or equal to this. */
  readonly bounds: 'upper' | 'lower' | 'equal'
  /** The relation it is a side of; variables bound above it are free in it. */
  readonly relation: Term
}

export interface OpenParts {
  readonly variables: readonly FVar[]
  readonly hypotheses: readonly { readonly name: string | undefined; readonly formula: Term }[]
  readonly goal: Term
}

/** A hypothesis that compares numbers. */
export interface NumericHypothesis {
  readonly name: string | undefined
  readonly formula: Term
  readonly parameters: readonly Term[]
}

export interface Quantities {
  readonly bounds: readonly Quantity[]
  readonly hypotheses: readonly NumericHypothesis[]
  /** Hypotheses that say more than a comparison of numbers. */
  readonly assumed: readonly { readonly name: string | undefined; readonly formula: Term }[]
  /** Every parameter whose value matters, in the order of the statement's variables, opaque ones last. */
  readonly parameters: readonly Term[]
  /** Further numeric variables of the statement. */
  readonly others: readonly FVar[]
}

/** The numbers of an open statement. */
export function quantitiesOf(open: OpenParts): Quantities {
  const bounds = new Collector(open.variables).collect(open.goal)
  const numeric: NumericHypothesis[] = []
  const assumed: { readonly name: string | undefined; readonly formula: Term }[] = []
  for (const h of open.hypotheses) {
    const parameters = comparison(h.formula, open.variables)
    if (parameters === undefined) assumed.push(h)
    else numeric.push({ ...h, parameters })
  }
  const needed = new Set<Term>(bounds.flatMap((b) => parametersOf(b.term, open.variables) ?? []))
  // A condition on a parameter that matters makes the other parameters of the condition matter.
  for (let before = -1; before !== needed.size;) {
    before = needed.size
    for (const h of numeric) if (h.parameters.some((p) => needed.has(p))) for (const p of h.parameters) needed.add(p)
  }
  const rank = (p: Term): number => (p.kind === 'fvar' ? open.variables.indexOf(p) : open.variables.length)
  return {
    bounds, assumed, hypotheses: numeric, parameters: [...needed].sort((a, b) => rank(a) - rank(b)),
    others: open.variables.filter((v) => isNumber(v) && !needed.has(v)),
  }
}

const isNumber = (t: Term): boolean => t.type === REAL || t.type === NAT

/** The parameters of a conjunction of comparisons of numbers; undefined when it says anything else. */
function comparison(formula: Term, variables: readonly FVar[]): readonly Term[] | undefined {
  const both = asBinary(formula, AND)
  const parts = both === undefined ? sidesOf(formula)?.map((s) => parametersOf(s, variables)) : both.map((p) => comparison(p, variables))
  if (parts === undefined || parts.some((p) => p === undefined)) return undefined
  const all = [...new Set(parts.flatMap((p) => p ?? []))]
  return all.every((p) => p.kind === 'fvar') ? all : undefined
}

/** Both sides of a comparison of numbers, as written. */
export function sidesOf(formula: Term): readonly [Term, Term] | undefined {
  const order = asOrder(formula)
  const { head, u, v } = operation(formula)
  if (order === undefined && (head !== EQ || formula.type !== PROP)) return undefined
  return isNumber(u) ? [u, v] : undefined
}

/**
 * The variables and opaque subterms the number `t` depends on; undefined when it depends on what is no parameter of the
 * statement: a variable bound in it, say.
 */
export function parametersOf(t: Term, variables: readonly FVar[]): readonly Term[] | undefined {
  const found = new Set<Term>()
  const known = new Set<Term>(variables)
  const go = (u: Term): boolean => {
    if (!u.open && u.kind !== 'app') return true
    if (u.kind === 'fvar' && isNumber(u)) return known.has(u) && found.add(u) !== undefined
    if (u.kind === 'app' && isArithmetic(u)) return argumentsOf(u).every(go)
    const opened = u.kind === 'app' && !isCard(u) ? openHead(u) : undefined
    if (opened !== undefined && isNumber(opened)) {
      const before = [...found]
      if (go(opened) && [...found].every((p) => p.kind === 'fvar')) return true
      found.clear()
      for (const p of before) found.add(p)
    }
    if (!isNumber(u) || !freeVars(u).every((v) => known.has(v))) return false
    found.add(u)
    return true
  }
  return go(t) ? [...found] : undefined
}

const isCard = (t: Term): boolean => argsOf(t, CARD, 1) !== undefined

/** Built-in operations that enclose.ts computes, all of whose arguments are numbers. */
function isArithmetic(t: Term): boolean {
  const { head, u, v } = operation(t)
  if (head === undefined || !isNumber(t) || !isNumber(u) || !isNumber(v)) return false
  return head.body === undefined || head.typeParams.length === 0
}

function argumentsOf(t: Term): readonly Term[] {
  const { head, u, v } = operation(t)
  return head === COE || u === v ? [u] : [u, v]
}

/** The event when `t` is `P[…]`: the expectation of an indicator, known by the name of its definition. */
export function eventOf(t: Term): Term | undefined {
  if (t.kind !== 'app') return undefined
  const head = t.fn.kind === 'app' ? t.fn.fn : undefined
  return head?.kind === 'const' && head.constant.name === 'prob' ? t.arg : undefined
}

class Collector {
  readonly #found: Quantity[] = []
  #bound = 0

  constructor(readonly variables: readonly FVar[]) {}

  collect(goal: Term): readonly Quantity[] {
    this.#walk(goal)
    const keys = new Set<Term>()
    return this.#found.filter((q) => {
      const seen = keys.has(core(q.term))
      keys.add(core(q.term))
      return !seen
    })
  }

  /** Conclusions only: what stands left of an arrow is a condition, and a negation concludes no bound. */
  #walk(t: Term): void {
    const quantified = asUnary(t, FORALL) ?? asUnary(t, EXISTS)
    const joined = asBinary(t, AND) ?? asBinary(t, OR)
    const arrow = asBinary(t, IMP)
    if (quantified?.kind === 'abs') this.#under(quantified)
    else if (arrow !== undefined) this.#walk(arrow[1])
    else if (joined !== undefined) for (const part of joined) this.#walk(part)
    else if (asUnary(t, NOT) === undefined) this.#relation(t)
  }

  #under(abs: Term): void {
    if (abs.kind !== 'abs') return
    this.#walk(instantiateBody(abs, mkVar(`${abs.hint}·e${this.#bound++}`, abs.domain)))
  }

  #relation(t: Term): void {
    const sides = sidesOf(t)
    const order = asOrder(t)
    if (sides === undefined) return
    const events = sides.map(eventOf)
    for (const [i, side] of sides.entries()) {
      const event = events[i]
      if (event !== undefined) {
        // Only a lower bound on a probability says that the event is to be expected.
        if (order?.high === side) this.#under(event)
        continue
      }
      const parameters = parametersOf(side, this.variables) ?? []
      if (parameters.length === 0 || parameters[0] === (asUnary(side, COE) ?? side)) continue
      const bounds = order === undefined ? 'equal' : order.high === side ? 'upper' : 'lower'
      const probability = events.some((e) => e !== undefined)
      this.#found.push({ term: side, role: probability ? 'probability' : 'conclusion', bounds, relation: t })
    }
  }
}
