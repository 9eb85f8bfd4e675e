// The worker thread that checks proofs. Loaded in the main thread it only offers `startProofWorker`.
// UNTRUSTED; the one file of src/checker that speaks to Node. Imported by crew.ts, and run as a thread of its own.
import { performance } from 'node:perf_hooks'
import { Worker, parentPort, workerData } from 'node:worker_threads'
import { ProofWorker, type CrewTask, type NumericTools, type WorkerRequest, type WorkerResponse } from './proof-worker.js'

const ROLE = 'proof worker'

interface Start {
  readonly role: typeof ROLE
  readonly task: CrewTask
}

function isStart(value: unknown): value is Start {
  return typeof value === 'object' && value !== null && 'role' in value && value.role === ROLE
}

/** The numeric backend is large: it is loaded only for runs that sample. */
async function numericTools(task: CrewTask): Promise<NumericTools | undefined> {
  if (task.numeric === undefined) return undefined
  const [{ loadRefuter }, { sampleTheory }] = await Promise.all([import('./refuter.js'), import('./sampling.js')])
  return { refuter: await loadRefuter(), sample: sampleTheory }
}

async function serve(task: CrewTask, port: NonNullable<typeof parentPort>): Promise<void> {
  const worker = new ProofWorker(task, await numericTools(task), () => performance.now())
  const send = (response: WorkerResponse): void => { port.postMessage(response) }
  port.on('message', (request: WorkerRequest) => {
    try {
      const data = worker.check(request, (done, label) => { send({ kind: 'progress', file: request.file, done, label }) })
      send({ kind: 'done', file: request.file, data })
    } catch (error) {
      send({ kind: 'failed', reason: error instanceof Error ? error.stack ?? error.message : String(error) })
    }
  })
}

if (isStart(workerData) && parentPort !== null) await serve(workerData.task, parentPort)

export interface ProofThread {
  readonly send: (request: WorkerRequest) => void
  readonly stop: () => Promise<unknown>
}

/** A thread running this file. From source, a thread has to load the TypeScript loader for itself. */
function startThread(start: Start): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./proof.worker.js', import.meta.url), { workerData: start })
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(import.meta.url)
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${entry}) })`, { eval: true, workerData: start })
}

/** Starts a thread that answers every request. `onError` is called if the thread dies. */
export function startProofWorker(task: CrewTask, onResponse: (response: WorkerResponse) => void,
  onError: (error: Error) => void): ProofThread {
  const worker = startThread({ role: ROLE, task })
  worker.on('message', onResponse)
  worker.on('error', onError)
  return { send: (request) => { worker.postMessage(request) }, stop: () => worker.terminate() }
}
