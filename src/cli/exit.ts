// How a command ends: exit codes by meaning, and the one exception a command throws to end with a message.
// UNTRUSTED; imported by the command line only.

export const EXIT = {
  ok: 0,
  /** A proof or refutation failed; for `prove`: no answer. */
  failed: 1,
  /** Usage, syntax or input error. */
  usage: 2,
  /** Everything checks but holes. */
  incomplete: 3,
  /** A locked statement changed. */
  drift: 4,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends the command with one sentence on standard error, and hints below it. */
export class CommandError extends Error {
  constructor(readonly sentence: string, readonly code: ExitCode = EXIT.usage, readonly hints: readonly string[] = []) {
    super(sentence)
    this.name = 'CommandError'
  }
}
