// UNTRUSTED. `∃ N, ∀ n ≥ N, φ n`: a threshold is guessed from values of φ in floating point, and the claim beyond it is proved by
// analysis; a claim about naturals is the one about reals at real n. portfolio.ts is the way in.
import { NAT, REAL, type Type } from '../kernel/type.js'
import { core, mkAbs, mkApp, mkVar, occurs, type FVar, type Term } from '../kernel/term.js'
import { GE, LE, asBinary, mkCoe, mkForall, mkImp, mkLe, nat, real } from '../kernel/signature.js'
import { assume, existsIntro, generalise, intro, mp, specialise, type Theorem } from '../kernel/theorem.js'
import { analysis } from './analysis.js'
import { betaNormalForm } from './conversion.js'
import { asExists, asForall, asImp, atTerm, restate } from './logic.js'
import { byProducts } from './derived.js'
import { readOrder } from './order.js'
import { exactly } from './structure.js'
import { slackAt } from './evaluation.js'
import { unknown, type Outcome, type Problem } from './types.js'

/** `∃ N, ∀ n, N ≤ n → φ`, over ℝ or over ℕ. */
interface Eventual {
  readonly type: Type
  readonly predicate: Term
  readonly n: FVar
  /** φ with the real variable n. */
  readonly claim: Term
}

/** t with `real m` replaced by v; undefined if m occurs otherwise. */
function asReal(t: Term, m: FVar, v: FVar): Term | undefined {
  const go = (u: Term): Term => (core(u) === core(mkCoe(m)) ? v : u.kind === 'app' ? mkApp(go(u.fn), go(u.arg)) : u)
  const made = go(t)
  return occurs(m, made) ? undefined : made
}

function read(goal: Term): Eventual | undefined {
  const predicate = asExists(goal)
  if (predicate?.kind !== 'abs' || (predicate.domain !== REAL && predicate.domain !== NAT)) return undefined
  const N = mkVar('threshold·', predicate.domain)
  const all = asForall(atTerm(predicate, N))
  if (all?.kind !== 'abs' || all.domain !== predicate.domain) return undefined
  const m = mkVar('index·', all.domain)
  const n = mkVar('n·', REAL)
  const imp = asImp(atTerm(all, m))
  if (imp === undefined) return undefined
  const embedded = (t: Term): Term => (t.type === NAT ? mkCoe(t) : t)
  const [le, ge] = [asBinary(imp[0], LE), asBinary(imp[0], GE)]
  const [low, high] = le ?? (ge === undefined ? [] : [ge[1], ge[0]])
  if (low !== embedded(N) || high !== embedded(m) || occurs(N, imp[1])) return undefined
  const claim = all.domain === REAL ? betaNormalForm(mkApp(mkAbs(m, imp[1]), n)) : asReal(imp[1], m, n)
  return claim === undefined ? undefined : { type: predicate.domain, predicate, n, claim }
}

/** What is claimed when the premises hold. */
const conclusion = (t: Term): Term => {
  const imp = asImp(t)
  return imp === undefined ? t : conclusion(imp[1])
}

const GROWTH = 1.05
const FAR = 1e12

/** Whole numbers beyond which the claim seems to hold, the smallest first. */
function thresholds(claim: Term, n: FVar): readonly bigint[] {
  let last = 0
  for (let v = 1; v < FAR; v *= GROWTH) {
    const slack = slackAt(conclusion(claim), new Map([[core(n), v]]))
    if (Number.isFinite(slack) && slack < 0) last = v
  }
  if (last > FAR / 100) return []
  const first = Math.ceil(last * GROWTH) + 1
  return [first, 2 * first, 10 * first, 100 * first, 10_000 * first].map((v) => BigInt(v))
}

/** Finds the threshold and proves the claim beyond it. */
export function eventual(problem: Problem): Outcome {
  const found = read(problem.goal)
  if (found === undefined) return unknown('not of the form ∃ N, ∀ n ≥ N, …')
  for (const N of thresholds(found.claim, found.n)) {
    const from = mkLe(real(N), found.n)
    const outcome = problem.budget.within(Math.ceil(problem.budget.left / 3),
      (budget) => analysis({ ...problem, goal: mkForall(found.n, mkImp(from, found.claim)), budget }))
    if (outcome?.kind !== 'proved') continue
    const theorem = witnessed(problem.goal, found, N, outcome.theorem)
    return exactly(problem.goal, { kind: 'proved', theorem, certificate: { text: `with N = ${String(N)}`, parts: [outcome.certificate] } })
  }
  return unknown('no threshold was found beyond which the claim could be proved')
}

function witnessed(goal: Term, { type, predicate }: Eventual, N: bigint, all: Theorem): Theorem {
  const witness = type === NAT ? nat(N) : real(N)
  const claim = atTerm(predicate, witness)
  const inner = asForall(claim)
  if (inner?.kind !== 'abs') throw new Error('the predicate was read before')
  const m = mkVar('index·', type)
  const body = atTerm(inner, m)
  const [premise] = asImp(body) as readonly [Term, Term]
  const at = specialise(all, type === NAT ? mkCoe(m) : m)
  const th = mp(at, restateOrder(assume(premise), at))
  return existsIntro(goal, witness, restate(generalise(m, intro(premise, th)), claim))
}

/** The premise of the implication from an assumption that says it in another spelling. */
function restateOrder(th: Theorem, implication: Theorem): Theorem {
  const premise = asImp(implication.concl)?.[0]
  if (premise === undefined) return th
  const plain = readOrder(th)
  if (core(plain.concl) === core(premise)) return plain
  // real (N : ℕ) and the numeral N are one number
  return byProducts(premise, [plain], [{ facts: [0] }, { facts: [1] }])
}
