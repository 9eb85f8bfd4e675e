// TEST. Overwrites array built-ins after the kernel has loaded, and checks that no refusal turns into a theorem. Code that patches
// built-ins is outside the threat model (docs/foundations.md); the rules still must not depend on what an array method answers.
import test from 'ava'
import * as Q from '../../src/arith/rational.js'
import { typeVar } from '../../src/kernel/type.js'
import { mkAbs, mkVar } from '../../src/kernel/term.js'
import { falsity, mkAdd, mkEq, mkForall, mkImp, mkLe, mkLt, real } from '../../src/kernel/signature.js'
import {
  andIntro, assume, axiom, congAbs, define, eqMp, existsElim, generalise, instantiate, intro, mp, positivstellensatz, ring, specialise,
  trans, type Theorem,
} from '../../src/kernel/theorem.js'
import '../../src/kernel/axioms.js'
import { p, q, x, y, z } from './helpers.js'

const patched = [
  'every', 'some', 'includes', 'indexOf', 'map', 'filter', 'find', 'forEach', 'reduce', 'reduceRight', 'slice', 'concat', 'keys', 'values',
]

/** Runs `attempt` with the array methods and the array iterator answering as an attacker would like. */
function poisoned(attempt: () => Theorem | undefined): Theorem | undefined {
  const prototype = Array.prototype as unknown as Record<PropertyKey, unknown>
  const saved = [...patched, Symbol.iterator].map((key) => ({ key, value: prototype[key] }))
  try {
    for (let i = 0; i < patched.length; i++) prototype[patched[i]!] = () => []
    prototype[Symbol.iterator] = function* empty() { /* yields nothing */ }
    return attempt()
  } catch {
    return undefined
  } finally {
    for (let i = 0; i < saved.length; i++) prototype[saved[i]!.key] = saved[i]!.value
  }
}

const positive = mkLt(real(0n), x)

const first = { products: [{ coefficient: Q.ONE, facts: [0], squares: [] }], equalities: [] }
const wrong: Record<string, () => Theorem> = {
  mp: () => mp(assume(mkImp(p, q)), assume(q)),
  eqMp: () => eqMp(assume(mkEq(p, q)), assume(q)),
  trans: () => trans(assume(mkEq(x, y)), assume(mkEq(x, z))),
  generalise: () => generalise(x, assume(positive)),
  congAbs: () => congAbs(x, assume(mkEq(x, y))),
  existsElim: () => existsElim(assume(mkForall(x, positive)), x, assume(positive)),
  ring: () => ring(mkAdd(x, y), mkAdd(x, z)),
  positivstellensatz: () => positivstellensatz([assume(mkLe(x, y))], first),
  axiom: () => axiom('open', 'cited', mkEq(x, x), 'c'),
}

test('a poisoned realm refuses what a clean one refuses', (t) => {
  for (const [name, attempt] of Object.entries(wrong)) {
    t.throws(attempt, { any: true }, `${name} should be refused at all`)
    t.is(poisoned(attempt), undefined, `${name} was accepted in a poisoned realm`)
  }
})

test('a poisoned realm drops no hypothesis and no substitution', (t) => {
  const A = typeVar('A')
  const a = mkVar('a', A)
  const both = poisoned(() => andIntro(assume(p), assume(q)))
  t.is(both?.hyps.length ?? 2, 2)
  const discharged = poisoned(() => intro(p, andIntro(assume(p), assume(q))))
  t.is(discharged?.hyps.length ?? 1, 1)
  // The maps are made outside: in a poisoned realm their own constructor sees no entries.
  const [types, vars] = [new Map([[A, x.type]]), new Map([[mkVar('a', x.type), y]])]
  const at = poisoned(() => instantiate(assume(mkEq(a, a)), types, vars))
  t.is(at?.concl ?? mkEq(y, y), mkEq(y, y))
  t.is(at?.hyps[0] ?? mkEq(y, y), mkEq(y, y))
  const instance = poisoned(() => specialise(assume(mkForall(x, mkLe(x, y))), z))
  t.is(instance?.concl ?? mkLe(z, y), mkLe(z, y))
  const refutation = poisoned(() => positivstellensatz([assume(mkLt(x, x))], first))
  t.is(refutation?.hyps.length ?? 1, 1)
  t.is(refutation?.concl ?? falsity, falsity)
})

test('a poisoned realm hides no type variable in a definition', (t) => {
  const hidden = mkAbs(mkVar('a', typeVar('A')), real(1n))
  let made: unknown
  poisoned(() => {
    made = define('hidden', [], mkEq(hidden, hidden))
    return undefined
  })
  t.is(made, undefined)
})
