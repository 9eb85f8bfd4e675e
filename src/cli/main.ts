// Entry point of the command line. `--version` is answered before anything else is loaded; every other command loads what it needs.
// UNTRUSTED. Imported by nothing; bundled as dist/whp.js.
import { VERSION } from './version.js'

const args = process.argv.slice(2)
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${VERSION}\n`)
} else {
  const { runProgram } = await import('./program.js')
  process.exitCode = await runProgram(args)
}
