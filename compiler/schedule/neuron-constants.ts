// Epilogue constants of one neuron, and the proof that its sums fit 24 bits. Trits of -1 are counted as 7 - x by the array, so every
// sum carries a known surplus, which the correction takes away. |v| is computed as v xor sign, one less than |v| for negative
// v; since the parity of 2 acc - c is known, thresholds one below the next value of that parity give exactly the same counts.
import type { NeuronConstants } from '../program/program.ts';
import { ALWAYS, NEVER } from '../ir/integer-graph.ts';
import type { GridLayer } from './grid-layer.ts';
import { refuse } from './refuse.ts';

const MODULUS = 2 ** 24;
const mod24 = (value: number): number => ((value % MODULUS) + MODULUS) % MODULUS;

/** A neuron that computes nothing: it always counts 0 thresholds. */
export const FILLER: NeuronConstants = { correction: 0, thresholds: new Array<number>(7).fill(NEVER), falling: false, poolMin: false };

/** Constants of a map at place (dv, dh) of a cell. */
export function constantsOf(layer: GridLayer, map: number, negatives: number, dv: number, dh: number): NeuronConstants {
  const { epilogue } = layer;
  const surplus = negatives + (layer.shift?.(map, dv, dh) ?? 0);
  if (epilogue.kind === 'raw') {
    return { correction: mod24(surplus - (epilogue.bias[map] as number)), thresholds: FILLER.thresholds, falling: false, poolMin: false };
  }
  const { absolute } = epilogue;
  const own = Array.from(epilogue.thresholds.subarray(7 * map, 7 * map + 7));
  const shift = absolute === null ? 0 : (absolute[map] as number);
  const falling = epilogue.falling[map] === 1;
  if (layer.skip !== null) {
    // The sum stands from 0 on in its bits, so that the skip above them is not disturbed.
    const { low } = sumRange(layer, map, dv, dh);
    return { correction: mod24(surplus + low), thresholds: own.map((t) => Math.min(Math.max(t - low, 0), SKIP_RANGE)), falling, poolMin: false };
  }
  return {
    correction: mod24(absolute === null ? surplus : 2 * surplus + shift),
    thresholds: own.map((t) => clamp(absolute === null ? t : belowParity(t, shift))),
    falling,
    poolMin: epilogue.poolMin?.[map] === 1,
  };
}

const clamp = (threshold: number): number => Math.min(Math.max(threshold, ALWAYS), NEVER);

/** For values of the parity of `shift`: the largest value of the other parity below the next one that reaches `t`. */
function belowParity(t: number, shift: number): number {
  if (t >= NEVER || t <= 0) return t;
  return (t - shift) % 2 === 0 ? t - 1 : t;
}

/** Refuses a layer whose sums could leave -2^23 < v < 2^23 - 1 for some input. */
export function proveSumsFit(layer: GridLayer): void {
  const [rows, columns] = layer.sub;
  for (let map = 0; map < layer.output[0]; map++) {
    for (let place = 0; place < rows * columns; place++) proveSumFits(layer, map, Math.floor(place / columns), place % columns);
  }
}

/** Values below a skip. */
const SKIP_RANGE = 2 ** 17;

/** Whether a skip can stand above every sum of the layer. */
export function leavesRoomForSkip(layer: GridLayer): boolean {
  return Array.from({ length: layer.output[0] }, (_, map) => sumRange(layer, map, 0, 0)).every(({ low, high }) => high - low < SKIP_RANGE);
}

/** The sums that some input gives, the epilogue's constants aside. */
function sumRange(layer: Pick<GridLayer, 'eachWeight' | 'topCode' | 'shift'>, map: number, dv: number, dh: number): { low: number; high: number } {
  let low = 0;
  let high = 0;
  layer.eachWeight(map, (_channel, _ky, _kx, weight) => {
    if (weight > 0) high += weight * layer.topCode;
    else low += weight * layer.topCode;
  }, dv, dh);
  const shift = layer.shift?.(map, dv, dh) ?? 0;
  return { low: low - shift, high: high - shift };
}

function proveSumFits(layer: GridLayer, map: number, dv: number, dh: number): void {
  const { epilogue } = layer;
  let { low, high } = sumRange(layer, map, dv, dh);
  if (epilogue.kind === 'raw') {
    low += epilogue.bias[map] as number;
    high += epilogue.bias[map] as number;
  } else if (epilogue.absolute !== null) {
    const center = epilogue.absolute[map] as number;
    low = 2 * low - center;
    high = 2 * high - center;
  }
  if (low > ALWAYS && high < NEVER) return;
  refuse('NF4007', {
    span: layer.node.span,
    message: `sums of map ${map} of \`${layer.node.name}\` range from ${low} to ${high}, beyond the 24 bits of an accumulator`,
    hint: 'use fewer trits or a smaller window, or split the layer in two',
  });
}
