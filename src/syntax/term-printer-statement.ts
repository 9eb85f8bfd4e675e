// Closed statements laid out as a declaration, `fix … where … show …`, in the order of the formula: what a referee reads.
// UNTRUSTED by the kernel, trusted by readers. Imported by the tools that show statements.
import { FORALL, IMP, asBinary, asUnary } from '../kernel/signature.js'
import { instantiateBody, mkApp, mkVar, typeVarsOfTerm, type Constant, type FVar, type Term } from '../kernel/term.js'
import { domainOf, isFun, typeVarsOf, type Type } from '../kernel/type.js'
import { printTerm, type PrintOptions } from './term-printer.js'
import { freshName, namesIn, printType } from './term-printer-names.js'
import { assumedLaw, conjuncts } from './term-printer-random.js'

/** One layer of a closed statement, outermost first. */
export type Layer =
  | { readonly kind: 'variable'; readonly variable: FVar }
  | { readonly kind: 'hypothesis'; readonly formula: Term }

/** A closed statement taken apart: its layers and what it concludes, about the variables of the layers. */
export interface Layers {
  readonly types: readonly Type[]
  readonly layers: readonly Layer[]
  readonly conclusion: Term
}

/** Takes `∀ x, φ → … → ψ` apart. The names chosen capture nothing. */
export function layersOf(statement: Term, options: PrintOptions = {}): Layers {
  const types = new Set<Type>()
  typeVarsOfTerm(statement, types)
  const taken = new Set<string>(options.avoid ?? [])
  const layers: Layer[] = []
  let rest = statement
  for (;;) {
    const predicate = asUnary(rest, FORALL)
    const implication = asBinary(rest, IMP)
    if (predicate !== undefined) {
      const { variable, body } = opened(predicate, taken, options)
      layers.push({ kind: 'variable', variable })
      rest = body
    } else if (implication !== undefined) {
      layers.push({ kind: 'hypothesis', formula: implication[0] })
      rest = implication[1]
    } else return { types: [...types], layers, conclusion: rest }
  }
}

function opened(predicate: Term, taken: Set<string>, options: PrintOptions): { readonly variable: FVar; readonly body: Term } {
  const names = namesIn(predicate, (c) => options.constantName?.(c) ?? c.name, (x) => x.name)
  for (const used of taken) names.add(used)
  const domain = domainOf(predicate.type)
  const variable = mkVar(freshName(predicate.kind === 'abs' ? predicate.hint : '', domain, names), domain)
  taken.add(variable.name)
  return { variable, body: predicate.kind === 'abs' ? instantiateBody(predicate, variable) : mkApp(predicate, variable) }
}

/** The lines of a declaration that states `statement`, without its heading; with a width, an entry may have several lines. */
export function printStatement(statement: Term, options: PrintOptions = {}): readonly string[] {
  const { types, layers, conclusion } = layersOf(statement, options)
  const laws = new Set<FVar>(options.laws ?? [])
  const shown = { ...options, laws }
  const lines: string[] = []
  if (types.length > 0) lines.push(`type ${types.map((t) => t.name).join(', ')}`)
  for (let i = 0; i < layers.length;) {
    const layer = layers[i]
    if (layer?.kind === 'hypothesis') {
      lines.push(`where ${hanging(printTerm(layer.formula, shown))}`)
      for (const law of lawsOf(layer.formula, options)) laws.add(law)
      i += 1
      continue
    }
    const group: FVar[] = []
    for (let next = layers[i]; next?.kind === 'variable'; next = layers[i]) {
      group.push(next.variable)
      i += 1
    }
    lines.push(`fix ${declared(group)}`)
  }
  lines.push(`show ${hanging(printTerm(conclusion, shown))}`)
  return lines
}

/** Variables that a hypothesis makes expectations. */
function lawsOf(formula: Term, options: PrintOptions): readonly FVar[] {
  const laws = [...conjuncts(formula)].map((p) => assumedLaw(p, (c) => options.constantName?.(c) ?? c.name))
  return laws.filter((x) => x !== undefined)
}

/** The variables a closed statement assumes to be expectations. */
export function assumedLaws(statement: Term, options: PrintOptions = {}): readonly FVar[] {
  return layersOf(statement, options).layers.flatMap((l) => (l.kind === 'hypothesis' ? lawsOf(l.formula, options) : []))
}

/** Continuation lines of a broken formula, indented below its keyword. */
function hanging(text: string): string {
  return text.replace(/\n/gu, '\n    ')
}

/** `n m : ℕ, X : Ω → ℝ`. */
export function declared(variables: readonly FVar[]): string {
  const groups: { readonly type: Type; readonly names: string[] }[] = []
  for (const x of variables) {
    const last = groups[groups.length - 1]
    if (last?.type === x.type) last.names.push(x.name)
    else groups.push({ type: x.type, names: [x.name] })
  }
  return groups.map((g) => `${g.names.join(' ')} : ${printType(g.type)}`).join(', ')
}

/** `define NAME x y := body` for a defined constant; parameters of its context, given as `hidden`, are not written. */
export function printDefinition(constant: Constant, name: string, options: PrintOptions = {}): string | undefined {
  if (constant.body === undefined) return undefined
  const hidden = options.hidden?.get(constant) ?? []
  const taken = new Set<string>(options.avoid ?? [])
  const params: FVar[] = []
  let body: Term = constant.body
  while (body.kind === 'abs' && isFun(body.type)) {
    const next = opened(body, taken, options)
    const expected = hidden[params.length]
    if (expected !== undefined && next.variable !== expected) return printDefinition(constant, name, { ...options, hidden: new Map() })
    params.push(next.variable)
    body = next.body
  }
  const shown = params.slice(hidden.length).map((x) => ` (${x.name} : ${printType(x.type)})`).join('')
  const head = `define ${name}${typeParameters(constant, hidden)}${shown} : ${printType(body.type)} :=`
  const text = printTerm(body, { laws: [], ...options })
  const fits = options.width === undefined || !text.includes('\n') && head.length + text.length < options.width
  return fits ? `${head} ${text}` : `${head}\n    ${hanging(text)}`
}

/** ` {A B : Type}` for the type parameters that no parameter of the context determines. */
function typeParameters(constant: Constant, hidden: readonly FVar[]): string {
  const fixed = new Set<Type>()
  for (const x of hidden) typeVarsOf(x.type, fixed)
  const names = constant.typeParams.filter((p) => !fixed.has(p)).map((p) => p.name)
  return names.length === 0 ? '' : ` {${names.join(' ')} : Type}`
}
