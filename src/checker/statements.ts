// Printed closed statements read back in the setting of a theory, and what one says beyond another.
// UNTRUSTED. Imported by the lock.
import { Budget, type Outcome } from '../engine/types.js'
import { run as runEngine } from '../engine/portfolio.js'
import { ElaborationError } from '../elaborate/failure.js'
import { scopeOf } from '../elaborate/formula.js'
import { Inference } from '../elaborate/inference.js'
import { withType, type Scope } from '../elaborate/scope.js'
import { libraryOf } from '../elaborate/session.js'
import { elaborateTop } from '../elaborate/terms.js'
import { alphaEqual, freeVars, type Term } from '../kernel/term.js'
import { assume, type Theorem } from '../kernel/theorem.js'
import { KernelError, PROP, typeVar, type Type } from '../kernel/type.js'
import type { Expr } from '../syntax/ast.js'
import { parseFormula } from '../syntax/parser.js'
import { layersOf } from '../syntax/term-printer-statement.js'
import { printTerm } from '../syntax/term-printer.js'
import type { TheoryRun } from './run.js'

/** Engine work allowed for showing that one statement implies another. */
const IMPLICATION_UNITS = 200_000

/** Names used as types anywhere in a syntax tree. */
function typeNames(expr: Expr): ReadonlySet<string> {
  const found = new Set<string>()
  const go = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) go(child)
    else if (typeof node === 'object' && node !== null) {
      if ('kind' in node && node.kind === 'type-name' && 'name' in node) found.add(String(node.name))
      for (const child of Object.values(node)) go(child)
    }
  }
  go(expr)
  return found
}

/** Types of `t` by name: declared base types are objects that only the statement itself knows. */
function typesOf(t: Term): ReadonlyMap<string, Type> {
  const found = new Map<string, Type>()
  const addType = (type: Type): void => {
    if (type.args.length === 0) found.set(type.name, type)
    for (const arg of type.args) addType(arg)
  }
  const seen = new Set<Term>()
  const go = (u: Term): void => {
    if (seen.has(u)) return
    seen.add(u)
    if (u.kind === 'abs') {
      addType(u.domain)
      go(u.body)
    } else if (u.kind === 'app') {
      go(u.fn)
      go(u.arg)
    } else if (u.kind === 'const') u.typeArgs.forEach(addType)
  }
  go(t)
  return found
}

/** Reads a printed closed statement with the names of the theory; types are those of `like`, else type variables. */
export function readStatement(text: string, run: TheoryRun, like: Term): Term | undefined {
  const parsed = parseFormula(text)
  if (parsed.expr === undefined) return undefined
  const types = typesOf(like)
  let scope: Scope = scopeOf([run.result])
  for (const name of typeNames(parsed.expr)) {
    if (!scope.types.has(name)) scope = withType(scope, name, types.get(name) ?? typeVar(name))
  }
  try {
    const term = elaborateTop({ scope, inference: new Inference(), lifting: undefined }, parsed.expr, PROP)
    return freeVars(term).length === 0 ? term : undefined
  } catch (error) {
    if (error instanceof ElaborationError || error instanceof KernelError) return undefined
    throw error
  }
}

/**
 * Whether the engine shows that `stronger` says at least what `weaker` does. Both are true, so an implication alone means nothing:
 * it counts only when the engine cannot prove `weaker` by itself and can from `stronger`. Fewer hypotheses for the same conclusion
 * count at once.
 */
export function saysAtLeast(stronger: Term, weaker: Term, run: TheoryRun): boolean {
  if (dropsHypotheses(weaker, stronger)) return true
  const library = libraryOf(scopeOf([run.result]))
  const attempt = (facts: readonly Theorem[]): Outcome =>
    runEngine('auto', { goal: weaker, facts, library, budget: new Budget(IMPLICATION_UNITS) })
  if (attempt([]).kind === 'proved') return false
  const outcome = attempt([assume(stronger)])
  return outcome.kind === 'proved' && alphaEqual(outcome.theorem.concl, weaker)
    && outcome.theorem.hyps.length === 1 && outcome.theorem.hyps.every((h) => alphaEqual(h, stronger))
}

interface Parts {
  readonly hypotheses: readonly Term[]
  readonly variables: ReadonlySet<Term>
  readonly conclusion: Term
}

function partsOf(statement: Term): Parts {
  const { layers, conclusion } = layersOf(statement)
  return {
    hypotheses: layers.flatMap((l) => (l.kind === 'hypothesis' ? [l.formula] : [])),
    variables: new Set(layers.flatMap((l) => (l.kind === 'variable' ? [l.variable] : []))), conclusion,
  }
}

/** Hypotheses of `next` that `before` does not have, printed; the variables are compared by name and type. */
export function gainedHypotheses(before: Term, next: Term): readonly string[] {
  const old = partsOf(before).hypotheses
  return partsOf(next).hypotheses.filter((h) => !old.some((o) => alphaEqual(o, h))).map((h) => printTerm(h))
}

/** Whether the two statements conclude the same about variables of the same names and types. */
export function sameConclusion(before: Term, next: Term): boolean {
  return alphaEqual(partsOf(before).conclusion, partsOf(next).conclusion)
}

/** Whether `next` concludes the same from some of the hypotheses of `before`, about no variable that `before` does not have. */
function dropsHypotheses(before: Term, next: Term): boolean {
  const [old, now] = [partsOf(before), partsOf(next)]
  return alphaEqual(old.conclusion, now.conclusion) && [...now.variables].every((v) => old.variables.has(v))
    && now.hypotheses.every((h) => old.hypotheses.some((o) => alphaEqual(o, h)))
}
