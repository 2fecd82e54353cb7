// LeNet-5 once more, in double precision and plain loops, straight from the weights file: what training meant. It shares no
// code with the compiler, so equal codes in every layer show that quantizing lost nothing.
import type { Tensor } from '../../runtime/tensor.ts';

/** Codes 0..7 after each tanh, channel-major, and the real logits. */
export interface RealRun {
  readonly codes: ReadonlyMap<'c1' | 's2' | 'c3' | 's4' | 'c5' | 'f6', readonly number[]>;
  readonly logits: readonly number[];
}

interface Maps {
  readonly side: number;
  readonly values: readonly number[];
}

const ZERO_CODE = 3;

/** `range` is that of every tanh; `frame` holds 32x32 bytes. */
export function runInRealNumbers(tensors: ReadonlyMap<string, Tensor>, range: number, frame: Uint8Array): RealRun {
  const part = (name: string): number[] => Array.from(tensors.get(name)?.data ?? [], Number);
  /** Integers times the scale of their map. */
  const weights = (name: string): number[] => {
    const [integers, scales] = [part(`${name}.integers`), part(`${name}.scale`)];
    const perMap = integers.length / part(`${name}.bias`).length;
    return integers.map((integer, i) => integer * (scales[scales.length === 1 ? 0 : Math.floor(i / perMap)] ?? Number.NaN));
  };
  const codes = new Map<'c1' | 's2' | 'c3' | 's4' | 'c5' | 'f6', number[]>();
  const squash = (name: 'c1' | 's2' | 'c3' | 's4' | 'c5' | 'f6', maps: Maps): Maps => {
    const layer = maps.values.map((value) => Math.max(0, Math.min(7, Math.floor((Math.tanh(value) * 3) / range + ZERO_CODE + 0.5))));
    codes.set(name, layer);
    return { side: maps.side, values: layer.map((code) => ((code - ZERO_CODE) * range) / 3) };
  };
  const image = { side: 32, values: Array.from(frame, (byte) => byte / 255) };
  const layer = (maps: Maps, name: string, kernel: number): Maps => convolve(maps, weights(name), part(`${name}.bias`), kernel);
  const s2 = squash('s2', pool(squash('c1', layer(image, 'c1', 5))));
  const s4 = squash('s4', pool(squash('c3', layer(s2, 'c3', 5))));
  const f6 = squash('f6', layer(squash('c5', layer(s4, 'c5', 5)), 'f6', 1));
  return { codes, logits: layer(f6, 'logits', 1).values };
}

/** Weights [maps, inputs, kernel, kernel]; a dense layer is a 1x1 convolution of 1x1 maps. */
function convolve(input: Maps, weights: readonly number[], biases: readonly number[], kernel: number): Maps {
  const side = input.side - kernel + 1;
  const inputs = input.values.length / input.side ** 2;
  const values: number[] = [];
  for (const [map, bias] of biases.entries()) {
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        let sum = bias;
        for (let c = 0; c < inputs; c += 1) {
          for (let ky = 0; ky < kernel; ky += 1) {
            for (let kx = 0; kx < kernel; kx += 1) {
              const weight = weights[((map * inputs + c) * kernel + ky) * kernel + kx] ?? NaN;
              sum += weight * (input.values[(c * input.side + y + ky) * input.side + x + kx] ?? NaN);
            }
          }
        }
        values.push(sum);
      }
    }
  }
  return { side, values };
}

function pool(input: Maps): Maps {
  const side = input.side / 2;
  const at = (c: number, y: number, x: number): number => input.values[(c * input.side + y) * input.side + x] ?? NaN;
  const values = Array.from({ length: input.values.length / 4 }, (_, index) => {
    const [c, y, x] = [Math.floor(index / side ** 2), Math.floor(index / side) % side, index % side];
    return (at(c, 2 * y, 2 * x) + at(c, 2 * y, 2 * x + 1) + at(c, 2 * y + 1, 2 * x) + at(c, 2 * y + 1, 2 * x + 1)) / 4;
  });
  return { side, values };
}
