// `whp init`: a starter project. Writes nothing over a file that exists. UNTRUSTED; loaded by the command line when needed.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { reasonOf } from '../node-host.js'
import { print } from '../output.js'

const proof = `theory Example

--- The square of a sum is at most twice the sum of the squares.
lemma square_of_sum
  fix x y : ℝ
  show (x + y)^2 ≤ 2 * x^2 + 2 * y^2
proof
  square: 0 ≤ (x - y)^2 by positivity
  calc (x + y)^2 = 2 * x^2 + 2 * y^2 - (x - y)^2 by algebra
       _ ≤ 2 * x^2 + 2 * y^2 by linear from square
qed
`

const workflow = `name: proofs
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm ci
      - run: npx whp check proofs --format github
`

const files: readonly (readonly [string, string])[] = [
  ['proofs/Example.whp', proof],
  ['.github/workflows/proofs.yml', workflow],
]

export function initCommand(directory: string): ExitCode {
  const taken = files.map(([path]) => join(directory, path)).filter((path) => existsSync(path))
  if (taken.length > 0) throw new CommandError(`${taken.join(' and ')} exist${taken.length === 1 ? 's' : ''} already; nothing was written`)
  for (const [path, text] of files) {
    const target = join(directory, path)
    try {
      mkdirSync(dirname(target), { recursive: true })
      // `wx` refuses a file that has appeared in the meantime.
      writeFileSync(target, text, { flag: 'wx' })
    } catch (error) {
      throw new CommandError(`${target} cannot be written: ${reasonOf(error)}`)
    }
    print(`wrote ${target}`)
  }
  print([
    '', 'next:', ...(existsSync(join(directory, 'package.json')) ? [] : ['  npm init -y && npm install whp   the CI file runs npm ci']),
    '  npx whp check proofs             checks the proof', '  npx whp lock                     records what it says',
  ].join('\n'))
  return EXIT.ok
}
