// Runs the real command line, bundled as it is released, in a directory of its own. TEST helper.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the bundle of this process lives: below the package, so that it finds the package's library. */
const bundleDirectory = join(root, 'node_modules', '.cache', `whp-cli-test-${process.pid}`)

/** Every worker entry of the sources, as scripts/build.mjs names them. */
function workers(): Record<string, string> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.worker.ts'))
  return Object.fromEntries(files.map((name) => [basename(name, '.ts'), join(root, 'src', name)]))
}

/** Bundles the command line; call once before the tests of a file. */
export async function bundle(): Promise<void> {
  await build({
    absWorkingDir: root, entryPoints: { whp: join(root, 'src', 'cli', 'main.ts'), ...workers() }, outdir: bundleDirectory,
    entryNames: '[name]', chunkNames: 'chunk-[hash]', bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20',
    logLevel: 'error',
    banner: { js: "import { createRequire as whpCreateRequire } from 'node:module'; const require = whpCreateRequire(import.meta.url);" },
  })
}

export function removeBundle(): void {
  rmSync(bundleDirectory, { recursive: true, force: true })
}

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

export type Files = Readonly<Record<string, string | Uint8Array>>

/** A directory with these files. */
export function project(files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'whp-test-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), content)
  }
  return directory
}

/** One run of `whp` in a directory, without colour and without a terminal. */
export function whp(directory: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const begin = performance.now()
  const result = spawnSync(process.execPath, [join(bundleDirectory, 'whp.js'), ...args], {
    cwd: directory, encoding: 'utf8', timeout: 100_000, maxBuffer: 64_000_000,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', WHP_CACHE: `${directory}.cache`, ...env },
  })
  return { code: result.status, stdout: result.stdout, stderr: result.stderr, ms: performance.now() - begin }
}

/** Runs the commands one after the other; the transcript shows each with its output and exit code, times taken out. */
export function transcript(directory: string, commands: readonly (readonly string[])[]): string {
  const parts = commands.map((args) => {
    const run = whp(directory, args)
    const shown = args.map((a) => (/[\s$"]/u.test(a) ? `"${a}"` : a)).join(' ')
    return [`$ whp ${shown}`, ...[run.stdout, run.stderr].map((s) => s.trimEnd()).filter((s) => s !== ''), `[exit ${run.code}]`].join('\n')
  })
  return `${stable(parts.join('\n\n'))}\n`
}

/** Takes out what differs between two runs. */
export function stable(text: string): string {
  return text.replace(/^\d+\.\d\d s$/gmu, 'N s').replace(/"ms": [0-9.]+/gu, '"ms": 0').replace(/time="[0-9.]+"/gu, 'time="0"')
}
