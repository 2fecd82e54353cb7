// Shape arithmetic of windows: padding, output size, and the checks a user can run into. Pure numbers, no nodes.
import type { Padding, Pair } from './float-graph.ts';

/** Output length of a window sliding over `size` elements; the last incomplete step is left out. */
export function windowCount(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + padding - kernel) / stride) + 1;
}

/** Padding for ceil(size / stride) outputs; an odd element goes to the end. */
function samePart(size: number, kernel: number, stride: number): readonly [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

export function samePadding(size: Pair, kernel: Pair, stride: Pair): Padding {
  const [top, bottom] = samePart(size[0], kernel[0], stride[0]);
  const [left, right] = samePart(size[1], kernel[1], stride[1]);
  return { top, left, bottom, right };
}

/** Padding and output padding with which a transposed conv multiplies the size by its stride exactly. */
export function sameTransposed(kernel: Pair, stride: Pair): { readonly padding: Padding; readonly outputPadding: Pair } {
  const part = (index: 0 | 1): readonly [number, number, number] => {
    const surplus = kernel[index] - stride[index];
    return surplus >= 0 ? [Math.floor(surplus / 2), Math.ceil(surplus / 2), 0] : [0, 0, -surplus];
  };
  const [top, bottom, addRows] = part(0);
  const [left, right, addColumns] = part(1);
  return { padding: { top, left, bottom, right }, outputPadding: [addRows, addColumns] };
}
