// The claims of the proof library, each with everything that stands before it, so that an edited claim can be checked alone.
// A theory is elaborated item by item: each piece imports the one before, exactly as if the file had been cut into theories.
import { readFileSync } from 'node:fs'
import { elaborateTheory } from '../../src/elaborate/theory.js'
import type { Declaration, TheoryResult } from '../../src/elaborate/result.js'
import type { ContextDecl, Item, Name, Theory } from '../../src/syntax/ast.js'
import { parseTheory } from '../../src/syntax/parser.js'
import { PROOFS, isBacked, whpFiles } from '../elaborate/theories.js'
import { claimOf, type Claim } from './edits.js'

/** Units per step while edited claims are checked: proofs that need more are left out of the corpus. */
export const UNITS = 40_000

/** A claim that checks, as a text of its own. */
export interface Target {
  readonly theory: string
  readonly name: string
  readonly text: string
  readonly claim: Claim
  /** The context it stands in, reopened to check it. */
  readonly context: Name | undefined
  readonly before: TheoryResult
  readonly declaration: Declaration
}

/** One claim in its setting: the snippet's item, in its context, elaborated after what stands before it. */
export function checkClaim(claim: Claim, target: Pick<Target, 'theory' | 'context' | 'before'>): TheoryResult {
  const item: Claim = target.context === undefined ? claim : { ...claim, context: target.context }
  return elaborateTheory(piece(target.theory, [item]), [target.before], { budget: UNITS })
}

/** Whether the result has a claim that is proved or refuted, backed by the kernel, and no error. */
export function accepted(result: TheoryResult): boolean {
  const [declaration] = result.declarations
  if (declaration === undefined || result.diagnostics.some((d) => d.severity === 'error')) return false
  return (declaration.status === 'proved' || declaration.status === 'refuted') && isBacked(declaration)
}

/** The snippet of a claim as a theory of its own, its lines moved to the margin. */
export function snippet(text: string, start: number, end: number): string {
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1)
  const lines = text.slice(start, end).trimEnd().split('\n')
  const body = lines.map((line, i) => (i === 0 || line.slice(0, indent).trim() !== '' ? line : line.slice(indent)))
  return `theory Snippet\n${body.join('\n')}\n`
}

function piece(name: string, items: readonly Item[]): Theory {
  const span = { start: 0, end: 0 }
  return { name: { text: name, span }, imports: [], items, span }
}

/** The library, loaded theory by theory as its claims are asked for. */
export class Library {
  /** Claims that do not check alone within the budget, with what keeps others from being tried. */
  readonly skipped: string[] = []
  readonly #targets = new Map<string, Target[]>()
  readonly #paths = new Map<string, string>()
  readonly #results = new Map<string, TheoryResult>()

  constructor() {
    for (const path of whpFiles(PROOFS)) {
      const name = /^theory[ \t]+(\S+)/mu.exec(readFileSync(path, 'utf8'))?.[1]
      if (name !== undefined) this.#paths.set(name, path)
    }
  }

  /** Names of the theories, imports before importers. */
  theories(): readonly string[] {
    const order = new Set<string>()
    const visit = (name: string): void => {
      for (const imported of this.#parsed(name).theory.imports) visit(imported.text)
      order.add(name)
    }
    for (const name of this.#paths.keys()) visit(name)
    return [...order]
  }

  /** The claims of a theory, in order. */
  targetsOf(theory: string): readonly Target[] {
    this.#load(theory)
    return this.#targets.get(theory) ?? []
  }

  #parsed(name: string): ReturnType<typeof parseTheory> {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`no theory ${name}`)
    return parseTheory(readFileSync(path, 'utf8'))
  }

  #load(name: string): TheoryResult {
    const known = this.#results.get(name)
    if (known !== undefined) return known
    const { theory, text } = this.#parsed(name)
    const imports = theory.imports.map((i) => this.#load(i.text))
    let before = elaborateTheory(piece(name, []), imports)
    for (const item of theory.items) {
      before = item.kind === 'context' ? this.#context(name, text, item, before) : this.#item(name, text, item, undefined, before)
    }
    this.#results.set(name, before)
    return before
  }

  /** A context is opened with what stands before its first claim; the rest of it reopens it. */
  #context(theory: string, text: string, context: ContextDecl, outer: TheoryResult): TheoryResult {
    const isClaim = (i: Item): boolean => i.kind === 'lemma' || i.kind === 'theorem' || i.kind === 'corollary' || i.kind === 'refute'
    const first = context.items.findIndex(isClaim)
    const head = first < 0 ? context.items : context.items.slice(0, first)
    let before = elaborateTheory(piece(theory, [{ ...context, items: head }]), [outer])
    for (const item of first < 0 ? [] : context.items.slice(first)) {
      if (item.kind === 'fix' || item.kind === 'assume' || item.kind === 'type' || item.kind === 'context') {
        this.skipped.push(`${theory}: the rest of ${context.name.text} (it has a ${item.kind} after its first claim)`)
        return elaborateTheory(piece(theory, [context]), [outer])
      }
      before = this.#item(theory, text, item, context.name, before)
    }
    return before
  }

  #item(theory: string, text: string, item: Item, context: Name | undefined, before: TheoryResult): TheoryResult {
    const own = 'context' in item && item.context !== undefined ? item.context : context
    const parsed = parseTheory(snippet(text, item.span.start, item.span.end))
    const claim = claimOf(parsed.theory.items)
    const target = { theory, context: own, before }
    if (claim !== undefined && parsed.diagnostics.length === 0) {
      const alone = checkClaim(claim, target)
      const [declaration] = alone.declarations
      if (declaration !== undefined && accepted(alone)) {
        const name = `${theory}.${claim.name?.text ?? String(item.span.start)}`
        this.#targets.set(theory, [...(this.#targets.get(theory) ?? []), { ...target, name, text: parsed.text, claim, declaration }])
        return alone
      }
    }
    if (claim !== undefined) this.skipped.push(`${theory}.${claim.name?.text ?? String(item.span.start)}`)
    const placed: Item = 'context' in item && own !== undefined ? { ...item, context: own } : item
    return elaborateTheory(piece(theory, [placed]), [before])
  }
}
