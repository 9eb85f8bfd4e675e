// TEST. The kernel's signature, and the few makers it lacks.
import { mkAbs, type FVar, type Term } from '../../src/kernel/term.js'

export * from '../../src/kernel/signature.js'

/** λx y. body */
export const mkAbs2 = (x: FVar, y: FVar, body: Term): Term => mkAbs(x, mkAbs(y, body))
