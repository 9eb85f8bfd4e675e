// Counterexamples for failed steps, from the numeric backend. UNTRUSTED and only for messages; loaded on demand, as the numeric
// backend is large. Used by the command line when numerics are on.
import type { Refuter } from '../elaborate/session.js'

/** Points tried for each failed step. */
const SAMPLES = 200

/** A refuter that samples the variables of a failed step; what it answers has been confirmed in exact arithmetic. */
export async function loadRefuter(): Promise<Refuter> {
  const { searchCounterexample } = await import('../numeric/sample.js')
  return (hypotheses, goal) => {
    const found = searchCounterexample(hypotheses, goal, { samples: SAMPLES })
    return found.kind === 'counterexample' ? found.assignment : undefined
  }
}
