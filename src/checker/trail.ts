// Which steps of a proof rest on which, read off the recorded rules that made its theorem (kernel traces): nothing that was offered
// to a step and not used counts. UNTRUSTED; needs recordTraces(true) while the theory is elaborated. Imported by ledger.ts.
import { core, type Term } from '../kernel/term.js'
import type { Theorem } from '../kernel/theorem.js'
import type { Declaration, StepRecord } from '../elaborate/result.js'
import type { TheoryRun } from './run.js'

/** A lemma as other proofs use it. */
export interface Used {
  readonly run: TheoryRun
  readonly declaration: Declaration
}

/** The theorems under which lemmas are used, those of contexts in both forms, with their declarations. */
export function lemmaTheorems(runs: readonly TheoryRun[]): ReadonlyMap<Theorem, Used> {
  const out = new Map<Theorem, Used>()
  for (const run of runs) {
    const declarations = new Map(run.result.declarations.map((d) => [d.name, d]))
    for (const [name, entry] of run.result.exports.lemmas) {
      const declaration = declarations.get(name)
      if (declaration === undefined) continue
      for (const th of [entry.closed, entry.inContext?.theorem, declaration.theorem, declaration.minimal]) {
        if (th !== undefined) out.set(th, { run, declaration })
      }
    }
  }
  return out
}

/** One step as the proof used it. */
export interface UsedStep {
  readonly record: StepRecord
  readonly theorem: Theorem
  /** Steps it rests on directly. */
  readonly steps: ReadonlySet<UsedStep>
  /** Lemmas it rests on directly, not through other steps. */
  readonly lemmas: ReadonlySet<Used>
}

/** The end of a proof in one case. */
export interface Branch {
  readonly theorem: Theorem
  /** Every step it rests on, those a step rests on before it. */
  readonly steps: readonly UsedStep[]
}

export interface Trail {
  /** The steps the theorem rests on directly. */
  readonly top: ReadonlySet<UsedStep>
  /** Where a proof by cases ends in each case: what a case distinction joins. One when there are no cases. */
  readonly branches: readonly Branch[]
}

/** The steps of the declaration that its theorem rests on. Undefined without a theorem or without traces. */
export function trailOf(declaration: Declaration, lemmas: ReadonlyMap<Theorem, Used>): Trail | undefined {
  const root = declaration.theorem
  if (root?.trace === undefined) return undefined
  return new Walk(declaration, lemmas).from(root)
}

/** Rules between the goal of a proof and its closed statement; the proof is their last premise. */
const CLOSING: ReadonlySet<string> = new Set(['intro', 'generalise', 'eqMp', 'existsElim', 'instantiate'])
/** Proofs by contradiction distinguish cases too, one of which is what was to be shown, or absurd. */
const isProof = (th: Theorem): boolean => th.trace?.rule !== 'assume' && th.trace?.rule !== 'exFalso'

interface Below {
  readonly steps: Set<UsedStep>
  readonly lemmas: Set<Used>
}

class Walk {
  readonly #records = new Map<Term, StepRecord[]>()
  readonly #below = new Map<Theorem, Below>()
  readonly #made = new Map<string, UsedStep>()
  readonly #taken = new Set<StepRecord>()
  readonly #all: UsedStep[] = []

  constructor(readonly declaration: Declaration, readonly lemmas: ReadonlyMap<Theorem, Used>) {
    for (const record of declaration.steps) {
      if (record.status !== 'proved') continue
      const key = core(record.formula)
      this.#records.set(key, [...this.#records.get(key) ?? [], record])
    }
  }

  from(root: Theorem): Trail {
    const { steps } = this.#collect(root)
    const ends = this.#branches(root)
    const branches = ends.map((theorem) => {
      const below = new Set(ends.length === 1 ? steps : this.#below.get(theorem)?.steps ?? steps)
      for (const step of below) for (const s of step.steps) below.add(s)
      return { theorem, steps: this.#all.filter((s) => below.has(s)) }
    })
    return { top: steps, branches }
  }

  /** The nearest steps and lemmas below a theorem, which is no step itself. Post-order, without recursion: proofs are deep. */
  #collect(root: Theorem): Below {
    const stack: { readonly th: Theorem; next: number }[] = [{ th: root, next: 0 }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]
      if (top === undefined) break
      const premises = this.#premises(top.th)
      const premise = premises[top.next++]
      if (premise !== undefined) {
        if (!this.#below.has(premise)) stack.push({ th: premise, next: 0 })
        continue
      }
      stack.pop()
      if (!this.#below.has(top.th)) this.#below.set(top.th, this.#gather(top.th))
    }
    return this.#below.get(root) ?? { steps: new Set(), lemmas: new Set() }
  }

  /** Down from the root through rules that only close a proof; a case distinction opens one branch for each of its proofs. */
  #branches(root: Theorem): readonly Theorem[] {
    const { trace } = root
    if (trace === undefined || this.#foreign(root) !== undefined) return [root]
    const [first, second, third] = trace.premises
    if (trace.rule === 'orElim' && second !== undefined && third !== undefined && isProof(second) && isProof(third)) {
      return [...this.#branches(second), ...this.#branches(third)]
    }
    const next = CLOSING.has(trace.rule) ? trace.premises[trace.premises.length - 1]
      : trace.rule === 'mp' && first?.trace?.rule === 'intro' ? first : undefined
    return next === undefined ? [root] : this.#branches(next)
  }

  /** Proofs of other lemmas are not entered. */
  #premises(th: Theorem): readonly Theorem[] {
    return this.#foreign(th) === undefined ? th.trace?.premises ?? [] : []
  }

  #foreign(th: Theorem): Used | undefined {
    const used = this.lemmas.get(th)
    return used?.declaration === this.declaration ? undefined : used
  }

  /** What is directly below `th`, all premises done: a premise that is a step or a lemma stands for all below it. */
  #gather(th: Theorem): Below {
    const steps = new Set<UsedStep>()
    const lemmas = new Set<Used>()
    for (const premise of this.#premises(th)) {
      const lemma = this.#foreign(premise)
      if (lemma !== undefined) {
        lemmas.add(lemma)
        continue
      }
      const step = this.#stepOf(premise)
      const below = this.#below.get(premise)
      if (step !== undefined) steps.add(step)
      else for (const s of below?.steps ?? []) steps.add(s)
      if (step === undefined) for (const l of below?.lemmas ?? []) lemmas.add(l)
    }
    return { steps, lemmas }
  }

  /** The step that proved this sequent. One formula proved in several cases is several steps, told apart by their hypotheses. */
  #stepOf(th: Theorem): UsedStep | undefined {
    const records = this.#records.get(core(th.concl))
    if (records === undefined) return undefined
    const key = [core(th.concl).id, ...th.hyps.map((h) => core(h).id)].join(' ')
    const old = this.#made.get(key)
    if (old !== undefined) return old
    const record = records.find((r) => !this.#taken.has(r)) ?? records[records.length - 1]
    if (record === undefined) return undefined
    this.#taken.add(record)
    const below = this.#below.get(th)
    const made: UsedStep = { record, theorem: th, steps: below?.steps ?? new Set(), lemmas: below?.lemmas ?? new Set() }
    this.#made.set(key, made)
    this.#all.push(made)
    return made
  }
}
