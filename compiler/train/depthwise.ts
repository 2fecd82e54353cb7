// Gradients of a depthwise convolution, one input map per group: plain loops, since one tensor operation per tap costs more.
import type { Shape } from '../ir/graph.ts';
import type { ConvGeometry } from './kernels.ts';

export interface DepthwiseGradients {
  readonly dx: Float32Array;
  /** [kh, kw, inputs, maps per input]. */
  readonly kernel: Float32Array;
}

/** `x` is [batch, H, W, inputs] with `input` = [inputs, H, W]; `dy` [batch, H', W', inputs * multiplier]; `kernel` [kh, kw, inputs, multiplier]. */
export function depthwiseGradients(
  x: Float32Array, dy: Float32Array, kernel: Float32Array, batch: number, input: Shape, output: Shape, { kernel: [kh, kw], stride, padding }: ConvGeometry,
): DepthwiseGradients {
  const [inputs, height, width] = input;
  const [maps, rows, columns] = output;
  const multiplier = maps / inputs;
  const dx = new Float32Array(x.length);
  const gradient = new Float32Array(kernel.length);
  for (let row = 0; row < batch * rows; row++) {
    const frame = Math.floor(row / rows) * height;
    const top = (row % rows) * stride[0] - padding.top;
    for (let column = 0; column < columns; column++) {
      const left = column * stride[1] - padding.left;
      const from = (row * columns + column) * maps;
      for (let ky = Math.max(0, -top); ky < Math.min(kh, height - top); ky++) {
        for (let kx = Math.max(0, -left); kx < Math.min(kw, width - left); kx++) {
          const at = ((frame + top + ky) * width + left + kx) * inputs;
          const tap = (ky * kw + kx) * maps;
          for (let map = 0; map < maps; map++) {
            const source = at + (multiplier === 1 ? map : Math.floor(map / multiplier));
            const error = dy[from + map] as number;
            dx[source] = (dx[source] as number) + error * (kernel[tap + map] as number);
            gradient[tap + map] = (gradient[tap + map] as number) + error * (x[source] as number);
          }
        }
      }
    }
  }
  return { dx, kernel: gradient };
}
