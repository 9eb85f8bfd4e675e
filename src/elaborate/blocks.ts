// Steps with sub-proofs: cases, induction, suppose … contradiction, pointwise. UNTRUSTED; called by steps.ts.
import { falsity, mkForall, mkImp, mkOr, NADD, apply, nat } from '../kernel/signature.js'
import { alphaEqual, freeVars, mkAbs, mkConst, substitute, type FVar, type Term } from '../kernel/term.js'
import { assume, excludedMiddle, generalise, intro, mp, orElim, specialise, type Theorem } from '../kernel/theorem.js'
import { base } from '../kernel/axioms.js'
import { NAT, domainOf } from '../kernel/type.js'
import { betaReduced } from '../engine/conversion.js'
import {
  asForall, asNot, atTerm, byCases, byContradiction, discharge, disjuncts, notIntro, orIntro, restate, sides,
} from '../engine/logic.js'
import type { CaseBranch, Justification, Step } from '../syntax/ast.js'
import { convertTo, convertible } from './convertible.js'
import { fail } from './failure.js'
import { back, seenAs } from './goals.js'
import { justify } from './justify.js'
import { freshVariable, withFact, withVariable, type FactList, type Scope } from './scope.js'
import { show } from './show.js'
import { addFact, checkProof, checkSteps, type Block } from './steps.js'
import { sampleSpaceOf } from './random.js'

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>

/** `cases … case a: φ … case b: ψ …`: the disjunction of the branches is justified, and each branch proves the goal. */
export function casesStep(block: Block, step: StepOf<'cases'>): Theorem {
  const { session } = block
  const branches = step.branches.map((branch) => ({ branch, formula: session.formula(block.scope, branch.formula, undefined) }))
  const formulas = branches.map((b) => b.formula)
  const [first, ...rest] = [...formulas].reverse()
  if (first === undefined) return fail('no-cases', 'this case distinction has no cases', step.span)
  const disjunction = rest.reduce((acc, f) => mkOr(f, acc), first)
  const exhaustive = exhaustion(block, step, formulas, disjunction)
  const proofs = branches.map(({ branch, formula }) => branchProof(block, branch, formula))
  const go = (or: Theorem, index: number): Theorem => {
    const here = proofs[index]
    if (here === undefined) return fail('no-cases', 'this case distinction has no cases', step.span)
    if (index === proofs.length - 1) return mp(intro(formulas[index] ?? or.concl, here), or)
    const restOr = formulas.slice(index + 1).reduceRight<Term | undefined>((acc, f) => (acc === undefined ? f : mkOr(f, acc)), undefined)
    return orElim(or, here, go(assume(restOr ?? or.concl), index + 1))
  }
  return go(exhaustive, 0)
}

/** That some branch applies. What stands after `cases` is proved as written, and the branches must be its cases, in any order. */
function exhaustion(block: Block, step: StepOf<'cases'>, formulas: readonly Term[], disjunction: Term): Theorem {
  const { session, scope } = block
  const written = step.formula === undefined ? disjunction : session.formula(scope, step.formula, undefined)
  const reordered = asCases(written, formulas, disjunction)
  if (reordered === undefined) {
    fail('cases-differ', 'the branches are not the cases of the formula after `cases`', step.formula?.span ?? step.span, {
      goal: show(scope, written), hints: [`the branches distinguish ${show(scope, disjunction)}`],
    })
  }
  const evident = step.by === undefined ? excluded(formulas) : undefined
  if (evident !== undefined) return asCases(evident.concl, formulas, disjunction)?.(evident) ?? evident
  const by: Justification = step.by ?? { kind: 'method', method: 'auto', implicit: true, from: undefined, span: step.span }
  return reordered(justify(session, scope, written, by, undefined, step.span, checkProof))
}

/** From a theorem of the written formula to one of the branches' disjunction; undefined when the branches are not its cases. */
function asCases(written: Term, formulas: readonly Term[], disjunction: Term): ((th: Theorem) => Theorem) | undefined {
  if (convertible(written, disjunction) !== undefined) return (th) => convertTo(th, disjunction) ?? th
  const cases = disjuncts(written)
  const branchOf = (p: Term): Term | undefined =>
    formulas.find((f) => alphaEqual(f, p)) ?? formulas.find((f) => convertible(p, f) !== undefined)
  const used = new Set(cases.map(branchOf))
  if (used.has(undefined) || cases.length !== formulas.length || used.size !== formulas.length) return undefined
  const placed = (h: Theorem): Theorem => {
    const branch = branchOf(h.concl)
    return orIntro(disjunction, (branch === undefined ? undefined : convertTo(h, branch)) ?? h)
  }
  const go = (h: Theorem, left: number): Theorem => (left <= 1 ? placed(h) : byCases(h, placed, (rest) => go(rest, left - 1)))
  return (th) => go(th, cases.length)
}

/** `p ∨ ¬p`, which needs no reason, when these are the two cases in either order. */
function excluded(formulas: readonly Term[]): Theorem | undefined {
  const [p, q] = formulas
  if (p === undefined || q === undefined || formulas.length !== 2) return undefined
  const isNegation = (a: Term, b: Term): boolean => {
    const negated = asNot(a)
    return negated !== undefined && alphaEqual(negated, b)
  }
  return isNegation(q, p) ? excludedMiddle(p) : isNegation(p, q) ? excludedMiddle(q) : undefined
}

function branchProof(block: Block, branch: CaseBranch, formula: Term): Theorem {
  const scope = withFact(block.scope, branch.name?.text, assume(formula))
  return checkSteps(block.session, scope, branch.steps, block.goal, branch.span)
}

/** `induction on n`, n fixed already or quantified by the goal. Assumptions that mention n take part in the induction. */
export function inductionStep(block: Block, step: StepOf<'induction'>): Theorem | undefined {
  const known = block.scope.variables.get(step.variable.text)
  if (known === undefined) return inductionOnGoal(block, step)
  if (known.type !== NAT) return fail('not-natural', `induction is on a natural number, and ${step.variable.text} is none`,
    step.variable.span)
  return induct(block, step, known)
}

/** The goal is `∀ n, φ`: the variable is introduced first. */
function inductionOnGoal(block: Block, step: StepOf<'induction'>): Theorem {
  const eq = seenAs(block.goal, (t) => asForall(t) !== undefined)
  const predicate = eq === undefined ? undefined : asForall(sides(eq)[1])
  if (eq === undefined || predicate === undefined || domainOf(predicate.type) !== NAT) {
    return fail('not-natural', `the goal is not about all natural numbers ${step.variable.text}`, step.variable.span,
      { goal: show(block.scope, block.goal) })
  }
  const n = freshVariable(block.scope, step.variable.text, NAT, [block.goal])
  block.wrappers.push((th) => back(eq, generalise(n, th)))
  block.goal = atTerm(predicate, n)
  block.scope = withVariable(block.scope, step.variable.text, n)
  return induct(block, step, n)
}

function induct(block: Block, step: StepOf<'induction'>, n: FVar): Theorem {
  const { session, goal } = block
  const hyps = hypothesesAbout(block.scope.facts, n)
  const statement = hyps.reduceRight((acc, h) => mkImp(h, acc), goal)
  const at = (value: Term, t: Term): Term => substitute(t, new Map(), new Map([[n, value]]))
  const zero = nat(0n)
  const next = apply(mkConst(NADD), n, nat(1n))
  const clean = { ...block.scope, facts: withoutVariable(block.scope.facts, n) }
  const baseScope = assumeAll(block.scope, clean, hyps, (h) => at(zero, h))
  const baseProof = discharge(hyps.map((h) => at(zero, h)), checkSteps(session, baseScope, step.base, at(zero, goal), step.span))
  const stepScope = withFact(assumeAll(block.scope, clean, hyps, (h) => at(next, h)), step.hypothesis?.text, assume(statement))
  const stepProof = discharge(hyps.map((h) => at(next, h)), checkSteps(session, stepScope, step.step, at(next, goal), step.span))
  const predicate = mkAbs(n, statement)
  const rule = betaReduced(specialise(base.nat_induction, predicate))
  const inductive = generalise(n, intro(statement, stepProof))
  const all = mp(mp(rule, restateTo(baseProof, rule, 0)), restateTo(inductive, rule, 1))
  return hyps.reduce((th, h) => mp(th, assume(h)), specialiseTo(all, n, statement))
}

function specialiseTo(all: Theorem, n: FVar, statement: Term): Theorem {
  return restate(betaReduced(specialise(all, n)), statement)
}

/** The premise number `index` of the rule, as the proof's conclusion. */
function restateTo(th: Theorem, rule: Theorem, index: number): Theorem {
  let target = rule.concl
  for (let i = 0; i < index; i++) if (target.kind === 'app') target = target.arg
  const premise = target.kind === 'app' && target.fn.kind === 'app' ? target.fn.arg : target
  return convertTo(th, premise) ?? th
}

/** Assumed formulas (not consequences) in force that mention n. */
function hypothesesAbout(facts: FactList | undefined, n: FVar): readonly Term[] {
  const found = new Set<Term>()
  for (let f = facts; f !== undefined; f = f.older) for (const h of f.fact.theorem.hyps) if (freeVars(h).includes(n)) found.add(h)
  return [...found].sort((a, b) => a.id - b.id)
}

function withoutVariable(facts: FactList | undefined, n: FVar): FactList | undefined {
  const kept: FactList['fact'][] = []
  for (let f = facts; f !== undefined; f = f.older) {
    const th = f.fact.theorem
    if (![th.concl, ...th.hyps].some((t) => freeVars(t).includes(n))) kept.push(f.fact)
  }
  return kept.reduceRight<FactList | undefined>((older, fact) => ({ fact, older }), undefined)
}

/** The induction's own hypotheses at another value of n, under the names they had. */
function assumeAll(original: Scope, clean: Scope, hyps: readonly Term[], at: (h: Term) => Term): Scope {
  return hyps.reduce((scope, h) => {
    let name: string | undefined
    for (let f = original.facts; f !== undefined; f = f.older) if (f.fact.theorem.concl === h) name = f.fact.name
    return withFact(scope, name, assume(at(h)))
  }, clean)
}

/** `suppose φ … contradiction`: the fact ¬φ, or ψ when φ is ¬ψ. */
export function supposeStep(block: Block, step: StepOf<'suppose'>): undefined {
  const formula = block.session.formula(block.scope, step.formula, block.goal)
  const scope = withFact(block.scope, step.name?.text, assume(formula))
  const absurd = checkSteps(block.session, scope, step.steps, falsity, step.span)
  const negated = asNot(formula)
  const th = negated === undefined ? notIntro(formula, absurd) : byContradiction(negated, absurd)
  addFact(block, undefined, concludeFrom(block, th))
  return undefined
}

/** When the supposed formula is the negation of the goal in another form (a > b against a ≤ b), the goal itself. */
function concludeFrom(block: Block, th: Theorem): Theorem {
  if (convertTo(th, block.goal) !== undefined) return th
  const outcome = block.session.run('auto', block.goal, [th], block.scope, 2000)
  return outcome.kind === 'proved' ? outcome.theorem : th
}

/** `pointwise ω`: a fact `∀ ω, A ω → B ω`, proved for one ω. */
export function pointwiseStep(block: Block, step: StepOf<'pointwise'>): undefined {
  const { session } = block
  const type = sampleSpaceOf(block.scope, step.span)
  const omega = freshVariable(block.scope, step.variable.text, type, [block.goal])
  const inner = withVariable(block.scope, step.variable.text, omega)
  const premise = step.assume === undefined ? undefined : session.formula(inner, step.assume.formula, undefined)
  const target = session.formula(inner, step.show, undefined)
  const scope = premise === undefined ? inner : withFact(inner, step.assume?.name?.text, assume(premise))
  const proof = checkSteps(session, scope, step.steps, target, step.span)
  const implication = premise === undefined ? proof : intro(premise, proof)
  const th = generalise(omega, implication)
  addFact(block, step.name?.text, restate(th, mkForall(omega, implication.concl)))
  return undefined
}
