// What there is to choose in a statement: the role of each variable, which variables an equation determines, and which
// hypotheses can be checked once which variables have values. UNTRUSTED, pure; read by the explorer and by confirm.ts.
import type { Reader } from './syntax.js'
import type { Task } from './task.js'

export type Role =
  | { readonly kind: 'real' | 'nat' | 'prop' | 'vector' | 'other' }
  /** (A → ℝ) → ℝ, and ℕ → … → (A → ℝ) → ℝ; `over` is A. */
  | { readonly kind: 'law' | 'laws'; readonly over: number }
  /** ℕ → Ω → A with Ω under a law whose draws are independent. */
  | { readonly kind: 'draws'; readonly omega: number; readonly value: number }
  /** X → X → ℝ. */
  | { readonly kind: 'metric'; readonly points: number }

/** A variable that a hypothesis determines. `direct`: the hypothesis reads `v = expression`; otherwise it is linear in v. */
export interface Derived {
  readonly variable: number
  readonly hypothesis: number
  readonly left: number
  readonly right: number
  readonly direct: boolean
}

/** Assumed independence: the law, its outcome type and the number of draws (all as nodes or types). */
export interface Independence {
  readonly omega: number
  readonly count: number
  readonly identical: boolean
}

export interface Plan {
  readonly reader: Reader
  readonly roles: readonly Role[]
  readonly derived: readonly Derived[]
  readonly independence: Independence | undefined
  readonly abstractTypes: readonly number[]
  /** Indices of variables chosen one by one in this order; the derived ones come last and in their own order. */
  readonly scalars: readonly number[]
  /** Variables a formula depends on, determined ones replaced by what determines them. */
  base(node: number): ReadonlySet<number>
  readonly hasLaw: boolean
  /** Whether a law occurs in a formula, so that checking it means averaging. */
  hasLawIn(node: number): boolean
}

const INDEPENDENCE = new Set(['indep', 'iid', 'indep_ordered'])

function roleOf(reader: Reader, type: number, omega: number | undefined): Role {
  if (reader.isReal(type)) return { kind: 'real' }
  if (reader.isNat(type)) return { kind: 'nat' }
  if (reader.isProp(type)) return { kind: 'prop' }
  const over = reader.lawOver(type)
  if (over !== undefined) return { kind: 'law', over }
  const arrow = reader.arrow(type)
  if (arrow === undefined) return { kind: 'other' }
  if (reader.isNat(arrow.from)) {
    if (reader.isReal(arrow.to)) return { kind: 'vector' }
    const inner = reader.lawOver(arrow.to)
    if (inner !== undefined) return { kind: 'laws', over: inner }
    const second = reader.arrow(arrow.to)
    if (second !== undefined && second.from === omega) return { kind: 'draws', omega: second.from, value: second.to }
  }
  const second = reader.arrow(arrow.to)
  const distance = second?.from === arrow.from && reader.isReal(second.to) && reader.isAbstract(arrow.from)
  if (distance) return { kind: 'metric', points: arrow.from }
  return { kind: 'other' }
}

/** The first hypothesis that assumes independent draws. */
function findIndependence(reader: Reader, task: Task): Independence | undefined {
  for (const { node } of task.hypotheses) {
    const { head, args } = reader.spine(node)
    if (head.kind !== 'def' || !INDEPENDENCE.has(head.name)) continue
    for (const arg of args) {
      const omega = reader.lawOver(reader.node(arg).type)
      const count = args.find((a) => reader.isNat(reader.node(a).type))
      if (omega !== undefined && count !== undefined) {
        return { omega, count, identical: task.hypotheses.some((h) => ['iid', 'identical'].includes(reader.definedHead(h.node) ?? '')) }
      }
    }
  }
  return undefined
}

/** Equations that determine a real variable, each used once, none depending on a variable determined later. */
function findDerived(reader: Reader, task: Task, roles: readonly Role[]): readonly Derived[] {
  const found: Derived[] = []
  const taken = new Set<number>()
  const used = new Set<number>()
  const suggest = (): void => {
    for (const { variable: node, value } of task.suggestions) {
      const variable = task.variables.findIndex((v) => v.node === node)
      const others = [...reader.variables(value)].map((n) => task.variables.findIndex((v) => v.node === n))
      if (taken.has(variable) || used.has(variable) || others.some((o) => taken.has(o))) continue
      // The hypothesis says more than this equation, so it is still checked.
      found.push({ variable, hypothesis: -1, left: node, right: value, direct: true })
      taken.add(variable)
      for (const o of others) used.add(o)
    }
  }
  task.hypotheses.forEach(({ node }, hypothesis) => {
    const relation = reader.relation(node)
    if (relation?.kind !== '=') return
    const { left, right } = relation
    const index = (side: number): number => task.variables.findIndex((v) => v.node === side)
    const free = (variable: number, other: number): boolean =>
      roles[variable]?.kind === 'real' && !taken.has(variable) && !used.has(variable)
      && !reader.variables(other).has(task.variables[variable]?.node ?? -1)
    const add = (variable: number, direct: boolean): void => {
      const [a, b] = direct && index(right) === variable ? [right, left] : [left, right]
      found.push({ variable, hypothesis, left: a, right: b, direct })
      taken.add(variable)
      for (const v of [...reader.variables(left), ...reader.variables(right)]) used.add(index(v))
    }
    const direct = ([[left, right], [right, left]] as const).find(([side, other]) => index(side) >= 0 && free(index(side), other))
    if (direct !== undefined) {
      add(index(direct[0]), true)
      return
    }
    const linear = task.variables.findIndex((v, i) => {
      const degree = Math.max(reader.degree(left, v.node), reader.degree(right, v.node))
      return roles[i]?.kind === 'real' && degree === 1 && !taken.has(i) && !used.has(i)
    })
    if (linear >= 0) add(linear, false)
  })
  suggest()
  return found
}

export function makePlan(reader: Reader, task: Task): Plan {
  const independence = findIndependence(reader, task)
  const roles = task.variables.map((v) => roleOf(reader, v.type, independence?.omega))
  const derived = findDerived(reader, task, roles)
  const nodes = new Map(task.variables.map((v, i) => [v.node, i]))
  const memo = new Map<number, ReadonlySet<number>>()
  const base = (node: number): ReadonlySet<number> => {
    const old = memo.get(node)
    if (old !== undefined) return old
    const all = new Set<number>()
    for (const fvar of reader.variables(node)) {
      const variable = nodes.get(fvar)
      if (variable === undefined) continue
      const rule = derived.find((d) => d.variable === variable)
      if (rule === undefined) all.add(variable)
      else for (const side of [rule.left, rule.right]) {
        for (const v of side === fvar ? [] : baseWithout(side, fvar)) all.add(v)
      }
    }
    memo.set(node, all)
    return all
  }
  // The determined variable itself occurs in its own equation; what else occurs there determines it.
  const baseWithout = (node: number, excluded: number): ReadonlySet<number> => {
    const all = new Set<number>()
    for (const fvar of reader.variables(node)) if (fvar !== excluded) for (const v of base(fvar)) all.add(v)
    return all
  }
  return {
    reader, roles, derived, independence, base,
    abstractTypes: reader.program.types.flatMap((_, i) => (reader.isAbstract(i) ? [i] : [])),
    scalars: roles.flatMap((role, i) => (role.kind === 'real' && derived.every((d) => d.variable !== i) ? [i] : [])),
    hasLawIn: (node) => [...reader.variables(node)].some((v) => reader.lawOver(reader.node(v).type) !== undefined),
    hasLaw: roles.some((role) => role.kind === 'law' || role.kind === 'laws'),
  }
}
