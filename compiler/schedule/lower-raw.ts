// Raw sums behind flatten, upsampling and argmax. Nothing reads raw sums, so the layer that makes them is built again in the form that is
// asked for: with every output pixel repeated, as one row of all elements, or on an enlarged input, so that each pixel is a position.
import type { IntegerNode } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import { type EachWeight, type GridLayer, padValueOf } from './grid-layer.ts';
import { addLayer, type Context, PLAIN, sumOfWeights } from './lower-context.ts';
import { identityThresholds } from './lower-parts.ts';
import { asLifted } from './lower-operands.ts';

/** All elements of a raw tensor as maps of one pixel. */
export function flattened(layer: GridLayer, node: IntegerNode, id: string): GridLayer {
  const { epilogue, sub, stride } = layer;
  if (epilogue.kind !== 'raw') return bug(`${layer.id} is not raw`);
  const [maps, rows, columns] = layer.output;
  const [, height, width] = layer.input;
  const walk = (element: number, visit: (channel: number, y: number, x: number, weight: number, isInside: boolean) => void): void => {
    const [row, column] = [Math.floor(element / columns) % rows, element % columns];
    const first = [Math.floor(row / sub[0]) * stride[0] - layer.top, Math.floor(column / sub[1]) * stride[1] - layer.left] as const;
    layer.eachWeight(Math.floor(element / (rows * columns)), (channel, ky, kx, weight) => {
      const [y, x] = [first[0] + ky, first[1] + kx];
      visit(channel, y, x, weight, y >= 0 && y < height && x >= 0 && x < width);
    }, row % sub[0], column % sub[1]);
  };
  const elements = maps * rows * columns;
  return {
    ...layer, id, node, output: [elements, 1, 1], kernel: [height, width], stride: [1, 1], top: 0, left: 0, sub: [1, 1], isWhole: true,
    eachWeight: (element, visit) => walk(element, (channel, y, x, weight, isInside) => { if (isInside) visit(channel, y, x, weight); }),
    shift: (element) => {
      let outside = 0;
      walk(element, (_channel, _y, _x, weight, isInside) => { if (!isInside) outside += weight * padValueOf(layer); });
      return (layer.shift?.(Math.floor(element / (rows * columns)), Math.floor((element / columns) % rows) % sub[0], (element % columns) % sub[1]) ?? 0) - outside;
    },
    epilogue: { ...epilogue, bias: Int32Array.from({ length: elements }, (_, element) => epilogue.bias[Math.floor(element / (rows * columns))] as number) },
  };
}

/** The same sums, every pixel at a position of its own: the input is enlarged first (padding included), then a conv reads it in steps of
 *  a cell. Where the places of a cell have different weights, each has maps of its own, which hold the padding code elsewhere. */
export function withoutCells(context: Context, layer: GridLayer, node: IntegerNode, id: string): GridLayer {
  const source = withoutDigits(context, layer, node);
  const { sub, stride, kernel, eachWeight, shift, padCode } = source;
  const isUniform = isSameEverywhere(source);
  const places = isUniform ? 1 : sub[0] * sub[1];
  const [channels] = source.input;
  const reach = [Math.ceil(kernel[0] / stride[0]), Math.ceil(kernel[1] / stride[1])] as const;
  const cells = [Math.ceil(source.output[1] / sub[0]) + reach[0] - 1, Math.ceil(source.output[2] / sub[1]) + reach[1] - 1] as const;
  const perPlace = channels * stride[0] * stride[1];
  const large = { id: `${id}~large`, shape: [places * perPlace, cells[0] * sub[0], cells[1] * sub[1]] as const };
  const isElsewhere = (map: number, dv: number, dh: number): boolean => !isUniform && Math.floor(map / perPlace) !== dv * sub[1] + dh;
  addLayer(context, {
    ...PLAIN, id: large.id, isInner: true, node, source: source.source, input: source.input, digits: 1, topCode: 7, output: large.shape, kernel: stride, stride,
    top: source.top, left: source.left, padCode, sub,
    eachWeight: (map, visit, dv, dh) => {
      if (isElsewhere(map, dv, dh)) return;
      const within = map % perPlace;
      const phase = Math.floor(within / channels);
      visit(within % channels, Math.floor(phase / stride[1]), phase % stride[1], 1);
    },
    shift: (map, dv, dh) => (isElsewhere(map, dv, dh) ? -padCode : 0),
    epilogue: identityThresholds(large.shape[0]),
  });
  const weights: EachWeight = (map, visit) => {
    for (let place = 0; place < places; place++) {
      eachWeight(map, (channel, ky, kx, weight) => {
        const phase = (ky % stride[0]) * stride[1] + (kx % stride[1]);
        visit(place * perPlace + phase * channels + channel, Math.floor(ky / stride[0]) * sub[0], Math.floor(kx / stride[1]) * sub[1], weight);
      }, Math.floor(place / sub[1]), place % sub[1]);
    }
  };
  return {
    ...source, id, node, source: large.id, input: large.shape, kernel: [(reach[0] - 1) * sub[0] + 1, (reach[1] - 1) * sub[1] + 1], stride: [1, 1],
    top: 0, left: 0, padCode: 0, sub: [1, 1], isWhole: false, eachWeight: weights,
    shift: (map) => {
      let sum = 0;
      for (let place = 0; place < places; place++) sum += shift?.(map, Math.floor(place / sub[1]), place % sub[1]) ?? 0;
      return sum;
    },
  };
}

/** An enlarged conv has the same weights everywhere; a transposed one does not. */
function isSameEverywhere({ node, sub, eachWeight }: GridLayer): boolean {
  if (node.kind !== 'upsample') return false;
  const key = (map: number, dv: number, dh: number): string => {
    const list: string[] = [];
    eachWeight(map, (...weight) => list.push(weight.join()), dv, dh);
    return list.join(' ');
  };
  return Array.from({ length: sub[0] * sub[1] }, (_, place) => key(0, Math.floor(place / sub[1]), place % sub[1])).every((text, _, all) => text === all[0]);
}

function withoutDigits(context: Context, layer: GridLayer, node: IntegerNode): GridLayer {
  if (layer.digits === 1) return layer;
  const wide = { id: layer.source, shape: layer.input, graphShape: layer.input, digits: layer.digits, topCode: layer.topCode, lift: null, isFlat: false };
  const operand = asLifted(context, node, wide, layer.padCode);
  const { lift } = operand;
  if (lift === null) return bug(`${layer.id} has wide codes without maps`);
  return {
    ...layer, source: operand.id, input: operand.shape, digits: 1, topCode: 7, padCode: 0, eachWeight: lift.weights(layer.eachWeight),
    shift: (map, dv, dh) => (layer.shift?.(map, dv, dh) ?? 0) - lift.base * sumOfWeights(layer.eachWeight, map, dv, dh),
  };
}
