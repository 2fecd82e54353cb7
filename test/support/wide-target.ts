// One tile of 32 neurons behind a port of 128 bits, its weight memory cut in two as on neuflow-v6. Several tests share its hardware model.
import { readTarget } from '../../compiler/target/read-target.ts';

export const WIDE = readTarget(JSON.stringify({
  from: 'sim-1x1', name: 'wide-1x1',
  tile: { neurons: 32, epilogueLanes: 4, thresholdGroups: 8, weightWidth: 128, weightBlocks: 196, drainDepth: 32 }, memory: { ports: 1, axiBytes: 16 },
}), 'wide.json');
