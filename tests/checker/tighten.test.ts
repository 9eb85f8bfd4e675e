// `tighten`: the optimum and its certificate, limits that are fractions and limits that are not, and what it says when there is no optimum.
import test from 'ava'
import type { ExecutionContext } from 'ava'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import * as Q from '../../src/arith/rational.js'
import type { Host } from '../../src/checker/host.js'
import { elaborateAll } from '../../src/checker/run.js'
import { rooms } from '../../src/checker/tighten-room.js'
import { TightenProblem, plus, scaled, type Affine } from '../../src/checker/tighten-problem.js'
import { limit, simplestBetween } from '../../src/checker/tighten-search.js'
import { tighten, toMaximise, type Tightened } from '../../src/checker/tighten.js'
import { nodeHost } from '../../src/cli/node-host.js'
import type { FreeLemma } from '../../src/elaborate/theory.js'
import { memoryHost } from './memory-host.js'

function problemOf(text: string): TightenProblem {
  const found: FreeLemma[] = []
  elaborateAll({ paths: ['t.whp'], libraries: [], statementsOnly: true, onFree: (lemma) => found.push(lemma) },
    memoryHost({ 't.whp': `theory T\n${text}` }))
  return new TightenProblem(found[0] as FreeLemma)
}

type Solved = Extract<Tightened, { kind: 'solved' }>

function solved(t: ExecutionContext, problem: TightenProblem, digits = 6): Solved {
  t.timeout(180_000)
  t.timeout(180_000)
  const result = tighten(problem, problem.objectives, { digits, runs: 2000 })
  t.is(result.kind, 'solved')
  return result as Solved
}

const at = (result: Solved): Readonly<Record<string, string>> =>
  Object.fromEntries([...result.point].map(([name, value]) => [name, String(value)]))

/** Lemma 2.1 of the law of robustness in small: energy a, signal b, correlation s, and a rate 1/K that s has to carry. */
const SPLIT = (start: string, free: string): string => `lemma split
  fix σ ε E S F Q x : ℝ
  where ε > 0, x ≥ 0
  let ${start}
  free a, b, s, K ${free}
  assume energy: E ≥ σ^2 - a * ε
  assume signal: S ≥ -(b * ε)
  assume fit: Q + 2 * S - 2 * F + E ≤ σ^2 - ε
  assume square: Q ≥ 0
  show F ≥ s * ε ∧ x / K ≤ s^2 * x / 2
proof
  one: x / 8^3 ≤ a^2 * x / 8 by linear
  two: x / 8^3 ≤ b^2 * x / 8 by linear
  three: F ≥ s * ε by linear
  four: x / K ≤ s^2 * x / 2 by linear
  thus ?goal from three, four
qed
`
const LOOSE = 'a := 1/6, b := 1/7, s := 1/5, K := 60'
const BUDGET = 'a > 0, b > 0, K > 0, a + 2 * b + 2 * s ≤ 1'

test('the thresholds of Lemma 2.1 come out of a loose split, with a certificate', (t) => {
  const problem = problemOf(SPLIT(LOOSE, `maximizing s, minimizing K where ${BUDGET}`))
  const result = solved(t, problem)
  t.deepEqual(at(result), { a: '1/8', b: '1/8', s: '5/16', K: '512/25' })
  t.is(result.verdict.failing.size, 0)
  t.is(result.verdict.checked.declaration.status, 'proved')
  for (const answer of result.answers) {
    t.deepEqual(answer.loose, [])
    const goal = toMaximise(problem, answer.objective) as Affine
    const value = answer.objective.sense === 'maximizing' ? answer.value : Q.neg(answer.value)
    // goal - value = Σ factor · form, with form ≤ 0 and factor ≥ 0: nothing within the constraints has a larger goal.
    const sum = (answer.multipliers ?? []).reduce<Affine>((acc, { constraint, factor }) => {
      t.true(constraint.equation || Q.sign(factor) > 0)
      return plus(acc, scaled(constraint.form, factor)) as Affine
    }, { constant: value, terms: new Map() })
    const rest = plus(goal, scaled(sum, Q.neg(Q.ONE))) as Affine
    t.true(Q.isZero(rest.constant) && rest.terms.size === 0)
  }
})

test('a constant that a step ties to the objective is moved first', (t) => {
  const result = solved(t, problemOf(SPLIT(LOOSE, `minimizing K where ${BUDGET}`)))
  t.is(at(result)['K'], '512/25')
  t.deepEqual(result.answers[0]?.first.map((tie) => `${tie.name} ${tie.sense}`), ['s larger'])
  t.deepEqual(result.answers[0]?.loose, [])
})

test('what the conditions do not say, the steps do', (t) => {
  const result = solved(t, problemOf(SPLIT(LOOSE, 'maximizing s, minimizing K where a > 0, b > 0, K > 0')))
  t.deepEqual(at(result), { a: '1/8', b: '1/8', s: '5/16', K: '512/25' })
})

const ROOT = `lemma root
  fix x : ℝ
  where x ≥ 0
  let a := 1/2, b := 1
  free a, b minimizing a where a > 0
  show x / 512 ≤ a^2 * x
  by linear
`

test('a limit that is no fraction is enclosed between neighbouring decimals', (t) => {
  for (const [digits, value, beyond] of [[4, '221/5000', '441/10000'], [6, '8839/200000', '22097/500000']] as const) {
    const result = solved(t, problemOf(ROOT), digits)
    const bound = result.answers[0]?.multipliers?.[0]?.constraint
    t.true(bound?.kind === 'bound')
    if (bound?.kind !== 'bound') return
    t.deepEqual([String(bound.value), String(bound.beyond), bound.sense, bound.ties], [value, beyond, 'least', []])
    t.true(Q.cmp(Q.mul(bound.value, bound.value), Q.rational(1n, 512n)) > 0)
    t.true(Q.cmp(Q.mul(bound.beyond, bound.beyond), Q.rational(1n, 512n)) < 0)
    t.regex(bound.failing[0]?.message ?? '', /does not follow by linear/u)
  }
})

test('room: tight steps break at once, others say when', (t) => {
  const problem = problemOf(SPLIT(LOOSE, `maximizing s, minimizing K where ${BUDGET}`))
  const room = rooms(problem, solved(t, problem).point, 3)
  const lines = room.map((r) => `${r.failing.condition ?? 'step'}: ${r.name} ${r.sense} ${String(r.holds)} ${String(r.breaks)}`)
  t.true(lines.includes('a + 2 * b + 2 * s ≤ 1: a larger 0 1/1000'))
  const text = 'let a := 1, b := 100\n  free a, b where a ≤ 2\n  show x^2 ≤ (a + 1/100) * x^2\n  by nonlinear\n'
  const slack = problemOf(`lemma slack\n  fix x : ℝ\n  ${text}`)
  const told = rooms(slack, slack.start, 4).map((r) => `${r.name} ${r.sense} ${String(r.holds)} ${String(r.breaks)}`)
  t.deepEqual(told, ['a smaller 1/100 1/10'])
})

test('a proof that fails at its own values is no start', (t) => {
  const problem = problemOf(SPLIT('a := 1/6, b := 1/6, s := 1/3, K := 60', 'maximizing s where a > 0'))
  const result = tighten(problem, problem.objectives, { digits: 6, runs: 100 })
  t.is(result.kind, 'infeasible')
  if (result.kind === 'infeasible') t.deepEqual(result.failing.map((f) => f.goal), ['F ≥ (1/3) * ε'])
})

test('an objective without optimum, and a search that is cut short', (t) => {
  const free = problemOf('lemma l\n  fix x : ℝ\n  let a := 1\n  free a maximizing 2 * a\n  show 0 ≤ a * x^2\n  by positivity\n')
  t.is(tighten(free, free.objectives, { digits: 6, runs: 100 }).kind, 'unbounded')
  const cut = problemOf(SPLIT(LOOSE, `maximizing s where ${BUDGET}`))
  t.is(tighten(cut, cut.objectives, { digits: 6, runs: 5 }).kind, 'gave-up')
})

test('two constants in one step: what was found is not called best', (t) => {
  const problem = problemOf(`lemma product
  fix x : ℝ
  where x ≥ 0
  let a := 1, b := 1
  free a, b minimizing a + b where a > 0, b > 0
  show x / 4 ≤ a * b * x
  by linear
`)
  const result = solved(t, problem)
  t.is(result.verdict.failing.size, 0)
  t.true((result.answers[0]?.loose.length ?? 0) > 0 || result.answers[0]?.multipliers === undefined)
})

test('a false fact of a failed step does not make the next one hold', (t) => {
  const problem = problemOf(`lemma poisoned
  fix x : ℝ
  where x > 0
  let a := 1, b := 1
  free a, b minimizing a
  show x ≤ a * x
proof
  other: b * x ≤ x by linear
  thus ?goal by linear
qed
`)
  const failing = problem.verdict(new Map([['a', Q.rational(1n, 2n)], ['b', Q.rational(2n)]])).failing
  t.is(failing.size, 2)
})

const rational = fc.tuple(fc.bigInt(-500n, 500n), fc.bigInt(1n, 60n)).map(([n, d]) => Q.rational(n, d))

test('the shortest fraction of an interval', (t) => {
  fc.assert(fc.property(rational, rational, (a, b) => {
    const [low, high] = [Q.min(a, b), Q.max(a, b)]
    const found = simplestBetween(low, high)
    t.true(Q.le(low, found) && Q.le(found, high))
    for (let den = 1n; den < found.den; den++) t.true(Q.ceil(Q.mul(low, Q.rational(den))) > Q.floor(Q.mul(high, Q.rational(den))))
  }), { numRuns: 300, seed: 3 })
})

test('limits: short fractions exactly, and both ends tried', (t) => {
  fc.assert(fc.property(rational, fc.boolean(), (edge, below) => {
    const holds = (v: Q.Rational): boolean => (below ? Q.le(v, edge) : Q.le(edge, v))
    const far = Q.rational(below ? -1000n : 1000n)
    const { good, bad } = limit(far, Q.neg(far), Q.rational(1n, 10_000n), holds)
    t.true(Q.eq(good, edge) && holds(good) && !holds(bad))
  }), { numRuns: 200, seed: 4 })
})

test('from a loose split, Lemma 2.1 of the flagship comes back to 1/8, 1/8, 5/16', (t) => {
  const written = readFileSync('proofs/robustness/Tight.whp', 'utf8')
  const text = written.replace('let a := 1/8, b := 1/8, s := 5/16', 'let a := 1/7, b := 1/7, s := 1/5').replace('Robustness.Tight', 'Loose')
  t.true(text.includes('s := 1/5'))
  const own = memoryHost({ 'loose.whp': text })
  const host: Host = {
    kind: (path) => (path === 'loose.whp' ? 'file' : nodeHost.kind(path)),
    size: (path) => (path === 'loose.whp' ? own.size(path) : nodeHost.size(path)),
    read: (path) => (path === 'loose.whp' ? own.read(path) : nodeHost.read(path)),
    list: (path) => nodeHost.list(path), canonical: (path) => (path === 'loose.whp' ? path : nodeHost.canonical(path)), now: () => 0,
  }
  const found: FreeLemma[] = []
  elaborateAll({ paths: ['loose.whp'], libraries: ['proofs'], statementsOnly: true, onFree: (lemma) => found.push(lemma) }, host)
  const lemma = found.find((f) => f.decl.name.text === 'below_noise_tight')
  t.truthy(lemma)
  const result = solved(t, new TightenProblem(lemma as FreeLemma), 4)
  t.deepEqual(at(result), { a: '1/8', b: '1/8', s: '5/16' })
  t.is(result.verdict.checked.declaration.status, 'proved')
  t.deepEqual(result.answers[0]?.loose, [])
})
