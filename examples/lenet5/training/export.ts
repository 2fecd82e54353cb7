// From trained variables to the tensors that the .nf files name: <layer>.weight as [maps, inputs, height, width] (dense:
// [units, inputs]) on its grid, <layer>.bias as real numbers, all in single precision.
import type { Tensor } from '../../../runtime/tensor.ts';
import { KERNEL_SHAPES, LAYER_NAMES } from './network.ts';
import type { Network } from './network.ts';
import { projectWeights } from './weight-grid.ts';
import type { WeightGrid } from './weight-grid.ts';

/** Tensors by the names a safetensors file gives them. */
export function exportTensors(network: Network, grid: WeightGrid): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const name of LAYER_NAMES) {
    const [height, width, inputs, maps] = KERNEL_SHAPES[name];
    const latent = network.weights[name].dataSync<'float32'>();
    const projected = projectWeights(latent, maps, grid, name === 'logits' ? 'per-tensor' : 'per-map');
    const isDense = name === 'f6' || name === 'logits';
    tensors.set(`${name}.weight`, {
      dtype: 'F32', shape: isDense ? [maps, inputs] : [maps, inputs, height, width], data: mapsFirst(projected, height * width, inputs, maps),
    });
    tensors.set(`${name}.bias`, { dtype: 'F32', shape: [maps], data: network.biases[name].dataSync<'float32'>() });
  }
  return tensors;
}

/** [pixels, inputs, maps] to [maps, inputs, pixels]; adding 0 turns a negative zero into zero. */
function mapsFirst(values: Float32Array, pixels: number, inputs: number, maps: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let map = 0; map < maps; map += 1) {
    for (let input = 0; input < inputs; input += 1) {
      for (let pixel = 0; pixel < pixels; pixel += 1) {
        result[(map * inputs + input) * pixels + pixel] = (values[(pixel * inputs + input) * maps + map] ?? 0) + 0;
      }
    }
  }
  return result;
}
