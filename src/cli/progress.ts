// The progress bar of long runs: on standard error, on a terminal only. UNTRUSTED; imported by the command line only.
import type { Progress } from '../checker/run.js'

export interface ProgressBar {
  /** Undefined when there is no bar to move. */
  readonly update: ((progress: Progress) => void) | undefined
  /** Takes the bar away; may be called twice. */
  readonly stop: () => void
}

/** A bar when `wanted` and somebody is watching. */
export async function startProgress(wanted: boolean): Promise<ProgressBar> {
  if (!wanted || !process.stderr.isTTY || (process.env['CI'] ?? '') !== '') return { update: undefined, stop: () => undefined }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    format: '{bar} {value}/{total} {label}', hideCursor: true, clearOnComplete: true, stream: process.stderr, barsize: 30, fps: 12,
  }, cliProgress.Presets.shades_classic)
  let started = false
  let stopped = false
  return {
    update: ({ done, total, label }) => {
      if (stopped) return
      if (!started) bar.start(Math.max(1, total), 0, { label: '' })
      started = true
      bar.setTotal(Math.max(1, total))
      bar.update(done, { label: label.slice(0, 40) })
    },
    stop: () => {
      if (started && !stopped) bar.stop()
      stopped = true
    },
  }
}
