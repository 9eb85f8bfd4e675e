// Sampling a statement about reals, sequences, finite types and finite laws: attempts, local search, confirmation, slack.
// UNTRUSTED; works on a serialised task, so that a worker thread gives the same verdict as the main one.
import { Confirmer, outcome } from './confirm.js'
import { descend } from './descent.js'
import { Explorer } from './explore.js'
import { floatAlgebra } from './float.js'
import { makePlan } from './plan.js'
import { Stream } from './random.js'
import { Scene, type Sample } from './scene.js'
import { searchViolation } from './search.js'
import { SlackMeter } from './slack.js'
import { Reader, type Relation } from './syntax.js'
import type { Task } from './task.js'
import { DEFAULT_OPTIONS, type Counterexample, type NumericVerdict } from './types.js'
import { FALSE, NotEvaluable, TRUE } from './value.js'

/** Loop iterations of compiled terms one declaration may use before its sampling ends early; counts work, not time. */
const WORK_LIMIT = 2_000_000
/** Violations handed to exact confirmation before the search gives up on them. */
const MAX_CONFIRMATIONS = 12
const SEARCH_STARTS = 16
const FRESH_STARTS = 80
/** Work of the local search. */
const SEARCH_WORK = 3_000_000
const SEARCH_STEPS = 60

/**
 * A bound on a probability that says nothing: `P[…] ≤ b` with b ≥ 1, `a ≤ P[…]` with a ≤ 0. A bound without variables is the
 * statement's own point (`P[A] ≤ 1`) and counts.
 */
export function isVacuous(reader: Reader, relation: Relation, left: number, right: number): boolean {
  if (relation.kind === '=') return false
  const isProbability = (node: number): boolean => reader.definedHead(node) === 'prob'
  if (isProbability(relation.left) && right >= 1) return reader.variables(relation.right).size > 0
  return isProbability(relation.right) && left <= 0 && reader.variables(relation.left).size > 0
}

/** All natural numbers of a sample added up. */
function size(sample: Sample): number {
  return [...sample.recipes.values()].reduce((sum, r) => sum + (r.kind === 'nat' ? r.value : 0), 0)
}

class RealRun {
  readonly reader: Reader
  readonly scene: Scene
  readonly explorer: Explorer
  readonly goal: Relation | undefined
  readonly meter: SlackMeter
  readonly confirmer: Confirmer
  /** Work allowed grows with the number of samples asked for. */
  readonly effort: number
  samples = 0
  satisfied = 0
  vacuous = 0
  undecided = 0
  unevaluated = 0
  reason: string | undefined
  confirmations = 0
  unconfirmed = 0
  work = 0
  repairs = 0
  counterexample: Counterexample | undefined
  readonly nearby: Sample[] = []
  readonly closest: { sample: Sample; margin: number }[] = []

  constructor(readonly task: Task, readonly stream: Stream) {
    this.reader = new Reader(task.program)
    this.effort = Math.max(1, task.options.samples / DEFAULT_OPTIONS.samples)
    const plan = makePlan(this.reader, task)
    this.scene = new Scene(task, plan, floatAlgebra, stream.split('scene'))
    this.explorer = new Explorer(this.scene)
    this.goal = this.reader.relation(task.goal)
    this.meter = new SlackMeter(task.steps.map((s) => this.reader.relation(s.node)))
    this.confirmer = new Confirmer(task, plan, stream.split('scene'))
  }

  run(): void {
    const attempts = this.task.options.samples
    for (let i = 0; i < attempts && this.counterexample === undefined && this.work < WORK_LIMIT * this.effort; i++) {
      this.samples++
      const stream = this.stream.split('attempt', i)
      const sample = this.explorer.attempt(stream) ?? this.#repaired(i)
      this.work += this.scene.runtime.totalWork()
      if (sample !== undefined) this.#look(sample)
    }
    this.#search()
  }

  /** Where plain choices seldom meet the hypotheses, failed ones are worth repairing. */
  #repaired(attempt: number): Sample | undefined {
    if (4 * this.satisfied >= attempt || this.repairs > this.effort * WORK_LIMIT / 3) return undefined
    this.work += this.scene.runtime.totalWork()
    const found = this.explorer.repair()
    this.repairs += this.scene.runtime.totalWork()
    if (found?.satisfied === false && this.nearby.length < SEARCH_STARTS) this.nearby.push(found.sample)
    return found?.satisfied === true ? found.sample : undefined
  }

  /**
   * Local search: from the samples nearest to violation, from some that nearly meet the hypotheses (small sizes first: their
   * counterexamples are the readable ones), and where the hypotheses are hard to meet, from fresh choices while work lasts.
   */
  #search(): void {
    this.closest.sort((a, b) => a.margin - b.margin)
    this.nearby.sort((a, b) => size(a) - size(b))
    const starts = [...this.closest.map((c) => c.sample).slice(0, SEARCH_STARTS / 2), ...this.nearby].slice(0, SEARCH_STARTS)
    const hard = 4 * this.satisfied < this.samples
    const limit = this.work + SEARCH_WORK * this.effort
    for (let i = 0; i < (hard ? FRESH_STARTS * this.effort : starts.length); i++) {
      if (this.counterexample !== undefined || this.work > limit) break
      const stream = this.stream.split('search', i)
      const start = starts[i] ?? this.explorer.attempt(stream) ?? this.explorer.failed
      if (start === undefined) continue
      const moved = i < starts.length ? searchViolation(this.scene, start, SEARCH_STEPS, stream) : start
      const found = descend(this.scene, moved, 'violate')
      const { satisfied, goal } = outcome(this.scene, found)
      this.work += this.scene.runtime.totalWork()
      if (satisfied && goal === FALSE) this.#suspect(found)
    }
  }

  /** One sample that satisfies the hypotheses, loaded in the scene. */
  #look(sample: Sample): void {
    this.satisfied++
    const { scene } = this
    try {
      const truth = scene.truth(this.task.goal)
      if (this.goal !== undefined) {
        const [left, right] = scene.sides(this.goal)
        if (isVacuous(this.reader, this.goal, left, right)) {
          this.vacuous++
          return
        }
        if (truth !== FALSE) this.meter.goal(left, right, this.goal)
      }
      this.meter.steps(scene)
      if (truth === FALSE) this.#suspect(sample)
      else if (truth !== TRUE) this.undecided++
      if (this.counterexample === undefined) this.closest.push({ sample, margin: scene.margin(this.task.goal) })
      if (this.closest.length > 64) {
        this.closest.sort((a, b) => a.margin - b.margin)
        this.closest.length = 32
      }
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      this.unevaluated++
      this.reason = error.message
    }
  }

  #suspect(sample: Sample): void {
    if (this.confirmations >= MAX_CONFIRMATIONS) return
    this.confirmations++
    const found = this.confirmer.confirm(this.scene, sample)
    if (found === 'open') this.unconfirmed++
    else if (found !== 'no') this.counterexample = found
  }

  verdict(): NumericVerdict {
    const nonVacuous = this.satisfied - this.vacuous - this.unevaluated
    const counts = {
      samples: this.samples, satisfied: this.satisfied, nonVacuous, undecided: this.undecided,
      notEvaluable: this.explorer.notEvaluable + this.unevaluated, instances: 0,
    }
    const reason = this.reason ?? this.explorer.lastReason
    const warnings: string[] = []
    if (this.unconfirmed > 0) {
      warnings.push(`apparent violations (${this.unconfirmed}) rest on hypotheses that can only be sampled, and are not counted`)
    }
    const common = {
      method: this.scene.plan.hasLaw ? 'finite-law' as const : 'real' as const, counts, interval: undefined,
      slack: this.meter.goalSlack(), steps: this.meter.stepSlacks(this.task.steps), counterexample: this.counterexample, warnings,
    }
    if (this.counterexample !== undefined) return { status: 'violated', reason: undefined, ...common }
    if (this.satisfied === 0) {
      const why = reason ?? `none of ${this.samples} samples satisfied the hypotheses`
      const never = this.explorer.notEvaluable >= this.samples
      return { status: never ? 'not-applicable' : 'not-exercised', reason: why, ...common }
    }
    if (this.unevaluated === this.satisfied) return { status: 'not-applicable', reason, ...common }
    if (nonVacuous === 0) return { status: 'vacuous', reason: undefined, ...common }
    return { status: 'consistent', reason: undefined, ...common }
  }
}

/** Samples a statement without instances: every law in it is a finite one, chosen with the other variables. */
export function sampleReal(task: Task): NumericVerdict {
  const run = new RealRun(task, new Stream(task.options.seed, task.name))
  run.run()
  return run.verdict()
}
