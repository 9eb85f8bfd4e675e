// Breaks a formula that is too long for a line, before its loosest operators. UNTRUSTED.
// Imported by format.ts, which supplies the text of the parts.
import type { Binder, Expr } from './ast.js'
import { groupsRight, strength, strengthOf } from './operators.js'

/** How parts are written; `least` and `follow` are strengths as in format.ts. */
export interface Parts {
  readonly term: (part: Expr, least: number, follow: number, afterSet: boolean) => string
  readonly binders: (binders: readonly Binder[]) => string
}

const quantifiers: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['forall', ['∀', ',']], ['exists', ['∃', ',']], ['lambda', ['fun', ' ↦']],
])

/** The formula's lines; continuations are indented by two. A part that cannot be broken may still be longer than the width. */
export function wrapFormula(expr: Expr, width: number, parts: Parts): string[] {
  const line = parts.term(expr, 0, 0, false)
  if (line.length <= width) return [line]
  if (expr.kind === 'forall' || expr.kind === 'exists' || expr.kind === 'lambda') {
    const [head, mark] = quantifiers.get(expr.kind) ?? ['', '']
    return [`${head} ${parts.binders(expr.binders)}${mark}`, ...indented(wrapFormula(expr.body, width - 2, parts))]
  }
  if (expr.kind === 'chain') {
    const last = expr.links.length - 1
    const links = expr.links.map((link, i) => {
      const afterSet = link.op === '∈' || link.op === '∉' || link.op === '⊆'
      return `${link.op} ${parts.term(link.right, strength.range, i === last ? 0 : strength.relation, afterSet)}`
    })
    return [parts.term(expr.first, strength.range, strength.relation, false), ...indented(links)]
  }
  if (expr.kind === 'binary' && expr.op !== '^' && expr.op !== '*' && expr.op !== '/') return wrapBinary(expr, parts)
  return [line]
}

/** `a`, `+ b`, `- c`: operands of operators of one strength, each on its line. */
function wrapBinary(expr: Extract<Expr, { kind: 'binary' }>, parts: Parts): string[] {
  const power = strengthOf(expr.op)
  const right = groupsRight(expr.op)
  const operands: { op: string, part: Expr }[] = []
  let rest: Expr = expr
  while (rest.kind === 'binary' && strengthOf(rest.op) === power) {
    operands.push(right ? { op: '', part: rest.left } : { op: rest.op, part: rest.right })
    rest = right ? rest.right : rest.left
  }
  operands.push({ op: '', part: rest })
  if (!right) operands.reverse()
  const last = operands.length - 1
  const lines = operands.map(({ op, part }, i) => {
    const edge = right ? i === last : i === 0
    const text = parts.term(part, edge ? power : power + 1, i === last ? 0 : power, false)
    return i === 0 ? text : `${right ? expr.op : op} ${text}`
  })
  return [lines[0] ?? '', ...indented(lines.slice(1))]
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
