// A small reader of formulas for engine tests, so that a test says `a > 0 -> 0 < a*b` instead of nested makers. Reals unless the name is
// one of i j k m n (naturals, embedded where a real is expected); ^ takes a numeral or a natural.
import { NAT, REAL, funType, type Type } from '../../src/kernel/type.js'
import { mkApp, mkConst, mkVar, type Constant, type Term } from '../../src/kernel/term.js'
import {
  ABS, ATAN, COS, EXP, GE, GT, INV, LOG, MAX, MIN, NADD, NMUL, RPOW, SIN, SQRT, TANH,
  apply, mkAdd, mkAnd, mkCoe, mkDiv, mkEq, mkForall, mkImp, mkLe, mkLt, mkMul,
  mkNeg, mkNot, mkOr, mkPow, mkSub, nat, real,
} from '../../src/kernel/signature.js'

const functions: Record<string, Constant> = { exp: EXP, log: LOG, sqrt: SQRT, abs: ABS, inv: INV, sin: SIN, cos: COS,
  atan: ATAN, tanh: TANH }
const binary: Record<string, Constant> = { max: MAX, min: MIN, rpow: RPOW }

/** A formula or a real term. */
export function read(text: string, naturals = 'ijkmn'): Term {
  const tokens = text.match(/<->|->|<=|>=|!=|[A-Za-z_]\w*|\d+|\S/g) ?? []
  let at = 0
  const peek = (): string => tokens[at] ?? ''
  const next = (): string => tokens[at++] ?? ''
  const expect = (token: string): void => {
    const found = next()
    if (found !== token) throw new Error(`expected ${token}, found ${found} in ${text}`)
  }
  const typeOf = (name: string): Type => (name.length === 1 && naturals.includes(name) ? NAT : REAL)
  const asReal = (t: Term): Term => (t.type === NAT ? (t.kind === 'num' ? real(t.value) : mkCoe(t)) : t)

  const formula = (): Term => {
    if (peek() === 'forall') {
      next()
      const v = mkVar(next(), typeOf(tokens[at - 1]!))
      expect(',')
      return mkForall(v, formula())
    }
    const left = disjunction()
    if (peek() !== '->') return left
    next()
    return mkImp(left, formula())
  }
  const disjunction = (): Term => {
    const left = conjunction()
    if (peek() !== '|') return left
    next()
    return mkOr(left, disjunction())
  }
  const conjunction = (): Term => {
    const left = relation()
    if (peek() !== '&') return left
    next()
    return mkAnd(left, conjunction())
  }
  const relation = (): Term => {
    if (peek() === '~') {
      next()
      return mkNot(relation())
    }
    const left = sum()
    const op = peek()
    if (!['<', '<=', '>', '>=', '=', '!='].includes(op)) return left
    next()
    const right = asReal(sum())
    const l = asReal(left)
    switch (op) {
      case '<': return mkLt(l, right)
      case '<=': return mkLe(l, right)
      case '>': return apply(mkConst(GT), l, right)
      case '>=': return apply(mkConst(GE), l, right)
      case '=': return mkEq(l, right)
      default: return mkNot(mkEq(l, right))
    }
  }
  const sum = (): Term => {
    let left = product()
    while (peek() === '+' || peek() === '-') {
      const op = next()
      const right = product()
      left = op === '+' && left.type === NAT && right.type === NAT ? apply(mkConst(NADD), left, right)
        : (op === '+' ? mkAdd : mkSub)(asReal(left), asReal(right))
    }
    return left
  }
  const product = (): Term => {
    let left = unary()
    while (peek() === '*' || peek() === '/') {
      const op = next()
      const right = unary()
      left = op === '*' && left.type === NAT && right.type === NAT ? apply(mkConst(NMUL), left, right)
        : (op === '*' ? mkMul : mkDiv)(asReal(left), asReal(right))
    }
    return left
  }
  const unary = (): Term => {
    if (peek() !== '-') return power()
    next()
    return mkNeg(asReal(unary()))
  }
  const power = (): Term => {
    const base = atom()
    if (peek() !== '^') return base
    next()
    const exponent = atom()
    if (exponent.type !== NAT) throw new Error('an exponent is natural')
    return mkPow(asReal(base), exponent)
  }
  const atom = (): Term => {
    const token = next()
    if (/^\d+$/.test(token)) return nat(BigInt(token))
    if (token === '(') {
      const inner = formula()
      expect(')')
      return inner
    }
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`unexpected ${token} in ${text}`)
    if (peek() !== '(') return mkVar(token, typeOf(token))
    next()
    const args = [sum()]
    while (peek() === ',') {
      next()
      args.push(sum())
    }
    expect(')')
    const one = functions[token]
    if (one !== undefined) return mkApp(mkConst(one), asReal(args[0]!))
    const two = binary[token]
    if (two !== undefined) return apply(mkConst(two), asReal(args[0]!), asReal(args[1]!))
    const head = mkVar(token, args.reduceRight<Type>((acc, a) => funType(a.type, acc), REAL))
    return args.reduce<Term>((f, a) => mkApp(f, a), head)
  }
  const whole = formula()
  if (at < tokens.length) throw new Error(`unexpected ${peek()} in ${text}`)
  return whole.type === NAT ? asReal(whole) : whole
}
