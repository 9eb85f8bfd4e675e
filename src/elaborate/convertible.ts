// Equality up to β, η, definitions and the direction of ≤, as a kernel theorem. UNTRUSTED derived rule: what it answers is a
// theorem, or undefined when it finds none within its limit.
import { A, B, GE, GT, asOrder, mkEq } from '../kernel/signature.js'
import { alphaEqual, mkApp, mkVar, type Term } from '../kernel/term.js'
import { alpha, beta, congAbs, congApp, eqMp, generalise, mp, refl, ring, specialise, sym, trans, instantiate,
  type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { NAT, REAL, domainOf, isFun, type Type } from '../kernel/type.js'
import { applied, betaNormal } from '../engine/conversion.js'
import { sides, unfoldHead } from '../engine/logic.js'

interface Work {
  left: number
  depth: number
}

/** `⊢ a = b` when the two are the same up to β, η, unfolding of definitions and reading ≥ as ≤ reversed. */
export function convertible(a: Term, b: Term, limit = 4000): Theorem | undefined {
  if (a.type !== b.type) return undefined
  if (alphaEqual(a, b)) return alpha(a, b)
  const na = betaNormal(a)
  const nb = betaNormal(b)
  const middle = equal(sides(na)[1], sides(nb)[1], { left: limit, depth: 0 })
  return middle === undefined ? undefined : trans(na, trans(middle, sym(nb)))
}

/** `th` with its conclusion turned into `goal` when convertible. */
export function convertTo(th: Theorem, goal: Term): Theorem | undefined {
  const eq = convertible(th.concl, goal)
  return eq === undefined ? undefined : eqMp(eq, th)
}

function equal(a: Term, b: Term, work: Work): Theorem | undefined {
  if (--work.left < 0 || a.type !== b.type) return undefined
  if (alphaEqual(a, b)) return alpha(a, b)
  if (a.kind === 'abs' || b.kind === 'abs') return functions(a, b, work)
  return congruent(a, b, work) ?? oriented(a, b, work) ?? unfolding(a, b, work) ?? numeric(a, b)
}

/** Numbers that are the same by ring arithmetic, as (2 : ℕ) and 2, or n + 1 read in ℕ and in ℝ. */
function numeric(a: Term, b: Term): Theorem | undefined {
  if (a.type !== REAL && a.type !== NAT) return undefined
  try {
    return ring(a, b)
  } catch {
    return undefined
  }
}

function congruent(a: Term, b: Term, work: Work): Theorem | undefined {
  if (a.kind !== 'app' || b.kind !== 'app' || headId(a) !== headId(b)) return undefined
  const fn = a.fn === b.fn ? refl(a.fn) : equal(a.fn, b.fn, work)
  const arg = fn === undefined ? undefined : equal(a.arg, b.arg, work)
  return fn === undefined || arg === undefined ? undefined : congApp(fn, arg)
}

/** Identifies the head symbol, so that congruence is tried only where it can succeed. */
function headId(t: Term): number | string {
  let head = t
  while (head.kind === 'app') head = head.fn
  return head.kind === 'const' ? `c${String(head.constant.id)}` : head.id
}

function oriented(a: Term, b: Term, work: Work): Theorem | undefined {
  const [l, r] = [asOrder(a), asOrder(b)]
  if (l === undefined || r === undefined || l.strict !== r.strict) return undefined
  const ua = reversed(a)
  const ub = reversed(b)
  const middle = congruent(sides(ua)[1], sides(ub)[1], work)
  return middle === undefined ? undefined : trans(ua, trans(middle, sym(ub)))
}

/** `⊢ (a ≥ b) = (b ≤ a)`; ≤ and < are left as they are. */
function reversed(t: Term): Theorem {
  const head = t.kind === 'app' && t.fn.kind === 'app' ? t.fn.fn : t
  const isReversed = head.kind === 'const' && (head.constant === GE || head.constant === GT)
  return isReversed ? unfoldHead(t) ?? refl(t) : refl(t)
}

function unfolding(a: Term, b: Term, work: Work): Theorem | undefined {
  const [x, y] = [definedId(a), definedId(b)]
  if (x < 0 && y < 0) return undefined
  const left = x >= y ? unfoldHead(a) : undefined
  const right = y > x || x === y ? unfoldHead(b) : undefined
  const na = left === undefined ? refl(a) : trans(left, betaNormal(sides(left)[1]))
  const nb = right === undefined ? refl(b) : trans(right, betaNormal(sides(right)[1]))
  const middle = equal(sides(na)[1], sides(nb)[1], work)
  return middle === undefined ? undefined : trans(na, trans(middle, sym(nb)))
}

function definedId(t: Term): number {
  let head = t
  while (head.kind === 'app') head = head.fn
  return head.kind === 'const' && head.constant.body !== undefined ? head.constant.id : -1
}

function functions(a: Term, b: Term, work: Work): Theorem | undefined {
  if (!isFun(a.type)) return undefined
  const x = mkVar(`!c${String(work.depth++)}`, domainOf(a.type))
  const inner = equal(applied(a, x), applied(b, x), work)
  if (inner === undefined) return undefined
  if (a.kind === 'abs' && b.kind === 'abs') {
    const eq = congAbs(x, inner)
    return trans(alpha(a, sides(eq)[0]), trans(eq, alpha(sides(eq)[1], b)))
  }
  return extensional(a, b, atPoint(a, x, inner, b), x, [domainOf(a.type), a.type.args[1] as Type])
}

/** `⊢ a x = b x` from the equation between the contracted sides. */
function atPoint(a: Term, x: Term, inner: Theorem, b: Term): Theorem {
  const left = a.kind === 'abs' ? beta(mkApp(a, x)) : refl(mkApp(a, x))
  const right = b.kind === 'abs' ? beta(mkApp(b, x)) : refl(mkApp(b, x))
  return trans(left, trans(inner, sym(right)))
}

function extensional(f: Term, g: Term, pointwise: Theorem, x: Term, [domain, codomain]: readonly [Type, Type]): Theorem | undefined {
  if (x.kind !== 'fvar') return undefined
  const ext = instantiate(base.funext, new Map([[A, domain], [B, codomain]]), new Map())
  const at = specialise(specialise(ext, f), g)
  const all = generalise(x, pointwise)
  const th = mp(at, all)
  return alphaEqual(th.concl, mkEq(f, g)) ? th : undefined
}
