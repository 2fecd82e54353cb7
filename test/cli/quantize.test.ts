// nfc quantize on a small labelled set, as a user runs it: one document, a folder that every other command reads, fewer cycles under a budget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { writeNpy } from '../../runtime/npy.ts';
import { readGraphJson } from '../../runtime/graph-json.ts';
import { readSafetensors, writeSafetensors } from '../../runtime/safetensors.ts';
import type { Tensor } from '../../runtime/tensor.ts';
import { nfc, nfcJson, scratchFolder } from '../support/cli.ts';

const MODEL = `network Bars {
  input x: u8[1, 12, 10], scale 1/255
  weights "bars.safetensors"
  precision weights 6b, activations 3b
  x |> c1: conv(12 maps, 3x3) |> relu |> maxpool(2x2) |> c2: conv(16 maps, 3x3) |> relu |> output y: dense(2)
  output label = argmax(y)
}
`;

/** Bright rows are class 0, bright columns class 1. */
function bars(count: number): { images: Uint8Array; labels: Uint8Array } {
  const random = seededRandom(11);
  const images = new Uint8Array(count * 120);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(random() * 10);
    for (let y = 0; y < 12; y++) for (let x = 0; x < 10; x++) images[(i * 12 + y) * 10 + x] = (labels[i] === 0 ? y === at : x === at) ? 255 : Math.floor(80 * random());
  }
  return { images, labels };
}

const { images, labels } = bars(40);
const random = seededRandom(5);
const real = (shape: readonly number[], scale: number): Tensor => ({ dtype: 'F32', shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * (random() - 0.5)) });
const folder = scratchFolder({
  'bars.nf': MODEL,
  'bars.safetensors': writeSafetensors(new Map([
    ['c1.weight', real([12, 1, 3, 3], 1)], ['c1.bias', real([12], 0.2)], ['c2.weight', real([16, 12, 3, 3], 0.4)], ['c2.bias', real([16], 0.2)], ['y.weight', real([2, 96], 0.4)], ['y.bias', real([2], 0.1)],
  ])),
  'data/images.npy': writeNpy({ dtype: 'U8', shape: [40, 12, 10], data: images }),
  'data/labels.npy': writeNpy({ dtype: 'U8', shape: [40], data: labels }),
});
afterAll(folder.dispose);

describe('nfc quantize', () => {
  it('writes weights that compile takes as they are, and measures what evaluate measures', () => {
    const { code, document } = nfcJson(['quantize', 'bars.nf', '--calibrate', 'data', '--images', '16', '-o', 'out'], folder.path);
    expect(code).toBe(0);
    expect(document).toMatchObject({ model: 'Bars', lossKind: 'cross-entropy', calibration: { real: { images: 16 } }, test: { integer: { images: 40 } }, files: ['bars.safetensors', 'report.json'], search: null });
    const { output: _output, files: _files, ...report } = document;
    expect(JSON.parse(readFileSync(join(folder.path, 'out/report.json'), 'utf8'))).toEqual(report);
    const rows = document['layers'] as { name: string; weightError: number | null; signalToNoiseDb: number | null; codes: unknown; clipping: string | null }[];
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['c1', 'c2', 'y']));
    for (const row of rows) {
      if (row.weightError !== null) expect(row.weightError).toBeLessThan(0.1);
      expect(row.signalToNoiseDb).toBeGreaterThan(6);
    }
    const tensors = readSafetensors(readFileSync(join(folder.path, 'out/bars.safetensors')), 'bars.safetensors');
    const before = readSafetensors(readFileSync(join(folder.path, 'bars.safetensors')), 'bars.safetensors');
    expect(tensors.get('c2.weight')).toEqual(before.get('c2.weight'));
    expect(tensors.get('c2.real_bias')).toEqual(before.get('c2.bias'));
    expect(nfcJson(['compile', 'bars.nf', '--weights', 'out/bars.safetensors', '-o', 'compiled'], folder.path).document).toMatchObject({ calibration: 'not needed' });
    const graph = readGraphJson(readFileSync(join(folder.path, 'compiled/graph.json'), 'utf8'), 'graph.json');
    for (const key of ['c1', 'c2', 'y']) {
      const node = graph.nodes.find(({ name }) => name === key);
      expect(node?.kind === 'conv' ? node.weights : null).toEqual(tensors.get(`${key}.integers`)?.data);
    }
    const evaluated = nfcJson(['evaluate', 'bars.nf', '--weights', 'out/bars.safetensors', '--data', 'data'], folder.path).document;
    expect(evaluated).toMatchObject({ accuracyInteger: (document['test'] as { integer: { accuracy: number } }).integer.accuracy });
    expect(nfc(['quantize', 'bars.nf', '--calibrate', 'data', '--images', '16', '-o', 'out2'], folder.path).code).toBe(0);
    expect(readFileSync(join(folder.path, 'out2/bars.safetensors'))).toEqual(readFileSync(join(folder.path, 'out/bars.safetensors')));
  });

  it('from its own result gives the same again', () => {
    expect(nfc(['quantize', 'bars.nf', '--weights', 'out/bars.safetensors', '--calibrate', 'data', '--images', '16', '-o', 'again'], folder.path).code).toBe(0);
    expect(readFileSync(join(folder.path, 'again/bars.safetensors'))).toEqual(readFileSync(join(folder.path, 'out/bars.safetensors')));
  });

  it('takes frames without labels, and reports the distance of the results', () => {
    const { code, document } = nfcJson(['quantize', 'bars.nf', '--calibrate', 'data/images.npy', '--images', '8'], folder.path);
    expect(code).toBe(0);
    expect(document).toMatchObject({ lossKind: 'share of the real results', test: null, calibration: { integer: { images: 8, accuracy: null } }, output: null });
  });

  it('searches trits under a budget of cycles, which the compiled network then keeps', () => {
    const full = nfcJson(['quantize', 'bars.nf', '--calibrate', 'data', '--images', '8', '--target', 'sim-1x1'], folder.path).document;
    const cycles = (full['figures'] as { cycles: number }).cycles;
    const budget = Math.floor(0.7 * cycles);
    const { code, document } = nfcJson(['quantize', 'bars.nf', '--calibrate', 'data', '--images', '8', '--target', 'sim-1x1', '--search', '--cycles', String(budget), '-o', 'searched'], folder.path);
    expect(code).toBe(0);
    expect((document['figures'] as { cycles: number }).cycles).toBeLessThanOrEqual(budget);
    const { points } = document['search'] as { points: { cycles: number; isChosen: boolean; isPareto: boolean }[] };
    expect(points.filter(({ isChosen }) => isChosen)).toHaveLength(1);
    expect(points.some(({ isPareto }) => isPareto)).toBe(true);
    expect(readFileSync(join(folder.path, 'searched/search.svg'), 'utf8')).toMatch(/^<svg[\s\S]*cycles per frame[\s\S]*<\/svg>\n$/);
    const simulated = nfcJson(['simulate', 'bars.nf', '--weights', 'searched/bars.safetensors', '--target', 'sim-1x1'], folder.path).document;
    expect(simulated['cycles']).toBe((document['figures'] as { cycles: number }).cycles);
  });

  it('says how little the target needs at least where no precision meets the budget', () => {
    const result = nfc(['quantize', 'bars.nf', '--calibrate', 'data', '--images', '4', '--target', 'sim-1x1', '--search', '--cycles', '10', '-o', 'never'], folder.path);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/cycles is the least on sim-1x1/);
  });
});
