// The abstract syntax of `.whp` files: what both parsers produce and the elaborator reads.
// UNTRUSTED data, no behaviour. Imported by syntax, elaborate, checker and the tools above them.

/** Half-open range of UTF-16 offsets into the NFC-normalised source text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type TypeExpr =
  | { readonly kind: 'type-name'; readonly name: string; readonly span: Span } // ℝ ℕ Prop Ω ('Real','Nat' normalised to ℝ, ℕ)
  | { readonly kind: 'type-fun'; readonly domain: TypeExpr; readonly codomain: TypeExpr; readonly span: Span }
  | { readonly kind: 'type-prod'; readonly left: TypeExpr; readonly right: TypeExpr; readonly span: Span }
  | { readonly kind: 'type-set'; readonly element: TypeExpr; readonly span: Span }

export type BinaryOp = '+' | '-' | '*' | '/' | '^' | '∧' | '∨' | '→' | '↔' | '∪' | '∩'
/** `=` and the comparisons; also membership and inclusion. `in` ranges are `RangeExpr`, not an operator. */
export type RelationOp = '=' | '≠' | '<' | '≤' | '>' | '≥' | '∈' | '∉' | '⊆'
export type BigOp = 'Σ' | 'Π' | 'avg' | 'max' | 'min' | 'sup'

/** What a binder ranges over. */
export type BinderRange =
  | { readonly kind: 'interval-range'; readonly low: Expr; readonly high: Expr } // i in a..b
  | { readonly kind: 'member'; readonly set: Expr } // x ∈ S
  | { readonly kind: 'relation'; readonly op: RelationOp; readonly bound: Expr } // ε > 0

/** `x y : τ`, `x ∈ S`, `i in a..b`, `ε > 0`. Several names share type and range. */
export interface Binder {
  readonly names: readonly Name[]
  readonly type: TypeExpr | undefined
  readonly range: BinderRange | undefined
  readonly span: Span
}

export interface Name {
  readonly text: string
  readonly span: Span
}

export type Expr =
  | { readonly kind: 'numeral'; readonly text: string; readonly span: Span } // 12, 0.05
  | { readonly kind: 'name'; readonly name: string; readonly span: Span } // also qualified: Hoeffding.two_sided; True False
  | { readonly kind: 'wildcard'; readonly span: Span } // _
  | { readonly kind: 'goal'; readonly span: Span } // ?goal
  | { readonly kind: 'app'; readonly fn: Expr; readonly args: readonly Expr[]; readonly span: Span }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr; readonly span: Span }
  | { readonly kind: 'negate'; readonly arg: Expr; readonly span: Span }
  | { readonly kind: 'not'; readonly arg: Expr; readonly span: Span }
  /** `a ≤ b < c`: at least one link. */
  | { readonly kind: 'chain'; readonly first: Expr; readonly links: readonly ChainLink[]; readonly span: Span }
  | { readonly kind: 'forall' | 'exists' | 'lambda'; readonly binders: readonly Binder[]; readonly body: Expr; readonly span: Span }
  | { readonly kind: 'big'; readonly op: BigOp; readonly binder: Binder; readonly body: Expr; readonly span: Span }
  | { readonly kind: 'abs'; readonly arg: Expr; readonly span: Span } // |x|, and |S| by type
  | { readonly kind: 'norm'; readonly arg: Expr; readonly span: Span }
  | { readonly kind: 'inner'; readonly left: Expr; readonly right: Expr; readonly span: Span }
  /** `E[e]`, `P[φ]`, `E_M[e]`: `law` is M. */
  | { readonly kind: 'expect' | 'prob'; readonly law: Expr | undefined; readonly body: Expr; readonly span: Span }
  /** `with probability at least 1 - δ, φ`: `level` is `1 - δ`. */
  | { readonly kind: 'with-probability'; readonly level: Expr; readonly body: Expr; readonly span: Span }
  | { readonly kind: 'ite'; readonly condition: Expr; readonly then: Expr; readonly otherwise: Expr; readonly span: Span }
  /** `[a, b]`, `(a, b]`, …: only after ∈. A round-round pair `(a, b)` after ∈ is an interval too. */
  | { readonly kind: 'interval'; readonly low: Expr; readonly high: Expr; readonly leftOpen: boolean; readonly rightOpen: boolean;
    readonly span: Span }
  | { readonly kind: 'range-set'; readonly low: Expr; readonly high: Expr; readonly span: Span } // a..b as a set of ℕ
  | { readonly kind: 'set-enum'; readonly elements: readonly Expr[]; readonly span: Span } // {} {a, b}
  | { readonly kind: 'comprehension'; readonly binder: Binder; readonly condition: Expr; readonly span: Span } // {x ∈ S | φ}, {x | φ}
  | { readonly kind: 'image'; readonly body: Expr; readonly binder: Binder; readonly condition: Expr | undefined;
    readonly span: Span } // {f x | x ∈ S, φ}
  | { readonly kind: 'tuple'; readonly left: Expr; readonly right: Expr; readonly span: Span } // (a, b); right-nested
  | { readonly kind: 'typed'; readonly arg: Expr; readonly type: TypeExpr; readonly span: Span } // (e : τ)
  /** `x ∈ ℝ^d`, `A ∈ ℝ^(m×d)`: only after ∈. */
  | { readonly kind: 'euclidean'; readonly rows: Expr | undefined; readonly dimension: Expr; readonly span: Span }

export interface ChainLink {
  readonly op: RelationOp
  readonly right: Expr
  readonly span: Span
}

// ── declarations ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Theory {
  readonly name: Name | undefined
  readonly imports: readonly Name[]
  readonly items: readonly Item[]
  readonly span: Span
}

export type Item =
  | ContextDecl
  | FixDecl
  | AssumeDecl
  | TypeDecl
  | DefineDecl
  | AxiomDecl
  | LemmaDecl
  | RefuteDecl
  | ExampleDecl
  | InstanceDecl
  | BrokenDecl

/** Produced by error recovery: a declaration that did not parse. Its name lets later uses go without a second message. */
export interface BrokenDecl {
  readonly kind: 'broken'
  readonly name: Name | undefined
  readonly span: Span
}

/**
 * `context NAME [extends A, B]`. A context at the top level holds everything up to `end`, the next top-level `context` or the end
 * of the file; a context inside another one holds the items indented more than its keyword.
 */
export interface ContextDecl {
  readonly kind: 'context'
  readonly name: Name
  readonly parents: readonly Name[]
  readonly items: readonly Item[]
  readonly doc: string | undefined
  readonly span: Span
}

export interface TypeDecl {
  readonly kind: 'type'
  readonly names: readonly Name[]
  readonly span: Span
}

/** `fix n m : ℕ, X : Ω → ℝ where n ≥ 1, bounded X` */
export interface FixDecl {
  readonly kind: 'fix'
  readonly binders: readonly Binder[]
  readonly where: readonly Expr[]
  readonly span: Span
}

/** `assume name: φ` */
export interface AssumeDecl {
  readonly kind: 'assume'
  readonly name: Name | undefined
  readonly formula: Expr
  readonly span: Span
}

/** `define f {I : Type} x (y : ℝ) : τ := body where pre`; `event NAME args := φ` is the same with `event` true. */
export interface DefineDecl {
  readonly kind: 'define'
  readonly name: Name
  readonly typeParams: readonly Name[]
  readonly params: readonly Binder[]
  readonly resultType: TypeExpr | undefined
  readonly body: Expr
  readonly preconditions: readonly Expr[]
  readonly event: boolean
  readonly wellDefined: string | undefined // reason of `assuming well_defined "…"`
  readonly doc: string | undefined
  /** `in CONTEXT`: a context opened earlier, reopened for this declaration */
  readonly context: Name | undefined
  readonly span: Span
}

/** The fix/assume/where part and `show` of a statement. */
export interface Statement {
  readonly types: readonly Name[] // {I : Type} and `type I` lines
  readonly prelude: readonly (FixDecl | AssumeDecl | DefineDecl)[]
  readonly where: readonly Expr[]
  readonly show: Expr
  readonly showName: Name | undefined
  readonly free: FreeDecl | undefined
}

/** `free a, b maximizing a, minimizing b + 1 where …` marks constants `tighten` may move, and says what is best. */
export interface FreeDecl {
  readonly names: readonly Name[]
  /** The first counts most; what it leaves open is for the next. */
  readonly objectives: readonly Objective[]
  readonly where: readonly Expr[]
  readonly span: Span
}

export interface Objective {
  readonly sense: 'maximizing' | 'minimizing'
  readonly expr: Expr
}

export interface AxiomDecl {
  readonly kind: 'axiom'
  readonly name: Name
  readonly statement: Statement
  readonly citation: string | undefined
  readonly wellDefined: string | undefined
  readonly doc: string | undefined
  /** `in CONTEXT`: a context opened earlier, reopened for this declaration */
  readonly context: Name | undefined
  readonly span: Span
}

export interface LemmaDecl {
  readonly kind: 'lemma' | 'theorem' | 'corollary'
  readonly name: Name
  readonly source: string | undefined
  readonly statement: Statement
  readonly proof: Proof
  readonly wellDefined: string | undefined
  readonly doc: string | undefined
  /** `in CONTEXT`: a context opened earlier, reopened for this declaration */
  readonly context: Name | undefined
  readonly span: Span
}

/** `refute "why" [NAME]` … `show φ` `witness x := t, …` or `proof … qed` of the negation. */
export interface RefuteDecl {
  readonly kind: 'refute'
  readonly name: Name | undefined
  readonly why: string
  readonly source: string | undefined
  readonly statement: Statement
  readonly witness: readonly Assignment[]
  readonly proof: Proof | undefined
  readonly doc: string | undefined
  /** `in CONTEXT`: a context opened earlier, reopened for this declaration */
  readonly context: Name | undefined
  readonly span: Span
}

/** `example φ [proof … qed | by …]`: an anonymous lemma. */
export interface ExampleDecl {
  readonly kind: 'example'
  readonly statement: Statement
  readonly proof: Proof
  /** `in CONTEXT`: a context opened earlier, reopened for this declaration */
  readonly context: Name | undefined
  readonly span: Span
}

/** `instance Context.name` followed by `param := sampler` lines (numeric backend). */
export interface InstanceDecl {
  readonly kind: 'instance'
  readonly name: Name
  readonly fields: readonly InstanceField[]
  readonly doc: string | undefined
  readonly span: Span
}

export interface InstanceField {
  readonly name: Name
  readonly value: SamplerExpr
  readonly span: Span
}

/** Samplers: `sample integer 2..30`, `gaussian(d, variance 1/d)`, `random_class(size 2..50, kind [linear, relu_net], lipschitz L)`,
  or a formula. */
export type SamplerExpr =
  | { readonly kind: 'sample'; readonly domain: string; readonly low: Expr; readonly high: Expr; readonly span: Span }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly SamplerArg[]; readonly span: Span }
  | { readonly kind: 'formula'; readonly expr: Expr; readonly span: Span }

export interface SamplerArg {
  readonly label: string | undefined
  readonly value: SamplerExpr | { readonly kind: 'names'; readonly names: readonly string[]; readonly span: Span }
    | { readonly kind: 'range'; readonly low: Expr; readonly high: Expr; readonly span: Span }
}

// ── proofs ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A lemma's proof: a block of steps, or one justification. */
export type Proof =
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly span: Span; /** position of `qed` */ readonly end: Span }
  | { readonly kind: 'by'; readonly by: Justification; readonly span: Span }

export type Method = 'algebra' | 'linear' | 'nonlinear' | 'positivity' | 'monotone' | 'interval' | 'calculus' | 'simplify' | 'auto'
  | 'bounds' | 'loglinear'

/** `by …`. Absent justification is `{kind: 'method', method: 'auto'}` with `implicit: true`. */
export type Justification =
  | { readonly kind: 'method'; readonly method: Method; readonly implicit: boolean; readonly from: readonly Name[] | undefined;
    readonly span: Span }
  | {
      readonly kind: 'lemma'
      readonly lemma: Name
      readonly withs: readonly Assignment[]
      /** `using a, b` / `from a, b`: facts offered for its hypotheses */
      readonly using: readonly Name[] | undefined
      /** `where COND by …`: proofs of side conditions */
      readonly sideProofs: readonly SideProof[]
      readonly span: Span
    }
  | { readonly kind: 'hole'; readonly span: Span } // by ?
  | { readonly kind: 'block'; readonly proof: Proof; readonly span: Span } // nested proof … qed
  | { readonly kind: 'unfold'; readonly names: readonly Name[]; readonly from: readonly Name[] | undefined;
    readonly span: Span } // by unfold NAME, …

export interface Assignment {
  readonly name: Name
  readonly params: readonly Binder[] // `X i ω := …`
  readonly value: Expr
  readonly span: Span
}

export interface SideProof {
  readonly condition: Expr
  readonly by: Justification
  readonly span: Span
}

export type Step =
  /** `[have] name: φ by …`; conclusion `show`/`thus` are kinds of their own */
  | { readonly kind: 'have'; readonly name: Name | undefined; readonly formula: Expr; readonly by: Justification; readonly span: Span }
  | { readonly kind: 'thus'; readonly formula: Expr; readonly by: Justification; readonly span: Span } // `thus φ`, `show φ`
  | { readonly kind: 'calc'; readonly name: Name | undefined; readonly thus: boolean; readonly first: Expr;
    readonly links: readonly CalcLink[]; readonly span: Span }
  | { readonly kind: 'fix'; readonly binders: readonly Binder[]; readonly where: readonly Expr[]; readonly span: Span } // also `take`
  | { readonly kind: 'assume'; readonly name: Name | undefined; readonly formula: Expr; readonly span: Span }
  | { readonly kind: 'obtain'; readonly binders: readonly Binder[];
    readonly facts: readonly { readonly name: Name | undefined; readonly formula: Expr }[]; readonly by: Justification;
    readonly span: Span }
  | { readonly kind: 'choose'; readonly assignments: readonly Assignment[]; readonly span: Span }
  | { readonly kind: 'let'; readonly assignments: readonly Assignment[]; readonly span: Span }
  /** `formula` is the disjunction when one is written: `cases a ∨ b by …` */
  | { readonly kind: 'cases'; readonly formula: Expr | undefined; readonly by: Justification | undefined;
    readonly branches: readonly CaseBranch[]; readonly span: Span }
  | { readonly kind: 'induction'; readonly variable: Name; readonly base: readonly Step[]; readonly hypothesis: Name | undefined;
    readonly step: readonly Step[]; /** the lines `base` and `step …` */ readonly baseSpan: Span; readonly stepSpan: Span;
    readonly span: Span }
  | { readonly kind: 'suppose'; readonly name: Name | undefined; readonly formula: Expr; readonly steps: readonly Step[];
    readonly span: Span } // suppose φ … contradiction
  | { readonly kind: 'contradiction'; readonly by: Justification; readonly span: Span }
  | { readonly kind: 'suffices'; readonly name: Name | undefined; readonly formula: Expr; readonly by: Justification; readonly span: Span }
  | { readonly kind: 'unfold'; readonly names: readonly Name[]; readonly at: Name | undefined; readonly span: Span }
  /** `pointwise ω` … block proving ∀ ω, A ω → B ω */
  | { readonly kind: 'pointwise'; readonly name: Name | undefined; readonly variable: Name;
    readonly assume: { readonly name: Name | undefined; readonly formula: Expr } | undefined; readonly show: Expr;
    readonly steps: readonly Step[]; readonly span: Span }
  /** produced by error recovery: a step that did not parse; the checker reports the goal as not proved */
  | { readonly kind: 'broken'; readonly span: Span }

export interface CalcLink {
  readonly op: RelationOp
  readonly right: Expr
  readonly by: Justification
  readonly name: Name | undefined
  readonly span: Span
}

export interface CaseBranch {
  readonly name: Name | undefined
  readonly formula: Expr
  readonly steps: readonly Step[]
  readonly span: Span
}
