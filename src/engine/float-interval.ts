// UNTRUSTED. Intervals in floating point, for choosing where to cut and which bound to try: quick, not rounded outward, and never part
// of a proof. The kernel's own enclosures confirm what is found here. Engine files only.

/** The numbers from lo to hi; empty or unknown when either is NaN. */
export interface Span { readonly lo: number; readonly hi: number }

export const UNKNOWN: Span = { lo: NaN, hi: NaN }
export const point = (v: number): Span => ({ lo: v, hi: v })
export const known = (s: Span): boolean => !Number.isNaN(s.lo) && !Number.isNaN(s.hi)

/** 0·∞ is 0 here: the ends of an interval are limits of points inside. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)

export const add = (a: Span, b: Span): Span => ({ lo: a.lo === -Infinity || b.lo === -Infinity ? -Infinity : a.lo + b.lo,
  hi: a.hi === Infinity || b.hi === Infinity ? Infinity : a.hi + b.hi })
export const neg = (a: Span): Span => ({ lo: -a.hi, hi: -a.lo })
export const sub = (a: Span, b: Span): Span => add(a, neg(b))

export function mul(a: Span, b: Span): Span {
  const [p, q, r, s] = [times(a.lo, b.lo), times(a.lo, b.hi), times(a.hi, b.lo), times(a.hi, b.hi)]
  return { lo: Math.min(p, q, r, s), hi: Math.max(p, q, r, s) }
}

/** Unknown when a touches 0. */
export function inv(a: Span): Span {
  return a.lo > 0 || a.hi < 0 ? { lo: 1 / a.hi, hi: 1 / a.lo } : UNKNOWN
}

export function pow(a: Span, n: number): Span {
  if (n === 0) return point(1)
  const [p, q] = [a.lo ** n, a.hi ** n]
  if (n % 2 === 1) return { lo: p, hi: q }
  if (a.lo >= 0) return { lo: p, hi: q }
  return a.hi <= 0 ? { lo: q, hi: p } : { lo: 0, hi: Math.max(p, q) }
}

const rising = (f: (x: number) => number) => (a: Span): Span => ({ lo: f(a.lo), hi: f(a.hi) })
export const exp = rising(Math.exp)
export const atan = rising(Math.atan)
export const sinh = rising(Math.sinh)
export const tanh = rising(Math.tanh)
export const sqrt = (a: Span): Span => (a.lo >= 0 ? { lo: Math.sqrt(a.lo), hi: Math.sqrt(a.hi) } : UNKNOWN)
export const log = (a: Span): Span => (a.lo > 0 ? { lo: Math.log(a.lo), hi: Math.log(a.hi) } : UNKNOWN)
export const abs = (a: Span): Span => (a.lo >= 0 ? a : a.hi <= 0 ? neg(a) : { lo: 0, hi: Math.max(-a.lo, a.hi) })
export const cosh = (a: Span): Span => rising(Math.cosh)(abs(a))
export const min = (a: Span, b: Span): Span => ({ lo: Math.min(a.lo, b.lo), hi: Math.min(a.hi, b.hi) })
export const max = (a: Span, b: Span): Span => ({ lo: Math.max(a.lo, b.lo), hi: Math.max(a.hi, b.hi) })

/** Whether [lo, hi] contains a point start + period·n, in units of the caller. */
const meets = (a: Span, start: number, period: number): boolean =>
  Math.ceil((a.lo - start) / period - 1e-12) <= Math.floor((a.hi - start) / period + 1e-12)

/** sin(x + quarter·π/2). */
export function sine(a: Span, quarter: number): Span {
  if (!known(a)) return UNKNOWN
  if (!(a.hi - a.lo < 7)) return { lo: -1, hi: 1 }
  const f = (x: number): number => (quarter === 0 ? Math.sin(x) : Math.cos(x))
  const [p, q] = [f(a.lo), f(a.hi)]
  const turn = { lo: a.lo / (Math.PI / 2), hi: a.hi / (Math.PI / 2) }
  return { lo: meets(turn, 3 - quarter, 4) ? -1 : Math.min(p, q), hi: meets(turn, 1 - quarter, 4) ? 1 : Math.max(p, q) }
}

export function tan(a: Span): Span {
  if (!(a.hi - a.lo < 4) || meets({ lo: a.lo / (Math.PI / 2), hi: a.hi / (Math.PI / 2) }, 1, 2)) return UNKNOWN
  return { lo: Math.tan(a.lo), hi: Math.tan(a.hi) }
}

/** erf to about fifteen digits: its series where that converges fast, a continued fraction beyond. */
function errorFunction(x: number): number {
  if (x < 0) return -errorFunction(-x)
  if (x > 6) return 1
  if (x < 2.5) {
    let term = x
    let sum = x
    for (let j = 1; Math.abs(term) > 1e-17 * sum; j++) {
      term *= 2 * x * x / (2 * j + 1)
      sum += term
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum
  }
  let tail = 0
  for (let j = 60; j > 0; j--) tail = j / 2 / (x + tail)
  return 1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail)
}
export const erf = rising(errorFunction)
