// UNTRUSTED. The ways a structural procedure closes a leaf: linear arithmetic over the facts, an instance of a quantified fact, an
// instance of a lemma of the library. Used by positivity, monotone, bounded and calculus.
import { KernelError } from '../kernel/type.js'
import { core, freeVars, type Term } from '../kernel/term.js'
import { asOrder, mkLt } from '../kernel/signature.js'
import { assume, type Theorem } from '../kernel/theorem.js'
import { LimitExceeded } from '../arith/errors.js'
import { factsAbout } from './atoms.js'
import { byProducts } from './derived.js'
import { readRow, refute, singles, type Row } from './farkas.js'
import { applyRule, because, completions, matchConclusion, rulesOf, type Known, type Proof, type Rule } from './known.js'
import { asEq } from './logic.js'
import { EMPTY_MATCHING, match, type Matching } from './match.js'
import { byNegatedOrder, negatedGoal, normalised } from './order.js'
import { EngineView, isAtom } from './view.js'

/** Runs `attempt`; a refusal of the kernel or of exact arithmetic is a failed attempt, running out of budget is not. */
export function attempt<T>(run: () => T | undefined): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof KernelError || error instanceof LimitExceeded) return undefined
    throw error
  }
}

/** The order relation `goal` as a linear combination of the known arithmetic facts and of what is known of the atoms in them. */
export function byArithmetic(goal: Term, known: Known, extra: readonly Theorem[] = []): Proof | undefined {
  const negation = negatedGoal(goal)
  if (negation === undefined) return undefined
  const key = `arith ${String(goal.id)}`
  if (extra.length === 0 && known.memo.has(key)) return known.memo.get(key)
  const found = attempt(() => {
    const view = new EngineView()
    const target = readRow(assume(negation), view)
    if (target === undefined) return undefined
    const mentioned = new Set(view.atoms().keys())
    const rows = relevant([...extra, ...known.arithmetic()], view, mentioned)
    for (const atom of mentioned) for (const th of factsAbout(view.term(atom))) push(rows, th, view)
    rows.push(target)
    known.budget.spend(1 + (rows.length >> 1))
    const outcome = refute(rows, singles(rows), known.budget)
    return outcome.kind === 'open' ? undefined : because(byNegatedOrder(goal, () => outcome.theorem), 'linear arithmetic')
  })
  if (extra.length === 0) known.memo.set(key, found)
  return found
}

function push(rows: Row[], th: Theorem, view: EngineView): void {
  const row = attempt(() => readRow(th, view))
  if (row !== undefined && (row.polynomial.terms.length > 0 || row.kind === '>')) rows.push(row)
}

/** The facts that share atoms, directly or through each other, with what is in `mentioned`; which grows. */
function relevant(facts: readonly Theorem[], view: EngineView, mentioned: Set<number>): Row[] {
  let waiting: Row[] = []
  for (const th of facts) push(waiting, th, view)
  const rows: Row[] = []
  for (;;) {
    const later: Row[] = []
    for (const row of waiting) {
      const atoms = row.polynomial.terms.flatMap((m) => m.factors.map((f) => f.atom))
      if (!atoms.some((a) => mentioned.has(a)) && atoms.length > 0) { later.push(row); continue }
      atoms.forEach((a) => mentioned.add(a))
      rows.push(row)
    }
    if (later.length === waiting.length) return rows
    waiting = later
  }
}

/** `0 < 1`-like closed relations. */
export function closedOrder(goal: Term): Proof | undefined {
  const order = asOrder(goal)
  if (order === undefined) return undefined
  return attempt(() => because(byProducts(goal, [], [{ facts: [0] }]), 'arithmetic'))
}

/** How deep instances of quantified facts may ask for each other. */
const MAX_DEPTH = 12
let depth = 0

/** An instance of a rule, its premises proved by `premise`, or as side conditions. */
export function instanceOf(rule: Rule, goal: Term, known: Known, text: string,
  premise?: (p: Term) => Proof | undefined): Proof | undefined {
  known.budget.spend(1)
  const found = matchConclusion(rule, goal)
  return found === undefined ? undefined : instanceAt(rule, found, known, text, premise)
}

/** The instance for what is already matched; pattern variables still open are found among the facts. */
export function instanceAt(rule: Rule, found: Matching, known: Known, text: string,
  premise?: (p: Term) => Proof | undefined): Proof | undefined {
  if (depth >= MAX_DEPTH) return undefined
  depth++
  try {
    return completions(rule, found, known, 8, (complete) => attempt(() => {
      const parts: Proof[] = []
      const th = applyRule(rule, complete, (p) => {
        const proof = premise === undefined ? known.prove(p) : premise(p)
        if (proof !== undefined) parts.push(proof)
        return proof?.theorem
      })
      return th === undefined ? undefined : because(th, text, ...parts)
    }))
  } finally {
    depth--
  }
}

/** Whether the head of the conclusion is a pattern variable: such a rule would match everything. */
function tooGeneral(rule: Rule): boolean {
  let head = rule.conclusion
  while (head.kind === 'app') head = head.fn
  return head.kind === 'fvar' && rule.variables.has(head)
}

/** An instance of a fact `∀ …, premises → conclusion`, also of the strict relation when the goal is the weak one. */
export function byQuantifiedFacts(goal: Term, known: Known): Proof | undefined {
  for (const rule of known.rules) {
    if (tooGeneral(rule)) continue
    const found = instanceOf(rule, goal, known, 'an instance of a fact') ?? weakInstance(rule, goal, known)
    if (found !== undefined) return found
  }
  return undefined
}

function weakInstance(rule: Rule, goal: Term, known: Known): Proof | undefined {
  const order = asOrder(goal)
  if (order === undefined || order.strict || asOrder(rule.conclusion)?.strict !== true) return undefined
  const strict = instanceOf(rule, mkLt(order.low, order.high), known, 'an instance of a fact')
  return strict === undefined ? undefined
    : because(byProducts(goal, [strict.theorem], [{ facts: [0] }, { facts: [1] }]), 'strictly', strict)
}

/** How many instances one leaf may add to its facts. */
const MAX_INSTANCES = 8

/** The order relation `goal` by linear arithmetic from the facts and instances of quantified ones that speak of atoms of the goal. */
export function byInstances(goal: Term, known: Known): Proof | undefined {
  if (known.rules.length === 0 || depth >= MAX_DEPTH) return undefined
  const view = new EngineView()
  const order = asOrder(goal)
  if (order === undefined || attempt(() => view.difference(order.high, order.low)) === undefined) return undefined
  const atoms = [...view.atoms().values()].filter((t) => t.kind === 'app')
  const found = new Map<Term, Proof>()
  for (const rule of known.rules) {
    if (asOrder(rule.conclusion) === undefined && asEq(rule.conclusion) === undefined) continue
    for (const atom of atoms) {
      if (found.size >= MAX_INSTANCES) break
      const proof = instanceAbout(rule, atom, known)
      if (proof !== undefined) found.set(core(proof.theorem.concl), proof)
    }
  }
  const parts = [...found.values()]
  const whole = parts.length === 0 ? undefined : byArithmetic(goal, known, parts.map((p) => p.theorem))
  return whole === undefined ? undefined : because(whole.theorem, 'instances of facts', ...parts)
}

/** An instance of the rule in whose conclusion the atom occurs. */
function instanceAbout(rule: Rule, atom: Term, known: Known): Proof | undefined {
  for (const pattern of patternsIn(rule)) {
    known.budget.spend(1)
    const found = match(pattern, atom, rule.variables, rule.freeTypes, EMPTY_MATCHING)
    const proof = found === undefined ? undefined : instanceAt(rule, found, known, 'an instance of a fact')
    if (proof !== undefined) return proof
  }
  return undefined
}

/** The applications in the conclusion that begin with something fixed and hold a pattern variable, outermost first. */
function patternsIn(rule: Rule): readonly Term[] {
  const out: Term[] = []
  const go = (t: Term): void => {
    if (t.kind !== 'app') return
    const args: Term[] = []
    let head: Term = t
    while (head.kind === 'app') {
      args.push(head.arg)
      head = head.fn
    }
    const fixed = !(head.kind === 'fvar' && rule.variables.has(head)) && asOrder(t) === undefined && asEq(t) === undefined
    if (fixed && isAtom(t) && freeVars(t).some((v) => rule.variables.has(v))) out.push(t)
    args.forEach(go)
  }
  go(rule.conclusion)
  return out
}

const lemmaRules = new WeakMap<Theorem, readonly Rule[]>()

/** The rules of a lemma of the library, in one spelling. */
export function rulesOfLemma(name: string, known: Known): readonly Rule[] {
  const lemma = known.library.lemma(name)
  if (lemma === undefined) return []
  const old = lemmaRules.get(lemma)
  if (old !== undefined) return old
  const made = rulesOf(normalised(lemma))
  lemmaRules.set(lemma, made)
  return made
}

/** An instance of the named lemma of the library. */
export function byLemma(name: string, goal: Term, known: Known, premise?: (p: Term) => Proof | undefined): Proof | undefined {
  for (const rule of rulesOfLemma(name, known)) {
    const found = instanceOf(rule, goal, known, name, premise)
    if (found !== undefined) return found
  }
  return undefined
}
