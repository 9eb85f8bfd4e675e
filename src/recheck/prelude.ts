// What the second checker knows before it reads a certificate: the constants of the logic and of real analysis, and the base axioms it
// accepts, each as a readable statement. A certificate may call an axiom `base` only if it says one of these. Imported by logic.ts.
import { refuse, type Constant, type Store, type Term, type Type, type Var } from './terms.js'

/** `names : type` for primitives, `name := body` for a definition; type parameters are A and B, in this order, where they occur. */
const CONSTANTS = `
= : A→A→Prop
→ ∧ ∨ : Prop→Prop→Prop
∀ ∃ : (A→Prop)→Prop
False : Prop
ite : Prop→A→A→A
+ * : ℝ→ℝ→ℝ
neg inv exp log sqrt sin cos atan erf : ℝ→ℝ
π : ℝ
≤ < : ℝ→ℝ→Prop
npow : ℝ→ℕ→ℝ
real : ℕ→ℝ
nat_add nat_mul nat_sub : ℕ→ℕ→ℕ
pair : A→B→A×B
fst : A×B→A
snd : A×B→B
sum prod : (A→Prop)→(A→ℝ)→ℝ
¬ := λp:Prop → p False
True := → False False
- := λx:ℝ λy:ℝ + x (neg y)
/ := λx:ℝ λy:ℝ * x (inv y)
≥ := λx:ℝ λy:ℝ ≤ y x
> := λx:ℝ λy:ℝ < y x
abs := λx:ℝ ite[ℝ] (≤ 0 x) x (neg x)
min := λx:ℝ λy:ℝ ite[ℝ] (≤ x y) x y
max := λx:ℝ λy:ℝ ite[ℝ] (≤ x y) y x
tan := λx:ℝ * (sin x) (inv (cos x))
sinh := λx:ℝ * (+ (exp x) (neg (exp (neg x)))) (inv 2)
cosh := λx:ℝ * (+ (exp x) (exp (neg x))) (inv 2)
tanh := λx:ℝ * (+ (exp x) (neg (exp (neg x)))) (inv (+ (exp x) (exp (neg x))))
rpow := λx:ℝ λy:ℝ exp (* y (log x))
∈ := λa:A λS:A→Prop S a
∅ := λa:A False
insert := λa:A λS:A→Prop λb:A ∨ (=[A] b a) (S b)
range := λm:ℕ λn:ℕ λi:ℕ ∧ (≤ (real m) (real i)) (≤ (real i) (real n))
⊆ := λS:A→Prop λT:A→Prop ∀a:A → (S a) (T a)
∪ := λS:A→Prop λT:A→Prop λa:A ∨ (S a) (T a)
∩ := λS:A→Prop λT:A→Prop λa:A ∧ (S a) (T a)
finite := λS:A→Prop ∀Q:(A→Prop)→Prop → (Q ∅[A]) (→ (∀a:A ∀T:A→Prop → (Q T) (Q (insert[A] a T))) (Q S))
card := λS:A→Prop sum[A] S (λa:A 1)`

/** The base axioms: real numbers, natural numbers among them, finite sums and products, pairs, choice between two values. */
export const BASE_AXIOMS = `
le_total : ∀x:ℝ ∀y:ℝ ∨ (≤ x y) (< y x)
le_antisymm : ∀x:ℝ ∀y:ℝ → (≤ x y) (→ (≤ y x) (=[ℝ] x y))
inv : ∀x:ℝ → (¬ (=[ℝ] x 0)) (=[ℝ] (* x (inv x)) 1)
archimedes : ∀x:ℝ ∃n:ℕ ≤ x (real n)
completeness : ∀S:ℝ→Prop → (∃x:ℝ S x) (→ (∃y:ℝ ∀x:ℝ → (S x) (≤ x y)) (∃y:ℝ ∧ (∀x:ℝ → (S x) (≤ x y)) ∀z:ℝ → (∀x:ℝ → (S x) (≤ x z)) (≤ y z)))
exp_add : ∀x:ℝ ∀y:ℝ =[ℝ] (exp (+ x y)) (* (exp x) (exp y))
one_add_le_exp : ∀x:ℝ ≤ (+ 1 x) (exp x)
exp_log : ∀x:ℝ → (< 0 x) (=[ℝ] (exp (log x)) x)
log_of_nonpos : ∀x:ℝ → (≤ x 0) (=[ℝ] (log x) 0)
sqrt_nonneg : ∀x:ℝ ≤ 0 (sqrt x)
sqrt_sq : ∀x:ℝ → (≤ 0 x) (=[ℝ] (* (sqrt x) (sqrt x)) x)
sqrt_of_neg : ∀x:ℝ → (≤ x 0) (=[ℝ] (sqrt x) 0)
sin_pi : =[ℝ] (sin π) 0
coe_nonneg : ∀n:ℕ ≤ 0 (real n)
coe_inj : ∀m:ℕ ∀n:ℕ → (=[ℝ] (real m) (real n)) (=[ℕ] m n)
nat_discrete : ∀m:ℕ ∀n:ℕ → (< (real m) (real n)) (≤ (+ (real m) 1) (real n))
nat_sub : ∀n:ℕ ∀m:ℕ → (≤ (real n) (real m)) (=[ℝ] (real (nat_sub m n)) (- (real m) (real n)))
nat_sub_zero : ∀m:ℕ ∀n:ℕ → (≤ (real m) (real n)) (=[ℕ] (nat_sub m n) 0ℕ)
nat_induction : ∀P:ℕ→Prop → (P 0ℕ) (→ (∀n:ℕ → (P n) (P (nat_add n 1ℕ))) (∀n:ℕ P n))
sum_empty : ∀f:A→ℝ =[ℝ] (sum[A] ∅[A] f) 0
sum_insert : ∀S:A→Prop ∀a:A ∀f:A→ℝ → (finite[A] S) (→ (¬ (∈[A] a S)) (=[ℝ] (sum[A] (insert[A] a S) f) (+ (f a) (sum[A] S f))))
prod_empty : ∀f:A→ℝ =[ℝ] (prod[A] ∅[A] f) 1
prod_insert : ∀S:A→Prop ∀a:A ∀f:A→ℝ → (finite[A] S) (→ (¬ (∈[A] a S)) (=[ℝ] (prod[A] (insert[A] a S) f) (* (f a) (prod[A] S f))))
ite_true : ∀c:Prop ∀a:A ∀b:A → c (=[A] (ite[A] c a b) a)
ite_false : ∀c:Prop ∀a:A ∀b:A → (¬ c) (=[A] (ite[A] c a b) b)
funext : ∀f:A→B ∀g:A→B → (∀a:A =[B] (f a) (g a)) (=[A→B] f g)
fst_pair : ∀a:A ∀b:B =[A] (fst[A,B] (pair[A,B] a b)) a
snd_pair : ∀a:A ∀b:B =[B] (snd[A,B] (pair[A,B] a b)) b
pair_eta : ∀p:A×B =[A×B] (pair[A,B] (fst[A,B] p) (snd[A,B] p)) p`

export interface Prelude { readonly constants: ReadonlyMap<string, Constant>; readonly axioms: ReadonlyMap<string, Term> }

/** Reads the statements above into a store. */
export function loadPrelude(store: Store): Prelude {
  const constants = new Map<string, Constant>()
  const axioms = new Map<string, Term>()
  for (const line of CONSTANTS.trim().split('\n')) {
    const [, names = '', mark, text = ''] = /^(.+?) (:=?) (.*)$/u.exec(line) ?? []
    const params = ['A', 'B'].filter((p) => text.includes(p)).map((p) => store.typeVar(p))
    const body = mark === ':=' ? new Parser(store, constants, text).formula() : undefined
    for (const name of names.split(' ')) constants.set(name, store.declare(name, params, body?.type ?? parseType(store, text), body))
  }
  for (const line of BASE_AXIOMS.trim().split('\n')) {
    const [name = '', text = ''] = line.split(' : ')
    axioms.set(name, new Parser(store, constants, text).formula())
  }
  return { constants, axioms }
}

/** A type without spaces; `→` and `×` associate to the right, and `×` binds tighter. */
function parseType(store: Store, text: string): Type {
  const names = new Map([['Prop', store.prop], ['ℝ', store.real], ['ℕ', store.nat]])
  const tokens = text.match(/[()→×]|[^()→×]+/gu) ?? []
  const joined = (mark: string, part: () => Type, make: (a: Type, b: Type) => Type): Type => {
    const left = part()
    if (tokens[0] !== mark) return left
    tokens.shift()
    return make(left, joined(mark, part, make))
  }
  const arrow = (): Type => joined('→', () => joined('×', leaf, (a, b) => store.product(a, b)), (a, b) => store.fun(a, b))
  const leaf = (): Type => {
    const token = tokens.shift() ?? ''
    const type = token === '(' ? arrow() : names.get(token) ?? store.typeVar(token)
    if (token === '(') tokens.shift()
    return type
  }
  return arrow()
}

/** `λx:T t`, `∀x:T t`, `∃x:T t`, or a head followed by arguments; an argument is a name, a numeral or in parentheses. */
class Parser {
  readonly #tokens: string[]
  readonly #scope = new Map<string, Var>()

  constructor(readonly store: Store, readonly constants: ReadonlyMap<string, Constant>, text: string) {
    this.#tokens = text.match(/[λ∀∃]\p{L}:\S+|\(|\)|[^\s()[\]]+(?:\[[^\]]*\])?/gu) ?? []
  }
  formula(): Term {
    const [, mark = '', name = '', type = ''] = /^([λ∀∃])(\p{L}):(\S+)$/u.exec(this.#tokens[0] ?? '') ?? []
    if (mark === '') {
      let term = this.#argument()
      while (this.#tokens.length > 0 && this.#tokens[0] !== ')') term = this.store.app(term, this.#argument())
      return term
    }
    this.#tokens.shift()
    const x = this.store.variable(name, parseType(this.store, type))
    this.#scope.set(name, x)
    const abs = this.store.hinted(this.store.abstract(x, this.formula()), name)
    return mark === 'λ' ? abs : this.store.app(this.#constant(mark, [x.type]), abs)
  }
  #argument(): Term {
    if (/^[λ∀∃]\p{L}:/u.test(this.#tokens[0] ?? '')) return this.formula()
    const token = this.#tokens.shift() ?? ''
    const inner = token === '(' ? this.formula() : undefined
    if (inner !== undefined) this.#tokens.shift()
    if (/^[0-9]ℕ?$/u.test(token)) return this.store.num(BigInt(token[0] ?? '0'), token.endsWith('ℕ') ? this.store.nat : this.store.real)
    const [name = '', types] = token.split(/[[\]]/u)
    return inner ?? this.#scope.get(name) ?? this.#constant(name, types?.split(',').map((text) => parseType(this.store, text)) ?? [])
  }
  #constant(name: string, types: readonly Type[]): Term {
    return this.store.constant(this.constants.get(name) ?? refuse(`there is no constant ${name}`), types)
  }
}
