// The claims of a paper and the theorems of this project that answer them: a data file, read and checked, and the verdict on each
// claim from the verdicts on its theorems. UNTRUSTED display. Imported by the pages and by `whp doc`.
import type { TheoremReport } from './model.js'

/** How the theorems named relate to the printed claim; whether they hold is for the check to say. */
const FORMS = ['printed', 'condition', 'sharper', 'repaired', 'constants', 'part', 'definition', 'none'] as const
export type ClaimForm = (typeof FORMS)[number]

export interface Claim {
  readonly id: string
  readonly paper: string
  /** The claim in our own words. */
  readonly says: string
  /** Qualified names, refutations of the printed form among them. */
  readonly theorems: readonly string[]
  readonly form: ClaimForm
  readonly note?: string
  readonly missing?: string
}

export interface NumbersTable {
  readonly theorem: string
  readonly about: string
  /** A formula in the theorem's parameters that is shown next to its bound. */
  readonly rule: string
  readonly rows: readonly { readonly name: string; readonly with: string; readonly paper: string }[]
  readonly remarks: readonly string[]
}

export interface ClaimsFile {
  readonly papers: Readonly<Record<string, { readonly title: string; readonly version: string }>>
  readonly pages: { readonly coverage: string; readonly errata: string; readonly numbers?: string }
  readonly claims: readonly Claim[]
  readonly numbers?: NumbersTable
}

/** Reads a claims file; a clause saying what is wrong with it. */
export function parseClaims(text: string): ClaimsFile | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no JSON'
  }
  const file = value as Partial<ClaimsFile>
  if (typeof value !== 'object' || value === null || !Array.isArray(file.claims)) return 'it has no list `claims`'
  if (typeof file.pages?.coverage !== 'string' || typeof file.pages.errata !== 'string') return 'it does not say where the pages go'
  const ids = new Set<string>()
  for (const claim of file.claims as readonly Partial<Claim>[]) {
    const { id } = claim
    if (typeof id !== 'string' || typeof claim.says !== 'string') return 'a claim lacks `id` or `says`'
    if (ids.has(id)) return `the claim ${id} stands there twice`
    ids.add(id)
    if (typeof claim.paper !== 'string' || file.papers?.[claim.paper] === undefined) return `the paper of ${id} is not among \`papers\``
    if (!FORMS.some((f) => f === claim.form)) return `the form of ${id} is none of ${FORMS.join(', ')}`
    if (!Array.isArray(claim.theorems) || (claim.theorems.length === 0) !== (claim.form === 'none')) {
      return `${id} names no theorem, which is the form \`none\`, or the other way round`
    }
    if ((claim.form === 'none' || claim.form === 'part') && claim.missing === undefined) return `${id} does not say what is missing`
  }
  return value as ClaimsFile
}

/** What the check found of the theorems of a claim. */
export interface Answered {
  readonly claim: Claim
  readonly found: readonly TheoremReport[]
  /** Names among them that are definitions. */
  readonly definitions: readonly string[]
}

/** The verdict on a claim, from the statuses of its theorems. */
export function verdictOf({ claim, found }: Answered): string {
  if (claim.form === 'none') return 'not yet'
  if (claim.form === 'definition') return 'defined'
  const open = found.filter((t) => t.status !== 'proved' && t.status !== 'refuted')
  if (open.length > 0) return `**open**: ${open.map((t) => `\`${t.name}\` ${t.status}`).join(', ')}`
  const refuted = found.some((t) => t.status === 'refuted')
  const proved = found.some((t) => t.status === 'proved')
  if (claim.form === 'part') return refuted ? 'proved in part; a printed step refuted' : 'proved in part'
  if (refuted) return proved ? 'printed form refuted; proved after repair' : 'refuted as printed'
  switch (claim.form) {
    case 'printed': return 'proved as printed'
    case 'condition': return 'proved as printed but for a side condition'
    case 'sharper': return 'proved, sharper than printed'
    case 'repaired': return 'proved after repair'
    case 'constants': return 'heuristic; the theorem\'s own bound proved'
  }
}
