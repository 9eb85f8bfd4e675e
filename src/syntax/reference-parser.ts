// The reference reading of formulas: grammar/formula.ne run by nearley, turned into the same AST as the document parser makes.
// Slow and simple; for tests and for settling arguments. UNTRUSTED. Spans of its nodes are empty.
import nearley from 'nearley'
import type { TokenType } from 'chevrotain'
import grammar from '../../grammar/formula.generated.js'
import type { Expr } from './ast.js'
import { nameText, tokenise } from './lexer.js'
import { markTokens } from './marks.js'
import { buildExpr } from './reference-build.js'
import type { Leaf, Tree } from './reference-build.js'
import * as T from './tokens.js'

const setRelations = new Set([T.Elem, T.InWord, T.NotElem, T.Subset])

/** What the grammar calls tokens directly after a set relation. */
const afterSetNames: ReadonlyMap<TokenType, string> = new Map([[T.LParen, 'SetParen'], [T.LBracket, 'SetBracket'], [T.RealType, 'SetReal']])

/** Every reading of a formula; a grammar without ambiguity gives one, a text that is no formula gives none. */
export function referenceReadings(source: string): readonly Expr[] {
  const leaves = leavesOf(source)
  if (leaves === undefined) return []
  const parser = new nearley.Parser(nearley.Grammar.fromCompiled(grammar), { lexer: lexerOf(leaves) })
  try {
    parser.feed('')
  } catch {
    return []
  }
  return (parser.results as readonly Tree[]).map(buildExpr)
}

/** The grammar's terminals; undefined when the lexer already objects. */
function leavesOf(source: string): readonly Leaf[] | undefined {
  const lexed = tokenise(source)
  if (lexed.diagnostics.length > 0) return undefined
  const marked = markTokens(lexed.tokens)
  if (marked.problem !== undefined) return undefined
  return marked.tokens.map((token, i): Leaf => {
    const before = marked.tokens[i - 1]?.tokenType
    const afterSet = before !== undefined && setRelations.has(before)
    const type = (afterSet ? afterSetNames.get(token.tokenType) : undefined) ?? token.tokenType.name
    return { type, text: nameText(token), start: token.startOffset }
  })
}

/** Hands out tokens in the form nearley asks for. */
function lexerOf(leaves: readonly Leaf[]): nearley.Lexer {
  let at = 0
  return {
    reset: () => undefined,
    next: () => {
      const leaf = leaves[at]
      at += 1
      return leaf === undefined ? undefined : { ...leaf, value: leaf.text }
    },
    save: () => ({ at }),
    formatError: () => 'no reading',
  }
}
