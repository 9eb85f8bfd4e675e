// UNTRUSTED. Comparisons `s ≤ t` and `s < t` by congruence: matching structure through arithmetic, elementary functions, Σ, Π, E and P,
// with sign conditions; leaves by facts, instances of quantified facts, and linear arithmetic. Anyone above the kernel may use it.
import { isFun } from '../kernel/type.js'
import { core, type Constant, type Term } from '../kernel/term.js'
import {
  ABS, CARD, DIV, EXP, INV, LOG, MAX, MIN, NEG, NPOW, PROD, SQRT, SUB, SUM, asBinary, asUnary, mkCoe, mkLe, mkLt, mkNeg, nat, real,
} from '../kernel/signature.js'
import { specialise, type Theorem } from '../kernel/theorem.js'
import { invAntitone, powExponent, powMono } from './case-rules.js'
import { byProducts, use } from './derived.js'
import { expMono, expOne, logMono, sqrtMono } from './elementary-rules.js'
import { because, type Known, type Proof } from './known.js'
import { attempt, byArithmetic, byInstances, byLemma, byQuantifiedFacts, closedOrder } from './leaves.js'
import { sides, unfoldHead } from './logic.js'
import { oneSided } from './monotone-cases.js'
import { byFactors } from './monotone-products.js'
import { byMonomials } from './monotone-sums.js'
import { sign } from './positivity.js'
import { clearlyFails } from './evaluation.js'

export const relation = (strict: boolean): typeof mkLe => (strict ? mkLt : mkLe)

/** `s ≤ t`, or `s < t` when strict. */
export function compare(s: Term, t: Term, strict: boolean, known: Known): Proof | undefined {
  const goal = relation(strict)(s, t)
  const key = `compare ${String(core(goal).id)}`
  if (known.memo.has(key)) return known.memo.get(key)
  known.budget.spend(1)
  if (clearlyFails(s, t, strict, known.points)) return undefined
  known.memo.set(key, undefined)
  const found = leaf(s, t, goal, strict, known) ?? step(s, t, goal, strict, known)
  known.memo.set(key, found)
  if (found === undefined && isPlain(s) && isPlain(t)) known.lacks(goal)
  return found
}

/** A variable, a number, or an application of something unknown: nothing to compare part by part. */
function isPlain(t: Term): boolean {
  const head = headOf(t).constant
  return t.kind !== 'abs' && (head === undefined || t.kind === 'const')
}

const isZero = (t: Term): boolean => t.kind === 'num' && t.value === 0n

function leaf(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  const fact = known.find(goal)
  if (fact !== undefined) return because(fact, 'a fact')
  const closed = closedOrder(goal)
  if (closed !== undefined) return closed
  if (isZero(s)) return sign(strict ? '>' : '≥', t, known)
  if (isZero(t)) return sign(strict ? '<' : '≤', s, known)
  return byArithmetic(goal, known) ?? byQuantifiedFacts(goal, known) ?? byInstances(goal, known)
}

function step(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  if (isZero(s) || isZero(t)) return byMonomials(s, t, goal, strict, known)
  return attempt(() => sameHead(s, t, goal, strict, known)) ?? attempt(() => oneSided(s, t, goal, strict, known))
    ?? attempt(() => against(s, t, goal, strict, known)) ?? attempt(() => expectation(s, t, goal, known))
    ?? attempt(() => byFactors(s, t, goal, strict, known)) ?? attempt(() => byMonomials(s, t, goal, strict, known))
    ?? byDefinition(s, t, goal, strict, known)
}

interface Head { readonly constant: Constant | undefined; readonly args: readonly Term[] }

function headOf(t: Term): Head {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  return { constant: head.kind === 'const' ? head.constant : undefined, args }
}

const at = (args: readonly Term[], i: number): Term => args[i] as Term

// ── both sides begin with the same function ──

type Congruence = (a: readonly Term[], b: readonly Term[], strict: boolean, known: Known, goal: Term) => Proof | undefined

function sameHead(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  const [a, b] = [headOf(s), headOf(t)]
  if (a.constant === undefined || a.constant !== b.constant || a.args.length !== b.args.length) return undefined
  return congruences.get(a.constant)?.(a.args, b.args, strict, known, goal)
}

const increasing = (rule: (strict: boolean) => Theorem, text: string): Congruence => (a, b, strict, known) => {
  const inner = compare(at(a, 0), at(b, 0), strict, known)
  return inner === undefined ? undefined : because(use(rule(strict), [at(a, 0), at(b, 0)], [inner.theorem]), text, inner)
}

const log: Congruence = (a, b, strict, known) => {
  const positive = sign('>', at(a, 0), known)
  const inner = positive === undefined ? undefined : compare(at(a, 0), at(b, 0), strict, known)
  if (positive === undefined || inner === undefined) return undefined
  return because(use(logMono(strict), [at(a, 0), at(b, 0)], [positive.theorem, inner.theorem]), 'log is increasing', positive, inner)
}

const sqrt: Congruence = (a, b, strict, known) => {
  const inner = compare(at(a, 0), at(b, 0), strict, known)
  if (inner === undefined) return undefined
  if (!strict) return because(use(sqrtMono(false), [at(a, 0), at(b, 0)], [inner.theorem]), '√ is increasing', inner)
  const nonneg = sign('≥', at(a, 0), known)
  return nonneg === undefined ? undefined
    : because(use(sqrtMono(true), [at(a, 0), at(b, 0)], [nonneg.theorem, inner.theorem]), '√ is increasing', nonneg, inner)
}

const neg: Congruence = (a, b, strict, known, goal) => {
  const inner = compare(at(b, 0), at(a, 0), strict, known)
  return inner === undefined ? undefined : because(byProducts(goal, [inner.theorem], [{ facts: [0] }, { facts: [1] }]), 'opposites', inner)
}

const inv: Congruence = (a, b, strict, known) => {
  const positive = sign('>', at(b, 0), known)
  const inner = positive === undefined ? undefined : compare(at(b, 0), at(a, 0), strict, known)
  if (positive === undefined || inner === undefined) return undefined
  return because(use(invAntitone(strict), [at(b, 0), at(a, 0)], [positive.theorem, inner.theorem]), 'inverses', positive, inner)
}

const pow: Congruence = (a, b, strict, known, goal) => {
  const [x, m, y, n] = [at(a, 0), at(a, 1), at(b, 0), at(b, 1)]
  if (core(m) === core(n)) return sameExponent(x, y, m, strict, known, goal)
  if (core(x) !== core(y) || strict) return undefined
  const exponents = (low: Term, high: Term): Proof | undefined => compare(mkCoe(low), mkCoe(high), false, known)
  const one = real(1n)
  const big = compare(one, x, false, known)
  const up = big === undefined ? undefined : exponents(m, n)
  if (big !== undefined && up !== undefined) {
    return because(use(powExponent(false), [x, m, n], [big.theorem, up.theorem]), 'a base of at least 1', big, up)
  }
  const nonneg = sign('≥', x, known)
  const small = nonneg === undefined ? undefined : compare(x, one, false, known)
  const down = small === undefined ? undefined : exponents(n, m)
  if (nonneg === undefined || small === undefined || down === undefined) return undefined
  return because(use(powExponent(true), [x, n, m], [nonneg.theorem, small.theorem, down.theorem]), 'a base between 0 and 1', nonneg,
    small, down)
}

function sameExponent(x: Term, y: Term, n: Term, strict: boolean, known: Known, goal: Term): Proof | undefined {
  const nonneg = sign('≥', x, known)
  const inner = nonneg === undefined ? undefined : compare(x, y, strict, known)
  if (nonneg !== undefined && inner !== undefined) {
    if (!strict) return because(specialise(use(powMono(false), [x, y], [nonneg.theorem, inner.theorem]), n), 'powers', nonneg, inner)
    if (n.kind !== 'num' || n.value === 0n) return undefined
    const th = specialise(use(powMono(true), [x, y], [nonneg.theorem, inner.theorem]), nat(n.value - 1n))
    return because(byProducts(goal, [th], [{ facts: [0] }, { facts: [1] }]), 'powers', nonneg, inner)
  }
  if (n.kind !== 'num' || n.value !== 2n) return undefined
  const up = compare(x, y, strict, known)
  const down = up === undefined ? undefined : compare(mkNeg(y), x, strict, known)
  if (up === undefined || down === undefined) return undefined
  return because(byProducts(goal, [up.theorem, down.theorem], [{ facts: [0, 1] }, { facts: [2] }]), 'squares', up, down)
}

/** An exponential or a power compared with 1, and a power with its own base. */
function against(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  for (const [i, u] of [s, t].entries()) {
    const other = i === 0 ? t : s
    const exponent = asUnary(u, EXP)
    if (exponent !== undefined && isOne(other)) {
      const want = strict ? (i === 0 ? '<' : '>') : i === 0 ? '≤' : '≥'
      const inner = sign(want, exponent, known)
      if (inner !== undefined) return because(use(expOne(want), [exponent], [inner.theorem]), 'exp 0 = 1', inner)
    }
    const power = asBinary(u, NPOW)
    if (power === undefined || asBinary(other, NPOW) !== undefined) continue
    const degree = isOne(other) ? 0n : core(other) === core(power[0]) ? 1n : undefined
    if (degree === undefined) continue
    const plain = [power[0], nat(degree)]
    const [a, b] = i === 0 ? [power, plain] : [plain, power]
    const inner = pow(a, b, strict, known, goal)
    if (inner === undefined) continue
    return because(byProducts(goal, [inner.theorem], [{ facts: [0] }, { facts: [1] }]), 'powers of one base', inner)
  }
  return undefined
}

const isOne = (t: Term): boolean => t.kind === 'num' && t.value === 1n

/** A lemma of the library whose premises compare the parts. */
const lemmas = (weak: readonly string[], strictly: readonly string[]): Congruence => (_a, _b, strict, known, goal) => {
  for (const name of strict ? strictly : weak) {
    const found = byLemma(name, goal, known)
    if (found !== undefined) return found
  }
  return undefined
}

const congruences: ReadonlyMap<Constant, Congruence> = new Map<Constant, Congruence>([
  [EXP, increasing(expMono, 'exp is increasing')], [LOG, log], [SQRT, sqrt], [NEG, neg], [INV, inv], [NPOW, pow],
  [SUM, lemmas(['sum_le_sum', 'sum_subset_le'], ['sum_lt_sum'])], [PROD, lemmas(['prod_le_prod'], [])], [CARD, lemmas(['card_subset'], [])],
])

// ── expectations and probabilities ──

/** `E X ≤ E Y`, `P A ≤ P B`, and constants on one side; the lemmas ask for `expectation E` and boundedness. */
function expectation(s: Term, t: Term, goal: Term, known: Known): Proof | undefined {
  const probability = known.library.constant('prob')
  const [a, b] = [headOf(s), headOf(t)]
  if (probability !== undefined && a.constant === probability) {
    return byLemma(a.constant === b.constant ? 'prob_mono' : 'prob_le_one', goal, known)
  }
  const functional = (u: Term): boolean => u.kind === 'app' && isFun(u.arg.type) && u.arg.type.args[1]?.name === 'ℝ'
  const [left, right] = [functional(s), functional(t)]
  const both = left && right ? byLemma('expect_mono', goal, known) : undefined
  return both ?? (left ? byLemma('expect_le_const', goal, known) : undefined)
    ?? (right ? byLemma('const_le_expect', goal, known) : undefined)
}

/** Opens definitions at the heads, one side at a time. */
function byDefinition(s: Term, t: Term, goal: Term, strict: boolean, known: Known): Proof | undefined {
  const opened = [s, t].map((u) => {
    const head = headOf(u).constant
    return head?.body === undefined || arithmetic.has(head) ? undefined : unfoldHead(u)
  })
  const [left, right] = opened
  if (left === undefined && right === undefined) return undefined
  const [s2, t2] = [left === undefined ? s : sides(left)[1], right === undefined ? t : sides(right)[1]]
  const inner = compare(s2, t2, strict, known)
  if (inner === undefined) return undefined
  return because(transport(goal, inner.theorem, left, right), 'by definition', inner)
}

const arithmetic: ReadonlySet<Constant> = new Set([SUB, DIV, ABS, MIN, MAX, CARD])

/** `s ≤ t` from `s' ≤ t'`, `s = s'` and `t = t'`. */
export function transport(goal: Term, th: Theorem, left: Theorem | undefined, right: Theorem | undefined): Theorem {
  const facts = [th, ...(left === undefined ? [] : [left]), ...(right === undefined ? [] : [right])]
  const multiples: (readonly [number, Term])[] = []
  if (left !== undefined) multiples.push([1, mkNeg(real(1n))])
  if (right !== undefined) multiples.push([facts.length - 1, real(1n)])
  return byProducts(goal, facts, [{ facts: [0] }, { facts: [facts.length] }], multiples)
}
