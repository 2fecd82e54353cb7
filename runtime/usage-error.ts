// The error of a wrong command line or an unusable file: nothing is wrong with the model, nor with nfc.
// The command line renders it without a stack trace and exits with 2.

export class UsageError extends Error {
  readonly hint: string;
  constructor(problem: string, hint: string) {
    super(problem);
    this.name = 'UsageError';
    this.hint = hint;
  }
}
