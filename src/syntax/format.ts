// Formulas and types as canonical Unicode text: the fewest parentheses the precedence table allows, a few more where they help the eye.
// UNTRUSTED for proving, trusted for reading: parse(format(e)) = e, which tests/syntax checks. Imported by the theory formatter and
// by whatever prints formulas.
import type { Binder, ChainLink, Expr, TypeExpr } from './ast.js'
import { wrapFormula } from './format-wrap.js'
import { groupsRight, neverFunctions, strength, strengthOf } from './operators.js'

export interface FormatOptions {
  /** Column at which long formulas are broken; without it everything stays on one line. */
  readonly width?: number
}

/** What surrounds an expression, as far as it decides parentheses. */
interface Place {
  /** Looser expressions are parenthesised. */
  readonly least: number
  /** Strength of the operator that follows inside the same bracket; 0 for none. */
  readonly follow: number
  /** Directly after `∈` and its like, where `(a, b)` is an interval. */
  readonly afterSet: boolean
  /** Innermost bracket, when a bar after an operand would not open an argument there. */
  readonly inside: 'bar' | 'norm' | 'brace' | 'none'
}

const atomic = 14
const application = 13

/** A place where anything goes, up to a closing bracket or a comma. */
const free: Place = { least: 0, follow: 0, afterSet: false, inside: 'none' }

/** Functions printed with their parenthesis attached: `exp(-t)`. */
const elementary = new Set(['exp', 'log', 'sin', 'cos', 'tan', 'atan', 'arctan', 'sinh', 'cosh', 'tanh', 'abs', 'floor'])

/** One formula as text. With a width, long formulas are broken before operators and indented by two. */
export function formatExpr(expr: Expr, options: FormatOptions = {}): string {
  const line = show(expr, free)
  if (options.width === undefined || line.length <= options.width) return line
  return wrapFormula(expr, options.width, { term: (part, least, follow, afterSet) => show(part, { ...free, least, follow, afterSet }),
    binders: formatBinders })
    .join('\n')
}

/** A formula where only something tighter than relations may stand, as the sides of a calculation. */
export function formatTerm(expr: Expr, afterSet: boolean): string {
  return show(expr, { ...free, least: strength.range, afterSet })
}

/** A type. */
export function formatType(type: TypeExpr): string {
  switch (type.kind) {
    case 'type-name': return type.name
    case 'type-set': return `Set ${type.element.kind === 'type-name' ? type.element.name : `(${formatType(type.element)})`}`
    case 'type-fun': {
      const domain = formatType(type.domain)
      return `${type.domain.kind === 'type-fun' ? `(${domain})` : domain} → ${formatType(type.codomain)}`
    }
    case 'type-prod': return `${productPart(type.left, true)} × ${productPart(type.right, false)}`
  }
}

function productPart(type: TypeExpr, left: boolean): string {
  const bracket = type.kind === 'type-fun' || (left && type.kind === 'type-prod')
  return bracket ? `(${formatType(type)})` : formatType(type)
}

/** `a b : τ`, `x ∈ S`, `i in a..b`, `ε > 0`, `x` */
export function formatBinder(binder: Binder): string {
  return binderAt(binder, 'none')
}

function binderAt(binder: Binder, inside: Place['inside']): string {
  const names = binder.names.map((name) => name.text).join(' ')
  if (binder.type !== undefined) return `${names} : ${formatType(binder.type)}`
  const range = binder.range
  if (range === undefined) return names
  const bound = (part: Expr, afterSet: boolean) => show(part, { ...free, least: strength.range, afterSet, inside })
  if (range.kind === 'member') return `${names} ∈ ${bound(range.set, true)}`
  if (range.kind === 'interval-range') return `${names} in ${formatRange(range.low, range.high, { ...free, afterSet: true, inside })}`
  return `${names} ${range.op} ${bound(range.bound, takesSet(range.op))}`
}

/** Parameters of a definition: `x (y : ℝ)`. */
export function formatParams(params: readonly Binder[]): string {
  return params.map((each) => each.type === undefined ? formatBinder(each) : `(${formatBinder(each)})`).join(' ')
}

/** The binders of one quantifier. */
export function formatBinders(binders: readonly Binder[]): string {
  return binders.length === 1 ? binders.map(formatBinder).join('') : formatParams(binders)
}

function takesSet(op: ChainLink['op']): boolean {
  return op === '∈' || op === '∉' || op === '⊆'
}

/** `a..b` outside any formula; `bracketLow` puts the low end in parentheses whatever it is. */
export function formatRangeText(low: Expr, high: Expr, bracketLow: boolean): string {
  if (!bracketLow) return formatRange(low, high, free)
  return `(${show(low, free)})..${show(high, { ...free, least: strength.set })}`
}

function formatRange(low: Expr, high: Expr, at: Place): string {
  const ends = { ...at, least: strength.set }
  return `${show(low, { ...ends, follow: strength.range })}..${show(high, { ...ends, afterSet: false })}`
}

/** Text of an expression at a place, in parentheses if need be. */
function show(e: Expr, at: Place): string {
  return needsParens(e, at) ? `(${body(e, free)})` : body(e, at)
}

function needsParens(e: Expr, at: Place): boolean {
  switch (e.kind) {
    case 'forall': case 'exists': case 'lambda': case 'ite': case 'with-probability':
      return at.least > strength.not || at.follow !== 0 || at.inside !== 'none'
    case 'big': return at.least > strength.negate || at.follow >= strength.product
    case 'binary': return strengthOf(e.op) < at.least
    case 'chain': return strength.relation < at.least
    case 'range-set': return strength.range < at.least
    case 'not': return strength.not < at.least
    case 'negate': return strength.negate < at.least
    case 'app': return !isRoot(e) && (application < at.least || (at.follow === strength.relation && looksLikeBig(e)))
    case 'abs': return at.least >= atomic && (at.inside === 'bar' || at.inside === 'brace')
    case 'norm': return at.least >= atomic && at.inside === 'norm'
    case 'tuple': return at.afterSet
    default: return false
  }
}

/** `√x`, which is an atom. */
function isRoot(e: Expr): boolean {
  return e.kind === 'app' && e.fn.kind === 'name' && e.fn.name === 'sqrt' && e.args.length === 1
}

const big = new Set(['max', 'min', 'sup'])

/** `max x` in front of `∈` would read as a maximum over a set. */
function looksLikeBig(e: Extract<Expr, { kind: 'app' }>): boolean {
  const words = [e.fn, ...e.args]
  let at = words.length - 1
  while (at >= 0 && words[at]?.kind === 'name') at -= 1
  return words.slice(at + 1, -1).some((word) => word.kind === 'name' && big.has(word.name))
}

function body(e: Expr, at: Place): string {
  const inner = (part: Expr) => show(part, free)
  switch (e.kind) {
    case 'numeral': return e.text
    case 'name': return e.name
    case 'wildcard': return '_'
    case 'goal': return '?goal'
    case 'app': return showApp(e.fn, e.args, at)
    case 'binary': return showBinary(e, at)
    case 'negate': return `-${show(e.arg, { ...at, least: e.arg.kind === 'negate' ? atomic : strength.negate, afterSet: false })}`
    case 'not': return `¬${show(e.arg, { ...at, least: e.arg.kind === 'not' ? strength.not : application, afterSet: false })}`
    case 'chain': return showChain(e.first, e.links, at)
    case 'forall': return `∀ ${formatBinders(e.binders)}, ${inner(e.body)}`
    case 'exists': return `∃ ${formatBinders(e.binders)}, ${inner(e.body)}`
    case 'lambda': return `fun ${formatBinders(e.binders)} ↦ ${inner(e.body)}`
    case 'big': return `${e.op} ${binderAt(e.binder, at.inside)}, ${show(e.body, { ...at, least: strength.product, afterSet: false })}`
    case 'abs': return `|${show(e.arg, { ...free, inside: 'bar' })}|`
    case 'norm': return `‖${show(e.arg, { ...free, inside: 'norm' })}‖`
    case 'inner': return `⟨${inner(e.left)}, ${inner(e.right)}⟩`
    case 'expect': return `${lawPrefix('E', e.law)}[${inner(e.body)}]`
    case 'prob': return `${lawPrefix('P', e.law)}[${inner(e.body)}]`
    case 'with-probability': return `with probability at least ${formatTerm(e.level, false)}, ${inner(e.body)}`
    case 'ite': return `if ${inner(e.condition)} then ${inner(e.then)} else ${inner(e.otherwise)}`
    case 'interval': return `${e.leftOpen ? '(' : '['}${inner(e.low)}, ${inner(e.high)}${e.rightOpen ? ')' : ']'}`
    case 'range-set': return formatRange(e.low, e.high, at)
    case 'set-enum': return e.elements.length === 0 ? '∅' : `{${e.elements.map(inBrace).join(', ')}}`
    case 'comprehension': return `{${formatBinder(e.binder)} | ${inner(e.condition)}}`
    case 'image': return `{${imageBody(e.body)} | ${formatBinder(e.binder)}${e.condition === undefined ? '' : `, ${inner(e.condition)}`}}`
    case 'tuple': return `(${tupleParts(e).map(inner).join(', ')})`
    case 'typed': return `(${inner(e.arg)} : ${formatType(e.type)})`
    case 'euclidean': return showEuclidean(e.rows, e.dimension)
  }
}

function inBrace(e: Expr): string {
  return show(e, { ...free, inside: 'brace' })
}

/** A body that would read as the head of a comprehension is put in parentheses. */
function imageBody(e: Expr): string {
  const asHead = e.kind === 'name' || (e.kind === 'chain' && e.first.kind === 'name' && e.links.length === 1 && e.links[0]?.op === '∈')
  return asHead ? `(${show(e, free)})` : inBrace(e)
}

function lawPrefix(letter: string, law: Expr | undefined): string {
  if (law === undefined) return letter
  return law.kind === 'name' && !law.name.includes('.') && law.name !== '∞' ? `${letter}_${law.name}` : `${letter}_(${show(law, free)})`
}

/** `(a, b, c)` is a pair whose second part is a pair. */
function tupleParts(e: Expr): Expr[] {
  const parts: Expr[] = []
  let rest = e
  for (; rest.kind === 'tuple'; rest = rest.right) parts.push(rest.left)
  return [...parts, rest]
}

function showEuclidean(rows: Expr | undefined, dimension: Expr): string {
  if (rows !== undefined) return `ℝ^(${formatTerm(rows, false)} × ${formatTerm(dimension, false)})`
  const simple = dimension.kind === 'name' || dimension.kind === 'numeral'
  return simple && show(dimension, free) !== '∞' ? `ℝ^${show(dimension, free)}` : `ℝ^(${formatTerm(dimension, false)})`
}

function showApp(fn: Expr, args: readonly Expr[], at: Place): string {
  const [first] = args
  const argument = (arg: Expr) => show(arg, { ...at, least: atomic, follow: 0, afterSet: false })
  if (fn.kind === 'name' && fn.name === 'sqrt' && args.length === 1 && first !== undefined) {
    return `√${show(first, { ...free, least: atomic })}`
  }
  const binary = fn.kind === 'name' && (fn.name === 'max' || fn.name === 'min') && args.length === 1 && first?.kind === 'tuple'
  const shown = args.map(argument)
  if (binary) return `${show(fn, free)} (${shown.join(' ')})`
  const head = neverFunctions.has(fn.kind) ? `(${show(fn, free)})` : show(fn, { ...at, least: atomic })
  const attached = fn.kind === 'name' && elementary.has(fn.name) && args.length === 1 && shown[0]?.startsWith('(')
  return attached ? `${head}${shown.join('')}` : [head, ...shown].join(' ')
}

function showBinary(e: Extract<Expr, { kind: 'binary' }>, at: Place): string {
  const power = strengthOf(e.op)
  if (e.op === '^') return showPower(e.left, e.right, at)
  const right = groupsRight(e.op)
  // A quotient in front of `*` is parenthesised for the eye: (1/n) * Σ ….
  const quotient = e.op === '*' && e.left.kind === 'binary' && e.left.op === '/'
  const left = quotient ? `(${show(e.left, free)})` : show(e.left, { ...at, least: right ? power + 1 : power, follow: power })
  const rest = show(e.right, { ...at, least: right ? power : power + 1, afterSet: false })
  const tight = e.op === '/' && isPlain(e.left) && isPlain(e.right)
  return tight ? `${left}/${rest}` : `${left} ${e.op} ${rest}`
}

/** Base and exponent are parenthesised unless they are atoms, though the grammar would allow more. */
function showPower(base: Expr, exponent: Expr, at: Place): string {
  const inside = base.kind === 'abs' || base.kind === 'norm' ? 'none' : at.inside
  const left = isRoot(base) ? `(${show(base, free)})` : show(base, { ...at, least: atomic, follow: strength.power, inside })
  const right = show(exponent, { ...free, least: atomic })
  return `${left}^${right}`
}

function isPlain(e: Expr): boolean {
  return e.kind === 'name' || e.kind === 'numeral'
}

function showChain(first: Expr, links: readonly ChainLink[], at: Place): string {
  const side = (part: Expr, follow: number, afterSet: boolean) => show(part, { ...at, least: strength.range, follow, afterSet })
  let text = side(first, strength.relation, at.afterSet)
  links.forEach((link, i) => {
    const last = i === links.length - 1
    text += ` ${link.op} ${side(link.right, last ? at.follow : strength.relation, takesSet(link.op))}`
  })
  return text
}
