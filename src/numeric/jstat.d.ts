// The part of jstat that src/numeric uses; the package ships no types.
// UNTRUSTED: statistics.ts checks what it returns.
declare module 'jstat' {
  interface JStat {
    /** I_x(a, b), the regularised incomplete beta function. */
    ibeta(x: number, a: number, b: number): number
    /** The x with I_x(a, b) = p. */
    ibetainv(p: number, a: number, b: number): number
  }
  const package_: { readonly jStat: JStat }
  // The package is CommonJS: its exports object is the default import.
  // eslint-disable-next-line no-restricted-syntax
  export default package_
}
