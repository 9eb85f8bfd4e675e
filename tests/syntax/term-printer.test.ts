// The term printer: notation, names, what is hidden, and that printed text elaborates back to the term it came from.
import test from 'ava'
import fc from 'fast-check'
import {
  ABS, CARD, COE, GE, GT, ITE, NADD, NMUL, NSUB, RPOW, SUBSET, UNION, apply, mkAdd, mkAnd, mkCoe, mkDiv, mkEq, mkExists,
  mkForall, mkImp, mkInsert, mkInv, mkIte, mkLe, mkLt, mkMul, mkNeg, mkNot, mkPow, mkSqrt, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import { alphaEqual, mkAbs, mkApp, mkConst, mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import { define } from '../../src/kernel/theorem.js'
import { NAT, PROP, REAL, funType } from '../../src/kernel/type.js'
import {
  Omega, x, y, z, m, n, i, p, f, a, X, Y, D, E, M, S, T, w, prob, member, range, sum, binary, empty, at,
  readBack, eta, expectation, Generator,
} from './random-terms.js'
import { printTerm, type PrintOptions } from '../../src/syntax/term-printer.js'
import { layersOf, printStatement } from '../../src/syntax/term-printer-statement.js'

const printed = (name: string, t: Term, expected: string, options: PrintOptions = {}) => {
  test(`prints ${name}`, (check) => {
    check.is(printTerm(t, options), expected)
  })
}

// ── notation ──
printed('sums and products', mkAdd(mkMul(real(2n), x), mkDiv(y, real(3n))), '2 * x + y/3')
printed('negation and subtraction', mkSub(mkNeg(x), mkPow(y, nat(2n))), '-x - y^2')
printed('a chain', mkAnd(mkLe(real(0n), x), mkLt(x, y)), '0 ≤ x < y')
printed('a descending chain', mkAnd(binary(GE, x, y), binary(GT, y, z)), 'x ≥ y > z')
printed('no chain when the middles differ', mkAnd(mkLe(real(0n), x), mkLt(y, z)), '0 ≤ x ∧ y < z')
printed('no chain when the directions differ', mkAnd(mkLe(x, y), binary(GE, y, z)), 'x ≤ y ∧ y ≥ z')
printed('different', mkNot(mkEq(x, y)), 'x ≠ y')
printed('not a member', mkNot(member(x, S)), 'x ∉ S')
printed('equivalence', mkEq(p, mkNot(p)), 'p ↔ ¬p')
printed('a guarded quantifier', mkForall(x, mkImp(member(x, S), mkLe(x, y))), '∀ x ∈ S, x ≤ y')
printed('a bounded quantifier', mkForall(x, mkImp(binary(GT, x, real(0n)), mkLe(x, y))), '∀ x > 0, x ≤ y')
printed('an index quantifier', mkForall(i, mkImp(member(i, range(nat(1n), n)), mkLe(at(a, i), y))), '∀ i in 1..n, a i ≤ y')
printed('a guarded existential', mkExists(x, mkAnd(member(x, S), mkLe(x, y))), '∃ x ∈ S, x ≤ y')
printed('several binders', mkForall(x, mkForall(y, mkForall(n, mkLe(x, y)))), '∀ (x y : ℝ) (n : ℕ), x ≤ y')
printed('an outcome without its type', mkForall(w, mkLe(at(X, w), x)), '∀ ω, X ω ≤ x')
printed('a sum over a range', sum(range(nat(1n), n), mkAbs(i, at(a, i))), 'Σ i in 1..n, a i')
printed('a sum over a set', sum(S, mkAbs(x, mkPow(x, nat(2n)))), 'Σ x ∈ S, x^2')
printed('cardinality', apply(mkConst(CARD, [REAL]), S), '|S|')
printed('absolute value and root', apply(mkConst(ABS), mkSqrt(x)), '|√x|')
printed('a conditional', mkIte(p, x, y), 'if p then x else y')
printed('a set written out', mkInsert(x, mkInsert(y, empty(REAL))), '{x, y}')
printed('a comprehension', member(z, mkAbs(x, mkAnd(member(x, S), mkLe(x, y)))), 'z ∈ {x ∈ S | x ≤ y}')
printed('an image', member(z, mkAbs(y, mkExists(x, mkAnd(member(x, S), mkEq(y, at(f, x)))))), 'z ∈ {f x | x ∈ S}')
printed('membership in a set of naturals', member(nat(3n), T), '3 ∈ T')
printed('an inclusion', apply(mkConst(SUBSET, [REAL]), S, binary(UNION, S, S)), 'S ⊆ S ∪ S')

// ── ℕ and ℝ ──
printed('an embedded natural', mkLe(mkCoe(n), x), 'n ≤ x')
printed('an embedded sum', mkLe(mkCoe(binary(NADD, n, nat(1n))), x), '(n + 1 : ℕ) ≤ x')
printed('an equation of naturals in ℝ', mkEq(mkCoe(n), mkCoe(m)), '(n : ℝ) = m')
printed('an equation of naturals in ℕ', mkEq(n, m), 'n = m')
printed('numerals of ℕ', mkEq(nat(2n), nat(3n)), '(2 : ℕ) = 3')
printed('an index one lower', at(a, binary(NSUB, n, nat(1n))), 'a (n - 1)')
printed('a real exponent that looks natural', binary(RPOW, x, real(2n)), 'x^(2 : ℝ)')
printed('a real exponent', binary(RPOW, x, y), 'x^y')

// ── random variables ──
const over = (body: (omega: FVar) => Term): Term => mkAbs(w, body(w))
printed('an expectation', mkApp(E, over((o) => mkMul(at(X, o), at(Y, o)))), 'E[X * Y]')
printed('an expectation of a variable', mkApp(E, X), 'E[X]')
printed('an expectation with its outcome', mkApp(E, over((o) => mkMul(at(X, o), at(Y, o)))), 'E (fun ω ↦ X ω * Y ω)', { lift: 'show' })
printed('a probability', prob(E, over((o) => binary(GE, at(X, o), x))), 'P[X ≥ x]')
printed('a probability with its outcome', prob(E, over((o) => binary(GE, at(X, o), x))), 'prob E (fun ω ↦ X ω ≥ x)', { lift: 'show' })
printed('indexed variables', mkApp(E, over((o) => at(f, at(D, i, o)))), 'E[f (D i)]')
printed('another law', mkApp(M, mkAbs(x, mkMul(x, y))), 'M (fun x ↦ x * y)')
printed('an expectation inside a probability', prob(E, over((o) => mkLe(at(X, o), mkApp(E, X)))), 'P[X ≤ E[X]]')
const g = mkVar('g', funType(Omega, funType(REAL, REAL)))
printed('an outcome that must be seen', mkApp(E, over((o) => at(g, o, x))), 'E (fun ω ↦ g ω x)')
printed('an outcome of an outer expectation',
  mkApp(E, over((o) => mkApp(E, mkAbs(mkVar("ω'", Omega), mkMul(at(X, o), at(Y, mkVar("ω'", Omega))))))), 'E (fun ω ↦ E[X ω * Y])')
printed('equal random variables are not an event', prob(E, over(() => mkEq(X, Y))), 'prob E (fun ω ↦ X = Y)')

const anyLaw = mkVar('E', E.type)
const mean = mkApp(anyLaw, over((o) => mkMul(at(X, o), at(Y, o))))
printed('a functional that is not known to be a law', mkForall(anyLaw, mkEq(mean, real(0n))),
  '∀ E : (Ω → ℝ) → ℝ, E (fun ω ↦ X ω * Y ω) = 0')
printed('a law assumed in the formula', mkForall(anyLaw, mkImp(expectation(anyLaw), mkEq(mean, real(0n)))),
  '∀ E : (Ω → ℝ) → ℝ, expectation E → E[X * Y] = 0')
const other = mkVar('Q', E.type)
printed('the only law, whatever its name', mkForall(other, mkImp(expectation(other), mkEq(mkApp(other, X), real(0n)))),
  '∀ Q : (Ω → ℝ) → ℝ, expectation Q → Q[X] = 0'.replace('Q[X]', 'E[X]'))
printed('one of two laws', mkImp(expectation(other), mkEq(mkApp(other, X), mkApp(E, X))), 'expectation Q → E_Q[X] = E_E[X]')

// ── names ──
printed('a binder that would capture', mkForall(mkVar('x', NAT), mkLe(mkCoe(mkVar('x', NAT)), x)), "∀ x' : ℕ, x' ≤ x")
printed('names of the search', mkLe(mkVar('x·3', REAL), mkAdd(mkVar('x·5', REAL), x)), "x' ≤ x'' + x")
printed('reserved words as binders', mkForall(mkVar('show', REAL), mkLe(mkVar('show', REAL), x)), "∀ x' : ℝ, x' ≤ x")

test('arguments that are context parameters are left out when they are exactly these', (t) => {
  const risk = define('risk', [], mkAbs(x, mkAbs(n, mkMul(x, mkCoe(n)))))
  const hidden = new Map([[risk, [x]]])
  t.is(printTerm(apply(mkConst(risk), x, m), { hidden }), 'risk m')
  t.is(printTerm(apply(mkConst(risk), y, m), { hidden }), 'risk y m')
  t.is(printTerm(apply(mkConst(risk), x, m)), 'risk x m')
})

test('a huge shared term is cut, quickly', (t) => {
  let big: Term = x
  for (let k = 0; k < 200; k++) big = mkAdd(big, big)
  const text = printTerm(big, { limit: 300 })
  t.true(text.includes('…'))
  t.true(text.length < 20_000)
})

test('a statement is laid out in the order of its layers', (t) => {
  const statement = mkForall(x, mkForall(y, mkImp(mkLe(x, y), mkForall(n, mkImp(mkLe(real(0n), mkCoe(n)), mkLe(x, mkAdd(y, mkCoe(n))))))))
  t.deepEqual(printStatement(statement), ['fix x y : ℝ', 'where x ≤ y', 'fix n : ℕ', 'where 0 ≤ n', 'show x ≤ y + n'])
  t.is(layersOf(statement).layers.length, 5)
})

test('layers of a statement whose binders share a name are told apart', (t) => {
  const inner = mkForall(x, mkLe(x, x))
  const statement = mkForall(x, mkImp(mkLe(x, real(1n)), mkImp(inner, mkForall(x, mkLe(x, real(2n))))))
  t.deepEqual(printStatement(statement), ['fix x : ℝ', 'where x ≤ 1', 'where ∀ x : ℝ, x ≤ x', "fix x' : ℝ", "show x' ≤ 2"])
})

// ── round trip ──
for (const lift of ['hide', 'show'] as const) {
  test(`printed formulas read back as themselves (${lift})`, (t) => {
    fc.assert(fc.property(fc.array(fc.nat(5039), { minLength: 5, maxLength: 120 }), (tape) => {
      const term = new Generator(tape).formula(4)
      const text = printTerm(term, { lift })
      const back = readBack(text, PROP)
      if (!alphaEqual(eta(back), eta(term))) throw new Error(`${text}\nreads back as\n${printTerm(back, { lift: 'show' })}`)
    }), { numRuns: 500, seed: 7 })
    t.pass()
  })
}

test('an inverse by itself is shown as a quotient', (t) => {
  t.is(printTerm(mkInv(x)), '1/x')
  t.is(printTerm(mkConst(ITE, [REAL])), 'fun p x x\' ↦ if p then x else x\'')
  t.is(printTerm(mkConst(NMUL)), "fun n n' ↦ n * n'")
  t.is(printTerm(mkConst(COE)), 'real')
})
