// UNTRUSTED. Roots as values: from `y^2 = t` and `0 ≤ y` the equation `y = √t`, for variables that a problem introduces in place of a root.
// Part of analysis.
import { rational } from '../arith/rational.js'
import { core, occurs, type FVar, type Term } from '../kernel/term.js'
import { MUL, NPOW, asBinary, asOrder, mkEq, mkLe, mkNeg, mkPow, mkSqrt, nat, real, x, y } from '../kernel/signature.js'
import { mp, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { RuleTable, byProducts, derive, use } from './derived.js'
import { asEq } from './logic.js'
import { antisymmetry } from './order.js'

const zero = real(0n)
const minusOne = mkNeg(real(1n))
const TWO = rational(2n)
const table = new RuleTable()

/** `0 ≤ y → y^2 = x → y = √x` */
const rootRule = (): Theorem => table.get('root', () => derive([x, y], [mkLe(zero, y), mkEq(mkPow(y, nat(2n)), x)], (h) => {
  const [sign, square] = h as readonly [Theorem, Theorem]
  const nonneg = byProducts(mkLe(zero, x), [square], [{ facts: [1] }, { squares: [y] }], [[0, minusOne]])
  const r = mkSqrt(x)
  const facts = [sign, specialise(base.sqrt_nonneg, x), square, mp(specialise(base.sqrt_sq, x), nonneg)]
  // y < r gives y² < r² + (something negative): both squares are x
  const low = byProducts(mkLe(y, r), facts, [{ facts: [4, 4] }, { facts: [4, 1], coefficient: TWO }], [[2, minusOne], [3, real(1n)]])
  const high = byProducts(mkLe(r, y), facts, [{ facts: [4, 4] }, { facts: [4, 0], coefficient: TWO }], [[2, real(1n)], [3, minusOne]])
  return antisymmetry(low, high)
}))

/** The variable whose square t is. */
function squared(t: Term): FVar | undefined {
  const power = asBinary(t, NPOW)
  if (power?.[0].kind === 'fvar' && power[1].kind === 'num' && power[1].value === 2n) return power[0]
  const product = asBinary(t, MUL)
  return product?.[0].kind === 'fvar' && product[0] === product[1] ? product[0] : undefined
}

/** `y = √t` from an equation between the square of y and a t without y, and a fact `0 ≤ y`. */
export function rootOf(th: Theorem, facts: readonly Theorem[]): Theorem | undefined {
  const eq = asEq(th.concl)
  if (eq === undefined) return undefined
  for (const [a, b] of [eq, [eq[1], eq[0]]] as const) {
    const v = squared(a)
    if (v === undefined || occurs(v, b)) continue
    const sign = facts.find((f) => {
      const order = asOrder(f.concl)
      return order !== undefined && core(order.low) === zero && order.high === v
    })
    if (sign === undefined) continue
    const weak = byProducts(mkLe(zero, v), [sign], [{ facts: [0] }, { facts: [1] }])
    const [forward, back] = a === eq[0] ? [minusOne, real(1n)] : [real(1n), minusOne]
    const power = mkPow(v, nat(2n))
    const le = byProducts(mkLe(power, b), [th], [{ facts: [1] }], [[0, forward]])
    const ge = byProducts(mkLe(b, power), [th], [{ facts: [1] }], [[0, back]])
    return use(rootRule(), [b, v], [weak, antisymmetry(le, ge)])
  }
  return undefined
}
