// `by LEMMA with … using …`: instantiates a lemma by pattern unification with the goal and the facts at hand, and proves what
// is left of its hypotheses. UNTRUSTED: the result is a kernel theorem about the goal or a failure that says what is missing.
import { freeVars, mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import { assume, eqMp, generalise, instantiate, intro, mp, specialise, trans,
  type Theorem } from '../kernel/theorem.js'
import { mkEq } from '../kernel/signature.js'
import { domainOf, typeVarsOf, type Type } from '../kernel/type.js'
import { typeVarsOfTerm } from '../kernel/term.js'
import { betaNormal, betaNormalForm, betaReduced, orElse, replaceBy, rewriteTerm } from '../engine/conversion.js'
import { asAnd, asForall, asEq, asImp, conjuncts, iffMpr, isTrivial, sides, unfoldHead } from '../engine/logic.js'
import type { Assignment, Expr, Span } from '../syntax/ast.js'
import { convertTo } from './convertible.js'
import { ElaborationError, fail } from './failure.js'
import { freshName } from './fresh.js'
import { Inference } from './inference.js'
import { nearest } from './nearest.js'
import { hasRule, parts, rulesIn } from './parts.js'
import { failingPoint, falseAt, reasonsOf } from './reasons.js'
import { allFacts, type Fact, type Scope } from './scope.js'
import type { Session } from './session.js'
import { show } from './show.js'
import { check } from './terms.js'
import { Unifier, isMeta } from './unify.js'

/** What a `by LEMMA …` says. */
export interface Application {
  readonly name: string
  readonly theorem: Theorem
  readonly withs: readonly Assignment[]
  readonly using: readonly Fact[] | undefined
  /** Proved side conditions (`where COND by …`). */
  readonly sides: readonly Theorem[]
  readonly span: Span
  /** Whether to give up at once when the conclusion does not have the shape of the goal. */
  readonly mustFit?: boolean
}

/** A lemma with its quantifiers and premises opened on metavariables. */
interface Opened {
  readonly metas: ReadonlyMap<string, FVar>
  readonly order: readonly FVar[]
  readonly premises: readonly Term[]
  readonly conclusion: Term
  /** How many definitions were opened on the way. */
  readonly depth: number
}

/** The parameter of that name; one the printer shows with primes may be named without. */
function parameter(opened: Opened, name: string): FVar | undefined {
  const exact = opened.metas.get(name)
  if (exact !== undefined) return exact
  const primed = [...opened.metas].filter(([hint]) => hint.replace(/·.*$|'+$/g, '') === name)
  return primed.length === 1 ? primed[0]?.[1] : undefined
}

/** The inner scope and goal, and how to close a theorem of the inner goal again. */
interface Introduced {
  readonly scope: Scope
  readonly goal: Term
  readonly close: (th: Theorem) => Theorem
}

/** Opens leading ∀ and → of the goal; answers the inner scope, the inner goal and how to close again. */
export function introduceAll(scope: Scope, goal: Term): Introduced {
  let inner = scope
  let target = goal
  const closers: ((th: Theorem) => Theorem)[] = []
  for (;;) {
    const predicate = asForall(target)
    const imp = asImp(target)
    if (predicate !== undefined) {
      const avoid = [goal, target, ...inner.variables.values()]
      const hint = predicate.kind === 'abs' ? predicate.hint : 'x'
      const x = mkVar(freshName(hint, avoid), domainOf(predicate.type))
      inner = { ...inner, variables: new Map([...inner.variables, [x.name, x]]) }
      target = betaReduced(specialise(assume(target), x)).concl
      closers.push((th) => generalise(x, th))
    } else if (imp !== undefined) {
      const [premise, conclusion] = imp
      inner = conjuncts(assume(premise)).reduce((s: Scope, th) =>
        ({ ...s, facts: { fact: { name: undefined, theorem: th }, older: s.facts } }), inner)
      target = conclusion
      closers.push((th) => intro(premise, th))
    } else {
      return { scope: inner, goal: target, close: (th) => closers.reduceRight((acc, c) => c(acc), th) }
    }
  }
}

/** Proves `goal` by the lemma. Fails with `lemma-does-not-apply`, `premise-not-proved` or `cannot-infer`. */
export function applyLemma(session: Session, outer: Scope, application: Application, outerGoal: Term): Theorem {
  const direct = convertTo(application.theorem, outerGoal)
  if (direct !== undefined && application.withs.length === 0) return direct
  const { scope, goal, close } = introduceAll(outer, outerGoal)
  try {
    return close(new LemmaApplication(session, scope, application, goal).prove())
  } catch (error) {
    const expanded = withoutLets(scope, goal)
    if (!(error instanceof ElaborationError) || !RETRY.has(error.diagnostic.code) || expanded === undefined) throw error
    const th = new LemmaApplication(session, scope, application, sides(expanded)[1]).prove()
    return close(iffMpr(expanded, th))
  }
}

/** Failures of matching, which may succeed once the names of `let` are replaced by what they stand for. */
const RETRY: ReadonlySet<string> = new Set(['lemma-does-not-apply', 'cannot-infer'])

/** `⊢ goal = goal'` with the names introduced by `let` written out, if any occur. */
function withoutLets(scope: Scope, goal: Term): Theorem | undefined {
  if (scope.lets.length === 0) return undefined
  const eq = rewriteTerm(goal, orElse(...scope.lets.map(replaceBy)))
  return isTrivial(eq) ? undefined : trans(eq, betaNormal(sides(eq)[1]))
}

class LemmaApplication {
  readonly #inference = new Inference()
  readonly #unifier = new Unifier(this.#inference)
  /** Whether the conclusion has the shape of the goal; the engine may still get from one to the other. */
  #fits = false

  constructor(readonly session: Session, readonly scope: Scope, readonly application: Application, readonly goal: Term) {}

  prove(): Theorem {
    const theorem = this.#freshTypes(this.application.theorem)
    const { opened, matched } = this.#openUntilMatched(theorem.concl)
    this.#matchPremises(opened)
    this.#unifier.finish(true)
    this.#fits = matched || this.#lateMatch(opened)
    if (!this.#fits && this.application.mustFit === true) return this.#doesNotFit(opened.conclusion)
    this.#requireSolved(opened)
    return this.#finish(this.#instance(theorem, opened))
  }

  /** The theorem with its type variables (those not fixed by the context) replaced by metavariables. */
  #freshTypes(th: Theorem): Theorem {
    const vars = new Set<Type>()
    typeVarsOfTerm(th.concl, vars)
    const fixed = new Set<Type>(this.scope.types.values())
    for (const h of th.hyps) typeVarsOfTerm(h, fixed)
    for (const v of freeVars(th.concl)) typeVarsOf(v.type, fixed)
    const map = new Map<Type, Type>()
    // A closed theorem is polymorphic even in type variables that the scope happens to use under the same name.
    const closed = th.hyps.length === 0 && freeVars(th.concl).length === 0
    for (const v of vars) if (closed || !fixed.has(v)) map.set(v, this.#inference.fresh())
    return instantiate(th, map, new Map())
  }

  /** Opens definitions at the head of the conclusion (S ⊆ T, lipschitz …) when nothing matches without. */
  #openUntilMatched(formula: Term): { readonly opened: Opened; readonly matched: boolean } {
    let depth = 0
    for (;;) {
      const restore = this.#unifier.snapshot()
      const opened = this.#open(formula, depth)
      const deeper = depth < 6 && unfoldHead(opened.conclusion) !== undefined
      const unnamed = this.application.withs.some((w) => parameter(opened, w.name.text) === undefined)
      if (!(unnamed && deeper)) {
        this.#assignWiths(opened)
        const matched = this.#matchConclusion(opened)
        if (matched || !deeper || !hasRule(opened.conclusion)) return { opened, matched }
      }
      restore()
      depth++
    }
  }

  #open(formula: Term, depth: number): Opened {
    const metas = new Map<string, FVar>()
    const order: FVar[] = []
    const premises: Term[] = []
    let target = formula
    let unfoldings = depth
    for (;;) {
      const predicate = asForall(target)
      const imp = asImp(target)
      if (predicate !== undefined) {
        const hint = predicate.kind === 'abs' ? predicate.hint : 'x'
        const meta = this.#unifier.meta(hint, domainOf(predicate.type))
        if (!metas.has(hint)) metas.set(hint, meta)
        order.push(meta)
        target = betaReduced(specialise(assume(target), meta)).concl
      } else if (imp !== undefined) {
        premises.push(imp[0])
        target = imp[1]
      } else {
        const next = unfoldings-- > 0 ? unfoldHead(target) : undefined
        if (next === undefined) return { metas, order, premises, conclusion: target, depth }
        target = betaNormalForm(sides(next)[1])
      }
    }
  }

  #assignWiths(opened: Opened): void {
    for (const assignment of this.application.withs) {
      const meta = parameter(opened, assignment.name.text)
      if (meta === undefined) {
        const known = [...opened.metas.keys()].map((hint) => hint.replace(/·.*$/, ''))
        fail('unknown-parameter', `${this.application.name} has no variable ${assignment.name.text}; it has ${known.join(', ') || 'none'}`,
          assignment.name.span, { hints: nearest(assignment.name.text, known) })
      }
      const expr: Expr = assignment.params.length === 0 ? assignment.value
        : { kind: 'lambda', binders: assignment.params, body: assignment.value, span: assignment.span }
      const elaborator = { scope: this.scope, inference: this.#inference, lifting: undefined }
      const value = check(elaborator, expr, this.#inference.resolve(meta.type))
      if (!this.#unifier.assign(this.#inference.zonkVar(meta), value)) {
        fail('type-mismatch', `${assignment.name.text} cannot be this`, assignment.span)
      }
    }
  }

  /** Unifies the conclusion, or one of its conjuncts, with the goal. */
  #matchConclusion(opened: Opened): boolean {
    return this.#candidates(opened.conclusion).some((c) => this.#unifier.tryUnify(c, this.goal))
  }

  #candidates(conclusion: Term): readonly Term[] {
    const eq = asEq(conclusion)
    if (eq !== undefined) return [conclusion, mkEq(eq[1], eq[0])]
    const parts = asAnd(conclusion)
    return parts === undefined ? [conclusion] : [conclusion, ...this.#candidates(parts[0]), ...this.#candidates(parts[1])]
  }

  /** Premises that speak of unknowns are matched with the facts offered, then with all facts, the latest first. */
  #matchPremises(opened: Opened): void {
    const offered = [...this.application.sides.map((theorem): Fact => ({ name: undefined, theorem })), ...(this.application.using ?? [])]
    for (const fact of offered) {
      const open = opened.premises.find((p) => this.#unifier.unsolved(p).length > 0 && this.#agrees(p, fact.theorem.concl))
      if (open === undefined) for (const th of conjuncts(fact.theorem)) this.#tryFact(opened, th)
    }
    this.#unifier.finish(false)
    const facts = allFacts(this.scope)
    for (const premise of opened.premises) {
      if (this.#unifier.unsolved(premise).length === 0) continue
      if (facts.some((f) => this.#agrees(premise, f.theorem.concl))) continue
      facts.some((f) => conjuncts(f.theorem).some((th) => this.#agrees(premise, th.concl)))
    }
  }

  /** Unifies the premise with the fact unless that contradicts what the conclusion already asks of the unknowns. */
  #agrees(premise: Term, fact: Term): boolean {
    const restore = this.#unifier.snapshot()
    if (this.#unifier.tryUnify(premise, fact) && this.#unifier.finish(false)) return true
    restore()
    return false
  }

  #tryFact(opened: Opened, th: Theorem): void {
    opened.premises.some((p) => this.#unifier.unsolved(p).length > 0 && this.#agrees(p, th.concl))
  }

  /** With everything known from `with` and the facts, the conclusion may match after all. */
  #lateMatch(opened: Opened): boolean {
    const fits = this.#candidates(opened.conclusion).some((c) => this.#unifier.tryUnify(c, this.goal))
    this.#unifier.finish(true)
    return fits
  }

  #requireSolved(opened: Opened): void {
    const unknown = opened.order.filter((m) => freeVars(this.#unifier.instantiate(m)).some(isMeta))
    const [first] = unknown
    if (first === undefined) return
    const name = plainName(first)
    if (!this.#fits) {
      fail('lemma-does-not-apply', `${this.application.name} does not apply: its conclusion does not have the shape of the goal`,
        this.application.span, {
        goal: show(this.scope, this.goal), facts: [{ name: this.application.name, formula: show(this.scope, this.#stated(opened)) }],
        hints: [`say what it is applied to: by ${this.application.name} with ${name} := …`],
      })
    }
    fail('cannot-infer', `${this.application.name} applies, but ${name} cannot be told from the goal or the facts`, this.application.span, {
      goal: show(this.scope, this.goal), hints: [`add \`with ${name} := …\``],
    })
  }

  /** The conclusion as the lemma states it: what premises and facts suggested for its variables would only mislead. */
  #stated(opened: Opened): Term {
    const names = new Map(opened.order.map((m) => [this.#inference.zonkVar(m), mkVar(plainName(m), this.#inference.resolve(m.type))]))
    return substitute(this.#inference.zonk(opened.conclusion), new Map(), names)
  }

  /** `th` at the solution, its premises proved. */
  #instance(th: Theorem, opened: Opened): Theorem {
    let current = instantiate(th, this.#typeSolution(th), new Map())
    let index = 0
    let unfoldings = opened.depth
    for (;;) {
      if (asForall(current.concl) !== undefined) {
        const meta = opened.order[index++]
        if (meta === undefined) return current
        current = betaReduced(specialise(current, this.#unifier.instantiate(meta)))
        continue
      }
      const imp = asImp(current.concl)
      if (imp !== undefined) {
        current = betaReduced(mp(current, this.#premise(imp[0], opened)))
        continue
      }
      const next = unfoldings-- > 0 ? unfoldHead(current.concl) : undefined
      if (next === undefined) return current
      current = betaReduced(eqMp(next, current))
    }
  }

  #typeSolution(th: Theorem): ReadonlyMap<Type, Type> {
    const vars = new Set<Type>()
    typeVarsOfTerm(th.concl, vars)
    const map = new Map<Type, Type>()
    for (const v of vars) {
      const value = this.#inference.resolve(v)
      if (value !== v) map.set(v, value)
    }
    return map
  }

  #premise(premise: Term, opened: Opened): Theorem {
    const offered = [...this.application.sides, ...(this.application.using ?? []).map((f) => f.theorem)]
    const known = allFacts(this.scope).map((f) => f.theorem)
    for (const th of [...offered, ...known]) {
      const exact = th.concl.kind === premise.kind ? convertTo(th, premise) : undefined
      if (exact !== undefined) return exact
    }
    const outcome = this.session.run('auto', premise, [...offered, ...known], this.scope)
    if (outcome.kind === 'proved') return outcome.theorem
    // With variables that the goal does not tell, the premise is that of a guess.
    const guessed = !this.#fits && this.application.withs.length === 0 && opened.order.length > 0
    if (guessed) return this.#doesNotFit(this.#stated(opened), premise)
    const point = failingPoint(this.session, this.scope, premise, outcome, [...offered, ...known])
    const needs = `${this.application.name} needs a condition that was not proved: ${show(this.scope, premise)}`
    return fail('premise-not-proved', point === undefined ? needs : falseAt(needs, point), this.application.span, {
      goal: show(this.scope, premise),
      hints: [...outcome.kind === 'unknown' ? reasonsOf(this.scope, outcome) : [],
        ...point === undefined ? [`prove it first, or add \`where ${show(this.scope, premise)} by …\``] : []],
    })
  }

  #finish(instance: Theorem): Theorem {
    for (const th of parts(instance)) {
      const exact = convertTo(th, this.goal)
      if (exact !== undefined) return exact
    }
    // A conclusion `Q x` with Q instantiated may itself be a rule: apply that.
    if (asForall(instance.concl) !== undefined || asImp(instance.concl) !== undefined) {
      return applyLemma(this.session, this.scope, { ...this.application, theorem: instance, withs: [] }, this.goal)
    }
    // A rule that has the shape of the goal is tried before one that may be bridged to it.
    for (const mustFit of [true, false]) {
      for (const rule of rulesIn(instance)) {
        const th = this.#byRule(rule, mustFit)
        if (th !== undefined) return th
      }
    }
    // Only what was named may bridge the gap: with all facts, a wrong instance would pass whenever the others prove the goal.
    const offered = [...this.application.sides, ...(this.application.using ?? []).map((f) => f.theorem)]
    const outcome = this.session.run('auto', this.goal, [instance, ...offered], this.scope)
    if (outcome.kind === 'proved') return outcome.theorem
    return this.#doesNotFit(instance.concl)
  }

  #doesNotFit(conclusion: Term, unproved?: Term): never {
    const advice = this.#fits ? 'take what it gives as a step of its own, and go on from there'
      : 'say what it is applied to with `with … := …`'
    return fail('lemma-does-not-apply', `${this.application.name} gives something else than the goal`, this.application.span, {
      goal: show(this.scope, this.goal), facts: [{ name: this.application.name, formula: show(this.scope, conclusion) }],
      hints: [advice, ...unproved === undefined ? [] : [`it also needs ${show(this.scope, unproved)}, which was not proved`]],
    })
  }

  #byRule(theorem: Theorem, mustFit: boolean): Theorem | undefined {
    try {
      return applyLemma(this.session, this.scope, { ...this.application, theorem, withs: [], mustFit }, this.goal)
    } catch (error) {
      if (error instanceof ElaborationError) return undefined
      throw error
    }
  }
}

/** The name a lemma gives the variable that a metavariable stands for. */
const plainName = (meta: FVar): string => meta.name.slice(1).replace(/(·.*)?#\d+$/, '')
