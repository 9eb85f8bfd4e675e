// A sample of the problem collection under a guard on work, which is the same on every machine: a change of the engine that makes
// these harder shows here. The whole collection is run by `npm run bench:problems`.
import test from 'ava'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alphaEqual } from '../../src/kernel/term.js'
import { closedStatement, refutation } from '../../src/engine/refutation.js'
import { readScript } from '../../src/smtlib/script.js'

const root = fileURLToPath(new URL('../../bench/problems', import.meta.url))

/** Name, answer, and the work it may take: about three times what it took when this was written. */
const sample: readonly (readonly [string, 'unsat' | 'sat', number])[] = [
  ['coq-micromega/coqmm-example-09', 'unsat', 300], ['mathlib-linarith/ml3-linarith-041', 'unsat', 300],
  ['mathlib-positivity/ml3-positivity-056', 'unsat', 3000], ['mathlib-gcongr/gcongr-01', 'unsat', 300],
  ['polya/polya-71', 'unsat', 300], ['polya/polya-02', 'unsat', 35_000], ['math2001/m2001-02_03-04', 'unsat', 9000],
  ['holight-sos/hlsos-40', 'unsat', 9000], ['holight-sos/hlsos-50', 'unsat', 9000], ['isabelle-sos/isa-sos-28', 'unsat', 9000],
  ['validsdp-flyspeck/vsdp-fs8-1', 'unsat', 60_000], ['false/mutant/f-polya-52', 'sat', 3000],
]

for (const [name, expected, most] of sample) {
  test(`${name} is ${expected} within ${String(most)} units`, (t) => {
    const script = readScript(readFileSync(join(root, `${name}.smt2`), 'utf8'))
    const { assertions } = script.queries[0]!
    const { verdict, work } = refutation(assertions, 200_000)
    t.is(verdict.kind, expected)
    t.true(work <= most, `${String(work)} units`)
    if (verdict.kind !== 'unsat') return
    t.is(verdict.theorem.hyps.length, 0)
    t.true(alphaEqual(verdict.theorem.concl, closedStatement(assertions)))
  })
}
