// UNTRUSTED. Signs of terms: `0 ≤ t`, `0 < t`, `t ≠ 0` and their mirror images, from facts, the structure of t (positivity-structure.ts),
// and lemmas of the library about sums, expectations and defined functions. Anyone above the kernel may use it.
import { isFun } from '../kernel/type.js'
import { core, type Constant, type Term } from '../kernel/term.js'
import { real } from '../kernel/signature.js'
import { sym } from '../kernel/theorem.js'
import * as P from '../arith/polynomial.js'
import * as Q from '../arith/rational.js'
import { View } from '../kernel/polynomial-view.js'
import { along } from './case-rules.js'
import { byProducts, use } from './derived.js'
import { because, type Known, type Proof } from './known.js'
import { byArithmetic, byInstances, byLemma, byQuantifiedFacts } from './leaves.js'
import { asEq, unfoldHead } from './logic.js'
import { clearlyFails } from './evaluation.js'
import { claim, nonzeroRule, strictRule, weak, weakRule, type Sign } from './positivity-rules.js'
import { checkReach } from './size.js'
import { hasStructure, structural } from './positivity-structure.js'

/** The claim about `t`, or undefined when structure and facts do not give it. */
export function sign(want: Sign, t: Term, known: Known): Proof | undefined {
  const key = `sign ${want}${String(core(t).id)}`
  if (known.memo.has(key)) return known.memo.get(key)
  known.budget.spend(1)
  if (implausible(want, t, known)) return undefined
  // A question met again while it is being answered has no answer that way.
  known.memo.set(key, undefined)
  const found = direct(want, t, known) ?? constant(want, t) ?? structural(want, t, known) ?? indirect(want, t, known)
  known.memo.set(key, found)
  if (found === undefined && !isStructured(t)) known.lacks(claim(want, t))
  return found
}

/** Whether the sign of t is asked of its parts. */
function isStructured(t: Term): boolean {
  const head = headConstant(t)
  return head !== undefined && hasStructure(head)
}

/** Whether a sample point speaks against the claim. */
function implausible(want: Sign, t: Term, known: Known): boolean {
  if (want === '≠' || known.points.length === 0) return false
  const up = want === '≥' || want === '>'
  return clearlyFails(up ? zero : t, up ? t : zero, want === '>' || want === '<', known.points)
}

const zero = real(0n)

function direct(want: Sign, t: Term, known: Known): Proof | undefined {
  const fact = known.find(claim(want, t))
  if (fact !== undefined) return because(fact, 'a fact')
  if (want === '≥' || want === '≤') {
    const strict = known.find(claim(want === '≥' ? '>' : '<', t))
    return strict === undefined ? undefined : because(use(weakRule(want), [t], [strict]), 'a strict fact')
  }
  if (want !== '≠') return undefined
  for (const s of ['>', '<'] as const) {
    const order = known.find(claim(s, t))
    if (order !== undefined) return because(use(nonzeroRule(s), [t], [order]), 'a strict fact')
  }
  return undefined
}

/** Closed arithmetic. */
function constant(want: Sign, t: Term): Proof | undefined {
  if (t.open && t.kind === 'fvar') return undefined
  const value = constantValue(t)
  if (value === undefined) return undefined
  const s = Q.sign(value)
  if (want === '≠') {
    if (s === 0) return undefined
    const half = s > 0 ? '>' : '<'
    return because(use(nonzeroRule(half), [t], [byProducts(claim(half, t), [], [{ facts: [0] }])]), 'arithmetic')
  }
  const holds = want === '≥' ? s >= 0 : want === '>' ? s > 0 : want === '≤' ? s <= 0 : s < 0
  return holds ? because(byProducts(claim(want, t), [], [{ facts: [0] }]), 'arithmetic') : undefined
}

function constantValue(t: Term): Q.Rational | undefined {
  if (t.depth > 200) return undefined
  try {
    checkReach(t)
    return P.asConstant(new View().polynomial(t))
  } catch {
    return undefined
  }
}

/** Facts reached by arithmetic or instantiation, lemmas, definitions. */
function indirect(want: Sign, t: Term, known: Known): Proof | undefined {
  const goal = claim(want, t)
  if (want === '≠') {
    for (const s of ['>', '<'] as const) {
      const order = sign(s, t, known)
      if (order !== undefined) return because(use(nonzeroRule(s), [t], [order.theorem]), 'it has a sign', order)
    }
    return byQuantifiedFacts(goal, known)
  }
  if ((want === '>' || want === '<') && known.find(claim('≠', t)) !== undefined) {
    const [w, ne] = [sign(weak(want), t, known), sign('≠', t, known)]
    if (w !== undefined && ne !== undefined) return because(use(strictRule(want), [t], [w.theorem, ne.theorem]), 'not zero', w, ne)
  }
  return byArithmetic(goal, known) ?? byEquation(want, t, known) ?? byQuantifiedFacts(goal, known) ?? byInstances(goal, known)
    ?? byNamedLemma(want, t, goal, known)
    ?? expectation(want, t, goal, known) ?? weakened(want, t, known) ?? byDefinition(want, t, known)
}

/** Through a fact `t = u`. */
function byEquation(want: Sign, t: Term, known: Known): Proof | undefined {
  if (t.kind !== 'fvar') return undefined
  for (const th of known.parts) {
    const eq = asEq(th.concl)
    const side = eq?.findIndex((u) => core(u) === core(t)) ?? -1
    if (eq === undefined || side < 0) continue
    const inner = sign(want, eq[1 - side] as Term, known)
    if (inner !== undefined) return because(along(want, side === 0 ? th : sym(th), inner.theorem), 'by an equation', inner)
  }
  return undefined
}

function weakened(want: Sign, t: Term, known: Known): Proof | undefined {
  if (want !== '≥' && want !== '≤') return undefined
  const head = headConstant(t)
  if (head === undefined || hasStructure(head)) return undefined
  const strict = sign(want === '≥' ? '>' : '<', t, known)
  return strict === undefined ? undefined : because(use(weakRule(want), [t], [strict.theorem]), 'strictly', strict)
}

/** The constant at the head of an application. */
export function headConstant(t: Term): Constant | undefined {
  let head = t
  while (head.kind === 'app') head = head.fn
  return head.kind === 'const' ? head.constant : undefined
}

/** Lemmas the library names after a function: `mse_nonneg` for `0 ≤ mse …`, `…_pos`, `…_nonpos`, `…_neg`. */
function byNamedLemma(want: Sign, t: Term, goal: Term, known: Known): Proof | undefined {
  const head = headConstant(t)
  if (head === undefined) return undefined
  const ending = { '≥': '_nonneg', '>': '_pos', '≤': '_nonpos', '<': '_neg', '≠': '_ne_zero' }[want]
  return byLemma(`${head.name}${ending}`, goal, known)
}

/** `0 ≤ E X` for an expectation E. */
function expectation(want: Sign, t: Term, goal: Term, known: Known): Proof | undefined {
  return want === '≥' && t.kind === 'app' && isFun(t.arg.type) ? byLemma('expect_nonneg', goal, known) : undefined
}

/** Opens the definition at the head of t. */
function byDefinition(want: Sign, t: Term, known: Known): Proof | undefined {
  const head = headConstant(t)
  if (head?.body === undefined || hasStructure(head)) return undefined
  const eq = unfoldHead(t)
  if (eq === undefined) return undefined
  const body = (eq.concl as Extract<Term, { kind: 'app' }>).arg
  if (core(body) === core(t)) return undefined
  const inner = sign(want, body, known)
  return inner === undefined ? undefined : because(along(want, eq, inner.theorem), `by definition of ${head.name}`, inner)
}
