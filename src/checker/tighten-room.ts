// How much room the steps of a proof leave for its free constants: each constant is moved by itself, by growing shares of its value, and
// the steps that break are noted with the share. UNTRUSTED measurement, for the report of `tighten`.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Failing, Point, TightenProblem } from './tighten-problem.js'

/** A step, or condition, that a small change breaks: it holds after a change by the share `holds`, and not after one by `breaks`. */
export interface Room {
  readonly failing: Failing
  readonly name: string
  readonly sense: 'larger' | 'smaller'
  /** 0 when already the smallest change tried breaks it. */
  readonly holds: Rational
  readonly breaks: Rational
}

/** The least change of one constant that breaks each step, to a power of ten up to a tenth; steps nothing breaks are left out. */
export function rooms(problem: TightenProblem, point: Point, digits: number): readonly Room[] {
  const found = new Map<string, Room>()
  for (const name of problem.names) {
    for (const sense of ['larger', 'smaller'] as const) {
      let holds = Q.ZERO
      for (let power = digits; power > 0; power--) {
        const breaks = Q.rational(1n, 10n ** BigInt(power))
        for (const [key, failing] of problem.verdict(moved(point, name, sense, breaks)).failing) {
          const old = found.get(key)
          if (old === undefined || Q.lt(breaks, old.breaks)) found.set(key, { failing, name, sense, holds, breaks })
        }
        holds = breaks
      }
    }
  }
  return [...found.values()].sort((a, b) => a.failing.span.start - b.failing.span.start)
}

function moved(point: Point, name: string, sense: Room['sense'], share: Rational): Point {
  const value = point.get(name) ?? Q.ZERO
  const size = Q.mul(share, Q.isZero(value) ? Q.ONE : Q.abs(value))
  return new Map([...point, [name, sense === 'larger' ? Q.add(value, size) : Q.sub(value, size)]])
}
