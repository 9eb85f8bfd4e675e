// Replays a certificate through the kernel's own rules: the first checker's opinion of a file written by write.ts. UNTRUSTED: what it
// returns are kernel theorems, whatever the file says. Imported by the command line and by tests; docs/certificates.md has the format.
import * as Q from '../arith/rational.js'
import { base } from '../kernel/axioms.js'
import {
  alphaEqual, instantiateBody, mkAbs, mkApp, mkConst, mkNum, mkVar, newConstant, newDefinition, type Constant, type FVar, type Term,
} from '../kernel/term.js'
import * as K from '../kernel/theorem.js'
import type { Axiom, Theorem } from '../kernel/theorem.js'
import { KernelError, NAT, PROP, REAL, funType, newType, prodType, typeVar, type Type } from '../kernel/type.js'
import { BUILTIN, HEADER, unescapeWord } from './format.js'

/** A claim of the file, as the kernel proved it. */
export interface Replayed { readonly name: string; readonly theorem: Theorem; readonly axioms: readonly Axiom[] }
export type Replay =
  | { readonly accepted: true; readonly claims: readonly Replayed[] }
  | { readonly accepted: false; readonly line: number; readonly reason: string }

/** The certificate is malformed; the kernel's own refusals are KernelErrors. */
class FormatError extends Error {}
function fail(why: string): never {
  throw new FormatError(why)
}

/** Runs the rules of a certificate. Bad input, whatever it is, is not accepted; nothing else is thrown. */
export function replay(lines: Iterable<string>): Replay {
  const run = new Run()
  try {
    for (const line of lines) run.line(line)
    if (!run.ended) fail('the certificate is cut short')
    return { accepted: true, claims: run.claims }
  } catch (error) {
    if (!(error instanceof FormatError) && !(error instanceof KernelError) && !(error instanceof RangeError)) throw error
    return { accepted: false, line: run.lines, reason: error.message }
  }
}

/**
 * A term as the file builds it, bottom up and under binders. A free variable no file can name stands for each bound variable, by its index
 * and type, until the binder comes: `loose` holds those still waiting, and they move down one place at each binder.
 */
interface Open { readonly term: Term; readonly loose: ReadonlyMap<number, FVar> }
const CLOSED: ReadonlyMap<number, FVar> = new Map()
const MAX_INDEX = 2000
const placeholder = (index: number, type: Type): FVar => mkVar(`\u0000${index}`, type)

function mergeLoose(a: Open['loose'], b: Open['loose']): Open['loose'] {
  if (b.size === 0 || a === b) return a
  if (a.size === 0) return b
  const merged = new Map(a)
  b.forEach((v, i) => { if ((merged.get(i) ?? v) === v) merged.set(i, v); else fail('a bound variable has two types') })
  return merged
}

class Run {
  lines = 0
  ended = false
  readonly claims: Replayed[] = []
  readonly #types: Type[] = [PROP, REAL, NAT]
  readonly #constants: Constant[] = []
  readonly #terms: Open[] = []
  readonly #steps: Theorem[] = []
  #words: readonly string[] = []
  #next = 0

  // ── words ──
  #word(): string {
    return this.#words[this.#next++] ?? fail('a line is too short')
  }
  #name(): string {
    return unescapeWord(this.#word()) ?? fail('a name is not well formed')
  }
  #integer(): bigint {
    const word = this.#word()
    return /^(?:0|-?[1-9][0-9]{0,40000})$/u.test(word) ? BigInt(word) : fail('a whole number is expected')
  }
  #whole(): number {
    const word = this.#word()
    return /^(?:0|[1-9][0-9]{0,8})$/u.test(word) ? parseInt(word, 10) : fail('a whole number is expected')
  }
  #list<T>(item: () => T): readonly T[] {
    const items: T[] = []
    for (let n = this.#whole(); n > 0; n--) items.push(item())
    return items
  }
  #at<T>(list: readonly T[]): T {
    return list[this.#whole()] ?? fail('a line refers to what has not been stated yet')
  }
  #type(): Type { return this.#at(this.#types) }
  #step(): Theorem { return this.#at(this.#steps) }
  #term(): Term {
    const { term, loose } = this.#at(this.#terms)
    return loose.size === 0 ? term : fail('a term has a bound variable without its binder')
  }
  #variable(): FVar {
    const t = this.#term()
    return t.kind === 'fvar' ? t : fail('a variable is expected')
  }

  // ── lines ──
  line(text: string): void {
    if (this.ended) fail('there is text after the end')
    this.lines++
    if (this.lines === 1) {
      if (text !== HEADER) fail('not a certificate of version 1')
      return
    }
    this.#words = text.split(' ')
    this.#next = 0
    this.#entry(this.#word())
    if (this.#next !== this.#words.length) fail('a line is too long')
  }
  #entry(kind: string): void {
    switch (kind) {
      case 'base': this.#types.push(newType(this.#name())); return
      case 'tvar': this.#types.push(typeVar(this.#name())); return
      case 'fun': this.#types.push(funType(this.#type(), this.#type())); return
      case 'prod': this.#types.push(prodType(this.#type(), this.#type())); return
      case 'builtin': this.#constants.push(BUILTIN.get(this.#name()) ?? fail('there is no such constant')); return
      case 'prim': this.#constants.push(newConstant(this.#name(), this.#list(() => this.#type()), this.#type())); return
      case 'def': this.#constants.push(newDefinition(this.#name(), this.#list(() => this.#type()), this.#term())); return
      case 'var': this.#terms.push({ term: mkVar(this.#name(), this.#type()), loose: CLOSED }); return
      case 'bound': this.#bound(this.#whole(), this.#type()); return
      case 'const': this.#terms.push({ term: mkConst(this.#at(this.#constants), this.#list(() => this.#type())), loose: CLOSED }); return
      case 'num': this.#terms.push({ term: mkNum(this.#integer(), this.#type()), loose: CLOSED }); return
      case 'app': this.#app(this.#at(this.#terms), this.#at(this.#terms)); return
      case 'abs': this.#abs(this.#type(), this.#at(this.#terms), this.#name()); return
      case 'claim': this.#claim(this.#name(), this.#step(), this.#term(), this.#list(() => this.#step())); return
      case 'end': this.#end(); return
      default: this.#steps.push(this.#rule(kind))
    }
  }
  #bound(index: number, type: Type): void {
    if (index > MAX_INDEX) fail('a bound variable lies outside every binder')
    const v = placeholder(index, type)
    this.#terms.push({ term: v, loose: new Map([[index, v]]) })
  }
  #app(fn: Open, arg: Open): void {
    this.#terms.push({ term: mkApp(fn.term, arg.term), loose: mergeLoose(fn.loose, arg.loose) })
  }
  /** Binds placeholder 0 and renames the others, the outermost binder's last, by a β-step each. */
  #abs(domain: Type, { term, loose }: Open, hint: string): void {
    const bound = loose.get(0)
    if (bound !== undefined && bound.type !== domain) fail('a bound variable has another type than its binder')
    const named = bound === undefined ? term : instantiateBody(mkAbs(bound, term), mkVar(`\u0000:${hint}`, domain))
    let moved = named
    const left = new Map<number, FVar>()
    for (const [i, v] of [...loose].filter(([j]) => j > 0).sort(([j], [k]) => j - k)) {
      const down = placeholder(i - 1, v.type)
      moved = instantiateBody(mkAbs(v, moved), down)
      left.set(i - 1, down)
    }
    this.#terms.push({ term: mkAbs(mkVar(`\u0000:${hint}`, domain), moved), loose: left })
  }

  #rule(rule: string): Theorem {
    const [step, term] = [() => this.#step(), () => this.#term()]
    switch (rule) {
      case 'assume': return K.assume(term())
      case 'intro': return flipped(K.intro, step(), term())
      case 'mp': return K.mp(step(), step())
      case 'eqMp': return K.eqMp(step(), step())
      case 'andIntro': return K.andIntro(step(), step())
      case 'andLeft': return K.andLeft(step())
      case 'andRight': return K.andRight(step())
      case 'orLeft': return K.orLeft(step(), term())
      case 'orRight': return flipped(K.orRight, step(), term())
      case 'orElim': return K.orElim(step(), step(), step())
      case 'excludedMiddle': return K.excludedMiddle(term())
      case 'exFalso': return K.exFalso(step(), term())
      case 'refl': return K.refl(term())
      case 'sym': return K.sym(step())
      case 'trans': return K.trans(step(), step())
      case 'congApp': return K.congApp(step(), step())
      case 'congAbs': return flipped(K.congAbs, step(), this.#variable())
      case 'beta': return K.beta(term())
      case 'iffIntro': return K.iffIntro(step(), step())
      case 'specialise': return K.specialise(step(), term())
      case 'generalise': return flipped(K.generalise, step(), this.#variable())
      case 'existsIntro': {
        const [th, goal, t] = [step(), term(), term()]
        return K.existsIntro(goal, t, th)
      }
      case 'existsElim': {
        const [ex, th, x] = [step(), step(), this.#variable()]
        return K.existsElim(ex, x, th)
      }
      case 'unfold': {
        const c = term()
        return c.kind === 'const' ? K.unfold(c.constant, c.typeArgs) : fail('not a constant')
      }
      case 'ring': return K.ring(term(), term())
      default: return this.#special(rule)
    }
  }
  #special(rule: string): Theorem {
    const [step, term] = [() => this.#step(), () => this.#term()]
    switch (rule) {
      case 'axiom': return axiomNamed(this.#word(), term(), this.#name(), this.#name())
      case 'instantiate': {
        const th = step()
        const types = new Map(this.#list(() => [this.#type(), this.#type()] as const))
        return K.instantiate(th, types, new Map(this.#list(() => [this.#variable(), term()] as const)))
      }
      case 'positivstellensatz': {
        const facts = this.#list(step)
        const products = this.#list(() =>
          ({ coefficient: this.#rational(), facts: this.#list(() => this.#whole()), squares: this.#list(term) }))
        return K.positivstellensatz(facts, { products, equalities: this.#list(() => ({ fact: this.#whole(), cofactor: term() })) })
      }
      case 'enclosure': {
        const [goal, precision, bounds] = [term(), this.#whole(), this.#list(step)]
        return K.enclosure(goal, bounds, precision)
      }
      case 'meanValue': {
        const [f, direction, base, limit, more] = [term(), this.#word(), term(), ...two(this.#list(term))]
        if ((direction !== 'right' && direction !== 'left') || more !== undefined) return fail('a range lies right or left of its base')
        return K.meanValue(f, { base, limit, direction }, step(), step(), step())
      }
      default: return fail(`there is no rule ${rule.slice(0, 40)}`)
    }
  }
  #rational(): Q.Rational {
    const [num, den] = [this.#integer(), this.#integer()]
    return den > 0n ? Q.rational(num, den) : fail('a denominator is not positive')
  }

  #claim(name: string, theorem: Theorem, statement: Term, listed: readonly Theorem[]): void {
    if (theorem.hyps.length > 0 || !alphaEqual(theorem.concl, statement)) fail('a claim says something else than its proof')
    const axioms = K.axiomsOf(theorem)
    const named = listed.flatMap((th) => K.axiomsOf(th))
    const same = named.length === axioms.length && axioms.every((a) => named.includes(a))
    if (!same || listed.length !== axioms.length) fail('the axioms listed are not those used')
    this.claims.push({ name, theorem, axioms })
  }
  #end(): void {
    const lists = [this.#types.slice(3), this.#constants, this.#terms, this.#steps, this.claims]
    if (lists.some((list) => list.length !== this.#whole())) fail('the counts at the end are wrong')
    this.ended = true
  }
}

const two = (terms: readonly Term[]): readonly [Term | undefined, Term | undefined] => [terms[0], terms[1]]
const flipped = <T>(rule: (t: T, th: Theorem) => Theorem, th: Theorem, t: T): Theorem => rule(t, th)

/** The base axiom of this name if it says this; a new axiom if it is a cited one. */
function axiomNamed(kind: string, statement: Term, name: string, citation: string): Theorem {
  if (kind === 'cited') return K.axiom(name, 'cited', statement, citation)
  const known = kind === 'base' && Object.hasOwn(base, name) ? base[name as keyof typeof base] : undefined
  if (known === undefined || !alphaEqual(known.concl, statement)) return fail('no base axiom of this name says this')
  return known
}
