// The weights file that post-training quantization writes: real weights as they were, integers and scales beside them, corrected biases and
// batch-norm means with the old ones beside them (`KEY.real_bias`, `KEY.real_mean`), and how codes are read.
import type { LayerParams, Params } from '../../compiler/ir/float-graph.ts';
import type { WeightFit } from '../../compiler/quantize/post/fit-weights.ts';
import type { Tensor } from '../tensor.ts';

/** `real` are the numbers before, `rounded` those after. */
export function quantizedTensors(real: Params, rounded: Params, fits: ReadonlyMap<string, WeightFit>): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [key, parts] of real) {
    for (const [part, tensor] of Object.entries(parts)) {
      if (tensor === undefined) continue;
      const now = rounded.get(key)?.[part] ?? tensor;
      tensors.set(`${key}.${part}`, toTensor(part === 'weight' ? tensor : now));
      if (part !== 'weight' && now !== tensor) tensors.set(`${key}.real_${part}`, toTensor(tensor));
    }
  }
  for (const [key, { integers, scale }] of fits) {
    tensors.set(`${key}.integers`, { dtype: 'I8', shape: real.get(key)?.['weight']?.shape ?? [], data: integers });
    tensors.set(`${key}.scale`, { dtype: 'F32', shape: [scale.length], data: scale });
  }
  for (const [name, { codes }] of rounded) if (codes !== undefined) tensors.set(`${name}.codes`, toTensor(codes));
  return tensors;
}

const toTensor = ({ shape, data }: NonNullable<LayerParams[string]>): Tensor => (data instanceof Int32Array ? { dtype: 'I32', shape, data } : { dtype: 'F32', shape, data });
