// Seeded random streams over pure-rand. A stream is named by strings and numbers, so that what one lemma, instance or
// outcome draws never depends on what another drew before it. UNTRUSTED; used by the samplers of src/numeric only.
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** One round of a 32-bit multiply-xorshift mixer: every input bit reaches every output bit. */
function mix(h: number): number {
  let x = h | 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return x ^ (x >>> 16)
}

/** Folds text and numbers into one 32-bit word. */
function fold(start: number, parts: readonly (string | number)[]): number {
  let h = start
  for (const part of parts) {
    if (typeof part === 'number') {
      h = mix(h ^ (part | 0))
      h = mix(h + Math.floor(part / 4294967296))
    } else {
      for (let i = 0; i < part.length; i++) h = Math.imul(h ^ part.charCodeAt(i), 0x01000193)
      h = mix(h ^ part.length)
    }
  }
  return h
}

/** A stream of random numbers. Equal names give equal streams. */
export class Stream {
  readonly #name: readonly (string | number)[]
  readonly #generator: { next(): number }
  #spare: number | undefined

  constructor(...name: readonly (string | number)[]) {
    this.#name = name
    const state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667].map((start) => fold(start, name))
    // The all-zero state is the only one the generator cannot leave.
    this.#generator = xoroshiro128plusFromState(state.every((word) => word === 0) ? [1, 0, 0, 0] : state)
  }

  /** The stream named by this one's name and `parts`; independent of how far this one has been read. */
  split(...parts: readonly (string | number)[]): Stream {
    return new Stream(...this.#name, ...parts)
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  unit(): number {
    const high = this.#generator.next() & 0x3ffffff
    const low = this.#generator.next() & 0x7ffffff
    return (high * 134217728 + low) / 9007199254740992
  }

  /** Uniform on [low, high]. */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.unit()
  }

  /** Uniform among the integers low..high; `low` if there are none. */
  integer(low: number, high: number): number {
    return high <= low ? low : low + Math.min(Math.floor(this.unit() * (high - low + 1)), high - low)
  }

  /** Uniform in the logarithm between two positive numbers. */
  logUniform(low: number, high: number): number {
    return Math.exp(this.uniform(Math.log(low), Math.log(high)))
  }

  sign(): 1 | -1 {
    return this.#generator.next() < 0 ? -1 : 1
  }

  chance(p: number): boolean {
    return this.unit() < p
  }

  /** An element of a non-empty list. */
  pick<T>(list: readonly [T, ...T[]]): T
  pick<T>(list: readonly T[]): T | undefined
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.integer(0, list.length - 1)]
  }

  /** Standard normal, by the polar method; the second number of each pair is kept for the next call. */
  gaussian(): number {
    const spare = this.#spare
    if (spare !== undefined) {
      this.#spare = undefined
      return spare
    }
    for (;;) {
      const u = 2 * this.unit() - 1
      const v = 2 * this.unit() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const factor = Math.sqrt(-2 * Math.log(s) / s)
      this.#spare = v * factor
      return u * factor
    }
  }
}
