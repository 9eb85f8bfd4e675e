// Unfolds the arguments of formulas that sampling knows by name (`iid E n z` with z a definition), so that what they are made
// of can be seen. Works on kernel terms through the kernel's makers; the result is only ever sampled. UNTRUSTED.
import * as signature from '../kernel/signature.js'
import { Constant, instantiateBody, mkAbs, mkApp, mkVar, substitute, type Term } from '../kernel/term.js'

/** Definitions whose truth may be known by construction (known.ts, monte-known.ts). */
export const KNOWN_NAMES: ReadonlySet<string> = new Set([
  'expectation', 'indep', 'identical', 'iid', 'bounded', 'lipschitz', 'isoperimetric',
])

const primitives: ReadonlySet<Constant> = new Set(Object.values(signature).filter((v): v is Constant => Constant.is(v)))
/** Rewriting steps on one argument before it is left as it is. */
const FUEL = 2000

/** β-normal form with every definition outside the signature unfolded, as far as the fuel goes. */
function normalise(term: Term): Term {
  let fuel = FUEL
  let fresh = 0
  const go = (t: Term): Term => {
    if (fuel-- <= 0) return t
    switch (t.kind) {
      case 'const': {
        const { constant } = t
        if (constant.body === undefined || primitives.has(constant)) return t
        const map = new Map(constant.typeParams.map((p, i) => [p, t.typeArgs[i] ?? p]))
        return go(substitute(constant.body, map, new Map()))
      }
      case 'app': {
        const fn = go(t.fn)
        return fn.kind === 'abs' ? go(instantiateBody(fn, t.arg)) : mkApp(fn, go(t.arg))
      }
      case 'abs': {
        const x = mkVar(`${t.hint} ${fresh++}`, t.domain)
        return mkAbs(x, go(instantiateBody(t, x)))
      }
      default: return t
    }
  }
  return go(term)
}

/** The formula with the arguments of every known name in it unfolded. */
export function expandKnown(formula: Term): Term {
  let fresh = 0
  const go = (t: Term): Term => {
    switch (t.kind) {
      case 'app': {
        let head: Term = t
        const args: Term[] = []
        while (head.kind === 'app') {
          args.push(head.arg)
          head = head.fn
        }
        args.reverse()
        if (head.kind === 'const' && !primitives.has(head.constant) && KNOWN_NAMES.has(head.constant.name)) {
          return args.map((a) => normalise(a)).reduce((f, a) => mkApp(f, a), head)
        }
        return mkApp(go(t.fn), go(t.arg))
      }
      case 'abs': {
        const x = mkVar(`${t.hint} ${fresh++}`, t.domain)
        return mkAbs(x, go(instantiateBody(t, x)))
      }
      default: return t
    }
  }
  return go(formula)
}

