// UNTRUSTED. A normal form for terms under binders and inside opaque arguments: relations in one spelling, sums and products as ordered
// polynomials. Two atoms that differ only by such rearrangements become the same term. Engine files, and the ledger of the checker.
import { NAT, REAL } from '../kernel/type.js'
import { core, type Term } from '../kernel/term.js'
import { refl, trans, type Theorem } from '../kernel/theorem.js'
import { andThen, onParts, remembering, rewritten, underBinder, type Conversion } from './conversion.js'
import { congArgs, sides } from './logic.js'
import { normalise } from './order.js'
import { ring } from './rules.js'
import { EngineView, operation } from './view.js'
import { mkApp } from '../kernel/term.js'

const hasBinder = (() => {
  const memo = new WeakMap<Term, boolean>()
  const go = (t: Term): boolean => {
    if (t.kind === 'abs') return true
    if (t.kind !== 'app') return false
    const old = memo.get(t)
    if (old !== undefined) return old
    const found = go(t.fn) || go(t.arg)
    memo.set(t, found)
    return found
  }
  return go
})()

/** `⊢ t = t'` with t' the ordered polynomial of t, a real or natural term built by an arithmetic operation. */
export function ordered(t: Term): Theorem | undefined {
  const view = new EngineView()
  const p = view.polynomial(t)
  const normal = t.type === NAT ? view.naturalTerm(p) : view.reify(p)
  return normal === undefined || core(normal) === core(t) ? undefined : ring(t, normal)
}

/** Ordered polynomials for the arithmetic in `t`, its atoms first. */
export const orderedEverywhere: Conversion = remembering((t) => {
  const parts = t.kind === 'abs' ? underBinder(t, orderedEverywhere) : insideAtoms(t, orderedEverywhere)
  if (t.type !== REAL && t.type !== NAT) return parts
  if (operation(t) === undefined) return parts
  const now = parts === undefined ? t : sides(parts)[1]
  const eq = ordered(now)
  return parts === undefined ? eq : eq === undefined ? parts : trans(parts, eq)
})

/** Applies `conv` to the atoms of an arithmetic expression, and to the parts of anything else. */
export function insideAtoms(t: Term, conv: Conversion): Theorem | undefined {
  const op = operation(t)
  if (op === undefined) return onParts(conv)(t)
  let changed = false
  const equations = op.args.map((a) => {
    const th = operation(a) === undefined ? conv(a) : insideAtoms(a, conv)
    if (th !== undefined) changed = true
    return th ?? refl(a)
  })
  return changed ? congArgs(headOf(t, op.args.length), equations) : undefined
}

function headOf(t: Term, count: number): Term {
  let head = t
  for (let i = 0; i < count && head.kind === 'app'; i++) head = head.fn
  return head
}

/** Normal form below the binders of `t` only: what is outside is left to the kernel's own reading. */
const belowBinders: Conversion = remembering((t) => {
  if (!hasBinder(t)) return undefined
  return t.kind === 'abs' ? underBinder(t, orderedEverywhere) : onParts(belowBinders)(t)
})

/** One spelling and one order below binders. */
export const canonical: Conversion = andThen(normalise, belowBinders)

/** `th` with its conclusion in that form. */
export const canonicalFact = (() => {
  const memo = new WeakMap<Theorem, Theorem>()
  return (th: Theorem): Theorem => {
    const old = memo.get(th)
    if (old !== undefined) return old
    const made = rewritten(th, canonical)
    memo.set(th, made)
    return made
  }
})()

/** The term after `conv`. */
export function image(t: Term, conv: Conversion): Term {
  const th = conv(t)
  return th === undefined ? t : sides(th)[1]
}

/** `f` at the arguments. */
export const applyTo = (f: Term, ...args: readonly Term[]): Term => args.reduce<Term>((g, a) => mkApp(g, a), f)
