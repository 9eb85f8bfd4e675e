// Type expressions of the surface language to kernel types. UNTRUSTED; used by the elaborator only.
import { PROP, funType, prodType, type Type } from '../kernel/type.js'
import type { TypeExpr } from '../syntax/ast.js'
import { fail } from './failure.js'
import { nearest } from './nearest.js'
import type { Scope } from './scope.js'

/** The type meant by `expr`. Fails with `unknown-type` and near names when a name is not declared. */
export function elaborateType(expr: TypeExpr, scope: Scope): Type {
  switch (expr.kind) {
    case 'type-name': {
      const known = scope.types.get(expr.name)
      if (known !== undefined) return known
      return fail('unknown-type', `the type ${expr.name} is not declared`, expr.span, { hints: nearest(expr.name, scope.types.keys()) })
    }
    case 'type-fun':
      return funType(elaborateType(expr.domain, scope), elaborateType(expr.codomain, scope))
    case 'type-prod':
      return prodType(elaborateType(expr.left, scope), elaborateType(expr.right, scope))
    case 'type-set':
      return funType(elaborateType(expr.element, scope), PROP)
  }
}

/** A type as the language writes it. */
export function showType(type: Type): string {
  return show(type, 0)
}

function show(type: Type, level: number): string {
  const [a, b] = type.args
  if (a === undefined || b === undefined) return type.name
  const isSet = type.name === '→' && b === PROP
  if (isSet) return level > 1 ? `(Set ${show(a, 2)})` : `Set ${show(a, 2)}`
  const mine = type.name === '→' ? 0 : 1
  const text = type.name === '→' ? `${show(a, 1)} → ${show(b, 0)}` : `${show(a, 2)} × ${show(b, 1)}`
  return level > mine ? `(${text})` : text
}
