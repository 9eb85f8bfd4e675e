// UNTRUSTED. Permutations of the atoms under which a system of facts looks the same: a certificate may then be taken to be symmetric,
// which ties unknowns together and makes its search smaller. Source: Gatermann and Parrilo 2004. Engine files only.
import * as P from '../arith/polynomial.js'
import type { Polynomial } from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import type { Unknown } from './gram.js'
import type { Block, Equation } from './sos.js'
import { factorsKey } from './view.js'

/** Where each atom goes, and where each fact goes with it. */
export interface Symmetry {
  readonly atoms: ReadonlyMap<number, number>
  readonly facts: ReadonlyMap<number, number>
}

interface Fact {
  readonly index: number
  readonly kind: string
  readonly polynomial: Polynomial
}

const MAX_ATOMS = 6

/** The polynomial with its atoms permuted. */
function moved(p: Polynomial, atoms: ReadonlyMap<number, number>): Polynomial {
  return P.fromTerms(p.terms.map((m) => ({ coefficient: m.coefficient,
    factors: m.factors.map((f) => ({ atom: atoms.get(f.atom) ?? f.atom, exponent: f.exponent })) })))
}

const keyOf = (p: Polynomial): string => p.terms.map((m) => `${String(m.coefficient)}*${factorsKey(m.factors)}`).join('+')

/** All permutations of the atoms that map the facts to themselves, the identity left out. The target, if any, stays where it is. */
export function symmetriesOf(facts: readonly Fact[], target: number | undefined, atoms: readonly number[]): readonly Symmetry[] {
  if (atoms.length > MAX_ATOMS || atoms.length < 2) return []
  const index = new Map(facts.map((f) => [`${f.kind}${keyOf(f.polynomial)}`, f.index]))
  const goal = facts.find((f) => f.index === target)
  const out: Symmetry[] = []
  for (const image of permutations(atoms)) {
    const map = new Map(atoms.map((a, i) => [a, image[i] as number]))
    if (atoms.every((a) => map.get(a) === a)) continue
    if (goal !== undefined && keyOf(moved(goal.polynomial, map)) !== keyOf(goal.polynomial)) continue
    const where = facts.map((f) => [f.index, index.get(`${f.kind}${keyOf(moved(f.polynomial, map))}`)] as const)
    if (where.some(([, to]) => to === undefined)) continue
    out.push({ atoms: map, facts: new Map(where as readonly (readonly [number, number])[]) })
  }
  return out
}

function* permutations(list: readonly number[]): Generator<readonly number[]> {
  if (list.length <= 1) {
    yield list
    return
  }
  for (let i = 0; i < list.length; i++) {
    for (const rest of permutations([...list.slice(0, i), ...list.slice(i + 1)])) yield [list[i] as number, ...rest]
  }
}

/** The unknowns with those tied together that a symmetry moves to each other. */
export function tied(unknowns: readonly Unknown[], blocks: readonly Block[], equations: readonly Equation[],
  symmetries: readonly Symmetry[]): readonly Unknown[] {
  if (symmetries.length === 0) return unknowns
  const parent = unknowns.map((_, u) => u)
  const find = (u: number): number => {
    let root = u
    while (parent[root] !== root) root = parent[root] as number
    parent[u] = root
    return root
  }
  const index = new Map(unknowns.map((x, u) => [nameOf(x), u]))
  const moves = symmetries.map((s) => moveOf(s, blocks, equations)).filter((m) => m !== undefined)
  for (const move of moves) {
    const images = unknowns.map((x) => index.get(move(x)))
    if (images.some((v) => v === undefined)) continue
    images.forEach((v, u) => {
      const [a, b] = [find(u), find(v as number)]
      parent[Math.max(a, b)] = Math.min(a, b)
    })
  }
  const classes = new Map<number, Unknown[]>()
  unknowns.forEach((x, u) => classes.set(find(u), [...classes.get(find(u)) ?? [], x]))
  return [...classes.values()].map((list) => ({
    polynomial: list.reduce((sum, x) => P.add(sum, x.polynomial), P.ZERO), places: list.flatMap((x) => x.places),
    cofactors: list.flatMap((x) => x.cofactors), scale: list.reduce((sum, x) => Q.add(sum, x.scale), Q.ZERO),
  }))
}

function nameOf(x: Unknown): string {
  const [place] = x.places
  const [cofactor] = x.cofactors
  return place !== undefined ? `g${String(place.block)},${String(place.i)},${String(place.j)}`
    : `c${String(cofactor?.equation)},${String(cofactor?.index)}`
}

/** Where a symmetry moves a plain unknown, by name; undefined when a block or basis element has no image. */
function moveOf(s: Symmetry, blocks: readonly Block[], equations: readonly Equation[]): ((x: Unknown) => string) | undefined {
  const name = (b: Block, facts: readonly number[]): string => `${String(b.strict)}${[...facts].sort((x, y) => x - y).join()}`
  const blockAt = new Map(blocks.map((b, k) => [name(b, b.facts), k]))
  const basisAt = blocks.map((b) => new Map(b.basis.map((p, i) => [keyOf(p), i])))
  const to: { readonly block: number; readonly basis: readonly number[] }[] = []
  for (const b of blocks) {
    const block = blockAt.get(name(b, b.facts.map((f) => s.facts.get(f) ?? f)))
    if (block === undefined) return undefined
    const basis = b.basis.map((p) => (b.strict ? 0 : basisAt[block]?.get(keyOf(moved(p, s.atoms)))))
    if (basis.some((i) => i === undefined)) return undefined
    to.push({ block, basis: basis as readonly number[] })
  }
  const cofactorAt = equations.map((e) => new Map(e.cofactors.map((p, i) => [keyOf(p), i])))
  return (x) => {
    const [place] = x.places
    if (place !== undefined) {
      const target = to[place.block] as (typeof to)[number]
      const [i, j] = [target.basis[place.i] as number, target.basis[place.j] as number]
      return `g${String(target.block)},${String(Math.max(i, j))},${String(Math.min(i, j))}`
    }
    const [cofactor] = x.cofactors
    if (cofactor === undefined) return ''
    const e = equations[cofactor.equation] as Equation
    const equation = equations.findIndex((f) => f.fact === s.facts.get(e.fact))
    return `c${String(equation)},${String(cofactorAt[equation]?.get(keyOf(moved(e.cofactors[cofactor.index] as Polynomial, s.atoms))))}`
  }
}
