// TEST. Instances: what they declare holds of what they sample, true bounds stand, false ones fall, vacuous ones do not count.
import test from 'ava'
import { FAMILY_KINDS, sampleFunction } from '../../src/numeric/families.js'
import { Estimate } from '../../src/numeric/float.js'
import { readFields } from '../../src/numeric/instance.js'
import { RandomOutcome } from '../../src/numeric/outcome.js'
import { Point, coordinatesOf, distance } from '../../src/numeric/point.js'
import { Stream } from '../../src/numeric/random.js'
import { sampleContext, sampleDeclaration } from '../../src/numeric/sample.js'
import type { NumericVerdict } from '../../src/numeric/types.js'
import { ANY, NotEvaluable, elementsOf } from '../../src/numeric/value.js'
import { parseTheory } from '../../src/syntax/parser.js'
import type { InstanceDecl } from '../../src/syntax/ast.js'
import type { Term } from '../../src/kernel/term.js'
import { BOUNDED, EXPECTATION, IID, ISOPERIMETRIC, LIPSCHITZ, PROB, law, on, sumRange } from './library.js'
import {
  PAIR, mkAdd, mkAnd, mkDiv, mkEq, mkExists, mkExp, mkForall, mkImp, mkLe, mkLt, mkMul, mkNeg, mkPow, mkSub, real,
} from './signature.js'
import {
  NAT, PROP, REAL, abs, apply, arrows, coe, funType, ge, mem, mkAbs, mkApp, mkConst, mkVar, nat, range, typeVar,
} from './terms.js'

function instance(text: string): InstanceDecl {
  const { theory, diagnostics } = parseTheory(`theory T\n${text}\n`)
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message)
  return theory.items.find((item) => item.kind === 'instance')!
}

const signs = instance(`instance Regression.gaussian_signs
  d := sample integer 2..6,  n := sample integer 5..40
  x := gaussian(d, variance 1/d),  y := random_sign,  g := 0,  σ := 1
  F := random_class(size 2..6, kind [linear, distance, max_affine, relu_net], lipschitz 1)`)

const [O, X] = [typeVar('Ω'), typeVar('X')]
const E = mkVar('E', law(O))
const [n, d, i] = [mkVar('n', NAT), mkVar('d', NAT), mkVar('i', NAT)]
const dist = mkVar('dist', arrows(X, X, REAL))
const x = mkVar('x', arrows(NAT, O, X))
const y = mkVar('y', arrows(NAT, O, REAL))
const g = mkVar('g', funType(X, REAL))
const h = mkVar('h', funType(X, REAL))
const [sigma, s, c, L] = [mkVar('σ', REAL), mkVar('t', REAL), mkVar('c', REAL), mkVar('L', REAL)]
const [w, u] = [mkVar('ω', O), mkVar('u', X)]
const one = nat(1n)
const at = (v: Term, k: Term = i): Term => apply(v, k, w)
const expect = (body: Term): Term => mkApp(E, mkAbs(w, body))
const prob = (body: Term): Term => on(PROB, [O], E, mkAbs(w, body))
const square = (e: Term): Term => mkPow(e, nat(2n))
const noise = (k: Term = i): Term => mkSub(at(y, k), mkApp(g, at(x, k)))
const pairs = mkAbs(i, mkAbs(w, apply(mkConst(PAIR, [X, REAL]), at(x), at(y))))
const average = (e: Term): Term => mkMul(mkDiv(real(1n), coe(n)), sumRange(n, i, e))
const pointLaw = mkAbs(h, expect(mkApp(h, at(x, one))))

const assumptions = [
  on(EXPECTATION, [O], E), ge(coe(n), real(1n)), ge(coe(d), real(1n)),
  apply(mkConst(IID, [O, pairs.type.args[1]!.args[1]!]), E, n, pairs),
  mkForall(i, mkForall(w, mkLe(abs(at(y)), real(1n)))),
  mkForall(u, mkLe(abs(mkApp(g, u)), real(1n))),
  mkForall(h, mkImp(on(BOUNDED, [X], h), mkForall(i, mkImp(mem(i, range(one, n)),
    mkEq(expect(mkMul(noise(), mkApp(h, at(x)))), real(0n)))))),
  mkEq(expect(square(noise(one))), square(sigma)),
].map((formula) => ({ name: undefined, formula }))
const variables = [E, n, d, dist, x, y, g, sigma]

function sample(hypotheses: readonly Term[], goal: Term, under: readonly InstanceDecl[] = [signs], samples = 160): NumericVerdict {
  const open = {
    variables, goal, contexts: ['Regression'],
    hypotheses: [...assumptions, ...hypotheses.map((formula) => ({ name: undefined, formula }))],
  }
  return sampleDeclaration({ name: 'test', steps: [], open }, under, { seed: 2, samples })
}

test('an instance satisfies the assumptions of its context, known or checked', (t) => {
  const verdict = sampleContext({ name: 'Regression', variables, assumptions }, signs, { seed: 1, samples: 50 })
  t.is(verdict.status, 'consistent')
  t.is(verdict.counts.satisfied, verdict.counts.instances)
  const biased = instance(`instance Regression.biased
  d := 3, n := 10
  x := gaussian(d), y := bernoulli(1/2), g := 0, σ := 1`)
  t.is(sampleContext({ name: 'Regression', variables, assumptions }, biased, { seed: 1, samples: 50 }).status, 'not-exercised')
})

test('a true tail bound stands, and its interval and slack are reported', (t) => {
  const bound = mkExp(mkNeg(mkDiv(mkMul(coe(n), square(s)), real(2n))))
  const verdict = sample([mkLt(real(0n), s)], mkLe(prob(ge(average(noise()), s)), bound))
  t.is(verdict.status, 'consistent')
  t.is(verdict.method, 'monte-carlo')
  t.true(verdict.counts.nonVacuous >= 3)
  t.true(verdict.interval !== undefined && verdict.interval.low <= verdict.interval.bound)
})

test('a false bound is violated only when the interval excludes it', (t) => {
  // P[avg z ≥ 0] is about one half.
  const claim = (bound: Term): NumericVerdict => sample([], mkLe(prob(ge(average(noise()), real(0n))), bound))
  const wrong = claim(mkDiv(real(1n), real(4n)))
  t.is(wrong.status, 'violated')
  t.is(wrong.counterexample!.confirmed, 'statistical')
  t.regex(wrong.counterexample!.assignment[0]!.value, /n = \d+/)
  t.not(claim(mkDiv(real(99n), real(100n))).status, 'violated')
})

test('a violation needs hypotheses that are known, not sampled', (t) => {
  // "h is at most 10 everywhere" can only be sampled for a function that does not know its range.
  const f = mkVar('f', arrows(REAL, REAL))
  const guess = mkForall(s, mkLe(mkApp(f, s), real(1000000000000n)))
  const verdict = sample([guess], mkLe(prob(ge(average(noise()), real(0n))), mkDiv(real(1n), real(4n))))
  t.not(verdict.status, 'violated')
})

test('expectations that involve only labels are exact', (t) => {
  const verdict = sample([], mkEq(expect(mkMul(at(y, one), at(y, nat(2n)))), real(0n)))
  t.is(verdict.status, 'consistent')
  t.is(verdict.counts.undecided, 0)
  t.is(sample([], mkEq(expect(mkMul(at(y, one), at(y, one))), real(0n))).status, 'violated')
})

test('isoperimetry of the law of a point is known when the constant is large enough', (t) => {
  const positive = [mkLt(real(0n), c), mkLt(real(0n), L)]
  const isoperimetric = apply(mkConst(ISOPERIMETRIC, [X]), dist, c, coe(d), pointLaw)
  const smooth = on(LIPSCHITZ, [X], dist, L, h)
  const cut = mkForall(u, mkLe(abs(mkApp(h, u)), real(1n)))
  const deviation = mkSub(mkApp(h, at(x, one)), expect(mkApp(h, at(x, one))))
  const bound = mkMul(real(2n), mkExp(mkNeg(mkDiv(mkMul(coe(d), square(s)), mkMul(mkMul(real(2n), c), square(L))))))
  const verdict = sample([...positive, isoperimetric, smooth, cut, mkLe(real(0n), s)], mkLe(prob(ge(abs(deviation), s)), bound))
  t.is(verdict.status, 'consistent')
  t.true(verdict.counts.satisfied >= 2)
  const small = mkEq(c, mkDiv(real(1n), real(10n)))
  t.regex(sample([...positive, small, isoperimetric], mkLe(real(0n), real(1n))).warnings.join(), /no instance satisfied/)
})

test('events over a random class, and a bound that is vacuous on every instance', (t) => {
  const F = mkVar('F', funType(funType(X, REAL), PROP))
  const some = mkExists(h, mkAnd(mem(h, F), ge(average(mkMul(mkApp(h, at(x)), noise())), real(2n))))
  const verdict = sample([], mkLe(prob(some), mkAdd(real(1n), square(sigma))))
  t.is(verdict.status, 'vacuous')
  t.regex(verdict.warnings.join(), /vacuous/)
  t.is(sample([], mkLe(prob(some), mkDiv(real(1n), real(2n)))).status, 'consistent')
})

test('mixtures: components, their weights and laws; a label that stands for all labels is no index', (t) => {
  const mixture = instance(`instance Regression.mixture
  d := 3, n := sample integer 2..6, k := 2
  x := mixture(d, components k, spread 2, variance 1/d), ℓ := component(x), α := weights(x), M := component_law(x)
  y := random_sign, g := 0, σ := 1`)
  const [k, j] = [mkVar('k', NAT), mkVar('j', NAT)]
  const label = mkVar('ℓ', arrows(NAT, O, NAT))
  const alpha = mkVar('α', funType(NAT, REAL))
  const M = mkVar('M', funType(NAT, law(X)))
  const hs = mkVar('hs', arrows(NAT, X, REAL))
  const inside = mkForall(i, mkForall(w, mem(at(label), range(one, k))))
  const total = mkEq(sumRange(k, j, mkApp(alpha, j)), real(1n))
  const laws = mkForall(j, on(EXPECTATION, [X], mkApp(M, j)))
  const centred = mkEq(expect(mkMul(noise(one), apply(hs, at(label, one), at(x, one)))), real(0n))
  const verdict = sample([inside, total, laws], centred, [mixture])
  t.is(verdict.status, 'consistent')
  t.is(verdict.counts.satisfied, verdict.counts.instances)
  t.deepEqual(verdict.warnings, [])
  // E h(ℓ, x) is the mixture of the component means: a wrong weight is noticed.
  const first = mkAbs(u, mkApp(g, u))
  t.is(sample([inside], mkEq(mkApp(mkApp(M, one), first), real(1n)), [mixture]).status, 'violated')
  const chance = (c: Term): Term => prob(mkEq(at(label, one), c))
  t.is(sample([inside, total], mkEq(mkAdd(chance(one), chance(nat(2n))), real(1n)), [mixture]).status, 'consistent')
})

test('instances of other contexts are not used', (t) => {
  const other = { ...signs, name: { ...signs.name, text: 'Elsewhere.signs' } }
  t.not(sample([], mkLe(prob(ge(average(noise()), real(0n))), mkDiv(real(1n), real(4n))), [other]).method, 'monte-carlo')
})

test('functions keep to their Lipschitz constants and ranges', (t) => {
  const stream = new Stream('families')
  for (const kind of FAMILY_KINDS) {
    for (let k = 0; k < 10; k++) {
      const constant = stream.uniform(0.1, 3)
      const f = sampleFunction([kind], 4, constant, k % 2 === 0 ? undefined : [-0.5, 0.5], stream)
      const [low, high] = f.range!
      for (let pair = 0; pair < 40; pair++) {
        const [p, q] = [0, 1].map(() => new Point(Float64Array.from({ length: 4 }, () => stream.gaussian())))
        const [a, b] = [f(p) as number, f(q) as number]
        t.true(Math.abs(a - b) <= f.lipschitz! * distance(p!.coordinates, q!.coordinates) + 1e-12, kind)
        t.true(low <= a && a <= high)
      }
      const everywhere = f(ANY)
      t.true(typeof everywhere === 'number' || (everywhere instanceof Estimate && everywhere.low === low && everywhere.high === high))
    }
  }
})

function moments(text: string, read: (outcome: RandomOutcome, fields: ReturnType<typeof readFields>) => number): readonly [number, number] {
  const fields = readFields(instance(`instance C.i\n${text}`), new Stream('fields'))
  const values = Array.from({ length: 4000 }, (_, k) => read(new RandomOutcome(new Stream('moments'), k), fields))
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length]
}

test('the samplers have the laws they are named after', (t) => {
  const draw = (name: string) => (outcome: RandomOutcome, fields: ReturnType<typeof readFields>): Float64Array => {
    const field = fields.byName.get(name)
    return field?.kind === 'random' ? coordinatesOf(outcome.get(field.sampler, 1)) : new Float64Array()
  }
  const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) < tolerance
  const gaussian = moments('  x := gaussian(5, variance 1/5)', (o, f) => draw('x')(o, f)[2]!)
  t.true(near(gaussian[0], 0, 0.03) && near(gaussian[1], 0.2, 0.02))
  const sphere = moments('  x := sphere(4, radius 2)', (o, f) => Math.hypot(...draw('x')(o, f)))
  t.true(near(sphere[0], 2, 1e-9) && near(sphere[1], 0, 1e-9))
  const cube = moments('  x := cube(4)', (o, f) => draw('x')(o, f)[0]!)
  t.true(near(cube[0], 0, 0.01) && near(cube[1], 0.25 / 12, 0.002))
  const ball = moments('  x := ball(2)', (o, f) => Math.hypot(...draw('x')(o, f)))
  t.true(near(ball[0], 2 / 3, 0.02))
  const scalar = (text: string) => moments(text, (o, f) => {
    const field = f.byName.get('y')
    return field?.kind === 'random' ? o.get(field.sampler, 3) as number : NaN
  })
  const signMoments = scalar('  y := random_sign')
  t.true(near(signMoments[0], 0, 0.06) && near(signMoments[1], 1, 0.01))
  const noiseMoments = scalar('  y := bounded_noise(1/2)')
  t.true(near(noiseMoments[0], 0, 0.02) && near(noiseMoments[1], 1 / 12, 0.01))
  const labelled = scalar('  x := gaussian(2)\n  y := sign_with_mean(fun p ↦ 1/2, x)')
  t.true(near(labelled[0], 0.5, 0.05))
  const mixture = moments('  x := mixture(3, components 2, spread 5)\n  ℓ := component(x)', (o, f) => {
    const field = f.byName.get('ℓ')
    return field?.kind === 'random' ? o.get(field.sampler, 1) as number : NaN
  })
  t.true(mixture[0] > 1 && mixture[0] < 2)
})

test('classes and fields: sizes, earlier fields, and what is refused', (t) => {
  const text = '  d := 3, L := 2*d\n  x := gaussian(d)\n  F := random_class(size 4..4, kind [linear], lipschitz L)'
  const fields = readFields(instance(`instance C.i\n${text}`), new Stream('f'))
  const F = fields.byName.get('F')
  const list = F?.kind === 'value' ? elementsOf(F.value)! : []
  t.is(list.length, 4)
  t.true(list.every((f) => (f as { lipschitz: number }).lipschitz === 6))
  t.is(fields.summary, 'd = 3, L = 6')
  const refused = (line: string): void => {
    t.throws(() => readFields(instance(`instance C.i\n${line}`), new Stream('f')), { instanceOf: NotEvaluable }, line)
  }
  refused('  d := unknown_name')
  refused('  x := gaussian(0)')
  refused('  F := random_class(kind [wavelets])')
  refused('  n := sample prime 2..5')
  refused('  ℓ := component(x)')
})

test('largest_correlation is the maximum over the class', (t) => {
  const text = '  d := 2, n := 3\n  x := gaussian(d), y := random_sign\n'
    + '  F := random_class(size 3..3, kind [linear], lipschitz 1, range -1..1)\n  S := largest_correlation(F, x, y, n)'
  const fields = readFields(instance(`instance C.i\n${text}`), new Stream('f'))
  const sampler = (name: string) => {
    const field = fields.byName.get(name)!
    if (field.kind !== 'random') throw new Error(name)
    return field.sampler
  }
  const F = fields.byName.get('F')!
  const functions = F.kind === 'value' ? elementsOf(F.value)! : []
  const outcome = new RandomOutcome(new Stream('o'), 1)
  const sums = functions.map((f) => [1, 2, 3].reduce(
    (sum, i) => sum + (f as (u: unknown) => number)(outcome.get(sampler('x'), i)) * (outcome.get(sampler('y'), i) as number), 0) / 3)
  t.is(sums.length, 3)
  t.is(outcome.get(sampler('S'), 1), Math.max(...sums))
  const wrong = instance('instance C.i\n  x := gaussian(2), y := random_sign, S := largest_correlation(1, x, y, 3)')
  t.throws(() => readFields(wrong, new Stream('f')), { instanceOf: NotEvaluable })
})

test('a functional on sequences, of the type of a law over ℕ, may be applied to a sampled point', (t) => {
  const sphere = instance('instance C.i\n  d := 2\n  x := sphere(d, radius 1)')
  const sequence = funType(NAT, REAL)
  const [h, points] = [mkVar('h', law(NAT)), mkVar('x', arrows(NAT, O, sequence))]
  const w = mkVar('ω', O)
  const value = apply(h, apply(points, nat(1n), w))
  const verdict = sampleDeclaration({
    name: 'functional', steps: [],
    open: { variables: [E, h, points, w], hypotheses: [], contexts: ['C'], goal: mkLe(value, mkAdd(value, real(1n))) },
  }, [sphere], { seed: 1, samples: 20 })
  t.is(verdict.status, 'consistent')
})
