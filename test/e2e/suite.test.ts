// Members of the suite that the hardware model runs in seconds, as a user verifies them: integer reference = simulator = RTL in every
// tensor and every cycle. More of them are in test/cli/readme.test.ts, the others in the sweep.
import { expect, test } from 'vitest';
import { nfcJson } from '../support/cli.ts';

test.each(['resnet8/small', 'neuflow/w3-small'])('%s verifies equal on sim-2x2', (model) => {
  const { code, document } = nfcJson(['verify', `examples/${model}.nf`, '--target', 'sim-2x2', '--frames', '1']);
  expect([code, document['equal'], document['valueMismatches'], document['firstDifference'], document['tensorsInside']]).toEqual([0, true, 0, null, []]);
  expect(document['simulatorCycles']).toBe(document['rtlCycles']);
});
