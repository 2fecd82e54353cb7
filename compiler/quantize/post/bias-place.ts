// Where a layer takes up a shift of its sums: its own bias, or the mean of the batch-norm that follows at once.
import type { LayerParams, Params } from '../../ir/float-graph.ts';
import type { WeightLayer } from '../params.ts';

export interface BiasPlace {
  readonly key: string;
  readonly part: 'bias' | 'mean';
}

/** Null where there is neither, or where the numbers count steps of an integer network. */
export function biasPlaceOf(layer: WeightLayer, params: Params): BiasPlace | null {
  const first = layer.curve[0];
  const place: BiasPlace | null = layer.hasBias ? { key: layer.params.key, part: 'bias' } : first?.kind === 'batchnorm' ? { key: first.params.key, part: 'mean' } : null;
  return place !== null && params.get(place.key)?.[place.part]?.data instanceof Float32Array ? place : null;
}

/** `params` with `shift` added to the sums of every output map, in 32-bit floats. */
export function withShift(params: Params, { key, part }: BiasPlace, shift: Float64Array): Params {
  const old = params.get(key)?.[part];
  if (old === undefined) return params;
  // A batch-norm subtracts its mean.
  const sign = part === 'bias' ? 1 : -1;
  return withPart(params, key, part, { shape: old.shape, data: Float32Array.from(old.data, (value, map) => value + sign * (shift[map] as number)) });
}

export function withPart(params: Params, key: string, part: string, tensor: NonNullable<LayerParams[string]>): Params {
  return new Map([...params, [key, { ...params.get(key), [part]: tensor }]]);
}
