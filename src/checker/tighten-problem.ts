// What `tighten` may move and what it must keep: the free constants of a lemma, their conditions and objectives as linear forms, and the
// proof as an oracle that says which steps fail at given values. UNTRUSTED search; the proof is re-checked by the kernel at every point.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import type { Checked } from '../elaborate/lemma.js'
import { comparisons, holdsAt, numberValue, type Comparison } from '../elaborate/literals.js'
import type { FreeLemma } from '../elaborate/theory.js'
import type { Outcome } from '../engine/types.js'
import type { Expr, Objective, Span } from '../syntax/ast.js'
import { formatExpr } from '../syntax/format.js'

/** Values of the free constants. */
export type Point = ReadonlyMap<string, Rational>

/** `constant + Σ coefficient · name`. */
export interface Affine {
  readonly constant: Rational
  readonly terms: ReadonlyMap<string, Rational>
}

/** A condition after `where`, as one relation between numbers. */
export interface Condition {
  readonly key: string
  readonly text: string
  readonly span: Span
  readonly comparison: Comparison
  /** `form ≤ 0` or `form = 0` when it is linear in the constants; strictness is not part of it. */
  readonly linear: { readonly form: Affine; readonly equation: boolean } | undefined
}

/** A step, or a condition, that does not hold at some point. */
export interface Failing {
  readonly key: string
  readonly span: Span
  readonly message: string
  readonly goal: string | undefined
  /** The text of the condition of the `free` line, when it is one. */
  readonly condition?: string
}

export interface Verdict {
  readonly failing: ReadonlyMap<string, Failing>
  readonly checked: Checked
}

/** The lets of a statement: names with the formulas they stand for. */
type Lets = ReadonlyMap<string, Expr>

export class TightenProblem {
  readonly names: readonly string[]
  readonly start: Point
  readonly conditions: readonly Condition[]
  /** How many times the proof was run. */
  runs = 0
  readonly #lets: Lets
  readonly #memo = new Map<string, Outcome>()
  readonly #verdicts = new Map<string, Verdict>()

  /** The lemma's statement elaborates: its free names have values. */
  constructor(readonly lemma: FreeLemma) {
    const { statement } = lemma.decl
    this.names = statement.free?.names.map((n) => n.text) ?? []
    this.#lets = new Map(statement.prelude.flatMap((item) =>
      (item.kind === 'define' && item.params.length === 0 ? [[item.name.text, item.body] as const] : [])))
    this.start = this.values(new Map())
    this.conditions = (statement.free?.where ?? []).flatMap((expr) => comparisons(expr) ?? []).map((c, i) => this.#condition(c, i))
  }

  /** Every constant of the statement at these values of the free ones, or the values it has in the file. */
  #all(point: Point): ReadonlyMap<string, Rational> {
    const out = new Map<string, Rational>()
    for (const [name, body] of this.#lets) {
      const value = point.get(name) ?? numberValue(body, out)
      if (value !== undefined) out.set(name, value)
    }
    return out
  }

  /** The free constants alone. */
  values(point: Point): Point {
    const all = this.#all(point)
    return new Map(this.names.map((name) => [name, all.get(name) ?? Q.ZERO]))
  }

  /** The value of an expression in the constants. */
  valueOf(expr: Expr, point: Point): Rational | undefined {
    return numberValue(expr, this.#all(point))
  }

  /** The expression as a linear form in the free constants; undefined if it is none. */
  affine(expr: Expr): Affine | undefined {
    switch (expr.kind) {
      case 'numeral': return constantForm(numberValue(expr, new Map()))
      case 'typed': return this.affine(expr.arg)
      case 'name': {
        if (this.names.includes(expr.name)) return { constant: Q.ZERO, terms: new Map([[expr.name, Q.ONE]]) }
        const body = this.#lets.get(expr.name)
        return body === undefined ? undefined : this.affine(body)
      }
      case 'negate': return scaled(this.affine(expr.arg), Q.neg(Q.ONE))
      case 'binary': return this.#combined(expr)
      default: return undefined
    }
  }

  #combined(expr: Extract<Expr, { kind: 'binary' }>): Affine | undefined {
    const left = this.affine(expr.left)
    const right = this.affine(expr.right)
    if (left === undefined || right === undefined) return undefined
    switch (expr.op) {
      case '+': return plus(left, right)
      case '-': return plus(left, scaled(right, Q.neg(Q.ONE)))
      case '*':
        if (left.terms.size === 0) return scaled(right, left.constant)
        return right.terms.size === 0 ? scaled(left, right.constant) : undefined
      case '/': return right.terms.size === 0 && !Q.isZero(right.constant) ? scaled(left, Q.inv(right.constant)) : undefined
      default: return left.terms.size + right.terms.size > 0 ? undefined : constantForm(numberValue(expr, this.#all(new Map())))
    }
  }

  #condition(comparison: Comparison, index: number): Condition {
    const { left, op, right } = comparison
    const text = `${formatExpr(left)} ${op} ${formatExpr(right)}`
    const span = { start: left.span.start, end: right.span.end }
    const difference = plus(this.affine(left), scaled(this.affine(right), Q.neg(Q.ONE)))
    const form = op === '>' || op === '≥' ? scaled(difference, Q.neg(Q.ONE)) : difference
    const linear = form === undefined || op === '≠' ? undefined : { form, equation: op === '=' }
    return { key: `where ${String(index)}`, text, span, comparison, linear }
  }

  /** What fails at the point: conditions first, then steps in the order of the proof. */
  verdict(point: Point): Verdict {
    const key = this.names.map((name) => String(point.get(name))).join(' ')
    const known = this.#verdicts.get(key)
    if (known !== undefined) return known
    this.runs++
    const checked = this.lemma.recheck(point, this.#memo)
    const failing = new Map<string, Failing>()
    const all = this.#all(point)
    for (const c of this.conditions) {
      if (holdsAt(c.comparison, all) === true) continue
      failing.set(c.key, { key: c.key, span: c.span, message: `the condition ${c.text} does not hold`, goal: undefined, condition: c.text })
    }
    for (const each of failures(checked)) failing.set(each.key, each)
    const verdict = { failing, checked }
    this.#verdicts.set(key, verdict)
    return verdict
  }

  /** The objectives the file states. */
  get objectives(): readonly Objective[] {
    return this.lemma.decl.statement.free?.objectives ?? []
  }
}

/** One entry for each message that says a step, or the statement, does not hold. */
function failures(checked: Checked): readonly Failing[] {
  const proved = checked.declaration.status === 'proved'
  const bad = checked.diagnostics.filter((d) => d.severity === 'error' || (!proved && d.code === 'hole'))
  const out = bad.map(({ span, message, goal }): Failing => ({ key: `${String(span.start)} ${String(span.end)}`, span, message, goal }))
  const span = checked.declaration.span
  return proved || out.length > 0 ? out : [{ key: 'proof', span, message: 'the proof does not hold', goal: undefined }]
}

function constantForm(value: Rational | undefined): Affine | undefined {
  return value === undefined ? undefined : { constant: value, terms: new Map() }
}

export function scaled(form: Affine | undefined, factor: Rational): Affine | undefined {
  if (form === undefined) return undefined
  return { constant: Q.mul(form.constant, factor), terms: new Map([...form.terms].map(([name, c]) => [name, Q.mul(c, factor)])) }
}

export function plus(a: Affine | undefined, b: Affine | undefined): Affine | undefined {
  if (a === undefined || b === undefined) return undefined
  const terms = new Map(a.terms)
  for (const [name, c] of b.terms) {
    const sum = Q.add(terms.get(name) ?? Q.ZERO, c)
    if (Q.isZero(sum)) terms.delete(name)
    else terms.set(name, sum)
  }
  return { constant: Q.add(a.constant, b.constant), terms }
}

/** The value of a form at a point. */
export function valueAt(form: Affine, point: Point): Rational {
  return [...form.terms].reduce((sum, [name, c]) => Q.add(sum, Q.mul(c, point.get(name) ?? Q.ZERO)), form.constant)
}
