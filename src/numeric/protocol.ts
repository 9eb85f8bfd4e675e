// What the pool and a worker thread say to each other. Plain data; UNTRUSTED. Imported by pool.ts and numeric.worker.ts.
import type { Task } from './task.js'
import type { NumericVerdict } from './types.js'

/** One task to sample. `id` comes back with the answer. */
export interface Request {
  readonly id: number
  readonly task: Task
}

export type Response =
  | { readonly id: number; readonly verdict: NumericVerdict }
  /** An error of the program, not of the statement; the pool throws it. */
  | { readonly id: number; readonly failure: string }

/** A worker thread as the pool sees it, without Node's types. */
export interface WorkerHandle {
  send(request: Request): void
  stop(): Promise<unknown>
}
