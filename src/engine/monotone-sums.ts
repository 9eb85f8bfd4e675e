// UNTRUSTED. Comparisons of sums: the monomials of the two sides are compared with each other and with 0, and linear arithmetic puts
// the comparisons together. Part of monotone.
import * as P from '../arith/polynomial.js'
import type { Monomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { core, mkAbs, mkConst, mkVar, type Constant, type Term } from '../kernel/term.js'
import { CARD, COE, EXP, NPOW, RANGE, SUM, apply, argsOf, asUnary, mkCoe, mkEq, mkLe, mkMul, real } from '../kernel/signature.js'
import { because, type Known, type Proof } from './known.js'
import { attempt, byArithmetic, byLemma } from './leaves.js'
import { compare } from './monotone.js'
import { sign } from './positivity.js'
import { EngineView } from './view.js'

/** How many comparisons of monomials one sum may ask for. */
const MAX_PAIRS = 30

/** `s ≤ t` from comparisons between the monomials that the two sides do not share. */
export function byMonomials(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  const view = new EngineView()
  const difference = view.difference(t, s)
  const monomials = difference.terms.filter((m) => m.factors.length > 0)
  if (monomials.length < (isSimple(s) && isSimple(t) ? 2 : 1)) return undefined
  const lows = monomials.filter((m) => Q.sign(m.coefficient) < 0).map((m) => monomialTerm(m, view))
  const highs = monomials.filter((m) => Q.sign(m.coefficient) > 0).map((m) => monomialTerm(m, view))
  const parts = [...signs([...lows, ...highs], known), ...atomBounds([...lows, ...highs], known),
    ...constantSums(lows, difference, view, known)]
  let pairs = 0
  for (const low of lows) {
    for (const high of highs) {
      if (isSimple(low) && isSimple(high)) continue
      if (pairs++ >= MAX_PAIRS || (core(low) === core(s) && core(high) === core(t))) continue
      const proof = compare(low, high, false, known) ?? undefined
      if (proof !== undefined) parts.push(proof)
      const strictly = strict && proof !== undefined ? compare(low, high, true, known) : undefined
      if (strictly !== undefined) parts.push(strictly)
    }
  }
  if (parts.length === 0) return undefined
  const found = byArithmetic(goal, known, parts.map((p) => p.theorem))
  return found === undefined ? undefined : because(found.theorem, 'term by term', ...parts)
}

const monomialTerm = (m: Monomial, view: EngineView): Term => view.monomialTerm(m.factors)

/** A variable or a natural number: facts say all there is to say about it. */
function isSimple(t: Term): boolean {
  if (t.kind === 'fvar' || t.kind === 'num') return true
  const inner = asUnary(t, COE)
  return inner !== undefined && isSimple(inner)
}

/** The signs of the monomials, as far as they are known. */
function signs(terms: readonly Term[], known: Known): Proof[] {
  const out: Proof[] = []
  for (const t of terms) {
    if (isSimple(t)) continue
    const found = sign('>', t, known) ?? sign('≥', t, known) ?? sign('≤', t, known)
    if (found !== undefined) out.push(found)
  }
  return out
}

const one = real(1n)

/** Comparisons with 1: of exponentials and powers, and as the library states them: `prob_le_one` and the like. */
function atomBounds(terms: readonly Term[], known: Known): Proof[] {
  const out: Proof[] = []
  for (const t of terms) {
    const head = headConstant(t)
    if (head === undefined) continue
    const structural = head === EXP || head === NPOW
    const found = structural ? compare(t, one, false, known) ?? compare(one, t, false, known)
      : byLemma(`${head.name}_le_one`, mkLe(t, one), known)
    if (found !== undefined) out.push(found)
  }
  return out
}

function headConstant(t: Term): Constant | undefined {
  let head = t
  while (head.kind === 'app') head = head.fn
  return head.kind === 'const' ? head.constant : undefined
}

/**
 * `Σ i ∈ S, f i ≤ |S| * c` for a sum below, when the other side holds `|S| * c`, or `n * c` with S = 1..n: the constant c is read off
 * the other side as the coefficient of the number of elements.
 */
function constantSums(lows: readonly Term[], difference: P.Polynomial, view: EngineView, known: Known): Proof[] {
  const out: Proof[] = []
  for (const low of lows) {
    const args = argsOf(low, SUM, 2)
    if (args === undefined || low.kind !== 'app' || low.fn.kind !== 'app') continue
    const [set] = args as readonly [Term, Term]
    for (const count of counts(set)) {
      const c = coefficientOf(count, difference, view)
      if (c === undefined) continue
      const domain = set.type.args[0]
      if (domain === undefined) continue
      const constant = mkAbs(mkVar('i', domain), c)
      const flat = apply(low.fn, constant)
      const below = attempt(() => compare(low, flat, false, known))
      const value = below === undefined ? undefined : sumOfConstant(flat, count, c, known)
      if (below !== undefined && value !== undefined) out.push(below, value)
    }
  }
  return out
}

function sumOfConstant(flat: Term, count: Term, c: Term, known: Known): Proof | undefined {
  const goal = mkEq(flat, mkMul(count, c))
  return byLemma('sum_range_const', goal, known) ?? byLemma('sum_const', goal, known)
}

/** The terms that may stand for the number of elements of a set. */
function counts(set: Term): readonly Term[] {
  const domain = set.type.args[0]
  if (domain === undefined) return []
  const size = apply(mkConst(CARD, [domain]), set)
  const range = argsOf(set, RANGE, 2)
  const [first, last] = range ?? []
  return first?.kind === 'num' && first.value === 1n && last !== undefined ? [mkCoe(last), size] : [size]
}

/** The coefficient of an atom, as a term, in the part of a polynomial that is linear in it; undefined when there is none. */
function coefficientOf(atom: Term, p: P.Polynomial, view: EngineView): Term | undefined {
  const factor = view.polynomial(atom).terms[0]?.factors[0]
  if (factor === undefined) return undefined
  const terms = p.terms.filter((m) => m.factors.some((f) => f.atom === factor.atom && f.exponent === 1n))
    .map((m) => ({ coefficient: m.coefficient, factors: m.factors.filter((f) => f.atom !== factor.atom) }))
  return terms.length === 0 ? undefined : view.reify(P.fromTerms(terms))
}
