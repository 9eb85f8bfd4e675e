// Random formulas of the logic over a fixed scope, for tests of the printer: built from kernel terms, read back by the elaborator.
// TEST helper.
import {
  ABS, ADD, CARD, DIV, EMPTY, EQ, EXISTS, FINITE, FORALL, GE, GT, INTER, LE, LT, MAX, MEM, MIN, MUL, NADD, NMUL, NSUB, PROD,
  RANGE, RPOW, SUB, SUBSET, SUM, UNION, apply, arrows, mkAnd, mkCoe, mkEq, mkExists, mkExp, mkForall, mkImp, mkInsert, mkIte,
  mkLe, mkLt, mkNeg, mkNot, mkOr, mkPow, mkSqrt, nat, real,
} from '../../src/kernel/signature.js'
import {
  core, freeVars, instantiateBody, mkAbs, mkApp, mkConst, mkVar, type Constant, type FVar, type Term,
} from '../../src/kernel/term.js'
import { define } from '../../src/kernel/theorem.js'
import { NAT, PROP, REAL, funType, newType, typeVar, type Type } from '../../src/kernel/type.js'
import { Inference } from '../../src/elaborate/inference.js'
import { elaborateTop } from '../../src/elaborate/terms.js'
import { emptyScope, withType, withVariable, type Scope } from '../../src/elaborate/scope.js'
import { parseFormula } from '../../src/syntax/parser.js'

export const Omega = newType('Ω')
export const randomReal = funType(Omega, REAL)
export const law = funType(randomReal, REAL)
export const x = mkVar('x', REAL)
export const y = mkVar('y', REAL)
export const z = mkVar('z', REAL)
export const m = mkVar('m', NAT)
export const n = mkVar('n', NAT)
export const i = mkVar('i', NAT)
export const p = mkVar('p', PROP)
export const f = mkVar('f', funType(REAL, REAL))
export const a = mkVar('a', funType(NAT, REAL))
export const X = mkVar('X', randomReal)
export const Y = mkVar('Y', randomReal)
export const N = mkVar('N', funType(Omega, NAT))
export const A = mkVar('A', funType(Omega, PROP))
export const D = mkVar('D', arrows(NAT, Omega, REAL))
export const E = mkVar('E', law)
export const M = mkVar('M', funType(funType(REAL, REAL), REAL))
export const S = mkVar('S', funType(REAL, PROP))
export const T = mkVar('T', funType(NAT, PROP))
export const R = mkVar('R', arrows(Omega, REAL, PROP))
export const w = mkVar('ω', Omega)

export const typeA = typeVar('Ω')
export const law0 = mkVar('E', funType(funType(typeA, REAL), REAL))
export const event0 = mkVar('A', funType(typeA, PROP))
export const outcome0 = mkVar('ω', typeA)
export const PROB = define('prob', [typeA], mkAbs(law0, mkAbs(event0,
  mkApp(law0, mkAbs(outcome0, mkIte(mkApp(event0, outcome0), real(1n), real(0n)))))))
export const prob = (l: Term, event: Term): Term => apply(mkConst(PROB, [Omega]), l, event)
export const member = (e: Term, set: Term): Term => apply(mkConst(MEM, [e.type]), e, set)
export const range = (low: Term, high: Term): Term => apply(mkConst(RANGE), low, high)
export const sum = (set: Term, body: Term): Term => apply(mkConst(SUM, [body.type.args[0]!]), set, body)
export const binary = (c: Constant, l: Term, r: Term): Term => {
  const typeArg = c === UNION || c === INTER ? l.type.args[0]! : l.type
  return apply(mkConst(c, c.typeParams.length === 0 ? [] : [typeArg]), l, r)
}
export const empty = (type: Type): Term => mkConst(EMPTY, [type])
export const at = (fn: Term, ...args: Term[]): Term => apply(fn, ...args)

/** Stands in for the library's `expectation`: the name is what makes a variable a law. */
export const EXPECTATION = define('expectation', [typeA], mkAbs(law0, mkEq(mkApp(law0, mkAbs(outcome0, real(1n))), real(1n))))
export const expectation = (l: Term): Term => mkApp(mkConst(EXPECTATION, [Omega]), l)

const entry = (constant: Constant) => ({ info: { constant, hidden: [], preconditions: [], event: false }, fixedTypes: new Set<Type>() })

export const scope: Scope = [x, y, z, m, n, i, p, f, a, X, Y, N, A, D, E, M, S, T, R]
  .reduce((s, v) => withVariable(s, v.name, v), withType({
    ...emptyScope,
    constants: new Map([['prob', entry(PROB)], ['expectation', entry(EXPECTATION)]]),
    assumed: new Set([core(expectation(E))]),
  }, 'Ω', Omega))

export function readBack(text: string, type: Type): Term {
  const parsed = parseFormula(text)
  if (parsed.expr === undefined) throw new Error(`does not parse: ${text}: ${parsed.diagnostics[0]?.message ?? ''}`)
  return elaborateTop({ scope, inference: new Inference(), lifting: undefined }, parsed.expr, type)
}

/** η-normal: `E X` and `E (λω. X ω)` are written alike. */
export function eta(t: Term): Term {
  if (t.kind === 'app') return mkApp(eta(t.fn), eta(t.arg))
  if (t.kind !== 'abs') return t
  const v = mkVar(`${t.hint}·e${t.id}`, t.domain)
  const body = eta(instantiateBody(t, v))
  if (body.kind === 'app' && body.arg === v && !freeVars(body.fn).includes(v)) return body.fn
  return mkAbs(v, body)
}

/** Random terms are read off a tape of numbers, so that a failing one shrinks with its tape. */
export class Generator {
  #at = 0
  readonly #reals: Term[] = [x, y, z]
  readonly #naturals: Term[] = [m, n, i]
  readonly #outcomes: FVar[] = []

  constructor(readonly tape: readonly number[]) {}

  #pick<U>(choices: readonly U[]): U {
    const value = this.tape[this.#at++] ?? 0
    return choices[value % choices.length]!
  }

  /** One of the leaves, or below depth 0 of the branches. */
  #choose(depth: number, leaves: readonly (() => Term)[], branches: readonly (() => Term)[]): Term {
    return this.#pick(depth > 0 && this.#pick([true, true, true, false]) ? branches : leaves)()
  }

  /** A term under a new variable whose name may be taken. */
  #under(type: Type, make: () => Term): { readonly variable: FVar; readonly body: Term } {
    const variable = mkVar(`${this.#pick(['x', 'i', 't', 'ω', 'show'])}·${this.#at}`, type)
    const list = type === REAL ? this.#reals : type === NAT ? this.#naturals : this.#outcomes
    list.push(variable)
    const body = make()
    list.pop()
    return { variable, body }
  }

  #abs(type: Type, make: () => Term): Term {
    const { variable, body } = this.#under(type, make)
    return mkAbs(variable, body)
  }

  #random(make: (o: FVar) => Term): (() => Term)[] {
    return this.#outcomes.map((o) => () => make(o))
  }

  real(d: number): Term {
    const r = () => this.real(d - 1)
    const k = () => this.natural(d - 1)
    return this.#choose(d, [
      () => this.#pick(this.#reals), () => real(BigInt(this.#pick([0, 1, 2, 7]))), () => mkCoe(this.#pick(this.#naturals)),
      ...this.#random((o) => this.#pick([at(X, o), at(Y, o), mkCoe(at(N, o)), at(D, n, o)])),
    ], [
      () => binary(this.#pick([ADD, SUB, MUL, DIV, RPOW, MIN, MAX]), r(), r()), () => mkNeg(r()), () => mkExp(r()), () => mkSqrt(r()),
      () => mkCoe(k()), () => apply(mkConst(ABS), r()), () => at(f, r()), () => at(a, k()), () => mkPow(r(), k()),
      () => mkIte(this.formula(d - 1), r(), r()), () => sum(range(k(), k()), this.#abs(NAT, r)),
      () => apply(mkConst(this.#pick([SUM, PROD]), [REAL]), this.set(d - 1), this.#abs(REAL, r)),
      () => apply(mkConst(CARD, [REAL]), this.set(d - 1)), () => mkApp(E, this.#abs(Omega, r)),
      () => this.#pick([mkApp(E, X), mkApp(M, f)]),
      () => mkApp(M, this.#abs(REAL, r)), () => prob(E, this.#abs(Omega, () => this.formula(d - 1))),
    ])
  }

  natural(d: number): Term {
    const k = () => this.natural(d - 1)
    return this.#choose(d, [
      () => this.#pick(this.#naturals), () => nat(BigInt(this.#pick([0, 1, 3]))), ...this.#random((o) => at(N, o)),
    ], [() => binary(this.#pick([NADD, NMUL, NSUB]), k(), k()), () => mkIte(this.formula(d - 1), k(), k())])
  }

  set(d: number): Term {
    const s = () => this.set(d - 1)
    const r = () => this.real(d - 1)
    return this.#choose(d, [() => S, () => empty(REAL), ...this.#random((o) => at(R, o))], [
      () => binary(this.#pick([UNION, INTER]), s(), s()), () => mkInsert(r(), s()), () => mkInsert(r(), mkInsert(r(), empty(REAL))),
      () => this.#abs(REAL, () => this.formula(d - 1)),
      () => {
        const set = s()
        const { variable, body } = this.#under(REAL, () => this.formula(d - 1))
        return mkAbs(variable, mkAnd(member(variable, set), body))
      },
      () => {
        const set = s()
        const { variable, body } = this.#under(REAL, r)
        const value = mkVar(`y·${this.#at}`, REAL)
        return mkAbs(value, mkExists(variable, mkAnd(member(variable, set), mkEq(value, body))))
      },
    ])
  }

  formula(d: number): Term {
    const r = () => this.real(d - 1)
    const k = () => this.natural(d - 1)
    const q = () => this.formula(d - 1)
    return this.#choose(d, [() => p, () => mkEq(r(), r()), () => mkEq(k(), k()), ...this.#random((o) => at(A, o))], [
      () => binary(this.#pick([LE, LT, GE, GT, EQ]), r(), r()), () => this.#pick([mkAnd, mkOr, mkImp, mkEq])(q(), q()), () => mkNot(q()),
      () => member(r(), this.set(d - 1)), () => member(k(), range(k(), k())), () => apply(mkConst(FINITE, [REAL]), this.set(d - 1)),
      () => apply(mkConst(SUBSET, [REAL]), this.set(d - 1), this.set(d - 1)),
      () => {
        const middle = r()
        return mkAnd(mkLe(r(), middle), mkLt(middle, r()))
      },
      () => mkApp(mkConst(this.#pick([FORALL, EXISTS]), [REAL]), this.#abs(REAL, q)),
      () => mkApp(mkConst(this.#pick([FORALL, EXISTS]), [NAT]), this.#abs(NAT, q)),
      () => mkApp(mkConst(FORALL, [Omega]), this.#abs(Omega, q)),
      () => {
        const low = r()
        const { variable, body } = this.#under(REAL, q)
        return mkForall(variable, mkImp(binary(this.#pick([LE, GT]), variable, low), body))
      },
      () => {
        const set = range(k(), k())
        const { variable, body } = this.#under(NAT, q)
        return mkForall(variable, mkImp(member(variable, set), body))
      },
    ])
  }
}

