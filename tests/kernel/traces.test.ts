// Traces: nothing is kept unless asked for, and what is kept is data that no rule reads. Tampering with it changes no theorem, and a
// certificate written from a tampered trace is rejected.
import test from 'ava'
import { writeCertificate } from '../../src/certificate/write.js'
import { replay } from '../../src/certificate/replay.js'
import { recheck } from '../../src/rechecked/recheck.js'
import { falsity, mkEq, mkImp, real } from '../../src/kernel/signature.js'
import { assume, intro, recordTraces, refl, sym, type Theorem } from '../../src/kernel/theorem.js'
import '../../src/kernel/axioms.js'

function recorded<T>(run: () => T): T {
  recordTraces(true)
  try { return run() } finally { recordTraces(false) }
}
function certificate(theorem: Theorem): string[] {
  const lines: string[] = []
  writeCertificate([{ name: 'x', theorem }], (line) => { lines.push(line) })
  return lines
}

test.serial('theorems keep no trace unless recording is on', (t) => {
  t.is(refl(real(1n)).trace, undefined)
  const kept = recorded(() => sym(refl(real(1n))))
  t.is(kept.trace?.rule, 'sym')
  t.is(kept.trace?.premises[0]?.trace?.rule, 'refl')
  t.is(sym(kept).trace, undefined)
  t.throws(() => certificate(sym(kept)), { message: /before recording/u })
})

test.serial('a tampered trace forges nothing', (t) => {
  const honest = recorded(() => intro(falsity, assume(falsity)))
  t.true(recheck(certificate(honest)).accepted)
  const trace = honest.trace as unknown as { rule: string; premises: Theorem[]; data: unknown[] }
  t.throws(() => { (honest as { trace: unknown }).trace = undefined })
  trace.data[0] = mkEq(real(0n), real(1n))
  t.is(honest.concl, mkImp(falsity, falsity))
  const lines = certificate(honest)
  t.false(recheck(lines).accepted)
  t.false(replay(lines).accepted)
  trace.rule = 'exFalso'
  t.false(recheck(certificate(honest)).accepted)
})
