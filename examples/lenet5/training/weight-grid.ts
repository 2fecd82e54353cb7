// The grids that trained weights must lie on: a scale times an integer, one scale per output channel (one for the whole
// tensor in the last layer, whose raw sums are compared with each other). Scales keep 16 significant bits, so that scale
// times integer is exact in single precision and the integers can be read back without rounding.

export type WeightGrid = 'real' | '6b' | 'ternary';

/** Largest integer of the 6-bit grid; -32 is left out so that the grid is symmetric. */
const LARGEST_6B = 31;
/** Weights below this share of the channel's mean magnitude become 0 (the usual choice for ternary weights). */
const TERNARY_CUT = 0.7;

/** Projects weights [fanIn, maps] (output map last) onto the grid. A weight that is exactly 0 is a missing connection. */
export function projectWeights(weights: Float32Array, maps: number, grid: WeightGrid, scales: 'per-map' | 'per-tensor'): Float32Array {
  if (grid === 'real') return weights;
  const result = new Float32Array(weights.length);
  const projectStrided = grid === '6b' ? projectTo6Bits : projectToTernary;
  if (scales === 'per-tensor') projectStrided(weights, result, 0, 1);
  else for (let map = 0; map < maps; map += 1) projectStrided(weights, result, map, maps);
  return result;
}

function projectTo6Bits(weights: Float32Array, result: Float32Array, first: number, step: number): void {
  let largest = 0;
  for (let i = first; i < weights.length; i += step) largest = Math.max(largest, Math.abs(weights[i] ?? 0));
  const scale = keep16Bits(largest / LARGEST_6B);
  if (scale === 0) return;
  for (let i = first; i < weights.length; i += step) {
    const integer = Math.round((weights[i] ?? 0) / scale);
    result[i] = Math.max(-LARGEST_6B, Math.min(LARGEST_6B, integer)) * scale;
  }
}

function projectToTernary(weights: Float32Array, result: Float32Array, first: number, step: number): void {
  let [sum, connections] = [0, 0];
  for (let i = first; i < weights.length; i += step) {
    sum += Math.abs(weights[i] ?? 0);
    if (weights[i] !== 0) connections += 1;
  }
  const cut = (TERNARY_CUT * sum) / Math.max(connections, 1);
  let [keptSum, kept] = [0, 0];
  for (let i = first; i < weights.length; i += step) {
    const magnitude = Math.abs(weights[i] ?? 0);
    if (magnitude > cut) {
      keptSum += magnitude;
      kept += 1;
    }
  }
  const scale = keep16Bits(keptSum / Math.max(kept, 1));
  for (let i = first; i < weights.length; i += step) {
    const weight = weights[i] ?? 0;
    result[i] = Math.abs(weight) > cut ? Math.sign(weight) * scale : 0;
  }
}

/** The nearest number with 16 significant bits. */
export function keep16Bits(value: number): number {
  if (value === 0) return 0;
  let step = 2 ** -15;
  while (value / step >= 65536) step *= 2;
  while (value / step < 32768) step /= 2;
  return Math.round(value / step) * step;
}
