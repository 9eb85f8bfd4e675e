// TEST. Instance fields for networks: the forward pass is the composition of the layers, and statements without a law are sampled
// under the instances of their context where nothing else reaches them.
import test from 'ava'
import { readFields } from '../../src/numeric/instance.js'
import { Stream } from '../../src/numeric/random.js'
import { sampleDeclaration } from '../../src/numeric/sample.js'
import type { NumericVerdict } from '../../src/numeric/types.js'
import { NotEvaluable, TRUE, type Fn, type Value } from '../../src/numeric/value.js'
import { parseTheory } from '../../src/syntax/parser.js'
import type { InstanceDecl } from '../../src/syntax/ast.js'
import type { Term } from '../../src/kernel/term.js'
import { mkAdd, mkEq, mkForall, mkLe, nat, real } from './signature.js'
import { NAT, REAL, apply, arrows, funType, mkVar } from './terms.js'

function instance(text: string): InstanceDecl {
  const { theory, diagnostics } = parseTheory(`theory T\n${text}\n`)
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message)
  return theory.items.find((item) => item.kind === 'instance')!
}

const relu = instance(`instance Network.relu
  N := 3
  keep := kept(1),  φ := relu_layers,  run := forward(N, kept 1)
  A := random_entries(1),  τ := random_ties(2),  s := random_vector(N, radius 1)`)

const at = (f: Value, ...args: readonly Value[]): Value => args.reduce((g: Value, a) => (g as Fn)(a), f)

test('the forward pass is the composition of the layers', (t) => {
  const { byName } = readFields(relu, new Stream('network'))
  const value = (name: string): Value => {
    const field = byName.get(name)
    return field?.kind === 'value' ? field.value : undefined
  }
  const [A, s, run, φ, keep, τ] = ['A', 's', 'run', 'φ', 'keep', 'τ'].map(value)
  const layer = (j: number, state: Value): Fn => (k) => {
    if (at(keep, j, k) === TRUE) return at(state, k)
    const product: Fn = (i) => [1, 2, 3].reduce((sum, l) => sum + (at(A, j, i, l) as number) * (at(state, l) as number), 0)
    return at(φ, j, product, k)
  }
  let state: Value = s
  for (const j of [0, 1, 2, 3]) {
    if (j > 0) state = layer(j, state)
    for (const k of [1, 2, 3]) t.true(Math.abs((at(run, A, s, j, k) as number) - (at(state, k) as number)) < 1e-12, `${j} ${k}`)
  }
  t.true([1, 2, 3].some((k) => at(state, k) !== 0))
  t.is(at(A, 1, 2, 3), at(A, 1, 2, 3))
  t.true([1, 2, 3].flatMap((j) => [1, 2, 3].map((k) => at(τ, j, k, 1) as number)).every((m) => m >= 0 && m <= 2))
  t.throws(() => readFields(instance('instance Network.bad\n  run := backward(3)'), new Stream('n')), { instanceOf: NotEvaluable })
})

test('statements without a law are sampled under the instances of their context', (t) => {
  const stack = arrows(NAT, NAT, NAT, REAL)
  const vector = funType(NAT, REAL)
  const [A, s, k] = [mkVar('A', stack), mkVar('s', vector), mkVar('k', NAT)]
  const run = mkVar('run', arrows(stack, vector, NAT, NAT, REAL))
  const sample = (goal: Term): NumericVerdict => sampleDeclaration({
    name: 'test', steps: [], open: { variables: [A, s, k, run], hypotheses: [], contexts: ['Network'], goal },
  }, [relu], { seed: 1, samples: 40 })
  const start = mkEq(apply(run, A, s, nat(0n), k), apply(s, k))
  const fine = sample(start)
  t.is(fine.status, 'consistent')
  t.is(fine.method, 'monte-carlo')
  // Floating point alone does not refute.
  const wrong = sample(mkForall(k, mkLe(mkAdd(apply(s, k), real(1n)), apply(run, A, s, nat(0n), k))))
  t.not(wrong.status, 'violated')
  t.not(wrong.status, 'consistent')
})
