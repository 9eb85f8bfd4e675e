// Real terms at given numbers: an exact rational as long as it stays one and is short, else an interval with outward rounding.
// UNTRUSTED (it proves nothing) but rigorous: it rests on src/arith alone, and what is undefined somewhere is refused, not guessed.
// Imported by evaluate.ts and by tests of printed numbers.
import { DomainError, LimitExceeded } from '../arith/errors.js'
import * as E from '../arith/elementary.js'
import * as I from '../arith/interval.js'
import type { Interval } from '../arith/interval.js'
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import {
  ABS, ADD, ATAN, COE, COS, DIV, EXP, INV, LOG, MAX, MIN, MUL, NADD, NEG, NMUL, NPOW, NSUB, PI, PROD, RANGE, RPOW, SIN, SQRT, SUB, SUM, TAN,
  argsOf, nat, operation,
} from '../kernel/signature.js'
import { core, instantiateBody, type Abs, type Term } from '../kernel/term.js'
import { NAT, REAL } from '../kernel/type.js'

/** Bits of every interval. */
export const PRECISION = 192
/** Rationals longer than this are continued as intervals. */
const DIGITS = 10n ** 400n
/** Terms of a sum or product written out. */
const MAX_TERMS = 20_000n

export type Enclosed = Rational | Interval

/** Why a term has no value here. */
export class NoValue extends Error {
  override readonly name = 'NoValue'
}

/** What opaque subterms stand for: a number, or an interval that contains it. Keyed by the core of the subterm. */
export type Environment = ReadonlyMap<Term, Enclosed>

/** As an interval, whichever it is. */
export const asInterval = (a: Enclosed): Interval => (Q.isRational(a) ? I.fromRational(a, PRECISION) : a)
const short = (a: Rational): boolean => a.den < DIGITS && a.num < DIGITS && a.num > -DIGITS

/** The lower and the upper end, null for an infinite one. */
export function ends(a: Enclosed): { readonly low: Rational | null; readonly high: Rational | null } {
  return Q.isRational(a) ? { low: a, high: a } : { low: I.lower(a), high: I.upper(a) }
}

/** An enclosure of `t`; every opaque subterm needs an entry in `known`. Throws NoValue where it is undefined or beyond all limits. */
export function enclose(t: Term, known: Environment): Enclosed {
  try {
    return evaluate(t, known)
  } catch (error) {
    if (error instanceof DomainError || error instanceof LimitExceeded) throw new NoValue(error.message)
    throw error
  }
}

function evaluate(root: Term, known: Environment): Enclosed {
  const memo = new Map<Term, Enclosed>()
  const go = (t: Term): Enclosed => {
    const made = known.get(core(t)) ?? memo.get(t) ?? compute(t, go)
    memo.set(t, made)
    return made
  }
  return go(root)
}

type Go = (t: Term) => Enclosed

function compute(t: Term, go: Go): Enclosed {
  if (t.kind === 'num') return Q.rational(t.value)
  if (t.kind === 'const' && t.constant === PI) return E.pi(PRECISION)
  const { head, u, v } = operation(t)
  const one = (rational: (x: Rational) => Rational, interval: (x: Interval) => Interval): Enclosed => {
    const x = go(u)
    return Q.isRational(x) ? rational(x) : interval(x)
  }
  const two = (rational: (x: Rational, y: Rational) => Rational, interval: (x: Interval, y: Interval, p: number) => Interval): Enclosed => {
    const [x, y] = [go(u), go(v)]
    if (!Q.isRational(x) || !Q.isRational(y)) return interval(asInterval(x), asInterval(y), PRECISION)
    const z = rational(x, y)
    return short(z) ? z : asInterval(z)
  }
  const analytic = (f: (x: Interval, p: number) => Interval): Enclosed => f(asInterval(go(u)), PRECISION)
  switch (head) {
    case COE: return go(u)
    case NEG: return one(Q.neg, I.neg)
    case INV: return reciprocal(go(u))
    case ABS: return one(Q.abs, I.abs)
    case SQRT: return root(go(u))
    case EXP: return exponential(go(u))
    case LOG: return logarithm(go(u))
    case SIN: return analytic(E.sin)
    case COS: return analytic(E.cos)
    case TAN: return analytic(E.tan)
    case ATAN: return analytic(E.atan)
    case ADD: case NADD: return two(Q.add, I.add)
    case SUB: return two(Q.sub, I.sub)
    case NSUB: return two((x, y) => Q.max(Q.ZERO, Q.sub(x, y)), (x, y, p) => I.max(I.fromRational(Q.ZERO, p), I.sub(x, y, p)))
    case MUL: case NMUL: return two(Q.mul, I.mul)
    case DIV: return quotient(go(u), go(v))
    case MIN: return two(Q.min, I.min)
    case MAX: return two(Q.max, I.max)
    case NPOW: return power(go(u), go(v))
    case RPOW: return exponential(asInterval(product(go(v), logarithm(go(u)))))
    default: return total(t, go) ?? unfolded(t, go)
  }
}

function product(x: Enclosed, y: Enclosed): Enclosed {
  return Q.isRational(x) && Q.isRational(y) ? Q.mul(x, y) : I.mul(asInterval(x), asInterval(y), PRECISION)
}

function quotient(x: Enclosed, y: Enclosed): Enclosed {
  return product(x, reciprocal(y))
}

function reciprocal(x: Enclosed): Enclosed {
  if (!Q.isRational(x)) return I.inv(x, PRECISION)
  if (Q.isZero(x)) throw new NoValue('division by 0')
  return Q.inv(x)
}

function exponential(x: Enclosed): Enclosed {
  return Q.isRational(x) && Q.isZero(x) ? Q.ONE : E.exp(asInterval(x), PRECISION)
}

function logarithm(x: Enclosed): Enclosed {
  return Q.isRational(x) && Q.eq(x, Q.ONE) ? Q.ZERO : E.log(asInterval(x), PRECISION)
}

/** The root of a square stays a rational. */
function root(x: Enclosed): Enclosed {
  if (Q.isRational(x) && Q.sign(x) >= 0) {
    const [p, q] = [integerRoot(x.num), integerRoot(x.den)]
    if (p * p === x.num && q * q === x.den) return Q.rational(p, q)
  }
  return I.sqrt(asInterval(x), PRECISION)
}

/** ⌊√n⌋ by Newton's method. */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n
  let guess = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + n / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

/** A natural power; with an exponent known only to lie in a range, through the logarithm. */
function power(x: Enclosed, k: Enclosed): Enclosed {
  if (Q.isRational(k) && Q.isInteger(k) && Q.sign(k) >= 0) {
    if (!Q.isRational(x)) return I.pow(x, k.num, PRECISION)
    const digits = BigInt(x.num.toString().length + x.den.toString().length)
    return digits * k.num <= 800n ? Q.pow(x, k.num) : I.pow(asInterval(x), k.num, PRECISION)
  }
  return E.exp(I.mul(asInterval(k), asInterval(logarithm(x)), PRECISION), PRECISION)
}

/** `Σ i in a..b` and `Π i in a..b` with whole ends. */
function total(t: Term, go: Go): Enclosed | undefined {
  for (const [constant, start, join] of [[SUM, ADD, Q.ZERO], [PROD, MUL, Q.ONE]] as const) {
    const args = argsOf(t, constant, 2)
    const range = args?.[0] === undefined ? undefined : argsOf(args[0], RANGE, 2)
    const body = args?.[1]
    if (range?.[0] === undefined || range[1] === undefined || body?.kind !== 'abs') continue
    return overRange(whole(go(range[0])), whole(go(range[1])), body, join, start === ADD, go)
  }
  return undefined
}

function overRange(low: bigint, high: bigint, body: Abs, empty: Rational, adding: boolean, go: Go): Enclosed {
  if (high - low > MAX_TERMS) throw new NoValue(`a sum or product of more than ${MAX_TERMS} terms`)
  let all: Enclosed = empty
  for (let i = low; i <= high; i++) {
    const next = go(instantiateBody(body, nat(i)))
    const exact: Rational | undefined = Q.isRational(all) && Q.isRational(next) ? (adding ? Q.add(all, next) : Q.mul(all, next)) : undefined
    all = exact !== undefined && short(exact) ? exact : (adding ? I.add : I.mul)(asInterval(all), asInterval(next), PRECISION)
  }
  return all
}

function whole(x: Enclosed): bigint {
  if (Q.isRational(x) && Q.isInteger(x)) return x.num
  throw new NoValue('a sum or product over a range whose ends are not whole numbers')
}

/** An application of a definition, opened. */
function unfolded(t: Term, go: Go): Enclosed {
  const opened = openHead(t)
  if (opened === undefined || (opened.type !== REAL && opened.type !== NAT)) throw new NoValue('a part of it has no number')
  return go(opened)
}

/** The defined constant at the head replaced by its body, and the arguments put in; undefined when the head is no definition. */
export function openHead(t: Term): Term | undefined {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  if (head.kind !== 'const' || head.constant.body === undefined || head.typeArgs.length > 0) return undefined
  let body = head.constant.body
  for (const arg of args) {
    if (body.kind !== 'abs') return undefined
    body = instantiateBody(body, arg)
  }
  return body
}
