// Names that must keep their meaning: functions of the signature, and the constants that notations stand on.
// UNTRUSTED; used by declarations and binders.
import { ABS, mkExists, mkForall, mkIte, mkLe, real } from '../kernel/signature.js'
import { alphaEqual, mkAbs, mkApp, mkConst, mkVar, substitute, type Constant, type Term } from '../kernel/term.js'
import { PROP, REAL, funType, typeVar } from '../kernel/type.js'
import type { Name } from '../syntax/ast.js'
import { fail } from './failure.js'
import { builtins } from './names.js'

/** Refuses to bind a name that formulas already give a meaning: `fix exp : ℝ → ℝ` would change what exp says to a reader. */
export function requireBindable(name: Name): void {
  if (builtins.has(name.text)) fail('redefined-name', `${name.text} has a fixed meaning and cannot be used for something else`, name.span)
}

const Ω = typeVar('Ω')
const VARIABLE = funType(Ω, REAL)

/** What `P[…]` and the conditions `bounded X` mean: the only bodies these names may be given. */
const NOTATIONS: ReadonlyMap<string, Term> = new Map([
  ['prob', (() => {
    const [E, event, ω] = [mkVar('E', funType(VARIABLE, REAL)), mkVar('A', funType(Ω, PROP)), mkVar('ω', Ω)]
    return mkAbs(E, mkAbs(event, mkApp(E, mkAbs(ω, mkIte(mkApp(event, ω), real(1n), real(0n))))))
  })()],
  ['bounded', (() => {
    const [X, B, ω] = [mkVar('X', VARIABLE), mkVar('B', REAL), mkVar('ω', Ω)]
    return mkAbs(X, mkExists(B, mkForall(ω, mkLe(mkApp(mkConst(ABS), mkApp(X, ω)), B))))
  })()],
])

/** Refuses a definition of a notation's constant that is not the one the notation is read by. */
export function requireMeaning(name: Name, constant: Constant): void {
  const expected = NOTATIONS.get(name.text)
  if (expected === undefined) return
  const [param] = constant.typeParams
  const body = constant.body
  const same = param !== undefined && constant.typeParams.length === 1 && body !== undefined
    && alphaEqual(body, substitute(expected, new Map([[Ω, param]]), new Map()))
  if (!same) fail('redefined-name', `${name.text} is what a notation is read by, and this is another definition of it`, name.span)
}
