// Names that occur nowhere in given terms. UNTRUSTED; a clash would only make the kernel refuse a step.
import { freeVars, type Term } from '../kernel/term.js'

/** `hint` with as many primes as it takes to be the name of no free variable of `terms`. */
export function freshName(hint: string, terms: readonly Term[]): string {
  const taken = new Set<string>()
  for (const t of terms) for (const v of freeVars(t)) taken.add(v.name)
  let name = hint
  while (taken.has(name)) name += "'"
  return name
}
