// Runs the problem collection and writes the table of results. `npm run bench:problems` runs everything; names of families after `--`
// select, `--budget N` sets the work per problem, `--limit S` the seconds after which a run is stopped, `--write` updates README.md;
// `--save FILE` keeps every result as a line of JSON, `--from FILE` (may be repeated) puts results kept before into the table.
// `--certificates DIR` writes the proofs there and has the second checker check each; one that it rejects ends the run with exit code 1.
// Other provers that are installed are run beside it; where none is, the published verdicts of baselines.jsonl stand, named as such.
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { basename, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { startProver } from '../src/cli/commands/prove.worker.js'
import { linesOf } from '../src/cli/certificates.js'
import type { FileAnswer } from '../src/cli/commands/prove-smt.js'
import { recheck } from '../src/rechecked/recheck.js'
import { report, type Peer, type Result } from './problem-report.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, 'problems')

interface Settings {
  readonly families: readonly string[]
  readonly budget: number
  readonly limit: number
  readonly write: boolean
  readonly verbose: boolean
  readonly save: string | undefined
  readonly from: readonly string[]
  readonly certificates: string | undefined
}

function settings(args: readonly string[]): Settings {
  const families: string[] = []
  const from: string[] = []
  let [budget, limit, write, verbose] = [200_000, 20, false, false]
  let [save, certificates]: (string | undefined)[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '--budget') budget = Number(args[++i])
    else if (arg === '--limit') limit = Number(args[++i])
    else if (arg === '--write') write = true
    else if (arg === '--verbose') verbose = true
    else if (arg === '--save') save = args[++i]
    else if (arg === '--certificates') certificates = args[++i]
    else if (arg === '--from') from.push(args[++i] ?? '')
    else families.push(arg)
  }
  return { families, budget, limit, write, verbose, save, from, certificates }
}

/** The problem files, family by family. */
export function problemFiles(families: readonly string[]): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.smt2'))
    .filter((name) => families.length === 0 || families.some((f) => name.startsWith(f))).sort().map((name) => join(root, name))
}

const familyOf = (path: string): string => relative(root, path).split(sep).slice(0, -1).join('/')

/** Answers one file after the other on a thread of its own, which is replaced when it does not come back in time. */
class Runner {
  #worker: Worker | undefined
  #done: ((answer: FileAnswer | undefined) => void) | undefined
  constructor(readonly budget: number, readonly limit: number, readonly certificates: string | undefined) {}

  /** The answer, or undefined when it does not come in time. */
  run(path: string): Promise<FileAnswer | undefined> {
    const worker = this.#worker ??= this.#start()
    return new Promise((resolve) => {
      const timer = setTimeout(() => { this.#done?.(undefined) }, this.limit * 1000)
      this.#done = (answer) => {
        clearTimeout(timer)
        if (answer === undefined) {
          void worker.terminate()
          this.#worker = undefined
        }
        resolve(answer)
      }
      worker.postMessage(path)
    })
  }

  #start(): Worker {
    const worker = startProver({
      budget: this.budget, certificate: this.certificates === undefined ? undefined : join(this.certificates, '{name}.cert'),
    })
    worker.on('message', (answer: FileAnswer) => this.#done?.(answer))
    worker.on('error', (error) => {
      console.error(error)
      this.#done?.(undefined)
    })
    return worker
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate()
  }
}

interface Baseline {
  readonly id: string
  readonly z3: string
  readonly cvc5: string
}

function baselines(): ReadonlyMap<string, Baseline> {
  const lines = readFileSync(join(root, 'baselines.jsonl'), 'utf8').trim().split('\n')
  return new Map(lines.map((line) => JSON.parse(line) as Baseline).map((b) => [b.id, b]))
}

const PEERS: readonly { readonly name: 'z3' | 'cvc5'; readonly args: (seconds: number) => readonly string[] }[] = [
  { name: 'z3', args: (seconds) => [`-T:${String(seconds)}`] },
  { name: 'cvc5', args: (seconds) => [`--tlimit=${String(seconds * 1000)}`, '--quiet'] },
]

/** The other provers that can be started here. */
function installed(): readonly typeof PEERS[number][] {
  return PEERS.filter((p) => spawnSync(p.name, ['--version']).status === 0)
}

function askPeer(peer: typeof PEERS[number], path: string): string {
  const { stdout } = spawnSync(peer.name, [...peer.args(10), path], { encoding: 'utf8', timeout: 15_000 })
  return stdout.split('\n')[0]?.trim() ?? ''
}

/** The certificate of an answer, checked again by the second checker. */
function recheckedOf(answer: FileAnswer | undefined): Result['certificate'] {
  if (answer?.certificate === undefined) return undefined
  const begin = performance.now()
  const verdict = recheck(linesOf(answer.certificate.path))
  const reason = verdict.accepted ? undefined : `line ${String(verdict.line)}: ${verdict.reason}`
  return { characters: answer.certificate.size.characters, ms: performance.now() - begin, rejected: reason }
}

async function main(): Promise<void> {
  const s = settings(process.argv.slice(2))
  const runner = new Runner(s.budget, s.limit, s.certificates)
  const [published, present] = [baselines(), installed()]
  const results: Result[] = s.from.flatMap((file) => readFileSync(file,
    'utf8').trim().split('\n').map((line) => JSON.parse(line) as Result))
  const done = new Set(results.map((r) => r.name))
  await runner.run(join(root, 'polya', 'polya-71.smt2'))
  for (const path of problemFiles(s.families)) {
    if (done.has(relative(root, path))) continue
    // Processor time, so that other work on the machine does not count.
    const before = process.cpuUsage()
    const answer = await runner.run(path)
    const { user, system } = process.cpuUsage(before)
    const first = answer?.answers[0]
    const id = /:id "([^"]*)"/u.exec(readFileSync(path, 'utf8'))?.[1] ?? basename(path, '.smt2')
    const expected = answer?.status ?? /:status (\w+)/u.exec(readFileSync(path, 'utf8'))?.[1] ?? 'unknown'
    const peers: Peer[] = PEERS.map((p) => (present.includes(p) ? { name: p.name, verdict: askPeer(p, path), source: 'run' }
      : { name: p.name, verdict: published.get(id)?.[p.name] ?? 'n/a', source: 'published' }))
    const word = answer === undefined ? 'stopped' : answer.error === undefined ? first?.word ?? 'unknown' : 'unread'
    const result: Result = { id, name: relative(root, path), family: familyOf(path), expected, word, work: first?.work ?? 0,
      ms: answer === undefined ? s.limit * 1000 : (user + system) / 1000, reason: answer?.error?.message ?? first?.reason, peers,
      certificate: recheckedOf(answer) }
    results.push(result)
    if (s.save !== undefined) appendFileSync(s.save, `${JSON.stringify(result)}\n`)
    if (s.verbose || word !== expected) {
      const others = peers.map((p) => `${p.name} ${p.verdict}`).join(', ')
      console.log(`${result.name}: ${word} (${String(result.work)} units, ${result.ms.toFixed(0)} ms) ${result.reason ?? ''} | ${others}`)
    }
  }
  await runner.stop()
  const text = report(results, s.budget)
  console.log(text)
  if (s.write) writeReadme(text)
  if (results.some((r) => r.certificate?.rejected !== undefined)) process.exitCode = 1
}

const [BEGIN, END] = ['<!-- problems: begin -->', '<!-- problems: end -->']

function writeReadme(text: string): void {
  const path = join(here, 'README.md')
  const old = readFileSync(path, 'utf8')
  const [before, rest] = old.split(BEGIN)
  const after = rest?.split(END)[1] ?? '\n'
  writeFileSync(path, `${(before ?? '').trimEnd()}\n\n${BEGIN}\n${text}\n${END}${after}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
