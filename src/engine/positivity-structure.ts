// UNTRUSTED. The sign of a term from the signs of its parts: arithmetic, elementary functions, cases, finite sums and products.
// Part of positivity; positivity.ts is the way in.
import { core, type Constant, type Term } from '../kernel/term.js'
import {
  ABS, ADD, CARD, COE, DIV, EXP, INV, ITE, LOG, MAX, MIN, MUL, NEG, NMUL, NPOW, PROD, RPOW, SQRT, SUB, SUM, mkLe, mkLt, mkMul,
  mkNot, mkPow, nat,
} from '../kernel/signature.js'
import { intro, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { absNonneg, absPos, along, iteRule, leMax, minLe } from './case-rules.js'
import { byProducts, use } from './derived.js'
import { expPos, logPremises, logSign, sqrtPos } from './elementary-rules.js'
import { because, type Known, type Proof } from './known.js'
import { byArithmetic, byLemma } from './leaves.js'
import { unfoldHead } from './logic.js'
import {
  aboveOne, addRule, claim, divNonzero, divRule, flip, invRule, moved, mulNonzero, mulRule, negRule, nonzeroRule, powRule, squareNonneg,
  strictRule, subRule, weakRule, type OrderSign, type Sign,
} from './positivity-rules.js'
import { headConstant, sign } from './positivity.js'

type Handler = (want: Sign, t: Term, args: readonly Term[], known: Known) => Proof | undefined

/** The claim about `t` from claims about its parts. */
export function structural(want: Sign, t: Term, known: Known): Proof | undefined {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  const handler = head.kind === 'const' ? structure.get(head.constant) : undefined
  if (handler === undefined) return undefined
  const found = handler(want, t, args, known)
  if (found !== undefined || want !== '≠') return found
  for (const s of ['>', '<'] as const) {
    const order = handler(s, t, args, known)
    if (order !== undefined) return because(use(nonzeroRule(s), [t], [order.theorem]), 'it has a sign', order)
  }
  return undefined
}

type Pair = readonly [OrderSign, OrderSign]
const sums: Record<OrderSign, readonly Pair[]> = {
  '≥': [['≥', '≥']], '>': [['>', '≥'], ['≥', '>']], '≤': [['≤', '≤']], '<': [['<', '≤'], ['≤', '<']],
}
const products: Record<OrderSign, readonly Pair[]> = {
  '≥': [['≥', '≥'], ['≤', '≤']], '>': [['>', '>'], ['<', '<']], '≤': [['≥', '≤'], ['≤', '≥']], '<': [['>', '<'], ['<', '>']],
}

/** Tries pairs of claims about two parts; `rule` turns them into the claim about the whole. */
function pairwise(pairs: readonly Pair[], parts: readonly [Term, Term], terms: readonly [Term, Term], known: Known, text: string,
  rule: (a: OrderSign, b: OrderSign) => Theorem): Proof | undefined {
  for (const [a, b] of pairs) {
    const first = sign(a, parts[0], known)
    if (first === undefined) continue
    const second = sign(b, parts[1], known)
    if (second !== undefined) return because(use(rule(a, b), terms, [first.theorem, second.theorem]), text, first, second)
  }
  return undefined
}

const at = (args: readonly Term[], i: number): Term => args[i] as Term

const add: Handler = (want, _t, args, known) => (want === '≠' ? undefined
  : pairwise(sums[want], [at(args, 0), at(args, 1)], [at(args, 0), at(args, 1)], known, 'a sum', (a, b) => addRule(a, b, want)))

const sub: Handler = (want, _t, args, known) => {
  if (want === '≠') return undefined
  const pairs = sums[want].map(([a, b]) => [a, flip(b) as OrderSign] as const)
  return pairwise(pairs, [at(args, 0), at(args, 1)], [at(args, 0), at(args, 1)], known, 'a difference', (a, b) => subRule(a, b, want))
}

const mul: Handler = (want, t, args, known) => {
  const [a, b] = [at(args, 0), at(args, 1)]
  if (want === '≠') return bothNonzero(mulNonzero(), a, b, [a, b], known)
  if (core(a) === core(b) && (want === '≥' || want === '>')) return square(want, t, a, known)
  return pairwise(products[want], [a, b], [a, b], known, 'a product', (s, u) => mulRule(s, u, want))
}

function bothNonzero(rule: Theorem, a: Term, b: Term, terms: readonly Term[], known: Known): Proof | undefined {
  const first = sign('≠', a, known)
  const second = first === undefined ? undefined : sign('≠', b, known)
  if (first === undefined || second === undefined) return undefined
  return because(use(rule, terms, [first.theorem, second.theorem]), 'factors that are not zero', first, second)
}

/** `t` is `root * root` up to rearrangement. */
function square(want: '≥' | '>', t: Term, root: Term, known: Known): Proof | undefined {
  const nonneg = squareNonneg(t, root)
  if (want === '≥') return because(nonneg, 'a square')
  const ne = sign('≠', root, known)
  if (ne === undefined) return undefined
  const product = use(mulNonzero(), [root, root], [ne.theorem, ne.theorem])
  const whole = moved('≠', product, mkMul(root, root), t)
  return because(use(strictRule('>'), [t], [nonneg, whole]), 'the square of what is not zero', ne)
}

const neg: Handler = (want, _t, args, known) => {
  const inner = sign(flip(want), at(args, 0), known)
  return inner === undefined ? undefined : because(use(negRule(want), args, [inner.theorem]), 'an opposite', inner)
}

const inv: Handler = (want, _t, args, known) => {
  const inner = sign(want, at(args, 0), known)
  return inner === undefined ? undefined : because(use(invRule(want), args, [inner.theorem]), 'an inverse', inner)
}

const div: Handler = (want, _t, args, known) => {
  const [a, b] = [at(args, 0), at(args, 1)]
  const below = (s: Sign): Proof | undefined => {
    const inner = sign(s, b, known)
    return inner === undefined ? undefined : because(use(invRule(s), [b], [inner.theorem]), 'an inverse', inner)
  }
  if (want === '≠') {
    const [first, second] = [sign('≠', a, known), below('≠')]
    if (first === undefined || second === undefined) return undefined
    return because(use(divNonzero(), [a, b], [first.theorem, second.theorem]), 'a quotient', first, second)
  }
  for (const [s, u] of products[want]) {
    const second = below(u)
    const first = second === undefined ? undefined : sign(s, a, known)
    if (first === undefined || second === undefined) continue
    return because(use(divRule(s, u, want), [a, b], [first.theorem, second.theorem]), 'a quotient', first, second)
  }
  return undefined
}

/** Half of an even exponent: of a numeral, or of `2 * m`. */
function half(k: Term): Term | undefined {
  if (k.kind === 'num') return k.value % 2n === 0n ? nat(k.value / 2n) : undefined
  if (k.kind !== 'app' || k.fn.kind !== 'app' || k.fn.fn.kind !== 'const' || k.fn.fn.constant !== NMUL) return undefined
  for (const [two, rest] of [[k.fn.arg, k.arg], [k.arg, k.fn.arg]] as const) if (two.kind === 'num' && two.value === 2n) return rest
  return undefined
}

const pow: Handler = (want, t, args, known) => {
  const [x, k] = [at(args, 0), at(args, 1)]
  const even = half(k)
  if (even !== undefined && (want === '≥' || want === '>')) {
    const found = square(want, t, mkPow(x, even), known)
    if (found !== undefined) return found
  }
  if (want === '≥' || want === '>' || want === '≠') {
    const inner = sign(want, x, known)
    return inner === undefined ? undefined : because(specialise(use(powRule(want), [x], [inner.theorem]), k), 'a power', inner)
  }
  if (k.kind !== 'num' || k.value % 2n === 0n) return undefined
  return oddPower(want, t, x, k.value, known)
}

function oddPower(want: '≤' | '<', t: Term, x: Term, k: bigint, known: Known): Proof | undefined {
  const inner = sign(want, x, known)
  if (inner === undefined) return undefined
  const rest = mkPow(x, nat(k - 1n))
  const others = sign(want === '≤' ? '≥' : '>', rest, known)
  if (others === undefined) return undefined
  const product = use(mulRule(want === '≤' ? '≥' : '>', want, want), [rest, x], [others.theorem, inner.theorem])
  return because(moved(want, product, mkMul(rest, x), t), 'an odd power', inner)
}

/** For terms that are positive, or at least nonnegative, whatever their parts are. */
function always(positive: ((args: readonly Term[]) => Theorem) | undefined, nonneg: ((args: readonly Term[]) => Theorem) | undefined,
  text: string): Handler {
  return (want, t, args) => {
    if (want === '>' && positive !== undefined) return because(positive(args), text)
    if (want !== '≥') return undefined
    if (nonneg !== undefined) return because(nonneg(args), text)
    return positive === undefined ? undefined : because(use(weakRule('≥'), [t], [positive(args)]), text)
  }
}

const sqrt: Handler = (want, _t, args, known) => {
  if (want === '≥') return because(specialise(base.sqrt_nonneg, at(args, 0)), 'a root')
  const inner = want === '>' ? sign('>', at(args, 0), known) : undefined
  return inner === undefined ? undefined : because(use(sqrtPos(), [at(args, 0)], [inner.theorem]),
    'the root of a positive number', inner)
}

const abs: Handler = (want, _t, args, known) => {
  if (want === '≥') return because(specialise(absNonneg(), at(args, 0)), 'an absolute value')
  const inner = want === '>' ? sign('≠', at(args, 0), known) : undefined
  return inner === undefined ? undefined : because(use(absPos(), [at(args, 0)], [inner.theorem]), 'an absolute value', inner)
}

/** `1 < a / b` or `1 ≤ a / b`, from `0 < b` and `b < a` or `b ≤ a`. */
function quotientAboveOne(want: OrderSign, t: Term, known: Known): Proof | undefined {
  if ((want !== '>' && want !== '≥') || headConstant(t) !== DIV) return undefined
  if (t.kind !== 'app' || t.fn.kind !== 'app') return undefined
  const [a, b] = [t.fn.arg, t.arg]
  const positive = sign('>', b, known)
  const order = positive === undefined ? undefined : byArithmetic(want === '>' ? mkLt(b, a) : mkLe(b, a), known)
  if (positive === undefined || order === undefined) return undefined
  return because(use(aboveOne(want === '>'), [a, b], [positive.theorem, order.theorem]), 'a quotient above 1', positive, order)
}

const log: Handler = (want, _t, args, known) => {
  if (want === '≠') return undefined
  const premises: Proof[] = []
  for (const p of logPremises(want, at(args, 0))) {
    const proof = byArithmetic(p, known) ?? known.prove(p) ?? quotientAboveOne(want, at(args, 0), known)
    if (proof === undefined) return undefined
    premises.push(proof)
  }
  return because(use(logSign(want), [at(args, 0)], premises.map((p) => p.theorem)), 'a logarithm', ...premises)
}

/** max and min: one part suffices on one side, both are needed on the other. */
function extreme(which: 'max' | 'min'): Handler {
  const easy = which === 'max' ? ['≥', '>'] : ['≤', '<']
  return (want, t, args, known) => {
    if (want === '≠') return undefined
    const bound = (side: 0 | 1): Theorem => [at(args, 0), at(args, 1)].reduce(specialise, which === 'max' ? leMax(side) : minLe(side))
    if (easy.includes(want)) {
      for (const side of [0, 1] as const) {
        const inner = sign(want, at(args, side), known)
        if (inner === undefined) continue
        return because(byProducts(claim(want, t), [inner.theorem, bound(side)], [{ facts: [0] }, { facts: [1] }, { facts: [2] }]), which,
          inner)
      }
      return undefined
    }
    return byUnfolding(want, t, known)
  }
}

/** Through the `if` that defines t. */
function byUnfolding(want: Sign, t: Term, known: Known): Proof | undefined {
  const eq = unfoldHead(t)
  if (eq === undefined) return undefined
  const inner = sign(want, (eq.concl as Extract<Term, { kind: 'app' }>).arg, known)
  return inner === undefined ? undefined : because(along(want, eq, inner.theorem), 'in both cases', inner)
}

const ite: Handler = (want, _t, args, known) => {
  const [c, a, b] = [at(args, 0), at(args, 1), at(args, 2)]
  const yes = sign(want, a, known.assuming([c]))
  const no = yes === undefined ? undefined : sign(want, b, known.assuming([mkNot(c)]))
  if (yes === undefined || no === undefined) return undefined
  const premises = [intro(c, yes.theorem), intro(mkNot(c), no.theorem)]
  return because(use(iteRule(want), [c, a, b], premises), 'in both cases', yes, no)
}

/** Sums, products and cardinalities: the library's lemmas. */
const bigOperator = (names: Partial<Record<Sign, readonly string[]>>): Handler => (want, t, _args, known) => {
  for (const name of names[want] ?? []) {
    const found = byLemma(name, claim(want, t), known)
    if (found !== undefined) return found
  }
  return undefined
}

const rpow: Handler = (want, t, _args, known) => byUnfolding(want, t, known)

const structure: ReadonlyMap<Constant, Handler> = new Map<Constant, Handler>([
  [ADD, add], [SUB, sub], [MUL, mul], [NEG, neg], [INV, inv], [DIV, div], [NPOW, pow],
  [EXP, always((args) => specialise(expPos(), at(args, 0)), undefined, 'an exponential')],
  [COE, (want, _t, args) => (want === '≥' ? because(specialise(base.coe_nonneg, at(args, 0)), 'a natural number') : undefined)],
  [SQRT, sqrt], [ABS, abs], [LOG, log], [MAX, extreme('max')], [MIN, extreme('min')], [ITE, ite], [RPOW, rpow],
  [SUM, bigOperator({ '≥': ['sum_nonneg'], '>': ['sum_pos'], '≤': ['sum_nonpos'] })],
  [PROD, bigOperator({ '≥': ['prod_nonneg'], '>': ['prod_pos'] })],
  [CARD, bigOperator({ '≥': ['card_nonneg'], '>': ['card_pos'] })],
])

/** Whether signs of applications of the constant are asked of the parts. */
export const hasStructure = (c: Constant): boolean => structure.has(c)
