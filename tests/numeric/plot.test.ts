// TEST. Charts: ticks, well-formed SVG, both sides of a statement, reasons when there is nothing to draw.
import test from 'ava'
import { plotDeclaration } from '../../src/numeric/plot.js'
import { drawChart, ticks } from '../../src/numeric/svg.js'
import type { Term } from '../../src/kernel/term.js'
import { mkAdd, mkAnd, mkExp, mkLe, real } from './signature.js'
import { REAL, mkVar } from './terms.js'

const x = mkVar('x', REAL)
const declaration = (hypotheses: readonly Term[], goal: Term): Parameters<typeof plotDeclaration>[0] => ({
  name: 'a < b & "c"', steps: [],
  open: { variables: [], hypotheses: hypotheses.map((formula) => ({ name: undefined, formula })), goal, contexts: [] },
})

test('ticks are round and inside', (t) => {
  t.deepEqual(ticks(0, 10, 5), [0, 2, 4, 6, 8, 10])
  t.deepEqual(ticks(-1, 1, 4).map((v) => Number(v.toFixed(9))), [-1, -0.5, 0, 0.5, 1])
  t.deepEqual(ticks(3, 3, 5), [3])
})

test('both sides of an inequality', (t) => {
  const plot = plotDeclaration(declaration([mkLe(real(0n), x)], mkLe(mkAdd(real(1n), x), mkExp(x))), [])
  if (!('svg' in plot)) {
    t.fail(plot.reason)
    return
  }
  t.true(plot.points > 40)
  t.is(plot.svg.match(/<polyline/g)!.length, 2)
  t.true(plot.svg.startsWith('<svg') && plot.svg.trimEnd().endsWith('</svg>'))
  t.true(plot.svg.includes('a &lt; b &amp; &quot;c&quot;'))
  t.false(/NaN|Infinity/.test(plot.svg))
  t.deepEqual(plotDeclaration(declaration([mkLe(real(0n), x)], mkLe(mkAdd(real(1n), x), mkExp(x))), []), plot)
})

test('a statement that is no inequality, and one without a variable', (t) => {
  const none = plotDeclaration(declaration([], mkAnd(mkLe(x, x), mkLe(x, x))), [])
  t.true('reason' in none && /not an inequality/.test(none.reason))
  const constant = plotDeclaration(declaration([], mkLe(real(1n), real(2n))), [])
  t.true('reason' in constant && /no real variable/.test(constant.reason))
})

test('a logarithmic chart leaves out what it cannot show and keeps bands above the floor', (t) => {
  const svg = drawChart({
    title: 't', subtitle: '', xLabel: 'x', logarithmic: true,
    curves: [{ label: 'c', colour: 'red', points: [[0, 1], [1, 1e-6], [2, 0], [3, NaN]] }],
    bands: [{ label: 'b', colour: 'red', points: [[0, 0, 1], [1, 1e-7, 1e-3]] }],
  })
  t.false(/NaN|Infinity/.test(svg))
  t.true(svg.includes('<polygon'))
  t.true(svg.includes('>0.000001<'))
})
