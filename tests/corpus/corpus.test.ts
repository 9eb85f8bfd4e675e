// The corpus: directories of small theories whose folder says what must happen.
//   pass/     checks without an error or a warning
//   fail/     NAME.whp is refused with exactly the codes of its header, for the reason it names; NAME.ok.whp, one edit away, checks
//   run/      hostile or odd input: any verdict, but no crash, and nothing counts as proved without a kernel theorem
//   unsound/  falsehoods that once got past the checker; each must be refused like those of fail/
// Header: `-- expect: CODE[, CODE] | FRAGMENT` (errors in order of place; the fragment occurs in the first one's message, goal or
// marked text), or `-- warns: CODE | FRAGMENT` for a theory that checks with exactly that warning.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { checkText, isBacked, whpFiles, type Checked } from '../elaborate/theories.js'

const ROOT = fileURLToPath(new URL('.', import.meta.url))
const HEADER = /^-- (expect|warns): ([a-z, -]+) \| (.+)$/mu

/** What an error may leave behind: the goal it was meant to reach, a later use of what it left unproved. */
const AFTERMATH: ReadonlySet<string> = new Set(['goal-not-reached', 'rests-on-unproved'])

interface Expectation {
  readonly severity: 'error' | 'warning'
  readonly codes: readonly string[]
  readonly fragment: string
}

function expectation(text: string): Expectation | undefined {
  const found = HEADER.exec(text)
  if (found === null) return undefined
  const [, kind, codes, fragment] = found as unknown as readonly [string, string, string, string]
  return { severity: kind === 'expect' ? 'error' : 'warning', codes: codes.split(',').map((c) => c.trim()), fragment: fragment.trim() }
}

/** Messages of the severity that the header speaks of; `hole` counts as an error, for an incomplete proof is not a proof. */
function relevant(checked: Checked, severity: 'error' | 'warning'): Checked['diagnostics'] {
  const isError = (d: Checked['diagnostics'][number]): boolean => d.severity === 'error' || d.code === 'hole'
  return checked.diagnostics.filter((d) => isError(d) === (severity === 'error'))
}

function everythingBacked(t: ExecutionContext, checked: Checked): void {
  for (const d of checked.result.declarations) {
    if (d.status !== 'proved' && d.status !== 'refuted') continue
    t.true(isBacked(d), `${d.name} is called ${d.status} without a theorem that says so`)
  }
}

function described(checked: Checked): string {
  const marked = (d: Checked['diagnostics'][number]): string => checked.text.slice(d.span.start, d.span.end).slice(0, 80)
  return checked.diagnostics.map((d) => `[${d.code}] ${d.message} · ${marked(d)}`).join('\n')
}

function asExpected(t: ExecutionContext, path: string): void {
  const source = readFileSync(path, 'utf8')
  const wanted = expectation(source)
  if (wanted === undefined) {
    t.fail(`${path} has no header`)
  }
  const checked = checkText(source)
  everythingBacked(t, checked)
  if (wanted.severity === 'warning') t.deepEqual(relevant(checked, 'error').map((d) => d.code), [], described(checked))
  const found = relevant(checked, wanted.severity)
  t.deepEqual(found.map((d) => d.code).filter((c, i) => i < wanted.codes.length || !AFTERMATH.has(c)), wanted.codes, described(checked))
  const [first] = found
  if (first === undefined) return
  const around = [first.message, first.goal ?? '', checked.text.slice(first.span.start, first.span.end)]
  t.true(around.some((text) => text.includes(wanted.fragment)), `refused for another reason:\n${described(checked)}`)
}

function checks(t: ExecutionContext, path: string, warnings: boolean): void {
  const checked = checkText(readFileSync(path, 'utf8'))
  everythingBacked(t, checked)
  t.deepEqual(relevant(checked, 'error').map((d) => d.code), [], described(checked))
  if (!warnings) t.deepEqual(relevant(checked, 'warning').map((d) => d.code), [], described(checked))
}

/** The texts differ in one contiguous place of at most a few lines, comment lines aside. */
function oneEdit(t: ExecutionContext, path: string, control: string): void {
  const body = (p: string): string => readFileSync(p, 'utf8').split('\n').filter((l) => !l.startsWith('-- ')).join('\n')
  const [a, b] = [body(path), body(control)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const edit = (s: string): string => s.slice(start, s.length - end)
  t.not(a, b, 'the control is the same theory')
  t.true(edit(a).split('\n').length <= 6 && edit(b).split('\n').length <= 6, `more than one edit:\n${edit(a)}\n→\n${edit(b)}`)
}

const controls = (path: string): string => path.replace(/\.whp$/u, '.ok.whp')
const isControl = (path: string): boolean => path.endsWith('.ok.whp')

for (const path of whpFiles(join(ROOT, 'pass'))) {
  test(`pass/${basename(path)}`, (t) => { checks(t, path, false) })
}

for (const folder of ['fail', 'unsound']) {
  for (const path of whpFiles(join(ROOT, folder)).filter((p) => !isControl(p))) {
    test(`${folder}/${basename(path)}`, (t) => { asExpected(t, path) })
    const control = controls(path)
    if (existsSync(control)) {
      test(`${folder}/${basename(control)}`, (t) => {
        oneEdit(t, path, control)
        checks(t, control, true)
      })
    } else test(`${folder}/${basename(path)} has a control`, (t) => { t.fail(`write ${basename(control)}`) })
  }
}

for (const path of whpFiles(join(ROOT, 'run'))) {
  test(`run/${basename(path)}`, (t) => {
    t.notThrows(() => {
      const checked = checkText(readFileSync(path, 'utf8'))
      everythingBacked(t, checked)
      for (const d of checked.diagnostics) t.true(d.span.start >= 0 && d.span.end <= checked.text.length)
    })
  })
}
