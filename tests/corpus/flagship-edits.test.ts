// Copies of the flagship with one thing changed that a hurried author might change: each is refused, at the step where the argument
// breaks, with a message that helps. The edits are made in the text, so they follow the proofs as these are rewritten.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { loadRefuter } from '../../src/checker/refuter.js'
import { PROOFS, checkText } from '../elaborate/theories.js'

/** Units per step: the flagship needs no more, and a step that fails is given up sooner. */
const UNITS = 40_000

interface Refusal {
  /** The line, without the space before it, in which the first error stands. */
  readonly at: RegExp
  /** In the message, its hints or the facts it shows. */
  readonly says: RegExp
}

/** `[old, new]`: the old text must stand there exactly once. */
type Edit = readonly [string, string]

async function refused(t: ExecutionContext, theory: string, edits: readonly Edit[], { at, says }: Refusal): Promise<void> {
  t.timeout(240_000)
  let text = readFileSync(join(PROOFS, 'robustness', `${theory}.whp`), 'utf8')
  for (const [from, to] of edits) {
    t.is(text.split(from).length, 2, `this stands once in ${theory}: ${from}`)
    text = text.replace(from, () => to)
  }
  const checked = checkText(text, { budget: UNITS, refuter: await loadRefuter() })
  const [first] = checked.diagnostics.filter((d) => d.severity === 'error')
  if (first === undefined) return t.fail('accepted')
  const start = checked.text.lastIndexOf('\n', first.span.start - 1) + 1
  const line = checked.text.slice(start, checked.text.indexOf('\n', start)).trim()
  t.regex(line, at)
  t.regex([first.message, ...first.hints ?? []].join('\n'), says)
}

const LAW = 'UniversalLaw'
const SHARP = 'L ≥ ε / (2^7 * √c) * √(n * d / (p * log(60 * D * J / ε) + log(4 / δ)))\n  proof'
const PRINTED = 'L ≥ ε / (2^9 * √c) * √(n * d / (p * log(60 * D * J / ε) + log(4 / δ)))\n  proof'
const NET_TERM = '2 * (60 * D * J / ε)^p * exp(-(ε^2 * n * d / (2^14 * c * L^2)))\n  proof'
const CLASS = '    show P[∃ w ∈ W, mse (f w) ≤ σ^2 - ε ∧ lipschitz dist L (f w)]\n       ≤ 4 * k * exp(-(n * ε^2 / (2^11 * k)))'

// ── constants ──

test('T3 with 2⁶ for 2⁹ does not follow from T3 with 2⁷', refused, LAW, [[PRINTED, PRINTED.replace('2^9', '2^6')]],
  { at: /^thus \?goal by smaller_bound/, says: /smaller_bound needs .*2\^6.* ≤ .*2\^7/ })
test('… and the comparison itself fails at a point', refused, LAW, [['show ε / (2^9 * s) * r ≤', 'show ε / (2^6 * s) * r ≤']],
  { at: /^by auto/, says: /it fails at ε = / })
test('the threshold with 2⁶ for 2⁷', refused, LAW, [['threshold: L = ε / (2^7 * s) * r\n', 'threshold: L = ε / (2^6 * s) * r\n']],
  { at: /^product: /, says: /does not follow/ })
test('T3 with 2⁶ for 2⁷', refused, LAW, [[SHARP, SHARP.replace('2^7', '2^6')]],
  { at: /^thus \?goal by linear from rare, none, order/, says: /the facts allow/ })
test('2¹³ for 2¹⁴ in the probability', refused, LAW, [[NET_TERM, NET_TERM.replace('2^14', '2^13')]],
  { at: /^thus \?goal by linear from order/, says: /the facts allow/ })
test('a net of (6DJ/ε)^p functions', refused, LAW, [[NET_TERM, NET_TERM.replace('(60 ', '(6 ')]],
  { at: /^thus \?goal by linear from order/, says: /the facts allow/ })
test('5k for 4k in the first term: the constant that would hold', refused, LAW,
  [['show 4 * k * exp(-(n * ε^2 / (2^11 * k))) ≤ δ/2', 'show 5 * k * exp(-(n * ε^2 / (2^11 * k))) ≤ δ/2']],
  { at: /^thus \?goal by linear/, says: /fails with 1\/2 as the coefficient of δ; holds with 5\/8/ })
test('fewer samples: 2¹⁰ for 8⁴', refused, LAW, [['assume large: 8^4 * k', 'assume large: 2^10 * k']],
  { at: /^by auto/, says: /it fails at k = / })

// ── hypotheses ──

test('without isoperimetry', refused, LAW, [['  assume isoperimetry: ∀ j in 1..k, isoperimetric dist c d (M j)\n', '']],
  { at: /^by finite_class_mixture/, says: /no fact or lemma is called isoperimetry/ })
test('without a Lipschitz parametrisation', refused, LAW,
  [['  assume parametrisation: ∀ w ∈ W, ∀ v ∈ W, ∀ u : X, |f w u - f v u| ≤ J * edist p w v\n', '']],
  { at: /^smooth: /, says: /no fact or lemma is called parametrisation/ })
test('without a bound on the diameter', refused, LAW, [['  assume diameter: ∀ w ∈ W, ∀ v ∈ W, edist p w v ≤ D\n', '']],
  { at: /^small: /, says: /no fact or lemma is called diameter/ })
test('a bound D that is too large is one thing, the side condition 60DJ ≥ ε another', refused, LAW,
  [['where 0 < ε, 0 < δ, δ < 1, 60 * D * J ≥ ε, 2^11', 'where 0 < ε, 0 < δ, δ < 1, 2^11']],
  { at: /universal_law_sharp/, says: /has no meaning here unless/ })

// ── positivity ──

test('without c > 0', refused, LAW, [['where c > 0, J > 0', 'where J > 0']],
  { at: /^assume isoperimetry/, says: /has no meaning here unless c > 0/ })
test('without L > 0', refused, LAW,
  [[`    where L > 0, ε > 0, 60 * D * J ≥ ε\n${CLASS}`, `    where ε > 0, 60 * D * J ≥ ε\n${CLASS}`]],
  { at: /theorem class_probability/, says: /has no meaning here unless/ })

// ── quantifiers, nets, unions ──

test('«for each w, with probability» used as «with probability, for all w»', refused, LAW,
  [[CLASS, CLASS.replace('show P[∃ w ∈ W, ', 'show ∀ w ∈ W, P[')]],
  { at: /^thus \?goal by linear from order/, says: /does not follow/ })
test('… or where the theorem is applied', refused, LAW,
  [['    tail: P[∃ w ∈ W, mse (f w) ≤ σ^2 - ε ∧ lipschitz dist L (f w)]\n',
    '    tail: ∀ w ∈ W, P[mse (f w) ≤ σ^2 - ε ∧ lipschitz dist L (f w)]\n']],
  { at: /^by class_probability/, says: /class_probability gives something else than the goal/ })
test('a net chosen after the sample', refused, LAW, [
  ['    obtain N : Set (ℕ → ℝ) where good: finite N ∧', '    obtain N : Ω → Set (ℕ → ℝ) where good: ∀ ω : Ω, finite (N ω) ∧'],
  ['∧ N ⊆ {w ∈ W | lipschitz dist L (f w)} ∧ |N| ≤', '∧ N ω ⊆ {w ∈ W | lipschitz dist L (f w)} ∧ |N ω| ≤'],
  ['∃ v ∈ N, ∀ u : X, |clipped (f w) u - clipped (f v) u| ≤ ε/8)\n      by net',
    '∃ v ∈ N ω, ∀ u : X, |clipped (f w) u - clipped (f v) u| ≤ ε/8)\n      by net'],
], { at: /^by net_of_functions/, says: /net_of_functions gives something else than the goal/ })
test('a union over the whole class', refused, LAW, [
  ['    fewer: |{clipped (f v) | v ∈ N}| ≤ |N|', '    bound: P[∃ h ∈ {clipped (f v) | v ∈ W}, mse h ≤ σ^2 - ε/2 ∧ lipschitz dist L h]\n'
    + '      ≤ 4 * k * exp(-(n * (ε/2)^2 / (8^3 * k))) + 2 * |{clipped (f v) | v ∈ W}| * exp(-((ε/2)^2 * n * d / (8^4 * c * L^2)))\n'
    + '      by finite_class_mixture with F := {clipped (f v) | v ∈ W}, c := c, L := L, ε := ε/2 using isoperimetry\n'
    + '    fewer: |{clipped (f v) | v ∈ N}| ≤ |N|'],
], { at: /^(by finite_class_mixture|bound: )/, says: /finite \{clipped \(f v\) \| v ∈ W\}/ })

// ── noise ──

test('noise that is not centred', refused, 'Setting',
  [['∀ i in 1..n, E[(y i - g (x i)) * h (x i)] = 0', '∀ i in 1..n, E[(y i - g (x i)) * h (x i)] = 1/100 * E[h (x i)]']],
  { at: /^zero: /, says: /noise gives something else than the goal/ })
test('noise that is centred given the point only, in a mixture', refused, 'Mixture',
  [['∀ i in 1..n, E[(y i - g (x i)) * h (ℓ i) (x i)] = 0\n', '∀ i in 1..n, E[(y i - g (x i)) * h 1 (x i)] = 0\n']],
  { at: /^zero: /, says: /fresh_noise (gives something else than|does not apply)/ })
