// The house's structure as tests: which folder may import which, how large the trusted part may grow, what every file opens with.
// The table is scripts/layers.json, shared with the linter; here it is checked on the text of every file, dynamic imports included.
import test from 'ava'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

interface Layer {
  readonly imports: readonly string[]
  readonly packages: boolean
  readonly node: boolean
  readonly why: string
}

interface SourceFile {
  /** Path from the repository root, with `/`. */
  readonly path: string
  readonly layer: string
  readonly text: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const layers = JSON.parse(readFileSync(join(root, 'scripts', 'layers.json'), 'utf8')) as Record<string, Layer>

function sourceFiles(): SourceFile[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.split(sep).join('/'))
    .sort()
    .map((name) => ({ path: `src/${name}`, layer: name.split('/')[0]!, text: readFileSync(join(root, 'src', name), 'utf8') }))
}

/** Module specifiers of static and dynamic imports, re-exports and `import('…')` types. */
function specifiers(file: SourceFile): string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map((reference) => reference.fileName)
}

/** Why one import of one file is not allowed, or nothing. */
function objection(file: SourceFile, specifier: string): string | undefined {
  const layer = layers[file.layer]
  if (layer === undefined) return `folder src/${file.layer} is not in scripts/layers.json`
  if (!specifier.startsWith('.')) {
    if (!layer.packages) return `imports ${specifier}: ${layer.why}`
    if (specifier.startsWith('node:') && !layer.node && !file.path.endsWith('.worker.ts')) {
      return `imports ${specifier}: only src/cli and worker entry files may use Node built-ins`
    }
    return undefined
  }
  const target = relative(root, join(root, dirname(file.path), specifier)).split(sep).join('/')
  const parts = target.split('/')
  if (file.layer === 'cli') return undefined
  if (parts[0] === 'grammar' && file.layer === 'syntax') return undefined
  if (parts[0] !== 'src') return `reaches outside src/: ${target}`
  const other = parts[1]!
  if (other === file.layer || layer.imports.includes(other)) return undefined
  return `imports ${other}: ${layer.why}`
}

/** Lines as `wc -l` counts them. */
function lineCount(text: string): number {
  return text.split('\n').length - 1
}

test('every import stays within scripts/layers.json', (t) => {
  const problems = sourceFiles().flatMap((file) => specifiers(file)
    .map((specifier) => objection(file, specifier))
    .filter((problem) => problem !== undefined)
    .map((problem) => `${file.path} ${problem}`))
  t.deepEqual(problems, [])
})

test('the rule that guards the layers sees a forbidden edge', (t) => {
  const file = (layer: string, text: string): SourceFile => ({ path: `src/${layer}/sample.ts`, layer, text })
  const problem = (sample: SourceFile) => specifiers(sample).map((specifier) => objection(sample, specifier))[0]
  t.regex(problem(file('kernel', `import { x } from '../engine/linear.js'`)) ?? '', /imports engine: src\/kernel is trusted/)
  t.regex(problem(file('arith', `export { x } from 'big.js'`)) ?? '', /imports big\.js/)
  t.regex(problem(file('kernel', `const x = await import('../syntax/parser.js')`)) ?? '', /imports syntax/)
  t.regex(problem(file('checker', `import { main } from '../cli/main.js'`)) ?? '', /imports cli/)
  t.regex(problem(file('checker', `import { readFileSync } from 'node:fs'`)) ?? '', /only src\/cli/)
  t.regex(problem(file('recheck', `import type { Term } from '../kernel/term.js'`)) ?? '', /imports kernel/)
  t.is(problem(file('kernel', `import * as Q from '../arith/rational.js'`)), undefined)
  t.is(problem(file('cli', `import { check } from '../checker/check.js'`)), undefined)
})

test('no layer is below one that it imports', (t) => {
  const seen = new Set<string>()
  for (const [name, layer] of Object.entries(layers)) {
    for (const other of layer.imports) t.true(other in layers && (seen.has(other)), `${name} is listed before ${other}, which it imports`)
    seen.add(name)
  }
})

test('the trusted part keeps to its line budgets', (t) => {
  const total = (layer: string) => sourceFiles().filter((file) => file.layer === layer).reduce((sum, file) => sum + lineCount(file.text), 0)
  // 1,245: the hyperbolic functions, erf, tan, min and max in `enclosure` and `differentiate` took 25 lines beyond the first 1,200, the
  // traces from which certificates are written 13.
  t.true(total('kernel') <= 1245, `src/kernel has ${total('kernel')} lines; the budget is 1245`)
  t.true(total('recheck') < 1100, `src/recheck has ${total('recheck')} lines; the budget is below 1100`)
  t.true(total('arith') <= 1000, `src/arith has ${total('arith')} lines; the budget is 1000`)
})

test('no file of src is longer than 400 lines', (t) => {
  t.deepEqual(sourceFiles().filter((file) => lineCount(file.text) > 400).map((file) => `${file.path}: ${lineCount(file.text)}`), [])
})

test('every file of src opens with a comment that says what it is', (t) => {
  const missing = sourceFiles().filter((file) => {
    const text = file.text.startsWith('#!') ? file.text.slice(file.text.indexOf('\n') + 1) : file.text
    const [header = ''] = /^(\/\/ \S.*\n)+|^\/\*\*?[\s\S]*?\*\//.exec(text) ?? []
    return header.length < 60
  })
  t.deepEqual(missing.map((file) => file.path), [])
})
