// A growing list of 32-bit words for logs written in the inner loop: no object per entry.

export interface WordLog {
  words: Uint32Array;
  length: number;
}

export function createWordLog(): WordLog {
  return { words: new Uint32Array(4096), length: 0 };
}

/** Appends two to four words. */
export function appendWords(log: WordLog, first: number, second: number, third?: number, fourth?: number): void {
  if (log.length + 4 > log.words.length) {
    const grown = new Uint32Array(2 * log.words.length);
    grown.set(log.words);
    log.words = grown;
  }
  log.words[log.length++] = first;
  log.words[log.length++] = second;
  if (third !== undefined) log.words[log.length++] = third;
  if (fourth !== undefined) log.words[log.length++] = fourth;
}
