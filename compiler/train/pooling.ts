// Pooling and its gradient, in plain loops on [batch, H, W, maps]. The backend's own gradient of max pooling drops windows whose maximum is
// not positive; and where the curve of a map falls, its largest value has become the smallest, which the backend does not know.
import type { Padding, Pair } from '../ir/float-graph.ts';
import type { Shape } from '../ir/graph.ts';

export interface Windows {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly batch: number;
  readonly input: Shape;
  readonly output: Shape;
}

/** Calls `visit` with the pixel of each window (its first map in the output) and every input pixel inside the image that it covers. */
function eachTap({ kernel, stride, padding, batch, input, output }: Windows, visit: (window: number, pixel: number) => void): void {
  const [, height, width] = input;
  const [, rows, columns] = output;
  for (let row = 0; row < batch * rows; row++) {
    const frame = Math.floor(row / rows) * height;
    const top = (row % rows) * stride[0] - padding.top;
    for (let column = 0; column < columns; column++) {
      const left = column * stride[1] - padding.left;
      for (let ky = Math.max(0, -top); ky < Math.min(kernel[0], height - top); ky++) {
        for (let kx = Math.max(0, -left); kx < Math.min(kernel[1], width - left); kx++) visit(row * columns + column, (frame + top + ky) * width + left + kx);
      }
    }
  }
}

/** The largest value of each window, or the smallest for maps whose `sign` is -1, and where it came from (the first one on a tie). */
export function maxPool(x: Float32Array, windows: Windows, sign: Float32Array): { readonly y: Float32Array; readonly source: Int32Array } {
  const maps = windows.input[0];
  const size = windows.batch * windows.output[1] * windows.output[2] * maps;
  const y = new Float32Array(size);
  const source = new Int32Array(size).fill(-1);
  eachTap(windows, (window, pixel) => {
    for (let map = 0; map < maps; map++) {
      const value = x[pixel * maps + map] as number;
      const at = window * maps + map;
      if ((source[at] as number) < 0 || (value - (y[at] as number)) * (sign[map] as number) > 0) {
        y[at] = value;
        source[at] = pixel * maps + map;
      }
    }
  });
  return { y, source };
}

export function maxPoolGradient(dy: Float32Array, source: Int32Array, size: number): Float32Array {
  const dx = new Float32Array(size);
  for (let i = 0; i < dy.length; i++) {
    const at = source[i] as number;
    if (at >= 0) dx[at] = (dx[at] as number) + (dy[i] as number);
  }
  return dx;
}

/** What each window's sum is divided by. */
export function divisors(windows: Windows, divideBy: 'one' | 'window' | 'inside'): Float32Array {
  const counts = new Float32Array(windows.batch * windows.output[1] * windows.output[2]);
  if (divideBy !== 'inside') return counts.fill(divideBy === 'one' ? 1 : windows.kernel[0] * windows.kernel[1]);
  eachTap(windows, (window) => { counts[window] = (counts[window] as number) + 1; });
  return counts;
}

/** Sum of each window (of the squares, on request) over its divisor. */
export function sumPool(x: Float32Array, windows: Windows, isSquare: boolean, divisor: Float32Array): Float32Array {
  const maps = windows.input[0];
  const y = new Float32Array(divisor.length * maps);
  eachTap(windows, (window, pixel) => {
    for (let map = 0; map < maps; map++) {
      const value = x[pixel * maps + map] as number;
      y[window * maps + map] = (y[window * maps + map] as number) + (isSquare ? value * value : value) / (divisor[window] as number);
    }
  });
  return y;
}

export function sumPoolGradient(x: Float32Array, dy: Float32Array, windows: Windows, isSquare: boolean, divisor: Float32Array): Float32Array {
  const maps = windows.input[0];
  const dx = new Float32Array(x.length);
  eachTap(windows, (window, pixel) => {
    for (let map = 0; map < maps; map++) {
      const at = pixel * maps + map;
      const error = (dy[window * maps + map] as number) / (divisor[window] as number);
      dx[at] = (dx[at] as number) + (isSquare ? 2 * (x[at] as number) * error : error);
    }
  });
  return dx;
}
