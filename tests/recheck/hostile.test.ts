// Hand-written certificates that try to get something past the checkers, or to keep them busy: each is rejected by both, with a reason, at
// once. And the second checker's prelude against the kernel's constants and axioms.
import test from 'ava'
import { build } from 'esbuild'
import { createContext, runInContext } from 'node:vm'
import { BUILTIN, escapeWord } from '../../src/certificate/format.js'
import { replay } from '../../src/certificate/replay.js'
import { base } from '../../src/kernel/axioms.js'
import { mkConst, type Constant } from '../../src/kernel/term.js'
import { recordTraces, refl, unfold } from '../../src/kernel/theorem.js'
import { recheck } from '../../src/rechecked/recheck.js'
import { loadPrelude } from '../../src/recheck/prelude.js'
import { Store, type Type } from '../../src/recheck/terms.js'
import type { Type as KernelType } from '../../src/kernel/type.js'
import { lines } from './samples.js'
import { sealed } from './mutations.js'

const file = (...body: readonly string[]): readonly string[] => sealed(['whp-certificate 1', ...body, 'end 0 0 0 0 0'])

/** With v for the rule's own variable, from 1 ≤ v follows 0 ≤ x - 1 for all x ≥ 0, and so 0 ≤ -1: `v - 1` was read as a function of x. */
const falsehood = file(
  'var \u0000 1', 'num 0 1', 'num 1 1', 'builtin -', 'const 0 0', 'app 3 0', 'app 4 2', 'builtin ≤', 'const 1 0', 'app 6 1', 'app 7 5',
  'assume 8', 'abs 1 5 y', 'builtin True', 'const 2 0', 'builtin False', 'const 3 0', 'assume 11', 'intro 1 11', 'unfold 10', 'sym 3',
  'eqMp 4 2', 'var x 1', 'app 7 12', 'builtin <', 'const 4 0', 'app 14 1', 'app 15 12', 'intro 5 13', 'generalise 6 12', 'app 7 2',
  'enclosure 17 10 0', 'andIntro 5 8', 'intro 9 16', 'generalise 10 12', 'meanValue 9 right 1 0 0 7 11', 'specialise 12 1', 'app 7 1',
  'enclosure 18 10 0', 'mp 13 14', 'instantiate 15 0 1 0 2', 'positivstellensatz 1 16 1 1 1 1 0 0 0', 'app 3 2', 'app 19 2', 'app 7 20',
  'intro 17 21', 'enclosure 21 10 0', 'mp 18 19', 'claim false 20 11 0',
)

/** The name of an attack, its lines, and what the second checker says. */
const attacks: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['nothing at all', [], /cut short/u],
  ['another version', ['whp-certificate 2', 'end 0 0 0 0 0'], /version/u],
  ['text after the end', [...file(), 'base A'], /after the end/u],
  ['a forward reference', file('app 1 2'), /not been stated/u],
  ['a term that contains itself', file('var x 1', 'app 1 1'), /not been stated/u],
  ['a step that is its own premise', file('andLeft 0'), /not been stated/u],
  ['an unknown rule', file('sorry 0'), /no rule/u],
  ['a number with a sign', file('var x +1'), /not what is expected/u],
  ['an empty line', file(''), /not what is expected/u],
  ['an assumption claimed', file('builtin False', 'const 0 0', 'assume 0', 'claim x 0 0 0'), /something else/u],
  ['an axiom out of the air called base', file('builtin False', 'const 0 0', 'axiom base 0 le_total %', 'claim x 0 0 1 0'),
    /not a base axiom/u],
  ['an imported statement', file('builtin False', 'const 0 0', 'axiom import 0 x %', 'claim x 0 0 1 0'), /base or cited/u],
  ['an open axiom', file('var p 0', 'axiom cited 0 x %'), /not closed/u],
  ['a hidden axiom', file('builtin False', 'const 0 0', 'axiom cited 0 x %', 'claim x 0 0 0'), /axioms listed/u],
  ['a definition with a hidden type variable',
    file('tvar A', 'bound 0 3', 'abs 3 0 x', 'builtin =', 'fun 3 3', 'const 0 1 4', 'app 2 1', 'app 3 1', 'def c 0 4'), /hidden type/u],
  ['a definition with a free variable', file('var x 1', 'def c 0 0'), /not closed/u],
  ['a definition with a loose bound variable', file('bound 0 1', 'def c 0 0'), /without its binder/u],
  ['a bound variable of two types', file('bound 0 1', 'bound 0 2', 'builtin npow', 'const 0 0', 'app 2 0', 'app 3 1'), /two types/u],
  ['a binder of another type', file('bound 0 1', 'abs 2 0 x'), /another type/u],
  ['an application of the wrong type', file('num 1 1', 'num 1 2', 'builtin +', 'const 0 0', 'app 2 1'), /wrong type/u],
  ['a negative numeral', file('num -1 1'), /not negative/u],
  ['generalising over an assumption', file('var p 0', 'assume 0', 'generalise 0 0'), /not fresh/u],
  ['the logarithm at 0', file('num 0 1', 'builtin log', 'const 0 0', 'app 1 0', 'builtin ≤', 'const 1 0', 'app 3 2', 'app 4 0',
    'enclosure 5 64 0'),
    /domain/u],
  ['a division by 0', file('num 0 1', 'builtin inv', 'const 0 0', 'app 1 0', 'builtin ≤', 'const 1 0', 'app 3 2', 'app 4 0',
    'enclosure 5 64 0'),
    /may be 0/u],
  ['x times its inverse', file('var x 1', 'builtin inv', 'const 0 0', 'app 1 0', 'builtin *', 'const 1 0', 'app 3 0', 'app 4 2',
    'num 1 1', 'ring 5 6'),
    /different polynomials/u],
  ['a refutation of nothing', file('positivstellensatz 0 1 1 1 0 0 0'), /no contradiction/u],
  ['a negative coefficient', file('positivstellensatz 0 1 -1 1 0 0 0'), /not positive/u],
  ['a coefficient over 0', file('positivstellensatz 0 1 1 0 0 0 0'), /denominator/u],
  ['a huge exponent', file('num 10 1', 'num 99999999999 2', 'builtin npow', 'const 0 0', 'app 2 0', 'app 3 1', 'ring 4 4'), /too large/u],
  ['a huge precision', file('builtin ≤', 'const 0 0', 'num 1 1', 'app 0 1', 'app 2 1', 'enclosure 3 999999999 0'), /4096/u],
  ['a huge list', file('positivstellensatz 999999999'), /too short/u],
  ['a huge index', file('bound 99999999 1'), /outside every binder/u],
  ['a huge numeral', file(`num ${'9'.repeat(50_000)} 1`), /not what is expected/u],
  ['a deep term', file('builtin neg', 'const 0 0', 'num 1 1', ...Array.from({ length: 100_000 }, (_, i) => `app 0 ${i + 1}`)), /deeply/u],
  ['a type that doubles', file(...Array.from({ length: 100 }, (_, i) => `fun ${i === 0 ? 0 : i + 2} ${i === 0 ? 0 : i + 2}`)),
    /too large/u],
  ['a malformed name', file('tvar %G1'), /not what is expected/u],
  ['the name reserved for the checker', file('var %00 1'), /not what is expected/u],
  ['the name reserved for the checker, as it is', file('var \u0000 1'), /not what is expected/u],
  ['the mean value rule for the checker’s own variable', falsehood, /not what is expected/u],
]

for (const [name, text, reason] of attacks) {
  test(`rejected: ${name}`, (t) => {
    const begin = performance.now()
    const verdict = recheck(text)
    t.false(verdict.accepted)
    if (!verdict.accepted) t.regex(verdict.reason, reason)
    t.false(replay(text).accepted)
    t.true(performance.now() - begin < 10_000)
  })
}

test('a statement that would be astronomically long to print is bounded', (t) => {
  const doubling = Array.from({ length: 200 }, (_, i) => [`app 0 ${2 * i + 1}`, `app ${2 * i + 2} ${2 * i + 1}`]).flat()
  const verdict = recheck(file('builtin +', 'const 0 0', 'num 1 1', ...doubling, 'refl 401', 'builtin =', 'const 1 1 1', 'app 402 401',
    'app 403 401',
    'claim long 0 404 0'))
  t.false(verdict.accepted)
})

test('the prelude has the constants of the kernel, at the same types', (t) => {
  const { constants } = loadPrelude(new Store())
  t.deepEqual([...constants.keys()].sort(), [...BUILTIN.keys()].sort())
  const kernel = (x: KernelType): string => x.args.length === 0 ? x.name : `(${x.args.map(kernel).join(x.name)})`
  const own = (x: Type): string => x.parts.length === 0 ? x.name : `(${x.parts.map(own).join(x.kind === 'fun' ? '→' : '×')})`
  for (const [name, c] of BUILTIN) {
    t.is(own(constants.get(name)!.type), kernel(c.type), name)
    t.deepEqual(constants.get(name)!.params.map(own), c.typeParams.map(kernel), name)
    t.is(constants.get(name)!.body === undefined, c.body === undefined, name)
  }
})

test('the prelude defines what the kernel defines, and accepts its base axioms and no others', (t) => {
  recordTraces(true)
  const defined = [...BUILTIN.values()].filter((c: Constant) => c.body !== undefined)
  const claims = [
    ...Object.entries(base).map(([name, theorem]) => ({ name, theorem })),
    ...defined.map((c) => ({ name: c.name, theorem: unfold(c, c.typeParams) })), { name: 'π', theorem: refl(mkConst(BUILTIN.get('π')!)) },
  ]
  const verdict = recheck(lines(claims))
  t.true(verdict.accepted, verdict.accepted ? '' : verdict.reason)
  t.is(loadPrelude(new Store()).axioms.size, Object.keys(base).length)
  if (verdict.accepted) t.true(verdict.claims.every((c) => c.axioms.every((a) => a.kind === 'base')))
})

/** What the second checker prints of the only claim. */
const printed = (text: readonly string[]): readonly string[] => {
  const verdict = recheck(text)
  const [claim] = verdict.accepted ? verdict.claims : []
  return claim === undefined ? [] : [claim.statement, ...claim.definitions]
}

test('no statement is printed as another one', (t) => {
  const binder = file('num 1 1', 'def c 0 0', 'const 0 0', 'num 0 1', 'builtin ≤', 'const 1 0', 'app 3 2', 'app 4 1', 'unfold 1', 'app 4 0',
    'enclosure 6 10 0', 'refl 4', 'sym 0', 'congApp 2 3', 'eqMp 4 1', 'var x 1', 'generalise 5 7', 'fun 1 0', 'builtin ∀', 'const 2 1 1',
    'abs 1 5 c', 'app 8 9', 'claim nonnegative 6 10 0')
  t.deepEqual(printed(binder), ['(∀x0:ℝ (≤ 0 c@1))', 'c@1 := 1'])
  const numeral = file('num 1 1', 'def 2 0 0', 'const 0 0', 'unfold 1', 'builtin =', 'const 1 1 1', 'app 2 1', 'app 3 0', 'claim x 0 4 0')
  t.deepEqual(printed(numeral), ['(=[ℝ] 2@1 1)', '2@1 := 1'])
  const reflexive = (...types: readonly string[]): readonly string[] => file(...types, `var x ${types.length + 2}`, 'refl 0',
    'builtin =', `const 0 1 ${types.length + 2}`, 'app 1 0', 'app 2 0', 'claim x 0 3 0')
  t.not(printed(reflexive("tvar A→'B", 'tvar C', 'fun 3 4'))[0], printed(reflexive('tvar A', "tvar B→'C", 'fun 3 4'))[0])
  t.is(printed(reflexive('tvar A'))[0], `(=['"A"] ?"x":'"A" ?"x":'"A")`)
})

test('words are escaped and read back', (t) => {
  const name = 'a b%c\u0001\n'
  const verdict = recheck(file('builtin False', 'const 0 0', `axiom cited 0 ${escapeWord(name)} ${escapeWord('')}`,
    `claim ${escapeWord(name)} 0 0 1 0`))
  t.true(verdict.accepted)
  if (verdict.accepted) t.deepEqual([verdict.claims[0]?.name, verdict.claims[0]?.axioms[0]?.citation], [name, ''])
})

test('the second checker runs without anything of Node', async (t) => {
  const { outputFiles, metafile } = await build({
    entryPoints: ['src/rechecked/recheck.ts'], bundle: true, write: false, metafile: true, format: 'iife', globalName: 'checker',
      platform: 'browser', target: 'es2022',
  })
  t.true(Object.keys(metafile.inputs).every((path) => path.startsWith('src/recheck')))
  const context = createContext({ text: file('num 1 1', 'refl 0', 'builtin =', 'const 0 1 1', 'app 1 0', 'app 2 0',
    'claim one 0 3 0').join('\n') })
  const verdict = runInContext(`${outputFiles[0]!.text}; JSON.stringify(checker.recheck(text))`, context) as string
  t.like(JSON.parse(verdict), { accepted: true, steps: 1 })
})
