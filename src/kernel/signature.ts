// TRUSTED. The constants of the logic and of real analysis, and makers for the terms built from them.
// Primitives get their meaning from the rules in theorem.ts and the axioms in axioms.ts; the rest are definitions.
import { NAT, PROP, REAL, funType, prodType, typeVar, type Type } from './type.js'
import { mkAbs, mkApp, mkConst, mkNum, mkVar, newConstant, newDefinition, type Constant, type FVar, type Term } from './term.js'

export const A: Type = typeVar('A'), B: Type = typeVar('B')

/** `t₁ → … → tₙ`, the last being the result. */
export const arrows = (...types: readonly Type[]): Type => types.reduceRight((result, domain) => funType(domain, result))
/** `fn a₁ … aₙ`. */
export const apply = (fn: Term, ...args: readonly Term[]): Term => args.reduce<Term>((f, a) => mkApp(f, a), fn)

const unary = (c: Constant) => (a: Term): Term => mkApp(mkConst(c), a)
const binary = (c: Constant) => (a: Term, b: Term): Term => mkApp(mkApp(mkConst(c), a), b)
const fun = (vars: readonly FVar[], body: Term): Term => vars.reduceRight<Term>((acc, v) => mkAbs(v, acc), body)
const SET_A = funType(A, PROP), PPP = arrows(PROP, PROP, PROP), RR = funType(REAL, REAL), RRR = arrows(REAL, REAL, REAL),
  RRP = arrows(REAL, REAL, PROP), NNN = arrows(NAT, NAT, NAT)

// ── logic ──
export const EQ = newConstant('=', [A], arrows(A, A, PROP))
export const IMP = newConstant('→', [], PPP), AND = newConstant('∧', [], PPP), OR = newConstant('∨', [], PPP)
export const FORALL = newConstant('∀', [A], funType(SET_A, PROP)), EXISTS = newConstant('∃', [A], funType(SET_A, PROP))
export const FALSE = newConstant('False', [], PROP)
export const ITE = newConstant('ite', [A], arrows(PROP, A, A, A))
export const falsity: Term = mkConst(FALSE)
export const mkImp = binary(IMP), mkAnd = binary(AND), mkOr = binary(OR)
export const mkEq = (a: Term, b: Term): Term => mkApp(mkApp(mkConst(EQ, [a.type]), a), b)
export const mkForall = (x: FVar, p: Term): Term => mkApp(mkConst(FORALL, [x.type]), mkAbs(x, p))
export const mkExists = (x: FVar, p: Term): Term => mkApp(mkConst(EXISTS, [x.type]), mkAbs(x, p))
export const mkIte = (c: Term, a: Term, b: Term): Term => apply(mkConst(ITE, [a.type]), c, a, b)

// ── real and natural numbers; ℕ has no order of its own, `i ≤ n` is a statement about the embedded numbers ──
export const ADD = newConstant('+', [], RRR), MUL = newConstant('*', [], RRR)
export const NEG = newConstant('neg', [], RR), INV = newConstant('inv', [], RR)
export const LE = newConstant('≤', [], RRP), LT = newConstant('<', [], RRP)
export const NPOW = newConstant('npow', [], arrows(REAL, NAT, REAL)), COE = newConstant('real', [], funType(NAT, REAL))
export const EXP = newConstant('exp', [], RR), LOG = newConstant('log', [], RR), SQRT = newConstant('sqrt', [], RR)
export const SIN = newConstant('sin', [], RR), COS = newConstant('cos', [], RR), ATAN = newConstant('atan', [], RR)
/** erf x = 2/√π·∫₀ˣ e^(-t²) dt: known by its enclosures and its derivative, as sin, cos, atan and π are. */
export const ERF = newConstant('erf', [], RR), PI = newConstant('π', [], REAL)
export const NADD = newConstant('nat_add', [], NNN), NMUL = newConstant('nat_mul', [], NNN), NSUB = newConstant('nat_sub', [], NNN)
export const real = (n: bigint): Term => mkNum(n, REAL), nat = (n: bigint): Term => mkNum(n, NAT)
export const mkAdd = binary(ADD), mkMul = binary(MUL), mkNeg = unary(NEG), mkInv = unary(INV)
export const mkLe = binary(LE), mkLt = binary(LT), mkPow = binary(NPOW), mkCoe = unary(COE), mkMonus = binary(NSUB)
export const mkExp = unary(EXP), mkLog = unary(LOG), mkSqrt = unary(SQRT), mkSin = unary(SIN), mkCos = unary(COS)

// ── definitions ──
export const x: FVar = mkVar('x', REAL), y: FVar = mkVar('y', REAL)
const p = mkVar('p', PROP)
export const NOT = newDefinition('¬', [], fun([p], mkImp(p, falsity)))
export const TRUE = newDefinition('True', [], mkImp(falsity, falsity))
export const SUB = newDefinition('-', [], fun([x, y], mkAdd(x, mkNeg(y))))
export const DIV = newDefinition('/', [], fun([x, y], mkMul(x, mkInv(y))))
export const GE = newDefinition('≥', [], fun([x, y], mkLe(y, x)))
export const GT = newDefinition('>', [], fun([x, y], mkLt(y, x)))
export const ABS = newDefinition('abs', [], fun([x], mkIte(mkLe(real(0n), x), x, mkNeg(x))))
export const MIN = newDefinition('min', [], fun([x, y], mkIte(mkLe(x, y), x, y)))
export const MAX = newDefinition('max', [], fun([x, y], mkIte(mkLe(x, y), y, x)))
export const TAN = newDefinition('tan', [], fun([x], mkMul(mkSin(x), mkInv(mkCos(x)))))
const ex = mkExp(x), minus = mkExp(mkNeg(x)), half = (a: Term): Term => mkMul(a, mkInv(real(2n)))
export const SINH = newDefinition('sinh', [], fun([x], half(mkAdd(ex, mkNeg(minus)))))
export const COSH = newDefinition('cosh', [], fun([x], half(mkAdd(ex, minus))))
export const mkSinh = unary(SINH), mkCosh = unary(COSH)
export const TANH = newDefinition('tanh', [], fun([x], mkMul(mkAdd(ex, mkNeg(minus)), mkInv(mkAdd(ex, minus)))))
/** Real exponent; a power in the usual sense only for a positive base. */
export const RPOW = newDefinition('rpow', [], fun([x, y], mkExp(mkMul(y, mkLog(x)))))
export const mkNot = unary(NOT), mkSub = binary(SUB), mkDiv = binary(DIV), mkAbsolute = unary(ABS)

// ── pairs, sets, finite sums ──
const a = mkVar('a', A), b = mkVar('b', A), s = mkVar('S', SET_A), t = mkVar('T', SET_A), q = mkVar('Q', funType(SET_A, PROP))
const m = mkVar('m', NAT), n = mkVar('n', NAT), i = mkVar('i', NAT)
export const PAIR = newConstant('pair', [A, B], arrows(A, B, prodType(A, B)))
export const FST = newConstant('fst', [A, B], arrows(prodType(A, B), A)), SND = newConstant('snd', [A, B], arrows(prodType(A, B), B))
export const MEM = newDefinition('∈', [A], fun([a, s], mkApp(s, a)))
export const EMPTY = newDefinition('∅', [A], fun([a], falsity))
export const INSERT = newDefinition('insert', [A], fun([a, s, b], mkOr(mkEq(b, a), mkApp(s, b))))
/** `{i : ℕ | m ≤ i ≤ n}`; empty when n < m. */
export const RANGE = newDefinition('range', [], fun([m, n, i], mkAnd(mkLe(mkCoe(m), mkCoe(i)), mkLe(mkCoe(i), mkCoe(n)))))
export const SUBSET = newDefinition('⊆', [A], fun([s, t], mkForall(a, mkImp(mkApp(s, a), mkApp(t, a)))))
export const UNION = newDefinition('∪', [A], fun([s, t, a], mkOr(mkApp(s, a), mkApp(t, a))))
export const INTER = newDefinition('∩', [A], fun([s, t, a], mkAnd(mkApp(s, a), mkApp(t, a))))
export const mkInsert = (e: Term, set: Term): Term => apply(mkConst(INSERT, [e.type]), e, set)
const closed = mkForall(a, mkForall(t, mkImp(mkApp(q, t), mkApp(q, mkInsert(a, t)))))
/** In every family of sets that contains ∅ and is closed under insertion. */
export const FINITE = newDefinition('finite', [A], fun([s], mkForall(q, mkImp(mkApp(q, mkConst(EMPTY, [A])), mkImp(closed, mkApp(q, s))))))
export const SUM = newConstant('sum', [A], arrows(SET_A, funType(A, REAL), REAL))
export const PROD = newConstant('prod', [A], arrows(SET_A, funType(A, REAL), REAL))
export const CARD = newDefinition('card', [A], fun([s], apply(mkConst(SUM, [A]), s, fun([a], real(1n)))))

// ── readers ──

/** The arguments of `t` if it is `constant` applied to exactly `arity` arguments. */
export function argsOf(t: Term, constant: Constant, arity: number): readonly Term[] | undefined {
  if (arity === 0) return t.kind === 'const' && t.constant === constant ? [] : undefined
  const front = t.kind === 'app' ? argsOf(t.fn, constant, arity - 1) : undefined
  return front && t.kind === 'app' ? [...front, t.arg] : undefined
}

/** Both arguments of a binary constant. */
export const asBinary = (t: Term, c: Constant): readonly [Term, Term] | undefined => argsOf(t, c, 2) as readonly [Term, Term] | undefined
/** The argument of a unary constant. */
export const asUnary = (t: Term, c: Constant): Term | undefined => argsOf(t, c, 1)?.[0]

/** `c u v` or `c u` (then v is u), for a fully applied constant c of fixed arity; otherwise `head` is undefined. */
export function operation(t: Term): { readonly head: Constant | undefined; readonly u: Term; readonly v: Term } {
  if (t.kind !== 'app') return { head: undefined, u: t, v: t }
  const inner = t.fn.kind === 'app' ? t.fn : t
  return { head: inner.fn.kind === 'const' ? inner.fn.constant : undefined, u: inner.arg, v: t.arg }
}

/** A formula that a theorem concludes, all a pure checker needs of a theorem. */
export interface Fact { readonly concl: Term }
/** The sides of an order relation, smaller first. */
export function asOrder(rel: Term): { readonly strict: boolean; readonly low: Term; readonly high: Term } | undefined {
  if (rel.type !== PROP) return undefined
  const { head, u, v } = operation(rel)
  switch (head) {
    case LE: return { strict: false, low: u, high: v }
    case LT: return { strict: true, low: u, high: v }
    case GE: return { strict: false, low: v, high: u }
    case GT: return { strict: true, low: v, high: u }
    default: return undefined
  }
}
