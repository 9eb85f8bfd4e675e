// Values that compiled terms compute with: truth with degrees of certainty, pairs, sets with their elements, and the token
// that stands for every element of a type at once. UNTRUSTED; used by src/numeric only.

/** What a term evaluates to, by its type: a real (see algebra.ts), a natural number, a Truth, a Pair, a function, a point. */
export type Value = unknown
export type Fn = (x: Value) => Value

/**
 * Truth values. The middle two mean "so it looks": a sampled quantifier or overlapping intervals decided, and no refutation may
 * rest on them.
 * Ordered so that ∧ is the minimum, ∨ the maximum, and ¬ is 3 - t.
 */
export type Truth = 0 | 1 | 2 | 3
export const FALSE = 0
export const SEEMS_FALSE = 1
export const SEEMS_TRUE = 2
export const TRUE = 3

export const not = (t: Truth): Truth => (3 - t) as Truth
export const truth = (b: boolean): Truth => (b ? TRUE : FALSE)
/** Best guess. */
export const likely = (t: Truth): boolean => t >= SEEMS_TRUE
export const certain = (t: Truth): boolean => t === TRUE || t === FALSE
/** The same guess without certainty. */
export const soften = (t: Truth): Truth => (likely(t) ? SEEMS_TRUE : SEEMS_FALSE)

/** A subterm has no value here: an unbounded quantifier, a sum over a set that cannot be listed, an overflow. Never guessed around. */
export class NotEvaluable extends Error {
  override readonly name = 'NotEvaluable'
}

export class Pair {
  constructor(readonly first: Value, readonly second: Value) {}
}

/** Stands for every element of a type at once: functions known by their range map it to that range. */
export class Anything {
  readonly anything = true
}
export const ANY: Anything = Object.freeze(new Anything())

/** A predicate that may be able to list its elements. */
export interface SetValue {
  (x: Value): Truth
  /** The elements, or undefined if the set cannot be listed. */
  elements?: () => readonly Value[] | undefined
  /** Whether the listed elements are certainly pairwise different (needed for sums, not for quantifiers). Absent means yes. */
  distinct?: boolean
}

/** What native functions and random variables tell about themselves. */
export interface Described {
  /** A Lipschitz constant for the Euclidean distance, known by construction. */
  lipschitz?: number
  range?: readonly [number, number]
  /** How a counterexample prints it. */
  text?: string
  /** `λω. if φ then 1 else 0`: only the values 0 and 1 occur. */
  indicator?: boolean
}

export function elementsOf(set: Value): readonly Value[] | undefined {
  return (set as SetValue).elements?.()
}

/** The set of the listed elements, membership by `equal`. */
export function listSet(list: readonly Value[], equal: (a: Value, b: Value) => Truth): SetValue {
  const member: SetValue = (x) => {
    let best: Truth = FALSE
    for (const e of list) {
      const t = equal(x, e)
      if (t === TRUE) return TRUE
      if (t > best) best = t
    }
    return best
  }
  member.elements = () => list
  return member
}

/** Drops repeated elements. `distinct` is false when some pair could not be told apart for certain. */
export function dedupe(list: readonly Value[], equal: (a: Value, b: Value) => Truth): { list: readonly Value[]; distinct: boolean } {
  const kept: Value[] = []
  let distinct = true
  for (const x of list) {
    let repeated = false
    for (const y of kept) {
      const t = equal(x, y)
      if (t === TRUE) { repeated = true; break }
      if (t !== FALSE) distinct = false
    }
    if (!repeated) kept.push(x)
  }
  return { list: kept, distinct }
}

const lists = new Map<number, readonly Value[]>()

/** low, low + 1, …, high. Lists from 0 and 1 are kept: they are asked for in every sum. */
export function rangeList(low: number, high: number): readonly Value[] {
  const make = (): readonly Value[] => Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i)
  if (low > 1 || high > 4096) return make()
  const key = high * 2 + low
  const old = lists.get(key)
  if (old !== undefined) return old
  const made = make()
  lists.set(key, made)
  return made
}
