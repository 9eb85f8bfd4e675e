// TRUSTED. The mint of types, constants, terms and theorems: objects that only the holder of `make` can make. They are frozen, and
// recognised by a private field, which no cast, prototype, copy or proxy can supply. Only src/kernel imports it.
declare const brand: unique symbol

/** What a minted object has in common with others of its kind; the brand exists for the type checker only. */
export interface Minted<Kind extends string> { readonly [brand]: Kind; readonly id: number }
export type Fields<T> = Omit<T, typeof brand | 'id'>
/** `make` adds the next id, counted from 0. */
export interface Mint<T> { make(fields: Fields<T>): T; is(value: unknown): value is T; count(): number }

export function mint<T extends Minted<string>>(kind: T[typeof brand]): Mint<T> {
  const token = Symbol(kind)
  let count = 0
  class Genuine {
    readonly #brand = true
    constructor(key: symbol, readonly id: number, fields: object) {
      if (key !== token) throw new TypeError(`only the kernel makes a ${kind}`)
      Object.freeze(Object.assign(this, fields))
    }
    static is(value: unknown): value is T {
      return typeof value === 'object' && value !== null && #brand in value
    }
  }
  Object.freeze(Genuine)
  Object.freeze(Genuine.prototype)
  return { make: (fields) => new Genuine(token, count++, fields) as unknown as T, is: Genuine.is, count: () => count }
}
