// The worker thread of the numeric backend: samples the tasks it is sent. Loaded in the main thread it only offers `startWorker`.
// UNTRUSTED; the one file of src/numeric that speaks to Node. Imported by pool.ts, and run as a thread of its own.
import { Worker, parentPort, workerData } from 'node:worker_threads'
import type { Request, Response, WorkerHandle } from './protocol.js'
import { runTask } from './run-task.js'

const ROLE = 'numeric worker'

function serve(request: Request): Response {
  try {
    return { id: request.id, verdict: runTask(request.task) }
  } catch (error) {
    return { id: request.id, failure: error instanceof Error ? error.stack ?? error.message : String(error) }
  }
}

if (workerData === ROLE && parentPort !== null) {
  const port = parentPort
  port.on('message', (request: Request) => { port.postMessage(serve(request)) })
}

/** A thread running this file. From source, a thread has to load the TypeScript loader for itself. */
function startThread(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./numeric.worker.js', import.meta.url), { workerData: ROLE })
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(import.meta.url)
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${entry}) })`, { eval: true, workerData: ROLE })
}

/** Starts a thread that answers every request once. `onError` is called if the thread dies. */
export function startWorker(onResponse: (response: Response) => void, onError: (error: Error) => void): WorkerHandle {
  const worker = startThread()
  worker.on('message', onResponse)
  worker.on('error', onError)
  return {
    send: (request) => { worker.postMessage(request) },
    stop: () => worker.terminate(),
  }
}
