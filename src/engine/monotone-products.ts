// UNTRUSTED. Comparisons of products and quotients: common factors are cancelled, the others are paired, and the signs that the steps
// need are proved. Part of monotone.
import { core, type Term } from '../kernel/term.js'
import { DIV, INV, MUL, NEG, asBinary, asUnary, mkInv, mkMul, real } from '../kernel/signature.js'
import type { Theorem } from '../kernel/theorem.js'
import { byProducts } from './derived.js'
import { because, type Known, type Proof } from './known.js'
import { compare } from './monotone.js'
import { sign } from './positivity.js'

const MAX_FACTORS = 6
const one = real(1n)

/** The factors of a term, divisors as inverses, and whether an odd number of signs was met. */
function factorsOf(t: Term): { readonly factors: readonly Term[]; readonly negative: boolean } {
  const factors: Term[] = []
  let negative = false
  const go = (u: Term, inverted: boolean): void => {
    const inside = asUnary(u, NEG)
    if (inside !== undefined) {
      negative = !negative
      go(inside, inverted)
      return
    }
    const product = asBinary(u, MUL)
    const quotient = asBinary(u, DIV)
    const inverse = asUnary(u, INV)
    if (product !== undefined) product.forEach((f) => { go(f, inverted) })
    else if (quotient !== undefined) {
      go(quotient[0], inverted)
      go(quotient[1], !inverted)
    } else if (inverse !== undefined) go(inverse, !inverted)
    else if (core(u) !== core(one)) factors.push(inverted ? mkInv(u) : u)
  }
  go(t, false)
  return { factors, negative }
}

const productOf = (factors: readonly Term[]): Term => factors.length === 0 ? one : factors.reduce((a, b) => mkMul(a, b))

/** `s ≤ t` for products. */
export function byFactors(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  const [left, right] = [factorsOf(s), factorsOf(t)]
  if (left.factors.length + right.factors.length < 3 || left.negative !== right.negative) return undefined
  const { common, a, b } = cancel(left.factors, right.factors)
  if (a.length > MAX_FACTORS || b.length > MAX_FACTORS || (a.length === 0 && b.length === 0)) return undefined
  // -(c·A) ≤ -(c·B) is c·B ≤ c·A.
  const [low, high] = left.negative ? [b, a] : [a, b]
  return scaled(common, low, high, goal, strict, known) ?? pairwise(common, low, high, goal, strict, known)
}

function cancel(left: readonly Term[], right: readonly Term[]): { readonly common: Term[]; readonly a: Term[]; readonly b: Term[] } {
  const common: Term[] = []
  const a: Term[] = []
  const b = [...right]
  for (const f of left) {
    const i = b.findIndex((g) => core(g) === core(f))
    if (i < 0) a.push(f)
    else common.push(...b.splice(i, 1))
  }
  return { common, a, b }
}

/** `c·A ≤ c·B` from a sign of c and a comparison of A and B; by the opposite comparison when c is negative. */
function scaled(common: readonly Term[], a: readonly Term[], b: readonly Term[], goal: Term, strict: boolean,
  known: Known): Proof | undefined {
  if (common.length === 0) return undefined
  const [c, low, high] = [productOf(common), productOf(a), productOf(b)]
  for (const s of strict ? ['>', '<'] as const : ['≥', '≤'] as const) {
    const scale = sign(s, c, known)
    if (scale === undefined) continue
    const up = s === '≥' || s === '>'
    const inner = up ? compare(low, high, strict, known) : compare(high, low, strict, known)
    if (inner === undefined) continue
    return because(byProducts(goal, [scale.theorem, inner.theorem], [{ facts: [0, 1] }, { facts: [2] }]), 'a common factor', scale, inner)
  }
  return undefined
}

/** `a₁…aₘ ≤ b₁…bₘ` from `0 ≤ aᵢ ≤ bᵢ`, one factor at a time; missing factors are 1. */
function pairwise(common: readonly Term[], a: readonly Term[], b: readonly Term[], goal: Term, strict: boolean,
  known: Known): Proof | undefined {
  const pairs = pairUp(a, b, strict && a.length === 1 && b.length === 1, known)
  if (pairs === undefined || (pairs.length < 2 && common.length === 0 && (a.length < 2 && b.length < 2))) return undefined
  const steps: Proof[] = []
  for (const [i, pair] of pairs.entries()) {
    const others = [...common, ...pairs.slice(0, i).map((p) => p.high), ...pairs.slice(i + 1).map((p) => p.low)]
    const factor = sign(strict && i === 0 ? '>' : '≥', productOf(others), known)
    const comparison = strict && i === 0 ? compare(pair.low, pair.high, true, known) : pair.proof
    if (factor === undefined || comparison === undefined) return undefined
    steps.push(factor, comparison)
  }
  const facts = steps.map((p) => p.theorem)
  const products = pairs.map((_, i) => ({ facts: [2 * i, 2 * i + 1] }))
  return because(byProducts(goal, facts, [...products, { facts: [facts.length] }]), 'factor by factor', ...steps)
}

interface Pair { readonly low: Term; readonly high: Term; readonly proof: Proof }

/** Pairs each factor below with one above that it is at most; factors without a partner are compared with 1. */
function pairUp(a: readonly Term[], b: readonly Term[], strict: boolean, known: Known): readonly Pair[] | undefined {
  const rest = [...b]
  const pairs: Pair[] = []
  for (const low of a) {
    const order = [...rest].sort((f, g) => Number(sameHead(g, low)) - Number(sameHead(f, low)))
    let found: Pair | undefined
    for (const high of [...order, one]) {
      const proof = compare(low, high, strict, known)
      if (proof === undefined) continue
      found = { low, high, proof }
      break
    }
    if (found === undefined) return undefined
    pairs.push(found)
    const used = rest.findIndex((g) => core(g) === core((found as Pair).high))
    if (used >= 0) rest.splice(used, 1)
  }
  for (const high of rest) {
    const proof = compare(one, high, false, known)
    if (proof === undefined) return undefined
    pairs.push({ low: one, high, proof })
  }
  return pairs
}

function sameHead(s: Term, t: Term): boolean {
  const head = (u: Term): Term => {
    let h = u
    while (h.kind === 'app') h = h.fn
    return h
  }
  return head(s) === head(t)
}

/** The theorems of some proofs. */
export const theorems = (proofs: readonly Proof[]): readonly Theorem[] => proofs.map((p) => p.theorem)
