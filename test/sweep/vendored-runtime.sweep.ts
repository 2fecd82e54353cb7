// The vendored object of Verilator's runtime library is what its sources compile to, byte for byte.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { compileRuntime } from '../../hdl/cosim/compile-model.ts';
import { loadRuntimeObject } from '../../hdl/cosim/vendored.ts';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it('is compiled from its sources', async () => {
  expect(hash(await compileRuntime())).toBe(hash(loadRuntimeObject()));
});
