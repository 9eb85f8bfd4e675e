// UNTRUSTED. Terms compiled to straight-line programs over floating-point intervals, shared parts evaluated once. A quotient or logarithm
// at the open end of its domain gets the half-line it can have, and is noted, for the proof has to say why. Engine files only.
import { REAL } from '../kernel/type.js'
import { core, type Constant, type FVar, type Term } from '../kernel/term.js'
import {
  ABS, ADD, ATAN, COS, COSH, DIV, ERF, EXP, INV, LOG, MAX, MIN, MUL, NEG, NPOW, PI, RPOW, SIN, SINH, SQRT, SUB, TAN, TANH, operation,
} from '../kernel/signature.js'
import * as F from './float-interval.js'
import { UNKNOWN, known, point, type Span } from './float-interval.js'

const unary: ReadonlyMap<Constant, (a: Span) => Span> = new Map<Constant, (a: Span) => Span>([
  [NEG, F.neg], [INV, F.inv], [ABS, F.abs], [SQRT, F.sqrt], [EXP, F.exp], [LOG, F.log], [SIN, (a) => F.sine(a, 0)],
  [COS, (a) => F.sine(a, 1)], [TAN, F.tan], [ATAN, F.atan], [SINH, F.sinh], [COSH, F.cosh], [TANH, F.tanh], [ERF, F.erf],
])
const binary: ReadonlyMap<Constant, (a: Span, b: Span) => Span> = new Map<Constant, (a: Span, b: Span) => Span>([
  [ADD, F.add], [SUB, F.sub], [MUL, F.mul], [DIV, (a, b) => F.mul(a, F.inv(b))], [MIN, F.min], [MAX, F.max],
  [RPOW, (a, b) => F.exp(F.mul(b, F.log(a)))],
])

interface Instruction {
  readonly term: Term
  readonly run: (values: readonly Span[]) => Span
  /** For an inverse or a logarithm: the place of its argument. */
  readonly argument?: number
}

/** A subterm `inv u` or `log u` whose argument reaches 0 at an open end: where u is, as far as is known. */
export interface Edge { readonly term: Term; readonly argument: Term; readonly span: Span }

export interface Tape {
  readonly variables: readonly FVar[]
  readonly size: number
  /** The values on a box; subterms at the edge of their domain are handed to `edges`, if given. */
  readonly run: (spans: ReadonlyMap<FVar, Span>, edges?: Edge[]) => Span
}

const tapes = new WeakMap<Term, Tape | { readonly none: true }>()

/** The program of a real term built from elementary functions and variables; undefined for any other. */
export function tapeOf(t: Term): Tape | undefined {
  const old = tapes.get(t)
  if (old !== undefined) return 'none' in old ? undefined : old
  const made = compile(t)
  tapes.set(t, made ?? { none: true })
  return made
}

function compile(root: Term): Tape | undefined {
  const code: Instruction[] = []
  const variables: FVar[] = []
  const places = new Map<Term, number>()
  const spans: { current: ReadonlyMap<FVar, Span> } = { current: new Map() }
  const emit = (t: Term, run: (v: readonly Span[]) => Span, argument?: number): number => {
    code.push(argument === undefined ? { term: t, run } : { term: t, run, argument })
    places.set(core(t), code.length - 1)
    return code.length - 1
  }
  const go = (t: Term): number | undefined => places.get(core(t)) ?? step(t)
  const step = (t: Term): number | undefined => {
    if (t.kind === 'num') { const v = point(Number(t.value)); return emit(t, () => v) }
    if (t.kind === 'const') { const v = point(Math.PI); return t.constant === PI ? emit(t, () => v) : undefined }
    if (t.kind === 'fvar') {
      if (t.type !== REAL) return undefined
      variables.push(t)
      return emit(t, () => spans.current.get(t) ?? UNKNOWN)
    }
    const { head, u, v } = operation(t)
    if (head === undefined) return undefined
    if (head === NPOW) {
      const i = v.kind === 'num' ? go(u) : undefined
      const n = v.kind === 'num' ? Number(v.value) : 0
      return i === undefined ? undefined : emit(t, (s) => F.pow(s[i] as Span, n))
    }
    const one = unary.get(head)
    if (one !== undefined) {
      const i = go(u)
      return i === undefined ? undefined : emit(t, (s) => one(s[i] as Span), head === INV || head === LOG ? i : undefined)
    }
    const two = binary.get(head)
    const i = two === undefined ? undefined : go(u)
    const j = i === undefined ? undefined : go(v)
    return two === undefined || i === undefined || j === undefined ? undefined : emit(t, (s) => two(s[i] as Span, s[j] as Span))
  }
  if (go(root) === undefined) return undefined
  const values: Span[] = new Array<Span>(code.length).fill(UNKNOWN)
  const run = (given: ReadonlyMap<FVar, Span>, edges?: Edge[]): Span => {
    spans.current = given
    for (let i = 0; i < code.length; i++) {
      const { run: eval1, argument, term } = code[i] as Instruction
      let value = eval1(values)
      const at = argument === undefined ? UNKNOWN : values[argument] as Span
      if (edges !== undefined && argument !== undefined && !known(value) && (at.lo === 0 || at.hi === 0) && at.lo !== at.hi) {
        value = atEdge(term, at)
        edges.push({ term, argument: (code[argument] as Instruction).term, span: at })
      }
      values[i] = value
    }
    return values[code.length - 1] as Span
  }
  return { variables, size: code.length, run }
}

/** `inv u` or `log u` for u between 0, not included, and the other end. */
function atEdge(t: Term, u: Span): Span {
  if (operation(t).head === LOG) return u.lo === 0 ? { lo: -Infinity, hi: Math.log(u.hi) } : UNKNOWN
  return u.lo === 0 ? { lo: 1 / u.hi, hi: Infinity } : { lo: -Infinity, hi: 1 / u.lo }
}

/** The value at a point; NaN where there is none. */
export function valueOn(t: Term, at: ReadonlyMap<FVar, number>): number {
  const tape = tapeOf(t)
  if (tape === undefined) return NaN
  const spans = new Map<FVar, Span>()
  at.forEach((v, x) => { spans.set(x, point(v)) })
  const { lo, hi } = tape.run(spans)
  return lo === hi ? lo : NaN
}
