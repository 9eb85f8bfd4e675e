// Chains of calculation: each link is a step of its own, and the chain is their composition. UNTRUSTED.
import { GE, GT, LE, LT, SUBSET, apply, asBinary, mkCoe } from '../kernel/signature.js'
import { mkConst, mkVar, substitute, type Constant, type Term } from '../kernel/term.js'
import { trans, type Theorem } from '../kernel/theorem.js'
import { NAT, PROP, isFun } from '../kernel/type.js'
import { asEq } from '../engine/logic.js'
import type { CalcLink, Expr, Justification, RelationOp, Span } from '../syntax/ast.js'
import { fail } from './failure.js'
import { Inference } from './inference.js'
import { justify, type ProofChecker } from './justify.js'
import { elaborateRelation } from './relations.js'
import { withFact, withVariable, type Scope } from './scope.js'
import type { Session } from './session.js'
import { requireKnownTypes } from './terms.js'

interface Link {
  readonly theorem: Theorem
  readonly op: RelationOp
}

/** Checks `first op₁ e₁ op₂ e₂ …`; answers the scope with the named links added and the theorem `first op eₙ`. */
export function checkCalc(session: Session, outer: Scope, first: Expr, links: readonly CalcLink[], span: Span, checkProof: ProofChecker):
{ readonly scope: Scope; readonly theorem: Theorem } {
  let scope = outer
  let left: Expr | Term = first
  const proved: Link[] = []
  for (const link of links) {
    const formula = relation(scope, left, link)
    const theorem = justify(session, scope, formula, defaultTo(link.by, link.span), link.name?.text, link.span, checkProof)
    if (link.name !== undefined) scope = withFact(scope, link.name.text, theorem)
    proved.push({ theorem, op: link.op })
    left = ends(theorem)?.[1] ?? link.right
  }
  return { scope, theorem: compose(session, scope, proved, span) }
}

/** The link's formula. Its left side is the term the previous link ended with, so that the chain composes literally. */
function relation(outer: Scope, left: Expr | Term, link: CalcLink): Term {
  const inference = new Inference()
  const next = { op: link.op, right: link.right, span: link.span }
  if ('span' in left) {
    const e = { scope: outer, inference, lifting: undefined }
    const formula = inference.zonk(elaborateRelation(e, left, next))
    requireKnownTypes(e, formula, link.right)
    return formula
  }
  const previous = mkVar(' previous', left.type)
  const e = { scope: withVariable(outer, ' previous', previous), inference, lifting: undefined }
  const formula = inference.zonk(elaborateRelation(e, { kind: 'name', name: ' previous', span: link.span }, next))
  requireKnownTypes(e, formula, link.right)
  return substitute(formula, new Map(), new Map([[previous, left]]))
}

function defaultTo(by: Justification, span: Span): Justification {
  return by.kind === 'method' && by.implicit ? { ...by, span } : by
}

/** The two sides of a link's formula, in the order written. */
function ends(th: Theorem): readonly [Term, Term] | undefined {
  for (const c of [LE, LT, GE, GT, SUBSET] as readonly Constant[]) {
    const pair = asBinary(th.concl, c)
    if (pair !== undefined) return pair
  }
  return asEq(th.concl)
}

/** One theorem from the links; fails with `calc-mixed` when they point both ways. */
function compose(session: Session, scope: Scope, links: readonly Link[], span: Span): Theorem {
  const [head, ...rest] = links
  if (head === undefined) return fail('calc-empty', 'this calculation has no step', span)
  if (rest.length === 0) return head.theorem
  const pairs = links.map((l) => ends(l.theorem))
  const start = asReal(pairs[0]?.[0], links)
  const end = asReal(pairs[pairs.length - 1]?.[1], links)
  if (start === undefined || end === undefined) return fail('calc-mixed', 'these relations do not compose', span)
  if (links.every((l) => l.op === '=')) return links.map((l) => l.theorem).reduce((a, b) => trans(a, b))
  if (start.type === PROP || isFun(start.type)) return fail('calc-mixed', 'only = composes between formulas or functions', span)
  const formula = apply(mkConst(composedRelation(links, span)), start, end)
  return viaLinear(session, scope, links, formula, span)
}

/** Between natural numbers only = relates them as such; in a mixed chain they are read as reals. */
function asReal(t: Term | undefined, links: readonly Link[]): Term | undefined {
  return t?.type === NAT && links.some((l) => l.op !== '=') ? mkCoe(t) : t
}

function composedRelation(links: readonly Link[], span: Span): Constant {
  const up = links.some((l) => l.op === '<' || l.op === '≤')
  const down = links.some((l) => l.op === '>' || l.op === '≥')
  if (up && down) return fail('calc-mixed', 'the steps of this calculation point both ways; no conclusion follows from them', span)
  if (links.some((l) => !'<≤>≥='.includes(l.op))) return fail('calc-mixed', 'only = ≤ < ≥ > compose', span)
  const strict = links.some((l) => l.op === '<' || l.op === '>')
  return up ? (strict ? LT : LE) : strict ? GT : GE
}

function viaLinear(session: Session, scope: Scope, links: readonly Link[], formula: Term, span: Span): Theorem {
  const outcome = session.run('linear', formula, links.map((l) => l.theorem), scope)
  if (outcome.kind === 'proved') return outcome.theorem
  return fail('calc-mixed', 'the steps of this calculation do not compose', span)
}
