// SHA-256 (FIPS 180-4) of text, in plain code: the checker runs where there is no Node and needs the digest at once.
// UNTRUSTED: digests name statements in locks and reports, they prove nothing. Tests compare it with Node's.

/** First 32 bits after the point of the `degree`-th root of `n`. */
function fractionBits(n: bigint, degree: bigint): number {
  const scaled = n << (32n * degree)
  let low = 0n
  let high = 1n << 40n
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** degree <= scaled) low = middle
    else high = middle - 1n
  }
  return Number(low & 0xffffffffn)
}

/** The constants of the standard are bits of roots of the first primes; they are derived here rather than listed. */
function deriveConstants(count: number, degree: bigint): Uint32Array {
  const constants = new Uint32Array(count)
  for (let n = 2, found = 0; found < count; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) prime &&= n % d !== 0
    if (prime) constants[found++] = fractionBits(BigInt(n), degree)
  }
  return constants
}

const K = deriveConstants(64, 3n)
const H0 = deriveConstants(8, 2n)

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n))
const at = (a: Uint32Array, i: number): number => a[i] ?? 0

/** One block: `w` holds its 16 words and room for 48 more. */
function compress(state: Uint32Array, w: Uint32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = at(w, i - 15)
    const y = at(w, i - 2)
    w[i] = at(w, i - 16) + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + at(w, i - 7) + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))
  }
  const v = new Uint32Array(state)
  for (let i = 0; i < 64; i++) {
    const a = at(v, 0)
    const e = at(v, 4)
    const choice = (e & at(v, 5)) ^ (~e & at(v, 6))
    const majority = (a & at(v, 1)) ^ (a & at(v, 2)) ^ (at(v, 1) & at(v, 2))
    const first = at(v, 7) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + at(K, i) + at(w, i)
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority
    v.copyWithin(1, 0, 7)
    v[4] = at(v, 4) + first
    v[0] = first + second
  }
  for (let i = 0; i < 8; i++) state[i] = at(state, i) + at(v, i)
}

/** The digest of the UTF-8 encoding of `text`, in hexadecimal. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const length = ((bytes.length + 8) >> 6) * 64 + 64
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 0x20000000))
  view.setUint32(length - 4, (bytes.length << 3) >>> 0)
  const state = new Uint32Array(H0)
  const w = new Uint32Array(64)
  for (let block = 0; block < length; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + 4 * i)
    compress(state, w)
  }
  return [...state].map((x) => x.toString(16).padStart(8, '0')).join('')
}
