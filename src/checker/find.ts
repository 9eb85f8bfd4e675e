// Search by shape: a pattern of the language against the parts of a conclusion. `_` stands for anything, and so does a name that is no
// constant, the same thing wherever it occurs. UNTRUSTED. Imported by the command line.
import type { Expr } from '../syntax/ast.js'

/** Names of the pattern that mean themselves: constants of the theories and built-in functions. */
export type IsConstant = (name: string) => boolean

type Bindings = ReadonlyMap<string, Expr>

/** Whether `pattern` matches `expr` or a part of it. */
export function matchesSomewhere(pattern: Expr, expr: Expr, isConstant: IsConstant): boolean {
  const wanted = simplified(pattern)
  const here = (node: Expr): boolean => links(node).some((n) => match(wanted, n, new Map(), isConstant) !== undefined)
  const visit = (node: Expr): boolean => here(node) || children(node).some(visit)
  return visit(simplified(expr))
}

/** A chain of several links as its links; everything else as itself. */
function links(expr: Expr): readonly Expr[] {
  if (expr.kind !== 'chain' || expr.links.length < 2) return [expr]
  const out: Expr[] = []
  let first = expr.first
  for (const link of expr.links) {
    out.push({ ...expr, first, links: [link] })
    first = link.right
  }
  return out
}

/** Spans removed, type ascriptions opened, `≥ >` turned round, `√` by its name: what is the same to a reader looks the same. */
function simplified(expr: Expr): Expr {
  const strip = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(strip)
    if (typeof node !== 'object' || node === null) return node
    const out: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(node)) if (key !== 'span') out[key] = strip(value)
    return normalNode(out)
  }
  return strip(expr) as Expr
}

const turned: Readonly<Record<string, string>> = { '≥': '≤', '>': '<' }

function normalNode(node: Record<string, unknown>): Record<string, unknown> {
  if (node['kind'] === 'typed') return node['arg'] as Record<string, unknown>
  if (node['kind'] === 'name' && node['name'] === '√') return { kind: 'name', name: 'sqrt' }
  if (node['kind'] !== 'chain') return node
  const list = node['links'] as readonly { readonly op: string; readonly right: unknown }[]
  if (list.length === 0 || !list.every((l) => l.op in turned)) return node
  const terms = [node['first'], ...list.map((l) => l.right)].reverse()
  const ops = list.map((l) => turned[l.op] ?? l.op).reverse()
  return { kind: 'chain', first: terms[0], links: ops.map((op, i) => ({ op, right: terms[i + 1] })) }
}

/** Every formula directly inside `expr`, binder ranges included. */
function children(expr: Expr): readonly Expr[] {
  const out: Expr[] = []
  const collect = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) collect(child)
    else if (typeof node === 'object' && node !== null) {
      const kind = 'kind' in node ? String(node.kind) : ''
      const container = kind === '' || kind === 'interval-range' || kind === 'member' || kind === 'relation' || kind.startsWith('type-')
      if (container) for (const child of Object.values(node)) collect(child)
      else out.push(node as Expr)
    }
  }
  for (const [key, value] of Object.entries(expr)) if (key !== 'kind') collect(value)
  return out
}

const commutative: ReadonlySet<string> = new Set(['+', '*', '∧', '∨', '↔', '∪', '∩'])

/** The bindings under which `pattern` is `node`, extending `bindings`; undefined if there are none. */
function match(pattern: Expr, node: Expr, bindings: Bindings, isConstant: IsConstant): Bindings | undefined {
  if (pattern.kind === 'wildcard') return bindings
  if (pattern.kind === 'name' && !isConstant(pattern.name)) {
    const bound = bindings.get(pattern.name)
    if (bound === undefined) return new Map([...bindings, [pattern.name, node]])
    return sameTree(bound, node) ? bindings : undefined
  }
  if (pattern.kind === 'binary' && node.kind === 'binary' && pattern.op === node.op && commutative.has(pattern.op)) {
    return matchBoth(pattern.left, node.left, pattern.right, node.right, bindings, isConstant)
      ?? matchBoth(pattern.left, node.right, pattern.right, node.left, bindings, isConstant)
  }
  if (pattern.kind === 'app' && node.kind === 'app') return matchApplication(pattern, node, bindings, isConstant)
  return matchNode(pattern, node, bindings, isConstant)
}

function matchBoth(p1: Expr, n1: Expr, p2: Expr, n2: Expr, bindings: Bindings, isConstant: IsConstant): Bindings | undefined {
  const first = match(p1, n1, bindings, isConstant)
  return first === undefined ? undefined : match(p2, n2, first, isConstant)
}

function matchApplication(pattern: Extract<Expr, { kind: 'app' }>, node: Extract<Expr, { kind: 'app' }>, bindings: Bindings,
  isConstant: IsConstant): Bindings | undefined {
  if (pattern.args.length !== node.args.length) return undefined
  return matchAll([pattern.fn, ...pattern.args], [node.fn, ...node.args], bindings, isConstant)
}

/** Any other form: the same kind, and every field the same or matching. An unnamed law matches every law. */
function matchNode(pattern: Expr, node: Expr, bindings: Bindings, isConstant: IsConstant): Bindings | undefined {
  if (pattern.kind !== node.kind) return undefined
  let out: Bindings | undefined = bindings
  const fields = node as unknown as Readonly<Record<string, unknown>>
  for (const [key, value] of Object.entries(pattern)) {
    if (out === undefined) return undefined
    if (key === 'law' && value === undefined) continue
    out = matchField(value, fields[key], out, isConstant)
  }
  return out
}

function matchField(pattern: unknown, node: unknown, bindings: Bindings, isConstant: IsConstant): Bindings | undefined {
  if (Array.isArray(pattern)) return Array.isArray(node) ? matchAll(pattern, node, bindings, isConstant) : undefined
  if (typeof pattern !== 'object' || pattern === null) return pattern === node ? bindings : undefined
  if (typeof node !== 'object' || node === null) return undefined
  if ('names' in pattern && 'names' in node) return matchBinder(pattern, node, bindings, isConstant)
  if ('kind' in pattern && 'kind' in node && !String(pattern.kind).startsWith('type-')) {
    return match(pattern as Expr, node as Expr, bindings, isConstant)
  }
  let out: Bindings | undefined = bindings
  for (const [key, value] of Object.entries(pattern)) {
    if (out === undefined) return undefined
    out = matchField(value, (node as Readonly<Record<string, unknown>>)[key], out, isConstant)
  }
  return out
}

/** Bound names may differ; ranges must match. */
function matchBinder(pattern: object, node: object, bindings: Bindings, isConstant: IsConstant): Bindings | undefined {
  const [p, n] = [pattern, node] as readonly { readonly names: readonly { readonly text: string }[]; readonly range?: unknown }[]
  if (p === undefined || n === undefined || p.names.length !== n.names.length) return undefined
  let out: Bindings = bindings
  for (const [i, name] of p.names.entries()) out = new Map([...out, [name.text, { kind: 'name', name: n.names[i]?.text ?? '' } as Expr]])
  return p.range === undefined ? out : matchField(p.range, n.range, out, isConstant)
}

function matchAll(patterns: readonly unknown[], nodes: readonly unknown[], bindings: Bindings,
  isConstant: IsConstant): Bindings | undefined {
  if (patterns.length !== nodes.length) return undefined
  let out: Bindings | undefined = bindings
  for (const [i, p] of patterns.entries()) {
    if (out === undefined) return undefined
    out = matchField(p, nodes[i], out, isConstant)
  }
  return out
}

function sameTree(a: Expr, b: Expr): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
