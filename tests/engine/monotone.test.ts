// Comparisons by congruence: arithmetic, elementary functions, sums, expectations and probabilities; true and false ones.
import test from 'ava'
import { REAL, PROP, NAT, funType, typeVar } from '../../src/kernel/type.js'
import { mkApp, mkVar, type Term } from '../../src/kernel/term.js'
import { apply, arrows, mkAdd, mkAnd, mkCoe, mkExists, mkExp, mkImp, mkLe, mkMul, mkOr, nat, real } from '../../src/kernel/signature.js'
import { monotone } from '../../src/engine/structural.js'
import { proves, refuses } from './checking.js'
import { all, bounded, card, expectation, finite, lam, mem, prob, prod, range, std, sum } from './std.js'

const yes: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(a) <= exp(b)', 'a <= b'], ['exp(-b) < exp(-a)', 'a < b'], ['log(a) <= log(b)', '0 < a', 'a <= b'], ['sqrt(a) <= sqrt(b)', 'a <= b'],
  ['a*exp(x) <= b*exp(y)', '0 <= a', 'a <= b', 'x <= y'], ['2*exp(a) + 3*c <= 2*exp(b) + 4*c', 'a <= b', 'c >= 0'],
  ['x/b <= x/a', 'x >= 0', 'a > 0', 'a <= b'], ['1/(1+b) < 1/(1+a)', 'a >= 0', 'a < b'], ['a^n <= b^n', '0 <= a', 'a <= b'],
  ['a^3 < b^3', '0 <= a', 'a < b'], ['a^2 <= b^2', '-b <= a', 'a <= b'], ['a^m <= a^n', 'a >= 1', 'm <= n'],
  ['a^n <= a^m', '0 <= a', 'a <= 1', 'm <= n'],
  ['-exp(b) <= -exp(a)', 'a <= b'], ['c*b <= c*a', 'c <= 0', 'a <= b'], ['max(a, b) <= max(b, c)', 'a <= c'],
  ['abs(a) <= c', '-c <= a', 'a <= c'],
  ['min(a, b) <= max(b, c)'], ['a <= abs(a)'], ['(a+b)*exp(x) <= (c+d)*exp(y)', '0 <= a', '0 <= b', 'a <= c', 'b <= d', 'x <= y'],
  ['f(exp(a)) <= f(exp(b))', 'forall x, forall y, x <= y -> f(x) <= f(y)', 'a <= b'],
  ['exp(sqrt(a)*x) <= exp(sqrt(b)*x)', 'a <= b', 'x >= 0'], ['a*b*c <= x*y*c', '0 <= a', 'a <= x', '0 <= b', 'b <= y', '0 <= c'],
  ['v^k <= v', '0 <= v', 'v <= 1', 'k >= 1'], ['(1-v)^n <= 1', '0 <= v', 'v <= 1'], ['1 <= (1+s)^k', 's > 0'], ['exp(-s) < 1', 's > 0'],
  ['2*exp(-n*e^2/(2*c)) + exp(-s) <= 2*exp(-e^2/(2*c)) + 1', 'n >= 1', 'c > 0', 's > 0'],
  ['exp(a*u)*log(1+s)/c <= exp(b*u)*log(2+s)/c', 'a <= b', 'u = s*L', 's > 0', 'L >= 0', 'c > 0'],
  ['4*k*exp(-u) <= 4*k*exp(-v)', 'v <= u'], ['exp(-n*x) <= exp(-n*y)', 'y <= x'], ['x*a <= x', 'x >= 0', 'a <= 1'],
]
for (const [goal, ...facts] of yes) test(`proved: ${[...facts, goal].join(', ')}`, (t) => { proves(t, monotone, goal, facts) })

const no: readonly (readonly [goal: string, ...facts: string[]])[] = [
  ['exp(a) < exp(b)', 'a <= b'], ['log(a) <= log(b)', 'a <= b'], ['a*x <= b*x', 'a <= b'], ['a^2 <= b^2', 'a <= b'],
  ['1/b <= 1/a', 'a <= b'],
  ['a^m <= a^n', 'm <= n'], ['sqrt(a) < sqrt(b)', 'a < b'], ['exp(a) + c <= exp(b)', 'a <= b'], ['abs(a) <= abs(b)', 'a <= b'],
  ['a*b <= x*y', 'a <= x', 'b <= y'], ['max(a, b) <= b'], ['f(a) <= f(b)', 'a <= b'],
]
for (const [goal, ...facts] of no) test(`not proved: ${[...facts, goal].join(', ')}`, (t) => { refuses(t, monotone, goal, facts) })

const Ω = typeVar('Ω')
const ω = mkVar('ω', Ω)
const E = mkVar('E', funType(funType(Ω, REAL), REAL))
const law = expectation(E)
const G = mkVar('G', funType(NAT, PROP))
const h = mkVar('h', NAT)
const event = (name: string): Term => mkVar(name, funType(Ω, PROP))
const X = mkVar('X', arrows(NAT, Ω, REAL))
const Xh = apply(X, h, ω)
const B = mkVar('B', arrows(NAT, Ω, PROP))
const [a, b, c] = ['a', 'b', 'c'].map((name) => mkVar(name, REAL)) as [Term, Term, Term]
const f = mkVar('f', funType(NAT, REAL))
const g = mkVar('g', funType(NAT, REAL))
const n = mkVar('n', NAT)
const inG = (p: Term): Term => all(h, mkImp(mem(h, G), p))
const overG = (body: Term): Term => sum(G, lam(h, body))

test('a fact about every term compares sums over a set', (t) => {
  proves(t, monotone, mkLe(overG(mkExp(mkApp(f, h))), overG(mkExp(mkApp(g, h)))), [finite(G), inG(mkLe(mkApp(f, h), mkApp(g, h)))], std)
  refuses(t, monotone, mkLe(overG(mkApp(f, h)), overG(mkApp(g, h))), [inG(mkLe(mkApp(f, h), mkApp(g, h)))], std)
})

test('sums over a range use the range', (t) => {
  const set = range(nat(1n), n)
  const fact = all(h, mkImp(mem(h, set), mkLe(mkApp(f, h), c)))
  proves(t, monotone, mkLe(sum(set, f), mkMul(mkCoe(n), c)), [fact], std)
  proves(t, monotone, mkLe(sum(set, lam(h, mkExp(mkApp(f, h)))), sum(set, lam(h, mkExp(c)))), [fact], std)
})

test('the flagship step: P[A] + Σ h ∈ G, P[B h] from facts about each event', (t) => {
  const [A, C] = [event('A'), event('C')]
  const one = inG(mkLe(prob(E, mkApp(B, h)), a))
  const sub = all(ω, mkImp(mkApp(A, ω), mkApp(C, ω)))
  const left = mkAdd(prob(E, A), overG(prob(E, mkApp(B, h))))
  proves(t, monotone, mkLe(left, mkAdd(prob(E, C), overG(a))), [law, finite(G), one, sub], std)
  proves(t, monotone, mkLe(left, mkAdd(prob(E, C), mkMul(card(G), a))), [law, finite(G), one, sub], std)
  proves(t, monotone, mkLe(mkExp(left), mkExp(mkAdd(prob(E, C), mkMul(a, card(G))))), [law, finite(G), one, sub], std)
  refuses(t, monotone, mkLe(left, mkAdd(prob(E, C), mkMul(card(G), b))), [law, finite(G), one, sub], std)
})

test('expectations are monotone on bounded variables', (t) => {
  const low = lam(ω, mkExp(apply(X, nat(1n), ω)))
  const high = lam(ω, mkExp(apply(X, nat(2n), ω)))
  const order = all(ω, mkLe(apply(X, nat(1n), ω), apply(X, nat(2n), ω)))
  const bounds = all(h, bounded(mkApp(X, h)))
  proves(t, monotone, mkLe(mkApp(E, low), mkApp(E, high)), [law, bounds, order], std)
  refuses(t, monotone, mkLe(mkApp(E, low), mkApp(E, high)), [law, order], std)
  const size = all(h, all(ω, mkAnd(mkLe(real(0n), Xh), mkLe(Xh, real(1n)))))
  proves(t, monotone, mkLe(mkApp(E, lam(ω, mkMul(Xh, Xh))), mkApp(E, lam(ω, Xh))), [law, size], std)
  proves(t, monotone, mkLe(mkApp(E, lam(ω, mkExp(Xh))), mkExp(real(1n))), [law, size], std)
})

test('events compare through their logic', (t) => {
  const [A, C] = [event('A'), event('C')]
  const [Aω, Cω] = [mkApp(A, ω), mkApp(C, ω)]
  proves(t, monotone, mkLe(prob(E, lam(ω, mkAnd(Aω, Cω))), prob(E, lam(ω, mkOr(Cω, Aω)))), [law], std)
  proves(t, monotone, mkLe(prob(E, lam(ω, mkLe(a, Xh))), prob(E, lam(ω, mkLe(b, Xh)))), [law, mkLe(b, a)], std)
  const some = lam(ω, mkExists(h, mkAnd(mem(h, G), mkLe(a, Xh))))
  const weaker = lam(ω, mkExists(h, mkAnd(mem(h, G), mkLe(b, Xh))))
  proves(t, monotone, mkLe(prob(E, some), prob(E, weaker)), [law, mkLe(b, a)], std)
  refuses(t, monotone, mkLe(prob(E, weaker), prob(E, some)), [law, mkLe(b, a)], std)
  proves(t, monotone, mkLe(prob(E, some), real(1n)), [law], std)
})

test('products over a set compare under signs', (t) => {
  const facts = [finite(G), inG(mkAnd(mkLe(real(0n), mkApp(f, h)), mkLe(mkApp(f, h), mkApp(g, h))))]
  proves(t, monotone, mkLe(prod(G, f), prod(G, g)), facts, std)
  refuses(t, monotone, mkLe(prod(G, f), prod(G, g)), [finite(G), inG(mkLe(mkApp(f, h), mkApp(g, h)))], std)
})
