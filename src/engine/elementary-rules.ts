// UNTRUSTED. Facts about exp, log and √ as closed theorems, proved from the base axioms on first use: signs, monotonicity,
// tangents and special values. Positivity, monotone, interval and calculus import this file.
import { mkConst, type Term } from '../kernel/term.js'
import { LOG, mkAdd, mkExp, mkInv, mkLe, mkLog, mkLt, mkMul, mkNeg, mkSqrt, real, x, y } from '../kernel/signature.js'
import { generalise, mp, specialise, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { rational } from '../arith/rational.js'
import { byCases, congArg, specialiseAll } from './logic.js'
import { antisymmetry, byNegatedOrder, leOrLt, refuteOrders } from './order.js'
import { RuleTable, byProducts, derive, use } from './derived.js'
import { claim, type OrderSign } from './positivity-rules.js'

const zero = real(0n)
const one = real(1n)
const table = new RuleTable()
const at = (h: readonly Theorem[], i: number): Theorem => h[i] as Theorem
const TWO = rational(2n)

// ── exp ──

const expAdd = (s: Term, t: Term): Theorem => specialiseAll(base.exp_add, [s, t])
/** `⊢ 1 + t ≤ exp t` */
export const oneAddLeExp = (t: Term): Theorem => specialise(base.one_add_le_exp, t)

/** `⊢ exp 0 = 1` */
export function expZero(): Theorem {
  return table.get('exp 0', () => {
    const e = mkExp(zero)
    const double = expAdd(zero, zero)
    const above = oneAddLeExp(zero)
    const low = byProducts(mkLe(e, one), [double, above], [{ facts: [2, 1] }, { facts: [2] }], [[0, one]])
    return antisymmetry(low, byProducts(mkLe(one, e), [above], [{ facts: [0] }, { facts: [1] }]))
  })
}

/** `∀ x, 0 < exp x` */
export function expPos(): Theorem {
  return table.get('exp >', () => {
    const half = mkMul(x, mkInv(real(2n)))
    const a = mkExp(half)
    const b = mkExp(mkNeg(half))
    const ab = mkMul(a, b)
    const unit = mkExp(zero)
    const facts = [expAdd(half, half), expAdd(half, mkNeg(half)), expZero()]
    return generalise(x, byProducts(claim('>', mkExp(x)), facts, [{ facts: [3], squares: [b] }],
      [[0, mkMul(b, b)], [1, mkNeg(mkAdd(unit, ab))], [2, mkAdd(unit, one)]]))
  })
}

/** `x ≤ y → exp x ≤ exp y`, and strictly. */
export function expMono(strict: boolean): Theorem {
  const rel = strict ? mkLt : mkLe
  return table.get(`exp mono ${String(strict)}`, () => derive([x, y], [rel(x, y)], (h) => {
    const gap = mkAdd(y, mkNeg(x))
    const facts = [at(h, 0), specialise(expPos(), x), oneAddLeExp(gap), expAdd(x, gap)]
    return byProducts(rel(mkExp(x), mkExp(y)), facts, [{ facts: [1, 2] }, { facts: [1, 0] }, { facts: [4] }], [[3, one]])
  }))
}

/** `exp x ≤ exp y → x ≤ y`, and strictly. */
export function expCancel(strict: boolean): Theorem {
  const rel = strict ? mkLt : mkLe
  return table.get(`exp cancel ${String(strict)}`, () => derive([x, y], [rel(mkExp(x), mkExp(y))], (h) => byNegatedOrder(rel(x, y),
    (negation) => refuteOrders(at(h, 0), use(expMono(!strict), [y, x], [negation])))))
}

/** `1 ≤ exp x` and its relatives: a sign of x gives the comparison of `exp x` with 1. */
export function expOne(sign: OrderSign): Theorem {
  return table.get(`exp one ${sign}`, () => derive([x], [claim(sign, x)], (h) => {
    const strict = sign === '<' || sign === '>'
    const up = sign === '≥' || sign === '>'
    const th = use(expMono(strict), up ? [zero, x] : [x, zero], h)
    const rel = strict ? mkLt : mkLe
    return byProducts(up ? rel(one, mkExp(x)) : rel(mkExp(x), one), [th, expZero()], [{ facts: [0] }, { facts: [2] }],
      [[1, up ? one : mkNeg(one)]])
  }))
}

// ── log ──

const expLog = (positive: Theorem, t: Term): Theorem => mp(specialise(base.exp_log, t), positive)

/** `∀ x, log (exp x) = x` */
export function logExp(): Theorem {
  return table.get('log exp', () => {
    const eq = expLog(specialise(expPos(), x), mkExp(x))
    const both = [one, mkNeg(one)].map((u, i) => {
      const pair = i === 0 ? [mkLog(mkExp(x)), x] as const : [x, mkLog(mkExp(x))] as const
      const le = byProducts(mkLe(mkExp(pair[0]), mkExp(pair[1])), [eq], [{ facts: [1] }], [[0, mkNeg(u)]])
      return use(expCancel(false), pair, [le])
    })
    return generalise(x, antisymmetry(at(both, 0), at(both, 1)))
  })
}

/** `⊢ log 1 = 0` */
export function logOne(): Theorem {
  return table.get('log 1', () => trans(congArg(mkConst(LOG), sym(expZero())), specialise(logExp(), zero)))
}

/** `0 < x → x ≤ y → log x ≤ log y`, and strictly. */
export function logMono(strict: boolean): Theorem {
  const rel = strict ? mkLt : mkLe
  return table.get(`log mono ${String(strict)}`, () => derive([x, y], [claim('>', x), rel(x, y)], (h) => {
    const positive = byProducts(claim('>', y), h, [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    const facts = [at(h, 1), expLog(at(h, 0), x), expLog(positive, y)]
    const logs = [mkLog(x), mkLog(y)] as const
    const inner = byProducts(rel(mkExp(logs[0]), mkExp(logs[1])), facts, [{ facts: [0] }, { facts: [3] }], [[1, mkNeg(one)], [2, one]])
    return use(expCancel(strict), logs, [inner])
  }))
}

/** `0 < x → log x ≤ x - 1`, the conclusion written `log x + 1 ≤ x`. */
export function logTangent(): Theorem {
  return table.get('log tangent', () => derive([x], [claim('>', x)], (h) => byProducts(mkLe(mkAdd(mkLog(x), one), x),
    [oneAddLeExp(mkLog(x)), expLog(at(h, 0), x)], [{ facts: [0] }, { facts: [2] }], [[1, mkNeg(one)]])))
}

/** The premises from which the sign of `log x` follows. */
export function logPremises(sign: OrderSign, t: Term): readonly Term[] {
  switch (sign) {
    case '≥': return [mkLe(one, t)]
    case '>': return [mkLt(one, t)]
    case '≤': return [mkLe(t, one)]
    case '<': return [mkLt(zero, t), mkLt(t, one)]
  }
}

export function logSign(sign: OrderSign): Theorem {
  return table.get(`log ${sign}`, () => derive([x], logPremises(sign, x), (h) => {
    const goal = claim(sign, mkLog(x))
    if (sign === '≥' || sign === '>') {
      const unit = byProducts(claim('>', one), [], [{ facts: [0] }, {}])
      const th = use(logMono(sign === '>'), [one, x], [unit, at(h, 0)])
      return byProducts(goal, [th, logOne()], [{ facts: [0] }, { facts: [2] }], [[1, one]])
    }
    const below = (positive: Theorem, le: Theorem): Theorem => byProducts(goal,
      [use(logMono(sign === '<'), [x, one], [positive, le]), logOne()], [{ facts: [0] }, { facts: [2] }], [[1, mkNeg(one)]])
    if (sign === '<') return below(at(h, 0), at(h, 1))
    return byCases(leOrLt(x, zero), (le) => byProducts(goal, [mp(specialise(base.log_of_nonpos, x), le)], [{ facts: [1] }],
      [[0, mkNeg(one)]]),
      (positive) => below(positive, at(h, 0)))
  }))
}

// ── √ ──

const root = mkSqrt(x)
const rootSquare = (nonneg: Theorem, t: Term): Theorem => mp(specialise(base.sqrt_sq, t), nonneg)

/** `0 < x → 0 < √x` */
export function sqrtPos(): Theorem {
  return table.get('sqrt >', () => derive([x], [claim('>', x)], (h) => {
    const nonneg = byProducts(claim('≥', x), h, [{ facts: [0] }, { facts: [1] }])
    return byProducts(claim('>', root), [at(h, 0), specialise(base.sqrt_nonneg, x), rootSquare(nonneg, x)],
      [{ facts: [0] }, { facts: [1, 3] }], [[2, one]])
  }))
}

/** `x ≤ y → √x ≤ √y`; strictly, `0 ≤ x → x < y → √x < √y`. */
export function sqrtMono(strict: boolean): Theorem {
  const r = mkSqrt(y)
  const nonneg = [specialise(base.sqrt_nonneg, x), specialise(base.sqrt_nonneg, y)]
  if (strict) {
    return table.get('sqrt <', () => derive([x, y], [claim('≥', x), mkLt(x, y)], (h) => {
      const up = byProducts(claim('≥', y), h, [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
      return byProducts(mkLt(root, r), [at(h, 1), ...nonneg, rootSquare(at(h, 0), x), rootSquare(up, y)],
        [{ facts: [0] }, { facts: [5, 1] }, { facts: [5, 2] }], [[3, mkNeg(one)], [4, one]])
    }))
  }
  return table.get('sqrt ≤', () => derive([x, y], [mkLe(x, y)], (h) => byCases(leOrLt(x, zero), (le) =>
    byProducts(mkLe(root, r), [mp(specialise(base.sqrt_of_neg, x), le), at(nonneg, 1)], [{ facts: [1] }, { facts: [2] }],
      [[0, mkNeg(one)]]),
  (positive) => {
    const low = byProducts(claim('≥', x), [positive], [{ facts: [0] }, { facts: [1] }])
    const high = byProducts(claim('≥', y), [positive, at(h, 0)], [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    return byProducts(mkLe(root, r), [at(h, 0), ...nonneg, rootSquare(low, x), rootSquare(high, y)],
      [{ facts: [0] }, { facts: [5, 5] }, { facts: [5, 2], coefficient: TWO }], [[3, mkNeg(one)], [4, one]])
  })))
}
