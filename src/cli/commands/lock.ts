// `whp lock`: records what every theorem says. UNTRUSTED; loaded by the command line when needed.
import { existsSync, readFileSync } from 'node:fs'
import { check, exitCodeOf } from '../../checker/check.js'
import { DRIFT_CODES, compareLock } from '../../checker/drift.js'
import { buildLock, lockable, parseLock, renderLock } from '../../checker/lock.js'
import { countsLine, renderDiagnostic } from '../../report/human.js'
import { EXIT, type ExitCode } from '../exit.js'
import { nodeHost } from '../node-host.js'
import { print, printError, wantsColor, writeFileWhole } from '../output.js'
import { libraries, pathsOr } from '../paths.js'
import { startProgress } from '../progress.js'
import { VERSION } from '../version.js'

/** Writes the lock if everything is proved; says what changed against the old one. */
export async function lockCommand(paths: readonly string[], lockFile: string, debug: boolean): Promise<ExitCode> {
  const progress = await startProgress(true)
  const onProgress = progress.update === undefined ? {} : { onProgress: progress.update }
  const settings = { paths: pathsOr(paths), libraries: libraries(), toolVersion: VERSION, debug, ...onProgress }
  const { report, runs: all } = await check(settings, nodeHost)
  progress.stop()
  const code = exitCodeOf(report)
  if (code !== EXIT.ok) {
    const color = wantsColor(process.stderr)
    const errors = report.diagnostics.filter((d) => d.severity === 'error' || d.code === 'hole')
    printError([...errors.map((d) => renderDiagnostic(d, { color })), `${countsLine(report.summary)}; nothing was locked`].join('\n\n'))
    return code
  }
  const runs = all.filter((r) => r.file.requested)
  const changes = existsSync(lockFile) ? changesSince(readFileSync(lockFile, 'utf8'), runs, lockFile) : []
  const theorems = lockable(runs)
  writeFileWhole(lockFile, renderLock(buildLock(theorems)))
  print([...changes, `locked ${theorems.length} theorem${theorems.length === 1 ? '' : 's'} in ${lockFile}`].join('\n'))
  return EXIT.ok
}

function changesSince(text: string, runs: Parameters<typeof lockable>[0], lockFile: string): readonly string[] {
  const old = parseLock(text)
  if (typeof old === 'string') return [`the old ${lockFile} could not be read: ${old}`]
  const changes = compareLock(old, runs, lockFile).filter((d) => DRIFT_CODES.has(d.code) || d.code === 'lock-stronger')
  return changes.map((d) => `changed: ${d.message}`)
}
