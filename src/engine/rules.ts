// UNTRUSTED. The computational rules of the kernel, gathered in one place for the engine. Engine files import them from here.
export { enclosure, meanValue, positivstellensatz, ring } from '../kernel/theorem.js'
export type { PositivstellensatzCertificate } from '../kernel/positivstellensatz.js'
