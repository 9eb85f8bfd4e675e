// TEST. Short names for building kernel terms, and evaluation of one closed term in a chosen arithmetic.
import { bigAlgebra } from '../../src/numeric/big.js'
import { Compiler } from '../../src/numeric/compile.js'
import { exactAlgebra } from '../../src/numeric/exact.js'
import { floatAlgebra } from '../../src/numeric/float.js'
import { Stream } from '../../src/numeric/random.js'
import { Runtime } from '../../src/numeric/runtime.js'
import { Serialiser } from '../../src/numeric/serialise.js'
import type { Domain } from '../../src/numeric/domain.js'
import type { Value } from '../../src/numeric/value.js'
import {
  ABS, CARD, COE, EMPTY, FINITE, GE, GT, MEM, PROD, RANGE, SUM, apply, arrows, mkAbs2, mkInsert, nat,
} from './signature.js'
import { mkAbs, mkApp, mkConst, mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import { NAT, PROP, REAL, funType, newType, typeVar, type Type } from '../../src/kernel/type.js'

export {
  ABS, EMPTY, FINITE, NAT, PROP, REAL, apply, arrows, funType, mkAbs, mkAbs2, mkApp, mkConst, mkInsert, mkVar,
  nat, newType, typeVar,
}

export const coe = (t: Term): Term => mkApp(mkConst(COE), t)
export const ge = (a: Term, b: Term): Term => apply(mkConst(GE), a, b)
export const gt = (a: Term, b: Term): Term => apply(mkConst(GT), a, b)
export const abs = (a: Term): Term => mkApp(mkConst(ABS), a)
export const range = (a: Term, b: Term): Term => apply(mkConst(RANGE), a, b)
export const mem = (x: Term, s: Term): Term => apply(mkConst(MEM, [x.type]), x, s)
export const card = (s: Term, element: Type): Term => mkApp(mkConst(CARD, [element]), s)
export const sumOver = (s: Term, x: FVar, body: Term): Term => apply(mkConst(SUM, [x.type]), s, mkAbs(x, body))
export const prodOver = (s: Term, x: FVar, body: Term): Term => apply(mkConst(PROD, [x.type]), s, mkAbs(x, body))
/** Σ i in 1..n, body. */
export const sumTo = (n: Term, i: FVar, body: Term): Term => sumOver(range(nat(1n), n), i, body)

const algebras = { float: floatAlgebra, big: bigAlgebra, exact: exactAlgebra }

/** The value of a term whose free variables have the given values. */
export function evaluate(
  term: Term, algebra: keyof typeof algebras = 'float', values: readonly (readonly [FVar, Value])[] = [],
  types: readonly (readonly [Type, Domain])[] = [],
): Value {
  const serialiser = new Serialiser()
  const variables = values.map(([v, value]) => [serialiser.term(v), value] as const)
  const node = serialiser.term(term)
  const base = new Map(types.map(([type, domain]) => {
    const index = serialiser.type(type)
    return [serialiser.program.types[index]!.key, domain]
  }))
  const runtime = new Runtime(serialiser.program, algebras[algebra], new Stream('test'))
  const compiler = new Compiler(runtime)
  runtime.interpret(base)
  for (const [variable, value] of variables) compiler.assign(variable, value)
  return compiler.evaluate(node)
}
