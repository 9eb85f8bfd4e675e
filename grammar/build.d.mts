// Types of grammar/build.mjs for the tests.

/** JavaScript of the compiled grammar. */
export function compiledGrammar(): string
