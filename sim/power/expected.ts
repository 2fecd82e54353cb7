// Switching where no values are at hand: digits at random, trits as the program has them. Cheap, for searches; more than what pictures cost.
import type { Program } from '../../compiler/program/program.ts';
import { lanesOf, tritsOf } from '../../compiler/target/target.ts';
import { forEachPhase, passGroups } from '../values/tile-memory.ts';
import { BITS_PER_BEAT, RANDOM_BITS, RANDOM_CHANGES, type Switching } from './switching.ts';

/** By phase and place (row major) of a tile. */
export type SwitchingOf = (phase: number, place: number) => Switching | null;

/** Pairs of random digits that are both the code of zero. */
const RANDOM_QUIET = 1 / 64;

export function expectedSwitching(program: Program): SwitchingOf {
  const { target } = program;
  const lanes = lanesOf(target.tile);
  const nonzero = new Map<readonly number[], number>();
  const count = (trits: readonly number[]): number => {
    const known = nonzero.get(trits) ?? trits.reduce((sum, trit) => sum + Math.abs(trit), 0);
    nonzero.set(trits, known);
    return known;
  };
  const found = new Map<string, Switching>();
  forEachPhase(program, 1, (_frame, index, memories) => {
    for (const { row, col, sequencer } of program.phases[index]?.tiles ?? []) {
      const place = row * target.cols + col;
      const memory = memories[place];
      if (!sequencer || !memory) continue;
      const passes = passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth)?.flat() ?? [];
      const trits = passes.reduce((sum, pass) => sum + count(memory.weights.get(pass.weightBlock) ?? []), 0) / Math.max(1, passes.length);
      found.set(`${index},${place}`, {
        windowBits: lanes * RANDOM_BITS, windowChanges: lanes * RANDOM_CHANGES, windowQuiet: lanes * RANDOM_QUIET,
        laneBits: trits * RANDOM_BITS, laneChanges: trits * RANDOM_CHANGES, laneQuiet: trits * RANDOM_QUIET,
        beatBits: BITS_PER_BEAT / 2, tritShare: trits / tritsOf(target.tile),
      });
    }
  });
  return (phase, place) => found.get(`${phase},${place}`) ?? null;
}
