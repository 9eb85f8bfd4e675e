// UNTRUSTED. `bounded X` by structure: the library's closure lemmas for the head of X, facts about X or its parts, and pointwise facts
// `|X ω| ≤ B` or `a ≤ X ω ≤ b` with constants. Anyone above the kernel may use it.
import { REAL, type Type } from '../kernel/type.js'
import {
  alphaEqual, core, freeVars, instantiateBody, mkAbs, mkApp, mkConst, occurs, type Abs, type Constant, type FVar, type Term,
} from '../kernel/term.js'
import { A, ABS, ADD, B, DIV, EXP, ITE, MAX, MIN, MUL, NEG, NPOW, PROD, SQRT, SUB, SUM, asOrder } from '../kernel/signature.js'
import { beta, congApp, generalise, instantiate, mp, refl, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { applied, etaContracted, underBinder, withFresh } from './conversion.js'
import { because, fill, matchConclusion, type Known, type Proof, type Rule } from './known.js'
import { attempt, byLemma, byQuantifiedFacts, instanceAt, rulesOfLemma } from './leaves.js'
import { congArg, iffMpr, sides, unfoldHead } from './logic.js'
import { EMPTY_MATCHING, match, type Matching } from './match.js'

/** The closure lemmas to try for the head of the body. */
const closure: ReadonlyMap<Constant, readonly string[]> = new Map<Constant, readonly string[]>([
  [ADD, ['bounded_add']], [SUB, ['bounded_sub']], [NEG, ['bounded_neg']], [MUL, ['bounded_mul']], [DIV, ['bounded_div']],
  [MAX, ['bounded_max']], [MIN, ['bounded_min']], [ABS, ['bounded_abs']], [EXP, ['bounded_exp']], [SQRT, ['bounded_sqrt']],
  [NPOW, ['bounded_pow']], [ITE, ['bounded_indicator', 'bounded_if']], [SUM, ['bounded_sum']], [PROD, ['bounded_prod']],
])

/** Proves a goal `bounded X` in one spelling; undefined for any other goal. */
export function bounded(goal: Term, known: Known): Proof | undefined {
  const constant = known.library.constant('bounded')
  if (constant === undefined || goal.kind !== 'app' || goal.fn.kind !== 'const' || goal.fn.constant !== constant) return undefined
  known.budget.spend(2)
  const fact = known.find(goal)
  if (fact !== undefined) return because(fact, 'a fact')
  const short = etaContracted(goal.arg)
  if (short !== goal.arg) return contracted(goal.fn, goal.arg as Abs, known)
  return byQuantifiedFacts(goal, known) ?? byLemma('bounded_const', goal, known) ?? byStructure(goal, goal.arg, known)
    ?? pointwise(goal, goal.arg, known)
}

/** `⊢ (λx. f x) = f` */
export function etaEquation(t: Abs): Theorem {
  const f = etaContracted(t)
  const axiom = instantiate(base.funext, new Map([[A, t.domain], [B, t.body.type]]), new Map())
  const all = withFresh(t.hint, t.domain, (v) => generalise(v, beta(mkApp(t, v))))
  return mp(specialise(specialise(axiom, t), f), all)
}

function contracted(head: Term, x: Abs, known: Known): Proof | undefined {
  const eq = congArg(head, etaEquation(x))
  const inner = bounded(sides(eq)[1], known)
  return inner === undefined ? undefined : { theorem: iffMpr(eq, inner.theorem), why: inner.why }
}

/** By the head of the body: a closure lemma, a function known to be bounded, or a definition to open. */
function byStructure(goal: Term, x: Term, known: Known): Proof | undefined {
  if (x.kind !== 'abs') return undefined
  let head = x.body
  while (head.kind === 'app') head = head.fn
  if (head.kind === 'const') {
    for (const name of closure.get(head.constant) ?? []) {
      const found = byLemma(name, goal, known)
      if (found !== undefined) return found
    }
    const named = byLemma(`bounded_${head.constant.name}`, goal, known)
    if (named !== undefined) return named
  }
  return composition(goal, x, known) ?? (head.kind === 'const' ? byDefinition(goal, x, head.constant, known) : undefined)
}

/** `λω. φ (X ω)` for a bounded φ. */
function composition(goal: Term, x: Abs, known: Known): Proof | undefined {
  return withFresh(x.hint, x.domain, (point) => {
    const value = instantiateBody(x, point)
    if (value.kind !== 'app' || occurs(point, value.fn) || !occurs(point, value.arg)) return undefined
    for (const rule of rulesOfLemma('bounded_comp', known)) {
      const [phi, inner] = rule.vars
      if (phi === undefined || inner === undefined) continue
      const first = match(phi, value.fn, rule.variables, true, EMPTY_MATCHING)
      const both = first === undefined ? undefined : match(inner, mkAbs(point, value.arg), rule.variables, true, first)
      const proof = both === undefined ? undefined : instanceAt(rule, both, known, 'bounded_comp')
      if (proof !== undefined && alphaEqual(proof.theorem.concl, goal)) return proof
    }
    return undefined
  })
}

function byDefinition(goal: Term, x: Abs, head: Constant, known: Known): Proof | undefined {
  if (head.body === undefined || closure.has(head)) return undefined
  const pointwiseFirst = pointwise(goal, x, known)
  if (pointwiseFirst !== undefined) return pointwiseFirst
  const eq = underBinder(x, unfoldHead)
  if (eq === undefined || goal.kind !== 'app') return undefined
  const whole = congApp(refl(goal.fn), eq)
  const inner = known.prove(sides(whole)[1])
  return inner === undefined ? undefined : because(iffMpr(whole, inner.theorem), `by definition of ${head.name}`, inner)
}

// ── constants that bound the values ──

/** A value of the pattern variables of a lemma, by their position in its `fix` list. */
function preset(rule: Rule, goal: Term, values: readonly (readonly [number, Term])[]): Matching | undefined {
  const found = matchConclusion(rule, goal)
  if (found === undefined) return undefined
  const vars = new Map(found.vars)
  for (const [i, value] of values) vars.set(rule.vars[i] as FVar, value)
  return { types: found.types, vars }
}

function pointwise(goal: Term, x: Term, known: Known): Proof | undefined {
  const domain = x.type.args[0] as Type
  return withFresh(x.kind === 'abs' ? x.hint : 'ω', domain, (point) => {
    const value = x.kind === 'abs' ? instantiateBody(x, point) : applied(x, point)
    const { sizes, lowers, uppers } = candidates(value, point, known)
    for (const rule of rulesOfLemma('bounded_of_abs_le', known)) {
      for (const b of sizes) {
        const found = preset(rule, goal, [[1, b]])
        const proof = found === undefined ? undefined : instanceAt(rule, found, known, 'bounded_of_abs_le')
        if (proof !== undefined) return proof
      }
    }
    for (const rule of rulesOfLemma('bounded_of_range', known)) {
      for (const a of lowers) {
        for (const b of uppers) {
          const found = preset(rule, goal, [[1, a], [2, b]])
          const proof = found === undefined ? undefined : instanceAt(rule, found, known, 'bounded_of_range')
          if (proof !== undefined) return proof
        }
      }
    }
    return undefined
  })
}

interface Candidates { readonly sizes: readonly Term[]; readonly lowers: readonly Term[]; readonly uppers: readonly Term[] }

/** Terms free of the point that quantified facts, or the library's `…_range` lemma, compare with the value. */
function candidates(value: Term, point: FVar, known: Known): Candidates {
  let head = value
  while (head.kind === 'app') head = head.fn
  const rules = [...known.rules, ...(head.kind === 'const' ? rulesOfLemma(`${head.constant.name}_range`, known) : [])]
  const sizes = new Map<Term, Term>()
  const lowers = new Map<Term, Term>()
  const uppers = new Map<Term, Term>()
  const absolute = mkApp(mkConst(ABS), value)
  for (const rule of rules) {
    const order = asOrder(rule.conclusion)
    if (order === undefined) continue
    known.budget.spend(1)
    note(rule, order.low, absolute, order.high, point, sizes)
    note(rule, order.low, value, order.high, point, uppers)
    note(rule, order.high, value, order.low, point, lowers)
  }
  return { sizes: [...sizes.values()], lowers: [...lowers.values()], uppers: [...uppers.values()] }
}

/** If `side` matches `target`, the other side is a candidate, provided it is a constant. */
function note(rule: Rule, side: Term, target: Term, other: Term, point: FVar, into: Map<Term, Term>): void {
  if (side.kind === 'fvar' && rule.variables.has(side)) return
  const found = match(side, target, rule.variables, rule.freeTypes, EMPTY_MATCHING)
  const constant = found === undefined ? undefined : attempt(() => fill(other, found))
  if (constant === undefined || constant.type !== REAL || occurs(point, constant)) return
  if (freeVars(constant).some((v) => v.name.startsWith('?'))) return
  into.set(core(constant), constant)
}
