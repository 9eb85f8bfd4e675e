// Formulas on the right of `:=` in an instance, evaluated in floating point over the fields before them: numbers, functions,
// lists. Only what an instance needs; anything else is refused by name. UNTRUSTED; used by instance.ts only.
import type { Expr } from '../syntax/ast.js'
import { NotEvaluable, Pair, elementsOf, listSet, truth, type Fn, type Value } from './value.js'

export type Environment = ReadonlyMap<string, Value>

const root = (x: number): number => (x > 0 ? Math.sqrt(x) : 0)
const unary: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp, log: (x) => (x > 0 ? Math.log(x) : 0), sqrt: root, '√': root, abs: Math.abs,
}
const binary: Readonly<Record<string, (x: number, y: number) => number>> = { min: Math.min, max: Math.max }

export function asNumber(value: Value): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new NotEvaluable('an instance field that should be a number')
  return value
}

/** The value of a formula. Throws NotEvaluable for names that are not fields and for forms instances do not use. */
export function evaluateFormula(expr: Expr, env: Environment): Value {
  const number = (e: Expr): number => asNumber(evaluateFormula(e, env))
  switch (expr.kind) {
    case 'numeral': return Number(expr.text)
    case 'name': return named(expr.name, env)
    case 'negate': return -number(expr.arg)
    case 'abs': return magnitude(evaluateFormula(expr.arg, env))
    case 'typed': return evaluateFormula(expr.arg, env)
    case 'tuple': return new Pair(evaluateFormula(expr.left, env), evaluateFormula(expr.right, env))
    case 'set-enum': return listSet(expr.elements.map((e) => evaluateFormula(e, env)), (a, b) => truth(a === b))
    case 'binary': return arithmetic(expr.op, number(expr.left), number(expr.right))
    case 'app': return applied(expr.fn, expr.args, env)
    case 'lambda': {
      const names = expr.binders.flatMap((b) => b.names.map((n) => n.text))
      const close = (rest: readonly string[], inner: Environment): Value => {
        const [name, ...more] = rest
        return name === undefined ? evaluateFormula(expr.body, inner) : (x: Value) => close(more, new Map(inner).set(name, x))
      }
      return close(names, env)
    }
    default: throw new NotEvaluable(`an instance field may not use ${expr.kind}`)
  }
}

function named(name: string, env: Environment): Value {
  if (env.has(name)) return env.get(name)
  const f = unary[name]
  if (f !== undefined) return (x: Value) => f(asNumber(x))
  const g = binary[name]
  if (g !== undefined) return (x: Value) => (y: Value) => g(asNumber(x), asNumber(y))
  throw new NotEvaluable(`${name} is not a field of the instance`)
}

function applied(fn: Expr, args: readonly Expr[], env: Environment): Value {
  return args.reduce<Value>((f, a) => {
    if (typeof f !== 'function') throw new NotEvaluable('an instance field applies something that is no function')
    return (f as Fn)(evaluateFormula(a, env))
  }, evaluateFormula(fn, env))
}

function arithmetic(op: string, x: number, y: number): number {
  switch (op) {
    case '+': return x + y
    case '-': return x - y
    case '*': return x * y
    case '/': return y === 0 ? 0 : x / y
    case '^': return x ** y
    default: throw new NotEvaluable(`an instance field may not use ${op}`)
  }
}

/** |x|, and |S| for a list. */
function magnitude(value: Value): number {
  if (typeof value === 'number') return Math.abs(value)
  const list = elementsOf(value)
  if (list === undefined) throw new NotEvaluable('the size of something that is no list')
  return list.length
}
