// How many passes each neuron group has, per phase and tile. Only lengths matter for time. Refuses a list without enough
// descriptors marked `last`.
import type { Program } from '../../compiler/program/program.ts';
import { SimulationError } from '../errors.ts';
import { forEachPhase, passGroups } from '../values/tile-memory.ts';

/** [phase][tile][group] = passes. A tile without a sequencer has an empty list. */
export function groupPassesOf(program: Program): number[][][] {
  const { target } = program;
  const lists: number[][][] = [];
  forEachPhase(program, 1, (_frame, index, memories) => {
    const phase: number[][] = memories.map(() => []);
    for (const tile of program.phases[index]?.tiles ?? []) {
      const memory = memories[tile.row * target.cols + tile.col];
      if (!tile.sequencer || !memory) continue;
      const { groups, passBase } = tile.sequencer;
      const passes = passGroups(memory, passBase, groups, target.tile.passDepth);
      if (!passes) throw new SimulationError('program', `the pass list of tile (${tile.row},${tile.col}) in phase ${index} starts at ${passBase} and does not end: fewer than ${groups} descriptors are marked as last`);
      phase[tile.row * target.cols + tile.col] = passes.map((list) => list.length);
    }
    lists.push(phase);
  });
  return lists;
}
