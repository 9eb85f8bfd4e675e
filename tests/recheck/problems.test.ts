// Certificates of SMT-LIB problems: of every answer `unsat` to a sample of each kind, checked again by both checkers. The runner in
// bench/ does the same for the whole collection.
import test from 'ava'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from '../../src/certificate/replay.js'
import { linesOf } from '../../src/cli/certificates.js'
import { answerFile } from '../../src/cli/commands/prove-smt.js'
import { recheck } from '../../src/rechecked/recheck.js'

const FAMILIES = [
  'polya', 'metitarski-exp', 'metitarski-log', 'coq-interval', 'isabelle-approx', 'mathlib-nlinarith', 'holight-sos', 'estimates',
]
const EACH = 3

test('certificates of problems are accepted by both checkers', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'whp-certificates-'))
  try {
    let proved = 0
    for (const family of FAMILIES) {
      const folder = join('bench', 'problems', family)
      for (const name of readdirSync(folder).filter((n) => n.endsWith('.smt2')).sort().slice(0, EACH)) {
        const { answers, certificate } = answerFile(join(folder, name), 20_000, join(directory, '{name}.cert'))
        if (!answers.some((a) => a.word === 'unsat')) continue
        proved++
        const lines = [...linesOf(certificate!.path)]
        const verdict = recheck(lines)
        t.true(verdict.accepted, `${name}: ${verdict.accepted ? '' : `line ${verdict.line}: ${verdict.reason}`}`)
        t.true(replay(lines).accepted, name)
        t.is(lines.length, certificate!.size.lines)
      }
    }
    t.true(proved >= 8, `only ${proved} problems of the sample are proved`)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
