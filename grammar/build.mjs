// Compiles grammar/formula.ne to grammar/formula.generated.js. Run `node grammar/build.mjs` after changing the grammar;
// `--check` only says whether the generated file is up to date (a test does the same).
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const nearley = require('nearley')
const compile = require('nearley/lib/compile.js')
const generate = require('nearley/lib/generate.js')
const language = require('nearley/lib/nearley-language-bootstrapped.js')

/** JavaScript of the compiled grammar, with a note on where it comes from. */
export function compiledGrammar() {
  const parser = new nearley.Parser(nearley.Grammar.fromCompiled(language))
  parser.feed(readFileSync(new URL('formula.ne', import.meta.url), 'utf8'))
  const text = generate(compile(parser.results[0], {}), 'grammar')
  const body = text.split('\n').filter((line) => !line.startsWith('// ')).join('\n')
  return `// GENERATED from grammar/formula.ne by grammar/build.mjs; change the grammar, not this file.\n${body}`
}

if (import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const target = new URL('formula.generated.js', import.meta.url)
  const text = compiledGrammar()
  if (process.argv.includes('--check')) {
    const current = readFileSync(target, 'utf8') === text
    if (!current) console.error('grammar/formula.generated.js is out of date: run `node grammar/build.mjs`')
    process.exitCode = current ? 0 : 1
  } else {
    writeFileSync(target, text)
  }
}
