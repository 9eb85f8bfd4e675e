// Reads prelude.json, which states what the second checker knows before it reads a certificate: the constants of the logic and of real
// analysis, and the base axioms. `names : type` are primitives, `name := body` is a definition; A and B are the type parameters, Set is
// A→Prop and Family A→ℝ. A term is `λx:T t`, `∀x:T t`, `∃x:T t`, or a head followed by names, numerals or terms in parentheses.
import prelude from './prelude.json' with { type: 'json' }
import { refuse, type Constant, type Store, type Term, type Type, type Var } from './terms.js'

export interface Prelude { readonly constants: ReadonlyMap<string, Constant>; readonly axioms: ReadonlyMap<string, Term> }
/** Puts the statements into a store. */
export function loadPrelude(store: Store): Prelude {
  const constants = new Map<string, Constant>()
  const entries = (list: readonly string[]): readonly string[][] => list.map((entry) => entry.split(/ (:=|:) (.*)/u))
  for (const [names = '', mark, text = ''] of entries(prelude.constants)) {
    const params = [/A|Set|Family/u, /B/u].flatMap((p, i) => p.test(text) ? [store.typeVar(i === 0 ? 'A' : 'B')] : [])
    const body = mark === ':=' ? readTerm(store, constants, text) : undefined
    for (const name of names.split(' ')) constants.set(name, store.declare(name, params, body?.type ?? readType(store, text), body))
  }
  return { constants, axioms: new Map(entries(prelude.axioms).map(([name = '', , text = '']) => [name, readTerm(store, constants, text)])) }
}
/** Types without parentheses; `→` and `×` associate to the right, and `×` binds tighter. */
function readType(store: Store, text: string): Type {
  const A = store.typeVar('A')
  const named = { Prop: store.prop, ℝ: store.real, ℕ: store.nat, Set: store.fun(A, store.prop), Family: store.fun(A, store.real) }
  const parts = text.split('→').map((part) => part.split('×').map((name): Type => named[name as keyof typeof named] ?? store.typeVar(name)))
  return parts.map((sides) => sides.reduceRight((b, a) => store.product(a, b))).reduceRight((b, a) => store.fun(a, b))
}
function readTerm(store: Store, constants: ReadonlyMap<string, Constant>, text: string): Term {
  const tokens = text.match(/[λ∀∃]\p{L}:\S+|\(|\)|[^\s()[\]]+(?:\[[^\]]*\])?/gu) ?? []
  const scope = new Map<string, Var>()
  const constant = (name: string, types: readonly Type[]): Term =>
    store.constant(constants.get(name) ?? refuse(`there is no constant ${name}`), types)
  const formula = (): Term => {
    let term = argument()
    while (tokens.length > 0 && tokens[0] !== ')') term = store.app(term, argument())
    return term
  }
  const argument = (): Term => {
    const token = tokens.shift() ?? ''
    const [, mark = '', x = '', type = ''] = /^([λ∀∃])(\p{L}):(\S+)$/u.exec(token) ?? []
    if (mark !== '') {
      const v = store.variable(x, readType(store, type))
      scope.set(x, v)
      const abs = store.abstract(v, formula())
      return mark === 'λ' ? abs : store.app(constant(mark, [v.type]), abs)
    }
    const inner = token === '(' ? formula() : undefined
    if (inner !== undefined) tokens.shift()
    if (/^[0-9]ℕ?$/u.test(token)) return store.num(BigInt(token[0] ?? '0'), token.endsWith('ℕ') ? store.nat : store.real)
    const [name = '', types] = token.split(/[[\]]/u)
    return inner ?? scope.get(name) ?? constant(name, types?.split(',').map((t) => readType(store, t)) ?? [])
  }
  return formula()
}
