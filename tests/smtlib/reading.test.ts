// The SMT-LIB reader: what scripts mean, what is refused and with which code, and that hostile nesting is an answer and not a crash.
import test from 'ava'
import { modelOf } from '../../src/engine/models.js'
import { closedStatement, refutation } from '../../src/engine/refutation.js'
import { SmtError, type SmtCode } from '../../src/smtlib/failure.js'
import { readScript } from '../../src/smtlib/script.js'
import { alphaEqual } from '../../src/kernel/term.js'

function answer(text: string, budget = 50_000): string {
  const [query] = readScript(text).queries
  const { verdict } = refutation(query!.assertions, budget)
  if (verdict.kind === 'unsat') {
    if (verdict.theorem.hyps.length > 0 || !alphaEqual(verdict.theorem.concl,
      closedStatement(query!.assertions))) throw new Error('another theorem')
  }
  return verdict.kind
}

const reals = (...names: readonly string[]): string => names.map((n) => `(declare-const ${n} Real)`).join('')

test('linear scripts are answered', (t) => {
  t.is(answer(`${reals('x', 'y')}(assert (< x y))(assert (< y x))(check-sat)`), 'unsat')
  t.is(answer(`${reals('x', 'y')}(assert (< x y))(assert (< y (+ x 1)))(check-sat)`), 'sat')
  t.is(answer(`${reals('x')}(assert (let ((y (+ x 1.5))) (let ((x y)) (< x (- y 0.25)))))`), 'unsat')
  t.is(answer(`${reals('x')}(define-fun twice ((y Real)) Real (* 2 y))(assert (distinct (twice x) (+ x x)))`), 'unsat')
  t.is(answer(`${reals('x')}(assert (= (ite (< x 0) 1.0 2.0) 3.0))`), 'unsat')
  t.is(answer('(declare-const p Bool)(assert (xor p p))'), 'unsat')
  t.is(answer('(declare-const n Int)(assert (< 0 n))(assert (< n 1))'), 'unsat')
})

test('functions and facts about them', (t) => {
  const f = '(declare-fun f (Real) Real)'
  t.is(answer(`${f}${reals('a', 'b')}(assert (= a b))(assert (not (= (f a) (f b))))`), 'unsat')
  t.is(answer(`${f}${reals('a')}(assert (forall ((x Real)) (<= (f x) x)))(assert (> (f a) (+ a 1)))`), 'unsat')
})

test('partial functions have no value outside their domains', (t) => {
  // With 0⁻¹ = 0, log of nonpositive numbers 0 and √ of negative numbers 0 each of these would be contradictory.
  for (const formula of ['(not (= (/ 1.0 0.0) 0.0))', '(= (/ x 0.0) 1.0)', '(and (< x 0) (> (sqrt x) 1.0))',
    '(and (< x 0) (< (log x) (- 1.0)))',
    '(> (asin 2.0) 5.0)', '(and (= x 0.0) (= (/ 1.0 x) 7.0))', '(and (< x 0.0) (= (^ x 0.5) 2.0))']) {
    t.not(answer(`${reals('x')}(assert ${formula})`, 20_000), 'unsat', formula)
  }
  // Yet equal arguments give equal values, and inside the domain they are what they are.
  t.is(answer(`${reals('x', 'y')}(assert (= y 0.0))(assert (not (= (/ x y) (/ x 0.0))))`), 'unsat')
  t.is(answer(`${reals('x', 'y')}(assert (> y 0.0))(assert (not (= (* y (/ x y)) x)))`), 'unsat')
  t.is(answer(`${reals('x')}(assert (=> (> x 0.0) (< (* x (/ 1.0 x)) 0.5)))(assert (> x 0.0))`), 'unsat')
  t.is(answer(`${reals('x')}(assert (> x 1.0))(assert (< (sqrt x) 0.0))`), 'unsat')
})

const refused: readonly (readonly [string, SmtCode])[] = [
  ['(assert (< x 1)', 'smt-syntax'], ['(assert true))', 'smt-syntax'], ['(assert (< x 1))', 'smt-unknown-name'],
  ['(declare-sort U 0)', 'smt-unsupported'], ['(declare-const a (Array Int Int))', 'smt-unsupported'], ['(assert (< #b01 1))',
    'smt-unsupported'],
  ['(declare-const n Int)(assert (= (div n 2) 1))', 'smt-unsupported'], ['(assert 1)', 'smt-sort'], ['(assert (and true 2))', 'smt-sort'],
  ['(assert (= true 2))', 'smt-sort'], ['(declare-fun f (Real) Real)(assert (= (f 1 2) 0))', 'smt-sort'], ['(assert (not))', 'smt-sort'],
  ['(assert ((f) 1))', 'smt-unsupported'], ['assert', 'smt-syntax'], ['(pop 1)', 'smt-syntax'],
    ['(declare-const x Real)(declare-const x Real)', 'smt-syntax'],
]

for (const [text, code] of refused) {
  test(`refused: ${text}`, (t) => {
    const error = t.throws(() => readScript(text), { instanceOf: SmtError })
    t.is(error.code, code)
  })
}

test('hostile nesting and length are answers', (t) => {
  const deep = `${'(not '.repeat(100_000)}true${')'.repeat(100_000)}`
  t.is(t.throws(() => readScript(`(assert ${deep})`), { instanceOf: SmtError }).code, 'smt-too-large')
  t.is(t.throws(() => readScript('('.repeat(200_000)), { instanceOf: SmtError }).code, 'smt-syntax')
  const wide = `${reals('x')}(assert (< (+ ${'x '.repeat(50_000)}) 0.0))`
  t.is(readScript(wide).queries.length, 1)
  const lets = `${reals('x')}(assert ${'(let ((x (+ x 1.0))) '.repeat(500)}(> x 0.0)${')'.repeat(500)})`
  t.is(readScript(lets).queries.length, 1)
})

test('models are exact', (t) => {
  const [query] = readScript(`${reals('x', 'y')}(assert (> (* x y) 6.0))(assert (< (+ x y) 5.5))(assert (> x 0.0))`).queries
  const model = modelOf(query!.assertions, query!.assertions, 200)
  t.true(model === undefined || model.length === 2)
  t.is(answer(`${reals('x')}(assert (= (abs x) 2.0))(assert (= (max x 0.0) 2.0))`), 'sat')
})

test('push and pop, several queries', (t) => {
  const script = readScript(`${reals('x')}(assert (> x 0.0))(push 1)(assert (< x 0.0))(check-sat)(pop 1)(check-sat)(exit)`)
  t.deepEqual(script.queries.map((q) => q.assertions.length), [2, 1])
})
