// `whp check`: runs the checker and writes its report in the formats asked for. UNTRUSTED; loaded by the command line when needed.
import { existsSync, readFileSync } from 'node:fs'
import { check, exitCodeOf, type CheckSettings } from '../../checker/check.js'
import type { CacheStore } from '../../checker/cache.js'
import { DRIFT_CODES, compareLock } from '../../checker/drift.js'
import { parseLock } from '../../checker/lock.js'
import type { LocatedDiagnostic, Report } from '../../report/model.js'
import { recordTraces } from '../../kernel/theorem.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { nodeHost, reasonOf } from '../node-host.js'
import { print, printError, wantsColor, writeFileWhole } from '../output.js'
import { libraries, pathsOr } from '../paths.js'
import { startProgress } from '../progress.js'
import { VERSION } from '../version.js'

export const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const
export type Format = (typeof FORMATS)[number]

export interface CheckOptions {
  readonly format: readonly Format[]
  readonly output: string | undefined
  readonly numeric: boolean
  readonly seed: number
  readonly samples: number
  readonly budget: number | undefined
  readonly jobs: number
  readonly allowAxioms: string | undefined
  readonly locked: boolean
  readonly lockFile: string
  /** Directory of the cache; the usual one when undefined, none when false. */
  readonly cache: string | false | undefined
  /** Directory to write certificates to. */
  readonly certificates: string | undefined
  /** Theorems whose ledgers are wanted. */
  readonly ledgers: readonly string[]
  readonly debug: boolean
}

export async function checkCommand(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  checkDestinations(options)
  const lock = options.locked ? readLock(options.lockFile) : undefined
  const human = options.format.includes('human') && options.output === undefined
  const progress = await startProgress(human)
  const settings = settingsOf(paths, options, progress.update)
  if (options.certificates !== undefined) recordTraces(true)
  try {
    const sampler = settings.numeric === undefined ? undefined : (await import('../../checker/sampling.js')).sampleRuns
    const refuter = settings.numeric === undefined ? undefined : await (await import('../../checker/refuter.js')).loadRefuter()
    // Comparing with a lock needs the statements themselves, and certificates the proofs: neither crosses threads or is in the cache.
    const inThread = lock !== undefined || options.certificates !== undefined
    const crew = inThread ? undefined : (await import('../../checker/crew.js')).crewOf(options.jobs, await storeOf(options))
    const { report, runs } = await check(refuter === undefined ? settings : { ...settings, refuter }, nodeHost, { sampler, crew })
    const requested = runs.filter((r) => r.file.requested)
    const drift = lock === undefined ? [] : compareLock(lock, requested, options.lockFile)
    progress.stop()
    const { ledgers, problem } = await ledgersFor(paths, options)
    await write({ ...report, ...ledgers, diagnostics: [...report.diagnostics, ...drift] }, options)
    if (options.certificates !== undefined) (await import('../certify.js')).certify(options.certificates, requested)
    if (problem !== undefined) throw problem
    return withDrift(exitCodeOf(report), drift)
  } finally {
    progress.stop()
  }
}

async function storeOf(options: CheckOptions): Promise<CacheStore | undefined> {
  if (options.cache === false) return undefined
  const { cacheDirectory, openCache } = await import('../cache.js')
  return openCache(cacheDirectory(options.cache))
}

/** The ledgers asked for; what is wrong with a name is said after the report, which may say why. */
async function ledgersFor(paths: readonly string[], options: CheckOptions):
Promise<{ readonly ledgers?: Pick<Report, 'ledgers'>; readonly problem?: CommandError }> {
  if (options.ledgers.length === 0) return {}
  const { ledgersOf } = await import('../ledgers.js')
  try {
    return { ledgers: { ledgers: ledgersOf(options.ledgers, pathsOr(paths), options.debug) } }
  } catch (error) {
    if (error instanceof CommandError) return { problem: error }
    throw error
  }
}

/** A failed proof weighs more than drift, and drift more than a hole. */
function withDrift(code: 0 | 1 | 2 | 3, drift: readonly LocatedDiagnostic[]): ExitCode {
  const drifted = drift.some((d) => DRIFT_CODES.has(d.code))
  return drifted && code !== EXIT.failed && code !== EXIT.usage ? EXIT.drift : code
}

function settingsOf(paths: readonly string[], options: CheckOptions, onProgress: CheckSettings['onProgress']): CheckSettings {
  return {
    paths: pathsOr(paths), libraries: libraries(), toolVersion: VERSION, debug: options.debug,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(options.budget === undefined ? {} : { budget: options.budget }),
    ...(options.numeric ? { numeric: { seed: options.seed, samples: options.samples, jobs: options.jobs } } : {}),
    ...(options.allowAxioms === undefined ? {} : { allowedAxioms: readAllowed(options.allowAxioms) }),
  }
}

/** One axiom name a line; `#` starts a comment. */
function readAllowed(path: string): ReadonlySet<string> {
  const lines = readText(path).split('\n').map((line) => line.replace(/#.*$/u, '').trim())
  return new Set(lines.filter((line) => line !== ''))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}`)
  }
}

function readLock(path: string): Exclude<ReturnType<typeof parseLock>, string> {
  if (!existsSync(path)) throw new CommandError(`there is no ${path}`, EXIT.usage, ['run `whp lock` to make one'])
  const lock = parseLock(readText(path))
  if (typeof lock === 'string') throw new CommandError(`${path} is not a lock file: ${lock}`)
  return lock
}

/** Formats that go to a file when there is one; the others are for the terminal or a build log. */
const fileFormats: ReadonlySet<Format> = new Set(['json', 'sarif', 'junit'])

function checkDestinations(options: CheckOptions): void {
  const files = options.format.filter((f) => fileFormats.has(f))
  if (options.output !== undefined && options.format.length > 1 && files.length > 1 && !options.output.includes('{format}')) {
    throw new CommandError('several formats cannot go to one file', EXIT.usage, ['put {format} into the file name, as in report.{format}'])
  }
}

async function write(report: Report, options: CheckOptions): Promise<void> {
  for (const format of options.format) {
    const toFile = options.output !== undefined && (options.format.length === 1 || fileFormats.has(format))
    const text = await render(report, format, toFile ? false : wantsColor(process.stdout))
    if (toFile && options.output !== undefined) writeFileWhole(options.output.replaceAll('{format}', format), text)
    else print(text)
  }
  // A report that went to a file alone would leave a person without a word.
  if (options.output !== undefined && !options.format.includes('human') && !options.format.includes('github')) {
    const { countsLine } = await import('../../report/human.js')
    printError(countsLine(report.summary))
  }
}

async function render(report: Report, format: Format, color: boolean): Promise<string> {
  switch (format) {
    case 'human': return (await import('../../report/human.js')).renderHuman(report, { color, time: true })
    case 'json': return (await import('../../report/json.js')).renderJson(report)
    case 'sarif': return (await import('../../report/sarif.js')).renderSarif(report)
    case 'junit': return (await import('../../report/junit.js')).renderJunit(report)
    case 'github': return (await import('../../report/github.js')).renderGithub(report)
  }
}
