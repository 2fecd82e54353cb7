// Forty seeded faults in Program and hardware: verify notices each that can change an output.
import { expect, test } from 'vitest';
import { join } from 'node:path';
import { runMutants } from '../../scripts/run-mutants.ts';
import { PROJECT } from '../support/cli.ts';

test('verify notices forty faults', async () => {
  const results = await runMutants({
    models: [join(PROJECT, 'examples', 'lenet5', 'lenet5.nf'), join(PROJECT, 'scripts', 'mutants.nf')],
    target: 'sim-2x2', seed: 1, programMutants: 20, rtlMutants: 20, onProgress: () => undefined,
  });
  expect(results).toHaveLength(40);
  expect(results.filter((result) => !result.noticed && !result.harmless)).toEqual([]);
  expect(results.filter((result) => result.noticed).length).toBeGreaterThanOrEqual(30);
});
