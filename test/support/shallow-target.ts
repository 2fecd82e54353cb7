// Two tiles that store few lines of rows, with memory words of 16 bytes and output FIFOs in block memory. Several tests share its hardware model.
import { readTarget } from '../../compiler/target/read-target.ts';

export const SHALLOW = readTarget(JSON.stringify({
  from: 'sim-1x2', name: 'shallow',
  tile: { rowDepth: 64, weightBlocks: 256, thresholdGroups: 32, epilogueLanes: 4, outDepth: 128 }, memory: { axiBytes: 16 },
}), 'shallow.json');

/** The same with 32 neurons, memory words of 8 bytes and output FIFOs in registers. */
export const SHALLOW_WIDE = readTarget(JSON.stringify({
  from: 'sim-1x2', name: 'shallow-32', tile: { neurons: 32, rowDepth: 64, weightBlocks: 256, thresholdGroups: 32, epilogueLanes: 4 },
}), 'shallow-32.json');
