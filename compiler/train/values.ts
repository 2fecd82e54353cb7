// A tensor of a training step, on either side: loops want plain arrays, the library its tensors. Each form is made when first asked for.
import type { TensorLibrary } from '../reference/float-backend.ts';
import type { Batch } from './kernels.ts';

export interface Value {
  /** [batch, H, W, maps]. */
  readonly shape: readonly [number, number, number, number];
  readonly array: () => Float32Array;
  readonly tensor: () => Batch;
}

export function ofArray(tf: TensorLibrary, array: Float32Array, shape: Value['shape']): Value {
  let tensor: Batch | null = null;
  return {
    shape,
    array: () => array,
    tensor: () => {
      tensor ??= tf.tensor4d(array, [...shape]);
      return tensor;
    },
  };
}

export function ofTensor(tensor: Batch): Value {
  let array: Float32Array | null = null;
  return {
    shape: tensor.shape,
    tensor: () => tensor,
    array: () => {
      array ??= tensor.dataSync<'float32'>();
      return array;
    },
  };
}
