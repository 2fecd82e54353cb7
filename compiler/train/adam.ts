// Adam with decoupled weight decay (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019), on one array of numbers. Its memory is
// plain data, so that a saved run goes on to the same bits: the library's optimizer keeps running products that cannot be restored exactly.

export interface AdamState {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

export const makeAdam = (size: number): AdamState => ({ first: new Float32Array(size), second: new Float32Array(size) });

/** One step on values[offset .. offset + size); `count` is the number of the step, from 1. */
export function adamStep(
  values: Float32Array, gradients: Float32Array, { first, second }: AdamState, range: { readonly offset: number; readonly size: number },
  rule: { readonly count: number; readonly rate: number; readonly decay: number },
): void {
  const rate = (rule.rate * Math.sqrt(1 - BETA2 ** rule.count)) / (1 - BETA1 ** rule.count);
  const keep = 1 - rule.rate * rule.decay;
  const epsilon = EPSILON * Math.sqrt(1 - BETA2 ** rule.count);
  for (let i = range.offset; i < range.offset + range.size; i++) {
    const gradient = gradients[i] as number;
    const mean = BETA1 * (first[i] as number) + (1 - BETA1) * gradient;
    const square = BETA2 * (second[i] as number) + (1 - BETA2) * gradient * gradient;
    first[i] = mean;
    second[i] = square;
    values[i] = (values[i] as number) * keep - (rate * mean) / (Math.sqrt(square) + epsilon);
  }
}

/** Half a cosine from `peak` to 0 over `steps`, after a linear rise over the first ones. */
export function learningRate(step: number, steps: number, peak: number): number {
  const rise = Math.min(100, Math.ceil(steps / 20));
  return peak * Math.min(1, (step + 1) / rise) * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
}
