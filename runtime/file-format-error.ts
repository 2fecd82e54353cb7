// The error of every file reader in this folder: a file that is there but does not hold what its format promises.
// The command line renders it without a stack trace and exits with 2.

/** `problem` says what was found and what was expected, `hint` what to do; the message holds both and the file name. */
export class FileFormatError extends Error {
  readonly fileName: string;
  readonly problem: string;
  readonly hint: string;
  constructor(fileName: string, problem: string, hint: string) {
    super(`${fileName}: ${problem}; ${hint}`);
    this.name = 'FileFormatError';
    this.fileName = fileName;
    this.problem = problem;
    this.hint = hint;
  }
}
