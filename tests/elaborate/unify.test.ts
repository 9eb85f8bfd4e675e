// Unification and conversion on random terms: a solution instantiates the pattern to the goal, patterns in the sense of Miller are
// always solved, and conversion only ever answers a theorem of the equation it was asked about.
import test from 'ava'
import fc from 'fast-check'
import { NAT, PROP, REAL, funType } from '../../src/kernel/type.js'
import {
  ABS, GE, GT, SUM, apply, arrows, asBinary, mkAdd, mkAnd, mkExp, mkForall, mkImp, mkLe, mkLt, mkMul, mkPow, nat, real,
} from '../../src/kernel/signature.js'
import { alphaEqual, freeVars, mkAbs, mkApp, mkConst, mkVar, type FVar, type Term } from '../../src/kernel/term.js'
import { define } from '../../src/kernel/theorem.js'
import { betaNormalForm } from '../../src/engine/conversion.js'
import { sides } from '../../src/engine/logic.js'
import { convertible } from '../../src/elaborate/convertible.js'
import { Inference } from '../../src/elaborate/inference.js'
import { Unifier, isMeta } from '../../src/elaborate/unify.js'

const f = mkVar('f', funType(REAL, REAL))
const g = mkVar('g', arrows(REAL, REAL, REAL))
const S = mkVar('S', funType(REAL, PROP))
const x = mkVar('x', REAL)
const SQUARE = define('square_in_tests', [], mkAbs(x, mkMul(x, x)))

/** Real terms over the given variables; `bound` numbers the binders met so that names differ. */
function reals(vars: readonly FVar[], depth: number): fc.Arbitrary<Term> {
  const leaf = fc.oneof(fc.constantFrom<Term>(...vars), fc.bigInt(0n, 3n).map((n): Term => real(n)))
  if (depth === 0) return leaf
  const sub = reals(vars, depth - 1)
  const u = mkVar(`u${String(depth)}`, REAL)
  const inner = reals([...vars, u], depth - 1)
  return fc.oneof(
    { withCrossShrink: true }, leaf,
    fc.tuple(sub, sub).map(([a, b]) => mkAdd(a, b)), fc.tuple(sub, sub).map(([a, b]) => mkMul(a, b)),
    sub.map((a) => mkExp(a)), sub.map((a) => mkPow(a, nat(2n))), sub.map((a) => mkApp(f, a)),
    fc.tuple(sub, sub).map(([a, b]) => apply(g, a, b)), sub.map((a) => apply(mkConst(ABS), a)),
    inner.map((b) => apply(mkConst(SUM, [REAL]), S, mkAbs(u, b))), sub.map((a) => mkApp(mkConst(SQUARE), a)),
  )
}

/** Formulas over the given variables. */
function formulas(vars: readonly FVar[], depth: number): fc.Arbitrary<Term> {
  const side = reals(vars, 2)
  const pair = fc.tuple(side, side)
  const relation = fc.oneof(
    pair.map(([a, b]) => mkLe(a, b)), pair.map(([a, b]) => mkLt(a, b)), pair.map(([a, b]) => apply(mkConst(GE), a, b)),
  )
  if (depth === 0) return relation
  const sub = formulas(vars, depth - 1)
  const u = mkVar(`w${String(depth)}`, REAL)
  return fc.oneof(relation, fc.tuple(sub, sub).map(([p, q]) => mkAnd(p, q)), fc.tuple(sub, sub).map(([p, q]) => mkImp(p, q)),
    formulas([...vars, u], depth - 1).map((p) => mkForall(u, p)))
}

/** Replaces some subterms of type ℝ by fresh metavariables applied to every variable bound above: a pattern that matches `t`. */
function abstracted(t: Term, unifier: Unifier, choose: () => boolean, bound: readonly FVar[] = []): Term {
  if (t.type === REAL && choose()) {
    const meta = unifier.meta('F', arrows(...bound.map((b) => b.type), REAL))
    return bound.reduce<Term>((h, b) => mkApp(h, b), meta)
  }
  if (t.kind === 'app') return mkApp(abstracted(t.fn, unifier, choose, bound), abstracted(t.arg, unifier, choose, bound))
  if (t.kind !== 'abs') return t
  const u = mkVar(`v${String(bound.length)}`, t.domain)
  const body = betaNormalForm(mkApp(t, u))
  return mkAbs(u, abstracted(body, unifier, choose, [...bound, u]))
}

/** A stream of yes and no read off a list of numbers. */
function chooser(bits: readonly number[]): () => boolean {
  let i = 0
  return () => (bits[i++ % bits.length] ?? 0) === 0
}

const vars = [x, mkVar('y', REAL), mkVar('z', REAL)]
const bits = fc.array(fc.nat(4), { minLength: 1, maxLength: 40 })

test('a pattern is solved, and its solution is the term it came from', (t) => {
  fc.assert(fc.property(formulas(vars, 2), bits, (goal, choices) => {
    const unifier = new Unifier(new Inference())
    const pattern = abstracted(goal, unifier, chooser(choices))
    t.true(unifier.unify(pattern, goal))
    t.true(unifier.finish(false))
    t.deepEqual(unifier.unsolved(pattern), [])
    t.true(alphaEqual(unifier.instantiate(pattern), betaNormalForm(goal)))
  }), { seed: 7, numRuns: 150 })
})

test('whatever is unified without remainder is the goal, up to conversion', (t) => {
  let solved = 0
  const often = fc.array(fc.nat(1), { minLength: 1, maxLength: 20 })
  fc.assert(fc.property(formulas(vars, 0), formulas(vars, 0), often, (from, goal, choices) => {
    const unifier = new Unifier(new Inference())
    const pattern = abstracted(from, unifier, chooser(choices))
    if (!unifier.tryUnify(pattern, goal) || !unifier.finish(true) || unifier.unsolved(pattern).length > 0) return
    solved++
    const th = convertible(unifier.instantiate(pattern), goal)
    t.not(th, undefined)
  }), { seed: 11, numRuns: 400 })
  t.true(solved > 10, `only ${String(solved)} problems were solvable`)
})

test('a failed attempt leaves nothing behind', (t) => {
  fc.assert(fc.property(formulas(vars, 1), formulas(vars, 1), bits, (from, goal, choices) => {
    const unifier = new Unifier(new Inference())
    const pattern = abstracted(from, unifier, chooser(choices))
    const metas = freeVars(pattern).filter(isMeta)
    if (unifier.tryUnify(pattern, goal)) return
    t.is(unifier.unsolved(pattern).length, metas.length)
    t.true(unifier.unify(pattern, from))
  }), { seed: 13, numRuns: 200 })
})

test('bound variables do not escape into metavariables from outside', (t) => {
  const unifier = new Unifier(new Inference())
  const [u, c] = [mkVar('u', REAL), unifier.meta('c', REAL)]
  t.false(unifier.unify(mkForall(u, mkLe(c, u)), mkForall(u, mkLe(u, u))))
  const other = new Unifier(new Inference())
  const d = other.meta('d', REAL)
  t.false(other.unify(mkAnd(mkForall(u, mkLe(d, u)), mkLe(d, x)), mkAnd(mkForall(u, mkLe(mkApp(f, u), u)), mkLe(x, x))))
})

test('a metavariable is not made of itself', (t) => {
  const unifier = new Unifier(new Inference())
  const c = unifier.meta('c', REAL)
  t.false(unifier.unify(c, mkApp(f, c)))
  const other = new Unifier(new Inference())
  const d = other.meta('d', REAL)
  t.false(other.unify(mkAnd(mkLe(d, x), mkLe(x, x)), mkAnd(mkLe(mkApp(f, d), x), mkLe(x, d))))
})

test('types of metavariables are kept', (t) => {
  const unifier = new Unifier(new Inference())
  const n = unifier.meta('n', NAT)
  t.false(unifier.unify(n, x))
  t.true(unifier.unify(n, nat(3n)))
})

/** `t` with some of its parts replaced by convertible ones. */
function disguised(t: Term, choose: () => boolean): Term {
  const inner = (): Term => {
    if (t.kind === 'app') return mkApp(disguised(t.fn, choose), disguised(t.arg, choose))
    if (t.kind !== 'abs') return t
    const u = mkVar(`v${String(t.depth)}`, t.domain)
    return mkAbs(u, disguised(betaNormalForm(mkApp(t, u)), choose))
  }
  const made = inner()
  if (!choose()) return made
  if (made.type === REAL) return mkApp(mkAbs(x, x), made)
  const pair = asBinary(made, GE)
  return pair === undefined ? made : mkLe(pair[1], pair[0])
}

test('conversion sees through β, ≥ and definitions, and concludes what was asked', (t) => {
  fc.assert(fc.property(formulas(vars, 2), bits, (goal, choices) => {
    const other = disguised(goal, chooser(choices))
    const th = convertible(goal, other)
    if (th === undefined) {
      t.fail('two spellings of one formula were not recognised')
      return
    }
    t.true(alphaEqual(sides(th)[0], goal) && alphaEqual(sides(th)[1], other))
    t.deepEqual(th.hyps, [])
  }), { seed: 17, numRuns: 150 })
})

test('conversion does not confuse different terms', (t) => {
  const [y, u] = [mkVar('y', REAL), mkVar('u', REAL)]
  const table: readonly (readonly [Term, Term])[] = [
    [mkLe(x, y), mkLe(y, x)], [mkLe(x, y), mkLt(x, y)], [apply(mkConst(GT), x, y), mkLt(x, y)], [mkAdd(x, y), mkAdd(y, y)],
    [mkAbs(u, mkApp(f, u)), mkAbs(u, mkApp(f, x))], [mkForall(u, mkLe(u, x)), mkForall(u, mkLe(x, u))],
    [mkApp(mkConst(SQUARE), x), mkMul(x, y)], [mkAbs(u, apply(g, u, x)), mkAbs(u, apply(g, x, u))],
  ]
  for (const [a, b] of table) t.is(convertible(a, b), undefined)
  t.not(convertible(mkAbs(u, mkApp(f, u)), f), undefined, 'η')
  t.not(convertible(mkApp(mkConst(SQUARE), y), mkMul(y, y)), undefined, 'a definition')
  t.not(convertible(apply(mkConst(GT), x, y), mkLt(y, x)), undefined, 'the direction')
})
