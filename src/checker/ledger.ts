// The failure-probability ledger of a theorem: which event spends how much of the total, at which step of its proof, and what is left.
// Read off the proof itself: only inequalities between probabilities that its theorem rests on are followed (trail.ts).
// UNTRUSTED display; it decides nothing. Imported by the command line.
import type { Polynomial } from '../arith/polynomial.js'
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { canonical, image } from '../engine/canonical.js'
import { betaNormalForm } from '../engine/conversion.js'
import { EngineView, rationalTerm } from '../engine/view.js'
import type { Declaration } from '../elaborate/result.js'
import { ADD, EQ, asBinary, asOrder, mkMul, operation } from '../kernel/signature.js'
import { alphaEqual, core, freeVars, mkApp, type Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import { REAL } from '../kernel/type.js'
import { eventOf } from '../numeric/quantities.js'
import { trailOf, type Used, type UsedStep } from './trail.js'

/** One event that spends. */
export interface Entry {
  /** `P[…]`: of the event that spends, or with `complement` of the event that is to hold. */
  readonly event: Term
  readonly complement: boolean
  /** Events the step splits off and leaves to others; what is spent is for the rest. */
  readonly besides: readonly Term[]
  /** What the step allows it, and what later steps bound that by. */
  readonly amount: Term
  readonly bounds: readonly { readonly amount: Term; readonly step: UsedStep }[]
  readonly step: UsedStep
  /** The lemma that gives the amount, and those it is handed on from. */
  readonly sources: readonly Source[]
  /** The ledger of the first of them that splits further; left out where an entry of the same step has it. */
  readonly within: Ledger | undefined
}

/** A lemma applied in a step. */
export interface Source {
  readonly lemma: Used
  readonly step: UsedStep
}

export interface Ledger {
  readonly used: Used
  /** Failure probability the statement allows. */
  readonly total: Term
  readonly entries: readonly Entry[]
  /** The total without what is spent; 0 when nothing is left. */
  readonly left: Term
  /** Cases of the proof that end in the statement; the ledger is that of the one which spends on most events. */
  readonly cases: number
  /** Events whose probability could not be followed further. */
  readonly open: readonly Term[]
}

/** Nested ledgers are followed this deep. */
const MAX_DEPTH = 8

/** The ledger of a proved statement about a probability; a clause saying why there is none. */
export function ledgerOf(used: Used, lemmas: ReadonlyMap<Theorem, Used>, depth = 0): Ledger | string {
  const open = used.declaration.open
  const trail = trailOf(used.declaration, lemmas)
  if (open === undefined || trail === undefined) return 'its proof is not known'
  const begin = accountOf(open.goal)
  if (begin === undefined) return 'it bounds the probability of no event'
  // A proof that opens definitions first goes on about the opened goal; one by cases reaches the goal several times.
  const ends = [...trail.top].filter((s) => accountOf(s.record.formula) !== undefined)
  const direct = ends.filter((s) => alphaEqual(betaNormalForm(s.record.formula), betaNormalForm(open.goal)))
  const goals = direct.length > 0 || ends.length !== 1 ? [open.goal] : [open.goal, ...ends.map((s) => s.record.formula)]
  const all = trail.branches.flatMap((end) => {
    const book = new Book(end.steps, hypothesesOf(used.declaration, end.theorem), lemmas, depth)
    return goals.map((goal) => book.settle(used, goal, trail.branches.length))
  })
  return all.reduce((best, ledger) => (isRicher(ledger, best) ? ledger : best))
}

/** The case that says most is shown: everything followed first, then by the number of events. */
function isRicher(a: Ledger, b: Ledger): boolean {
  const score = (l: Ledger): number => l.entries.length - 100 * l.open.length + (l.entries.some((e) => e.within !== undefined) ? 50 : 0)
  return score(a) > score(b)
}

/** A relation that bounds one probability from above, or one from below. */
function accountOf(formula: Term): { readonly relation: Term } | undefined {
  const { head, u, v } = operation(formula)
  if (asOrder(formula) === undefined && head !== EQ) return undefined
  return u.type === REAL && [u, v].some((t) => eventOf(t) !== undefined) ? { relation: formula } : undefined
}

/** Hypotheses in force where the goal is reached: those of the statement and what was obtained on the way. */
function hypothesesOf(d: Declaration, end: Theorem): ReadonlySet<Term> {
  return new Set([...(d.open?.hypotheses ?? []).map((h) => h.formula), ...end.hyps].map(core))
}

/** `form ≤ 0`, from a step. */
interface Row {
  readonly step: UsedStep
  readonly form: Polynomial
  readonly relation: Term
}

interface Spent {
  readonly event: number
  readonly amount: Term
  readonly row: Row
  readonly complement: boolean
  readonly besides: readonly number[]
}

class Book {
  readonly #view = new EngineView()
  readonly #rows: readonly Row[]
  readonly #order: ReadonlyMap<UsedStep, number>
  readonly #below = new Map<UsedStep, ReadonlySet<UsedStep>>()
  #spent: readonly Spent[] = []
  /** Events as first written, by their canonical form. */
  readonly #written = new Map<Term, Term>()

  constructor(
    steps: readonly UsedStep[], hypotheses: ReadonlySet<Term>, readonly lemmas: ReadonlyMap<Theorem, Used>, readonly depth: number,
  ) {
    this.#order = new Map(steps.map((s, i) => [s, i]))
    const inForce = steps.filter((s) => s.theorem.hyps.every((h) => hypotheses.has(core(h))))
    this.#rows = inForce.flatMap((s) => this.#rowsOf(s))
  }

  /** The formula with every event in the spelling in which the engine compares them: `X < a` is `¬ a ≤ X` there. */
  #spelt(formula: Term): Term {
    const go = (t: Term): Term => {
      if (eventOf(t) !== undefined) {
        const canonicalForm = image(t, canonical)
        if (!this.#written.has(core(canonicalForm))) this.#written.set(core(canonicalForm), t)
        return canonicalForm
      }
      return t.kind === 'app' ? mkApp(go(t.fn), go(t.arg)) : t
    }
    return go(betaNormalForm(formula))
  }

  /** A probability or amount as the proof writes it. */
  #asWritten(t: Term): Term {
    const written = this.#written.get(core(t))
    if (written !== undefined) return written
    return t.kind === 'app' ? mkApp(this.#asWritten(t.fn), this.#asWritten(t.arg)) : t
  }

  /** `low - high` of a step, both ways for an equation. */
  #rowsOf(step: UsedStep): readonly Row[] {
    const relation = this.#spelt(step.record.formula)
    const { head, u, v } = operation(relation)
    const order = asOrder(relation)
    if (u.type !== REAL || (order === undefined && head !== EQ)) return []
    const form = order === undefined ? this.#view.difference(u, v) : this.#view.difference(order.low, order.high)
    return order === undefined ? [{ step, form, relation }, { step, form: P.neg(form), relation }] : [{ step, form, relation }]
  }

  settle(used: Used, goal: Term, cases: number): Ledger {
    const relation = this.#spelt(goal)
    const { u, v } = operation(relation)
    const order = asOrder(relation) ?? { low: u, high: v }
    const below = this.#events(this.#view.polynomial(order.low)).length > 0
    const one = P.constant(Q.ONE)
    // A lower bound on a probability allows its complement to happen.
    const start = below ? this.#view.polynomial(order.low) : P.sub(one, this.#view.polynomial(order.high))
    const total = below ? order.high : undefined
    const allowed = below ? this.#view.polynomial(order.high) : P.sub(one, this.#view.polynomial(order.low))
    const { spent, rest } = this.#follow(start)
    this.#spent = spent
    const entries = spent.map((s, i) => this.#entry(s, spent.findIndex((o) => o.row.step === s.row.step) === i))
    const paid = entries.reduce((sum, e) => P.add(sum, this.#view.polynomial(e.bounds.at(-1)?.amount ?? e.amount)), rest)
    const left = P.sub(allowed, paid)
    return {
      used, cases, total: this.#asWritten(total ?? this.#view.reify(allowed)), entries, left: this.#asWritten(this.#view.reify(left)),
      open: this.#events(left).map((atom) => this.#asWritten(this.#view.term(atom))),
    }
  }

  /** Atoms of a polynomial that are probabilities. */
  #events(p: Polynomial): readonly number[] {
    const atoms = new Set(p.terms.flatMap((m) => m.factors.map((f) => f.atom)))
    return [...atoms].filter((a) => eventOf(this.#view.term(a)) !== undefined)
  }

  /** The part of a polynomial without probabilities. */
  #plain(p: Polynomial): Polynomial {
    return P.fromTerms(p.terms.filter((m) => m.factors.every((f) => eventOf(this.#view.term(f.atom)) === undefined)))
  }

  /** The coefficient of a probability that occurs by itself only; undefined when it is multiplied with something else. */
  #coefficient(p: Polynomial, atom: number): Rational | undefined {
    const with_ = p.terms.filter((m) => m.factors.some((f) => f.atom === atom))
    const [only, ...more] = with_
    if (only === undefined) return Q.ZERO
    return more.length === 0 && only.factors.length === 1 && only.factors[0]?.exponent === 1n ? only.coefficient : undefined
  }

  /** Replaces probabilities by what bounds them, from the goal down, until none is left that a step bounds. */
  #follow(start: Polynomial): { readonly spent: readonly Spent[]; readonly rest: Polynomial } {
    const spent: Spent[] = []
    const taken = new Set<UsedStep>()
    let form = start
    for (;;) {
      const next = this.#events(form).map((atom) => this.#replacement(form, atom, taken)).find((r) => r !== undefined)
      if (next === undefined) return { spent, rest: form }
      taken.add(next.row.step)
      const added = P.scale(next.value, next.factor)
      form = P.add(P.sub(form, P.scale(P.atom(next.atom), next.factor)), added)
      const complement = Q.sign(next.factor) < 0
      const events = this.#events(next.value)
      if (complement && (events.length > 0 || !Q.eq(next.factor, Q.rational(-1n)))) continue
      // From 1 - P[A] and a ≤ P[A]: the complement of A takes 1 - a.
      const plain = complement ? P.add(P.constant(Q.ONE), added) : this.#plain(added)
      const amounts = complement ? [this.#view.reify(plain)] : this.#amounts(next.row, next.atom, next.factor, plain)
      for (const amount of amounts) spent.push({ event: next.atom, amount, row: next.row, complement, besides: events })
      form = P.sub(form, plain)
    }
  }

  /** The deepest step that bounds the probability in the direction its sign in `form` asks for. */
  #replacement(form: Polynomial, atom: number, taken: ReadonlySet<UsedStep>):
  { readonly row: Row; readonly atom: number; readonly factor: Rational; readonly value: Polynomial } | undefined {
    const factor = this.#coefficient(form, atom)
    if (factor === undefined || Q.isZero(factor)) return undefined
    const fitting = this.#rows.filter((row) => !taken.has(row.step) && this.#bounds(row.form, atom, Q.sign(factor)))
    const deepest = fitting.filter((row) => !fitting.some((other) => other.step !== row.step && this.#under(row.step).has(other.step)))
    const [row] = deepest.sort((a, b) => (this.#order.get(a.step) ?? 0) - (this.#order.get(b.step) ?? 0))
    if (row === undefined) return undefined
    const own = this.#coefficient(row.form, atom) ?? Q.ONE
    const value = P.scale(P.sub(row.form, P.scale(P.atom(atom), own)), Q.neg(Q.inv(own)))
    return { row, atom, factor, value }
  }

  /** Whether `row ≤ 0` bounds the probability from above (sign 1) by others with positive weight, or from below (sign -1) by any. */
  #bounds(row: Polynomial, atom: number, sign: -1 | 0 | 1): boolean {
    const own = this.#coefficient(row, atom)
    if (own === undefined || Q.sign(own) !== sign) return false
    const others = this.#events(row).filter((a) => a !== atom).map((a) => this.#coefficient(row, a))
    return others.every((c) => c !== undefined && (sign < 0 || Q.sign(c) < 0))
  }

  /** Every step below a step. */
  #under(step: UsedStep): ReadonlySet<UsedStep> {
    const old = this.#below.get(step)
    if (old !== undefined) return old
    const all = new Set<UsedStep>()
    this.#below.set(step, all)
    for (const s of step.steps) {
      all.add(s)
      for (const t of this.#under(s)) all.add(t)
    }
    return all
  }

  /** The addends of the bound as written, where the step says `P[A] ≤ bound`; else the whole in normal form. */
  #amounts(row: Row, atom: number, factor: Rational, plain: Polynomial): readonly Term[] {
    if (plain.terms.length === 0) return []
    const { u, v } = operation(row.relation)
    const order = asOrder(row.relation) ?? { low: u, high: v }
    const [event, bound] = this.#view.atomOf(order.low) === atom ? [order.low, order.high] : [order.high, order.low]
    const written = addends(bound).filter((t) => this.#events(this.#view.polynomial(t)).length === 0)
    const sum = written.reduce((all, t) => P.add(all, this.#view.polynomial(t)), P.ZERO)
    const asWritten = this.#view.atomOf(event) === atom && Q.eq(factor, Q.ONE) && P.equal(sum, plain)
    return asWritten ? written : [this.#view.reify(plain)]
  }

  #entry({ event, amount, row, complement, besides }: Spent, first: boolean): Entry {
    const sources = this.#sources(row.step)
    const ledger = !first || this.depth >= MAX_DEPTH ? undefined : sources.map((s) => this.#deeper(s)).find((l) => l !== undefined)
    return {
      event: this.#asWritten(this.#view.term(event)), complement, amount,
      besides: besides.map((atom) => this.#asWritten(this.#view.term(atom))),
      bounds: this.#bounding(amount), step: row.step, sources, within: ledger,
    }
  }

  /** The step's lemma; and as long as the step rests on one bound of a probability alone, the lemma of that one. */
  #sources(step: UsedStep): readonly Source[] {
    const lemma = this.#lemmaOf(step)
    const below = [...step.steps].filter((s) => accountOf(s.record.formula) !== undefined)
    const [only] = below
    return [...(lemma === undefined ? [] : [{ lemma, step }]), ...(below.length === 1 && only !== undefined ? this.#sources(only) : [])]
  }

  /** The ledger of the lemma, if it splits further. */
  #deeper({ lemma }: Source): Ledger | undefined {
    const ledger = ledgerOf(lemma, this.lemmas, this.depth + 1)
    if (typeof ledger === 'string') return undefined
    return ledger.entries.length > 1 || ledger.entries.some((e) => e.within !== undefined) ? ledger : undefined
  }

  /** The one lemma about probabilities the step applies. */
  #lemmaOf(step: UsedStep): Used | undefined {
    const named = /^by (\S+)$/u.exec(step.record.explanation?.text ?? '')?.[1]
    const all = [...step.lemmas]
    return all.find((l) => l.declaration.name === named) ?? (all.length === 1 ? all[0] : undefined)
  }

  /** Steps that bound the amount by something else, one after the other, closest to the event first. */
  #bounding(amount: Term): Entry['bounds'] {
    const out: { readonly amount: Term; readonly step: UsedStep }[] = []
    const used = new Set<UsedStep>()
    let now = this.#view.polynomial(amount)
    for (;;) {
      const next = this.#rows.map((row) => ({ row, bound: used.has(row.step) ? undefined : this.#scaledBound(row, now) }))
        .find((c) => c.bound !== undefined)
      if (next?.bound === undefined) return out
      used.add(next.row.step)
      out.push({ amount: next.bound, step: next.row.step })
      now = this.#view.polynomial(next.bound)
    }
  }

  /** For a step `a ≤ b` or `a = b` and an amount q a: the term q b. */
  #scaledBound(row: Row, amount: Polynomial): Term | undefined {
    const { u, v } = operation(row.relation)
    const { low, high } = asOrder(row.relation) ?? { low: u, high: v }
    const from = this.#view.polynomial(low)
    const [lead, own] = [amount.terms[0], from.terms[0]]
    if (lead === undefined || own === undefined || freeVars(low).length === 0 || this.#view.atomOf(low) !== undefined) return undefined
    if (this.#events(from).length > 0 || this.#events(this.#view.polynomial(high)).length > 0) return undefined
    const scale = Q.div(lead.coefficient, own.coefficient)
    if (Q.sign(scale) <= 0 || !P.equal(P.scale(from, scale), amount)) return undefined
    // A step about another entry's amount says nothing about a multiple of it that happens to be this one's.
    if (!Q.eq(scale, Q.ONE) && this.#spent.some((s) => P.equal(this.#view.polynomial(s.amount), from))) return undefined
    const bound = this.#view.polynomial(high)
    if (P.equal(bound, from)) return undefined
    return Q.eq(scale, Q.ONE) ? high : mkMul(rationalTerm(scale), high)
  }
}

function addends(t: Term): readonly Term[] {
  const both = asBinary(t, ADD)
  return both === undefined ? [t] : both.flatMap(addends)
}
