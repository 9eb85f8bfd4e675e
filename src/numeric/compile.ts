// Turns serialised terms into closures over a frame of values: one slot per binder, one shared table for free variables.
// Evaluation is eager and total except where NotEvaluable is thrown. UNTRUSTED; used by src/numeric only.
import { compileBinder, compileSetBody } from './binders.js'
import { applied } from './point.js'
import { compilePrimitive } from './primitives.js'
import type { NodeData, Program } from './serialise.js'
import type { Runtime } from './runtime.js'
import { NotEvaluable, type Described, type Fn, type SetValue, type Value } from './value.js'

export type Frame = Value[]
export type Code = (frame: Frame) => Value

/** Remembered values of one expensive application, per values of the bound variables it depends on. */
const MEMORY = 64

export class Compiler {
  readonly program: Program
  readonly #globals = new Map<number, { value: Value }>()
  readonly #codes = new Map<string, Code>()
  readonly #definitions = new Map<string, Code>()
  readonly #laws = new Map<number, boolean>()
  /** Sampled quantifiers around the place being compiled: the inner ones try fewer values. */
  nesting = 0

  constructor(readonly runtime: Runtime) {
    this.program = runtime.program
  }

  node(index: number): NodeData {
    return this.program.nodes[index] as NodeData
  }

  /** Gives a free variable (an fvar node) its value. Call `runtime.renew()` after a round of these. */
  assign(variable: number, value: Value): void {
    this.#global(variable).value = value
  }

  /** The value of a whole term at the current assignment. */
  evaluate(node: number): Value {
    this.runtime.beginEvaluation()
    return this.code(node, 0)([])
  }

  /** The code of `node` under `depth` binders. */
  code(node: number, depth: number): Code {
    const data = this.node(node)
    // Closed subterms do not depend on the depth, but their own binders write to slots from `depth` on.
    const key = `${node},${depth},${this.nesting}`
    const old = this.#codes.get(key)
    if (old !== undefined) return old
    const made = this.#compile(node, data, depth)
    this.#codes.set(key, made)
    return made
  }

  #global(node: number): { value: Value } {
    const old = this.#globals.get(node)
    if (old !== undefined) return old
    const cell = { value: undefined }
    this.#globals.set(node, cell)
    return cell
  }

  #compile(node: number, data: NodeData, depth: number): Code {
    switch (data.kind) {
      case 'bvar': {
        const slot = depth - 1 - data.index
        return (frame) => frame[slot]
      }
      case 'fvar': {
        const cell = this.#global(node)
        return () => {
          if (cell.value === undefined) throw new NotEvaluable(`${data.name} has no value`)
          return cell.value
        }
      }
      case 'num': {
        const isNat = this.runtime.domains.type(data.type).name === 'ℕ'
        const value = isNat ? naturalNumeral(data.value) : this.runtime.algebra.numeral(data.value)
        return () => value
      }
      case 'abs': return this.#lambda(node, data.body, depth)
      case 'opaque': return () => { throw new NotEvaluable(`nothing is known of ${data.name}`) }
      case 'prim': case 'def': case 'app': return this.#application(node, depth)
    }
  }

  /** Head and arguments of nested applications. */
  spine(node: number): { readonly head: number; readonly args: readonly number[] } {
    const args: number[] = []
    let head = node
    for (let data = this.node(head); data.kind === 'app'; data = this.node(head)) {
      args.push(data.arg)
      head = data.fn
    }
    return { head, args: args.reverse() }
  }

  #application(node: number, depth: number): Code {
    const { head, args } = this.spine(node)
    const data = this.node(head)
    switch (data.kind) {
      case 'prim':
        return compileBinder(this, data, args, depth) ?? compilePrimitive(this, data, args, depth)
      case 'def': {
        const code = this.#definition(data.name, data.body, args, depth)
        return this.#mentionsLaw(node) ? this.#remembering(node, code, depth) : code
      }
      case 'abs': return this.#redex(head, args, depth)
      default: {
        const code = this.applyTo(this.code(head, depth), args, depth)
        return this.#mentionsLaw(head) ? this.#remembering(node, code, depth) : code
      }
    }
  }

  /** `f a b …` for code yielding a curried function. */
  applyTo(f: Code, args: readonly number[], depth: number): Code {
    return args.reduce<Code>((fn, arg) => {
      const a = this.code(arg, depth)
      return (frame) => applied(fn(frame), a(frame))
    }, f)
  }

  /** (λx y. t) a b: the arguments are evaluated first, then put into the slots of the binders. */
  #redex(head: number, args: readonly number[], depth: number): Code {
    let body = head
    let arity = 0
    for (let data = this.node(body); data.kind === 'abs' && arity < args.length; data = this.node(body)) {
      body = data.body
      arity++
    }
    const values = args.slice(0, arity).map((a) => this.code(a, depth))
    const inner = this.code(body, depth + arity)
    const bound: Code = (frame) => {
      const row = values.map((code) => code(frame))
      for (let i = 0; i < arity; i++) frame[depth + i] = row[i]
      return inner(frame)
    }
    return this.applyTo(bound, args.slice(arity), depth)
  }

  /** A defined constant: its body is compiled once per number of arguments and runs in a frame of its own. */
  #definition(name: string, body: number, args: readonly number[], depth: number): Code {
    let inner = body
    let arity = 0
    for (let data = this.node(inner); data.kind === 'abs' && arity < args.length; data = this.node(inner)) {
      inner = data.body
      arity++
    }
    const values = args.slice(0, arity).map((a) => this.code(a, depth))
    const run = this.#body(inner, arity)
    const whole = this.applyTo((frame) => run(values.map((code) => code(frame))), args.slice(arity), depth)
    const { runtime } = this
    const type = runtime.domains.type(this.node(body).type)
    if (arity === 0 || !this.#endsInProp(type.args)) return whole
    return (frame) => runtime.knowledge(name, args, () => values.map((code) => code(frame))) ?? whole(frame)
  }

  /** Code of a definition's body, compiled when first run: one that cannot be evaluated may still be known to hold. */
  #body(inner: number, arity: number): Code {
    const { nesting } = this
    const key = `${inner},${arity},${nesting}`
    return (frame) => {
      this.runtime.work++
      let code = this.#definitions.get(key)
      if (code === undefined) {
        const outer = this.nesting
        this.nesting = nesting
        code = this.code(inner, arity)
        this.nesting = outer
        this.#definitions.set(key, code)
      }
      return code(frame)
    }
  }

  #endsInProp(args: readonly number[]): boolean {
    let rest = args
    for (;;) {
      const last = rest[1]
      if (last === undefined) return false
      const type = this.runtime.domains.type(last)
      if (type.name === 'Prop') return true
      rest = type.name === '→' ? type.args : []
    }
  }

  /** A function value. It keeps a copy of the frame, so it stays right after the frame has moved on. */
  #lambda(node: number, body: number, depth: number): Code {
    const inner = this.code(body, depth + 1)
    const closed = this.node(node).loose === 0
    const { runtime } = this
    const describe = compileSetBody(this, node, depth)
    const indicator = this.#isIndicator(body)
    return (frame) => {
      const kept = closed ? [] : frame.slice(0, depth)
      const f: Fn & Described & Partial<SetValue> = (x) => {
        runtime.work++
        const own = kept.slice()
        own[depth] = x
        return inner(own)
      }
      if (indicator) f.indicator = true
      describe?.(f as SetValue, kept)
      return f
    }
  }

  /** `if φ then 1 else 0`. */
  #isIndicator(body: number): boolean {
    const { head, args } = this.spine(body)
    const data = this.node(head)
    if (data.kind !== 'prim' || data.name !== 'ite' || args.length !== 3) return false
    const [yes, no] = [this.node(args[1] as number), this.node(args[2] as number)]
    return yes.kind === 'num' && no.kind === 'num' && Number(yes.value) <= 1 && Number(no.value) <= 1
  }

  /** Whether a variable for a law, of type (A → ℝ) → ℝ, occurs: such subterms are averages and worth remembering. */
  #mentionsLaw(node: number): boolean {
    const old = this.#laws.get(node)
    if (old !== undefined) return old
    const data = this.node(node)
    let found = false
    if (data.kind === 'fvar') found = this.isLaw(data.type)
    else if (data.kind === 'app') found = this.#mentionsLaw(data.fn) || this.#mentionsLaw(data.arg)
    else if (data.kind === 'abs') found = this.#mentionsLaw(data.body)
    this.#laws.set(node, found)
    return found
  }

  /** Types (A → ℝ) → ℝ, and functions into them. */
  isLaw(type: number): boolean {
    const data = this.runtime.domains.type(type)
    if (data.name !== '→') return false
    const [from, to] = [this.runtime.domains.type(data.args[0] as number), this.runtime.domains.type(data.args[1] as number)]
    if (to.name !== 'ℝ') return this.isLaw(data.args[1] as number)
    return from.name === '→' && this.runtime.domains.type(from.args[1] as number).name === 'ℝ'
  }

  /** Slots of the bound variables that occur in `node` under `depth` binders. */
  #slots(node: number, depth: number): readonly number[] {
    const found = new Set<number>()
    const walk = (index: number, level: number): void => {
      const data = this.node(index)
      if (data.loose <= level) return
      if (data.kind === 'bvar') found.add(depth - 1 - (data.index - level))
      else if (data.kind === 'app') { walk(data.fn, level); walk(data.arg, level) } else if (data.kind === 'abs') walk(data.body, level + 1)
    }
    walk(node, 0)
    return [...found]
  }

  /** `code`, computed once per values of the bound variables it depends on. */
  #remembering(node: number, code: Code, depth: number): Code {
    const slots = this.#slots(node, depth)
    const { runtime } = this
    let epoch = -1
    let memory: { key: readonly Value[]; value: Value }[] = []
    let next = 0
    return (frame) => {
      if (epoch !== runtime.epoch) {
        epoch = runtime.epoch
        memory = []
        next = 0
      }
      const hit = memory.find(({ key }) => slots.every((slot, i) => Object.is(frame[slot], key[i])))
      if (hit !== undefined) return hit.value
      const key = slots.map((slot) => frame[slot])
      const value = code(frame)
      memory[next] = { key, value }
      next = (next + 1) % MEMORY
      return value
    }
  }
}

function naturalNumeral(digits: string): number {
  const value = Number(digits)
  if (!Number.isSafeInteger(value)) throw new NotEvaluable('a natural number beyond 2^53')
  return value
}

