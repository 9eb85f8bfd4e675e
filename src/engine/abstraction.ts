// UNTRUSTED. Replaces opaque real subterms (and, on demand, natural numbers read as reals) by real variables, in a goal and in the facts
// about them, and puts them back into the proof. Part of calculus.
import { NAT, REAL } from '../kernel/type.js'
import { core, mkApp, type FVar, type Term } from '../kernel/term.js'
import { COE, NADD, NMUL, asBinary, asUnary, mkAdd, mkCoe, mkMul, real } from '../kernel/signature.js'
import { assume, type Theorem } from '../kernel/theorem.js'
import { factsAbout } from './atoms.js'
import { follow, rewritten, topDown, withFresh, type Conversion } from './conversion.js'
import type { Known, Proof } from './known.js'
import { iffMpr, instantiateVars, proveHyp, sides } from './logic.js'
import { ring } from './rules.js'
import { opaqueParts } from './evaluation.js'

/** `t` with subterms replaced, outside binders. */
export function replaced(t: Term, map: ReadonlyMap<Term, Term>): Term {
  const found = map.get(core(t))
  if (found !== undefined) return found
  if (t.kind !== 'app') return t
  const [fn, arg] = [replaced(t.fn, map), replaced(t.arg, map)]
  return fn === t.fn && arg === t.arg ? t : mkApp(fn, arg)
}

/** `real (m + n) = real m + real n`, and so for products and numerals: naturals under operations come to stand alone. */
const spread: Conversion = topDown((t) => {
  const inner = asUnary(t, COE)
  if (inner === undefined) return undefined
  if (inner.kind === 'num') return ring(t, real(inner.value))
  const [sum, product] = [asBinary(inner, NADD), asBinary(inner, NMUL)]
  const parts = sum ?? product
  if (parts === undefined) return undefined
  const [a, b] = [mkCoe(parts[0]), mkCoe(parts[1])]
  const eq = ring(t, sum === undefined ? mkMul(a, b) : mkAdd(a, b))
  return follow(eq, t, spread)
})

/** Proves the goal with variables in place of its opaque real subterms; with its naturals replaced too when `naturals`. */
export function withVariables(goal: Term, known: Known, naturals: boolean,
  prove: (goal: Term, known: Known) => Proof | undefined): Proof | undefined {
  const spelled = naturals ? spread(goal) : undefined
  if (spelled !== undefined && core(sides(spelled)[1]) !== core(goal)) {
    const inner = withVariables(sides(spelled)[1], known.with(known.arithmetic().map((th) => rewritten(th, spread))), naturals, prove)
    return inner === undefined ? undefined : { theorem: iffMpr(spelled, inner.theorem), why: inner.why }
  }
  const parts = opaqueParts(goal).flatMap((t) => {
    if (t.type === NAT) return naturals ? [mkCoe(t)] : []
    return t.type === REAL && t.kind !== 'fvar' ? [t] : []
  })
  if (parts.length === 0) return naturals ? undefined : prove(goal, known)
  const go = (rest: readonly Term[], map: ReadonlyMap<Term, FVar>): Proof | undefined => {
    const [first, ...others] = rest
    if (first === undefined) return inVariables(goal, known, map, prove)
    return withFresh('t', REAL, (v) => go(others, new Map([...map, [core(first), v]])))
  }
  return go(parts, new Map())
}

function inVariables(goal: Term, known: Known, map: ReadonlyMap<Term, FVar>,
  prove: (goal: Term, known: Known) => Proof | undefined): Proof | undefined {
  const originals: Theorem[] = [...known.arithmetic(), ...[...map.keys()].flatMap(factsAbout)]
  const facts = originals.map((th) => ({ original: th, formula: replaced(th.concl, map) }))
  const changed = facts.filter((f) => f.formula !== f.original.concl)
  const now = known.without((th) => changed.some((f) => f.original === th)).with(changed.map((f) => assume(f.formula)))
  const inner = prove(replaced(goal, map), now.sampled(replaced(goal, map)))
  if (inner === undefined) return undefined
  const back = new Map([...map].map(([t, v]) => [v, t] as const))
  const whole = instantiateVars(inner.theorem, back)
  return { theorem: changed.reduce((th, f) => proveHyp(th, f.original), whole), why: inner.why }
}
