// The second checker's intervals and elementary functions. Ends are rationals, rounded outward to binary fractions; functions are computed
// with balls, integers at a scale 2^w with an error that every operation carries along. Logarithm and arctangent come from Newton steps and
// the rest of their series, exp from multiples of log 2, sine and cosine from quarter turns and doubling. Imported by arithmetic.ts.
import {
  HALF, INFINITY, ONE, TWO, ZERO, add, bits, finite, floor, floorDiv, inv, larger, less, mul, neg, q, sign, size, smaller, sub, type Q,
} from './number.js'
import { refuse } from './terms.js'

export interface Interval { readonly lo: Q; readonly hi: Q }
export const point = (x: Q): Interval => ({ lo: x, hi: x })
const UNIT: Interval = { lo: neg(ONE), hi: ONE }
/** A number below with about p significant bits: x itself if it has no more. */
function down(x: Q, p: number): Q {
  if (x.num === 0n || !finite(x)) return x
  const shift = BigInt(p + bits(x.den) - bits(x.num))
  return shift >= 0n ? q(floorDiv(x.num << shift, x.den), 1n << shift) : q(floorDiv(x.num, x.den << -shift) << -shift)
}
export const round = (x: Interval, p: number): Interval => ({ lo: down(x.lo, p), hi: neg(down(neg(x.hi), p)) })
export const negate = (x: Interval): Interval => ({ lo: neg(x.hi), hi: neg(x.lo) })
export const plus = (x: Interval, y: Interval): Interval => ({ lo: add(x.lo, y.lo), hi: add(x.hi, y.hi) })
export function times(x: Interval, y: Interval): Interval {
  const corners = [mul(x.lo, y.lo), mul(x.lo, y.hi), mul(x.hi, y.lo), mul(x.hi, y.hi)]
  return { lo: corners.reduce(smaller), hi: corners.reduce(larger) }
}
export const reciprocal = (x: Interval): Interval =>
  sign(x.lo) <= 0 && sign(x.hi) >= 0 ? refuse('a divisor may be 0') : { lo: inv(x.hi), hi: inv(x.lo) }
export const meet = (x: Interval, y: Interval): Interval => ({ lo: larger(x.lo, y.lo), hi: smaller(x.hi, y.hi) })
export const magnitude = (x: Interval): Interval => ({ lo: larger(ZERO, larger(x.lo, neg(x.hi))), hi: larger(x.hi, neg(x.lo)) })
/** x^n for n ≥ 0 by squaring, rounded on the way. */
export function power(x: Interval, n: bigint, p: number): Interval {
  if (bits(n) > 1100) refuse('an exponent is too large')
  const step = (v: Interval, by: Interval): Interval => round(times(v, by), p + 2 * bits(n))
  const at = (e: Q): Interval => [...n.toString(2)].reduce((v, bit) => step(step(v, v), point(bit === '1' ? e : ONE)), point(ONE))
  const base = n % 2n === 0n ? magnitude(x) : x
  return { lo: at(base.lo).lo, hi: at(base.hi).hi }
}
/** The numbers within e·2^-w of m·2^-w. */
interface Ball { readonly m: bigint; readonly e: bigint }
class Scale {
  constructor(readonly w: number, readonly shift = BigInt(w), readonly one: Ball = { m: 1n << shift, e: 0n }) {}
  of(x: Q): Ball { return { m: floorDiv(x.num << this.shift, x.den), e: 1n } }
  interval({ m, e }: Ball): Interval { return { lo: q(m - e, this.one.m), hi: q(m + e, this.one.m) } }
  add(a: Ball, b: Ball): Ball { return { m: a.m + b.m, e: a.e + b.e } }
  by(a: Ball, n: bigint): Ball { return { m: a.m * n, e: a.e * size(n) } }
  sub(a: Ball, b: Ball): Ball { return this.add(a, this.by(b, -1n)) }
  over(a: Ball, n: bigint): Ball { return { m: a.m / n, e: a.e / n + 2n } }
  mul(a: Ball, b: Ball): Ball {
    return { m: (a.m * b.m) >> this.shift, e: ((size(a.m) * b.e + size(b.m) * a.e + a.e * b.e) >> this.shift) + 2n }
  }
  /** a / b for a positive b. */
  div(a: Ball, b: Ball): Ball {
    if (b.m <= b.e) refuse('a divisor may be 0')
    const m = (a.m << this.shift) / b.m
    return { m, e: ((a.e << this.shift) + (size(m) + 1n) * b.e) / (b.m - b.e) + 2n }
  }
  /** c·Σ s^j / (n^(2j+1)·(2j+1)): multiples of artanh(1/n) and atan(1/n). */
  arc(c: bigint, n: bigint, s: 1n | -1n): Ball {
    let [rest, sum, turn, j] = [this.one.m / n, 0n, 1n, 1n]
    for (; rest > 0n; j += 2n, rest /= n * n, turn *= s) sum += turn * (rest / j)
    return this.by({ m: sum, e: 2n * j + 2n }, c)
  }
  /** π by Gauss's formula, log 2 by one of its kind. */
  pi(): Ball { return this.add(this.add(this.arc(48n, 18n, -1n), this.arc(32n, 57n, -1n)), this.arc(-20n, 239n, -1n)) }
  log2(): Ball { return this.add(this.add(this.arc(18n, 26n, 1n), this.arc(-2n, 4801n, 1n)), this.arc(8n, 8749n, 1n)) }
  /** t + t·r/divisor(1) + t·r²/(divisor(1)·divisor(2)) + … for |r| ≤ 1, where the divisors grow from 1 at least as 1, 2, 3, … */
  sum(t: Ball, r: Ball, divisor: (j: bigint) => bigint): Ball {
    let sum = t
    for (let j = 1n; ; j++) {
      t = this.over(this.mul(t, r), divisor(j))
      sum = this.add(sum, t)
      if (size(t.m) <= t.e + 1n && j > 2n) return { m: sum.m, e: sum.e + 2n * (size(t.m) + t.e) + 2n }
    }
  }
  /** e^r for |r| ≤ 1. */
  exp(r: Ball): Ball { return this.sum(this.one, r, (j) => j) }
  /** Cosine and sine of r for |r| ≤ 1, from those of r/256. */
  turn(r: Ball): readonly [Ball, Ball] {
    const small = this.over(r, 256n), minus = this.by(this.mul(small, small), -1n)
    let c = this.sum(this.one, minus, (j) => (2n * j - 1n) * (2n * j))
    let s = this.sum(small, minus, (j) => 2n * j * (2n * j + 1n))
    for (let k = 0; k < 8; k++) [c, s] = [this.sub(this.mul(c, c), this.mul(s, s)), this.by(this.mul(c, s), 2n)]
    return [c, s]
  }
}
/** Raises the scale until the result is precise to p bits, relatively, or the scale is at its limit. */
function refine(p: number, at: (s: Scale) => Interval): Interval {
  for (let w = p + 48; ; w *= 2) {
    const x = at(new Scale(w))
    if (w >= 1 << 13 || !less(magnitude(x).lo, mul(sub(x.hi, x.lo), q(1n << BigInt(p))))) return round(x, p)
  }
}
/** The value an iteration tends to: `step` answers how far it is from there up to the square of that, or its cube. */
function newton(s: Scale, step: (at: Ball) => { readonly rest: Ball; readonly small: Ball; readonly move: Ball }): Ball {
  for (let at: Ball = { m: 0n, e: 0n }; ;) {
    const { rest, small, move } = step(at)
    if (size(small.m) <= 4n) return s.add(at, { m: rest.m, e: rest.e + size(small.m) + small.e })
    at = { m: at.m + move.m, e: 0n }
  }
}
function expAt(x: Q, p: number): Interval {
  if (sign(x) === 0) return point(ONE)
  const far = q(1n << (1n << 15n))
  if (size(x.num) > x.den << 15n) return sign(x) > 0 ? { lo: far, hi: INFINITY } : { lo: ZERO, hi: inv(far) }
  const s = new Scale(p + 48), k = floorDiv(s.of(x).m, s.log2().m)
  const e = s.interval(s.exp(s.sub(s.of(x), s.by(s.log2(), k))))
  return round(times(e, point(k < 0n ? q(1n, 1n << -k) : q(1n << k))), p)
}
/** log x = log y - n·log 2 for y = 2^n·x between 2/3 and 4/3; log(1 + d) is within d² of d. */
function logAt(x: Q, p: number): Interval {
  let n = bits(x.den) - bits(x.num) - 4
  const scaled = (): Q => n < 0 ? q(x.num, x.den << BigInt(-n)) : q(x.num << BigInt(n), x.den)
  while (less(scaled(), q(2n, 3n))) n++
  while (less(q(4n, 3n), scaled())) n--
  const y = scaled()
  if (n === 0 && y.num === y.den) return point(ZERO)
  return refine(p, (s) => s.interval(s.sub(newton(s, (l) => {
    const z = s.mul(s.of(y), s.exp(s.by(l, -1n))), rest = s.sub(z, s.one)
    return { rest, small: s.mul(rest, rest), move: s.div(s.by(rest, 2n), s.add(z, s.one)) }
  }), s.by(s.log2(), BigInt(n)))))
}
/** atan x = θ + atan t for t = (x·cos θ - sin θ)/(cos θ + x·sin θ); atan t is within |t|³ of t. */
function atanAt(x: Q, p: number): Interval {
  if (sign(x) <= 0) return sign(x) === 0 ? point(ZERO) : negate(atanAt(neg(x), p))
  const flip = less(ONE, x)
  return refine(p, (s) => {
    const y = s.of(flip ? inv(x) : x)
    const found = newton(s, (angle) => {
      const [c, sn] = s.turn(angle), rest = s.div(s.sub(s.mul(y, c), sn), s.add(c, s.mul(y, sn)))
      return { rest, small: s.mul(s.mul(rest, rest), rest), move: rest }
    })
    return s.interval(flip ? s.sub(s.over(s.pi(), 2n), found) : found)
  })
}
/** Sine at x, or at x + π/2: of x less the nearest multiple k of π/2, turned by k quarters. */
function sineAt(x: Q, quarter: 0n | 1n, p: number): Interval {
  if (sign(x) === 0) return point(q(quarter))
  return refine(p, ({ w }) => {
    const s = new Scale(w + bits(x.num)), right = s.over(s.pi(), 2n)
    const k = floorDiv(2n * s.of(x).m + right.m, 2n * right.m), [c, sn] = s.turn(s.sub(s.of(x), s.by(right, k)))
    const turned = (k + quarter) % 2n === 0n ? sn : c
    return s.interval(BigInt.asUintN(2, k + quarter) >= 2n ? s.by(turned, -1n) : turned)
  })
}
/** Whether x may contain (n + shift)·step·π for a whole n. */
function hits(x: Interval, shift: Q, step: Q, p: number): boolean {
  const s = new Scale(p + bits(x.lo.num) + bits(x.hi.num))
  const turns = plus(times(x, reciprocal(times(s.interval(s.pi()), point(step)))), point(neg(shift)))
  return floor(turns.hi) >= -floor(neg(turns.lo))
}
const wild = (x: Interval): boolean => [x.lo, x.hi].some((e) => !finite(e) || bits(e.num) - bits(e.den) > 600)
function wave(x: Interval, quarter: 0n | 1n, p: number): Interval {
  if (wild(x)) return UNIT
  const [a, b] = [sineAt(x.lo, quarter, p), sineAt(x.hi, quarter, p)], crest = q(1n - quarter, 4n)
  const lo = hits(x, add(crest, HALF), TWO, p) ? UNIT.lo : smaller(a.lo, b.lo)
  return meet({ lo, hi: hits(x, crest, TWO, p) ? ONE : larger(a.hi, b.hi) }, UNIT)
}
/** An increasing function from its values at the ends; at an infinite end its bound. */
function rising(x: Interval, at: (e: Q) => Interval, range: Interval = { lo: neg(INFINITY), hi: INFINITY }): Interval {
  return meet({ lo: finite(x.lo) ? at(x.lo).lo : range.lo, hi: finite(x.hi) ? at(x.hi).hi : range.hi }, range)
}
/** (e^x ± e^-x)/2 and their quotient, from an enclosure of e^x for x > 0. */
const hyperbolic = (x: Q, p: number, f: (e: Interval) => Interval): Interval => sign(x) === 0 ? f(point(ONE))
  : sign(x) > 0 ? refine(p, (s) => f(expAt(x, s.w))) : negate(hyperbolic(neg(x), p, f))
const sinhOf = (e: Interval): Interval => times(plus(e, negate(reciprocal(e))), point(HALF))
const coshOf = (e: Interval): Interval => times(plus(e, reciprocal(e)), point(HALF))
const tanhOf = (e: Interval): Interval => plus(point(ONE), negate(times(point(TWO), reciprocal(plus(times(e, e), point(ONE))))))
/** erf x = 2/√π·Σ (-1)^j x^(2j+1)/(j!(2j+1)); 0 ≤ 1 - erf x ≤ e^(-x²) for x ≥ 0. */
function erfAt(x: Q, p: number): Interval {
  if (sign(x) <= 0) return sign(x) === 0 ? point(ZERO) : negate(erfAt(neg(x), p))
  const square = mul(x, x)
  if (less(q(BigInt(p)), square)) return { lo: sub(ONE, q(1n, 1n << BigInt(p))), hi: ONE }
  return refine(p, ({ w }) => {
    const s = new Scale(w + 3 * Number(floor(square)) + 32), y = s.of(square)
    let term = s.of(x), sum = term
    for (let j = 1n; size(term.m) > 2n * term.e || y.m > j << BigInt(s.w - 1); j++) {
      term = s.over(s.mul(term, s.by(y, -1n)), j)
      sum = s.add(sum, s.over(term, 2n * j + 1n))
    }
    const whole = s.interval({ m: sum.m, e: sum.e + 2n * (size(term.m) + term.e) })
    return times(times(whole, point(TWO)), reciprocal(root(s.interval(s.pi()), s.w)))
  })
}
/** √x with p bits or more, exact where it is a short binary fraction; by Newton's method in integers. */
function root(x: Interval, p: number): Interval {
  const at = (v: Q): Interval => {
    if (v.num === 0n || !finite(v)) return point(v)
    const w = BigInt(p + bits(v.den)), n = (v.num << (2n * w)) / v.den
    let r = 1n << BigInt((bits(n) >> 1) + 1)
    for (let next = (r + n / r) >> 1n; next < r; next = (r + n / r) >> 1n) r = next
    return { lo: q(r, 1n << w), hi: q(r * r * v.den === v.num << (2n * w) ? r : r + 1n, 1n << w) }
  }
  return { lo: at(x.lo).lo, hi: at(x.hi).hi }
}
/** π, and the functions of one variable by name. */
export const pi = (p: number): Interval => refine(p, (s) => s.interval(s.pi()))
type Function1 = (x: Interval, p: number) => Interval
export const FUNCTIONS: ReadonlyMap<string, Function1> = new Map<string, Function1>([
  ['neg', negate], ['inv', reciprocal], ['abs', magnitude], ['real', (x) => x],
  ['exp', (x, p) => rising(x, (e) => expAt(e, p), { lo: ZERO, hi: INFINITY })],
  ['log', (x, p) => sign(x.lo) <= 0 ? refuse('a logarithm may leave its domain') : rising(x, (e) => logAt(e, p))],
  ['sqrt', (x, p) => sign(x.lo) < 0 ? refuse('a root may leave its domain') : root(x, p)],
  ['sin', (x, p) => wave(x, 0n, p)], ['cos', (x, p) => wave(x, 1n, p)],
  ['tan', (x, p) => wild(x) || hits(x, HALF, ONE, p) ? refuse('a tangent may meet a pole')
    : rising(x, (e) => times(sineAt(e, 0n, p), reciprocal(sineAt(e, 1n, p))))],
  ['atan', (x, p) => rising(x, (e) => atanAt(e, p), times(pi(p), times(UNIT, point(HALF))))],
  ['sinh', (x, p) => rising(x, (e) => hyperbolic(e, p, sinhOf))],
  ['cosh', (x, p) => rising(magnitude(x), (e) => hyperbolic(e, p, coshOf), { lo: ONE, hi: INFINITY })],
  ['tanh', (x, p) => rising(x, (e) => hyperbolic(e, p, tanhOf), UNIT)],
  ['erf', (x, p) => rising(x, (e) => erfAt(e, p), UNIT)],
])
