// LeNet-5 as a user runs it: both precisions through the built command line on several grids, integer reference = simulator = RTL in every
// tensor and every cycle, with random AXI stalls (values only), and from a compiled folder whose own files are judged.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nfc, nfcJson, scratchFolder } from '../support/cli.ts';

const SIX_BITS = 'examples/lenet5/lenet5.nf';
const TERNARY = 'examples/lenet5/lenet5-ternary.nf';
const TENSORS = ['c1', 's2', 'c3', 's4', 'c5', 'f6', 'logits', 'digit'];

test.each([
  [SIX_BITS, 'sim-2x2', 20], [TERNARY, 'sim-2x2', 20], [SIX_BITS, 'sim-1x1', 4], [TERNARY, 'sim-1x1', 4],
  [SIX_BITS, 'sim-1x3', 4], [TERNARY, 'sim-1x3', 4], [SIX_BITS, 'sim-3x2', 4], [TERNARY, 'sim-3x2', 4],
])('%s on %s verifies equal over %i frames', (model, target, frames) => {
  const { code, document } = nfcJson(['verify', model, '--target', target, '--frames', String(frames), '--input', 'examples/lenet5/digits']);
  expect([code, document['equal'], document['valueMismatches'], document['firstDifference']]).toEqual([0, true, 0, null]);
  expect(document['simulatorCycles']).toBe(document['rtlCycles']);
  expect([document['tensors'], document['tensorsInside']]).toEqual([TENSORS, []]);
  // Both poolings happen inside the conv before them.
  expect(document['revealed']).toMatchObject({ tensors: ['c1', 'c3'], equal: true });
});

test.each([[SIX_BITS, 'sim-2x2', 1], [TERNARY, 'sim-1x3', 2], [SIX_BITS, 'sim-1x1', 3]])('%s on %s has equal values under random stalls', (model, target, seed) => {
  const { code, document } = nfcJson(['verify', model, '--target', target, '--frames', '3', '--stalls', String(seed)]);
  expect([code, document['equal'], document['valueMismatches']]).toEqual([0, true, 0]);
});

test('a compiled folder is judged by its own images: one flipped bit is found', () => {
  const folder = scratchFolder();
  try {
    const out = join(folder.path, 'lenet5');
    expect(nfc(['compile', SIX_BITS, '-o', out]).code).toBe(0);
    expect(nfcJson(['verify', out, '--frames', '1']).document['equal']).toBe(true);
    const file = join(out, 'images', 'init.hex');
    const lines = readFileSync(file, 'utf8').split('\n');
    // The second word of the stream holds trits of the first weight block.
    lines[1] = (BigInt(`0x${lines[1]}`) ^ 1n).toString(16).padStart(16, '0');
    writeFileSync(file, lines.join('\n'));
    const { code, document } = nfcJson(['verify', out, '--frames', '2']);
    expect([code, document['equal']]).toEqual([1, false]);
  } finally {
    folder.dispose();
  }
});
