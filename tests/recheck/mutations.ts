// TEST. Ways to tamper with a certificate, each driven by a seeded source of choices. A changed certificate is sealed again: the counts
// in its last line are made right, so that it is the proof that has to give it away.

/** A whole number from 0 to n - 1. */
export type Choose = (n: number) => number
export type Mutation = (lines: readonly string[], choose: Choose) => readonly string[] | undefined

const TYPES = new Set(['base', 'tvar', 'fun', 'prod'])
const CONSTANTS = new Set(['builtin', 'prim', 'def'])
const TERMS = new Set(['var', 'bound', 'const', 'num', 'app', 'abs'])
const kindOf = (line: string): string => line.split(' ')[0] ?? ''
const isStep = (line: string): boolean => {
  const kind = kindOf(line)
  return !TYPES.has(kind) && !CONSTANTS.has(kind) && !TERMS.has(kind) && !['claim', 'end', 'whp-certificate'].includes(kind)
}

/** Makes the counts of the last line those of the text. */
export function sealed(lines: readonly string[]): readonly string[] {
  if (!lines.at(-1)?.startsWith('end')) return lines
  const count = (test: (line: string) => boolean): number => lines.filter(test).length
  const counts = [TYPES, CONSTANTS, TERMS].map((set) => count((line) => set.has(kindOf(line))))
  return [...lines.slice(0, -1), ['end', ...counts, count(isStep), count((l) => kindOf(l) === 'claim')].join(' ')]
}

/** Replaces one line, chosen among those that pass. */
function editing(test: (line: string) => boolean, edit: (words: string[], choose: Choose, at: number) => string[] | undefined): Mutation {
  return (lines, choose) => {
    const places = lines.flatMap((line, i) => (test(line) ? [i] : []))
    if (places.length === 0) return undefined
    const at = places[choose(places.length)]!
    const words = edit(lines[at]!.split(' '), choose, at)
    return words && [...lines.slice(0, at), words.join(' '), ...lines.slice(at + 1)]
  }
}
const of = (...kinds: readonly string[]) => (line: string): boolean => kinds.includes(kindOf(line))
/** Where the words of a line are numbers. */
const numbers = (words: readonly string[]): readonly number[] => words.flatMap((w, i) => (i > 0 && /^\d+$/u.test(w) ? [i] : []))
const replaced = (words: readonly string[], at: number, word: string): string[] => [...words.slice(0, at), word, ...words.slice(at + 1)]
const other = (word: string, choose: Choose): string => String(Math.max(0, Number(word) + (choose(2) === 0 ? 1 : -1) * (1 + choose(4))))

function flipBit(lines: readonly string[], choose: Choose): readonly string[] {
  const bytes = Buffer.from(lines.join('\n'))
  const at = choose(bytes.length)
  bytes[at] = bytes[at]! ^ (1 << choose(8))
  return bytes.toString('utf8').split('\n')
}
const SAME_ARITY: readonly (readonly string[])[] = [
  ['mp', 'eqMp', 'andIntro', 'trans', 'congApp', 'iffIntro'], ['andLeft', 'andRight', 'sym'],
  ['assume', 'excludedMiddle', 'refl', 'beta', 'unfold'],
  ['intro', 'orLeft', 'orRight', 'exFalso', 'specialise', 'generalise', 'congAbs'],
]
const SAME_TYPE: readonly (readonly string[])[] = [
  ['≤', '<', '≥', '>'], ['→', '∧', '∨'], ['∀', '∃'], ['+', '*', '-', '/', 'min', 'max'],
  ['exp', 'log', 'sqrt', 'sin', 'cos', 'neg', 'inv', 'abs'],
  ['nat_add', 'nat_mul', 'nat_sub'], ['sum', 'prod'], ['True', 'False'], ['finite', 'nonempty'],
]
const swap = (groups: readonly (readonly string[])[], word: string, choose: Choose): string | undefined => {
  const rest = groups.find((g) => g.includes(word))?.filter((w) => w !== word)
  return rest?.[choose(rest.length)]
}

/** Mutations by name. One that does not apply to a certificate, or changes nothing, answers undefined. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bit flip': flipBit,
  'swapped premises': editing(isStep, (words, choose) => {
    const places = numbers(words)
    if (places.length < 2) return undefined
    const [i, j] = [places[choose(places.length)]!, places[choose(places.length)]!]
    return words[i] === words[j] ? undefined : replaced(replaced(words, i, words[j]!), j, words[i]!)
  }),
  'another premise': editing((l) => isStep(l) && l.includes(' '), (words, choose) => {
    const places = numbers(words)
    const at = places[choose(places.length)]
    return at === undefined ? undefined : replaced(words, at, other(words[at]!, choose))
  }),
  'perturbed coefficient': editing(of('positivstellensatz'), (words, choose) => {
    // The coefficient of the first product stands after the list of facts and the number of products.
    const facts = Number(words[1])
    const at = facts + 3 + choose(2)
    return Number(words[facts + 2]) === 0 ? undefined : replaced(words, at, String(Number(words[at]) + 1 + choose(3)))
  }),
  'altered box or numeral': editing(of('num'), (words, choose) => replaced(words, 1, other(words[1]!, choose))),
  'dropped fact': editing(of('positivstellensatz', 'enclosure'), (words, choose) => {
    const count = words[0] === 'enclosure' ? 3 : 1
    const n = Number(words[count])
    if (n === 0) return undefined
    const gone = count + 1 + choose(n)
    return replaced(words, count, String(n - 1)).filter((_, i) => i !== gone)
  }),
  'dropped line': (lines, choose) => {
    const at = 1 + choose(lines.length - 2)
    return lines.filter((_, i) => i !== at)
  },
  'repeated line': (lines, choose) => {
    const at = 1 + choose(lines.length - 2)
    return [...lines.slice(0, at), lines[at]!, ...lines.slice(at)]
  },
  'swapped lines': (lines, choose) => {
    const at = 1 + choose(lines.length - 3)
    return lines[at] === lines[at + 1] ? undefined : [...lines.slice(0, at), lines[at + 1]!, lines[at]!, ...lines.slice(at + 2)]
  },
  'cut short': (lines, choose) => lines.slice(0, 1 + choose(lines.length - 1)),
  'another rule': editing(isStep, (words, choose) => {
    const word = swap(SAME_ARITY, words[0]!, choose)
    return word === undefined ? undefined : replaced(words, 0, word)
  }),
  'another constant': editing(of('builtin'), (words, choose) => {
    const word = swap(SAME_TYPE, words[1]!, choose)
    return word === undefined ? undefined : replaced(words, 1, word)
  }),
  'altered term': editing(of('app', 'abs', 'bound', 'const', 'var'), (words, choose) => {
    const places = numbers(words)
    const at = places[choose(places.length)]
    return at === undefined ? undefined : replaced(words, at, other(words[at]!, choose))
  }),
  'another statement': editing(of('claim'), (words, choose) => replaced(words, 3, other(words[3]!, choose))),
  'another proof': editing(of('claim'), (words, choose) => replaced(words, 2, other(words[2]!, choose))),
  'axiom left out of the list': editing(of('claim'), (words, choose) => {
    const n = Number(words[4])
    if (n === 0) return undefined
    const gone = 5 + choose(n)
    return replaced(words, 4, String(n - 1)).filter((_, i) => i !== gone)
  }),
  'axiom added to the list': editing(of('claim'), (words, choose) =>
    [...replaced(words, 4, String(Number(words[4]) + 1)), String(choose(20))]),
  'axiom passed off as another': editing(of('axiom'), (words, choose) =>
    replaced(words, 3, ['le_total', 'exp_log', 'inv', 'one_add_le_exp', 'my_axiom'][choose(5)]!)),
  'axiom of another kind': editing(of('axiom'), (words) => replaced(words, 1, words[1] === 'base' ? 'cited' : 'base')),
  'axiom that says something else': editing(of('axiom'), (words, choose) => replaced(words, 2, other(words[2]!, choose))),
  'a step made an axiom': editing(isStep, (_, choose) =>
    ['axiom', choose(2) === 0 ? 'base' : 'cited', String(choose(60)), 'le_total', 'somewhere']),
  'another precision': editing(of('enclosure'), (words, choose) => replaced(words, 2, String(choose(60)))),
  'another range': editing(of('meanValue'), (words) => replaced(words, 2, words[2] === 'right' ? 'left' : 'right')),
  'another definition': editing(of('def'), (words, choose) => replaced(words, words.length - 1, other(words.at(-1)!, choose))),
}
