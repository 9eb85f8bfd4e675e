// UNTRUSTED. The sizes of sum-of-squares search: which products of facts take part, with sums of squares of what degree, in levels of
// growing cost. What it finds is a Positivstellensatz certificate the kernel checks. Engine files; auto.ts is the way in.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import { LimitExceeded } from '../arith/errors.js'
import { asOrder, mkLe } from '../kernel/signature.js'
import type { Term } from '../kernel/term.js'
import { REAL } from '../kernel/type.js'
import { assume, exFalso, type Theorem } from '../kernel/theorem.js'
import { canonical } from './canonical.js'
import { replay, type Row, type Share } from './farkas.js'
import { gather } from './gather.js'
import { explainShares } from './linear.js'
import { homogenised, isHomogeneous } from './homogeneous.js'
import { asEq } from './logic.js'
import { antisymmetry, byNegatedOrder, negatedGoal } from './order.js'
import { moderate, sumOfSquares, type Block, type Equation } from './sos.js'
import { squarePart } from './univariate.js'
import { symmetriesOf } from './symmetry.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { OutOfBudget, proved, unknown, type Budget, type Outcome, type Problem } from './types.js'
import { degreeOf, type EngineView } from './view.js'

interface Level {
  /** Facts in one product. */
  readonly facts: number
  /** Added to the degree of the target, rounded up to an even number. */
  readonly extra: number
  /** Whether products of several facts are multiplied by sums of squares, or by numbers only. */
  readonly weighted: boolean
  /** Only numbers as multipliers, of single facts too. */
  readonly light?: boolean
}

const LEVELS: readonly Level[] = [
  { facts: 1, extra: 0, weighted: false }, { facts: 2, extra: 0, weighted: false, light: true }, { facts: 2, extra: 0, weighted: false },
  { facts: 3, extra: 0, weighted: true }, { facts: 2, extra: 2, weighted: true },
]

/** Elements of one basis, blocks, atoms and rows that one search may have. */
const MAX_BASIS = 45
const MAX_BLOCKS = 60
const MAX_ATOMS = 10
const MAX_ROWS = 16
const MAX_DEGREE = 24

const degree = (p: Polynomial): number => p.terms.reduce((d, m) => Math.max(d, Number(degreeOf(m.factors))), 0)
const atomsOf = (p: Polynomial): readonly number[] => p.terms.flatMap((m) => m.factors.map((f) => f.atom))

/** Monomials in the atoms of degree at most d, small degrees first; undefined when there are too many. */
export function monomialsUpTo(atoms: readonly number[], d: number, most = MAX_BASIS): readonly Polynomial[] | undefined {
  let layer: { readonly p: Polynomial; readonly from: number }[] = [{ p: P.ONE, from: 0 }]
  const out: Polynomial[] = [P.ONE]
  for (let k = 1; k <= d; k++) {
    layer = layer.flatMap(({ p, from }) => atoms.slice(from).map((a, i) => ({ p: P.mul(p, P.atom(a)), from: from + i })))
    out.push(...layer.map((l) => l.p))
    if (out.length > most) return undefined
  }
  return out
}

interface Used {
  readonly index: number
  readonly kind: Row['kind']
  readonly polynomial: Polynomial
}

/** The rows that share atoms with the target, directly or through each other, the nearest first. */
function connected(rows: readonly Row[], target: number | undefined): readonly Used[] {
  const all = rows.map((r, index) => ({ index, kind: r.kind, polynomial: r.polynomial })).filter((r) => degree(r.polynomial) <= MAX_DEGREE)
  if (target === undefined) return all.slice(0, MAX_ROWS)
  const reached = new Set(atomsOf((rows[target] as Row).polynomial))
  const chosen = all.filter((r) => r.index === target)
  let rest = all.filter((r) => r.index !== target)
  while (rest.length > 0 && chosen.length < MAX_ROWS) {
    const near = rest.filter((r) => atomsOf(r.polynomial).some((a) => reached.has(a)))
    if (near.length === 0) break
    const tight = near.filter((r) => atomsOf(r.polynomial).every((a) => reached.has(a)))
    for (const r of tight.length > 0 ? tight : near) {
      if (chosen.length < MAX_ROWS) chosen.push(r)
      for (const a of atomsOf(r.polynomial)) reached.add(a)
    }
    rest = rest.filter((r) => !chosen.includes(r))
  }
  return chosen
}

interface Search {
  readonly rows: readonly Used[]
  readonly target: Used | undefined
  readonly atoms: readonly number[]
  readonly degree: number
  /** Whether every fact is homogeneous: then so is every summand, all of degree `degree`. */
  readonly homogeneous: boolean
  readonly level: Level
  /** Multiplies every element of a basis: the square of it divides the target. */
  readonly factor: Polynomial
}

/** The monomials of a basis for a product of this degree; undefined when there are too many, none when the degrees do not fit. */
function basisFor(s: Search, taken: number): readonly Polynomial[] | undefined {
  const room = s.degree - taken - 2 * degree(s.factor)
  if (room < 0 || (s.homogeneous && room % 2 === 1)) return []
  if (s.homogeneous) return monomialsUpTo(s.atoms, room / 2, 4 * MAX_BASIS)?.filter((p) => degree(p) === room / 2).slice(0, MAX_BASIS + 1)
  for (let d = room >> 1; d >= 0; d--) {
    const basis = monomialsUpTo(s.atoms, d)
    if (basis !== undefined || taken === 0) return basis?.map((p) => P.mul(p, s.factor))
  }
  return undefined
}

/** The blocks and equations of a level; undefined when they are too many. */
function blocksOf(s: Search): { readonly blocks: readonly Block[]; readonly equations: readonly Equation[] } | undefined {
  const { level, target } = s
  const blocks: Block[] = []
  const own = basisFor(s, 0)
  if (own === undefined || own.length > MAX_BASIS) return undefined
  const loneTarget = target?.kind === '>'
  if (!loneTarget && (!s.homogeneous || s.degree === 0)) blocks.push({ facts: [], polynomial: P.ONE, basis: [P.ONE], strict: true })
  blocks.push({ facts: [], polynomial: P.ONE, basis: own, strict: false })
  const usable = s.rows.filter((r) => r.kind !== '=')
  const go = (facts: readonly number[], p: Polynomial, strict: boolean, from: number): void => {
    if (facts.length > 0) addProduct(s, facts, p, strict, loneTarget, blocks)
    if (facts.length >= level.facts) return
    for (let k = from; k < usable.length; k++) {
      const row = usable[k] as Used
      if (degree(p) + degree(row.polynomial) > s.degree || (facts.length > 0 && degree(row.polynomial) === 0)) continue
      if (blocks.length >= MAX_BLOCKS) return
      go([...facts, row.index], P.mul(p, row.polynomial), strict && row.kind === '>', k)
    }
  }
  go([], P.ONE, true, 0)
  return { blocks, equations: s.rows.filter((r) => r.kind === '=').flatMap((r) => equationOf(s, r)) }
}

function equationOf(s: Search, r: Used): readonly Equation[] {
  const room = s.degree - degree(r.polynomial)
  for (let d = room; d >= 0; d--) {
    const all = monomialsUpTo(s.atoms, d, 200)
    const cofactors = s.homogeneous ? all?.filter((p) => degree(p) === room) : all
    if (cofactors !== undefined && cofactors.length > 0) return [{ fact: r.index, polynomial: r.polynomial, cofactors }]
    if (s.homogeneous) return []
  }
  return []
}

function addProduct(s: Search, facts: readonly number[], p: Polynomial, strict: boolean, loneTarget: boolean, blocks: Block[]): void {
  const positive = strict && (!loneTarget || facts.includes(s.target?.index ?? -1)) && (!s.homogeneous || degree(p) === s.degree)
  if (positive) blocks.push({ facts, polynomial: p, basis: [P.constant(moderate(p))], strict: true })
  if (facts.some((f, k) => k > 0 && facts[k - 1] === f)) return
  const weighted = s.homogeneous || (s.level.light !== true && (facts.length === 1 || s.level.weighted))
  const basis = basisFor(s, weighted ? degree(p) : s.degree) ?? []
  if (basis.length > MAX_BASIS) return
  const from = positive ? basis.filter((b) => degree(b) > 0) : basis
  if (from.length > 0) blocks.push({ facts, polynomial: p, basis: from, strict: false })
}

const nameOf = (blocks: readonly Block[]): string => blocks.map((b) => `${b.facts.join(',')}/${String(b.basis.length)}`).join(';')

/** For polynomials in one atom: the largest polynomial whose square divides the target, over the rationals. */
function squareFactor(target: Used | undefined, atoms: readonly number[]): Polynomial {
  const [atom] = atoms
  return target?.kind !== '>' || atom === undefined || atoms.length > 1 ? P.ONE : squarePart(target.polynomial, atom)
}

/** `False` from the rows by a sum-of-squares certificate around the target row. */
export function refuteBySums(rows: readonly Row[], target: number | undefined, view: EngineView, budget: Budget,
  levels: readonly Level[] = LEVELS): { readonly theorem: Theorem; readonly shares: readonly Share[] } | undefined {
  const used = connected(rows, target)
  const atoms = [...new Set(used.flatMap((r) => atomsOf(r.polynomial)))].sort((a, b) => a - b)
  if (atoms.length === 0 || atoms.length > MAX_ATOMS) return undefined
  const goal = used.find((r) => r.index === target)
  const base = goal === undefined ? Math.max(...used.map((r) => degree(r.polynomial))) : degree(goal.polynomial)
  const homogeneous = goal !== undefined && used.every((r) => isHomogeneous(r.polynomial))
  const factor = squareFactor(goal, atoms)
  const symmetries = factor === P.ONE ? symmetriesOf(used, goal?.index, atoms) : []
  const seen = new Set<string>()
  for (const [k, level] of levels.entries()) {
    const even = homogeneous && factor === P.ONE ? base : base + base % 2
    const search = { rows: used, target: goal, atoms, degree: even + level.extra, homogeneous: homogeneous && factor === P.ONE, level,
      factor }
    const found = budget.within(Math.ceil(budget.left / (levels.length - k)), (part) => {
      const made = blocksOf(search)
      const key = made === undefined ? '' : `${String(search.degree)}:${nameOf(made.blocks)}`
      if (made === undefined || seen.has(key)) return undefined
      seen.add(key)
      return sumOfSquares(made.blocks, made.equations, symmetries, view, part)
    })
    if (found !== undefined) return { theorem: replay(rows, found), shares: found }
  }
  return undefined
}

interface Found {
  readonly rows: readonly Row[]
  readonly theorem: Theorem
  readonly shares: readonly Share[]
}

function searched(rows: readonly Row[], target: number | undefined, view: EngineView, budget: Budget): Found | undefined {
  const found = refuteBySums(rows, target, view, budget)
  return found === undefined ? undefined : { ...found, rows }
}

const REASON = 'no sum of squares was found'

function attack(problem: Problem): Outcome {
  const { goal, facts, budget } = problem
  const negation = asOrder(goal) === undefined ? undefined : negatedGoal(goal)
  const eq = negation === undefined ? asEq(goal) : undefined
  if (eq !== undefined) return eq[0].type === REAL ? bothWays(problem, eq) : unknown('the goal is not about real numbers')
  const assumed = negation === undefined ? facts : [...facts, assume(negation)]
  const gathered = gather(assumed, budget)
  const last = negation === undefined ? undefined : assumed.at(-1)
  const exact = gathered.rows.findIndex((r) => r.theorem === last)
  const target = negation === undefined ? undefined : exact >= 0 ? exact : Math.max(0, gathered.given - 1)
  const { rows, view } = gathered
  // A fact that no polynomial stands for leaves no row.
  if (target !== undefined && rows[target] === undefined) return unknown(REASON)
  const lifted = target === undefined ? undefined : homogenised(rows, target, view)
  const found = (lifted === undefined ? undefined : budget.within(budget.left / 2, (part) => searched(lifted.rows, lifted.target, view,
    part)))
    ?? searched(rows, target, view, budget)
  if (found === undefined) return unknown(REASON)
  const theorem = negation === undefined ? exFalso(found.theorem, goal) : byNegatedOrder(goal, () => found.theorem)
  return { kind: 'proved', theorem, certificate: explainShares(found.rows, found.shares) }
}

function bothWays(problem: Problem, [a, b]: readonly [Term, Term]): Outcome {
  const low = attack({ ...problem, goal: mkLe(a, b) })
  if (low.kind !== 'proved') return low
  const high = attack({ ...problem, goal: mkLe(b, a) })
  if (high.kind !== 'proved') return high
  return proved(antisymmetry(low.theorem, high.theorem), 'both inequalities hold', [low.certificate, high.certificate])
}

/** Proves polynomial inequalities by sums of squares multiplied by products of facts. */
export function sums(problem: Problem): Outcome {
  try {
    return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, attack))(problem))
  } catch (error) {
    if (error instanceof OutOfBudget) return { ...unknown('the search for a sum of squares ran out of budget'), gaveUp: true }
    if (error instanceof LimitExceeded) return unknown(REASON)
    throw error
  }
}
