// Weights as the machine will hold them: integers times a learned scale per output map (or one for a whole layer whose sums stay raw).
// The scale is trained with the weights (Esser et al., Learned Step Size Quantization, 2020, equations 1 to 3), as its logarithm, so that it
// stays positive and moves by shares of itself. With one trit the half step around zero is the dead zone, learned along with it.
import type { Precision } from '../ir/float-graph.ts';
import { roundHalfUp } from '../reference/rounding.ts';

export interface WeightCodes {
  readonly integers: Int8Array;
  /** scale * integer, exact in 32-bit floats. */
  readonly values: Float32Array;
}

/** The nearest number with 16 significant bits: times an integer of six bits it is exact in single precision. */
export function keep16Bits(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 15);
  return Math.round(value / step) * step;
}

/** The scale in use for a trained logarithm. */
export const scaleOf = (logarithm: number): number => keep16Bits(Math.exp(logarithm));

/** `mapOf` gives the scale of each place in `weights`. */
export function weightCodes(weights: Float32Array, logScales: Float32Array, mapOf: Int32Array, { min, max }: Precision): WeightCodes {
  const scales = Float64Array.from(logScales, scaleOf);
  const integers = new Int8Array(weights.length);
  const values = new Float32Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    const scale = scales[mapOf[i] as number] as number;
    const integer = Math.min(max, Math.max(min, roundHalfUp((weights[i] as number) / scale)));
    integers[i] = integer;
    values[i] = integer * scale;
  }
  return { integers, values };
}

/** Turns the gradient to the values into that to the weights, in place (straight through, save that a weight beyond the ends of the grid is
 *  not driven further out), and adds the gradient to the logarithms of the scales. */
export function weightGradient(
  dValues: Float32Array, weights: Float32Array, logScales: Float32Array, mapOf: Int32Array, { min, max }: Precision, dLogScales: Float32Array,
): void {
  const scales = Float64Array.from(logScales, scaleOf);
  const counts = new Float64Array(logScales.length);
  for (const map of mapOf) counts[map] = (counts[map] as number) + 1;
  const sums = new Float64Array(logScales.length);
  for (let i = 0; i < weights.length; i++) {
    const map = mapOf[i] as number;
    const steps = (weights[i] as number) / (scales[map] as number);
    const integer = Math.min(max, Math.max(min, roundHalfUp(steps)));
    const isInside = steps >= min && steps <= max;
    sums[map] = (sums[map] as number) + (dValues[i] as number) * (isInside ? integer - steps : integer);
    if (!isInside && (dValues[i] as number) * steps < 0) dValues[i] = 0;
  }
  for (let map = 0; map < dLogScales.length; map++) {
    dLogScales[map] = (dLogScales[map] as number) + ((sums[map] as number) * (scales[map] as number)) / Math.sqrt((counts[map] as number) * max || 1);
  }
}
