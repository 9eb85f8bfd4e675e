// Near names for "unknown name" messages. UNTRUSTED; used wherever the elaborator looks a name up.
import { distance } from 'fastest-levenshtein'

/** Up to three hints `did you mean X?`, nearest first, among names within a third of the length in edits. */
export function nearest(name: string, known: Iterable<string>): readonly string[] {
  const limit = Math.max(1, Math.ceil(name.length / 3))
  const scored: { readonly text: string; readonly score: number }[] = []
  for (const text of new Set(known)) {
    const short = text.slice(text.lastIndexOf('.') + 1)
    const score = Math.min(distance(name.toLowerCase(), text.toLowerCase()), distance(name.toLowerCase(), short.toLowerCase()))
    if (score <= limit) scored.push({ text, score })
  }
  scored.sort((a, b) => a.score - b.score || (a.text < b.text ? -1 : 1))
  return scored.slice(0, 3).map((s) => `did you mean ${s.text}?`)
}
