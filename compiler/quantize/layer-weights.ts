// The integer weights of one conv or transposed conv: one scale per output map, or one for the whole tensor where the result stays raw.
// Integer layers keep theirs. Places without a connection are zero and count nothing.
import type { Shape } from '../ir/graph.ts';
import type { Interval } from './curve.ts';
import type { LayerWeights, WeightLayer } from './params.ts';
import { fitScale, toGrid } from './weights.ts';

export interface IntegerWeights {
  /** In the order of the parameter file. */
  readonly integers: Int8Array;
  /** Real value of one weight step, per output map. */
  readonly scales: Float64Array;
  readonly isExact: boolean;
  /** Root of squared error over squared weights. */
  readonly relativeError: number;
  /** Sum of the integers of each output map. */
  readonly sums: Float64Array;
}

/** `gain` multiplies the real weights of each output map first (a batch-norm in front of a raw output). */
export function quantizeWeights(layer: WeightLayer, input: Shape, weights: LayerWeights, gain: (map: number) => number): IntegerWeights {
  const places = Array.from({ length: layer.shape[0] }, (_, map) => connectionsOf(layer, input, map).places);
  const values = places.map((list, map) => {
    const factor = gain(map);
    return Float64Array.from(list, (place) => factor * (weights.weight[place] as number));
  });
  const integers = new Int8Array(weights.weight.length);
  const fits = fitAll(layer, values, weights);
  let error = 0;
  let energy = 0;
  const sums = Float64Array.from(values, (list, map) => {
    const scale = fits.scales[map] as number;
    let sum = 0;
    list.forEach((value, i) => {
      const integer = weights.isInteger ? value : toGrid(value, scale, layer.precision);
      integers[places[map]?.[i] as number] = integer;
      sum += integer;
      error += (value - scale * integer) ** 2;
      energy += value * value;
    });
    return sum;
  });
  return { integers, ...fits, sums, relativeError: energy === 0 ? 0 : Math.sqrt(error / energy) };
}

function fitAll(layer: WeightLayer, values: readonly Float64Array[], weights: LayerWeights): { scales: Float64Array; isExact: boolean } {
  if (weights.isInteger) return { scales: new Float64Array(values.length).fill(1), isExact: true };
  if (layer.form === 'raw') {
    const all = new Float64Array(values.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    for (const list of values) { all.set(list, at); at += list.length; }
    const fit = fitScale(all, layer.precision);
    return { scales: new Float64Array(values.length).fill(fit.scale), isExact: fit.isExact };
  }
  const fits = values.map((list) => fitScale(list, layer.precision));
  return { scales: Float64Array.from(fits, (fit) => fit.scale), isExact: fits.every((fit) => fit.isExact) };
}

/** The weights of one output map: place in the weight tensor, and what it multiplies, as channel * kernel area + place in the kernel. */
export interface Connections {
  readonly places: readonly number[];
  readonly taps: readonly number[];
}

export function connectionsOf(layer: WeightLayer, input: Shape, map: number): Connections {
  const area = layer.kernel[0] * layer.kernel[1];
  const mapsPerGroup = layer.shape[0] / layer.groups;
  const channelsPerGroup = input[0] / layer.groups;
  const group = Math.floor(map / mapsPerGroup);
  const sources = layer.kind === 'conv' && layer.table !== null ? layer.table[map] ?? [] : Array.from({ length: channelsPerGroup }, (_, c) => c);
  const places: number[] = [];
  const taps: number[] = [];
  for (const source of sources) {
    const channel = group * channelsPerGroup + source;
    const block = layer.kind === 'conv' ? map * channelsPerGroup + source : channel * mapsPerGroup + (map - group * mapsPerGroup);
    for (let tap = 0; tap < area; tap++) {
      places.push(block * area + tap);
      taps.push(channel * area + tap);
    }
  }
  return { places, taps };
}

/** What the sums of each output map can be when every operand lies in `operand` (which holds zero). */
export function reachOf(layer: WeightLayer, input: Shape, integers: Int8Array, operand: Interval): Interval[] {
  return Array.from({ length: layer.shape[0] }, (_, map) => {
    let low = 0;
    let high = 0;
    for (const place of connectionsOf(layer, input, map).places) {
      const weight = integers[place] as number;
      low += weight > 0 ? weight * operand.low : weight * operand.high;
      high += weight > 0 ? weight * operand.high : weight * operand.low;
    }
    return { low: low || 0, high: high || 0 };
  });
}
