// TEST. Shared by tests/kernel: variables, refusals matched on rule and reason, and an evaluator over ℚ that shares no code with View.
import type { ExecutionContext } from 'ava'
import * as Q from '../../src/arith/rational.js'
import type { Rational } from '../../src/arith/rational.js'
import { KernelError, NAT, PROP, REAL } from '../../src/kernel/type.js'
import { mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import { ADD, COE, DIV, INV, MUL, NADD, NEG, NMUL, NPOW, NSUB, SUB, argsOf } from '../../src/kernel/signature.js'
import type { Theorem } from '../../src/kernel/theorem.js'

export const [p, q, r] = [mkVar('p', PROP), mkVar('q', PROP), mkVar('r', PROP)] as const
export const [x, y, z] = [mkVar('x', REAL), mkVar('y', REAL), mkVar('z', REAL)] as const
export const [m, n, k] = [mkVar('m', NAT), mkVar('n', NAT), mkVar('k', NAT)] as const

/** Requires a KernelError of this rule whose reason contains the fragment: a refusal for another reason is a failure. */
export function refuses(t: ExecutionContext, rule: string, fragment: string, attempt: () => unknown): void {
  const error = t.throws(attempt, { any: true })
  if (!(error instanceof KernelError)) return void t.fail(`expected a KernelError of ${rule}, got ${String(error)}`)
  t.is(error.rule, rule)
  t.true(error.reason.includes(fragment), `the reason is "${error.reason}", expected "${fragment}"`)
}

/** Requires this conclusion and exactly these hypotheses, in any order, up to bound names. */
export function proves(t: ExecutionContext, th: Theorem, hyps: readonly Term[], concl: Term): void {
  const erase = (u: Term): Term => u.core ?? u
  t.is(erase(th.concl), erase(concl))
  t.deepEqual(th.hyps.map((h) => erase(h).id).sort((a, b) => a - b), hyps.map((h) => erase(h).id).sort((a, b) => a - b))
}

/** The value of a real or natural term at rational values of its variables, with 0⁻¹ = 0 and x^0 = 1; undefined for anything else. */
export function evaluate(t: Term, at: ReadonlyMap<FVar, Rational>): Rational | undefined {
  if (t.kind === 'num') return Q.rational(t.value)
  if (t.kind === 'fvar') return at.get(t)
  const unary = [NEG, INV, COE].find((c) => argsOf(t, c, 1))
  if (unary !== undefined) {
    const a = evaluate(argsOf(t, unary, 1)![0]!, at)
    if (a === undefined) return undefined
    return unary === NEG ? Q.neg(a) : unary === COE ? a : Q.isZero(a) ? a : Q.inv(a)
  }
  const binary = [ADD, NADD, MUL, NMUL, SUB, DIV, NPOW, NSUB].find((c) => argsOf(t, c, 2))
  if (binary === undefined) return undefined
  const [a, b] = argsOf(t, binary, 2)!.map((u) => evaluate(u, at))
  if (a === undefined || b === undefined) return undefined
  switch (binary) {
    case ADD: case NADD: return Q.add(a, b)
    case MUL: case NMUL: return Q.mul(a, b)
    case SUB: return Q.sub(a, b)
    case DIV: return Q.isZero(b) ? b : Q.div(a, b)
    case NPOW: return Q.pow(a, b.num)
    default: return Q.lt(a, b) ? Q.ZERO : Q.sub(a, b)
  }
}
