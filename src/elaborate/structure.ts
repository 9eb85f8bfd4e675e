// Steps that narrow the goal: fix, assume, obtain, choose, let, suffices, unfold. UNTRUSTED; called by steps.ts.
import { AND, asBinary, mkEq } from '../kernel/signature.js'
import type { Term } from '../kernel/term.js'
import {
  andLeft, andRight, assume, eqMp, existsElim, existsIntro, generalise, instantiate, intro, mp, refl, type Theorem,
} from '../kernel/theorem.js'
import { PROP, domainOf, type Type } from '../kernel/type.js'
import { unfoldConstants } from '../engine/conversion.js'
import { asExists, asForall, asImp, atTerm, iffMpr, sides } from '../engine/logic.js'
import type { Assignment, Binder, Expr, Name, Span, Step } from '../syntax/ast.js'
import { convertTo } from './convertible.js'
import { fail } from './failure.js'
import { back, reducing, seenAs } from './goals.js'
import { Inference } from './inference.js'
import { definedConstant, justify } from './justify.js'
import { requireBindable } from './reserved.js'
import { allFacts, findFact, freshVariable, withAssumption, withFact, withVariable, type Scope } from './scope.js'
import { show } from './show.js'
import { checkProof, type Block } from './steps.js'
import { check } from './terms.js'
import { elaborateType, showType } from './types.js'

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>

/** Terms whose variables a new variable must not be confused with. */
function inUse(block: Block): readonly Term[] {
  return [block.goal, ...allFacts(block.scope).slice(0, 200).flatMap((f) => [f.theorem.concl, ...f.theorem.hyps])]
}

function allInUse(block: Block): readonly Term[] {
  const out: Term[] = [block.goal, ...block.scope.variables.values()]
  const seen = new Set<Term>()
  for (let f = block.scope.facts; f !== undefined; f = f.older) for (const h of f.fact.theorem.hyps) seen.add(h)
  return [...out, ...seen, ...inUse(block)]
}

/** `fix x y : τ where φ`, `fix f ∈ F`: the goal must be a ∀, and each range or condition an implication. */
export function fixStep(block: Block, step: StepOf<'fix'>): undefined {
  for (const binder of step.binders) {
    for (const name of binder.names) fixOne(block, name, binder, step.span)
  }
  for (const condition of step.where) assumeFormula(block, undefined, condition, step.span)
  return undefined
}

function fixOne(block: Block, name: Name, binder: Binder, span: Span): void {
  const eq = seenAs(block.goal, (t) => asForall(t) !== undefined)
  const goal = eq === undefined ? undefined : sides(eq)[1]
  const predicate = goal === undefined ? undefined : asForall(goal)
  if (eq === undefined || predicate === undefined) {
    fail('no-variable-to-fix', `the goal is not a statement about all ${name.text}`, name.span, { goal: show(block.scope, block.goal) })
  }
  requireBindable(name)
  const type = domainOf(predicate.type)
  if (binder.type !== undefined && elaborateType(binder.type, block.scope) !== type) {
    fail('type-mismatch', `the goal speaks of all ${name.text} of type ${showType(type)}`, name.span)
  }
  const x = freshVariable(block.scope, name.text, type, allInUse(block))
  block.wrappers.push((th) => back(eq, generalise(x, th)))
  block.goal = atTerm(predicate, x)
  block.scope = withVariable(block.scope, name.text, x)
  if (binder.range !== undefined) {
    const range = rangeFormula(block.scope, binder, name, span)
    assumeTerm(block, undefined, range, span)
  }
}

/** The membership or relation a ranged binder states, about the variable already in scope. */
function rangeFormula(scope: Scope, binder: Binder, name: Name, span: Span): Term {
  const range = binder.range
  const self: Expr = { kind: 'name', name: name.text, span: name.span }
  if (range === undefined) return fail('range-expected', 'a range is expected here', span)
  const e = { scope, inference: new Inference(), lifting: undefined }
  const link = (right: Expr, op: '∈'): Expr => ({ kind: 'chain', first: self, links: [{ op, right, span }], span })
  const expr: Expr = range.kind === 'relation'
    ? { kind: 'chain', first: self, links: [{ op: range.op, right: range.bound, span }], span }
    : range.kind === 'member' ? link(range.set, '∈') : link({ kind: 'range-set', low: range.low, high: range.high, span }, '∈')
  return e.inference.zonk(check(e, expr, PROP))
}

export function assumeStep(block: Block, step: StepOf<'assume'>): undefined {
  assumeFormula(block, step.name?.text, step.formula, step.span)
  return undefined
}

function assumeFormula(block: Block, name: string | undefined, formula: Expr, span: Span): void {
  assumeTerm(block, name, block.session.formula(block.scope, formula, undefined), span)
}

/** The goal must be `ψ → χ` with ψ the assumed formula, up to definitions; ¬φ counts as φ → False. */
function assumeTerm(block: Block, name: string | undefined, formula: Term, span: Span): void {
  const eq = seenAs(block.goal, (t) => asImp(t) !== undefined)
  const imp = eq === undefined ? undefined : asImp(sides(eq)[1])
  if (eq === undefined || imp === undefined) {
    fail('nothing-to-assume', 'the goal is not of the form “if …, then …”, so nothing may be assumed', span,
      { goal: show(block.scope, block.goal) })
  }
  const [premise, conclusion] = imp
  const th = convertTo(assume(premise), formula)
  if (th === undefined) {
    fail('assumes-something-else', 'the goal begins with another assumption', span, {
      goal: show(block.scope, block.goal), hints: [`assume ${show(block.scope, premise)}`],
    })
  }
  block.wrappers.push((result) => back(eq, intro(premise, result)))
  block.goal = conclusion
  block.scope = withAssumption(block.scope, name, formula, th)
}

/** `obtain x where φ from …`: the rest of the block may use x, and proves a goal that does not mention it. */
export function obtainStep(block: Block, step: StepOf<'obtain'>): undefined {
  const { session } = block
  const names = step.binders.flatMap((b) => b.names.map((name) => ({ name, binder: b })))
  const { statement, formulas } = obtained(block, step)
  const source = justify(session, block.scope, statement, step.by, undefined, step.span, checkProof)
  let current = source
  for (const { name } of names) {
    requireBindable(name)
    const predicate = asExists(current.concl)
    if (predicate === undefined) return fail('obtain-shape', 'nothing exists here to be obtained', step.span)
    const x = freshVariable(block.scope, name.text, domainOf(predicate.type), [...allInUse(block), source.concl])
    const from = current
    block.wrappers.push((th) => existsElim(from, x, th))
    block.scope = withVariable(block.scope, name.text, x)
    current = assume(atTerm(predicate, x))
  }
  const parts = splitInto(current, formulas.length)
  parts.forEach((th, i) => {
    const label = formulas[i]
    block.scope = withFact(block.scope, label, th)
  })
  return undefined
}

/** `∃ x y, (range ∧ …) ∧ φ ∧ ψ` as the step states it, and the names of its conjuncts. */
function obtained(block: Block, step: StepOf<'obtain'>): { readonly statement: Term; readonly formulas: readonly (string | undefined)[] } {
  const span = step.span
  const ranges: (string | undefined)[] = []
  const bodies: Expr[] = []
  for (const binder of step.binders) {
    for (const name of binder.names) {
      const range = binder.range
      if (range === undefined) continue
      const self: Expr = { kind: 'name', name: name.text, span: name.span }
      const right: Expr = range.kind === 'relation' ? range.bound : range.kind === 'member' ? range.set
        : { kind: 'range-set', low: range.low, high: range.high, span }
      bodies.push({ kind: 'chain', first: self, links: [{ op: range.kind === 'relation' ? range.op : '∈', right, span }], span })
      ranges.push(undefined)
    }
  }
  const all = [...bodies, ...step.facts.map((f) => f.formula)]
  const body = all.reduceRight<Expr | undefined>((acc, f) =>
    (acc === undefined ? f : { kind: 'binary', op: '∧', left: f, right: acc, span }), undefined)
  if (body === undefined) return fail('obtain-shape', 'say what is obtained: `obtain x where φ from …`', span)
  const binders = step.binders.map((b) => ({ ...b, range: undefined }))
  const statement = block.session.formula(block.scope, { kind: 'exists', binders, body, span }, undefined)
  return { statement, formulas: [...ranges, ...step.facts.map((f) => f.name?.text)] }
}

/** `φ₁ ∧ (φ₂ ∧ …)` as `count` theorems. */
function splitInto(th: Theorem, count: number): readonly Theorem[] {
  if (count <= 1 || asBinary(th.concl, AND) === undefined) return [th]
  return [andLeft(th), ...splitInto(andRight(th), count - 1)]
}

/** `choose x := t`: the goal is `∃ x, φ`, and becomes `φ[t]`. */
export function chooseStep(block: Block, step: StepOf<'choose'>): undefined {
  for (const assignment of step.assignments) {
    const eq = seenAs(block.goal, (t) => asExists(t) !== undefined)
    const goal = eq === undefined ? undefined : sides(eq)[1]
    const predicate = goal === undefined ? undefined : asExists(goal)
    if (eq === undefined || goal === undefined || predicate === undefined) {
      return fail('nothing-to-choose', 'the goal does not claim that something exists', assignment.span,
        { goal: show(block.scope, block.goal) })
    }
    const value = assigned(block, assignment, domainOf(predicate.type))
    block.wrappers.push((th) => back(eq, existsIntro(goal, value, th)))
    block.goal = atTerm(predicate, value)
  }
  return undefined
}

function assigned(block: Block, assignment: Assignment, type: Type | undefined): Term {
  const expr: Expr = assignment.params.length === 0 ? assignment.value
    : { kind: 'lambda', binders: assignment.params, body: assignment.value, span: assignment.span }
  return type === undefined ? block.session.inferred(block.scope, expr) : block.session.term(block.scope, expr, type)
}

/** `let x := t`: a name for t and the fact `x = t` (called x), gone from the theorem at the end of the block. */
export function letStep(block: Block, step: StepOf<'let'>): undefined {
  for (const assignment of step.assignments) {
    requireBindable(assignment.name)
    const value = assigned(block, assignment, undefined)
    const x = freshVariable(block.scope, assignment.name.text, value.type, [...allInUse(block), value])
    const equation = mkEq(x, value)
    block.wrappers.push((th) => mp(instantiate(intro(equation, th), new Map(), new Map([[x, value]])), refl(value)))
    const fact = assume(equation)
    const scope = withFact(withVariable(block.scope, assignment.name.text, x), assignment.name.text, fact)
    block.scope = { ...scope, lets: [fact, ...scope.lets] }
  }
  return undefined
}

/** `suffices φ by …`: the justification proves the goal from φ; φ is the new goal. */
export function sufficesStep(block: Block, step: StepOf<'suffices'>): undefined {
  const formula = block.session.formula(block.scope, step.formula, block.goal)
  const scope = withFact(block.scope, step.name?.text, assume(formula))
  const enough = justify(block.session, scope, block.goal, step.by, step.name?.text, step.span, checkProof)
  block.wrappers.push((th) => mp(intro(formula, enough), th))
  block.goal = formula
  return undefined
}

/** `unfold f, g [at name]`: opens definitions in the goal, or adds the opened fact under the same name. */
export function unfoldStep(block: Block, step: StepOf<'unfold'>): undefined {
  const conv = reducing(unfoldConstants(new Set(step.names.map((n) => definedConstant(block.scope, n)))))
  if (step.at === undefined) {
    const eq = conv(block.goal)
    if (eq === undefined) return fail('nothing-to-unfold', 'the goal does not mention this definition', step.span,
      { goal: show(block.scope, block.goal) })
    block.wrappers.push((th) => iffMpr(eq, th))
    block.goal = sides(eq)[1]
    return undefined
  }
  const fact = findFact(block.scope, step.at.text)
  if (fact === undefined) return fail('unknown-lemma', `no fact is called ${step.at.text}`, step.at.span)
  const eq = conv(fact.theorem.concl)
  if (eq === undefined) return fail('nothing-to-unfold', `${step.at.text} does not mention this definition`, step.span)
  block.scope = withFact(block.scope, step.at.text, eqMp(eq, fact.theorem))
  return undefined
}
