// Sampling a statement about random variables under the instances of its context: probabilities are estimated with intervals,
// and a violation is reported only when the intervals exclude the claim and every hypothesis is known or checked. UNTRUSTED.
import type { InstanceDecl } from '../syntax/ast.js'
import { Carlo, type CarloOptions } from './carlo.js'
import type { Domain } from './domain.js'
import { Explorer, type Setting } from './explore.js'
import { anyFunction } from './families.js'
import { floatAlgebra, guessOf, highOf, lowOf, Estimate, type Real } from './float.js'
import { fieldValue, readFields, type Field, type Fields } from './instance.js'
import { centredNoise, monteKnowledge, type InstanceFacts } from './monte-known.js'
import { RandomOutcome, type Sampler } from './outcome.js'
import { makePlan } from './plan.js'
import { euclidean } from './point.js'
import { Stream } from './random.js'
import { isVacuous } from './real.js'
import { Scene } from './scene.js'
import { SlackMeter } from './slack.js'
import { Reader, type Relation } from './syntax.js'
import type { Task } from './task.js'
import type { Counterexample, NumericVerdict, ProbabilityInterval } from './types.js'
import { ANY, FALSE, NotEvaluable, SEEMS_TRUE, TRUE, likely, type Truth, type Value } from './value.js'

/** Parameter choices per instance declaration. */
const ROUNDS = 4
/** Sides below this say nothing about each other. */
const NEGLIGIBLE = 1e-9
/** Choices of the statement's own variables per round, of which the most telling is looked at closely. */
const CHOICES = 6
/** Outcomes per estimated probability for each sample asked for. */
export const OUTCOMES_PER_SAMPLE = 2
const QUICK: CarloOptions = { outcomes: 64, budget: 10_000, total: 100_000 }
const CHECK: CarloOptions = { outcomes: 400, budget: 100_000, total: 300_000 }
/** Work for the claim itself on one instance, as an effort without the number of outcomes. */
export const CLOSE = { budget: 250_000, total: 400_000 }

/** Totals over all instances and rounds. */
interface Tally {
  instances: number
  satisfied: number
  nonVacuous: number
  undecided: number
  notEvaluable: number
  unknown: number
  reason: string | undefined
  interval: ProbabilityInterval | undefined
  counterexample: Counterexample | undefined
}

/** Everything sampled for one round: the scene is loaded with it. */
export class Round {
  readonly facts: InstanceFacts
  readonly #values = new Map<number, Value>()
  readonly #carlo: Carlo
  readonly #types = new Map<string, Domain>()
  readonly fixed: ReadonlySet<number>

  constructor(readonly scene: Scene, readonly fields: Fields, readonly stream: Stream) {
    const { task, plan } = scene
    const { reader } = plan
    this.#carlo = new Carlo(scene.runtime, stream.split('outcomes'), CHECK)
    const samplers = new Map<number, Sampler>()
    let law: number | undefined
    task.variables.forEach((v, i) => {
      const field = fields.byName.get(v.name)
      const value = field === undefined ? this.#implied(v.type) : fieldValue(field, v.type, reader, this.#carlo)
      if (field?.kind === 'random') samplers.set(v.node, field.sampler)
      if (field === undefined && reader.lawOver(v.type) !== undefined) law = v.node
      if (value !== undefined) this.#values.set(i, value)
    })
    this.fixed = new Set(this.#values.keys())
    const byNode = new Map(task.variables.flatMap((v, i) => (this.#values.has(i) ? [[v.node, this.#values.get(i)] as const] : [])))
    this.facts = { samplers, law, values: byNode }
    for (const v of task.variables) this.#interpretTypes(v.type, fields.byName.get(v.name))
  }

  /** The law of the outcomes, and the distance, need no field. */
  #implied(type: number): Value {
    const { reader } = this.scene.plan
    const over = reader.lawOver(type)
    if (over !== undefined && reader.isAbstract(over)) return this.#carlo.law()
    const role = this.scene.plan.roles[this.scene.task.variables.findIndex((v) => v.type === type)]
    return role?.kind === 'metric' && this.fields.dimension !== undefined ? euclidean : undefined
  }

  /** Ω are the outcomes; the values of a random point are points, and functions of points come from the families. */
  #interpretTypes(type: number, field: Field | undefined): void {
    const { reader } = this.scene.plan
    const arrow = reader.arrow(type)
    if (field?.kind !== 'random' || arrow === undefined) return
    const second = reader.isNat(arrow.from) ? reader.arrow(arrow.to) : arrow
    if (second === undefined) return
    const outcomes = this.stream.split('quantified outcomes')
    this.#types.set(reader.type(second.from).key, {
      elements: undefined, any: ANY, sample: (s) => new RandomOutcome(outcomes, s.integer(0, 0x7fffffff)),
    })
    if (field.sampler.points !== true || !reader.isAbstract(second.to)) return
    const { sampler } = field
    const point: Domain = {
      elements: undefined, any: ANY,
      sample: (s) => new RandomOutcome(outcomes, s.integer(0, 0x7fffffff)).get(sampler, 1),
    }
    const { key } = reader.type(second.to)
    this.#types.set(key, point)
    const real = reader.program.types.find((t) => t.kind === 'con' && t.name === 'ℝ' && t.args.length === 0)
    const d = this.fields.dimension ?? 1
    if (real !== undefined) this.#types.set(`${key}→${real.key}`, { elements: undefined, any: undefined, sample: (s) => anyFunction(d, s) })
  }

  setting(): Setting {
    const { scene } = this
    return {
      fixed: this.fixed,
      enter: (world) => {
        scene.interpret(world, this.#types, monteKnowledge(scene.runtime, scene.plan.reader, this.facts))
        for (const [i, value] of this.#values) scene.assignValue(i, value)
      },
      dullness: this.#dullness(),
      holds: (hypothesis) => this.#byConstruction(hypothesis)
        || (this.#cheap(hypothesis) ? likely(scene.truth(hypothesis)) : this.#knownOrDeferred(hypothesis)),
    }
  }

  #byConstruction(node: number): boolean {
    const name = this.scene.task.hypotheses.find((h) => h.node === node)?.name
    return name !== undefined && this.fields.known.has(name)
  }

  /** No law occurs: nothing needs to be averaged. */
  #cheap(node: number): boolean {
    return !this.scene.plan.hasLawIn(node)
  }

  /** How far a bound on a probability is from 1/10, when the bound can be had without averaging. */
  #dullness(): (() => number) | undefined {
    const { reader } = this.scene.plan
    const goal = reader.relation(this.scene.task.goal)
    if (goal === undefined || goal.kind === '=') return undefined
    const far = (x: number): number => Math.abs(Math.log(Math.max(x, 1e-300)) + 2.3)
    const at = (node: number): number => this.scene.algebra.toNumber(this.scene.value(node))
    if (reader.definedHead(goal.left) === 'prob' && this.#cheap(goal.right)) return () => far(at(goal.right))
    if (reader.definedHead(goal.right) === 'prob' && this.#cheap(goal.left)) return () => far(1 - at(goal.left))
    return undefined
  }

  /** Sampling outcomes waits; what knowledge decides at once counts now. */
  #knownOrDeferred(node: number): boolean {
    const { reader } = this.scene.plan
    if (reader.definedHead(node) !== 'isoperimetric') return true
    this.effort(QUICK)
    return likely(this.scene.truth(node))
  }

  effort(options: CarloOptions): void {
    this.#carlo.options = options
    this.scene.runtime.renew()
  }

  /** Truth of all hypotheses together. */
  hypotheses(): Truth {
    const { task, plan } = this.scene
    let worst: Truth = TRUE
    for (const [i, { node, name }] of task.hypotheses.entries()) {
      if (name !== undefined && this.fields.known.has(name)) continue
      if (plan.derived.some((d) => d.hypothesis === i && d.direct && !this.fixed.has(d.variable))) continue
      if (centredNoise(plan.reader, this.facts, node)) continue
      const t = this.scene.truth(node)
      if (t < worst) worst = t
      if (!likely(worst)) return worst
    }
    return worst
  }
}

export class MonteRun {
  readonly reader: Reader
  readonly scene: Scene
  readonly goal: Relation | undefined
  readonly meter: SlackMeter
  readonly tally: Tally = {
    instances: 0, satisfied: 0, nonVacuous: 0, undecided: 0, notEvaluable: 0, unknown: 0,
    reason: undefined, interval: undefined, counterexample: undefined,
  }

  constructor(readonly task: Task, readonly stream: Stream) {
    this.reader = new Reader(task.program)
    this.scene = new Scene(task, makePlan(this.reader, task), floatAlgebra, stream.split('scene'))
    this.goal = this.reader.relation(task.goal)
    this.meter = new SlackMeter(task.steps.map((s) => this.reader.relation(s.node)))
  }

  run(instance: InstanceDecl): void {
    for (let round = 0; round < ROUNDS && this.tally.counterexample === undefined; round++) {
      this.tally.instances++
      const stream = this.stream.split(instance.name.text, round)
      try {
        this.#round(new Round(this.scene, readFields(instance, stream), stream), stream)
      } catch (error) {
        if (!(error instanceof NotEvaluable)) throw error
        this.tally.notEvaluable++
        this.tally.reason = error.message
      }
    }
  }

  #round(round: Round, stream: Stream): void {
    const chosen = this.choose(round, stream)
    if (chosen === undefined) {
      this.tally.reason ??= 'no choice of the other variables satisfied the hypotheses'
      return
    }
    round.effort(CHECK)
    const known = round.hypotheses()
    if (!likely(known)) {
      this.tally.reason ??= 'a hypothesis fails on the instance'
      return
    }
    this.tally.satisfied++
    round.effort({ outcomes: OUTCOMES_PER_SAMPLE * this.task.options.samples, ...CLOSE })
    this.#look(round, known)
  }

  /** The choice of the statement's own variables under which the claim is nearest to failing, judged quickly. */
  choose(round: Round, stream: Stream): true | undefined {
    const explorer = new Explorer(this.scene, round.setting())
    let best: number | undefined
    let least = Infinity
    for (let k = 0; k < CHOICES; k++) {
      round.effort(QUICK)
      if (explorer.attempt(stream.split('choice', k)) === undefined) continue
      round.effort(QUICK)
      const score = this.#score()
      if (best === undefined || score < least) [best, least] = [k, score]
    }
    this.tally.reason ??= explorer.lastReason
    if (best === undefined) return undefined
    round.effort(QUICK)
    return explorer.attempt(stream.split('choice', best)) === undefined ? undefined : true
  }

  /** Small when the claim is near to failing; events never seen are told apart by a bound near 1/10; large for vacuous bounds. */
  #score(): number {
    try {
      if (this.goal === undefined) return this.scene.margin(this.task.goal)
      const [left, right] = this.scene.sides(this.goal)
      if (isVacuous(this.reader, this.goal, left, right)) return 200
      if (Math.abs(left) + Math.abs(right) < NEGLIGIBLE) return 150
      const margin = this.scene.margin(this.task.goal)
      return margin < 1 || left !== 0 ? margin : 1 + Math.min(100, Math.abs(Math.log(Math.max(right, 1e-300)) + 2.3))
    } catch (error) {
      if (!(error instanceof NotEvaluable)) throw error
      return 300
    }
  }

  /** The claim under full effort. */
  #look(round: Round, known: Truth): void {
    const { tally, scene } = this
    const truth = scene.truth(this.task.goal)
    if (this.goal !== undefined) {
      const [left, right] = [scene.value(this.goal.left) as Real, scene.value(this.goal.right) as Real]
      if (isVacuous(this.reader, this.goal, guessOf(left), guessOf(right))) return
      if (likely(truth)) this.meter.goal(guessOf(left), guessOf(right), this.goal)
      this.#interval(left, right)
    }
    tally.nonVacuous++
    round.effort(CHECK)
    this.meter.steps(scene)
    if (truth === FALSE && known === TRUE) tally.counterexample = this.#describe(round)
    else if (!likely(truth)) tally.unknown++
    else if (truth === SEEMS_TRUE) tally.undecided++
  }

  /** Keeps the largest estimate in proportion to its bound; among events never seen, the one with the largest bound. */
  #interval(left: Real, right: Real): void {
    const [estimate, bound] = left instanceof Estimate ? [left, guessOf(right)] : [right, guessOf(left)]
    if (!(estimate instanceof Estimate)) return
    const found = { low: lowOf(estimate), high: highOf(estimate), bound }
    const weight = ({ low, high, bound: b }: ProbabilityInterval): number =>
      low > 0 ? 1 + low / Math.max(b, 1e-300) : Math.min(b, 1) * (1 - high)
    if (this.tally.interval === undefined || weight(found) > weight(this.tally.interval)) this.tally.interval = found
  }

  #describe(round: Round): Counterexample {
    const { scene, task } = this
    round.effort({ outcomes: OUTCOMES_PER_SAMPLE * task.options.samples, ...CLOSE })
    const show = (node: number | undefined): string | undefined =>
      node === undefined ? undefined : scene.algebra.show(scene.value(node))
    const assignment = task.variables.flatMap((v, i) => {
      if (round.fixed.has(i)) return []
      return [{ name: v.name, value: scene.show(v.type, scene.value(v.node)) }]
    })
    const parameters = round.fields.summary === '' ? [] : [{ name: 'instance', value: round.fields.summary }]
    const [left, right] = [show(this.goal?.left), show(this.goal?.right)]
    return { assignment: [...parameters, ...assignment], left, right, confirmed: 'statistical' }
  }

  verdict(): NumericVerdict {
    const { tally } = this
    const warnings: string[] = []
    if (tally.unknown > 0) {
      warnings.push(`on ${tally.unknown} of ${tally.instances} instances the claim looked false without being excluded for certain`)
    }
    if (tally.satisfied === 0) warnings.push('never exercised: no instance satisfied the hypotheses')
    else if (tally.nonVacuous === 0) warnings.push('never exercised: every bound was vacuous on the instances')
    const { instances, satisfied, nonVacuous, undecided, notEvaluable } = tally
    const exercised = satisfied === 0 ? 'not-exercised' : nonVacuous === 0 ? 'vacuous' : 'consistent'
    return {
      status: tally.counterexample !== undefined ? 'violated' : exercised,
      method: 'monte-carlo', reason: satisfied === 0 ? tally.reason : undefined,
      counts: { samples: instances, satisfied, nonVacuous, undecided, notEvaluable, instances },
      interval: tally.interval, slack: this.meter.goalSlack(), steps: this.meter.stepSlacks(this.task.steps),
      counterexample: tally.counterexample, warnings,
    }
  }
}

/** Samples a statement under instances. Deterministic in the task. */
export function sampleInstances(task: Task): NumericVerdict {
  const run = new MonteRun(task, new Stream(task.options.seed, task.name, 'instances'))
  for (const instance of task.instances) run.run(instance)
  return run.verdict()
}
