// Integers and scales for the weights of one key at a number of trits. Real weights that already are scale * integer stay as they are; others get
// the integers whose results differ least on the calibration frames, or, where no covariance is known, the nearest ones. Integers share
// no factor, so that a compile reads the very same back.
import type { Shape } from '../../ir/graph.ts';
import { slopeOf } from '../curve.ts';
import { connectionsOf } from '../layer-weights.ts';
import type { LayerNumbers, WeightLayer } from '../params.ts';
import { fitScale, type Grid, toGrid } from '../weights.ts';
import type { Covariance } from './covariance.ts';
import { roundRows, type Row } from './round-to-output.ts';

export type Trits = 1 | 2 | 3 | 4;

export interface WeightFit {
  readonly trits: Trits;
  /** In the order of the weight tensor. */
  readonly integers: Int8Array;
  /** Per output map; weight = scale * integer in 32-bit floats. */
  readonly scale: Float32Array;
  readonly weight: Float32Array;
  /** Root of squared weight error over squared weights. */
  readonly relativeError: number;
}

/** A weighted layer with what it reads and its real numbers. */
export interface FitTarget {
  readonly layer: WeightLayer;
  readonly input: Shape;
  readonly numbers: LayerNumbers;
  /** One per group of the layer; null rounds to the nearest. */
  readonly covariances: readonly Covariance[] | null;
}

/** Integers of `trits` trits within the precision of the layer. */
export function gridOf({ precision }: WeightLayer, trits: Trits): Grid {
  const reach = (3 ** trits - 1) / 2;
  return { min: Math.max(precision.min, -reach), max: Math.min(precision.max, reach) };
}

/** Scales tried around the one that suits the weights, where results decide: few trits gain from wider and from narrower grids. */
const STARTS = [1, 0.85, 1.2];

export function fitWeights(target: FitTarget, trits: Trits): WeightFit {
  const { layer, input, numbers } = target;
  const weight = numbers.weights?.weight ?? [];
  const grid = gridOf(layer, trits);
  const maps = layer.shape[0];
  const isRaw = layer.form === 'raw';
  const gains = Float64Array.from({ length: maps }, (_, map) => (isRaw ? slopeOf(numbers.steps, map) : 1));
  const connections = Array.from({ length: maps }, (_, map) => connectionsOf(layer, input, map));
  const values = connections.map(({ places }, map) => Float64Array.from(places, (place) => (gains[map] as number) * (weight[place] as number)));
  const rows = (list: readonly number[]): (Row | null)[] => list.map((map) => rowOf(target, map, values[map] as Float64Array, connections[map]?.taps ?? []));
  const all = Array.from({ length: maps }, (_, map) => map);
  const fits = isRaw ? spread(fitShared(values, rows(all), grid)) : all.flatMap((map) => spread(fitShared([values[map] as Float64Array], rows([map]), grid)));

  const integers = new Int8Array(weight.length);
  const scale = new Float32Array(maps);
  const rounded = new Float32Array(weight.length);
  let [error, energy] = [0, 0];
  for (const map of all) {
    const gain = gains[map] as number;
    const fit = fits[map] as { readonly integers: Int8Array; readonly scale: number };
    // A gain of zero leaves nothing of the weights.
    scale[map] = gain === 0 ? 1 : fit.scale / Math.abs(gain);
    connections[map]?.places.forEach((place, k) => {
      integers[place] = Math.sign(gain) * (fit.integers[k] as number);
      rounded[place] = (integers[place] as number) * (scale[map] as number);
      error += ((weight[place] as number) - (rounded[place] as number)) ** 2;
      energy += (weight[place] as number) ** 2;
    });
  }
  return { trits, integers, scale, weight: rounded, relativeError: energy === 0 ? 0 : Math.sqrt(error / energy) };
}

function rowOf({ layer, input, covariances }: FitTarget, map: number, values: Float64Array, taps: readonly number[]): Row | null {
  const group = Math.floor(map / (layer.shape[0] / layer.groups));
  const covariance = covariances?.[group];
  if (covariance === undefined) return null;
  const first = (group * input[0]) / layer.groups * layer.kernel[0] * layer.kernel[1];
  return { values, places: taps.map((tap) => tap - first), covariance };
}

interface SharedFit {
  readonly integers: readonly Int8Array[];
  readonly scale: number;
}

const spread = ({ integers, scale }: SharedFit): { readonly integers: Int8Array; readonly scale: number }[] => integers.map((list) => ({ integers: list, scale }));

/** Integers of maps that share one scale. */
function fitShared(values: readonly Float64Array[], rows: readonly (Row | null)[], grid: Grid): SharedFit {
  const flat = new Float64Array(values.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of values) { flat.set(list, at); at += list.length; }
  const { scale, isExact } = fitScale(flat, grid);
  const nearest = values.map((list) => Int8Array.from(list, (value) => toGrid(value, scale, grid)));
  const known = rows.filter((row) => row !== null);
  if (isExact || known.length < rows.length) return withoutFactor({ integers: nearest, scale });
  const tried = STARTS.map((factor) => roundRows(known, scale * factor, grid));
  return withoutFactor(tried.reduce((best, other) => (other.error < best.error ? other : best)));
}

/** Divides all integers by what they have in common. */
function withoutFactor({ integers, scale }: SharedFit): SharedFit {
  let common = 0;
  for (const list of integers) for (const value of list) common = greatestCommon(common, Math.abs(value));
  if (common === 0) return { integers, scale: 1 };
  return { integers: integers.map((list) => list.map((value) => value / common)), scale: scale * common };
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}
