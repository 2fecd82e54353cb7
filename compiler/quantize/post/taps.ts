// What each weight of a conv or transposed conv multiplies: the mean over all output pixels, and single windows. Both count places outside
// the image as real zero.
import type { Shape } from '../../ir/graph.ts';
import type { WeightLayer } from '../params.ts';

/** Pairs along one axis of an operand place and an output place that meet at kernel place `k`. */
function pairsAlong(layer: WeightLayer, input: Shape, axis: 0 | 1, k: number): { readonly places: Int32Array; readonly outputs: Int32Array } {
  const before = axis === 0 ? layer.padding.top : layer.padding.left;
  const [from, limit] = layer.kind === 'conv' ? [layer.shape[axis + 1] as number, input[axis + 1] as number] : [input[axis + 1] as number, layer.shape[axis + 1] as number];
  const walked: number[] = [];
  const met: number[] = [];
  for (let place = 0; place < from; place++) {
    const at = place * layer.stride[axis] + k - before;
    if (at < 0 || at >= limit) continue;
    walked.push(place);
    met.push(at);
  }
  const [outputs, places] = layer.kind === 'conv' ? [walked, met] : [met, walked];
  return { places: Int32Array.from(places), outputs: Int32Array.from(outputs) };
}

/** Adds up what the weights meet. `add` takes the operand's values, channel-major; `means` is [channels * kernel area], per output pixel and frame. */
export interface TapMeans {
  readonly add: (values: ArrayLike<number>) => void;
  readonly means: () => Float64Array;
}

export function makeTapMeans(layer: WeightLayer, input: Shape): TapMeans {
  const [channels, height, width] = input;
  const [kh, kw] = layer.kernel;
  const rows = Array.from({ length: kh }, (_, k) => pairsAlong(layer, input, 0, k).places);
  const columns = Array.from({ length: kw }, (_, k) => pairsAlong(layer, input, 1, k).places);
  const sums = new Float64Array(channels * kh * kw);
  let frames = 0;
  return {
    add: (values) => {
      frames++;
      let tap = 0;
      for (let channel = 0; channel < channels; channel++) {
        for (const places of rows) {
          for (const across of columns) {
            let sum = 0;
            for (const y of places) {
              const row = (channel * height + y) * width;
              for (const x of across) sum += values[row + x] as number;
            }
            sums[tap] = (sums[tap] as number) + sum;
            tap++;
          }
        }
      }
    },
    means: () => sums.map((sum) => sum / (frames * layer.shape[1] * layer.shape[2])),
  };
}

/** Copies what the conv window of one output pixel sees of the channels from `first` on into `patch`, [count * kernel area]. */
export function readWindow(layer: WeightLayer, input: Shape, values: ArrayLike<number>, window: { readonly y: number; readonly x: number; readonly first: number }, patch: Float64Array): void {
  const [, height, width] = input;
  const [kh, kw] = layer.kernel;
  const top = window.y * layer.stride[0] - layer.padding.top;
  const left = window.x * layer.stride[1] - layer.padding.left;
  for (let place = 0; place < patch.length; place++) {
    const y = top + (Math.floor(place / kw) % kh);
    const x = left + (place % kw);
    const isInside = y >= 0 && y < height && x >= 0 && x < width;
    patch[place] = isInside ? (values[((window.first + Math.floor(place / (kh * kw))) * height + y) * width + x] as number) : 0;
  }
}
