// UNTRUSTED. The sign rules of arithmetic that positivity replays: sums, products, inverses, powers, changes of strictness. Each is a
// closed theorem proved from the base axioms on first use. Positivity and the procedures that extend it import this file.
import { NAT } from '../kernel/type.js'
import { mkAbs, mkConst, mkVar, type Term } from '../kernel/term.js'
import {
  INV, NADD, apply, mkAdd, mkDiv, mkEq, mkInv, mkLe, mkLt, mkMul, mkNeg, mkNot, mkPow, mkSub, nat, real, x, y,
} from '../kernel/signature.js'
import { assume, generalise, intro, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { betaReduced } from './conversion.js'
import { caseSplit, congArg, contradiction, notIntro } from './logic.js'
import { antisymmetry, byNegatedOrder } from './order.js'
import { RuleTable, byProducts, derive, refuteBy, use } from './derived.js'
import { ring } from './rules.js'

/** A claim about one term: `0 ≤ t`, `0 < t`, `t ≤ 0`, `t < 0`, `t ≠ 0`. */
export type Sign = '≥' | '>' | '≤' | '<' | '≠'
export type OrderSign = Exclude<Sign, '≠'>

const zero = real(0n)
const one = real(1n)
const n = mkVar('n', NAT)
const table = new RuleTable()
const at = (h: readonly Theorem[], i: number): Theorem => h[i] as Theorem

/** The formula of a claim. */
export function claim(sign: Sign, t: Term): Term {
  switch (sign) {
    case '≥': return mkLe(zero, t)
    case '>': return mkLt(zero, t)
    case '≤': return mkLe(t, zero)
    case '<': return mkLt(t, zero)
    case '≠': return mkNot(mkEq(t, zero))
  }
}

export const flip = (s: Sign): Sign => ({ '≥': '≤', '>': '<', '≤': '≥', '<': '>', '≠': '≠' } as const)[s]
/** The claim without strictness. */
export const weak = (s: OrderSign): '≥' | '≤' => (s === '≥' || s === '>' ? '≥' : '≤')

/** `t ≠ 0` by refuting `t = 0`. */
export function nonzero(t: Term, refute: (eq: Theorem) => Theorem): Theorem {
  const eq = mkEq(t, zero)
  return notIntro(eq, refute(assume(eq)))
}

/** `a = b` because `a - b` is the sum of the given multiples of `lhs - rhs` of the equations. */
export function equate(a: Term, b: Term, equations: readonly Theorem[], multiples: readonly (readonly [number, Term])[]): Theorem {
  const k = equations.length
  const low = byProducts(mkLe(a, b), equations, [{ facts: [k] }], multiples.map(([i, u]) => [i, mkNeg(u)]))
  const high = byProducts(mkLe(b, a), equations, [{ facts: [k] }], multiples)
  return antisymmetry(low, high)
}

// ── sums and products: premises are claims about x and y ──

const separately = [{ facts: [0] }, { facts: [1] }, { facts: [2] }]
const together = [{ facts: [0, 1] }, { facts: [2] }]

export function addRule(first: OrderSign, second: OrderSign, goal: OrderSign): Theorem {
  return table.get(`add${first}${second}${goal}`, () => derive([x, y], [claim(first, x), claim(second, y)],
    (h) => byProducts(claim(goal, mkAdd(x, y)), h, separately)))
}

export function subRule(first: OrderSign, second: OrderSign, goal: OrderSign): Theorem {
  return table.get(`sub${first}${second}${goal}`, () => derive([x, y], [claim(first, x), claim(second, y)],
    (h) => byProducts(claim(goal, mkSub(x, y)), h, separately)))
}

export function mulRule(first: OrderSign, second: OrderSign, goal: OrderSign): Theorem {
  return table.get(`mul${first}${second}${goal}`, () => derive([x, y], [claim(first, x), claim(second, y)],
    (h) => byProducts(claim(goal, mkMul(x, y)), h, together)))
}

/** The second premise is about `inv y`. */
export function divRule(first: OrderSign, second: OrderSign, goal: OrderSign): Theorem {
  return table.get(`div${first}${second}${goal}`, () => derive([x, y], [claim(first, x), claim(second, mkInv(y))],
    (h) => byProducts(claim(goal, mkDiv(x, y)), h, together)))
}

export function negRule(goal: Sign): Theorem {
  return table.get(`neg${goal}`, () => derive([x], [claim(flip(goal), x)], (h) => (goal === '≠'
    ? nonzero(mkNeg(x), (eq) => contradiction(at(h, 0), equate(x, zero, [eq], [[0, mkNeg(one)]])))
    : byProducts(claim(goal, mkNeg(x)), h, [{ facts: [0] }, { facts: [1] }]))))
}

// ── inverses ──

/** `x * inv x = 1` from a proof of `x ≠ 0`. */
export const inverse = (th: Theorem, t: Term): Theorem => mp(specialise(base.inv, t), th)

/** `0 < x → x ≠ 0` and `x < 0 → x ≠ 0`. */
export function nonzeroRule(from: '>' | '<'): Theorem {
  return table.get(`nonzero${from}`, () => derive([x], [claim(from, x)], (h) => nonzero(x, (eq) =>
    refuteBy([at(h, 0), eq], [{ facts: [0] }], [[1, from === '>' ? mkNeg(one) : one]]))))
}

/** `inv x = x * (inv x * inv x)` for every x. */
function inverseSquare(): Theorem {
  return table.get('inverse square', () => {
    const v = mkInv(x)
    const right = mkMul(x, mkMul(v, v))
    return generalise(x, caseSplit(mkEq(x, zero), (eq) => {
      const atZero = ring(mkInv(zero), zero)
      return equate(v, right, [congArg(mkConst(INV), eq), atZero, eq], [[0, one], [1, one], [2, mkNeg(mkMul(v, v))]])
    }, (ne) => equate(v, right, [inverse(ne, x)], [[0, mkNeg(v)]])))
  })
}

export function invRule(goal: Sign): Theorem {
  return table.get(`inv${goal}`, () => derive([x], [claim(goal, x)], (h) => {
    const v = mkInv(x)
    if (goal === '≠') return nonzero(v, (eq) => refuteBy([inverse(at(h, 0), x), eq], [], [[0, one], [1, mkNeg(x)]]))
    if (goal === '≥' || goal === '≤') {
      const eq = specialise(inverseSquare(), x)
      return byProducts(claim(goal, v), [at(h, 0), eq], [{ facts: [0], squares: [v] }, { facts: [2] }],
        [[1, goal === '≥' ? one : mkNeg(one)]])
    }
    const ne = use(nonzeroRule(goal), [x], [at(h, 0)])
    return byProducts(claim(goal, v), [at(h, 0), inverse(ne, x)], [{ facts: [0, 2] }], [[1, one]])
  }))
}

export function mulNonzero(): Theorem {
  return table.get('mul≠', () => derive([x, y], [claim('≠', x), claim('≠', y)], (h) => {
    const v = mkInv(x)
    const w = mkInv(y)
    return nonzero(mkMul(x, y), (eq) => refuteBy([inverse(at(h, 0), x), inverse(at(h, 1), y), eq], [],
      [[0, mkMul(y, w)], [1, one], [2, mkNeg(mkMul(v, w))]]))
  }))
}

/** `x ≠ 0`, `inv y ≠ 0` give `x / y ≠ 0`. */
export function divNonzero(): Theorem {
  return table.get('div≠', () => derive([x, y], [claim('≠', x), claim('≠', mkInv(y))], (h) => {
    const product = use(mulNonzero(), [x, mkInv(y)], h)
    return nonzero(mkDiv(x, y), (eq) => contradiction(product, equate(mkMul(x, mkInv(y)), zero, [eq], [[0, one]])))
  }))
}

/** `0 < y → y ≤ x → 1 ≤ x / y`, and the strict form. */
export function aboveOne(strict: boolean): Theorem {
  return table.get(`above one ${String(strict)}`, () => derive([x, y], [claim('>', y), strict ? mkLt(y, x) : mkLe(y, x)], (h) => {
    const positive = use(invRule('>'), [y], [at(h, 0)])
    const unit = inverse(use(nonzeroRule('>'), [y], [at(h, 0)]), y)
    const goal = strict ? mkLt(one, mkDiv(x, y)) : mkLe(one, mkDiv(x, y))
    return byProducts(goal, [at(h, 1), positive, unit], [{ facts: [0, 1] }, { facts: [3] }], [[2, one]])
  }))
}

// ── strictness ──

/** `0 ≤ t` and `t ≠ 0` give `0 < t`; likewise below. */
export function strictRule(goal: '>' | '<'): Theorem {
  return table.get(`strict${goal}`, () => derive([x], [claim(weak(goal), x), claim('≠', x)], (h) =>
    byNegatedOrder(claim(goal, x), (negation) => contradiction(at(h, 1),
      goal === '>' ? antisymmetry(negation, at(h, 0)) : antisymmetry(at(h, 0), negation)))))
}

/** `0 < t` gives `0 ≤ t`; likewise below. */
export function weakRule(goal: '≥' | '≤'): Theorem {
  return table.get(`weak${goal}`, () => derive([x], [claim(goal === '≥' ? '>' : '<', x)],
    (h) => byProducts(claim(goal, x), h, [{ facts: [0] }, { facts: [1] }])))
}

// ── powers ──

/** The claim about `to` from the claim about `from`, a term with the same polynomial. */
export function moved(sign: Sign, th: Theorem, from: Term, to: Term): Theorem {
  if (sign === '≠') return nonzero(to, (eq) => contradiction(th, equate(from, zero, [eq], [[0, one]])))
  return byProducts(claim(sign, to), [th], [{ facts: [0] }, { facts: [1] }])
}

/** `∀ x, P x → ∀ n, P (x ^ n)` for the claims that powers keep. */
export function powRule(sign: '≥' | '>' | '≠'): Theorem {
  return table.get(`pow${sign}`, () => derive([x], [claim(sign, x)], (h) => {
    const power = mkPow(x, n)
    const start = mkPow(x, nat(0n))
    const next = mkPow(x, apply(mkConst(NADD), n, nat(1n)))
    const atZero = sign === '≠' ? nonzero(start, (eq) => refuteBy([eq], [], [[0, mkNeg(one)]]))
      : byProducts(claim(sign, start), [], [{}, { facts: [0] }])
    const before = assume(claim(sign, power))
    const product = use(sign === '≠' ? mulNonzero() : mulRule(sign, sign, sign), [power, x], [before, at(h, 0)])
    const step = generalise(n, intro(before.concl, moved(sign, product, mkMul(power, x), next)))
    return byInduction(mkAbs(n, claim(sign, power)), atZero, step)
  }))
}

/** `∀ n, P n` for a predicate given as an abstraction. */
export function byInduction(predicate: Term, start: Theorem, step: Theorem): Theorem {
  const axiom = betaReduced(specialise(base.nat_induction, predicate))
  return mp(mp(axiom, start), step)
}

/** `0 ≤ t` where `t` has the polynomial of `root * root`. */
export function squareNonneg(t: Term, root: Term): Theorem {
  return byProducts(claim('≥', t), [], [{ squares: [root] }, { facts: [0] }])
}
