// The worker thread that answers SMT-LIB files. Loaded in the main thread it only offers `answerOnThreads`.
// UNTRUSTED; imported by prove-smt.ts, and run as a thread of its own.
import { Worker, parentPort, workerData } from 'node:worker_threads'
import { answerFile, type FileAnswer } from './prove-smt.js'

const ROLE = 'prove worker'

interface Start {
  readonly role: typeof ROLE
  readonly settings: ProverSettings
}

/** Work units, and where to write certificates, if at all. */
export interface ProverSettings { readonly budget: number; readonly certificate?: string | undefined }

function isStart(value: unknown): value is Start {
  return typeof value === 'object' && value !== null && 'role' in value && value.role === ROLE
}

if (isStart(workerData) && parentPort !== null) {
  const port = parentPort
  const { budget, certificate } = workerData.settings
  port.on('message', (path: string) => { port.postMessage(answerFile(path, budget, certificate)) })
}

/** A thread running this file. From source, a thread has to load the TypeScript loader for itself. */
function startThread(start: Start): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./prove.worker.js', import.meta.url), { workerData: start })
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(import.meta.url)
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${entry}) })`, { eval: true, workerData: start })
}

/** A thread that answers the path of every file posted to it with a FileAnswer. */
export const startProver = (settings: ProverSettings): Worker => startThread({ role: ROLE, settings })

/** Answers files on threads; `show` gets the answers in the order of the files. Rejects when a thread dies. */
export async function answerOnThreads(paths: readonly string[], settings: ProverSettings, threads: number,
  show: (answer: FileAnswer) => void): Promise<void> {
  const answers = new Map<string, FileAnswer>()
  let [next, printed] = [0, 0]
  const workers = Array.from({ length: threads }, () => startProver(settings))
  const flush = (): void => {
    for (let a = answers.get(paths[printed] ?? ''); a !== undefined; a = answers.get(paths[printed] ?? '')) {
      show(a)
      printed++
    }
  }
  try {
    await Promise.all(workers.map((worker) => new Promise<void>((resolve, reject) => {
      const give = (): void => {
        const path = paths[next++]
        if (path === undefined) resolve()
        else worker.postMessage(path)
      }
      worker.on('error', reject)
      worker.on('message', (answer: FileAnswer) => {
        answers.set(answer.path, answer)
        flush()
        give()
      })
      give()
    })))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
