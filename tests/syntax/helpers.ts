// TEST helper: formulas as fully bracketed text, so that a table can say how each one groups.
import type { Binder, Expr, TypeExpr } from '../../src/syntax/ast.js'
import { formatType } from '../../src/syntax/format.js'
import { parseFormula, parseTheory } from '../../src/syntax/parser.js'
import type { SyntaxDiagnostic } from '../../src/syntax/diagnostic.js'

function binder(each: Binder): string {
  const names = each.names.map((name) => name.text).join(' ')
  const type = (t: TypeExpr | undefined) => t === undefined ? '' : ` : ${formatType(t)}`
  const range = each.range
  if (range === undefined) return names + type(each.type)
  if (range.kind === 'member') return `${names} ∈ ${grouped(range.set)}`
  if (range.kind === 'interval-range') return `${names} in ${grouped(range.low)}..${grouped(range.high)}`
  return `${names} ${range.op} ${grouped(range.bound)}`
}

/** Every node in brackets of its own. */
export function grouped(e: Expr): string {
  switch (e.kind) {
    case 'numeral': return e.text
    case 'name': return e.name
    case 'wildcard': return '_'
    case 'goal': return '?goal'
    case 'app': return `(${[e.fn, ...e.args].map(grouped).join(' ')})`
    case 'binary': return `(${grouped(e.left)} ${e.op} ${grouped(e.right)})`
    case 'negate': return `(- ${grouped(e.arg)})`
    case 'not': return `(¬ ${grouped(e.arg)})`
    case 'chain': return `(${grouped(e.first)}${e.links.map((link) => ` ${link.op} ${grouped(link.right)}`).join('')})`
    case 'forall': case 'exists': case 'lambda': return `(${e.kind} [${e.binders.map(binder).join('; ')}] ${grouped(e.body)})`
    case 'big': return `(${e.op} [${binder(e.binder)}] ${grouped(e.body)})`
    case 'abs': return `(abs ${grouped(e.arg)})`
    case 'norm': return `(norm ${grouped(e.arg)})`
    case 'inner': return `(inner ${grouped(e.left)} ${grouped(e.right)})`
    case 'expect': case 'prob': return `(${e.kind}${e.law === undefined ? '' : ` @${grouped(e.law)}`} ${grouped(e.body)})`
    case 'with-probability': return `(whp ${grouped(e.level)} ${grouped(e.body)})`
    case 'ite': return `(if ${grouped(e.condition)} ${grouped(e.then)} ${grouped(e.otherwise)})`
    case 'interval': return `(interval ${e.leftOpen ? 'o' : 'c'}${e.rightOpen ? 'o' : 'c'} ${grouped(e.low)} ${grouped(e.high)})`
    case 'range-set': return `(${grouped(e.low)} .. ${grouped(e.high)})`
    case 'set-enum': return `{${e.elements.map(grouped).join(', ')}}`
    case 'comprehension': return `{${binder(e.binder)} | ${grouped(e.condition)}}`
    case 'image': return `{image ${grouped(e.body)} | ${binder(e.binder)}${e.condition === undefined ? '' : `, ${grouped(e.condition)}`}}`
    case 'tuple': return `<${grouped(e.left)}, ${grouped(e.right)}>`
    case 'typed': return `(${grouped(e.arg)} : ${formatType(e.type)})`
    case 'euclidean': return `(ℝ${e.rows === undefined ? '' : ` ${grouped(e.rows)}`} ${grouped(e.dimension)})`
  }
}

/** Grouping of a formula, or the first complaint. */
export function reading(text: string): string {
  const parsed = parseFormula(text)
  return parsed.expr === undefined ? `! ${parsed.diagnostics[0]?.message ?? ''}` : grouped(parsed.expr)
}

/** `line:column message` of each diagnostic, 1-based. */
export function complaints(source: string): string[] {
  const parsed = parseTheory(source)
  return parsed.diagnostics.map((each) => place(parsed.text, each))
}

function place(text: string, each: SyntaxDiagnostic): string {
  const before = text.slice(0, each.span.start).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${each.message}`
}
