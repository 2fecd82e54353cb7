// Three tiles in a row with epilogues of two lanes. Several tests share its hardware model.
import { readTarget } from '../../compiler/target/read-target.ts';

export const TWO_LANES = readTarget(JSON.stringify({ from: 'sim-1x3', name: 'lanes-2', tile: { epilogueLanes: 2, thresholdGroups: 8 } }), 'lanes.json');
