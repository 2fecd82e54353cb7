// What a command is, and what it may use: arguments that yargs has checked, and a context that keeps the two streams apart.
// stdout gets either text for a person or one JSON document; everything else goes to stderr.
import type { Argv } from 'yargs';

/** 0 done, 1 the model has errors (or verification found a difference), 2 usage or input/output, 3 a bug of nfc. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Context {
  /** Texts of all model files read so far, for error messages. */
  readonly sources: Map<string, string>;
  readonly isJson: boolean;
  /** Writes the one JSON document of `--json`; nothing without it. */
  readonly json: (document: object) => void;
  /** Text for a person on stdout; nothing with `--json`. */
  readonly say: (text: string) => void;
  /** Progress and warnings on stderr. */
  readonly note: (text: string) => void;
}

export interface Command<Arguments> {
  /** Name and positional arguments, as yargs reads them. */
  readonly usage: string;
  readonly summary: string;
  readonly options: (yargs: Argv<{ json: boolean }>) => Argv<Arguments>;
  readonly run: (args: Arguments, context: Context) => Promise<ExitCode> | ExitCode;
}
