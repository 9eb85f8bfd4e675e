// UNTRUSTED. The computational rules of the kernel, gathered in one place for the engine. Engine files import them from here.
export { ring } from '../kernel/ring.js'
export { positivstellensatz, type PositivstellensatzCertificate } from '../kernel/positivstellensatz.js'
