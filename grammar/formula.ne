# The formula language of whp: the normative grammar, read by src/syntax/reference-parser.ts. It is unambiguous: a property test
# parses random formulas with this grammar and with the parser of src/syntax, and requires exactly one tree, and the same one.
#
# Terminals are the token types of src/syntax/tokens.ts, after src/syntax/marks.ts has decided what position decides: BarOpen, BarClose
# and BarSuchThat; BigName for `max min sup` in front of a range; ExpectName for `E[` and `P[`. SetParen, SetBracket and SetReal are `(`,
# `[` and `ℝ` directly after a set relation, where intervals and `ℝ^d` stand.
#
# Binders reach as far right as possible, so nothing that ends in an open binder may stand to the left of an operator. Three families:
#   x    anything of that level
#   x_c  anything that does not end in an open binder form (∀ ∃ fun if with-probability)
#   x_k  nor in an open Σ, whose body reaches over * / ^
# Every production yields { tag, parts }; src/syntax/reference-parser.ts turns that into the AST.

@{%
const lexer = { has: () => true }
const tag = (name) => (parts) => ({ tag: name, parts })
const headLike = (tree) => tree.tag === 'name' ||
  (tree.tag === 'chain' && tree.parts[0].tag === 'name' && tree.parts[1].tag === 'last_set' && tree.parts[1].parts[0].type !== 'NotElem' &&
    tree.parts[1].parts[0].type !== 'Subset')
%}
@lexer lexer
@preprocessor esmodule

main -> formula {% id %}

# ── connectives ─────────────────────────────────────────────────────────────────────────────────────────────────
formula -> iff {% id %}

iff   -> imp {% id %} | imp_c %Iff iff {% tag("binary") %}
imp   -> or {% id %} | or_c %Arrow imp {% tag("binary") %}
imp_c -> or_c {% id %} | or_c %Arrow imp_c {% tag("binary") %}
or    -> and {% id %} | and_c %Or or {% tag("binary") %}
or_c  -> and_c {% id %} | and_c %Or or_c {% tag("binary") %}
and   -> not {% id %} | not_c %And and {% tag("binary") %}
and_c -> not_c {% id %} | not_c %And and_c {% tag("binary") %}
not   -> rel {% id %} | %Not not {% tag("not") %}
not_c -> rel_c {% id %} | %Not not_c {% tag("not") %}

# ── relations: a ≤ b < c ────────────────────────────────────────────────────────────────────────────────────────
rel     -> range {% id %} | range_c links {% tag("chain") %}
rel_c   -> range_c {% id %} | range_c links_c {% tag("chain") %}
links   -> order range {% tag("last") %} | set_relation range {% tag("last_set") %}
         | order range_c links {% tag("more") %} | set_relation range_c links {% tag("more") %}
links_c -> order range_c {% tag("last") %} | set_relation range_c {% tag("last_set") %}
         | order range_c links_c {% tag("more") %} | set_relation range_c links_c {% tag("more") %}

order -> %Equal {% id %} | %NotEqual {% id %} | %Less {% id %} | %LessEqual {% id %} | %Greater {% id %} | %GreaterEqual {% id %}
member -> %Elem {% id %} | %Word_in {% id %}
set_relation -> member {% id %} | %NotElem {% id %} | %Subset {% id %}

# ── terms ───────────────────────────────────────────────────────────────────────────────────────────────────────
range   -> set {% id %} | set_c %DotDot set {% tag("range") %}
range_c -> set_c {% id %} | set_c %DotDot set_c {% tag("range") %}

set     -> sum {% id %} | set_c set_op sum {% tag("binary") %}
set_c   -> sum_c {% id %} | set_c set_op sum_c {% tag("binary") %}
set_op  -> %Union {% id %} | %Inter {% id %}

sum     -> product {% id %} | sum_c sum_op product {% tag("binary") %}
sum_c   -> product_c {% id %} | sum_c sum_op product_c {% tag("binary") %}
sum_op  -> %Plus {% id %} | %Minus {% id %}

product    -> negation {% id %} | product_k product_op negation {% tag("binary") %}
product_c  -> negation_c {% id %} | product_k product_op negation_c {% tag("binary") %}
product_k  -> negation_k {% id %} | product_k product_op negation_k {% tag("binary") %}
product_op -> %Star {% id %} | %Slash {% id %}

negation   -> power {% id %} | %Minus negation {% tag("negate") %}
negation_c -> power_c {% id %} | %Minus negation_c {% tag("negate") %}
negation_k -> power_k {% id %} | %Minus negation_k {% tag("negate") %}

power   -> postfix {% id %} | postfix %Caret negation {% tag("binary") %} | binding {% id %} | big {% id %}
power_c -> postfix {% id %} | postfix %Caret negation_c {% tag("binary") %} | big_c {% id %}
power_k -> postfix {% id %} | postfix %Caret negation_k {% tag("binary") %}

postfix -> application {% id %} | value {% id %} | interval {% id %} | postfix %Superscript {% tag("superscript") %}

# ── forms that reach to the right ───────────────────────────────────────────────────────────────────────────────
binding -> %Forall binders %Comma formula {% tag("forall") %}
         | %Exists binders %Comma formula {% tag("exists") %}
         | %Word_fun binder_item:+ %MapsTo formula {% tag("lambda") %}
         | %Word_fun binder_item:* %Ident %Colon type %MapsTo formula {% tag("lambda_typed") %}
         | %Word_if formula %Word_then formula %Word_else formula {% tag("ite") %}
         | %WithProbability range %Comma formula {% tag("with_probability") %}

big   -> big_op names member range %Comma product {% tag("big") %}
big_c -> big_op names member range %Comma product_c {% tag("big") %}
big_op -> %Sum {% id %} | %Prod {% id %} | %Word_avg {% id %} | %BigName {% id %}

binders -> binder_item:+ {% tag("binders") %}
         | binder_item:* %Ident suffix {% tag("binders_suffix") %}
binder_item -> %Ident {% id %} | %LParen names %Colon type %RParen {% tag("typed_group") %}
names -> %Ident:+ {% id %}
suffix -> %Colon type {% tag("type_suffix") %} | order range {% tag("relation_suffix") %} | set_relation range {% tag("relation_suffix") %}

# ── application and atoms ───────────────────────────────────────────────────────────────────────────────────────
# A number, |x|, ‖x‖, ⟨x, y⟩, E[x] and P[x] are values: in front of an argument they would be a forgotten product.
application -> head {% id %} | head atom:+ {% tag("app") %}
atom  -> head {% id %} | value {% id %}

head -> %Ident {% tag("name") %} | %Infinity {% tag("infinity") %} | %EmptySet {% tag("empty") %}
      | %Wildcard {% tag("wildcard") %} | %Goal {% tag("goal") %}
      | %Sqrt atom {% tag("root") %}
      | open formula %RParen {% tag("group") %}
      | open formula %Colon type %RParen {% tag("typed") %}
      | %LParen formula (%Comma formula):+ %RParen {% tag("tuple") %}
      | %SetParen formula %Comma formula (%Comma formula):+ %RParen {% tag("set_tuple") %}
      | %LBrace %RBrace {% tag("empty") %}
      | %LBrace formula (%Comma formula):* %RBrace {% tag("set") %}
      | %LBrace %Ident %BarSuchThat formula %RBrace {% tag("such_that") %}
      | %LBrace %Ident %Colon type %BarSuchThat formula %RBrace {% tag("such_that_typed") %}
      | %LBrace %Ident member range %BarSuchThat formula %RBrace {% tag("such_that_in") %}
      | %LBrace formula %BarSuchThat names suffix (%Comma formula):? %RBrace
        {% (parts, _, reject) => headLike(parts[1]) ? reject : { tag: 'image', parts } %}
      | %IndicatorOne %LBracket formula %RBracket {% tag("indicator") %}
open -> %LParen {% id %} | %SetParen {% id %}

value -> %Numeral {% tag("numeral") %}
       | %BarOpen formula %BarClose {% tag("abs") %}
       | %NormOpen formula %NormClose {% tag("norm") %}
       | %Word_norm %LParen formula %RParen {% tag("norm_word") %}
       | %LAngle formula %Comma formula %RAngle {% tag("inner") %}
       | %Word_inner %LParen formula %Comma formula %RParen {% tag("inner_word") %}
       | %ExpectName %LBracket formula %RBracket {% tag("expect") %}
       | %ExpectOpenLaw %LParen formula %RParen %LBracket formula %RBracket {% tag("expect_law") %}

interval -> %SetBracket formula %Comma formula %RBracket {% tag("interval") %}
          | %SetBracket formula %Comma formula %RParen {% tag("interval") %}
          | %SetParen formula %Comma formula %RParen {% tag("interval") %}
          | %SetParen formula %Comma formula %RBracket {% tag("interval") %}
          | %SetReal %Superscript {% tag("euclidean") %}
          | %SetReal %Caret dimension {% tag("euclidean_caret") %}
dimension -> %Ident {% tag("name") %} | %Numeral {% tag("numeral") %}
           | %LParen range %RParen {% tag("group") %} | %LParen range %Times range %RParen {% tag("matrix") %}

# ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────
type -> product_type {% id %} | product_type %Arrow type {% tag("type_fun") %}
product_type -> atom_type {% id %} | atom_type times product_type {% tag("type_prod") %}
times -> %Times {% id %} | %Star {% id %}
atom_type -> %RealType {% tag("type_real") %} | %NatType {% tag("type_nat") %} | %Word_Prop {% tag("type_prop") %} | %Ident {% tag("type_name") %}
           | %Word_Set atom_type {% tag("type_set") %} | %LParen type %RParen {% tag("type_group") %}
