// How `whp tighten` tells what it found: values before and after, why nothing is better, the room of each step, the new statement.
// UNTRUSTED display; used by the command only.
import * as Q from '../../arith/rational.js'
import type { Rational } from '../../arith/rational.js'
import type { TheoryFile } from '../../checker/imports.js'
import type { Failing, TightenProblem } from '../../checker/tighten-problem.js'
import { rooms, type Room } from '../../checker/tighten-room.js'
import type { Answer, Bound, Known, Tie, Tightened } from '../../checker/tighten.js'
import { formatExpr } from '../../syntax/format.js'
import type { PrintOptions } from '../../syntax/term-printer.js'
import { printStatement } from '../../syntax/term-printer-statement.js'
import { PAGE_WIDTH } from '../printing.js'

type Solved = Extract<Tightened, { kind: 'solved' }>

/** One line for each step that does not hold. */
export function failingLines(failing: readonly Failing[], file: TheoryFile): readonly string[] {
  return failing.map((f) => `  ${place(f, file)}: ${f.message}${f.goal === undefined ? '' : `: ${f.goal}`}`)
}

/** The whole report of a solved problem. */
export function printAnswers(result: Solved, problem: TightenProblem, file: TheoryFile, digits: number,
  options: PrintOptions): readonly string[] {
  const room = rooms(problem, result.point, digits)
  const tight = new Set(result.answers.flatMap((a) => (a.multipliers ?? []).flatMap((m) => keysOf(m.constraint))))
  const statement = printStatement(result.verdict.checked.declaration.statement, { ...options, width: PAGE_WIDTH })
  return [
    ...values(result), ...result.answers.flatMap((answer) => ['', ...explain(answer, file)]),
    '', 'room of steps and conditions, one constant moved at a time', ...room.map((r) => roomLine(r, tight, file)),
    '', 'statement', ...statement.map((entry) => entry.replace(/^/gmu, '  ')),
    '', 'every step checks at these values, given the statements of the lemmas it uses;',
    `the proof was run at ${String(problem.runs)} points`,
  ]
}

/** The steps or the condition that a constraint stands for. */
function keysOf(c: Known): readonly string[] {
  return c.kind === 'bound' ? c.failing.map((f) => f.key) : c.kind === 'condition' ? [c.condition.key] : []
}

function values({ start, point }: Solved): readonly string[] {
  const width = Math.max(...[...point.keys()].map((name) => name.length))
  const before = Math.max(...[...start.values()].map((v) => numeral(v).length))
  return [...point].map(([name, value]) => {
    const old = start.get(name) ?? value
    const news = Q.eq(old, value) ? 'stays' : `becomes ${numeral(value)}${approximately(value)}`
    return `  ${name.padEnd(width)}  ${numeral(old).padStart(before)}  ${news}`
  })
}

function explain(answer: Answer, file: TheoryFile): readonly string[] {
  const { objective, before, value } = answer
  const head = `${objective.sense} ${formatExpr(objective.expr)}: ${numeral(value)}${approximately(value)}, was ${numeral(before)}`
  const first = answer.first.map((t) => `  ${t.name} was made as ${size(t)} as possible first, as a step ties it to the objective`)
  if (answer.multipliers === undefined) return [`${head}; not shown to be best: several constants ran into a step together`, ...first]
  const lines = answer.multipliers.map(({ constraint: c, factor }) => `  ${numeral(factor)} × (${known(c)})${reason(c, file)}`)
  const moves = (b: Bound): string => b.ties.map((t) => `a ${t.sense} ${t.name}`).join(', ')
  const open = answer.loose.map((b) => `  not shown to be best: the bound on ${b.name} would move with ${moves(b)}`)
  const claim = open.length === 0 ? 'no choice does better, by adding' : 'the best for the present values of the other constants, by adding'
  return [`${head}; ${claim}`, ...lines, ...open, ...first]
}

const size = (tie: Tie): string => (tie.sense === 'larger' ? 'large' : 'small')

function known(c: Known): string {
  switch (c.kind) {
    case 'condition': return c.condition.text
    case 'bound': return `${c.name} ${c.sense === 'least' ? '≥' : '≤'} ${numeral(c.value)}`
    case 'horizon': return `${c.name} within the range searched`
    case 'kept': return 'what the objective before reached'
  }
}

function reason(c: Known, file: TheoryFile): string {
  if (c.kind !== 'bound') return ''
  const ties = c.ties.length === 0 ? '' : `, for the present ${c.ties.map((t) => t.name).join(', ')}`
  return `  ${numeral(c.value)} checks; at ${nextTo(c)} it fails: ${[...new Set(c.failing.map((f) => place(f, file)))].join(', ')}${ties}`
}

/** The value beyond a bound, as a difference when it is close by. */
function nextTo({ value, beyond, sense }: Bound): string {
  const gap = Q.abs(Q.sub(value, beyond))
  if (gap.num !== 1n || gap.den < 10_000_000n) return numeral(beyond)
  return `${numeral(value)} ${sense === 'least' ? '-' : '+'} 10^-${String(String(gap.den).length - 1)}`
}

function roomLine(room: Room, tight: ReadonlySet<string>, file: TheoryFile): string {
  const where = `  ${place(room.failing, file)}`
  if (tight.has(room.failing.key)) return `${where}: tight`
  if (Q.isZero(room.holds)) return `${where}: breaks when ${room.name} is ${percent(room.breaks)} ${room.sense}`
  return `${where}: holds until ${room.name} is between ${percent(room.holds)} and ${percent(room.breaks)} ${room.sense}`
}

function percent(q: Rational): string {
  const hundredths = Q.mul(q, Q.rational(100n))
  return `${decimal(hundredths, 15) ?? String(hundredths)}%`
}

/** The line a message points at; for a condition, or the statement itself, what is wrong there. */
function place(failing: Failing, file: TheoryFile): string {
  const at = file.index.place(failing.span)
  if (failing.condition !== undefined) return `condition ${failing.condition}`
  const text = (at.lineText ?? '').trim()
  const words = text.length > 50 ? `${text.slice(0, 49)}…` : text
  return `line ${String(at.line)} \`${words}\``
}

/** A numeral the language reads back: a decimal where it is exact and the fraction is long. */
function numeral(q: Rational): string {
  return q.den <= 100n ? String(q) : decimal(q, 15) ?? String(q)
}

/** The exact decimal of at most so many places, if there is one. */
function decimal(q: Rational, places: number): string | undefined {
  for (let digits = 0; digits <= places; digits++) {
    const scaled = Q.mul(q, Q.rational(10n ** BigInt(digits)))
    if (!Q.isInteger(scaled)) continue
    if (digits === 0) return String(q)
    const text = String(scaled.num < 0n ? -scaled.num : scaled.num).padStart(digits + 1, '0')
    return `${scaled.num < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
  }
  return undefined
}

/** ` ≈ 2457.6` for a fraction. */
function approximately(q: Rational): string {
  if (Q.isInteger(q) || numeral(q).includes('.')) return ''
  const million = Q.rational(1_000_000n)
  const rounded = Q.div(Q.rational(Q.floor(Q.mul(q, million))), million)
  const text = decimal(rounded, 6) ?? String(rounded)
  return ` ${Q.eq(rounded, q) ? '=' : '≈'} ${text}`
}
