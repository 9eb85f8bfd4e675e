// The second checker's rules of inference, by the names that certificates use. A rule reads its arguments from a line, checks every side
// condition, and returns a sequent. Imported by recheck.ts.
import { enclose, meanValue, refute } from './arithmetic.js'
import { Normal } from './normal.js'
import type { Meter } from './number.js'
import { loadPrelude } from './prelude.js'
import type { Reader } from './recheck.js'
import { Store, refuse, type Term, type Var } from './terms.js'

/** Γ ⊢ φ: hypotheses by term id and axioms by number, both ascending. */
export interface Sequent { readonly hyps: readonly number[]; readonly concl: Term; readonly axioms: readonly number[] }
export interface Axiom { readonly name: string; readonly kind: 'base' | 'cited'; readonly statement: Term; readonly citation: string }
type Premises = readonly [Sequent, Sequent, Sequent]
type Terms = readonly [Term, Term]
/** A rule takes so many premises, then so many terms; a formula is concluded from all the premises. */
type Rule = readonly [premises: number, terms: number, run: (l: Logic, p: Premises, t: Terms) => Term | Sequent]
function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return a === b || b.length === 0 ? a : a.length === 0 ? b : [...new Set([...a, ...b])].sort((x, y) => x - y)
}
const without = (s: Sequent, p: Term): Sequent => s.hyps.includes(p.id) ? { ...s, hyps: s.hyps.filter((h) => h !== p.id) } : s
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['assume', [0, 1, (l, _, [p]) => ({ hyps: [l.prop(p).id], concl: p, axioms: [] })]],
  ['intro', [1, 1, (l, [th], [p]) => ({ ...without(th, l.prop(p)), concl: l.build('→', p, th.concl) })]],
  ['mp', [2, 0, (l, [imp, th]) => l.sides(imp, '→', th.concl)[1]]],
  ['eqMp', [2, 0, (l, [eq, th]) => l.sides(eq, '=', th.concl)[1]]],
  ['andIntro', [2, 0, (l, [p, q]) => l.build('∧', p.concl, q.concl)]],
  ['andLeft', [1, 0, (l, [th]) => l.sides(th, '∧')[0]]],
  ['andRight', [1, 0, (l, [th]) => l.sides(th, '∧')[1]]],
  ['orLeft', [1, 1, (l, [th], [q]) => l.build('∨', th.concl, l.prop(q))]],
  ['orRight', [1, 1, (l, [th], [p]) => l.build('∨', l.prop(p), th.concl)]],
  ['orElim', [3, 0, (l, [or, left, right]) =>
    l.from([or, without(left, l.sides(or, '∨')[0]), without(right, l.sides(or, '∨')[1])], l.same(left.concl, right.concl))]],
  ['excludedMiddle', [0, 1, (l, _, [p]) => l.build('∨', p, l.build('¬', p))]],
  ['exFalso', [1, 1, (l, [th], [p]) => l.same(th.concl, l.build('False')) && l.prop(p)]],
  ['refl', [0, 1, (l, _, [t]) => l.build('=', t, t)]],
  ['sym', [1, 0, (l, [th]) => l.build('=', l.sides(th, '=')[1], l.sides(th, '=')[0])]],
  ['trans', [2, 0, (l, [one, two]) => l.build('=', l.sides(one, '=')[0], l.sides(two, '=', l.sides(one, '=')[1])[1])]],
  ['congApp', [2, 0, (l, [fn, arg]) =>
    l.build('=', l.store.app(l.sides(fn, '=')[0], l.sides(arg, '=')[0]), l.store.app(l.sides(fn, '=')[1], l.sides(arg, '=')[1]))]],
  ['congAbs', [1, 1, (l, [th], [x]) => l.build('=', ...l.sides(th, '=').map((u) => l.store.abstract(l.fresh(x, l.hyps(th)), u)))]],
  ['beta', [0, 1, (l, _, [t]) =>
    t.kind === 'app' && t.fn.kind === 'abs' ? l.build('=', t, l.store.contract(t.fn, t.arg)) : refuse('not a redex')]],
  ['iffIntro', [2, 0, (l, [there, back]) =>
    l.same(l.sides(back, '→', l.sides(there, '→')[1])[1], l.sides(there, '→')[0]) && l.build('=', ...l.sides(there, '→'))]],
  ['specialise', [1, 1, (l, [th], [t]) => l.instance(th.concl, '∀', t)]],
  ['generalise', [1, 1, (l, [th], [x]) => l.build('∀', l.store.abstract(l.fresh(x, l.hyps(th)), th.concl))]],
  ['existsIntro', [1, 2, (l, [th], [goal, t]) => l.same(l.instance(goal, '∃', t), th.concl) && goal]],
  ['existsElim', [2, 1, (l, [ex, th], [x]) => {
    const rest = without(th, l.instance(ex.concl, '∃', x))
    l.fresh(x, [ex.concl, th.concl, ...l.hyps(rest)])
    return l.from([ex, rest], th.concl)
  }]],
  ['unfold', [0, 1, (l, _, [c]) => {
    if (c.kind !== 'const' || c.constant.body === undefined) return refuse('not a defined constant')
    const types = new Map(c.constant.params.map((p, i) => [p, c.args[i] ?? p]))
    return l.build('=', c, l.store.substitute(c.constant.body, types, new Map()))
  }]],
  ['ring', [0, 2, (l, _, [u, v]) => {
    const normal = new Normal(l)
    return normal.of(u) === normal.of(v) ? l.build('=', u, v) : refuse('the two sides are different polynomials')
  }]],
])

export class Logic {
  readonly store = new Store()
  readonly prelude = loadPrelude(this.store)
  readonly axioms: Axiom[] = []
  readonly #names = new Map([...this.prelude.constants].map(([name, c]) => [c, name]))
  constructor(readonly meter: Meter) {}
  /** `name a b …` for a constant of the prelude. */
  build(name: string, ...args: readonly Term[]): Term {
    const type = args[0]?.type ?? this.store.prop
    const types = name === '=' ? [type] : name === '∀' || name === '∃' ? type.parts.slice(0, 1) : []
    const head = this.store.constant(this.prelude.constants.get(name) ?? refuse(`there is no constant ${name}`), types)
    return args.reduce((f, a) => this.store.app(f, a), head)
  }
  /** The name of the prelude constant at the head, '' if there is none, and the arguments, at most four. */
  split(t: Term): { readonly head: string; readonly args: readonly Term[] } {
    const args: Term[] = []
    let f = t
    for (; f.kind === 'app' && args.length < 4; f = f.fn) args.unshift(f.arg)
    return { head: f.kind === 'const' ? this.#names.get(f.constant) ?? '' : '', args }
  }
  from(premises: readonly Sequent[], concl: Term): Sequent {
    const start: Sequent = { concl, hyps: [], axioms: [] }
    return premises.reduce((s, p) => ({ concl, hyps: union(s.hyps, p.hyps), axioms: union(s.axioms, p.axioms) }), start)
  }
  prop(t: Term): Term { return t.type === this.store.prop ? t : refuse('a formula is expected') }
  same(a: Term, b: Term): Term { return a === b ? a : refuse('two formulas that must agree differ') }
  hyps(s: Sequent): readonly Term[] { return s.hyps.map((id) => this.store.list[id] ?? refuse('no such term')) }
  /** The two sides of `u name v`; u is `left`, if that is given. */
  sides({ concl }: Sequent, name: string, left?: Term): readonly [Term, Term] {
    const { head, args: [u, v] } = this.split(concl)
    if (head !== name || u === undefined || v === undefined) return refuse(`a premise is not of the form _ ${name} _`)
    return [left === undefined ? u : this.same(u, left), v]
  }
  /** The variable x, if it is free in none of the terms. */
  fresh(x: Term, terms: readonly Term[]): Var {
    if (x.kind !== 'var') return refuse('a variable is expected')
    return terms.some((t) => this.store.freeVars(t).has(x)) ? refuse(`the variable ${x.name} is not fresh`) : x
  }
  /** `P t`, contracted, for `∀ P` or `∃ P`. */
  instance(quantified: Term, name: string, t: Term): Term {
    const { head, args: [predicate] } = this.split(quantified)
    if (head !== name || predicate === undefined) return refuse(`a formula does not begin with ${name}`)
    return predicate.kind === 'abs' ? this.store.contract(predicate, t) : this.store.app(predicate, t)
  }
  /** One step. Refuses a name that is no rule. */
  step(name: string, a: Reader): Sequent {
    const [premises, terms, run] = RULES.get(name) ?? [0, 0, undefined]
    if (run === undefined) return this.#special(name, a)
    const steps = Array.from({ length: premises }, () => a.step())
    const rest = Array.from({ length: terms }, () => a.term())
    const made = run(this, steps as readonly Sequent[] as Premises, rest as readonly Term[] as Terms)
    return 'concl' in made ? made : this.from(steps, made)
  }
  /** Rules whose arguments are more than premises and terms. */
  #special(name: string, a: Reader): Sequent {
    switch (name) {
      case 'axiom': return this.#axiom(a.word(), this.prop(a.term()), a.word(), a.word())
      case 'instantiate': return this.#instantiate(a)
      case 'positivstellensatz': {
        const facts = a.list(() => a.step())
        const products = a.list(() => ({ coefficient: a.rational(), facts: a.list(() => a.whole()), squares: a.list(() => a.term()) }))
        refute(new Normal(this), facts.map((f) => f.concl), products, a.list(() => ({ fact: a.whole(), cofactor: a.term() })))
        return this.from(facts, this.build('False'))
      }
      case 'enclosure': {
        const [goal, precision, bounds] = [a.term(), a.whole(), a.list(() => a.step())]
        enclose(this, goal, bounds.map((b) => b.concl), precision)
        return this.from(bounds, goal)
      }
      case 'meanValue': {
        const [f, side, base, limit, steps] = [a.term(), a.word(), a.term(), a.list(() => a.term()), [a.step(), a.step(), a.step()]]
        if ((side !== 'right' && side !== 'left') || limit.length > 1) refuse('a range lies right or left of its base')
        const range = { right: side === 'right', base, limit: limit[0] }
        return this.from(steps, meanValue(this, f, range, steps.map((s) => s.concl)))
      }
      default: return refuse(`there is no rule ${name.slice(0, 40)}`)
    }
  }
  #instantiate(a: Reader): Sequent {
    const th = a.step(), types = new Map(a.list(() => [a.type(), a.type()] as const))
    const vars = new Map(a.list(() => [a.term(), a.term()] as const))
    types.forEach((_, from) => { if (from.kind !== 'var') refuse('a type variable is expected') })
    vars.forEach((to, x) => { if (x.kind !== 'var' || x.type !== to.type) refuse('a variable and a term of its type are expected') })
    const image = (t: Term): Term => this.store.substitute(t, types, vars)
    return { ...th, hyps: [...new Set(this.hyps(th).map((h) => image(h).id))].sort((x, y) => x - y), concl: image(th.concl) }
  }
  /** A closed formula: `base` if it says what the prelude's axiom of that name says, `cited` if a reader has to look it up. */
  #axiom(kind: string, statement: Term, name: string, citation: string): Sequent {
    if (kind !== 'base' && kind !== 'cited') return refuse('an axiom is base or cited')
    if (this.store.freeVars(statement).size > 0) refuse('an axiom is not closed')
    if (kind === 'base' && this.prelude.axioms.get(name) !== statement) refuse(`${name} is not a base axiom, or says something else`)
    this.axioms.push({ name, kind, statement, citation })
    return { hyps: [], concl: statement, axioms: [this.axioms.length - 1] }
  }
}
