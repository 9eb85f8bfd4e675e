// TRUSTED. The constants of the logic and of real analysis, and makers for the terms built from them.
// Primitives get their meaning from the rules in theorem.ts and the axioms in axioms.ts; the rest are definitions.
import { KernelError, NAT, PROP, REAL, funType, prodType, typeVar, type Type } from './type.js'
import {
  mkAbs, mkApp, mkConst, mkNum, mkVar, newConstant, newDefinition, type Constant, type FVar, type Term,
} from './term.js'

export const A: Type = typeVar('A')
export const B: Type = typeVar('B')
const SET_A = funType(A, PROP)

/** `t₁ → … → tₙ`, the last being the result. */
export function arrows(...types: readonly Type[]): Type {
  return types.reduceRight((acc, t) => funType(t, acc))
}

// ── logic ──
export const EQ = newConstant('=', [A], arrows(A, A, PROP))
export const IMP = newConstant('→', [], arrows(PROP, PROP, PROP))
export const AND = newConstant('∧', [], arrows(PROP, PROP, PROP))
export const OR = newConstant('∨', [], arrows(PROP, PROP, PROP))
export const FORALL = newConstant('∀', [A], funType(SET_A, PROP))
export const EXISTS = newConstant('∃', [A], funType(SET_A, PROP))
export const FALSE = newConstant('False', [], PROP)
export const ITE = newConstant('ite', [A], arrows(PROP, A, A, A))

/** `fn a₁ … aₙ`. */
export function apply(fn: Term, ...args: readonly Term[]): Term {
  return args.reduce((f, a) => mkApp(f, a), fn)
}

export const falsity: Term = mkConst(FALSE)
export const mkEq = (a: Term, b: Term): Term => apply(mkConst(EQ, [a.type]), a, b)
export const mkImp = (p: Term, q: Term): Term => apply(mkConst(IMP), p, q)
export const mkAnd = (p: Term, q: Term): Term => apply(mkConst(AND), p, q)
export const mkOr = (p: Term, q: Term): Term => apply(mkConst(OR), p, q)
export const mkForall = (x: FVar, p: Term): Term => mkApp(mkConst(FORALL, [x.type]), mkAbs(x, p))
export const mkExists = (x: FVar, p: Term): Term => mkApp(mkConst(EXISTS, [x.type]), mkAbs(x, p))
export const mkIte = (c: Term, a: Term, b: Term): Term => apply(mkConst(ITE, [a.type]), c, a, b)

/** The arguments of `t` if it is `constant` applied to exactly `arity` arguments. */
export function argsOf(t: Term, constant: Constant, arity: number): readonly Term[] | undefined {
  const args: Term[] = new Array<Term>(arity)
  let head = t
  for (let i = arity - 1; i >= 0; i--) {
    if (head.kind !== 'app') return undefined
    args[i] = head.arg
    head = head.fn
  }
  return head.kind === 'const' && head.constant === constant ? args : undefined
}

/** Both arguments of a binary constant. */
export function asBinary(t: Term, constant: Constant): readonly [Term, Term] | undefined {
  return argsOf(t, constant, 2) as readonly [Term, Term] | undefined
}

/** The argument of a unary constant. */
export function asUnary(t: Term, constant: Constant): Term | undefined {
  return t.kind === 'app' && t.fn.kind === 'const' && t.fn.constant === constant ? t.arg : undefined
}

/** Both arguments, or a KernelError naming the rule. */
export function needBinary(t: Term, constant: Constant, rule: string): readonly [Term, Term] {
  const pair = asBinary(t, constant)
  if (pair === undefined) throw new KernelError(rule, `expected a formula of the form _ ${constant.name} _`)
  return pair
}

// ── real and natural numbers ──
const RR = funType(REAL, REAL)
const RRR = arrows(REAL, REAL, REAL)
const RRP = arrows(REAL, REAL, PROP)
const NNN = arrows(NAT, NAT, NAT)
export const ADD = newConstant('+', [], RRR)
export const MUL = newConstant('*', [], RRR)
export const NEG = newConstant('neg', [], RR)
export const INV = newConstant('inv', [], RR)
export const LE = newConstant('≤', [], RRP)
export const LT = newConstant('<', [], RRP)
export const NPOW = newConstant('npow', [], arrows(REAL, NAT, REAL))
export const EXP = newConstant('exp', [], RR)
export const LOG = newConstant('log', [], RR)
export const SQRT = newConstant('sqrt', [], RR)
/** The embedding ℕ → ℝ; ℕ has no order of its own, `i ≤ n` is a statement about the embedded numbers. */
export const COE = newConstant('real', [], funType(NAT, REAL))
export const NADD = newConstant('nat_add', [], NNN)
export const NMUL = newConstant('nat_mul', [], NNN)
export const NSUB = newConstant('nat_sub', [], NNN)

export const x: FVar = mkVar('x', REAL)
export const y: FVar = mkVar('y', REAL)
const p = mkVar('p', PROP)
const fun = (vars: readonly FVar[], body: Term): Term => vars.reduceRight<Term>((acc, v) => mkAbs(v, acc), body)

export const real = (n: bigint): Term => mkNum(n, REAL)
export const nat = (n: bigint): Term => mkNum(n, NAT)
export const mkAdd = (a: Term, b: Term): Term => apply(mkConst(ADD), a, b)
export const mkMul = (a: Term, b: Term): Term => apply(mkConst(MUL), a, b)
export const mkNeg = (a: Term): Term => mkApp(mkConst(NEG), a)
export const mkInv = (a: Term): Term => mkApp(mkConst(INV), a)
export const mkLe = (a: Term, b: Term): Term => apply(mkConst(LE), a, b)
export const mkLt = (a: Term, b: Term): Term => apply(mkConst(LT), a, b)
export const mkExp = (a: Term): Term => mkApp(mkConst(EXP), a)
export const mkLog = (a: Term): Term => mkApp(mkConst(LOG), a)
export const mkSqrt = (a: Term): Term => mkApp(mkConst(SQRT), a)
export const mkCoe = (a: Term): Term => mkApp(mkConst(COE), a)
export const mkPow = (a: Term, k: Term): Term => apply(mkConst(NPOW), a, k)

export const NOT = newDefinition('¬', [], fun([p], mkImp(p, falsity)))
export const TRUE = newDefinition('True', [], mkImp(falsity, falsity))
export const SUB = newDefinition('-', [], fun([x, y], mkAdd(x, mkNeg(y))))
export const DIV = newDefinition('/', [], fun([x, y], mkMul(x, mkInv(y))))
export const GE = newDefinition('≥', [], fun([x, y], mkLe(y, x)))
export const GT = newDefinition('>', [], fun([x, y], mkLt(y, x)))
export const ABS = newDefinition('abs', [], fun([x], mkIte(mkLe(real(0n), x), x, mkNeg(x))))
export const MIN = newDefinition('min', [], fun([x, y], mkIte(mkLe(x, y), x, y)))
export const MAX = newDefinition('max', [], fun([x, y], mkIte(mkLe(x, y), y, x)))
/** Real exponent; a power in the usual sense only for a positive base. */
export const RPOW = newDefinition('rpow', [], fun([x, y], mkExp(mkMul(y, mkLog(x)))))
export const mkNot = (q: Term): Term => mkApp(mkConst(NOT), q)
export const mkSub = (a: Term, b: Term): Term => apply(mkConst(SUB), a, b)
export const mkDiv = (a: Term, b: Term): Term => apply(mkConst(DIV), a, b)

// ── pairs, sets, finite sums ──
export const PAIR = newConstant('pair', [A, B], arrows(A, B, prodType(A, B)))
export const FST = newConstant('fst', [A, B], arrows(prodType(A, B), A))
export const SND = newConstant('snd', [A, B], arrows(prodType(A, B), B))

const a = mkVar('a', A)
const b = mkVar('b', A)
const s = mkVar('S', SET_A)
const t = mkVar('T', SET_A)
const q = mkVar('Q', funType(SET_A, PROP))
const m = mkVar('m', NAT)
const n = mkVar('n', NAT)
const i = mkVar('i', NAT)
export const MEM = newDefinition('∈', [A], fun([a, s], mkApp(s, a)))
export const EMPTY = newDefinition('∅', [A], fun([a], falsity))
export const INSERT = newDefinition('insert', [A], fun([a, s, b], mkOr(mkEq(b, a), mkApp(s, b))))
/** `{i : ℕ | m ≤ i ≤ n}`; empty when n < m. */
export const RANGE = newDefinition('range', [], fun([m, n, i], mkAnd(mkLe(mkCoe(m), mkCoe(i)), mkLe(mkCoe(i), mkCoe(n)))))
export const SUBSET = newDefinition('⊆', [A], fun([s, t], mkForall(a, mkImp(mkApp(s, a), mkApp(t, a)))))
export const UNION = newDefinition('∪', [A], fun([s, t, a], mkOr(mkApp(s, a), mkApp(t, a))))
export const INTER = newDefinition('∩', [A], fun([s, t, a], mkAnd(mkApp(s, a), mkApp(t, a))))
const emptyA = mkConst(EMPTY, [A])
export const mkInsert = (e: Term, set: Term): Term => apply(mkConst(INSERT, [e.type]), e, set)
const closed = mkForall(a, mkForall(t, mkImp(mkApp(q, t), mkApp(q, mkInsert(a, t)))))
/** Least family of sets with ∅ and closed under insertion. */
export const FINITE = newDefinition('finite', [A],
  fun([s], mkForall(q, mkImp(mkApp(q, emptyA), mkImp(closed, mkApp(q, s))))))
export const SUM = newConstant('sum', [A], arrows(SET_A, funType(A, REAL), REAL))
export const PROD = newConstant('prod', [A], arrows(SET_A, funType(A, REAL), REAL))
export const CARD = newDefinition('card', [A], fun([s], apply(mkConst(SUM, [A]), s, fun([a], real(1n)))))

/** `t` rebuilt with its relation turned to `<` or `≤`: the sides of an order relation, smaller first. */
export function asOrder(rel: Term): { readonly strict: boolean; readonly low: Term; readonly high: Term } | undefined {
  if (rel.kind !== 'app' || rel.fn.kind !== 'app' || rel.fn.fn.kind !== 'const') return undefined
  const [l, r] = [rel.fn.arg, rel.arg]
  switch (rel.fn.fn.constant) {
    case LE: return { strict: false, low: l, high: r }
    case LT: return { strict: true, low: l, high: r }
    case GE: return { strict: false, low: r, high: l }
    case GT: return { strict: true, low: r, high: l }
    default: return undefined
  }
}

