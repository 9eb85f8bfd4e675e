// The table of a run of the problem collection, and the list of what was not solved. Pure: results in, Markdown out.
// Used by problems.ts.
export interface Peer {
  readonly name: 'z3' | 'cvc5'
  /** What it answered; `n/a` where it was not run, because it does not know the functions. */
  readonly verdict: string
  /** Whether it was run beside this run, or its verdict is the one published with the problems. */
  readonly source: 'run' | 'published'
}

export interface Result {
  readonly id: string
  readonly name: string
  readonly family: string
  readonly expected: string
  /** `unsat`, `sat`, `unknown`; `stopped` after the time limit, `unread` when the file cannot be read. */
  readonly word: string
  readonly work: number
  readonly ms: number
  readonly reason: string | undefined
  readonly peers: readonly Peer[]
  /** Of an `unsat` answer: the size of its certificate, and what the second checker said of it, in how many milliseconds. */
  readonly certificate?: { readonly characters: number; readonly ms: number; readonly rejected: string | undefined } | undefined
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}

const time = (ms: number): string => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0))

function row(name: string, list: readonly Result[]): string {
  const count = (test: (r: Result) => boolean): number => list.filter(test).length
  const wrong = count((r) => (r.word === 'sat' || r.word === 'unsat') && r.word !== r.expected)
  const times = list.map((r) => r.ms).sort((a, b) => a - b)
  const works = list.map((r) => r.work).sort((a, b) => a - b)
  const peer = (which: Peer['name']): string => {
    const known = list.flatMap((r) => r.peers.filter((p) => p.name === which && p.verdict !== 'n/a').map((p) => p.verdict === r.expected))
    return known.length === 0 ? '—' : `${String(known.filter(Boolean).length)} of ${String(known.length)}`
  }
  const cells = [name, list.length, count((r) => r.word === 'unsat'), count((r) => r.word === 'sat'),
    count((r) => r.word !== 'unsat' && r.word !== 'sat'), wrong, time(quantile(times, 0.5)), time(quantile(times, 0.95)),
      time(times.at(-1) ?? 0),
    quantile(works, 0.5), peer('z3'), peer('cvc5')]
  return `| ${cells.join(' | ')} |`
}

/** A sentence on the certificates, if any were written. */
export function certificateLine(results: readonly Result[]): string {
  const all = results.flatMap((r) => (r.certificate === undefined ? [] : [r.certificate]))
  if (all.length === 0) return 'No certificates were written in this run.'
  const rejected = results.filter((r) => r.certificate?.rejected !== undefined)
  const sizes = all.map((c) => c.characters / 1000).sort((a, b) => a - b)
  const times = all.map((c) => c.ms).sort((a, b) => a - b)
  const spread = (list: readonly number[]): string => `${time(quantile(list, 0.5))} in the median, ${time(quantile(list, 0.95))} at 95 %, ${
    time(list.at(-1) ?? 0)} at most`
  const verdict = rejected.length === 0 ? 'the second checker accepts every one'
    : `the second checker rejects ${rejected.map((r) => `${r.id} (${r.certificate?.rejected ?? ''})`).join(', ')}`
  return `${String(all.length)} certificates: ${verdict}. Kilobytes: ${spread(sizes)}. Milliseconds to check again: ${spread(times)}.`
}

/** The table by family, the totals, and the failures by name. */
export function report(results: readonly Result[], budget: number): string {
  const families = [...new Set(results.map((r) => r.family))].sort()
  const source = results.some((r) => r.peers.some((p) => p.source === 'run')) ? 'run beside it where installed, else as published'
    : 'not installed here: their columns are the verdicts published with the problems, z3 4.8.12 and cvc5 1.0.3, within 10 s (some 2 s)'
  const failures = families.flatMap((family) => {
    const names = results.filter((r) => r.family === family && r.word !== r.expected).map((r) => (r.word === 'unknown' ? r.id
      : `${r.id} (${r.word})`))
    return names.length === 0 ? [] : [`- **${family}**: ${names.join(', ')}`]
  })
  return [
    `${String(results.length)} problems, ${String(budget)} work units each, on one core. Peers ${source}.`,
    '',
    'Solved: answered `unsat` with a kernel theorem. Refuted: answered `sat` with an exact point. Wrong: an answer that differs from the',
    'expected one. Milliseconds of processor time, warm, by family: median, 95th percentile and largest; work units: median.', '',
    '| family | problems | solved | refuted | unknown | wrong | median | 95 % | max | work | z3 | cvc5 |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...families.map((family) => row(family, results.filter((r) => r.family === family))), row('all', results), '',
    certificateLine(results), '',
    'Not answered as expected:', '', ...failures,
  ].join('\n')
}
