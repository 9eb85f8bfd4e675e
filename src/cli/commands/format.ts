// `whp format`: the canonical text of files. UNTRUSTED; loaded by the command line when needed.
import { loadPaths, type SourceFile } from '../../checker/load.js'
import { syntaxMessage, type LocatedDiagnostic } from '../../report/model.js'
import { LineIndex } from '../../report/place.js'
import { renderDiagnostic } from '../../report/human.js'
import { formatSource } from '../../syntax/format-theory.js'
import { normaliseSource } from '../../syntax/normalise.js'
import { CommandError, EXIT, type ExitCode } from '../exit.js'
import { nodeHost } from '../node-host.js'
import { print, printError, wantsColor, writeFileWhole } from '../output.js'

export interface FormatOptions {
  readonly check: boolean
  readonly write: boolean
}

/** Prints one file formatted; `--write` replaces files, `--check` lists those that would change and exits 1. */
export function formatCommand(paths: readonly string[], options: FormatOptions): ExitCode {
  if (options.check && options.write) throw new CommandError('--check and --write exclude each other')
  const loaded = loadPaths(paths, nodeHost)
  complain(loaded.diagnostics)
  if (!options.check && !options.write && loaded.files.length > 1) {
    throw new CommandError('several files can be formatted only with --write or --check')
  }
  let code: ExitCode = loaded.diagnostics.length > 0 ? EXIT.usage : EXIT.ok
  for (const file of loaded.files) {
    const formatted = formatSource(file.text)
    if (formatted.text === undefined) {
      const index = new LineIndex({ path: file.path, text: normaliseSource(file.text).text })
      complain(formatted.diagnostics.map((d) => syntaxMessage(d, index)))
      code = EXIT.usage
    } else if (!options.check && !options.write) print(formatted.text)
    else if (formatted.text !== file.text) code = changed(file, formatted.text, options.write, code)
  }
  return code
}

function changed(file: SourceFile, text: string, write: boolean, code: ExitCode): ExitCode {
  if (write) {
    writeFileWhole(file.path, text)
    print(`formatted ${file.path}`)
    return code
  }
  print(`${file.path} is not formatted`)
  return code === EXIT.usage ? code : EXIT.failed
}

function complain(list: readonly LocatedDiagnostic[]): void {
  if (list.length > 0) printError(list.map((d) => renderDiagnostic(d, { color: wantsColor(process.stderr) })).join('\n\n'))
}
