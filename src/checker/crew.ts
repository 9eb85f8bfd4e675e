// Checks the files of a run on several threads. A file whose lemmas stand outside contexts holds nobody up: its statements are known
// from its text. Lemmas inside contexts say what they use of them only when checked, so importers of such files wait for them.
// UNTRUSTED. Imported by the command line; what the threads leave open is settled by discharge.ts.
import type { ContextUse } from '../elaborate/result.js'
import type { InstanceDecl, Item } from '../syntax/ast.js'
import { keysOf, recall, remember, type CacheStore } from './cache.js'
import type { CheckSettings, Crew } from './check.js'
import type { TheoryData } from './data.js'
import { discharge } from './discharge.js'
import type { TheoryFile } from './imports.js'
import type { CrewTask, Uses, WorkerResponse } from './proof-worker.js'
import type { Prepared } from './run.js'

/** Less text than this is checked sooner than threads start. */
const LEAST_TEXT = 30_000

/** A crew of up to `threads` threads; what the store knows is not checked again. */
export function crewOf(threads: number, store?: CacheStore): Crew {
  return async (prepared, settings) => {
    const run = new Run(prepared, settings)
    const text = prepared.ready.reduce((n, f) => n + f.source.text.length, 0)
    if (prepared.ready.length === 0 || text < LEAST_TEXT) return undefined
    if (store !== undefined) run.recall(store)
    const size = Math.min(threads, run.left)
    // One thread of its own is worth its start only for what the store will keep.
    if (size === 1 && store === undefined) return undefined
    const data = await run.run(size)
    const index = new Map(prepared.ready.map((f, i) => [f, i]))
    const settled = discharge(prepared.ready.map((f, i) => ({ data: data[i] ?? empty, imports: f.imports.map((g) => index.get(g) ?? 0) })))
    return settled === undefined ? undefined : new Map(prepared.ready.map((f, i) => [f, settled[i] ?? empty]))
  }
}

const empty: TheoryData = { name: '', claims: [], diagnostics: [], ms: 0, verdicts: [] }

/** Instances declared by items, contexts included, in order. */
export function instancesIn(items: readonly Item[]): readonly InstanceDecl[] {
  return items.flatMap((item) => (item.kind === 'instance' ? [item] : item.kind === 'context' ? instancesIn(item.items) : []))
}

/** Whether a claim stands inside a context, opened around it or reopened by it. */
function hasContextLemmas(items: readonly Item[], inside = false): boolean {
  return items.some((item) => {
    if (item.kind === 'context') return hasContextLemmas(item.items, true)
    const claim = item.kind === 'lemma' || item.kind === 'theorem' || item.kind === 'corollary' || item.kind === 'refute'
    return claim && (inside || item.context !== undefined)
  })
}

class Run {
  readonly #files: readonly TheoryFile[]
  readonly #imports: readonly (readonly number[])[]
  /** Files with lemmas inside contexts below each file. */
  readonly #waitsFor: readonly ReadonlySet<number>[]
  readonly #done = new Map<number, TheoryData>()
  #waiting: number[]
  #found: (file: number, data: TheoryData) => void = () => undefined
  readonly #progress = new Map<number, number>()

  constructor(readonly prepared: Prepared, readonly settings: CheckSettings) {
    this.#files = prepared.ready
    const index = new Map(this.#files.map((f, i) => [f, i]))
    this.#imports = this.#files.map((f) => f.imports.map((g) => index.get(g)).filter((i) => i !== undefined))
    const holds = this.#files.map((f) => hasContextLemmas(f.parsed.theory.items))
    const below: ReadonlySet<number>[] = []
    for (const list of this.#imports) below.push(new Set(list.flatMap((i) => [...(below[i] ?? []), ...(holds[i] === true ? [i] : [])])))
    this.#waitsFor = below
    const awaited = new Set(below.flatMap((set) => [...set]))
    const weight = (i: number): number => (this.#files[i]?.source.text.length ?? 0) + (awaited.has(i) ? 1e9 : 0)
    // What others wait for first, then the longest: the last files to finish should be short.
    this.#waiting = this.#files.map((_, i) => i).sort((a, b) => weight(b) - weight(a))
  }

  /** Files still to be checked. */
  get left(): number {
    return this.#files.length - this.#done.size
  }

  /** Takes from the store what it knows, and gives it what is found from here on. */
  recall(store: CacheStore): void {
    const keys = keysOf(this.#files, this.settings, store.build, this.#instances())
    for (const [i, key] of keys.entries()) {
      const data = recall(store, key)
      if (data !== undefined) this.#done.set(i, data)
    }
    this.#waiting = this.#waiting.filter((i) => !this.#done.has(i))
    this.#found = (i, data) => { remember(store, keys[i] ?? '', data) }
  }

  #instances(): readonly InstanceDecl[] {
    return this.#files.flatMap((f) => instancesIn(f.parsed.theory.items))
  }

  #task(): CrewTask {
    const { settings } = this
    return {
      files: this.#files.map((f, i) => ({ theory: f.parsed.theory, imports: this.#imports[i] ?? [], requested: f.requested })),
      instances: this.#instances(), budget: settings.budget, debug: settings.debug === true, numeric: settings.numeric,
    }
  }

  /** Data of every file, in order. Rejects when a thread dies. */
  async run(threads: number): Promise<readonly (TheoryData | undefined)[]> {
    if (threads === 0) return this.#files.map((_, i) => this.#done.get(i))
    const { startProofWorker } = await import('./proof.worker.js')
    const task = this.#task()
    const workers: { readonly send: (file: number) => void; readonly stop: () => Promise<unknown>; idle: boolean }[] = []
    try {
      await new Promise<void>((resolve, reject) => {
        const assign = (): void => {
          if (this.#done.size === this.#files.length) {
            resolve()
            return
          }
          for (const worker of workers.filter((w) => w.idle)) {
            const file = this.#next()
            if (file === undefined) return
            worker.idle = false
            worker.send(file)
          }
        }
        for (let i = 0; i < threads; i++) {
          const onResponse = (response: WorkerResponse): void => {
            if (response.kind === 'failed') {
              reject(new Error(response.reason))
              return
            }
            this.#report(response)
            if (response.kind === 'progress') return
            this.#done.set(response.file, response.data)
            this.#found(response.file, response.data)
            entry.idle = true
            assign()
          }
          const thread = startProofWorker(task, onResponse, reject)
          const entry = { send: (file: number) => { thread.send({ file, uses: this.#usesFor(file) }) }, stop: thread.stop, idle: true }
          workers.push(entry)
        }
        assign()
      })
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()))
    }
    return this.#files.map((_, i) => this.#done.get(i))
  }

  /** The next file all of whose awaited files are done; taken off the list. */
  #next(): number | undefined {
    const at = this.#waiting.findIndex((i) => [...(this.#waitsFor[i] ?? [])].every((j) => this.#done.has(j)))
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0]
  }

  #usesFor(file: number): Uses {
    return [...(this.#waitsFor[file] ?? [])].map((i) => {
      const claims = this.#done.get(i)?.claims ?? []
      const uses = claims.map((c) => [c.name, c.contextUse] as const)
      return [i, uses.filter((u): u is readonly [string, ContextUse] => u[1] !== undefined)] as const
    })
  }

  #report(response: Exclude<WorkerResponse, { readonly kind: 'failed' }>): void {
    const items = (i: number): number => this.#files[i]?.parsed.theory.items.length ?? 0
    const inside = response.kind === 'done' ? items(response.file) : Math.min(response.done, items(response.file))
    this.#progress.set(response.file, inside)
    const done = [...this.#progress.values()].reduce((a, b) => a + b, 0)
    const total = this.#files.reduce((n, _, i) => n + items(i), 0)
    this.settings.onProgress?.({ done, total, label: response.kind === 'done' ? '' : response.label })
  }
}
