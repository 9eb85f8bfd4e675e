// TEST. Many declarations at once: the same verdicts on one thread and on two, and progress reported.
import test from 'ava'
import { sampleDeclarations } from '../../src/numeric/pool.js'
import { makeTask } from '../../src/numeric/task.js'
import type { SampleJob } from '../../src/numeric/types.js'
import type { Term } from '../../src/kernel/term.js'
import { EXPECTATION, PROB, law, on } from './library.js'
import { mkAdd, mkExp, mkLe, mkLt, mkMul, mkOr, real } from './signature.js'
import { PROP, REAL, funType, mkAbs, mkApp, mkVar, typeVar } from './terms.js'

const x = mkVar('x', REAL)
const O = typeVar('Ω')
const E = mkVar('E', law(O))
const [A, B] = [mkVar('A', funType(O, PROP)), mkVar('B', funType(O, PROP))]
const w = mkVar('ω', O)
const prob = (body: Term): Term => on(PROB, [O], E, mkAbs(w, body))

function job(name: string, hypotheses: readonly Term[], goal: Term): SampleJob {
  const open = { variables: [], hypotheses: hypotheses.map((formula) => ({ name: undefined, formula })), goal, contexts: [] }
  return { declaration: { name, open, steps: [] }, instances: [] }
}

const jobs: readonly SampleJob[] = [
  job('tangent', [], mkLe(mkAdd(real(1n), x), mkExp(x))),
  job('wrong tangent', [], mkLe(mkExp(x), mkAdd(real(1n), x))),
  job('union', [on(EXPECTATION, [O], E)], mkLe(prob(mkOr(mkApp(A, w), mkApp(B, w))), mkAdd(prob(mkApp(A, w)), prob(mkApp(B, w))))),
  job('square', [mkLt(real(1n), x)], mkLt(x, mkMul(x, x))),
  { declaration: { name: 'definition', open: undefined, steps: [] }, instances: [] },
]

test('verdicts do not depend on the number of threads', async (t) => {
  const seen: number[] = []
  const one = await sampleDeclarations(jobs, { seed: 4, samples: 60, jobs: 1, onProgress: (done, total) => seen.push(done * 10 + total) })
  const two = await sampleDeclarations(jobs, { seed: 4, samples: 60, jobs: 2 })
  t.deepEqual([...two], [...one])
  t.deepEqual(seen, [15, 25, 35, 45, 55])
  t.deepEqual([...one].map(([name, v]) => `${name}: ${v.status}`), [
    'tangent: consistent', 'wrong tangent: violated', 'union: consistent', 'square: consistent', 'definition: not-applicable',
  ])
})

test('adding a lemma does not change the verdict on another', async (t) => {
  const alone = await sampleDeclarations([jobs[3]!], { samples: 40 })
  const all = await sampleDeclarations(jobs, { samples: 40 })
  t.deepEqual(all.get('square'), alone.get('square'))
})

test('tasks are plain data', (t) => {
  const { declaration } = jobs[2]!
  const task = makeTask(declaration, [], { seed: 1, samples: 10 })!
  t.deepEqual(structuredClone(task), task)
  t.deepEqual(JSON.parse(JSON.stringify(task)).program, task.program)
})
