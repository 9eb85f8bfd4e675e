// A declaration made ready for sampling, as plain data that can cross to a worker: quantifiers of the goal opened, hypotheses
// split, everything serialised. UNTRUSTED reader of kernel terms; used by sample.ts and pool.ts.
import type { InstanceDecl, Span } from '../syntax/ast.js'
import { AND, EQ, FORALL, IMP, MEM, RANGE, argsOf, asBinary, asOrder, asUnary } from '../kernel/signature.js'
import { freeVars, instantiateBody, mkVar, substitute, type Abs, type FVar, type Term } from '../kernel/term.js'
import { NAT, PROP, REAL, isFun, type Type } from '../kernel/type.js'
import { expandKnown } from './expand.js'
import { Serialiser, type Program } from './serialise.js'
import type { SampleOptions, SampledDeclaration, SampledStatement } from './types.js'

export interface TaskVariable {
  readonly name: string
  readonly node: number
  readonly type: number
}

export interface TaskFormula {
  readonly name: string | undefined
  readonly node: number
}

export interface Task {
  readonly name: string
  readonly program: Program
  readonly variables: readonly TaskVariable[]
  readonly hypotheses: readonly TaskFormula[]
  readonly goal: number
  /** `∀ i in a..b, e i = v` suggests giving v the value e a. */
  readonly suggestions: readonly { readonly variable: number; readonly value: number }[]
  readonly steps: readonly { readonly span: Span; readonly name: string | undefined; readonly node: number }[]
  readonly contexts: readonly string[]
  readonly instances: readonly InstanceDecl[]
  readonly options: SampleOptions
}

function conjuncts(t: Term): readonly Term[] {
  const pair = asBinary(t, AND)
  return pair === undefined ? [t] : pair.flatMap((p) => conjuncts(p))
}

/** Types whose variables the sampler handles itself, with hypotheses and local search: worth taking out of a ∀. */
function searchable(type: Type): boolean {
  if (type === REAL || type === NAT) return true
  return isFun(type) && (type.args[0] === NAT || type.args[0] === REAL) && type.args[1] === REAL
}

/** `x ∈ S → …` with bound x: such a quantifier is run through exactly where it stands. */
function guardedByMembership(abs: Abs): boolean {
  const probe = mkVar('', abs.domain)
  const guard = asBinary(instantiateBody(abs, probe), IMP)?.[0]
  return guard !== undefined && conjuncts(guard).some((g) => argsOf(g, MEM, 2)?.[0] === probe)
}

/** The statement with the leading ∀ of its goal turned into variables and the leading → into hypotheses. */
export function openGoal(open: SampledStatement): SampledStatement {
  const variables = [...open.variables]
  const hypotheses = [...open.hypotheses]
  const names = new Set(variables.map((v) => v.name))
  let { goal } = open
  for (;;) {
    const implication = asBinary(goal, IMP)
    if (implication !== undefined) {
      hypotheses.push({ name: undefined, formula: implication[0] })
      goal = implication[1]
      continue
    }
    const predicate = asUnary(goal, FORALL)
    if (predicate?.kind !== 'abs' || !searchable(predicate.domain) || guardedByMembership(predicate)) break
    let name = predicate.hint === '' ? 'x' : predicate.hint
    while (names.has(name)) name = `${name}'`
    names.add(name)
    const variable = mkVar(name, predicate.domain)
    variables.push(variable)
    goal = instantiateBody(predicate, variable)
  }
  return { ...open, variables, hypotheses, goal }
}

/** Steps whose formula is a relation of reals in the variables of the statement; the others have no slack to speak of. */
function measurable(formula: Term, known: ReadonlySet<FVar>): boolean {
  const equation = argsOf(formula, EQ, 2)
  const relation = asOrder(formula) !== undefined || (equation !== undefined && equation[0]?.type === REAL)
  return relation && freeVars(formula).every((v) => known.has(v))
}

/** v and e a of a hypothesis `∀ i in a..b, e i = v` with v a real variable. */
function suggestion(formula: Term): readonly { readonly variable: FVar; readonly value: Term }[] {
  const predicate = asUnary(formula, FORALL)
  if (predicate?.kind !== 'abs' || predicate.domain !== NAT) return []
  const probe = mkVar('', NAT)
  const [guard, equation] = asBinary(instantiateBody(predicate, probe), IMP) ?? []
  const range = guard === undefined ? undefined : argsOf(guard, MEM, 2)
  const low = range?.[1] === undefined ? undefined : asBinary(range[1], RANGE)?.[0]
  const sides = equation === undefined ? undefined : argsOf(equation, EQ, 2)
  if (low === undefined || range?.[0] !== probe || sides === undefined) return []
  const [left, variable] = sides as readonly [Term, Term]
  if (variable.kind !== 'fvar' || variable.type !== REAL || freeVars(left).includes(variable)) return []
  return [{ variable, value: substitute(left, new Map(), new Map([[probe, low]])) }]
}

/** Undefined for a declaration without an open statement (a definition). */
export function makeTask(declaration: SampledDeclaration, instances: readonly InstanceDecl[], options: SampleOptions): Task | undefined {
  if (declaration.open === undefined) return undefined
  const open = openGoal(declaration.open)
  const serialiser = new Serialiser()
  const hypotheses = open.hypotheses.flatMap(({ name, formula }) => conjuncts(formula).map((part) => ({ name, formula: part })))
  const used = new Set<FVar>([open.goal, ...hypotheses.map((h) => h.formula)].flatMap((t) => freeVars(t)))
  // Context variables that do not occur need no values; variables that occur undeclared do.
  const variables = [...new Set([...open.variables, ...used])].filter((v) => used.has(v) && v.type !== PROP)
  const propositions = [...used].filter((v) => v.type === PROP)
  const known = new Set([...variables, ...propositions])
  return {
    name: declaration.name,
    variables: [...variables, ...propositions].map((v) => ({ name: v.name, node: serialiser.term(v), type: serialiser.type(v.type) })),
    hypotheses: hypotheses.map(({ name, formula }) => ({ name, node: serialiser.term(expandKnown(formula)) })),
    goal: serialiser.term(expandKnown(open.goal)),
    suggestions: hypotheses.flatMap(({ formula }) => suggestion(formula))
      .map(({ variable, value }) => ({ variable: serialiser.term(variable), value: serialiser.term(value) })),
    steps: declaration.steps.filter((step) => measurable(step.formula, known))
      .map(({ span, name, formula }) => ({ span, name, node: serialiser.term(formula) })),
    program: serialiser.program,
    contexts: open.contexts,
    instances,
    options,
  }
}
