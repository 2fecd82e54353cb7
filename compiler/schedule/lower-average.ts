// Average pooling that leaves its padding out of the count. Windows with the same rows and columns inside the image form a rectangle of
// the output; each rectangle is a pooling of its own, without padding and with the thresholds of its count. Copies of the rectangles in images
// of zeros, one after the other in a joint, are added up.
import type { IntegerSumPool } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { GridLayer } from './grid-layer.ts';
import { addLayer, type Context, type Operand, PLAIN } from './lower-context.ts';
import { addJointOf } from './lower-joints.ts';
import { codesEpilogue, depthwiseOnes, identityThresholds, identityWeights } from './lower-parts.ts';

/** Output places from `from` up to, not including, `to`, whose windows begin `skip` into the kernel and are `extent` long. */
interface Band {
  readonly from: number;
  readonly to: number;
  readonly skip: number;
  readonly extent: number;
}

function bandsOf(places: number, kernel: number, stride: number, before: number, size: number): Band[] {
  const bands: Band[] = [];
  for (let place = 0; place < places; place++) {
    const first = place * stride - before;
    const skip = Math.max(0, -first);
    const extent = Math.min(first + kernel, size) - first - skip;
    const last = bands.at(-1);
    if (last !== undefined && last.skip === skip && last.extent === extent) bands[bands.length - 1] = { ...last, to: place + 1 };
    else bands.push({ from: place, to: place + 1, skip, extent });
  }
  return bands;
}

export function lowerUncounted(context: Context, node: IntegerSumPool, operand: Operand): void {
  const [, height, width] = operand.shape;
  const [channels, outputRows, outputColumns] = node.shape;
  const rows = bandsOf(outputRows, node.kernel[0], node.stride[0], node.padding.top, height);
  const columns = bandsOf(outputColumns, node.kernel[1], node.stride[1], node.padding.left, width);
  const copies: GridLayer[] = [];
  for (const row of rows) {
    for (const column of columns) {
      const id = `${node.id}~${row.from},${column.from}`;
      const inside = row.extent * column.extent;
      // Sums are those of the whole window, with the code of zero outside.
      const outside = node.kernel[0] * node.kernel[1] - inside;
      const epilogue = node.thresholdsByCount?.get(inside) ?? bug(`${node.id} has no thresholds for ${inside} pixels`);
      const ones = depthwiseOnes([row.extent, column.extent]);
      const { lift } = operand;
      const output = [channels, row.to - row.from, column.to - column.from] as const;
      addLayer(context, {
        ...PLAIN, id, isInner: true, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode, output,
        kernel: [row.extent, column.extent], stride: node.stride, top: -(row.from * node.stride[0] - node.padding.top + row.skip), left: -(column.from * node.stride[1] - node.padding.left + column.skip),
        padCode: 0, eachWeight: lift === null ? ones : lift.weights(ones), shift: () => -outside * node.padCode - inside * (lift?.base ?? 0),
        epilogue: epilogue.kind === 'codes' ? codesEpilogue(epilogue) : bug(`${node.id} has raw sums`),
      });
      copies.push({
        ...PLAIN, id: `${id}~copy`, isInner: true, node, source: id, input: output, digits: 1, topCode: 7, output: node.shape, kernel: [1, 1], stride: [1, 1],
        top: row.from, left: column.from, padCode: 0, eachWeight: identityWeights, epilogue: identityThresholds(channels),
      });
    }
  }
  const joint = addJointOf(context, `${node.id}~joint`, copies);
  addLayer(context, {
    ...PLAIN, id: node.id, node, source: joint.id, input: joint.shape, digits: 1, topCode: 7, output: node.shape, kernel: [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0,
    eachWeight: (map, visit) => { for (let k = 0; k < copies.length; k++) visit(k * channels + map, 0, 0, 1); }, epilogue: identityThresholds(channels),
  });
}
