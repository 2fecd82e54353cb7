// One function per kind of integer layer, prepared once for many frames. Tensors are channel-major Int32Arrays; every sum
// is an exact integer (the quantizer proves that it stays within 24 bits).
import { assertNever, bug } from '../source/diagnostic.ts';
import type { Shape } from '../ir/graph.ts';
import type {
  Epilogue, IntegerConcat, IntegerConv, IntegerInput, IntegerMaxPool, IntegerNode, IntegerPairTable,
  IntegerRequantize, IntegerSumPool, IntegerTransposedConv, IntegerUpsample,
} from '../ir/integer-graph.ts';
import { applyEpilogue } from './epilogue.ts';

export type LayerFunction = (operands: readonly Int32Array[]) => Int32Array;

export function prepareLayer(node: Exclude<IntegerNode, IntegerInput>, shapes: readonly Shape[]): LayerFunction {
  const shape = shapes[0] as Shape;
  const unary = (run: (input: Int32Array) => Int32Array): LayerFunction => (operands) => run(operands[0] as Int32Array);
  switch (node.kind) {
    case 'conv': return unary(prepareConv(node, shape));
    case 'transposed-conv': return unary((input) => transposedConv(node, shape, input));
    case 'sum-pool': return unary((input) => sumPool(node, shape, input));
    case 'max-pool': return unary((input) => maxPool(node, shape, input));
    case 'requantize': return unary((input) => requantize(node, input));
    case 'pair-table': return (operands) => pairTable(node, operands);
    case 'concat': return (operands) => concat(node, operands);
    case 'upsample': return unary((input) => upsample(node, shape, input));
    case 'flatten': return unary((input) => input);
    case 'argmax': return unary((input) => argmax(shape, input));
    default: return assertNever(node);
  }
}

/** The weights of one output map that are not zero, each with the place of its input relative to the window's corner. */
interface Taps {
  readonly offsets: Int32Array;
  readonly weights: Int32Array;
}

function prepareConv(node: IntegerConv, [channels, height, width]: Shape): (input: Int32Array) => Int32Array {
  const [maps, rows, columns] = node.shape;
  const [strideY, strideX] = node.stride;
  const { top, left } = node.padding;
  // A copy of the image with its border filled in: every window then lies inside it.
  const paddedHeight = Math.max(top + height, (rows - 1) * strideY + node.kernel[0]);
  const paddedWidth = Math.max(left + width, (columns - 1) * strideX + node.kernel[1]);
  const padded = new Int32Array(channels * paddedHeight * paddedWidth).fill(node.padCode);
  const taps = Array.from({ length: maps }, (_, map) => tapsOf(node, map, channels, paddedHeight, paddedWidth));
  return (input) => {
    for (let plane = 0; plane < channels; plane++) {
      for (let y = 0; y < height; y++) {
        const from = (plane * height + y) * width;
        padded.set(input.subarray(from, from + width), (plane * paddedHeight + y + top) * paddedWidth + left);
      }
    }
    const output = new Int32Array(maps * rows * columns);
    const sums = new Int32Array(columns);
    let place = 0;
    for (let map = 0; map < maps; map++) {
      for (let y = 0; y < rows; y++) {
        sumRow(taps[map] as Taps, padded, y * strideY * paddedWidth, strideX, sums);
        for (const acc of sums) output[place++] = applyEpilogue(node.epilogue, map, acc);
      }
    }
    return output;
  };
}

/** Sums of one row of outputs, the first window standing at `corner`. Four neighbours share each reading of a weight, which more than halves
 *  the time of a frame. */
function sumRow({ offsets, weights }: Taps, padded: Int32Array, corner: number, step: number, sums: Int32Array): void {
  const whole = sums.length - (sums.length % 4);
  for (let x = 0; x < whole; x += 4) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let i = 0; i < offsets.length; i++) {
      const weight = weights[i] as number;
      const at = corner + x * step + (offsets[i] as number);
      first += weight * (padded[at] as number);
      second += weight * (padded[at + step] as number);
      third += weight * (padded[at + 2 * step] as number);
      fourth += weight * (padded[at + 3 * step] as number);
    }
    sums[x] = first;
    sums[x + 1] = second;
    sums[x + 2] = third;
    sums[x + 3] = fourth;
  }
  for (let x = whole; x < sums.length; x++) {
    let sum = 0;
    for (let i = 0; i < offsets.length; i++) sum += (weights[i] as number) * (padded[corner + x * step + (offsets[i] as number)] as number);
    sums[x] = sum;
  }
}

function tapsOf(node: IntegerConv, map: number, channels: number, paddedHeight: number, paddedWidth: number): Taps {
  const [kernelHeight, kernelWidth] = node.kernel;
  const perGroup = channels / node.groups;
  const firstChannel = Math.floor(map / (node.shape[0] / node.groups)) * perGroup;
  const offsets: number[] = [];
  const weights: number[] = [];
  let at = map * perGroup * kernelHeight * kernelWidth;
  for (let channel = 0; channel < perGroup; channel++) {
    for (let ky = 0; ky < kernelHeight; ky++) {
      for (let kx = 0; kx < kernelWidth; kx++) {
        const weight = node.weights[at++] as number;
        if (weight === 0) continue;
        offsets.push(((firstChannel + channel) * paddedHeight + ky) * paddedWidth + kx);
        weights.push(weight);
      }
    }
  }
  return { offsets: Int32Array.from(offsets), weights: Int32Array.from(weights) };
}

function transposedConv(node: IntegerTransposedConv, [channels, height, width]: Shape, input: Int32Array): Int32Array {
  const [maps, rows, columns] = node.shape;
  const [kernelHeight, kernelWidth] = node.kernel;
  const mapsPerGroup = maps / node.groups;
  const channelsPerGroup = channels / node.groups;
  const sums = new Int32Array(maps * rows * columns);
  for (let channel = 0; channel < channels; channel++) {
    const firstMap = Math.floor(channel / channelsPerGroup) * mapsPerGroup;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = (input[(channel * height + y) * width + x] as number) - node.inputZero;
        if (value === 0) continue;
        for (let map = 0; map < mapsPerGroup; map++) {
          for (let ky = 0; ky < kernelHeight; ky++) {
            const outY = y * node.stride[0] + ky - node.padding.top;
            if (outY < 0 || outY >= rows) continue;
            for (let kx = 0; kx < kernelWidth; kx++) {
              const outX = x * node.stride[1] + kx - node.padding.left;
              if (outX < 0 || outX >= columns) continue;
              const weight = node.weights[((channel * mapsPerGroup + map) * kernelHeight + ky) * kernelWidth + kx] as number;
              const to = ((firstMap + map) * rows + outY) * columns + outX;
              sums[to] = (sums[to] as number) + weight * value;
            }
          }
        }
      }
    }
  }
  const pixels = rows * columns;
  return sums.map((acc, i) => applyEpilogue(node.epilogue, Math.floor(i / pixels), acc));
}

function sumPool(node: IntegerSumPool, [, height, width]: Shape, input: Int32Array): Int32Array {
  const [channels, rows, columns] = node.shape;
  const read = (code: number): number => (node.squares === null ? code : (node.squares[code] as number));
  const outside = read(node.padCode);
  const output = new Int32Array(channels * rows * columns);
  let place = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let acc = 0;
        let count = 0;
        for (let ky = 0; ky < node.kernel[0]; ky++) {
          const y = row * node.stride[0] + ky - node.padding.top;
          for (let kx = 0; kx < node.kernel[1]; kx++) {
            const x = column * node.stride[1] + kx - node.padding.left;
            if (y < 0 || y >= height || x < 0 || x >= width) {
              acc += outside;
            } else {
              acc += read(input[(channel * height + y) * width + x] as number);
              count++;
            }
          }
        }
        output[place++] = applyEpilogue(epilogueFor(node, count), channel, acc);
      }
    }
  }
  return output;
}

function epilogueFor(node: IntegerSumPool, count: number): Epilogue {
  if (node.thresholdsByCount === null) return node.epilogue;
  return node.thresholdsByCount.get(count) ?? bug(`${node.id} has no epilogue for windows of ${count} pixels`);
}

function maxPool(node: IntegerMaxPool, [, height, width]: Shape, input: Int32Array): Int32Array {
  const [channels, rows, columns] = node.shape;
  const output = new Int32Array(channels * rows * columns);
  let place = 0;
  for (let channel = 0; channel < channels; channel++) {
    const takesSmallest = node.minimum[channel] === 1;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const firstY = row * node.stride[0] - node.padding.top;
        const firstX = column * node.stride[1] - node.padding.left;
        let best = takesSmallest ? Infinity : -Infinity;
        for (let y = Math.max(firstY, 0); y < Math.min(firstY + node.kernel[0], height); y++) {
          for (let x = Math.max(firstX, 0); x < Math.min(firstX + node.kernel[1], width); x++) {
            const value = input[(channel * height + y) * width + x] as number;
            best = takesSmallest ? Math.min(best, value) : Math.max(best, value);
          }
        }
        output[place++] = best;
      }
    }
  }
  return output;
}

function requantize(node: IntegerRequantize, input: Int32Array): Int32Array {
  const pixels = node.shape[1] * node.shape[2];
  return input.map((code, i) => applyEpilogue(node.epilogue, Math.floor(i / pixels), code));
}

function pairTable(node: IntegerPairTable, [first, second]: readonly Int32Array[]): Int32Array {
  return (first as Int32Array).map((code, i) => node.table[8 * code + ((second as Int32Array)[i] as number)] as number);
}

function concat(node: IntegerConcat, operands: readonly Int32Array[]): Int32Array {
  const output = new Int32Array(node.shape[0] * node.shape[1] * node.shape[2]);
  let place = 0;
  operands.forEach((operand, port) => {
    const map = node.codeMaps[port] as Uint8Array;
    for (const code of operand) output[place++] = map[code] as number;
  });
  return output;
}

function upsample(node: IntegerUpsample, [, height, width]: Shape, input: Int32Array): Int32Array {
  const [channels, rows, columns] = node.shape;
  const output = new Int32Array(channels * rows * columns);
  let place = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      const from = (channel * height + Math.floor(row / node.factor[0])) * width;
      for (let column = 0; column < columns; column++) output[place++] = input[from + Math.floor(column / node.factor[1])] as number;
    }
  }
  return output;
}

function argmax([channels, height, width]: Shape, input: Int32Array): Int32Array {
  const pixels = height * width;
  const output = new Int32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 1; channel < channels; channel++) {
      const best = output[pixel] as number;
      if ((input[channel * pixels + pixel] as number) > (input[best * pixels + pixel] as number)) output[pixel] = channel;
    }
  }
  return output;
}
