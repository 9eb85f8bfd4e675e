// UNTRUSTED. Order relations over boxes by branch and bound: the kernel's interval evaluation at the leaves, case splits on variables
// above them; facts that a box contradicts discard it. portfolio.ts is the way in.
import * as Q from '../arith/rational.js'
import type { Rational } from '../arith/rational.js'
import { NAT } from '../kernel/type.js'
import { core, freeVars, type Term } from '../kernel/term.js'
import { asOrder, mkCoe, mkLe, mkLt } from '../kernel/signature.js'
import { assume, exFalso, type Theorem } from '../kernel/theorem.js'
import { canonical } from './canonical.js'
import { factsAbout } from './atoms.js'
import { Known, because, type Proof } from './known.js'
import { attempt } from './leaves.js'
import { byCases, proveHyp } from './logic.js'
import { leOrLt, refuteOrders } from './order.js'
import { enclosure } from './rules.js'
import { holdsAt, opaqueParts, slackAt, valueAt, type Point } from './evaluation.js'
import { counterexample } from './sample.js'
import { discharge } from './side.js'
import { byStructure, exactly, rewriting } from './structure.js'
import { unknown, type Outcome, type Problem } from './types.js'
import { rationalTerm } from './view.js'

/** Bits of the interval evaluation, coarse first. */
const PRECISIONS = [48, 160] as const
const MAX_DEPTH = 40
/** Work for one box: an interval evaluation or two. */
const BOX_COST = 20

export function interval(problem: Problem): Outcome {
  return exactly(problem.goal, rewriting(canonical, (p) => byStructure(p, attack))(problem))
}

function attack(problem: Problem): Outcome {
  if (asOrder(problem.goal) === undefined) return unknown('interval evaluation decides order relations between real numbers')
  const known = Known.of(problem, discharge)
  const model = counterexample(problem.goal, known.parts.map((th) => th.concl))
  if (model !== undefined) return { kind: 'refuted', model }
  const found = byBoxes(problem.goal, known, 2000)
  if ('theorem' in found) return { kind: 'proved', theorem: found.theorem, certificate: found.why }
  return unknown(found.reason)
}

/** One end of the values of an atom: the theorem that says so, and its value for choosing where to split. */
interface Bound { readonly theorem: Theorem; readonly value: number }
interface Side { readonly atom: Term; readonly low: Bound | undefined; readonly high: Bound | undefined; readonly natural: boolean }

/** Proves the relation with at most `boxes` interval evaluations, or says why not. */
export function byBoxes(goal: Term, known: Known, boxes: number): Proof | { readonly reason: string } {
  const order = asOrder(goal)
  if (order === undefined) return { reason: 'not an order relation' }
  const atoms = opaqueParts(goal)
  const box = atoms.map((atom) => boundsOf(atom, known))
  const constraints = known.arithmetic().filter((th) => asOrder(th.concl) !== undefined && opaqueParts(th.concl).length > 1
    && opaqueParts(th.concl).every((a) => atoms.some((b) => core(a) === core(b))))
  const state: State = { goal, known, constraints, left: boxes, widths: box.map(widthOf) }
  const theorem = attempt(() => solve(box, state, 0))
  if (theorem !== undefined) return because(theorem, `interval evaluation on ${String(boxes - state.left)} boxes`)
  const open = box.find((b) => b.low === undefined || b.high === undefined)
  return { reason: open === undefined ? 'the boxes that are left are too small to decide: the relation may be tight there'
    : 'a variable or subterm has no closed bounds on both sides among the facts' }
}

interface State {
  readonly goal: Term
  readonly known: Known
  readonly constraints: readonly Theorem[]
  left: number
  readonly widths: readonly number[]
}

const widthOf = (b: Side): number => (b.low === undefined || b.high === undefined ? Infinity : b.high.value - b.low.value)

function isClosed(t: Term): boolean {
  return freeVars(t).length === 0
}

const NO_POINT: Point = new Map()

/** The best closed bounds on the atom among the facts. */
function boundsOf(atom: Term, known: Known): Side {
  let low: Bound | undefined
  let high: Bound | undefined
  const real = atom.type === NAT ? mkCoe(atom) : atom
  for (const theorem of [...known.arithmetic(), ...factsAbout(real)]) {
    const order = asOrder(theorem.concl)
    if (order === undefined) continue
    if (same(order.high, atom) && isClosed(order.low)) low = better(low, { theorem, value: valueAt(order.low, NO_POINT) }, 1)
    if (same(order.low, atom) && isClosed(order.high)) high = better(high, { theorem, value: valueAt(order.high, NO_POINT) }, -1)
  }
  return { atom, low, high, natural: atom.type === NAT }
}

/** Whether t is the atom, a natural one read as a real included. */
function same(t: Term, atom: Term): boolean {
  return core(t) === core(atom) || (atom.type === NAT && core(t) === core(mkCoe(atom)))
}

function better(old: Bound | undefined, now: Bound, direction: 1 | -1): Bound | undefined {
  if (!Number.isFinite(now.value)) return old
  return old === undefined || (now.value - old.value) * direction > 0 ? now : old
}

const theoremsOf = (box: readonly Side[]): readonly Theorem[] => box.flatMap((b) =>
  [b.low, b.high].flatMap((e) => (e === undefined ? [] : [e.theorem])))

/** The goal from the hypotheses of the bounds of the box. */
function solve(box: readonly Side[], state: State, depth: number): Theorem | undefined {
  if (state.left <= 0) return undefined
  state.left--
  state.known.budget.spend(BOX_COST)
  const direct = leaf(box, state)
  if (direct !== undefined) return direct
  if (depth >= MAX_DEPTH || clearlyFalse(box, state)) return undefined
  const i = widest(box, state.widths)
  const side = i === undefined ? undefined : box[i]
  const cut = side === undefined ? undefined : cutOf(side)
  if (i === undefined || side === undefined || cut === undefined) return undefined
  return split(box, i, side, cut, state, depth)
}

function leaf(box: readonly Side[], state: State): Theorem | undefined {
  const bounds = theoremsOf(box)
  for (const precision of box.length === 0 ? PRECISIONS : PRECISIONS.slice(0, 1)) {
    const th = attempt(() => enclosure(state.goal, bounds, precision))
    if (th !== undefined) return th
  }
  for (const fact of state.constraints) {
    const order = asOrder(fact.concl)
    if (order === undefined) continue
    const opposite = order.strict ? mkLe(order.high, order.low) : mkLt(order.high, order.low)
    const th = attempt(() => enclosure(opposite, bounds, PRECISIONS[0]))
    if (th !== undefined) return exFalso(refuteOrders(fact, th), state.goal)
  }
  return undefined
}

/** The middle of the box, where the constraints hold, shows the goal false. */
function clearlyFalse(box: readonly Side[], state: State): boolean {
  const point = new Map<Term, number>()
  for (const b of box) {
    const [l, h] = [b.low?.value ?? -Infinity, b.high?.value ?? Infinity]
    const middle = Number.isFinite(l) && Number.isFinite(h) ? (l + h) / 2 : Number.isFinite(l) ? l + 1 : Number.isFinite(h) ? h - 1 : 0
    point.set(core(b.atom), b.natural ? Math.round(middle) : middle)
    if (b.natural) point.set(core(mkCoe(b.atom)), Math.round(middle))
  }
  return slackAt(state.goal, point) < -1e-9 && state.constraints.every((th) => holdsAt(th.concl, point) !== false)
}

/** The atom whose bounds are widest, measured by what they were at first. */
function widest(box: readonly Side[], initial: readonly number[]): number | undefined {
  let best: number | undefined
  let most = 0
  for (const [i, b] of box.entries()) {
    const w = widthOf(b)
    const first = initial[i] ?? 1
    const relative = w === Infinity ? 1e9 : Number.isFinite(first) && first > 0 ? w / first : w
    if (relative > most && w > 1e-12) [best, most] = [i, relative]
  }
  return best
}

/** Where to cut: the middle, or further out and further out when a side is open. */
function cutOf(b: Side): Rational | undefined {
  const [l, h] = [b.low?.value, b.high?.value]
  const at = l !== undefined && h !== undefined ? (l + h) / 2 : l !== undefined ? Math.max(l + 1, 2 * l) : h !== undefined
    ? Math.min(h - 1, 2 * h) : 0
  if (!Number.isFinite(at) || Math.abs(at) > 1e12) return undefined
  if (b.natural) return Q.rational(BigInt(Math.floor(at)))
  const scale = 2 ** Math.max(0, Math.min(60, 8 - Math.floor(Math.log2((h ?? at + 1) - (l ?? at - 1)))))
  return Q.rational(BigInt(Math.round(at * scale)), BigInt(scale))
}

function split(box: readonly Side[], i: number, side: Side, cut: Rational, state: State, depth: number): Theorem | undefined {
  const atom = side.natural ? mkCoe(side.atom) : side.atom
  const at = rationalTerm(cut)
  const value = Number(cut.num) / Number(cut.den)
  const below = { ...side, high: { theorem: assume(mkLe(atom, at)), value } }
  const above = { ...side, low: { theorem: assume(mkLt(at, atom)), value } }
  const left = solve(box.map((b, j) => (j === i ? below : b)), state, depth + 1)
  const right = left === undefined ? undefined : solve(box.map((b, j) => (j === i ? above : b)), state, depth + 1)
  if (left === undefined || right === undefined) return undefined
  return byCases(leOrLt(atom, at), (h) => proveHyp(left, h), (h) => proveHyp(right, h))
}
