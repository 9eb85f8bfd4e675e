// UNTRUSTED. Replaces exponentials, logarithms and powers by what simple bounds say of them: `1 + x ≤ exp x`, `1 - 1/x ≤ log x ≤ x - 1`,
// Bernoulli, `v^k ≤ v` on [0, 1]; the rest is left to products of facts. Engine files; portfolio.ts is the way in.
import { NAT } from '../kernel/type.js'
import { mkAbs, mkConst, mkVar, type Term } from '../kernel/term.js'
import {
  EXP, LOG, NADD, NPOW, apply, asBinary, asUnary, mkAdd, mkCoe, mkExp, mkInv, mkLe, mkLog, mkLt, mkMul, mkNeg, mkPow, mkSub, nat, real, x,
} from '../kernel/signature.js'
import { assume, generalise, intro, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { nonneg, positive, type Context } from './algebra-context.js'
import { RuleTable, byProducts, derive, use } from './derived.js'
import { expPos, expZero, logTangent, oneAddLeExp } from './elementary-rules.js'
import { byInduction, invRule, powRule } from './positivity-rules.js'
import { powExponent } from './case-rules.js'
import { logInv } from './function-rules.js'
import { attempt, byArithmetic } from './leaves.js'
import { specialiseAll } from './logic.js'

const table = new RuleTable()
const zero = real(0n)
const one = real(1n)
const n = mkVar('n', NAT)

/** `0 ≤ x → ∀ n, 1 + n * (x - 1) ≤ x^n` */
const bernoulli = (): Theorem => table.get('bernoulli', () => derive([x], [mkLe(zero, x)], (h) => {
  const low = (k: Term): Term => mkAdd(one, mkMul(mkCoe(k), mkSub(x, one)))
  const statement = (k: Term): Term => mkLe(low(k), mkPow(x, k))
  const start = byProducts(statement(nat(0n)), [], [{ facts: [0] }])
  const before = assume(statement(n))
  const next = apply(mkConst(NADD), n, nat(1n))
  const facts = [before, h[0] as Theorem, specialise(base.coe_nonneg, n)]
  const step = byProducts(statement(next), facts, [{ facts: [0, 1] }, { facts: [2], squares: [mkSub(x, one)] }, { facts: [3] }])
  return byInduction(mkAbs(n, statement(n)), start, generalise(n, intro(before.concl, step)))
}))

/** `0 < x → 1 - inv x ≤ log x`, from `log (inv x) + 1 ≤ inv x`. */
const logBelow = (): Theorem => table.get('log below', () => derive([x], [mkLt(zero, x)], (h) => {
  const v = mkInv(x)
  const up = use(invRule('>'), [x], h)
  const facts = [use(logTangent(), [v], [up]), use(logInv(), [x], h)]
  return byProducts(mkLe(mkSub(one, v), mkLog(x)), facts, [{ facts: [0] }, { facts: [2] }], [[1, one]])
}))


/** `∀ x, (1 - x) * exp x ≤ 1` */
const expAbove = (): Theorem => table.get('exp above', () => {
  const e = mkExp(x)
  const facts = [specialise(expPos(), x), oneAddLeExp(mkNeg(x)), specialiseAll(base.exp_add, [x, mkNeg(x)]), expZero()]
  return generalise(x, byProducts(mkLe(mkMul(mkSub(one, x), e), one), facts, [{ facts: [0, 1] }, { facts: [4] }],
    [[2, one], [3, mkNeg(one)]]))
})

/** What is known of the atom, given the signs the context can show. */
function about(t: Term, c: Context): readonly Theorem[] {
  const exponent = asUnary(t, EXP)
  if (exponent !== undefined) return [oneAddLeExp(exponent), specialise(expAbove(), exponent)]
  const argument = asUnary(t, LOG)
  if (argument !== undefined) {
    const up = positive(argument, c)
    return up === undefined ? [] : [use(logTangent(), [argument], [up]), use(logBelow(), [argument], [up])]
  }
  const power = asBinary(t, NPOW)
  return power === undefined || power[1].kind === 'num' ? [] : aboutPower(power, c)
}

function aboutPower([b, k]: readonly [Term, Term], c: Context): readonly Theorem[] {
  const up = nonneg(b, c)
  if (up === undefined) return []
  const out = [mp(specialise(powRule('≥'), b), up)].map((th) => specialise(th, k))
  out.push(specialise(use(bernoulli(), [b], [up]), k))
  const one1 = byArithmetic(mkLe(mkCoe(nat(1n)), mkCoe(k)), c.known)?.theorem
  const exponent = one1 === undefined ? nat(0n) : nat(1n)
  const below = one1 ?? specialise(base.coe_nonneg, k)
  const bound = one1 === undefined ? byProducts(mkLe(mkCoe(exponent), mkCoe(k)), [below], [{ facts: [0] }, { facts: [1] }]) : one1
  const small = byArithmetic(mkLe(b, one), c.known)?.theorem
  if (small !== undefined) out.push(use(powExponent(true), [b, exponent, k], [up, small, bound]))
  const large = byArithmetic(mkLe(one, b), c.known)?.theorem
  if (large !== undefined) out.push(use(powExponent(false), [b, exponent, k], [large, bound]))
  return out
}

/** Bounds of the exponentials, logarithms and symbolic powers among the terms. */
export function simpleBounds(terms: Iterable<Term>, c: Context): readonly Theorem[] {
  const out: Theorem[] = []
  for (const t of terms) out.push(...attempt(() => about(t, c)) ?? [])
  return out
}
