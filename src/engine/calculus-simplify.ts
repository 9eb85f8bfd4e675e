// UNTRUSTED. Simplifies the claims of calculus before they are differentiated: logarithms of products and quotients are taken apart, the
// arithmetic is brought to algebra's normal form. Part of calculus.
import { DIV, LOG, MUL, asBinary, asUnary, mkInv, mkLog, mkMul, mkSub, real } from '../kernel/signature.js'
import type { Term } from '../kernel/term.js'
import { trans, type Theorem } from '../kernel/theorem.js'
import { combination } from './combination.js'
import { bottomUp } from './conversion.js'
import { use } from './derived.js'
import { logInv, logMul } from './function-rules.js'
import type { Known } from './known.js'
import { attempt } from './leaves.js'
import { sides } from './logic.js'
import { Normaliser } from './normaliser.js'
import { sign } from './positivity.js'
import { invRule } from './positivity-rules.js'
import { ring } from './rules.js'

const SHARE = 3_000

/** `log (a / b) = log a - log b` and `log (a * b) = log a + log b` where the signs are known. */
function splitLog(t: Term, known: Known): Theorem | undefined {
  const argument = asUnary(t, LOG)
  const product = argument === undefined ? undefined : asBinary(argument, MUL)
  const quotient = argument === undefined ? undefined : asBinary(argument, DIV)
  const parts = product ?? quotient
  if (parts === undefined) return undefined
  const [a, b] = parts
  const [pa, pb] = [sign('>', a, known), sign('>', b, known)]
  if (pa === undefined || pb === undefined) return undefined
  if (product !== undefined) return use(logMul(), [a, b], [pa.theorem, pb.theorem])
  const inverse = mkInv(b)
  const pi = use(invRule('>'), [b], [pb.theorem])
  const sum = trans(ring(t, mkLog(mkMul(a, inverse))), use(logMul(), [a, inverse], [pa.theorem, pi]))
  const difference = mkSub(mkLog(a), mkLog(b))
  return trans(sum, combination(sides(sum)[1], difference, [{ equation: use(logInv(), [b], [pb.theorem]), cofactor: real(1n) }]))
}

/** `⊢ t = t'` with logarithms of quotients and products taken apart and the arithmetic in normal form. */
export function simplified(t: Term, known: Known): Theorem | undefined {
  const logs = attempt(() => bottomUp((u) => splitLog(u, known))(t))
  const now = logs === undefined ? t : sides(logs)[1]
  const rest = attempt(() => known.budget.within(SHARE, (budget) => new Normaliser(known.under(budget)).normal(now)))
  return logs === undefined ? rest : rest === undefined ? logs : trans(logs, rest)
}
