// UNTRUSTED. Nonlinear real arithmetic by certificates: products of facts with each other and with squares, squares of differences
// of monomials, equations times monomials; the multipliers come from one exact linear program over monomials, in stages of growing
// size. What it finds is a Positivstellensatz certificate the kernel checks. Engine files; portfolio.ts is the way in.
import * as P from '../arith/polynomial.js'
import { assume, exFalso, mp, type Theorem } from '../kernel/theorem.js'
import { asOrder, mkAdd, mkCoe, mkEq, mkLe, mkSub, real } from '../kernel/signature.js'
import { base } from '../kernel/axioms.js'
import { NAT } from '../kernel/type.js'
import type { Term } from '../kernel/term.js'
import { canonical } from './canonical.js'
import { isNumeric, refute, singles, type Generator, type Row, type Share } from './farkas.js'
import { gather, type Gathered } from './gather.js'
import { explainShares } from './linear.js'
import { asEq, specialiseAll } from './logic.js'
import { antisymmetry, byNegatedOrder, negatedGoal } from './order.js'
import { completedSquares } from './squares.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { OutOfBudget, proved, unknown, type Budget, type Outcome, type Problem } from './types.js'
import { degreeOf, factorsKey, type EngineView, type Factors } from './view.js'

/** What one stage may use. */
interface Stage {
  /** Largest number of facts multiplied together. */
  readonly facts: number
  /** Whether squares of sums and differences of monomials take part, and up to what degree before squaring. */
  readonly squares: bigint
  /** Whether facts are multiplied by squares of atoms. */
  readonly weighted: boolean
  /** Largest degree of a generator. */
  readonly degree: bigint
  /** Most rows considered, those nearest the goal first. */
  readonly rows: number
  /** Most generators; a stage that would need more is cut there. */
  readonly generators: number
}

const STAGES: readonly Stage[] = [
  { facts: 2, squares: 1n, weighted: false, degree: 2n, rows: 12, generators: 200 },
  { facts: 2, squares: 2n, weighted: true, degree: 4n, rows: 16, generators: 500 },
  { facts: 3, squares: 2n, weighted: true, degree: 6n, rows: 14, generators: 1200 },
]

/** Rows nearest to `target` by shared atoms, the target itself first; the order of the others is kept. */
function nearest(rows: readonly Row[], target: number, count: number): readonly number[] {
  const reached = new Set(atomsOf((rows[target] as Row).polynomial))
  const chosen: number[] = [target]
  const rest = new Set(rows.keys())
  rest.delete(target)
  while (chosen.length < count && rest.size > 0) {
    let added = false
    for (const i of rest) {
      if (chosen.length >= count) break
      const atoms = atomsOf((rows[i] as Row).polynomial)
      if (!atoms.some((a) => reached.has(a))) continue
      chosen.push(i)
      rest.delete(i)
      atoms.forEach((a) => reached.add(a))
      added = true
    }
    if (!added) break
  }
  return chosen
}

function atomsOf(p: P.Polynomial): number[] {
  return p.terms.flatMap((m) => m.factors.map((f) => f.atom))
}

function degree(p: P.Polynomial): bigint {
  return p.terms.reduce((d, m) => (degreeOf(m.factors) > d ? degreeOf(m.factors) : d), 0n)
}

/** Collects generators without repetition, up to a number. */
class Generators {
  readonly list: Generator[] = []
  readonly #seen = new Set<string>()
  constructor(readonly limit: number, readonly budget: Budget) {}

  add(g: Generator): void {
    if (this.list.length >= this.limit || g.polynomial.terms.length === 0) return
    const terms = g.polynomial.terms.map((m) => `${String(m.coefficient)}*${factorsKey(m.factors)}`).sort()
    const key = `${g.kind}${g.kind === 'product' ? String(g.strict) : ''}:${terms.join('+')}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.budget.spend(1 + g.polynomial.terms.length)
    this.list.push(g)
  }
}

/** Products of up to `stage.facts` of the chosen inequalities. */
function factProducts(rows: readonly Row[], chosen: readonly number[], stage: Stage, out: Generators): void {
  const usable = chosen.filter((i) => (rows[i] as Row).kind !== '=')
  const go = (facts: readonly number[], polynomial: P.Polynomial, strict: boolean, from: number): void => {
    if (facts.length >= 2) out.add({ kind: 'product', facts, squares: [], polynomial, strict })
    if (facts.length >= stage.facts) return
    for (let k = from; k < usable.length; k++) {
      const i = usable[k] as number
      const row = rows[i] as Row
      if (degree(polynomial) + degree(row.polynomial) > stage.degree) continue
      go([...facts, i], P.mul(polynomial, row.polynomial), strict && row.kind === '>', k)
    }
  }
  go([], P.ONE, true, 0)
}

/** Monomials that occur, without coefficient, by increasing degree; the empty one first. */
function monomials(rows: readonly Row[], chosen: readonly number[]): readonly Factors[] {
  const found = new Map<string, Factors>([['', []]])
  for (const i of chosen) {
    for (const m of (rows[i] as Row).polynomial.terms) {
      found.set(factorsKey(m.factors), m.factors)
      for (const f of m.factors) {
        const single = [{ atom: f.atom, exponent: 1n }]
        found.set(factorsKey(single), single)
      }
    }
  }
  return [...found.values()].sort((a, b) => Number(degreeOf(a) - degreeOf(b)))
}

/** With squares of degree above one, also the products of two atoms, which a sum of squares needs even if they do not occur. */
function withPairs(list: readonly Factors[], stage: Stage): readonly Factors[] {
  if (stage.squares < 2n) return list
  const found = new Map(list.map((f) => [factorsKey(f), f]))
  const atoms = list.filter((f) => degreeOf(f) === 1n).flatMap((f) => f.map((g) => g.atom)).slice(0, 4)
  for (const [i, a] of atoms.entries()) {
    for (const b of atoms.slice(i)) {
      const pair = a === b ? [{ atom: a, exponent: 2n }] : [{ atom: Math.min(a, b), exponent: 1n }, { atom: Math.max(a, b), exponent: 1n }]
      found.set(factorsKey(pair), pair)
    }
  }
  return [...found.values()]
}

/** Squares of monomials, and of sums and differences of two of them. */
function squareGenerators(list: readonly Factors[], stage: Stage, view: EngineView, out: Generators): void {
  const small = withPairs(list.filter((f) => degreeOf(f) <= stage.squares), stage).slice(0, 16)
  const term = (f: Factors): Term => (f.length === 0 ? real(1n) : view.monomialTerm(f))
  const add = (t: Term): void => { out.add({ kind: 'product', facts: [], squares: [t], polynomial: view.square(t), strict: false }) }
  for (const f of small) if (f.length > 0) add(term(f))
  for (const [i, f] of small.entries()) {
    for (const g of small.slice(i + 1)) {
      add(mkSub(term(f), term(g)))
      add(mkAdd(term(f), term(g)))
    }
  }
}

/** Facts times squares of atoms and of differences of atoms; equations times monomials. */
function weightedGenerators(rows: readonly Row[], chosen: readonly number[], list: readonly Factors[], stage: Stage, view: EngineView,
  out: Generators): void {
  const atoms = list.filter((f) => degreeOf(f) === 1n).slice(0, 6)
  for (const i of chosen) {
    const row = rows[i] as Row
    if (row.kind === '=') {
      for (const f of list.slice(0, 16)) {
        if (f.length === 0 || degree(row.polynomial) + degreeOf(f) > stage.degree + 1n) continue
        const cofactor = view.monomialTerm(f)
        out.add({ kind: 'equation', fact: i, cofactor, polynomial: P.mul(row.polynomial, view.polynomial(cofactor)) })
      }
    } else if (stage.weighted && degree(row.polynomial) + 2n <= stage.degree) {
      for (const [k, f] of atoms.entries()) {
        const roots = [view.monomialTerm(f), ...atoms.slice(k + 1).map((g) => mkSub(view.monomialTerm(f), view.monomialTerm(g)))]
        for (const root of roots) {
          out.add({ kind: 'product', facts: [i], squares: [root], polynomial: P.mul(row.polynomial, view.square(root)), strict: false })
        }
      }
    }
  }
}

function generatorsFor(gathered: Gathered, target: number, stage: Stage, budget: Budget): readonly Generator[] {
  const { rows, view } = gathered
  const chosen = nearest(rows, target, stage.rows)
  const out = new Generators(stage.generators, budget)
  for (const g of singles(rows)) out.add(g)
  const list = monomials(rows, chosen)
  for (const form of completedSquares((rows[target] as Row).polynomial)) {
    const root = view.reify(form)
    out.add({ kind: 'product', facts: [], squares: [root], polynomial: P.pow(form, 2n), strict: false })
  }
  squareGenerators(list, stage, view, out)
  factProducts(rows, chosen, stage, out)
  weightedGenerators(rows, chosen, list, stage, view, out)
  return out.list
}

interface Found {
  readonly theorem: Theorem
  readonly rows: readonly Row[]
  readonly shares: readonly Share[]
}

/** `False` from the facts, the last of which is nearest to what is to be shown. */
function refuteInStages(facts: readonly Theorem[], budget: Budget): Found | undefined {
  const gathered = gather(facts, budget)
  const last = facts.at(-1)
  const exact = gathered.rows.findIndex((r) => r.theorem === last)
  const target = exact >= 0 ? exact : Math.max(0, gathered.given - 1)
  if (gathered.rows.length === 0) return undefined
  for (const [index, stage] of STAGES.entries()) {
    const share = Math.floor(budget.left / (STAGES.length - index))
    const found = budget.within(share, (part) => refute(gathered.rows, generatorsFor(gathered, target, stage, part), part))
    if (found?.kind === 'refuted') return { theorem: found.theorem, rows: gathered.rows, shares: found.shares }
  }
  return undefined
}

const REASON = 'no certificate was found from products of these facts and squares'

function attackOrder(problem: Problem): Outcome {
  const negation = negatedGoal(problem.goal)
  if (negation === undefined) return unknown('the goal is not an inequality')
  const found = refuteInStages([...problem.facts, assume(negation)], problem.budget)
  if (found === undefined) return unknown(REASON)
  return { kind: 'proved', theorem: byNegatedOrder(problem.goal, () => found.theorem),
    certificate: explainShares(found.rows, found.shares) }
}

function attackEquation(problem: Problem, [a, b]: readonly [Term, Term]): Outcome {
  if (a.type === NAT) {
    const inner = attackEquation({ ...problem, goal: mkEq(mkCoe(a), mkCoe(b)) }, [mkCoe(a), mkCoe(b)])
    return inner.kind === 'proved' ? { ...inner, theorem: mp(specialiseAll(base.coe_inj, [a, b]), inner.theorem) } : inner
  }
  const low = attackOrder({ ...problem, goal: mkLe(a, b) })
  if (low.kind !== 'proved') return low
  const high = attackOrder({ ...problem, goal: mkLe(b, a) })
  if (high.kind !== 'proved') return high
  return proved(antisymmetry(low.theorem, high.theorem), 'both inequalities hold', [low.certificate, high.certificate])
}

function attack(problem: Problem): Outcome {
  const { goal } = problem
  if (asOrder(goal) !== undefined) return attackOrder(problem)
  const eq = asEq(goal)
  if (eq !== undefined && isNumeric(eq[0])) return attackEquation(problem, eq)
  const found = refuteInStages(problem.facts, problem.budget)
  if (found === undefined) return unknown(REASON)
  return { kind: 'proved', theorem: exFalso(found.theorem, goal), certificate: explainShares(found.rows, found.shares) }
}

/** Proves polynomial inequalities and equations that follow by multiplying facts and adding squares. */
export function nonlinear(problem: Problem): Outcome {
  try {
    return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, attack))(problem))
  } catch (error) {
    if (error instanceof OutOfBudget) return { ...unknown('the search for a certificate ran out of budget'), gaveUp: true }
    throw error
  }
}
