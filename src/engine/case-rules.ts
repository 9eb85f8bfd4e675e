// UNTRUSTED. Facts about if, |·|, max, min and powers as closed theorems, proved from the base axioms on first use.
// Positivity, monotone and bounded import this file.
import { NAT, PROP, REAL } from '../kernel/type.js'
import { mkAbs, mkConst, mkVar, type Term } from '../kernel/term.js'
import {
  A, ABS, MAX, MIN, NADD, NPOW, NSUB, apply, mkCoe, mkImp, mkInv, mkLe, mkLt, mkNeg, mkNot, mkPow, nat, real, x, y,
} from '../kernel/signature.js'
import { assume, generalise, instantiate, intro, mp, specialise, sym, trans, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { caseSplit, congArg, contradiction, sides, specialiseAll, unfoldHead } from './logic.js'
import { antisymmetry, byNegatedOrder, ltOfNotLe } from './order.js'
import { RuleTable, byProducts, derive, use } from './derived.js'
import { byInduction, claim, inverse, invRule, nonzero, nonzeroRule, powRule, type Sign } from './positivity-rules.js'

const zero = real(0n)
const one = real(1n)
const minus = mkNeg(one)
const c = mkVar('c', PROP)
const m = mkVar('m', NAT)
const n = mkVar('n', NAT)
const l = mkVar('l', NAT)
const z = mkVar('z', REAL)
const table = new RuleTable()
const at = (h: readonly Theorem[], i: number): Theorem => h[i] as Theorem
const relation = (strict: boolean): typeof mkLe => (strict ? mkLt : mkLe)

// ── if ──

/** `ite c a b = a` from a proof of c (`holds`), or `= b` from one of ¬c. */
export function iteValue(condition: Theorem, holds: boolean, test: Term, a: Term, b: Term): Theorem {
  const axiom = instantiate(holds ? base.ite_true : base.ite_false, new Map([[A, a.type]]), new Map())
  return mp(specialiseAll(axiom, [test, a, b]), condition)
}

/** The claim about a from the claim about b and `a = b`. */
export function along(sign: Sign, eq: Theorem, th: Theorem): Theorem {
  const a = sides(eq)[0]
  if (sign === '≠') return nonzero(a, (isZero) => contradiction(th, trans(sym(eq), isZero)))
  const up = sign === '≥' || sign === '>'
  return byProducts(claim(sign, a), [th, eq], [{ facts: [0] }, { facts: [2] }], [[1, up ? one : minus]])
}

/** `(c → P x) → (¬c → P y) → P (if c then x else y)` */
export function iteRule(sign: Sign): Theorem {
  return table.get(`ite ${sign}`, () => derive([c, x, y], [mkImp(c, claim(sign, x)), mkImp(mkNot(c), claim(sign, y))], (h) => caseSplit(c,
    (yes) => along(sign, iteValue(yes, true, c, x, y), mp(at(h, 0), yes)),
    (no) => along(sign, iteValue(no, false, c, x, y), mp(at(h, 1), no)))))
}

// ── |·|, max, min: proved by the case that defines them ──

/** Which of the facts `[case, …]` are added, how often the case is, and the multiple of `defined - value`. */
type Recipe = readonly [uses: readonly number[], multiple: 1 | -1]

/** Proves `goal` in both cases of the `if low ≤ high` that `defined` stands for; facts are numbered with the case as 0. */
function bothCases(goal: Term, defined: Term, [low, high, a, b]: readonly [Term, Term, Term, Term], facts: readonly Theorem[],
  whenLe: Recipe, otherwise: Recipe): Theorem {
  const opened = unfoldHead(defined) as Theorem
  const test = mkLe(low, high)
  const prove = (order: Theorem, value: Theorem, [uses, multiple]: Recipe): Theorem => {
    const all = [order, ...facts, value]
    const products = [...uses, all.length].map((i) => ({ facts: [i] }))
    return byProducts(goal, all, products, [[all.length - 1, multiple === 1 ? one : minus]])
  }
  return caseSplit(test, (yes) => prove(yes, trans(opened, iteValue(yes, true, test, a, b)), whenLe),
    (no) => prove(ltOfNotLe(no), trans(opened, iteValue(no, false, test, a, b)), otherwise))
}

const absX = apply(mkConst(ABS), x)
const absCase = [zero, x, x, mkNeg(x)] as const
/** `⊢ 0 ≤ |x|`, over all x. */
export const absNonneg = (): Theorem => table.get('abs ≥', () => generalise(x,
  bothCases(claim('≥', absX), absX, absCase, [], [[0], 1], [[0], 1])))
/** `⊢ x ≤ |x|`, over all x. */
export const leAbs = (): Theorem => table.get('le abs', () => generalise(x,
  bothCases(mkLe(x, absX), absX, absCase, [], [[], 1], [[0, 0], 1])))
/** `⊢ -x ≤ |x|`, over all x. */
export const negLeAbs = (): Theorem => table.get('neg le abs', () =>
  generalise(x, bothCases(mkLe(mkNeg(x), absX), absX, absCase, [], [[0, 0], 1], [[], 1])))

/** `x ≠ 0 → 0 < |x|` */
export const absPos = (): Theorem => table.get('abs >', () => derive([x], [claim('≠', x)], (h) => {
  return byNegatedOrder(claim('>', absX), (le) => {
    const up = byProducts(mkLe(x, zero), [specialise(leAbs(), x), le], [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    const down = byProducts(mkLe(zero, x), [specialise(negLeAbs(), x), le], [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    return contradiction(at(h, 0), antisymmetry(up, down))
  })
}))

/** `-y ≤ x → x ≤ y → |x| ≤ y`, or with `<` throughout. */
export const absLe = (strict: boolean): Theorem => table.get(`abs le ${String(strict)}`, () => {
  const rel = relation(strict)
  return derive([x, y], [rel(mkNeg(y), x), rel(x, y)], (h) => bothCases(rel(absX, y), absX, absCase, h, [[2], -1], [[1], -1]))
})

const extreme = (which: 'max' | 'min'): Term => apply(mkConst(which === 'max' ? MAX : MIN), x, y)
const extremeCase = (which: 'max' | 'min'): readonly [Term, Term, Term, Term] => (which === 'max' ? [x, y, y, x] : [x, y, x, y])

/** `x ≤ max x y`, `y ≤ max x y` (side 0, 1), over all x, y. */
export const leMax = (side: 0 | 1): Theorem => table.get(`le max ${String(side)}`, () => generalise(x, generalise(y,
  bothCases(mkLe(side === 0 ? x : y, extreme('max')), extreme('max'), extremeCase('max'), [],
    side === 0 ? [[0], 1] : [[], 1], side === 0 ? [[], 1] : [[0], 1]))))
/** `min x y ≤ x`, `min x y ≤ y`. */
export const minLe = (side: 0 | 1): Theorem => table.get(`min le ${String(side)}`, () => generalise(x, generalise(y,
  bothCases(mkLe(extreme('min'), side === 0 ? x : y), extreme('min'), extremeCase('min'), [],
    side === 0 ? [[], -1] : [[0], -1], side === 0 ? [[0], -1] : [[], -1]))))
/** `x ≤ z → y ≤ z → max x y ≤ z`, or with `<`. */
export const maxLe = (strict: boolean): Theorem => table.get(`max le ${String(strict)}`, () => {
  const rel = relation(strict)
  return derive([x, y, z], [rel(x, z), rel(y, z)], (h) => bothCases(rel(extreme('max'), z), extreme('max'), extremeCase('max'), h,
    [[2], -1], [[1], -1]))
})
/** `z ≤ x → z ≤ y → z ≤ min x y`, or with `<`. */
export const leMin = (strict: boolean): Theorem => table.get(`le min ${String(strict)}`, () => {
  const rel = relation(strict)
  return derive([x, y, z], [rel(z, x), rel(z, y)], (h) => bothCases(rel(z, extreme('min')), extreme('min'), extremeCase('min'), h,
    [[1], 1], [[2], 1]))
})

// ── inverses and powers, monotone ──

/** `0 < x → x ≤ y → inv y ≤ inv x`, or with `x < y` strictly. */
export const invAntitone = (strict: boolean): Theorem => table.get(`inv mono ${String(strict)}`, () => {
  const rel = relation(strict)
  return derive([x, y], [claim('>', x), rel(x, y)], (h) => {
    const positive = byProducts(claim('>', y), h, [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    const unit = (t: Term, th: Theorem): Theorem => inverse(use(nonzeroRule('>'), [t], [th]), t)
    const [v, w] = [mkInv(x), mkInv(y)]
    const facts = [use(invRule('>'), [x], [at(h, 0)]), use(invRule('>'), [y], [positive]), at(h, 1), unit(x, at(h, 0)), unit(y, positive)]
    return byProducts(rel(w, v), facts, [{ facts: [5] }, { facts: [0, 1, 2] }], [[3, w], [4, mkNeg(v)]])
  })
})

const successor = apply(mkConst(NADD), n, nat(1n))

/** `0 ≤ x → x ≤ y → ∀ n, x^n ≤ y^n`; strictly, `0 ≤ x → x < y → ∀ n, x^(n+1) < y^(n+1)`. */
export const powMono = (strict: boolean): Theorem => table.get(`pow mono ${String(strict)}`, () => {
  const rel = relation(strict)
  return derive([x, y], [claim('≥', x), rel(x, y)], (h) => {
    const sign = strict ? '>' : '≥'
    const upper = byProducts(claim(sign, y), h, [{ facts: [0] }, { facts: [1] }, { facts: [2] }])
    const power = specialise(use(powRule(sign), [y], [upper]), strict ? successor : n)
    const shift = (k: Term): Term => (strict ? apply(mkConst(NADD), k, nat(1n)) : k)
    const at_ = (k: Term): Term => rel(mkPow(x, shift(k)), mkPow(y, shift(k)))
    const start = byProducts(at_(nat(0n)), h, [...(strict ? [{ facts: [1] }] : []), { facts: [2] }])
    const before = assume(at_(n))
    const next = byProducts(at_(successor), [before, power, at(h, 1), at(h, 0)], [{ facts: [1, 2] }, { facts: [3, 0] }, { facts: [4] }])
    return byInduction(mkAbs(n, at_(n)), start, generalise(n, intro(before.concl, next)))
  })
})

/** `nat_add m (nat_sub n m) = n` from `m ≤ n`. */
function splitExponent(le: Theorem): Theorem {
  const rest = apply(mkConst(NSUB), n, m)
  const value = mp(specialiseAll(base.nat_sub, [m, n]), le)
  const sum = apply(mkConst(NADD), m, rest)
  const eq = [[mkCoe(sum), mkCoe(n), minus], [mkCoe(n), mkCoe(sum), one]] as const
  const [low, high] = eq.map(([a, b, k]) => byProducts(mkLe(a, b), [value], [{ facts: [1] }], [[0, k]]))
  return mp(specialiseAll(base.coe_inj, [sum, n]), antisymmetry(low as Theorem, high as Theorem))
}

/** `1 ≤ x → m ≤ n → x^m ≤ x^n`, or (`small`) `0 ≤ x → x ≤ 1 → m ≤ n → x^n ≤ x^m`. */
export const powExponent = (small: boolean): Theorem => table.get(`pow exponent ${String(small)}`, () => {
  const premises = small ? [claim('≥', x), mkLe(x, one)] : [mkLe(one, x)]
  return derive([x, m, n], [...premises, mkLe(mkCoe(m), mkCoe(n))], (h) => {
    const nonneg = small ? at(h, 0) : byProducts(claim('≥', x), h, [{ facts: [0] }, { facts: [h.length] }, {}])
    const sum = (k: Term): Term => mkPow(x, apply(mkConst(NADD), m, k))
    const goal = (t: Term): Term => (small ? mkLe(t, mkPow(x, m)) : mkLe(mkPow(x, m), t))
    const start = byProducts(goal(sum(nat(0n))), [], [{ facts: [0] }])
    const before = assume(goal(sum(l)))
    const power = specialise(use(powRule('≥'), [x], [nonneg]), apply(mkConst(NADD), m, l))
    const side = at(h, small ? 1 : 0)
    const next = byProducts(goal(sum(apply(mkConst(NADD), l, nat(1n)))), [before, power, side],
      [{ facts: [0] }, { facts: [1, 2] }, { facts: [3] }])
    const all = byInduction(mkAbs(l, goal(sum(l))), start, generalise(l, intro(before.concl, next)))
    const th = specialise(all, apply(mkConst(NSUB), n, m))
    const eq = congArg(apply(mkConst(NPOW), x), splitExponent(at(h, h.length - 1)))
    return byProducts(goal(mkPow(x, n)), [th, eq], [{ facts: [0] }, { facts: [2] }], [[1, small ? one : minus]])
  })
})
