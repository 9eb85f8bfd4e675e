// Lint rules: typescript-eslint strict, the house formatting, and one restriction per forbidden edge of scripts/layers.json.
// tests/architecture enforces the same table on the files themselves, dynamic imports included.
import { readFileSync } from 'node:fs'
import stylistic from '@stylistic/eslint-plugin'
import tseslint from 'typescript-eslint'

const layers = JSON.parse(readFileSync(new URL('./scripts/layers.json', import.meta.url), 'utf8'))

/** Lint patterns for one layer: every other layer it may not import, then packages and Node built-ins. */
function forbidden(name, layer) {
  const patterns = []
  for (const other of Object.keys(layers)) {
    if (other === name || layer.imports.includes(other)) continue
    const sentence = other === 'cli' ? 'nothing imports src/cli: it is the top of the house' : layer.why
    patterns.push({ regex: `^(\\./|\\.\\./)+${other}/`, message: `${name} must not import ${other}: ${sentence}.` })
  }
  if (!layer.packages) patterns.push({ regex: '^[^.]', message: `${name} must not import packages: ${layer.why}.` })
  if (layer.packages && !layer.node) {
    const message = `${name} must not use Node built-ins: only src/cli does, so that the rest runs in a browser.`
    patterns.push({ regex: '^node:', message })
  }
  return patterns
}

const layering = Object.entries(layers).map(([name, layer]) => ({
  files: [`src/${name}/**/*.ts`],
  // Worker entry files are the one place below the command line that may speak to node:worker_threads.
  ignores: ['src/**/*.worker.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden(name, layer) }] },
}))

const exactOnly = 'the trusted part computes with BigInt only; floating point decides nothing here'

export default [
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', '**/*.generated.ts', 'grammar/**/*.js', 'grammar/**/*.ts'] },
  ...tseslint.configs.strict.map((config) => ({ ...config, files: ['src/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts'] })),
  {
    files: ['src/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.mjs', 'eslint.config.js'],
    plugins: { '@stylistic': stylistic },
    rules: {
      '@stylistic/semi': ['error', 'never'],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
      '@stylistic/max-len': ['error', { code: 140 }],
      '@stylistic/no-trailing-spaces': 'error',
      '@stylistic/eol-last': 'error',
      'eqeqeq': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports' }],
      'no-restricted-syntax': ['error', {
        selector: 'ExportDefaultDeclaration',
        message: 'Named exports only: a default export has no name to search for.',
      }],
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/cli/**'], rules: { 'no-console': 'error' } },
  {
    files: ['src/arith/**/*.ts', 'src/kernel/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...['Math', 'Number', 'parseFloat', 'parseInt', 'Date', 'console', 'process', 'globalThis']
        .map((name) => ({ name, message: `No ${name} in src/arith and src/kernel: ${exactOnly}.` }))],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-explicit-any': 'off' },
  },
  ...layering,
]
