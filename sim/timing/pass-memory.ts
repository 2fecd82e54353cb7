// How many passes each neuron group has, per phase and tile: the pass memories are followed through all loads, as the
// configuration channel writes them. Only lengths matter for time. Refuses a list without enough `last` descriptors.
import type { PassDescriptor, Program, TileLoad } from '../../compiler/program/program.ts';
import { SimulationError } from '../errors.ts';

/** [phase][tile][group] = passes. A tile without a sequencer has an empty list. */
export function groupPassesOf(program: Program): number[][][] {
  const { target } = program;
  const memories = Array.from({ length: target.rows * target.cols }, () => new Map<number, PassDescriptor>());
  const apply = (load: TileLoad): void => {
    if (load.loads.passes.length === 0) return;
    for (let row = 0; row < target.rows; row++) {
      for (let col = 0; col < target.cols; col++) {
        if (((load.rowMask >> row) & 1) === 0 || ((load.colMask >> col) & 1) === 0) continue;
        for (const { at, descriptor } of load.loads.passes) memories[row * target.cols + col]?.set(at, descriptor);
      }
    }
  };
  program.resident.forEach(apply);
  return program.phases.map((phase, index) => {
    phase.loads.forEach(apply);
    const lists: number[][] = memories.map(() => []);
    for (const tile of phase.tiles) {
      if (!tile.sequencer) continue;
      const place = tile.row * target.cols + tile.col;
      const { groups, passBase } = tile.sequencer;
      lists[place] = countPasses(memories[place] as Map<number, PassDescriptor>, passBase, groups, `tile (${tile.row},${tile.col}) in phase ${index}`);
    }
    return lists;
  });
}

function countPasses(memory: ReadonlyMap<number, PassDescriptor>, base: number, groups: number, who: string): number[] {
  const counts: number[] = [];
  let count = 0;
  for (let at = base; counts.length < groups; at++) {
    const descriptor = memory.get(at);
    if (!descriptor) throw new SimulationError('program', `the pass list of ${who} ends at ${at} after ${counts.length} of ${groups} neuron groups: no pass marked as last was loaded`);
    count++;
    if (!descriptor.last) continue;
    counts.push(count);
    count = 0;
  }
  return counts;
}
