// The fused step against the steps that it stands for.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { activationStep, batchNormStep, codesStep, type StepResult } from '../../compiler/train/curve-steps.ts';
import { normReluStep } from '../../compiler/train/norm-relu.ts';

const [POSITIONS, MAPS] = [500, 5];

interface Sums {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly dLogScale: Float32Array;
}

const sums = (): Sums => ({ gamma: new Float32Array(MAPS), beta: new Float32Array(MAPS), mean: new Float32Array(MAPS), variance: new Float32Array(MAPS), dLogScale: new Float32Array(1) });

describe.each([['real numbers', 0], ['codes', 0.3]])('batch-norm and relu in one go, %s', (_name, scale) => {
  it('give the values, gradients and statistics of the steps in turn', () => {
    const random = seededRandom(11);
    const x = Float32Array.from({ length: POSITIONS * MAPS }, (_, i) => (random() * 2 - 1) * (1 + (i % MAPS)) + (i % MAPS));
    const error = Float32Array.from(x, () => random() * 2 - 1);
    const norm = { gamma: Float32Array.of(1, -0.5, 2, 0.7, 1.3), beta: Float32Array.of(0.1, 0.4, -0.2, 0, 1), epsilon: 1e-5 };
    const [one, turn] = [sums(), sums()];
    const fused = normReluStep(x, norm, one, one, { scale, top: 7, dLogScale: one.dLogScale });
    const first = batchNormStep(x, norm, turn, turn);
    const second = activationStep(first.values, 'relu');
    const steps: StepResult[] = scale === 0 ? [first, second] : [first, second, codesStep(second.values, { scale, zero: 0, top: 7 }, turn.dLogScale)];
    const values = steps.at(-1)?.values ?? new Float32Array(0);
    values.forEach((value, i) => { expect(fused.values[i]).toBeCloseTo(value, 5); });
    const expected = steps.reduceRight<Float32Array>((dy, step) => step.back(dy), error.slice());
    fused.back(error.slice()).forEach((value, i) => { expect(value).toBeCloseTo(expected[i] as number, 4); });
    for (const part of ['gamma', 'beta', 'mean', 'variance'] as const) one[part].forEach((value, i) => { expect(value).toBeCloseTo(turn[part][i] as number, 3); });
    if (scale > 0) expect(one.dLogScale[0]).toBeCloseTo(turn.dLogScale[0] as number, 2);
  });
});
