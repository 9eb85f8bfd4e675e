// TEST. A tiny reader of formulas for the engine's tests: real variables, naturals i j k m n, + - * / ^, order, = ≠ ∧ ∨ → ¬, and the
// one-argument functions; `f(x)` with an unknown f is an uninterpreted function ℝ → ℝ.
import { NAT, REAL, funType } from '../../src/kernel/type.js'
import { mkApp, mkConst, mkVar, type Term } from '../../src/kernel/term.js'
import {
  ABS, EXP, GE, GT, LOG, MAX, MIN, SQRT, apply, falsity, mkAdd, mkAnd, mkCoe, mkDiv, mkEq, mkImp, mkLe, mkLt, mkMul, mkNeg, mkNot, mkOr,
  mkPow, mkSub, nat, real,
} from '../../src/kernel/signature.js'
import { assume, type Theorem } from '../../src/kernel/theorem.js'
import { Budget, EMPTY_LIBRARY, type Library, type Problem } from '../../src/engine/types.js'

const functions = { exp: EXP, log: LOG, sqrt: SQRT, abs: ABS, min: MIN, max: MAX } as const
const naturals = new Set(['i', 'j', 'k', 'm', 'n'])

/** Reads a formula or a real term. */
export function read(text: string): Term {
  const tokens = text.match(/\d+|[A-Za-zα-ωλε][\w']*|≤|≥|<|>|=|≠|∧|∨|→|¬|[-+*/^(),]/g) ?? []
  let at = 0
  const peek = (): string | undefined => tokens[at]
  const eat = (t: string): boolean => (tokens[at] === t ? (at++, true) : false)
  const need = (t: string): void => { if (!eat(t)) throw new Error(`expected ${t} at ${tokens.slice(at).join(' ')} in ${text}`) }
  const imp = (): Term => { const l = or(); return eat('→') ? mkImp(l, imp()) : l }
  const or = (): Term => { let l = and(); while (eat('∨')) l = mkOr(l, and()); return l }
  const and = (): Term => { let l = not(); while (eat('∧')) l = mkAnd(l, not()); return l }
  const not = (): Term => (eat('¬') ? mkNot(not()) : rel())
  const rel = (): Term => {
    const l = sum()
    const op = peek()
    if (op === undefined || !'≤≥<>=≠'.includes(op)) return l
    at++
    const r = sum()
    switch (op) {
      case '≤': return mkLe(l, r)
      case '<': return mkLt(l, r)
      case '≥': return apply(mkConst(GE), l, r)
      case '>': return apply(mkConst(GT), l, r)
      case '=': return mkEq(l, r)
      default: return mkNot(mkEq(l, r))
    }
  }
  const sum = (): Term => {
    let l = product()
    for (;;) {
      if (eat('+')) l = mkAdd(l, product())
      else if (eat('-')) l = mkSub(l, product())
      else return l
    }
  }
  const product = (): Term => {
    let l = unary()
    for (;;) {
      if (eat('*')) l = mkMul(l, unary())
      else if (eat('/')) l = mkDiv(l, unary())
      else return l
    }
  }
  const unary = (): Term => (eat('-') ? mkNeg(unary()) : power())
  const power = (): Term => {
    const b = atom()
    if (!eat('^')) return b
    const e = atom()
    if (e.kind === 'num') return mkPow(b, nat(e.value))
    return mkPow(b, e.kind === 'app' ? e.arg : e)
  }
  const atom = (): Term => {
    const t = tokens[at++]
    if (t === undefined) throw new Error(`unexpected end of ${text}`)
    if (/^\d/.test(t)) return real(BigInt(t))
    if (t === '(') { const e = imp(); need(')'); return e }
    if (t === 'False') return falsity
    if (peek() === '(') {
      at++
      const args = [imp()]
      while (eat(',')) args.push(imp())
      need(')')
      const known = functions[t as keyof typeof functions]
      return args.reduce<Term>((f, a) => mkApp(f, a), known === undefined
        ? mkVar(t, args.reduceRight((r) => funType(REAL, r), REAL)) : mkConst(known))
    }
    return naturals.has(t) ? mkCoe(mkVar(t, NAT)) : mkVar(t, REAL)
  }
  const result = imp()
  if (at !== tokens.length) throw new Error(`cannot read ${tokens.slice(at).join(' ')} in ${text}`)
  return result
}

export const fact = (text: string): Theorem => assume(read(text))

/** A problem from formulas written out. */
export function problem(goal: string | Term, facts: readonly (string | Theorem)[] = [], library: Library = EMPTY_LIBRARY,
  units = 400_000): Problem {
  return {
    goal: typeof goal === 'string' ? read(goal) : goal,
    facts: facts.map((f) => (typeof f === 'string' ? fact(f) : f)), library, budget: new Budget(units),
  }
}
