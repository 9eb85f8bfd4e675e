// UNTRUSTED. What a structural procedure knows: the facts in one spelling, split into parts and indexed, and the universally
// quantified ones as rules `premises → conclusion` with pattern variables. Used by positivity, monotone, bounded, calculus.
import { isFun, substType, type Type } from '../kernel/type.js'
import { core, freeVars, mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import { asOrder, mkEq } from '../kernel/signature.js'
import { assume, instantiate, mp, specialise, sym, andLeft, andRight, type Theorem } from '../kernel/theorem.js'
import { betaNormalForm } from './conversion.js'
import { asAnd, asEq, asForall, asImp, atTerm, conjuncts } from './logic.js'
import { EMPTY_MATCHING, match, type Matching } from './match.js'
import { normalised } from './order.js'
import { holdsAt, type Point } from './evaluation.js'
import { numericVariables, pointOf, samples } from './sample.js'
import type { Budget, Explanation, Library, Problem } from './types.js'

/** A theorem found by a search, and the words for it. */
export interface Proof {
  readonly theorem: Theorem
  readonly why: Explanation
}

/** Proves side conditions: boundedness, finiteness, signs, membership, and whatever else a lemma may ask. */
export type Prover = (goal: Term, known: Known) => Proof | undefined

/** A proof with its words: what was concluded and from what. */
export function because(theorem: Theorem, text: string, ...parts: readonly Proof[]): Proof {
  const why = { text, formulas: [theorem.concl] }
  return { theorem, why: parts.length === 0 ? why : { ...why, parts: parts.map((p) => p.why) } }
}

type Step = 'all' | 'imp' | 'left' | 'right'

/** One conclusion of a quantified fact or lemma. */
export interface Rule {
  readonly theorem: Theorem
  /** How to reach the conclusion from the theorem. */
  readonly steps: readonly Step[]
  /** Pattern variables, in the order of the quantifiers. */
  readonly vars: readonly FVar[]
  readonly premises: readonly Term[]
  readonly conclusion: Term
  readonly variables: ReadonlySet<FVar>
  /** Type variables may be replaced: true of what is proved without hypotheses. */
  readonly freeTypes: boolean
}

/** The rules in a normalised theorem: one for each member of the conjunction behind its quantifiers and implications. */
export function rulesOf(theorem: Theorem): readonly Rule[] {
  const out: Rule[] = []
  const go = (t: Term, steps: readonly Step[], vars: readonly FVar[], premises: readonly Term[]): void => {
    const imp = asImp(t)
    if (imp !== undefined) { go(imp[1], [...steps, 'imp'], vars, [...premises, imp[0]]); return }
    const and = asAnd(t)
    if (and !== undefined) {
      go(and[0], [...steps, 'left'], vars, premises)
      go(and[1], [...steps, 'right'], vars, premises)
      return
    }
    const predicate = asForall(t)
    if (predicate !== undefined) {
      const v = mkVar(`?${String(vars.length)}`, predicate.type.args[0] as Type)
      go(atTerm(predicate, v), [...steps, 'all'], [...vars, v], premises)
      return
    }
    out.push({ theorem, steps, vars, premises, conclusion: t, variables: new Set(vars), freeTypes: theorem.hyps.length === 0 })
  }
  go(theorem.concl, [], [], [])
  return out
}

/** `pattern` with what the substitution knows put in, in β-normal form. */
export function fill(pattern: Term, found: Matching): Term {
  const vars = new Map<FVar, Term>()
  found.vars.forEach((value, v) => vars.set(mkVar(v.name, substType(v.type, found.types)), value))
  return betaNormalForm(substitute(pattern, found.types, vars))
}

/** Applies a rule: every pattern variable must be bound; `premise` proves each premise as it is met, in one spelling. */
export function applyRule(rule: Rule, found: Matching, premise: (p: Term) => Theorem | undefined): Theorem | undefined {
  let th = found.types.size === 0 ? rule.theorem : normalised(instantiate(rule.theorem, found.types, new Map()))
  let next = 0
  for (const step of rule.steps) {
    if (step === 'left') th = andLeft(th)
    else if (step === 'right') th = andRight(th)
    else if (step === 'all') {
      const value = found.vars.get(rule.vars[next++] as FVar)
      if (value === undefined) return undefined
      th = specialise(th, value)
      if (isFun(value.type)) th = normalised(th)
    } else {
      const proof = premise((asImp(th.concl) as readonly [Term, Term])[0])
      if (proof === undefined) return undefined
      th = mp(th, proof)
    }
  }
  return th
}

const NO_POINTS = (): readonly Point[] => []
/** How many sample points are looked at. */
const POINTS = 12

/** Whether two relations are about the same terms: `t ≤ 0` and `0 < t`, say. The one asked for first is the one that is meant. */
function alternatives(p: Term, q: Term): boolean {
  const [a, b] = [asOrder(p), asOrder(q)]
  if (a === undefined || b === undefined) return false
  const same = (u: Term, v: Term): boolean => core(u) === core(v)
  return (same(a.low, b.low) && same(a.high, b.high)) || (same(a.low, b.high) && same(a.high, b.low))
}

/** Points chosen before: the procedures of a portfolio ask about the same facts one after the other. */
const chosen = new Map<string, readonly Point[]>()
const MAX_CHOSEN = 256

function pointsFor(variables: readonly FVar[], formulas: readonly Term[]): readonly Point[] {
  const key = `${variables.map((v) => v.id).join()}:${formulas.map((p) => core(p).id).join()}`
  const old = chosen.get(key)
  if (old !== undefined) return old
  const made = samples(variables, formulas, POINTS).map(pointOf)
  if (chosen.size >= MAX_CHOSEN) chosen.clear()
  chosen.set(key, made)
  return made
}

/** What all sets of facts of one search have in common. */
interface Shared {
  readonly library: Library
  /** Proves side conditions. */
  readonly prover: Prover
  /** Conditions that were needed and not found. */
  readonly unmet: Map<Term, Term>
}

/** Facts in one spelling. Immutable; `with` makes a larger one. */
export class Known {
  readonly #byCore: ReadonlyMap<Term, Theorem>
  /** Answers of procedures that depend on nothing but these facts, by procedure and formula. */
  readonly memo = new Map<string, Proof | undefined>()
  readonly #choosePoints: () => readonly Point[]
  #points: readonly Point[] | undefined

  /** `rules` are the quantified ones among `parts`. */
  private constructor(readonly parts: readonly Theorem[], readonly rules: readonly Rule[], choosePoints: () => readonly Point[],
    readonly budget: Budget, readonly shared: Shared) {
    this.#choosePoints = choosePoints
    const index = new Map<Term, Theorem>()
    for (const th of parts) {
      if (!index.has(core(th.concl))) index.set(core(th.concl), th)
      const eq = asEq(th.concl)
      if (eq !== undefined && !index.has(core(mkEq(eq[1], eq[0])))) index.set(core(mkEq(eq[1], eq[0])), sym(th))
    }
    this.#byCore = index
  }

  static of(problem: Problem, prover: Prover): Known {
    const shared = { library: problem.library, prover, unmet: new Map<Term, Term>() }
    return new Known([], [], NO_POINTS, problem.budget, shared).with(problem.facts).sampled(problem.goal)
  }

  /** Sample points at which the facts hold,
    as far as they can be evaluated: what fails there need not be tried. Chosen when first asked. */
  get points(): readonly Point[] {
    this.#points ??= this.#choosePoints()
    return this.#points
  }

  get library(): Library {
    return this.shared.library
  }

  /** Records a condition that was needed and not found; conditions about variables of the search itself say nothing to a reader. */
  lacks(formula: Term): void {
    const own = freeVars(formula)
    if (own.length > 0 && own.every((v) => !v.name.includes('·') && !v.name.startsWith('?'))) this.shared.unmet.set(core(formula), formula)
  }

  /** The simplest of the conditions that were needed and not found; of alternatives the one that was tried first. */
  missing(count: number): readonly Term[] {
    const kept: Term[] = []
    for (const p of this.shared.unmet.values()) if (!kept.some((q) => alternatives(p, q))) kept.push(p)
    return kept.sort((a, b) => a.depth - b.depth).slice(0, count)
  }

  /** A side condition (in any spelling) from these facts. */
  prove(goal: Term): Proof | undefined {
    return this.shared.prover(goal, this)
  }

  /** These facts and more, the newer ones first. */
  with(theorems: readonly Theorem[]): Known {
    const parts: Theorem[] = []
    const rules: Rule[] = []
    for (const th of theorems) {
      for (const part of conjuncts(normalised(th))) {
        if (asForall(part.concl) !== undefined || asImp(part.concl) !== undefined) rules.push(...rulesOf(part))
        parts.push(part)
      }
    }
    if (parts.length === 0 && theorems.length > 0) return this
    const points = (): readonly Point[] => this.points.filter((point) => parts.every((th) => holdsAt(th.concl, point) !== false))
    return new Known([...parts, ...this.parts], [...rules, ...this.rules], points, this.budget, this.shared)
  }

  assuming(formulas: readonly Term[]): Known {
    return this.with(formulas.map(assume))
  }

  /** The facts that do not satisfy `drop`. */
  without(drop: (th: Theorem) => boolean): Known {
    return new Known(this.parts.filter((th) => !drop(th)), this.rules.filter((r) => !drop(r.theorem)), () => this.points, this.budget,
      this.shared)
  }

  /** The same facts, with sample points chosen for them and for the numeric variables of `goal`. */
  sampled(goal: Term): Known {
    const formulas = this.parts.map((th) => th.concl)
    return this.#sampling(() => pointsFor(numericVariables([goal]), formulas))
  }

  #sampling(choosePoints: () => readonly Point[]): Known {
    return new Known(this.parts, this.rules, choosePoints, this.budget, this.shared)
  }

  /** The same facts with other sample points. */
  at(points: readonly Point[]): Known {
    return this.#sampling(() => points)
  }

  /** The same facts under another budget. */
  under(budget: Budget): Known {
    return new Known(this.parts, this.rules, () => this.points, budget, this.shared)
  }

  /** A fact with exactly this conclusion (already in one spelling). */
  find(formula: Term): Theorem | undefined {
    return this.#byCore.get(core(formula))
  }

  /** Facts that arithmetic can use: order relations and equations. */
  arithmetic(): readonly Theorem[] {
    return this.parts.filter((th) => asOrder(th.concl) !== undefined || asEq(th.concl) !== undefined)
  }
}

/**
 * Binds the pattern variables that the conclusion left open by matching premises against known facts; calls `use` with each
 * complete binding until it answers. At most `tries` bindings are offered.
 */
export function completions<T>(rule: Rule, found: Matching, known: Known, tries: number,
  use: (complete: Matching) => T | undefined): T | undefined {
  let left = tries
  const open = (p: Term, s: Matching): boolean => freeVars(p).some((v) => rule.variables.has(v) && !s.vars.has(v))
  const go = (s: Matching): T | undefined => {
    if (left <= 0) return undefined
    const premise = rule.premises.find((p) => open(p, s))
    if (premise === undefined) {
      if (rule.vars.some((v) => !s.vars.has(v))) return undefined
      left--
      return use(s)
    }
    for (const pattern of members(premise)) {
      if (!open(pattern, s)) continue
      for (const fact of known.parts) {
        known.budget.spend(1)
        const attempt = match(pattern, fact.concl, rule.variables, rule.freeTypes, s)
        const answer = attempt === undefined ? undefined : go(attempt)
        if (answer !== undefined) return answer
      }
      return undefined
    }
    return undefined
  }
  return go(found)
}

function members(p: Term): readonly Term[] {
  const and = asAnd(p)
  return and === undefined ? [p] : [...members(and[0]), ...members(and[1])]
}

/** The rule's conclusion matched against a formula in one spelling. */
export function matchConclusion(rule: Rule, formula: Term): Matching | undefined {
  return match(rule.conclusion, formula, rule.variables, rule.freeTypes, EMPTY_MATCHING)
}
