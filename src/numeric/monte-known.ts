// What holds of a regression instance by construction: Lipschitz constants, isoperimetry of the law of a point, noise that is
// centred given the point. UNTRUSTED; a violation is only reported when every hypothesis is known or checked.
import { knownFact, type DrawFacts } from './known.js'
import type { Sampler } from './outcome.js'
import { euclidean } from './point.js'
import type { LawValue } from './recipe.js'
import type { Knowledge, Runtime } from './runtime.js'
import type { PointFunction } from './families.js'
import type { Reader } from './syntax.js'
import { FALSE, SEEMS_FALSE, TRUE, type Truth, type Value } from './value.js'

/** fvar nodes of the statement that the instance made random, and the values of the others. */
export interface InstanceFacts {
  readonly samplers: ReadonlyMap<number, Sampler>
  readonly law: number | undefined
  readonly values: ReadonlyMap<number, Value>
}

export function monteKnowledge(runtime: Runtime, reader: Reader, facts: InstanceFacts): Knowledge {
  const draws: DrawFacts = { draws: new Map([...facts.samplers.keys()].map((node) => [node, true])), length: Infinity }
  return (name, nodes, values) => {
    if (name === 'lipschitz') return lipschitz(values())
    if (name === 'isoperimetric') return isoperimetric(reader, facts, nodes, values())
    return knownFact(runtime, reader, draws, name, nodes, values)
  }
}

/** lipschitz dist L f, for the Euclidean distance and a function that knows its constant. */
function lipschitz(values: readonly Value[]): Truth | undefined {
  const L = values.find((v) => typeof v === 'number')
  const f = values.find((v): v is PointFunction => typeof v === 'function' && v !== euclidean)
  if (L === undefined || f?.lipschitz === undefined || !values.includes(euclidean)) return undefined
  if (L >= 0 && f.lipschitz <= L) return TRUE
  if (L < 0) return FALSE
  return f.lipschitzExact === true && f.lipschitz > L * (1 + 1e-9) ? FALSE : undefined
}

/**
 * isoperimetric dist c d M: the numbers in this order, M the law of a point. It holds when the variance proxy of Lipschitz
 * functions is at most c / d; below that nothing is known, and the instance does not count as satisfying it.
 */
function isoperimetric(reader: Reader, facts: InstanceFacts, nodes: readonly number[], values: readonly Value[]): Truth | undefined {
  const [c, d] = values.filter((v) => typeof v === 'number')
  const lawAt = nodes.findIndex((n) => reader.lawOver(reader.node(n).type) !== undefined)
  if (c === undefined || d === undefined || lawAt < 0 || !values.includes(euclidean)) return undefined
  const sampler = (values[lawAt] as LawValue).sampler ?? pushForward(reader, facts, nodes[lawAt] ?? -1)
  if (sampler?.concentration === undefined) return undefined
  return d > 0 && c >= sampler.concentration * d * (1 - 1e-12) ? TRUE : SEEMS_FALSE
}

/** The sampler x if `node` is λφ. E (λω. φ (x i ω)). */
function pushForward(reader: Reader, facts: InstanceFacts, node: number): Sampler | undefined {
  const outer = reader.node(node)
  const call = outer.kind === 'abs' ? reader.node(outer.body) : undefined
  if (call?.kind !== 'app' || call.fn !== facts.law) return undefined
  const inner = reader.node(call.arg)
  const applied = inner.kind === 'abs' ? reader.node(inner.body) : undefined
  if (applied?.kind !== 'app') return undefined
  const phi = reader.node(applied.fn)
  if (phi.kind !== 'bvar' || phi.index !== 1) return undefined
  return drawnAt(reader, facts, applied.arg, 0)
}

/** The sampler x if `node` is `x i ω` (or `x ω`) with ω the bound variable `outcome` and i free of it. */
function drawnAt(reader: Reader, facts: InstanceFacts, node: number, outcome: number): Sampler | undefined {
  const last = reader.node(node)
  const omega = last.kind === 'app' ? reader.node(last.arg) : undefined
  if (last.kind !== 'app' || omega?.kind !== 'bvar' || omega.index !== outcome) return undefined
  const partial = reader.node(last.fn)
  return facts.samplers.get(partial.kind === 'app' ? partial.fn : last.fn)
}

/**
 * `∀ h, bounded h → ∀ i in 1..n, E (λω. (y i ω - g (x i ω)) * h (x i ω)) = 0` (factors in either order), when y was made
 * with conditional mean g(x): holds for every bounded h of the point, by construction.
 */
export function centredNoise(reader: Reader, facts: InstanceFacts, hypothesis: number): boolean {
  const equation = innermost(reader, hypothesis)
  const sides = equation === undefined ? undefined : reader.match(equation, '=', 2)
  if (sides === undefined) return false
  const [left, right] = sides as readonly [number, number]
  const zero = reader.node(right)
  const call = reader.node(left)
  if (zero.kind !== 'num' || zero.value !== '0' || call.kind !== 'app' || call.fn !== facts.law) return false
  const variable = reader.node(call.arg)
  const factors = variable.kind === 'abs' ? reader.match(variable.body, '*', 2) : undefined
  if (factors === undefined) return false
  return factors.some((noise, k) => {
    const point = pointOfMultiplier(reader, facts, factors[1 - k] ?? -1)
    return point !== undefined && isCentred(reader, facts, noise, point)
  })
}

/** The equation under the quantifiers and guards of the noise hypothesis. */
function innermost(reader: Reader, node: number): number | undefined {
  let at = node
  for (let steps = 0; steps < 8; steps++) {
    const quantified = reader.match(at, '∀', 1)
    const body = quantified === undefined ? undefined : reader.node(quantified[0] as number)
    if (body?.kind === 'abs') {
      at = body.body
      continue
    }
    const implication = reader.match(at, '→', 2)
    if (implication === undefined) return at
    at = implication[1] as number
  }
  return undefined
}

/** x if `node` is `h (x i ω)` with h bound. */
function pointOfMultiplier(reader: Reader, facts: InstanceFacts, node: number): Sampler | undefined {
  const data = reader.node(node)
  if (data.kind !== 'app' || reader.node(data.fn).kind !== 'bvar') return undefined
  return drawnAt(reader, facts, data.arg, 0)
}

/** `y i ω - g (x i ω)`, y made with mean g at the points of x, or with a constant mean that g always takes. */
function isCentred(reader: Reader, facts: InstanceFacts, node: number, point: Sampler): boolean {
  const difference = reader.match(node, '-', 2)
  if (difference === undefined) return false
  const label = drawnAt(reader, facts, difference[0] as number, 0)
  const mean = reader.node(difference[1] as number)
  if (label?.mean === undefined || mean.kind !== 'app') return false
  if (drawnAt(reader, facts, mean.arg, 0) !== point) return false
  const g = facts.values.get(mean.fn)
  if (label.mean.point === point && label.mean.value === g) return true
  const range = (g as PointFunction | undefined)?.range
  return label.mean.point === undefined && range !== undefined && range[0] === label.mean.value && range[1] === label.mean.value
}

