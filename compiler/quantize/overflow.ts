// Proves that no true accumulator leaves the 24 bits of the hardware, strictly inside the two values that mean never and always, or
// refuses with the layer.
import { NEVER } from '../ir/integer-graph.ts';
import type { Layer } from '../passes/layer-graph.ts';
import type { Interval } from './curve.ts';
import { refuse } from './problems.ts';

const LARGEST = NEVER - 1;

export function proveFits(layer: Layer, reaches: readonly Interval[], what: string): void {
  reaches.forEach((reach, channel) => {
    if (reach.low >= -LARGEST && reach.high <= LARGEST) return;
    refuse({
      code: 'NF3008',
      message: `the ${what} of ${layer.name} can reach ${reach.low}..${reach.high} on channel ${channel}, but the hardware holds ${-LARGEST}..${LARGEST}`,
      span: layer.span,
      hint: 'use fewer inputs, a smaller kernel, fewer trits or a narrower input, or check for a weight or bias that stands out',
    });
  });
}

/** Interval of |2*acc - centre|. */
export function doubledReach(reaches: readonly Interval[], centres: Int32Array): Interval[] {
  return reaches.map(({ low, high }, channel) => {
    const centre = centres[channel] as number;
    return { low: 0, high: Math.max(Math.abs(2 * low - centre), Math.abs(2 * high - centre)) };
  });
}
