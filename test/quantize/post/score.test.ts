// Scores: cross-entropy and accuracy by pictures and by pixels, and distance from real results.
import { describe, expect, it } from 'vitest';
import { scoreDistance, scoreLabels } from '../../../runtime/quantize/score.ts';
import { TEST_SPAN } from '../../support/graph-builder.ts';

const node = (shape: readonly [number, number, number]): Parameters<typeof scoreLabels>[0] => ({ id: 'n', name: 'scores', span: TEST_SPAN, inputs: [], shape });

describe('a score', () => {
  it('counts right pictures, and the cross-entropy of their labels', () => {
    const sum = scoreLabels(node([3, 1, 1]), { shape: [1, 1], ignored: null, of: (index) => Uint8Array.of(index) });
    sum.add(0, [0, 0, 0]);
    sum.add(1, [0, 5, 1]);
    sum.add(2, [9, 0, 1]);
    const { images, accuracy, loss } = sum.result();
    expect({ images, accuracy }).toEqual({ images: 3, accuracy: 2 / 3 });
    const softmax = (values: number[], label: number): number => -Math.log(Math.exp(values[label] as number) / values.reduce((total, value) => total + Math.exp(value), 0));
    expect(loss).toBeCloseTo((softmax([0, 0, 0], 0) + softmax([0, 5, 1], 1) + softmax([9, 0, 1], 2)) / 3, 10);
  });

  it('leaves out ignored pixels, and repeats a smaller result', () => {
    const sum = scoreLabels(node([2, 1, 2]), { shape: [2, 4], ignored: 9, of: () => Uint8Array.of(0, 0, 1, 9, 0, 1, 1, 1) });
    sum.add(0, [3, 0, 0, 3]);
    expect(sum.result().accuracy).toBe(6 / 7);
  });

  it('refuses labels that the network has no map for', () => {
    const sum = scoreLabels(node([2, 1, 1]), { shape: [1, 1], ignored: null, of: () => Uint8Array.of(2) });
    expect(() => sum.add(0, [0, 1])).toThrow(/a label is 2, but scores has 2 maps/);
  });

  it('without labels is the energy of the difference over that of the real results', () => {
    const sum = scoreDistance([[3, 4], [0, 0]]);
    sum.add(0, [3, 3]);
    sum.add(1, [0, 1]);
    expect(sum.result()).toEqual({ images: 2, loss: 2 / 25, accuracy: null });
  });
});
