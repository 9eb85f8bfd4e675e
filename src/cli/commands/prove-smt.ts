// `whp prove FILE.smt2 …`: scripts of SMT-LIB answered as a solver answers them. UNTRUSTED; `unsat` is said of kernel theorems only.
// Loaded by prove.ts when a file is named; several files go to threads.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { CertificateSize, NamedTheorem } from '../../certificate/write.js'
import { alphaEqual } from '../../kernel/term.js'
import { recordTraces, type Theorem } from '../../kernel/theorem.js'
import { closedStatement, refutation } from '../../engine/refutation.js'
import { at, exactValue } from '../../engine/sample.js'
import type { ModelValue } from '../../engine/types.js'
import { LineIndex } from '../../report/place.js'
import { renderDiagnostic } from '../../report/human.js'
import { message, type LocatedDiagnostic } from '../../report/model.js'
import { SmtError } from '../../smtlib/failure.js'
import { readScript, type Query, type Script } from '../../smtlib/script.js'
import { sizeText, writeCertificateFile } from '../certificates.js'
import { EXIT, type ExitCode } from '../exit.js'
import { reasonOf } from '../node-host.js'
import { print, printError, wantsColor } from '../output.js'

export interface SmtOptions {
  readonly budget: number
  readonly stats: boolean
  readonly model: boolean
  readonly jobs: number
  /** File for the certificate of the `unsat` answers, with `{name}` for the name of the input. */
  readonly certificate: string | undefined
}

/** One `check-sat`, as plain data: it may come from another thread. */
export interface QueryAnswer {
  readonly word: 'unsat' | 'sat' | 'unknown'
  readonly reason: string | undefined
  readonly model: readonly { readonly name: string; readonly sort: string; readonly value: string }[]
  readonly work: number
  readonly ms: number
}

export interface FileAnswer {
  readonly path: string
  readonly answers: readonly QueryAnswer[]
  readonly status: string | undefined
  readonly error: LocatedDiagnostic | undefined
  readonly certificate?: WrittenCertificate
}

/** The certificate of one input's `unsat` answers. */
export interface WrittenCertificate { readonly path: string; readonly size: CertificateSize }

/** Reads and answers one file; writes the proofs found to `certificate`, if that is given, with `{name}` replaced. */
export function answerFile(path: string, budget: number, certificate?: string): FileAnswer {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const place = new LineIndex({ path, text: '' }).place({ start: 0, end: 0 })
    return { path, answers: [], status: undefined, error: message('smt-syntax', `the file cannot be read: ${reasonOf(error)}`, place) }
  }
  return answerText(path, text, budget, certificate?.replaceAll('{name}', basename(path, '.smt2')))
}

/** Answers a script given as text. */
export function answerText(path: string, text: string, budget: number, certificate?: string): FileAnswer {
  let script: Script
  try {
    script = readScript(text)
  } catch (error) {
    if (!(error instanceof SmtError)) throw error
    const place = new LineIndex({ path, text }).place(error.span)
    const hints = error.hint === undefined ? [] : [error.hint]
    return { path, answers: [], status: undefined, error: message(error.code, error.message, place, hints) }
  }
  recordTraces(certificate !== undefined)
  const proofs: NamedTheorem[] = []
  const answers = script.queries.map((query, i) =>
    answerQuery(query, budget, (theorem) => { proofs.push({ name: `check-sat ${i + 1}`, theorem }) }))
  const answer: FileAnswer = { path, answers, status: script.status, error: undefined }
  if (certificate === undefined || proofs.length === 0) return answer
  return { ...answer, certificate: { path: certificate, size: writeCertificateFile(certificate, proofs) } }
}

function answerQuery(query: Query, budget: number, keep: (proof: Theorem) => void): QueryAnswer {
  const begin = performance.now()
  const { verdict, work } = refutation(query.assertions, budget)
  const ms = performance.now() - begin
  switch (verdict.kind) {
    case 'unsat':
      // The engine is not believed: the theorem must be the closed statement, without hypotheses.
      if (verdict.theorem.hyps.length > 0 || !alphaEqual(verdict.theorem.concl, closedStatement(query.assertions))) {
        return { word: 'unknown', reason: 'the proof found is not of this statement', model: [], work, ms }
      }
      keep(verdict.theorem)
      return { word: 'unsat', reason: undefined, model: [], work, ms }
    case 'sat': return { word: 'sat', reason: undefined, model: shownModel(query, verdict.model), work, ms }
    case 'unknown': return { word: 'unknown', reason: verdict.gaveUp ? `gave up after ${budget} units` : verdict.reason, model: [], work,
      ms }
  }
}

/** The declared constants with their values, as SMT-LIB terms. */
function shownModel(query: Query, model: readonly ModelValue[]): QueryAnswer['model'] {
  const values = new Map(model.map((m) => [m.term, m.value]))
  // An integer is a difference of two naturals: its value is computed.
  const assignment = new Map(model.flatMap((m) => (m.term.kind === 'fvar' ? [[m.term, m.value] as const] : [])))
  return query.declared.flatMap(({ name, value }) => {
    const { term } = value
    const whole = values.get(term) ?? exactValue(at(term, assignment))
    return whole === undefined ? [] : [{ name, sort: value.sort, value: shownValue(whole, value.sort) }]
  })
}

function shownValue({ num, den }: { readonly num: bigint; readonly den: bigint }, sort: string): string {
  const point = sort === 'Int' ? '' : '.0'
  const plain = (n: bigint): string => (n < 0n ? `(- ${String(-n)}${point})` : `${String(n)}${point}`)
  return den === 1n ? plain(num) : `(/ ${plain(num)} ${String(den)}${point})`
}

/** Answers the files in the order given; exit code 0 when every query is answered, 1 when one is not, 2 when a file cannot be read. */
export async function proveFiles(paths: readonly string[], options: SmtOptions): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const show = (answer: FileAnswer): void => { code = worse(code, shown(answer, paths.length > 1, options)) }
  if (options.jobs > 1 && paths.length > 1) {
    const { answerOnThreads } = await import('./prove.worker.js')
    await answerOnThreads(paths, { budget: options.budget, certificate: options.certificate }, Math.min(options.jobs, paths.length), show)
  } else {
    for (const path of paths) show(answerFile(path, options.budget, options.certificate))
  }
  return code
}

const worse = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b)

function shown(file: FileAnswer, many: boolean, options: SmtOptions): ExitCode {
  if (file.error !== undefined) {
    printError(renderDiagnostic(file.error, { color: wantsColor(process.stderr) }))
    return EXIT.usage
  }
  for (const a of file.answers) {
    const lines = [many ? `${file.path}: ${a.word}` : a.word]
    if (options.model && a.word === 'sat') {
      lines.push('(', ...a.model.map((m) => `  (define-fun ${m.name} () ${m.sort} ${m.value})`), ')')
    }
    if (options.stats) lines.push(`; work ${a.work}, ${a.ms.toFixed(0)} ms${a.reason === undefined ? '' : `, ${a.reason}`}`)
    print(lines.join('\n'))
  }
  if (file.certificate !== undefined) printError(`${file.certificate.path}: ${sizeText(file.certificate.size)}`)
  return file.answers.some((a) => a.word === 'unknown') ? EXIT.failed : EXIT.ok
}
