// The arguments of each rule as words of a certificate line, from what the kernel recorded about a step. UNTRUSTED: data recorded for
// another rule gives a line that no checker accepts. Imported by write.ts; replay.ts reads the lines back.
import type { Rational } from '../arith/rational.js'
import type { MeanValueRange } from '../kernel/derivative.js'
import type { PositivstellensatzCertificate } from '../kernel/positivstellensatz.js'
import type { Term } from '../kernel/term.js'
import type { Axiom, Theorem, Trace } from '../kernel/theorem.js'
import type { Type } from '../kernel/type.js'
import { escapeWord } from './format.js'

/** Numbers of what a line refers to; asking for one writes it first if need be. */
export interface Words {
  type(type: Type): number
  term(t: Term): number
  premise(th: Theorem): number
}
type Word = string | number | bigint

/** A list: its length, then the words of each item. */
const list = <T>(items: Iterable<T>, words: (item: T) => readonly Word[]): readonly Word[] => {
  const all = [...items]
  return [all.length, ...all.flatMap(words)]
}
const rational = (c: Rational): readonly Word[] => [c.num, c.den]

/** Premises first, then the other arguments, in the order of docs/certificates.md. */
export function argumentsOf({ rule, premises, data }: Trace, w: Words): readonly Word[] {
  const steps = premises.map((p) => w.premise(p))
  switch (rule) {
    case 'instantiate': {
      const [types, vars] = data as [ReadonlyMap<Type, Type>, ReadonlyMap<Term, Term>]
      return [...steps, ...list(types, ([a, t]) => [w.type(a), w.type(t)]), ...list(vars, ([x, t]) => [w.term(x), w.term(t)])]
    }
    case 'axiom': {
      const [{ kind, statement, name, citation }] = data as [Axiom]
      return [kind, w.term(statement), escapeWord(name), escapeWord(citation)]
    }
    case 'positivstellensatz': {
      const [{ products, equalities }] = data as [PositivstellensatzCertificate]
      return [
        steps.length, ...steps,
        ...list(products, (p) => [...rational(p.coefficient), ...list(p.facts, (i) => [i]), ...list(p.squares, (t) => [w.term(t)])]),
        ...list(equalities, (e) => [e.fact, w.term(e.cofactor)]),
      ]
    }
    case 'enclosure': {
      const [goal, precision] = data as [Term, number]
      return [w.term(goal), precision, steps.length, ...steps]
    }
    case 'meanValue': {
      const [f, { direction, base, limit }] = data as [Term, MeanValueRange]
      return [w.term(f), direction, w.term(base), ...list(limit === undefined ? [] : [limit], (t) => [w.term(t)]), ...steps]
    }
    default: return [...steps, ...(data as readonly Term[]).map((t) => w.term(t))]
  }
}
