// The version of the tool, taken from package.json when the bundle is built. UNTRUSTED; imported by the command line only.
// The whole file is small enough to be inlined.
import manifest from '../../package.json' with { type: 'json' }

export const VERSION: string = manifest.version
