// A small seeded generator (xorshift), so that a failing case is its seed.
export interface Random {
  /** 0 .. limit - 1. */
  readonly below: (limit: number) => number;
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
  readonly chance: (percent: number) => boolean;
}

export function createRandom(seed: number): Random {
  let state = (Math.imul(seed + 1, 0x9e3779b1) | 1) >>> 0;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let i = 0; i < 8; i++) next();
  const below = (limit: number): number => next() % limit;
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    chance: (percent) => below(100) < percent,
  };
}
