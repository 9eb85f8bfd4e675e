// Samples many declarations on several threads. Each task is sampled whole by one thread from its own data and seed, so the
// verdicts are the same whatever the number of jobs. UNTRUSTED; imported by the checker and the command line.
import type { Response, WorkerHandle } from './protocol.js'
import { notApplicable, runTask } from './run-task.js'
import { taskOf } from './sample.js'
import type { Task } from './task.js'
import { DEFAULT_OPTIONS, type NumericVerdict, type SampleJob, type SampleOptions } from './types.js'

export interface PoolOptions extends Partial<SampleOptions> {
  /** Threads; 1 samples in this one. */
  readonly jobs?: number
  /** Called after each declaration. */
  readonly onProgress?: (done: number, total: number) => void
}

interface Numbered {
  readonly index: number
  readonly task: Task
}

/** Verdicts by name of declaration. Rejects only when a worker thread dies or the sampler itself has a bug. */
export async function sampleDeclarations(jobs: readonly SampleJob[], options: PoolOptions = {}): Promise<Map<string, NumericVerdict>> {
  const settings = { seed: options.seed ?? DEFAULT_OPTIONS.seed, samples: options.samples ?? DEFAULT_OPTIONS.samples }
  const verdicts: NumericVerdict[] = []
  const tasks: Numbered[] = []
  let done = 0
  const finish = (index: number, verdict: NumericVerdict): void => {
    verdicts[index] = verdict
    done++
    options.onProgress?.(done, jobs.length)
  }
  jobs.forEach(({ declaration, instances }, index) => {
    const task = taskOf(declaration, instances, settings)
    if (task === undefined) finish(index, notApplicable('it states nothing to sample'))
    else tasks.push({ index, task })
  })
  const threads = Math.min(options.jobs ?? 1, tasks.length)
  if (threads <= 1) for (const { index, task } of tasks) finish(index, runTask(task))
  else await share(tasks, threads, finish)
  return new Map(jobs.map(({ declaration }, index) => [declaration.name, verdicts[index] ?? notApplicable('it was not sampled')]))
}

/** Hands tasks to `threads` workers, one at a time each, until all are done. */
async function share(tasks: readonly Numbered[], threads: number, finish: (index: number, verdict: NumericVerdict) => void): Promise<void> {
  const { startWorker } = await import('./numeric.worker.js')
  const workers: WorkerHandle[] = []
  try {
    await new Promise<void>((resolve, reject) => {
      let next = 0
      let left = tasks.length
      const give = (worker: WorkerHandle): void => {
        const entry = tasks[next]
        if (entry === undefined) return
        next++
        worker.send({ id: entry.index, task: entry.task })
      }
      const start = (): WorkerHandle => {
        const worker = startWorker((response: Response) => {
          if ('failure' in response) {
            reject(new Error(response.failure))
            return
          }
          finish(response.id, response.verdict)
          left--
          if (left === 0) resolve()
          else give(worker)
        }, reject)
        return worker
      }
      for (let i = 0; i < threads; i++) {
        const worker = start()
        workers.push(worker)
        give(worker)
      }
    })
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
}
