// Wide codes that a layer makes (max pooling or enlarging of an input of more than 3 bits). Around a base code p a value x is stored as
// maps of at most 7 steps: x = p + sum of maps above p - sum of maps below p. Every map counts thresholds of x, so largest values and
// enlarged images are exact, and a place outside the image, which holds p, is code 0 in all maps.
import type { IntegerNode } from '../ir/integer-graph.ts';
import { ALWAYS, NEVER } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { EachWeight, LayerEpilogue } from './grid-layer.ts';
import type { Lift } from './lower-context.ts';

/** Thresholds of one map above (+1) or below (-1) the base. */
interface Steps {
  readonly sign: 1 | -1;
  readonly steps: readonly number[];
}

export function topCodeOf(node: IntegerNode): number {
  return node.format.kind === 'wide' ? 2 ** node.format.bits - 1 : 7;
}

/** Radix-8 digits of codes up to `topCode`. */
export const digitsOf = (topCode: number): 1 | 2 | 3 => (topCode < 8 ? 1 : topCode < 64 ? 2 : 3);

function stepsOf(topCode: number, base: number): Steps[] {
  const maps: Steps[] = [];
  for (let first = 1; first <= base; first += 7) maps.push({ sign: -1, steps: range(first, Math.min(first + 6, base)) });
  for (let first = base + 1; first <= topCode; first += 7) maps.push({ sign: 1, steps: range(first, Math.min(first + 6, topCode)) });
  return maps;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

export const liftedMaps = (topCode: number, base: number): number => stepsOf(topCode, base).length;

/** Weights on channel c become weights on its maps. */
export function liftOf(topCode: number, base: number): Lift {
  const maps = stepsOf(topCode, base);
  return {
    base,
    weights: (weights): EachWeight => (map, visit, dv, dh) =>
      weights(map, (channel, ky, kx, weight) => { maps.forEach(({ sign }, m) => { visit(channel * maps.length + m, ky, kx, sign * weight); }); }, dv, dh),
  };
}

/** Epilogue of the layer that makes the maps of `channels` channels from values; `poolMin` where a pool walk takes the smallest. */
export function liftedEpilogue(topCode: number, base: number, channels: number, poolMin: Uint8Array | null): Extract<LayerEpilogue, { kind: 'codes' }> {
  const maps = stepsOf(topCode, base);
  const all = channels * maps.length;
  const thresholds = new Int32Array(7 * all);
  for (let map = 0; map < all; map++) {
    const { sign, steps } = maps[map % maps.length] ?? bug('a lifted map');
    // Counting down, thresholds that are not used count as reached, so that 7 - count is the number of steps not reached.
    const rest = new Array<number>(7 - steps.length);
    thresholds.set(sign > 0 ? [...steps, ...rest.fill(NEVER)] : [...rest.fill(ALWAYS), ...steps], 7 * map);
  }
  return {
    kind: 'codes', thresholds, falling: Uint8Array.from({ length: all }, (_, map) => (maps[map % maps.length]?.sign === -1 ? 1 : 0)), absolute: null, codeMap: null, pair: null,
    poolMin: poolMin === null ? null : Uint8Array.from({ length: all }, (_, map) => poolMin[Math.floor(map / maps.length)] as number),
  };
}

/** Every map of channel c reads channel c. */
export const liftedIdentity = (maps: number): EachWeight => (map, visit) => visit(Math.floor(map / maps), 0, 0, 1);

/** Pooling of maps that are there already takes the smallest where they count down. */
export function repooled(topCode: number, base: number, channels: number, minimum: Uint8Array): Uint8Array {
  const maps = stepsOf(topCode, base);
  return Uint8Array.from({ length: channels * maps.length }, (_, map) => {
    const isMinimum = minimum[Math.floor(map / maps.length)] === 1;
    return (maps[map % maps.length]?.sign === -1) === isMinimum ? 0 : 1;
  });
}
