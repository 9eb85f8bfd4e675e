// The cost of a proof grows in proportion to its length: counted in kernel terms, so that the answer is the same everywhere.
import test from 'ava'
import { measure } from '../../bench/steps.js'

test('ten times the steps make about ten times the terms', (t) => {
  measure(10)
  const short = measure(200)
  const long = measure(2200)
  t.true(short.proved && long.proved)
  const perStep = short.terms / 190
  const later = long.terms / 2000
  t.true(later <= 1.5 * perStep, `${String(perStep)} terms a step in a short proof, ${String(later)} in a long one`)
})
