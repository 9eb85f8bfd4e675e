// Which of ℕ and ℝ a printed formula is read in: where the reader's parser would choose the other one, the printer says (… : ℝ).
// UNTRUSTED, mirrors the elaborator's arithmetic. Imported by the term printer only.
import { ADD, COE, ITE, MUL, NADD, NMUL, NSUB, SUB, argsOf, asBinary, asUnary } from '../kernel/signature.js'
import { freeVars, type FVar, type Term } from '../kernel/term.js'
import { NAT, REAL } from '../kernel/type.js'

/**
 * The type the surface form of `t` gets where none is expected: a `literal` is real by itself and takes the type of the other
 * operand; `other` is neither ℕ nor ℝ.
 */
export type Reading = 'nat' | 'real' | 'literal' | 'other'

/** The reading of a sum or product from those of its operands. */
function joint(left: Reading, right: Reading): Reading {
  if (left === 'literal' && right === 'literal') return 'literal'
  return left !== 'real' && right !== 'real' ? 'nat' : 'real'
}

/** Terms are shared graphs: without a memory the recursion below would visit them as trees. */
const readings = new WeakMap<Term, Reading>()

/** How the printed form of the ℕ- or ℝ-valued term `t` is read. */
export function reads(t: Term): Reading {
  const old = readings.get(t)
  if (old !== undefined) return old
  const made = readingOf(t)
  readings.set(t, made)
  return made
}

function readingOf(t: Term): Reading {
  if (t.type !== NAT && t.type !== REAL) return 'other'
  if (t.kind === 'num') return 'literal'
  if (asUnary(t, COE) !== undefined) return 'nat'
  const sum = asBinary(t, ADD) ?? asBinary(t, MUL)
  if (sum !== undefined) return joint(reads(sum[0]), reads(sum[1]))
  const natural = asBinary(t, NADD) ?? asBinary(t, NMUL)
  if (natural !== undefined) return reads(natural[0]) === 'literal' && reads(natural[1]) === 'literal' ? 'literal' : 'nat'
  if (asBinary(t, NSUB) !== undefined) return 'real'
  const then = argsOf(t, ITE, 3)?.[1]
  if (then !== undefined) return t.type === NAT || reads(then) !== 'nat' ? 'real' : 'nat'
  return t.type === NAT ? 'nat' : 'real'
}

const naturalLooking = new WeakMap<Term, boolean>()

/** Whether the printed form of a real `t` could be read as a natural number when one is wanted, as an exponent is. */
export function couldBeNatural(t: Term): boolean {
  if (t.kind === 'num' || asUnary(t, COE) !== undefined) return true
  const old = naturalLooking.get(t)
  if (old !== undefined) return old
  const sides = asBinary(t, ADD) ?? asBinary(t, MUL) ?? asBinary(t, SUB)
  const parts = sides ?? argsOf(t, ITE, 3)?.slice(1)
  const made = parts?.every(couldBeNatural) ?? false
  naturalLooking.set(t, made)
  return made
}

/** Whether the argument of ℕ → ℝ prints as something that stays natural: a variable, an application, never a form read against ℝ. */
export function staysNatural(t: Term): boolean {
  if (t.kind === 'num' || argsOf(t, ITE, 3) !== undefined) return false
  return asBinary(t, NADD) === undefined && asBinary(t, NMUL) === undefined && asBinary(t, NSUB) === undefined
}

/** Whether `x` is free in `t`. */
export function occurs(x: FVar, t: Term): boolean {
  return t.open && freeVars(t).includes(x)
}
