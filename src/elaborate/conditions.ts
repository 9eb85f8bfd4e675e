// Well-definedness: every use of a partial operation in a statement or definition must be proved meaningful from what stands to
// its left (context, hypotheses, guards of → ∧ ∨ if, ranges of binders). UNTRUSTED: only decides whether a statement is accepted.
import {
  CARD, DIV, EXISTS, FORALL, IMP, AND, OR, ITE, LOG, MEM, NSUB, PROD, RPOW, SQRT, SUM, FINITE, TAN, apply, argsOf, asBinary, asUnary,
  mkCoe, mkCos, mkEq,
  mkForall, mkLe, mkLt, mkNot, real,
} from '../kernel/signature.js'
import { core, instantiateBody, mkApp, mkConst, mkVar, type Abs, type Constant, type FVar, type Term } from '../kernel/term.js'
import { assume, type Theorem } from '../kernel/theorem.js'
import { codomainOf, domainOf, isFun } from '../kernel/type.js'
import { betaNormalForm, unfoldConstants } from '../engine/conversion.js'
import { sides } from '../engine/logic.js'
import { reducing } from './goals.js'
import type { Span } from '../syntax/ast.js'
import type { Diagnostic } from '../report/diagnostic.js'
import { atTypes, constantTerm } from './names.js'
import { freshName } from './fresh.js'
import type { Assumption, Frame } from './frame.js'
import { Inference } from './inference.js'
import type { ElaboratedStatement, Options } from './lemma.js'
import { sampleSpace } from './random.js'
import type { LemmaEntry, Scope } from './scope.js'
import { Session } from './session.js'
import { show } from './show.js'

/** One condition to prove, the facts in force where it arises, and the subterm that raises it. */
interface Condition {
  readonly goal: Term
  readonly facts: readonly Theorem[]
  readonly subterm: Term
}

/** Collects conditions; `guards` are the formulas in force, innermost first. */
class Collector {
  readonly found: Condition[] = []
  #laws: ReadonlySet<Constant> | undefined
  readonly #seen = new Set<string>()

  constructor(readonly scope: Scope) {}

  walk(t: Term, guards: readonly Theorem[]): void {
    const connective = this.#connective(t, guards)
    if (connective) return
    this.#partial(t, guards)
    if (t.kind === 'abs') { this.#open(t, guards); return }
    if (t.kind !== 'app') return
    if (this.#over(t, guards)) return
    const head = headOf(t)
    if (head.kind !== 'const') {
      this.walk(t.fn, guards)
      this.walk(t.arg, guards)
    } else for (const arg of argumentsOf(t)) this.walk(arg, guards)
  }

  /** Connectives whose right side may use the left. */
  #connective(t: Term, guards: readonly Theorem[]): boolean {
    const imp = asBinary(t, IMP) ?? asBinary(t, AND)
    if (imp !== undefined) { this.#guarded(imp[0], imp[0], imp[1], guards); return true }
    const or = asBinary(t, OR)
    if (or !== undefined) { this.#guarded(or[0], mkNot(or[0]), or[1], guards); return true }
    const ite = argsOf(t, ITE, 3)
    if (ite === undefined) return false
    const [c, a, b] = ite as readonly [Term, Term, Term]
    this.walk(c, guards)
    this.walk(a, [...guards, assume(c)])
    this.walk(b, [...guards, assume(mkNot(c))])
    return true
  }

  #guarded(left: Term, guard: Term, right: Term, guards: readonly Theorem[]): void {
    this.walk(left, guards)
    this.walk(right, [...guards, assume(guard)])
  }

  /** Σ and Π give their body the range; quantifiers open their variable. */
  #over(t: Term, guards: readonly Theorem[]): boolean {
    for (const big of [SUM, PROD]) {
      const pair = asBinary(t, big)
      if (pair?.[1].kind === 'abs') {
        this.walk(pair[0], guards)
        this.#open(pair[1], guards, pair[0])
        return true
      }
    }
    const predicate = asUnary(t, FORALL) ?? asUnary(t, EXISTS)
    if (predicate?.kind !== 'abs') return false
    this.#open(predicate, guards)
    return true
  }

  #open(f: Abs, guards: readonly Theorem[], set?: Term): void {
    const x = mkVar(freshName(f.hint === '' ? 'x' : f.hint, [f, ...guards.map((g) => g.concl), ...this.scope.variables.values()]), f.domain)
    const range = set === undefined ? [] : [assume(apply(mkConst(MEM, [f.domain]), x, set))]
    this.walk(instantiateBody(f, x), [...guards, ...range])
  }

  /** Conditions of a partial operation, or of one passed as a function: then for all its arguments. */
  #partial(t: Term, guards: readonly Theorem[]): void {
    const missing = this.#missing(t)
    if (missing.length > 0) {
      const applied = missing.reduce<Term>((f, x) => mkApp(f, x), t)
      const inner = new Collector(this.scope)
      inner.#partial(applied, guards)
      for (const c of inner.found) this.#need(missing.reduceRight<Term>((p, x) => mkForall(x, p), c.goal), guards, t)
      return
    }
    const need = (goal: Term): void => { this.#need(goal, guards, t) }
    const div = asBinary(t, DIV)
    if (div !== undefined && !(div[1].kind === 'num' && div[1].value !== 0n)) need(mkNot(mkEq(div[1], real(0n))))
    const log = asUnary(t, LOG)
    if (log !== undefined) need(mkLt(real(0n), log))
    const sqrt = asUnary(t, SQRT)
    if (sqrt !== undefined) need(mkLe(real(0n), sqrt))
    const rpow = asBinary(t, RPOW)
    if (rpow !== undefined) need(mkLt(real(0n), rpow[0]))
    const tan = asUnary(t, TAN)
    if (tan !== undefined) need(mkNot(mkEq(mkCos(tan), real(0n))))
    const sub = asBinary(t, NSUB)
    if (sub !== undefined) need(mkLe(embedded(sub[1]), embedded(sub[0])))
    const set = asUnary(t, CARD) ?? asBinary(t, SUM)?.[0] ?? asBinary(t, PROD)?.[0]
    if (set !== undefined) need(mkApp(mkConst(FINITE, [domainOf(set.type)]), set))
    this.#expectation(t, guards, need)
    this.#precondition(t, need)
  }

  /** Variables for the arguments a partial operation still lacks in `t`. */
  #missing(t: Term): readonly FVar[] {
    const head = headOf(t)
    if (head.kind !== 'const') return []
    let given = 0
    for (let u = t; u.kind === 'app'; u = u.fn) given++
    const own = [...this.scope.constants.values()].find((c) => c.info.constant === head.constant && c.info.preconditions.length > 0)
    const [precondition] = own?.info.preconditions ?? []
    const arity = ARITY.get(head.constant) ?? (precondition === undefined ? 0 : abstractions(precondition))
    const out: FVar[] = []
    let type = t.type
    for (let i = given; i < arity && isFun(type); i++) {
      out.push(mkVar(`any${String(i)}`, domainOf(type)))
      type = codomainOf(type)
    }
    return out
  }

  /** `E (λω. …)` for a law E needs a bounded variable. */
  #expectation(t: Term, guards: readonly Theorem[], need: (goal: Term) => void): void {
    if (t.kind !== 'app' || sampleSpace(t.fn.type) === undefined || !this.#isLaw(t.fn) || this.#isVariable(t.fn, guards)) return
    const space = sampleSpace(t.fn.type)
    const bounded = this.scope.constants.get('bounded')
    if (space === undefined || bounded === undefined) return
    const e = { scope: this.scope, inference: new Inference(), lifting: undefined }
    const head = constantTerm(e, bounded)
    if (!e.inference.unify(domainOf(e.inference.resolve(head.type)), t.arg.type)) return
    need(mkApp(e.inference.zonk(head), t.arg))
  }

  /** Whether the functional is to be read as a law: a variable, or a definition that some lemma shows to be an expectation. */
  #isLaw(functional: Term): boolean {
    const head = headOf(functional)
    if (head.kind === 'fvar') return true
    if (head.kind !== 'const') return false
    this.#laws ??= knownLaws(this.scope)
    return this.#laws.has(head.constant)
  }

  /** Whether `bounded f` is assumed: a function of points ℕ → ℝ has the type of a law on ℕ, but laws are not bounded functions. */
  #isVariable(f: Term, guards: readonly Theorem[]): boolean {
    const constant = this.scope.constants.get('bounded')?.info.constant
    if (f.kind !== 'fvar' || constant?.typeParams.length !== 1) return false
    const known = core(mkApp(mkConst(constant, [domainOf(f.type)]), f))
    return this.scope.assumed.has(known) || guards.some((g) => core(g.concl) === known)
  }

  /** Preconditions of defined constants at their arguments. */
  #precondition(t: Term, need: (goal: Term) => void): void {
    const args: Term[] = []
    let head = t
    while (head.kind === 'app') {
      args.unshift(head.arg)
      head = head.fn
    }
    if (head.kind !== 'const') return
    for (const entry of this.scope.constants.values()) {
      if (entry.info.constant !== head.constant || entry.info.preconditions.length === 0) continue
      for (const p of entry.info.preconditions) {
        const at = args.reduce<Term>((f, a) => mkApp(f, a), atTypes(head.constant, head.typeArgs, p))
        const goal = betaNormalForm(at)
        if (goal.kind !== 'abs') need(goal)
      }
    }
  }

  #need(goal: Term, guards: readonly Theorem[], subterm: Term): void {
    const key = `${String(core(goal).id)}|${guards.map((g) => core(g.concl).id).join()}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.found.push({ goal, facts: guards, subterm })
  }
}

/** Tries again with the definitions of the open context opened: `bounded z` for z i ω := y i ω - g (x i ω). */
function provedUnfolded(session: Session, scope: Scope, goal: Term, facts: readonly Theorem[]): Theorem | undefined {
  const local = [...scope.constants.values()].filter((c) => c.info.hidden.length > 0).map((c) => c.info.constant)
  const eq = local.length === 0 ? undefined : reducing(unfoldConstants(new Set(local)))(goal)
  const outcome = eq === undefined ? undefined : session.run('auto', sides(eq)[1], facts, scope, 20_000)
  return outcome?.kind === 'proved' ? outcome.theorem : undefined
}

/** The arguments of an application, in the order written. */
function argumentsOf(t: Term): readonly Term[] {
  const args: Term[] = []
  for (let u = t; u.kind === 'app'; u = u.fn) args.unshift(u.arg)
  return args
}

/** A natural number as a real; a numeral as itself. */
function embedded(t: Term): Term {
  return t.kind === 'num' ? real(t.value) : mkCoe(t)
}

/** Partial operations of the signature by number of arguments. */
const ARITY: ReadonlyMap<Constant, number> = new Map([[DIV, 2], [LOG, 1], [SQRT, 1], [RPOW, 2], [NSUB, 2], [CARD, 1], [SUM, 2], [PROD, 2],
  [TAN, 1]])

function abstractions(t: Term): number {
  let count = 0
  for (let u = t; u.kind === 'abs'; u = u.body) count++
  return count
}

function headOf(t: Term): Term {
  let head = t
  while (head.kind === 'app') head = head.fn
  return head
}

const lawOf = new WeakMap<LemmaEntry, Constant | null>()

/** The constant c of a lemma that concludes `expectation (c …)`; null for any other lemma. */
function lawConcluded(entry: LemmaEntry, expectation: Constant): Constant | null {
  const old = lawOf.get(entry)
  if (old !== undefined) return old
  let t = entry.closed.concl
  for (;;) {
    const predicate = asUnary(t, FORALL)
    const imp = asBinary(t, IMP)
    if (predicate?.kind === 'abs') t = predicate.body
    else if (imp !== undefined) t = imp[1]
    else break
  }
  const [head, law] = [headOf(t), t.kind === 'app' ? headOf(t.arg) : t]
  const found = head.kind === 'const' && head.constant === expectation && law.kind === 'const' ? law.constant : null
  lawOf.set(entry, found)
  return found
}

/** Constants c for which a lemma concludes `expectation (c …)`. */
function knownLaws(scope: Scope): ReadonlySet<Constant> {
  const expectation = scope.constants.get('expectation')?.info.constant
  const laws = new Set<Constant>()
  if (expectation === undefined) return laws
  for (const entry of scope.lemmas.values()) {
    const law = lawConcluded(entry, expectation)
    if (law !== null) laws.add(law)
  }
  return laws
}

/** Checks the conditions raised by a term; one diagnostic for each that was not proved. */
function unproved(session: Session, scope: Scope, t: Term, given: readonly Theorem[], span: Span,
  used = new Set<Term>()): readonly Diagnostic[] {
  const collector = new Collector(scope)
  collector.walk(t, [])
  const out: Diagnostic[] = []
  for (const c of collector.found) {
    const facts = [...c.facts, ...given].reverse()
    const outcome = session.run('auto', c.goal, facts, scope, 20_000)
    const proof = outcome.kind === 'proved' ? outcome.theorem : provedUnfolded(session, scope, c.goal, facts)
    if (proof !== undefined) {
      for (const h of proof.hyps) used.add(core(h))
      continue
    }
    const point = outcome.kind === 'refuted' ? outcome.model.map((m) => `${show(scope, m.term)} = ${String(m.value)}`).join(', ') : ''
    const where = point === '' ? [] : [`it fails at ${point}`]
    out.push({
      code: 'not-well-defined', severity: 'error', span,
      message: `${show(scope, c.subterm)} has no meaning here unless ${show(scope, c.goal)}`,
      goal: show(scope, c.goal), facts: c.facts.slice(0, 6).map((f) => ({ name: undefined, formula: show(scope, f.concl) })),
      hints: [...where, `state the missing condition before it, as a hypothesis ${show(scope, c.goal)}`],
    })
  }
  return out
}

/** What checking the conditions of a statement says, and the cores of the assumptions it needed. */
export interface Conditions {
  readonly diagnostics: readonly Diagnostic[]
  readonly used: ReadonlySet<Term>
}

/** Conditions of a lemma's own assumptions and goal. What they rest on belongs to the statement as much as what the proof uses. */
export function statementConditions(session: Session, s: ElaboratedStatement, span: Span): Conditions {
  const used = new Set<Term>()
  const own = s.frame.assumptions.slice(s.outer.assumptions.length)
  const out = [...s.definitionDiagnostics, ...assumptionConditions(session, s.frame.scope, s.outer.assumptions, own, span, used)]
  const given = s.frame.assumptions.map((a) => assume(a.formula))
  return { diagnostics: [...out, ...unproved(session, s.frame.scope, s.goal, given, span, used)], used }
}

/** Conditions of assumptions added to what is given, each from those before it. */
function assumptionConditions(session: Session, scope: Scope, before: readonly Assumption[], added: readonly Assumption[],
  span: Span, used = new Set<Term>()): readonly Diagnostic[] {
  const given = before.map((a) => assume(a.formula))
  const out: Diagnostic[] = []
  for (const a of added) {
    out.push(...unproved(session, scope, a.formula, given, a.expr?.span ?? span, used))
    given.push(assume(a.formula))
  }
  return out
}

/** Conditions of what a context item added to its frame. */
export function contextConditions(options: Options, before: Frame, after: Frame, span: Span): readonly Diagnostic[] {
  const added = after.assumptions.slice(before.assumptions.length)
  return assumptionConditions(new Session(options.budget), after.scope, before.assumptions, added, span)
}

/** Conditions of a definition's body and preconditions, and the assumptions of the context that their proofs use. */
export function bodyConditions(budget: number, frame: Frame, scope: Scope, preconditions: readonly Term[], body: Term, span: Span):
{ readonly diagnostics: readonly Diagnostic[]; readonly used: readonly Term[] } {
  const session = new Session(budget)
  const given = frame.assumptions.map((a) => assume(a.formula))
  const used = new Set<Term>()
  const diagnostics: Diagnostic[] = []
  for (const p of preconditions) {
    diagnostics.push(...unproved(session, scope, p, given, span, used))
    given.push(assume(p))
  }
  diagnostics.push(...unproved(session, scope, body, given, span, used))
  return { diagnostics, used: frame.assumptions.map((a) => a.formula).filter((a) => used.has(core(a))) }
}

/** Conditions of a single formula outside a theory. */
export function formulaConditions(scope: Scope, formula: Term, span: Span): readonly Diagnostic[] {
  return unproved(new Session(FORMULA_BUDGET), scope, formula, [], span)
}

const FORMULA_BUDGET = 20_000
