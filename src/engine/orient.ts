// UNTRUSTED. Makes rewrite rules of the equations among the facts: a variable or an application is replaced by a term it does not occur
// in, quantified equations become patterns. Engine files only.
import { core, freeVars, type Term } from '../kernel/term.js'
import { sym, trans, type Theorem } from '../kernel/theorem.js'
import type { Rewrites } from './algebra-context.js'
import { bottomUp, type Conversion } from './conversion.js'
import type { Known, Rule } from './known.js'
import { asEq, sides } from './logic.js'
import { Normaliser } from './normaliser.js'
import { compareTerms, isAtom } from './view.js'

/** Whether `part` occurs in `t`. */
export function contains(t: Term, part: Term): boolean {
  const target = core(part)
  const seen = new Set<Term>()
  const go = (u: Term): boolean => {
    if (core(u) === target) return true
    if (u.depth <= part.depth || seen.has(u)) return false
    seen.add(u)
    return u.kind === 'app' ? go(u.fn) || go(u.arg) : u.kind === 'abs' ? go(u.body) : false
  }
  return go(t)
}

/** Which side of an equation is to be replaced: a variable first, then the larger application; undefined if neither can be. */
function leftSide(a: Term, b: Term): 'left' | 'right' | undefined {
  const usable = (x: Term, y: Term): boolean => isAtom(x) && (x.kind !== 'const' || y.kind === 'const') && !contains(y, x)
  const [left, right] = [usable(a, b), usable(b, a)]
  if (left !== right) return left ? 'left' : 'right'
  if (!left) return undefined
  const [va, vb] = [a.kind === 'fvar', b.kind === 'fvar']
  if (va !== vb) return va ? 'left' : 'right'
  return a.depth !== b.depth ? (a.depth > b.depth ? 'left' : 'right') : compareTerms(a, b) > 0 ? 'left' : 'right'
}

/** Rewriting with the rules found so far. */
function applying(ground: ReadonlyMap<Term, Theorem>): Conversion {
  return bottomUp((t) => ground.get(core(t)))
}

/** The equations of `known` as rewrite rules; those that cannot be oriented are left out. */
export function orient(known: Known): Rewrites {
  const ground = new Map<Term, Theorem>()
  const plain = new Normaliser(known)
  const waiting = known.parts.filter((th) => {
    const eq = asEq(th.concl)
    return eq !== undefined && !sameNormal(eq[0], eq[1], plain)
  })
  for (const th of waiting) {
    const conv = applying(ground)
    const now = reduced(th, conv)
    const [a, b] = sides(now)
    if (core(a) === core(b)) continue
    const side = leftSide(a, b)
    if (side === undefined) continue
    const rule = side === 'left' ? now : sym(now)
    const [from] = sides(rule)
    const update = bottomUp((t) => (core(t) === core(from) ? rule : undefined))
    for (const [key, old] of ground) {
      const right = update(sides(old)[1])
      if (right !== undefined) ground.set(key, trans(old, right))
    }
    ground.set(core(from), rule)
  }
  return { ground, patterns: known.rules.filter(usablePattern) }
}

/** Whether the built-in identities make the two sides equal: as rules such equations would only undo each other. */
function sameNormal(a: Term, b: Term, n: Normaliser): boolean {
  const [x, y] = [a, b].map((t) => {
    const th = n.normal(t)
    return th === undefined ? t : sides(th)[1]
  }) as [Term, Term]
  return core(x) === core(y)
}

/** The equation with both sides rewritten. */
function reduced(th: Theorem, conv: Conversion): Theorem {
  const [a, b] = sides(th)
  const [left, right] = [conv(a), conv(b)]
  const half = left === undefined ? th : trans(sym(left), th)
  return right === undefined ? half : trans(half, right)
}

/** A quantified equation whose left side is an application with a fixed head, fixes every variable, and is not just turned round. */
function usablePattern(rule: Rule): boolean {
  const eq = asEq(rule.conclusion)
  if (eq === undefined) return false
  let head = eq[0]
  while (head.kind === 'app') head = head.fn
  if (eq[0].kind !== 'app' || !isAtom(eq[0]) || (head.kind === 'fvar' && rule.variables.has(head))) return false
  const fixed = new Set(freeVars(eq[0]))
  if (!rule.vars.every((v) => fixed.has(v))) return false
  return !contains(eq[1], head) || eq[1].depth < eq[0].depth
}
