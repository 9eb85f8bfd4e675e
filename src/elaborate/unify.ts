// Higher-order pattern unification of kernel terms: metavariables are free variables whose name starts with `?`, bound
// variables met on the way are opened as variables whose name starts with `!`. UNTRUSTED: its solutions only say how to
// instantiate a lemma; the kernel checks the instance.
import { asOrder } from '../kernel/signature.js'
import { alphaEqual, freeVars, instantiateBody, mkAbs, mkApp, mkVar, substitute, type FVar, type Term } from '../kernel/term.js'
import { NAT, REAL, isFun, domainOf, type Type } from '../kernel/type.js'
import { applied, betaNormalForm, etaContracted } from '../engine/conversion.js'
import { unfoldHead, sides } from '../engine/logic.js'
import { convertible } from './convertible.js'
import { freshName } from './fresh.js'
import type { Inference } from './inference.js'

/** Whether `t` is a metavariable of unification. */
export function isMeta(t: Term): t is FVar {
  return t.kind === 'fvar' && t.name.startsWith('?')
}

interface Spine {
  readonly head: Term
  readonly args: readonly Term[]
}

function spine(t: Term): Spine {
  const args: Term[] = []
  let head = t
  while (head.kind === 'app') {
    args.unshift(head.arg)
    head = head.fn
  }
  return { head, args }
}

/** One unification problem and its solution so far. Failures leave it as `restore` finds it. */
export class Unifier {
  #solution = new Map<string, Term>()
  #postponed: (readonly [Term, Term])[] = []
  #bound = 0
  #steps = 0

  /** `limit` bounds the unfoldings and comparisons tried. */
  constructor(readonly inference: Inference, readonly limit = 20_000) {}

  /** A new metavariable; `hint` is the name the reader knows it by. */
  meta(hint: string, type: Type): FVar {
    return mkVar(`?${hint}#${String(this.inference.nextId())}`, type)
  }

  snapshot(): () => void {
    const solution = new Map(this.#solution)
    const postponed = [...this.#postponed]
    const types = this.inference.snapshot()
    return () => {
      this.#solution = solution
      this.#postponed = postponed
      this.inference.restore(types)
    }
  }

  /** Unifies, undoing everything on failure. */
  tryUnify(a: Term, b: Term): boolean {
    const restore = this.snapshot()
    if (this.unify(a, b)) return true
    restore()
    return false
  }

  /** Gives `meta` a value outright; false if it has another already. */
  assign(meta: FVar, value: Term): boolean {
    return this.unify(meta, value)
  }

  /** `t` with everything known filled in, β-normal. */
  instantiate(t: Term): Term {
    let term = this.inference.zonk(t)
    for (let round = 0; round < 50; round++) {
      const map = new Map<FVar, Term>()
      for (const v of freeVars(term)) {
        const value = isMeta(v) ? this.#solution.get(v.name) : undefined
        if (value !== undefined) map.set(v, this.inference.zonk(value))
      }
      if (map.size === 0) return betaNormalForm(term)
      for (const [v, value] of map) if (v.type !== value.type) map.delete(v)
      if (map.size === 0) return betaNormalForm(term)
      term = betaNormalForm(substitute(term, new Map(), map))
    }
    return term
  }

  /** The metavariables still without a value in `t`. */
  unsolved(t: Term): readonly FVar[] {
    return freeVars(this.instantiate(t)).filter(isMeta)
  }

  /** Makes `a` and `b` equal up to β, η, definitions and the direction of ≤; postpones what is not a pattern yet. */
  unify(a: Term, b: Term): boolean {
    if (++this.#steps > this.limit) return false
    const left = this.#whnf(a)
    const right = this.#whnf(b)
    if (alphaEqual(left, right)) return true
    if (!this.inference.unify(left.type, right.type)) return false
    const l = spine(left)
    const r = spine(right)
    if (isMeta(l.head) && isMeta(r.head) && l.head.name === r.head.name && l.args.length === r.args.length
      && this.#all(l.args, r.args)) return true
    if (isMeta(l.head)) return this.#flex(left, l, right)
    if (isMeta(r.head)) return this.#flex(right, r, left)
    return this.#rigid(left, l, right, r)
  }

  /** Retries what was postponed; with `guess`, by first-order approximation. False if something cannot be made equal. */
  finish(guess: boolean): boolean {
    for (let round = 0; round < 20 && this.#postponed.length > 0; round++) {
      const waiting = this.#postponed
      this.#postponed = []
      let progress = false
      for (const [a, b] of waiting) {
        const before = this.#postponed.length
        if (!this.unify(a, b)) return false
        if (this.#postponed.length === before) progress = true
      }
      if (!progress && (!guess || !this.#guessOne())) return true
    }
    return true
  }

  /** Settles one postponed equation by approximation; false if none can be. */
  #guessOne(): boolean {
    const waiting = this.#postponed
    for (const [index, [a, b]] of waiting.entries()) {
      const restore = this.snapshot()
      this.#postponed = waiting.filter((_, i) => i !== index)
      if (this.#approximate(a, b)) return true
      restore()
    }
    return false
  }

  #whnf(t: Term): Term {
    let term = this.inference.zonk(t)
    for (let i = 0; i < 1000; i++) {
      const { head, args } = spine(term)
      if (head.kind === 'abs' && args.length > 0) {
        term = args.reduce(applied, head as Term)
        continue
      }
      const value = isMeta(head) ? this.#solution.get(head.name) : undefined
      if (value === undefined) return term
      const known = this.inference.zonk(value)
      if (known.type !== head.type) return term
      term = args.reduce(applied, known)
    }
    return term
  }

  #all(as: readonly Term[], bs: readonly Term[]): boolean {
    if (as.length !== bs.length) return false
    return as.every((a, i) => {
      const b = bs[i]
      return b !== undefined && this.unify(a, b)
    })
  }

  /** `?F x₁ … xₙ = t` with distinct bound variables xᵢ: solved by `?F := λx₁ … xₙ. t`. */
  #flex(flexible: Term, { head, args }: Spine, other: Term): boolean {
    const vars: FVar[] = []
    for (const arg of args) {
      const v = this.#asBound(arg)
      if (v === undefined || vars.includes(v)) {
        this.#postponed.push([flexible, other])
        return true
      }
      vars.push(v)
    }
    const body = this.instantiate(other)
    const allowed = new Set(vars.map((v) => v.name))
    for (const v of freeVars(body)) {
      if (isMeta(v) && isMeta(head) && v.name === head.name) return false
      if (v.name.startsWith('!') && !allowed.has(v.name)) {
        // The escaping variable may vanish once another metavariable is known.
        if (!freeVars(body).some(isMeta)) return false
        this.#postponed.push([flexible, other])
        return true
      }
    }
    if (!isMeta(head)) return false
    const value = vars.map((v) => this.inference.zonkVar(v)).reduceRight<Term>((t, v) => etaContracted(mkAbs(v, this.inference.zonk(t))),
      body)
    if (!this.inference.unify(value.type, head.type)) return false
    this.#solution.set(head.name, this.inference.zonk(value))
    return true
  }

  /** The bound variable `arg` is, also when written `λx. v x`. */
  #asBound(arg: Term): FVar | undefined {
    const t = this.#whnf(arg)
    if (t.kind === 'fvar' && t.name.startsWith('!')) return t
    if (t.kind !== 'abs' || t.body.kind !== 'app' || t.body.fn.loose !== 0) return undefined
    const inner = t.body
    return inner.arg.kind === 'bvar' && inner.arg.index === 0 ? this.#asBound(inner.fn) : undefined
  }

  #rigid(left: Term, l: Spine, right: Term, r: Spine): boolean {
    if (left.kind === 'abs' || right.kind === 'abs') return this.#functions(left, right)
    const restore = this.snapshot()
    if (this.#sameHead(l.head, r.head) && this.#all(l.args, r.args)) return true
    restore()
    const lo = asOrder(left)
    const ro = asOrder(right)
    if (lo !== undefined && ro !== undefined) {
      return lo.strict === ro.strict && l.head !== r.head && this.unify(lo.low, ro.low) && this.unify(lo.high, ro.high)
    }
    return this.#unfolding(left, l, right, r) || this.#sameNumber(left, right)
  }

  /** Closed to unknowns and equal by ring arithmetic: (2 : ℕ) read as a real, and 2. */
  #sameNumber(left: Term, right: Term): boolean {
    if (left.type !== REAL && left.type !== NAT) return false
    const [a, b] = [this.instantiate(left), this.instantiate(right)]
    return ![a, b].some((t) => freeVars(t).some(isMeta)) && convertible(a, b, 50) !== undefined
  }

  /** Opens the definition introduced later, as the one that may speak of the other. */
  #unfolding(left: Term, l: Spine, right: Term, r: Spine): boolean {
    const a = l.head.kind === 'const' && l.head.constant.body !== undefined ? l.head.constant.id : -1
    const b = r.head.kind === 'const' && r.head.constant.body !== undefined ? r.head.constant.id : -1
    if (a < 0 && b < 0) return false
    const both = a === b
    const newLeft = a >= b ? unfoldHead(left) : undefined
    const newRight = both || b > a ? unfoldHead(right) : undefined
    return this.unify(newLeft === undefined ? left : sides(newLeft)[1], newRight === undefined ? right : sides(newRight)[1])
  }

  #sameHead(a: Term, b: Term): boolean {
    if (a === b) return true
    if (a.kind === 'const' && b.kind === 'const' && a.constant === b.constant) {
      return a.typeArgs.every((t, i) => {
        const u = b.typeArgs[i]
        return u !== undefined && this.inference.unify(t, u)
      })
    }
    return a.kind === 'fvar' && b.kind === 'fvar' && a.name === b.name && this.inference.unify(a.type, b.type)
  }

  #functions(a: Term, b: Term): boolean {
    const type = this.inference.resolve(a.type)
    if (!isFun(type)) return false
    const x = mkVar(`!${String(this.#bound++)}`, domainOf(type))
    const open = (t: Term): Term => {
      const f = this.inference.zonk(t)
      return f.kind === 'abs' ? instantiateBody(f, mkVar(x.name, f.domain)) : mkApp(f, mkVar(x.name, domainOf(f.type)))
    }
    return this.unify(open(a), open(b))
  }

  /** `?F t = g u`: try ?F := g and t = u, the reading a person would try first; else forget t. */
  #approximate(a: Term, b: Term): boolean {
    const left = this.#whnf(a)
    const right = this.#whnf(b)
    const [flexible, other] = isMeta(spine(left).head) ? [left, right] : [right, left]
    if (flexible.kind !== 'app') return this.unify(flexible, other)
    const target = this.instantiate(other)
    const arg = this.instantiate(flexible.arg)
    if (arg.kind === 'fvar' && !arg.name.startsWith('?')) {
      const restore = this.snapshot()
      const x = mkVar(freshName(arg.name, [target]), arg.type)
      const abstracted = mkAbs(x, substitute(target, new Map(), new Map([[arg, x]])))
      if (this.unify(flexible.fn, abstracted)) return true
      restore()
    }
    if (target.kind === 'app') {
      const restore = this.snapshot()
      if (this.unify(flexible.fn, target.fn) && this.unify(flexible.arg, target.arg)) return true
      restore()
    }
    return false
  }
}
