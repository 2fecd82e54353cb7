// Enlarging layers: one position of the window makes a cell of several rows and columns. Nearest upsampling repeats weights over the cell;
// a transposed conv has the weights of another phase at every place of it, all on one window around the position.
import type { IntegerTransposedConv, IntegerUpsample } from '../ir/integer-graph.ts';
import type { EachWeight, GridLayer } from './grid-layer.ts';
import { type Operand, PLAIN, sumOfWeights } from './lower-context.ts';
import { codesEpilogue, identityThresholds, identityWeights } from './lower-parts.ts';

/** The same layer, every output pixel repeated `factor` times. */
export function enlarged(layer: GridLayer, node: IntegerUpsample): GridLayer {
  const [rows, columns] = node.factor;
  const { shift, eachWeight } = layer;
  return {
    ...layer, id: node.id, node, output: node.shape, isWhole: false, sub: [layer.sub[0] * rows, layer.sub[1] * columns], evenFold: null, evenHalves: null, place: null, names: null,
    eachWeight: (map, visit, dv, dh) => eachWeight(map, visit, Math.floor(dv / rows), Math.floor(dh / columns)),
    shift: shift === null ? null : (map, dv, dh) => shift(map, Math.floor(dv / rows), Math.floor(dh / columns)),
  };
}

/** Upsampling of 3-bit codes, whether they are codes of the graph or maps of a wide tensor. */
export function upsampleLayer(node: IntegerUpsample, operand: Operand): GridLayer {
  const [channels] = operand.shape;
  return {
    ...PLAIN, id: node.id, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode,
    output: [channels, node.shape[1], node.shape[2]], kernel: [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0, sub: node.factor,
    eachWeight: identityWeights, epilogue: identityThresholds(channels),
  };
}

interface Axis {
  /** Offset of the window from the cell's position, and its extent. */
  readonly first: number;
  readonly extent: number;
  /** Place in the window of kernel index k for place d of a cell; null where k belongs to another phase. */
  readonly at: (d: number, k: number) => number | null;
}

function axisOf(kernel: number, stride: number, before: number): Axis {
  const offset = (d: number, k: number): number | null => ((d + before - k) % stride === 0 ? (d + before - k) / stride : null);
  let low = Infinity;
  let high = -Infinity;
  for (let d = 0; d < stride; d++) {
    for (let k = 0; k < kernel; k++) {
      const at = offset(d, k);
      if (at === null) continue;
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
  }
  return { first: low, extent: high - low + 1, at: (d, k) => { const at = offset(d, k); return at === null ? null : at - low; } };
}

export function transposedLayer(node: IntegerTransposedConv, operand: Operand): GridLayer {
  const rows = axisOf(node.kernel[0], node.stride[0], node.padding.top);
  const columns = axisOf(node.kernel[1], node.stride[1], node.padding.left);
  const plain = phaseWeights(node, operand.graphShape[0], rows, columns);
  const eachWeight = operand.lift === null ? plain : operand.lift.weights(plain);
  const base = operand.lift?.base ?? 0;
  return {
    ...PLAIN, id: node.id, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode, output: node.shape,
    kernel: [rows.extent, columns.extent], stride: [1, 1], top: -rows.first, left: -columns.first, padCode: operand.lift === null ? node.inputZero : 0,
    sub: node.stride, trits: node.trits, eachWeight,
    // Every tap of a phase counts, inside or outside the image, so that the share of the zero code is a constant.
    shift: (map, dv, dh) => (node.inputZero - base) * sumOfWeights(plain, map, dv, dh),
    epilogue: node.epilogue.kind === 'raw' ? { kind: 'raw', bias: node.epilogue.bias, isEmitted: true, index: null } : codesEpilogue(node.epilogue),
  };
}

function phaseWeights(node: IntegerTransposedConv, channels: number, rows: Axis, columns: Axis): EachWeight {
  const [kernelRows, kernelColumns] = node.kernel;
  const mapsPerGroup = node.shape[0] / node.groups;
  const perGroup = channels / node.groups;
  return (map, visit, dv, dh) => {
    const group = Math.floor(map / mapsPerGroup);
    for (let ky = 0; ky < kernelRows; ky++) {
      const y = rows.at(dv, ky);
      if (y === null) continue;
      for (let kx = 0; kx < kernelColumns; kx++) {
        const x = columns.at(dh, kx);
        if (x === null) continue;
        for (let channel = group * perGroup; channel < (group + 1) * perGroup; channel++) {
          const weight = node.weights[((channel * mapsPerGroup + (map % mapsPerGroup)) * kernelRows + ky) * kernelColumns + kx] as number;
          if (weight !== 0) visit(channel, y, x, weight);
        }
      }
    }
  };
}
