// Bundles the command line and its worker entries into dist/ with esbuild, then links the package's own command so that
// `npx whp` finds it inside this directory. Run by `npm run build` and, through `prepare`, by `npm ci`.
// Code splitting keeps the start light: whatever main.ts imports dynamically is loaded only when it is needed.
// dist/ is flat, so `new URL('./NAME.worker.js', import.meta.url)` is right from every bundled file.
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const main = join(root, 'src', 'cli', 'main.ts')

/** Every `*.worker.ts` under src/, as bundle name → file. Two workers of one name would overwrite each other: refused. */
function workerEntries() {
  const entries = {}
  for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
    if (!file.endsWith('.worker.ts')) continue
    const name = basename(file, '.ts')
    if (name in entries) throw new Error(`two worker files are called ${name}.ts`)
    entries[name] = join(root, 'src', file)
  }
  return entries
}

/** Bundles in memory first, so a source that does not compile leaves the last good dist/ in place. */
async function bundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { whp: main, ...workerEntries() },
    outdir: dist,
    entryNames: '[name]',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    // CommonJS dependencies call `require` for Node's own modules; ES modules have none unless it is made.
    banner: { js: "import { createRequire as whpCreateRequire } from 'node:module'; const require = whpCreateRequire(import.meta.url);" },
  })
  // The second checker stands alone, and runs in a browser.
  const second = await build({
    absWorkingDir: root, entryPoints: { recheck: join(root, 'src', 'rechecked', 'recheck.ts') }, outdir: dist, bundle: true, write: false,
    format: 'esm', platform: 'browser', target: 'es2022', legalComments: 'none',
  })
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  for (const file of [...result.outputFiles, ...second.outputFiles]) {
    const isMain = basename(file.path) === 'whp.js'
    writeFileSync(file.path, isMain && !file.text.startsWith('#!') ? `#!/usr/bin/env node\n${file.text}` : file.text)
  }
  chmodSync(join(dist, 'whp.js'), 0o755)
}

/** npm does not link a package's own command into its own node_modules/.bin; without it `npx whp` would ask the registry. */
function linkOwnCommand() {
  const bin = join(root, 'node_modules', '.bin')
  if (!existsSync(bin) || process.platform === 'win32') return
  const link = join(bin, 'whp')
  rmSync(link, { force: true })
  symlinkSync(join('..', '..', 'dist', 'whp.js'), link)
}

if (existsSync(main)) {
  await bundle()
  linkOwnCommand()
} else {
  console.log('src/cli/main.ts does not exist: nothing to build')
}
