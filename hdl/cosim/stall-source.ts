// The random generator behind stalls: xorshift32 (shifts 13, 17, 5), one state per source, seeded and repeatable.

export interface StallSource {
  state: number;
  /** A field of six bits below this withholds its signal; 0 never does. */
  readonly level: number;
}

/** `salt` keeps two sources of one seed apart. */
export function createStallSource(seed: number, level: number, salt: number): StallSource {
  return { state: (seed ^ salt) >>> 0 || 1, level };
}

/** The next 32 random bits; five fields of six bits are used. */
export function drawStalls(source: StallSource): number {
  let state = source.state;
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  source.state = state >>> 0;
  return source.state;
}

/** Field 0 to 4 of a draw says: withhold. */
export function withholds(source: StallSource, draw: number, field: number): boolean {
  return ((draw >>> (6 * field)) & 63) < source.level;
}
