// UNTRUSTED. How many monomials a term may have once multiplied out, so that a search does not start on what it cannot finish.
// Anyone in the engine may ask.
import { LimitExceeded } from '../arith/errors.js'
import type { Term } from '../kernel/term.js'
import { ADD, COE, DIV, INV, MUL, NADD, NEG, NMUL, NPOW, NSUB, SUB } from '../kernel/signature.js'

/** More monomials than this are not worth reading. */
const MAX_MONOMIALS = 3000

const memo = new WeakMap<Term, number>()

/** The number of ways to choose `k` out of `n` kinds with repetition, or more than the limit. */
function multichoose(n: number, k: number): number {
  let count = 1
  for (let i = 1; i < n; i++) {
    count = count * (k + i) / i
    if (count > MAX_MONOMIALS) return Infinity
  }
  return count
}

/** An upper bound for the number of monomials of a real or natural term; Infinity when it is beyond reach. */
export function monomialsIn(t: Term): number {
  const old = memo.get(t)
  if (old !== undefined) return old
  const made = bounded(count(t))
  memo.set(t, made)
  return made
}

const bounded = (n: number): number => (n > MAX_MONOMIALS ? Infinity : n)

function count(t: Term): number {
  if (t.kind !== 'app') return 1
  if (t.fn.kind === 'const') {
    const c = t.fn.constant
    return c === NEG || c === COE ? monomialsIn(t.arg) : c === INV ? inverted(t.arg) : 1
  }
  if (t.fn.kind !== 'app' || t.fn.fn.kind !== 'const') return 1
  const [a, b] = [t.fn.arg, t.arg]
  switch (t.fn.fn.constant) {
    case ADD: case SUB: case NADD: return monomialsIn(a) + monomialsIn(b)
    case MUL: case NMUL: return monomialsIn(a) * monomialsIn(b)
    case DIV: return Math.max(monomialsIn(a), inverted(b))
    case NPOW: return raised(monomialsIn(a), naturalValue(b), b)
    default: return 1
  }
}

/** Symbolic exponents cost nothing but the numeral they may contain: `x^(m + 9)` is `x^m x^9`. */
function raised(base: number, exponent: bigint, t: Term): number {
  return Math.max(power(base, exponent), monomialsIn(t))
}

/** The numeral part of a natural exponent, an upper bound. */
function naturalValue(t: Term): bigint {
  if (t.kind === 'num') return t.value
  if (t.kind !== 'app' || t.fn.kind !== 'app' || t.fn.fn.kind !== 'const') return 1n
  const [a, b] = [t.fn.arg, t.arg]
  switch (t.fn.fn.constant) {
    case NADD: return naturalValue(a) + naturalValue(b)
    case NMUL: return naturalValue(a) * naturalValue(b)
    case NSUB: return naturalValue(a)
    default: return 1n
  }
}

/** The inverse of a sum is one atom, but the sum has to be read. */
const inverted = (t: Term): number => (monomialsIn(t) === Infinity ? Infinity : 1)

/** Larger powers of sums are not multiplied out: their coefficients alone make them slow. */
const MAX_POWER = 64n

const power = (base: number, k: bigint): number => (base === 1 ? 1 : k > MAX_POWER || base === Infinity
  ? Infinity : multichoose(base, Number(k)))

/** Throws LimitExceeded when the term is too large to be multiplied out. */
export function checkReach(t: Term): void {
  if (monomialsIn(t) === Infinity) throw new LimitExceeded('too many monomials')
}


const sizes = new WeakMap<Term, number>()

/** The number of nodes of a term written out, shared parts counted as often as they occur. */
export function writtenSize(t: Term): number {
  if (t.kind !== 'app') return 1
  const old = sizes.get(t)
  if (old !== undefined) return old
  const made = writtenSize(t.fn) + writtenSize(t.arg)
  sizes.set(t, made)
  return made
}
