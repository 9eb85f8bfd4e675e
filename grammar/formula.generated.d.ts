// Types of the compiled grammar; see grammar/build.mjs.
import type { CompiledRules } from 'nearley'

declare const grammar: CompiledRules
export default grammar
