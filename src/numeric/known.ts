// What holds of an interpretation by construction: its laws are expectations, its draws are independent and identical, its
// functions have the Lipschitz constants they were made with. UNTRUSTED; a hypothesis known here need not be sampled.
import type { LawValue } from './recipe.js'
import type { Runtime } from './runtime.js'
import type { Reader } from './syntax.js'
import { Estimate } from './float.js'
import { ANY, NotEvaluable, TRUE, type Described, type Fn, type Truth, type Value } from './value.js'

/** Random variables ℕ → Ω → A that read one coordinate of the outcome. */
export interface DrawFacts {
  /** fvar node → whether every coordinate is read through the same table. */
  readonly draws: ReadonlyMap<number, boolean>
  /** How many coordinates are independent. */
  readonly length: number
}

/**
 * Whether `λi ω. t` depends on ω through coordinate i of the draws only. `same`: nor on i in any other way,
 * so that the variables are identically distributed.
 */
export function drawShape(reader: Reader, node: number, draws: ReadonlyMap<number, boolean>): { same: boolean } | undefined {
  let body = node
  let binders = 0
  for (let data = reader.node(body); data.kind === 'abs' && binders < 2; data = reader.node(body)) {
    body = data.body
    binders++
  }
  let same = true
  /** `level` binders stand inside the two (or fewer) outer ones. */
  const walk = (index: number, level: number): boolean => {
    const data = reader.node(index)
    const { head, args } = reader.spine(index)
    const headNode = headOf(reader, index)
    if (head.kind === 'fvar' && draws.has(headNode)) {
      if (draws.get(headNode) === false) same = false
      // Eta-contracted arguments: `draw`, `λi. draw i`, `λi ω. draw i ω`.
      const expected = binders === 0 ? [] : binders === 1 ? [level] : [level + 1, level]
      const fits = expected.every((bvar, k) => {
        const arg = args[k]
        const a = arg === undefined ? undefined : reader.node(arg)
        return a?.kind === 'bvar' && a.index === bvar
      })
      return fits && args.slice(expected.length).every((a) => walk(a, level))
    }
    switch (data.kind) {
      case 'bvar': {
        if (binders === 2 && data.index === level) return false
        if ((binders === 2 && data.index === level + 1) || (binders === 1 && data.index === level)) same = false
        return true
      }
      case 'app': return walk(data.fn, level) && walk(data.arg, level)
      case 'abs': return walk(data.body, level + 1)
      default: return true
    }
  }
  return walk(body, 0) ? { same } : undefined
}

function headOf(reader: Reader, node: number): number {
  let index = node
  for (let data = reader.node(index); data.kind === 'app'; data = reader.node(index)) index = data.fn
  return index
}

/** `bounded X`: a listed domain, or a finite range at the value that stands for all. */
export function knownBounded(runtime: Runtime, reader: Reader, node: number, values: () => readonly Value[]): Truth | undefined {
  const arrow = reader.arrow(reader.node(node).type)
  if (arrow === undefined || !reader.isReal(arrow.to)) return undefined
  const domain = runtime.domains.of(arrow.from)
  if (domain.elements !== undefined) return TRUE
  if (domain.any === undefined) return undefined
  try {
    return hasFiniteRange(values()[0] as Fn & Described, domain.any) ? TRUE : undefined
  } catch (error) {
    if (error instanceof NotEvaluable) return undefined
    throw error
  }
}

export function hasFiniteRange(f: Fn & Described, any: Value = ANY): boolean {
  if (f.range !== undefined) return Number.isFinite(f.range[0]) && Number.isFinite(f.range[1])
  const value = f(any)
  if (typeof value === 'number') return Number.isFinite(value)
  return value instanceof Estimate && value.rigorous && Number.isFinite(value.low) && Number.isFinite(value.high)
}

/** Facts about laws and draws that definitions of the library state: expectation, indep, identical, iid, bounded. */
export function knownFact(
  runtime: Runtime, reader: Reader, facts: DrawFacts, name: string, nodes: readonly number[], values: () => readonly Value[],
): Truth | undefined {
  const first = nodes[0]
  if (first === undefined) return undefined
  if (name === 'bounded' && nodes.length === 1) return knownBounded(runtime, reader, first, values)
  if (!['expectation', 'indep', 'iid', 'identical'].includes(name)) return undefined
  // The first argument that is a law of the interpretation; functionals put together in the statement are not.
  const lawAt = nodes.findIndex((n) => reader.lawOver(reader.node(n).type) !== undefined)
  const rest = values()
  if (lawAt < 0 || (rest[lawAt] as LawValue).isLaw !== true) return undefined
  if (name === 'expectation') return TRUE
  const count = nodes.findIndex((n) => reader.isNat(reader.node(n).type))
  const last = nodes[nodes.length - 1]
  const draws = rest[count]
  if (typeof draws !== 'number' || last === undefined || draws > facts.length) return undefined
  const shape = drawShape(reader, last, facts.draws)
  if (shape === undefined) return undefined
  return name === 'indep' || shape.same ? TRUE : undefined
}
