// The vocabulary of `.whp` files: token types, their Unicode and ASCII spellings, reserved words, Greek words.
// UNTRUSTED. Imported by the lexer, the layout pass and the parsers of this folder.
import { createToken } from 'chevrotain'
import type { TokenType } from 'chevrotain'

/** A token recognised by its spelling. */
function symbol(name: string, pattern: RegExp, label: string, categories: readonly TokenType[] = []): TokenType {
  return createToken({ name, pattern, label: `\`${label}\``, categories: [...categories] })
}

/** A token type no pattern produces: the lexer or the layout pass turns names and bars into it. */
function retagged(name: string, label: string, categories: readonly TokenType[] = []): TokenType {
  return createToken({ name, label, pattern: /(?!)/, categories: [...categories] })
}

// ── categories ──────────────────────────────────────────────────────────────────────────────────────────────────
export const Infix = createToken({ name: 'Infix', label: 'an operator', pattern: /(?!)/ })
export const Relation = createToken({ name: 'Relation', label: 'a relation such as `=` or `≤`', pattern: /(?!)/ })

// ── trivia and literals ─────────────────────────────────────────────────────────────────────────────────────────
export const Space = createToken({ name: 'Space', pattern: /[ \t\n\u00A0\u2000-\u200A\u202F\u205F\u3000]+/, group: 'spaces',
  line_breaks: true })
export const DocComment = createToken({ name: 'DocComment', pattern: /---(?!-)[^\n]*/, group: 'comments' })
export const LineComment = createToken({ name: 'LineComment', pattern: /--[^\n]*/, group: 'comments' })
export const BlockComment = createToken({
  name: 'BlockComment', pattern: { exec: matchBlockComment }, group: 'comments', line_breaks: true, start_chars_hint: ['/'],
})
export const Str = createToken({ name: 'Str', pattern: /"[^"\n]*"/, label: 'a quoted string' })
export const Superscript = createToken({ name: 'Superscript', pattern: /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/, label: 'a superscript' })
export const Numeral = createToken({ name: 'Numeral', pattern: /[0-9]+(?:\.[0-9]+)?/, label: 'a number' })

const letter = 'A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u0130\\u0132-\\u017E\\u0393\\u0394\\u0398\\u039B\\u039E\\u03A6\\u03A8\\u03A9'
  + '\\u03B1-\\u03BE\\u03C0\\u03C1\\u03C3-\\u03C9\\u2113\\u211A\\u2124\\u2102'
const inner = `${letter}0-9_'′\\u0300-\\u036F\\u2080-\\u2089\\u2090-\\u209C\\u1D62-\\u1D6A\\u2C7C`
/** Σ and Π are operators, ℝ and ℕ types; they are not in the letters above. */
export const namePattern = new RegExp(`(?:[${letter}]|_[${letter}])[${inner}]*(?:\\.(?:[${letter}]|_[${letter}])[${inner}]*)*`)
export const Ident = createToken({ name: 'Ident', pattern: namePattern, label: 'a name' })

// ── symbols ─────────────────────────────────────────────────────────────────────────────────────────────────────
export const Iff = symbol('Iff', /↔|<->/, '↔', [Infix])
export const Arrow = symbol('Arrow', /→|->/, '→', [Infix])
export const MapsTo = symbol('MapsTo', /↦|\|->/, '↦')
export const Or = symbol('Or', /∨|\\\//, '∨', [Infix])
export const And = symbol('And', /∧|\/\\/, '∧', [Infix])
export const Not = symbol('Not', /¬/, '¬')
export const Equal = symbol('Equal', /=/, '=', [Infix, Relation])
export const NotEqual = symbol('NotEqual', /≠|!=/, '≠', [Infix, Relation])
export const LessEqual = symbol('LessEqual', /≤|<=/, '≤', [Infix, Relation])
export const GreaterEqual = symbol('GreaterEqual', /≥|>=/, '≥', [Infix, Relation])
export const Times = symbol('Times', /×|></, '×')
export const Less = symbol('Less', /</, '<', [Infix, Relation])
export const Greater = symbol('Greater', />/, '>', [Infix, Relation])
export const Elem = symbol('Elem', /∈|\\in(?![a-z])/, '∈', [Infix, Relation])
export const NotElem = symbol('NotElem', /∉|\\notin/, '∉', [Infix, Relation])
export const Subset = symbol('Subset', /⊆|\\subseteq/, '⊆', [Infix, Relation])
export const Union = symbol('Union', /∪|\\cup/, '∪', [Infix])
export const Inter = symbol('Inter', /∩|\\cap/, '∩', [Infix])
export const Plus = symbol('Plus', /\+/, '+', [Infix])
export const Minus = symbol('Minus', /[-−]/, '-', [Infix])
export const Star = symbol('Star', /[*·⋅]/, '*', [Infix])
export const Slash = symbol('Slash', /\//, '/', [Infix])
export const Caret = symbol('Caret', /\^/, '^', [Infix])
export const DotDot = symbol('DotDot', /\.\./, '..', [Infix])
export const Sqrt = symbol('Sqrt', /√/, '√')
export const Forall = symbol('Forall', /∀/, '∀')
export const Exists = symbol('Exists', /∃/, '∃')
export const Sum = symbol('Sum', /[Σ∑]/, 'Σ')
export const Prod = symbol('Prod', /[Π∏]/, 'Π')
export const Infinity = symbol('Infinity', /∞|\\infty/, '∞')
export const EmptySet = symbol('EmptySet', /∅/, '∅')
export const RealType = symbol('RealType', /ℝ/, 'ℝ')
export const NatType = symbol('NatType', /ℕ/, 'ℕ')
export const Goal = symbol('Goal', /\?goal(?![A-Za-z0-9_])/, '?goal')
export const Question = symbol('Question', /\?/, '?')
export const Assign = symbol('Assign', /:=|≔/, ':=')
export const Colon = symbol('Colon', /:/, ':')
export const Comma = symbol('Comma', /,/, ',')
export const LParen = symbol('LParen', /\(/, '(')
export const RParen = symbol('RParen', /\)/, ')')
export const LBracket = symbol('LBracket', /\[/, '[')
export const RBracket = symbol('RBracket', /\]/, ']')
export const LBrace = symbol('LBrace', /\{/, '{')
export const RBrace = symbol('RBrace', /\}/, '}')
export const LAngle = symbol('LAngle', /⟨|\\langle/, '⟨')
export const RAngle = symbol('RAngle', /⟩|\\rangle/, '⟩')
export const Bar = symbol('Bar', /\|/, '|')
export const NormBar = symbol('NormBar', /‖|\\\|/, '‖')
export const Wildcard = symbol('Wildcard', /_/, '_')

// ── decided by position (marks.ts) ──────────────────────────────────────────────────────────────────────────────
export const BarOpen = retagged('BarOpen', '`|`')
export const BarClose = retagged('BarClose', 'a closing `|`')
export const BarSuchThat = retagged('BarSuchThat', '`|`')
export const NormOpen = retagged('NormOpen', '`‖`')
export const NormClose = retagged('NormClose', 'a closing `‖`')
/** `max`, `min`, `sup` in front of a binder. */
export const BigName = retagged('BigName', '`max`, `min` or `sup` with a range')
/** `E`, `P`, `E_M`, `P_M` in front of `[`, and `E_`, `P_` in front of `(`. */
export const ExpectName = retagged('ExpectName', '`E[…]` or `P[…]`')
export const ExpectOpenLaw = retagged('ExpectOpenLaw', '`E_(…)[…]`')
/** `1` immediately in front of `[`. */
export const IndicatorOne = retagged('IndicatorOne', '`1[…]`')
/** `_` that continues a calculation. */
export const CalcNext = retagged('CalcNext', '`_`')
/** The four words `with probability at least`. */
export const WithProbability = retagged('WithProbability', '`with probability at least`')
/** A parsed `proof … qed`; the payload is the proof. */
export const ProofBlock = retagged('ProofBlock', '`proof`')

// ── reserved words ──────────────────────────────────────────────────────────────────────────────────────────────
const words = new Map<string, TokenType>([
  ['forall', Forall], ['exists', Exists], ['and', And], ['or', Or], ['not', Not], ['notin', NotElem], ['sum', Sum], ['prod', Prod],
  ['Real', RealType], ['Nat', NatType],
])

function word(text: string, categories: readonly TokenType[] = []): TokenType {
  const type = retagged(`Word_${text}`, `\`${text}\``, categories)
  words.set(text, type)
  return type
}

export const InWord = word('in', [Infix, Relation])
export const Fun = word('fun')
export const If = word('if')
export const Then = word('then')
export const Else = word('else')
export const Avg = word('avg')
export const NormWord = word('norm')
export const InnerWord = word('inner')
export const SetWord = word('Set')
export const PropWord = word('Prop')
export const TypeWord = word('Type')
export const Theory = word('theory')
export const Import = word('import')
export const Context = word('context')
export const Extends = word('extends')
export const End = word('end')
export const Type = word('type')
export const Fix = word('fix')
export const Take = word('take')
export const Assume = word('assume')
export const Where = word('where')
export const Define = word('define')
export const Event = word('event')
export const Axiom = word('axiom')
export const Cite = word('cite')
export const Lemma = word('lemma')
export const Theorem = word('theorem')
export const Corollary = word('corollary')
export const Refute = word('refute')
export const Witness = word('witness')
export const Example = word('example')
export const Instance = word('instance')
export const Assuming = word('assuming')
export const Free = word('free')
export const Show = word('show')
export const ProofWord = word('proof')
export const Qed = word('qed')
export const By = word('by')
export const From = word('from')
export const Using = word('using')
export const With = word('with')
export const Have = word('have')
export const Thus = word('thus')
export const Calc = word('calc')
export const Obtain = word('obtain')
export const Choose = word('choose')
export const Let = word('let')
export const Cases = word('cases')
export const Case = word('case')
export const Induction = word('induction')
export const Base = word('base')
export const StepWord = word('step')
export const Suppose = word('suppose')
export const Contradiction = word('contradiction')
export const Suffices = word('suffices')
export const Unfold = word('unfold')
export const At = word('at')
export const Pointwise = word('pointwise')
export const As = word('as')

/** Reserved spellings and the token each becomes. */
export const reservedWords: ReadonlyMap<string, TokenType> = words

/** Words that are reserved only at the start of a line and not in front of `:`; elsewhere they are names. */
export const contextualWords: ReadonlySet<TokenType> = new Set([Base, StepWord, Event, Example, Instance, Free])

/** Words that are operators only directly in front of `(`. */
export const bracketWords: ReadonlySet<TokenType> = new Set([NormWord, InnerWord])

/** Words that are operators only in front of a name to bind; the symbols Σ and Π always are. */
export const binderWords: ReadonlySet<TokenType> = new Set([Sum, Prod, Avg])

/** Patterns in the order the lexer tries them. */
export const lexedTokens: TokenType[] = [
  Space, DocComment, LineComment, BlockComment, Str, Superscript, Numeral, Ident,
  Iff, Arrow, MapsTo, Or, And, Not, NotEqual, LessEqual, GreaterEqual, Times, Equal, Less, Greater,
  Elem, NotElem, Subset, Union, Inter, Plus, Minus, Star, Slash, Caret, DotDot, Sqrt, Forall, Exists, Sum, Prod, Infinity, EmptySet,
  RealType, NatType, Goal, Question, Assign, Colon, Comma, LParen, RParen, LBracket, RBracket, LBrace, RBrace, LAngle, RAngle,
  NormBar, Bar, Wildcard,
]

/** Everything the parser may meet. */
export const vocabulary: TokenType[] = [...new Set([
  Infix, Relation, ...lexedTokens, BarOpen, BarClose, BarSuchThat, NormOpen, NormClose, BigName, ExpectName, ExpectOpenLaw, IndicatorOne,
  CalcNext, WithProbability, ProofBlock, ...words.values(),
])]

/** `/- … -/`, nesting. An unclosed one runs to the end of the text; the lexer reports it. */
function matchBlockComment(text: string, offset: number): [string] | null {
  if (text.charCodeAt(offset) !== 0x2f || text.charCodeAt(offset + 1) !== 0x2d) return null
  let depth = 1
  let at = offset + 2
  while (at < text.length && depth > 0) {
    const opener = text.startsWith('/-', at)
    const closer = !opener && text.startsWith('-/', at)
    depth += opener ? 1 : closer ? -1 : 0
    at += opener || closer ? 2 : 1
  }
  return [text.slice(offset, at)]
}

/** Whether a block comment's text closes every `/-` it opens. */
export function isClosedComment(image: string): boolean {
  let depth = 0
  for (let at = 0; at < image.length;) {
    const opener = image.startsWith('/-', at)
    const closer = !opener && image.startsWith('-/', at)
    depth += opener ? 1 : closer ? -1 : 0
    at += opener || closer ? 2 : 1
  }
  return depth === 0
}
